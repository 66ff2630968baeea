// What differs between another workbook file and the open one, with parts to be taken over.
import { useQuery } from "@tanstack/react-query";
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Asked } from "../parts/Asked";
import { Banner } from "../parts/Banner";
import { Dialog } from "../parts/Dialog";
import { Differences } from "./Differences";
import { closeDialog, showDialog } from "./dialogs";
import { splitPath } from "./paths";
import { differencesQuery, partName, takeOver } from "./versions";

type Props = { view: SessionView; path: string };

export function CompareDialog({ view, path }: Props) {
  const { name } = splitPath(path);
  const from = { kind: "file", path } as const;
  const { data, error } = useQuery(differencesQuery(view, from));
  const take = {
    label: t("versions.takeOver"),
    labelOf: (part: string) => t("versions.takeOverLabel", { part }),
    run: (change: Parameters<typeof partName>[0]) =>
      void takeOver(view, from, change.part, t("versions.took", { part: partName(change) })),
  };
  const buttons = (
    <>
      <button
        type="button"
        className="btn left"
        disabled={!data}
        onClick={() => showDialog({ dialog: "merge", path })}
      >
        {t("versions.merge")}
      </button>
      <button type="button" className="btn primary" data-autofocus onClick={closeDialog}>
        {t("common.close")}
      </button>
    </>
  );
  return (
    <Dialog
      title={t("versions.compareTitle", { name })}
      onClose={closeDialog}
      footer={buttons}
      width={760}
    >
      <Asked data={data} error={error} waiting={t("versions.reading")}>
        {(data) => (
          <div className="stack">
            {data.can_take ? null : (
              <Banner level="warn">{t("versions.notTrusted", { name })}</Banner>
            )}
            <p className="muted small" role="status">
              {data.parts.length === 0 ? t("versions.compareSame") : t("versions.compareHint")}
            </p>
            <Differences
              parts={data.parts}
              before={t("versions.other")}
              after={t("versions.now")}
              {...(data.can_take ? { take } : {})}
            />
          </div>
        )}
      </Asked>
    </Dialog>
  );
}
