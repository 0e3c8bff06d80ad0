"""What a ledger entry can say was done: one word a verb, with the sentence the audit page shows for it.

An entry's `subject` names the thing as `kind:id`. Entries about people and tokens belong to no project; they
stand in the site's own chain, whose project is the nil UUID.
"""

from typing import Final
from uuid import UUID

from annotations.domain.terms import Term

SITE: Final = UUID(int=0)


class LedgerVerb(Term):
    """A verb of the ledger."""

    PROJECT_CREATED = "project_created", "Project created", "A project was created."
    PROJECT_CHANGED = "project_changed", "Project changed", "A project's name or rules were changed."
    MEMBER_ADDED = (
        "member_added",
        "Member added",
        "A person was given a role in the project, or another role.",
    )
    MEMBER_REMOVED = "member_removed", "Member removed", "A person left the project; what they decided stays."
    GUIDELINE_CHANGED = (
        "guideline_changed",
        "Guideline changed",
        "A further version of the guideline was written.",
    )
    POLICIES_CHANGED = (
        "policies_changed",
        "Policies changed",
        "A further version of the project's policies was written.",
    )
    POLICY_OVERRIDDEN = (
        "policy_overridden",
        "Policy overridden",
        "An editor let claims pass that a policy holds back, and said why.",
    )
    ENDORSED = "endorsed", "Endorsed", "An editor stood by settled answers, as a second editor."

    ARTICLE_IMPORTED = (
        "article_imported",
        "Article imported",
        "An article came in and was divided into claims.",
    )
    CLAIM_SPLIT = (
        "claim_split",
        "Claim split",
        "An editor divided a claim; its successors stand in its place.",
    )
    CLAIMS_MERGED = "claims_merged", "Claims merged", "An editor joined neighbouring claims into one."
    ROLE_CHANGED = "role_changed", "Role changed", "An editor changed what a stretch of text is for."

    ARTICLE_REPLACED = (
        "article_replaced",
        "Article replaced",
        "A newer version took the place of an article; its claims were anchored anew.",
    )
    ANSWER_CARRIED = (
        "answer_carried",
        "Answer carried over",
        "An unchanged claim of a newer version keeps an answer.",
    )

    SOURCE_CREATED = "source_created", "Source created", "A source entered the project's registry."
    ALIAS_ADDED = "alias_added", "Alias added", "A source was given a further name."
    SOURCES_MERGED = (
        "sources_merged",
        "Sources merged",
        "Two sources were found to be one; no chain was rewritten.",
    )
    MERGE_UNDONE = "merge_undone", "Merge undone", "Two sources that were merged stand for themselves again."
    SOURCE_CHANGED = (
        "source_changed",
        "Source changed",
        "A source's kind, parent or external ids were changed.",
    )
    ALIAS_REMOVED = "alias_removed", "Alias removed", "A further name was taken from a source."
    RELIABILITY_NOTED = (
        "reliability_noted",
        "Reliability noted",
        "Somebody noted how far a source proved reliable, with a reason.",
    )
    CONFIDANTS_CHANGED = (
        "confidants_changed",
        "Confidants changed",
        "A group for confidential notes was made, or a person came in or left it.",
    )
    NOTE_KEPT = (
        "note_kept",
        "Confidential note kept",
        "A confidential note on a source was written for a group.",
    )
    NOTE_OPENED = (
        "note_opened",
        "Confidential note opened",
        "A member of the group opened a confidential note.",
    )
    CHECK_DISMISSED = (
        "check_dismissed",
        "Check dismissed",
        "Somebody looked at a check of an article's story and let it be, with a reason.",
    )

    SUGGESTIONS_MADE = (
        "suggestions_made",
        "Suggestions made",
        "A component suggested answers for an article's claims.",
    )
    IMPORTED = "imported", "Imported", "An answer that was given elsewhere came in with a data set."
    DATASET_IMPORTED = "dataset_imported", "Data set imported", "A data set from elsewhere was taken in."
    REVIEWS_IMPORTED = (
        "reviews_imported",
        "Reviews imported",
        "Checks that others published were imported, to be matched with claims.",
    )
    DECIDED = "decided", "Decided", "A reviewer answered a claim."
    UNDONE = "undone", "Undone", "A reviewer took an answer back by a further revision."

    LABEL_DEFINED = "label_defined", "Label defined", "The desk made a label of its own."
    LABEL_RENAMED = "label_renamed", "Label renamed", "A label has another name or definition."
    LABELS_MERGED = (
        "labels_merged",
        "Labels merged",
        "Two labels were found to be one; no answer was rewritten.",
    )
    LABEL_SPLIT = "label_split", "Label split", "A label was divided; its claims wait to be labelled anew."
    LABEL_CHANGE_UNDONE = "label_change_undone", "Label change undone", "A change of labels was taken back."
    CLAIM_LABELLED = "claim_labelled", "Claim labelled", "The answer on a claim was given a label, or none."

    ADJUDICATED = "adjudicated", "Adjudicated", "An editor settled differing reviews."
    SIGNED_OFF = "signed_off", "Signed off", "An editor signed for an article or some of its claims."
    REOPENED = "reopened", "Reopened", "A settled claim was opened again."
    EVIDENCE_ADDED = (
        "evidence_added",
        "Evidence added",
        "A page or file was brought up for or against a claim.",
    )
    EVIDENCE_ARCHIVED = "evidence_archived", "Evidence archived", "A copy of a piece of evidence was kept."
    EVIDENCE_WITHDRAWN = "evidence_withdrawn", "Evidence withdrawn", "A piece of evidence was withdrawn."
    SEARCH_LOGGED = "search_logged", "Search logged", "Somebody noted where they looked and what they found."
    COMMENTED = "commented", "Commented", "Somebody wrote a comment on a claim."
    ASSIGNED = "assigned", "Assigned", "A person was asked to look at an article or at claims."
    RETURNED = "returned", "Returned", "An assignment was returned or taken back, with a reason."
    HANDED_OVER = "handed_over", "Handed over", "An assignment went from one person to another."
    SCHEDULED = "scheduled", "Scheduled", "An article was given a deadline or a priority."
    SENT_BACK = "sent_back", "Sent back", "An editor returned a disputed claim to its reviewers."

    LEARNING_CHANGED = (
        "learning_changed",
        "Learning changed",
        "A project's sharing of answers or its floor for suggesters was changed.",
    )
    TRAINING_REQUESTED = (
        "training_requested",
        "Training requested",
        "Suggestions were to be learned anew from settled answers.",
    )
    MODEL_TRAINED = (
        "model_trained",
        "Model trained",
        "A version was learned and measured on held-back articles.",
    )
    MODEL_ACTIVATED = "model_activated", "Model activated", "A learned version suggests from now on."
    MODEL_RETURNED = (
        "model_returned",
        "Model returned",
        "An older version, or what ships, suggests again in place of a learned one.",
    )
    SUGGESTER_SWITCHED_OFF = (
        "suggester_switched_off",
        "Suggester switched off",
        "A suggester fell below the project's floor and is silent from now on.",
    )
    SUGGESTER_SWITCHED_ON = (
        "suggester_switched_on",
        "Suggester switched on",
        "An editor let a suggester speak again.",
    )

    RELEASE_REQUESTED = "release_requested", "Release requested", "A data set was asked for."
    RELEASE_BUILT = "release_built", "Release built", "A data set was built and its files were hashed."
    DATASET_EXPORTED = "dataset_exported", "Data set exported", "A data set was written by command."
    LEDGER_EXPORTED = "ledger_exported", "Ledger exported", "The ledger was handed out for verification."

    WEBHOOK_CREATED = (
        "webhook_created",
        "Webhook created",
        "Another program is told what happens from now on.",
    )
    WEBHOOK_CHANGED = (
        "webhook_changed",
        "Webhook changed",
        "A webhook's address, events or state was changed.",
    )
    WEBHOOK_SECRET_RENEWED = (
        "webhook_secret_renewed",
        "Webhook secret renewed",
        "A webhook signs with another secret.",
    )
    WEBHOOK_TESTED = (
        "webhook_tested",
        "Webhook message sent by hand",
        "A test message was sent, or one that was given up again.",
    )

    USER_CREATED = "user_created", "User created", "An account was created."
    USER_CHANGED = "user_changed", "User changed", "An account's rights were changed, or it was opened again."
    USER_DEACTIVATED = "user_deactivated", "User deactivated", "An account was closed; what it decided stays."
    PASSWORD_RESET = "password_reset", "Password reset", "An administrator set a new first password."
    PASSWORD_CHANGED = "password_changed", "Password changed", "A person changed their own password."
    TOKEN_ISSUED = "token_issued", "Token issued", "A token for the API was issued."
    TOKEN_REVOKED = "token_revoked", "Token revoked", "A token for the API was made void."

    @property
    def changes_data(self) -> bool:
        """Whether a data set built afterwards can differ: the last such entry is the snapshot a release names."""
        return self not in LEAVE_DATA_ALONE


LEAVE_DATA_ALONE: Final = frozenset(
    {
        LedgerVerb.MEMBER_ADDED,
        LedgerVerb.MEMBER_REMOVED,
        LedgerVerb.RELIABILITY_NOTED,
        LedgerVerb.CONFIDANTS_CHANGED,
        LedgerVerb.NOTE_KEPT,
        LedgerVerb.NOTE_OPENED,
        LedgerVerb.CHECK_DISMISSED,
        LedgerVerb.COMMENTED,
        LedgerVerb.ASSIGNED,
        LedgerVerb.RETURNED,
        LedgerVerb.HANDED_OVER,
        LedgerVerb.SCHEDULED,
        LedgerVerb.POLICY_OVERRIDDEN,
        LedgerVerb.ENDORSED,
        LedgerVerb.LEARNING_CHANGED,
        LedgerVerb.TRAINING_REQUESTED,
        LedgerVerb.MODEL_TRAINED,
        LedgerVerb.MODEL_ACTIVATED,
        LedgerVerb.MODEL_RETURNED,
        LedgerVerb.SUGGESTER_SWITCHED_OFF,
        LedgerVerb.SUGGESTER_SWITCHED_ON,
        LedgerVerb.REVIEWS_IMPORTED,
        LedgerVerb.RELEASE_REQUESTED,
        LedgerVerb.RELEASE_BUILT,
        LedgerVerb.DATASET_EXPORTED,
        LedgerVerb.LEDGER_EXPORTED,
        LedgerVerb.WEBHOOK_CREATED,
        LedgerVerb.WEBHOOK_CHANGED,
        LedgerVerb.WEBHOOK_SECRET_RENEWED,
        LedgerVerb.WEBHOOK_TESTED,
        LedgerVerb.USER_CREATED,
        LedgerVerb.USER_CHANGED,
        LedgerVerb.USER_DEACTIVATED,
        LedgerVerb.PASSWORD_RESET,
        LedgerVerb.PASSWORD_CHANGED,
        LedgerVerb.TOKEN_ISSUED,
        LedgerVerb.TOKEN_REVOKED,
    }
)
ANSWERING: Final = frozenset(
    {
        LedgerVerb.DECIDED,
        LedgerVerb.UNDONE,
        LedgerVerb.ADJUDICATED,
        LedgerVerb.IMPORTED,
        LedgerVerb.ANSWER_CARRIED,
    }
)
"""The verbs whose entries prove an answer in a data set; `decision` in the payload is the answer's id."""
WORDS: Final = frozenset(verb.value for verb in LedgerVerb)
