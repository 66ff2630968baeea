import { expect, it } from "vitest";
import { outsideAddress } from "./outsideAddress";

it("lets out http and https only", () => {
  expect(outsideAddress("https://example.org/a?b#c")).toBe("https://example.org/a?b#c");
  expect(outsideAddress("http://EXAMPLE.org")).toBe("http://example.org/");
  for (const bad of [
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "blob:https://x/1",
    "//example.org",
    "/relative",
    "",
  ]) {
    expect(outsideAddress(bad), bad).toBeNull();
  }
});
