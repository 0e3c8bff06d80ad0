/** Between what is selected in a sentence and code points of the article. The browser counts UTF-16. */
const textElement = (row) => row.querySelector(".text");

/** The selection inside the row's sentence as [start, end], or null; white space at its edges is not part of it. */
export function selectedSpan(row) {
  const selection = getSelection();
  const text = textElement(row);
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const chosen = range.toString();
  const lead = chosen.length - chosen.trimStart().length;
  const start = Number(row.dataset.start) + points(before.toString()) + points(chosen.slice(0, lead));
  return chosen.trim() ? [start, start + points(chosen.trim())] : null;
}

/** The words of a span of the row's sentence. */
export function textOf(row, [start, end]) {
  const offset = Number(row.dataset.start);
  return [...textElement(row).textContent].slice(start - offset, end - offset).join("");
}

/** Let words be picked by keyboard: arrows move, with Shift they extend, Enter takes, Esc gives up. */
export function wordPicker(row, done) {
  const text = textElement(row);
  const selection = getSelection();
  row.classList.add("picking");
  text.tabIndex = -1;
  text.focus();
  selection.collapse(text, 0);
  selection.modify("extend", "forward", "word");
  const finish = (span) => {
    text.removeEventListener("keydown", key);
    text.removeEventListener("blur", stop);
    row.classList.remove("picking");
    text.removeAttribute("tabindex");
    selection.removeAllRanges();
    done(span);
  };
  const stop = () => finish(null);
  const key = (event) => {
    const direction = { ArrowLeft: "backward", ArrowRight: "forward" }[event.key];
    event.stopPropagation();
    if (direction) {
      event.preventDefault();
      if (!event.shiftKey) moveWord(selection, direction);
      else selection.modify("extend", direction, "word");
    } else if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      finish(event.key === "Enter" ? selectedSpan(row) : null);
    }
  };
  text.addEventListener("keydown", key);
  text.addEventListener("blur", stop);
}

function moveWord(selection, direction) {
  if (direction === "forward") selection.collapseToEnd();
  else {
    selection.collapseToStart();
    selection.modify("move", "backward", "word");
  }
  selection.modify("extend", "forward", "word");
}

function points(text) {
  return [...text].length;
}
