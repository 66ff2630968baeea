// The language tag that numbers and dates follow. It is chosen here and never taken unchecked
// from the browser: under `LANG=C` WebKitGTK reports the tag "C", which throws when used.
import { create } from "zustand";

/** Used when nothing better is known. */
export const DEFAULT_LOCALE = "en-GB";

interface Locale {
  tag: string;
}

/** The tag in use. */
export const useLocale = create<Locale>(() => ({ tag: DEFAULT_LOCALE }));

/** Whether numbers and dates can be written under this tag. */
export function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf([tag]).length > 0;
  } catch {
    return false;
  }
}

/** The setting if it is a tag, else the first of the system's that is one, else English. */
export function chooseLocale(setting: string | null, system: readonly string[]): string {
  const wanted = setting ? [setting, ...system] : system;
  return wanted.find(isLocale) ?? DEFAULT_LOCALE;
}

/** Makes numbers and dates follow the setting. */
export function applyLocale(setting: string | null): void {
  const tag = chooseLocale(setting, typeof navigator === "undefined" ? [] : navigator.languages);
  useLocale.setState({ tag });
}
