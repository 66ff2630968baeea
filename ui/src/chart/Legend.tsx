// What the colours stand for, only where labels at the marks cannot tell it; each entry switches
// its series off and on.
import type { PillMark } from "../backend/generated/PillMark";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import type { AxisData, PointData } from "./chartData";
import { toggled } from "./toggles";

type Props = {
  data: AxisData | PointData;
  off: ReadonlySet<string>;
  setOff: (off: ReadonlySet<string>) => void;
  /** Names stand at the ends of lines. */
  hasEnds?: boolean;
};

export function Legend({ data, off, setOff, hasEnds = false }: Props) {
  const entries = entriesOf(data, hasEnds);
  const named = entries.filter(({ colour }) => colour > 0);
  const rest = entries.length - named.length;
  if (named.length === 0) {
    return null;
  }
  const names = named.map(({ name }) => name);
  return (
    <div className="legend" role="group" aria-label={t("marks.legend")}>
      {named.map(({ name, colour, mark }) => (
        <button
          key={name}
          type="button"
          className={off.has(name) ? "legend-entry is-off" : "legend-entry"}
          aria-pressed={!off.has(name)}
          onClick={() => setOff(toggled(off, name, rest > 0 ? [...names, ""] : names))}
        >
          <i className={`c${colour} ${SHAPES[mark ?? "bar"]}`} />
          <bdi className="legend-name">{name}</bdi>
        </button>
      ))}
      {rest > 0 ? (
        <span>
          <i className="c0" />
          {t("chart.moreSeries", { count: rest, shown: count(rest) })}
        </span>
      ) : null}
    </div>
  );
}

/** Shapes of entries, where what is drawn differs by more than its colour. */
const SHAPES: Record<PillMark, string> = { bar: "", area: "", band: "", line: "l", point: "p" };

interface Entry {
  name: string;
  colour: number;
  mark?: PillMark | undefined;
}

function entriesOf(data: AxisData | PointData, hasEnds: boolean): Entry[] {
  if (data.shape === "points") {
    return data.groups;
  }
  const needsOne =
    data.isStacked ||
    data.series.some(({ colour, mark }) => colour === 0 || (mark && !hasEnds)) ||
    data.positions.kind === "category";
  return data.series.length > 1 && needsOne ? data.series : [];
}
