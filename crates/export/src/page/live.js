// Filters of a page file: what is chosen on one tile narrows the others, by the aggregates in the file.
(() => {
  const grid = document.querySelector(".page[data-live]");
  if (!grid) {
    return;
  }
  const page = JSON.parse(grid.dataset.live);
  const tiles = [...grid.querySelectorAll("[data-tile]")].map((section) => ({
    section,
    at: Number(section.dataset.tile),
    title: section.querySelector("h3 span")?.textContent ?? "",
    ...JSON.parse(section.dataset.live ?? "{}"),
  }));
  /** What is chosen, by the place of the tile: tuples of marks, values of a list, or a test. */
  const choices = new Map();

  /** Whether a cell of a tile is kept by a choice; null where the tile cannot tell. */
  const testOf = (tile, choice) => {
    const places = choice.columns.map((column) => tile.by.indexOf(column));
    if (places.includes(-1)) {
      return null;
    }
    return (values) => choice.has(places.map((place) => values[place]));
  };
  const acting = (tile) =>
    [...choices].filter(([from]) => from !== tile.at && !tile.ignores.includes(from)).map(([, choice]) => choice);

  /** What a tile cannot follow, in a few words, and why; null when it follows all. */
  const heldBack = (tile) => {
    const active = acting(tile);
    if (tile.fixed) {
      return active.length ? ["Not filtered", `Not filtered in this file: ${tile.fixed}.`] : null;
    }
    const missed = active.filter((choice) => tile.by && !testOf(tile, choice)).map((choice) => {
      const column = choice.columns.find((one) => !tile.by.includes(one));
      return [page.columns[column].title, tile.without.find(([one]) => one === column)?.[1] ?? "its figures are not split by it"];
    });
    return missed.length === 0 ? null : [
      `Not filtered by ${missed.map(([title]) => title).join(", ")}`,
      missed.map(([title, why]) => `Not filtered by ${title}: ${why}.`).join("\n"),
    ];
  };

  /** Says in the line of the title what a tile cannot follow. */
  const drawHeldBack = (tile) => {
    tile.section.querySelector(".held")?.remove();
    const [words, why] = heldBack(tile) ?? [];
    if (words) {
      const said = document.createElement("em");
      said.className = "held";
      said.tabIndex = 0;
      said.textContent = words;
      said.dataset.say = why;
      said.setAttribute("aria-label", why);
      const head = tile.section.querySelector("h3");
      (head ?? tile.section).insertBefore(said, head?.querySelector("a") ?? null);
    }
  };

  /** Puts the amounts of groups together. */
  const together = (measures, cells) =>
    measures.map((how, measure) => {
      const first = measures.slice(0, measure).reduce((sum, one) => sum + (one === "average" ? 2 : 1), 0);
      const parts = (at) => cells.map(([, , amounts]) => amounts[at]).filter((one) => one !== null);
      const sum = (all) => all.reduce((total, one) => total + one, 0);
      const known = parts(first);
      if (how === "count") {
        return sum(known);
      }
      if (known.length === 0) {
        return null;
      }
      const least = (all) => all.reduce((one, other) => Math.min(one, other));
      const most = (all) => all.reduce((one, other) => Math.max(one, other));
      return how === "average" ? sum(known) / sum(parts(first + 1))
        : how === "least" ? least(known)
        : how === "most" ? most(known)
        : sum(known);
    });

  /** The amounts of every row of a tile under what is chosen elsewhere; none for rows without data. */
  const amountsOf = (tile) => {
    const tests = acting(tile).map((choice) => testOf(tile, choice)).filter((test) => test !== null);
    if (tests.length === 0) {
      return tile.whole;
    }
    const kept = new Map();
    for (const cell of tile.cells) {
      if (tests.every((test) => test(cell[1]))) {
        const known = kept.get(cell[0]) ?? [];
        known.push(cell);
        kept.set(cell[0], known);
      }
    }
    return tile.whole.map((_, row) => {
      const cells = kept.get(row);
      return cells || !tile.isGrouped ? together(tile.measures, cells ?? []) : null;
    });
  };

  const tupleOf = (tile, row) => {
    const all = tile.handle?.by === "marks" && row !== null ? tile.handle.of[row] : undefined;
    const columns = tile.plan?.kind === "bars" ? tile.handle?.columns : tile.handle?.columns.slice(0, 1);
    const tuple = all?.slice(0, columns.length);
    return tuple && !tuple.includes(null) ? tuple : null;
  };
  const wordsOf = (columns, tuple) =>
    columns.map((column, at) => page.columns[column].values[tuple[at]]).join(" · ");

  /** Chooses marks of a tile: one alone, or one more or less. */
  const pick = (tile, tuple, isMore) => {
    const columns = tile.handle.columns.slice(0, tuple.length);
    const known = choices.get(tile.at)?.tuples ?? new Map();
    const key = tuple.join();
    const isChosen = known.has(key);
    const tuples = isMore ? new Map(known) : new Map();
    if (isChosen && (isMore || known.size === 1)) {
      tuples.delete(key);
    } else {
      tuples.set(key, tuple);
    }
    const names = columns.map((column) => page.columns[column].title).join(" · ");
    choose(tile, tuples.size === 0 ? null : {
      columns, tuples,
      has: (values) => tuples.has(values.join()),
      words: `${names} is ${[...tuples.values()].map((one) => wordsOf(columns, one)).join(", ")}`,
    });
  };

  const choose = (tile, choice) => {
    if (choice) {
      choices.set(tile.at, choice);
    } else {
      choices.delete(tile.at);
    }
    draw();
  };

  const rowsOf = (tile) =>
    (tile.section.querySelector(".rows") ?? document.getElementById(`data-${tile.at}`))?.querySelectorAll("tbody tr") ?? [];
  const written = (value) => (Number.isInteger(value) ? value.toFixed(0) : trimmed(value.toFixed(4)));

  const drawTable = (tile, amounts) => {
    [...rowsOf(tile)].forEach((line, row) => {
      line.hidden = amounts[row] === null;
      tile.table.forEach((measure, column) => {
        const cell = line.cells[column];
        const value = measure === null ? undefined : amounts[row]?.[measure];
        if (cell && value !== undefined) {
          // As the file was written, as long as nothing is chosen.
          cell.dataset.first ??= cell.textContent;
          cell.textContent = amounts === tile.whole ? cell.dataset.first : value === null ? "null" : written(value);
          cell.classList.toggle("null", value === null);
        }
      });
    });
    drawCount(tile, amounts);
  };

  /** How many of the rows in the file are left. */
  const drawCount = (tile, amounts) => {
    const lines = [...rowsOf(tile)];
    const said = lines[0]?.closest(".rows").nextElementSibling;
    if (said) {
      said.dataset.first ??= said.textContent;
      const left = lines.filter((line) => !line.hidden).length;
      said.textContent = amounts === tile.whole ? said.dataset.first : `${left} of ${lines.length} rows are left`;
    }
  };

  const drawPicture = (tile, amounts) => {
    const svg = tile.section.querySelector("svg");
    const marks = svg?.querySelector(".marks");
    if (!marks || !tile.plan) {
      return;
    }
    const value = (row, measure) => amounts[row]?.[measure] ?? null;
    if (tile.plan.kind === "numbers") {
      marks.replaceChildren(...tile.plan.at.map(([x, y, measure]) => {
        const said = value(0, measure);
        const text = label(x, y, "start", page.text, said === null ? "null" : amount(said), tile.plan.size);
        text.setAttribute("font-weight", "600");
        return text;
      }));
      return;
    }
    const { out, spots } = plotOf(tile.plan, page, value);
    marks.replaceChildren(...out);
    const group = svg.querySelector(".spots");
    const focused = [...group.children].indexOf(document.activeElement);
    const made = spots.map((spot, at) => spotOf(tile, spot, at === Math.max(focused, 0)));
    group.replaceChildren(...made);
    (focused < 0 ? null : made[Math.min(focused, made.length - 1)])?.focus();
  };

  const spotOf = (tile, { x, y, width, height, words, mark, row }, isFirst) => {
    const rect = element("rect", {
      x, y, width, height, role: "img", tabindex: isFirst ? 0 : -1, "aria-label": words, "data-say": words,
    });
    const tuple = tupleOf(tile, row);
    if (!tuple) {
      return rect;
    }
    const chosen = choices.get(tile.at)?.tuples;
    const isChosen = chosen?.has(tuple.join()) ?? false;
    rect.setAttribute("role", "button");
    rect.setAttribute("aria-pressed", String(isChosen));
    rect.classList.toggle("chosen", isChosen);
    if (chosen && !isChosen) {
      mark?.setAttribute("opacity", "0.3");
    }
    rect.addEventListener("click", (event) => pick(tile, tuple, event.ctrlKey || event.metaKey || event.shiftKey));
    rect.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        pick(tile, tuple, event.ctrlKey || event.metaKey || event.shiftKey);
      }
    });
    return rect;
  };

  const bar = document.getElementById("chosen");
  const drawChips = () => {
    const chips = [...choices].map(([at, choice]) => {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.textContent = `${choice.words} ×`;
      chip.setAttribute("aria-label", `Remove filter: ${choice.words}`);
      chip.addEventListener("click", () => clear([at]));
      return chip;
    });
    const hint = document.createElement("span");
    hint.textContent = chips.length
      ? "Esc clears all filters"
      : "Click a mark to filter the other tiles; Ctrl adds one more.";
    bar.replaceChildren(...chips, hint);
  };
  const clear = (places) => {
    for (const at of places) {
      choices.delete(at);
      tiles.find((tile) => tile.at === at)?.reset?.();
    }
    draw();
  };

  const draw = () => {
    drawChips();
    for (const tile of tiles) {
      drawHeldBack(tile);
      if (tile.cells) {
        const amounts = amountsOf(tile);
        drawPicture(tile, amounts);
        drawTable(tile, amounts);
      }
    }
  };

  for (const tile of tiles) {
    if (tile.handle && tile.handle.by !== "marks") {
      tile.reset = control(tile, page.columns[tile.handle.column], (choice) => choose(tile, choice));
    }
  }
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && choices.size) {
      clear([...choices.keys()]);
    }
  });
  bar.hidden = false;
  draw();
})();
