// The window once the application has answered: regions, panels and what floats over them.
import { useQuery } from "@tanstack/react-query";
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from "react";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import type { Welcome } from "../backend/generated/Welcome";
import { workbookQuery } from "../backend/query";
import { openSession, useSession, type Workspace } from "../backend/session";
import { transport } from "../backend/transport";
import { CatalogPage } from "../catalog/CatalogPage";
import { CatalogPanel } from "../catalog/CatalogPanel";
import { usePages } from "../dashboard/pageState";
import { t } from "../i18n/t";
import { Panel } from "../parts/Panel";
import { usePanels } from "../parts/panels";
import { fillSlot } from "../parts/slots";
import { Toasts } from "../parts/Toasts";
import { StartPage } from "../start/StartPage";
import {
  chooseAndOpen,
  chooseFolder,
  discardRecovery,
  forgetRecent,
  newWorkbook,
  openSample,
  openWorkbook,
  recover,
} from "./actions";
import { Bars } from "./Bars";
import { Dialogs } from "./Dialogs";
import { DropLayer } from "./DropLayer";
import { showDialog } from "./dialogs";
import { ErrorBoundary } from "./ErrorBoundary";
import { Inspector } from "./Inspector";
import { LostBanner } from "./LostBanner";
import { setPresenting, usePresenting } from "./presenting";
import { Rail } from "./Rail";
import { StatusBar } from "./StatusBar";
import { TopBar } from "./TopBar";
import { useFileWatch } from "./useFileWatch";
import { useShortcuts } from "./useShortcuts";

type WorkspaceProps = { session: SessionId };
const PARTS = import.meta.glob(
  "../{notebook/Notebook,chart/ChartWorkspace,dashboard/DashboardWorkspace}.tsx",
);

function part(path: string, name: string) {
  return lazy(async (): Promise<{ default: ComponentType<WorkspaceProps> }> => {
    const found = (await PARTS[path]?.()) as
      | Record<string, ComponentType<WorkspaceProps>>
      | undefined;
    return { default: found?.[name] ?? found?.default ?? Nothing };
  });
}

function Nothing() {
  return null;
}

fillSlot(
  "chartCell",
  lazy(() => import("../chart/ChartCell")),
);

fillSlot(
  "parameterControl",
  lazy(() => import("../notebook/ParameterControl")),
);
fillSlot(
  "addToPage",
  lazy(() => import("../dashboard/AddToPage")),
);
fillSlot(
  "prose",
  lazy(() => import("../notebook/Prose")),
);

const Notebook = part("../notebook/Notebook.tsx", "Notebook");
const ChartWorkspace = part("../chart/ChartWorkspace.tsx", "ChartWorkspace");
const DashboardWorkspace = part("../dashboard/DashboardWorkspace.tsx", "DashboardWorkspace");

type Props = { welcome: Welcome };

export function Frame({ welcome }: Props) {
  const session = useSession((state) => state.session);
  return session === null ? (
    <Regions view={null} welcome={welcome} />
  ) : (
    <OpenWorkbook session={session} welcome={welcome} />
  );
}

function OpenWorkbook({ session, welcome }: Props & { session: SessionId }) {
  const { data: view, error } = useQuery(workbookQuery(session));
  useEffect(() => {
    // The application was restarted and does not know this workbook: back to the start page,
    // which offers the recovery.
    if (error && !view) {
      openSession(null);
    }
  }, [error, view]);
  return <Regions view={view ?? null} welcome={welcome} isOpening={!view} />;
}

type RegionsProps = Props & {
  view: SessionView | null;
  /** The workbook is on its way: the start page would only flash up. */
  isOpening?: boolean;
};

function Regions({ view, welcome, isOpening = false }: RegionsProps) {
  const isPresenting = usePresenting((state) => state.isPresenting) && view !== null;
  const workspace = useSession((state) => state.workspace);
  useShortcuts(view);
  useFileWatch(view);
  useWindowTitle(view);
  const style = usePanelWidths();
  return (
    <>
      <div className={useFrameClass(view, isPresenting)} style={style}>
        {isPresenting ? <LeavePresenting /> : <Rail />}
        {isPresenting ? null : <TopBar view={view} />}
        {view && !isPresenting ? <Bars view={view} /> : null}
        {view ? (
          <WorkbookBody view={view} workspace={workspace} isPresenting={isPresenting} />
        ) : isOpening ? (
          <main className="main" data-region="main" tabIndex={-1} aria-busy="true" />
        ) : (
          <NoWorkbookBody welcome={welcome} workspace={workspace} />
        )}
        {isPresenting ? null : <StatusBar view={view} welcome={welcome} />}
      </div>
      <LostBanner />
      <Dialogs view={view} welcome={welcome} />
      <Toasts />
      <DropLayer />
    </>
  );
}

type BodyProps = { view: SessionView; workspace: Workspace; isPresenting: boolean };

function WorkbookBody({ view, workspace, isPresenting }: BodyProps) {
  if (workspace === "chart") {
    // The chart workspace brings its own side panel and inspector.
    return (
      <Guarded>
        <ChartWorkspace session={view.session} />
      </Guarded>
    );
  }
  if (workspace === "dashboard") {
    return (
      <Guarded>
        <DashboardWorkspace session={view.session} />
      </Guarded>
    );
  }
  return (
    <>
      {isPresenting ? null : (
        <Panel panel="side" label={t("shell.regions.side")}>
          <CatalogPanel
            view={view}
            onAddFile={() => void chooseAndOpen()}
            onAddFolder={transport().pick ? () => void chooseFolder() : null}
            onShowRejected={(table) => showDialog({ dialog: "rejected", table })}
          />
        </Panel>
      )}
      <Main>
        {workspace === "catalog" ? (
          <CatalogPage
            view={view}
            onAddFile={() => void chooseAndOpen()}
            onShowRejected={(table) => showDialog({ dialog: "rejected", table })}
          />
        ) : (
          <Notebook session={view.session} />
        )}
      </Main>
      {isPresenting || workspace === "catalog" ? null : <Inspector view={view} />}
    </>
  );
}

function NoWorkbookBody({ welcome, workspace }: Props & { workspace: Workspace }) {
  return (
    <Main>
      {workspace === "catalog" ? (
        <CatalogPage view={null} onAddFile={() => void chooseAndOpen()} onShowRejected={nothing} />
      ) : (
        <StartPage
          welcome={welcome}
          onChooseFile={() => void chooseAndOpen()}
          onOpenSample={(name) => void openSample(name)}
          onOpenRecent={(path) => void openWorkbook(path)}
          onForgetRecent={(path) => void forgetRecent(path)}
          onBlank={() => void newWorkbook()}
          onRecover={(recovery) => void recover(recovery)}
          onDiscardRecovery={(recovery) => void discardRecovery(recovery)}
        />
      )}
    </Main>
  );
}

function Main({ children }: { children: ReactNode }) {
  return (
    <main className="main" aria-label={t("shell.regions.main")} data-region="main" tabIndex={-1}>
      <Guarded>{children}</Guarded>
    </main>
  );
}

function Guarded({ children }: { children: ReactNode }) {
  return (
    <ErrorBoundary>
      <Suspense fallback={<div className="main" aria-busy="true" />}>{children}</Suspense>
    </ErrorBoundary>
  );
}

function LeavePresenting() {
  return (
    <button type="button" className="btn leave-presenting" onClick={() => setPresenting(false)}>
      {t("shell.top.leavePresenting")} <kbd>Esc</kbd>
    </button>
  );
}

function useWindowTitle(view: SessionView | null) {
  const title = view ? view.workbook.title || t("shell.top.untitled") : null;
  useEffect(() => {
    transport().setTitle(title ? `${title} · ${t("shell.product")}` : t("shell.product"));
  }, [title]);
}

function useFrameClass(view: SessionView | null, isPresenting: boolean): string {
  const workspace = useSession((state) => state.workspace);
  const isOpen = usePanels((state) => state.isOpen);
  const isEditing = usePages((state) => state.isEditing);
  const parts = ["app"];
  if (isPresenting) {
    parts.push("presenting");
  } else if (!view) {
    parts.push("bare");
  } else {
    const isDashboard = workspace === "dashboard";
    if (!isOpen.side || isDashboard) {
      parts.push("no-side");
    }
    if (!isOpen.inspector || workspace === "catalog" || (isDashboard && !isEditing)) {
      parts.push("no-insp");
    }
  }
  return parts.join(" ");
}

function usePanelWidths(): React.CSSProperties {
  const width = usePanels((state) => state.width);
  return {
    "--w-side": `${width.side}px`,
    "--w-inspector": `${width.inspector}px`,
  } as React.CSSProperties;
}

function nothing() {}
