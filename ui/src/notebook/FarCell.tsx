// A cell that was not on the screen yet: its name, its text and a place as tall as its result.
import type { Cell } from "../backend/generated/Cell";
import type { CellView } from "../backend/generated/CellView";
import { t } from "../i18n/t";
import { gridHeight } from "../results/gridSize";

type Props = { cell: Cell; view: CellView };

const CHART_HEIGHT = 240;
const FOOT_HEIGHT = 30;

export function FarCell({ cell, view }: Props) {
  const { body, name } = cell;
  if (body.type === "markdown") {
    return <div className="prose far-text">{body.text}</div>;
  }
  return (
    <>
      <div className="cell-head">
        <span className="cell-name trunc">{name}</span>
        <span className="cell-kind">{t(`notebook.kinds.${body.type}`)}</span>
      </div>
      {body.type === "sql" ? <PlainCode text={body.text} /> : null}
      <div style={{ height: answerHeight(cell, view) }} />
    </>
  );
}

function answerHeight({ body }: Cell, { result }: CellView): number {
  if (body.type === "chart") {
    return CHART_HEIGHT;
  }
  return result ? gridHeight(result.stamp.rows) + FOOT_HEIGHT : 0;
}

/** A text as its editor will show it, in the same place. */
export function PlainCode({ text }: { text: string }) {
  return (
    <pre className="code code-plain" aria-hidden="true">
      {text === "" ? " " : text}
    </pre>
  );
}
