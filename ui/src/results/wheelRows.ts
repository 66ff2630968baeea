// The wheel over a result that is longer than a page can be tall. There the grid squeezes rows
// into the height it has, and one notch would jump over dozens of them; so the rows are counted
// here, and every one can be reached with the wheel.
import type { GridApi } from "ag-grid-community";
import { ROW_HEIGHT } from "./gridSize";

/** Height up to which positions are exact: kept in `grid.css` as the height of the probe. */
const MOST_PIXELS = 16_000_000;

/** Whether so many rows are squeezed. */
export function isSqueezed(rows: number): boolean {
  return rows * ROW_HEIGHT > MOST_PIXELS;
}

/** Takes over the wheel while the rows are squeezed; answers a way to stop. */
export function countWheel(place: HTMLElement, grid: () => GridApi | null): () => void {
  let rest = 0;
  const onWheel = (event: WheelEvent) => {
    const api = grid();
    const rows = api?.getDisplayedRowCount() ?? 0;
    if (!api || event.deltaY === 0 || event.ctrlKey || event.shiftKey || !isSqueezed(rows)) {
      return;
    }
    const top = topRow(place);
    if (top === null) {
      return;
    }
    event.preventDefault();
    rest += pixels(event);
    const steps = Math.trunc(rest / ROW_HEIGHT);
    if (steps !== 0) {
      rest -= steps * ROW_HEIGHT;
      api.ensureIndexVisible(Math.min(rows - 1, Math.max(0, top + steps)), "top");
    }
  };
  place.addEventListener("wheel", onWheel, { passive: false, capture: true });
  return () => place.removeEventListener("wheel", onWheel, { capture: true });
}

const LINE = 1;
const PAGE = 2;

function pixels({ deltaMode, deltaY }: WheelEvent): number {
  if (deltaMode === LINE) {
    return deltaY * ROW_HEIGHT;
  }
  return deltaMode === PAGE ? deltaY * ROW_HEIGHT * 8 : deltaY;
}

/** The first row that is wholly on the screen. */
function topRow(place: HTMLElement): number | null {
  const header = place.querySelector("[role=columnheader]")?.getBoundingClientRect();
  if (!header) {
    return null;
  }
  let first: number | null = null;
  for (const row of place.querySelectorAll("[role=row][row-index]")) {
    const index = Number(row.getAttribute("row-index"));
    const { top } = row.getBoundingClientRect();
    if (top >= header.bottom - ROW_HEIGHT / 2 && (first === null || index < first)) {
      first = index;
    }
  }
  return first;
}
