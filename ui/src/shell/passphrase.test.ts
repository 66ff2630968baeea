import { expect, test } from "vitest";
import { faultOf } from "./passphrase";

test("a new passphrase is long enough and typed twice alike", () => {
  expect(faultOf("1234567", "1234567")).toContain("8");
  // Eight characters, however many units each takes.
  expect(faultOf("😀😀😀😀😀😀😀", "😀😀😀😀😀😀😀")).not.toBeNull();
  expect(faultOf("correct horse", "correct hors")).not.toBeNull();
  expect(faultOf("correct horse", "correct horse")).toBeNull();
});
