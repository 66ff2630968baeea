// Words about workbooks that were not made on this computer.

export const trust = {
  bar: "Workbook that is not trusted",
  notMade: "This workbook was not made on this computer.",
  changed: "This workbook was changed by someone else since {{when}}, when it was trusted here.",
  changedParts: "Changed: {{named}}.",
  changedMore_one: "Changed: {{named}}; and {{count}} more.",
  changedMore_other: "Changed: {{named}}; and {{count}} more.",
  changedNothing:
    "Its cells, pages and sources say the same as then; only what is stored beside them changed.",
  changes: "See what changed",
  changesTitle: "What changed in {{title}} since you trusted it",
  changesHint:
    "Read as changes from what was trusted on this computer to what the workbook says now.",
  changesNone: "Its cells, pages and sources say the same as when you trusted it.",
  asTrusted: "When it was trusted",
  shown:
    "You see what was saved in it. Until you trust it nothing runs, and no file is opened for it.",
  would: "Trusting it lets {{cells}} run and opens {{files}} on this computer.",
  cells_one: "{{count}} cell",
  cells_other: "{{count}} cells",
  files_none: "no file",
  files_one: "{{count}} file",
  files_other: "{{count}} files",
  look: "What would it do?",
  trust: "Trust",
  title: "Trust {{title}}?",
  runs: "Runs on this computer",
  opens: "Opens these files",
  sets: "With these parameters",
  runsNothing: "No cell of it computes anything.",
  opensNothing: "It reads no file.",
  promise:
    "It can never open another file, reach the network or change a file. Trust holds for exactly this content; when someone else changes it, you are asked again.",
  once: "Run until closed",
  commands: {
    trust: "Trust this workbook",
    revoke: "Stop trusting this workbook",
  },
  isTrusted: "This workbook is trusted already",
  isRestricted: "This workbook is not trusted",
  needsTrust: "Until you trust this workbook nothing of it runs, and no data is read or exported",
  needsLasting: "A workbook that runs until it is closed cannot be signed; trust it first",
  revoked:
    "This workbook is not trusted any more. What was computed is gone; what was saved is shown.",
};
