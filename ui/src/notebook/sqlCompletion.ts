// Completion while typing, from the application. The list opens after the beginning of a word, a
// dot behind a name, or the colon of a parameter; never after a number or a sign. Answers that come
// too late are dropped; the newest question wins.
import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeCompletion,
  completionStatus,
  currentCompletions,
  moveCompletionSelection,
  selectedCompletion,
  startCompletion,
} from "@codemirror/autocomplete";
import { type EditorState, type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { type Command, type EditorView, keymap } from "@codemirror/view";
import { call } from "../backend/call";
import type { CellId } from "../backend/generated/CellId";
import type { ColumnName } from "../backend/generated/ColumnName";
import type { Completion as Offer } from "../backend/generated/Completion";
import type { SessionId } from "../backend/generated/SessionId";
import { t } from "../i18n/t";
import { figuresOfColumn } from "../sql/nameAt";
import { snippetsFor } from "../sql/snippets";
import { byteAt, unitAt } from "./textSpans";

/** Whose text it is. */
export interface TextOwner {
  session: SessionId;
  cell: CellId;
}

const WAIT_MS = 120;

/** Completion from the application, and the keys of its list. */
export function sqlCompletion(owner: TextOwner): Extension {
  return [
    wasChosen,
    autocompletion({
      override: [(context) => complete(owner, context)],
      icons: false,
      defaultKeymap: false,
      activateOnTypingDelay: WAIT_MS,
      addToOptions: [{ position: 20, render: (completion) => badge(completion) }],
    }),
    Prec.highest(
      keymap.of([
        { key: "Ctrl-Space", run: startCompletion },
        { key: "Escape", run: closeCompletion },
        { key: "Tab", run: acceptCompletion },
        { key: "Enter", run: acceptIfMeant },
        { key: "ArrowDown", run: choosing(moveCompletionSelection(true)) },
        { key: "ArrowUp", run: choosing(moveCompletionSelection(false)) },
        { key: "PageDown", run: choosing(moveCompletionSelection(true, "page")) },
        { key: "PageUp", run: choosing(moveCompletionSelection(false, "page")) },
      ]),
    ),
  ];
}

const WORD_BEGUN = /(?<![\p{L}\p{N}_$])[\p{L}_][\p{L}\p{N}_$]*$/u;
const NAME_AND_DOT = /(?:(?<![\p{L}\p{N}_$])[\p{L}_][\p{L}\p{N}_$]*|"[^"]+")\.$/u;
const PARAMETER_BEGUN = /(?<!:):$/;
/** A text in quotes that was just begun behind a comparison or in a list. */
const VALUE_BEGUN = /(?:=|<>|\(|,)\s*'$/;
const CONDITION_BEGUN = /\bon\s$/i;

/** Whether the list may open by itself behind this beginning of a line. */
export function opensAfter(before: string): boolean {
  const isInQuotes = before.split('"').length % 2 === 0;
  return (
    isInQuotes ||
    WORD_BEGUN.test(before) ||
    NAME_AND_DOT.test(before) ||
    PARAMETER_BEGUN.test(before) ||
    VALUE_BEGUN.test(before) ||
    CONDITION_BEGUN.test(before)
  );
}

const choose = StateEffect.define<null>();

/** Whether the person went to the marked offer with the arrow keys since the last keystroke. */
const wasChosen = StateField.define<boolean>({
  create: () => false,
  update: (now, { docChanged, effects }) =>
    effects.some((effect) => effect.is(choose)) || (now && !docChanged),
});

function choosing(move: Command): Command {
  return (view) => {
    const isMoved = move(view);
    if (isMoved) {
      view.dispatch({ effects: choose.of(null) });
    }
    return isMoved;
  };
}

/**
 * Enter takes the marked offer when the person went to it, or when it goes on with what was typed.
 * After a complete word, or a letter that may be an alias, it ends the line instead.
 */
function acceptIfMeant(view: EditorView): boolean {
  if (completionStatus(view.state) !== "active") {
    return false;
  }
  if (view.state.field(wasChosen) || goesOn(view.state)) {
    return acceptCompletion(view);
  }
  closeCompletion(view);
  return false;
}

const LEAST_TYPED = 2;

function goesOn(state: EditorState): boolean {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  if (selectedCompletion(state)?.type === "value") {
    return true;
  }
  const typed = WORD_BEGUN.exec(line.text.slice(0, head - line.from))?.[0].toLowerCase() ?? "";
  const label = selectedCompletion(state)?.label.toLowerCase() ?? "";
  const isComplete = currentCompletions(state).some((one) => one.label.toLowerCase() === typed);
  return typed.length >= LEAST_TYPED && !isComplete && label.startsWith(typed);
}

async function complete(
  { session, cell }: TextOwner,
  context: CompletionContext,
): Promise<CompletionResult | null> {
  const line = context.state.doc.lineAt(context.pos);
  if (!context.explicit && !opensAfter(line.text.slice(0, context.pos - line.from))) {
    return null;
  }
  const text = context.state.doc.toString();
  const stop = new AbortController();
  context.addEventListener("abort", () => stop.abort(), { onDocChange: true });
  const offset = byteAt(text, context.pos);
  try {
    const { completions } = await call(
      "complete_text",
      { session, cell, text, offset },
      stop.signal,
    );
    const first = completions[0];
    if (!first || context.aborted) {
      return null;
    }
    const from = Math.min(context.pos, unitAt(text, first.from));
    const typed = text.slice(from, context.pos);
    const options = completions.map((offer, index) =>
      optionOf(session, offer, completions.length - index),
    );
    return {
      from,
      validFor: first.kind === "value" ? /^[^']*$/ : /^[\p{L}\p{N}_$]*$/u,
      options: beginsStatement(text, from) ? [...options, ...snippetsFor(typed)] : options,
    };
  } catch {
    // Help that does not come is not worth an interruption; running says what is wrong.
    return null;
  }
}

/** Whether nothing of a statement stands before a place. */
export function beginsStatement(text: string, at: number): boolean {
  return /(?:^|;)\s*$/.test(text.slice(0, at).replace(/--.*$/gm, ""));
}

function optionOf(session: SessionId, offer: Offer, rank: number): Completion {
  const [column] = offer.columns;
  const info = offer.kind === "column" && column ? () => figures(session, column) : offer.about;
  return {
    label: offer.label,
    apply: offer.insert,
    type: offer.kind,
    detail: offer.detail,
    boost: Math.min(99, rank),
    ...(info === "" ? {} : { info }),
  };
}

/** What is known of the values of a column, beside the list; nothing when nothing is. */
async function figures(session: SessionId, column: ColumnName): Promise<Node | null> {
  const lines = await figuresOfColumn(session, column).catch(() => []);
  if (lines.length === 0) {
    return null;
  }
  const box = document.createElement("div");
  for (const line of [column.relation, ...lines]) {
    const element = document.createElement("div");
    element.className = line === column.relation ? "mono" : "num muted";
    element.textContent = line;
    box.append(element);
  }
  return box;
}

const LETTERS: Record<Offer["kind"] | "snippet", [letters: string, kind: string]> = {
  table: ["T", "k-id"],
  cell: ["C", "k-geo"],
  column: ["Aa", "k-text"],
  function: ["ƒ", "k-number"],
  keyword: ["K", "k-nested"],
  parameter: [":", "k-geo"],
  value: ["=", "k-date"],
  join: ["⋈", "k-geo"],
  snippet: ["…", "k-nested"],
};

function badge(completion: Completion): Node | null {
  const kind = completion.type as keyof typeof LETTERS | undefined;
  const look = kind ? LETTERS[kind] : undefined;
  if (!kind || !look) {
    return null;
  }
  const element = document.createElement("span");
  element.className = `kind ${look[1]}`;
  element.textContent = look[0];
  element.title = t(`notebook.editor.completion.${kind}`);
  return element;
}
