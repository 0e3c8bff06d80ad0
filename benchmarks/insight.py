"""What is found out from answers, at 10,000 and 100,000 claims decided by three: `python -m benchmarks.insight`.

The agreement page shows figures that a worker measured, and counts in SQL; how long the worker takes is measured once.
The floor is a page that only signs in and finds the project.
"""

import sys
import time
from collections.abc import Callable

from benchmarks.measure import Runs, at_most, judge, print_head, print_runs, runs
from benchmarks.seeds import seed, vacuum
from benchmarks.stage import stage

SIZES, REVIEWS, CALLS = (10_000, 100_000), 3, 15
AGREEMENT_S, STORY_S, OTHER_S, MEASURING_S = 0.5, 0.1, 2.0, 340.0


OTHERS = {
    "origins of the project": "origins/",
    "dossier of a source": "sources/{source}/",
    "merge proposals": "sources/proposals/",
    "exceptions": "exceptions/",
    "corrections": "corrections/",
}


def main(sizes: list[int]) -> int:
    """Measure each size in a project of its own; the worst exit code of all."""
    with stage():
        from django.core.management import call_command

        call_command("collectstatic", verbosity=0, interactive=False)
        return max(_measure(claims) for claims in sizes)


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _measure(claims: int) -> int:
    from django.test import Client

    from annotations import measuring
    from annotations.models import Article, Membership, Project, Source, User

    slug = f"insight-{claims}"
    seeded = seed(slug, claims=claims, reviews=REVIEWS)
    project = Project.objects.get(pk=seeded.project_id)
    supervisor = User.objects.create(username=f"{slug}-supervisor")
    Membership.objects.create(project=project, user=supervisor, role="supervisor")
    vacuum()
    measuring_s = _seconds(lambda: measuring.measure(project.id))
    client = Client(headers={"Host": "localhost"})
    client.force_login(supervisor)
    article = Article.objects.filter(project=project).order_by("id")[0]
    source = Source.objects.filter(project=project).order_by("id")[0]

    def page(what: str, rest: str) -> Runs:
        def call() -> None:
            assert client.get(f"/p/{slug}/{rest}").status_code == 200

        call()
        return runs(f"{what}, {claims:,} claims", call, CALLS)

    print_head("Insight", claims=claims, decisions=claims * REVIEWS, calls=CALLS)
    print(f"measuring agreement over all claims took a worker {measuring_s:.1f} s")
    before = page("floor: a list of no articles", "articles/?q=qqxqq")
    agreement = page("agreement", "agreement/")
    story = page("origins of one article", f"articles/{article.id}/origins/")
    others = [page(what, rest.format(source=source.id)) for what, rest in OTHERS.items()]
    after = page("floor again", "articles/?q=qqxqq")
    print_runs([before, agreement, story, *others, after])
    verdicts = [
        at_most("seconds for the agreement page", agreement.median, AGREEMENT_S),
        at_most("seconds for the origins of one article", story.median, STORY_S),
        at_most("seconds for a worker to measure", measuring_s, MEASURING_S),
        *(at_most(f"seconds for {one.label}", one.median, OTHER_S) for one in others),
    ]
    return judge(verdicts, floors=[(before, after)])


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
