// What a pill can become, by what its field is about. Pure: the menu is a tree of pills.
import type { Aggregate } from "../backend/generated/Aggregate";
import type { Calculation } from "../backend/generated/Calculation";
import type { DatePart } from "../backend/generated/DatePart";
import type { Field } from "../backend/generated/Field";
import type { Pill } from "../backend/generated/Pill";
import type { TimeUnit } from "../backend/generated/TimeUnit";
import { t } from "../i18n/t";

/** A number that a person gives before the pill changes. */
export type Ask = "percentile" | "moving" | "bin_count" | "bin_width" | "top" | "bottom";

/** One line of a pill's menu: a choice, a question for a number, or a menu of its own. */
export type PillItem =
  | { label: string; pill: Pill; isChosen: boolean }
  | { label: string; ask: Ask; isChosen: boolean }
  | { label: string; items: PillItem[]; isChosen: boolean };

const NUMBER_AGGREGATES: Aggregate[] = [
  "sum",
  "average",
  "median",
  "min",
  "max",
  "count",
  "count_distinct",
];
const OTHER_AGGREGATES: Aggregate[] = ["count", "count_distinct"];
const SPREADS: Aggregate[] = ["standard_deviation", "variance"];
const ENDS: Aggregate[] = ["first", "last"];
const PERCENTILES = ["10", "25", "75", "90"];
const DATE_UNITS: TimeUnit[] = ["year", "quarter", "month", "week", "day"];
const CLOCK_UNITS: TimeUnit[] = ["hour", "minute", "second"];
const DATE_PARTS: DatePart[] = [
  "year",
  "quarter",
  "month",
  "iso_week",
  "day",
  "day_of_year",
  "weekday",
];
const CLOCK_PARTS: DatePart[] = ["hour", "minute", "second"];

/** Groups of a pill's menu, with a line between two. */
export function pillMenu(pill: Pill, field: Field | undefined): PillItem[][] {
  if (pill.field === "") {
    return pill.aggregate ? calculations(pill) : [];
  }
  if (!field) {
    return [];
  }
  const type = field.data_type.type;
  const isDate = type === "date" || type === "date_time";
  const isNumber = !isDate && field.kind !== "text" && isNumeric(type);
  const measures =
    type === "boolean" ? truths(pill) : aggregates(pill, isNumber, isDate || field.kind === "text");
  if (isDate) {
    return [dates(pill, type === "date_time"), measures, ...after(pill)];
  }
  const plain: PillItem = {
    label: isNumber ? t("chart.noAggregate") : t("chart.asDimension"),
    pill: { field: pill.field },
    isChosen: isPlain(pill),
  };
  const split: PillItem[] = [plain, ...(isNumber ? [bins(pill)] : []), largest(pill)];
  return [measures, ...after(pill), split];
}

/** Whether nothing is done with the field. */
function isPlain({ aggregate, unit, part, bin_width, bin_count, top }: Pill): boolean {
  return !aggregate && !unit && !part && !bin_width && !bin_count && !top;
}

function after(pill: Pill): PillItem[][] {
  return pill.aggregate ? [...errorBars(pill), ...calculations(pill)] : [];
}

/** Only averages and shares of truths have an interval, and only before any calculation. */
function errorBars(pill: Pill): PillItem[][] {
  const isMean = pill.aggregate === "average" || pill.aggregate === "share_true";
  if (!isMean || pill.calculation) {
    return [];
  }
  const { interval = false, ...plain } = pill;
  const next: Pill = interval ? plain : { ...plain, interval: true };
  return [[{ label: t("pill.interval"), pill: next, isChosen: interval }]];
}

/** What becomes of truths: how often they hold, and what any column has. */
function truths(pill: Pill): PillItem[] {
  const share: PillItem = {
    label: t("chart.aggregate.share_true"),
    pill: keepCalculation(pill, { field: pill.field, aggregate: "share_true" }),
    isChosen: pill.aggregate === "share_true",
  };
  return [share, ...aggregates(pill, false, false)];
}

function aggregates(pill: Pill, isNumber: boolean, isOrdered: boolean): PillItem[] {
  const become = (aggregate: Aggregate): PillItem => ({
    label: t(`chart.aggregate.${aggregate}`),
    pill: keepCalculation(pill, { field: pill.field, aggregate }),
    isChosen: pill.aggregate === aggregate,
  });
  const ends: PillItem = menu(t("pill.ends"), ENDS.map(become));
  if (!isNumber) {
    const extremes: Aggregate[] = isOrdered ? ["min", "max"] : [];
    return [...[...OTHER_AGGREGATES, ...extremes].map(become), ends];
  }
  const percentiles = PERCENTILES.map<PillItem>((percentile) => ({
    label: t("pill.percentile", { percentile }),
    pill: keepCalculation(pill, { field: pill.field, aggregate: "percentile", percentile }),
    isChosen: pill.aggregate === "percentile" && pill.percentile === percentile,
  }));
  const isOther = pill.aggregate === "percentile" && !percentiles.some((one) => one.isChosen);
  percentiles.push({ label: t("pill.other"), ask: "percentile", isChosen: isOther });
  return [
    ...NUMBER_AGGREGATES.map(become),
    menu(t("pill.percentiles"), percentiles),
    menu(t("pill.spread"), SPREADS.map(become)),
    ends,
  ];
}

/** A calculation stays where the new measure has it too. */
function keepCalculation({ calculation }: Pill, next: Pill): Pill {
  const needsSums = calculation?.kind === "share" || calculation?.kind === "running";
  const adds = next.aggregate === "sum" || next.aggregate === "count";
  return calculation && (adds || !needsSums) ? { ...next, calculation } : next;
}

function calculations(pill: Pill): PillItem[][] {
  const { calculation: now, interval: _, ...plain } = pill;
  const become = (label: string, calculation: Calculation | null): PillItem => ({
    label,
    pill: calculation ? { ...plain, calculation } : plain,
    isChosen: isSame(now ?? null, calculation),
  });
  const compare = menu(t("pill.compare"), [
    become(t("pill.nothing"), null),
    become(t("pill.changeToPeriod"), { kind: "difference", to: "period" }),
    become(t("pill.growthToPeriod"), { kind: "growth", to: "period" }),
    become(t("pill.changeToYear"), { kind: "difference", to: "year" }),
    become(t("pill.growthToYear"), { kind: "growth", to: "year" }),
  ]);
  const adds = pill.aggregate === "sum" || pill.aggregate === "count";
  const ofSums = adds
    ? [
        become(t("pill.share"), { kind: "share", within: "chart" }),
        become(t("pill.shareOfPosition"), { kind: "share", within: "position" }),
        become(t("pill.shareOfSeries"), { kind: "share", within: "series" }),
        become(t("pill.running"), { kind: "running" }),
      ]
    : [];
  const moving: PillItem[] = [3, 7, 12].map((periods) =>
    become(t("pill.moving", { periods }), { kind: "moving_average", periods }),
  );
  const isOther = now?.kind === "moving_average" && !moving.some((one) => one.isChosen);
  const calculate = menu(t("pill.calculate"), [
    become(t("pill.nothing"), null),
    ...ofSums,
    become(t("pill.rank"), { kind: "rank", within: "chart", ascending: false }),
    become(t("pill.rankInPosition"), { kind: "rank", within: "position", ascending: false }),
    become(t("pill.rankAscending"), { kind: "rank", within: "chart", ascending: true }),
    ...moving,
    { label: t("pill.movingOther"), ask: "moving", isChosen: isOther },
  ]);
  const isCompared = now?.kind === "difference" || now?.kind === "growth";
  return [
    [
      { ...compare, isChosen: isCompared },
      { ...calculate, isChosen: Boolean(now) && !isCompared },
    ],
  ];
}

function isSame(one: Calculation | null, other: Calculation | null): boolean {
  const text = (calculation: Calculation | null) =>
    calculation === null
      ? ""
      : JSON.stringify({ within: "chart", ascending: false, ...calculation }, [
          "kind",
          "within",
          "ascending",
          "to",
          "periods",
        ]);
  return text(one) === text(other);
}

function dates(pill: Pill, hasClock: boolean): PillItem[] {
  const units = [...DATE_UNITS, ...(hasClock ? CLOCK_UNITS : [])].map<PillItem>((unit) => ({
    label: t(`chart.units.${unit}`),
    pill: { field: pill.field, unit },
    isChosen: pill.unit === unit,
  }));
  const parts = [...DATE_PARTS, ...(hasClock ? CLOCK_PARTS : [])].map<PillItem>((part) => ({
    label: t(`pill.parts.${part}`),
    pill: { field: pill.field, part },
    isChosen: pill.part === part,
  }));
  const exact = {
    label: t("chart.exactDate"),
    pill: { field: pill.field },
    isChosen: isPlain(pill),
  };
  return [...units, exact, menu(t("pill.datePart"), parts)];
}

function bins(pill: Pill): PillItem {
  const counts = [10, 20, 50].map<PillItem>((bin_count) => ({
    label: t("pill.bins", { count: bin_count }),
    pill: { field: pill.field, bin_count },
    isChosen: pill.bin_count === bin_count,
  }));
  const isOther = Boolean(pill.bin_count) && !counts.some((one) => one.isChosen);
  return menu(t("pill.bin"), [
    ...counts,
    { label: t("pill.binsOther"), ask: "bin_count", isChosen: isOther },
    { label: t("pill.binWidth"), ask: "bin_width", isChosen: Boolean(pill.bin_width) },
  ]);
}

function largest(pill: Pill): PillItem {
  const { field, top: now } = pill;
  const others = now?.others ?? true;
  const smallest = now?.smallest ?? false;
  const counts = [5, 10, 20].map<PillItem>((count) => ({
    label: t("pill.top", { count }),
    pill: { field, top: { count, others, smallest: false } },
    isChosen: now?.count === count && !smallest,
  }));
  const isOther = Boolean(now) && !smallest && !counts.some((one) => one.isChosen);
  const rest: PillItem[] = now
    ? [
        {
          label: t("pill.others"),
          pill: { field, top: { ...now, others: !others } },
          isChosen: others,
        },
        { label: t("pill.allMembers"), pill: { field }, isChosen: false },
      ]
    : [];
  return menu(t("pill.largest"), [
    ...counts,
    { label: t("pill.topOther"), ask: "top", isChosen: isOther },
    { label: t("pill.bottomOther"), ask: "bottom", isChosen: smallest },
    ...rest,
  ]);
}

function menu(label: string, items: PillItem[]): PillItem & { items: PillItem[] } {
  return { label, items, isChosen: items.some((item) => item.isChosen) };
}

/** The pill with a number that was asked for; null when it is none that fits. */
export function answered(pill: Pill, ask: Ask, text: string): Pill | null {
  const digits = text.trim();
  const { field } = pill;
  if (ask === "percentile" || ask === "bin_width") {
    const value = Number(digits);
    if (!/^\d{1,15}(\.\d{1,12})?$/.test(digits)) {
      return null;
    }
    if (ask === "bin_width") {
      return value > 0 ? { field, bin_width: digits } : null;
    }
    const next: Pill = { field, aggregate: "percentile", percentile: digits };
    return value <= 100 ? keepCalculation(pill, next) : null;
  }
  const least = ask === "moving" ? 2 : 1;
  const count = /^\d{1,4}$/.test(digits) ? Number(digits) : 0;
  if (count < least || count > 1000) {
    return null;
  }
  switch (ask) {
    case "moving":
      return { ...pill, calculation: { kind: "moving_average", periods: count } };
    case "bin_count":
      return { field, bin_count: count };
    case "top":
    case "bottom": {
      const others = pill.top?.others ?? true;
      return { field, top: { count, others, smallest: ask === "bottom" } };
    }
  }
}

/** The number that a question begins with. */
export function asked(pill: Pill, ask: Ask): string {
  switch (ask) {
    case "percentile":
      return pill.percentile ?? "95";
    case "moving":
      return pill.calculation?.kind === "moving_average" ? `${pill.calculation.periods}` : "4";
    case "bin_count":
      return `${pill.bin_count ?? 30}`;
    case "bin_width":
      return pill.bin_width ?? "100";
    case "top":
    case "bottom":
      return `${pill.top?.count ?? 15}`;
  }
}

const NUMERIC = /^(u?int\d+|float\d+|decimal)$/;

/** Whether values of a type can be summed. */
export function isNumeric(type: string): boolean {
  return NUMERIC.test(type);
}
