"""Agreement in a large project: measured by a worker over all claims, shown with its time, and what came since."""

import pytest
from django.test import Client

from annotations import measuring, outbox, tasks
from annotations.domain.agreement import cohen, cohen_of, ratings_of
from annotations.domain.errors import NotPermitted
from annotations.domain.vocabulary import MemberRole, Verification
from annotations.models import AgreementFigures, Claim, Job, Project
from annotations.queries import agreement, agreement_page
from annotations.queries.agreement_types import as_json, from_json
from tests.factories import decide, make_article, make_member, make_project, reviewable

pytestmark = pytest.mark.django_db
S, R = Verification.SUPPORTED, Verification.REFUTED


@pytest.fixture
def project(monkeypatch: pytest.MonkeyPatch) -> Project:
    """Six shared claims of two articles in a project where three are already many."""
    for module in (agreement, agreement_page):
        monkeypatch.setattr(module, "COMPARED_AT_MOST", 3)
    project = make_project(quorum=2)
    people = make_member(project), make_member(project)
    for number in range(2):
        text = " ".join(f"Ward {number} voted {n} times." for n in range(3))
        for index, claim in enumerate(reviewable(make_article(project, text=text))):
            decide(claim, people[0])
            decide(claim, people[1], verification=R if index == 2 else S)
    return project


def shown(project: Project, role: MemberRole = MemberRole.SUPERVISOR) -> str:
    client = Client()
    client.force_login(make_member(project, role))
    return client.get(f"/p/{project.slug}/agreement/").content.decode()


def test_before_it_is_measured_the_newest_are_compared(project: Project) -> None:
    page = agreement_page.agreement_page(project, role=MemberRole.EDITOR)
    assert (page.claims, page.is_cut, page.answered.measured_at) == (3, True, None)
    assert "the others wait to be measured" in shown(project)


def test_a_worker_measures_all_and_the_page_says_when_and_what_came_since(project: Project) -> None:
    (made,) = measuring.measure(project.id)
    assert (made.claims, made.answers) == (6, 12)
    page = agreement_page.agreement_page(project, role=MemberRole.EDITOR)
    assert (page.claims, page.is_cut, page.answered.since) == (6, False, 0)
    assert page.answered.measured_at == made.measured_at
    assert page.status.percent == pytest.approx(100 * 4 / 6)
    assert [line.found.n for key, _, lines in page.groups if key == "week" for line in lines] == [6]
    claim = reviewable(make_article(project, text="The mayor spoke."))[0]
    decide(claim, make_member(project))
    assert agreement_page.agreement_page(project, role=MemberRole.EDITOR).answered.since == 1
    assert "Measured over all claims at" in shown(project)
    assert "1 answer since" in shown(project)


def test_measured_in_parts_or_at_once_it_is_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (parts,) = measuring.measure(project.id)
    for module in (agreement, agreement_page):
        monkeypatch.setattr(module, "COMPARED_AT_MOST", 1000)
    at_once = agreement_page.agreement_figures(project, role=MemberRole.EDITOR).figures
    stored = from_json(parts.figures)
    assert stored.fields == at_once.fields
    assert stored.pairs == at_once.pairs
    assert stored.groups == at_once.groups
    assert from_json(as_json(at_once)) == at_once


def test_a_blind_projects_reviewers_get_figures_of_their_own(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(blind=True, quorum=3)
    Claim.objects.filter(project=project).update(state="in_review")
    project.refresh_from_db()
    everything, settled = measuring.measure(project.id)
    assert (everything.claims, settled.claims) == (6, 0)
    assert agreement_page.agreement_page(project, role=MemberRole.REVIEWER).claims == 0
    assert agreement_page.agreement_page(project, role=MemberRole.EDITOR).claims == 6


def test_it_is_asked_for_once_and_by_auditors(project: Project) -> None:
    client = Client()
    client.force_login(make_member(project, MemberRole.SUPERVISOR))
    for _ in range(2):
        assert client.post(f"/p/{project.slug}/agreement/measure/").status_code == 302
    job = Job.objects.get(kind=outbox.MEASURE_AGREEMENT)
    with pytest.raises(NotPermitted):
        measuring.ask(project, by=make_member(project))
    tasks.run_job(str(job.id))
    assert AgreementFigures.objects.filter(project=project).count() == 1
    assert Job.objects.get(pk=job.pk).state == "done"


def test_projects_with_answers_since_are_asked_for_by_themselves(project: Project) -> None:
    small = make_project()
    assert measuring.ask_where_due() == [project.id]
    assert measuring.ask_where_due() == []
    Job.objects.update(state="done")
    measuring.measure(project.id)
    assert measuring.ask_where_due() == []
    decide(reviewable(make_article(project, text="The mayor spoke."))[0], make_member(project))
    assert measuring.ask_where_due() == [project.id]
    assert not Job.objects.filter(project=small).exists()


def test_when_time_runs_out_the_newest_are_measured_and_it_is_said(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "BUDGET_S", -1.0)
    (made,) = measuring.measure(project.id)
    assert made.claims == 0
    assert agreement_page.agreement_page(project, role=MemberRole.EDITOR).is_cut
    assert "Measured over these at" in shown(project)


def test_old_figures_are_dropped(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "KEPT", 2)
    made = [measuring.measure(project.id)[0].id for _ in range(3)]
    assert set(AgreementFigures.objects.values_list("id", flat=True)) == set(made[1:])


def test_kappa_of_counts_is_kappa_of_ratings() -> None:
    both = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b"), ("c", "a")]
    rows = [("x", unit, person, value) for unit, pair in enumerate(both) for person, value in enumerate(pair)]
    counts = {pair: both.count(pair) for pair in both}
    assert cohen_of(counts) == pytest.approx(cohen(ratings_of(rows)))
    assert cohen_of({("a", "a"): 3}) is None
    assert cohen_of({}) is None
