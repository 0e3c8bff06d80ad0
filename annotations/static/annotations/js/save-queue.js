/**
 * Sends what is unsaved, one at a time and in order, again and again until the server has answered.
 *
 * Later items about the same subject wait for the earlier one and see the revision that its answer gave. Tells the
 * document "queue" when something changed and "answer" ({item, status, html}) when the server spoke.
 */
import { renewToken, token } from "./token.js";
import { forget, haveSeen, keep, newItem, unsaved, unsavedOf } from "./unsaved.js";

const WAITS_MS = [1000, 2000, 4000, 8000, 15000, 30000];
const TIMEOUT_MS = 20000;
let sending = false;
let failures = 0;
let timer = 0;
let renewed = false;
/** `trouble` is why nothing goes out: "", "offline", "busy", "signed-out". */
export const health = { trouble: "", savedAt: null, sending: () => sending };

export function add(form) {
  for (const item of unsavedOf(form.subject)) if (item.state === "refused") forget(item);
  keep(newItem(form));
  changed();
  send();
}

/** Give up an item that the server refused, or settle a conflict by keeping what is saved. */
export function drop(subject) {
  for (const item of unsavedOf(subject)) if (item.state) forget(item);
  changed();
  send();
}

export function tryNow() {
  for (const item of unsaved()) if (item.state === "refused") keep({ ...item, state: "" });
  clearTimeout(timer);
  timer = 0;
  send();
}

function changed() {
  document.body.dataset.pending = unsaved().length;
  document.dispatchEvent(new CustomEvent("queue"));
}

function nextToSend() {
  const all = unsaved();
  const held = new Set(all.filter((item) => item.state).map((item) => item.subject));
  return all.find((item) => !held.has(item.subject));
}

async function send() {
  const item = !sending && !timer && nextToSend();
  if (!item) return;
  sending = true;
  changed();
  let answer;
  let html;
  let renewal = "";
  try {
    answer = await fetch(item.url, {
      method: "POST",
      body: new URLSearchParams([...item.entries, ["idempotency_key", item.key], ["csrfmiddlewaretoken", token()]]),
      headers: { "X-Requested-With": "fetch", Accept: "text/html" },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    html = await answer.text();
    if (answer.status === 403 && !renewed) renewal = await renewToken();
  } catch {
    answer = null;
  }
  sending = false;
  if (!answer) return later("offline");
  if (renewal === "signed-out") return later("signed-out");
  if (!renewal) return take(item, answer, html);
  renewed = true;
  send();
}

function take(item, answer, html) {
  const { status } = answer;
  if (answer.type === "opaqueredirect" || status === 401) return later("signed-out");
  if (status >= 500 || status === 429) return later("busy", 1000 * Number(answer.headers.get("Retry-After")));
  failures = 0;
  health.trouble = "";
  const newer = unsavedOf(item.subject).some((other) => other.at > item.at);
  if (answer.ok) {
    health.savedAt = new Date();
    renewed = false;
    const seen = new RegExp(`data-claim="${item.subject}"[^>]*?data-revision="(\\d+)"`).exec(html);
    if (seen) haveSeen(item.subject, seen[1]);
  }
  const state = status === 409 && html.includes("data-conflict=") ? "conflict" : "refused";
  if (answer.ok || item.optional || (newer && state === "refused")) forget(item);
  else keep({ ...item, state });
  document.dispatchEvent(new CustomEvent("answer", { detail: { item, status, html, newer } }));
  changed();
  send();
}

function later(trouble, wait = 0) {
  health.trouble = trouble;
  timer = setTimeout(tryNow, wait || WAITS_MS[Math.min(failures, WAITS_MS.length - 1)]);
  failures += 1;
  changed();
}

export function init(root) {
  if (root.body.dataset.queue) return;
  root.body.dataset.queue = "on";
  addEventListener("online", tryNow);
  addEventListener("beforeunload", (event) => unsaved().length && event.preventDefault());
  for (const item of unsaved()) if (item.state) keep({ ...item, state: "" });
  changed();
  send();
}
