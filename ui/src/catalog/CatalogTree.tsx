// The tree: one tab stop, arrow keys inside, a menu on each source and table.
import { type KeyboardEvent, useRef, useState } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import type { SourceView } from "../backend/generated/SourceView";
import { openTable, useSession } from "../backend/session";
import { t } from "../i18n/t";
import { ContextMenu, type MenuPoint, useContextMenu } from "../parts/ContextMenu";
import { TreeRowView } from "./TreeRowView";
import { queryTable, sourceMenu, tableMenu } from "./tableActions";
import { moveInTree, type OpenRows, type TreeRow, tableKey, toggled, treeRows } from "./treeRows";

type Props = {
  view: SessionView;
  sources: SourceView[];
  onShowRejected: (table: string) => void;
};

export function CatalogTree({ view, sources, onShowRejected }: Props) {
  const [open, setOpen] = useState<OpenRows>(() => firstOpen(sources));
  const rows = treeRows(sources, open);
  const selectedTable = useSession((state) => state.table);
  const [at, setAt] = useState<string | null>(null);
  const menu = useContextMenu<TreeRow>();
  const tree = useRef<HTMLDivElement>(null);

  const current = Math.max(
    0,
    rows.findIndex((row) => row.key === at),
  );

  function focusRow(index: number) {
    const row = rows[index];
    if (row) {
      setAt(row.key);
      tree.current?.querySelectorAll<HTMLElement>("[role='treeitem']")[index]?.focus();
    }
  }
  function turn(row: TreeRow, isOpen: boolean) {
    setOpen((now) => toggled(now, row, isOpen));
  }
  function act(row: TreeRow) {
    setAt(row.key);
    if (row.row === "table") {
      turn(row, !row.isOpen);
      if (useSession.getState().workspace === "catalog") {
        openTable(row.table.name);
      }
    } else if ("isOpen" in row) {
      turn(row, !row.isOpen);
    }
  }
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const row = rows[current];
    if (event.key === "Enter" && row) {
      event.preventDefault();
      if (event.ctrlKey && row.row === "table") {
        void queryTable(view, row.table.name);
      } else {
        act(row);
      }
      return;
    }
    if ((event.key === "F10" && event.shiftKey) || event.key === "ContextMenu") {
      event.preventDefault();
      const box = document.activeElement?.getBoundingClientRect();
      if (row && box) {
        menu.openAt(row, { x: box.left + 24, y: box.bottom });
      }
      return;
    }
    const move = moveInTree(rows, current, event.key);
    if (move && "to" in move) {
      event.preventDefault();
      focusRow(move.to);
    } else if (move && row) {
      event.preventDefault();
      turn(row, move.open);
    }
  }
  return (
    <>
      <div
        className="tree"
        role="tree"
        aria-label={t("catalog.tree")}
        ref={tree}
        onKeyDown={onKeyDown}
      >
        {rows.map((row, index) => (
          <TreeRowView
            key={row.key}
            row={row}
            session={view.session}
            isStop={index === current}
            isSelected={row.row === "table" && row.table.name === selectedTable}
            onAct={() => act(row)}
            onMenu={(point: MenuPoint) => {
              setAt(row.key);
              menu.openAt(row, point);
            }}
          />
        ))}
      </div>
      <ContextMenu
        at={menu.at}
        label={t("catalog.menu.label", { name: menu.row ? nameOf(menu.row) : "" })}
        entries={menu.row ? menuFor(view, menu.row, onShowRejected) : []}
        onClose={menu.close}
      />
    </>
  );
}

/** A workbook with few tables opens its first one, so that columns are seen at once. */
function firstOpen(sources: SourceView[]): OpenRows {
  const first = sources.find((source) => source.tables.length > 0)?.tables[0];
  return { closed: new Set(), opened: new Set(first ? [tableKey(first.name)] : []) };
}

function nameOf(row: TreeRow): string {
  switch (row.row) {
    case "files":
      return t("catalog.files");
    case "source":
    case "unread":
      return row.source.spec.name;
    case "table":
    case "more":
    case "column":
      return row.table.name;
  }
}

function menuFor(view: SessionView, row: TreeRow, onShowRejected: (table: string) => void) {
  switch (row.row) {
    case "table":
      return tableMenu(view, row.source, row.table, onShowRejected);
    case "source":
    case "unread":
      return sourceMenu(view, row.source);
    default:
      return [];
  }
}
