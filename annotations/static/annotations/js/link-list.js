/** The rows of links: moved, removed, given a source and words. Calls `changed` after each, `givenUp` after Esc. */
import { choose } from "./link-fields.js";
import { takeWords } from "./link-words.js";
import { current } from "./rows.js";

export function focusOn(row) {
  const input = row?.querySelector('[name="link-source_name"]');
  input?.focus();
  input?.select();
}

export function listen(panel, { changed, givenUp }) {
  panel.addEventListener("click", (event) => click(event, changed));
  panel.addEventListener("keydown", (event) => key(event, changed));
  panel.addEventListener("take", (event) => taken(event, changed));
  panel.addEventListener("input", typed);
  panel.addEventListener("focusin", remember);
  panel.addEventListener("keydown", (event) => giveUp(event, changed) && givenUp());
  panel.addEventListener("change", (event) => event.target.closest("[data-link]") && changed());
}

function click(event, changed) {
  const row = event.target.closest("[data-link]");
  const button = row && event.target.closest("button");
  if (!button) return;
  if (button.dataset.move) {
    move(row, Number(button.dataset.move), changed);
    button.focus();
  } else if (button.dataset.mark) {
    takeWords(row, button.dataset.mark, { adding: event.shiftKey, done: changed });
  } else if ("remove" in button.dataset) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    changed();
    if (next) focusOn(next);
    else current().focus({ preventScroll: true });
  }
}

function move(row, step, changed) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  changed();
}

/** A source was taken from the list; an empty field gives its link up. */
function taken(event, changed) {
  const row = event.target.closest("[data-link]");
  if (event.detail) choose(row, event.detail);
  else if (!event.target.value.trim()) row.remove();
  changed();
  current().focus({ preventScroll: true });
}

/** Typing another name is another source. */
function typed(event) {
  if (!event.target.matches?.("[data-combobox]")) return;
  event.target.closest("[data-link]").querySelector('[name="link-source_id"]').value = "";
}

function remember(event) {
  if (!event.target.matches("[data-combobox]")) return;
  const { value: id } = event.target.closest("[data-link]").querySelector('[name="link-source_id"]');
  event.target.dataset.before = JSON.stringify({ name: event.target.value, id });
}

/** Esc takes back what was typed and not taken; the event goes on to the list. */
function giveUp(event, changed) {
  if (event.key !== "Escape" || !event.target.closest("[data-link]")) return false;
  const row = event.target.closest("[data-link]");
  if (event.target.dataset.before) {
    const { name, id } = JSON.parse(event.target.dataset.before);
    event.target.value = name;
    row.querySelector('[name="link-source_id"]').value = id;
    if (!name) row.remove();
  }
  changed();
  return true;
}

function key(event, changed) {
  const row = event.target.closest("[data-link]");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!row || !step || !event.altKey) return;
  event.preventDefault();
  move(row, step, changed);
  event.target.focus();
}
