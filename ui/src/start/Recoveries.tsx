// Unsaved work that a crash left behind: the newest first, opened or, after a second word, deleted.
import { useState } from "react";
import type { Recovery } from "../backend/generated/Recovery";
import { moment } from "../i18n/format";
import { t } from "../i18n/t";
import { Banner } from "../parts/Banner";

type Props = {
  recoveries: readonly Recovery[];
  open: (recovery: string) => void;
  discard: (recovery: string) => void;
};

/** So many are shown at once; the page is for starting, not for clearing up. */
const SHOWN = 3;

export function Recoveries({ recoveries, open, discard }: Props) {
  const [showsAll, setShowsAll] = useState(false);
  const [asked, setAsked] = useState<string | null>(null);
  if (recoveries.length === 0) {
    return null;
  }
  const newest = [...recoveries].sort((a, b) => b.edited_at.localeCompare(a.edited_at));
  const shown = showsAll ? newest : newest.slice(0, SHOWN);
  const rest = recoveries.length - shown.length;
  return (
    <section className="wide stack recoveries" aria-label={t("start.recovery")}>
      {shown.map(({ recovery, ...about }) => (
        <Banner
          key={recovery}
          level="info"
          actions={
            asked === recovery ? (
              <>
                <button type="button" className="link" onClick={() => setAsked(null)}>
                  {t("start.keep")}
                </button>
                <button
                  type="button"
                  className="link danger-text"
                  onClick={() => discard(recovery)}
                >
                  {t("start.discardSure")}
                </button>
              </>
            ) : (
              <>
                <button type="button" className="link" onClick={() => open(recovery)}>
                  {t("start.recover")}
                </button>
                <button
                  type="button"
                  className="link danger-text"
                  onClick={() => setAsked(recovery)}
                >
                  {t("start.discard")}
                </button>
              </>
            )
          }
        >
          <b>{t("start.recovery")}</b> {recoveryText(about)}
        </Banner>
      ))}
      {rest > 0 ? (
        <button type="button" className="link" onClick={() => setShowsAll(true)}>
          {t("start.olderWork", { count: rest })}
        </button>
      ) : null}
    </section>
  );
}

function recoveryText(about: Omit<Recovery, "recovery">): string {
  return t("start.recoveryText", {
    title: about.title || t("shell.top.untitled"),
    count: about.steps,
    at: moment(about.edited_at, new Date(), t("common.yesterday")),
  });
}
