import { afterEach, expect, it } from "vitest";
import { mendShiftTab } from "./shiftTab";

mendShiftTab();
afterEach(() => document.body.replaceChildren());

function pressed(code: string, key: string): string[] {
  const names: string[] = [];
  const note = (event: KeyboardEvent) => names.push(event.key);
  document.addEventListener("keydown", note);
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent("keydown", { code, key, shiftKey: true, bubbles: true }));
  document.removeEventListener("keydown", note);
  return names;
}

it("names Shift+Tab where the web engine does not", () => {
  expect(pressed("Tab", "Unidentified")).toEqual(["Tab"]);
  expect(pressed("Tab", "Tab")).toEqual(["Tab"]);
  expect(pressed("KeyQ", "Unidentified")).toEqual(["Unidentified"]);
});

it("gives the button its focus anew, so that the way back starts there", () => {
  const button = document.body.appendChild(document.createElement("button"));
  button.focus();
  let given = 0;
  button.addEventListener("focus", () => {
    given += 1;
  });
  pressed("Tab", "Tab");
  expect(given).toBe(0);
  pressed("Tab", "Unidentified");
  expect(given).toBe(1);
  expect(document.activeElement).toBe(button);
});
