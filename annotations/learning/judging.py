"""How likely a candidate is right: logistic regression, made honest by isotonic regression on articles held back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

ROUNDS = 30
RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights of a logistic regression over signs, and the steps that lead its score to a share (both ascending)."""

    centre: list[float]
    scale: list[float]
    weights: list[float]
    edges: list[float]
    shares: list[float]

    def chances(self, signs: Sequence[Sequence[float]]) -> list[float]:
        """The chance of each row of signs, 0 … 1."""
        if not signs:
            return []
        scores = _scores(self, np.asarray(signs, dtype=float))
        return [float(x) for x in np.interp(scores, self.edges, self.shares)]


def fitted(signs: Sequence[Sequence[float]], right: Sequence[bool]) -> Judge:
    """A judge fitted to rows of signs and whether each was right; with nothing to go by it says one half."""
    if not signs or len(set(right)) < 2:
        width = len(signs[0]) if signs else 0
        share = float(np.mean(right)) if right else 0.5
        return Judge([0.0] * width, [1.0] * width, [0.0] * (width + 1), [0.0], [share])
    rows, truth = np.asarray(signs, dtype=float), np.asarray(right, dtype=float)
    centre, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    weights = _weights(_with_one((rows - centre) / scale), truth)
    bare = Judge(list(map(float, centre)), list(map(float, scale)), list(map(float, weights)), [], [])
    edges, shares = isotonic(_scores(bare, rows), truth)
    return Judge(bare.centre, bare.scale, bare.weights, edges, shares)


def _with_one(rows: Any) -> Any:
    return np.hstack([rows, np.ones((len(rows), 1))])


def _scores(judge: Judge, rows: Any) -> Any:
    return _with_one((rows - np.asarray(judge.centre)) / np.asarray(judge.scale)) @ np.asarray(judge.weights)


def _weights(rows: Any, truth: Any) -> Any:
    """Newton's steps on the penalised likelihood (Hastie, Tibshirani, Friedman 2009, 4.4.1)."""
    weights = np.zeros(rows.shape[1])
    penalty = np.eye(rows.shape[1]) * RIDGE
    penalty[-1, -1] = 0.0
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (truth - chance) - penalty @ weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + penalty + np.eye(rows.shape[1]) * 1e-6
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def isotonic(scores: Any, truth: Any) -> tuple[list[float], list[float]]:
    """Pools of neighbours whose shares never fall (Ayer et al. 1955): the mean score and the share of each.

    `scores` and `truth` are arrays of floats of one length, in any order; both answers ascend.
    """
    order = np.argsort(scores, kind="stable")
    least = max(10, len(order) // 60)
    pools: list[list[float]] = []
    for start in range(0, len(order), least):
        part = order[start : start + least]
        pools.append([float(scores[part].mean()), float(truth[part].mean()), float(len(part))])
        while len(pools) > 1 and pools[-2][1] >= pools[-1][1]:
            (a, x, m), (b, y, n) = pools[-2:]
            pools[-2:] = [[(a * m + b * n) / (m + n), (x * m + y * n) / (m + n), m + n]]
    # A share of none or all among a few is not a certainty.
    return [pool[0] for pool in pools], [(pool[1] * pool[2] + 0.5) / (pool[2] + 1) for pool in pools]
