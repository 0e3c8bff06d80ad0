/** What every page does: says that scripts run, closes the menu, warns before signing out with unsaved work. */
import { unsaved } from "./unsaved.js";

export function init(root) {
  const html = root.documentElement;
  if (html.classList.contains("scripted")) return;
  html.classList.add("scripted");
  root.addEventListener("click", closeMenus);
  root.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus(event));
  root.addEventListener("submit", askBeforeSigningOut);
  for (const box of root.querySelectorAll(".table-box, .guideline, #panel")) reachByKeyboard(box);
  const retry = root.querySelector("[data-retry-seconds]");
  if (retry) setTimeout(() => location.reload(), 1000 * Number(retry.dataset.retrySeconds));
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const inside = menu.contains(event.target);
    if (inside && event.type === "click") continue;
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
}

function askBeforeSigningOut(event) {
  const words = event.target.dataset.signsOut;
  if (words === undefined || !unsaved().length) return;
  if (!confirm(words.replace("{n}", unsaved().length))) event.preventDefault();
}

/** A box that scrolls can be focused, and only while it does. */
function reachByKeyboard(box) {
  const update = () => {
    if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  };
  new ResizeObserver(update).observe(box);
  update();
}

init(document);
