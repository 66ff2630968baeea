// What the command palette offers, and which of it a few letters mean.
import type { SessionView } from "../backend/generated/SessionView";
import type { Sources } from "../backend/generated/Sources";
import type { Welcome } from "../backend/generated/Welcome";
import { openTable, revealCell } from "../backend/session";
import { short } from "../i18n/format";
import type { IconName } from "../parts/iconShapes";
import { openSample, openWorkbook } from "./actions";
import { commandsFor } from "./commands";
import { KEYMAP } from "./keymap";

/** One line of the palette. */
export interface Entry {
  key: string;
  group: "commands" | "tables" | "cells" | "recent" | "samples";
  icon: IconName;
  title: string;
  meta: string;
  keys: string | null;
  disabledBecause: string | null;
  run: () => unknown;
}

const MOST = 60;

/** Everything that can be chosen now. */
export function entriesFor(
  view: SessionView | null,
  sources: Sources | undefined,
  welcome: Welcome,
): Entry[] {
  const plain = { keys: null, disabledBecause: null };
  const commands = commandsFor(view)
    .filter(({ id }) => id !== "palette")
    .map((command): Entry => {
      const shortcut = KEYMAP.find(({ command: known, does }) => (known ?? does) === command.id);
      const digit = /^workspace(\d)$/.exec(command.id)?.[1];
      return {
        key: `command ${command.id}`,
        group: "commands",
        icon: "chevron",
        title: command.title,
        meta: "",
        keys: digit ? `Ctrl ${digit}` : (shortcut?.keys[0]?.replaceAll("+", " ") ?? null),
        disabledBecause: command.disabledBecause,
        run: command.run,
      };
    });
  const tables = (sources?.sources ?? []).flatMap(({ tables: some }) => some);
  return [
    ...tables.map(
      (table): Entry => ({
        ...plain,
        key: `table ${table.name}`,
        group: "tables",
        icon: "table",
        title: table.name,
        meta: table.rows === null ? "" : short(table.rows),
        run: () => openTable(table.name),
      }),
    ),
    ...(view?.workbook.cells ?? []).map(
      (cell): Entry => ({
        ...plain,
        key: `cell ${cell.id}`,
        group: "cells",
        icon: cell.body.type === "chart" ? "chart" : "note",
        title: cell.name,
        meta: "",
        run: () => revealCell(cell.id),
      }),
    ),
    ...commands,
    ...welcome.recent
      .filter((recent) => recent.exists)
      .map(
        (recent): Entry => ({
          ...plain,
          key: `recent ${recent.path}`,
          group: "recent",
          icon: "note",
          title: recent.title,
          meta: recent.path,
          run: () => openWorkbook(recent.path),
        }),
      ),
    ...welcome.samples.map(
      (sample): Entry => ({
        ...plain,
        key: `sample ${sample.name}`,
        group: "samples",
        icon: "spark",
        title: sample.title,
        meta: sample.contents,
        run: () => openSample(sample.name),
      }),
    ),
  ];
}

const GROUPS: Entry["group"][] = ["commands", "tables", "cells", "recent", "samples"];

/** The entries that the words mean, group by group, best first within each. */
export function findEntries(entries: Entry[], words: string): Entry[] {
  const wanted = words.trim().toLowerCase();
  const ranked = entries
    .map((entry) => ({ entry, rank: rankOf(entry.title.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank !== null)
    .sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0));
  const best = new Map<Entry["group"], number>();
  for (const { entry, rank } of ranked) {
    if (!best.has(entry.group)) {
      best.set(entry.group, rank ?? 0);
    }
  }
  const order = [...GROUPS].sort((one, other) => (best.get(one) ?? 9) - (best.get(other) ?? 9));
  return ranked
    .sort((one, other) => order.indexOf(one.entry.group) - order.indexOf(other.entry.group))
    .slice(0, MOST)
    .map(({ entry }) => entry);
}

/** Lower is better: the start, a word's start, inside, letters in order; none when not at all. */
export function rankOf(title: string, wanted: string): number | null {
  if (wanted === "") {
    return 0;
  }
  if (title.startsWith(wanted)) {
    return 1;
  }
  if (title.split(/[\s_·.-]+/).some((word) => word.startsWith(wanted))) {
    return 2;
  }
  if (title.includes(wanted)) {
    return 3;
  }
  let from = 0;
  for (const letter of wanted.replaceAll(" ", "")) {
    const found = title.indexOf(letter, from);
    if (found < 0) {
      return null;
    }
    from = found + 1;
  }
  return wanted.length < 2 ? null : 4;
}
