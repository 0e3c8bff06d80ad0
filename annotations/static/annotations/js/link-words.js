/** The words of the sentence that are source, cue or content of a link. */
import { mark, spans } from "./link-fields.js";
import { current } from "./rows.js";
import { selectedSpan, textOf, wordPicker } from "./spans.js";

/** Take the selected words; without a selection let them be picked by keyboard. `adding` keeps the content before. */
export function takeWords(row, kind, { adding, done }) {
  const put = (span) => {
    const button = row.querySelector(`[data-mark="${kind}"]`);
    if (span) {
      const before = adding && kind === "content" ? spans(row, kind) : [];
      mark(row, kind, [...before, span].sort((a, b) => a[0] - b[0]), (one) => textOf(current(), one));
      done();
    }
    button.focus();
  };
  const span = selectedSpan(current());
  if (span) put(span);
  else wordPicker(current(), put);
}
