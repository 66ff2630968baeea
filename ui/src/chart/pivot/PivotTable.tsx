// A pivot table: a grid of amounts whose lines are laid out as they scroll into sight. Groups open and
// close, headers sort, the arrow keys walk over all cells, and each amount has the menu of a mark.
import {
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import type { ChartSpec } from "../../backend/generated/ChartSpec";
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import type { MenuPoint } from "../../parts/ContextMenu";
import { type MarkWish, type OnMark, wishOf } from "../cursor";
import { usePaints } from "../marks/paints";
import { cellLook } from "./cellLook";
import { headersOf, type Leaf, leavesOf, pathWords } from "./headers";
import { PivotHead } from "./PivotHead";
import { isMember, type PivotData, type PivotLine, reach } from "./pivotData";
import { sortedBy, sortOf, toggled } from "./pivotSpec";
import { LINE_HEIGHT, linesInSight, type Spot, walked } from "./pivotWalk";
import { cellText, lineWords } from "./pivotWords";
import "./pivot.css";

type Props = {
  data: PivotData;
  spec: ChartSpec;
  /** One sentence: the accessible name. */
  summary: string;
  /** Changes the chart; without it the table is only looked at. */
  onSpec?: ((spec: ChartSpec) => void) | undefined;
  /** Opens the menu of a mark, known by its row of the answer. */
  onMenu?: OnMark | undefined;
};

export function PivotTable({ data, spec, summary, onSpec, onMenu }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const cellId = ({ line, column }: Spot) => `${id} ${line} ${column}`.replaceAll(" ", "_");
  const [spot, setSpot] = useState<Spot>({ line: 0, column: 0 });
  const [isFocused, setFocused] = useState(false);
  const [sight, setSight] = useState({ top: 0, height: 600 });
  const leaves = useMemo(() => leavesOf(data), [data]);
  const headers = useMemo(() => headersOf(data), [data]);
  const reaches = useMemo(() => reach(data), [data]);
  const paints = usePaints();
  const format = spec.pivot?.format ?? "plain";
  const total = data.lines.at(-1)?.members.length === 0 ? data.lines.at(-1) : undefined;
  const lines = total ? data.lines.slice(0, -1) : data.lines;
  const [from, to] = linesInSight(sight, lines.length);
  // Fewer lines than before, after a group was closed.
  const at: Spot = {
    line: Math.min(spot.line, data.lines.length - 1),
    column: Math.min(spot.column, leaves.length - 1),
  };

  useEffect(() => {
    const scrolled = box.current;
    if (!scrolled) {
      return;
    }
    const watch = new ResizeObserver(() =>
      setSight({ top: scrolled.scrollTop, height: scrolled.clientHeight }),
    );
    watch.observe(scrolled);
    return () => watch.disconnect();
  }, []);

  function go(next: Spot) {
    setSpot(next);
    const scrolled = box.current;
    if (scrolled && next.line >= 0 && next.line < lines.length) {
      const head = headers.length * LINE_HEIGHT;
      const foot = total ? LINE_HEIGHT : 0;
      const top = next.line * LINE_HEIGHT;
      const room = scrolled.clientHeight - head - foot;
      if (top < scrolled.scrollTop) {
        scrolled.scrollTop = top;
      } else if (top + LINE_HEIGHT > scrolled.scrollTop + room) {
        scrolled.scrollTop = top + LINE_HEIGHT - room;
      }
    }
    requestAnimationFrame(() =>
      document
        .getElementById(cellId(next))
        ?.scrollIntoView({ block: "nearest", inline: "nearest" }),
    );
  }

  function openMenu(place: Spot, point: MenuPoint | null, wish: MarkWish = "menu"): boolean {
    const [line, leaf] = [data.lines[place.line], leaves[place.column]];
    const row = line && leaf ? data.markAt(line, leaf.path) : null;
    if (row === null || !onMenu) {
      return false;
    }
    const cell = document.getElementById(cellId(place))?.getBoundingClientRect();
    onMenu(
      row,
      point ?? { x: cell?.left ?? 0, y: cell?.bottom ?? 0 },
      leaf?.measure.encoding.column,
      wish,
    );
    return true;
  }

  /** What Enter or a click does at a place that is no amount. */
  function act(place: Spot): boolean {
    if (!onSpec) {
      return false;
    }
    const [line, leaf] = [data.lines[place.line], leaves[place.column]];
    if (place.line < 0 && place.column >= 0 && leaf) {
      onSpec(sortedBy(spec, leaf));
      return true;
    }
    if (place.line >= 0 && place.column < 0 && line && line.isOpen !== null) {
      onSpec(toggled(spec, line));
      return true;
    }
    return false;
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const isAction = event.key === "Enter" || event.key === " ";
    const wish = wishOf(event);
    if ((isAction && act(at)) || (wish && openMenu(at, null, wish))) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const page = Math.max(1, Math.floor(sight.height / LINE_HEIGHT) - headers.length - 2);
    const next = walked(event, at, { lines: data.lines.length, columns: leaves.length, page });
    if (next) {
      event.preventDefault();
      event.stopPropagation();
      go(next);
    }
  }

  function onContextMenu(event: MouseEvent) {
    const place = placeOf(event.target);
    if (place && openMenu(place, { x: event.clientX, y: event.clientY })) {
      event.preventDefault();
      setSpot(place);
    }
  }

  function onClick(event: MouseEvent) {
    const place = placeOf(event.target);
    if (place) {
      setSpot(place);
      act(place);
    }
  }

  const row = (line: PivotLine, index: number) => (
    <tr
      key={line.place}
      aria-rowindex={headers.length + index + 1}
      aria-level={Math.max(1, line.members.length)}
      aria-expanded={line.isOpen ?? undefined}
      className={line === total ? "pivot-total" : line.isOpen === null ? undefined : "pivot-group"}
    >
      <th
        scope="row"
        id={cellId({ line: index, column: -1 })}
        data-place={`${index} -1`}
        className={mark(index, -1)}
        style={{ paddingLeft: 8 + Math.max(0, line.members.length - 1) * 14 }}
      >
        <span className="pivot-name">
          {line.isOpen === null ? null : (
            <i className={line.isOpen ? "pivot-fold is-open" : "pivot-fold"} aria-hidden="true" />
          )}
          <span className="trunc">{lineWords(line, data)}</span>
        </span>
      </th>
      {leaves.map((leaf, column) => {
        const own = line.isBare ? null : data.markAt(line, leaf.path);
        const amount = own === null ? null : leaf.measure.data.numberAt(own);
        const isShaded = isMember(data, line, leaf.path);
        const measure = data.measures.indexOf(leaf.measure);
        const ends = reaches[measure];
        return (
          <td
            // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place alone
            key={column}
            id={cellId({ line: index, column })}
            data-place={`${index} ${column}`}
            className={mark(index, column, leaf)}
            style={isShaded && ends ? cellLook(format, amount, ends, paints) : undefined}
          >
            {own === null ? "" : cellText(leaf, own)}
          </td>
        );
      })}
    </tr>
  );

  function mark(line: number, column: number, leaf?: Leaf): string | undefined {
    const isHere = isFocused && at.line === line && at.column === column;
    const isTotal = leaf !== undefined && leaf.path.members.length < data.columnKeys.length;
    const names = [isHere ? "is-here" : "", isTotal ? "pivot-sum" : ""];
    return names.filter(Boolean).join(" ") || undefined;
  }

  const here = { line: data.lines[at.line], leaf: leaves[at.column] };
  return (
    <div
      className="pivot"
      ref={box}
      onScroll={({ currentTarget: { scrollTop, clientHeight } }) =>
        setSight({ top: scrollTop, height: clientHeight })
      }
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: arrow keys walk over its cells
        role="treegrid"
        aria-roledescription={t("pivot.table")}
        aria-label={`${summary}. ${t("pivot.walk")}`}
        aria-rowcount={headers.length + data.lines.length}
        aria-colcount={leaves.length + 1}
        aria-activedescendant={cellId(at)}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
        onClick={onClick}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        <PivotHead
          data={data}
          headers={headers}
          leaves={leaves}
          sort={sortOf(spec, leaves)}
          cellId={cellId}
          mark={mark}
        />
        <tbody>
          {from > 0 ? <tr style={{ height: from * LINE_HEIGHT }} /> : null}
          {lines.slice(from, to).map((line, index) => row(line, from + index))}
          {to < lines.length ? <tr style={{ height: (lines.length - to) * LINE_HEIGHT }} /> : null}
        </tbody>
        {total ? <tfoot>{row(total, data.lines.length - 1)}</tfoot> : null}
      </table>
      <div className="visually-hidden" aria-live="polite">
        {isFocused && here.line && here.leaf ? spoken(data, here.line, here.leaf) : ""}
      </div>
    </div>
  );
}

function placeOf(target: EventTarget): Spot | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-place]") : null;
  const [line, column] = (cell?.dataset.place ?? "").split(" ").map(Number);
  return line === undefined || column === undefined ? null : { line, column };
}

/** A cell in words: `DACH, Sales; 2026: SUM(net) 120`. */
function spoken(data: PivotData, line: PivotLine, leaf: Leaf): string {
  const row = data.markAt(line, leaf.path);
  const amount = row === null ? t("pivot.none") : cellText(leaf, row);
  const lineName = pathWords(line, data.rowKeys);
  const columnName = data.columnKeys.length > 0 ? `; ${pathWords(leaf.path, data.columnKeys)}` : "";
  return `${lineName}${columnName}: ${leaf.measure.encoding.title} ${amount}`;
}

/** What is said about lines and columns that are not sent. */
export function pivotNotes({ cut }: PivotData): string[] {
  const notes: string[] = [];
  if (cut && cut.lines < cut.ofLines) {
    notes.push(t("pivot.linesShown", { shown: count(cut.lines), total: count(cut.ofLines) }));
  }
  if (cut && cut.columns < cut.ofColumns) {
    notes.push(t("pivot.columnsShown", { shown: count(cut.columns), total: count(cut.ofColumns) }));
  }
  return notes;
}
