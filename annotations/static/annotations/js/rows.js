/** The list of sentences: one is current, focus roves, the current one stands at two fifths of the height. */
import { on } from "./actions.js";

const list = () => document.getElementById("claims");
export const rows = () => [...list().querySelectorAll(":scope > [data-number]")];
export const current = () => list().querySelector(':scope > [aria-current="true"]');
export const rowOf = (id) => document.getElementById(`claim-${id}`);
export const isDecided = (row) => row.dataset.decided !== undefined;

/** Make `row` current: tells the list "leave" and "enter", moves focus, scrolls at once. */
export function goTo(row, { focus = true } = {}) {
  const before = current();
  if (!row) return;
  if (before !== row) {
    if (before) {
      before.dispatchEvent(new CustomEvent("leave", { bubbles: true }));
      before.removeAttribute("aria-current");
      before.tabIndex = -1;
    }
    row.setAttribute("aria-current", "true");
    row.tabIndex = 0;
    row.dispatchEvent(new CustomEvent("enter", { bubbles: true }));
    remember(row);
  }
  if (focus) row.focus({ preventScroll: true });
  place(row);
}

export function goToNext() {
  step(1);
}

function place(row) {
  const panel = document.getElementById("panel");
  const covered = panel && getComputedStyle(panel).position === "fixed";
  scrollBy({ top: row.getBoundingClientRect().top - (covered ? 100 : innerHeight * 0.4), behavior: "instant" });
}

function step(direction, wanted = () => true) {
  const all = rows();
  let at = all.indexOf(current()) + direction;
  while (all[at] && !wanted(all[at])) at += direction;
  if (all[at]) return goTo(all[at]);
  const page = direction > 0 ? list().dataset.nextPage : list().dataset.previousPage;
  if (page) location.assign(page);
  else goTo(current());
}

let timer = 0;
/** Reloading the page comes back to this sentence. */
function remember(row) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const url = new URL(location.href);
    url.search = `?claim=${row.dataset.claim}`;
    url.hash = "";
    history.replaceState(null, "", url);
  }, 300);
}

const isNowhere = () => document.activeElement === document.body || document.activeElement.closest("dialog:not([open])");

/**
 * A dialog gives the focus back to the row it was opened from, which an answer may have replaced meanwhile. Until the
 * next frame the browser may still take what stands in the closed dialog for focused.
 */
function keepFocus() {
  const repair = () => isNowhere() && current()?.focus({ preventScroll: true });
  repair();
  requestAnimationFrame(() => requestAnimationFrame(repair));
}

function click(event) {
  const row = event.target.closest("[data-number]");
  if (!row || event.target.closest("a:not(.number), button, summary")) return;
  if (event.target.closest("a.number")) event.preventDefault();
  if (row !== current() && getSelection().isCollapsed) goTo(row);
}

export function init(root) {
  const claims = root.querySelector("#claims");
  if (!claims || claims.dataset.ready) return;
  claims.dataset.ready = "on";
  for (const link of claims.querySelectorAll("a.number")) link.tabIndex = -1;
  claims.addEventListener("click", click);
  root.addEventListener("close", keepFocus, true);
  on("next", () => step(1));
  on("previous", () => step(-1));
  on("next-undecided", () => step(1, (row) => !isDecided(row)));
  on("previous-undecided", () => step(-1, (row) => !isDecided(row)));
  on("back", () => current() && goTo(current()));
  for (const name of ["next-article", "previous-article", "search"]) {
    on(name, (_, event) => follow(name, event));
  }
  const row = current();
  if (!row) return;
  row.focus({ preventScroll: true });
  if (location.search.includes("claim=") || row.getBoundingClientRect().bottom > innerHeight * 0.7) place(row);
}

function follow(name, event) {
  if (event.type === "click") return false;
  const link = document.querySelector(`a[data-action="${name}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}
