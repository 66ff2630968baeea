// Rows arrive exact, or are refused in words.
import {
  dateDay,
  decimal,
  int64,
  tableFromArrays,
  tableToIPC,
  timestamp,
  utf8,
} from "@uwdata/flechette";
import { describe, expect, it } from "vitest";
import { rowReply } from "../../tests/answers";
import { instantText, timeText } from "./clock";
import { decimalText, readRows } from "./rows";

function withHead(arrow: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode('{"rows":9,"offset":0,"count":2,"total_rows":9}');
  const bytes = new Uint8Array(4 + head.length + arrow.length);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  bytes.set(arrow, 4 + head.length);
  return bytes;
}

function stream(columns: Record<string, unknown[]>, types: Record<string, unknown>): Uint8Array {
  const table = tableFromArrays(columns, { types: types as never, useBigInt: true });
  return tableToIPC(table, { format: "stream" }) ?? new Uint8Array();
}

describe("rows", () => {
  it("carry the head and every value", () => {
    const rows = readRows(rowReply({ city: ["Oslo", null], amount: [1.5, -2] }, 10));
    expect(rows.head.total_rows).toBe(10);
    expect(rows.count).toBe(2);
    expect(rows.columns.map((column) => column.name)).toEqual(["city", "amount"]);
    expect(rows.columns[0]?.at(0)).toBe("Oslo");
    expect(rows.columns[0]?.at(1)).toBeNull();
    expect(rows.columns[1]?.at(1)).toBe(-2);
    expect(rows.columns[1]?.numberAt(0)).toBe(1.5);
  });

  it("keep whole numbers beyond what a double holds", () => {
    const big = 9_007_199_254_740_993n;
    const rows = readRows(withHead(stream({ n: [big, 7n] }, { n: int64() })));
    expect(rows.columns[0]?.at(0)).toBe(big);
    expect(rows.columns[0]?.at(1)).toBe(7);
  });

  it("keep every digit of a decimal", () => {
    const rows = readRows(withHead(stream({ d: [12.05, -0.5] }, { d: decimal(18, 2) })));
    expect(rows.columns[0]?.at(0)).toBe("12.05");
    expect(rows.columns[0]?.at(1)).toBe("-0.50");
    expect(rows.columns[0]?.numberAt(1)).toBe(-0.5);
  });

  it("write days and instants as ISO text", () => {
    const days = stream({ d: [new Date("2026-11-20"), new Date("1969-12-31")] }, { d: dateDay() });
    const rows = readRows(withHead(days));
    expect(rows.columns[0]?.at(0)).toBe("2026-11-20");
    expect(rows.columns[0]?.at(1)).toBe("1969-12-31");
    const instants = stream(
      { at: [new Date("2026-11-20T18:42:00.250Z"), null] },
      { at: timestamp(2, null) },
    );
    const read = readRows(withHead(instants));
    expect(read.columns[0]?.at(0)).toBe("2026-11-20T18:42:00.25");
    expect(read.columns[0]?.at(1)).toBeNull();
    expect(read.columns[0]?.numberAt(0)).toBe(Date.parse("2026-11-20T18:42:00.250Z"));
  });

  it("that are cut off or garbled are refused in words", () => {
    const whole = withHead(stream({ a: ["x", "y"] }, { a: utf8() }));
    for (const cut of [0, 3, 20, whole.length - 40]) {
      expect(() => readRows(whole.slice(0, cut)), `cut at ${cut}`).toThrow(/did not arrive whole/);
    }
    const lying = whole.slice();
    lying.set([255, 255, 255, 127], 0);
    expect(() => readRows(lying)).toThrow(/did not arrive whole/);
  });
});

describe("exact text", () => {
  it("of decimals keeps scale and sign", () => {
    expect(decimalText(-5n, 2)).toBe("-0.05");
    expect(decimalText(0n, 3)).toBe("0.000");
    expect(decimalText(12n, -2)).toBe("1200");
    expect(decimalText(123n, 0)).toBe("123");
  });

  it("of instants knows their zone, also in summer and before 1970", () => {
    const ns = (iso: string) => BigInt(Date.parse(iso)) * 1_000_000n;
    expect(instantText(ns("2026-01-01T12:00:00Z"), "Europe/Berlin")).toBe(
      "2026-01-01T13:00:00+01:00",
    );
    expect(instantText(ns("2026-07-01T12:00:00Z"), "Europe/Berlin")).toBe(
      "2026-07-01T14:00:00+02:00",
    );
    expect(instantText(-1n, null)).toBe("1969-12-31T23:59:59.999999999");
    expect(instantText(0n, "No/Such_Zone")).toBe("1970-01-01T00:00:00+00:00");
  });

  it("of times of day goes to the nanosecond", () => {
    expect(timeText(3_723_000_000_001n)).toBe("01:02:03.000000001");
  });
});
