// What needs a script is shown once it works; without it the page is whole as it stands.

function start() {
  const data = JSON.parse(byId("interactive-data").textContent);
  texts.all = data.texts;
  notes.start(byId("interactive-note"));
  for (const part of document.querySelectorAll("[data-script]")) part.hidden = false;
  lanes.start(data);
  worlds.start(data);
  if (data.compared) comparison.start(data);
  restore();
  addEventListener("hashchange", restore);
}

// A link leads to what was picked.
function restore() {
  const pair = byId("pick") && comparison.restore();
  const world = worlds.restore();
  if (world || pair) byId(world ? "pick-world" : "pick").scrollIntoView();
}

start();
