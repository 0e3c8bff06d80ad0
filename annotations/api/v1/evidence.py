"""Evidence for and against a claim, its archived copies, and searches that were made."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import evidence, pipeline
from annotations.access import DECIDERS, require_role
from annotations.api.parsing import FormBody, JSONBody
from annotations.api.resource import Resource
from annotations.api.schema import documented
from annotations.api.v1.shapes_evidence import (
    EVIDENCE,
    EVIDENCE_FILE_SENT,
    EVIDENCE_SENT,
    EVIDENCES,
    REASON_SENT,
    SEARCH,
    SEARCH_SENT,
    SEARCHES,
)
from annotations.domain.errors import NotFound
from annotations.domain.submission import moment_from
from annotations.domain.vocabulary import Stance
from annotations.evidence import MAX_FILE, EvidenceFile
from annotations.models import Claim
from annotations.queries import scoped
from annotations.queries.evidence import (
    attachment_headers,
    copy_for,
    evidence_for,
    evidence_form,
    evidence_of,
    search_form,
    searches_of,
)
from annotations.receipts import Answer


class ClaimEvidence(Resource):
    """The evidence of a claim."""

    parser_classes = (JSONBody, FormBody)
    body_max = MAX_FILE + 1024 * 1024

    @documented("The claim's evidence as it was added, the withdrawn too", answers={200: EVIDENCES})
    def get(self, request: Request, claim_id: UUID) -> Response:
        """In a blind project only the caller's own until the quorum is reached."""
        claim = scoped.claim(self.person, claim_id).row
        shown = evidence_of([claim], viewer=self.person).get(claim.pk, [])
        return self.listed([evidence_form(item) for item in shown], following=None, before=None)

    @documented(
        "Bring up a page or a file for or against the claim",
        body=EVIDENCE_SENT,
        form=EVIDENCE_FILE_SENT,
        answers={201: EVIDENCE},
    )
    def post(self, request: Request, claim_id: UUID) -> Response:
        """A page is archived by a worker (`archived` is pending at first), a file at once."""
        found = scoped.claim(self.person, claim_id)
        require_role(found.role, *DECIDERS, to="bring up evidence")
        return self.once(lambda: self._add(found.row))

    def _add(self, claim: Claim) -> Answer:
        file = self.request.FILES.get("file")
        origin = "file" if file else "url"
        read = self.fields(origin, "stance", "quote", "published_at", "origin")
        stance = read.word("stance", Stance)
        if stance is None and "stance" not in read.errors:
            read.wrong("stance", "'stance' is missing: supports, refutes or context.")
        url, quote = read.text("url") or "", read.text("quote") or ""
        published_at = read.parsed(
            "published_at", moment_from, "an RFC 3339 time such as 2024-01-04T18:36:00Z"
        )
        source = read.identifier("origin")
        read.finish()
        added = pipeline.add_evidence(
            claim.pk,
            stance=stance or Stance.CONTEXT,
            by=self.person,
            url=url,
            file=_file(file),
            quote=quote,
            published_at=published_at,
            origin=source,
        )
        return Answer(201, evidence_form(evidence_for(self.person, added.pk)))


class Withdraw(Resource):
    """Withdrawing a piece of evidence."""

    @documented("Withdraw evidence; it stays, with the reason", body=REASON_SENT, answers={200: EVIDENCE})
    def post(self, request: Request, evidence_id: UUID) -> Response:
        """For who brought it up, and for editors."""
        shown = evidence_for(self.person, evidence_id)
        require_role(scoped.role_for_claim(self.person, shown.claim), *DECIDERS, to="withdraw evidence")

        def act() -> Answer:
            read = self.fields("reason")
            reason = read.text("reason") or ""
            read.finish()
            evidence.withdraw(evidence_id, reason=reason, by=self.person)
            return Answer(200, evidence_form(evidence_for(self.person, evidence_id)))

        return self.once(act)


class ArchivedBytes(Resource):
    """The archived copy of a piece of evidence."""

    @documented(
        "The archived bytes, never to be shown inline",
        answers={200: {"type": "string", "contentMediaType": "application/octet-stream"}},
        media_type="application/octet-stream",
    )
    def get(self, request: Request, evidence_id: UUID) -> HttpResponse:
        """404 while there is no copy."""
        shown, content = copy_for(self.person, evidence_id)
        return HttpResponse(
            content,
            content_type="application/octet-stream",
            headers=attachment_headers(shown.copy.sha256[:16]),
        )


class Searches(Resource):
    """Where people looked for evidence on a claim."""

    @documented("The searches on the claim, newest first", answers={200: SEARCHES})
    def get(self, request: Request, claim_id: UUID) -> Response:
        """In a blind project only the caller's own until the quorum is reached."""
        claim = scoped.claim(self.person, claim_id).row
        shown = searches_of([claim], viewer=self.person).get(claim.pk, [])
        return self.listed([search_form(line) for line in shown], following=None, before=None)

    @documented("Note where you looked and what came of it", body=SEARCH_SENT, answers={201: SEARCH})
    def post(self, request: Request, claim_id: UUID) -> Response:
        """Without `found` the search found nothing."""
        found = scoped.claim(self.person, claim_id)
        require_role(found.role, *DECIDERS, to="log searches")
        return self.once(lambda: self._log(found.row))

    def _log(self, claim: Claim) -> Answer:
        read = self.fields("place", "words", "found")
        place, words, found = (read.text(name) or "" for name in ("place", "words", "found"))
        read.finish()
        made = evidence.log_search(claim.pk, place=place, words=words, found=found, by=self.person)
        for line in searches_of([claim], viewer=self.person).get(claim.pk, []):
            if line.id == made.pk:
                return Answer(201, search_form(line))
        raise NotFound(f"There is no search {made.pk}.")


def _file(file: Any) -> EvidenceFile | None:
    if file is None:
        return None
    content = file.read()
    file.seek(0)
    return EvidenceFile(file.name or "file", content, (file.content_type or "application/octet-stream")[:100])
