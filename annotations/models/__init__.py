"""Tables, constraints and look-ups that scope; nothing that decides."""

from annotations.models.articles import Article, ArticleOriginal, SuggestionsState, Upload
from annotations.models.claims import REVIEWABLE, Claim, Succession
from annotations.models.decisions import Decision, Link, SuggestionOutcome
from annotations.models.evidence import ArchivedCopy, Evidence, SearchLog, Withdrawal
from annotations.models.ledger import LedgerCheck, LedgerEntry
from annotations.models.outbox import Heartbeat, Job, JobState, Receipt
from annotations.models.people import ApiToken, User
from annotations.models.projects import Guideline, Membership, Project
from annotations.models.releases import Release, ReleaseStatus
from annotations.models.settling import Adjudication, Reopening, SignedClaim, SignOff, Voiding
from annotations.models.sources import Source, SourceAlias
from annotations.models.suggestions import Suggestion, SuggestionRun
from annotations.models.teamwork import Assignment, Comment, Lease

__all__ = [
    "REVIEWABLE",
    "Adjudication",
    "ApiToken",
    "ArchivedCopy",
    "Article",
    "ArticleOriginal",
    "Assignment",
    "Claim",
    "Comment",
    "Decision",
    "Evidence",
    "Guideline",
    "Heartbeat",
    "Job",
    "JobState",
    "Lease",
    "LedgerCheck",
    "LedgerEntry",
    "Link",
    "Membership",
    "Project",
    "Receipt",
    "Release",
    "ReleaseStatus",
    "Reopening",
    "SearchLog",
    "SignOff",
    "SignedClaim",
    "Source",
    "SourceAlias",
    "Succession",
    "Suggestion",
    "SuggestionOutcome",
    "SuggestionRun",
    "SuggestionsState",
    "Upload",
    "User",
    "Voiding",
    "Withdrawal",
]
