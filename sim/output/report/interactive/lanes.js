// One world in time: swim lanes with a marker that moves from event to event, and what happened there.

// A story has in brackets what the narrator knows and those concerned did not: it is folded.
const UNKNOWN = /\s*\[([^[\]]*)\]/g;

const LANE = { least: 820, most: 6000, day: 60, left: 6, right: 14, name: 16, row: 9, low: 20, gap: 8, top: 26, rungs: 44, letter: 6.5 };

const lanes = {
  start(data) {
    lanes.data = data;
    lanes.told = new Map(data.followed.map((one) => [`${one.arm}/${one.world}`, one]));
    const slider = byId("step");
    slider.addEventListener("input", () => lanes.go(Number(slider.value)));
    slider.addEventListener("keydown", (event) => {
      const way = { PageUp: -1, PageDown: 1 }[event.key];
      if (!way) return;
      event.preventDefault();
      lanes.go(lanes.phase(way));
    });
    byId("step-back").addEventListener("click", () => lanes.go(lanes.at - 1));
    byId("step-on").addEventListener("click", () => lanes.go(lanes.at + 1));
    byId("to-no-return").addEventListener("click", () => lanes.go(lanes.next("point of no return")));
    byId("to-strike").addEventListener("click", () => lanes.go(lanes.next("strike")));
    byId("other-way").addEventListener("click", lanes.swap);
    byId("lanes").addEventListener("scroll", lanes.name);
    addEventListener("beforeprint", () => lanes.draw(LANE.least));
    addEventListener("afterprint", () => lanes.draw());
  },

  has(arm, world) {
    return lanes.told.has(`${arm}/${world}`);
  },

  show(arm, world, step) {
    const found = lanes.told.get(`${arm}/${world}`);
    byId("world-lanes").hidden = !found;
    byId("world-untold").hidden = Boolean(found);
    lanes.world = found ?? null;
    if (!found) return;
    const slider = byId("step");
    slider.max = String(found.steps.length - 1);
    fill(byId("world-short"), texts.of(found.short));
    for (const [id, name] of [["to-no-return", "point of no return"], ["to-strike", "strike"]]) {
      byId(id).hidden = !found.moments.some((one) => one[1] === name);
    }
    byId("other-way").hidden = lanes.others().length === 0;
    lanes.at = Number.isInteger(step) ? step : 0;
    lanes.draw();
  },

  // As wide as its days need, and on paper as wide as the sheet.
  draw(wide = null) {
    const { world } = lanes;
    if (!world) return;
    const days = world.end / 24;
    world.wide = wide ?? Math.round(Math.min(LANE.most, Math.max(LANE.least, LANE.day * days)));
    const svg = lanesDrawn(world);
    fill(byId("lanes"), svg);
    lanes.marker = svg.querySelector(".marker");
    lanes.names = [...svg.querySelectorAll(".name")];
    lanes.items = [...svg.querySelectorAll("[data-from]")];
    roving(svg, [...svg.querySelectorAll("[data-note]")]);
    lanes.go(lanes.at);
  },

  // The names of lanes stay in sight.
  name() {
    for (const name of lanes.names) name.setAttribute("x", byId("lanes").scrollLeft + LANE.left);
  },

  // So does the moment.
  scroll(x) {
    const box = byId("lanes");
    const at = x - box.scrollLeft;
    if (at < 0.15 * box.clientWidth || at > 0.75 * box.clientWidth) box.scrollLeft = x - 0.4 * box.clientWidth;
    lanes.name();
  },

  // The other ways under which the same world can be followed.
  others() {
    const { arm, world } = lanes.world;
    return lanes.data.ways.map((_, other) => other).filter((other) => other !== arm && lanes.has(other, world));
  },

  swap() {
    const { arm } = lanes.world;
    const others = lanes.others();
    byId("world-arm").value = String(others.find((other) => other > arm) ?? others[0]);
    worlds.look();
    byId("other-way").focus();
  },

  // The first step at or after the next such moment, round to the first one again.
  next(name) {
    const { steps, moments } = lanes.world;
    const places = moments.filter((one) => one[1] === name).map(([t]) => steps.findIndex((step) => step[0] >= t - 0.005));
    const there = places.filter((at) => at >= 0);
    return there.find((at) => at > lanes.at) ?? there[0] ?? lanes.at;
  },

  phase(way) {
    const starts = lanes.world.phases.map((one) => one[1]);
    const found = way > 0 ? starts.find((at) => at > lanes.at) : starts.findLast((at) => at < lanes.at);
    return found ?? (way > 0 ? lanes.world.steps.length - 1 : 0);
  },

  go(to) {
    const { steps, phases, clocks } = lanes.world;
    const at = Math.max(0, Math.min(steps.length - 1, to));
    lanes.at = at;
    const [t, here, there, hour, said] = steps[at];
    const story = texts.line(said);
    const unknown = [...story.matchAll(UNKNOWN)].map((found) => found[1]).join("; ");
    const when = here ? `${here} in ${clocks[0]}, ${there} in ${clocks[1]} (${hour} h)` : `${hour} h`;
    const slider = byId("step");
    slider.value = String(at);
    slider.setAttribute("aria-valuetext", when);
    const x = lanePlace(lanes.world, t);
    lanes.marker.setAttribute("x1", x);
    lanes.marker.setAttribute("x2", x);
    lanes.scroll(Number(x));
    for (const item of lanes.items) item.classList.toggle("later", Number(item.dataset.from) > t + 0.005);
    const phase = phases.findLast((one) => one[1] <= at);
    fill(byId("step-when"), make("b", {}, `${when}. `), make("span", { class: "soft" }, `${phase ? `${phase[0]}; ` : ""}${at + 1} of ${steps.length}`));
    fill(byId("step-said"), story.replaceAll(UNKNOWN, ""));
    byId("step-unknown").hidden = !unknown;
    fill(byId("step-unknown-said"), unknown);
    byId("step-back").disabled = at === 0;
    byId("step-on").disabled = at === steps.length - 1;
    address.write({ t: at || null });
  },
};

function lanePlace(world, t) {
  const room = world.wide - LANE.left - LANE.right;
  return (LANE.left + (room * Math.min(Math.max(t, 0), world.end)) / world.end).toFixed(1);
}

// Where each lane begins and how many rows of boxes it has.
function lanePlaces(world) {
  let top = LANE.top;
  return world.lanes.map((name, at) => {
    const rows = 1 + Math.max(-1, ...world.boxes.filter((box) => box[0] === at).map((box) => box[1]));
    const steps = at === ladderLane(world);
    const high = LANE.name + (steps ? LANE.rungs : Math.max(LANE.low, rows * LANE.row + 14));
    const place = { name, top, high, steps, middle: top + LANE.name + 7, rows: top + LANE.name + 14 };
    top += high + LANE.gap;
    return place;
  });
}

// The rungs of the ladder stand in the lane before the last, which is the press.
function ladderLane(world) {
  return world.lanes.length - 2;
}

function lanesDrawn(world) {
  const places = lanePlaces(world);
  const bottom = places.at(-1).top + places.at(-1).high;
  const at = (t) => lanePlace(world, t);
  const svg = draw("svg", { class: "lanes", viewBox: `0 0 ${world.wide} ${bottom + 24}`, width: world.wide, height: bottom + 24, role: "group", "aria-label": `Swim lanes of world ${world.world}` });
  for (const place of places) {
    svg.append(
      draw("rect", { class: "lane", x: 0, y: place.top, width: world.wide, height: place.high }),
    );
  }
  svg.append(...laneDays(world, at, bottom));
  svg.append(...world.ways.flatMap((way) => laneWay(way, places, at)), ...laneWords(world, places, at));
  svg.append(...world.boxes.map((box) => laneBox(box, places, at)));
  svg.append(laneRungs(world, places[ladderLane(world)], at));
  svg.append(...world.marks.map((mark) => laneMark(mark, places, at)));
  svg.append(...laneMoments(world, at, bottom));
  svg.append(...places.map((place) => draw("text", { class: "start name", x: LANE.left, y: place.top + 12 }, place.name)));
  svg.append(draw("line", { class: "marker", x1: 0, x2: 0, y1: 16, y2: bottom + 6 }));
  return svg;
}

function laneDays(world, at, bottom) {
  const days = world.end / 24;
  const most = world.wide / 90;
  const step = [1, 2, 7, 14, 28, 91, 182, 364].find((one) => days / one <= most) ?? Math.ceil(days / most);
  const places = Array.from({ length: Math.floor(days / step) + 1 }, (_, number) => number * step);
  return places.flatMap((day, number) => [
    draw("line", { class: "day", x1: at(24 * day), x2: at(24 * day), y1: LANE.top, y2: bottom }),
    draw("text", { class: number ? "" : "start", x: at(24 * day), y: bottom + 18 }, `day ${day}`),
  ]);
}

function laneBox([lane, row, start, end, look, what], places, at) {
  const hours = (end - start).toFixed(1);
  return draw("rect", {
    class: `box ${look}`,
    x: at(start),
    y: places[lane].rows + row * LANE.row,
    width: Math.max(1.5, at(end) - at(start)).toFixed(1),
    height: LANE.row - 2,
    ...laneNote(start, `${places[lane].name}: ${texts.of(what)}, ${hours} h from T+${start.toFixed(1)} h`),
  });
}

// A message from lane to lane, with a head where it arrives and a cross where it is lost.
function laneWay([what, start, end, from, to, lost], places, at) {
  const down = from < to;
  const y1 = down ? places[from].top + places[from].high : places[from].top;
  const there = down ? places[to].top : places[to].top + places[to].high;
  const [x, y] = [Number(at(end)), lost ? (y1 + there) / 2 : there];
  const head = lost
    ? `M ${x - 4} ${y - 4} L ${x + 4} ${y + 4} M ${x - 4} ${y + 4} L ${x + 4} ${y - 4}`
    : `M ${x - 4} ${y - (down ? 7 : -7)} L ${x} ${y} L ${x + 4} ${y - (down ? 7 : -7)}`;
  const note = `${texts.of(what)}, sent at T+${start.toFixed(1)} h, ${lost ? "never read" : `there after ${(end - start).toFixed(1)} h`}`;
  return [
    draw("line", { class: lost ? "way lost" : "way", x1: at(start), y1, x2: x, y2: y, ...laneNote(start, note) }),
    draw("path", { class: "way head", d: head, "data-from": start }),
  ];
}

// What each message is, right of its line or left of it, in the lower row or the upper one: where no
// other line and no word stands.
function laneWords(world, places, at) {
  const lane = Math.min(...world.ways.map((way) => Math.max(way[3], way[4])), places.length - 1) - 1;
  const lines = world.ways.map((way) => [Number(at(way[1])), Number(at(way[2]))].sort((one, other) => one - other));
  const taken = lines.flatMap(([from, to]) => [0, 1].map((row) => [from - 3, to + 3, row]));
  return world.ways.flatMap(([what, start], number) => {
    const words = texts.of(what);
    const [from, to] = lines[number];
    const wide = LANE.letter * words.length;
    const sides = [[to + 5, to + 5 + wide, "start"], [from - 5 - wide, from - 5, "end"]];
    const spans = [0, 1].flatMap((row) => sides.map(([left, right, side]) => [left, right, row, side]));
    const clear = ([left, right, row]) =>
      left > 0 && right < world.wide && taken.every(([low, high, other]) => row !== other || right < low || left > high);
    const free = spans.find(clear);
    if (!free) return [];
    taken.push(free);
    const [left, right, row, side] = free;
    const y = places[lane].top + places[lane].high - 3 - 12 * row;
    return [draw("text", { class: `${side} said`, x: side === "start" ? left : right, y, "data-from": start }, words)];
  });
}

function laneMark([lane, t, what], places, at) {
  return draw("circle", { class: "event", cx: at(t), cy: places[lane].middle, r: 4, ...laneNote(t, `T+${t.toFixed(1)} h: ${texts.of(what)}`) });
}

function laneRungs(world, place, at) {
  const level = (rung) => (place.top + place.high - 4 - (rung * (LANE.rungs - 8)) / 6).toFixed(1);
  const path = world.rungs.map(([t, rung], number) => (number ? `H ${at(t)} V ${level(rung)}` : `M ${at(t)} ${level(rung)}`)).join(" ");
  return draw("path", { class: "rungs", d: `${path} H ${at(world.end)}` });
}

function laneMoments(world, at, bottom) {
  return world.moments.flatMap(([t, name]) => {
    const strike = name === "strike";
    const late = t > 0.8 * world.end;
    const side = strike !== late ? "start" : "end";
    return [
      draw("line", { class: strike ? "strike" : "no-return", x1: at(t), x2: at(t), y1: 6, y2: bottom, ...laneNote(t, `T+${t.toFixed(1)} h: ${name}`) }),
      strike ? draw("text", { class: side, x: Number(at(t)) + (side === "start" ? 4 : -4), y: 14, "data-from": t }, name) : draw("g"),
    ];
  });
}

function laneNote(from, note) {
  return { "data-from": from, "data-note": note, role: "img", "aria-label": note };
}
