import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";

const text = readFileSync("public/freeze.js", "utf8");
const inPage = (code: string) => runInNewContext(`"use strict";\n${text}\n${code}`);

test("what every object inherits cannot be changed", () => {
  expect(inPage("try { Object.prototype.polluted = 1 } catch {} ({}).polluted")).toBeUndefined();
  expect(() => inPage("Object.prototype.toString = () => 'x'")).toThrow("closed");
});

test("an object may still be given its own constructor or toString", () => {
  expect(inPage("const o = {}; o.toString = () => 'mine'; String(o)")).toBe("mine");
  expect(inPage("const o = {}; o.constructor = 5; Object.keys(o).join()")).toBe("constructor");
  expect(inPage("function F() {} F.prototype.constructor = F; new F().constructor === F")).toBe(
    true,
  );
  expect(inPage("String({}) + ({}).hasOwnProperty('a')")).toBe("[object Object]false");
});
