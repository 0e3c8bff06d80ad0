"""Tables, constraints and look-ups that scope; nothing that decides."""

from annotations.models.articles import Article, ArticleOriginal, SuggestionsState, Upload
from annotations.models.claims import REVIEWABLE, Claim, Succession
from annotations.models.decisions import Decision, Link, SuggestionOutcome
from annotations.models.ledger import LedgerCheck, LedgerEntry
from annotations.models.outbox import Heartbeat, Job, JobState, Receipt
from annotations.models.people import ApiToken, User
from annotations.models.projects import Guideline, Membership, Project
from annotations.models.releases import Release, ReleaseStatus
from annotations.models.sources import Source, SourceAlias
from annotations.models.suggestions import Suggestion, SuggestionRun

__all__ = [
    "REVIEWABLE",
    "ApiToken",
    "Article",
    "ArticleOriginal",
    "Claim",
    "Decision",
    "Guideline",
    "Heartbeat",
    "Job",
    "JobState",
    "LedgerCheck",
    "LedgerEntry",
    "Link",
    "Membership",
    "Project",
    "Receipt",
    "Release",
    "ReleaseStatus",
    "Source",
    "SourceAlias",
    "Succession",
    "Suggestion",
    "SuggestionOutcome",
    "SuggestionRun",
    "SuggestionsState",
    "Upload",
    "User",
]
