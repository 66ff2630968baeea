// All words keep to the rules of writing.
import { describe, expect, it } from "vitest";
import { en } from "./en";

function texts(branch: object, path = ""): [string, string][] {
  return Object.entries(branch).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[`${path}${key}`, value] as [string, string]]
      : texts(value as object, `${path}${key}.`),
  );
}

const all = texts(en);

describe("the words", () => {
  it("are there", () => expect(all.length).toBeGreaterThan(200));

  it("have no exclamation marks, no please, sorry or invalid", () => {
    const wrong = all.filter(([, text]) => /!|please|sorry|invalid|oops|are you sure/i.test(text));
    expect(wrong).toEqual([]);
  });

  it("say rows, cells and datasets, not records, blocks and entities", () => {
    const wrong = all.filter(([, text]) => /\b(records?|blocks?|entit(y|ies))\b/i.test(text));
    expect(wrong).toEqual([]);
  });

  it("never name the parts of the engine", () => {
    const wrong = all.filter(([, text]) => /internal error|exception|\bstack\b|panic/i.test(text));
    expect(wrong).toEqual([]);
  });

  it("that count have both forms", () => {
    const one = all.filter(([key]) => key.endsWith("_one")).map(([key]) => key.slice(0, -4));
    const other = all.filter(([key]) => key.endsWith("_other")).map(([key]) => key.slice(0, -6));
    expect(other.sort()).toEqual(one.sort());
  });
});
