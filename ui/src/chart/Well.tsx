// A shelf: takes fields by drop, says what it takes when it is empty and why it refuses.
import type { ChartView } from "../backend/generated/ChartView";
import type { Shelf } from "../backend/generated/Shelf";
import { useDropPlace } from "../drag/DragArea";
import { t } from "../i18n/t";
import { type Carried, ShelfPill } from "./Pill";
import { isNumeric } from "./pillMenu";
import type { ChartAt } from "./shelfActions";

type Props = { chart: ChartAt; view: ChartView | undefined; shelf: Shelf };

export function Well({ chart, view, shelf }: Props) {
  const name = t(`chart.shelves.${shelf}`);
  const place = useDropPlace<Shelf>(`shelf-${shelf}`, { label: name, place: shelf });
  const encodings = view?.encodings.filter((one) => one.shelf === shelf && !one.is_implied) ?? [];
  const carried = place.over?.thing as Carried | undefined;
  const refusal = carried ? whyRefused(carried, shelf, view) : null;
  const look = ["well"];
  if (place.isOver) {
    look.push(refusal ? "is-refused" : "is-over");
  }
  return (
    <div ref={place.ref} className={look.join(" ")} role="group" aria-label={name}>
      {encodings.map((encoding) => (
        <ShelfPill
          key={`${encoding.index}-${encoding.column}`}
          chart={chart}
          view={view}
          encoding={encoding}
          field={view?.source_fields.find((field) => field.name === encoding.pill.field)}
          count={encodings.length}
        />
      ))}
      {place.isOver && refusal ? (
        <span className="drop is-refusal">{refusal}</span>
      ) : encodings.length === 0 ? (
        <span className="drop">{t(`chart.hints.${shelf}`)}</span>
      ) : null}
    </div>
  );
}

/** Known before the drop; the application has the last word. */
function whyRefused(
  { field, from }: Carried,
  shelf: Shelf,
  view: ChartView | undefined,
): string | null {
  if (shelf !== "size" || field === "") {
    return null;
  }
  const known = view?.source_fields.find(({ name }) => name === field);
  const pill = from
    ? view?.encodings.find((one) => one.shelf === from.shelf && one.index === from.index)?.pill
    : undefined;
  const isDate = known?.data_type.type === "date" || known?.data_type.type === "date_time";
  const isAmount = pill?.aggregate || !known || isNumeric(known.data_type.type);
  return isDate && !isAmount ? t("chart.sizeTakesNumber") : null;
}
