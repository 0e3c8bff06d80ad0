/** `e` opens the evidence of the current sentence in a dialog; its address is a page of its own without scripts. */
import { on } from "./actions.js";
import { toast } from "./live.js";

export function init(root) {
  const dialog = root.querySelector("#evidence");
  if (!dialog || dialog.dataset.ready) return;
  dialog.dataset.ready = "on";
  on("evidence", () => {
    const link = root.querySelector('a[data-action="evidence"]');
    if (!link) return false;
    show(dialog, link.href);
    return true;
  });
}

async function show(dialog, address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) return toast(`The evidence could not be read (${answer.status}).`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = page.querySelector("[data-evidence]");
    if (!content) return location.assign(address);
    dialog.querySelector("[data-dialog-content]").replaceChildren(...content.cloneNode(true).childNodes);
    dialog.showModal();
    dialog.querySelector("[name=stance]")?.focus();
  } catch {
    toast("The evidence could not be read: no connection.");
  }
}
