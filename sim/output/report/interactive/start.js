// What needs a script is shown once it works; without it the page is whole as it stands.

function start() {
  const data = JSON.parse(byId("interactive-data").textContent);
  notes.start(byId("interactive-note"));
  for (const part of document.querySelectorAll("[data-script]")) part.hidden = false;
  if (data.compared) comparison.start(data);
  const restored = () => {
    if (data.compared && comparison.restore()) byId("pick").scrollIntoView();
  };
  restored();
  addEventListener("hashchange", restored);
}

start();
