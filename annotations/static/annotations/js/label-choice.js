/** The key for the desk's own label: opens the part of the panel where it is chosen, and goes there. */
import { on } from "./actions.js";
import { form } from "./panel.js";

function choose() {
  const field = form().elements.more_label;
  if (!field) return false;
  field.closest("details").open = true;
  field.focus();
  return true;
}

export function init() {
  const panel = form();
  if (!panel || panel.dataset.labels) return;
  panel.dataset.labels = "on";
  on("label", choose);
}
