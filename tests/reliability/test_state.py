"""R-STATE: any order of acts leaves the database as a model says (STATE_EXAMPLES, STATE_STEPS dig deeper)."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from annotations.models import Claim
from tests.reliability.machine import Workbench
from tests.reliability.settling_machine import Desk

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("committed_db")]
EXAMPLES, STEPS = int(os.environ.get("STATE_EXAMPLES", "60")), int(os.environ.get("STATE_STEPS", "30"))
SETTLING = int(os.environ.get("STATE_EXAMPLES", "25"))
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
    run_state_machine_as_test(Desk, settings=settings(OURS, max_examples=SETTLING, stateful_step_count=50))  # type: ignore[no-untyped-call]


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
