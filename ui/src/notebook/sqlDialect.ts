// The words of our SQL, for colouring only. What they mean is decided by the planner.

import { SQLDialect, sql } from "@codemirror/lang-sql";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";

const KEYWORDS = spaced(`
  all alter and any as asc asof anti at between by case cast collate create cross cube current desc
  describe distinct else end escape except exclude exists explain extract false fetch filter first
  following for from full group grouping groups having if ignore ilike in inner intersect interval
  into is join last lateral left like limit minus natural next not null nulls of offset on only or
  order ordinality outer over overlaps partition pivot preceding qualify range recursive replace
  respect right rollup row rows sample select semi set sets similar some summarize table tablesample then
  ties to top trailing true try_cast unbounded union unique unknown unnest unpivot using values view
  when where window with within without`);

const TYPES = spaced(`
  bigint binary blob bool boolean bytea char date datetime decimal double float float4 float8 hugeint
  int int2 int4 int8 integer list numeric precision real smallint string struct text time timestamp
  timestamptz tinyint ubigint uinteger usmallint utinyint uuid varchar varbinary zone`);

/** The dialect wants its words one space apart. */
function spaced(words: string): string {
  return words.trim().replace(/\s+/g, " ");
}

/** Our dialect. */
export const ASSAY_SQL = SQLDialect.define({
  keywords: KEYWORDS,
  types: TYPES,
  builtin: "",
  operatorChars: "*+-%<>!=&|^/~?@",
  specialVar: "",
  identifierQuotes: '"',
  doubleQuotedStrings: false,
  charSetCasts: false,
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null], class: "k" },
  { tag: tags.typeName, class: "f" },
  { tag: [tags.string, tags.special(tags.string)], class: "s" },
  { tag: tags.number, class: "n" },
  { tag: tags.comment, class: "c" },
]);

/** Language and colours of a SQL editor. */
export const SQL_LANGUAGE = [
  sql({ dialect: ASSAY_SQL, upperCaseKeywords: true }).language,
  ASSAY_SQL.language.data.of({ commentTokens: { line: "--", block: { open: "/*", close: "*/" } } }),
  syntaxHighlighting(COLOURS),
];

/** Words that are coloured as keywords even when a bracket follows. */
export const KEYWORD_SET: ReadonlySet<string> = new Set(`${KEYWORDS} ${TYPES}`.split(" "));
