// The fixes of the problem at the cursor, as a small menu at its place: opened by a key, walked
// with the arrows, closed by Escape or by anything that changes text or cursor.
import { type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, keymap, showTooltip, type Tooltip } from "@codemirror/view";
import type { Fix } from "../backend/generated/Fix";
import { t } from "../i18n/t";

/** A problem that can be mended, by its place in the editor. */
export interface Mendable {
  from: number;
  to: number;
  message: string;
  fixes: readonly Fix[];
}

/** What the menu needs to know of its editor. */
export interface FixSource {
  /** The problems of the text as it stands, in order; none while they are not known. */
  mendable: (view: EditorView) => readonly Mendable[];
  take: (view: EditorView, fix: Fix) => void;
}

const show = StateEffect.define<Mendable | null>();

/** The problem that a cursor means: the one it stands in, else the nearest. */
export function problemAt(problems: readonly Mendable[], head: number): Mendable | null {
  const far = ({ from, to }: Mendable) => Math.max(from - head, head - to, 0);
  return problems.reduce<Mendable | null>(
    (best, problem) => (best === null || far(problem) < far(best) ? problem : best),
    null,
  );
}

/** The key of the menu and the menu. */
export function fixMenu(source: FixSource): Extension {
  const field = StateField.define<Tooltip | null>({
    create: () => null,
    update(now, transaction) {
      for (const effect of transaction.effects) {
        if (effect.is(show)) {
          return effect.value && tooltip(effect.value, source);
        }
      }
      return transaction.docChanged || transaction.selection ? null : now;
    },
    provide: (from) => showTooltip.from(from),
  });
  const open = (view: EditorView) => {
    const problem = problemAt(source.mendable(view), view.state.selection.main.head);
    if (!problem) {
      return false;
    }
    view.dispatch({ selection: { anchor: problem.from }, scrollIntoView: true });
    view.dispatch({ effects: show.of(problem) });
    return true;
  };
  const close = (view: EditorView) => {
    if (!view.state.field(field)) {
      return false;
    }
    view.dispatch({ effects: show.of(null) });
    return true;
  };
  return [
    field,
    Prec.highest(
      keymap.of([
        { key: "Mod-.", run: open, stopPropagation: true },
        { key: "Escape", run: close },
      ]),
    ),
  ];
}

function tooltip(problem: Mendable, source: FixSource): Tooltip {
  return {
    pos: problem.from,
    end: problem.to,
    above: false,
    create: (view) => {
      const menu = document.createElement("div");
      menu.className = "sql-fixes menu";
      menu.setAttribute("role", "menu");
      menu.setAttribute("aria-label", t("notebook.fixes.label", { problem: problem.message }));
      for (const fix of problem.fixes) {
        menu.append(item(view, fix, source));
      }
      menu.addEventListener("keydown", (event) => walk(event, menu, view));
      return {
        dom: menu,
        mount: () => menu.querySelector("button")?.focus({ preventScroll: true }),
      };
    },
  };
}

function item(view: EditorView, fix: Fix, source: FixSource): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "menu-item";
  button.setAttribute("role", "menuitem");
  button.tabIndex = -1;
  button.textContent = fix.label;
  button.addEventListener("click", () => {
    view.dispatch({ effects: show.of(null) });
    source.take(view, fix);
  });
  return button;
}

function walk(event: KeyboardEvent, menu: HTMLElement, view: EditorView): void {
  const items = [...menu.querySelectorAll("button")];
  const at = items.findIndex((one) => document.activeElement?.isSameNode(one));
  const last = items.length - 1;
  const steps: Record<string, number> = {
    ArrowDown: at === last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    Home: 0,
    End: last,
  };
  const to = steps[event.key];
  if (to !== undefined) {
    items[to]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    view.dispatch({ effects: show.of(null) });
    view.focus();
  } else {
    if (event.key === "Enter" || event.key === " ") {
      // The button acts by itself; the notebook must not take the key for its own.
      event.stopPropagation();
    }
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
