// Files that are not where the workbook says: where each may be now, for a person to confirm once.
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import type { LostSource } from "../backend/generated/LostSource";
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Asked } from "../parts/Asked";
import { Dialog } from "../parts/Dialog";
import { NativeSelect } from "../parts/NativeSelect";
import { closeDialog, showDialog } from "./dialogs";
import { type Chosen, chooseFor, foldersOf, lostQuery, placeOf, relinkAll } from "./sourceNeeds";
import "./relink.css";

type Props = { view: SessionView; chosen: Chosen };

export function RelinkDialog({ view, chosen }: Props) {
  const { data, error } = useQuery(lostQuery(view, foldersOf(chosen)));
  const places = new Map<string, string>();
  for (const source of data?.sources ?? []) {
    const place = placeOf(source, chosen);
    if (place !== null) {
      places.set(source.source, place);
    }
  }
  const buttons = (
    <>
      <button type="button" className="btn" onClick={closeDialog}>
        {t("common.cancel")}
      </button>
      <button
        type="button"
        className="btn primary"
        data-autofocus
        disabled={places.size === 0}
        onClick={() => void relinkAll(view, places)}
      >
        {t("relink.apply")}
      </button>
    </>
  );
  return (
    <Dialog title={t("relink.title")} onClose={closeDialog} footer={buttons} width={680}>
      <Asked data={data} error={error} waiting={t("relink.searching")}>
        {(data) => (
          <div className="stack relink">
            <p className="muted small" role="status">
              {data.folders.length === 0
                ? t("relink.hintUnsaved")
                : t("relink.hint", { folders: data.folders.join(", ") })}{" "}
              {data.is_cut ? t("relink.cut") : null}
            </p>
            {data.sources.map((source) => (
              <Lost key={source.source} source={source} chosen={chosen} />
            ))}
            {data.sources.length === 0 ? <p>{t("relink.nothingLost")}</p> : null}
          </div>
        )}
      </Asked>
    </Dialog>
  );
}

function Lost({ source, chosen }: { source: LostSource; chosen: Chosen }) {
  const id = useId();
  const own = chosen[source.source];
  const isFound = source.found.some(({ path }) => path === own);
  return (
    <section className="lost" aria-label={source.name}>
      <h3 className="mono">{source.name}</h3>
      <p className="muted small path">{t("relink.was", { path: source.path })}</p>
      <div className="row">
        <label className="sr-only" htmlFor={id}>
          {t("relink.placeOf", { name: source.name })}
        </label>
        <NativeSelect
          id={id}
          value={placeOf(source, chosen) ?? ""}
          onChange={({ target }) =>
            showDialog({ dialog: "relink", chosen: { ...chosen, [source.source]: target.value } })
          }
        >
          <option value="">
            {source.found.length === 0 ? t("relink.none") : t("relink.leave")}
          </option>
          {own && !isFound ? (
            <option value={own}>
              {own} ({t("relink.by.chosen")})
            </option>
          ) : null}
          {source.found.map(({ path, by }) => (
            <option key={path} value={path}>
              {path} ({t(`relink.by.${by}`)})
            </option>
          ))}
        </NativeSelect>
        <button
          type="button"
          className="btn s"
          aria-label={t("relink.chooseFor", { name: source.name })}
          onClick={() => void chooseFor(source, chosen)}
        >
          {t("relink.choose")}
        </button>
      </div>
    </section>
  );
}
