// How much of a bar a step takes, beside the others.
import type { Step } from "../backend/generated/Step";
import { count } from "../i18n/format";
import { t } from "../i18n/t";

/** The time that a step took, beside the one that took the longest; none when it was not measured. */
export function timeOf(step: Step, steps: readonly Step[]): number | null {
  const longest = Math.max(...steps.map(({ took_ms }) => took_ms ?? 0));
  return step.took_ms === null || longest <= 0 ? null : step.took_ms / longest;
}

/** The rows of a step, counted or else expected, beside the step with the most. */
export function rowsOf(step: Step, steps: readonly Step[]): number | null {
  const rows = shownRows(step);
  const most = Math.max(...steps.map((one) => shownRows(one) ?? 0));
  return rows === null || most <= 0 ? null : rows / most;
}

/** The rows that a step gave, or that it is known to give before it runs. */
export function shownRows(step: Step): number | null {
  return step.rows ?? step.expected_rows;
}

/** The rows that a step will give, in words; empty when that is not known. */
export function expectedRows({ expected_rows, is_guess }: Step): string {
  if (expected_rows === null) return "";
  return is_guess ? t("explain.guess", { rows: count(expected_rows) }) : count(expected_rows);
}
