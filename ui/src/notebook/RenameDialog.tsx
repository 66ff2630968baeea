// Another name for a cell, a parameter, a short name or a named query: what changes is shown
// before it does, and is one step of the history.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useId, useState } from "react";
import { call } from "../backend/call";
import type { RenamePlan } from "../backend/generated/RenamePlan";
import type { SessionId } from "../backend/generated/SessionId";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { edit } from "./cellActions";
import { focusCell, startEditing } from "./focus";
import { askRename, type RenameWish, useRename } from "./renameDialog";
import { useRevision } from "./useRevision";

/** The dialog, when something is to be renamed. */
export function RenameDialogs({ session }: { session: SessionId }) {
  const wish = useRename((state) => state.wish);
  return wish ? <RenameDialog session={session} wish={wish} /> : null;
}

type Props = { session: SessionId; wish: RenameWish };

function RenameDialog({ session, wish }: Props) {
  const id = useId();
  const [to, setTo] = useState(wish.to ?? wish.from);
  const { plan, problem } = usePlan(session, wish, to);
  const close = () => {
    askRename(null);
    if (wish.offset === null) {
      focusCell(wish.cell);
    } else {
      startEditing(wish.cell);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (plan) {
      void edit(session, plan.edit);
      close();
    }
  };
  return (
    <Dialog title={t("notebook.rename.title", { name: wish.from })} onClose={close}>
      <form
        className="export-form"
        onSubmit={submit}
        onKeyDown={(event) => event.stopPropagation()}
      >
        <div className="field">
          <label htmlFor={id}>{t("notebook.rename.to")}</label>
          <div className="input">
            <input
              id={id}
              data-autofocus
              autoComplete="off"
              spellCheck={false}
              value={to}
              aria-invalid={problem !== null}
              aria-describedby={`${id}-problem`}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setTo(event.target.value)}
            />
          </div>
          <span id={`${id}-problem`} className="field-error" role={problem ? "alert" : undefined}>
            {problem}
          </span>
        </div>
        {plan ? <Places plan={plan} /> : null}
        <div className="dialog-foot">
          <button type="button" className="btn" onClick={close}>
            {t("common.cancel")}
          </button>
          <button type="submit" className="btn primary" disabled={plan === null}>
            {t("notebook.rename.do")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** What the name as typed would change, or why it cannot be. */
function usePlan(
  session: SessionId,
  { cell, offset, from }: RenameWish,
  typed: string,
): { plan: RenamePlan | null; problem: string | null } {
  const to = useDeferredValue(typed.trim());
  const revision = useRevision(session, true);
  const { data, error } = useQuery({
    queryKey: ["rename", session, cell, offset, to, revision],
    queryFn: ({ signal }) => call("plan_rename", { session, cell, offset, to }, signal),
    enabled: to !== "" && to !== from,
    gcTime: 0,
  });
  if (to === "" || to === from || typed.trim() !== to) {
    return { plan: null, problem: null };
  }
  return { plan: error ? null : (data ?? null), problem: error?.message ?? null };
}

function Places({ plan }: { plan: RenamePlan }) {
  return (
    <section aria-label={t("notebook.rename.places")} className="rename-places">
      <div className="muted">{t("notebook.rename.touched", { count: plan.places.length })}</div>
      <ul>
        {plan.places.map((place, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell can stand twice, by name and by text
          <li key={index}>
            <span className="mono">{place.name}</span>
            {place.lines.map(({ line, text }) => (
              <div key={line} className="mono">
                <span className="muted num">{line}</span> {text.trim()}
              </div>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
