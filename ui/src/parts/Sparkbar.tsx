// The little picture of a column in the tree, in grid headers and on the table page. Its colour
// is that of the nearest element with a kind class.
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import { pictureOf } from "./columnPicture";

type Props = { profile: ColumnProfile; width?: number; height?: number };

export function Sparkbar({ profile, width = 46, height = 16 }: Props) {
  const picture = pictureOf(profile, width, height);
  return (
    <svg
      viewBox={`0 0 ${width} ${picture.height}`}
      width={width}
      height={picture.height}
      aria-hidden="true"
    >
      {picture.bars.map((bar) => (
        <rect
          key={bar.x}
          x={bar.x}
          y={bar.y}
          width={bar.width}
          height={bar.height}
          rx={picture.height < height ? 1 : 0}
          style={{
            fill: bar.isMissing ? "var(--data-muted)" : "var(--k, var(--data-1))",
            opacity: bar.opacity,
          }}
        />
      ))}
    </svg>
  );
}
