/** `h` opens the history of the current sentence in a dialog; its address is a page of its own without scripts. */
import { on } from "./actions.js";
import { toast } from "./live.js";

export function init(root) {
  const dialog = root.querySelector("#history");
  if (!dialog || dialog.dataset.ready) return;
  dialog.dataset.ready = "on";
  on("history", () => {
    const link = root.querySelector('a[data-action="history"]');
    if (!link) return false;
    show(dialog, link.href);
    return true;
  });
}

async function show(dialog, address) {
  try {
    const answer = await fetch(address, { headers: { "X-Requested-With": "fetch", Accept: "text/html" } });
    if (!answer.ok) return toast(`The history could not be read (${answer.status}).`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    dialog.querySelector("[data-dialog-content]").replaceChildren(...(page.querySelector("[data-history]") ?? page.body).cloneNode(true).childNodes);
    dialog.showModal();
  } catch {
    toast("The history could not be read: no connection.");
  }
}
