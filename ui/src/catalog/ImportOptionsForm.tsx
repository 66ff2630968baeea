// The choices of an import. An empty choice means: as detected.
import type { ReactNode } from "react";
import type { DateOrder } from "../backend/generated/DateOrder";
import type { DecimalMark } from "../backend/generated/DecimalMark";
import type { ImportPreview } from "../backend/generated/ImportPreview";
import { bytes } from "../i18n/format";
import { t } from "../i18n/t";
import { SelectField } from "../parts/SelectField";
import { delimiterWords } from "./optionWords";
import { type Overrides, withChoice } from "./overrides";

type Props = {
  preview: ImportPreview | null;
  options: Overrides;
  setOptions: (options: Overrides) => void;
  name: string;
  setName: (name: string) => void;
};

const DELIMITERS = [",", ";", "\t", "|", " "];
const QUOTES = { '"': "double", "'": "single", "": "none" } as const;
const ENCODINGS = [
  "utf-8",
  "windows-1252",
  "iso-8859-15",
  "utf-16le",
  "utf-16be",
  "windows-1251",
  "shift_jis",
  "gbk",
];
const MARKS: DecimalMark[] = ["point", "comma"];
const ORDERS: DateOrder[] = ["year_month_day", "day_month_year", "month_day_year"];
const HEADER_CHOICES = 10;

export function ImportOptionsForm(props: Props) {
  const { preview, options, setOptions, name, setName } = props;
  const hasChoices = Object.keys(options).length > 0;
  return (
    <div className="import-options">
      <div className="field">
        <label htmlFor="import-name">{t("source.name")}</label>
        <div className="input">
          <input
            id="import-name"
            className="mono"
            value={name}
            placeholder={t("source.namePlaceholder")}
            spellCheck={false}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
      </div>
      {preview ? (
        <p className="muted small num">
          {t(`source.kinds.${preview.kind}`)}, {bytes(preview.bytes)}
        </p>
      ) : null}
      {preview && preview.parts.length > 0 ? <Parts {...props} preview={preview} /> : null}
      {preview?.kind === "csv" ? <CsvChoices {...props} preview={preview} /> : null}
      {preview?.kind === "excel" ? <HeaderChoice {...props} preview={preview} /> : null}
      {hasChoices ? (
        <button type="button" className="link" onClick={() => setOptions({})}>
          {t("source.detectAgain")}
        </button>
      ) : null}
    </div>
  );
}

type Known = Props & { preview: ImportPreview };

function CsvChoices(props: Known) {
  const { preview, options, setOptions } = props;
  const found = preview.options;
  return (
    <>
      <Choice
        label={t("source.delimiter")}
        value={options.delimiter ?? undefined}
        detected={found.delimiter ? delimiterWords(found.delimiter) : null}
        choices={DELIMITERS.map((sign) => [sign, delimiterWords(sign)])}
        onChange={(sign) => setOptions(withChoice(options, "delimiter", sign))}
      />
      <Choice
        label={t("source.quote")}
        value={options.quote ?? undefined}
        detected={quoteWords(found.quote)}
        choices={Object.entries(QUOTES).map(([sign, word]) => [sign, t(`source.quotes.${word}`)])}
        onChange={(sign) => setOptions(withChoice(options, "quote", sign))}
      />
      <Choice
        label={t("source.encoding")}
        value={options.encoding ?? undefined}
        detected={found.encoding ?? null}
        choices={ENCODINGS.map((label) => [label, label])}
        onChange={(label) => setOptions(withChoice(options, "encoding", label))}
      />
      <HeaderChoice {...props} />
      <Choice
        label={t("source.decimalMark")}
        value={options.decimal_mark ?? undefined}
        detected={found.decimal_mark ? t(`source.marks.${found.decimal_mark}`) : null}
        choices={MARKS.map((mark) => [mark, t(`source.marks.${mark}`)])}
        onChange={(mark) =>
          setOptions(withChoice(options, "decimal_mark", mark as DecimalMark | undefined))
        }
      />
      <Choice
        label={t("source.dateOrder")}
        value={options.date_order ?? undefined}
        detected={found.date_order ? t(`source.orders.${found.date_order}`) : null}
        choices={ORDERS.map((order) => [order, t(`source.orders.${order}`)])}
        onChange={(order) =>
          setOptions(withChoice(options, "date_order", order as DateOrder | undefined))
        }
      />
      <Choice
        label={t("source.ragged")}
        value={raggedKey(options.fill_ragged_rows)}
        detected={raggedWords(found.fill_ragged_rows)}
        choices={[
          ["fill", t("source.raggedFill")],
          ["refuse", t("source.raggedRefuse")],
        ]}
        onChange={(key) =>
          setOptions(
            withChoice(options, "fill_ragged_rows", key === undefined ? undefined : key === "fill"),
          )
        }
      />
    </>
  );
}

function quoteWords(quote: string | null | undefined): string | null {
  const word = QUOTES[(quote ?? "missing") as keyof typeof QUOTES];
  return word ? t(`source.quotes.${word}`) : null;
}

function raggedKey(fills: boolean | null | undefined): string | undefined {
  return fills === null || fills === undefined ? undefined : fills ? "fill" : "refuse";
}

function raggedWords(fills: boolean | null | undefined): string | null {
  return fills === null || fills === undefined
    ? null
    : t(fills ? "source.raggedFill" : "source.raggedRefuse");
}

function HeaderChoice({ preview, options, setOptions }: Known) {
  const words = (row: number) => (row === 0 ? t("source.noHeader") : t("source.headerAt", { row }));
  const found = preview.options.header_row;
  return (
    <Choice
      label={t("source.headerRow")}
      value={options.header_row?.toString()}
      detected={found === null || found === undefined ? null : words(found)}
      choices={Array.from({ length: HEADER_CHOICES + 1 }, (_, row) => [String(row), words(row)])}
      onChange={(row) =>
        setOptions(withChoice(options, "header_row", row === undefined ? undefined : Number(row)))
      }
    />
  );
}

function Parts({ preview, options, setOptions }: Known) {
  const chosen = options.parts && options.parts.length > 0 ? options.parts : preview.parts;
  function turn(part: string, isOn: boolean) {
    const next = preview.parts.filter((known) => (known === part ? isOn : chosen.includes(known)));
    if (next.length > 0) {
      const isAll = next.length === preview.parts.length;
      setOptions(withChoice(options, "parts", isAll ? undefined : next));
    }
  }
  return (
    <fieldset className="parts">
      <legend className="label">{t("source.parts")}</legend>
      {preview.parts.map((part) => (
        <label key={part} className="row part">
          <input
            type="checkbox"
            checked={chosen.includes(part)}
            onChange={(event) => turn(part, event.target.checked)}
          />
          <span className="trunc">{part}</span>
        </label>
      ))}
    </fieldset>
  );
}

type ChoiceProps = {
  label: string;
  value: string | undefined;
  detected: ReactNode;
  choices: (readonly [string, string])[];
  onChange: (value: string | undefined) => void;
};

function Choice({ label, value, detected, choices, onChange }: ChoiceProps) {
  const empty = detected ? `${t("source.detected")}: ${detected}` : t("source.detected");
  return (
    <SelectField
      label={label}
      value={value ?? DETECT}
      choices={[[DETECT, empty], ...choices]}
      onChange={(chosen) => onChange(chosen === DETECT ? undefined : chosen)}
    />
  );
}

/** Stands for "as detected"; no option can have this text. */
const DETECT = "\u0000";
