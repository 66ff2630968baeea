// The bar between two cells: quiet until the pointer or the focus is there.
import { type KeyboardEvent, memo, useEffect, useRef, useState } from "react";
import type { SessionId } from "../backend/generated/SessionId";
import { t } from "../i18n/t";
import { MenuButton, type MenuEntry } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import type { IconName } from "../parts/iconShapes";
import { type CellKind, insertCell, type ParameterKind, viewOf } from "./cellActions";
import { focusCell } from "./focus";
import { closeInsert, useInsertPlace } from "./insertPlace";

type Props = { session: SessionId; index: number; isLast?: boolean };

const KINDS: { kind: CellKind; icon: IconName }[] = [
  { kind: "sql", icon: "plus" },
  { kind: "chart", icon: "chart" },
  { kind: "parameter", icon: "sliders" },
  { kind: "markdown", icon: "text" },
];
const CONTROLS: ParameterKind[] = ["date_range", "date", "choice", "number", "text"];

export const InsertBar = memo(function InsertBar({ session, index, isLast = false }: Props) {
  const isAsked = useInsertPlace((state) => state.index === index);
  const [isHovered, setHovered] = useState(false);
  const isShown = isAsked || isHovered || isLast;
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isAsked) {
      bar.current?.querySelector("button")?.focus();
      bar.current?.scrollIntoView({ block: "nearest" });
    }
  }, [isAsked]);

  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(bar.current?.querySelectorAll("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      event.stopPropagation();
      buttons[(at + step + buttons.length) % buttons.length]?.focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      closeInsert();
      const cells = viewOf(session)?.workbook.cells ?? [];
      const back = cells[Math.min(index, cells.length - 1)];
      if (back) {
        focusCell(back.id);
      }
    }
  };

  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t("notebook.insert.at")}
      className={`insert-bar${isLast ? " is-last" : ""}${isAsked ? " is-open" : ""}`}
      onKeyDown={onKeyDown}
      onPointerEnter={() => setHovered(true)}
      onBlur={(event) => {
        const isInside = event.currentTarget.contains(event.relatedTarget);
        if (isAsked && !isInside && event.relatedTarget !== null) {
          closeInsert();
        }
      }}
    >
      <span className="insert-line" />
      {isShown ? <Buttons session={session} index={index} canTab={isAsked || isLast} /> : null}
      <span className="insert-line" />
    </div>
  );
});

type ButtonsProps = { session: SessionId; index: number; canTab: boolean };

function Buttons({ session, index, canTab }: ButtonsProps) {
  return KINDS.map(({ kind, icon }) =>
    kind === "parameter" ? (
      <MenuButton key={kind} entries={controls(session, index)} label={t("notebook.parameters")}>
        <button type="button" className="btn ghost s" tabIndex={canTab ? 0 : -1}>
          <Icon name={icon} />
          {t(`notebook.insert.${kind}`)}
        </button>
      </MenuButton>
    ) : (
      <button
        key={kind}
        type="button"
        className="btn ghost s"
        tabIndex={canTab ? 0 : -1}
        onClick={() => {
          closeInsert();
          void insertCell(session, index, kind);
        }}
      >
        <Icon name={icon} />
        {t(`notebook.insert.${kind}`)}
      </button>
    ),
  );
}

function controls(session: SessionId, index: number): MenuEntry[] {
  return CONTROLS.map((control) => ({
    label: t(`notebook.parameter.kinds.${control}`),
    run: () => {
      closeInsert();
      void insertCell(session, index, "parameter", control);
    },
  }));
}
