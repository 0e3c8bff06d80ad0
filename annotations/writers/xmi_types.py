"""TypeSystem.xml: the types of the XMI files, in UIMA's terms."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

NAMESPACE = "http:///workbench.ecore"
"""What XMI makes of the package `workbench`."""

STRING, INTEGER, ARRAY = "uima.cas.String", "uima.cas.Integer", "uima.cas.FSArray"
SPAN = "workbench.Span"

ARTICLE = ("id", "url", "title", "outlet", "publishedAt", "language", "sha256", "line")
CLAIM = (
    "id", "role", "state", "duplicateOf", "voice", "verification", "basis", "asOf", "revisitOn",
    "checkWorthiness", "resolution", "line",
)  # fmt: skip
LINK = (
    "sourceId",
    "sourceName",
    "sourceKind",
    "quoteType",
    "identification",
    "record",
    "mention",
    "fidelity",
)
Feature = tuple[str, str, str]


def type_system() -> str:
    """The type system, in the form of UIMA's descriptors."""
    types = [
        _type(
            "workbench.Article",
            "uima.tcas.Annotation",
            "The whole article; line is its line of articles.jsonl, without the text.",
            [(name, STRING, "") for name in ARTICLE],
        ),
        _type(
            "workbench.Claim",
            "uima.tcas.Annotation",
            "A sentence with the answer that stands; line is its line of claims.jsonl, which has everything.",
            [(name, STRING, "") for name in CLAIM]
            + [
                ("position", INTEGER, ""),
                ("priority", INTEGER, "1 to 3"),
                ("links", ARRAY, "outermost first"),
            ],
        ),
        _type(
            "workbench.Span",
            "uima.tcas.Annotation",
            "Words that a link stands on.",
            [("label", STRING, "Source, Cue or Content")],
        ),
        _type(
            "workbench.Link",
            "uima.cas.TOP",
            "One link of the chain that stands.",
            [("depth", INTEGER, "1 is the outermost voice"), ("source", SPAN, ""), ("cue", SPAN, "")]
            + [("contents", ARRAY, "")]
            + [(name, STRING, "") for name in LINK],
        ),
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    root = '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">\n  <types>\n'
    return head + root + "".join(types) + "  </types>\n</typeSystemDescription>\n"


def _type(name: str, parent: str, words: str, features: Iterable[Feature]) -> str:
    lines = [
        "    <typeDescription>",
        f"      <name>{name}</name>",
        f"      <description>{escape(words)}</description>",
        f"      <supertypeName>{parent}</supertypeName>",
        "      <features>",
    ]
    for feature, kind, said in features:
        lines += [
            "        <featureDescription>",
            f"          <name>{feature}</name>",
            f"          <description>{escape(said)}</description>",
            f"          <rangeTypeName>{kind}</rangeTypeName>",
        ]
        if kind == ARRAY:
            lines.append("          <multipleReferencesAllowed>true</multipleReferencesAllowed>")
        lines.append("        </featureDescription>")
    return "\n".join([*lines, "      </features>", "    </typeDescription>", ""])
