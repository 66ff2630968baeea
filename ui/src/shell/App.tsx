// The whole window: what surrounds every part, and the first question to the application.
import { MantineProvider, Tooltip } from "@mantine/core";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { listenNotices, startEvents } from "../backend/events";
import type { Notice } from "../backend/generated/Notice";
import type { Welcome } from "../backend/generated/Welcome";
import { keys, queryClient, welcomeQuery } from "../backend/query";
import { openSession, useSession } from "../backend/session";
import { transport } from "../backend/transport";
import { applyLocale } from "../i18n/locale";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { isWide, showPanel } from "../parts/panels";
import { toast } from "../parts/toast";
import { applyTheme, followSystem, useTheme } from "../theme/theme";
import { currentView, mayLeave } from "./actions";
import { ErrorBoundary } from "./ErrorBoundary";
import { Frame } from "./Frame";
import { useNamed } from "./useNamed";

export function App() {
  const shown = useTheme((state) => state.shown);
  return (
    <MantineProvider forceColorScheme={shown}>
      <QueryClientProvider client={queryClient}>
        <Tooltip.Group openDelay={400} closeDelay={80}>
          <ErrorBoundary>
            <Boot />
          </ErrorBoundary>
        </Tooltip.Group>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Boot() {
  const { data, error, refetch } = useQuery(welcomeQuery);
  useEffect(startEvents, []);
  useEffect(() => listenNotices(showNotice), []);
  useEffect(followSystem, []);
  useEffect(followWidth, []);
  useEffect(askBeforeClosing, []);
  const isReady = useFirstWelcome(data);
  const isOpening = useNamed(isReady);
  if (data && isReady && !isOpening) {
    return <Frame welcome={data} />;
  }
  if (error) {
    return (
      <main className="boot" role="alert">
        <Empty
          title={t("shell.boot.failed")}
          actions={
            <button type="button" className="btn primary" onClick={() => void refetch()}>
              {t("shell.boot.retry")}
            </button>
          }
        >
          {error.message}
        </Empty>
      </main>
    );
  }
  return <main className="boot" aria-busy="true" />;
}

/** Applies the first answer; true once that is done. */
function useFirstWelcome(welcome: Welcome | undefined): boolean {
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (welcome && !isDone) {
      applyWelcome(welcome);
      setDone(true);
    }
  }, [welcome, isDone]);
  return isDone;
}

function applyWelcome({ settings, sessions, notices }: Welcome): void {
  applyLocale(settings.locale);
  applyTheme(settings.theme);
  showPanel("side", settings.side_panel_open);
  showPanel("inspector", settings.inspector_open && isWide());
  const [newest] = sessions;
  if (newest && useSession.getState().session === null) {
    openSession(newest);
  }
  // Without a workbook the start page shows them for as long as they are not dismissed.
  for (const notice of useSession.getState().session === null ? [] : notices) {
    // Held until it is closed: nobody would find out otherwise.
    toast("error", notice);
  }
}

/** A window that becomes narrow has nothing over its main region until it is asked for. */
function followWidth(): () => void {
  let wasWide = isWide();
  const onResize = () => {
    const isWideNow = isWide();
    if (isWideNow !== wasWide) {
      wasWide = isWideNow;
      const settings = queryClient.getQueryData<Welcome>(keys.welcome)?.settings;
      showPanel("inspector", isWideNow && (settings?.inspector_open ?? true));
    }
  };
  addEventListener("resize", onResize);
  return () => removeEventListener("resize", onResize);
}

function showNotice(notice: Notice): void {
  toast(notice.level, notice.message);
}

function askBeforeClosing(): (() => void) | undefined {
  const { listenClose } = transport();
  return listenClose?.(async () => {
    const view = currentView();
    return view === null || (await mayLeave(view));
  });
}
