// A world is picked by what happened in it: kinds narrow together, each world has a square.

const worlds = {
  start(data) {
    worlds.data = data;
    worlds.wanted = new Set();
    worlds.current = null;
    const { happened, ways } = data;
    const read = happened.sets.map((found) => flags(found, happened.shown));
    worlds.happened = happened.kinds.map((kind) => kind.in.map((place) => read[place]));
    options(byId("world-arm"), ways.map((one) => one.title));
    byId("world-arm").addEventListener("change", () => worlds.look());
    byId("world-number").max = String(happened.shown - 1);
    byId("world-number").addEventListener("change", (event) => worlds.typed(event.target));
    worlds.squares = Array.from({ length: happened.shown }, (_, world) =>
      make("button", { type: "button", class: "world" }, make("span", { class: "hidden" }, `World ${world}`)));
    worlds.squares.forEach((square, world) => square.addEventListener("click", () => worlds.open(world)));
    fill(byId("world-squares"), ...worlds.squares);
  },

  // The way that the page answers about, and no kind.
  reset() {
    const { compared } = worlds.data;
    const first = compared ? compared.pairs[compared.asked.pair].arm : 0;
    byId("world-arm").value = String(first);
    worlds.wanted.clear();
    worlds.current = null;
    byId("world-number").value = "";
    byId("world-open").hidden = true;
  },

  restore() {
    const wanted = address.read();
    worlds.reset();
    const arm = worlds.data.ways.findIndex((one) => one.name === wanted.get("way"));
    if (arm >= 0) byId("world-arm").value = String(arm);
    const kinds = (wanted.get("kinds") ?? "").split(",");
    worlds.wanted = new Set(
      worlds.data.happened.kinds.map((kind, at) => [kind.name, at]).filter(([name]) => kinds.includes(name)).map(([, at]) => at),
    );
    const world = wanted.has("w") ? Number(wanted.get("w")) : NaN;
    worlds.show();
    if (Number.isInteger(world) && worlds.squares[world]) worlds.open(world, { step: Number(wanted.get("t")) });
    return arm >= 0 || wanted.has("kinds") || wanted.has("w");
  },

  get arm() {
    return Number(byId("world-arm").value);
  },

  // Another way is looked at: the same world, if one is open.
  look() {
    worlds.save();
    worlds.show();
    if (worlds.current !== null) worlds.open(worlds.current);
  },

  save() {
    const names = [...worlds.wanted].map((at) => worlds.data.happened.kinds[at].name);
    address.write({ way: worlds.data.ways[worlds.arm].name, kinds: names.length ? names.join(",") : null });
  },

  typed(input) {
    const world = Number(input.value);
    if (input.value !== "" && worlds.squares[world]) worlds.open(world);
    else input.reportValidity();
  },

  fits(world, wanted = worlds.wanted) {
    return [...wanted].every((at) => worlds.happened[at][worlds.arm][world]);
  },

  show() {
    const { happened } = worlds.data;
    const all = worlds.squares.map((_, world) => world);
    const fitting = all.filter((world) => worlds.fits(world));
    fill(byId("world-kinds"), ...happened.kinds.map((kind, at) => worlds.toggle(kind, at, all)));
    for (const world of all) worlds.paint(world);
    worlds.tell(fitting);
    roving(byId("world-squares"), worlds.squares, { across: () => perRow(worlds.squares) });
  },

  // How many there are with this kind as well as those that are picked already.
  toggle(kind, at, all) {
    const on = worlds.wanted.has(at);
    const many = all.filter((world) => worlds.fits(world, new Set([...worlds.wanted, at]))).length;
    const button = make(
      "button",
      { type: "button", "aria-pressed": String(on), "data-note": kind.definition },
      `${on ? "✓ " : ""}${kind.title} `,
      make("b", {}, String(many)),
    );
    button.disabled = !on && many === 0;
    button.addEventListener("click", () => {
      on ? worlds.wanted.delete(at) : worlds.wanted.add(at);
      worlds.save();
      worlds.show();
      byId("world-kinds").children[at].focus();
    });
    return button;
  },

  paint(world) {
    const square = worlds.squares[world];
    const told = lanes.has(worlds.arm, world);
    const fits = worlds.fits(world);
    square.className = ["world", fits ? "in" : "out", told ? "told" : "", world === worlds.current ? "current" : ""].join(" ").trim();
    square.dataset.note = `World ${world}: ${worlds.words(worlds.arm, world)}${told ? "; can be followed" : ""}`;
    square.firstChild.textContent = fits ? square.dataset.note : `${square.dataset.note}; not among those picked`;
    world === worlds.current ? square.setAttribute("aria-current", "true") : square.removeAttribute("aria-current");
  },

  words(arm, world) {
    const { kinds } = worlds.data.happened;
    const there = kinds.filter((_, at) => worlds.happened[at][arm][world]).map((kind) => kind.title);
    return there.length ? there.join(", ") : "nothing of this";
  },

  tell(fitting) {
    const { happened, ways } = worlds.data;
    const told = fitting.filter((world) => lanes.has(worlds.arm, world));
    const kinds = [...worlds.wanted].map((at) => happened.kinds[at].title);
    const first = happened.shown < happened.worlds ? `the first ${happened.shown.toLocaleString("en")}` : happened.shown.toLocaleString("en");
    fill(
      byId("world-many"),
      make("b", {}, `${fitting.length.toLocaleString("en")} of ${first} worlds`),
      ` under ${ways[worlds.arm].title}${kinds.length ? `: ${kinds.join(", and ")}` : ""}. `,
      make("span", { class: "unprinted" }, ...worlds.links(told)),
    );
    const listed = fitting.slice(0, 200).join(", ");
    fill(byId("world-list"), `${listed}${fitting.length > 200 ? ", ..." : ""}` || "none");
  },

  links(told) {
    if (!worlds.data.told) return ["The inputs of each world were drawn, so none can be followed, and no command tells one."];
    if (!told.length) return ["None of them can be followed hour by hour here; the command of each tells it."];
    const buttons = told.flatMap((world) => {
      const button = make("button", { type: "button", class: "link" }, `world ${world}`);
      button.addEventListener("click", () => worlds.open(world));
      return [" ", button];
    });
    return ["To follow hour by hour:", ...buttons];
  },

  open(world, { step = 0 } = {}) {
    const { ways } = worlds.data;
    const before = worlds.current;
    worlds.current = world;
    for (const one of [before, world]) if (one !== null) worlds.paint(one);
    byId("world-number").value = String(world);
    address.write({ w: world, way: ways[worlds.arm].name, t: null });
    byId("world-open").hidden = false;
    fill(byId("world-heading"), `World ${world} under ${ways[worlds.arm].title}`);
    fill(
      byId("world-facts"),
      ...ways.map((way, arm) => make("tr", {}, make("th", { scope: "row", dir: "auto" }, way.title), make("td", {}, worlds.words(arm, world)))),
    );
    const { trace, told } = worlds.data;
    const command = trace.replace("ARM", () => ways[worlds.arm].name).replace("WORLD", () => String(world));
    fill(byId("world-command"), ...(told ? ["All of it: ", make("code", {}, command)] : ["The inputs of each world were drawn, so no command tells it."]));
    lanes.show(worlds.arm, world, step);
  },
};

// A set of worlds as a flag a world: it comes as steps from one to the next, or as bits.
function flags(found, many) {
  if (typeof found !== "string") {
    const there = Array.from({ length: many }, () => 0);
    let world = 0;
    for (const step of found) there[(world += step)] = 1;
    return there;
  }
  const bytes = Uint8Array.from(atob(found), (letter) => letter.charCodeAt(0));
  return Array.from({ length: many }, (_, at) => (bytes[at >> 3] >> (7 - (at & 7))) & 1);
}

// How many squares stand in the first row.
function perRow(squares) {
  const top = squares[0]?.offsetTop;
  const next = squares.findIndex((square) => square.offsetTop !== top);
  return next < 0 ? squares.length : next;
}
