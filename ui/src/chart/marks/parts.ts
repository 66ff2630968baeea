// Parts of a whole: a donut of a few, and nested rectangles or rings of many. Only amounts above
// zero have an area; what has none is said.
import { color } from "echarts/core";
import { count, percent } from "../../i18n/format";
import { t } from "../../i18n/t";
import { MOST_COLOURS } from "../seriesColours";
import { amountText } from "../words";
import { leftOut, notNumbers } from "./heatmap";
import {
  type Build,
  base,
  drawable,
  ITEM,
  type Item,
  LABEL_SIZE,
  MOST_ITEMS,
  type Refusal,
} from "./item";
import type { Paints } from "./paints";
import { factsOf, memberText, type Reading } from "./reading";
import type { Shape } from "./shapes";

/** A donut with more parts is not read any more. */
export const MOST_PARTS = 4;

interface Part {
  /** Members from the outermost level to the innermost. */
  path: string[];
  size: number;
  item: Item;
}

interface Parts {
  parts: Part[];
  total: number;
  notes: string[];
}

/** Reads the parts, or says why they make no whole. */
function partsOf(from: Reading): Parts | Refusal | null {
  const measure = from.measures[0];
  if (!measure || from.dimensions.length === 0) {
    return null;
  }
  const parts: Part[] = [];
  let negative = 0;
  let undrawn = 0;
  for (let row = 0; row < from.rows.count; row++) {
    const size = measure.data.numberAt(row);
    if (size !== null && !Number.isFinite(size)) {
      undrawn += 1;
    } else if (size !== null && size < 0) {
      negative += 1;
    } else if (size !== null && size > 0) {
      const path = from.dimensions.map((column) => memberText(column, column.data.at(row)));
      parts.push({ path, size, item: { facts: factsOf(from, row), value: size, row } });
    }
  }
  if (parts.length === 0) {
    return { refusal: t("marks.noParts"), advice: t("marks.noPartsAdvice") };
  }
  const kept = largest(parts);
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  for (const { item, size } of kept) {
    item.facts.push([t("marks.share"), percent(size / total)]);
  }
  const notes = [...leftOut(parts.length - kept.length, kept.length), ...notNumbers(undrawn)];
  if (negative > 0) {
    notes.push(t("marks.negative", { count: negative, shown: count(negative) }));
  }
  return { parts: kept, total, notes };
}

function largest(parts: Part[]): Part[] {
  return parts.length <= MOST_ITEMS
    ? parts
    : [...parts].sort((left, right) => right.size - left.size).slice(0, MOST_ITEMS);
}

/** Builds a donut from one dimension and a measure. */
export const donut: Build = (from) => {
  const read = partsOf(from);
  if (!read || "refusal" in read) {
    return read;
  }
  if (from.rows.count > MOST_PARTS) {
    return {
      refusal: t("marks.tooManyParts", { most: MOST_PARTS, shown: count(from.rows.count) }),
      advice: t("marks.tooManyPartsAdvice"),
    };
  }
  const { parts, total, notes } = read;
  return {
    items: parts.map(({ item }) => item),
    legend: [],
    ramp: null,
    notes,
    paint: (paints, frame) => ({
      ...base(paints, frame, parts.length),
      series: [
        {
          type: "pie",
          silent: true,
          radius: ["46%", "72%"],
          itemStyle: { borderColor: paints.surface, borderWidth: 2 },
          label: {
            color: paints.text,
            fontSize: LABEL_SIZE,
            width: Math.max(60, frame.width / 4),
            overflow: "truncate",
            formatter: ({ dataIndex }: { dataIndex: number }) => {
              const part = parts[dataIndex];
              const share = percent((part?.size ?? 0) / total);
              return `${drawable(part?.path.join(" · ") ?? "")}\n${amountText(part?.size ?? null)}  ${share}`;
            },
          },
          labelLine: { lineStyle: { color: paints.axis } },
          data: parts.map(({ size }, index) => ({
            value: size,
            [ITEM]: index,
            itemStyle: { color: paints.data[index + 1] },
          })),
        },
      ],
    }),
  };
};

/** One node of a tree of parts. */
interface Node {
  /** A number: the library keeps names as keys of objects, where `__proto__` does harm. */
  name: string;
  title: string;
  value: number;
  [ITEM]?: number;
  itemStyle: Shape;
  label?: Shape;
  children?: Node[];
}

/** The parts as a tree; all of one branch have the colour of its first member. */
function treeOf(parts: Part[], paints: Paints): Node[] {
  let made = 0;
  const roots = new Map<string, Branch>();
  parts.forEach((part, index) => {
    let level = roots;
    part.path.forEach((name, depth) => {
      const known = level.get(name) ?? { size: 0, below: new Map<string, Branch>() };
      level.set(name, known);
      known.size += part.size;
      if (depth === part.path.length - 1) {
        known.item = index;
      }
      level = known.below;
    });
  });
  const nodes = (level: Map<string, Branch>, depth: number, colour: number): Node[] =>
    [...level].map(([name, branch], index) => {
      const own = depth === 0 ? (index < MOST_COLOURS ? index + 1 : 0) : colour;
      made += 1;
      const node: Node = {
        name: String(made),
        title: name,
        value: branch.size,
        itemStyle: { color: tint(paints.data[own], Math.max(0.25, 0.6 - depth * 0.15)) },
      };
      if (branch.item !== undefined) {
        node[ITEM] = branch.item;
      }
      if (branch.below.size > 0) {
        node.children = nodes(branch.below, depth + 1, own);
      }
      return node;
    });
  return nodes(roots, 0, 0);
}

/** A colour so light that the words of the theme can be read upon it. */
function tint(colour: string | undefined, strength: number): string {
  return color.modifyAlpha(colour ?? "", strength) ?? "";
}

interface Branch {
  size: number;
  item?: number;
  below: Map<string, Branch>;
}

function nested(series: (nodes: Node[], paints: Paints, levels: number) => Shape): Build {
  return (from) => {
    const read = partsOf(from);
    if (!read || "refusal" in read) {
      return read;
    }
    const { parts, notes } = read;
    const tops = [...new Set(parts.map(({ path }) => path[0] ?? ""))];
    return {
      items: parts.map(({ item }) => item),
      legend:
        from.dimensions.length > 1
          ? tops.map((name, at) => ({ name, colour: at < MOST_COLOURS ? at + 1 : 0 }))
          : [],
      ramp: null,
      notes,
      paint: (paints, frame) => ({
        ...base(paints, frame, parts.length),
        series: [series(treeOf(parts, paints), paints, from.dimensions.length)],
      }),
    };
  };
}

/** Builds nested rectangles: one level for each dimension. */
export const treemap: Build = nested((nodes, paints, levels) => ({
  type: "treemap",
  silent: true,
  roam: false,
  nodeClick: false,
  breadcrumb: { show: false },
  left: 0,
  right: 0,
  top: 0,
  bottom: 0,
  // One level is one series of parts, and needs one colour only.
  data: levels === 1 ? nodes.map((node) => plainly(node, paints)) : nodes,
  itemStyle: { borderColor: paints.surface, borderWidth: 1, gapWidth: 1 },
  levels: Array.from({ length: levels + 1 }, (_, depth) => ({
    itemStyle: { borderColor: paints.surface, borderWidth: 1, gapWidth: depth === 0 ? 3 : 1 },
  })),
  label: {
    color: paints.text,
    fontSize: LABEL_SIZE,
    overflow: "truncate",
    formatter: ({ data, value }: { data?: Node; value: number }) =>
      `${drawable(data?.title ?? "")}\n${amountText(value)}`,
  },
}));

function plainly(node: Node, paints: Paints): Node {
  return { ...node, itemStyle: { color: tint(paints.data[1], 0.45) } };
}

/** Builds nested rings: one for each dimension, the first inside. */
export const sunburst: Build = nested((nodes, paints) => ({
  type: "sunburst",
  silent: true,
  nodeClick: false,
  radius: ["14%", "92%"],
  sort: undefined,
  data: nodes,
  itemStyle: { borderColor: paints.surface, borderWidth: 1 },
  label: {
    color: paints.text,
    fontSize: LABEL_SIZE,
    minAngle: 8,
    width: 70,
    overflow: "truncate",
    formatter: ({ data }: { data?: Node }) => drawable(data?.title ?? ""),
  },
}));
