"""The sample sign-ins are where scripts look for them, and only their owner reads them."""

import json
import urllib.request

import pytest

from tests.stack import Stack

pytestmark = [pytest.mark.stack, pytest.mark.slow]


def test_the_sign_ins_are_written_as_scripts_expect(live_stack: Stack) -> None:
    access = live_stack.access
    assert access["url"] == live_stack.url
    assert access["project"] == "sample"
    assert sorted(user["role"] for user in access["users"]) == ["editor"] * 2 + ["reviewer"] * 3 + [
        "supervisor"
    ]
    assert all(set(user) == {"username", "password", "role", "token"} for user in access["users"])
    assert len({user["password"] for user in access["users"]}) == 6


def test_only_their_owner_reads_them(live_stack: Stack) -> None:
    assert (live_stack.var_dir / "sample-access.json").stat().st_mode & 0o777 == 0o600


def test_each_token_signs_its_person_in(live_stack: Stack) -> None:
    for user in live_stack.access["users"]:
        request = urllib.request.Request(
            f"{live_stack.url}api/v1/me/", headers={"Authorization": f"Bearer {user['token']}"}
        )
        with urllib.request.urlopen(request) as answer:
            me = json.load(answer)
        assert (me["username"], me["roles"]["sample"]) == (user["username"], user["role"])


def test_a_lost_file_is_said_and_not_made_up(live_stack: Stack) -> None:
    code = (
        "from pathlib import Path; from workbench.services import sample;"
        f"print(sample.seed_once(Path({str(live_stack.var_dir / 'lost.json')!r}), url='http://x/'))"
    )
    assert "set new passwords" in live_stack.manage("shell", "--command", code).stdout
    assert not (live_stack.var_dir / "lost.json").exists()
