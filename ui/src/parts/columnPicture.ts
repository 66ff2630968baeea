// The little picture of a column: which bars to draw for a profile. Pure, so that it can be tested.
import type { ColumnProfile } from "../backend/generated/ColumnProfile";

/** A rectangle in units of the picture. */
export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  opacity: number;
  /** Missing values are grey, everything else has the colour of the kind. */
  isMissing: boolean;
}

/** A picture of bars over a range, or of shares in a row. */
export interface Picture {
  height: number;
  bars: Bar[];
}

const GAP = 1;
const SHARE_OPACITY = [0.8, 0.6, 0.45, 0.33, 0.25];
const BAR_OPACITY = 0.6;
const UNIQUE_BARS = 8;

/** The bars for a profile in `width` × `height`; none when there is nothing to show. */
export function pictureOf(profile: ColumnProfile, width: number, height: number): Picture {
  const isUnique = profile.distinct > 1 && profile.distinct === profile.rows - profile.nulls;
  if (profile.field.kind === "key" && isUnique) {
    return { height, bars: equalBars(width, height) };
  }
  if (profile.histogram.length > 1) {
    return { height, bars: histogramBars(profile, width, height) };
  }
  return { height: height / 2, bars: shareBars(profile, width, height / 2) };
}

function equalBars(width: number, height: number): Bar[] {
  return histogram(Array(UNIQUE_BARS).fill(1), width, height);
}

function histogramBars(profile: ColumnProfile, width: number, height: number): Bar[] {
  // Bars thinner than a pixel and a half cannot be told apart: neighbours are added up.
  const most = Math.max(1, Math.floor(width / 2.4));
  const step = Math.ceil(profile.histogram.length / most);
  const counts: number[] = [];
  for (let at = 0; at < profile.histogram.length; at += step) {
    const bins = profile.histogram.slice(at, at + step);
    counts.push(bins.reduce((sum, bin) => sum + bin.count, 0));
  }
  return histogram(counts, width, height);
}

function histogram(counts: number[], width: number, height: number): Bar[] {
  const tallest = Math.max(...counts, 1);
  const slot = (width + GAP) / counts.length;
  return counts.map((count, index) => {
    const tall = count === 0 ? 0 : Math.max(1, (count / tallest) * height);
    return {
      x: index * slot,
      y: height - tall,
      width: slot - GAP,
      height: tall,
      opacity: BAR_OPACITY,
      isMissing: false,
    };
  });
}

function shareBars(profile: ColumnProfile, width: number, height: number): Bar[] {
  if (profile.rows === 0) {
    return [];
  }
  const leading = profile.top.slice(0, SHARE_OPACITY.length).map((top) => top.count);
  const named = leading.reduce((sum, count) => sum + count, 0);
  const rest = Math.max(0, profile.rows - profile.nulls - named);
  const parts = leading.map((count, index) => ({
    count,
    opacity: SHARE_OPACITY[index] ?? 0.25,
    isMissing: false,
  }));
  if (rest > 0) {
    parts.push({ count: rest, opacity: 0.18, isMissing: false });
  }
  if (profile.nulls > 0) {
    parts.push({ count: profile.nulls, opacity: 1, isMissing: true });
  }
  const free = width - GAP * (parts.length - 1);
  let x = 0;
  return parts.map(({ count, opacity, isMissing }) => {
    const wide = Math.max(0.5, (count / profile.rows) * free);
    const bar = { x, y: 0, width: wide, height, opacity, isMissing };
    x += wide + GAP;
    return bar;
  });
}
