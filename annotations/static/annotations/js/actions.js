/** Names of what can be done; buttons, links and keys call the same ones. */
const handlers = new Map();

/** Let `name` do `handler`; a handler that returns false leaves the event to the browser. */
export function on(name, handler) {
  handlers.set(name, handler);
}

/** Do `name`; "name:detail" hands over the detail. True when somebody took it. */
export function run(name, event) {
  const [verb, detail] = name.split(/:(.*)/s);
  const handler = handlers.get(verb);
  return handler ? handler(detail, event) !== false : false;
}

export function init(root) {
  if (root.documentElement.dataset.actions) return;
  root.documentElement.dataset.actions = "on";
  root.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const element = event.target.closest("[data-action]");
    if (element && run(element.dataset.action, event)) event.preventDefault();
  });
}
