"""The client against a running workbench: from a token to suggestions and a proved release."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.client.loading import FOLDER, load
from tests.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.slow]
client, baseline = load("workbench_client"), load("train_baseline")


def test_from_a_token_to_a_release_on_disk(live_stack: Stack, tmp_path: Path) -> None:
    desk = client.Workbench(live_stack.url, live_stack.sign_in("editor")["token"])
    assert desk.me()["roles"]["sample"] == "editor"
    articles = list(desk.articles("sample"))
    claims = list(desk.claims("sample"))
    assert len(claims) == sum(article["claims"] for article in articles)
    mine = [claim for claim in claims if claim["article"] == articles[0]["id"] and claim["role"] == "body"]
    offers = [
        {"claim": claim["id"], "kind": "verification", "value": "supported", "confidence": 0.6}
        for claim in mine
    ]
    kept = desk.suggest(articles[0]["id"], offers, suggester="live-test", version="1")
    assert kept == {"made": len(mine), "known": 0}
    shown = next(claim for claim in desk.article_claims(articles[0]["id"]) if claim["id"] == mine[0]["id"])
    assert "live-test" in {one["suggester"] for one in shown["suggestions"]}
    asked = desk.ask_release("sample", ["jsonl"], allow_open=True)
    done = desk.wait_for_release(asked["id"], within_s=120)
    paths = desk.download(asked["id"], tmp_path / "data")
    assert {path.name for path in paths} >= {"claims.jsonl", "articles.jsonl", "manifest.json", "splits.csv"}
    assert len(paths) == len(done["files"])
    roles = list(baseline.labelled(tmp_path / "data", "role", settled_only=True))
    assert len(roles) == sum(claim["duplicate_of"] is None for claim in claims)
    assert {article for article, _, _ in roles} <= set(baseline.parts_of(tmp_path / "data"))


def test_the_command_line_fetches_claims_and_says_what_is_refused(live_stack: Stack) -> None:
    script = [sys.executable, str(FOLDER / "workbench_client.py"), live_stack.url]
    token = live_stack.sign_in("reviewer")["token"]
    run = subprocess.run(
        [*script, "claims", "sample"], env={"WORKBENCH_TOKEN": token}, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) == len(list(client.Workbench(live_stack.url, token).claims("sample")))
    refused = subprocess.run(
        [*script, "claims", "sample"], env={"WORKBENCH_TOKEN": "x"}, capture_output=True, text=True
    )
    assert (refused.returncode, refused.stderr[:4]) == (1, "401:")
