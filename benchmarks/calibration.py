"""A logistic regression in plain Python, and how well probabilities are calibrated.

Fitting is by Newton's method with a small ridge (Hastie, Tibshirani & Friedman, "The Elements of
Statistical Learning", 4.4.1); the expected calibration error is that of Guo et al. 2017, in ten bins.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

_STEPS = 30
_RIDGE = 0.3
_BINS = 10


def fit(rows: Sequence[Sequence[float]], right: Sequence[bool]) -> list[float]:
    """The coefficients that make `right` likeliest, one for each column of `rows`."""
    size = len(rows[0])
    weights = [0.0] * size
    for _ in range(_STEPS):
        gradient = [-_RIDGE * weight for weight in weights]
        curvature = [[_RIDGE * (i == j) for j in range(size)] for i in range(size)]
        for row, is_right in zip(rows, right, strict=True):
            chance = probability(weights, row)
            spread = max(chance * (1 - chance), 1e-9)
            for i, value in enumerate(row):
                gradient[i] += (is_right - chance) * value
                for j in range(i + 1):
                    curvature[i][j] += spread * value * row[j]
        for i in range(size):
            for j in range(i):
                curvature[j][i] = curvature[i][j]
        step = _solve(curvature, gradient)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return weights


def probability(weights: Sequence[float], row: Sequence[float]) -> float:
    """The logistic of a weighted sum."""
    exponent = sum(weight * value for weight, value in zip(weights, row, strict=True))
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, exponent))))


def calibration_error(chances: Sequence[float], right: Sequence[bool]) -> float:
    """How far probabilities are from the share that is right, bin by bin, on average over all."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for chance, is_right in zip(chances, right, strict=True):
        bins[min(_BINS - 1, int(chance * _BINS))].append((chance, is_right))
    gaps = [abs(sum(chance for chance, _ in found) - sum(right for _, right in found)) for found in bins]
    return sum(gaps) / max(1, len(chances))


def _solve(matrix: list[list[float]], values: list[float]) -> list[float]:
    """The solution of a system of linear equations, by elimination with pivoting."""
    rows = [[*row, value] for row, value in zip(matrix, values, strict=True)]
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda number: abs(rows[number][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for number in range(size):
            if number != column:
                factor = rows[number][column] / rows[column][column]
                rows[number] = [a - factor * b for a, b in zip(rows[number], rows[column], strict=True)]
    return [rows[number][size] / rows[number][number] for number in range(size)]
