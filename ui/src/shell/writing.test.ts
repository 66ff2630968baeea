import { expect, it } from "vitest";
import { besideName } from "./writing";

it("writes beside the workbook, under a name of its own", () => {
  expect(besideName("/d/Review.assay", "ipynb", 0)).toBe("/d/Review.ipynb");
  expect(besideName("/d/Review.assay", "ipynb", 1)).toBe("/d/Review (2).ipynb");
  expect(besideName("/d/folder", "md", 0)).toBe("/d/folder.md");
});
