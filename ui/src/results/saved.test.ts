// Truth stamps: every stored answer says of when it is and whether its data is the same still.
import { describe, expect, it } from "vitest";
import { SOURCES, VIEW } from "../../tests/fixtures";
import type { SessionView } from "../backend/generated/SessionView";
import type { Sources } from "../backend/generated/Sources";
import { savedWords, sinceOf } from "./saved";

const READ: Sources = {
  sources: SOURCES.sources.map((source) => ({ ...source, state: { state: "ready" } })),
};
const UNREAD: Sources = {
  sources: READ.sources.map((source, at) =>
    at === 0 ? { ...source, state: { state: "unread" } } : source,
  ),
};

/** The workbook with one cell in this state. */
function book(state: "fresh" | "stale", trust: "trusted" | "restricted" = "trusted"): SessionView {
  const [first, ...rest] = VIEW.cells;
  if (!first) {
    throw new Error("the workbook has cells");
  }
  return {
    ...VIEW,
    trust: { ...VIEW.trust, trust },
    cells: [{ ...first, state: state === "stale" ? { state, because: "" } : { state } }, ...rest],
  };
}

const CELL = VIEW.cells[0]?.cell ?? "";

describe("a stored answer", () => {
  it("is fresh only where every source was read and is the same", () => {
    expect(sinceOf(book("fresh"), READ, CELL)).toBe("fresh");
    expect(sinceOf(book("fresh"), UNREAD, CELL)).toBe("unknown");
    expect(sinceOf(book("fresh"), undefined, CELL)).toBe("unknown");
  });

  it("is stale where its text or what it reads changed", () => {
    expect(sinceOf(book("stale"), READ, CELL)).toBe("stale");
    expect(sinceOf(book("stale"), UNREAD, CELL)).toBe("stale");
  });

  it("is never fresh in a workbook that is not trusted, whose data nobody looks at", () => {
    expect(sinceOf(book("fresh", "restricted"), READ, CELL)).toBe("unknown");
    expect(sinceOf(book("stale", "restricted"), READ, CELL)).toBe("stale");
    expect(sinceOf(undefined, READ, CELL)).toBe("unknown");
  });

  it("says each of them in words with its time, and shorter on a tile", () => {
    const said = (since: "fresh" | "stale" | "unknown") =>
      savedWords("2020-03-04T10:20:00Z", since);
    expect(said("fresh").sentence).toMatch(/^Saved result from .*2020.*has not changed since$/);
    expect(said("stale").sentence).toMatch(/^Saved result from .* has changed since$/);
    expect(said("unknown").sentence).toMatch(/whether its data has changed since is not known$/);
    expect(said("fresh").short).toMatch(/^Saved .*2020.*, unchanged since$/);
    expect(said("stale").short).toMatch(/, out of date$/);
    expect(said("unknown").short).toMatch(/, not checked since$/);
    expect(savedWords("soon", "fresh").sentence).toMatch(/^Saved result from soon;/);
  });
});
