// What can be done with a tile, or with all that are selected.
import type { ChartView } from "../backend/generated/ChartView";
import type { Edge } from "../backend/generated/Edge";
import type { SessionView } from "../backend/generated/SessionView";
import type { Tile } from "../backend/generated/Tile";
import type { TileView } from "../backend/generated/TileView";
import { goTo, revealCell, selectCell } from "../backend/session";
import { pathPicks } from "../chart/drill";
import { t } from "../i18n/t";
import type { MenuEntry } from "../parts/ContextMenu";
import { detailEntries, fieldsIn, type Known } from "../parts/details";
import { showPanel } from "../parts/panels";
import { arrangeTiles, duplicateTiles, type PageAt, removeTiles } from "./pageActions";
import { selectTiles, setEditing, showAsTable, showTab, usePages } from "./pageState";

type Props = {
  at: PageAt;
  book: SessionView;
  tile: Tile;
  view: TileView | undefined;
  isEditing: boolean;
};

/** The entries of a tile's menu. */
export function tileMenu({ at, book, tile, view, isEditing }: Props): MenuEntry[] {
  const { tiles, tables } = usePages.getState();
  const chosen = tiles.includes(tile.id) ? tiles : [tile.id];
  const entries: MenuEntry[] = [];
  const { content } = tile;
  if (content.type === "chart") {
    const isTable = tables.has(tile.id);
    entries.push(
      {
        label: t("dashboard.openChart"),
        icon: "chart",
        run: () => {
          selectCell(content.cell);
          goTo("chart");
        },
      },
      {
        label: isTable ? t("dashboard.showPicture") : t("dashboard.showTable"),
        icon: isTable ? "chart" : "table",
        meta: "Alt F10",
        run: () => showAsTable(tile.id, !isTable),
      },
      ...(view?.chart ? detailEntries(book, knownOf(at, tile, view, view.chart)) : []),
    );
  }
  if (content.type === "control") {
    entries.push({
      label: t("dashboard.settings"),
      icon: "sliders",
      run: () => revealCell(content.cell),
    });
  } else {
    entries.push({
      label: t("dashboard.settings"),
      icon: "sliders",
      run: () => {
        setEditing(true);
        selectTiles([tile.id]);
        showTab("tile");
        showPanel("inspector", true);
      },
    });
  }
  if (!isEditing) {
    return entries;
  }
  const align = (edge: Edge): MenuEntry => ({
    label: t(`dashboard.${ALIGN[edge]}`),
    run: () => void arrangeTiles(at, { arrange: "align", tiles: chosen, edge }),
  });
  if (chosen.length > 1) {
    entries.push(
      "line",
      align("left"),
      align("right"),
      align("top"),
      align("width"),
      align("height"),
    );
  }
  entries.push(
    "line",
    {
      label: t("dashboard.duplicate"),
      icon: "plus",
      meta: "Ctrl D",
      run: () => void duplicateTiles(at, chosen),
    },
    {
      label: t("dashboard.remove"),
      icon: "close",
      meta: "Del",
      isDanger: true,
      run: () => void removeTiles(at, chosen),
    },
  );
  return entries;
}

/** What is known of all marks of a tile together: what narrows it. */
function knownOf(at: PageAt, tile: Tile, { filters, picks }: TileView, chart: ChartView): Known {
  const { spec, path } = chart;
  return {
    from: { page: at.page.id, tile: tile.id, cell: null },
    fields: [
      ...fieldsIn(filters, [...picks, ...pathPicks(path)]),
      ...fieldsIn(spec.filters ?? [], spec.picks ?? []),
    ],
    picks: [],
    filters: [],
  };
}

const ALIGN = {
  left: "alignLeft",
  right: "alignRight",
  top: "alignTop",
  width: "sameWidth",
  height: "sameHeight",
} as const;
