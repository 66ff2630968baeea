// Widths of the two panels beside the main region, and whether they are open.
import { create } from "zustand";

/** Limits of a panel's width in pixels. */
export const LIMITS = {
  side: { least: 220, most: 400, first: 264 },
  inspector: { least: 240, most: 420, first: 280 },
} as const;

/** One of the two panels. */
export type PanelName = keyof typeof LIMITS;

interface Panels {
  width: Record<PanelName, number>;
  isOpen: Record<PanelName, boolean>;
}

/** How the panels stand. */
export const usePanels = create<Panels>(() => ({
  width: { side: LIMITS.side.first, inspector: LIMITS.inspector.first },
  isOpen: { side: true, inspector: true },
}));

/** Sets a width within the limits. */
export function resizePanel(panel: PanelName, width: number): void {
  const { least, most } = LIMITS[panel];
  const within = Math.round(Math.min(most, Math.max(least, width)));
  usePanels.setState((now) => ({ width: { ...now.width, [panel]: within } }));
}

/** Opens or closes a panel. */
export function showPanel(panel: PanelName, isOpen: boolean): void {
  usePanels.setState((now) => ({ isOpen: { ...now.isOpen, [panel]: isOpen } }));
}
