"""label_config.xml: the labelling interface of Label Studio, made from the vocabulary."""

from xml.sax.saxutils import quoteattr

from annotations.domain.vocabulary import Basis, CheckWorthiness, ClaimRole, Verification
from annotations.writers.marks import LABELS, RELATIONS

ATTRIBUTION = "attribution"
OWN_VOICE, ATTRIBUTED = "own_voice", "attributed"
"""The values of control `voice`: a chain without a link, and a chain with links; none where it was not answered."""

CHOICES: dict[str, list[tuple[str, str]]] = {
    "verification": [(term.value, term.definition) for term in Verification],
    "basis": [(term.value, term.definition) for term in Basis],
    "check_worthiness": [(term.value, term.definition) for term in CheckWorthiness],
    "role": [(term.value, term.definition) for term in ClaimRole],
    "priority": [("1", "The most urgent."), ("2", ""), ("3", "The least urgent.")],
    "voice": [
        (OWN_VOICE, "The article says so itself."),
        (ATTRIBUTED, "Somebody else says so; sources names who."),
    ],
}
"""By control: each value and its hint."""


def label_config() -> str:
    """The interface that the tasks' results are made for."""
    lines = ["<View>", '  <Text name="text" value="$text"/>']
    lines += [f'  <Labels name="{ATTRIBUTION}" toName="text">']
    lines += [
        f"    <Label value={quoteattr(label)} hint={quoteattr(hint)}/>" for label, hint in LABELS.items()
    ]
    lines += ["  </Labels>", "  <Relations>"]
    lines += [f"    <Relation value={quoteattr(kind)}/>" for kind in RELATIONS]
    lines += ["  </Relations>"]
    for name, values in CHOICES.items():
        lines += [f'  <Choices name="{name}" toName="text" choice="single">']
        lines += [f"    <Choice value={quoteattr(value)} hint={quoteattr(hint)}/>" for value, hint in values]
        lines += ["  </Choices>"]
    lines += [
        f'  <TextArea name="{name}" toName="text" editable="true"/>' for name in ("sources", "earlier_check")
    ]
    return "\n".join([*lines, "</View>", ""])
