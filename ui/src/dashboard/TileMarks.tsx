// The menu of a mark on a tile: the rows behind it under what is selected on the page, keep only, leave out.
import { type ReactNode, useState } from "react";
import type { ChartView } from "../backend/generated/ChartView";
import type { Tile } from "../backend/generated/Tile";
import type { TileView } from "../backend/generated/TileView";
import type { Rows } from "../backend/rows";
import { asDrawn } from "../chart/ChartBody";
import type { OnMark } from "../chart/cursor";
import { firstDown } from "../chart/drill";
import { MarkDialog, MarkMenu, type OpenMark, type ShownMark } from "../chart/MarkMenu";
import { drillTile, type PageAt } from "./pageActions";

type Props = {
  at: PageAt;
  tile: Tile;
  view: TileView;
  chart: ChartView;
  rows: Rows;
  children: (onMenu: OnMark | undefined) => ReactNode;
};

export function TileMarks({ at, tile, view, chart: asked, rows, children }: Props) {
  const chart = asDrawn(asked, rows);
  const [open, setOpen] = useState<OpenMark | null>(null);
  const [shown, setShown] = useState<ShownMark | null>(null);
  const { content } = tile;
  if (content.type !== "chart") {
    return children(undefined);
  }
  const cell = { session: at.session, cell: content.cell, spec: chart.spec };
  const on = { page: at.page.id, tile: tile.id, version: view.version };
  return (
    <>
      <MarkMenu
        chart={cell}
        view={chart}
        rows={rows}
        open={open}
        onClose={() => setOpen(null)}
        onShow={setShown}
        onGo={(steps) => void drillTile(at, tile.id, steps)}
        tile={on}
        filters={view.filters}
        picks={view.picks}
      />
      {shown ? (
        <MarkDialog chart={cell} view={chart} mark={shown} on={on} onClose={() => setShown(null)} />
      ) : null}
      {children((row, point, measure = null, wish = "menu") => {
        const steps = wish === "down" ? firstDown(chart, rows, row) : null;
        if (steps) {
          void drillTile(at, tile.id, steps);
        } else if (wish === "menu") {
          setOpen({ row, at: point, measure });
        }
      })}
    </>
  );
}
