import { describe, expect, it } from "vitest";
import type { ChartView } from "../../backend/generated/ChartView";
import type { LiteracyNote } from "../../backend/generated/LiteracyNote";
import type { NoteAbout } from "../../backend/generated/NoteAbout";
import type { AxisData } from "../chartData";
import { dimmed, spotsOfNote } from "./dim";
import { noteSentence, titleOfId } from "./noteWords";

const encodings: ChartView["encodings"] = [
  {
    shelf: "x",
    index: 0,
    pill: { field: "order_date", unit: "month" },
    column: "order_date_month",
    title: "MONTH(order_date)",
  },
  {
    shelf: "y",
    index: 0,
    pill: { field: "net_amount", aggregate: "sum" },
    column: "sum_net_amount",
    title: "SUM(net_amount)",
  },
  { shelf: "color", index: 0, pill: { field: "region" }, column: "region", title: "region" },
];

const data: AxisData = {
  shape: "axis",
  isHorizontal: false,
  isStacked: false,
  isNormalized: false,
  notShared: 0,
  positions: {
    title: "MONTH(order_date)",
    kind: "time",
    unit: "month",
    values: ["2026-02-01", "2026-03-01"],
    numbers: [1, 2],
    rows: [0, 1],
  },
  series: [
    { name: "DACH", column: "net", values: [1, 9], exact: [1, 9], rows: [0, 1], colour: 1 },
    { name: "Iberia", column: "net", values: [1, 1], exact: [1, 1], rows: [2, 3], colour: 2 },
  ],
  valueTitle: "SUM(net_amount)",
  hidden: 0,
  undrawn: 0,
};

function note(about: NoteAbout): LiteracyNote {
  const mark = [
    { column: "order_date_month", value: { type: "date" as const, value: "2026-03-01" } },
    { column: "region", value: { type: "text" as const, value: "DACH" } },
  ];
  return {
    id: "outliers sum net_amount 2026-03-01|DACH",
    about,
    marks: [mark],
    rows: null,
    words: [],
  };
}

const OUTLIERS = note({
  kind: "outliers",
  rows: 3,
  share: 0.41,
  field: "net_amount",
  is_average: false,
});

describe("a note", () => {
  it("says in a sentence what it found and where", () => {
    expect(noteSentence(OUTLIERS, { encodings })).toBe(
      "3 rows make 41\u202f% of March 2026, DACH.",
    );
  });

  it("has a title by its identity alone", () => {
    expect(titleOfId(OUTLIERS.id)).toBe("Outliers");
  });
});

describe("evidence in the picture", () => {
  it("is found among the marks that are drawn", () => {
    expect(spotsOfNote(OUTLIERS, { encodings }, data)).toEqual([{ series: 0, index: 1 }]);
  });

  it("stays while everything else steps back", () => {
    const line = { type: "line", data: [1, 9], lineStyle: { width: 2 } };
    const options = { series: [line, { ...line, data: [1, 1] }] };
    const shown = dimmed(options, data, [{ series: 0, index: 1 }]) as {
      series: { data: { symbol: string }[]; lineStyle: { opacity: number } }[];
    };
    expect(shown.series[0]?.data.map(({ symbol }) => symbol)).toEqual(["none", "emptyCircle"]);
    expect(shown.series[1]?.lineStyle.opacity).toBeLessThan(0.5);
  });

  it("leaves the picture alone when the note is about the whole of it", () => {
    const options = { series: [] };
    expect(dimmed(options, data, [])).toBe(options);
  });
});
