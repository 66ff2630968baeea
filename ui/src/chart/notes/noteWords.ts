// What notes say: one or two words, one sentence, and the icon that stands for them.
import type { ChartView } from "../../backend/generated/ChartView";
import type { LiteracyNote } from "../../backend/generated/LiteracyNote";
import type { NoteAbout } from "../../backend/generated/NoteAbout";
import type { NoteLimit } from "../../backend/generated/NoteLimit";
import type { TimeUnit } from "../../backend/generated/TimeUnit";
import type { Value } from "../../backend/generated/Value";
import { assertNever } from "../../backend/never";
import { count, number, percent, short } from "../../i18n/format";
import { t } from "../../i18n/t";
import type { IconName } from "../../parts/iconShapes";
import { timeText } from "../words";

/** One or two words. */
export function noteTitle({ kind }: Pick<NoteAbout, "kind">): string {
  return t(`notes.titles.${kind}`);
}

/** The title of a dismissed note, of which only the identity is known. */
export function titleOfId(id: string): string {
  const kind = id.split(" ", 1)[0] as NoteAbout["kind"];
  return noteTitle({ kind });
}

/** One sentence. */
export function noteSentence(note: LiteracyNote, view: Pick<ChartView, "encodings">): string {
  const { about } = note;
  const mark = markText(note, view);
  switch (about.kind) {
    case "fan_out":
      return t("notes.words.fan_out", {
        field: about.field,
        key: about.key,
        rows: count(about.rows),
        keys: count(about.keys),
      });
    case "outliers": {
      const facts = { shown: count(about.rows), share: percent(about.share), mark };
      return about.is_average
        ? t("notes.words.outliersAverage", { count: about.rows, ...facts })
        : t("notes.words.outliers", { count: about.rows, ...facts });
    }
    case "reversal": {
      const facts = {
        field: about.field,
        column: about.column,
        segments: count(about.segments),
      };
      return about.is_up
        ? t("notes.words.reversalUp", facts)
        : t("notes.words.reversalDown", facts);
    }
    case "average_of_averages":
      return t("notes.words.average_of_averages", {
        weight: about.weight,
        weighted: short(about.weighted),
        plain: short(about.plain),
      });
    case "missing_values":
      return t("notes.words.missing_values", {
        share: percent(about.share),
        field: about.field,
        mark: about.is_whole ? t("notes.whole") : mark,
      });
    case "changed_base":
      return t("notes.words.changed_base", {
        from: momentText(about.from, about.unit),
        before: short(Math.round(about.before)),
        after: short(Math.round(about.after)),
      });
    case "unfinished":
      return t("notes.words.unfinished", {
        period: momentText(about.period, about.unit),
        through: momentText(about.through, "day"),
      });
    case "small_samples":
      return t("notes.words.small_samples", {
        marks: count(about.marks),
        of: count(about.of),
        fewest: count(about.fewest),
      });
    case "many_looks":
      return t("notes.words.many_looks", {
        looks: count(about.looks),
        chance: percent(about.chance),
      });
    case "truncated_axis":
      return t("notes.words.truncated_axis", {
        start: short(about.start),
        times: number(about.times, 1),
      });
    default:
      return assertNever(about);
  }
}

/** What was not looked at, in a sentence. */
export function limitSentence(limit: NoteLimit): string {
  switch (limit.limit) {
    case "calculated":
      return t("notes.limits.calculated");
    case "not_aggregated":
      return t("notes.limits.not_aggregated");
    case "too_many_marks":
      return t("notes.limits.too_many_marks", { most: count(limit.most) });
    case "large_marks":
      return t("notes.limits.large_marks", {
        count: limit.marks,
        shown: count(limit.marks),
        most: count(limit.most),
      });
    default:
      return assertNever(limit);
  }
}

/** The icon of a note, and whether it warns or informs. */
export function noteIcon(kind: NoteAbout["kind"]): { icon: IconName; tone: "warn" | "info" } {
  switch (kind) {
    case "reversal":
      return { icon: "swap", tone: "warn" };
    case "unfinished":
      return { icon: "history", tone: "info" };
    case "small_samples":
    case "many_looks":
    case "truncated_axis":
    case "changed_base":
      return { icon: "info", tone: "info" };
    default:
      return { icon: "warn", tone: "warn" };
  }
}

/** The first mark of a note: `March 2026, DACH`. */
function markText(note: LiteracyNote, view: Pick<ChartView, "encodings">): string {
  const values = note.marks[0] ?? [];
  if (values.length === 0) {
    return t("notes.whole");
  }
  return values
    .map(({ column, value }) => {
      const unit = view.encodings.find((one) => one.column === column)?.pill.unit;
      return unit ? momentText(value, unit) : plainText(value);
    })
    .join(", ");
}

function momentText(value: Value, unit: TimeUnit): string {
  return value.type === "date" || value.type === "date_time"
    ? timeText(value.value, unit)
    : plainText(value);
}

/** A value as the rows of the chart have it, as text. */
export function plainText(value: Value): string {
  switch (value.type) {
    case "null":
      return t("common.null");
    case "list":
      return value.value.map(plainText).join(", ");
    default:
      return String(value.value);
  }
}
