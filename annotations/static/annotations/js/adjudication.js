// Keys of the adjudication page: a letter takes that reviewer's parts, j and k walk, Ctrl Enter saves.

const TYPED = "input:not([type='radio']), textarea, select";

export function init(root = document) {
  const form = root.querySelector("[data-settles]");
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPED)) return;
    const step = root.querySelector(`[data-step="${CSS.escape(event.key)}"]`);
    if (step) {
      event.preventDefault();
      step.click();
    } else if (form && take(form, event.key)) {
      event.preventDefault();
    }
  });
}

function take(form, letter) {
  const theirs = [...form.querySelectorAll("[data-take]")].filter((field) =>
    field.dataset.take.split(" ").includes(letter),
  );
  for (const field of theirs) field.checked = true;
  theirs.at(-1)?.focus();
  return theirs.length > 0;
}

init();
