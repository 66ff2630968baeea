// Words for writing a dashboard page to a file.

export const pageExport = {
  open: "Export page",
  title: "Export {{name}}",
  go: "Export",
  about: {
    html: "One file that works without a network: pictures that answer the pointer, and the rows behind them",
    pdf: "Sheets of paper with lines and letters; tables that are longer than their tile follow in full",
    png: "One picture, 1 200 pixels wide at twice the density",
    xlsx: "The rows behind every tile, one sheet each",
  },
  formats: { html: "HTML", pdf: "PDF", png: "PNG", xlsx: "XLSX" },
  asShown: "The page is written as it is now, under what is selected.",
  done: "{{path}} written, {{size}}",
  doneWith: "{{path}} written, {{size}}. {{notes}}",
} as const;
