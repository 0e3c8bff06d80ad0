/** The panel shows the current sentence: its slots are cloned from the row's template, its fields set from the row. */
import { current, rowOf } from "./rows.js";

export const form = () => document.getElementById("decide");
let since = 0;

/** Seconds that the current sentence has been in the panel. */
export const seconds = () => Math.round((performance.now() - since) / 100) / 10;

export function fill(row) {
  const panel = form();
  if (!panel) return;
  for (const part of row.querySelector("template").content.querySelectorAll("[data-slot]")) {
    panel.querySelector(`[data-slot="${part.dataset.slot}"]`).replaceWith(part.cloneNode(true));
  }
  const { claim, revision, verification, checkWorthiness, priority, note, flag } = row.dataset;
  set(panel, "seen_revision", revision);
  set(panel, "verification", verification);
  set(panel, "check_worthiness", checkWorthiness);
  set(panel, "priority", priority);
  set(panel, "note", note);
  set(panel, "chain_json", "");
  for (const field of panel.querySelectorAll("[data-more]")) field.value = "";
  panel.elements.reason.value = "";
  panel.elements.flag.checked = flag === "on";
  panel.action = `${panel.dataset.claims}${claim}/decide/`;
  panel.querySelector("[data-panel-number]").textContent = row.dataset.number;
  panel.querySelector("[data-panel-role]").textContent = row.dataset.roleLabel.toLowerCase();
  for (const name of ["history", "evidence"]) panel.querySelector(`[data-action="${name}"]`).href = `${panel.dataset.claims}${claim}/${name}/`;
  panel.querySelector("#problems").hidden = true;
  for (const other of panel.querySelectorAll('[name="chain"][value="own_voice"], [name="chain"][value="edited"]')) other.checked = false;
  check(panel, verification);
  delete panel.dataset.dirty;
  since = performance.now();
  aim(claim);
  panel.dispatchEvent(new CustomEvent("fill", { bubbles: true }));
}

function set(panel, name, value) {
  const element = panel.elements[name];
  (element instanceof RadioNodeList ? element[0] : element).value = value;
}

/** The status buttons are radios; one of them is in the tab order. */
export function check(panel, value) {
  const buttons = [...panel.querySelectorAll('[role="radio"]')];
  for (const button of buttons) button.setAttribute("aria-checked", String(button.value === value));
  const reached = buttons.find((button) => button.value === value) ?? buttons[0];
  for (const button of buttons) button.tabIndex = button === reached ? 0 : -1;
}

/** Forms beside the answer speak about the same claim. */
function aim(claim) {
  for (const other of document.querySelectorAll("form[data-division]")) {
    other.action = `${form().dataset.claims}${claim}/${other.dataset.division}/`;
  }
}

function arrows(event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const button = event.target.closest('[role="radio"]');
  if (!step || !button) return;
  event.preventDefault();
  const all = [...form().querySelectorAll('[role="radio"]')];
  all.at((all.indexOf(button) + step) % all.length).focus();
}

/** The ticks of the article bar: which is current, which are decided. */
function tick() {
  document.querySelector("[data-tick].current")?.classList.remove("current");
  const row = current();
  if (row) document.querySelector(`[data-tick="${row.dataset.claim}"]`)?.classList.add("current");
}

export function init(root) {
  const panel = root.querySelector("#decide");
  if (!panel || panel.dataset.ready) return;
  panel.dataset.ready = "on";
  since = performance.now();
  panel.addEventListener("keydown", arrows);
  root.addEventListener("enter", (event) => {
    fill(event.target);
    tick();
  });
  check(panel, rowOf(current()?.dataset.claim)?.dataset.verification ?? "");
  tick();
}

export { tick };
