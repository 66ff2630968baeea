// The lines, bands and trends of a chart as pills: added and changed from menus, taken away by Del.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ChartView } from "../backend/generated/ChartView";
import type { Reference } from "../backend/generated/Reference";
import type { ReferenceKind } from "../backend/generated/ReferenceKind";
import type { Side } from "../backend/generated/Side";
import { t } from "../i18n/t";
import { MenuButton, type MenuEntry } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import { chartRowsQuery } from "./chartQuery";
import { type Asked, ReferenceNumber } from "./ReferenceNumber";
import { atWords, kindWords, sidesOf } from "./references";
import { type ChartAt, setChart } from "./shelfActions";

type Props = { chart: ChartAt; view: ChartView | undefined };

const KINDS: ReferenceKind[] = [
  { kind: "average" },
  { kind: "median" },
  { kind: "percentile", percentile: "90" },
  { kind: "band", from: "25", to: "75" },
  { kind: "band", from: "0", to: "100" },
];

/** A number that is asked for, and which reference it is for; none is a new one. */
interface Asking {
  what: Asked;
  axis: Side;
  index: number | null;
}

export function ReferenceShelf({ chart, view }: Props) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const all = chart.spec.references ?? [];
  const { sides, hasTrend } = view ? sidesOf(view) : { sides: [], hasTrend: false };
  const put = (reference: Reference | null, index: number | null) => {
    const next =
      index === null
        ? [...all, ...(reference ? [reference] : [])]
        : all.flatMap((one, at) => (at !== index ? [one] : reference ? [reference] : []));
    const { references: _, ...rest } = chart.spec;
    void setChart(chart, next.length > 0 ? { ...rest, references: next } : rest);
  };
  const choices = (axis: Side, index: number | null): MenuEntry[] => {
    const now = index === null ? null : all[index];
    const entry = (line: ReferenceKind): MenuEntry => ({
      label: kindWords(line),
      isChecked: now?.axis === axis && JSON.stringify(now.line) === JSON.stringify(line),
      run: () => put({ axis, line }, index),
    });
    const trend: ReferenceKind = { kind: "trend" };
    return [
      ...KINDS.map(entry),
      {
        label: t("reference.constantAsk"),
        run: () => setAsking({ what: "constant", axis, index }),
      },
      {
        label: t("reference.percentileAsk"),
        run: () => setAsking({ what: "percentile", axis, index }),
      },
      ...(hasTrend && axis === "y" ? (["line", entry(trend)] as MenuEntry[]) : []),
    ];
  };
  const menuOf = (index: number | null): MenuEntry[] => {
    const [only, ...others] = sides;
    if (only && others.length === 0) {
      return choices(only, index);
    }
    return sides.map((axis) => ({
      label: t("reference.onAxis", { axis: t(`chart.shelves.${axis}`) }),
      sub: choices(axis, index),
    }));
  };
  return (
    <section className="sec">
      <h3>
        {t("reference.title")}
        <MenuButton entries={menuOf(null)} label={t("reference.add")} side="bottom-end">
          <button
            type="button"
            className="ib s"
            aria-label={t("reference.add")}
            title={sides.length === 0 ? t("reference.needs") : undefined}
            disabled={sides.length === 0}
          >
            <Icon name="plus" />
          </button>
        </MenuButton>
      </h3>
      {all.length === 0 ? (
        <p className="muted">{t(sides.length === 0 ? "reference.needs" : "reference.hint")}</p>
      ) : (
        <div className="well filter-well" role="group" aria-label={t("reference.title")}>
          {all.map((reference, index) => (
            <MenuButton
              // biome-ignore lint/suspicious/noArrayIndexKey: equal lines differ by their place alone
              key={index}
              entries={[
                ...menuOf(index),
                "line",
                { label: t("common.remove"), meta: "Del", run: () => put(null, index) },
              ]}
              label={kindWords(reference.line)}
            >
              <ReferencePill
                chart={chart}
                view={view}
                index={index}
                reference={reference}
                onRemove={() => put(null, index)}
              />
            </MenuButton>
          ))}
        </div>
      )}
      {asking ? (
        <ReferenceNumber
          what={asking.what}
          now={asking.index === null ? null : (all[asking.index] ?? null)}
          onAnswer={(line) => put({ axis: asking.axis, line }, asking.index)}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </section>
  );
}

type PillProps = Props & { index: number; reference: Reference; onRemove: () => void };

/** One line with where it stands; the menu's button hands its own properties through. */
function ReferencePill({ chart, view, index, reference, onRemove, ...button }: PillProps) {
  const rows = useQuery({
    ...chartRowsQuery(chart.session, chart.cell, view?.version ?? 0),
    enabled: Boolean(view?.sql),
  });
  const places = (rows.data?.head.references ?? []).filter((one) => one.index === index);
  const words = places.flatMap(({ at }) => (at ? [atWords(reference.line, at)] : [])).join("; ");
  const shown = words || kindWords(reference.line);
  return (
    <button
      {...button}
      type="button"
      className="pill measure"
      aria-haspopup="menu"
      aria-label={t("reference.pill", { words: shown })}
      title={shown}
      onKeyDown={(event) => {
        if (event.key === "Delete" || event.key === "Backspace") {
          event.preventDefault();
          onRemove();
        }
      }}
    >
      <span className="trunc">{shown}</span>
      <Icon name="down" size="xs" />
    </button>
  );
}
