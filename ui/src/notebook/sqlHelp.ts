// Help while typing from the application: completions, and problems under the text. Answers that
// come too late are dropped; the newest question wins.
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { type Diagnostic as Mark, setDiagnostics } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { call } from "../backend/call";
import type { CellId } from "../backend/generated/CellId";
import type { Completion as Offer } from "../backend/generated/Completion";
import type { Diagnostic } from "../backend/generated/Diagnostic";
import type { SessionId } from "../backend/generated/SessionId";
import { t } from "../i18n/t";
import { byteAt, stretchOf, unitAt } from "./textSpans";

/** Whose text it is. */
export interface TextOwner {
  session: SessionId;
  cell: CellId;
}

const WAIT_MS = 120;

/** Completion from the application. */
export function sqlCompletion(owner: TextOwner): Extension {
  return autocompletion({
    override: [(context) => complete(owner, context)],
    icons: false,
    activateOnTypingDelay: WAIT_MS,
    addToOptions: [{ position: 20, render: (completion) => badge(completion) }],
  });
}

async function complete(
  { session, cell }: TextOwner,
  context: CompletionContext,
): Promise<CompletionResult | null> {
  const before = context.matchBefore(/[\p{L}\p{N}_$.:"]+$/u);
  if (!context.explicit && !before) {
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
    return {
      from,
      options: completions.map((offer, index) => optionOf(offer, completions.length - index)),
      validFor: /^[\p{L}\p{N}_$]*$/u,
    };
  } catch {
    // Help that does not come is not worth an interruption; running says what is wrong.
    return null;
  }
}

function optionOf(offer: Offer, rank: number): Completion {
  return {
    label: offer.label,
    apply: offer.insert,
    type: offer.kind,
    detail: offer.detail,
    boost: Math.min(99, rank),
    ...(offer.about === "" ? {} : { info: offer.about }),
  };
}

const LETTERS: Record<Offer["kind"], [letters: string, kind: string]> = {
  table: ["T", "k-id"],
  cell: ["C", "k-geo"],
  column: ["Aa", "k-text"],
  function: ["ƒ", "k-number"],
  keyword: ["K", "k-nested"],
  parameter: [":", "k-geo"],
  value: ["=", "k-date"],
};

function badge(completion: Completion): Node | null {
  const kind = completion.type as Offer["kind"] | undefined;
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

/** Draws problems under the text of an editor. `text` is what their places count in. */
export function drawProblems(
  view: EditorView,
  text: string,
  diagnostics: readonly Diagnostic[],
): void {
  const length = view.state.doc.length;
  const marks: Mark[] = diagnostics.flatMap(({ span, severity, message, hint }) => {
    if (!span) {
      return [];
    }
    const { from, to } = stretchOf(text, span);
    const start = Math.min(withoutReturns(text, from), length);
    const end = Math.min(Math.max(withoutReturns(text, to), start), length);
    const shown = hint ? `${message} ${hint}` : message;
    return [{ from: start, to: end, severity: SEVERITY[severity], message: shown }];
  });
  view.dispatch(setDiagnostics(view.state, marks));
}

const SEVERITY = { error: "error", warning: "warning", note: "info" } as const;

/** The editor counts a line end as one, whatever the text has. */
export function withoutReturns(text: string, unit: number): number {
  let pairs = 0;
  for (let at = text.indexOf("\r\n"); at !== -1 && at < unit; at = text.indexOf("\r\n", at + 2)) {
    pairs += 1;
  }
  return unit - pairs;
}
