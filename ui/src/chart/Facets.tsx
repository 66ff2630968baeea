// Small multiples on the screen: pictures side by side, each with its name.
import type { Mark } from "../backend/generated/Mark";
import { t } from "../i18n/t";
import { BigNumbers } from "./BigNumbers";
import type { OnMark } from "./cursor";
import type { Panes } from "./facets";
import { Picture } from "./Picture";
import { without } from "./toggles";
import { summary } from "./words";

type Props = {
  panes: Panes;
  /** Series that are switched off in the legend. */
  off: ReadonlySet<string>;
  mark: Mark;
  /** The chart in words, without the part. */
  description: string;
  onOpenTable: () => void;
  onMenu: OnMark | undefined;
};

export function Facets({ panes, off, mark, description, onOpenTable, onMenu }: Props) {
  const { isWrapped, rows, columns } = panes;
  return (
    <div
      className={isWrapped ? "facets is-wrapped" : "facets"}
      style={
        isWrapped ? undefined : { gridTemplateColumns: `repeat(${columns.length}, minmax(0, 1fr))` }
      }
      role="group"
      aria-label={t("chart.facets", { count: panes.panes.length })}
    >
      {panes.panes.map(({ row, column, data }) => {
        const name = [rows[row], columns[column]].filter(Boolean).join(", ");
        return (
          <figure key={`${row} ${column}`} className="facet" data-rows={rows.length}>
            <figcaption className="trunc" title={name}>
              {name}
            </figcaption>
            {data.shape === "numbers" ? (
              <BigNumbers data={data} />
            ) : (
              <Picture
                data={without(data, off)}
                mark={mark}
                summary={`${name}. ${summary(without(data, off), description)}`}
                onOpenTable={onOpenTable}
                onMenu={onMenu}
              />
            )}
          </figure>
        );
      })}
    </div>
  );
}
