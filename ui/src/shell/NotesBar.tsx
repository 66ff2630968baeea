// Above a workbook whose file was damaged, mended or written by a newer version: what was noticed,
// until it is closed.
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { Tip } from "../parts/Tip";
import { saveWorkbookAs } from "./actions";
import { useHiddenNotes } from "./hiddenNotes";

type Props = { view: SessionView };

export function NotesBar({ view }: Props) {
  const hidden = useHiddenNotes((state) => state.session);
  const { session, read_only: readOnly } = view;
  const notes = view.notes.filter((note) => note !== readOnly);
  if (hidden === session || (readOnly === null && notes.length === 0)) {
    return null;
  }
  return (
    <section className="trust-bar notes-bar" aria-label={t("shell.notes.bar")}>
      <Icon name="warn" />
      <div className="grow" role="status">
        {readOnly === null ? null : (
          <p>
            <b>{t("shell.notes.readOnly")}</b> {readOnly}
          </p>
        )}
        {notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </div>
      {readOnly === null ? null : (
        <button type="button" className="btn s" onClick={() => void saveWorkbookAs(view)}>
          {t("shell.notes.saveCopy")}
        </button>
      )}
      <Tip label={t("shell.notes.hide")}>
        <button
          type="button"
          className="ib s"
          aria-label={t("shell.notes.hide")}
          onClick={() => useHiddenNotes.setState({ session })}
        >
          <Icon name="close" />
        </button>
      </Tip>
    </section>
  );
}
