// A mark that is pointed at or focused tells its value; nothing is there that the table has not.

const notes = {
  box: null,

  start(box) {
    notes.box = box;
    for (const [kind, shown] of [["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]]) {
      document.addEventListener(kind, (event) => {
        const mark = event.target.closest?.("[data-note]");
        if (mark) shown ? notes.show(mark) : notes.hide();
      });
    }
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") notes.hide();
    });
    addEventListener("scroll", notes.hide, { passive: true, capture: true });
  },

  show(mark) {
    const { box } = notes;
    box.textContent = mark.dataset.note;
    box.hidden = false;
    const at = mark.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(at.left, room - box.offsetWidth - 8));
    const below = at.bottom + 8 + box.offsetHeight < innerHeight;
    box.style.left = `${left}px`;
    box.style.top = `${below ? at.bottom + 6 : Math.max(4, at.top - box.offsetHeight - 6)}px`;
  },

  hide() {
    notes.box.hidden = true;
  },
};

// One stop of the Tab key for many marks: the arrows move between them, Home and End jump.
// `across` says how many stand in a row, where they stand in rows.
function roving(container, marks, { across = () => 1 } = {}) {
  marks.forEach((mark, at) => mark.setAttribute("tabindex", at === 0 ? "0" : "-1"));

  function go(to) {
    if (!marks[to]) return;
    for (const mark of container.querySelectorAll('[tabindex="0"]')) mark.setAttribute("tabindex", "-1");
    marks[to].setAttribute("tabindex", "0");
    marks[to].focus();
  }

  container.onkeydown = (event) => {
    const at = marks.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across(), ArrowUp: -across() };
    if (event.key in moves) go(at + moves[event.key]);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(marks.length - 1);
    else return;
    event.preventDefault();
  };
  return go;
}
