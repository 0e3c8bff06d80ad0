"""Who is named in a comment."""

import pytest

from annotations.domain.mentions import mentioned


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@ada look", ("ada",)),
        ("See this, @ada, and @ben.k: urgent. @ada!", ("ada", "ben.k")),
        ("Ask @ada.", ("ada",)),
        ("Mail ada@example.org", ()),
        ("(@ada)", ("ada",)),
        ("@ nobody, @, @@", ()),
        ("@ada@example", ("ada@example",)),
        ("", ()),
        ("@" + "a" * 150, ("a" * 150,)),
    ],
)
def test_names_are_found_as_people_write_them(text: str, names: tuple[str, ...]) -> None:
    assert mentioned(text) == names
