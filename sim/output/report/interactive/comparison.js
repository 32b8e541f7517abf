// Two ways and an outcome are picked; answer, table and spread follow. All words and numbers were
// made beforehand, by what made the rest of the page.

const comparison = {
  start(data) {
    comparison.data = data.compared;
    comparison.texts = (row) => row.slice(0, 8).map(texts.of);
    comparison.spread = data.spread;
    const { arms, outcomes } = comparison.data;
    comparison.controls = {
      arm: byId("pick-arm"),
      against: byId("pick-against"),
      outcome: byId("pick-outcome"),
    };
    const { arm, against, outcome } = comparison.controls;
    options(arm, arms.map((one) => one.title));
    options(against, arms.map((one) => one.title));
    options(outcome, outcomes.map((one) => one.title));
    arm.addEventListener("change", () => comparison.changed(arm, against));
    against.addEventListener("change", () => comparison.changed(against, arm));
    outcome.addEventListener("change", () => comparison.pick());
    byId("pick-back").addEventListener("click", () => {
      comparison.reset();
      comparison.show();
      address.write({ a: null, b: null, o: null });
    });
  },

  // From the address; what it does not say, or says wrongly, is what the page answers.
  restore() {
    const { arms, outcomes } = comparison.data;
    const { arm, against, outcome } = comparison.controls;
    const wanted = address.read();
    const place = (list, key) => list.findIndex((one) => one.name === wanted.get(key));
    comparison.reset();
    const [a, b, o] = [place(arms, "a"), place(arms, "b"), place(outcomes, "o")];
    if (a >= 0 && b >= 0 && a !== b) [arm.value, against.value] = [String(a), String(b)];
    if (o >= 0) outcome.value = String(o);
    comparison.show();
    return a >= 0 || b >= 0 || o >= 0;
  },

  reset() {
    const { pairs, asked } = comparison.data;
    const { arm, against, outcome } = comparison.controls;
    arm.value = String(pairs[asked.pair].arm);
    against.value = String(pairs[asked.pair].against);
    outcome.value = String(asked.outcome);
  },

  // A way is not compared with itself: the other takes the place that it leaves.
  changed(select, other) {
    if (select.value === other.value) other.value = comparison.before[select.id];
    comparison.pick();
  },

  pick() {
    const { arm, against, outcome } = comparison.controls;
    const { arms, outcomes } = comparison.data;
    address.write({ a: arms[arm.value].name, b: arms[against.value].name, o: outcomes[outcome.value].name });
    comparison.show();
  },

  show() {
    const { arm, against, outcome } = comparison.controls;
    comparison.before = { [arm.id]: arm.value, [against.id]: against.value };
    const [one, other] = [Number(arm.value), Number(against.value)];
    const pair = comparison.data.pairs.find(
      (found) => (found.arm === one && found.against === other) || (found.arm === other && found.against === one),
    );
    byId("pick-lacking").hidden = Boolean(pair);
    byId("pick-found").hidden = !pair;
    if (!pair) return comparison.say_lacking(one, other);
    comparison.tell(pair, Number(outcome.value));
  },

  say_lacking(one, other) {
    const { arms } = comparison.data;
    fill(
      byId("pick-lacking"),
      "There are too many pairs for a page. This one is made by ",
      make("code", {}, `hotline report RUN --arm ${arms[one].name} --against ${arms[other].name} --to other.html`),
    );
  },

  tell(pair, at) {
    const { data } = comparison;
    const [first, second] = [data.arms[pair.against].title, data.arms[pair.arm].title];
    const found = pair.answers[at];
    const asked = data.pairs[data.asked.pair] === pair && data.asked.outcome === at;
    fill(byId("pick-answer"), texts.line(found.answer));
    fill(byId("pick-sure"), chip(...comparison.texts(found.row).slice(5, 7)), ` ${texts.line(found.sure)} ${data.luck}`);
    fill(
      byId("pick-how"),
      `${data.outcomes[at].title}: ${data.outcomes[at].definition}. ${second} is compared with ${first}, in the same worlds`
        + ` (n = ${found.n.toLocaleString("en")} pairs). ${asked ? byId("pick-how").dataset.asked : data.picked}`,
    );
    byId("pick-back").disabled = asked;
    fill(byId("pick-table"), findingsTable(data, pair, at));
    fill(byId("pick-spread"), ...spreadTable(data.outcomes[at], comparison.spread[at], pair, [first, second]));
    for (const table of document.querySelectorAll("#pick-found table")) {
      const marks = [...table.querySelectorAll("[data-note]")];
      roving(table, marks);
    }
  },
};

function chip(verdict, text) {
  const name = verdict.replaceAll(" ", "-");
  return make("span", { class: `chip ${name}` }, text.slice(0, 1).toUpperCase() + text.slice(1));
}

// The table of the page, for the pair that is picked: the picked outcome first, then all others.
function findingsTable(data, pair, at) {
  const [first, second] = [data.arms[pair.against].title, data.arms[pair.arm].title];
  const heads = ["Outcome", first, second, "Difference, interval", "◂ less, more ▸", "Verdict"];
  const rows = pair.rows.filter(([outcome]) => outcome !== at);
  const groups = data.groups.map((heading, place) => [heading, rows.filter((row) => row[1] === place)]);
  return make(
    "table",
    { class: "findings" },
    make("caption", {}, byId("pick-table").dataset.caption.replace("{first}", () => first).replace("{second}", () => second)),
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col", dir: "auto" }, head)))),
    rowGroup(data, "What was picked", [[at, 0, pair.answers[at].row]], [first, second]),
    ...groups.filter(([, found]) => found.length).map(([heading, found]) => rowGroup(data, heading, found, [first, second])),
  );
}

function rowGroup(data, heading, rows, titles) {
  const head = make("tr", { class: "group" }, make("th", { scope: "rowgroup", colspan: "6" }, heading));
  return make("tbody", {}, head, ...rows.map(([outcome, , row]) => findingRow(data.outcomes[outcome], row, titles)));
}

// A word whose meaning opens in its place.
function word(said, meaning) {
  return make("details", { class: "word" }, make("summary", {}, said), make("span", { class: "meaning" }, meaning));
}

function findingRow({ title, definition }, row, [first, second]) {
  const [unit, one, other, difference, ends, verdict, said, beside] = comparison.texts(row);
  const places = row[8];
  const under = (text) => make("span", { class: "unit" }, text);
  const note = `${title}: ${one} and ${other}${difference ? `; ${difference} (${ends})` : ""}; ${said}`;
  return make(
    "tr",
    {},
    make("th", { scope: "row", dir: "auto" }, word(title, definition), under(unit)),
    make("td", { "data-of": first }, one),
    make("td", { "data-of": second }, other),
    make("td", {}, ...(difference ? [make("b", {}, difference), under(ends)] : [])),
    make("td", {}, places.length ? strip(places, note) : ""),
    make("td", {}, chip(verdict, said), beside ? under(beside) : ""),
  );
}

// The strip of the page's own table.
function strip([low, high, middle, beyond], note) {
  const mark = { less: "M 2 9 L 10 4 L 10 14 z", more: "M 118 9 L 110 4 L 110 14 z" }[beyond];
  return draw(
    "svg",
    { class: "strip", viewBox: "0 0 120 18", width: "120", height: "18", role: "img", "aria-label": note, "data-note": note },
    draw("rect", { class: "band", x: "41.3", y: "2", width: "37.4", height: "14" }),
    draw("line", { class: "zero", x1: "60", y1: "1", x2: "60", y2: "17" }),
    draw("line", { class: "bar", x1: low, y1: "9", x2: high, y2: "9" }),
    mark ? draw("path", { class: "mark", d: mark }) : draw("circle", { class: "mark", cx: middle, cy: "9", r: "4" }),
  );
}

// So many worlds in each bin, both ways side by side.
function spreadTable(outcome, spread, pair, [first, second]) {
  const counts = [spread.counts[pair.against], spread.counts[pair.arm]];
  const many = counts.map((column) => column.reduce((sum, one) => sum + one, 0));
  const most = Math.max(1, ...counts.flat());
  const cell = (side, at, title) => {
    const count = counts[side][at];
    const note = `${title}: ${outcome.title} ${spread.bins[at]}${spread.unit ? ` (${spread.unit})` : ""} in ${count.toLocaleString("en")} of ${many[side].toLocaleString("en")} worlds`;
    const bar = draw(
      "svg",
      { class: "spread", viewBox: "0 0 120 16", preserveAspectRatio: "none", width: "120", height: "16", role: "img", "aria-label": note, "data-note": note },
      draw("rect", { class: side ? "asked" : "full", x: "0", y: "1", width: (119 * count) / most, height: "14" }),
      draw("line", { class: "axis", x1: "0.5", y1: "0", x2: "0.5", y2: "16" }),
    );
    return make("td", { "data-of": title }, make("span", { class: "count" }, count.toLocaleString("en")), " ", bar);
  };
  const head = (title, n) => make("th", { scope: "col", dir: "auto" }, title, make("span", { class: "unit" }, `n = ${n.toLocaleString("en")}`));
  const rows = spread.bins.map((words, at) =>
    make("tr", {}, make("th", { scope: "row" }, words), cell(0, at, first), cell(1, at, second)));
  if (!rows.length) return [make("p", { class: "soft" }, "It came about in no world under any way.")];
  return [
    make(
      "table",
      { class: "spreads" },
      make("caption", {}, `${outcome.title}${spread.unit ? `, ${spread.unit}` : ""}: so many worlds at each value`),
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "value"), head(first, many[0]), head(second, many[1]))),
      make("tbody", {}, ...rows),
    ),
  ];
}
