// The SQL editor of one cell. It keeps no history of its own: taking back is a matter of the
// document, so that undo means the same inside and outside of the editor.
import { closeBrackets, closeBracketsKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { forEachDiagnostic, nextDiagnostic } from "@codemirror/lint";
import { Annotation, EditorState, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
  runScopeHandlers,
} from "@codemirror/view";
import { useEffect, useRef } from "react";
import { call } from "../backend/call";
import type { CellId } from "../backend/generated/CellId";
import type { Diagnostic } from "../backend/generated/Diagnostic";
import type { SessionId } from "../backend/generated/SessionId";
import { openTable, revealCell } from "../backend/session";
import { t } from "../i18n/t";
import { fixMenu } from "../sql/fixMenu";
import { insertSnippet } from "../sql/snippets";
import { step, told } from "./cellActions";
import { type EditorKey, registerHandle } from "./cellHandle";
import { lineEnds, mendableIn, type Problems, takeFirstFix, takeFix } from "./editorFixes";
import { editorNames } from "./editorNames";
import { editorRuns, runFrom } from "./editorRuns";
import { askSnippet } from "./SnippetDialog";
import { sqlCompletion } from "./sqlCompletion";
import { SQL_LANGUAGE } from "./sqlDialect";
import { drawProblems } from "./sqlHelp";
import { nameChips, setNames } from "./sqlNames";
import type { KnownName, Reference } from "./sqlWords";
import { tabThrough } from "./tabThrough";
import { changeBetween, stretchOf } from "./textSpans";
import type { CellText } from "./useCellText";
import { useWish } from "./useWish";

type Props = {
  session: SessionId;
  cell: CellId;
  name: string;
  text: CellText;
  names: readonly KnownName[];
  problems: Problems;
  onFocus: () => void;
  onBlur: () => void;
  /** Goes to a place in the text when its count changes. */
  goTo: { diagnostic: Diagnostic; count: number } | null;
};

const fromElsewhere = Annotation.define<boolean>();

export default function SqlEditor(props: Props) {
  const { session, cell, name, text, names, problems, goTo } = props;
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const parent = place.current;
    if (!parent) {
      return;
    }
    const view = new EditorView({
      parent,
      state: EditorState.create({
        doc: latest.current.text.current(),
        extensions: extensionsFor(latest, session, cell, name),
      }),
    });
    editor.current = view;
    const unregister = registerHandle(cell, {
      takeFirstFix: () => takeFirstFix(view, latest.current.problems),
      format: () => void format(view, session),
      run: (part) => void runFrom({ session, cell }, view, part),
      press: (key) => press(view, key),
      insertSnippet: (chosen) => insertSnippet(view, chosen),
    });
    return () => {
      unregister();
      editor.current = null;
      view.destroy();
    };
  }, [session, cell, name]);

  useEffect(() => {
    text.show.current = (shown) => {
      const view = editor.current;
      const change = view ? changeBetween(view.state.doc.toString(), lineEnds(shown)) : null;
      if (view && change) {
        view.dispatch({ changes: change, annotations: fromElsewhere.of(true) });
      }
    };
    return () => {
      text.show.current = null;
    };
  }, [text.show]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an editor made anew is told again
  useEffect(() => {
    editor.current?.dispatch({ effects: setNames.of(names) });
  }, [names, session, cell, name]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an editor made anew is told again
  useEffect(() => {
    const view = editor.current;
    if (view && lineEnds(problems.text) === view.state.doc.toString()) {
      drawProblems(view, problems, (fix) => takeFix(view, problems, fix));
    }
  }, [problems, session, cell, name]);

  useEffect(() => {
    const view = editor.current;
    const span = goTo?.diagnostic.span;
    if (view && span) {
      const { from } = stretchOf(latest.current.problems.text, span);
      const anchor = Math.min(from, view.state.doc.length);
      view.focus();
      view.dispatch({ selection: { anchor }, scrollIntoView: true });
    }
  }, [goTo]);

  useWish(cell, "editor", () => {
    editor.current?.focus();
    place.current?.scrollIntoView({ block: "nearest" });
  });

  return <div className="code code-editor" ref={place} />;
}

type Latest = { current: Props };

function extensionsFor(latest: Latest, session: SessionId, cell: CellId, name: string) {
  const isTaken = () => true;
  return [
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    drawSelection(),
    // The same word of a snippet is filled in at every place at once.
    EditorState.allowMultipleSelections.of(true),
    bracketMatching(),
    closeBrackets(),
    indentUnit.of("  "),
    placeholder(t("notebook.editor.placeholder")),
    SQL_LANGUAGE,
    nameChips(follow),
    editorNames({ session, cell }, () => latest.current.text.flush()),
    editorRuns({ session, cell }),
    sqlCompletion({ session, cell }),
    tabThrough(),
    fixMenu({
      mendable: (view) => mendableIn(view, latest.current.problems),
      take: (view, fix) => takeFix(view, latest.current.problems, fix),
    }),
    Prec.highest(EditorView.domEventHandlers({ keydown: (event) => takeBack(event, session) })),
    Prec.highest(
      keymap.of([
        // The notebook runs the cell; the editor only must not type a line end.
        { key: "Mod-Enter", run: isTaken },
        { key: "Shift-Enter", run: isTaken },
        { key: "Mod-Shift-Enter", run: isTaken },
        {
          key: "Alt-Enter",
          run: (view) => takeFirstFix(view, latest.current.problems),
          stopPropagation: true,
        },
        {
          key: "Shift-Alt-s",
          run: () => {
            askSnippet(cell);
            return true;
          },
          stopPropagation: true,
        },
        { key: "Shift-Alt-f", run: (view) => taken(format(view, session)), stopPropagation: true },
      ]),
    ),
    keymap.of([...closeBracketsKeymap, indentWithTab, ...defaultKeymap]),
    EditorView.contentAttributes.of({
      "aria-label": t("notebook.editor.label", { name }),
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
    }),
    EditorView.domEventHandlers({
      keydown: (event, view) => nextProblem(event, view),
      focus: () => latest.current.onFocus(),
      blur: (event, view) => {
        if (event.relatedTarget instanceof Node && view.dom.contains(event.relatedTarget)) {
          // The menu of fixes belongs to the editor.
          return;
        }
        latest.current.onBlur();
        void latest.current.text.flush();
      },
    }),
    EditorView.updateListener.of((update) => {
      const isOurs = update.transactions.some((one) => one.annotation(fromElsewhere));
      if (update.docChanged && !isOurs) {
        latest.current.text.typed(update.state.doc.toString());
      }
    }),
  ];
}

function taken(work: Promise<unknown>): boolean {
  void work;
  return true;
}

/** Undo and redo belong to the document, whatever the shift or caps lock make of the letter. */
function takeBack(event: KeyboardEvent, session: SessionId): boolean {
  const key = event.key.toLowerCase();
  const isUndo = key === "z" && !event.shiftKey;
  const isRedo = key === "y" || (key === "z" && event.shiftKey);
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !(isUndo || isRedo)) {
    return false;
  }
  event.preventDefault();
  event.stopPropagation();
  return taken(step(session, isUndo ? "undo" : "redo"));
}

/** F8 walks the problems of this text; past the last one the shell goes to the next cell. */
function nextProblem(event: KeyboardEvent, view: EditorView): boolean {
  if (event.key !== "F8" || event.shiftKey) {
    return false;
  }
  const { head } = view.state.selection.main;
  let isThereOne = false;
  forEachDiagnostic(view.state, (_, from) => {
    isThereOne ||= from > head;
  });
  if (!isThereOne) {
    return false;
  }
  event.preventDefault();
  event.stopPropagation();
  return nextDiagnostic(view);
}

async function format(view: EditorView, session: SessionId): Promise<void> {
  const before = view.state.doc.toString();
  const answer = await told(() => call("format_text", { session, text: before }));
  if (!answer) {
    return;
  }
  const after = answer.text;
  const change = changeBetween(before, after);
  if (change && view.state.doc.toString() === before) {
    view.dispatch({ changes: change, userEvent: "input.format" });
  }
}

const KEYS: Record<Exclude<EditorKey, "complete">, KeyboardEventInit> = {
  definition: { key: "F12" },
  rename: { key: "F2" },
  describeName: { key: "i", ctrlKey: true, altKey: true },
  fixes: { key: ".", ctrlKey: true },
};

/** Does what a key does, whatever has the focus. */
function press(view: EditorView, key: EditorKey): void {
  view.focus();
  if (key === "complete") {
    startCompletion(view);
  } else {
    runScopeHandlers(view, new KeyboardEvent("keydown", KEYS[key]), "editor");
  }
}

function follow({ kind, target }: Reference): void {
  if (kind === "table") {
    openTable(target);
  } else {
    revealCell(target);
  }
}
