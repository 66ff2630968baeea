// Draws the picture of a sample's card.
import { type Shape, shapesFor } from "./sampleShapes";

type Props = { name: string };

export function SamplePicture({ name }: Props) {
  return (
    <svg viewBox="0 0 300 92" aria-hidden="true" preserveAspectRatio="xMidYMid meet">
      {shapesFor(name).map((shape, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a drawing never changes its order
        <Drawn key={index} shape={shape} />
      ))}
    </svg>
  );
}

function Drawn({ shape }: { shape: Shape }) {
  switch (shape.shape) {
    case "bar": {
      const { x, y, width, height, fill, opacity } = shape;
      return <rect x={x} y={y} width={width} height={height} rx={1.5} style={{ fill, opacity }} />;
    }
    case "dot":
      return (
        <circle
          cx={shape.x}
          cy={shape.y}
          r={shape.radius}
          style={{ fill: shape.fill, opacity: 0.8 }}
        />
      );
    case "line":
      return (
        <path
          d={shape.path}
          style={{
            fill: "none",
            stroke: shape.stroke,
            strokeWidth: shape.width,
            strokeLinejoin: "round",
            strokeLinecap: "round",
          }}
        />
      );
  }
}
