import { expect, test } from "vitest";
import { seedFrom } from "./ConventionsDialog";

test("a seed is a whole number of 32 bits or nothing", () => {
  expect(["", " ", "0", " 7 ", "4294967295"].map(seedFrom)).toEqual([null, null, 0, 7, 4294967295]);
  for (const text of ["-1", "1.5", "4294967296", "1e3", "seven", "٣", "99999999999999999999"]) {
    expect(seedFrom(text)).toBe("bad");
  }
});
