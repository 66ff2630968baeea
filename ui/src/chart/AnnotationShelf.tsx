// The annotations of a chart as pills: changed from their menus, taken away by Del. New ones come from
// the menu of a mark or of a range.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Annotation } from "../backend/generated/Annotation";
import type { ChartView } from "../backend/generated/ChartView";
import { t } from "../i18n/t";
import { MenuButton } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import { AnnotationDialog } from "./AnnotationDialog";
import { placeWords, takesAnnotations, withoutAnnotation } from "./annotations";
import { chartRowsQuery } from "./chartQuery";
import { type ChartAt, setChart } from "./shelfActions";

type Props = { chart: ChartAt; view: ChartView | undefined };

export function AnnotationShelf({ chart, view }: Props) {
  const [asked, setAsked] = useState<Annotation | null>(null);
  const rows = useQuery({
    ...chartRowsQuery(chart.session, chart.cell, view?.version ?? 0),
    enabled: Boolean(view?.sql),
  });
  const all = chart.spec.annotations ?? [];
  const whyOf = (id: string) =>
    rows.data?.head.annotations?.find(({ annotation }) => annotation.id === id)?.why ?? null;
  const remove = (id: string) => void setChart(chart, withoutAnnotation(chart.spec, id));
  const hint = view && !takesAnnotations(view) ? "annotation.needs" : "annotation.hint";
  return (
    <section className="sec">
      <h3>{t("annotation.title")}</h3>
      {all.length === 0 ? (
        <p className="muted">{t(hint)}</p>
      ) : (
        <div className="well filter-well" role="group" aria-label={t("annotation.title")}>
          {all.map((annotation, index) => (
            <MenuButton
              // biome-ignore lint/suspicious/noArrayIndexKey: a text may give two of them one id
              key={`${annotation.id} ${index}`}
              entries={[
                { label: t("annotation.edit"), run: () => setAsked(annotation) },
                "line",
                { label: t("common.remove"), meta: "Del", run: () => remove(annotation.id) },
              ]}
              label={annotation.text}
            >
              <AnnotationPill
                annotation={annotation}
                why={whyOf(annotation.id)}
                onRemove={() => remove(annotation.id)}
              />
            </MenuButton>
          ))}
        </div>
      )}
      {asked ? (
        <AnnotationDialog chart={chart} asked={asked} onClose={() => setAsked(null)} />
      ) : null}
    </section>
  );
}

type PillProps = { annotation: Annotation; why: string | null; onRemove: () => void };

/** One text with its place; the menu's button hands its own properties through. */
function AnnotationPill({ annotation: { text, at }, why, onRemove, ...button }: PillProps) {
  const place = placeWords(at);
  const words =
    why === null
      ? t("annotation.pill", { text, place })
      : t("annotation.pillGone", { text, place, why });
  return (
    <button
      {...button}
      type="button"
      className={why === null ? "pill dimension" : "pill dimension is-away"}
      aria-haspopup="menu"
      aria-label={words}
      title={words}
      onKeyDown={(event) => {
        if (event.key === "Delete" || event.key === "Backspace") {
          event.preventDefault();
          onRemove();
        }
      }}
    >
      <bdi className="trunc">{text}</bdi>
      <Icon name="down" size="xs" />
    </button>
  );
}
