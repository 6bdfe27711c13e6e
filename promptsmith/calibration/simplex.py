"""Weights that are non-negative and sum to 1: least squares, logistic fit, and how far a small sample is trusted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RIDGE = 1e-3
"""Damping of the logistic fit per unit of weight. Judgement: keeps the coefficients finite when the classes can be told apart exactly."""


def to_simplex(coefficients: Floats, prior: Floats) -> Floats:
    """Return non-negative coefficients divided by their sum; the prior where all are zero (nothing was learned)."""
    total = float(coefficients.sum())
    return coefficients / total if total > 0 else prior


def credibility(n: float, k: float) -> float:
    """Return the share in [0, 1] by which a fit to ``n`` observations replaces the prior: ``n / (n + k)``.

    Args:
        n: independent observations; at least 0.
        k: observations at which fit and prior count the same; 0 trusts the fit alone, infinity the prior alone.

    Source:
        Buhlmann (1967), Experience rating and credibility, ASTIN Bulletin 4, 199-207. There k is a ratio of variances; here it is
        chosen on inner folds, because with few domains that ratio cannot be estimated.

    Example:
        >>> credibility(30, 10), credibility(30, float("inf"))
        (0.75, 0.0)
    """
    if np.isinf(k):
        return 0.0
    return n / (n + k) if n + k > 0 else 1.0


def shrink(fitted: Floats, prior: Floats, n: float, k: float) -> Floats:
    """Return the mean of two points of the simplex, the fitted one weighing `credibility`: again a point of the simplex."""
    trust = credibility(n, k)
    return np.asarray(trust * fitted + (1 - trust) * prior)


def least_squares(features: Floats, target: Floats, weight: Floats) -> Floats:
    """Return the non-negative coefficients that minimise weighted squares, with a free intercept.

    Args:
        features: shape (n, p).
        target, weight: shape (n,).
    """
    from scipy.optimize import nnls

    root = np.sqrt(weight)
    centred = features - np.average(features, axis=0, weights=weight)
    found, _ = nnls(centred * root[:, None], (target - np.average(target, weights=weight)) * root)
    return np.asarray(found, dtype=np.float64)


def line(score: Floats, target: Floats, weight: Floats) -> tuple[float, float]:
    """Return intercept and slope (at least 0) of the weighted least-squares line."""
    centre, middle = float(np.average(score, weights=weight)), float(np.average(target, weights=weight))
    spread = float(np.average((score - centre) ** 2, weights=weight))
    shared = float(np.average((score - centre) * (target - middle), weights=weight))
    slope = max(shared / spread, 0.0) if spread > 1e-18 else 0.0
    return middle - slope * centre, slope


def logistic(features: Floats, positive: NDArray[np.bool_], weight: Floats, *, has_intercept: bool) -> tuple[Floats, float]:
    """Return non-negative coefficients and the intercept of a logistic model.

    Args:
        features: shape (n, p).
        positive: which rows are of the positive class, shape (n,).
        weight: weight of each row, shape (n,).
        has_intercept: whether the intercept is free; without it the model is that of Bradley and Terry (1952) for differences of pairs.
    """
    from scipy.optimize import minimize

    sign = np.where(positive, 1.0, -1.0)
    design = np.column_stack((features, np.ones(len(features)))) if has_intercept else features
    n = features.shape[1]
    damping = RIDGE * weight.sum()

    def loss(coefficients: Floats) -> tuple[float, Floats]:
        margin = sign * (design @ coefficients)
        value = weight @ np.logaddexp(0.0, -margin) + 0.5 * damping * (coefficients[:n] @ coefficients[:n])
        slope = -(design.T @ (weight * sign / (1.0 + np.exp(np.clip(margin, -500, 500)))))
        slope[:n] += damping * coefficients[:n]
        return float(value), slope

    bounds = [(0.0, None)] * n + [(None, None)] * has_intercept
    found = minimize(loss, np.zeros(design.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x
    return np.asarray(found[:n]), float(found[n]) if has_intercept else 0.0
