"""Linear-chain conditional random fields (Lafferty et al. 2001) by CRFsuite, kept as bytes."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pycrfsuite

Told = Sequence[Sequence[str]]
"""What is told of each item of a sequence."""
Sequences = Callable[[], Iterable[tuple[Told, Sequence[str]]]]
"""Sequences with their labels, from the beginning each time it is called."""
LEAST_OFTEN = 2
"""How often something must stand with a label to weigh anything."""
PLACES = 2**24


class Tagger:
    """A trained field; gives labels, the probability of each label of an item, and of a whole labelling."""

    def __init__(self, model: bytes) -> None:
        self.model = model
        self._tagger: Any = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)
        self._labels = frozenset(self._tagger.labels())

    def read(self, told: Told) -> None:
        """Take in one sequence; the other methods speak of it."""
        self._tagger.set(told)

    def labels(self) -> list[str]:
        """The likeliest labels."""
        return list(self._tagger.tag())

    def chance(self, label: str, i: int) -> float:
        """How likely item `i` has a label; 0 for a label never seen."""
        return float(self._tagger.marginal(label, i)) if label in self._labels else 0.0

    def chance_of(self, labels: Sequence[str]) -> float:
        """How likely the whole labelling is."""
        return float(self._tagger.probability(labels))


def trained(sequences: Sequences, *, rounds: int) -> bytes:
    """A model fitted to sequences with their labels, by L-BFGS with both norms as penalties.

    `sequences` is called twice: to count what is told, and to learn. What is told a single time can never weigh
    anything (`feature.minfreq`) and would only take memory, a third of it and more.
    """
    again = _told_again(told for told, _ in sequences())
    trainer: Any = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for told, labels in sequences():
        trainer.append([[one for one in item if again[_place(one)] >= LEAST_OFTEN] for item in told], labels)
    del again  # what follows needs the most memory
    trainer.set_params({"c1": 0.05, "c2": 0.5, "max_iterations": rounds, "feature.minfreq": LEAST_OFTEN})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.crfsuite"
        trainer.train(os.fspath(path))
        return path.read_bytes()


def _told_again(many: Iterable[Told]) -> bytearray:
    """How often, up to twice, something with a place was told; of two that share one, both count as told again."""
    counts = bytearray(PLACES)
    for told in many:
        for item in told:
            for one in item:
                place = _place(one)
                if counts[place] < LEAST_OFTEN:
                    counts[place] += 1
    return counts


def _place(told: str) -> int:
    return hash(told) % PLACES
