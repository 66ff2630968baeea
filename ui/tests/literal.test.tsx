// P24, D01, D02, D20: hostile names, values and titles are shown to the letter wherever the page
// shows a text, and change nothing else on it.
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { CustomHeaderProps } from "ag-grid-react";
import type { ReactElement } from "react";
import { afterEach, describe, expect, it } from "vitest";
import type { Encoding } from "../src/backend/generated/Encoding";
import { queryClient } from "../src/backend/query";
import type { Rows } from "../src/backend/rows";
import { openSession } from "../src/backend/session";
import { replaceTransport } from "../src/backend/transport";
import { PreviewTable } from "../src/catalog/PreviewTable";
import { BigNumbers } from "../src/chart/BigNumbers";
import { ChartTable } from "../src/chart/ChartTable";
import { summary } from "../src/chart/words";
import { t } from "../src/i18n/t";
import { CellNote } from "../src/notebook/CellNote";
import { ErrorBox } from "../src/notebook/ErrorBox";
import { Empty } from "../src/parts/Empty";
import { ProfileChart } from "../src/parts/ProfileChart";
import { Toasts } from "../src/parts/Toasts";
import { useToasts } from "../src/parts/toast";
import { FilterChips } from "../src/results/FilterChips";
import { GridHeader, HeaderContext, type HeaderParams } from "../src/results/GridHeader";
import { fullValue, plainValue, shownValue } from "../src/results/gridValue";
import { App } from "../src/shell/App";
import { answer } from "./answers";
import { options, SOURCES, VIEW, WELCOME } from "./fixtures";
import { field, profile } from "./orders";
import { PAYLOADS, skeleton } from "./payloads";

afterEach(() => {
  cleanup();
  useToasts.setState({ toasts: [] });
});

const header = { progressSort: () => {}, index: 0 } as unknown as CustomHeaderProps & HeaderParams;

function rowsOf(name: string, value: string): Rows {
  const column = { name, at: () => value, numberAt: () => null };
  return { head: { rows: 1, offset: 0, count: 1, total_rows: 1 }, columns: [column], count: 1 };
}

function titled(title: string): Encoding {
  return { shelf: "x", index: 0, pill: { field: "f" }, column: "c", title };
}

/** Everything that shows a text of the data, the document or a failure. */
const SINKS: Record<string, (text: string) => ReactElement> = {
  "grid header": (text) => (
    <HeaderContext
      value={{
        cell: "c",
        fields: [field(text, "text")],
        profiles: null,
        fixedBecause: text,
        openFilter: null,
        setOpenFilter: () => {},
      }}
    >
      <GridHeader {...header} />
    </HeaderContext>
  ),
  "column of a chart's table": (text) => (
    <ChartTable rows={rowsOf("c", "v")} encodings={[titled(text)]} />
  ),
  "value of a chart's table": (text) => <ChartTable rows={rowsOf("c", text)} encodings={[]} />,
  "title of a big number": (text) => (
    <BigNumbers data={{ shape: "numbers", numbers: [{ title: text, value: 1, exact: text }] }} />
  ),
  "top value of a profile": (text) => (
    <ProfileChart
      profile={profile(field("f", "text"), {
        top: [{ value: { type: "text", value: text }, count: 1 }],
      })}
    />
  ),
  "column and value of an import": (text) => (
    <PreviewTable
      preview={{
        kind: "parquet",
        options: options(),
        parts: [],
        fields: [field(text, "text")],
        rows: [[{ type: "text", value: text }]],
        rejected: [],
        notes: [],
        bytes: 1,
      }}
      options={{}}
      setOptions={() => {}}
    />
  ),
  "field and value of a filter": (text) => (
    <FilterChips
      cell="c"
      filters={[{ field: text, compare: "equal", value: { type: "text", value: text } }]}
    />
  ),
  "error message, hint and fix": (text) => (
    <ErrorBox
      id="e"
      more={0}
      onPlace={() => {}}
      onFix={() => {}}
      diagnostic={{
        code: "X",
        severity: "error",
        message: text,
        hint: text,
        span: null,
        fixes: [{ label: text, changes: [] }],
      }}
    />
  ),
  "name of a blocking cell": (text) => (
    <CellNote session="s" state={{ state: "blocked", by: text }} hasResult={false} />
  ),
  "title of an empty place": (text) => <Empty title={text}>{text}</Empty>,
  toast: () => <Toasts />,
};

describe.each(Object.entries(SINKS))("%s", (name, sink) => {
  it(`p24 d01 shows ${PAYLOADS.length} hostile texts to the letter`, () => {
    const shown = (text: string) => {
      useToasts.setState({
        toasts: name === "toast" ? [{ id: 1, level: "info", text, action: null }] : [],
      } as never);
      const { container, unmount } = render(sink(text));
      const found = { words: container.textContent ?? "", tree: skeleton(container) };
      unmount();
      return found;
    };
    const harmless = shown("harmless");
    expect(harmless.words).toContain("harmless");
    for (const payload of PAYLOADS) {
      const { words, tree } = shown(payload);
      expect(words, name).toContain(payload);
      expect(tree, payload).toBe(harmless.tree);
    }
  }, 30_000);
});

describe("texts that are made of others", () => {
  it("d20 fill sentences without being read as templates", () => {
    for (const payload of PAYLOADS) {
      expect(t("chart.noRowsWhy", { source: payload })).toContain(payload);
      expect(t("results.filter.remove", { name: payload })).toContain(payload);
      const numbers = [{ title: payload, value: 1, exact: payload }];
      expect(summary({ shape: "numbers", numbers }, "")).toContain(payload);
    }
  });

  it("d01 are written in cells, tooltips and the clipboard as they are", () => {
    for (const payload of PAYLOADS) {
      for (const write of [shownValue, fullValue, plainValue]) {
        expect(write(payload, { type: "text" })).toBe(payload);
      }
    }
  });
});

describe("the whole page", () => {
  const named = (text: string) => {
    const [first, ...others] = SOURCES.sources;
    const table = first?.tables[0];
    if (!first || !table) {
      throw new Error("no source");
    }
    const fields = [field(text, "text"), ...table.fields.slice(1)];
    const source = {
      ...first,
      spec: { ...first.spec, name: text, path: `/tmp/${text.replaceAll("/", "_")}` },
      tables: [{ ...table, name: text, fields, notes: [text] }],
    };
    const sources = { sources: [source, ...others] };
    const workbook = { ...VIEW.workbook, title: text, about: text };
    const cells = workbook.cells.map((cell, index) =>
      index === 1 && cell.body.type === "parameter"
        ? { ...cell, body: { ...cell.body, parameter: { ...cell.body.parameter, label: text } } }
        : cell,
    );
    const diagnostic = { ...VIEW.cells[3]?.diagnostics[0], message: text, hint: text, fixes: [] };
    const views = VIEW.cells.map((view, index) =>
      index === 3 ? { ...view, diagnostics: [diagnostic] } : view,
    );
    const welcome = {
      ...WELCOME,
      notices: [text],
      samples: WELCOME.samples.map((sample, index) =>
        index === 1 ? { ...sample, title: text, about: text } : sample,
      ),
      recent: WELCOME.recent.map((recent) => ({ ...recent, title: text, about: text })),
    };
    return { sources, welcome, view: { ...VIEW, workbook: { ...workbook, cells }, cells: views } };
  };

  const start = async (text: string) => {
    const { sources, welcome, view } = named(text);
    const titles: string[] = [];
    queryClient.clear();
    replaceTransport({
      kind: "browser",
      pick: null,
      listenDrops: null,
      named: null,
      listenClose: null,
      listen: () => () => {},
      openLink: () => {},
      setTitle: (title) => titles.push(title),
      call: async (name, payload) => {
        const known = answer(name, payload as Record<string, unknown>);
        const value =
          name === "hello"
            ? welcome
            : known === VIEW
              ? view
              : name === "list_sources"
                ? sources
                : known;
        return value instanceof Uint8Array
          ? { kind: "bytes", bytes: value }
          : { kind: "json", value };
      },
    });
    const { container } = render(
      <MantineProvider>
        <QueryClientProvider client={queryClient}>
          <App />
        </QueryClientProvider>
      </MantineProvider>,
    );
    await screen.findByRole("heading", { level: 1 });
    const first = { words: container.textContent ?? "", tree: skeleton(container) };
    fireEvent.click(screen.getByRole("button", { name: /^Retail overview/ }));
    await screen.findByRole("tree", { name: "Sources" });
    await waitFor(() => expect(container.textContent).toContain("targets_2026"));
    const countNow = () => (container.textContent ?? "").split(text).length - 1;
    // Parts of the page that are loaded when they are needed come late on a busy machine.
    await waitFor(() => expect(countNow()).toBeGreaterThanOrEqual(5), { timeout: 9_000 });
    const count = countNow();
    const second = skeleton(container)
      .split(" ")
      .map((element) => element.split("[")[0]);
    cleanup();
    act(() => openSession(null));
    return { first, count, tags: [...new Set(second)].sort().join(" "), titles };
  };

  it("p24 d02 keeps titles, sources, columns, files, labels and notices as texts", async () => {
    window.innerWidth = 1440;
    // The first start also loads parts of the page.
    await start("first");
    const harmless = await start("harmless");
    for (const payload of PAYLOADS.filter((_, index) => index % 10 === 0)) {
      const shown = await start(payload);
      expect(shown.first.words).toContain(payload);
      expect(shown.first.tree, payload).toBe(harmless.first.tree);
      expect(shown.count, payload).toBe(harmless.count);
      expect(shown.tags, payload).toBe(harmless.tags);
    }
  }, 60_000);
});
