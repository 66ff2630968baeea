// Names of exported pages.
import { expect, test } from "vitest";
import { fileName, withEnding } from "./exportName";

test("a page's file is called like the page, without what file systems refuse", () => {
  expect(fileName("Overview", "pdf")).toBe("Overview.pdf");
  expect(fileName('a/b: "c"', "html")).toBe("a b c.html");
  expect(fileName("../..", "png")).toBe("page.png");
  expect(fileName("", "xlsx")).toBe("page.xlsx");
});

test("the ending follows the format and leaves endings of others alone", () => {
  expect(withEnding("/home/a.html", "pdf")).toBe("/home/a.pdf");
  expect(withEnding("/home/a.b.PNG", "xlsx")).toBe("/home/a.b.xlsx");
  expect(withEnding("/home/a.txt", "pdf")).toBe("/home/a.txt");
});
