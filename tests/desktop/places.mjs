// The real window, asked in the words in which the browser's page is: by role, label and text. With it the same
// hands do the same tasks in both. Roles and names are those that Testing Library works out.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { SLOW } from "./window.mjs";

const LIBRARY = readFileSync(
  new URL("../../ui/node_modules/@testing-library/dom/dist/@testing-library/dom.umd.min.js", import.meta.url),
  "utf8",
);
/** What WebDriver calls the keys that have no letter. */
const KEYS = {
  Control: "\uE009", Shift: "\uE008", Alt: "\uE00A", Enter: "\uE007", Escape: "\uE00C", Tab: "\uE004", Delete: "\uE017",
  Backspace: "\uE003", Space: " ", Home: "\uE011", End: "\uE010", PageUp: "\uE00E", PageDown: "\uE00F",
  ArrowLeft: "\uE012", ArrowUp: "\uE013", ArrowRight: "\uE014", ArrowDown: "\uE015",
};
const BUTTONS = { left: 0, right: 2 };

/** Runs in the window: the elements that a chain of steps leads to, in the order of the document. */
function find(steps) {
  const { queryAllByRole, queryAllByLabelText } = globalThis.TestingLibraryDom;
  const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const fits = ({ words, flags, exact }) => {
    const wanted = flags === undefined ? plain(words) : new RegExp(words, flags);
    return (text) => {
      const said = plain(text);
      if (flags !== undefined) {
        return wanted.test(said);
      }
      return exact ? said === wanted : said.toLowerCase().includes(wanted.toLowerCase());
    };
  };
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("[aria-hidden=true]");
  const withText = (root, matches) => {
    const all = [...root.querySelectorAll("*")].filter((one) => matches(one.textContent));
    return all.filter((one) => !all.some((other) => one !== other && one.contains(other)));
  };
  const step = (roots, { by, of, ...rest }) => {
    const each = (found) => [...new Set(roots.flatMap((root) => [...found(root)]))];
    switch (by) {
      case "role": {
        const name = rest.name ? fits(rest.name) : () => true;
        return each((root) => queryAllByRole(root, of, { name, hidden: true })).filter(isSeen);
      }
      case "text": return each((root) => withText(root, fits(of)));
      case "label": return each((root) => queryAllByLabelText(root, fits(of)));
      case "css": return each((root) => root.querySelectorAll(of));
      case "nth": return roots.slice(of, of === -1 ? undefined : of + 1);
      case "or": {
        const both = [...new Set([...roots, ...chain(of)])];
        return both.sort((one, other) => (one.compareDocumentPosition(other) & 4 ? -1 : 1));
      }
    }
    throw new Error(`no way to look by ${by}`);
  };
  const chain = (all) => all.reduce(step, [document.body]);
  return chain(steps);
}

const words = (wanted, exact = false) =>
  wanted instanceof RegExp ? { words: wanted.source, flags: wanted.flags } : { words: wanted, exact };

/** What a window and each place in it can be asked for. */
class Asked {
  getByRole(role, { name, exact } = {}) {
    return this.step({ by: "role", of: role, name: name === undefined ? undefined : words(name, exact) });
  }

  getByText(text, { exact } = {}) {
    return this.step({ by: "text", of: words(text, exact) });
  }

  getByLabel(text, { exact } = {}) {
    return this.step({ by: "label", of: words(text, exact) });
  }

  locator(css) {
    return this.step({ by: "css", of: css });
  }
}

class Place extends Asked {
  constructor(page, steps) {
    super();
    this.page = page;
    this.steps = steps;
  }

  step(one) {
    return new Place(this.page, [...this.steps, one]);
  }

  first = () => this.nth(0);
  last = () => this.nth(-1);
  nth = (at) => this.step({ by: "nth", of: at });
  or = (other) => this.step({ by: "or", of: other.steps });

  toString() {
    return JSON.stringify(this.steps);
  }

  count() {
    return this.page.run(`return placesOf(${this}).length`);
  }

  isVisible() {
    return this.page.run(`return placesOf(${this})[0]?.checkVisibility({ visibilityProperty: true }) ?? false`);
  }

  async waitFor({ state = "visible", timeout = SLOW } = {}) {
    await this.page.until(`${this} is ${state}`, async () => (await this.isVisible()) === (state === "visible"), timeout);
  }

  /** Runs a function in the window on the one element that is here. */
  async evaluate(does, argument) {
    const call = `(${does})(all[0], ${JSON.stringify(argument ?? null)})`;
    let answer;
    await this.page.until(`${this} is there`, async () => {
      answer = await this.page.run(`const all = placesOf(${this}); return all.length === 0 ? null : { value: ${call} }`);
      return answer !== null;
    });
    return answer.value ?? null;
  }

  focus = () => this.evaluate((one) => one.focus());
  getAttribute = (name) => this.evaluate((one, of) => one.getAttribute(of), name);
  textContent = () => this.evaluate((one) => one.textContent);
  inputValue = () => this.evaluate((one) => one.value);
  scrollIntoViewIfNeeded = () => this.evaluate((one) => one.scrollIntoView({ block: "nearest", inline: "nearest" }));

  boundingBox() {
    return this.evaluate((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return { x, y, width, height };
    });
  }

  async click() {
    const { x, y } = await this.hover();
    await this.page.mouse.click(x, y);
  }

  /** Puts the pointer on it as soon as it rests and nothing lies over it. */
  async hover() {
    let [last, spot] = ["", null];
    await this.page.until(`${this} can be pressed`, async () => {
      spot = await this.evaluate((one) => {
        one.scrollIntoView({ block: "nearest", inline: "nearest" });
        const { x, y, width, height } = one.getBoundingClientRect();
        const middle = { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
        const on = document.elementFromPoint(middle.x, middle.y);
        return one.contains(on) || on?.contains(one) || on?.closest("label")?.contains(one) ? middle : null;
      });
      const now = JSON.stringify(spot);
      const rests = spot !== null && now === last;
      last = now;
      return rests;
    });
    await this.page.mouse.move(spot.x, spot.y);
    return spot;
  }
}

class Mouse {
  constructor(page) {
    this.page = page;
    this.at = { x: 0, y: 0 };
  }

  act(...actions) {
    const mouse = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions };
    return this.page.window.performActions([mouse]);
  }

  async move(x, y, { steps = 1 } = {}) {
    const from = this.at;
    this.at = { x: Math.round(x), y: Math.round(y) };
    const point = (share) => ({
      type: "pointerMove", origin: "viewport", duration: 16,
      x: Math.round(from.x + (this.at.x - from.x) * share), y: Math.round(from.y + (this.at.y - from.y) * share),
    });
    await this.act(...Array.from({ length: steps }, (_, at) => point((at + 1) / steps)));
  }

  down = (button = 0) => this.act({ type: "pointerDown", button });
  up = (button = 0) => this.act({ type: "pointerUp", button });

  async click(x, y, { button = "left" } = {}) {
    await this.move(x, y);
    await this.down(BUTTONS[button]);
    await this.up(BUTTONS[button]);
  }
}

class Keyboard {
  constructor(page) {
    this.page = page;
  }

  /** Presses keys together, `Control+a`. */
  async press(name) {
    if (name === "Shift+Tab") {
      // The driver makes a key of it that the page does not know; the display makes the real one.
      execFileSync("xdotool", ["key", "shift+Tab"]);
      return;
    }
    const keys = name === "+" ? ["+"] : name.split("+");
    const values = keys.map((key) => KEYS[key] ?? key);
    const act = (type, all) => all.map((value) => ({ type, value }));
    const actions = [...act("keyDown", values), ...act("keyUp", values.toReversed())];
    await this.page.window.performActions([{ type: "key", id: "keys", actions }]);
  }

  /** The driver writes large letters only with Shift held. */
  async type(text) {
    for (const letter of text) {
      await this.press(/\p{Lu}/u.test(letter) ? `Shift+${letter}` : letter);
    }
  }
}

class Page extends Asked {
  constructor(window) {
    super();
    this.window = window;
    this.mouse = new Mouse(this);
    this.keyboard = new Keyboard(this);
  }

  step(one) {
    return new Place(this, [one]);
  }

  /** Runs a text in the window, where `placesOf` knows the places. */
  async run(text) {
    const ready = `if (!globalThis.placesOf) { return "not ready" }`;
    const said = await this.window.execute(`${ready}; const placesOf = globalThis.placesOf; ${text}`);
    if (said !== "not ready") {
      return said;
    }
    await this.window.execute(`${LIBRARY};\nglobalThis.TestingLibraryDom ??= this.TestingLibraryDom; globalThis.placesOf = ${find}`);
    return this.run(text);
  }

  evaluate(does, argument) {
    return this.window.execute(`return (${does})(${JSON.stringify(argument ?? null)})`);
  }

  waitForTimeout(milliseconds) {
    return this.window.pause(milliseconds);
  }

  until(what, holds, timeout = SLOW) {
    return this.window.waitUntil(holds, { timeout, interval: 50, timeoutMsg: `never: ${what}` });
  }
}

/** The window in the words of the browser's page. */
export function pageOf(window) {
  return new Page(window);
}
