// Words about running a saved workbook anew and comparing its answers.

export const reproduce = {
  command: "Reproduce: compare with the stored answers",
  title: "Does {{title}} give the same answers here?",
  running: "Running everything of the saved file beside the open workbook …",
  notSaved: "Save the workbook first: its file is what is compared",
  /** `differences`: "the locale is en-GB, was de-DE; …". */
  environment: "Here {differences}.",
  allSame: "Every stored answer came out the same.",
  summary: "{{same}} same, {{different}} different, {{notStored}} without a stored answer",
  cell: "Cell",
  outcome: "Outcome",
  why: "What differs, and why",
  storedAt: "Stored {{when}} by {{engine}}",
  verdicts: {
    same: "same",
    different: "different",
    failed: "failed",
    not_stored: "nothing stored",
  },
  again: "Run again",
};
