// Moving between the regions of the window with F6, and to the search field of a panel with `/`.

const REGIONS = ["rail", "top", "trust", "side", "main", "inspector", "status"];

/** Focuses the next (1) or previous (-1) region that is on the screen. */
export function moveRegion(step: 1 | -1): void {
  const shown = REGIONS.map((name) =>
    document.querySelector<HTMLElement>(`[data-region="${name}"]`),
  ).filter((region): region is HTMLElement => region !== null && isShown(region));
  if (shown.length === 0) {
    return;
  }
  const now = shown.findIndex((region) => region.contains(document.activeElement));
  const next = now < 0 ? 0 : (now + step + shown.length) % shown.length;
  enter(shown[next]);
}

/** Focuses the search field of the panel that has the focus, or of the first that has one. */
export function focusPanelSearch(): void {
  const here = document.activeElement?.closest("[data-region]");
  const field =
    here?.querySelector<HTMLInputElement>("input[type='search']") ??
    document.querySelector<HTMLInputElement>("[data-region] input[type='search']");
  field?.focus();
  field?.select();
}

/** Focuses the search field of a region. */
export function focusSearchIn(region: string): void {
  const field = document.querySelector<HTMLInputElement>(
    `[data-region="${region}"] input[type='search']`,
  );
  field?.focus();
  field?.select();
}

/** Focuses the first stop of the region, else the region itself. */
function enter(region: HTMLElement | undefined): void {
  const stop = region?.querySelector<HTMLElement>(
    "[tabindex='0'], a[href], button:not([disabled]), input, select, textarea",
  );
  (stop ?? region)?.focus();
}

function isShown(region: HTMLElement): boolean {
  return getComputedStyle(region).visibility !== "hidden" && region.getClientRects().length > 0;
}
