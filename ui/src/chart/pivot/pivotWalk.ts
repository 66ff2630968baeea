// Where the arrow keys lead in a pivot table, and which of its lines are in sight. Pure.

/** A cell; -1 is the header of lines or columns. */
export interface Spot {
  line: number;
  column: number;
}

export const LINE_HEIGHT = 26;
/** Lines that are laid out beyond what is in sight. */
const SPARE = 8;

type Key = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean };

/** Where a key leads; none when it is not for walking. */
export function walked(
  { key, ctrlKey, metaKey, altKey, shiftKey }: Key,
  { line, column }: Spot,
  { lines, columns, page }: { lines: number; columns: number; page: number },
): Spot | null {
  if (altKey || shiftKey) {
    return null;
  }
  const isFar = ctrlKey || metaKey;
  const onLine = (to: number): Spot => ({ line: Math.max(-1, Math.min(lines - 1, to)), column });
  const onColumn = (to: number): Spot => ({
    line,
    column: Math.max(-1, Math.min(columns - 1, to)),
  });
  switch (key) {
    case "ArrowDown":
      return onLine(isFar ? lines - 1 : line + 1);
    case "ArrowUp":
      return onLine(isFar ? -1 : line - 1);
    case "ArrowRight":
      return onColumn(isFar ? columns - 1 : column + 1);
    case "ArrowLeft":
      return onColumn(isFar ? -1 : column - 1);
    case "PageDown":
      return onLine(line + page);
    case "PageUp":
      return onLine(Math.max(0, line - page));
    case "Home":
      return isFar ? { line: 0, column: 0 } : onColumn(0);
    case "End":
      return isFar ? { line: lines - 1, column: columns - 1 } : onColumn(columns - 1);
    default:
      return null;
  }
}

/** The lines that are laid out: from the first, up to the last. */
export function linesInSight(
  { top, height }: { top: number; height: number },
  lines: number,
): [number, number] {
  const from = Math.max(0, Math.floor(top / LINE_HEIGHT) - SPARE);
  const to = Math.min(lines, Math.ceil((top + height) / LINE_HEIGHT) + SPARE);
  return [Math.min(from, lines), to];
}
