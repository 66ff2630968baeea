// The chart canvas: fields at the left, shelves and picture in the middle, the build panel at the
// right. Returns the three regions between rail and edge; the shell places them in its grid.
import { useQuery } from "@tanstack/react-query";
import { createElement, Suspense, useEffect, useState } from "react";
import type { Cell } from "../backend/generated/Cell";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import type { Shelf } from "../backend/generated/Shelf";
import { workbookQuery } from "../backend/query";
import { selectCell, useSession } from "../backend/session";
import { DragArea } from "../drag/DragArea";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { NativeSelect } from "../parts/NativeSelect";
import { Panel } from "../parts/Panel";
import { slot } from "../parts/slots";
import { useArrival } from "../parts/useArrival";
import { BuildPanel } from "./BuildPanel";
import { ChartBody } from "./ChartBody";
import { chartViewQuery } from "./chartQuery";
import { ChartMenu } from "./export/ChartMenu";
import { FieldList } from "./FieldList";
import { NewChart, SourcePicker } from "./NewChart";
import { NotesPanel } from "./notes/NotesPanel";
import type { Carried } from "./Pill";
import { type ChartAt, putField, setChart, swapped } from "./shelfActions";
import { Well } from "./Well";
import "./canvas.css";

type Props = { session: SessionId };

export function ChartWorkspace({ session }: Props) {
  const book = useQuery(workbookQuery(session));
  const selected = useSession((state) => state.cell);
  const charts = (book.data?.workbook.cells ?? []).filter(isChart);
  const cell = charts.find(({ id }) => id === selected) ?? charts[0];
  useEffect(() => {
    if (cell && cell.id !== selected) {
      selectCell(cell.id);
    }
  }, [cell, selected]);
  if (!book.data) {
    return <main className="main" data-region="main" />;
  }
  if (!cell) {
    return (
      <main className="main chart-none" data-region="main" tabIndex={-1}>
        <NewChart book={book.data} />
      </main>
    );
  }
  return <Canvas key={cell.id} book={book.data} cell={cell} charts={charts} />;
}

type ChartCell = Cell & { body: Extract<Cell["body"], { type: "chart" }> };

function isChart(cell: Cell): cell is ChartCell {
  return cell.body.type === "chart";
}

type CanvasProps = { book: SessionView; cell: ChartCell; charts: ChartCell[] };

function Canvas({ book, cell, charts }: CanvasProps) {
  useArrival(() => document.querySelector<HTMLElement>(".chart-title input"));
  const { session, revision } = book;
  const view = useQuery(chartViewQuery(session, cell.id, revision)).data;
  const [filter, setFilter] = useState<string | null>(null);
  const chart: ChartAt = { session, cell: cell.id, spec: cell.body.spec };
  return (
    <DragArea<Carried, Shelf | "filters">
      overlay={({ label }) => <span className="pill dimension is-drag">{label}</span>}
      onDrop={({ thing }, { place }) => {
        if (place === "filters") {
          setFilter(thing.field || null);
        } else if (thing.from?.shelf !== place) {
          void putField(chart, thing.field, place, thing.from);
        }
      }}
      words={{
        picked: (field) => t("chart.picked", { field }),
        over: (field, shelf) => t("chart.dropped", { field, shelf }),
        dropped: (field, shelf) => t("chart.released", { field, shelf }),
        letGo: (field) => t("chart.letGo", { field }),
      }}
    >
      <Panel panel="side" label={t("chart.fields")}>
        <div className="panel-head">
          <h2>{t("chart.fields")}</h2>
        </div>
        <div className="field-source">
          <SourcePicker book={book} chart={chart} />
        </div>
        <FieldList chart={chart} view={view} />
      </Panel>
      <main className="main" data-region="main" tabIndex={-1}>
        <div className="chart-head">
          <Title key={chart.spec.title ?? ""} chart={chart} />
          <span className="grow" />
          {charts.length > 1 ? (
            <NativeSelect
              isMono
              aria-label={t("chart.charts")}
              value={cell.id}
              onChange={(event) => selectCell(event.currentTarget.value)}
            >
              {charts.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          ) : null}
          <button
            type="button"
            className="btn ghost s"
            onClick={() => void setChart(chart, swapped(chart.spec))}
          >
            <Icon name="swap" />
            {t("chart.swap")}
          </button>
          <ChartMenu
            chart={chart}
            name={cell.name}
            rows={book.cells.find((one) => one.cell === cell.id)?.result?.stamp.rows ?? 0}
            view={view}
          />
          <NewChart book={book} isSmall />
          <Suspense fallback={null}>
            {createElement(slot("addToPage"), { session, cell: cell.id })}
          </Suspense>
        </div>
        <div className="shelves">
          {(["x", "y"] as const).map((shelf) => (
            <div className="shelf" key={shelf}>
              <span className="shelf-name">{t(`chart.shelves.${shelf}`)}</span>
              <Well chart={chart} view={view} shelf={shelf} />
            </div>
          ))}
        </div>
        <div className="canvas">
          <ChartBody session={session} cell={cell.id} revision={revision} />
        </div>
        <NotesPanel chart={chart} view={view} />
      </main>
      <Panel panel="inspector" label={t("chart.build")}>
        <BuildPanel chart={chart} view={view} filter={filter} setFilter={setFilter} />
      </Panel>
    </DragArea>
  );
}

function Title({ chart }: { chart: ChartAt }) {
  const [text, setText] = useState(chart.spec.title ?? "");
  const keep = () => {
    if (text !== (chart.spec.title ?? "")) {
      void setChart(chart, { ...chart.spec, title: text });
    }
  };
  return (
    <h1 className="chart-title">
      <input
        aria-label={t("chart.title")}
        placeholder={t("chart.untitled")}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.currentTarget.blur();
          }
          if (event.key === "Escape") {
            setText(chart.spec.title ?? "");
          }
        }}
      />
    </h1>
  );
}
