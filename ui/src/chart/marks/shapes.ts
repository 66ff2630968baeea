// Marks drawn shape by shape: the library places and finds them, we say what they look like.
import { drawable, ITEM } from "./item";

/** What the library gives to place a shape: pixels of values, and the size of a step. */
export interface Scales {
  coord(at: number[]): number[];
  size(of: number[]): number[];
}

/** A shape in the library's words. */
export type Shape = Record<string, unknown>;

/** A series of own shapes. `values` reach the axes by `encode`; the shape of each may be none. */
export function drawn(
  values: (number | null)[][],
  encode: { x: number[]; y: number[] },
  draw: (index: number, scales: Scales) => Shape | null,
): Shape {
  return {
    type: "custom",
    silent: true,
    clip: false,
    encode,
    data: values.map((value, index) => ({ value, [ITEM]: index })),
    renderItem: ({ dataIndex }: { dataIndex: number }, scales: Scales) => draw(dataIndex, scales),
  };
}

/** A series of own shapes that stand at pixels of the picture, without axes. */
export function placed(shapes: (Shape | null)[], z = 2): Shape {
  return {
    type: "custom",
    silent: true,
    coordinateSystem: "none",
    z,
    data: shapes.map((_, index) => ({ value: [index], [ITEM]: index })),
    renderItem: ({ dataIndex }: { dataIndex: number }) => shapes[dataIndex] ?? null,
  };
}

/** A rectangle between two corners, in any order. */
export function rectangle(
  [left, top]: readonly [number, number],
  [right, bottom]: readonly [number, number],
  style: Shape,
  radius = 0,
): Shape {
  const shape = {
    x: Math.min(left, right),
    y: Math.min(top, bottom),
    width: Math.max(1, Math.abs(right - left)),
    height: Math.max(1, Math.abs(bottom - top)),
    r: radius,
  };
  return { type: "rect", shape, style };
}

/** A straight line. */
export function stroke(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  color: string,
  width = 1,
): Shape {
  return { type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: color, lineWidth: width } };
}

/** Words at a place; never read as markup. */
export function words(
  text: string,
  [x, y]: readonly [number, number],
  style: {
    fill: string;
    font: string;
    align?: string;
    baseline?: string;
    width?: number;
    bold?: boolean;
    size?: number;
  },
): Shape {
  return {
    type: "text",
    style: {
      text: drawable(text),
      x,
      y,
      fill: style.fill,
      align: style.align ?? "left",
      verticalAlign: style.baseline ?? "middle",
      fontFamily: style.font,
      fontSize: style.size ?? 11,
      fontWeight: style.bold ? 600 : 400,
      width: style.width,
      overflow: style.width === undefined ? undefined : "truncate",
    },
  };
}

/** Several shapes as one. */
export function group(children: (Shape | null)[]): Shape {
  return { type: "group", children: children.filter((child) => child !== null) };
}

/** Pixels of a place as a pair. */
export function at(scales: Scales, x: number, y: number): [number, number] {
  const [left = 0, top = 0] = scales.coord([x, y]);
  return [left, top];
}

/** Width and height of one step of both axes, in pixels. */
export function stepOf(scales: Scales): [number, number] {
  const [width = 0, height = 0] = scales.size([1, 1]);
  return [width, height];
}
