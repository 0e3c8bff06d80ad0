"""R-STATE: any order of acts leaves the database as a model says (STATE_EXAMPLES, STATE_STEPS dig deeper)."""

import os

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from annotations.models import Claim
from tests.reliability.machine import Workbench
from tests.reliability.settling_model import ModelRule
from tests.reliability.versions_machine import NewsDesk
from tests.reliability.wording import SENTENCES

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("committed_db")]
EXAMPLES, STEPS = int(os.environ.get("STATE_EXAMPLES", "60")), int(os.environ.get("STATE_STEPS", "30"))
SETTLING = int(os.environ.get("STATE_EXAMPLES", "120"))
OURS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize="STATE_EXAMPLES" not in os.environ,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


def test_any_order_of_acts_keeps_every_invariant() -> None:
    run_state_machine_as_test(Workbench, settings=OURS)  # type: ignore[no-untyped-call]


def test_any_order_of_acts_of_reviewers_and_editors_keeps_every_invariant() -> None:
    run_state_machine_as_test(
        NewsDesk, settings=settings(OURS, max_examples=SETTLING, stateful_step_count=50)
    )  # type: ignore[no-untyped-call]


def decided() -> Workbench:
    bench = Workbench()
    bench.begin(quorum=1)
    bench.import_(["The harbour was closed on Monday."], " ")
    bench.decide(0, 0, "supported", [], None)
    return bench


def test_twin_a_state_that_does_not_follow_is_found() -> None:
    bench = decided()
    bench.stored_rows_are_those_of_the_model()
    bench.states_follow_from_rows_and_the_ledger_verifies()
    Claim.objects.filter(project=bench.project, decisions_count=1).update(state="disputed")
    with pytest.raises(AssertionError, match="I3"):
        bench.stored_rows_are_those_of_the_model()
    with pytest.raises(AssertionError):
        bench.states_follow_from_rows_and_the_ledger_verifies()


def test_twin_an_answer_that_is_not_kept_is_found() -> None:
    bench = decided()
    bench.articles[0].claims[bench._reviewable()[0].id].undo(0, at=9)  # undone in the model alone
    with pytest.raises(AssertionError):
        bench.stored_rows_are_those_of_the_model()


def replaced() -> NewsDesk:
    desk = NewsDesk()
    desk.begin(quorum=1)
    desk.import_([SENTENCES[0], SENTENCES[1]], " ")
    for pick in range(2):
        desk.decide(pick=pick, person=0, verification="supported", chain=[], worth=None)
    desk.replace(pick=0, edit="turn round", at_start=True, added="")
    return desk


def test_twin_an_answer_that_is_not_carried_over_is_found() -> None:
    desk = replaced()
    desk.stored_rows_are_those_of_the_model()
    desk.states_follow_from_rows_and_the_ledger_verifies()
    carried = next(claim for claim in desk.articles[0].current if claim.rows)
    carried.rows.clear()  # as if nothing had been there to carry
    with pytest.raises(AssertionError):
        desk.stored_rows_are_those_of_the_model()


def test_twin_without_policies_an_answer_without_evidence_is_kept_and_found() -> None:
    desk = replaced()
    desk.write_policies(rules=[ModelRule("evidence", ("refuted",))])
    desk.decide(pick=0, person=1, verification="refuted", chain=[], worth=None)
    desk.stored_rows_are_those_of_the_model()
    with (
        override_settings(PROTECTIONS_OFF=frozenset({"policies"})),
        pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"),
    ):
        desk.decide(pick=0, person=1, verification="refuted", chain=[], worth=None)
    with pytest.raises(AssertionError):
        desk.stored_rows_are_those_of_the_model()
