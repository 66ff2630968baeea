// The small window in which a filter is edited, beside the button that opens it.
import { Popover } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";

type Props = {
  /** The accessible name of the window. */
  label: string;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  /** Pixels; as wide as it needs without. */
  width?: number;
  /** The button. */
  opener: ReactElement;
  children: ReactNode;
};

export function FilterFrame({ label, isOpen, setOpen, width, opener, children }: Props) {
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      {...(width === undefined ? {} : { width })}
      offset={4}
      unstyled
      withinPortal
      trapFocus
      returnFocus
      zIndex={40}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: "filter-form" }}
    >
      <Popover.Target>{opener}</Popover.Target>
      <Popover.Dropdown aria-label={label}>{isOpen ? children : null}</Popover.Dropdown>
    </Popover>
  );
}
