"""README.md of a data set: what it is, how it came about, what is in it, and what it cannot tell."""

from collections.abc import Mapping

from annotations.domain.licences import address_of
from annotations.domain.vocabulary import ClaimState, Part, Verification
from annotations.writers.agreeing import Agreeing, agreement_lines
from annotations.writers.counts import Counts
from annotations.writers.manifest import label_set_version
from annotations.writers.records import SCHEMA_VERSION, About

NAME = "README.md"
PSEUDONYMS = "People are pseudonyms, the same in all releases of the project."


def card(about: About, counts: Counts, losses: Mapping[str, Mapping[str, int]], agreeing: Agreeing) -> str:
    """The dataset card, in Markdown."""
    return "\n".join(
        [
            *_what(about, counts),
            *_how(about, counts),
            *_answers(counts),
            *agreement_lines(agreeing),
            *_files(about, losses),
            *_limits(about),
            "",
        ]
    )


def _what(about: About, counts: Counts) -> list[str]:
    return [
        f"# Claims of {_plain(about.name)}",
        "",
        f"{counts.claims:,} claims of {counts.articles:,} news articles: who says each of them (an attribution chain, "
        "outermost voice first), whether it is so, which people answered, and what machines had suggested.",
        "",
        f"The files show one state of project `{about.slug}`: that after entry {about.seq} of its ledger"
        + (f" ({about.at})." if about.at else "."),
        f"Schema {SCHEMA_VERSION}, label set `{label_set_version()}`, guideline version {about.guideline_version}.",
        f"Selection: {_selection(about)}.",
        _licence(about),
        "",
    ]


def _how(about: About, counts: Counts) -> list[str]:
    labels = dict(Part.choices())
    asked = ", ".join(labels.get(part, part).lower() for part in about.asks) or "nothing"
    blind = "could not see" if about.blind else "could see"
    return [
        "## How it was annotated",
        "",
        f"Each claim is asked of {about.quorum} {'person' if about.quorum == 1 else 'people'}; asked is: {asked}.",
        f"Before that number was reached, reviewers {blind} each other's answers.",
        f"Machine suggestions were held back on {about.blind_share:.0%} of the claims. A suggestion is no answer: "
        "`reviews` holds what people decided, `suggestions` what machines proposed and what became of it.",
        ("People stand in it by the names of their accounts." if about.named else PSEUDONYMS)
        + " `resolution` says whether the standing answer "
        "is one person's (single), several people's (unanimous) or an editor's (adjudicated).",
        f"{counts.reviews:,} latest answers of reviewers, {counts.decisions:,} with their earlier revisions; "
        f"{counts.suggestions:,} suggestions.",
        "",
    ]


def _answers(counts: Counts) -> list[str]:
    held = counts.as_dict()
    states = {state.value: state.label for state in ClaimState}
    statuses = {word.value: f"{word.label}: {word.definition}" for word in Verification}
    return [
        "## Counts",
        "",
        *_table("State", held["states"], states),
        *_table("Verification", held["verification"], statuses),
        *_table("Role", held["roles"], {}),
    ]


def _table(head: str, counted: Mapping[str, int], labels: Mapping[str, str]) -> list[str]:
    rows = [f"| {labels.get(word, word.replace('_', ' '))} | {count:,} |" for word, count in counted.items()]
    return [f"| {head} | Claims |", "|---|---:|", *rows, ""]


def _files(about: About, losses: Mapping[str, Mapping[str, int]]) -> list[str]:
    lines = [
        "## Files",
        "",
        "`manifest.json` lists every file with its size, SHA-256 and rows; `schema/` describes the fields, "
        "`labels.json` defines every label, `guideline.md` is what annotators were told, `croissant.json` and "
        "`datapackage.json` lead loaders through the files.",
        "Spans are half-open, in Unicode code points of the article's text; times are UTC.",
        "",
    ]
    for name, lost in losses.items():
        what = ", ".join(f"{field} ({count:,})" for field, count in lost.items()) or "nothing"
        lines.append(f"- Not in `{name}`: {what}.")
    if "csv" in about.formats:
        lines.append(
            "- In `claims.csv` a cell that a spreadsheet could take for a formula begins with an apostrophe; column "
            "`escaped` names these cells, and one character off the front of each gives it back as it was."
        )
    return [*lines, ""]


def _limits(about: About) -> list[str]:
    lines = [
        "## Limits",
        "",
        "- Claims that nobody has decided are in it; `state` says so. Filter by it before you train or count.",
        "- Agreement says how alike people answered, not that they are right.",
        "- A verdict holds as of a moment (`as_of`) and on the evidence then known; `revisit_on` says when to look "
        "again.",
        "- Which articles are in it is the desk's choice, not a sample of the news.",
        "- The division into sentences is a program's, mended by editors where they saw a mistake.",
        "- Sentences of one article depend on each other: split by `article`, never by sentence; `splits.csv` does, "
        "by lot with a fixed seed and by time of publication.",
    ]
    if about.notes:
        lines.append(f"- {about.notes:,} notes of reviewers are left out: they are not for publication.")
    if not about.with_text:
        lines.append(
            "- The articles' texts are left out; `sha256` and the spans find them again in the originals."
        )
    return lines


def _licence(about: About) -> str:
    if not about.licence:
        return "Licence: none was stated; ask the project before you pass it on."
    return f"Licence: [{about.licence}]({address_of(about.licence)})."


def _selection(about: About) -> str:
    parts = [f"{name} {', '.join(values)}" for name, values in about.selection.items()]
    return "; ".join(parts) or "all claims"


def _plain(name: str) -> str:
    """A name as one line of words, so that it cannot become a heading or a link."""
    return "".join("\\" + letter if letter in "\\`*_[]<>#|" else letter for letter in " ".join(name.split()))
