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

const SHADES = [1, 2, 3, 5, 6, 3, 2, 3, 5, 7, 8, 5, 1, 2, 4, 6, 7, 4];
const STEPS = [
  [10, 12, 20, "d1"],
  [24, 6, 8, "d3"],
  [38, 6, 6, "d2"],
  [52, 12, 5, "d2"],
  [66, 17, 15, "d1"],
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
    case "heatmap":
      return SHADES.map((shade, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: fields are known by their place alone
          key={index}
          x={8 + (index % 6) * 11}
          y={2 + Math.floor(index / 6) * 10}
          width="9"
          height="8"
          rx="1"
          style={{ fill: `var(--seq-${shade})` }}
        />
      ));
    case "funnel":
      return [64, 46, 30, 16].map((width, index) => (
        <rect
          key={width}
          x={40 - width / 2}
          y={1 + index * 8}
          width={width}
          height="6"
          rx="1"
          style={{ fill: `var(--seq-${7 - index})` }}
        />
      ));
    case "waterfall":
      return STEPS.map(([x, y, height, tone]) => (
        <rect key={x} x={x} y={y} width="9" height={height} rx="1" className={tone} />
      ));
    case "density":
      return SHADES.map((shade, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: cells are known by their place alone
          key={index}
          x={14 + (index % 6) * 9}
          y={3 + Math.floor(index / 6) * 9}
          width="9"
          height="9"
          style={{ fill: `var(--seq-${shade})` }}
        />
      ));
    case "pivot":
      return [4, 12, 20, 28].map((y, index) => (
        <g key={y} className={index === 0 ? "is-head" : undefined}>
          <rect
            x={index > 1 ? 12 : 8}
            y={y - 2}
            width={index > 1 ? 16 : 20}
            height="4"
            rx="1"
            className="d0"
          />
          <rect x="34" y={y - 2} width="12" height="4" rx="1" className="d1" />
          <rect x="50" y={y - 2} width="9" height="4" rx="1" className="d1" />
          <rect x="63" y={y - 2} width="12" height="4" rx="1" className="d0" />
        </g>
      ));
    case "table":
      return [4, 12, 20, 28].map((y, index) => (
        <g key={y} className={index === 0 ? "is-head" : undefined}>
          <rect x="8" y={y - 2} width="20" height="4" rx="1" className="d0" />
          <rect x="34" y={y - 2} width="14" height="4" rx="1" className="d0" />
          <rect x="54" y={y - 2} width="18" height="4" rx="1" className="d1" />
        </g>
      ));
    default:
      return (
        <>
          <path d="M6 28 L22 24 L38 25 L54 19 L74 14" className="l0" />
          <path d="M6 26 L22 18 L38 20 L54 9 L74 5" className="l1" />
        </>
      );
  }
}
