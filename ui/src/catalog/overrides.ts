// What a person chose otherwise than detected, for one import.
import type { ImportOptions } from "../backend/generated/ImportOptions";

/** The choices made; what is absent is detected. */
export type Overrides = Partial<ImportOptions>;

const AS_DETECTED: ImportOptions = {
  delimiter: null,
  quote: null,
  encoding: null,
  header_row: null,
  decimal_mark: null,
  date_order: null,
  parts: [],
  types: {},
  fill_ragged_rows: null,
};

/** Options for a preview: the choices, and everything else to be detected. */
export function toDetect(overrides: Overrides): ImportOptions {
  return { ...AS_DETECTED, ...overrides };
}

/** Options to be recorded: the choices over what was detected and accepted. */
export function toRecord(overrides: Overrides, detected: ImportOptions): ImportOptions {
  return { ...AS_DETECTED, ...detected, ...overrides };
}

/** The same choices with one set, or taken back when it is absent. */
export function withChoice<Key extends keyof ImportOptions>(
  overrides: Overrides,
  key: Key,
  value: ImportOptions[Key] | undefined,
): Overrides {
  const { [key]: _, ...rest } = overrides;
  const others = rest as Overrides;
  return value === undefined ? others : { ...others, [key]: value };
}
