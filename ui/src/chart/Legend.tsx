// What the colours stand for, only where labels at the marks cannot tell it; each entry switches
// its series off and on.
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import type { AxisData, PointData } from "./chartData";
import { toggled } from "./toggles";

type Props = {
  data: AxisData | PointData;
  off: ReadonlySet<string>;
  setOff: (off: ReadonlySet<string>) => void;
};

export function Legend({ data, off, setOff }: Props) {
  const entries = entriesOf(data);
  const named = entries.filter(({ colour }) => colour > 0);
  const rest = entries.length - named.length;
  if (named.length === 0) {
    return null;
  }
  const names = named.map(({ name }) => name);
  return (
    <div className="legend" role="group" aria-label={t("marks.legend")}>
      {named.map(({ name, colour }) => (
        <button
          key={name}
          type="button"
          className={off.has(name) ? "legend-entry is-off" : "legend-entry"}
          aria-pressed={!off.has(name)}
          onClick={() => setOff(toggled(off, name, rest > 0 ? [...names, ""] : names))}
        >
          <i className={`c${colour}`} />
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

function entriesOf(data: AxisData | PointData): { name: string; colour: number }[] {
  if (data.shape === "points") {
    return data.groups;
  }
  const needsOne =
    data.isStacked ||
    data.series.some(({ colour }) => colour === 0) ||
    data.positions.kind === "category";
  return data.series.length > 1 && needsOne ? data.series : [];
}
