/** The chain as rows of links. Everything the editor knows stands in its fields. */
import { on } from "./actions.js";
import { read, renumber, summarise, write } from "./link-fields.js";
import { focusOn, listen } from "./link-list.js";
import { form } from "./panel.js";
import { current } from "./rows.js";
import { textOf } from "./spans.js";

const editor = () => form()?.querySelector("[data-editor]");
const list = () => editor().querySelector("[data-links]");
const linkRows = () => [...list().children];

/** Open with these links, taken from the suggestion `from` ("" for none). */
export function openEditor(links, from = "", { focus = true } = {}) {
  if (editor().hidden) editor().dataset.before = form().elements.chain.value;
  list().replaceChildren();
  for (const link of links) write(addLink(), link, (span) => textOf(current(), span));
  if (!links.length) addLink();
  editor().hidden = false;
  form().elements.edited_from.value = from;
  editor().querySelector('[name="chain"]').checked = true;
  changed();
  editor().dataset.opened = form().elements.chain_json.value;
  if (focus) focusOn(linkRows()[0]);
}

/** Close again where nothing was changed since it was opened: the answer is what it was before. */
function closeUnchanged() {
  if (form().elements.chain_json.value !== editor().dataset.opened) return;
  const { before } = editor().dataset;
  closeEditor();
  const radio = [...form().querySelectorAll('[name="chain"]')].find((one) => one.value === before);
  if (radio) radio.checked = true;
  list().dispatchEvent(new Event("input", { bubbles: true }));
}

export function closeEditor() {
  editor().hidden = true;
  list().replaceChildren();
  form().elements.edited_from.value = "";
  form().elements.chain_json.value = "";
}

function addLink() {
  const row = editor().querySelector("[data-blank-link]").content.firstElementChild.cloneNode(true);
  list().append(row);
  renumber(linkRows());
  return row;
}

function changed() {
  renumber(linkRows());
  for (const row of linkRows()) summarise(row);
  const links = linkRows().map((row, at) => read(row, at + 1)).filter(Boolean);
  links.forEach((link, at) => (link.depth = at + 1));
  form().elements.chain_json.value = JSON.stringify(links);
  list().dispatchEvent(new Event("input", { bubbles: true }));
}

/** The suggestion that `s` starts from: the chosen one, or the first that nobody rejected. */
function startingBox(chosen) {
  const boxes = [...form().querySelectorAll("[data-suggestion]:has([data-edit])")];
  if (chosen) return boxes.find((box) => chosen === `suggestion:${box.dataset.suggestion}`);
  return boxes.find((box) => !box.querySelector('[value="rejected"]').checked);
}

/** Open on what the answer would be; when it is open already, one more link. */
function source() {
  if (!current() || !form()) return false;
  if (!editor().hidden) {
    const last = linkRows().at(-1);
    focusOn(last && !read(last, 1) ? last : addLink());
    return true;
  }
  const chosen = form().elements.chain.value;
  const box = startingBox(chosen);
  const own = chosen === "keep" ? JSON.parse(current().dataset.links || "[]") : [];
  openEditor(box ? JSON.parse(box.dataset.links) : own, box?.dataset.suggestion ?? "");
  return true;
}

function edit(event) {
  const box = event.target.closest("[data-edit]")?.closest("[data-suggestion]");
  if (!box) return;
  event.preventDefault();
  openEditor(JSON.parse(box.dataset.links), box.dataset.suggestion);
}

export function init(root) {
  const panel = form();
  if (!panel || panel.dataset.edits) return;
  panel.dataset.edits = "on";
  listen(panel, { changed, givenUp: closeUnchanged });
  panel.addEventListener("click", edit);
  root.addEventListener("fill", closeEditor);
  on("source", source);
}
