"""The project's ledger, for those who audit."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from annotations import ledger
from annotations.access import AUDITORS, require_role
from annotations.api.resource import Resource
from annotations.api.schema import documented, parameter
from annotations.api.v1.shapes_more import ENTRIES
from annotations.domain.ledger_verbs import LedgerVerb
from annotations.domain.terms import Term
from annotations.queries import scoped
from annotations.queries.trail import actor_named, entry_forms

SEQ = {"type": "string", "pattern": "^([0-9]{1,18})?$"}
ASKED = (
    parameter("actor", "A username, a person's id, or a component's name."),
    parameter(
        "verb", "What was done.", {"type": "string", "enum": [*(verb.value for verb in LedgerVerb), ""]}
    ),
    parameter("claim", "Id of a claim of this project."),
    parameter("after", "Entries with a seq above this.", SEQ),
    parameter("limit", "Entries on a page.", {"type": "string", "pattern": "^([1-9][0-9]{0,2})?$"}),
)


class Ledger(Resource):
    """A project's ledger."""

    @documented("The ledger's entries in order", answers={200: ENTRIES}, query=ASKED, refusals=(403,))
    def get(self, request: Request, slug: str) -> Response:
        """For editors and supervisors. `next` begins after the last entry; there is no way back but `after`."""
        found = scoped.project(self.person, slug)
        require_role(found.role, *AUDITORS, to="read the ledger")
        read = self.asked("actor", "verb", "claim", "after")
        actor, verb, claim = (
            read.text("actor"),
            _verb(read.word("verb", LedgerVerb)),
            read.identifier("claim"),
        )
        after = read.parsed("after", _seq, "a whole number from 0")
        read.finish()
        _, limit = self.page_asked()
        if claim:
            scoped.require_in_project(found.row, claim=claim)
        entries = ledger.entries(
            found.row.id,
            after=after or 0,
            actor=actor_named(actor) if actor else None,
            verb=verb,
            subject=_subject(claim),
            limit=limit + 1,
        )
        forms = entry_forms(entries[:limit], project=found.row, viewer=self.person, role=found.role)
        following = str(entries[limit - 1].seq) if len(entries) > limit else None
        return self.listed(forms, following=following, before=None, parameter="after")


def _verb(word: Term | None) -> str | None:
    return word.value if word else None


def _subject(claim: UUID | None) -> str | None:
    return f"claim:{claim}" if claim else None


def _seq(words: str) -> int:
    if not words.isascii() or not words.isdigit() or len(words) > 18:
        raise ValueError(words)
    return int(words)
