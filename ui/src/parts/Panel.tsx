// The side panel and the inspector: a landmark with a title for screen readers and an edge that
// can be dragged, or moved with the arrow keys.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";
import { t } from "../i18n/t";
import {
  closesInspector,
  LIMITS,
  type PanelName,
  resizePanel,
  toggleInspector,
  usePanels,
} from "./panels";

type Props = { panel: PanelName; label: string; children: ReactNode };

const STEP = 16;

export function Panel({ panel, label, children }: Props) {
  const isOpen = usePanels((state) => state.isOpen[panel]);
  if (!isOpen) {
    return null;
  }
  return (
    <aside
      className={panel === "side" ? "side" : "insp is-open"}
      aria-label={label}
      data-region={panel}
      tabIndex={-1}
      onKeyDown={(event) => {
        const { key, target, currentTarget } = event;
        if (panel === "inspector" && closesInspector(key, target, currentTarget)) {
          event.stopPropagation();
          toggleInspector();
        }
      }}
    >
      {children}
      <Edge panel={panel} label={label} />
    </aside>
  );
}

function Edge({ panel, label }: Pick<Props, "panel" | "label">) {
  const width = usePanels((state) => state.width[panel]);
  const start = useRef<{ x: number; width: number } | null>(null);
  const towardsMain = panel === "side" ? 1 : -1;

  function onPointerDown(event: PointerEvent<HTMLDivElement>) {
    start.current = { x: event.clientX, width };
    event.currentTarget.setPointerCapture(event.pointerId);
  }
  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    if (start.current) {
      const moved = event.clientX - start.current.x;
      resizePanel(panel, start.current.width + moved * towardsMain);
    }
  }
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const step = { ArrowRight: STEP, ArrowLeft: -STEP }[event.key];
    if (step) {
      event.preventDefault();
      resizePanel(panel, width + step * towardsMain);
    }
  }
  return (
    <div
      className="panel-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={t("shell.resize", { panel: label })}
      aria-valuenow={width}
      aria-valuemin={LIMITS[panel].least}
      aria-valuemax={LIMITS[panel].most}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = null;
      }}
      onDoubleClick={() => resizePanel(panel, LIMITS[panel].first)}
      onKeyDown={onKeyDown}
    />
  );
}
