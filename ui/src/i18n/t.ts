// Words by key. Keys are checked by the compiler; `{{name}}` in a text takes a value, and a key
// that ends in `_one` and `_other` follows `count`.
import i18next from "i18next";
import { en } from "./en";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

// Resources are at hand, so this finishes before it returns.
void i18next.init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** The words for a key. */
export const t = i18next.t.bind(i18next);
