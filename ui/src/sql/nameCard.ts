// What a name in the text is, as a small card at its place: after a moment under the mouse, or at
// the cursor by a key. The card is read aloud when a key opened it.
import { type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from "@codemirror/view";

/** The contents of a card. */
export interface Card {
  /** The word, in the editor's counting. */
  from: number;
  to: number;
  kind: string;
  name: string;
  /** Type, signature or size; empty when there is none. */
  detail: string;
  /** Sentences, each a line. */
  lines: string[];
  /** What comes later: figures about the values. */
  figures: Promise<string[]> | null;
}

/** Answers what stands at a place; none where nothing is known. */
export type AskCard = (view: EditorView, at: number) => Promise<Card | null>;

const HOVER_MS = 400;

const show = StateEffect.define<Card | null>();

/** The cards of an editor. */
export function nameCards(ask: AskCard): Extension {
  const field = StateField.define<Tooltip | null>({
    create: () => null,
    update(now, transaction) {
      for (const effect of transaction.effects) {
        if (effect.is(show)) {
          return effect.value && tooltip(effect.value, true);
        }
      }
      return transaction.docChanged || transaction.selection ? null : now;
    },
    provide: (from) => showTooltip.from(from),
  });
  const open = (view: EditorView) => {
    void openAt(view, ask);
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
    hoverTooltip(
      async (view, at) => {
        const card = await ask(view, at);
        return card && tooltip(card, false);
      },
      { hoverTime: HOVER_MS, hideOnChange: true },
    ),
    Prec.highest(
      keymap.of([
        { key: "Mod-Alt-i", run: open, stopPropagation: true },
        { key: "Escape", run: close },
      ]),
    ),
  ];
}

async function openAt(view: EditorView, ask: AskCard): Promise<void> {
  const { doc, selection } = view.state;
  const card = await ask(view, selection.main.head);
  if (card && view.state.doc === doc && view.state.selection.main.head === selection.main.head) {
    view.dispatch({ effects: show.of(card) });
  }
}

function tooltip(card: Card, isAsked: boolean): Tooltip {
  return {
    pos: card.from,
    end: card.to,
    above: true,
    create: () => ({ dom: element(card, isAsked) }),
  };
}

function element(card: Card, isAsked: boolean): HTMLElement {
  const box = document.createElement("div");
  box.className = "sql-card";
  box.setAttribute("role", isAsked ? "status" : "tooltip");
  const head = row("sql-card-head");
  head.append(text("mono", card.name), text("muted", card.kind));
  box.append(head);
  if (card.detail !== "") {
    box.append(text("mono", card.detail, "div"));
  }
  for (const line of card.lines) {
    box.append(text("", line, "div"));
  }
  card.figures?.then(
    (figures) => {
      for (const line of figures) {
        box.append(text("num muted", line, "div"));
      }
    },
    () => {
      // Without a profile the card says what it knows.
    },
  );
  return box;
}

function row(name: string): HTMLElement {
  const made = document.createElement("div");
  made.className = name;
  return made;
}

function text(name: string, words: string, tag: "span" | "div" = "span"): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = words;
  return made;
}
