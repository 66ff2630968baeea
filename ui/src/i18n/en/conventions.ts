// What a workbook says once for all of its answers.
export const conventions = {
  command: "Conventions of this workbook …",
  title: "Conventions of this workbook",
  about: "They hold for every answer, are saved in the file and can be undone.",
  seed: "Seed of values by chance",
  seedHint:
    "A whole number: random() and uuid() then give the same values each time, here and elsewhere. Empty: other values each time.",
  seedBad: "Give a whole number from 0 to {{most}}, or nothing",
};
