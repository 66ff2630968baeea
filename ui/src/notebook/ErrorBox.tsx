// What is wrong, where, and what would mend it. The first fix stands on Alt Enter.
import { Fragment } from "react";
import type { Diagnostic } from "../backend/generated/Diagnostic";
import type { Fix } from "../backend/generated/Fix";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";

type Props = {
  id: string;
  diagnostic: Diagnostic;
  /** Further errors that are not shown here. */
  more: number;
  onPlace: () => void;
  onFix: (fix: Fix) => void;
  /** Goes to the parameter that it is about, when it is about one. */
  onParameter?: (() => void) | null;
};

export function ErrorBox({ id, diagnostic, more, onPlace, onFix, onParameter }: Props) {
  const { message, hint, span, fixes = [] } = diagnostic;
  return (
    <div className="errbox" role="alert" id={id}>
      <Icon name="error" size="m" />
      <div>
        <b>
          <Words text={message} />
        </b>
      </div>
      {span ? (
        <button type="button" className="link num" onClick={onPlace}>
          {t("notebook.error.place", { line: span.line, column: span.column })}
        </button>
      ) : (
        <span />
      )}
      {hint ? (
        <div className="fix">
          <span>
            <Words text={hint} />
          </span>
        </div>
      ) : null}
      {fixes.length > 0 || more > 0 || onParameter ? (
        <div className="fix">
          {fixes.map((fix, index) => (
            <button
              key={`${fix.label} ${fix.changes[0]?.start}`}
              type="button"
              className={index === 0 ? "btn s primary" : "btn s"}
              onClick={() => onFix(fix)}
            >
              {fix.label}
              {index === 0 ? <kbd className="on-accent">Alt ↵</kbd> : null}
            </button>
          ))}
          {onParameter ? (
            <button type="button" className="btn s primary" onClick={onParameter}>
              {t("notebook.error.parameter")}
            </button>
          ) : null}
          {more > 0 ? (
            <span className="muted">{t("notebook.error.more", { count: more })}</span>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** A sentence with names in backticks shown as code. */
export function Words({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence never move
      <span key={index} className="mono">
        {part}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence never move
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}
