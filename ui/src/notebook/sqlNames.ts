// Names in the editor: references to cells, parameters and tables as chips that can be followed,
// and calls of functions in their colour.
import { type Extension, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { t } from "../i18n/t";
import { KEYWORD_SET } from "./sqlDialect";
import { type KnownName, nameIndex, type Reference, referencesIn, wordsOf } from "./sqlWords";

/** Tells the editor which names lead somewhere. */
export const setNames = StateEffect.define<readonly KnownName[]>();

const names = StateField.define<ReadonlyMap<string, KnownName>>({
  create: () => new Map(),
  update: (now, transaction) =>
    transaction.effects.reduce(
      (last, effect) => (effect.is(setNames) ? nameIndex(effect.value) : last),
      now,
    ),
});

const MOST_LENGTH = 300_000;
const call = Decoration.mark({ class: "f" });

class Names {
  decorations: DecorationSet;
  references: Reference[] = [];

  constructor(view: EditorView) {
    this.decorations = this.find(view);
  }

  update(update: ViewUpdate): void {
    const isNews = update.startState.field(names) !== update.state.field(names);
    if (update.docChanged || isNews) {
      this.decorations = this.find(update.view);
    }
  }

  private find(view: EditorView): DecorationSet {
    const text = view.state.doc.toString();
    this.references = [];
    const builder = new RangeSetBuilder<Decoration>();
    if (text.length > MOST_LENGTH) {
      return builder.finish();
    }
    const words = wordsOf(text);
    this.references = referencesIn(words, view.state.field(names));
    const byPlace = new Map(this.references.map((found) => [found.from, found]));
    for (const word of words) {
      const reference = byPlace.get(word.from);
      if (reference) {
        builder.add(word.from, word.to, chip(reference));
      } else if (word.isCall && !KEYWORD_SET.has(word.name.toLowerCase())) {
        builder.add(word.from, word.to, call);
      }
    }
    return builder.finish();
  }
}

function chip({ name }: Reference): Decoration {
  return Decoration.mark({
    class: "ref",
    attributes: { title: t("notebook.editor.follow", { name }) },
  });
}

const plugin = ViewPlugin.fromClass(Names, { decorations: (value) => value.decorations });

/** Chips and calls; `follow` is called by Ctrl click on a chip. */
export function nameChips(follow: (reference: Reference) => void): Extension {
  return [
    names,
    plugin,
    EditorView.domEventHandlers({
      mousedown(event, view) {
        const at = event.ctrlKey || event.metaKey ? view.posAtCoords(event) : null;
        const found =
          at === null
            ? undefined
            : view.plugin(plugin)?.references.find(({ from, to }) => from <= at && at <= to);
        if (!found) {
          return false;
        }
        event.preventDefault();
        follow(found);
        return true;
      },
    }),
  ];
}
