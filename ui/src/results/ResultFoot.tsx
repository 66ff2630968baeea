// The line below a result: how many rows of how many, how long it took, what was read, and what
// can be done with it.
import type { CellId } from "../backend/generated/CellId";
import type { CellResult } from "../backend/generated/CellResult";
import { bytes, count, duration } from "../i18n/format";
import { t } from "../i18n/t";
import { changeView, useGridView } from "./gridView";

type Props = {
  cell: CellId;
  result: CellResult;
  /** Rows under the filters; none without filters. */
  shown: number | null;
  selected: number;
  canGrow: boolean;
  onChart?: (() => void) | undefined;
  onExport?: (() => void) | undefined;
};

export function ResultFoot({ cell, result, shown, selected, canGrow, onChart, onExport }: Props) {
  const { stamp } = result;
  const { isTall } = useGridView(cell);
  const rows = t("common.rows", { count: stamp.rows, shown: count(stamp.rows) });
  const columns = count(stamp.fields.length);
  const size =
    shown === null
      ? t("results.foot.size", { rows, columns })
      : t("results.foot.some", { shown: count(shown), rows, columns });
  const names = stamp.inputs.map((input) => input.name);
  return (
    <div className="cell-foot">
      <span className="num">{size}</span>
      <span className="num">{duration(stamp.took_ms)}</span>
      <span className="foot-engine">{stamp.engine}</span>
      <span className="num trunc" title={names.join(", ")}>
        {names.length > 0 ? t("results.foot.read", { names: names.join(", ") }) : null}
        {result.bytes > 0 ? `${names.length > 0 ? ", " : ""}${bytes(result.bytes)}` : null}
      </span>
      <span className="grow" />
      {selected > 0 ? (
        <span className="num">
          {t("results.foot.selected", { count: selected, shown: count(selected) })}
        </span>
      ) : null}
      {canGrow ? (
        <button
          type="button"
          className="link"
          aria-expanded={isTall}
          onClick={() => changeView(cell, { isTall: !isTall })}
        >
          {isTall ? t("results.foot.shorter") : t("results.foot.taller")}
        </button>
      ) : null}
      {onChart ? (
        <button type="button" className="link" onClick={onChart}>
          {t("results.foot.chart")}
        </button>
      ) : null}
      {onExport ? (
        <button type="button" className="link" aria-haspopup="dialog" onClick={onExport}>
          {t("results.foot.export")}
        </button>
      ) : null}
    </div>
  );
}
