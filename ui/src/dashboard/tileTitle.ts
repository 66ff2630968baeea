// What a tile is called on the screen.
import type { Tile } from "../backend/generated/Tile";
import type { Workbook } from "../backend/generated/Workbook";
import { t } from "../i18n/t";

/** The title of a tile: its own, or that of what it shows. */
export function tileTitle(tile: Tile, { cells }: Workbook): string {
  if (tile.title) {
    return tile.title;
  }
  switch (tile.content.type) {
    case "chart":
    case "control": {
      const { cell: id } = tile.content;
      const cell = cells.find((one) => one.id === id);
      if (cell?.body.type === "chart") {
        return cell.body.spec.title || cell.name;
      }
      if (cell?.body.type === "parameter") {
        return cell.body.parameter.label || cell.name;
      }
      return t("dashboard.tile");
    }
    case "field":
      return tile.content.field;
    case "text":
      return t("dashboard.items.text");
    case "section":
      return t("dashboard.newSection");
  }
}
