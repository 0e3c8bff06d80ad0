/** Keys call actions. Which key calls what stands in the list of keys; changes are kept on this computer. */
import { run } from "./actions.js";

const STORE = "keys";
const TYPING = "input:not([type=checkbox], [type=radio], [type=hidden]), textarea, select, [contenteditable]";

export function settings() {
  try {
    return { off: false, changed: {}, ...JSON.parse(localStorage.getItem(STORE) || "{}") };
  } catch {
    return { off: false, changed: {} };
  }
}

export function store(value) {
  localStorage.setItem(STORE, JSON.stringify(value));
  document.documentElement.classList.toggle("keys-off", value.off);
  document.dispatchEvent(new CustomEvent("keys"));
}

/** action → key, as it stands in the list and was changed since; "" is switched off. */
export function bindings() {
  const { changed } = settings();
  return new Map(
    [...document.querySelectorAll("[data-binding]")].map((place) => [
      place.dataset.binding,
      changed[place.dataset.binding] ?? place.dataset.default,
    ]),
  );
}

/** The name of a pressed key: letters and the digit row with "Shift+", other signs as they are written. */
export function nameOf(event) {
  const digit = /^Digit(\d)$/.exec(event.code);
  const base = digit ? digit[1] : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shifts = digit || base.toLowerCase() !== base.toUpperCase();
  return event.shiftKey && shifts ? `Shift+${base}` : base;
}

export function isTyping(target) {
  return target instanceof Element && target.closest(TYPING) !== null;
}

function lookUp(name) {
  for (const [action, key] of bindings()) if (key && key === name) return action;
  if (!name.startsWith("Shift+")) return null;
  for (const place of document.querySelectorAll("[data-with-shift]")) {
    if (bindings().get(place.dataset.binding) === name.slice(6)) return place.dataset.withShift;
  }
  return null;
}

function press(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (run("save", event)) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (run("back", event)) event.preventDefault();
    return;
  }
  if (isTyping(event.target) || settings().off) return;
  const action = lookUp(nameOf(event));
  if (action && run(action, event)) event.preventDefault();
}

export function init(root) {
  if (root.documentElement.dataset.keys) return;
  root.documentElement.dataset.keys = "on";
  root.documentElement.classList.toggle("keys-off", settings().off);
  root.addEventListener("keydown", press);
}
