// The words of a SQL text that may be names: outside strings and comments, with their place. Only
// for colouring and for following names; what a text means is decided by the planner.

/** One name in a text. */
export interface SqlWord {
  from: number;
  to: number;
  /** Without quotes and colon, as written. */
  name: string;
  /** Follows a point: a column of something. */
  isMember: boolean;
  /** Is followed by an opening bracket. */
  isCall: boolean;
  /** Was written `:name`. */
  isParameter: boolean;
  isQuoted: boolean;
  /** Stands where a table is read: after FROM, JOIN or a comma between tables. */
  isRelation: boolean;
  /** Follows AS: a new name, not a reference. */
  isAlias: boolean;
}

const PATTERN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|:{1,2}[\p{L}_][\p{L}\p{N}_$]*|[\p{L}_][\p{L}\p{N}_$]*|[(),;]/gu;

/** Words that end a list of tables. */
const AFTER_TABLES = new Set(
  "where group order having qualify limit offset select union intersect except on using window fetch".split(
    " ",
  ),
);

/** The names of a text in order. */
export function wordsOf(text: string): SqlWord[] {
  const words: SqlWord[] = [];
  const place = tablePlace();
  let before = "";
  for (const match of text.matchAll(PATTERN)) {
    const found = match[0];
    const first = found[0];
    const from = match.index;
    const to = from + found.length;
    if (first === "-" || first === "/" || first === "'" || found.startsWith("::")) {
      continue;
    }
    const isRelation = place(found);
    if ("(),;".includes(found)) {
      before = found;
      continue;
    }
    const isQuoted = first === '"';
    const isParameter = first === ":";
    words.push({
      from,
      to,
      name: isQuoted ? found.slice(1, -1).replaceAll('""', '"') : found.slice(isParameter ? 1 : 0),
      isMember: lastVisible(text, from) === ".",
      isCall: !isQuoted && !isParameter && nextVisible(text, to) === "(",
      isParameter,
      isQuoted,
      isRelation: isRelation && !isParameter,
      isAlias: before === "as",
    });
    before = isQuoted ? found : found.toLowerCase();
  }
  return words;
}

/** Follows the text word by word; answers whether a word is where a table is read. */
function tablePlace(): (found: string) => boolean {
  const outer: { inTables: boolean; isWanted: boolean }[] = [];
  let now = { inTables: false, isWanted: false };
  return (found) => {
    const word = found.toLowerCase();
    if (found === "(") {
      outer.push(now);
      // A bracket among tables may hold tables again, or a query.
      now = { inTables: now.inTables && now.isWanted, isWanted: now.isWanted };
    } else if (found === ")") {
      now = { inTables: outer.pop()?.inTables ?? false, isWanted: false };
    } else if (found === ",") {
      now = { ...now, isWanted: now.inTables };
    } else if (word === "from" || word === "join") {
      now = { inTables: true, isWanted: true };
    } else if (found === ";" || AFTER_TABLES.has(word)) {
      // After ON the tables go on with the next JOIN, or with a comma at this level.
      now = { inTables: false, isWanted: false };
    } else if (word !== "lateral" && now.isWanted) {
      now = { ...now, isWanted: false };
      return true;
    }
    return false;
  };
}

function lastVisible(text: string, before: number): string | undefined {
  let at = before - 1;
  while (at >= 0 && /\s/.test(text[at] ?? "")) {
    at -= 1;
  }
  return text[at];
}

function nextVisible(text: string, after: number): string | undefined {
  let at = after;
  while (at < text.length && (text[at] === " " || text[at] === "\t")) {
    at += 1;
  }
  return text[at];
}

/** What a name can lead to. */
export interface KnownName {
  name: string;
  kind: "cell" | "parameter" | "table";
  /** Id of the cell, or name of the table. */
  target: string;
}

/** A name in a text that leads somewhere. */
export interface Reference extends KnownName {
  from: number;
  to: number;
}

/** Names by lower-case spelling, with the ends of date ranges. */
export function nameIndex(names: readonly KnownName[]): ReadonlyMap<string, KnownName> {
  const index = new Map<string, KnownName>();
  for (const known of names) {
    index.set(known.name.toLowerCase(), known);
    if (known.kind === "parameter") {
      for (const end of ["_from", "_to"]) {
        index.set(known.name.toLowerCase() + end, known);
      }
    }
  }
  return index;
}

/** Which words of a text lead to a cell, a parameter or a table. */
export function referencesIn(
  words: readonly SqlWord[],
  names: ReadonlyMap<string, KnownName>,
): Reference[] {
  const found: Reference[] = [];
  for (const word of words) {
    const known = names.get(word.name.toLowerCase());
    if (known && isReference(word, known.kind)) {
      found.push({ ...known, from: word.from, to: word.to });
    }
  }
  return found;
}

function isReference(word: SqlWord, kind: KnownName["kind"]): boolean {
  if (word.isMember || word.isCall || word.isAlias) {
    return false;
  }
  return kind === "parameter" ? !word.isRelation : word.isRelation;
}
