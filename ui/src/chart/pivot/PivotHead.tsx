// The headers of a pivot table. Those of single columns sort the lines by their amounts.
import { Icon } from "../../parts/Icon";
import type { Header, Leaf } from "./headers";
import type { PivotData } from "./pivotData";
import type { ColumnSort } from "./pivotSpec";
import type { Spot } from "./pivotWalk";

type Props = {
  data: PivotData;
  headers: Header[][];
  leaves: Leaf[];
  sort: ColumnSort | null;
  cellId: (spot: Spot) => string;
  mark: (line: number, column: number, leaf?: Leaf) => string | undefined;
};

export function PivotHead({ data, headers, leaves, sort, cellId, mark }: Props) {
  const corner = data.rowKeys.map(({ encoding }) => encoding.title).join(" / ");
  return (
    <thead>
      {headers.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: header lines are known by their place alone
        <tr key={at} aria-rowindex={at + 1}>
          {at === 0 ? (
            <th
              scope="col"
              rowSpan={headers.length}
              id={cellId({ line: -1, column: -1 })}
              className={mark(-1, -1)}
              data-place="-1 -1"
            >
              {corner}
            </th>
          ) : null}
          {line.map((header) => {
            // Only what reaches down to the amounts of one column sorts by them.
            const isLeaf = header.columns === 1 && at + header.lines === headers.length;
            const isSorted = isLeaf && sort?.at === header.at;
            return (
              <th
                key={header.at}
                scope={header.columns > 1 ? "colgroup" : "col"}
                colSpan={header.columns}
                rowSpan={header.lines}
                aria-sort={isSorted ? (sort.descending ? "descending" : "ascending") : undefined}
                id={isLeaf ? cellId({ line: -1, column: header.at }) : undefined}
                data-place={isLeaf ? `-1 ${header.at}` : undefined}
                className={isLeaf ? mark(-1, header.at, leaves[header.at]) : "pivot-over"}
              >
                <span className="pivot-title">
                  <span className="trunc">{header.words}</span>
                  {isSorted ? (
                    <span className={sort.descending ? "sort-arrow is-down" : "sort-arrow"}>
                      <Icon name="arrow-up" size="xs" />
                    </span>
                  ) : null}
                </span>
              </th>
            );
          })}
        </tr>
      ))}
    </thead>
  );
}
