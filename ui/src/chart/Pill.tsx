// A field on a shelf: drag moves it, a click or Enter opens its menu, Del removes it.
import { useState } from "react";
import type { ChartView } from "../backend/generated/ChartView";
import type { Encoding } from "../backend/generated/Encoding";
import type { Field } from "../backend/generated/Field";
import type { Shelf } from "../backend/generated/Shelf";
import { type DragItem, useDragItem } from "../drag/DragArea";
import { t } from "../i18n/t";
import { MenuButton, type MenuEntry } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import { keepingMark, layerItems } from "./layers";
import { PillNumber } from "./PillNumber";
import { type Ask, type PillItem, pillMenu } from "./pillMenu";
import { type ChartAt, putField, setChart, withPill } from "./shelfActions";

/** What is carried: a field, and the pill it comes from when it lies on a shelf already. */
export interface Carried {
  field: string;
  from: { shelf: Shelf; index: number } | null;
}

type Props = {
  chart: ChartAt;
  view: ChartView | undefined;
  encoding: Encoding;
  field: Field | undefined;
  /** How many pills the shelf holds. */
  count: number;
};

/** All shelves, in the order in which menus offer them. */
export const SHELVES: Shelf[] = [
  "x",
  "y",
  "color",
  "size",
  "shape",
  "label",
  "detail",
  "tooltip",
  "facet_wrap",
  "facet_row",
  "facet_column",
];

export function ShelfPill({ chart, view, encoding, field, count }: Props) {
  const { shelf, index, pill, title } = encoding;
  const at = { shelf, index };
  const item: DragItem<Carried> = { label: title, thing: { field: pill.field, from: at } };
  const { dragProps, isDragging, onDragKey } = useDragItem(`pill-${shelf}-${index}`, item);
  const isMissing = pill.field !== "" && !field;
  const change = (next: typeof pill | null) =>
    void setChart(chart, withPill(chart.spec, at, keepingMark(pill, next)));
  const remove = () => change(null);
  const [ask, setAsk] = useState<Ask | null>(null);
  const entryOf = (item: PillItem): MenuEntry => {
    const { label, isChosen: isChecked } = item;
    if ("items" in item) {
      return { label, isChecked, sub: item.items.map(entryOf) };
    }
    const run = "ask" in item ? () => setAsk(item.ask) : () => change(item.pill);
    return { label, isChecked, run };
  };
  const layers = view ? layerItems(view, chart.spec, at) : [];
  const drawn = layers.map<MenuEntry>(({ label, spec, isChosen: isChecked }) => ({
    label,
    isChecked,
    run: () => void setChart(chart, spec),
  }));
  const drawnAs: MenuEntry[] =
    drawn.length > 0
      ? [{ label: t("pill.drawnAs"), isChecked: Boolean(pill.mark), sub: drawn }, "line"]
      : [];
  const choices = pillMenu(pill, field).map((group) => group.map(entryOf));
  const moves = SHELVES.filter((other) => other !== shelf).map<MenuEntry>((other) => ({
    label: t(`chart.shelves.${other}`),
    run: () => void putField(chart, pill.field, other, at),
  }));
  const entries: MenuEntry[] = [
    ...choices.flatMap((group): MenuEntry[] => [...group, "line"]),
    ...drawnAs,
    { label: t("pill.moveTo"), sub: moves },
    { label: t("common.remove"), meta: "Del", run: remove },
  ];
  const role = pill.aggregate ? "measure" : "dimension";
  const look = ["pill", role, isMissing ? "is-missing" : "", isDragging ? "is-faded" : ""];
  return (
    <>
      <MenuButton entries={entries} label={t("chart.pillMenu", { title })}>
        <button
          type="button"
          className={look.filter(Boolean).join(" ")}
          {...dragProps}
          aria-haspopup="menu"
          aria-label={t("chart.pillAt", { place: index + 1, count, title })}
          onKeyDown={(event) => {
            if (event.key === "Delete" || event.key === "Backspace") {
              event.preventDefault();
              remove();
              return;
            }
            onDragKey(event);
          }}
        >
          <PillFace encoding={encoding} />
          <Icon name="down" size="xs" />
        </button>
      </MenuButton>
      {ask ? (
        <PillNumber pill={pill} ask={ask} onAnswer={change} onClose={() => setAsk(null)} />
      ) : null}
    </>
  );
}

/** The words of a pill: function in regular weight, field in medium. */
export function PillFace({ encoding }: { encoding: Pick<Encoding, "pill" | "title"> }) {
  const { pill, title } = encoding;
  const at = pill.field ? title.indexOf(`(${pill.field})`) : -1;
  if (at < 0) {
    return <span>{title}</span>;
  }
  return (
    <span>
      <span className="fn">{title.slice(0, at + 1)}</span>
      {pill.field}
      <span className="fn">{title.slice(at + 1 + pill.field.length)}</span>
    </span>
  );
}
