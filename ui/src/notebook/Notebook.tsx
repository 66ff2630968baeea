// The notebook: cells from top to bottom with the line that joins them, and the keyboard.
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef } from "react";
import type { Cell } from "../backend/generated/Cell";
import type { CellView } from "../backend/generated/CellView";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import { sourcesQuery, workbookQuery } from "../backend/query";
import { selectCell, useSession } from "../backend/session";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { useArrival } from "../parts/useArrival";
import { CellRow } from "./CellRow";
import { ChartHost } from "./ChartHost";
import { cellGroups } from "./cellGroups";
import { act } from "./cellKeys";
import { ExplainDialogs } from "./ExplainDialog";
import { FarCell } from "./FarCell";
import { focusCell, useFocusWish } from "./focus";
import { InsertBar } from "./InsertBar";
import { nodeOf, tinted } from "./lineage";
import { MarkdownCell } from "./MarkdownCell";
import { actionFor } from "./notebookKeys";
import { ParameterDialog } from "./ParameterDialog";
import { ParameterRow } from "./ParameterRow";
import { openParameter, useParameterDialog } from "./parameterDialog";
import { RenameDialogs } from "./RenameDialog";
import { SnippetDialogs } from "./SnippetDialog";
import { SqlCell } from "./SqlCell";
import type { KnownName } from "./sqlWords";
import { useNear } from "./useNear";
import "./notebook.css";
import "./editor.css";
import "./prose.css";
import "./parameters.css";

type Props = { session: SessionId };

export default function Notebook({ session }: Props) {
  const { data: view } = useQuery(workbookQuery(session));
  return view ? (
    <Cells view={view} />
  ) : (
    <div className="flow" aria-busy="true">
      <p className="sr-only" role="status">
        {t("notebook.loading")}
      </p>
      <div className="cellrow">
        <span />
        <div className="cell skel cell-wait" />
      </div>
    </div>
  );
}

const IDLE: Omit<CellView, "cell"> = {
  state: { state: "idle" },
  reads: [],
  feeds: [],
  diagnostics: [],
  result: null,
  answers: [],
};

function Cells({ view }: { view: SessionView }) {
  const { session, workbook } = view;
  const { cells } = workbook;
  const selected = useSession((state) => state.cell);
  const reveal = useSession((state) => state.reveal);
  const names = useKnownNames(session, cells);
  const flow = useRef<HTMLDivElement>(null);
  const selectedIndex = cells.findIndex((cell) => cell.id === selected);
  const tint = useMemo(
    () => tinted(cells, view.cells, selectedIndex),
    [cells, view.cells, selectedIndex],
  );
  const views = useMemo(() => new Map(view.cells.map((one) => [one.cell, one])), [view.cells]);

  useArrival(() => flow.current?.querySelector<HTMLElement>("[data-cell][tabindex='0']") ?? null);
  useEffect(() => {
    if (reveal) {
      focusCell(reveal.cell);
    }
  }, [reveal]);

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      const box = at.closest<HTMLElement>("[data-cell]");
      const id = box?.dataset.cell;
      if (!box || !id || isElsewhere(at, box)) {
        return;
      }
      // A completion list or a menu that took the key closes itself.
      if (event.defaultPrevented && event.key !== "Enter") {
        return;
      }
      const state = views.get(id)?.state.state;
      const press = {
        key: event.key,
        ctrl: event.ctrlKey || event.metaKey,
        shift: event.shiftKey,
        alt: event.altKey,
      };
      const action = actionFor(press, at === box ? "cell" : "inside", state === "running");
      if (action && act(session, id, action, box)) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    [session, views],
  );

  return (
    <>
      <h1 className="sr-only">{workbook.title || t("notebook.title")}</h1>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the cells inside */}
      <div
        ref={flow}
        className="flow"
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const id = event.target.closest<HTMLElement>("[data-cell]")?.dataset.cell;
          if (id && id !== useSession.getState().cell) {
            selectCell(id);
          }
        }}
        onMouseDown={(event) => focusBox(event.target as HTMLElement)}
      >
        {cells.length === 0 ? (
          <Empty title={t("notebook.empty.title")}>{t("notebook.empty.text")}</Empty>
        ) : null}
        {cellGroups(cells).map((group) => (
          <div key={group.key} className="cell-place">
            <InsertBar session={session} index={group.first} />
            {group.parameters ? (
              <ParameterRow
                session={session}
                parameters={group.parameters.map((one) => ({
                  ...one,
                  view: views.get(one.cell.id) ?? { ...IDLE, cell: one.cell.id },
                }))}
                count={cells.length}
                selected={selected}
                isTinted={tint.has(group.last)}
                isLast={group.last === cells.length - 1}
              />
            ) : (
              <OneCell
                session={session}
                count={cells.length}
                cell={group.cell}
                about={views.get(group.cell.id) ?? null}
                index={group.first}
                names={names}
                isSelected={group.cell.id === selected}
                isTinted={tint.has(group.first)}
              />
            )}
          </div>
        ))}
        <InsertBar session={session} index={cells.length} isLast />
      </div>
      <OpenParameter view={view} />
      <RenameDialogs session={view.session} />
      <SnippetDialogs />
      <ExplainDialogs view={view} />
    </>
  );
}

/** Popovers and dialogs belong to a cell but stand outside of its box. */
function isElsewhere(at: HTMLElement, box: HTMLElement): boolean {
  return !box.contains(at);
}

/** A click beside the controls of a cell selects the cell as a whole. */
function focusBox(at: HTMLElement): void {
  const box = at.closest<HTMLElement>("[data-cell]");
  if (
    box &&
    !at.closest(
      "button, input, textarea, select, a, .cm-editor, .grid-body, [tabindex]:not([data-cell])",
    )
  ) {
    focusCell(box.dataset.cell ?? "");
  }
}

type OneProps = {
  session: SessionId;
  count: number;
  cell: Cell;
  about: CellView | null;
  index: number;
  names: readonly KnownName[];
  isSelected: boolean;
  isTinted: boolean;
};

/** Drawn again only when something about this cell changed. */
const OneCell = memo(function OneCell(props: OneProps) {
  const { session, count, cell, about, index, names, isSelected, isTinted } = props;
  const box = useRef<HTMLElement>(null);
  const isWanted = useFocusWish(({ wish }) => wish?.cell === cell.id);
  const { isNear, wasNear } = useNear(box, isWanted);
  const view = useMemo(() => about ?? { ...IDLE, cell: cell.id }, [about, cell.id]);
  const shared = { session, cell, index, count };
  return (
    <CellRow
      cell={cell}
      state={view.state}
      node={nodeOf(cell, view.state)}
      isTinted={isTinted}
      isLast={index === count - 1}
      isSelected={isSelected}
      isPlain={cell.body.type === "markdown"}
      boxRef={box}
    >
      {wasNear ? null : <FarCell cell={cell} view={view} />}
      {wasNear && cell.body.type === "markdown" ? (
        <MarkdownCell {...shared} text={cell.body.text} />
      ) : null}
      {wasNear && cell.body.type === "sql" ? (
        <SqlCell
          {...shared}
          text={cell.body.text}
          view={view}
          names={names}
          isNear={isNear}
          onRunNext={() => void act(session, cell.id, { do: "runNext" }, box.current)}
        />
      ) : null}
      {wasNear && cell.body.type === "chart" ? (
        <ChartHost {...shared} spec={cell.body.spec} view={view} />
      ) : null}
    </CellRow>
  );
});

function OpenParameter({ view }: { view: SessionView }) {
  const id = useParameterDialog((state) => state.cell);
  const cell = view.workbook.cells.find((one) => one.id === id);
  return cell?.body.type === "parameter" ? (
    <ParameterDialog
      key={cell.id}
      session={view.session}
      cell={cell}
      parameter={cell.body.parameter}
      onClose={() => openParameter(null)}
    />
  ) : null;
}

/** What names in SQL can lead to: cells, parameters and tables. */
function useKnownNames(session: SessionId, cells: readonly Cell[]): readonly KnownName[] {
  const { data } = useQuery(sourcesQuery(session));
  const found = useMemo(() => {
    const tables = (data?.sources ?? [])
      .flatMap((source) => source.tables)
      .map(({ name }): KnownName => ({ name, kind: "table", target: name }));
    const own = cells
      .filter(({ body }) => body.type === "sql" || body.type === "parameter")
      .map(
        ({ id, name, body }): KnownName => ({
          name,
          kind: body.type === "parameter" ? "parameter" : "cell",
          target: id,
        }),
      );
    return [...tables, ...own];
  }, [data, cells]);
  // The same list for as long as it says the same, so that typing in one cell leaves others alone.
  const text = JSON.stringify(found);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is the list
  return useMemo(() => found, [text]);
}
