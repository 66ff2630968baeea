// What can be done with a tile, or with all that are selected.
import type { Edge } from "../backend/generated/Edge";
import type { SessionView } from "../backend/generated/SessionView";
import type { Tile } from "../backend/generated/Tile";
import { goTo, revealCell, selectCell } from "../backend/session";
import { t } from "../i18n/t";
import type { MenuEntry } from "../parts/ContextMenu";
import { showPanel } from "../parts/panels";
import { arrangeTiles, duplicateTiles, type PageAt, removeTiles } from "./pageActions";
import { selectTiles, setEditing, showAsTable, showTab, usePages } from "./pageState";

type Props = { at: PageAt; book: SessionView; tile: Tile; isEditing: boolean };

/** The entries of a tile's menu. */
export function tileMenu({ at, tile, isEditing }: Props): MenuEntry[] {
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

const ALIGN = {
  left: "alignLeft",
  right: "alignRight",
  top: "alignTop",
  width: "sameWidth",
  height: "sameHeight",
} as const;
