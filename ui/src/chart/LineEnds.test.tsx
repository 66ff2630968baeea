// Names at the ends of lines: literal whatever they are, and each a switch of its line.
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { PAYLOADS } from "../../tests/payloads";
import { LineEnds, linesOf } from "./LineEnds";
import type { Palette } from "./palette";

const PALETTE = { dataText: Array.from({ length: 11 }, () => "#000") } as unknown as Palette;

function shown(names: string[], off: ReadonlySet<string> = new Set()) {
  const setOff = vi.fn();
  const series = names.map((name, at) => ({ name, colour: at + 1 }));
  const lines = linesOf(series, off, setOff);
  if (!lines) {
    throw new Error("there are no names");
  }
  const heights = new Map(names.map((name, at) => [name, at * 20]));
  render(<LineEnds lines={lines} heights={heights} height={200} palette={PALETTE} />);
  return setOff;
}

describe("the names of lines", () => {
  afterEach(cleanup);

  it("d01 d20 are literal", () => {
    for (const payload of PAYLOADS) {
      shown([payload, "b"]);
      const [first] = screen.getAllByRole("button");
      expect(first?.textContent).toBe(payload);
      expect(document.querySelector("img, script, b, a")).toBeNull();
      cleanup();
    }
  });

  it("switch their lines, and one that is off stays to be switched on", () => {
    const setOff = shown(["DACH", "Iberia"], new Set(["Iberia"]));
    const dach = screen.getByRole("button", { name: "DACH" });
    expect(dach.getAttribute("aria-pressed")).toBe("true");
    expect(screen.getByRole("button", { name: "Iberia" }).getAttribute("aria-pressed")).toBe(
      "false",
    );
    fireEvent.click(screen.getByRole("button", { name: "Iberia" }));
    expect(setOff).toHaveBeenLastCalledWith(new Set());
    fireEvent.click(dach);
    // The last one that is left brings all back.
    expect(setOff).toHaveBeenLastCalledWith(new Set());
  });

  it("are not there for one line, and lines without a colour have none", () => {
    expect(linesOf([{ name: "a", colour: 1 }], new Set(), vi.fn())).toBeNull();
    const many = [
      { name: "a", colour: 1 },
      { name: "b", colour: 0 },
    ];
    const lines = linesOf(many, new Set(), vi.fn());
    expect(lines?.all).toEqual([{ name: "a", colour: 1 }]);
    expect(lines?.hasMore).toBe(true);
  });
});
