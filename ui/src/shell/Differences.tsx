// What differs between the open workbook and an earlier or other one: in words, part by part, with
// both texts side by side and each part to be taken over.
import { useId, useState } from "react";
import type { PartChange } from "../backend/generated/PartChange";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { linePairs } from "./lineDiff";
import { partKey, partName } from "./versions";
import "./versions.css";

type Props = {
  parts: PartChange[];
  /** What the earlier or other side is called above its text. */
  before: string;
  after: string;
  /** The button of a part; none where nothing can be taken over. */
  take?: { label: string; labelOf: (part: string) => string; run: (change: PartChange) => void };
};

export function Differences({ parts, before, after, take }: Props) {
  return (
    <ul className="differences">
      {parts.map((change) => (
        <Part key={partKey(change.part)} {...{ change, before, after, take }} />
      ))}
    </ul>
  );
}

type PartProps = Omit<Props, "parts" | "take"> & {
  change: PartChange;
  take: Props["take"] | undefined;
};

function Part({ change, before, after, take }: PartProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const name = partName(change);
  const hasTexts = change.before !== null || change.after !== null;
  return (
    <li className="difference" data-part={change.part.kind}>
      <div className="row">
        {hasTexts ? (
          <button
            type="button"
            className="ib s"
            aria-label={t("versions.showLinesLabel", { part: name })}
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name={isOpen ? "down" : "chevron"} size="xs" />
          </button>
        ) : (
          <span className="no-texts" />
        )}
        <div className="grow">
          <b className="trunc">{name}</b>
          <p className="muted small">{change.words.join("; ")}</p>
        </div>
        {take ? (
          <button
            type="button"
            className="btn s"
            aria-label={take.labelOf(name)}
            onClick={() => take.run(change)}
          >
            {take.label}
          </button>
        ) : null}
      </div>
      {isOpen ? (
        <div id={id}>
          <SideBySide
            before={{ title: before, text: change.before }}
            after={{ title: after, text: change.after }}
          />
        </div>
      ) : null}
    </li>
  );
}

type Side = { title: string; text: string | null };

/** Lines above the first change that stay in sight. */
const LINES_BEFORE = 3;

/** Shows the first change of a long text. */
function toFirstChange(texts: HTMLElement | null): void {
  const row = texts?.querySelector<HTMLElement>("tbody tr:not([data-same])");
  if (texts && row) {
    texts.scrollTop = Math.max(0, row.offsetTop - (LINES_BEFORE + 1) * row.offsetHeight);
  }
}

type SidesProps = {
  before: Side;
  after: Side;
  /** Neither side came first: what differs is neither removed nor added. */
  isConflict?: boolean;
};

/** Two texts beside each other, equal lines in one row. */
export function SideBySide({ before, after, isConflict = false }: SidesProps) {
  const pairs = linePairs(before.text ?? "", after.text ?? "");
  return (
    <section
      ref={toFirstChange}
      className="side-by-side"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
      tabIndex={0}
      aria-label={`${before.title}, ${after.title}`}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{before.title}</th>
            <th scope="col">{after.title}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
            <tr key={row} data-same={pair.isSame || undefined}>
              <Line
                text={pair.before}
                mark={pair.isSame ? null : isConflict ? "differs" : "removed"}
              />
              <Line
                text={pair.after}
                mark={pair.isSame ? null : isConflict ? "differs" : "added"}
              />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type LineProps = { text: string | null; mark: "added" | "removed" | "differs" | null };

function Line({ text, mark }: LineProps) {
  return (
    <td data-mark={text === null ? undefined : (mark ?? undefined)}>
      {text !== null && mark ? <span className="sr-only">{t(`versions.${mark}`)} </span> : null}
      {text}
    </td>
  );
}
