"""Weights from labels: one fit, and the same fit judged on groups it has not seen, with the shrinkage chosen inside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from promptsmith.calibration.conformal import COVERAGE, conformal_quantile, fit_interval
from promptsmith.calibration.metrics import group_folds
from promptsmith.calibration.simplex import least_squares, line, logistic, shrink, to_simplex
from promptsmith.scoring.intervals import Interval
from promptsmith.scoring.weights import DIMENSIONS, Row, WeightSet

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Objects = NDArray[np.object_]

KINDS = ("rating", "pair", "outcome")
CREDIBILITIES = (0.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, float("inf"))
"""Numbers of groups among which the inner folds choose: from the fit alone to the prior alone, in steps of about three. Judgement."""
N_FOLDS = 5
PAIR_STEP = 0.05
"""Difference of scores that changes the odds of a pair by e. Judgement: about half of the spread of overall on real prompts."""
ALL = (0, 1, 2, 3)


@dataclass(frozen=True, eq=False)
class Labelled:
    """What weights are fitted to: n labelled texts, or n pairs.

    Attributes:
        kind: one of `KINDS`.
        dimensions: shape (n, 4), between 0 and 1; for pairs those of the better prompt minus those of the worse one.
        label: shape (n,), between 0 and 1; ones for pairs.
        group: rows of one group are never split.
        domain: domain of each row, or the same for all when domains are not told apart.
        better, worse: dimensions of both sides of a pair, shape (n, 4); of a rating both are the dimensions.
    """

    kind: str
    dimensions: Floats
    label: Floats
    group: Objects
    domain: Objects
    better: Floats
    worse: Floats

    def take(self, rows: Integers) -> Labelled:
        """Return some of the rows."""
        return replace(
            self, **{name: getattr(self, name)[rows] for name in ("dimensions", "label", "group", "domain", "better", "worse")}
        )

    @property
    def n_groups(self) -> int:
        """Number of groups: what counts as sample size."""
        return len(set(self.group.tolist()))

    @property
    def weight(self) -> Floats:
        """Weight of each row; those of one group share 1, so the sum is the number of groups."""
        _, inverse, counts = np.unique(self.group.astype(str), return_inverse=True, return_counts=True)
        return np.asarray(1.0 / counts[inverse])

    @property
    def is_within(self) -> bool:
        """Outcomes of several prompts per group are compared inside the group only: tasks differ in how hard they are."""
        return self.kind == "outcome" and self.n_groups < len(self.group)


@dataclass(frozen=True)
class Fit:
    """Fitted weights.

    Attributes:
        rows: weights per domain.
        base, slope: from the weighted mean to the scale of the label; 0 and 1 for pairs.
        credibility: number of groups at which fit and prior count the same.
        fitted: weights of the fit alone, before it was shrunk, per domain that was fitted.
    """

    rows: Mapping[str, Row]
    base: float
    slope: float
    credibility: float
    fitted: Mapping[str, Row]

    def means(self, dimensions: Floats, domain: Objects) -> Floats:
        """Return the weighted means, shape (n,)."""
        given = np.array([self.rows.get(name, self.rows["general"]) for name in domain.tolist()]).reshape(-1, len(DIMENSIONS))
        return np.asarray((dimensions * given).sum(axis=1))

    def scores(self, dimensions: Floats, domain: Objects) -> Floats:
        """Return overall scores, shape (n,), between 0 and 1."""
        return np.clip(self.base + self.slope * self.means(dimensions, domain), 0.0, 1.0)


def fit(data: Labelled, prior: WeightSet, credibility: float, *, columns: Sequence[int] = ALL) -> Fit:
    """Return weights fitted to all of ``data``, shrunk towards those of ``prior``.

    Args:
        data: labelled rows; where domains are told apart, each is fitted by itself.
        prior: weights of each domain to shrink towards; `calibration.simplex.credibility` says how far.
        credibility: number of groups at which fit and prior count the same.
        columns: dimensions that take part; the others get the weight 0.
    """
    return _shrunk(data, prior, credibility, _alone(data, prior, columns), columns)


@dataclass(frozen=True)
class _Alone:
    """A fit before it is shrunk: weights of the dimensions that take part, and the number of groups behind them."""

    weights: Floats
    n_groups: int


def _alone(data: Labelled, prior: WeightSet, columns: Sequence[int]) -> dict[str, _Alone]:
    """Return one fit to everything (named ``general``) and, where domains are told apart, one per domain."""
    found = {"general": _Alone(_weights(data, columns), data.n_groups)}
    names = set(data.domain.tolist())
    for name in sorted(names & set(prior.domains) - {"general"}) if len(names) > 1 else ():
        mine = data.take(np.flatnonzero(data.domain == name))
        found[name] = _Alone(_weights(mine, columns), mine.n_groups)
    return found


def _shrunk(data: Labelled, prior: WeightSet, k: float, alone: Mapping[str, _Alone], columns: Sequence[int]) -> Fit:
    is_split = len(alone) > 1
    rows, fitted = {}, {}
    for name in prior.domains:
        toward = _kept(prior.of(name), columns)
        mine = alone.get(name) if is_split else alone["general"]
        rows[name] = toward
        if mine is not None:
            given = np.array([toward[column] for column in columns])
            own = to_simplex(mine.weights, given)
            rows[name] = _spread(shrink(own, given, mine.n_groups, k), columns)
            fitted[name] = _spread(own, columns)
    result = Fit(rows, 0.0, 1.0, k, fitted)
    if data.kind == "pair":
        return result
    means = result.means(data.dimensions, data.domain)
    if data.is_within:
        _, slope = line(_centred(means, data), _centred(data.label, data), data.weight)
        base = float(np.average(data.label - slope * means, weights=data.weight))
    else:
        base, slope = line(means, data.label, data.weight)
    return replace(result, base=base, slope=slope)


def _weights(data: Labelled, columns: Sequence[int]) -> Floats:
    """Return weights on the simplex without shrinkage; zeros where nothing is learned."""
    features = data.dimensions[:, list(columns)]
    if data.kind == "pair":
        both, side = np.vstack((features, -features)), np.arange(2 * len(features)) < len(features)
        found, _ = logistic(both, side, np.tile(data.weight, 2) / 2, has_intercept=False)
    else:
        target = data.label
        if data.is_within:
            features = np.column_stack([_centred(column, data) for column in features.T])
            target = _centred(target, data)
        found = least_squares(features, target, data.weight)
    return to_simplex(found, np.zeros(len(found)))


def _spread(weights: Floats, columns: Sequence[int]) -> Row:
    row = np.zeros(len(DIMENSIONS))
    row[list(columns)] = weights
    row /= row.sum()
    first, second, third, fourth = row.tolist()
    return first, second, third, fourth


def _kept(row: Row, columns: Sequence[int]) -> Row:
    """Return weights without the dimensions that do not take part; equal ones where nothing is left."""
    some = np.array([row[column] for column in columns])
    return _spread(some if some.sum() > 0 else np.ones(len(some)), columns)


def _centred(values: Floats, data: Labelled) -> Floats:
    _, inverse = np.unique(data.group.astype(str), return_inverse=True)
    means = np.bincount(inverse, weights=values) / np.bincount(inverse)
    return np.asarray(values - means[inverse])


def loss(data: Labelled, model: Fit) -> float:
    """Return what the choice of shrinkage makes small: squared error of ratings and outcomes, logarithmic loss of pairs."""
    if data.kind == "pair":
        gap = model.means(data.better, data.domain) - model.means(data.worse, data.domain)
        # One steepness for every model, so that the loss compares weights and not confidence.
        return float(np.average(np.logaddexp(0.0, -gap / PAIR_STEP), weights=data.weight))
    predicted, label = model.base + model.slope * model.means(data.dimensions, data.domain), data.label
    if data.is_within:
        predicted, label = _centred(predicted, data), _centred(label, data)
    return float(np.average((label - predicted) ** 2, weights=data.weight))


def choose_credibility(data: Labelled, prior: WeightSet, *, columns: Sequence[int] = ALL, seed: int = 0) -> float:
    """Return the credibility with the least loss on folds of whole groups; the prior alone where there are fewer than three groups."""
    if data.n_groups < 3:
        return CREDIBILITIES[-1]
    folds = group_folds(data.group, N_FOLDS, seed)
    totals = np.zeros(len(CREDIBILITIES))
    for fold in folds:
        train, test = data.take(np.setdiff1d(np.arange(len(data.label)), fold)), data.take(fold)
        alone = _alone(train, prior, columns)
        totals += [len(fold) * loss(test, _shrunk(train, prior, k, alone, columns)) for k in CREDIBILITIES]
    # The last of equals: trust the fit only where that pays.
    return CREDIBILITIES[len(totals) - 1 - int(np.argmin(np.round(totals[::-1], 12)))]


def fit_nested(data: Labelled, prior: WeightSet, *, columns: Sequence[int] = ALL, seed: int = 0) -> Fit:
    """Return the fit to all rows with the credibility that inner folds chose."""
    return fit(data, prior, choose_credibility(data, prior, columns=columns, seed=seed), columns=columns)


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What weights fitted without a row say about it; arrays of shape (n,).

    Attributes:
        score: overall score (for pairs: of the better prompt minus that of the worse one).
        held: whether the label lay in the interval fitted without the row; NaN without intervals.
        credibilities: what each fold chose.
    """

    score: Floats
    held: Floats
    credibilities: tuple[float, ...]


def judge(data: Labelled, prior: WeightSet, *, columns: Sequence[int] = ALL, seed: int = 0) -> HeldOut:
    """Return scores and coverage on folds left out; everything, shrinkage and interval too, is chosen on the other folds."""
    everything = np.arange(len(data.label))
    score, held, chosen = np.full(len(everything), np.nan), np.full(len(everything), np.nan), []
    for fold in group_folds(data.group, N_FOLDS, seed):
        train, test = data.take(np.setdiff1d(everything, fold)), data.take(fold)
        model = fit_nested(train, prior, columns=columns, seed=seed + 1)
        chosen.append(model.credibility)
        score[fold] = gaps(model, test) if data.kind == "pair" else model.scores(test.dimensions, test.domain)
        interval = interval_of(train, prior, model.credibility, columns=columns, seed=seed + 1)
        if interval is not None:
            held[fold] = covered(interval, model, test)
    return HeldOut(score, held, tuple(chosen))


def gaps(model: Fit, data: Labelled) -> Floats:
    """Return the score of the better prompt minus that of the worse one, for each pair."""
    return np.asarray(model.scores(data.better, data.domain) - model.scores(data.worse, data.domain))


def covered(interval: Interval, model: Fit, data: Labelled) -> Floats:
    """Return for each row whether what the interval promises holds, as 0 and 1."""
    if data.kind != "pair":
        low, high = interval.ends(model.scores(data.dimensions, data.domain))
        return ((data.label >= low - 1e-9) & (data.label <= high + 1e-9)).astype(np.float64)
    _, high = interval.ends(model.scores(data.better, data.domain))
    low, _ = interval.ends(model.scores(data.worse, data.domain))
    return (low <= high + 1e-9).astype(np.float64)


def interval_of(
    data: Labelled, prior: WeightSet, credibility: float, *, columns: Sequence[int] = ALL, seed: int = 0
) -> Interval | None:
    """Return the interval of overall from residuals of folds left out; None for a yes-or-no outcome or fewer than ten groups.

    Of a rating or outcome the interval holds the label of a new prompt. Of pairs it is as wide as it takes that, in the stated share of
    new pairs, the interval of the worse prompt does not lie wholly above that of the better one.
    """
    if data.n_groups < 10 or (data.kind != "pair" and len(np.unique(data.label)) < 3):
        return None
    everything = np.arange(len(data.label))
    left_out = np.zeros(len(everything))
    for fold in group_folds(data.group, N_FOLDS, seed):
        train, test = data.take(np.setdiff1d(everything, fold)), data.take(fold)
        model = fit(train, prior, credibility, columns=columns)
        left_out[fold] = gaps(model, test) if data.kind == "pair" else model.scores(test.dimensions, test.domain)
    if data.kind == "pair":
        half = max(conformal_quantile(-left_out, COVERAGE), 0.0) / 2
        covers = (
            "as wide as it takes that the interval of the worse of two prompts does not lie wholly above that of the better one"
        )
        return Interval(covers, COVERAGE, len(everything), (half,))
    what = "rating" if data.kind == "rating" else "outcome"
    return fit_interval(left_out, data.label, covers=f"the {what} of a new prompt, on the scale 0 to 1", has_line=False)
