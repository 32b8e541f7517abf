// The facilitator's page: the clock, who is here, and the whole picture.

import { Stream, act, by, clock, element, entry, enter, items, title } from "./common.js";

let view = null;

function renewClock(said) {
  clock(said, view);
  const here = said.here_now || {};
  const texts = Object.entries(here).map(([name, many]) => `${name}: ${many ? "here" : "nobody is here"}`);
  items(by("people"), texts);
}

function renewState(said) {
  items(by("glance"), said.glance);
}

async function start() {
  view = await enter();
  if (!view) return;
  title(view);
  renewClock(view.clock);
  renewState(view.state);
  by("factor").value = view.clock.factor;
  new Stream({
    entry: (said) => entry(by("entries"), said),
    state: renewState,
    clock: renewClock,
    reset: () => by("entries").replaceChildren(),
  });
  for (const button of document.querySelectorAll("button[data-do]")) {
    button.addEventListener("click", () => act(button.dataset.do, { with: {} }));
  }
  by("speed").addEventListener("submit", (event) => {
    event.preventDefault();
    act("factor", { with: { factor: Number(by("factor").value) } });
  });
  by("end").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await act("end", { with: { word: by("word").value } })) by("word").value = "";
  });
}

start();
