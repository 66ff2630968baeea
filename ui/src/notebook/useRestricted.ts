// Whether nothing of the open workbook may run, since it is not trusted on this computer.
import { useQuery } from "@tanstack/react-query";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import { keys } from "../backend/query";

/** Follows the trust of a workbook; asks for nothing by itself. */
export function useRestricted(session: SessionId): boolean {
  const { data } = useQuery<SessionView, Error, boolean>({
    queryKey: keys.workbook(session),
    enabled: false,
    select: (view) => view.trust.trust === "restricted",
  });
  return data ?? false;
}
