// Annotations of a chart: what they are about, in values and in words, and the chart with one more,
// another or fewer of them. `annotationPicture.ts` draws them. Pure.
import type { Annotation } from "../backend/generated/Annotation";
import type { AnnotationPlace } from "../backend/generated/AnnotationPlace";
import type { ChartSpec } from "../backend/generated/ChartSpec";
import type { ChartView } from "../backend/generated/ChartView";
import type { DrawnAnnotation } from "../backend/generated/DrawnAnnotation";
import type { Encoding } from "../backend/generated/Encoding";
import type { Value } from "../backend/generated/Value";
import type { Rows } from "../backend/rows";
import { t } from "../i18n/t";
import type { AxisData } from "./chartData";
import { typedValue } from "./markValues";
import { periodText, timeText } from "./words";

/** Whether the marks of a chart have a place for annotations. */
export function takesAnnotations({ mark, encodings }: ChartView): boolean {
  const hasPanes = encodings.some(({ shelf }) => shelf.startsWith("facet"));
  return !hasPanes && ["bar", "line", "area", "scatter"].includes(mark);
}

/** The dimension along the axis of positions; of points the number across. */
function positionOf({ mark, encodings }: ChartView): Encoding | undefined {
  const on = (shelf: "x" | "y", isMeasure: boolean) =>
    encodings.find((one) => one.shelf === shelf && Boolean(one.pill.aggregate) === isMeasure);
  if (mark === "scatter") {
    return encodings.find(({ shelf }) => shelf === "x");
  }
  return on("x", true) && on("y", false) ? on("y", false) : on("x", false);
}

/** The place of the mark of a row; `measure` is the column of its amount. */
export function atMark(
  view: ChartView,
  rows: Rows,
  row: number,
  measure: string | null,
): AnnotationPlace {
  const seen = new Set<string>();
  const of = view.encodings.flatMap((encoding) => {
    const { column, pill, is_implied } = encoding;
    if (pill.aggregate || is_implied || seen.has(column)) {
      return [];
    }
    seen.add(column);
    const value = valueAt(view, rows, encoding, row);
    return value ? [{ pill, value }] : [];
  });
  const measures = view.encodings.filter(
    ({ shelf, pill }) => (shelf === "x" || shelf === "y") && pill.aggregate,
  );
  const own = measures.find(({ column }) => column === measure);
  return { kind: "mark", of, ...(own && measures.length > 1 ? { measure: own.pill } : {}) };
}

/** The place of the position of a row. */
export function atPosition(view: ChartView, rows: Rows, row: number): AnnotationPlace | null {
  const encoding = positionOf(view);
  const value = encoding ? valueAt(view, rows, encoding, row) : null;
  return value ? { kind: "position", value } : null;
}

/** The place of a stretch of positions, by their first and last value. */
export function atStretch(
  view: ChartView,
  { positions }: AxisData,
  from: number,
  to: number,
): AnnotationPlace | null {
  const encoding = positionOf(view);
  const [first, last] = [positions.values[from], positions.values[to]];
  if (!encoding || first === undefined || last === undefined) {
    return null;
  }
  const field = view.source_fields.find(({ name }) => name === encoding.pill.field);
  const value = (one: typeof first) => typedValue(one, field, encoding);
  return { kind: "range", from: value(first), to: value(last) };
}

function valueAt(view: ChartView, rows: Rows, encoding: Encoding, row: number): Value | null {
  const column = rows.columns.find(({ name }) => name === encoding.column);
  const field = view.source_fields.find(({ name }) => name === encoding.pill.field);
  return column ? typedValue(column.at(row), field, encoding) : null;
}

/** The chart with an annotation put in; one with the same id is replaced. */
export function withAnnotation(spec: ChartSpec, annotation: Annotation): ChartSpec {
  const all = spec.annotations ?? [];
  const isKnown = all.some(({ id }) => id === annotation.id);
  return {
    ...spec,
    annotations: isKnown
      ? all.map((one) => (one.id === annotation.id ? annotation : one))
      : [...all, annotation],
  };
}

/** The chart without an annotation. */
export function withoutAnnotation(spec: ChartSpec, id: string): ChartSpec {
  const { annotations, ...rest } = spec;
  const left = (annotations ?? []).filter((one) => one.id !== id);
  return left.length > 0 ? { ...rest, annotations: left } : rest;
}

/** An identity that no annotation has. */
export function freshId(): string {
  const drawn = crypto.getRandomValues(new Uint32Array(2));
  return [...drawn].map((one) => one.toString(16).padStart(8, "0")).join("");
}

/** What an annotation is about, in words: `DACH, March 2026`. */
export function placeWords(at: AnnotationPlace): string {
  switch (at.kind) {
    case "mark":
      return (
        at.of.map(({ pill, value }) => memberText(value, pill)).join(", ") || t("chart.wholeChart")
      );
    case "position":
      return periodText(at.value, null);
    case "range":
      return t("chart.brush.fromTo", {
        from: periodText(at.from, null),
        to: periodText(at.to, null),
      });
  }
}

function memberText(value: Value, { unit = null }: { unit?: Encoding["pill"]["unit"] }): string {
  return value.type === "date" || value.type === "date_time"
    ? timeText(value.value, unit)
    : periodText(value, unit);
}

/** All annotations in one sentence, for the accessible name. */
export function annotationSentence(drawn: DrawnAnnotation[] = []): string {
  const shown = drawn.filter(({ at }) => at !== null);
  return shown.length === 0
    ? ""
    : t("annotation.sentence", {
        count: shown.length,
        texts: shown.map(({ annotation }) => annotation.text).join("; "),
      });
}

/** Annotations that stand nowhere, with the reason. */
export function annotationNotes(drawn: DrawnAnnotation[] = []): string[] {
  return drawn.flatMap(({ annotation, at, why }) =>
    at || !why ? [] : [t("annotation.missing", { text: annotation.text, why })],
  );
}

/** The texts that are told at a mark or a position, by its rows of the answer. */
export function textsAt(drawn: readonly DrawnAnnotation[], rows: ReadonlySet<number>): string[] {
  return drawn.flatMap(({ annotation, at }) => {
    const row = at?.kind === "mark" ? at.row : at?.kind === "position" ? at.spot.row : null;
    return row !== null && rows.has(row) ? [annotation.text] : [];
  });
}

/** The annotation of the mark of a row, or of its position. */
export function annotationAt(
  drawn: readonly DrawnAnnotation[] | undefined,
  row: number,
  measure: string | null,
): Annotation | null {
  const isHere = ({ at }: DrawnAnnotation) =>
    at?.kind === "mark" && at.row === row && (measure === null || at.column === measure);
  return drawn?.find(isHere)?.annotation ?? null;
}
