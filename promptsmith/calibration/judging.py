"""What a calibration is worth: figures on groups left out, beside the expert weights and beside counting words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.calibration.fitting import ALL, Fit, HeldOut, Labelled, judge
from promptsmith.calibration.metrics import Estimate, auc, resampled, spearman, wins, within
from promptsmith.scoring.weights import DIMENSIONS, WeightSet

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MAX_BINS = 10
ROWS_PER_BIN = 10
"""Fewest texts behind a point of the reliability curve. Judgement."""

BETTER, OPEN, WORSE = "better than counting words", "not shown to be better than counting words", "worse than counting words"


@dataclass(frozen=True, eq=False)
class Rivals:
    """Scores of the same rows that need no fit; for pairs the better side minus the worse one.

    Attributes:
        words: number of words.
        expert: the score with the expert set.
        unfitted: the expert weights over the dimensions that were fitted.
    """

    words: Floats
    expert: Floats
    unfitted: Floats


def metric_of(data: Labelled) -> tuple[str, Callable[[Floats, Integers], float]]:
    """Return the name of the metric that fits the labels, and the metric of a score over some rows."""
    if data.kind == "pair":
        return "share of pairs", lambda score, rows: wins(score[rows])
    if data.is_within:
        return "mean Spearman in group", lambda score, rows: float(
            within(score[rows], data.label[rows], data.group[rows]).mean()
        )
    if len(np.unique(data.label)) == 2:
        return "AUC", lambda score, rows: auc(score[rows], data.label[rows])
    return "Spearman", lambda score, rows: spearman(score[rows], data.label[rows])


def figures(data: Labelled, held: HeldOut, rivals: Rivals, prior: WeightSet, *, seed: int = 0) -> list[dict[str, Any]]:
    """Return one row per figure, as the table ``figures`` declares them: fitted, rivals, subsets of pairs, ablations, coverage.

    Every figure of a fit is made of scores of folds left out; its interval comes from drawing whole groups again.
    """
    name, metric = metric_of(data)
    draws = resampled(data.group, seed=seed)
    everything = np.arange(len(data.label))
    table = _Table(data, name, metric, draws, rivals.words)
    table.add("fitted weights, on groups left out", held.score, everything)
    table.add("expert weights over the same dimensions", rivals.unfitted, everything)
    table.add("expert score", rivals.expert, everything)
    table.add("word count", rivals.words, everything)
    if data.kind == "pair":
        for subset, rows in pair_subsets(rivals.words).items():
            table.add(f"fitted weights, {subset}", held.score, rows)
    for number, dimension in enumerate(DIMENSIONS):
        others = [column for column in ALL if column != number]
        table.add(f"without {dimension}", judge(data, prior, columns=others, seed=seed).score, everything)
    if not np.isnan(held.held).all():
        inside = _mean_estimate(held.held, draws)
        table.rows.append(_row("interval of overall", len(everything), data.n_groups, "share inside, aim 0.90", inside))
    return table.rows


class _Table:
    def __init__(
        self,
        data: Labelled,
        name: str,
        metric: Callable[[Floats, Integers], float],
        draws: list[Integers],
        words: Floats,
    ) -> None:
        self.rows: list[dict[str, Any]] = []
        self._data, self._name, self._metric, self._draws, self._words = data, name, metric, draws, words
        self._of_words = np.array([metric(words, draw) for draw in draws])

    def add(self, figure: str, score: Floats, rows: Integers) -> None:
        """Add the figure of a score over some rows, with its difference from counting words on the same draws."""
        if not len(rows):
            return
        draws, words = self._draws, self._of_words
        if len(rows) < len(score):
            chosen = np.isin(np.arange(len(score)), rows)
            draws = [draw[chosen[draw]] for draw in self._draws if chosen[draw].any()]
            words = np.array([self._metric(self._words, draw) for draw in draws])
        mine = np.array([self._metric(score, draw) for draw in draws])
        value, baseline = self._metric(score, rows), self._metric(self._words, rows)
        estimate = Estimate(value, *np.quantile(mine, [0.025, 0.975]).tolist())
        low, high = np.quantile(mine - words, [0.025, 0.975]).tolist()
        n_groups = len(set(self._data.group[rows].tolist()))
        row = _row(figure, len(rows), n_groups, self._name, estimate)
        if score is not self._words:
            verdict = BETTER if low > 0 else WORSE if high < 0 else OPEN
            row |= {"word_count": baseline, "difference_low": low, "difference_high": high, "verdict": verdict}
        self.rows.append(row)


def _mean_estimate(values: Floats, draws: list[Integers]) -> Estimate:
    low, high = np.nanquantile([np.nanmean(values[draw]) for draw in draws], [0.025, 0.975])
    return Estimate(float(np.nanmean(values)), float(low), float(high))


def _row(figure: str, n: int, n_groups: int, metric: str, estimate: Estimate) -> dict[str, Any]:
    empty = {"word_count": None, "difference_low": None, "difference_high": None, "verdict": None}
    found = {"value": estimate.value, "low": estimate.low, "high": estimate.high}
    return {"figure": figure, "n": n, "n_groups": n_groups, "metric": metric, **found, **empty}


def pair_subsets(longer: Floats) -> dict[str, Integers]:
    """Return the rows of pairs by length: equal (within one word), and those whose better side is shorter.

    Args:
        longer: words of the better side minus words of the worse side, shape (n,).
    """
    return {
        "pairs of equal length": np.flatnonzero(np.abs(longer) <= 1),
        "pairs whose better side is shorter": np.flatnonzero(longer < 0),
    }


def reliability(score: Floats, label: Floats) -> list[dict[str, Any]]:
    """Return points of the reliability curve: equal groups of scores, their mean score and mean label.

    On the diagonal a score means what it says.

    Source:
        Murphy and Winkler (1977), Applied Statistics 26, 41-47; equal groups instead of equal steps, so that every point has as many texts.
    """
    n_bins = int(np.clip(len(score) // ROWS_PER_BIN, 1, MAX_BINS))
    points = []
    for rows in np.array_split(np.argsort(score, kind="stable"), n_bins):
        low, high = float(score[rows].min()), float(score[rows].max())
        points.append(
            {
                "low": low,
                "high": high,
                "n": len(rows),
                "predicted": float(score[rows].mean()),
                "seen": float(label[rows].mean()),
            }
        )
    return points


def weight_rows(model: Fit, prior: WeightSet, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return one row per domain and dimension: expert weight, weight of the fit alone, and the weight used.

    Args:
        model: the fit to all rows.
        prior: the weights it was shrunk towards.
        counts: number of groups behind each domain that was fitted.
    """
    rows = []
    for domain, used in model.rows.items():
        alone = model.fitted.get(domain)
        for number, dimension in enumerate(DIMENSIONS):
            rows.append(
                {
                    "domain": domain,
                    "dimension": dimension,
                    "n_groups": counts.get(domain, 0),
                    "expert": prior.of(domain)[number],
                    "fitted": None if alone is None else alone[number],
                    "weight": used[number],
                }
            )
    return rows
