// Light, dark or as the system says. The page is painted right from the first frame by
// `public/first-paint.js`; from then on this is the one place that sets the theme.
import { create } from "zustand";
import type { Theme } from "../backend/generated/Theme";

/** What is on the screen. */
export type ShownTheme = "light" | "dark";

interface ThemeState {
  setting: Theme;
  shown: ShownTheme;
}

const STORED = "assay.theme";

/** The theme as set and as shown. */
export const useTheme = create<ThemeState>(() => ({
  setting: "system",
  shown: document.documentElement.dataset.theme === "dark" ? "dark" : "light",
}));

/** Shows a theme, and remembers it for the first paint of the next start. */
export function applyTheme(setting: Theme): void {
  const forced = new URLSearchParams(location.search).get("theme");
  const shown = shownTheme(forced === "dark" || forced === "light" ? forced : setting);
  document.documentElement.dataset.theme = shown;
  useTheme.setState({ setting, shown });
  try {
    localStorage.setItem(STORED, setting);
  } catch {
    // Storage may be switched off; the next start follows the system until settings arrive.
  }
}

/** Follows the system while the setting says so; answers a way to stop. */
export function followSystem(): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    if (useTheme.getState().setting === "system") {
      applyTheme("system");
    }
  };
  dark.addEventListener("change", follow);
  return () => dark.removeEventListener("change", follow);
}

function shownTheme(setting: Theme): ShownTheme {
  if (setting !== "system") {
    return setting;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
