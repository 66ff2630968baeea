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
}

const PATTERN =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|:{1,2}[\p{L}_][\p{L}\p{N}_$]*|[\p{L}_][\p{L}\p{N}_$]*/gu;

/** The names of a text in order. */
export function wordsOf(text: string): SqlWord[] {
  const words: SqlWord[] = [];
  for (const match of text.matchAll(PATTERN)) {
    const found = match[0];
    const first = found[0];
    const from = match.index;
    const to = from + found.length;
    if (first === "-" || first === "/" || first === "'" || found.startsWith("::")) {
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
    });
  }
  return words;
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
    if (known && !word.isMember && !word.isCall && (!word.isParameter || known.kind === "parameter")) {
      found.push({ ...known, from: word.from, to: word.to });
    }
  }
  return found;
}
