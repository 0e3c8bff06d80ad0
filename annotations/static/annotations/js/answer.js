/** What the server answered: fragments replace what has their id, a conflict is laid on top of the panel. */
import { toast } from "./live.js";
import { fill, form, tick } from "./panel.js";
import { isDirty } from "./draft.js";
import { current, goTo, rowOf, rows } from "./rows.js";
import { add, drop } from "./save-queue.js";
import { unsaved } from "./unsaved.js";

function take({ detail: { item, status, html, newer } }) {
  const answer = document.createElement("template");
  answer.innerHTML = html;
  if (newer && status < 300) return copyRevision(item.subject, answer.content);
  if (status !== 409 && status >= 400) return refused(item, answer.content);
  for (const element of [...answer.content.children]) {
    if (element.dataset.conflict) conflict(element, item, answer.content);
    else if (element.id === "progress") count(element);
    else if (element.id) swap(element, { isOurs: status < 300 });
  }
}

function copyRevision(subject, content) {
  const fresh = content.querySelector(`[data-claim="${subject}"]`);
  if (fresh && rowOf(subject)) rowOf(subject).dataset.revision = fresh.dataset.revision;
}

/** How many are decided, and the ticks of the rows that are; while something is unsaved the page knows better. */
function count(fresh) {
  const progress = document.getElementById("progress");
  if (unsaved().length || !progress) return;
  progress.dataset.decided = fresh.dataset.decided;
  progress.querySelector("[data-decided-count]").textContent = fresh.dataset.decided;
  const bar = progress.querySelector("progress");
  if (bar) bar.value = Number(fresh.dataset.decided);
  for (const row of progress.querySelector("[data-tick]") ? rows() : []) {
    progress.querySelector(`[data-tick="${row.dataset.claim}"]`)?.classList.toggle("done", row.dataset.decided !== undefined);
  }
}

/** The page keeps its focus: the declared target is the row that was current. */
function swap(fresh, { isOurs }) {
  const old = document.getElementById(fresh.id);
  if (!old) return;
  const isCurrent = old === current();
  const hadFocus = old.contains(document.activeElement);
  if (fresh.matches("[data-claim]")) {
    for (const link of fresh.querySelectorAll("a.number")) link.tabIndex = -1;
    fresh.tabIndex = isCurrent ? 0 : -1;
    if (isCurrent) fresh.setAttribute("aria-current", "true");
    else fresh.removeAttribute("aria-current");
  }
  old.replaceWith(fresh);
  if (isCurrent && form() && !isDirty()) fill(fresh);
  else if (isCurrent && form() && isOurs) form().elements.seen_revision.value = fresh.dataset.revision;
  if (isCurrent && (hadFocus || document.activeElement === document.body)) fresh.focus({ preventScroll: true });
  tick();
}

function conflict(element, item, content) {
  const subject = element.dataset.conflict;
  document.querySelector(`[data-conflict="${subject}"]`)?.remove();
  document.getElementById("conflicts").append(element);
  const { revision } = content.querySelector(`[data-claim="${subject}"]`).dataset;
  const entries = item.entries.filter(([name]) => name !== "seen_revision");
  settle(element, { url: item.url, subject, entries: [...entries, ["seen_revision", revision]] });
}

/** Keep what is saved, or save the draft on top of it; neither is lost before one of the two is pressed. */
function settle(element, draft) {
  const { subject } = draft;
  const end = () => {
    element.remove();
    drop(subject);
    goTo(rowOf(subject) ?? current());
  };
  const save = () => {
    end();
    add(draft);
  };
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep-saved], [data-save-draft]");
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    if ("saveDraft" in button.dataset) save();
    else end();
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
    else if (event.key === "Enter" && event.target === element) save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** The words stand in the row, in the panel while it shows that row, and once in the toast. */
function refused(item, content) {
  const words = [...content.querySelectorAll("[data-field]")].map((line) => line.textContent).join(" ");
  const row = rowOf(item.subject);
  toast(`${row ? `Sentence ${row.dataset.number}` : "A sentence"} was not saved. ${words}`);
  if (!row) return;
  row.querySelector(".standing").textContent = document.getElementById("claims").dataset.draftWords;
  const problems = content.querySelector("#problems");
  if (problems && row === current()) document.getElementById("problems").replaceWith(problems);
}

export function init(root) {
  if (root.body.dataset.answers) return;
  root.body.dataset.answers = "on";
  root.addEventListener("answer", take);
  for (const element of root.querySelectorAll("#conflicts > [data-conflict]")) {
    const subject = element.dataset.conflict;
    const fields = root.querySelector(`#conflict-form-${subject}`);
    const entries = [...new FormData(fields)].filter(([name]) => !["csrfmiddlewaretoken", "idempotency_key"].includes(name));
    settle(element, { url: fields.getAttribute("action").split("?")[0], subject, entries });
  }
}
