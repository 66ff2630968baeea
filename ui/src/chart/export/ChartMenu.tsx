// The menu of a chart: take it out as a picture or as data, or copy it.
import { useState } from "react";
import type { ChartView } from "../../backend/generated/ChartView";
import { t } from "../../i18n/t";
import { MenuButton, type MenuEntry } from "../../parts/ContextMenu";
import { Icon } from "../../parts/Icon";
import { useRefusal } from "../../parts/refusal";
import { ExportDialog } from "../../results/ExportDialog";
import type { ChartAt } from "../shelfActions";
import { copyPicture } from "./copyPicture";
import { PictureDialog } from "./PictureDialog";
import { copyVega, VegaDialog } from "./VegaDialog";

type Props = { chart: ChartAt; name: string; rows: number; view: ChartView | undefined };

export function ChartMenu({ chart, name, rows, view }: Props) {
  const [open, setOpen] = useState<"picture" | "data" | "vega" | null>(null);
  const isDrawn = Boolean(view?.sql && view.encodings.length > 0);
  const disabledBecause = isDrawn ? null : t("picture.nothing");
  const noPicture = useRefusal(chart.session, "export_chart");
  const noData = useRefusal(chart.session, "export_cell");
  const entries: MenuEntry[] = [
    {
      label: t("picture.exportPicture"),
      icon: "download",
      disabledBecause: noPicture ?? disabledBecause,
      run: () => setOpen("picture"),
    },
    { label: t("picture.copyPicture"), disabledBecause, run: () => void copyPicture() },
    "line",
    {
      label: t("picture.exportData"),
      disabledBecause: noData ?? disabledBecause,
      run: () => setOpen("data"),
    },
    "line",
    { label: t("picture.copyVega"), disabledBecause, run: () => void copyVega(chart) },
    { label: t("picture.readVega"), run: () => setOpen("vega") },
  ];
  return (
    <>
      <MenuButton entries={entries} label={t("picture.menu")} side="bottom-end">
        <button type="button" className="ib" aria-label={t("picture.menu")}>
          <Icon name="more" />
        </button>
      </MenuButton>
      {open === "picture" ? (
        <PictureDialog chart={chart} name={name} onClose={() => setOpen(null)} />
      ) : null}
      {open === "vega" ? (
        <VegaDialog chart={chart} name={name} onClose={() => setOpen(null)} />
      ) : null}
      {open === "data" ? (
        <ExportDialog
          session={chart.session}
          cell={chart.cell}
          name={name}
          filters={[]}
          order={[]}
          rows={rows}
          shown={null}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  );
}
