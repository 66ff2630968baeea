// The versions that the file keeps: keep one, see what has changed since, go back to all or a part.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import type { Version } from "../backend/generated/Version";
import { bytes, count, moment } from "../i18n/format";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { Differences } from "./Differences";
import { closeDialog } from "./dialogs";
import {
  chooseOther,
  differencesQuery,
  forgetVersion,
  keepVersion,
  partName,
  takeOver,
  versionsQuery,
} from "./versions";
import "./versions.css";

type Props = { view: SessionView };

export function VersionsDialog({ view }: Props) {
  const { data } = useQuery(versionsQuery(view));
  const [chosen, setChosen] = useState<string | null>(null);
  const versions = data?.versions ?? [];
  const version = versions.find(({ id }) => id === chosen) ?? versions[0] ?? null;
  const title = t("versions.title", { title: view.workbook.title || t("shell.top.untitled") });
  const buttons = (
    <>
      <button type="button" className="btn left" onClick={() => void chooseOther("compareFile")}>
        {t("shell.commands.compareFile")}
      </button>
      <button type="button" className="btn" onClick={closeDialog}>
        {t("common.close")}
      </button>
    </>
  );
  return (
    <Dialog title={title} onClose={closeDialog} footer={buttons} width={920}>
      <div className="versions">
        <div className="stack">
          <KeepForm view={view} most={data?.most ?? 0} />
          {data && versions.length > 0 ? (
            <>
              <VersionList versions={versions} chosen={version} choose={setChosen} />
              <p className="muted small num">
                {t("versions.usage", {
                  count: count(versions.length),
                  most: count(data.most),
                  size: bytes(data.bytes),
                })}
              </p>
            </>
          ) : null}
        </div>
        {version ? (
          <Since key={version.id} view={view} version={version} />
        ) : (
          <Empty title={t("versions.none")}>{t("versions.noneText")}</Empty>
        )}
      </div>
    </Dialog>
  );
}

function KeepForm({ view, most }: Props & { most: number }) {
  const [name, setName] = useState("");
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const isUnsaved = view.path === null;
  async function keep(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === "" || isBusy || isUnsaved) {
      return;
    }
    setBusy(true);
    if (await keepVersion(view, name.trim(), most)) {
      setName("");
    }
    setBusy(false);
  }
  return (
    <form className="field" onSubmit={(event) => void keep(event)}>
      <label htmlFor={id}>{t("versions.name")}</label>
      <div className="row">
        <div className="input grow">
          <input
            id={id}
            value={name}
            maxLength={80}
            disabled={isUnsaved}
            placeholder={t("versions.namePlaceholder")}
            aria-describedby={`${id}-hint`}
            onChange={(event) => setName(event.target.value)}
            data-autofocus
          />
        </div>
        <button
          type="submit"
          className="btn primary"
          disabled={isUnsaved || isBusy || name.trim() === ""}
        >
          <Icon name="save" />
          {t("versions.keep")}
        </button>
      </div>
      <p id={`${id}-hint`} className="muted small">
        {isUnsaved ? t("versions.notSaved") : t("versions.keepHint")}
      </p>
    </form>
  );
}

type ListProps = {
  versions: Version[];
  chosen: Version | null;
  choose: (id: string) => void;
};

function VersionList({ versions, chosen, choose }: ListProps) {
  return (
    <ul className="version-list" aria-label={t("versions.list")}>
      {versions.map((version) => (
        <li key={version.id}>
          <button
            type="button"
            className="version inset-focus"
            aria-current={version.id === chosen?.id || undefined}
            onClick={() => choose(version.id)}
          >
            <b className="trunc">{version.name}</b>
            <span className="muted small trunc">{keptBy(version)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Removes a version; what is said then offers to put it back. */
function Forget({ view, version }: Props & { version: Version }) {
  const { id, name } = version;
  return (
    <button
      type="button"
      className="btn s ghost"
      aria-label={t("versions.forgetLabel", { name })}
      onClick={() => void forgetVersion(view, id, name)}
    >
      {t("versions.forget")}
    </button>
  );
}

function Since({ view, version }: Props & { version: Version }) {
  const from = { kind: "version", version: version.id } as const;
  const { data, error } = useQuery(differencesQuery(view, from));
  const { name } = version;
  const isSame = data?.parts.length === 0;
  return (
    <section className="since" aria-label={t("versions.changedSince", { name })}>
      <div className="row">
        <div className="grow">
          <h3 className="trunc">{t("versions.changedSince", { name })}</h3>
          <p className="muted small">{keptBy(version)}</p>
        </div>
        <Forget key={version.id} view={view} version={version} />
        <button
          type="button"
          className="btn s"
          disabled={!data || isSame}
          onClick={() => void takeOver(view, from, null, t("versions.wentBack", { name }))}
        >
          <Icon name="undo" />
          {t("versions.goBack")}
        </button>
      </div>
      {error ? (
        <p role="alert" className="danger-text">
          {error.message}
        </p>
      ) : !data ? (
        <p role="status">{t("versions.reading")}</p>
      ) : isSame ? (
        <p role="status">{t("versions.sameAsNow")}</p>
      ) : (
        <Differences
          parts={data.parts}
          before={t("versions.before")}
          after={t("versions.now")}
          take={{
            label: t("versions.takeBack"),
            labelOf: (part) => t("versions.takeBackLabel", { part }),
            run: (change) =>
              void takeOver(
                view,
                from,
                change.part,
                t("versions.took", { part: partName(change) }),
              ),
          }}
        />
      )}
    </section>
  );
}

/** Who kept a version, and when. */
export function keptBy({ who, at }: Pick<Version, "who" | "at">): string {
  const when = moment(at, new Date(), t("common.yesterday"));
  return who === "" ? when : t("versions.by", { who, when });
}
