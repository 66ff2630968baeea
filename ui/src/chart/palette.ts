// Colours of a chart, read from the tokens of the theme in use.
import { useEffect, useState } from "react";

/** Colours that pictures need. Index 0 of `data` is context, 1 to 10 are the data colours. */
export interface Palette {
  data: string[];
  dataText: string[];
  grid: string;
  axis: string;
  label: string;
  text: string;
  surface: string;
  font: string;
}

function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const numbered = (suffix: string) =>
    Array.from({ length: 10 }, (_, index) => token(`--data-${index + 1}${suffix}`));
  return {
    data: [token("--data-context"), ...numbered("")],
    dataText: [token("--text-3"), ...numbered("-text")],
    grid: token("--chart-grid"),
    axis: token("--chart-axis"),
    label: token("--chart-label"),
    text: token("--text"),
    surface: token("--bg-surface"),
    font: token("--font-ui"),
  };
}

/** The palette, read again when the theme changes. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState(readPalette);
  useEffect(() => {
    const watcher = new MutationObserver(() => setPalette(readPalette()));
    watcher.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => watcher.disconnect();
  }, []);
  return palette;
}
