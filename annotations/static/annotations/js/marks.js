/** `m` shows the marks of this sentence, of all, of none; the choice is kept on this computer. */
import { on } from "./actions.js";

const CHOICES = ["sentence", "all", "off"];

export function init(root) {
  const desk = root.querySelector("main[data-marks]");
  const words = root.querySelector("[data-marks-words]");
  if (!desk || !words || words.dataset.ready) return;
  words.dataset.ready = "on";
  const show = (choice) => {
    desk.dataset.marks = choice;
    words.textContent = words.dataset.words.split("|")[CHOICES.indexOf(choice)];
    localStorage.setItem("marks", choice);
  };
  const stored = localStorage.getItem("marks");
  if (CHOICES.includes(stored)) show(stored);
  on("marks", () => show(CHOICES[(CHOICES.indexOf(desk.dataset.marks) + 1) % CHOICES.length]));
}
