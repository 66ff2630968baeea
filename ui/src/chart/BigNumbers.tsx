// One or several big numbers, three significant figures, exact on hover; over time the number of
// the last period, its change, and its course as a small line.
import { percent } from "../i18n/format";
import { t } from "../i18n/t";
import type { NumberData } from "./chartData";
import { amountText, exactText, positionText } from "./words";

export function BigNumbers({ data }: { data: NumberData }) {
  return (
    <div className="big-numbers">
      {data.numbers.map(({ title, value, exact }) => (
        <div key={title} className="kpi" title={exactText(exact)}>
          <span className="name">{data.course ? named(title, data.course) : title}</span>
          <span className="val">{amountText(value)}</span>
          {data.course ? <Course course={data.course} /> : null}
        </div>
      ))}
    </div>
  );
}

type Course = NonNullable<NumberData["course"]>;

function named(title: string, { positions }: Course): string {
  const period = positionText(positions, positions.values.length - 1);
  return t("marks.lastPeriod", { title, period });
}

function Course({ course }: { course: Course }) {
  return (
    <>
      <span className="change">{changeText(course)}</span>
      <svg className="course" viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">
        <path d={coursePath(course.values)} />
      </svg>
    </>
  );
}

/** The change since the period before, as a share of it. */
function changeText({ positions, values }: Course): string {
  const at = values.length - 1;
  const [now, before] = [values[at], values[at - 1]];
  if (typeof now !== "number" || typeof before !== "number" || before === 0) {
    return "";
  }
  const share = (now - before) / Math.abs(before);
  const change = `${share > 0 ? "+" : ""}${percent(share)}`;
  return t("marks.since", { change, period: positionText(positions, at - 1) });
}

/** A line through the values in a box of 100 by 40; it breaks where a value is missing. */
export function coursePath(values: (number | null)[]): string {
  const known = values.flatMap((value) => (value === null ? [] : [value]));
  const low = known.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = known.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const steps: string[] = [];
  values.forEach((value, index) => {
    if (value !== null) {
      const x = values.length > 1 ? (index / (values.length - 1)) * 100 : 50;
      const y = high > low ? 38 - ((value - low) / (high - low)) * 36 : 20;
      const isNew = index === 0 || values[index - 1] === null;
      steps.push(`${isNew ? "M" : "L"}${x.toFixed(2)} ${y.toFixed(2)}`);
    }
  });
  return steps.join("");
}
