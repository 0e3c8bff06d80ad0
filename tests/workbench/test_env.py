"""The environment is read strictly."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from workbench import env
from workbench.services import addresses
from workbench.services.secrets import derived_password, kept_secret


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "BROKER_URL", "WORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("word", "value"), [("yes", True), ("1", True), ("Off", False), ("", False), ("  ", False)]
)
def test_a_flag_takes_the_usual_words(monkeypatch: pytest.MonkeyPatch, word: str, value: bool) -> None:
    monkeypatch.setenv("WORD", word)
    assert env.flag("WORD") is value


def test_a_flag_refuses_another_word_and_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORD", "maybe")
    with pytest.raises(ImproperlyConfigured, match="WORD='maybe' is neither yes nor no"):
        env.flag("WORD")


@pytest.mark.parametrize("word", ["-1", "8k", "65536", "８０"])
def test_a_number_refuses_what_is_none_or_outside(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("WORD", word)
    with pytest.raises(ImproperlyConfigured, match="from 0 to 65535"):
        env.number("WORD", 8000, highest=65535)


def test_an_address_is_taken_apart_as_libpq_does() -> None:
    url = "postgresql://a%40b:p%2Fw@db.example:5433/news?sslmode=require"
    address = env.database_address(url, variable="X")
    assert (address.name, address.user, address.password) == ("news", "a@b", "p/w")
    assert (address.host, address.port, address.options) == ("db.example", "5433", {"sslmode": "require"})


@pytest.mark.parametrize(
    "url", ["mysql://u:secret@h/d", "postgresql://u:secret@h/", "postgresql://:secret@h/d"]
)
def test_a_wrong_address_is_refused_without_showing_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        env.database_address(url, variable="DATABASE_URL")
    assert "secret" not in str(raised.value)
    assert "DATABASE_URL" in str(raised.value)


def test_without_an_address_the_database_is_the_embedded_one(tmp_path: Path) -> None:
    database = addresses.database(tmp_path, secret_key="k")
    assert database.embedded == tmp_path / "postgres"
    assert (database.app["USER"], database.owner["USER"]) == ("workbench_app", "workbench_owner")
    assert database.roles["ledger"] == "workbench_ledger"


def test_one_address_is_the_owners_and_the_applications_is_made_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss:pw@db/news")
    database = addresses.database(tmp_path, secret_key="k")
    assert database.embedded is None
    assert (database.owner["USER"], database.owner["PASSWORD"]) == ("boss", "pw")
    assert (database.app["USER"], database.app["HOST"], database.app["NAME"]) == ("news_app", "db", "news")
    assert database.app["PASSWORD"] == derived_password("pw", role="news_app") != "pw"


def test_two_addresses_are_taken_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://small:s@db/news")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://boss:pw@db/news")
    database = addresses.database(tmp_path, secret_key="k")
    assert (database.app["USER"], database.app["PASSWORD"], database.owner["USER"]) == ("small", "s", "boss")
    assert database.roles["app"] == "small"


def test_a_task_is_held_back_ten_times_as_long_as_it_may_take(tmp_path: Path) -> None:
    broker = addresses.broker(tmp_path)
    assert broker.url.startswith("redis+socket:///")
    assert broker.transport_options["visibility_timeout"] >= 10 * addresses.LONGEST_TASK_S
    assert broker.transport_options["unacked_restore_throttle"] == 1


def test_a_given_broker_gets_no_options_that_it_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROKER_URL", "amqp://guest@rabbit//")
    assert addresses.broker(tmp_path) == addresses.Broker("amqp://guest@rabbit//", {}, None)


def test_a_secret_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret-key"
    secret = kept_secret(path)
    assert len(secret) >= 50
    assert kept_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret-key"]


def test_a_secret_that_cannot_be_kept_says_where(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="Set "):
        kept_secret(tmp_path / "file" / "secret-key")
