// Choosing a file in a browser, which has no native dialog that tells paths: folders and files as
// the application sees them.
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { call } from "../backend/call";
import type { Folder } from "../backend/generated/Folder";
import type { FolderEntry } from "../backend/generated/FolderEntry";
import { bytes } from "../i18n/format";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { SearchField } from "../parts/SearchField";
import { closeDialog } from "./dialogs";
import { joinPath, splitPath } from "./paths";
import { holdsWorkbook } from "./workbookFolder";

type Props = {
  purpose: "open" | "save";
  /** For saving: a file name, or a whole path. */
  suggested: string;
  answer: (path: string | null) => void;
};

function folderQuery(folder: string | null) {
  return queryOptions({
    queryKey: ["folder", folder],
    queryFn: ({ signal }) => call("list_folder", { folder }, signal),
    staleTime: 0,
    placeholderData: (before) => before,
  });
}

export function FileDialog({ purpose, suggested, answer }: Props) {
  const first = splitPath(suggested);
  const [folder, setFolder] = useState<string | null>(first.folder);
  const [name, setName] = useState(first.name);
  const [words, setWords] = useState("");
  const queries = useQueryClient();
  const { data, error, isFetching } = useQuery(folderQuery(folder));

  function go(next: string) {
    setFolder(next);
    setWords("");
  }
  function choose(entry: FolderEntry) {
    if (entry.is_folder) {
      go(entry.path);
    } else if (purpose === "open") {
      answer(entry.path);
    } else {
      setName(entry.name);
    }
  }
  // The folder that was asked for, which may still be on its way while the one before is shown.
  async function save() {
    if (name.trim() !== "") {
      const place = await queries.fetchQuery(folderQuery(folder)).catch(() => null);
      if (place) {
        answer(joinPath(place.folder, withEnding(name)));
      }
    }
  }
  const isTaken = data?.entries.some((entry) => !entry.is_folder && entry.name === name);
  const title = purpose === "open" ? t("shell.files.openTitle") : t("shell.files.saveTitle");
  const buttons = (
    <>
      <button type="button" className="btn" onClick={closeDialog}>
        {t("common.cancel")}
      </button>
      {purpose === "save" ? (
        <button
          type="button"
          className="btn primary"
          disabled={name.trim() === "" || !data}
          onClick={() => void save()}
        >
          {t("shell.files.saveHere")}
        </button>
      ) : (
        <button
          type="button"
          className={data && holdsWorkbook(data) ? "btn primary" : "btn"}
          disabled={!data}
          onClick={() => data && answer(data.folder)}
        >
          {data && holdsWorkbook(data) ? t("shell.files.openWorkbook") : t("shell.files.useFolder")}
        </button>
      )}
    </>
  );
  return (
    <Dialog title={title} width={640} onClose={closeDialog} footer={buttons}>
      {purpose === "open" ? (
        <p className="muted small files-hint">{t("shell.files.hint")}</p>
      ) : null}
      <FolderField
        folder={data?.folder ?? folder ?? ""}
        parent={data?.parent ?? null}
        go={(typed) => (purpose === "open" && namesFiles(typed) ? answer(typed) : go(typed))}
        leave={purpose === "save" ? go : undefined}
      />
      {purpose === "open" ? (
        <SearchField label={t("shell.files.find")} value={words} onChange={setWords} isFirst />
      ) : null}
      {error ? (
        <p className="danger-text files-error" role="alert">
          {error.message}
        </p>
      ) : null}
      <Entries folder={data} words={words} isFetching={isFetching} choose={choose} />
      {purpose === "save" ? (
        <div className="field">
          <label htmlFor="file-name">{t("shell.files.name")}</label>
          <div className="input">
            <input
              id="file-name"
              value={name}
              onChange={(event) => setName(event.target.value)}
              onKeyDown={(event) => event.key === "Enter" && void save()}
              data-autofocus
            />
          </div>
          {isTaken ? <p className="warn-text small">{t("shell.files.exists", { name })}</p> : null}
        </div>
      ) : null}
    </Dialog>
  );
}

/** Whether a typed path is a file or a pattern of files, and not a folder to look into. */
export function namesFiles(path: string): boolean {
  return /[*?]/.test(path) || /\.[A-Za-z0-9]{2,8}$/.test(splitPath(path).name);
}

function withEnding(name: string): string {
  const plain = name.trim();
  return plain.toLowerCase().endsWith(".assay") ? plain : `${plain}.assay`;
}

type FolderProps = {
  folder: string;
  parent: string | null;
  go: (folder: string) => void;
  /** What becomes of a typed folder that was left without Enter. */
  leave: ((folder: string) => void) | undefined;
};

function FolderField({ folder, parent, go, leave }: FolderProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const asked = useRef<string | null>(null);
  // What is being typed while a folder arrives stays; what led to that folder gives way to its name.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another folder has arrived
  useEffect(() => setTyped((now) => (now === asked.current ? null : now)), [folder]);
  function submit(event: FormEvent) {
    event.preventDefault();
    asked.current = typed;
    go(typed ?? folder);
  }
  function onBlur() {
    if (leave && typed !== null && typed !== folder && typed !== asked.current) {
      asked.current = typed;
      leave(typed);
    }
  }
  return (
    <form className="row folder-field" onSubmit={submit}>
      <button
        type="button"
        className="ib"
        aria-label={t("shell.files.up")}
        disabled={parent === null}
        onClick={() => parent !== null && go(parent)}
      >
        <Icon name="arrow-up" size="m" />
      </button>
      <div className="input">
        <Icon name="folder" />
        <input
          aria-label={t("shell.files.folder")}
          value={typed ?? folder}
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={onBlur}
        />
      </div>
      <button type="submit" className="btn">
        {t("shell.files.go")}
      </button>
    </form>
  );
}

type EntriesProps = {
  folder: Folder | undefined;
  words: string;
  isFetching: boolean;
  choose: (entry: FolderEntry) => void;
};

function Entries({ folder, words, isFetching, choose }: EntriesProps) {
  const wanted = words.trim().toLowerCase();
  const shown = (folder?.entries ?? []).filter((entry) =>
    entry.name.toLowerCase().includes(wanted),
  );
  const list = useRef<HTMLUListElement>(null);
  // The row that was chosen went with its folder: the focus goes on to the first of the new one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another folder is what takes it away
  useEffect(() => {
    if (document.activeElement === document.body) {
      const dialog = list.current?.closest<HTMLElement>('[role="dialog"]');
      const first = list.current?.querySelector("button") ?? dialog?.querySelector("input");
      first?.focus();
    }
  }, [folder?.folder]);
  function onKeyDown(event: KeyboardEvent<HTMLUListElement>) {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" } as const;
    const direction = step[event.key as keyof typeof step];
    const row = (event.target as HTMLElement).closest("li");
    if (direction && row) {
      event.preventDefault();
      row[direction]?.querySelector("button")?.focus();
    }
  }
  return (
    <ul ref={list} className="files" aria-busy={isFetching} onKeyDown={onKeyDown}>
      {shown.map((entry) => (
        <li key={entry.path}>
          <button type="button" className="file inset-focus" onClick={() => choose(entry)}>
            <Icon name={iconOf(entry)} />
            <span className="trunc grow">{entry.name}</span>
            <span className="meta num">{entry.is_folder ? "" : bytes(entry.bytes)}</span>
          </button>
        </li>
      ))}
      {folder && shown.length === 0 ? (
        <li>
          <Empty title={t("shell.files.empty")}>{t("shell.files.emptyText")}</Empty>
        </li>
      ) : null}
    </ul>
  );
}

function iconOf(entry: FolderEntry): "folder" | "note" | "file" {
  if (entry.is_folder) {
    return "folder";
  }
  return entry.name.toLowerCase().endsWith(".assay") ? "note" : "file";
}
