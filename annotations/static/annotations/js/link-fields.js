/** One link of the chain between its fields in the editor and the interface's shape. */

const field = (row, name) => row.querySelector(`[name="link-${name}"]`);

/** The fields of a link row → a link, or null where no source was written and nothing marked. */
export function read(row, depth) {
  const value = (name) => field(row, name).value.trim();
  const name = value("source_name");
  const [sourceSpan] = spansOf(value("source_span"));
  const [cueSpan] = spansOf(value("cue_span"));
  const contentSpans = spansOf(value("content_spans"));
  if (!name && !sourceSpan && !cueSpan && !contentSpans.length) return null;
  return {
    depth,
    source: name ? sourceOf(value("source_id"), name, value("source_kind")) : null,
    source_span: sourceSpan ?? null,
    cue_span: cueSpan ?? null,
    content_spans: contentSpans,
    quote_type: value("quote_type"),
    identification: value("identification") || (name ? null : "unspecified"),
    record: value("record"),
    mention: value("mention") || null,
  };
}

function sourceOf(id, name, kind) {
  return { ...(id && { id }), name, ...(kind && { kind }) };
}

/** A link → the fields of a link row; `words` gives the words of a span. */
export function write(row, link, words) {
  const values = {
    source_name: link.source?.name ?? "",
    source_id: link.source?.id ?? "",
    source_kind: link.source?.kind ?? "",
    quote_type: link.quote_type,
    identification: link.identification,
    record: link.record,
    mention: link.mention,
  };
  for (const [name, value] of Object.entries(values)) if (value != null) field(row, name).value = value;
  mark(row, "source", link.source_span ? [link.source_span] : [], words);
  mark(row, "cue", link.cue_span ? [link.cue_span] : [], words);
  mark(row, "content", link.content_spans ?? [], words);
  summarise(row);
}

/** The source that was taken from the list. */
export function choose(row, source) {
  const values = { source_name: source.name, source_id: source.id, source_kind: source.kind ?? "", identification: source.identification ?? "" };
  for (const [name, value] of Object.entries(values)) if (value != null) field(row, name).value = value;
}

/** Set the spans of one kind, with their words beside them. */
export function mark(row, kind, spans, words) {
  field(row, kind === "content" ? "content_spans" : `${kind}_span`).value = spans.map((span) => span.join("-")).join(" ");
  field(row, `${kind}_words`).value = spans.map(words).join(" … ");
}

export function spans(row, kind) {
  return spansOf(field(row, kind === "content" ? "content_spans" : `${kind}_span`).value);
}

export function renumber(rows) {
  rows.forEach((row, at) => {
    row.className = row.className.replace(/depth-\d/, `depth-${Math.min(at + 1, 4)}`);
    row.querySelector("[data-depth-number]").textContent = at + 1;
    field(row, "source_name").setAttribute("aria-label", `Source of link ${at + 1}`);
    row.querySelector('[data-move="-1"]').disabled = at === 0;
    row.querySelector('[data-move="1"]').disabled = at === rows.length - 1;
  });
}

/** What stands behind the closed details: "indirect · named organisation". */
export function summarise(row) {
  const chosen = ["quote_type", "identification"].map((name) => field(row, name).selectedOptions[0]);
  const words = chosen.filter((option) => option?.value).map((option) => option.textContent.toLowerCase());
  row.querySelector("[data-link-summary]").textContent = words.join(" · ");
}

function spansOf(text) {
  return [...text.matchAll(/(\d+)-(\d+)/g)].map(([, from, to]) => [Number(from), Number(to)]);
}
