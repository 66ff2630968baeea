// An event drops exactly what it names.
import { beforeEach, describe, expect, it } from "vitest";
import { VIEW } from "../../tests/fixtures";
import { hear } from "./events";
import type { Tag } from "./generated/Tag";
import { keys, keysOf, queryClient, showView } from "./query";
import { readReply } from "./tauri";

function isStale(key: readonly string[]): boolean {
  return queryClient.getQueryState(key)?.isInvalidated ?? false;
}

beforeEach(() => queryClient.clear());

describe("an event", () => {
  it("about a cell drops its windows and profiles, and no other cell's", () => {
    const mine = [...keys.cell("s", "a"), "window"];
    const other = [...keys.cell("s", "b"), "window"];
    queryClient.setQueryData(mine, 1);
    queryClient.setQueryData(other, 1);
    queryClient.setQueryData(keys.workbook("s"), VIEW);
    const tags: Tag[] = [{ tag: "cell", session: "s", cell: "a" }];
    hear({ number: 1, tags, progress: null, notice: null });
    expect(isStale(mine)).toBe(true);
    expect(isStale(other)).toBe(false);
    expect(isStale(keys.workbook("s"))).toBe(false);
  });

  it("of every kind names a key", () => {
    const tags: Tag[] = [
      { tag: "workbook", session: "s" },
      { tag: "cell", session: "s", cell: "c" },
      { tag: "sources", session: "s" },
      { tag: "recent" },
      { tag: "settings" },
      { tag: "engine" },
      { tag: "history" },
    ];
    for (const tag of tags) {
      expect(keysOf(tag).length, tag.tag).toBeGreaterThan(0);
    }
  });
});

describe("a workbook that is answered", () => {
  it("is shown unless a later one is there", () => {
    showView({ ...VIEW, revision: 9 });
    showView({ ...VIEW, revision: 8, undo: "older" });
    const shown = queryClient.getQueryData<typeof VIEW>(keys.workbook(VIEW.session));
    expect(shown?.revision).toBe(9);
  });
});

describe("a reply of the window", () => {
  it("says by its first byte what follows", () => {
    const words = new Uint8Array([0, ...new TextEncoder().encode('{"a":1}')]);
    expect(readReply(words)).toEqual({ kind: "json", value: { a: 1 } });
    expect(readReply(new Uint8Array([1, 9, 8]))).toEqual({
      kind: "bytes",
      bytes: new Uint8Array([9, 8]),
    });
    expect(() => readReply(new Uint8Array([7]))).toThrow(/different versions/);
  });
});
