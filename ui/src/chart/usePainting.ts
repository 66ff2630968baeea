// The island that the chart library paints: it follows the size of its box, is painted anew when
// what it shows changes, and is given back when it goes.
import type { ECharts, EChartsCoreOption } from "echarts/core";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { MenuPoint } from "../parts/ContextMenu";
import type { Spot } from "./Crosshair";
import type { Frame } from "./options";

type Engine = {
  init: (box: HTMLElement, theme: null, options: { renderer: "canvas" }) => ECharts;
};

export interface Painting {
  box: RefObject<HTMLDivElement | null>;
  chart: RefObject<ECharts | null>;
  size: { width: number; height: number } | null;
  /** How often it was painted: the pixels of marks are others after each. */
  painted: number;
  /** Where the menu of a mark opens: at the pointer, at the mark, or, before it is painted, amid. */
  menuPoint: (point: MenuPoint | null, spot: Spot | undefined) => MenuPoint;
}

/** Fewer pixels than these hold no picture. */
const LEAST = 20;

/**
 * Paints what `optionsOf` makes of the pixels, and again when it is another function.
 *
 * @param load the part of the chart library that knows the marks
 */
export function usePainting(
  load: () => Promise<Engine>,
  optionsOf: (frame: Frame) => EChartsCoreOption,
): Painting {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const [size, setSize] = useState<Painting["size"]>(null);
  const [painted, setPainted] = useState(0);

  useEffect(() => {
    const element = box.current;
    if (!element) {
      return;
    }
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) {
        const { width, height } = entry.contentRect;
        setSize({ width: Math.floor(width), height: Math.floor(height) });
      }
    });
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  useEffect(() => {
    const element = box.current;
    if (!element || !size || size.width < LEAST || size.height < LEAST) {
      return;
    }
    let isGone = false;
    void load().then(({ init }) => {
      if (isGone) {
        return;
      }
      chart.current ??= init(element, null, { renderer: "canvas" });
      chart.current.resize(size);
      const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
      chart.current.setOption(optionsOf({ ...size, isStill }), { notMerge: true });
      setPainted((count) => count + 1);
    });
    return () => {
      isGone = true;
    };
  }, [load, optionsOf, size]);

  useEffect(
    () => () => {
      chart.current?.dispose();
      chart.current = null;
    },
    [],
  );

  function menuPoint(point: MenuPoint | null, spot: Spot | undefined): MenuPoint {
    const { left = 0, top = 0, width = 0, height = 0 } = box.current?.getBoundingClientRect() ?? {};
    const { x, y } = spot ?? { x: width / 2, y: height / 2 };
    return point ?? { x: left + x, y: top + y };
  }

  return { box, chart, size, painted, menuPoint };
}
