// The page of a seat: the situation, what was seen, the decision, and writing.

import { act, by, clock, draft, element, enter, entry, get, items, notice, renewRows, show, Stream, title } from "./common.js";

let view = null;
let asked = "";
let card = "";
let deadline = null;
let seen = 0;
let forms = [];
let unread = 0;
let hour = 0;
let reckoned = -1; // the hour at which the times in the form were reckoned
let fetched = 0;
const STALE = 0.25; // hours of the game after which they are reckoned anew, once somebody looks
const OLD = 1; // hours of the game, and milliseconds, after which they are so anyhow
const EVERY = 30000;
const UNASKED = {
  course: ["Think again about our course", () => act("reconsider", { with: { asks: "course" }, seen })],
  stance: ["Say what you think of the strike", () => act("reconsider", { with: { asks: "stance" }, seen })],
  ask: ["Put the question early", () => act("ask", { with: {} })],
  clarify: ["Ask what was meant", () => act("clarify", { with: {} })],
  share: ["Share your last report", () => act("share", { with: {} })],
  withdraw: ["Take the wish back", () => act("withdraw", { with: {}, seen })],
  attack: ["Attack now", () => act("attack", { with: {}, seen })],
  defy: ["Prepare a strike, whatever is agreed", () => act("defy", { with: {}, seen })],
};
const GRAVE = ["withdraw", "defy", "attack"]; // pressed twice

function renewClock(said) {
  hour = said.hour;
  clock(said, view);
  if (by("writing") && said.mode === "over") {
    show(by("writing"), false);
    by("no-question").textContent = "The game is over. The facilitator has its debrief.";
  }
  const form = by("write");
  if (forms.length && form && !form.contains(document.activeElement) && hour - reckoned > OLD && (said.mode !== "running" || performance.now() - fetched > EVERY)) {
    fetched = performance.now();
    loadForms();
  }
  if (by("deadline")) renewDeadline(said);
}

// What comes first: the room's limit, or what the game itself does not wait for; in both measures.
function renewDeadline(said) {
  const game = deadline ? ((deadline.at - said.hour) / said.factor) * 3600 : Infinity;
  const room = said.left === null ? Infinity : said.left;
  let text = "";
  if (asked && room <= game && room < Infinity) text = `${room < 60 ? "less than a minute" : `${Math.ceil(room / 60)} min`} left; then nothing is decided.`;
  else if (asked && deadline) text = `By ${deadline.date}, in ${(deadline.at - said.hour).toFixed(1)} h of the game${said.mode === "running" ? `, ${Math.max(0, Math.ceil(game / 60))} min here` : ""}: ${deadline.why}.`;
  if (by("deadline").textContent !== text) by("deadline").textContent = text;
}

function renewState(said) {
  if (!by("glance") || !said.glance) return;
  items(by("glance"), said.glance);
  items(by("under-way"), said.under_way);
  renewQuestion(said.question);
  renewSent(said.sent);
  renewUnasked(said.may, said.question);
  renewPartners(said.partners);
  renewProposals(said.proposals);
}

function renewQuestion(question) {
  show(by("question"), question);
  show(by("no-question"), !question);
  const text = JSON.stringify(question);
  if (text === card) return;
  card = text;
  asked = question ? question.key : "";
  deadline = question && question.deadline;
  attention();
  by("deadline").textContent = "";
  if (!question) return;
  by("asked").textContent = `Asked ${question.asked}`;
  by("question-title").textContent = question.title;
  by("options").replaceChildren(
    ...question.options.map((one) => choice("option", one.name, one.name, one.text)),
  );
  by("silence").textContent = question.silence;
  by("advice").replaceChildren();
}

function choice(group, value, name, text) {
  const label = element("label", "", { class: "choice" });
  const radio = element("input", "", { type: "radio", name: group, value, required: "" });
  const what = element("span");
  what.append(element("b", name.replaceAll("_", " ")), ` ${text}`);
  label.append(radio, what);
  return label;
}

function chosen(box) {
  const radio = box.querySelector("input:checked");
  return radio ? radio.value : "";
}

function renewSent(letters) {
  show(by("no-sent"), !letters.length);
  const rows = [...letters].reverse().map((one) => {
    const row = letter(one.date, `${one.number}: ${one.what}`, one.words);
    const where = one.expected ? `${one.where}; ${one.expected}` : one.where;
    row.append(element("p", where, { class: "small" }));
    if (one.may_call_back) row.append(recall(one.number));
    return row;
  });
  const list = by("sent");
  const text = rows.map((row) => row.textContent).join("\n");
  if ([...list.children].map((row) => row.textContent).join("\n") !== text) list.replaceChildren(...rows);
}

function recall(number) {
  const button = element("button", "Call it back", { type: "button", "aria-label": `Call message ${number} back` });
  button.addEventListener("click", () => act("call_back", { with: { message: number } }));
  return button;
}

function letter(date, what, words) {
  const row = element("li");
  row.append(element("time", date), " ", element("b", what));
  if (words) row.append(element("blockquote", words, { dir: "auto" }));
  return row;
}

function renewUnasked(may, question) {
  show(by("provoke"), may.includes("provoke"));
  show(by("partners"), may.includes("warn"));
  const wanted = question ? may.filter((one) => one !== "course" && one !== "stance") : may;
  const names = wanted.filter((one) => one in UNASKED);
  const box = by("unasked");
  if (box.dataset.names === names.join()) return;
  box.dataset.names = names.join();
  box.replaceChildren(
    ...names.map((name) => {
      const button = element("button", UNASKED[name][0], { type: "button" });
      button.addEventListener("click", () => {
        if (!GRAVE.includes(name) || button.dataset.sure) UNASKED[name][1]();
        else button.textContent = `${UNASKED[name][0]}: press again`;
        button.dataset.sure = GRAVE.includes(name) && !button.dataset.sure ? "yes" : "";
        if (!button.dataset.sure) button.textContent = UNASKED[name][0];
      });
      return button;
    }),
  );
}

function renewProposals(proposals) {
  show(by("no-proposals"), !proposals.length);
  renewRows(by("proposals"), [...proposals].reverse(), (one) => {
    const row = element("li");
    row.append(element("time", one.date), element("blockquote", one.text, { dir: "auto" }));
    return row;
  });
}

const MAY = { provoke: "provoke", mediate: "let a partner mediate", warn: "let a partner speak in public", answer: "answer questions", write: "write messages", share: "share a report", ask: "put the question early", clarify: "ask what was meant", call_back: "call messages back" };

// A deputy proposes; a leader says what the deputy may do without asking.
function listenBeside() {
  show(by("counsel"), view.deputy);
  show(by("propose"), view.role === "deputy");
  show(by("delegate"), view.deputy && view.role === "seat");
  const clearProposal = draft(by("proposal"), "proposal");
  by("propose").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await act("propose", {}, by("proposal").value)) clearProposal();
  });
  by("delegated").replaceChildren(
    ...view.delegable.map((name) => {
      const label = element("label", "", { class: "choice" });
      const box = element("input", "", { type: "checkbox", value: name });
      box.checked = view.delegated.includes(name);
      label.append(box, element("span", MAY[name] || name));
      return label;
    }),
  );
  by("delegate").addEventListener("submit", async (event) => {
    event.preventDefault();
    const acts = [...by("delegated").querySelectorAll("input:checked")].map((box) => box.value);
    if (await act("delegate", { with: { acts } })) notice("Your deputy knows.", true);
  });
}

function renewPartners(partners) {
  const list = by("partner");
  const text = JSON.stringify(partners);
  if (list.dataset.said === text) return;
  list.dataset.said = text;
  const before = list.value;
  list.replaceChildren(...partners.map((one) => element("option", one.name, { value: one.key, "data-mediates": one.mediates })));
  if (partners.some((one) => one.key === before)) list.value = before;
  renewMediates();
}

function renewMediates() {
  const partner = by("partner").selectedOptions[0];
  show(by("mediate"), partner && partner.dataset.mediates === "true");
}

// The briefing and the card of the seat, as on paper.
function renewCard(card) {
  by("briefing").textContent = card.briefing;
  if (!card.parts.length) by("card").querySelector("summary").textContent = "Briefing";
  for (const part of card.parts) {
    const list = element("ul");
    list.append(...part.lines.map((one) => element("li", one, { dir: "auto" })));
    by("card-parts").append(element("h3", part.head), list);
  }
}

// A page without anything to write has what was seen beside the decision, or alone.
function arrange() {
  const decides = view.role !== "observer";
  show(by("deciding"), decides);
  if (!view.ally && decides) by("second").append(by("news"));
  if (!view.ally && !decides) by("main").classList.add("single");
}

// What a seat outside the alliance does of its own motion.
function listenOutside() {
  by("provoke").addEventListener("submit", (event) => {
    event.preventDefault();
    act("provoke", { with: { severity: Number(by("severity").value) }, seen });
  });
  for (const name of ["mediate", "leave"]) {
    by(name).addEventListener("click", () => act(name, { with: { partner: by("partner").value }, seen }));
  }
  by("partner").addEventListener("change", renewMediates);
  by("partners").addEventListener("submit", (event) => {
    event.preventDefault();
    const data = { partner: by("partner").value, stance: by("stance").value, strength: Number(by("strength").value) };
    act("warn", { with: data, seen });
  });
}

function renewEntry(said) {
  seen = Math.max(seen, said.n);
  entry(by("entries"), said);
  if (!said.letter) return;
  show(by("no-letters"), false);
  const list = by("letters");
  list.prepend(letter(said.date, `${said.letter.number}: ${said.letter.what}`, said.letter.words));
  while (list.children.length > 200) list.lastElementChild.remove();
  if (document.hidden) unread += 1;
  attention();
}

function attention() {
  if (!by("letters-new")) return;
  const parts = [asked ? "DECISION" : "", unread ? `${unread} new` : ""].filter(Boolean);
  document.title = `${parts.length ? `(${parts.join(", ")}) ` : ""}${view.us} · ${view.title} · EXERCISE`;
  by("letters-new").textContent = unread ? `${unread} new` : "";
  show(by("letters-new"), unread > 0);
}

function reset() {
  for (const id of ["entries", "letters"]) by(id).replaceChildren();
  seen = 0;
}

async function loadForms() {
  const answer = await get("forms");
  if (!answer.ok) return;
  forms = answer.said;
  reckoned = hour;
  fetched = performance.now();
  const kind = by("kind");
  const before = kind.value;
  kind.replaceChildren(...forms.map((one) => element("option", one.name, { value: one.kind })));
  if (before) kind.value = before;
  renewForm(true);
}

function renewForm(sameKind) {
  const form = forms.find((one) => one.kind === by("kind").value);
  if (!form) return;
  by("does").textContent = form.does;
  const precedence = by("precedence");
  const before = sameKind && precedence.value;
  precedence.replaceChildren(...form.precedences.map((name) => element("option", name, { value: name })));
  precedence.value = before || form.usual;
  const way = chosen(by("ways"));
  by("ways").replaceChildren(...form.ways.map((one) => choice("way", one.name, "", one.text)));
  const wanted = [...by("ways").querySelectorAll("input")];
  const same = wanted.find((one) => sameKind && one.value === way) || wanted[0];
  if (same) same.checked = true;
}

async function start() {
  view = await enter();
  if (!view) return;
  if (view.clock.mode === "blank") {
    renewClock(view.clock);
    new Stream({ clock: renewClock });
    return;
  }
  title(view);
  by("to").textContent = `to ${view.them}`;
  for (const id of ["inbox", "sent-box", "ask-advisers"]) show(by(id), view.ally);
  const writes = view.ally && view.role !== "observer";
  show(by("writing"), writes);
  renewCard(view.card);
  arrange();
  listenOutside();
  listenBeside();
  const clearText = draft(by("text"), "text", by("saved"));
  const clearReason = draft(by("reason"), "reason");
  renewState(view.state);
  renewClock(view.clock);
  new Stream({ entry: renewEntry, state: renewState, clock: renewClock, reset });
  if (writes) await loadForms();
  by("kind").addEventListener("change", () => renewForm(false));
  by("again").addEventListener("click", loadForms);
  by("write").addEventListener("focusin", () => {
    if (hour - reckoned > STALE) loadForms();
  });
  by("question").addEventListener("submit", async (event) => {
    event.preventDefault();
    const more = { with: { option: chosen(by("options")) }, question: asked, seen };
    if (await act("answer", more, by("reason").value)) clearReason();
  });
  by("ask-advisers").addEventListener("click", async () => {
    const answer = await get("advisers");
    items(by("advice"), answer.ok ? answer.said : [answer.said.refused || "No answer."]);
  });
  by("write").addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = { kind: by("kind").value, precedence: by("precedence").value, channel: chosen(by("ways")) };
    if (!(await act("write", { with: data }, by("text").value))) return;
    clearText();
    notice("It is being drafted.", true);
    await loadForms();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    unread = 0;
    attention();
  });
}

start();
