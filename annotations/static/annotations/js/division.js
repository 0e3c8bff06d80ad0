/** Splitting needs an offset: it is taken from the selection, or from the words that were written. */
import { current } from "./rows.js";
import { selectedSpan } from "./spans.js";

export function init(root) {
  const form = root.querySelector('form[data-division="split"]');
  if (!form || form.dataset.ready) return;
  form.dataset.ready = "on";
  const words = form.querySelector("[data-split-words]");
  words.addEventListener("focus", () => {
    const span = selectedSpan(current());
    if (span) words.value = getSelection().toString().trim();
  });
  form.addEventListener("submit", () => {
    const text = current().querySelector(".text").textContent;
    const at = text.indexOf(words.value.trim());
    if (at > 0) form.elements.at.value = Number(current().dataset.start) + [...text.slice(0, at)].length;
  });
}
