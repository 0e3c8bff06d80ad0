"""The codebook as Markdown: what annotators, data set users and programs call things, and what each word means."""

from annotations.domain.terms import Term
from annotations.domain.vocabulary import (
    AdjudicationReason,
    Basis,
    CheckWorthiness,
    ClaimRole,
    ClaimState,
    Demand,
    Fidelity,
    Identification,
    Mention,
    Outcome,
    Part,
    QuoteType,
    RecordStatus,
    RejectionReason,
    Reliability,
    SourceKind,
    Stance,
    StoryCheck,
    SuggestionKind,
    Verification,
)

INTRODUCTION = """# Codebook

Written by `manage.py codebook` from `annotations/domain/vocabulary.py`; do not edit it by hand.

Every sentence of an article is a claim, and each claim gets two answers: **who says so** (an ordered chain of
sources, the outermost voice first) and **is it so** (a verification status as of a moment). A part that nobody
answered is null; an empty chain is an answer: the article's own voice.

## How a chain is marked

- Depth counts 1, 2, 3 … from the outermost voice; depth 0 is the article itself and is never stored. The order
  follows who embeds whom, not the order of words.
- The source span is the longest noun phrase that identifies the source. The cue span is one contiguous run that
  ties source to content, auxiliaries included. Content can be several spans: "that" inside, the final full stop
  outside, quotation marks inside.
- Mixed is a quoted run of two words or more inside an indirect report; scare quotes and titles do not count.
- A sentence without a cue that only makes sense as the continuation of a report inherits the chain before it
  (implicit carry-over), within the paragraph or right after a subheading.
- What a report says that somebody intends, wishes or feels is content, not a link.
- Offsets are half-open and count Unicode code points of the article's text.
"""

SECTIONS: tuple[tuple[str, type[Term]], ...] = (
    ("Parts of an answer", Part),
    ("Verification: is it so?", Verification),
    ("Basis of a finding", Basis),
    ("Check-worthiness", CheckWorthiness),
    ("Fidelity of a link: did they say so?", Fidelity),
    ("Kinds of source", SourceKind),
    ("Identification: how the reader meets the source", Identification),
    ("Quote type", QuoteType),
    ("Mention: the words for the source", Mention),
    ("Record status", RecordStatus),
    ("Roles of a stretch of text", ClaimRole),
    ("States of a claim", ClaimState),
    ("Kinds of suggestion", SuggestionKind),
    ("What became of a suggestion", Outcome),
    ("Why a suggestion was rejected", RejectionReason),
    ("Why reviews differed", AdjudicationReason),
    ("What evidence says about a claim", Stance),
    ("What a source's reliability log says", Reliability),
    ("What a check of a story found", StoryCheck),
    ("What a policy demands", Demand),
)


def codebook() -> str:
    """The whole document."""
    return INTRODUCTION + "".join(_section(title, words) for title, words in SECTIONS)


def _section(title: str, words: type[Term]) -> str:
    has_keys = any(word.key for word in words)
    head = "| Word | Label | Definition |" + (" Key |" if has_keys else "")
    rule = "|---|---|---|" + ("---|" if has_keys else "")
    rows = [_row(word, has_keys) for word in words]
    return "\n".join(["", f"## {title}", "", head, rule, *rows, ""])


def _row(word: Term, has_keys: bool) -> str:
    row = f"| `{word.value}` | {word.label} | {word.definition} |"
    return row + (f" {word.key} |" if has_keys else "")
