// Chooses a snippet for the cell: found by words, with its text shown before it is written.
import { type KeyboardEvent, useId, useState } from "react";
import { create } from "zustand";
import type { CellId } from "../backend/generated/CellId";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { plainText, type Snippet, snippets } from "../sql/snippets";
import { handleOf } from "./cellHandle";
import { startEditing } from "./focus";

/** The cell that a snippet is chosen for. */
export const useSnippetWish = create<{ cell: CellId | null }>(() => ({ cell: null }));

/** Opens the dialog for a cell, or closes it. */
export function askSnippet(cell: CellId | null): void {
  useSnippetWish.setState({ cell });
}

/** The dialog, when a snippet is to be chosen. */
export function SnippetDialogs() {
  const cell = useSnippetWish((state) => state.cell);
  return cell ? <SnippetDialog cell={cell} /> : null;
}

function SnippetDialog({ cell }: { cell: CellId }) {
  const id = useId();
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const found = matching(snippets(), words);
  const marked = found[Math.min(at, found.length - 1)];
  const close = () => {
    askSnippet(null);
    startEditing(cell);
  };
  const take = (chosen: Snippet | undefined) => {
    if (chosen) {
      close();
      handleOf(cell)?.insertSnippet(chosen);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Tab") {
      return;
    }
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) {
      event.preventDefault();
      setAt((at + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      take(marked);
    }
  };
  return (
    <Dialog title={t("notebook.snippets.choose")} width={760} onClose={close}>
      <div className="snippet-choice">
        <div className="snippet-list">
          <div className="input">
            <input
              role="combobox"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={marked ? `${id}-${marked.id}` : undefined}
              aria-label={t("notebook.snippets.find")}
              placeholder={t("notebook.snippets.find")}
              data-autofocus
              autoComplete="off"
              value={words}
              onChange={(event) => {
                setWords(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          <div role="listbox" id={`${id}-list`} aria-label={t("notebook.snippets.choose")}>
            {found.map((one) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and the keys
              <div
                key={one.id}
                id={`${id}-${one.id}`}
                className="palette-row"
                role="option"
                tabIndex={-1}
                aria-selected={one === marked}
                onClick={() => take(one)}
              >
                <span className="trunc grow">{one.title}</span>
              </div>
            ))}
          </div>
          {found.length === 0 ? <p className="muted">{t("notebook.snippets.none")}</p> : null}
        </div>
        {marked ? (
          <div className="snippet-text">
            <p className="soft">{marked.about}</p>
            <pre className="mono">{plainText(marked.text)}</pre>
          </div>
        ) : null}
      </div>
    </Dialog>
  );
}

/** Snippets whose title or description has every word. */
export function matching(all: Snippet[], words: string): Snippet[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(({ title, about }) => {
    const text = `${title} ${about}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
