// The fields of a chart's data: drag one to a shelf, or send it with its menu or X, Y, C.
import { type KeyboardEvent, useRef, useState } from "react";
import type { ChartView } from "../backend/generated/ChartView";
import type { Field } from "../backend/generated/Field";
import type { Shelf } from "../backend/generated/Shelf";
import { useDragItem, useIsCarrying } from "../drag/DragArea";
import { t } from "../i18n/t";
import { MenuButton, type MenuEntry } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import { KindIcon } from "../parts/KindIcon";
import { HierarchyList } from "./hierarchies/HierarchyList";
import { type Carried, SHELVES } from "./Pill";
import { isNumeric } from "./pillMenu";
import { type ChartAt, putField } from "./shelfActions";

type Props = { chart: ChartAt; view: ChartView | undefined };

const SENDS: [string, Shelf][] = [
  ["x", "x"],
  ["y", "y"],
  ["c", "color"],
];

export function FieldList({ chart, view }: Props) {
  const [words, setWords] = useState("");
  const fields = view?.source_fields ?? [];
  const found = fields.filter(({ name }) => name.toLowerCase().includes(words.toLowerCase()));
  const measures = found.filter(isMeasureField);
  const dimensions = found.filter((field) => !isMeasureField(field));
  return (
    <>
      <div className="field-search">
        <div className="input">
          <Icon name="search" />
          <input
            className="grow"
            type="search"
            data-panel-search
            placeholder={t("chart.findField")}
            aria-label={t("chart.findField")}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <kbd>/</kbd>
        </div>
      </div>
      <div className="panel-scroll">
        <Group title={t("chart.dimensions")} chart={chart} view={view} fields={dimensions} />
        <Group
          title={t("chart.measures")}
          chart={chart}
          view={view}
          fields={measures}
          hasRowCount={words === ""}
        />
        {fields.length > 0 && found.length === 0 ? (
          <p className="muted field-none">{t("chart.noFieldFound", { words })}</p>
        ) : null}
        {fields.length === 0 ? <p className="muted field-none">{t("chart.noFields")}</p> : null}
        {words === "" ? <HierarchyList chart={chart} view={view} /> : null}
      </div>
    </>
  );
}

function isMeasureField({ kind, data_type }: Field): boolean {
  return kind === "number" && isNumeric(data_type.type);
}

type GroupProps = Props & { title: string; fields: Field[]; hasRowCount?: boolean };

function Group({ title, chart, view, fields, hasRowCount = false }: GroupProps) {
  const list = useRef<HTMLDivElement>(null);
  const isCarrying = useIsCarrying();
  const total = fields.length + (hasRowCount && view ? 1 : 0);
  if (total === 0) {
    return null;
  }
  // One tab stop; arrow keys inside.
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-field]") ?? [])];
    const now = rows.indexOf(document.activeElement as HTMLElement);
    if (step && now >= 0 && !isCarrying && !event.defaultPrevented) {
      event.preventDefault();
      rows[Math.min(rows.length - 1, Math.max(0, now + step))]?.focus();
    }
  }
  return (
    <>
      <div className="tree-group">
        <span>{title}</span>
        <span className="num">{total}</span>
      </div>
      <div ref={list} className="field-list" role="group" aria-label={title} onKeyDown={onKeyDown}>
        {fields.map((field, index) => (
          <FieldRow
            key={field.name}
            chart={chart}
            view={view}
            field={field}
            isFirst={index === 0}
          />
        ))}
        {hasRowCount && view ? (
          <FieldRow chart={chart} view={view} field={null} isFirst={fields.length === 0} />
        ) : null}
      </div>
    </>
  );
}

type RowProps = Props & { field: Field | null; isFirst: boolean };

/** One field; none is the count of rows. */
function FieldRow({ chart, view, field, isFirst }: RowProps) {
  const name = field?.name ?? "";
  const label = field ? name : t("chart.rowCount");
  const thing: Carried = { field: name, from: null };
  const { dragProps, isDragging, onDragKey } = useDragItem(`field-${name}`, { label, thing });
  const used = view?.encodings.find((one) => one.pill.field === name && !one.is_implied);
  const send = (shelf: Shelf) => void putField(chart, name, shelf, null);
  const entries = SHELVES.map<MenuEntry>((shelf) => ({
    label: t("chart.sendTo", { field: label, shelf: t(`chart.shelves.${shelf}`) }),
    meta: SENDS.find(([, to]) => to === shelf)?.[0].toUpperCase(),
    run: () => send(shelf),
  }));
  return (
    <MenuButton entries={entries} label={label}>
      <button
        type="button"
        className={isDragging ? "tree-row field-row is-faded" : "tree-row field-row"}
        data-field={name}
        {...dragProps}
        tabIndex={isFirst ? 0 : -1}
        onKeyDown={(event) => {
          const shelf = SENDS.find(([key]) => key === event.key.toLowerCase())?.[1];
          if (shelf && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            event.stopPropagation();
            send(shelf);
            return;
          }
          onDragKey(event);
        }}
      >
        <KindIcon kind={field?.kind ?? "number"} />
        <span className="trunc mono">{label}</span>
        {used ? (
          <span className="meta">
            {t("chart.onShelf", { shelf: t(`chart.shelves.${used.shelf}`) })}
          </span>
        ) : null}
      </button>
    </MenuButton>
  );
}
