// What differs between another workbook file, or what was trusted of this one, and the open one, with
// parts to be taken over.
import { useQuery } from "@tanstack/react-query";
import type { Other } from "../backend/generated/Other";
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Asked } from "../parts/Asked";
import { Banner } from "../parts/Banner";
import { Dialog } from "../parts/Dialog";
import { Differences } from "./Differences";
import { closeDialog, showDialog } from "./dialogs";
import { splitPath } from "./paths";
import { differencesQuery, partName, takeOver } from "./versions";

type Props = { view: SessionView; from: Other };

export function CompareDialog({ view, from }: Props) {
  const words = wordsOf(view, from);
  const { data, error } = useQuery(differencesQuery(view, from));
  const take = {
    label: words.take,
    labelOf: words.takeLabel,
    run: (change: Parameters<typeof partName>[0]) =>
      void takeOver(view, from, change.part, t("versions.took", { part: partName(change) })),
  };
  const buttons = (
    <>
      {from.kind === "file" ? (
        <button
          type="button"
          className="btn left"
          disabled={!data}
          onClick={() => showDialog({ dialog: "merge", path: from.path })}
        >
          {t("versions.merge")}
        </button>
      ) : null}
      <button type="button" className="btn primary" data-autofocus onClick={closeDialog}>
        {t("common.close")}
      </button>
    </>
  );
  return (
    <Dialog title={words.title} onClose={closeDialog} footer={buttons} width={760}>
      <Asked data={data} error={error} waiting={t("versions.reading")}>
        {(data) => (
          <div className="stack">
            {data.can_take ? null : (
              <Banner level="warn">{t("versions.notTrusted", { name: words.name })}</Banner>
            )}
            <p className="muted small" role="status">
              {data.parts.length === 0 ? words.same : words.hint}
            </p>
            <Differences
              parts={data.parts}
              before={words.before}
              after={t("versions.now")}
              {...(data.can_take ? { take } : {})}
            />
          </div>
        )}
      </Asked>
    </Dialog>
  );
}

function wordsOf({ workbook }: SessionView, from: Other) {
  if (from.kind === "file") {
    const { name } = splitPath(from.path);
    return {
      name,
      title: t("versions.compareTitle", { name }),
      same: t("versions.compareSame"),
      hint: t("versions.compareHint"),
      before: t("versions.other"),
      take: t("versions.takeOver"),
      takeLabel: (part: string) => t("versions.takeOverLabel", { part }),
    };
  }
  const name = workbook.title || t("shell.top.untitled");
  return {
    name,
    title: t("trust.changesTitle", { title: name }),
    same: t("trust.changesNone"),
    hint: t("trust.changesHint"),
    before: t("trust.asTrusted"),
    take: t("versions.takeBack"),
    takeLabel: (part: string) => t("versions.takeBackLabel", { part }),
  };
}
