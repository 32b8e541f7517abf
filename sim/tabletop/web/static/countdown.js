// What the facilitator lets happen by hand waits some seconds, in which it can be called off.

import { by, notice, show } from "./common.js";

const COUNT = 5000; // milliseconds for which what is fired by hand can be called off
const SLEPT = 2000; // and by which it may come late: a machine that slept fires nothing
let counting = null;

// What happens by hand cannot be taken back by a press: it waits, and says who will get what.
export function countDown(what, press) {
  if (counting) {
    notice("Not done: something is about to happen already; cancel it, or let it happen first.");
    return;
  }
  const due = performance.now() + COUNT;
  const dueByDate = Date.now() + COUNT; // the other clock stands while some machines sleep
  const from = document.activeElement;
  const timer = setInterval(() => look(), 200);
  counting = (happens, why = "") => {
    clearInterval(timer);
    counting = null;
    show(by("firing"), false);
    if (from && from.isConnected) from.focus();
    if (happens) press();
    else notice(`Cancelled: ${what}${why}`);
  };
  function look() {
    const left = Math.min(due - performance.now(), dueByDate - Date.now());
    by("firing-left").textContent = `In ${Math.max(0, Math.ceil(left / 1000))} s:`;
    if (left <= -SLEPT) counting(false, ", as the machine slept");
    else if (left <= 0) counting(true);
  }
  by("firing-what").textContent = what;
  show(by("firing"), true);
  look();
  by("firing-cancel").focus();
}

export function listenFiring() {
  by("firing-cancel").addEventListener("click", () => counting(false));
  by("firing-now").addEventListener("click", () => counting(true));
  document.addEventListener("keydown", (event) => {
    if (counting && event.key === "Escape") counting(false);
  });
}
