// Reviewed beginnings of questions, with places to fill in. The texts stand in a file of their own,
// so that a test can have each of them understood by the planner.
import { type Completion, snippet, snippetCompletion } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { t } from "../i18n/t";
import TEXTS from "./snippets.json";

/** The name of a snippet. */
export type SnippetId = keyof typeof TEXTS;

/** One snippet as lists show it. */
export interface Snippet {
  id: SnippetId;
  title: string;
  /** What it asks, in a few words. */
  about: string;
  /** Its text with places such as `${1:table}`. */
  text: string;
}

/** All snippets, simple ones first. */
export function snippets(): Snippet[] {
  return (Object.keys(TEXTS) as SnippetId[]).map((id) => ({
    id,
    title: t(`notebook.snippets.${id}.title`),
    about: t(`notebook.snippets.${id}.about`),
    text: TEXTS[id],
  }));
}

/** The text as it reads before anything is filled in. */
export function plainText(text: string): string {
  const words = new Map<string, string>();
  return text.replace(/\$\{(\d+)(?::([^}]*))?\}/g, (_, number: string, word?: string) => {
    const shown = word ?? words.get(number) ?? "";
    words.set(number, shown);
    return shown;
  });
}

/** Snippets that go on with what was typed, for the list of completions. */
export function snippetsFor(typed: string): Completion[] {
  const lower = typed.toLowerCase();
  return snippets()
    .filter(({ title }) =>
      title
        .toLowerCase()
        .split(" ")
        .some((word) => word.startsWith(lower)),
    )
    .map(({ title, about, text }) =>
      snippetCompletion(withWords(text), {
        label: title,
        type: "snippet",
        detail: t("notebook.snippets.kind"),
        info: about,
        boost: -99,
      }),
    );
}

/** Writes a snippet in place of the selection and marks its first place. */
export function insertSnippet(view: EditorView, { text }: Snippet): void {
  const { from, to } = view.state.selection.main;
  snippet(withWords(text))(view, null, from, to);
  view.focus();
}

/** The editor links places by number only when each says its word. */
function withWords(text: string): string {
  const words = new Map<string, string>();
  return text.replace(/\$\{(\d+)(?::([^}]*))?\}/g, (_, number: string, word?: string) => {
    const shown = word ?? words.get(number) ?? "";
    words.set(number, shown);
    return `\${${number}:${shown}}`;
  });
}
