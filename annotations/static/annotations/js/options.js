/** The list under a combobox, cloned from the blank option of the page. */

/** A box with a listbox of `found`, the options that are always last, and the line that prints the keys. */
export function optionBox(host, { words, found, label }) {
  const box = document.createElement("div");
  box.className = "options";
  const list = document.createElement("div");
  list.id = "options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  const blank = host.querySelector("[data-blank-option]").content.firstElementChild;
  list.append(...found.map((source) => option(blank, source, words)));
  for (const fixed of host.querySelector("[data-fixed-options]").content.children) list.append(fixedOption(fixed, words));
  [...list.children].forEach((element, at) => (element.id = `option-${at}`));
  box.append(list, host.querySelector("[data-option-foot]").content.cloneNode(true));
  return box;
}

function option(blank, source, words) {
  const element = blank.cloneNode(true);
  element.querySelector("[data-name]").append(...marked(source.name, words));
  element.querySelector("[data-about]").textContent = about(source);
  element.classList.toggle("child", Boolean(source.parent));
  element.source = source;
  return element;
}

/** "government · 7 here", or what it is a part of. */
function about({ kind_label: kind, parent, uses, aliases }) {
  if (parent) return `part of ${parent.name ?? parent}`;
  const here = uses ? `${uses} here` : aliases?.[0];
  return [kind?.toLowerCase(), here].filter(Boolean).join(" · ");
}

function marked(name, words) {
  const at = name.toLowerCase().indexOf(words.toLowerCase());
  if (at < 0) return [name];
  const match = document.createElement("mark");
  match.textContent = name.slice(at, at + words.length);
  return [name.slice(0, at), match, name.slice(at + words.length)];
}

function fixedOption(fixed, words) {
  const element = fixed.cloneNode(true);
  const name = element.querySelector("[data-name]");
  name.textContent = name.textContent.replace("{words}", words);
  element.source = { id: "", name: words, ...JSON.parse(element.dataset.value) };
  return element;
}
