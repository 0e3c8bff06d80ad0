/** Chips of a chain that only the browser knows yet, cloned from the blank ones of the page. */

/** `links` in the interface's shape → the chain as the server would draw it. */
export function chipsOf(links) {
  const blank = document.getElementById("chips").content.firstElementChild;
  const [named, unnamed] = blank.querySelectorAll(".chip");
  const arrow = blank.querySelector(".arrow");
  const chain = blank.cloneNode(false);
  for (const link of links) {
    if (chain.childElementCount) chain.append(arrow.cloneNode(true));
    const chip = (isUnnamed(link) ? unnamed : named).cloneNode(true);
    const words = (link.source?.short || link.source?.name || "not named").replace(/ \(unnamed\)$/, "");
    chip.className = chip.className.replace(/depth-\d/, `depth-${Math.min(link.depth, 4)}`);
    chip.title = link.source?.name || words;
    chip.querySelector(".depth").textContent = link.depth;
    chip.querySelector(".depth").after(words);
    chain.append(chip);
  }
  return chain;
}

export function isUnnamed(link) {
  return /^un/.test(link.identification ?? "");
}
