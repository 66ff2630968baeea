// Series that a person switched off in the legend: they are left out of the picture, not of the
// table. Pure.
import type { AxisData, PointData } from "./chartData";

/** The chart without the series of these names; the colours of the others stay. */
export function without<Data extends AxisData | PointData>(
  data: Data,
  off: ReadonlySet<string>,
): Data {
  if (off.size === 0) {
    return data;
  }
  if (data.shape === "axis") {
    return { ...data, series: data.series.filter(({ name }) => !off.has(name)) };
  }
  const colours = new Set(
    data.groups.filter(({ name }) => off.has(name)).map(({ colour }) => colour),
  );
  return { ...data, points: data.points.filter(({ colour }) => !colours.has(colour)) };
}

/** The names that are off after one was pressed; pressing the last one left brings all back. */
export function toggled(
  off: ReadonlySet<string>,
  name: string,
  all: readonly string[],
): ReadonlySet<string> {
  const next = new Set([...off].filter((one) => all.includes(one)));
  if (!next.delete(name)) {
    next.add(name);
  }
  return next.size >= all.length ? new Set() : next;
}
