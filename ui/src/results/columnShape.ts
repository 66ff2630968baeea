// What the values of a column have in common, found from the rows that were loaded: how many
// decimals its doubles show, how much of the clock its instants need, how wide it wants to be.
import type { Field } from "../backend/generated/Field";
import type { Rows, RowValue } from "../backend/rows";
import { decimalsOf } from "../i18n/double";
import { clockOf } from "../i18n/instant";
import { type ColumnForm, isRightAligned, shownValue } from "./gridValue";
import { textWidth } from "./textWidth";

/** A column's form, and the pixels that its values take. */
export interface ColumnShape extends ColumnForm {
  width: number;
}

/** Decimals of doubles from one on; the full value is in the tooltip and on the clipboard. */
const MOST_DECIMALS = 4;
const PADDING = 22;
const MOST_WIDTH = { figures: 380, words: 320 } as const;

/** The form of a column of which nothing is known yet. */
export const FIRST_FORM: ColumnForm = { decimals: 0, hasWhole: false, clock: 0 };

/** The form that suits what is known and these values. */
export function formOf(known: ColumnForm, values: readonly RowValue[], field: Field): ColumnForm {
  const { type } = field.data_type;
  if (type === "float32" || type === "float64") {
    return values.reduce((form, value) => withDouble(form, value, type === "float32"), known);
  }
  if (type === "date_time") {
    const clock = values.reduce<number>(
      (most, value) => (typeof value === "string" ? Math.max(most, clockOf(value)) : most),
      known.clock,
    );
    return { ...known, clock };
  }
  return known;
}

function withDouble(form: ColumnForm, value: RowValue, isSingle: boolean): ColumnForm {
  if (typeof value !== "number") {
    return form;
  }
  const hasWhole = form.hasWhole || Math.abs(value) >= 1;
  const decimals = Math.max(form.decimals, decimalsOf(value, isSingle));
  return { ...form, hasWhole, decimals: hasWhole ? Math.min(decimals, MOST_DECIMALS) : decimals };
}

/**
 * Shapes of all columns after one more block of rows; the same list when nothing grew. Columns of
 * figures and times grow with every block, because figures are never cut; words are measured once.
 */
export function grownShapes(
  known: readonly ColumnShape[] | null,
  rows: Rows,
  fields: readonly Field[],
): readonly ColumnShape[] {
  const shapes = fields.map((field, index) => {
    const values = Array.from(
      { length: rows.count },
      (_, row) => rows.columns[index]?.at(row) ?? null,
    );
    const before = known?.[index];
    const form = formOf(before ?? FIRST_FORM, values, field);
    const isWords = !isRightAligned(field) && field.data_type.type !== "date_time";
    const width = before && isWords ? before.width : Math.max(before?.width ?? 0, widest());
    return { ...form, width };

    function widest(): number {
      const most = isWords ? MOST_WIDTH.words : MOST_WIDTH.figures;
      const text = values.reduce<number>(
        (width, value) => Math.max(width, textWidth(shownValue(value, field.data_type, form))),
        0,
      );
      return Math.min(most, Math.ceil(text + PADDING));
    }
  });
  return known && shapes.every((shape, index) => isSame(shape, known[index])) ? known : shapes;
}

function isSame(one: ColumnShape, other: ColumnShape | undefined): boolean {
  return (
    other !== undefined &&
    one.decimals === other.decimals &&
    one.hasWhole === other.hasWhole &&
    one.clock === other.clock &&
    one.width === other.width
  );
}
