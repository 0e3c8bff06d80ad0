/** Cuts a sentence at every span boundary and wraps each piece once a depth, as the server does. */
const KINDS = ["source", "cue", "content"];

/** `text` holds the sentence that starts at code point `start`; `links` are in the interface's shape. */
export function drawMarks(text, start, links) {
  const points = [...text.textContent];
  const marks = links.flatMap(marksOf).map(([depth, kind, from, to]) => ({
    depth,
    kind,
    from: Math.max(from - start, 0),
    to: Math.min(to - start, points.length),
  }));
  const edges = new Set([0, points.length]);
  for (const mark of marks) if (mark.from < mark.to) edges.add(mark.from).add(mark.to);
  const cuts = [...edges].sort((a, b) => a - b);
  text.replaceChildren(...cuts.slice(1).map((to, at) => piece(points, cuts[at], to, marks)));
}

function marksOf(link) {
  const one = (kind, span) => (span ? [[link.depth, kind, span[0], span[1]]] : []);
  return [...one(0, link.source_span), ...one(1, link.cue_span), ...(link.content_spans ?? []).flatMap((span) => one(2, span))];
}

/** The words, each control of direction shown and held to itself. */
function words(text) {
  const made = document.createDocumentFragment();
  for (const part of text.split(/([\u202a-\u202e\u2066-\u2069])/)) {
    if (!/^[\u202a-\u202e\u2066-\u2069]$/.test(part)) {
      if (part) made.append(part);
      continue;
    }
    const control = document.createElement("span");
    control.className = "direction";
    control.dataset.code = `U+${part.codePointAt(0).toString(16).toUpperCase()}`;
    control.append(part);
    made.append(control);
  }
  return made;
}

function piece(points, from, to, marks) {
  const shown = new Map();
  for (const mark of marks) {
    if (mark.from > from || mark.to < to) continue;
    if (!shown.has(mark.depth) || mark.kind < shown.get(mark.depth).kind) shown.set(mark.depth, mark);
  }
  let node = words(points.slice(from, to).join(""));
  for (const mark of [...shown.values()].sort((a, b) => b.depth - a.depth)) {
    const wrapper = document.createElement("span");
    wrapper.className = `mark ${KINDS[mark.kind]} depth-${Math.min(mark.depth, 4)}`;
    if (mark.kind === 0 && mark.to === to) {
      wrapper.classList.add("closes");
      wrapper.dataset.depth = mark.depth;
    }
    wrapper.append(node);
    node = wrapper;
  }
  return node;
}
