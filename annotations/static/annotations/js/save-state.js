/** The words of the article bar about what is saved; nothing for 400 ms, and a failure stays. */
import { health, tryNow } from "./save-queue.js";
import { unsaved } from "./unsaved.js";
import { say } from "./live.js";

const PATIENCE_MS = 400;
let timer = 0;

export function init(root) {
  const place = root.querySelector("#save-state");
  if (!place || place.dataset.ready) return;
  place.dataset.ready = "on";
  place.querySelector("[data-try-now]").addEventListener("click", tryNow);
  root.addEventListener("queue", () => update(place));
  update(place);
}

function update(place) {
  const items = unsaved();
  const stuck = items.find((item) => item.state);
  const failed = health.trouble || stuck?.state;
  place.classList.toggle("failed", Boolean(failed && items.length));
  place.querySelector("[data-try-now]").hidden = !(failed && items.length) || stuck?.state === "conflict";
  if (failed && items.length) {
    clearTimeout(timer);
    timer = 0;
    write(place, `${items.length} ${place.dataset.notSaved} · ${place.getAttribute(`data-${failed}`) ?? failed}`);
  } else if (items.length) {
    timer ||= setTimeout(() => write(place, place.dataset.saving), PATIENCE_MS);
  } else {
    clearTimeout(timer);
    timer = 0;
    if (health.savedAt) write(place, `${place.dataset.saved} ${clock(health.savedAt)}`);
  }
}

function write(place, words) {
  const element = place.querySelector("[data-save-words]");
  if (element.textContent === words) return;
  element.textContent = words;
  if (place.classList.contains("failed")) say(words);
}

function clock(date) {
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}
