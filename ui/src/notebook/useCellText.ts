// The text of a cell between the editor and the document: typing goes out in edits, changes from
// elsewhere come in.
import { useEffect, useMemo, useRef, useState } from "react";
import { toBackendError } from "../backend/error";
import type { CellId } from "../backend/generated/CellId";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import { registerPendingEdit } from "../backend/pendingEdits";
import { applyEdit } from "../backend/query";
import { toastFailure } from "../parts/toast";
import { viewOf } from "./cellActions";
import { type Known, type TextQueue, textQueue } from "./textQueue";

const DELAY_MS = 400;

/** What an editor needs of its text. */
export interface CellText {
  /** The text as on the screen. */
  text: string;
  /** The same, outside of rendering. */
  current: () => string;
  typed: (text: string) => void;
  flush: () => Promise<void>;
  /** The editor sets this to hear texts that come from elsewhere. */
  show: { current: ((text: string) => void) | null };
}

type Wish = { session: SessionId; cell: CellId; text: string };

/** The text of a cell, as typed and as known. */
export function useCellText({ session, cell, text: known }: Wish): CellText {
  const [text, setText] = useState(known);
  const current = useRef(known);
  const show = useRef<((text: string) => void) | null>(null);
  const start = useRef(known);
  start.current = known;

  const queue = useMemo<TextQueue>(
    () =>
      textQueue(document(session, start.current), {
        delay: DELAY_MS,
        send: async (sent) => {
          const answer = await applyEdit(session, { edit: "set_text", cell, text: sent });
          // A later document may have been heard of already: it counts.
          const view = viewOf(session) ?? answer;
          return { text: textIn(view, cell) ?? sent, revision: view.revision };
        },
        show: (shown) => {
          current.current = shown;
          setText(shown);
          show.current?.(shown);
        },
        fail: (thrown) => {
          // A cell that was deleted meanwhile needs its text no more.
          const now = viewOf(session);
          if (!now || textIn(now, cell) !== null) {
            toastFailure(toBackendError(thrown));
          }
        },
      }),
    [session, cell],
  );

  useEffect(() => {
    const forget = registerPendingEdit(queue.flush);
    return () => {
      forget();
      void queue.flush();
      queue.stop();
    };
  }, [queue]);

  useEffect(() => {
    queue.heard(document(session, known));
  }, [queue, session, known]);

  return useMemo(
    () => ({
      text,
      current: () => current.current,
      typed: (typed) => {
        current.current = typed;
        setText(typed);
        queue.typed(typed);
      },
      flush: queue.flush,
      show,
    }),
    [text, queue],
  );
}

/** A text with the revision of the document that it was read from. */
function document(session: SessionId, text: string): Known {
  return { text, revision: viewOf(session)?.revision ?? 0 };
}

function textIn(view: SessionView, id: CellId): string | null {
  const body = view.workbook.cells.find((cell) => cell.id === id)?.body;
  return body && (body.type === "sql" || body.type === "markdown") ? body.text : null;
}
