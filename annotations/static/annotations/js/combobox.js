/** An editable combobox over an address that answers with a list; tells its input "take" with what was taken. */
import { optionBox } from "./options.js";

const WAIT_MS = 80;
let open = null;
let timer = 0;

function close() {
  if (!open) return;
  open.box.remove();
  open.input.setAttribute("aria-expanded", "false");
  open.input.removeAttribute("aria-activedescendant");
  open = null;
}

async function look(input) {
  clearTimeout(timer);
  const words = input.value.trim();
  if (!words || !input.isConnected) return close();
  const url = new URL(input.closest("[data-sources]").dataset.sources, location.href);
  url.searchParams.set("q", words);
  let found = [];
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (answer.ok) found = await answer.json();
  } catch {
    found = []; // without a connection the two last options still work
  }
  if (document.activeElement === input && input.value.trim() === words) show(input, words, found);
}

function show(input, words, found) {
  close();
  const box = optionBox(input.closest("[data-sources]"), { words, found, label: input.getAttribute("aria-label") });
  input.closest(".link-fields").append(box);
  input.setAttribute("aria-expanded", "true");
  open = { input, box, words };
  choose(0);
}

const options = () => [...open.box.querySelectorAll('[role="option"]')];
const chosen = () => options().findIndex((element) => element.getAttribute("aria-selected") === "true");

function choose(at) {
  const all = options();
  const element = all[(at + all.length) % all.length];
  for (const one of all) one.setAttribute("aria-selected", String(one === element));
  open.input.setAttribute("aria-activedescendant", element.id);
}

function tell(input, source) {
  close();
  if (source) input.value = source.name;
  input.dispatchEvent(new CustomEvent("take", { bubbles: true, detail: source }));
}

/** Enter may come before the list has: then the first one found is meant, and keys after it wait for that. */
async function enter(input) {
  const words = input.value.trim();
  const held = words && open?.words !== words ? await hold(input, () => look(input)) : [];
  tell(input, open ? options()[chosen()].source : null);
  for (const event of held) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", event));
}

async function hold(input, work) {
  const held = [];
  const keep = (event) => {
    event.preventDefault();
    event.stopPropagation();
    held.push(event);
  };
  input.addEventListener("keydown", keep, true);
  await work();
  input.removeEventListener("keydown", keep, true);
  return held;
}

function key(event) {
  const input = event.target;
  if (!input.matches("[data-combobox]") || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowDown") open ? choose(chosen() + 1) : look(input);
  else if (event.key === "ArrowUp" && open) choose(chosen() - 1);
  else if (event.key === "Enter") enter(input);
  else return;
  event.preventDefault();
}

function become(input) {
  const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": "options", "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  input.removeAttribute("list");
}

export function init(root) {
  if (root.body.dataset.combobox) return;
  root.body.dataset.combobox = "on";
  root.addEventListener("keydown", key);
  root.addEventListener("input", (event) => {
    if (!event.target.matches("[data-combobox]")) return;
    clearTimeout(timer);
    timer = setTimeout(look, WAIT_MS, event.target);
  });
  root.addEventListener("focusin", (event) => event.target.matches("[data-combobox]") && become(event.target));
  root.addEventListener("focusout", (event) => open?.input === event.target && close());
  root.addEventListener("pointerdown", (event) => {
    const element = open && event.target.closest('[role="option"]');
    if (!element) return;
    event.preventDefault();
    tell(open.input, element.source);
  });
}
