// Draws the marks of a tile anew, by the rules of the exporter that drew them first.
const NARROW = "\u202f";
const MINUS = "\u2212";

const grouped = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, NARROW);
const trimmed = (text) => (text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text);
const significant = (value) =>
  value === 0 ? "0" : trimmed(value.toFixed(Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))))));

/** An amount with three significant figures. */
function amount(value) {
  const size = Math.abs(value);
  if (size < 10000) {
    const isWhole = size >= 1000 || Number.isInteger(value);
    const text = isWhole ? grouped(value.toFixed(0)) : significant(value);
    return text.replace("-", MINUS);
  }
  const units = [[1e12, "tn"], [1e9, "bn"], [1e6, "M"], [1e3, "k"]];
  const [power, unit] = units.find(([from]) => size >= from * 0.9995);
  return (significant(value / power) + NARROW + unit).replace("-", MINUS);
}

/** An amount in full, with at most four decimal places. */
function exact(value) {
  const [whole, rest] = trimmed(value.toFixed(4)).split(".");
  return (grouped(whole) + (rest ? "." + rest : "")).replace("-", MINUS);
}

function percent(share) {
  const value = share * 100;
  if (value > 0 && value < 0.1) {
    return `<${NARROW}0.1${NARROW}%`;
  }
  if (value < 100 && value > 99.9) {
    return `>${NARROW}99.9${NARROW}%`;
  }
  return (value.toFixed(1).replace(/\.0$/, "") + NARROW + "%").replace("-", MINUS);
}

/** Round numbers that hold `low` and `high`. */
function ticksOf(least, most, fromZero) {
  let [low, high] = fromZero ? [Math.min(least, 0), Math.max(most, 0)] : [least, most];
  if (low >= high) {
    const half = Math.abs(low) / 2;
    [low, high] = low === 0 ? [0, 1] : [low - half, high + half];
  }
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const part = rough / power;
  const step = power * (part < 1.5 ? 1 : part < 2.5 ? 2 : part < 4 ? 3 : part < 7 ? 5 : 10);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const at = [];
  for (let number = first; number <= last && at.length < 50; number += 1) {
    at.push(number * step);
  }
  return { low: first * step, high: last * step, at };
}

const element = (name, attributes, words) => {
  const made = document.createElementNS(document.querySelector("figure svg").namespaceURI, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  if (words !== undefined) {
    made.textContent = words;
  }
  return made;
};
const label = (x, y, anchor, fill, words, size = 11) =>
  element("text", { x, y, dy: "0.5ex", "text-anchor": anchor, "font-size": size, fill }, words);
const path = (points, stroke, width, dashes) =>
  element("polyline", {
    points: points.map((point) => point.join(",")).join(" "),
    fill: "none", stroke, "stroke-width": width, "stroke-linejoin": "round",
    ...(dashes ? { "stroke-dasharray": "2 4" } : {}),
  });

/** The amounts of each series at each place, and how long each is drawn. */
function lengthsOf(plan, value) {
  const values = plan.series.map((one) => one.rows.map((row) => (row === null ? null : value(row, one.measure))));
  if (!plan.isNormalized) {
    return { values, lengths: values };
  }
  const wholes = plan.places.map((_, place) => {
    const there = values.map((one) => one[place] ?? 0);
    const above = there.filter((one) => one > 0).reduce((sum, one) => sum + one, 0);
    const below = there.filter((one) => one < 0).reduce((sum, one) => sum + one, 0);
    return above > 0 && below < 0 ? 0 : above + below;
  });
  const share = (one, place) => (one === null || wholes[place] === 0 ? null : one / wholes[place]);
  return { values, lengths: values.map((one) => one.map(share)) };
}

/** From where to where each mark goes along the axis of amounts. */
function spansOf(plan, lengths) {
  const ups = plan.places.map(() => 0);
  const downs = plan.places.map(() => 0);
  return lengths.map((one) =>
    one.map((length, place) => {
      if (length === null || !plan.isStacked) {
        return length === null ? null : [0, length];
      }
      const stack = length < 0 ? downs : ups;
      const from = stack[place];
      stack[place] += length;
      return [from, stack[place]];
    }),
  );
}

/** The marks of a plot along an axis: its elements, and the places that say something. */
function plotOf(plan, page, value) {
  const [left, top, right, bottom] = plan.area;
  const { values, lengths } = lengthsOf(plan, value);
  const spans = spansOf(plan, lengths);
  const ends = spans.flat().filter((span) => span !== null).map((span) => span[1]);
  const scale = plan.isNormalized
    ? { low: 0, high: 1, at: [0, 0.25, 0.5, 0.75, 1] }
    : ticksOf(ends.length ? Math.min(...ends) : 0, ends.length ? Math.max(...ends) : 1, plan.kind !== "lines");
  const along = (amountThere) => {
    const share = (amountThere - scale.low) / (scale.high - scale.low);
    return plan.isHorizontal ? left + share * (right - left) : bottom - share * (bottom - top);
  };
  const out = [];
  for (const tick of scale.at) {
    const at = along(tick);
    const words = plan.isNormalized || plan.isPercent ? percent(tick) : amount(tick);
    const rule = plan.isHorizontal ? [[at, top], [at, bottom]] : [[left, at], [right, at]];
    out.push(path(rule, page.grid, 1));
    out.push(plan.isHorizontal
      ? label(at, bottom + 12, "middle", page.label, words)
      : label(left - 8, at, "end", page.label, words));
  }
  if (!plan.isHorizontal) {
    const zero = along(Math.min(Math.max(scale.low, 0), scale.high));
    out.push(path([[left, zero], [right, zero]], page.axis, 1));
  }
  const plot = { plan, page, values, spans, along, out };
  const spots = plan.kind === "bars" ? barsOf(plot) : runsOf(plot);
  return { out, spots };
}

function barsOf({ plan, page, values, spans, along, out }) {
  const side = plan.isStacked ? 1 : Math.max(plan.series.length, 1);
  const wide = Math.min((plan.step * 0.66) / (side + (side - 1) * 0.1), 56);
  const short = plan.isPercent ? percent : amount;
  const spots = [];
  plan.places.forEach(([name, middle], place) => {
    plan.series.forEach((series, at) => {
      const span = spans[at][place];
      if (span === null) {
        return;
      }
      const center = middle + (plan.isStacked ? 0 : (at - (side - 1) / 2) * wide * 1.1);
      const [from, to] = span.map(along);
      const [start, length] = [Math.min(from, to), Math.abs(from - to)];
      const box = plan.isHorizontal
        ? { x: start, y: center - wide / 2, width: length, height: wide }
        : { x: center - wide / 2, y: start, width: wide, height: length };
      const mark = element("rect", { ...box, fill: series.color });
      out.push(mark);
      const said = values[at][place];
      if (plan.hasLabels) {
        out.push(plan.isHorizontal
          ? label(to + 5, center, "start", page.label, short(said))
          : label(center, to + (said < 0 ? 9 : -8), "middle", page.label, short(said)));
      }
      const words = `${name}\n${series.name}: ${exact(said)}`;
      spots.push({ ...box, width: Math.max(box.width, 2), height: Math.max(box.height, 2), words, mark, row: series.rows[place] });
    });
  });
  return spots;
}

/** Lines and areas. */
function runsOf({ plan, page, values, spans, along, out }) {
  const middle = (place) => plan.places[place][1];
  const last = plan.places.length - 1;
  const drawn = plan.series.map((series, at) => ({ series, at }));
  const ends = [];
  for (const { series, at } of plan.kind === "lines" ? drawn.reverse() : drawn) {
    const tops = spans[at].map((span, place) => (span === null ? null : [middle(place), along(span[1]), place]));
    if (plan.kind === "areas") {
      const there = tops.filter((point) => point !== null);
      const under = there.map(([x, , place]) => [x, along(spans[at][place][0])]).reverse();
      const points = [...there, ...under].map(([x, y]) => `${x},${y}`).join(" ");
      out.push(element("polygon", { points, fill: series.color, opacity: plan.isStacked ? 0.55 : 0.18 }));
    }
    let run = [];
    const close = () => {
      if (run.length === 1) {
        out.push(element("circle", { cx: run[0][0], cy: run[0][1], r: 3, fill: series.color }));
      } else if (run.length > 1) {
        out.push(path(run.map(([x, y]) => [x, y]), series.color, 2));
      }
      run = [];
    };
    for (const point of tops) {
      if (point === null) {
        close();
      } else if (point[2] === last && plan.isLastUnfinished && run.length) {
        out.push(path([run.at(-1), point].map(([x, y]) => [x, y]), series.color, 2, true));
      } else {
        run.push(point);
      }
    }
    close();
    const end = tops.findLast((point) => point !== null);
    if (end && plan.hasEndLabels) {
      ends.push({ x: end[0], y: end[1], series });
    }
  }
  let free = Number.NEGATIVE_INFINITY;
  for (const { x, y, series } of ends.sort((one, other) => one.y - other.y)) {
    const at = Math.max(y, free);
    free = at + 13;
    out.push(label(x + 6, at, "start", series.color, series.name));
  }
  return spotsAlong(plan, page, values);
}

/** A place that says something for each position of lines and areas. */
function spotsAlong(plan, _page, values) {
  const [left, top, right, bottom] = plan.area;
  const reach = Math.max((right - left) / Math.max(plan.places.length, 1) / 2, 4);
  return plan.places.flatMap(([name, here], place) => {
    const said = plan.series.flatMap((series, at) =>
      values[at][place] === null ? [] : [`${series.name}: ${exact(values[at][place])}`]);
    if (said.length === 0) {
      return [];
    }
    const half = (other) => (here + plan.places[other][1]) / 2;
    const from = place > 0 ? half(place - 1) : here - reach;
    const to = place + 1 < plan.places.length ? half(place + 1) : here + reach;
    const row = plan.series.map((series) => series.rows[place]).find((one) => one !== null) ?? null;
    const box = { x: Math.min(from, to), y: top, width: Math.abs(to - from), height: bottom - top };
    return [{ ...box, words: [name, ...said].join("\n"), mark: null, row }];
  });
}
