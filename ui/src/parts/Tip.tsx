// A tooltip: after 400 ms, at once when moving on. It holds no action.
import { Tooltip } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";

type Props = {
  /** None: no tooltip. */
  label: ReactNode;
  children: ReactElement;
  side?: "top" | "bottom" | "left" | "right";
};

export function Tip({ label, children, side = "bottom" }: Props) {
  return (
    <Tooltip
      label={label}
      disabled={!label}
      position={side}
      openDelay={400}
      offset={6}
      unstyled
      classNames={{ tooltip: "tooltip" }}
      events={{ hover: true, focus: true, touch: false }}
      transitionProps={{ duration: 0 }}
      zIndex={70}
    >
      {children}
    </Tooltip>
  );
}
