// Problems of a text while it is typed: asked for once the typing pauses, the newest answer wins.

import { useEffect, useRef, useState } from "react";
import { call } from "../backend/call";
import type { CellId } from "../backend/generated/CellId";
import type { Check } from "../backend/generated/Check";
import type { SessionId } from "../backend/generated/SessionId";
import { useRevision } from "./useRevision";

/** Long enough that a word is not asked about letter by letter, short enough to be told at once. */
const WAIT_MS = 120;

/** What is known of a text. */
export interface Checked {
  text: string;
  check: Check;
}

type Wish = { session: SessionId; cell: CellId; text: string; isOn: boolean };

/** The last check of a cell's text; asked again when the text or the document changes. */
export function useCheck({ session, cell, text, isOn }: Wish): Checked | null {
  const revision = useRevision(session, isOn);
  const [checked, setChecked] = useState<Checked | null>(null);
  const newest = useRef(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: names may mean something else after an edit
  useEffect(() => {
    newest.current += 1;
    const own = newest.current;
    if (!isOn || text.trim() === "") {
      setChecked(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      call("check_text", { session, cell, text }, stop.signal).then(
        (check) => {
          if (own === newest.current) {
            setChecked({ text, check });
          }
        },
        () => {
          // Without an answer the last one stays until the text runs.
        },
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [session, cell, text, revision, isOn]);

  return checked;
}
