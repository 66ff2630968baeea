// The first rows of a file as they would be read, with a type to choose above each column.
import type { DataType } from "../backend/generated/DataType";
import type { Field } from "../backend/generated/Field";
import type { ImportPreview } from "../backend/generated/ImportPreview";
import { t } from "../i18n/t";
import { typeName } from "../i18n/typeName";
import { valueText } from "../i18n/value";
import { KindIcon } from "../parts/KindIcon";
import { SelectField } from "../parts/SelectField";
import { type Overrides, withChoice } from "./overrides";

type Props = {
  preview: ImportPreview;
  options: Overrides;
  setOptions: (options: Overrides) => void;
};

const TYPES: Record<string, DataType> = {
  text: { type: "text" },
  int64: { type: "int64" },
  float64: { type: "float64" },
  decimal: { type: "decimal", precision: 18, scale: 2 },
  boolean: { type: "boolean" },
  date: { type: "date" },
  date_time: { type: "date_time", precision: "microseconds", zone: null },
} satisfies Record<string, DataType>;

const TYPE_NAMES = ["text", "int64", "float64", "decimal", "boolean", "date", "date_time"] as const;

export function PreviewTable({ preview, options, setOptions }: Props) {
  const takesTypes = preview.kind === "csv" || preview.kind === "excel";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className="sample-rows" tabIndex={0} role="group" aria-label={t("source.preview")}>
      <table className="rows-table">
        <thead>
          <tr>
            {preview.fields.map((field) => (
              <th key={field.name} scope="col">
                <span className="th">
                  <KindIcon kind={field.kind} />
                  <span className="mono">{field.name}</span>
                </span>
                {takesTypes ? (
                  <TypeChoice field={field} options={options} setOptions={setOptions} />
                ) : (
                  <span className="muted small">{typeName(field.data_type)}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row of a preview is its position
            <tr key={index}>
              {row.map((value, column) => (
                <td
                  key={preview.fields[column]?.name ?? column}
                  className={preview.fields[column]?.kind === "number" ? "r" : "num"}
                >
                  {value.type === "null" ? (
                    <span className="null">{t("common.null")}</span>
                  ) : (
                    valueText(value)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type ChoiceProps = Omit<Props, "preview"> & { field: Field };

function TypeChoice({ field, options, setOptions }: ChoiceProps) {
  const chosen = options.types?.[field.name];
  function choose(name: string) {
    const { [field.name]: _, ...rest } = options.types ?? {};
    const type = TYPES[name];
    const types = type ? { ...rest, [field.name]: type } : rest;
    const isNone = Object.keys(types).length === 0;
    setOptions(withChoice(options, "types", isNone ? undefined : types));
  }
  return (
    <SelectField
      label={t("source.type", { column: field.name })}
      isLabelHidden
      value={chosen ? chosen.type : ""}
      choices={[
        ["", t("source.detectType", { type: typeName(field.data_type) })],
        ...TYPE_NAMES.map((name) => [name, t(`source.types.${name}`)] as const),
      ]}
      onChange={choose}
    />
  );
}
