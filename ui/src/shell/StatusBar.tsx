// The bar at the bottom: the engine and its memory, rows, what is selected, and problems.
import { useQuery } from "@tanstack/react-query";
import { useConnection } from "../backend/connection";
import type { SessionView } from "../backend/generated/SessionView";
import type { Welcome } from "../backend/generated/Welcome";
import { sourcesQuery, statusQuery } from "../backend/query";
import { useSession } from "../backend/session";
import { bytes, count, memory } from "../i18n/format";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { Tip } from "../parts/Tip";
import { showInspector } from "./inspectorTab";
import { countProblems, problemsOf } from "./problems";

type Props = { view: SessionView | null; welcome: Welcome };

const STATUS_EVERY_MS = 5_000;

export function StatusBar({ view, welcome }: Props) {
  return (
    <footer
      className="statusbar"
      role="contentinfo"
      aria-label={t("shell.regions.status")}
      data-region="status"
    >
      <EngineState engine={welcome.engine} />
      <Memory />
      <span className="num">
        {view ? <RowsInView view={view} /> : t("shell.status.noWorkbook")}
      </span>
      <span className="sep" />
      {view ? <Activity view={view} /> : null}
      <Tip label={t("shell.status.autosaveTip")} side="top">
        <span>
          <Icon name="save" size="xs" />
          {t("shell.status.autosave")}
        </span>
      </Tip>
      {view ? <ProblemCount view={view} /> : <NoProblems />}
      <Tip label={t("shell.status.zoneTip", { zone: welcome.zone })} side="top">
        <span>{welcome.offset}</span>
      </Tip>
    </footer>
  );
}

function EngineState({ engine }: { engine: string }) {
  const isConnected = useConnection((connection) => connection.state === "connected");
  const { error } = useQuery(statusQuery);
  const led = !isConnected ? "led bad" : error ? "led warn" : "led";
  return (
    <Tip label={error?.message ?? engine} side="top">
      <span>
        <span className={led} />
        {!isConnected
          ? t("shell.status.lost")
          : error
            ? t("shell.status.engineDown")
            : shortName(engine)}
      </span>
    </Tip>
  );
}

/** "Local · Polars 0.55.2" without its version, which stands in the settings. */
export function shortName(engine: string): string {
  return engine.replace(/\s+v?\d[\w.+-]*$/, "");
}

function Memory() {
  const { data } = useQuery({ ...statusQuery, refetchInterval: STATUS_EVERY_MS });
  if (!data || data.memory_cap_bytes === 0) {
    return null;
  }
  const share = Math.min(1, data.memory_bytes / data.memory_cap_bytes);
  const kept = t("shell.status.kept", {
    count: data.kept_results,
    size: bytes(data.kept_bytes),
  });
  return (
    <Tip label={`${t("shell.status.memoryTip")}. ${kept}`} side="top">
      <span>
        <span className="meter" aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </span>
        <span className="num">
          {t("shell.status.memory", memory(data.memory_bytes, data.memory_cap_bytes))}
        </span>
      </span>
    </Tip>
  );
}

function RowsInView({ view }: { view: SessionView }) {
  const cell = useSession((state) => state.cell);
  const { data: sources } = useQuery(sourcesQuery(view.session));
  const result = view.cells.find((known) => known.cell === cell)?.result;
  if (result) {
    return t("common.rows", { count: result.stamp.rows, shown: count(result.stamp.rows) });
  }
  const tables = sources?.sources.flatMap((source) => source.tables) ?? [];
  const rows = tables.reduce((sum, table) => sum + (table.rows ?? 0), 0);
  return tables.length > 0
    ? t("common.rows", { count: rows, shown: count(rows) })
    : t("shell.status.noRows");
}

function Activity({ view }: { view: SessionView }) {
  const summary = useSession((state) => state.summary);
  const running = view.cells.filter(({ state }) => state.state === "running").length;
  return (
    <>
      {summary ? <span className="num">{summary}</span> : null}
      {running > 0 ? (
        <span role="status">
          <Icon name="spin" size="xs" className="spin" />
          {t("shell.status.running", { count: running })}
        </span>
      ) : null}
    </>
  );
}

function ProblemCount({ view }: { view: SessionView }) {
  const { data: sources } = useQuery(sourcesQuery(view.session));
  const counts = countProblems(problemsOf(view, sources));
  const words = [
    counts.error > 0 ? t("shell.status.errors", { count: counts.error }) : null,
    counts.warning > 0 ? t("shell.status.warnings", { count: counts.warning }) : null,
    counts.note > 0 ? t("shell.status.notes", { count: counts.note }) : null,
  ].filter((part) => part !== null);
  const level = counts.error > 0 ? "bad" : counts.warning > 0 ? "warn" : "ok";
  return (
    <button type="button" onClick={() => showInspector("problems")}>
      <span className={`problem-mark ${level}`}>
        <Icon name={level === "ok" ? "check" : level === "bad" ? "error" : "warn"} size="xs" />
      </span>
      {words.length > 0 ? words.join(", ") : t("shell.status.noProblems")}
    </button>
  );
}

function NoProblems() {
  return (
    <span>
      <Icon name="check" size="xs" />
      {t("shell.status.noProblems")}
    </span>
  );
}
