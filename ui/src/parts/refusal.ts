// What the application refuses for an open workbook, read from its own table of action and trust:
// nothing is offered, and nothing asked, that its door would turn away.
import { useQuery } from "@tanstack/react-query";
import type { Commands } from "../backend/generated/Commands";
import { REFUSED } from "../backend/generated/Refused";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import { workbookQuery } from "../backend/query";
import { t } from "../i18n/t";

/** Why a command of the application is refused for a workbook as it is trusted; none when it is not. */
export function whyRefused(
  view: SessionView | null | undefined,
  command: keyof Commands,
): string | null {
  const trust = view?.trust.trust;
  if (!trust || !REFUSED[trust].includes(command)) {
    return null;
  }
  return trust === "once" ? t("trust.needsLasting") : t("trust.needsTrust");
}

/** The same for the workbook of a session, followed; asks for nothing by itself. */
export function useRefusal(session: SessionId, command: keyof Commands): string | null {
  const { data } = useQuery({
    ...workbookQuery(session),
    enabled: false,
    select: (view) => whyRefused(view, command),
  });
  return data ?? null;
}
