// The command palette: commands, tables, cells and recent workbooks by a few letters.
import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import type { Welcome } from "../backend/generated/Welcome";
import { sourcesQuery } from "../backend/query";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { useFocusBack } from "../parts/useFocusBack";
import { useFocusInside } from "../parts/useFocusInside";
import { closeDialog } from "./dialogs";
import { type Entry, entriesFor, findEntries } from "./palette";

type Props = { view: SessionView | null; welcome: Welcome };

export function PaletteDialog({ view, welcome }: Props) {
  useFocusBack();
  const focusInside = useFocusInside();
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { data: sources } = useQuery({
    ...sourcesQuery(view?.session ?? ""),
    enabled: view !== null,
  });
  const found = findEntries(entriesFor(view, sources, welcome), words);

  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  function run(entry: Entry | undefined) {
    if (entry && entry.disabledBecause === null) {
      closeDialog();
      void entry.run();
    }
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) {
      event.preventDefault();
      setAt((at + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(found[at]);
    }
  }
  return (
    <Modal.Root
      opened
      onClose={closeDialog}
      unstyled
      transitionProps={{ duration: 0 }}
      zIndex={50}
      classNames={{ overlay: "scrim", inner: "dialog-place", content: "dialog palette", body: "" }}
    >
      <Modal.Overlay />
      <Modal.Content
        ref={focusInside}
        aria-label={t("shell.top.palette")}
        style={{ "--w-dialog": "560px" }}
      >
        <div className="palette-field">
          <Icon name="search" size="m" />
          <input
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
            aria-label={t("shell.top.palette")}
            placeholder={t("shell.palette.placeholder")}
            value={words}
            data-autofocus
            onChange={(event) => {
              setWords(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <div
          className="palette-list"
          role="listbox"
          id={`${id}-list`}
          aria-label={t("shell.top.palette")}
          ref={list}
        >
          {found.map((entry, index) => (
            <PaletteRow
              key={entry.key}
              entry={entry}
              at={index}
              id={`${id}-${index}`}
              isFirstOfGroup={entry.group !== found[index - 1]?.group}
              isActive={index === at}
              run={() => run(entry)}
            />
          ))}
          {found.length === 0 ? (
            <p className="palette-none">{t("shell.palette.none", { words })}</p>
          ) : null}
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}

type RowProps = {
  entry: Entry;
  at: number;
  id: string;
  isFirstOfGroup: boolean;
  isActive: boolean;
  run: () => void;
};

function PaletteRow({ entry, at, id, isFirstOfGroup, isActive, run }: RowProps) {
  return (
    <>
      {isFirstOfGroup ? (
        <div className="cap" role="presentation">
          {t(`shell.palette.${entry.group}`)}
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field keeps the focus and the keys */}
      <div
        className="palette-row"
        role="option"
        id={id}
        data-at={at}
        tabIndex={-1}
        aria-selected={isActive}
        aria-disabled={entry.disabledBecause ? true : undefined}
        onClick={run}
      >
        <Icon name={entry.icon} />
        <span className="trunc grow">{entry.title}</span>
        <span className="meta">
          {entry.disabledBecause ?? (entry.keys ? <kbd>{entry.keys}</kbd> : entry.meta)}
        </span>
      </div>
    </>
  );
}
