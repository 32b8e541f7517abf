// The facilitator's page: the clock, the seats, the injects, and the whole picture.

import { Stream, act, by, clock, draft, element, entry, enter, items, renewRows, show, title } from "./common.js";
import { countDown, listenFiring } from "./countdown.js";

let view = null;
let here = {};
const POLICIES = { stop: "the clock stands for a decision", open: "the clock runs on", rule: "the rule of the file sits there" };
const STANDINGS = { timed: "is to come", waiting: "waits", held: "held", overdue: "held past its hour: fire or postpone it", skipped: "left out", done: "has happened" };

function renewClock(said) {
  clock(said, view);
  here = said.here_now || here;
  for (const [seat, text] of Object.entries(here)) {
    const badge = by(`here-${seat}`);
    if (badge && badge.textContent !== text) badge.textContent = text;
  }
}

function renewState(said) {
  items(by("glance"), said.glance);
  renewRows(by("people"), said.seats, seatRow);
  renewRows(by("injects"), said.injects, injectRow);
  renewRows(by("notes"), [...said.notes].reverse(), noteRow);
  renewPoints(said.points);
  items(by("forks"), said.forks);
  show(by("debrief"), said.over);
  by("debrief-command").textContent = `hotline debrief ${said.folder}`;
  show(by("no-injects"), !said.injects.length);
}

function seatRow(said) {
  const row = element("li");
  row.append(element("b", `${said.name} (${said.seat})`), " ", element("span", here[said.seat] || "", { id: `here-${said.seat}`, class: "badge" }));
  row.append(element("p", said.asked.length ? said.asked.join("; ") : "nothing is asked there now", { class: "small" }));
  const policy = select(`policy-${said.seat}`, POLICIES, said.policy);
  const label = element("label", "At a decision", { for: policy.id });
  policy.addEventListener("change", () => act("lead", { with: { seat: said.seat, policy: policy.value } }));
  const minutes = element("input", "", { id: `minutes-${said.seat}`, type: "number", min: "0", max: "1440", step: "any", value: said.minutes });
  const limit = element("label", "minutes for it, 0 for no limit", { for: minutes.id });
  minutes.addEventListener("change", () => act("limit", { with: { seat: said.seat, minutes: Number(minutes.value) } }));
  const rule = button("Let the rule answer now", () => act("rule_answers", { with: { seat: said.seat } }));
  const lapse = button("Leave it unanswered", () => act("lapse", { with: { seat: said.seat } }));
  const line = element("div", "", { class: "row" });
  line.append(label, policy, minutes, limit);
  if (said.asked.length) line.append(lapse);
  if (said.asked.length && said.policy !== "stop") line.append(rule);
  row.append(line, forSeat(said));
  return row;
}

const UNASKED = {
  course: ["think again about its course", "reconsider", { asks: "course" }],
  stance: ["say what it thinks of the strike", "reconsider", { asks: "stance" }],
  ask: ["put the question early", "ask", {}],
  clarify: ["ask what was meant", "clarify", {}],
  share: ["share its last report", "share", {}],
  withdraw: ["take its wish back", "withdraw", {}],
  defy: ["prepare a strike, whatever is agreed", "defy", {}],
  attack: ["strike the first blow", "attack", {}],
};

// What the facilitator does in a seat's name: by telephone, on paper, or since nobody is there.
function forSeat(said) {
  const box = element("details");
  box.append(element("summary", `Act for ${said.name}`));
  const may = said.may.filter((one) => one in UNASKED);
  const wishes = Object.fromEntries(may.map((one) => [one, UNASKED[one][0]]));
  const reason = field(box, `reason-${said.seat}`, "Reason, or words of the message", "textarea", { rows: "2", maxlength: "4000", dir: "auto" });
  const line = element("div", "", { class: "row" });
  if (said.question) {
    const options = Object.fromEntries(said.question.options.map((one) => [one, one.replaceAll("_", " ")]));
    const option = select(`option-${said.seat}`, options);
    const send = button("Answer for them", () => forThem(said, "answer", { option: option.value }, reason, said.question.key));
    line.append(element("label", "Answer", { for: option.id }), option, send);
  }
  if (may.length) {
    const wish = select(`wish-${said.seat}`, wishes);
    const press = button("Do it for them", () => forThem(said, UNASKED[wish.value][1], UNASKED[wish.value][2], reason));
    line.append(element("label", "Of its own motion", { for: wish.id }), wish, press);
  }
  box.append(line, writeFor(said, reason));
  return box;
}

function writeFor(said, reason) {
  const line = element("div", "", { class: "row" });
  const names = (list) => Object.fromEntries(list.map((one) => [one, one.replaceAll("_", " ")]));
  const kind = select(`kind-${said.seat}`, names(view.may_write[said.seat] || []));
  const rank = select(`rank-${said.seat}`, names(view.precedences));
  const way = select(`way-${said.seat}`, names(view.channels));
  const send = button("Write for them", () => forThem(said, "write", { kind: kind.value, precedence: rank.value, channel: way.value }, reason));
  line.append(element("label", "Message", { for: kind.id }), kind, element("label", "how urgent", { for: rank.id }), rank);
  line.append(element("label", "by", { for: way.id }), way, send);
  return line;
}

async function forThem(said, what, data, reason, question = "") {
  if (await act("act_for", { with: { seat: said.seat, what, ...data }, question }, reason.value)) reason.value = "";
}

function field(box, id, text, kind, more) {
  const made = element(kind, "", { id, ...more });
  box.append(element("label", text, { for: id }), made);
  return made;
}

function injectRow(said) {
  const row = element("li", "", { class: said.standing });
  row.append(element("time", said.due), " ", element("b", said.name.replaceAll("_", " ")), " ");
  row.append(element("span", STANDINGS[said.standing], { class: "badge" }), " ", element("bdi", said.what));
  if (said.standing === "done" && said.text) row.append(" ", button("Tell them to disregard it", () => disregard(said)));
  if (said.standing === "done" || said.standing === "skipped") return row;
  const line = element("div", "", { class: "row", role: "group", "aria-label": said.name });
  const does = (what) => () => act("inject", { with: { name: said.name, what } });
  line.append(button("Fire now", () => countDown(`${plain(said.name)}, ${toWhom(said.to)}: ${said.what}`, does("fire"))));
  if (said.standing === "held") line.append(button("Release", does("release")));
  if (said.standing === "timed" || said.standing === "waiting") line.append(button("Hold", does("hold")));
  line.append(button("Leave out", does("skip")));
  if (said.hour !== null) {
    const hours = element("input", "", { type: "number", step: "any", value: "6", "aria-label": `hours by which ${said.name} is postponed` });
    line.append(hours, button("Postpone by hours", () => act("postpone", { with: { name: said.name, hours: Number(hours.value) } })));
  }
  row.append(line, editOf(said));
  return row;
}

const plain = (name) => name.replaceAll("_", " ");

function toWhom(to) {
  const [frontline, patron] = view.cities;
  return `to ${{ frontline, patron }[to] || `${frontline} and ${patron}`}`;
}

// The wrong inject: who was told of it is told to disregard it; what it has set going stays.
function disregard(said) {
  act("broadcast", { with: { to: said.to } }, `Disregard this, it was told by mistake: ${said.text}`.slice(0, 4000));
}

// What is told, to whom and how strongly can be changed until it happens.
function editOf(said) {
  const box = element("details");
  box.append(element("summary", "Edit"));
  const id = (what) => `${what}-of-${said.name}`;
  const to = select(id("to"), { both: "both", frontline: "the frontline", patron: "the patron" }, said.to);
  const strong = element("input", "", { id: id("severity"), type: "number", min: "0", max: "1", step: "any", value: said.severity });
  box.append(element("label", "To whom", { for: to.id }), to, element("label", "How strong it is, 0 to 1", { for: strong.id }), strong);
  const lasts = field(box, id("lasts"), "For how many hours", "input", { type: "number", min: "0", step: "any", value: said.lasts });
  if (said.event !== "channel_down") for (const one of [lasts, lasts.previousSibling]) one.hidden = true;
  const stance = select(id("stance"), { red: "red", amber: "amber", green: "green" }, said.stance);
  if (said.event === "warning") box.append(element("label", "What it says of a strike", { for: stance.id }), stance);
  const words = field(box, id("text"), "What is told", "textarea", { rows: "2", maxlength: "4000", dir: "auto" });
  words.textContent = said.text;
  const given = () => ({ name: said.name, to: to.value, severity: Number(strong.value), lasts: Number(lasts.value), stance: stance.value });
  box.append(button("Change it", () => act("edit", { with: given() }, words.value)));
  return box;
}

let chosen = false; // whether a point was chosen by hand; else it is the last act

function renewPoints(points) {
  const box = by("point");
  if (box.dataset.said === JSON.stringify(points) || box === document.activeElement) return;
  const before = box.value;
  box.dataset.said = JSON.stringify(points);
  box.replaceChildren(...points.map((one) => element("option", one.text, { value: one.n })));
  if (chosen && points.some((one) => String(one.n) === before)) box.value = before;
}

function line() {
  return { before: Number(by("point").value), luck: by("new-luck").checked ? "new" : "same" };
}

function noteRow(said) {
  const row = element("li");
  row.append(element("time", said.date), " ", element("b", [said.rating, said.objective.replaceAll("_", " ")].filter(Boolean).join(", ")), " ", element("bdi", said.text));
  return row;
}

function button(text, press) {
  const made = element("button", text, { type: "button" });
  made.addEventListener("click", press);
  return made;
}

function select(id, texts, value = Object.keys(texts)[0]) {
  const made = element("select", "", { id });
  for (const [key, text] of Object.entries(texts)) made.append(element("option", text, { value: key }));
  made.value = value;
  return made;
}

function renewNeeds() {
  const event = by("event").value;
  for (const need of ["channel", "front", "reading"]) show(by(`p-${need}`), view.needs[event].includes(need));
}

function bringing() {
  const needs = view.needs[by("event").value];
  const data = { event: by("event").value, to: by("bring-to").value, severity: Number(by("severity").value) };
  if (needs.includes("channel")) Object.assign(data, { channel: by("channel").value, lasts: Number(by("lasts").value) });
  if (needs.includes("front")) data.front = by("front").value;
  if (needs.includes("reading")) data.reading = Number(by("reading").value);
  const hours = Number(by("bring-hours").value);
  if (hours > 0) data.hours = hours;
  return data;
}

// To whom something may be said: everybody, both allies, or who has one of the seats.
function fillSpokenTo(seats) {
  const there = seats.map((one) => one.seat);
  const allies = there.includes("frontline") && there.includes("patron") && there.length > 2;
  if (allies) by("say-to").append(element("option", "both allies", { value: "both" }));
  for (const one of seats) by("say-to").append(element("option", `${one.name} (${one.seat})`, { value: one.seat }));
}

function fill(id, names) {
  by(id).replaceChildren(...names.map((name) => element("option", name.replaceAll("_", " "), { value: name })));
}

// A form that sends one act, and is empty once that is done.
function sends(form, what, content, field) {
  const clear = field ? draft(by(field), field) : () => {};
  by(form).addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await act(typeof what === "string" ? what : what(), { with: content() }, field ? by(field).value : "")) clear();
  });
}

// What is ruled by hand: the crisis up or down, or the trust of an ally with a person or a rule.
function listenRuling() {
  const allies = [["frontline", view.cities[0]], ["patron", view.cities[1]]];
  for (const [seat, name] of allies) by("ruling").append(element("option", `the trust of ${name}`, { value: seat }));
  const isTrust = () => !by("ruling").value.startsWith("rung");
  by("ruling").addEventListener("change", () => show(by("p-trust"), isTrust()));
  const content = () => (isTrust() ? { seat: by("ruling").value, effect: "trust", value: Number(by("trust").value) } : { effect: by("ruling").value, value: 1 });
  sends("rule", "rule", content, "ruling-text");
}

// What is brought in now waits as what is fired does; what is set for later can be left out.
function listenBringing() {
  const clear = draft(by("bring-text"), "bring-text");
  by("bring").addEventListener("submit", (event) => {
    event.preventDefault();
    const data = bringing();
    const text = by("bring-text").value;
    const what = data.hours ? "plan" : "bring";
    const press = async () => {
      if (await act(what, { with: data }, text)) clear();
    };
    if (data.hours) press();
    else countDown([`${plain(data.event)}, ${toWhom(data.to)}`, text].filter(Boolean).join(": "), press);
  });
}

async function start() {
  view = await enter();
  if (!view) return;
  title(view);
  fill("event", Object.keys(view.needs));
  fill("channel", view.channels);
  fill("front", view.fronts);
  for (const [name, says] of Object.entries(view.objectives)) by("objective").append(element("option", says, { value: name }));
  fillSpokenTo(view.state.seats);
  renewNeeds();
  renewState(view.state);
  renewClock(view.clock);
  by("factor").value = view.clock.factor;
  by("acts-in-pause").checked = view.acts_in_pause;
  listenFiring();
  new Stream({
    entry: (said) => entry(by("entries"), said),
    state: renewState,
    clock: renewClock,
    reset: () => by("entries").replaceChildren(),
  });
  for (const one of document.querySelectorAll("button[data-do]")) {
    one.addEventListener("click", () => act(one.dataset.do, { with: {} }));
  }
  by("acts-in-pause").addEventListener("change", (event) => act("acts_in_pause", { with: { allowed: event.target.checked } }));
  by("event").addEventListener("change", renewNeeds);
  sends("speed", "factor", () => ({ factor: Number(by("factor").value) }));
  sends("postpone-all", "postpone_all", () => ({ hours: Number(by("later").value), factor: Number(by("times").value) }));
  sends("say", "broadcast", () => ({ to: by("say-to").value }), "say-text");
  listenBringing();
  listenRuling();
  sends("lines", "take_back", line);
  by("point").addEventListener("change", () => (chosen = true));
  by("lines").addEventListener("submit", () => (chosen = false));
  by("fork").addEventListener("click", () => act("fork", { with: line() }));
  sends("note", "note", () => ({ rating: by("rating").value, objective: by("objective").value }), "note-text");
  sends("end", "end", () => ({ word: by("word").value }));
}

start();
