// The tiles of a page that is only looked at, where they stood; beside another such page each tile
// says whether its figures differ.
import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import type { Tile } from "../../backend/generated/Tile";
import type { TileView } from "../../backend/generated/TileView";
import type { Rows } from "../../backend/rows";
import { ChartFace } from "../../chart/ChartBody";
import { withNumbers } from "../../chart/numbers";
import { t } from "../../i18n/t";
import { Empty } from "../../parts/Empty";
import { slot } from "../../parts/slots";
import { clauseWords } from "../clauseWords";
import { boxOf, COLUMNS, columnsFor, heightOf } from "../grid";
import { MetricFace } from "../MetricTile";
import { useWidth } from "../useWidth";
import { sameRows } from "./sameRows";
import { type Still, stillRowsQuery } from "./snapshotQueries";

type Props = { still: Still; other: Still | null };

export function StillPage({ still, other }: Props) {
  const { ref, width } = useWidth();
  const columns = columnsFor(width);
  const { page, view } = still;
  const spread = columns === COLUMNS ? [] : columns === 1 ? view.narrow : view.medium;
  const places = new Map(page.tiles.map(({ id, place }) => [id, place]));
  for (const { tile, place } of spread) {
    places.set(tile, place);
  }
  return (
    <div className="dash">
      <div className="dash-grid" ref={ref} style={{ height: heightOf([...places.values()]) }}>
        {width > 0
          ? view.tiles.map((one) => {
              const tile = page.tiles.find(({ id }) => id === one.tile);
              const place = places.get(one.tile);
              return tile && place ? (
                <StillTile
                  key={one.tile}
                  still={still}
                  other={other}
                  tile={tile}
                  view={one}
                  box={boxOf(place, width, columns)}
                />
              ) : null;
            })
          : null}
      </div>
    </div>
  );
}

type TileProps = Props & {
  tile: Tile;
  view: TileView;
  box: { left: number; top: number; width: number; height: number };
};

function StillTile({ still, other, tile, view, box }: TileProps) {
  const title = still.titleOf(tile.id);
  const kind = tile.content.type;
  const isMetric = view.chart?.mark === "big_number";
  return (
    <article
      className={`tile is-${kind}${isMetric ? " is-metric" : ""}`}
      style={box}
      aria-label={title}
    >
      {kind === "section" ? (
        <h2 className="dash-section">{title}</h2>
      ) : (
        <header>
          <h3 className="trunc" title={title}>
            {title}
          </h3>
          <span className="sub trunc">{tile.subtitle}</span>
          <span className="grow" />
          {other && kind === "chart" ? <Compared still={still} other={other} view={view} /> : null}
        </header>
      )}
      <div className="tile-body">
        <Body still={still} tile={tile} view={view} />
      </div>
    </article>
  );
}

function Compared({ still, other, view }: Props & { other: Still; view: TileView }) {
  const same = other.view.tiles.find(({ tile }) => tile === view.tile);
  const here = useQuery(stillRowsQuery(still, view, "rows")).data;
  const there = useQuery({
    ...stillRowsQuery(other, same ?? view, "rows"),
    enabled: same !== undefined,
  }).data;
  if (!same) {
    return <span className="chip">{t("snapshots.onlyHere")}</span>;
  }
  if (!here || !there) {
    return null;
  }
  return sameRows(here, there) ? (
    <span className="chip">{t("snapshots.equal")}</span>
  ) : (
    <span className="chip accent">{t("snapshots.differs")}</span>
  );
}

type BodyProps = { still: Still; tile: Tile; view: TileView };

function Body({ still, tile, view }: BodyProps) {
  if (view.problem) {
    return <Empty title={view.problem.message}>{view.problem.hint ?? ""}</Empty>;
  }
  const { content } = tile;
  switch (content.type) {
    case "chart":
      return <StillChart still={still} view={view} />;
    case "text": {
      const Prose = slot("prose");
      return (
        <div className="prose">
          <Suspense fallback={null}>
            <Prose text={content.text} />
          </Suspense>
        </div>
      );
    }
    case "field": {
      const clause = still.view.clauses.find((one) => one.tile === tile.id);
      const { about, value } = clause ? clauseWords(clause) : { about: "", value: "" };
      return <p className="trunc">{clause ? `${about} ${value}` : t("controls.all")}</p>;
    }
    case "control":
      return <p className="trunc">{still.wordsOf(tile.id) ?? ""}</p>;
    case "section":
      return null;
  }
}

function StillChart({ still, view }: { still: Still; view: TileView }) {
  const asked = useQuery(stillRowsQuery(still, view, "rows"));
  const [isTable, setTable] = useState(false);
  const trend = useQuery({
    ...stillRowsQuery(still, view, "trend"),
    enabled: view.trend !== null,
  });
  const { chart } = view;
  if (asked.error || !chart) {
    return <Empty title={asked.error?.message ?? t("snapshots.noRows")}>{""}</Empty>;
  }
  if (!asked.data) {
    return <div className="skel chart-skel" role="status" aria-label={t("common.loading")} />;
  }
  const isFigure = chart.encodings.every(({ pill }) => pill.aggregate);
  if (chart.mark === "big_number" && isFigure && asked.data.count > 0) {
    return (
      <MetricFace
        view={view}
        chart={chart}
        rows={withNumbers(chart, asked.data)}
        course={trend.data ?? null}
      />
    );
  }
  const rows: Rows = asked.data;
  return (
    <ChartFace view={chart} rows={rows} isUpdating={false} isTable={isTable} onTable={setTable} />
  );
}
