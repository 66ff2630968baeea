import { expect, it } from "vitest";
import { isFullPath, withFormat } from "./exportPath";

it("gives a path the ending of its format", () => {
  expect(withFormat("/a/b.csv", "parquet")).toBe("/a/b.parquet");
  expect(withFormat("/a/b.v2", "csv")).toBe("/a/b.v2.csv");
  expect(withFormat("", "csv")).toBe("");
  expect(withFormat("/a/", "csv")).toBe("/a/");
});

it("wants a full path with a file name", () => {
  expect(["/a/b.csv", "C:\\x\\y.csv", "\\\\server\\x.csv"].every(isFullPath)).toBe(true);
  expect(["b.csv", "", "/a/", "~/b.csv", "../b.csv"].some(isFullPath)).toBe(false);
});
