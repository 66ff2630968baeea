// Asks for the number of a reference line: its amount, or a percentile.
import type { Reference } from "../backend/generated/Reference";
import type { ReferenceKind } from "../backend/generated/ReferenceKind";
import { t } from "../i18n/t";
import { NumberDialog } from "../parts/NumberDialog";

/** What is asked for. */
export type Asked = "constant" | "percentile";

type Props = {
  what: Asked;
  /** The line that is changed; none is a new one. */
  now: Reference | null;
  onAnswer: (line: ReferenceKind) => void;
  onClose: () => void;
};

/** The line with a number that was typed; null when it is none that fits. */
export function answered(what: Asked, text: string): ReferenceKind | null {
  const digits = text.trim().replace("−", "-");
  if (!/^-?\d{1,15}(\.\d{1,12})?$/.test(digits)) {
    return null;
  }
  if (what === "constant") {
    return { kind: "constant", value: digits };
  }
  const value = Number(digits);
  return value >= 0 && value <= 100 ? { kind: "percentile", percentile: digits } : null;
}

function first(what: Asked, line: ReferenceKind | undefined): string {
  if (what === "constant") {
    return line?.kind === "constant" ? line.value : "0";
  }
  return line?.kind === "percentile" ? line.percentile : "95";
}

export function ReferenceNumber({ what, now, onAnswer, onClose }: Props) {
  return (
    <NumberDialog
      title={t(`reference.ask.${what}`)}
      first={first(what, now?.line)}
      range={t(`reference.askRange.${what}`)}
      apply={t("reference.apply")}
      read={(text) => answered(what, text)}
      onAnswer={onAnswer}
      onClose={onClose}
    />
  );
}
