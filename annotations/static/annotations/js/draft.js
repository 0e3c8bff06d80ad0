/** What stands in the panel and is not saved: kept with its row and on this computer until it is saved or dropped. */
import { on } from "./actions.js";
import { openEditor } from "./chain-editor.js";
import { paintDraft, unpaint } from "./paint.js";
import { fill, form } from "./panel.js";
import { current, rowOf } from "./rows.js";

const NOT_OF_THE_ANSWER = new Set(["csrfmiddlewaretoken", "idempotency_key", "next", "seconds", "verification"]);
const nameOf = (row) => `draft:${document.body.dataset.user}:${row.dataset.claim}`;

/** The fields of the panel as [name, value]; one outcome for each suggestion that is on the screen. */
export function entries(panel) {
  const fields = [...new FormData(panel)].filter(([name]) => !NOT_OF_THE_ANSWER.has(name) && !/^(outcome-|link-|reason$)/.test(name));
  for (const box of panel.querySelectorAll("[data-suggestion]")) fields.push(...outcome(panel, box));
  const isEmpty = panel.elements.chain.value === "edited" && panel.elements.chain_json.value === "[]";
  return isEmpty ? fields.map(([name, value]) => [name, name === "chain" ? "" : value]) : fields;
}

function outcome(panel, box) {
  const id = box.dataset.suggestion;
  const chain = panel.elements.chain.value;
  const rejected = box.querySelector('[value="rejected"]').checked;
  const taken = chain === `suggestion:${id}` || box.querySelector('[name="check_worthiness"]:checked');
  if (taken) return [[`outcome-${id}`, "accepted"]];
  if (chain === "edited" && panel.elements.edited_from.value === id) return [[`outcome-${id}`, "edited"]];
  if (!rejected) return [[`outcome-${id}`, box.querySelector('[value="accepted"]')?.checked ? "accepted" : "ignored"]];
  return [[`outcome-${id}`, "rejected"], [`reason-${id}`, panel.elements.reason.value]];
}

export const isDirty = () => form().dataset.dirty !== undefined;

const asItWas = () => (form().dataset.asItWas = JSON.stringify(entries(form())));

/** The panel was changed: the row shows it at once, as not saved; changed back, there is no draft. */
export function touch() {
  if (JSON.stringify(entries(form())) === form().dataset.asItWas) {
    forgetDraft(current());
    return unpaint(current());
  }
  form().dataset.dirty = "on";
  paintDraft(current(), form());
}

export function forgetDraft(row) {
  localStorage.removeItem(nameOf(row));
  delete form().dataset.dirty;
}

function leave(event) {
  if (!form() || !isDirty()) return;
  localStorage.setItem(nameOf(event.target), JSON.stringify({ seen: event.target.dataset.revision, fields: entries(form()) }));
}

function enter(event) {
  const stored = form() && localStorage.getItem(nameOf(event.target));
  if (!stored) return;
  const { fields } = JSON.parse(stored);
  apply(fields);
  touch();
}

/** Put fields back into the panel. */
export function apply(fields) {
  const panel = form();
  const values = new Map(fields);
  for (const name of ["note", "reason"]) if (values.has(name)) panel.elements[name].value = values.get(name);
  panel.elements.flag.checked = values.get("flag") === "on";
  for (const box of panel.querySelectorAll("[data-suggestion]")) {
    const word = values.get(`outcome-${box.dataset.suggestion}`);
    for (const check of box.querySelectorAll(`[name^="outcome-"][type="checkbox"]`)) check.checked = check.value === word;
  }
  const chosen = [...panel.querySelectorAll('[name="chain"]')].find((radio) => radio.value === values.get("chain"));
  if (chosen) chosen.checked = true;
  if (values.get("chain") === "edited") openEditor(JSON.parse(values.get("chain_json") || "[]"), values.get("edited_from"), { focus: false });
}

/** Drop what is not saved of the current sentence; true when there was something. */
export function dropDraft() {
  if (!isDirty()) return false;
  const row = current();
  forgetDraft(row);
  unpaint(row);
  fill(row);
  return true;
}

export function init(root) {
  const panel = form();
  if (!panel || panel.dataset.drafts) return;
  panel.dataset.drafts = "on";
  panel.addEventListener("input", touch);
  root.addEventListener("fill", asItWas);
  root.addEventListener("leave", leave);
  root.addEventListener("enter", enter);
  addEventListener("pagehide", () => current() && leave({ target: current() }));
  on("cancel-edit", () => {
    dropDraft();
    current().focus({ preventScroll: true });
  });
  asItWas();
  if (current() && rowOf(current().dataset.claim)) enter({ target: current() });
}
