"""Sentence vectors: near where the meaning is near, the same in every company, exact in both precisions."""

from pathlib import Path

import numpy as np
import pytest

from annotations.domain.errors import Unreadable
from annotations.learning import embedding
from annotations.learning.embedding import WIDTH, Precision, embed

BRIDGE = "The mayor closed the old bridge after the flood."
SAME = "After the high water, the town's head shut the ancient crossing."
OTHER = "Potato prices rose by four per cent in March."
LONG = "The river is high. " * 400


@pytest.mark.parametrize("precision", list(Precision))
def test_near_in_meaning_is_near_in_direction(precision: Precision) -> None:
    bridge, same, other = embed([BRIDGE, SAME, OTHER], precision=precision)

    assert bridge @ same > 0.4 > 0.2 > bridge @ other


def test_exact_vectors_are_those_that_the_model_is_known_for() -> None:
    # The figures of the model card's two example sentences, by its authors' own code.
    first, second = embed(
        ["That is a happy person", "That is a very happy person"], precision=Precision.FLOAT
    )

    assert first @ second == pytest.approx(0.943, abs=0.002)


def test_a_text_has_the_same_vector_in_every_company() -> None:
    alone = embed([BRIDGE])[0]
    crowd = embed([LONG, OTHER, BRIDGE, "", "€ 🙂 x", *["word " * k for k in range(60)]])

    assert crowd.shape == (65, WIDTH)
    assert crowd.dtype == np.float32
    np.testing.assert_allclose(crowd[2], alone, atol=2e-4)
    np.testing.assert_allclose(np.linalg.norm(crowd, axis=1), 1, atol=1e-4)


def test_eight_bits_lose_little() -> None:
    texts = [BRIDGE, SAME, OTHER, LONG]

    exact, short = embed(texts, precision=Precision.FLOAT), embed(texts)

    assert (exact * short).sum(axis=1).min() > 0.985


def test_nothing_in_gives_nothing_out() -> None:
    assert embed([]).shape == (0, WIDTH)


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tokenizer.json").write_text("{}", "utf-8")
    monkeypatch.setattr(embedding, "_folder", lambda: tmp_path)

    with pytest.raises(Unreadable, match="not the file of all-MiniLM-L6-v2"):
        embedding._checked("tokenizer.json", embedding.WORDS_SHA256)


def test_a_missing_package_says_what_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "PACKAGE", "no_such_weights")

    with pytest.raises(ImportError, match="make install"):
        embedding._folder()
