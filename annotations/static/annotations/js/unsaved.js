/**
 * What this person has done and the server has not confirmed, kept on this computer.
 *
 * An item is {at, key, url, subject, entries, optional, state}: `entries` are a form's fields, `key` makes a second sending
 * harmless, `state` is "" while it waits, "conflict" or "refused" once the server has said no. `optional` items are
 * not kept when they are refused.
 */
const prefix = () => `unsaved:${document.body.dataset.user}:`;
const nameOf = (item) => `${prefix()}${String(item.at).padStart(16, "0")}:${item.key}`;

/** All of them, oldest first. */
export function unsaved() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix()));
  return names.sort().map((name) => JSON.parse(localStorage.getItem(name)));
}

export const unsavedOf = (subject) => unsaved().filter((item) => item.subject === subject);

export function keep(item) {
  localStorage.setItem(nameOf(item), JSON.stringify(item));
}

export function forget(item) {
  localStorage.removeItem(nameOf(item));
}

/** A new item behind all others. */
export function newItem({ url, subject, entries, optional = false }) {
  const last = unsaved().at(-1)?.at ?? 0;
  return { at: Math.max(last + 1, Date.now() * 1000), key: newKey(), url, subject, entries, optional, state: "" };
}

/** Items that waited for an earlier one have seen what became of it. */
export function haveSeen(subject, revision) {
  for (const item of unsavedOf(subject)) {
    const entries = item.entries.filter(([name]) => name !== "seen_revision");
    keep({ ...item, entries: [...entries, ["seen_revision", revision]] });
  }
}

/** Outside a secure context there is no `randomUUID`. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
