"""Explanations with the words they quote set apart."""

import pytest

from annotations.queries.chips import reason_parts


@pytest.mark.parametrize(
    ("explanation", "triggers"),
    [
        ("cue 'said', source 'Olsen' → Mira Olsen ('Olsen' by name)", ["said", "Olsen", "Olsen"]),
        ("cue 'quoted by', source 'the \"Courier\"' → Tessamar Courier", ["quoted by", 'the "Courier"']),
        ("source 'Russia's ministry', cue 'denied'", ["Russia's ministry", "denied"]),
        ("No cue of speech here: the article's own voice.", []),
        ("", []),
    ],
)
def test_quoted_words_are_triggers_and_nothing_is_lost(explanation: str, triggers: list[str]) -> None:
    parts = reason_parts(explanation)
    assert [part.text for part in parts if part.trigger] == triggers
    shown = "".join(f"'{part.text}'" if part.trigger else part.text for part in parts)
    assert shown == explanation
