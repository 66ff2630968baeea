// Words of pivot tables.

export const pivot = {
  table: "pivot table",
  walk: "Arrow keys walk over the cells. Enter opens the menu of an amount, opens and closes a group, and sorts by a column.",
  total: "Total",
  none: "no rows",
  look: "Pivot table",
  format: "How amounts stand out",
  formats: {
    plain: "Amounts alone",
    heat: "Colour by amount",
    bar: "Bars",
  },
  totals: "Totals",
  subtotals: "Totals of groups",
  openAll: "Open all groups",
  closeAll: "Close all groups",
  linesShown: "First {{shown}} of {{total}} lines. Sort or filter to see others.",
  columnsShown: "First {{shown}} of {{total}} columns. Filter to see others.",
} as const;
