// How a file is read, in words.
import type { ImportOptions } from "../backend/generated/ImportOptions";
import { t } from "../i18n/t";

/** The recorded options of a source, one line each. */
export function optionWords(options: ImportOptions): { label: string; value: string }[] {
  const lines: { label: string; value: string }[] = [];
  const say = (label: string, value: string | null | undefined) => {
    if (value) {
      lines.push({ label, value });
    }
  };
  say(t("source.delimiter"), options.delimiter ? delimiterWords(options.delimiter) : null);
  say(t("source.encoding"), options.encoding);
  const header = options.header_row;
  if (header !== undefined && header !== null) {
    say(
      t("source.headerRow"),
      header === 0 ? t("source.noHeader") : t("source.headerAt", { row: header }),
    );
  }
  say(
    t("source.decimalMark"),
    options.decimal_mark ? t(`source.marks.${options.decimal_mark}`) : null,
  );
  say(t("source.dateOrder"), options.date_order ? t(`source.orders.${options.date_order}`) : null);
  return lines;
}

/** A delimiter by its name. */
export function delimiterWords(delimiter: string): string {
  switch (delimiter) {
    case ",":
      return t("source.delimiters.comma");
    case ";":
      return t("source.delimiters.semicolon");
    case "\t":
      return t("source.delimiters.tab");
    case "|":
      return t("source.delimiters.pipe");
    case " ":
      return t("source.delimiters.space");
    default:
      return t("source.delimiters.other", { sign: delimiter });
  }
}
