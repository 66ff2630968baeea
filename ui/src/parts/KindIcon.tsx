// What a column is about, as a small coloured mark with its word for screen readers.
import type { Kind } from "../backend/generated/Kind";
import { t } from "../i18n/t";
import { Icon } from "./Icon";
import type { IconName } from "./iconShapes";

type Props = { kind: Kind };

const LOOKS: Record<Kind, { className: string; icon?: IconName; letters?: string }> = {
  text: { className: "k-text", letters: "Aa" },
  number: { className: "k-number", letters: "#" },
  date: { className: "k-date", icon: "calendar" },
  bool: { className: "k-bool", icon: "bool" },
  place: { className: "k-geo", icon: "place" },
  key: { className: "k-id", icon: "key" },
  nested: { className: "k-nested", icon: "braces" },
};

/** The class that colours marks and sparkbars of a kind. */
export function kindClass(kind: Kind): string {
  return LOOKS[kind].className;
}

export function KindIcon({ kind }: Props) {
  const look = LOOKS[kind];
  return (
    <span className={`kind ${look.className}`} role="img" aria-label={t(`common.kinds.${kind}`)}>
      {look.icon ? <Icon name={look.icon} size="m" /> : look.letters}
    </span>
  );
}
