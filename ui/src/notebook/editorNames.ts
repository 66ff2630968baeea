// Names in the editor of a cell: the card that says what one is, following one to where it comes
// from, and the question for another name.
import type { Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import type { NameInText } from "../backend/generated/NameInText";
import { t } from "../i18n/t";
import { toast } from "../parts/toast";
import { figuresOf, follow, leadOf, nameAt, type Owner } from "../sql/nameAt";
import { type Card, nameCards } from "../sql/nameCard";
import { askRename } from "./renameDialog";
import { byteAt, stretchOf } from "./textSpans";

/** Keys, card and Ctrl click for the names of a text. `flush` stores what was typed. */
export function editorNames(owner: Owner, flush: () => Promise<void>): Extension {
  return [
    nameCards((view, at) => cardAt(owner, view, at)),
    keymap.of([
      {
        key: "F12",
        run: (view) => acted(goToDefinition(owner, view, view.state.selection.main.head)),
        stopPropagation: true,
      },
      { key: "F2", run: (view) => acted(rename(owner, view, flush)), stopPropagation: true },
    ]),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        const at = event.ctrlKey || event.metaKey ? view.posAtCoords(event) : null;
        if (at === null) {
          return false;
        }
        event.preventDefault();
        return acted(goToDefinition(owner, view, at));
      },
    }),
  ];
}

function acted(work: Promise<unknown>): boolean {
  void work;
  return true;
}

/** The name at a place, unless the text changed while it was looked for. */
async function found(owner: Owner, view: EditorView, at: number): Promise<NameInText | null> {
  const { doc } = view.state;
  const text = doc.toString();
  const name = await nameAt(owner, text, byteAt(text, at));
  return view.state.doc === doc ? name : null;
}

async function cardAt(owner: Owner, view: EditorView, at: number): Promise<Card | null> {
  const name = await found(owner, view, at);
  if (!name) {
    return null;
  }
  const { from, to } = stretchOf(view.state.doc.toString(), name.span);
  const lines = [name.about, name.example].filter((line) => line !== "");
  return {
    from,
    to,
    kind: t(`notebook.card.kinds.${name.kind}`),
    name: name.name,
    detail: name.detail,
    lines,
    figures: figuresOf(owner, name),
  };
}

async function goToDefinition(owner: Owner, view: EditorView, at: number): Promise<void> {
  const name = await found(owner, view, at);
  const lead = name && leadOf(name);
  if (!lead) {
    toast("info", t("notebook.card.nowhere"));
    return;
  }
  if (lead.to === "text") {
    const { from, to } = stretchOf(view.state.doc.toString(), lead.span);
    view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
    view.focus();
    return;
  }
  follow(owner, lead);
}

/** Columns of tables keep their names; those that a text gives can have another one. */
function canRename(name: NameInText): boolean {
  const isGiven = name.relation === null || name.relation_is_cell;
  const kinds = ["cell", "parameter", "alias", "named_query", "output"];
  return kinds.includes(name.kind) || (name.kind === "column" && isGiven);
}

async function rename(owner: Owner, view: EditorView, flush: () => Promise<void>): Promise<void> {
  const name = await found(owner, view, view.state.selection.main.head);
  if (!name || !canRename(name)) {
    toast("info", t("notebook.rename.nothing"));
    return;
  }
  await flush();
  askRename({ cell: owner.cell, offset: name.span.start, from: name.name });
}
