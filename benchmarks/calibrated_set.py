"""Make promptsmith/scoring/calibrated.json: the weights of the calibrated set and its intervals.

    PROMPTSMITH_DATA=FOLDER python benchmarks/calibrated_set.py

The weights of overall are half those fitted to the pairs of levels of our own set ``ladder`` and half the expert ones. Half, because no
operator of the ladder spoils the form of a sentence, so that the fit alone gives clarity 0.06; among the fit alone, half and the expert
weights, half ordered the BPO pairs best (0.827, 0.812 and 0.801), which are judged nowhere. FollowBench and SLAB take no part in
the weights.

Intervals rest on scores of folds left out: clarity on rated questions, specificity on rated sentences, completeness on tasks with their
number of missing details. That of overall holds the score of another faithful wording of the same task: pairs of faithful paraphrases of
SLAB, whose accuracies are not read.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from accuracy import Floats, Measured, folds
from numpy.typing import NDArray

import promptsmith as ps
from promptsmith.calibration import form_fit
from promptsmith.calibration.conformal import fit_interval, held_out_coverage
from promptsmith.calibration.metrics import rows_of
from promptsmith.calibration.public_sets import find_folder, read_set
from promptsmith.scoring.intervals import Interval
from promptsmith.scoring.weights import CALIBRATED_PATH, DIMENSIONS, EXPERT, Row, WeightSet

FIT_SHARE = 0.5
LEAST_WORDS = 2
"""A sentence model can say nothing about a single word; the shortest rated question has two."""


def general_weights() -> dict[str, Row]:
    """Return the weights of every domain: `FIT_SHARE` of those fitted to the ladder, the rest expert."""
    ladder = ps.datasets.load("ladder")
    rows = ps.calibrate(ladder, label="level", kind="pair", group="template").table("fitted_weights").to_pylist()
    found: dict[str, Row] = {}
    for domain in EXPERT.domains:
        fitted = np.array([row["fitted"] for row in rows if row["domain"] == domain])
        mixed = np.round(FIT_SHARE * fitted + (1 - FIT_SHARE) * np.array(EXPERT.of(domain)), 3)
        mixed[mixed.argmax()] += 1 - mixed.sum()
        first, second, third, fourth = np.round(mixed, 3).tolist()
        found[domain] = (first, second, third, fourth)
    return found


def rows_by_fold(groups: NDArray[Any]) -> list[NDArray[np.int64]]:
    fold = folds(groups)
    return [np.flatnonzero(fold == number) for number in range(fold.max() + 1)]


def clarity(folder: Path, weights: WeightSet) -> tuple[Floats, Floats, Measured, list[NDArray[np.int64]]]:
    """Scores and ratings of the official train part, each by a table fitted without its fold."""
    rated = read_set(folder, "rating_wellformedness")
    train = rated["official_part"] == "train"
    measured, sets, request = Measured(rated["text"][train]), form_fit.sentence_sets(folder), form_fit.request_sets(folder)
    fitted, n = request.fit(), int(train.sum())
    inside = rows_by_fold(rated["text"][train])
    form = np.zeros(n)
    for fold in inside:
        # The rows after the rated ones are sentences of instructions; they stay.
        kept = np.setdiff1d(np.arange(sets.rated.matrix.shape[0]), fold)
        table = form_fit.make_table(
            form_fit.SentenceSets(sets.rated.take(kept), sets.titles, sets.corrupted).fit(), fitted, request.scales
        )
        form[fold] = measured.form_columns(table)["form"][fold]
    return measured.scores(weights, "clarity", form=form), rated["rating"][train].astype(np.float64), measured, inside


def specificity(folder: Path, weights: WeightSet) -> tuple[Floats, Floats, Measured, list[NDArray[np.int64]]]:
    rated = read_set(folder, "rating_specificity")
    measured = Measured(rated["text"])
    label = (rated["rating"].astype(np.float64) - 1) / 4
    return measured.scores(weights, "specificity"), label, measured, rows_by_fold(np.arange(len(label)))


def completeness(folder: Path, weights: WeightSet) -> tuple[Floats, Floats, Measured, list[NDArray[np.int64]]]:
    """Scores of tasks by request models fitted without their fold; the label is 1 without missing details, 0 with five or more."""
    tasks = read_set(folder, "vague_in3")
    sets, measured = form_fit.request_sets(folder), Measured(tasks["text"])
    inside, stated = rows_by_fold(tasks["text"]), np.zeros(len(tasks["text"]))
    still = (np.zeros(form_fit.N_COLUMNS), 0.0)
    for fold in inside:
        fitted = sets.fit(np.setdiff1d(np.arange(len(stated)), fold), None, None)
        stated[fold] = measured.form_columns(form_fit.make_table(still, fitted, sets.scales))["request_stated"][fold]
    label = 1 - np.clip(np.nan_to_num(tasks["n_missing"].astype(np.float64)), 0, 5) / 5
    return measured.scores(weights, "completeness", request_stated=stated), label, measured, inside


def rewordings(folder: Path, weights: WeightSet) -> tuple[Floats, Floats, Measured, list[NDArray[np.int64]]]:
    """Overall scores of faithful templates, and that of another one of the same task, drawn once."""
    columns = read_set(folder, "outcome_slab")
    faithful = np.flatnonzero(columns["correct"].astype(str) == "True")
    measured, task = Measured(columns["text"][faithful]), columns["task"][faithful].astype(str)
    score, other, rng = measured.scores(weights, "overall"), np.zeros(len(faithful)), np.random.default_rng(0)
    for rows in rows_of(task):
        drawn = rng.permutation(rows)
        other[drawn] = score[np.roll(drawn, 1)]
    return score, other, measured, rows_of(columns["family"][faithful])


COVERS = {
    "clarity": "the share of five people who would call a question like the rated ones well formed",
    "specificity": "the mean rating of people from general (0) to specific (1)",
    "completeness": "1 minus a fifth for each detail that people found missing, at most five",
    "overall": "the overall score of another faithful wording of the same task",
}


def intervals(folder: Path, weights: WeightSet) -> tuple[dict[str, Interval], list[dict[str, Any]]]:
    """Return the intervals, and how many labels those fitted without a fold hold."""
    found, told = {}, []
    for name, make in (
        ("clarity", clarity),
        ("specificity", specificity),
        ("completeness", completeness),
        ("overall", rewordings),
    ):
        score, label, measured, inside = make(folder, weights)
        has_line = name != "overall"
        n_words = measured.features["n_words"]
        reach = (int(n_words.min()), int(n_words.max()))
        found[name] = fit_interval(score, label, covers=COVERS[name], has_line=has_line, languages=("en",), n_words=reach)
        held = held_out_coverage(score, label, inside, has_line=has_line)
        low, high = found[name].ends(score)
        row = {"score": name, "n": len(score), "held_out_coverage": round(float(held.mean()), 4)}
        told.append({**row, "mean_width": round(float((high - low).mean()), 4)})
        print(told[-1], flush=True)
    return found, told


def main() -> None:
    folder = find_folder()
    plain = WeightSet("calibrated", general_weights(), "calibrated", 2, least_words=LEAST_WORDS)
    print(dict(zip(DIMENSIONS, plain.of("general"), strict=True)), flush=True)
    found, told = intervals(folder, plain)
    made = {"command": "python benchmarks/calibrated_set.py", "weights": "ladder, half expert", "intervals": told}
    WeightSet("calibrated", plain.domains, "calibrated", 2, intervals=found, least_words=LEAST_WORDS, made=made).to_json(
        CALIBRATED_PATH
    )


if __name__ == "__main__":
    sys.exit(main())
