"""Tables, constraints and look-ups that scope; nothing that decides."""

from annotations.models.articles import Article, ArticleOriginal, SuggestionsState, Upload
from annotations.models.claims import REVIEWABLE, WAITING, Claim, Succession
from annotations.models.decisions import Decision, Link, SuggestionOutcome
from annotations.models.dossiers import Confidant, Confidence, ConfidentialNote, ReliabilityEntry
from annotations.models.evidence import ArchivedCopy, Evidence, SearchLog, Withdrawal
from annotations.models.findings import AgreementFigures, DismissedCheck, RefusedAttempt
from annotations.models.foreign import ForeignKind, ForeignRecord, ImportedPerson
from annotations.models.labels import DeskLabel, LabelChange, Labelling
from annotations.models.learning import (
    ActiveModel,
    LearnedModel,
    LearningRules,
    SuggesterSwitch,
    Training,
    TrainingStatus,
)
from annotations.models.ledger import LedgerCheck, LedgerEntry
from annotations.models.matching import CheckedVector, ImportedReview, ReviewFeed, SuggestionMatch
from annotations.models.notices import Notice
from annotations.models.outbox import Heartbeat, Job, JobState, Receipt
from annotations.models.people import ApiToken, User
from annotations.models.policies import Endorsement, Policy, PolicyOverride
from annotations.models.projects import Guideline, Membership, Project
from annotations.models.releases import Release, ReleaseStatus
from annotations.models.settling import Adjudication, Reopening, SignedClaim, SignOff, Voiding
from annotations.models.sources import Source, SourceAlias
from annotations.models.suggestions import Suggestion, SuggestionRun
from annotations.models.teamwork import Assignment, Comment, Lease
from annotations.models.versions import CarriedAnswer, Reanchoring
from annotations.models.webhooks import Delivery, DeliveryState, Webhook

__all__ = [
    "REVIEWABLE",
    "WAITING",
    "ActiveModel",
    "Adjudication",
    "AgreementFigures",
    "ApiToken",
    "ArchivedCopy",
    "Article",
    "ArticleOriginal",
    "Assignment",
    "CarriedAnswer",
    "CheckedVector",
    "Claim",
    "Comment",
    "Confidant",
    "Confidence",
    "ConfidentialNote",
    "Decision",
    "Delivery",
    "DeliveryState",
    "DeskLabel",
    "DismissedCheck",
    "Endorsement",
    "Evidence",
    "ForeignKind",
    "ForeignRecord",
    "Guideline",
    "Heartbeat",
    "ImportedPerson",
    "ImportedReview",
    "Job",
    "JobState",
    "LabelChange",
    "Labelling",
    "LearnedModel",
    "LearningRules",
    "Lease",
    "LedgerCheck",
    "LedgerEntry",
    "Link",
    "Membership",
    "Notice",
    "Policy",
    "PolicyOverride",
    "Project",
    "Reanchoring",
    "Receipt",
    "RefusedAttempt",
    "Release",
    "ReleaseStatus",
    "ReliabilityEntry",
    "Reopening",
    "ReviewFeed",
    "SearchLog",
    "SignOff",
    "SignedClaim",
    "Source",
    "SourceAlias",
    "Succession",
    "SuggesterSwitch",
    "Suggestion",
    "SuggestionMatch",
    "SuggestionOutcome",
    "SuggestionRun",
    "SuggestionsState",
    "Training",
    "TrainingStatus",
    "Upload",
    "User",
    "Voiding",
    "Webhook",
    "Withdrawal",
]
