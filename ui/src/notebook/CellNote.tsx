// One line about a cell's state where a result would stand or above it.
import type { CellState } from "../backend/generated/CellState";
import type { Diagnostic } from "../backend/generated/Diagnostic";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { Words } from "./ErrorBox";

type Props = { state: CellState; hasResult: boolean };

export function CellNote({ state, hasResult }: Props) {
  const text = noteFor(state, hasResult);
  return text === null ? null : (
    <div
      className={state.state === "blocked" ? "result-note is-warn" : "result-note"}
      role="status"
    >
      <Icon name={state.state === "blocked" ? "warn" : "info"} />
      <span>
        <Words text={text} />
      </span>
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
