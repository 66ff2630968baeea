// Small pictures of charts for the library: shapes alone, no data.
import type { Mark } from "../backend/generated/Mark";

const BARS = [22, 15, 25, 11, 18];
const DOTS = [
  [8, 27],
  [16, 19],
  [24, 21],
  [33, 13],
  [42, 15],
  [52, 8],
  [61, 10],
  [70, 5],
] as const;

export function MarkPicture({ mark }: { mark: Mark }) {
  return (
    <svg viewBox="0 0 80 32" aria-hidden="true" className="lib-picture">
      <Shape mark={mark} />
    </svg>
  );
}

function Shape({ mark }: { mark: Mark }) {
  switch (mark) {
    case "bar":
      return BARS.map((height, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: bars are known by their place alone
          key={index}
          x={12 + index * 12}
          y={32 - height}
          width="7"
          height={height}
          rx="1"
          className="d1"
        />
      ));
    case "scatter":
      return DOTS.map(([x, y], index) => (
        <circle key={x} cx={x} cy={y} r="2.2" className={index % 2 === 0 ? "d2" : "d1"} />
      ));
    case "area":
      return (
        <>
          <path d="M6 26 L22 18 L38 21 L54 10 L74 6 V32 H6 Z" className="d1 is-soft" />
          <path d="M6 26 L22 18 L38 21 L54 10 L74 6" className="l1" />
        </>
      );
    default:
      return (
        <>
          <path d="M6 28 L22 24 L38 25 L54 19 L74 14" className="l0" />
          <path d="M6 26 L22 18 L38 20 L54 9 L74 5" className="l1" />
        </>
      );
  }
}
