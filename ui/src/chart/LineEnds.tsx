// The names of lines beside their ends. Each switches its line off and on; one that is off keeps its
// name, so that it can be brought back.
import { t } from "../i18n/t";
import { placesOf } from "./lineEnds";
import { endsWidth } from "./options";
import type { Palette } from "./palette";
import { toggled } from "./toggles";

/** All lines of a picture, those that are off too. */
export interface Lines {
  all: readonly { name: string; colour: number }[];
  /** Lines without a name of their own are drawn in grey. */
  hasMore: boolean;
  off: ReadonlySet<string>;
  setOff: (off: ReadonlySet<string>) => void;
}

type Props = {
  lines: Lines;
  /** Pixels from the top at which lines end, by their names. */
  heights: ReadonlyMap<string, number>;
  /** Of the picture, in pixels. */
  height: number;
  palette: Palette;
};

export function LineEnds({
  lines: { all, hasMore, off, setOff },
  heights,
  height,
  palette,
}: Props) {
  const names = all.map(({ name }) => name);
  const places = placesOf(
    names.map((name) => (off.has(name) ? null : (heights.get(name) ?? null))),
    height,
  );
  const own = {
    stopPropagation: (event: { stopPropagation: () => void }) => event.stopPropagation(),
  };
  return (
    <div
      className="line-ends"
      style={{ width: endsWidth(names) - 8 }}
      role="group"
      aria-label={t("marks.lines")}
      onPointerDown={own.stopPropagation}
      onClick={own.stopPropagation}
      onKeyDown={(event) => event.key !== "Escape" && event.stopPropagation()}
    >
      {all.map(({ name, colour }, index) => (
        <button
          key={name}
          type="button"
          className={off.has(name) ? "trunc is-off" : "trunc"}
          style={{ top: places[index], color: palette.dataText[off.has(name) ? 0 : colour] }}
          title={name}
          aria-pressed={!off.has(name)}
          onClick={() => setOff(toggled(off, name, hasMore ? [...names, ""] : names))}
        >
          <bdi>{name}</bdi>
        </button>
      ))}
    </div>
  );
}

/** The lines that have a name at their end; none for other pictures. */
export function linesOf(
  series: readonly { name: string; colour: number }[],
  off: ReadonlySet<string>,
  setOff: (off: ReadonlySet<string>) => void,
): Lines | null {
  const all = series
    .filter(({ colour }) => colour > 0)
    .map(({ name, colour }) => ({ name, colour }));
  return series.length > 1 && all.length > 0
    ? { all, hasMore: all.length < series.length, off, setOff }
    : null;
}
