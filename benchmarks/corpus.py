"""Made-up news of any size, always the same: sentences about an invented town, no text from elsewhere."""

import random
from collections.abc import Iterator

WHO = (
    "The council",
    "Mayor Petra Lindqvist",
    "A port official",
    "The ministry",
    "Dr. Jonas Weil",
    "Several residents",
)
DID = ("said", "reported", "denied", "estimated", "announced", "confirmed", "warned")
WHAT = (
    "that the bridge would stay closed until June",
    "that 31,000 vehicles cross the harbour every day",
    "that the repair could cost 14.5 million crowns",
    "that two ferries had started at 6.30 a.m. on Tuesday",
    "that rust had been found on the northern tower in 2024",
    "that nobody had been told about the new timetable",
)
TAIL = (
    "",
    ", according to the Courier",
    ", citing an internal memo",
    " after a meeting in St. Olaf",
    ", as earlier reports had it",
)


def sentence(number: int, chance: random.Random) -> str:
    """One sentence; the number makes it differ from every other."""
    words = f"{chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)}{chance.choice(TAIL)}"
    return f"{words}, file {number}."


def article(number: int, sentences: int, *, seed: int = 7) -> str:
    """A headline and paragraphs of five sentences."""
    chance = random.Random(seed * 1_000_003 + number)
    body = [sentence(number * sentences + index, chance) for index in range(sentences)]
    paragraphs = (" ".join(body[start : start + 5]) for start in range(0, sentences, 5))
    return f"Tessamar bridge report {number}\n\n" + "\n\n".join(paragraphs) + "\n"


def articles(count: int, sentences: int, *, seed: int = 7, first: int = 0) -> Iterator[str]:
    """`count` articles of `sentences` sentences each."""
    return (article(first + number, sentences, seed=seed) for number in range(count))
