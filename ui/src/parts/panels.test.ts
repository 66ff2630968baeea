// The inspector where it floats over the main region: the focus goes in with it and back when it closes.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { closesInspector, showPanel, toggleInspector, usePanels } from "./panels";

const sizes = { narrow: 1120, wide: 1440 };

function region(name: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-region='${name}']`);
  if (!found) {
    throw new Error(`no ${name}`);
  }
  return found;
}

describe("the inspector", () => {
  beforeEach(() => {
    const made = (tag: string, into: Element, name?: string): HTMLElement => {
      const one = document.createElement(tag);
      if (name) {
        one.dataset["region"] = name;
        one.tabIndex = -1;
      }
      into.append(one);
      return one;
    };
    document.body.replaceChildren();
    made("button", made("main", document.body, "main"));
    const inspector = made("aside", document.body, "inspector");
    made("button", inspector);
    made("input", inspector);
    made("button", document.body).id = "elsewhere";
    vi.stubGlobal("requestAnimationFrame", (run: () => void) => run());
    vi.stubGlobal("innerWidth", sizes.narrow);
    showPanel("inspector", false);
  });
  afterEach(() => vi.unstubAllGlobals());

  it("takes the focus in a narrow window and gives it back", () => {
    const mark = region("main").querySelector("button");
    mark?.focus();
    toggleInspector();
    expect(usePanels.getState().isOpen.inspector).toBe(true);
    expect(document.activeElement).toBe(region("inspector"));
    toggleInspector();
    expect(document.activeElement).toBe(mark);
  });

  it("leaves the focus where it is in a wide window", () => {
    vi.stubGlobal("innerWidth", sizes.wide);
    const mark = region("main").querySelector("button");
    mark?.focus();
    toggleInspector();
    expect(document.activeElement).toBe(mark);
  });

  it("is closed by Escape where it floats, not while a text is written or a menu is open", () => {
    const panel = region("inspector");
    const [pill, field] = [panel.querySelector("button"), panel.querySelector("input")];
    const closes = (target: Element | null, key = "Escape") =>
      target !== null && closesInspector(key, target, panel);
    expect(closes(pill)).toBe(true);
    expect(closes(panel)).toBe(true);
    expect(closes(pill, "Enter")).toBe(false);
    expect(closes(field)).toBe(false);
    expect(closes(document.querySelector("#elsewhere"))).toBe(false);
    vi.stubGlobal("innerWidth", sizes.wide);
    expect(closes(pill)).toBe(false);
  });
});
