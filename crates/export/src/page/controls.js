// The controls of a page file. Each puts itself into its tile, says what is chosen, and answers how it is reset.
function control(tile, column, choose) {
  const columns = [tile.handle.column];
  const body = document.createElement("div");
  body.className = "control";
  tile.section.querySelector(".words")?.replaceWith(body);
  const by = { list: listControl, range: rangeControl, search: searchControl }[tile.handle.by];
  return by(body, { tile, column, choose: (has, words) => choose(has ? { columns, has, words } : null) });
}

function listControl(body, { tile, column, choose }) {
  const boxes = column.values.map((name, at) => {
    const line = document.createElement("label");
    const box = document.createElement("input");
    box.type = tile.handle.isSingle ? "radio" : "checkbox";
    box.name = `list-${tile.at}`;
    box.value = String(at);
    line.append(box, name);
    body.append(line);
    return box;
  });
  body.setAttribute("role", "group");
  body.setAttribute("aria-label", column.title);
  body.addEventListener("change", () => {
    const chosen = boxes.flatMap((box, at) => (box.checked ? [at] : []));
    const names = chosen.map((at) => column.values[at]).join(", ");
    choose(chosen.length ? ([value]) => chosen.includes(value) : null, `${column.title} is ${names}`);
  });
  return () => boxes.forEach((box) => { box.checked = false; });
}

function rangeControl(body, { column, choose }) {
  const isDate = column.kind === "date";
  const known = column.plain.filter((one) => one !== null);
  const [from, to] = ["From", "To"].map((name) => {
    const line = document.createElement("label");
    const field = document.createElement("input");
    field.type = isDate ? "date" : "number";
    field.step = "any";
    field.min = String(known[0] ?? "").slice(0, isDate ? 10 : undefined);
    field.max = String(known.at(-1) ?? "").slice(0, isDate ? 10 : undefined);
    line.append(name, field);
    body.append(line);
    return field;
  });
  const read = (field) => (field.value === "" ? null : isDate ? field.value : Number(field.value));
  body.addEventListener("change", () => {
    const [low, high] = [read(from), read(to)];
    const isIn = (one) => one !== null && (low === null || one >= low) && (high === null || one <= high);
    const at = (value) => (isDate ? column.plain[value]?.slice(0, 10) ?? null : column.plain[value] ?? null);
    const words = [column.title, low === null ? "" : `from ${low}`, high === null ? "" : `to ${high}`];
    choose(low === null && high === null ? null : ([value]) => isIn(at(value)), words.filter((one) => one).join(" "));
  });
  return () => { from.value = to.value = ""; };
}

function searchControl(body, { column, choose }) {
  const field = document.createElement("input");
  field.type = "search";
  field.setAttribute("aria-label", `${column.title} contains`);
  body.append(field);
  field.addEventListener("input", () => {
    const wanted = field.value.toLowerCase();
    const has = ([value]) => (column.values[value] ?? "").toLowerCase().includes(wanted);
    choose(wanted ? has : null, `${column.title} contains ${field.value}`);
  });
  return () => { field.value = ""; };
}
