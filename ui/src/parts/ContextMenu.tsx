// A menu of actions, opened by a button or by the context-menu gesture (right click, Shift F10).
// Disabled entries stay, with the reason.
import { Menu } from "@mantine/core";
import { type ReactElement, type ReactNode, useState } from "react";
import { Icon } from "./Icon";
import type { IconName } from "./iconShapes";
import { Tip } from "./Tip";

/** One entry, or a line between groups. */
export type MenuEntry =
  | "line"
  | {
      label: string;
      icon?: IconName;
      /** A value or key at the right. */
      meta?: ReactNode;
      /** Why it cannot be chosen now. */
      disabledBecause?: string | null;
      isChecked?: boolean;
      isDanger?: boolean;
      run: () => void;
    }
  | {
      label: string;
      isChecked?: boolean;
      /** A menu of its own at the side: Arrow right opens it, Arrow left closes it. */
      sub: MenuEntry[];
    };

type Props = {
  entries: MenuEntry[];
  label: string;
  /** The button that opens it. */
  children: ReactElement;
  side?: "bottom-start" | "bottom-end";
};

export function MenuButton({ entries, label, children, side = "bottom-start" }: Props) {
  return (
    <Menu position={side} offset={4} {...MENU_LOOK} trapFocus returnFocus>
      <Menu.Target>{children}</Menu.Target>
      <MenuList entries={entries} label={label} />
    </Menu>
  );
}

/** Where a context menu was asked for. */
export interface MenuPoint {
  x: number;
  y: number;
}

type ContextProps = {
  at: MenuPoint | null;
  entries: MenuEntry[];
  label: string;
  onClose: () => void;
};

/** A menu at a point of the window. */
export function ContextMenu({ at, entries, label, onClose }: ContextProps) {
  return (
    <Menu
      opened={at !== null}
      onChange={(opened) => opened || onClose()}
      position="bottom-start"
      offset={2}
      {...MENU_LOOK}
      trapFocus
      returnFocus
    >
      <Menu.Target>
        <span
          aria-hidden="true"
          style={{ position: "fixed", left: at?.x ?? 0, top: at?.y ?? 0, width: 1, height: 1 }}
        />
      </Menu.Target>
      <MenuList entries={entries} label={label} />
    </Menu>
  );
}

/** State of a context menu over many rows: which row, and where. */
export function useContextMenu<Row>() {
  const [open, setOpen] = useState<{ row: Row; at: MenuPoint } | null>(null);
  return {
    row: open?.row ?? null,
    at: open?.at ?? null,
    openAt: (row: Row, at: MenuPoint) => setOpen({ row, at }),
    close: () => setOpen(null),
  };
}

const MENU_LOOK = {
  unstyled: true,
  classNames: {
    dropdown: "menu",
    item: "menu-item",
    itemLabel: "menu-label",
    divider: "menu-line",
  },
  transitionProps: { duration: 0 },
  zIndex: 65,
  withinPortal: true,
  withInitialFocusPlaceholder: false,
} as const;

const SUB_LOOK = { transitionProps: { duration: 0 }, offset: 2, zIndex: 66 } as const;

function MenuList({ entries, label }: Pick<Props, "entries" | "label">) {
  return (
    <Menu.Dropdown aria-label={label}>
      <Entries entries={entries} />
    </Menu.Dropdown>
  );
}

function Entries({ entries }: Pick<Props, "entries">) {
  return (
    <>
      {entries.map((entry, index) =>
        entry === "line" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else to be known by
          <hr key={`line-${index}`} />
        ) : "sub" in entry ? (
          <Menu.Sub key={entry.label} {...SUB_LOOK}>
            <Menu.Sub.Target>
              <Menu.Sub.Item
                leftSection={
                  entry.isChecked ? <Icon name="check" /> : <span className="menu-gap" />
                }
                rightSection={
                  <span className="meta">
                    <Icon name="chevron" size="xs" />
                  </span>
                }
              >
                {entry.label}
              </Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown aria-label={entry.label}>
              <Entries entries={entry.sub} />
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        ) : (
          <Tip key={entry.label} label={entry.disabledBecause ?? null} side="right">
            <Menu.Item
              leftSection={
                entry.isChecked ? (
                  <Icon name="check" />
                ) : entry.icon ? (
                  <Icon name={entry.icon} />
                ) : (
                  <span className="menu-gap" />
                )
              }
              rightSection={entry.meta ? <span className="meta">{entry.meta}</span> : null}
              aria-disabled={entry.disabledBecause ? true : undefined}
              data-danger={entry.isDanger || undefined}
              closeMenuOnClick={!entry.disabledBecause}
              onClick={() => entry.disabledBecause || entry.run()}
            >
              {entry.label}
            </Menu.Item>
          </Tip>
        ),
      )}
    </>
  );
}
