// The title of the workbook. A click makes it a field; Enter keeps, Escape drops what was typed.
import { type KeyboardEvent, useState } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import { applyEdit } from "../backend/query";
import { t } from "../i18n/t";
import { Tip } from "../parts/Tip";
import { toastFailure } from "../parts/toast";

type Props = { view: SessionView };

const LONGEST = 200;

export function WorkbookTitle({ view }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const { title } = view.workbook;

  function keep() {
    const wanted = (draft ?? "").trim();
    setDraft(null);
    if (draft !== null && wanted !== title) {
      applyEdit(view.session, { edit: "set_title", title: wanted }).catch(toastFailure);
    }
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter") {
      keep();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      setDraft(null);
    }
  }
  if (draft === null) {
    return (
      <Tip label={t("shell.top.rename")}>
        <button type="button" className="title-button" onClick={() => setDraft(title)}>
          <b className="trunc">{title || t("shell.top.untitled")}</b>
        </button>
      </Tip>
    );
  }
  return (
    <input
      className="title-field"
      aria-label={t("shell.top.title")}
      value={draft}
      maxLength={LONGEST}
      // biome-ignore lint/a11y/noAutofocus: the person just asked to type here
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={onKeyDown}
    />
  );
}
