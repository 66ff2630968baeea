// Another workbook file merged into the open one: what changes, and what both changed for a person
// to decide.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MergeChoice } from "../backend/generated/MergeChoice";
import type { MergeSide } from "../backend/generated/MergeSide";
import type { OpenConflict } from "../backend/generated/OpenConflict";
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Asked } from "../parts/Asked";
import { Banner } from "../parts/Banner";
import { Dialog } from "../parts/Dialog";
import { Differences, SideBySide } from "./Differences";
import { closeDialog } from "./dialogs";
import { splitPath } from "./paths";
import { mergeInto, mergeQuery } from "./versions";
import "./versions.css";

type Props = { view: SessionView; path: string };

export function MergeDialog({ view, path }: Props) {
  const { name } = splitPath(path);
  const [choices, setChoices] = useState<MergeChoice[]>([]);
  const { data, error } = useQuery(mergeQuery(view, path, choices));
  function choose(conflict: OpenConflict, keep: MergeSide | "both") {
    const others = choices.filter(({ path: at }) => !isAt(conflict, at));
    setChoices(keep === "both" ? others : [...others, { path: conflict.path, keep }]);
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
        disabled={!data?.can_take || data.parts.length === 0}
        onClick={() => void mergeInto(view, path, choices, name)}
      >
        {t("versions.mergeNow")}
      </button>
    </>
  );
  return (
    <Dialog
      title={t("versions.mergeTitle", { name })}
      onClose={closeDialog}
      footer={buttons}
      width={760}
    >
      <Asked data={data} error={error} waiting={t("versions.reading")}>
        {(data) => (
          <div className="stack merge">
            {data.can_take ? null : (
              <Banner level="warn">{t("versions.notTrusted", { name })}</Banner>
            )}
            <p className="muted small">
              {data.base
                ? t("versions.mergeBase", { name: data.base.name })
                : t("versions.mergeNoBase")}
            </p>
            <h3 role="status">
              {data.conflicts.length === 0
                ? t("versions.noConflicts")
                : t("versions.conflicts", { count: data.conflicts.length })}
            </h3>
            {data.conflicts.map((conflict) => (
              <Conflict
                key={conflict.path.join("/")}
                conflict={conflict}
                keep={choices.find(({ path: at }) => isAt(conflict, at))?.keep ?? null}
                choose={choose}
              />
            ))}
            <h3>{t("versions.changes")}</h3>
            {data.parts.length === 0 ? <p>{t("versions.noChanges")}</p> : null}
            <Differences
              parts={data.parts}
              before={t("versions.now")}
              after={t("versions.after")}
            />
          </div>
        )}
      </Asked>
    </Dialog>
  );
}

function isAt(conflict: OpenConflict, path: string[]): boolean {
  return conflict.path.join("/") === path.join("/");
}

type ConflictProps = {
  conflict: OpenConflict;
  /** What was chosen; none where nothing was, and the merge keeps what it proposes. */
  keep: MergeSide | null;
  choose: (conflict: OpenConflict, keep: MergeSide | "both") => void;
};

function Conflict({ conflict, keep, choose }: ConflictProps) {
  const { place, ours, theirs, kept } = conflict;
  const isText = conflict.path.at(-1) === "text" && ours !== null && theirs !== null;
  const proposed = isText ? "both" : kept;
  // Something else than a text of which both stay: a name given twice, a reader of what is gone.
  const isOpen = kept === "both" && !isText;
  const sides: (MergeSide | "both")[] = isText ? ["both", "ours", "theirs"] : ["ours", "theirs"];
  return (
    <fieldset className="conflict">
      <legend>{place}</legend>
      <SideBySide
        before={{ title: t("versions.ours"), text: ours ?? t("versions.gone") }}
        after={{ title: t("versions.theirs"), text: theirs ?? t("versions.gone") }}
        isConflict
      />
      {isOpen ? <p className="muted small">{t("versions.bothStay")}</p> : null}
      <div className="row" hidden={isOpen}>
        {sides.map((side) => (
          <label key={side} className="row">
            <input
              type="radio"
              name={conflict.path.join("/")}
              checked={(keep ?? proposed) === side}
              onChange={() => choose(conflict, side)}
            />
            {t(`versions.${side}`)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
