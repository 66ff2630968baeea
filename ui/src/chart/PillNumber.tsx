// Asks for the number that a pill's menu needs: a percentile, a count of bins, of members, of periods.
import type { Pill } from "../backend/generated/Pill";
import { t } from "../i18n/t";
import { NumberDialog } from "../parts/NumberDialog";
import { type Ask, answered, asked } from "./pillMenu";

type Props = {
  pill: Pill;
  ask: Ask;
  onAnswer: (pill: Pill) => void;
  onClose: () => void;
};

export function PillNumber({ pill, ask, onAnswer, onClose }: Props) {
  return (
    <NumberDialog
      title={t(`pill.ask.${ask}`)}
      first={asked(pill, ask)}
      range={t(`pill.askRange.${ask}`)}
      apply={t("pill.apply")}
      read={(text) => answered(pill, ask, text)}
      onAnswer={onAnswer}
      onClose={onClose}
    />
  );
}
