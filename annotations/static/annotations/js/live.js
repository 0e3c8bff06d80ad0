/** The one polite live region, and the toast for what has no place of its own. */
export function say(words) {
  const region = document.getElementById("live");
  region.textContent = "";
  setTimeout(() => (region.textContent = words), 50);
}

export function toast(words) {
  const box = document.getElementById("toast");
  if (!box) return say(words);
  box.querySelector("[data-toast-words]").textContent = words;
  box.hidden = false;
}

export function init(root) {
  const box = root.querySelector("#toast");
  if (!box || box.dataset.ready) return;
  box.dataset.ready = "on";
  box.querySelector("[data-toast-close]").addEventListener("click", () => (box.hidden = true));
}
