// All words of the product, in English. One file per part of the screen under `en/`.
import { annotation } from "./en/annotation";
import { catalog } from "./en/catalog";
import { chart } from "./en/chart";
import { common } from "./en/common";
import { controls } from "./en/controls";
import { conventions } from "./en/conventions";
import { dashboard } from "./en/dashboard";
import { events } from "./en/events";
import { explain } from "./en/explain";
import { lineage } from "./en/lineage";
import { marks } from "./en/marks";
import { notebook } from "./en/notebook";
import { notes } from "./en/notes";
import { pack } from "./en/package";
import { pageExport } from "./en/pageExport";
import { picture } from "./en/picture";
import { pill } from "./en/pill";
import { pivot } from "./en/pivot";
import { protect } from "./en/protect";
import { reference } from "./en/reference";
import { relink } from "./en/relink";
import { reproduce } from "./en/reproduce";
import { results } from "./en/results";
import { shell } from "./en/shell";
import { snapshots } from "./en/snapshots";
import { source } from "./en/source";
import { start } from "./en/start";
import { trust } from "./en/trust";
import { versions } from "./en/versions";
import { writing } from "./en/writing";

export const en = {
  annotation,
  common,
  shell,
  start,
  catalog,
  snapshots,
  source,
  notebook,
  results,
  chart,
  controls,
  dashboard,
  pill,
  pivot,
  lineage,
  events,
  explain,
  marks,
  notes,
  pack,
  protect,
  pageExport,
  picture,
  trust,
  relink,
  conventions,
  reproduce,
  reference,
  versions,
  writing,
} as const;
