/** What a key or a button on the panel does to the answer; saving paints the row and goes on at once. */
import { on } from "./actions.js";
import { dropDraft, entries, forgetDraft, touch } from "./draft.js";
import { say } from "./live.js";
import { chosenChain, paintDecision } from "./paint.js";
import { check, fill, form, seconds } from "./panel.js";
import { current, goTo, goToNext, rowOf } from "./rows.js";
import { add } from "./save-queue.js";
import { unsavedOf } from "./unsaved.js";

let lastDone = "";

/** Save the answer as it stands with these changes of fields, and go on. */
function save(changes = {}, { stay = false } = {}) {
  const row = current();
  const panel = form();
  if (!row || !panel) return false;
  for (const [name, value] of Object.entries(changes)) {
    hidden(panel, name).value = value;
    for (const box of panel.querySelectorAll(`[type="checkbox"][name="${name}"]`)) box.checked = false;
  }
  const verification = hidden(panel, "verification").value;
  const fields = [...entries(panel), ["verification", verification], ["seconds", String(seconds())]];
  const chain = chosenChain(row, panel);
  if (chain) localStorage.setItem(lastChainName(), chain.links);
  paintDecision(row, panel, verification);
  forgetDraft(row);
  add({ url: panel.action.split("?")[0], subject: row.dataset.claim, entries: fields });
  check(panel, verification);
  if (!stay) goToNext();
  if (current() === row) fill(row);
  lastDone = row.dataset.claim;
  return true;
}

const hidden = (panel, name) => panel.querySelector(`input[type="hidden"][name="${name}"]`);
const lastChainName = () => `last-chain:${document.body.dataset.user}`;
const firstBox = () => form()?.querySelector("[data-suggestion]:has([name='chain'])");

function choose(radio) {
  if (!radio) return false;
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

function accept() {
  const box = firstBox();
  if (!box) return false;
  box.querySelector('[value="rejected"]').checked = false;
  return choose(box.querySelector('[name="chain"]'));
}

function reject({ withReason }) {
  const box = firstBox();
  if (!box) return false;
  const checkbox = box.querySelector('[value="rejected"]');
  checkbox.checked = withReason || !checkbox.checked;
  if (box.querySelector('[name="chain"]').checked) form().querySelector(".answer-line input").checked = true;
  touch();
  if (withReason) form().elements.reason.focus();
  return true;
}

function flag() {
  const box = form().elements.flag;
  box.checked = !box.checked;
  if (current().dataset.decided !== undefined) return save({}, { stay: true });
  touch();
  return true;
}

function undo() {
  if (dropDraft()) return say("Draft dropped");
  const row = rowOf(lastDone) ?? current();
  if (!row) return false;
  if (row.dataset.revision === "0" && !unsavedOf(row.dataset.claim).length) return say("Nothing to undo here");
  const url = `${form().dataset.claims}${row.dataset.claim}/undo/`;
  add({ url, subject: row.dataset.claim, entries: [["seen_revision", row.dataset.revision]], optional: true });
  goTo(row);
  row.querySelector(".standing").textContent = document.getElementById("claims").dataset.undoWords;
  lastDone = "";
  return true;
}

function submit(event) {
  const { submitter } = event;
  if (submitter && "plain" in submitter.dataset) return;
  event.preventDefault();
  if (submitter?.name === "verification") save({ verification: submitter.value });
  else if (!submitter?.dataset.action) save();
}

export function init(root) {
  const panel = form();
  if (!panel || panel.dataset.decides) return;
  panel.dataset.decides = "on";
  panel.addEventListener("submit", submit);
  panel.elements.reason.addEventListener("change", () => current().focus({ preventScroll: true }));
  root.addEventListener("leave", () => (lastDone = ""));
  on("save", () => save());
  on("status", (value) => save({ verification: value }));
  on("accept-and-status", (value) => {
    if (panel.elements.chain.value !== "edited") accept();
    return save({ verification: value });
  });
  on("accept", accept);
  on("reject", () => reject({ withReason: false }));
  on("reject-with-reason", () => reject({ withReason: true }));
  on("own-voice", () => choose(panel.querySelector('[name="chain"][value="own_voice"]')));
  on("not-a-claim", () => save(Object.fromEntries(new URLSearchParams(panel.querySelector("[data-set]").dataset.set))));
  on("note", () => panel.elements.note.focus());
  on("flag", flag);
  on("undo", undo);
}
export { choose, lastChainName };
