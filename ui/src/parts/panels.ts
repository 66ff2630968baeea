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

/** From this width of the window on the inspector stands beside the main region; below it floats over it. */
const WIDE = 1280;

/** Whether the inspector stands beside the main region. */
export function isWide(): boolean {
  return innerWidth >= WIDE;
}

/** Where the focus was before the inspector floated in. */
let before: HTMLElement | null = null;

/**
 * Opens or closes the inspector. Where it floats over the main region the focus goes into it, and back to
 * where it was when it closes.
 */
export function toggleInspector(): void {
  const isOpen = !usePanels.getState().isOpen.inspector;
  const now = document.activeElement;
  const panel = () => document.querySelector<HTMLElement>("[data-region='inspector']");
  const isInside = panel()?.contains(now) ?? false;
  showPanel("inspector", isOpen);
  if (isWide()) {
    return;
  }
  if (isOpen) {
    before = now instanceof HTMLElement ? now : null;
    requestAnimationFrame(() => panel()?.focus());
  } else if (isInside) {
    const main = document.querySelector<HTMLElement>("[data-region='main']");
    (before?.isConnected ? before : main)?.focus();
  }
}

/** Whether Escape, pressed at a place in the inspector, closes it: where it floats, and no text is being written. */
export function closesInspector(key: string, target: EventTarget, panel: Element): boolean {
  const isWriting =
    target instanceof Element && target.closest("input, textarea, [contenteditable]");
  const isOwn = target instanceof Element && panel.contains(target);
  return key === "Escape" && !isWide() && isOwn && !isWriting;
}
