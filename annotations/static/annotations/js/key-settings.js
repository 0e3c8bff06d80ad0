/** The list of keys: prints them, changes them, switches them off. */
import { on } from "./actions.js";
import { bindings, settings, store } from "./keys.js";

export function init(root) {
  const dialog = root.querySelector("#keys");
  if (!dialog || dialog.dataset.ready) return;
  dialog.dataset.ready = "on";
  on("keys", () => dialog.showModal());
  const options = dialog.querySelector("[data-key-settings]");
  const change = dialog.querySelector("[data-change-keys]");
  change.addEventListener("click", () => {
    options.hidden = !options.hidden;
    change.setAttribute("aria-expanded", String(!options.hidden));
    print(dialog);
  });
  dialog.querySelector("[data-keys-off]").addEventListener("change", (event) => store({ ...settings(), off: event.target.checked }));
  dialog.querySelector("[data-keys-reset]").addEventListener("click", () => store({ off: false, changed: {} }));
  dialog.addEventListener("change", (event) => event.target.dataset.changes && bind(dialog, event.target));
  root.addEventListener("keys", () => print(dialog));
  print(dialog);
}

function bind(dialog, input) {
  const action = input.dataset.changes;
  const key = input.value.trim().replace(/^⇧ ?/, "Shift+");
  const taken = [...bindings()].find(([other, its]) => key && its === key && other !== action);
  dialog.querySelector("[data-keys-problem]").textContent = taken ? `${key} is taken by “${wordsOf(dialog, taken[0])}”.` : "";
  if (taken) return;
  const { off, changed } = settings();
  store({ off, changed: { ...changed, [action]: key } });
}

function wordsOf(dialog, action) {
  return dialog.querySelector(`[data-binding="${action}"]`).nextElementSibling.textContent;
}

function print(dialog) {
  const changing = !dialog.querySelector("[data-key-settings]").hidden;
  dialog.querySelector("[data-keys-off]").checked = settings().off;
  for (const [action, key] of bindings()) {
    const place = dialog.querySelector(`[data-binding="${action}"]`);
    const shown = document.createElement(changing ? "input" : "kbd");
    if (changing) {
      Object.assign(shown, { className: "field", value: key, size: 7 });
      shown.dataset.changes = action;
      shown.setAttribute("aria-label", `Key for ${wordsOf(dialog, action)}`);
    } else {
      shown.textContent = key.replace("Shift+", "⇧ ") || "off";
    }
    place.replaceChildren(shown);
  }
  for (const button of document.querySelectorAll("[data-key-of]")) button.textContent = bindings().get(button.dataset.keyOf) ?? "";
}
