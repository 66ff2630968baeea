// One icon. It is decoration: the word that it stands for is beside it or on its button.
import { ICON_SHAPES, type IconName } from "./iconShapes";

type Props = {
  name: IconName;
  /** 12, 14, 16 or 20 px; 14 in controls, 20 in the rail. */
  size?: "xs" | "s" | "m" | "l";
  className?: string;
};

const SIZES = { xs: "i i-xs", s: "i i-s", m: "i", l: "i i-l" } as const;

export function Icon({ name, size = "s", className }: Props) {
  return (
    <svg
      className={className ? `${SIZES[size]} ${className}` : SIZES[size]}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      {ICON_SHAPES[name]}
    </svg>
  );
}
