// One line about a cell's state where a result would stand or above it.
import type { CellState } from "../backend/generated/CellState";
import type { Diagnostic } from "../backend/generated/Diagnostic";
import type { SessionId } from "../backend/generated/SessionId";
import { revealCell } from "../backend/session";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { viewOf } from "./cellActions";
import { Words } from "./ErrorBox";

type Props = { session: SessionId; state: CellState; hasResult: boolean };

export function CellNote({ session, state, hasResult }: Props) {
  const text = noteFor(state, hasResult);
  if (text === null) {
    return null;
  }
  const isBlocked = state.state === "blocked";
  return (
    <div className={isBlocked ? "result-note is-warn" : "result-note"} role="status">
      <Icon name={isBlocked ? "warn" : "info"} />
      <span className="grow">
        <Words text={text} />
      </span>
      {isBlocked ? (
        <button type="button" className="link" onClick={() => reveal(session, state.by)}>
          {t("notebook.note.goThere", { name: state.by })}
        </button>
      ) : null}
    </div>
  );
}

function noteFor(state: CellState, hasResult: boolean): string | null {
  switch (state.state) {
    case "blocked":
      return t("notebook.note.blocked", { name: `\`${state.by}\`` });
    case "cancelled":
      return hasResult ? t("notebook.note.cancelledKeeps") : t("notebook.note.cancelled");
    case "waiting":
      return hasResult ? null : t("notebook.note.waiting");
    default:
      return null;
  }
}

function reveal(session: SessionId, name: string): void {
  const cells = viewOf(session)?.workbook.cells ?? [];
  const cell = cells.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (cell) {
    revealCell(cell.id);
  }
}

export function Warnings({ warnings }: { warnings: Diagnostic[] }) {
  return warnings.map(({ code, message, hint, span }) => (
    <div key={`${code}${span?.start ?? ""}${message}`} className="result-note is-warn" role="note">
      <Icon name="warn" />
      <span>
        <Words text={message} />
        {hint ? (
          <>
            {" "}
            <span className="soft">
              <Words text={hint} />
            </span>
          </>
        ) : null}
      </span>
    </div>
  ));
}
