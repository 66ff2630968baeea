// Colours for pictures in tests: each one tells its place.
import type { Paints } from "../src/chart/marks/paints";

const colours = Array.from({ length: 11 }, (_, at) => `#1234${50 + at}`);
export const PAINTS: Paints = {
  data: colours,
  dataText: colours,
  grid: "#eee",
  axis: "#999",
  label: "#555",
  text: "#111",
  surface: "#fff",
  font: "sans-serif",
  sequence: colours,
  diverging: colours,
};
