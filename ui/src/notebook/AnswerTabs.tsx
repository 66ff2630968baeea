// The answers of a cell with several questions: one tab for each, the last one chosen, because it is
// what other cells read.
import { type KeyboardEvent, useId, useRef } from "react";
import type { CellAnswer } from "../backend/generated/CellAnswer";
import { count } from "../i18n/format";
import { t } from "../i18n/t";

type Props = {
  name: string;
  answers: readonly CellAnswer[];
  chosen: number;
  onChoose: (index: number) => void;
};

export function AnswerTabs({ name, answers, chosen, onChoose }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepIn(event.key, chosen, answers.length);
    if (next !== null) {
      event.preventDefault();
      event.stopPropagation();
      onChoose(next);
      list.current?.querySelectorAll<HTMLElement>("[role='tab']")[next]?.focus();
    }
  };
  return (
    <div
      className="answer-tabs"
      role="tablist"
      aria-label={t("notebook.answers.label", { name })}
      ref={list}
      onKeyDown={onKeyDown}
    >
      {answers.map((answer, index) => {
        const isLast = index === answers.length - 1;
        const rows = answer.result.stamp.rows;
        return (
          <button
            key={answer.id}
            type="button"
            role="tab"
            className="inset-focus"
            id={`${id}-${index}`}
            aria-selected={index === chosen}
            tabIndex={index === chosen ? 0 : -1}
            title={t(isLast ? "notebook.answers.last" : "notebook.answers.line", {
              line: answer.line,
              text: answer.label,
              name,
            })}
            onClick={() => onChoose(index)}
          >
            <span className="num answer-number">{index + 1}</span>
            <span className="mono trunc">{answer.label}</span>
            <span className="muted num">
              {t("common.rows", { count: rows, shown: count(rows) })}
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** Where a key leads in a list of tabs; none when it is not theirs. */
export function stepIn(key: string, at: number, length: number): number | null {
  switch (key) {
    case "ArrowRight":
      return (at + 1) % length;
    case "ArrowLeft":
      return (at + length - 1) % length;
    case "Home":
      return 0;
    case "End":
      return length - 1;
    default:
      return null;
  }
}
