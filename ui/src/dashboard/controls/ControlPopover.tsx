// The button of a control and what opens below it.
import { Popover } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "../../parts/Icon";
import type { IconName } from "../../parts/iconShapes";

type Props = {
  /** Name of the button and of what opens. */
  label: string;
  /** What is chosen now. */
  words: string;
  /** More about it, beside the words. */
  meta?: string;
  icon?: IconName;
  opens: "dialog" | "listbox";
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  children: ReactNode;
};

export function ControlPopover(props: Props) {
  const { label, words, meta = "", icon, opens, isOpen, setOpen, children } = props;
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      offset={4}
      unstyled
      trapFocus
      returnFocus
      zIndex={40}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: "filter-form control-form" }}
    >
      <Popover.Target>
        <button
          type="button"
          className="select"
          data-control
          aria-haspopup={opens}
          aria-expanded={isOpen}
          aria-label={[`${label}: ${words}`, meta].filter(Boolean).join(", ")}
          onClick={() => setOpen(!isOpen)}
        >
          {icon ? <Icon name={icon} /> : null}
          <span className="num trunc">{words}</span>
          {meta ? <span className="chip num control-meta trunc">{meta}</span> : null}
          <Icon name="down" />
        </button>
      </Popover.Target>
      <Popover.Dropdown
        aria-label={label}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") {
            setOpen(false);
          }
        }}
      >
        {isOpen ? children : null}
      </Popover.Dropdown>
    </Popover>
  );
}
