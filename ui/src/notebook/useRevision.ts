// The revision of the document, for the few parts that must act on any change of it.
import { useQuery } from "@tanstack/react-query";
import type { SessionId } from "../backend/generated/SessionId";
import { workbookQuery } from "../backend/query";

/** The revision while it is asked for, else 0: what does not ask is not drawn again. */
export function useRevision(session: SessionId, isOn: boolean): number {
  const { data } = useQuery({
    ...workbookQuery(session),
    select: ({ revision }) => (isOn ? revision : 0),
  });
  return data ?? 0;
}
