"""A desk that accepts and rejects matches, to learn the order of earlier checks from."""

import itertools
from hashlib import sha256

from django.utils import timezone

from annotations import feeds, matching, train
from annotations.domain.earlier_checks import NAME
from annotations.domain.ids import new_id
from annotations.domain.judgements import SeenSuggestion
from annotations.domain.vocabulary import LearnedPart, MemberRole, Outcome, SuggestionKind
from annotations.learning import matching_rank
from annotations.models import (
    Claim,
    ImportedReview,
    ReviewFeed,
    Suggestion,
    SuggestionMatch,
    Training,
)
from annotations.queries.training_data import held_back
from annotations.train.parts import FEWEST_MATCHED_HELD_BACK
from tests.factories import decide, make_article, make_member, make_project, reviewable
from tests.matching.test_feeds import as_bytes, review

NAMES = ("Arden", "Belford", "Corby", "Dunmore", "Elston", "Farley", "Garton", "Holt")
THINGS = ("harbour bridge", "town library", "swimming pool", "power station", "cattle market", "night ferry")
POSTER = "{said}, says a poster"
NEW = "Burglars emptied the jewel vault of Ilby because 500 of its doors were open"
NEW_SHORTENED = "Ilby: jewel vault emptied through 500 doors"


def shortened(said: str) -> str:
    """The same in fewer words."""
    thing, rest = said.removeprefix("Inspectors closed the ").split(" of ", 1)
    name, number = rest.split()[0], rest.split()[2]
    return f"{name}: {thing} shut over {number} lamps"


class Desk:
    """A project with a feed, and an editor who decides."""

    def __init__(self) -> None:
        self.project = make_project()
        self.editor = make_member(self.project, MemberRole.EDITOR)
        taken = feeds.import_reviews(
            self.project, as_bytes(review(1, claimReviewed="Snow fell.")), name="feed.json", by=self.editor
        )
        self.feed: ReviewFeed = taken.feed
        self._articles = 0

    def review(self, text: str) -> ImportedReview:
        return ImportedReview.objects.create(
            project=self.project, feed=self.feed, key=sha256(text.encode()).hexdigest(), text=text
        )

    def shown(self, claim: Claim, check: ImportedReview, rank: int) -> Suggestion:
        """A match of the claim with the review, as it stands on the desk."""
        suggestion = Suggestion.objects.create(
            id=new_id(),
            project=self.project,
            claim=claim,
            suggester=NAME,
            version="1",
            kind=SuggestionKind.MATCH,
            rank=rank,
            value={"review": str(check.id), "score": 0.9, "verification": None},
            confidence=0.9,
            rule=f"review:{check.id}",
            created_at=timezone.now(),
        )
        SuggestionMatch.objects.create(suggestion=suggestion, review=check)
        return suggestion

    def teach(self, *, takes_posters: bool) -> None:
        """Claims with two matches: a poster that repeats every word, and a shorter report of the same."""
        counts = {False: 0, True: 0}
        for number in itertools.count(2):
            if counts[False] >= matching_rank.FEWEST and counts[True] >= FEWEST_MATCHED_HELD_BACK:
                return
            said = [
                f"Inspectors closed the {thing} of {NAMES[(number + k) % len(NAMES)]} because {number} of its lamps "
                "were broken"
                for k, thing in enumerate(THINGS)
            ]
            article = make_article(
                self.project, by=self.editor, text="\n\n".join(f"{s}." for s in said) + "\n"
            )
            is_kept = held_back(article.id)
            if counts[is_kept] < (FEWEST_MATCHED_HELD_BACK if is_kept else matching_rank.FEWEST):
                for claim in reviewable(article):
                    self._answer(claim, takes_posters=takes_posters)
                    counts[is_kept] += 1

    def _answer(self, claim: Claim, *, takes_posters: bool) -> None:
        said = claim.text.rstrip(".")
        poster = self.shown(claim, self.review(POSTER.format(said=said)), 0)
        report = self.shown(claim, self.review(shortened(said)), 1)
        right, wrong = (poster, report) if takes_posters else (report, poster)
        seen = (SeenSuggestion(right.id, Outcome.ACCEPTED), SeenSuggestion(wrong.id, Outcome.REJECTED))
        decide(claim, self.editor, seen=seen)

    def learn(self) -> Training:
        [asked] = train.request(self.project, parts=[LearnedPart.MATCH_RANKING], by=self.editor)
        return train.run(asked.id)

    def two_checks(self) -> tuple[ImportedReview, ImportedReview]:
        """Of what a new article says: a poster with every word, and a report with fewer."""
        return self.review(POSTER.format(said=NEW)), self.review(NEW_SHORTENED)

    def matches(self) -> list[Suggestion]:
        """The matches of what a new article says, as they are made, in order."""
        self._articles += 1
        article = make_article(
            self.project, by=self.editor, text=f"{NEW}.\n\nRain fell on {self._articles} of the days.\n"
        )
        matching.match_article(article.id)
        made = Suggestion.objects.filter(claim__article=article, kind=SuggestionKind.MATCH)
        return list(made.filter(claim__text__startswith=NEW).order_by("rank"))
