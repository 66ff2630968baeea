// Words about the steps in which a cell is computed.

export const explain = {
  title: "How {{name}} is computed",
  menu: "Explain",
  steps: "Steps",
  step: "Step, the last one first",
  expected: "Rows expected",
  guess: "≈ {{rows}}",
  rows: "Rows",
  bytes: "Bytes",
  time: "Time",
  measure: "Run and measure",
  planned: "Planned in {{plan}}. Nothing has run.",
  measured: "Ran in {{took}}, step by step",
  aboutPlan:
    "Rows are told before anything runs; ≈ stands before a guess from the sizes of tables and the shape of conditions. Each step uses the rows of those indented below it.",
  about:
    "≈ stands before rows that were guessed. Rows and bytes are what a step gave, bytes as they lie in memory; time is what it alone took. To be measured, steps run one after another: a plain run works on many at once and is faster. A step without figures is shared with an equal one, or was not needed.",
} as const;
