/** Shows a row as it will be, before the server has answered; every piece is cloned from what the server rendered. */
import { chipsOf } from "./chips.js";
import { drawMarks } from "./lanes.js";

const originals = new WeakMap();

/** The chain that the panel holds: {value, links: JSON, chips} or null while it is unanswered. */
export function chosenChain(row, panel) {
  const value = panel.elements.chain.value;
  if (!value) return null;
  const own = document.getElementById("chips").content.lastElementChild.cloneNode(true);
  if (value === "own_voice") return { value, links: "[]", chips: own };
  if (value === "edited") {
    const links = panel.elements.chain_json.value || "[]";
    return links === "[]" ? null : { value, links, chips: chipsOf(JSON.parse(links)) };
  }
  const place = panel.querySelector(`[name="chain"][value="${value}"]`).closest("[data-suggestion], .answer-line");
  const chips = place.querySelector("[data-said] > *").cloneNode(true);
  for (const chip of chips.querySelectorAll(".chip")) chip.classList.remove("suggested");
  return { value, links: place.dataset.links ?? row.dataset.links, chips };
}

/** A change that is not saved yet. */
export function paintDraft(row, panel) {
  if (!originals.has(row)) originals.set(row, row.cloneNode(true));
  paintChain(row, panel);
  const words = document.getElementById("claims").dataset;
  row.querySelector(".standing").textContent = panel.elements.chain.value === "edited" ? words.editWords : words.draftWords;
}

/** Back to what the server said last. */
export function unpaint(row) {
  const original = originals.get(row);
  if (!original) return;
  originals.delete(row);
  row.replaceChildren(...original.childNodes);
  row.dataset.marks = original.dataset.marks;
}

/** A decision on its way: status, chain, flag, and what the panel reads off the row when it comes back here. */
export function paintDecision(row, panel, verification) {
  originals.delete(row);
  const chain = chosenChain(row, panel);
  paintChain(row, panel);
  row.dataset.verification = verification;
  row.dataset.note = panel.elements.note.value;
  row.dataset.flag = panel.elements.flag.checked ? "on" : "";
  row.querySelector(".status").replaceWith(statusChip(verification));
  row.querySelector(".standing").textContent = "";
  if (chain) {
    row.dataset.chain = "keep";
    row.dataset.links = chain.links;
    const kept = document.getElementById("kept-answer").content.firstElementChild.cloneNode(true);
    kept.querySelector("[data-said]").replaceChildren(chain.chips);
    row.querySelector("template").content.querySelector('[data-slot="answer"]').replaceWith(kept);
  }
  const asked = panel.dataset.asks.split(" ");
  const complete = (chain || row.dataset.chain || panel.elements.check_worthiness[0].value === panel.dataset.needsNoChain || !asked.includes("chain"))
    && (verification || !asked.includes("verification"));
  if (complete) countDecided(row);
}

function paintChain(row, panel) {
  const chain = chosenChain(row, panel);
  const said = row.querySelector(".said");
  if (!chain) return restoreChain(row);
  said.classList.remove("suggested");
  said.replaceChildren(chain.chips.cloneNode(true));
  row.dataset.marks = "decided";
  const text = row.querySelector(".text");
  if (chain.value !== "keep") drawMarks(text, Number(row.dataset.start), JSON.parse(chain.links));
}

function restoreChain(row) {
  const original = originals.get(row);
  if (!original) return;
  for (const part of [".said", ".text"]) row.querySelector(part).replaceWith(original.querySelector(part).cloneNode(true));
  row.dataset.marks = original.dataset.marks;
}

function statusChip(value) {
  return document.getElementById("statuses").content.querySelector(`.status.${value || "open"}`).cloneNode(true);
}

function countDecided(row) {
  if (row.dataset.decided !== undefined) return;
  row.dataset.decided = "";
  document.querySelector(`[data-tick="${row.dataset.claim}"]`)?.classList.add("done");
  const progress = document.getElementById("progress");
  progress.dataset.decided = Number(progress.dataset.decided) + 1;
  progress.querySelector("[data-decided-count]").textContent = progress.dataset.decided;
  const bar = progress.querySelector("progress");
  if (bar) bar.value = progress.dataset.decided;
}
