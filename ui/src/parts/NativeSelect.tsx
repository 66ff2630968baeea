// A list of choices, drawn by the system so that it works everywhere the same, in the look of the
// other controls.
import type { ComponentProps } from "react";
import { Icon } from "./Icon";

type Props = Omit<ComponentProps<"select">, "className"> & {
  /** Names of things stand in mono. */
  isMono?: boolean;
};

export function NativeSelect({ isMono = false, ...select }: Props) {
  return (
    <span className={isMono ? "select native mono" : "select native"}>
      <select {...select} />
      <Icon name="down" size="xs" />
    </span>
  );
}
