// Words for taking a chart out of the product.

export const picture = {
  menu: "Export and copy",
  exportPicture: "Export picture",
  exportData: "Export data",
  copyVega: "Copy as Vega-Lite",
  vegaCopied: "Vega-Lite copied",
  vegaNotCopied: "This window may not write to the clipboard.",
  readVega: "Read Vega-Lite",
  readVegaTitle: "Make {{name}} what Vega-Lite says",
  vegaText: "Vega-Lite JSON",
  vegaHint:
    "What charts here cannot say is refused by name; nothing is left out. Undo brings the chart back.",
  read: "Read",
  copyPicture: "Copy as picture",
  copied: "Picture copied",
  notCopied:
    "The picture could not be copied: this window may not write pictures to the clipboard. Export it instead.",
  noPicture: "There is no picture to copy. Show the chart as a picture first.",
  nothing: "Nothing is drawn yet",
  title: "Export {{name}} as a picture",
  format: "Format",
  formats: { png: "PNG", svg: "SVG" },
  about: {
    png: "Pixels, twice as many as the size says, for slides and pages",
    svg: "Lines and words that can be edited and never blur",
  },
  size: "Size in pixels",
  width: "Width",
  height: "Height",
  theme: "Colours",
  themes: { light: "Light", dark: "Dark" },
  file: "File",
  hint: "A full path on this machine. A file of this name is replaced.",
  needPath: "Give a full path, such as {{example}}",
  export: "Export",
  done: "{{path}} written, {{size}}",
} as const;
