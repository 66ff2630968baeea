// The hands of a person: the same task is done by mouse and again by keys alone, and every click,
// drag and key is counted. Keys lead to a place as Tab and the arrows do; nothing is focused from outside.
import { must } from "./harness.mjs";
import { SLOW, until } from "./page.mjs";

/** Presses on the way to one place before it counts as unreachable. */
const MOST = 150;

export class Hands {
  constructor(page, kind) {
    this.page = page;
    this.isMouse = kind === "mouse";
    this.count = 0;
  }

  /** Presses a key. */
  async key(name, times = 1) {
    for (let time = 0; time < times; time++) {
      await this.page.keyboard.press(name);
      this.count += 1;
    }
  }

  /** Types a text, which counts as one step for both. */
  async type(text) {
    await this.page.keyboard.type(text);
    this.count += 1;
  }

  /** Presses a button, a tab or a link. */
  async press(place) {
    if (this.isMouse) {
      await place.click(SLOW);
      this.count += 1;
    } else {
      await this.reach(place);
      await this.key("Enter");
    }
  }

  /** Goes to a workspace. */
  async go(name) {
    if (this.isMouse) {
      await this.page.getByRole("navigation", { name: "Workspace" }).getByText(name, { exact: true }).click(SLOW);
      this.count += 1;
    } else {
      await this.key(`Control+${["Notebook", "Chart", "Dashboard", "Catalog"].indexOf(name) + 1}`);
    }
  }

  /** Puts a field on a shelf: dragged, or sent there by a letter. */
  async put(field, shelf, letter) {
    const pills = shelf.getByRole("button");
    const before = await pills.count();
    if (this.isMouse) {
      await field.scrollIntoViewIfNeeded();
      await this.drag(await field.boundingBox(), await shelf.boundingBox(), async () => {
        await until("the shelf takes the field", async () =>
          /\bis-over\b/.test((await shelf.getAttribute("class")) ?? ""));
      });
    } else {
      await this.reach(field);
      await this.key(letter);
    }
    await until("the shelf has another pill", async () => (await pills.count()) > before);
  }

  /** Drags from the middle of one box to the middle of another. */
  async drag(from, to, held = async () => {}) {
    const [x, y] = [from.x + from.width / 2, from.y + from.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + 15, y + 6, { steps: 3 });
    await this.page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 });
    await held();
    await this.page.mouse.up();
    this.count += 1;
  }

  /** Chooses in the menu that is open, through its submenus. */
  async choose(...items) {
    for (const [at, item] of items.entries()) {
      const place = this.page
        .getByRole("menuitem", { name: item })
        .or(this.page.getByRole("menuitemcheckbox", { name: item }))
        .first();
      await place.waitFor(SLOW);
      const isLast = at === items.length - 1;
      if (this.isMouse) {
        await (isLast ? place.click(SLOW) : place.hover(SLOW));
        this.count += 1;
        continue;
      }
      await this.walk("ArrowDown", () => place.evaluate((one) => one === document.activeElement), `the entry ${item}`);
      await this.key(isLast ? "Enter" : "ArrowRight");
    }
  }

  /** Goes to a mark of a picture and opens its menu, or chooses it where a page chooses by a click. */
  async mark(picture, { at, along = 0 }) {
    if (this.isMouse) {
      const box = await picture.boundingBox();
      const button = at.button ?? "left";
      await this.page.mouse.click(box.x + box.width * at.x, box.y + box.height * at.y, { button });
      this.count += 1;
    } else {
      await this.reach(picture);
      await this.key("Home");
      await this.key("ArrowRight", along);
      await this.key("Enter");
    }
  }

  /** Leads the focus to a place by Tab, and by arrows among things that share one stop. */
  async reach(place) {
    await place.waitFor(SLOW);
    let [last, axis] = [null, "Down Up"];
    for (let step = 0; step < MOST; step++) {
      const way = await place.evaluate(direction);
      if (way === "there") {
        return;
      }
      if (way === last && (way === "next" || way === "before") && (await this.stood())) {
        axis = axis === "Down Up" ? "Right Left" : "Down Up";
      }
      last = way;
      await this.remember();
      const [on, back] = axis.split(" ");
      await this.key({ next: `Arrow${on}`, before: `Arrow${back}`, tab: "Tab", untab: "Shift+Tab" }[way]);
    }
    must(false, `keys do not lead to ${place}`);
  }

  /** Presses a key until something holds. */
  async walk(key, holds, what) {
    for (let step = 0; step < MOST; step++) {
      if (await holds()) {
        return;
      }
      await this.key(key);
    }
    must(false, `${key} does not lead to ${what}`);
  }

  async remember() {
    await this.page.evaluate(() => {
      globalThis.stoodAt = document.activeElement;
    });
  }

  /** Whether the last key left the focus where it was. */
  stood() {
    return this.page.evaluate(() => globalThis.stoodAt === document.activeElement);
  }
}

/** Runs in the page: which key leads on towards an element. */
function direction(wanted) {
  const now = document.activeElement;
  if (now === wanted) {
    return "there";
  }
  const isAfter = (one, other) =>
    Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  let goal = wanted;
  if (wanted.tabIndex < 0) {
    // Several things share one stop of Tab: the nearest one that is a stop, and what holds them all.
    let box = wanted.parentElement;
    let stop = null;
    while (box && !stop) {
      stop = [...box.querySelectorAll(wanted.tagName)].find((one) => one !== wanted && one.tabIndex >= 0) ?? null;
      box = stop ? box : box.parentElement;
    }
    if (box?.contains(now)) {
      return isAfter(now, wanted) ? "next" : "before";
    }
    goal = stop ?? wanted;
  }
  return now === document.body || isAfter(now, goal) ? "tab" : "untab";
}
