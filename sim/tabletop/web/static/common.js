// What all pages of a table share: coming in, hearing what happens, and acting once.

export const base = location.pathname;
const SILENT = 25000; // milliseconds without a word after which the stream is opened anew
const SHOWN = 200; // entries that stay in the document
const PATIENCE = 10000; // milliseconds after which an act is not sent any more without asking
const MANY = 4; // pages of one browser that keep a stream: it opens six lines to a table, and some are for acts
const FRESH = 90000; // milliseconds after which a page that has not said so keeps none: hidden ones say it once a minute
const REFUSED = "Not done: "; // gone as soon as the table stands otherwise
let stamp = { at: 0, server: 0 };

export const by = (id) => document.getElementById(id);

export function element(name, text = "", more = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(more)) made.setAttribute(key, value);
  return made;
}

export function notice(text, good = false) {
  by("notice").textContent = text;
  by("notice").classList.toggle("good", good);
}

export function show(node, on) {
  node.hidden = !on;
}

// A secret stands behind # in the link: it becomes a cookie, and leaves the address.
export async function enter() {
  const secret = location.hash.slice(1);
  history.replaceState(null, "", base);
  if (secret) {
    const answer = await post("join", { secret });
    if (!answer.ok) {
      notice(answer.said.refused || "The table does not answer.");
      return null;
    }
  }
  const view = await get("view");
  if (!view.ok) {
    notice(view.said.refused || "The table does not answer.");
    return null;
  }
  setStamp(view.said.clock); // who presses at once presses by the clock of the table as well
  return view.said;
}

function setStamp(said) {
  stamp = { at: performance.now(), server: said.stamp };
}

export async function get(name) {
  try {
    const answer = await fetch(base + name, { credentials: "same-origin" });
    return { ok: answer.ok, said: await answer.json() };
  } catch {
    return { ok: false, said: {} };
  }
}

async function post(name, content, signal) {
  const answer = await fetch(base + name, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(content),
    signal,
  });
  let said = {};
  if (answer.status === 204) return { ok: true, said };
  try {
    said = await answer.json();
  } catch {
    said = { refused: `the table said ${answer.status}` };
  }
  return { ok: answer.ok, said };
}

function mark() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
}

// One press is one act, however often the line breaks: the same id is sent again for ten seconds,
// and never later, as the clock has moved on by then.
export async function act(what, more = {}, text = "") {
  const pressed = performance.now();
  const body = { id: mark(), do: what, text, stamp: stampNow(), ...more };
  while (performance.now() - pressed < PATIENCE) {
    const left = PATIENCE - (performance.now() - pressed);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), left);
    try {
      const answer = await post("act", body, stop.signal);
      notice(answer.ok ? "" : `${REFUSED}${answer.said.refused}.`);
      return answer.ok;
    } catch {
      notice("No answer from the table yet. Trying again …");
      await new Promise((done) => setTimeout(done, 500));
    } finally {
      clearTimeout(timer);
    }
  }
  notice("Not sent: the table did not answer. What you have typed is kept; press again when the line is back.");
  return false;
}

function stampNow() {
  return stamp.server + (performance.now() - stamp.at);
}

const STREAMS = "hotline-stream-";
const EVERY = 1000; // milliseconds between two questions for news

export class Stream {
  constructor(hear) {
    this.hear = hear;
    this.last = "";
    this.word = performance.now();
    this.page = mark().slice(0, 12);
    this.asks = true;
    if (this.mayStream()) {
      this.asks = false;
      this.mayStream();
      this.open();
    } else this.ask();
    this.beat();
    setInterval(() => this.watch(), 2000);
    addEventListener("pagehide", () => localStorage.removeItem(STREAMS + this.page));
    setInterval(() => this.beat(), 10000);
    document.addEventListener("visibilitychange", () => this.beat());
  }

  // Whether this page is among the first of this browser that keep a stream; all agree who is.
  mayStream() {
    const now = Date.now();
    const key = STREAMS + this.page;
    if (!this.asks) localStorage.setItem(key, String(now));
    const others = Object.keys(localStorage).filter((one) => one.startsWith(STREAMS) && one !== key);
    for (const one of others) if (Math.abs(now - Number(localStorage.getItem(one))) > FRESH) localStorage.removeItem(one);
    const ahead = others.filter((one) => localStorage.getItem(one) && (this.asks || one < key));
    return ahead.length < MANY;
  }

  // Where too many pages are open, one that comes later asks for news every second.
  async ask() {
    this.asks = true;
    localStorage.removeItem(STREAMS + this.page);
    if (this.source) this.source.close();
    while (this.asks) {
      try {
        const answer = await fetch(`${base}events?once=1${this.last ? `&after=${this.last}` : ""}`, { credentials: "same-origin" });
        for (const frame of (await answer.text()).split("\n\n")) this.read(frame);
      } catch {
        line("line lost, trying again", false);
      }
      await new Promise((done) => setTimeout(done, EVERY));
    }
    this.open();
  }

  read(frame) {
    const said = Object.fromEntries(frame.split("\n").map((one) => [one.split(": ", 1)[0], one.slice(one.indexOf(": ") + 2)]));
    if (said.event) this.take(said.event, { data: said.data, lastEventId: said.id });
  }

  // That somebody is here: a server can write for minutes into a dead line.
  async beat() {
    try {
      await post("here", { page: this.page, hidden: document.hidden });
    } catch {
      line("line lost, trying again", false);
    }
  }

  open() {
    const after = this.last ? `?after=${this.last}` : "";
    this.source = new EventSource(`${base}events${after}`);
    for (const kind of ["entry", "state", "clock", "beat", "reset", "closed"]) {
      this.source.addEventListener(kind, (event) => this.take(kind, event));
    }
    this.source.onerror = () => line("line lost, trying again", false);
  }

  take(kind, event) {
    this.word = performance.now();
    line(this.asks ? "connected; as many pages are open here, news comes every second" : "connected", true);
    if (kind === "entry") this.last = event.lastEventId;
    if (kind === "reset") this.last = "";
    const said = JSON.parse(event.data);
    if ("stamp" in said) setStamp(said);
    if (kind === "closed") {
      line("the table is closed", false);
      return;
    }
    if (this.hear[kind]) this.hear[kind](said);
  }

  watch() {
    const may = this.mayStream();
    if (this.asks) {
      this.asks = !may;
      return;
    }
    if (!may) {
      this.ask();
      return;
    }
    const silent = performance.now() - this.word > SILENT;
    if (silent || this.source.readyState === EventSource.CLOSED) {
      line("no word from the table, trying again", false);
      this.word = performance.now();
      this.source.close();
      this.open();
    }
  }
}

function line(text, good) {
  const badge = by("line");
  if (badge.textContent !== text) badge.textContent = text;
  badge.classList.toggle("bad", !good);
}

const MODES = {
  running: "the clock runs",
  waiting: "the table waits for a decision",
  paused: "paused",
  standing: "the clock stands",
  over: "the game is over",
  blank: "REAL EVENT",
};

export function clock(said, view) {
  by("here").textContent = said.here;
  by("there").textContent = said.there;
  by("since").textContent = said.since;
  if (!view.needs && (said.mode === "blank") !== blank) blanked(said.mode === "blank");
  if (by("mode").dataset.mode !== said.mode && by("notice").textContent.startsWith(REFUSED)) notice("");
  const mode = MODES[said.mode] || said.mode;
  by("mode").textContent = said.why ? `${mode}: ${said.why}` : said.mode === "running" ? `${mode}, ×${said.factor}` : mode;
  by("mode").dataset.mode = said.mode;
  if (said.mode === "blank") return;
  by("here-name").textContent = view.ally ? view.cities[0] : `in ${view.cities[1]}`;
  by("there-name").textContent = view.ally ? view.cities[1] : "";
  show(by("there").parentElement, view.ally);
}

// For something real no page of a seat holds anything of the exercise; then it is read anew.
let blank = false;

function blanked(on) {
  blank = on;
  if (!on) location.reload();
  by("main").replaceChildren(element("h2", `${MODES.blank}: play has stopped. This is no exercise.`));
  for (const one of document.querySelectorAll(".mark")) show(one, false);
  for (const id of ["title-top", "title-bottom", "us", "here-name", "there-name"]) by(id).textContent = "";
  show(by("clock"), false);
  document.title = MODES.blank;
}

export function title(view) {
  for (const id of ["title-top", "title-bottom"]) by(id).textContent = `· ${view.title} · ${view.us}`;
  by("us").textContent = view.us;
  document.title = `${view.us} · ${view.title} · EXERCISE`;
}

// Entries of a log, of which the last ones stay in the document; the rest is in the game's folder.
export function entry(list, said, more = []) {
  const row = element("li", "", { "data-n": said.n });
  row.append(element("time", said.date), " ");
  const text = element("bdi", said.text);
  row.append(text, ...more);
  const log = list.parentElement;
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  list.append(row);
  while (list.children.length > SHOWN) list.firstElementChild.remove();
  if (atEnd) log.scrollTop = log.scrollHeight;
}

export function items(list, texts) {
  const before = [...list.children].map((one) => one.textContent).join("\n");
  if (before === texts.join("\n")) return;
  list.replaceChildren(...texts.map((text) => element("li", text)));
}

// Rows that are made anew only where what they say has changed, and not while somebody types there.
export function renewRows(list, said, row) {
  const rows = [...list.children];
  said.forEach((one, at) => {
    const text = JSON.stringify(one);
    const old = rows[at];
    const focus = document.activeElement;
    const there = old && old.contains(focus);
    if (old && (old.dataset.said === text || (there && focus.matches("input, select, textarea")))) return;
    const made = row(one);
    made.dataset.said = text;
    if (!old) {
      list.append(made);
      return;
    }
    takeOver(old, made);
    old.replaceWith(made);
    if (there) samePlace(made, focus);
  });
  for (const left of rows.slice(said.length)) left.remove();
}

// What somebody has opened and typed in a row stays when the row is made anew.
function takeOver(old, made) {
  const opened = [...made.querySelectorAll("details")];
  [...old.querySelectorAll("details")].forEach((one, at) => {
    if (opened[at]) opened[at].open = one.open;
  });
  for (const typed of old.querySelectorAll("textarea, input")) {
    const same = typed.id && made.querySelector(`[id="${typed.id}"]`);
    if (same && typed.value !== typed.defaultValue) same.value = typed.value;
  }
}

function samePlace(made, focus) {
  const presses = [...made.querySelectorAll("button, summary")];
  const same = presses.find((one) => one.textContent === focus.textContent) || presses[0];
  if (same) same.focus();
}

// What is typed is kept in this browser until it is sent.
export function draft(field, name, saved) {
  const key = `${base}${name}`;
  field.value = localStorage.getItem(key) || "";
  field.addEventListener("input", () => {
    localStorage.setItem(key, field.value);
    if (saved) saved.textContent = field.value ? "Your draft is kept in this browser." : "";
  });
  if (saved && field.value) saved.textContent = "Your draft was kept in this browser.";
  return () => {
    field.value = "";
    localStorage.removeItem(key);
    if (saved) saved.textContent = "";
  };
}
