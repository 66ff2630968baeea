// The name of a cell, changed in place. What cannot be a name is said while typing.
import { type KeyboardEvent, useId, useState } from "react";
import { call } from "../backend/call";
import type { CellId } from "../backend/generated/CellId";
import type { SessionId } from "../backend/generated/SessionId";
import { t } from "../i18n/t";
import { edit, told, viewOf } from "./cellActions";
import { nameProblem } from "./cellName";
import { focusCell } from "./focus";
import { askRename } from "./renameDialog";
import { useWish } from "./useWish";

type Props = { session: SessionId; cell: CellId; name: string };

export function CellName({ session, cell, name }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  useWish(cell, "name", () => setTyped(name));
  if (typed === null) {
    return (
      <button
        type="button"
        className="cell-name trunc"
        tabIndex={-1}
        title={t("notebook.name.rename", { name })}
        onDoubleClick={() => setTyped(name)}
      >
        {name}
      </button>
    );
  }
  const close = () => {
    setTyped(null);
    focusCell(cell);
  };
  return (
    <NameField
      session={session}
      cell={cell}
      name={name}
      typed={typed}
      setTyped={setTyped}
      close={close}
    />
  );
}

/** Renames a cell that nobody reads; else what changes with it is shown first. */
async function rename(session: SessionId, cell: CellId, from: string, to: string): Promise<void> {
  const plan = await told(() => call("plan_rename", { session, cell, offset: null, to }));
  if (plan && plan.places.length > 1) {
    askRename({ cell, offset: null, from, to });
  } else if (plan) {
    await edit(session, { edit: "rename_cell", cell, name: to });
  }
}

type FieldProps = Props & {
  typed: string;
  setTyped: (text: string | null) => void;
  close: () => void;
};

function NameField({ session, cell, name, typed, setTyped, close }: FieldProps) {
  const id = useId();
  const taken = (viewOf(session)?.workbook.cells ?? [])
    .filter((other) => other.id !== cell)
    .map((other) => other.name);
  const problem = nameProblem(typed, taken);
  const keep = () => {
    if (typed !== name && problem === null) {
      void rename(session, cell, name, typed);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter" && problem === null) {
      event.preventDefault();
      keep();
      close();
    }
  };
  return (
    <span className="name-field">
      <input
        // biome-ignore lint/a11y/noAutofocus: renaming was asked for
        autoFocus
        className="cell-name"
        aria-label={t("notebook.name.label")}
        aria-invalid={problem !== null}
        aria-describedby={id}
        size={Math.max(8, typed.length + 1)}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          keep();
          setTyped(null);
        }}
      />
      <span
        id={id}
        className={problem ? "field-error" : "muted"}
        role={problem ? "alert" : undefined}
      >
        {problem ?? t("notebook.name.hint")}
      </span>
    </span>
  );
}
