// Keys are not lost on a picture that is not painted yet: here nothing ever is.
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { encodingOf, rowsOf, viewOf } from "../../tests/chartView";
import type { Field } from "../backend/generated/Field";
import { type AxisData, chartData } from "./chartData";
import { ItemPicture } from "./marks/ItemPicture";
import { itemData } from "./marks/marks";
import { Picture } from "./Picture";

const FIELDS: Field[] = [
  { name: "region", data_type: { type: "text" }, kind: "place" },
  { name: "net", data_type: { type: "float64" }, kind: "number" },
];
const ENCODINGS = [
  encodingOf("x", { field: "region" }),
  encodingOf("y", { field: "net", aggregate: "sum" }),
];
const ROWS = rowsOf({ region: ["DACH", "Iberia"], net: [2, 1] });

beforeAll(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
});

/** The rows of the marks whose menu the keys open. */
function menuBy(...keys: string[]): number[] {
  const picture = screen.getByRole("application");
  for (const key of keys) {
    fireEvent.keyDown(picture, { key });
  }
  return onMenu.mock.calls.map(([row]) => row as number);
}

const onMenu = vi.fn();

describe("before it is painted a picture", () => {
  it("opens the menu of the bar under the cursor, and none without one", () => {
    onMenu.mockClear();
    const data = chartData(viewOf("bar", ENCODINGS, FIELDS), ROWS) as AxisData;
    render(<Picture data={data} mark="bar" summary="" onOpenTable={vi.fn()} onMenu={onMenu} />);
    expect(menuBy("Enter")).toEqual([]);
    expect(menuBy("ArrowRight", "ArrowRight", "Enter")).toEqual([1]);
  });

  it("opens the menu of the part under the cursor", () => {
    onMenu.mockClear();
    const data = itemData(viewOf("treemap", ENCODINGS, FIELDS), ROWS);
    if (!data || "refusal" in data) {
      throw new Error("the treemap was not built");
    }
    render(<ItemPicture data={data} summary="" onOpenTable={vi.fn()} onMenu={onMenu} />);
    expect(menuBy("Enter")).toEqual([]);
    expect(menuBy("ArrowRight", "Enter")).toEqual([0]);
  });
});
