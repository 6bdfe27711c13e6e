"""The command that makes ``features/detection.json``: logistic regressions that tell the domain of a prompt.

    python -m promptsmith.calibration.detection_fit

Fitted to our own sets ``detection``, ``domains`` and ``samples``, without the groups that `is_held_out` names. ``ladder`` takes no part,
so that a set by another hand is left to test with. scikit-learn fits; what is stored is a few hundred numbers, and nothing of it is
needed to detect.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import BUILT_IN_DOMAINS
from promptsmith.datasets.own import rows_of
from promptsmith.features import domain
from promptsmith.features.detection import TABLE_PATH, Softmax, probabilities
from promptsmith.features.families import term_sets
from promptsmith.text.batch import Batch
from promptsmith.text.terms import TermMatcher

Floats = NDArray[np.float64]

FITTED_SETS = ("detection", "domains", "samples")
STRENGTH = 1.0
"""Inverse strength of the penalty. Judgement: 0.3 to 10 gave log losses within 0.02 of each other in grouped cross-validation."""
FOLDS = 5
TEMPERATURES = np.exp(np.linspace(np.log(0.4), np.log(2.5), 43))
DIGITS = 4


@dataclass(frozen=True)
class Labelled:
    """One labelled prompt; ``group`` is its set and template (or, in ``samples``, its domain and number)."""

    text: str
    group: str
    name: str
    language: str
    kind: str
    domain: str
    intent: str
    level: int | None


def labelled(name: str) -> list[Labelled]:
    """Return the prompts of one of our sets."""
    return [
        Labelled(
            text=row.get("text") or row["prompt"],
            group=f"{name}:{_group(row)}",
            name=str(row["id"]),
            language=row["language"],
            kind=row.get("kind", "plain"),
            domain=row["domain"],
            intent=row["intent"],
            level=row["level"] if name == "ladder" else None,
        )
        for row in rows_of(name)
    ]


def _group(row: dict[str, Any]) -> str:
    if "template" in row:
        return str(row["template"])
    parts = row["id"].split("-")  # the samples of a domain with one number are versions of each other in two languages
    return f"{parts[0]}-{parts[-1]}"


def is_held_out(group: str) -> bool:
    """Tell whether a group is kept for the last measurement: about one in five, by a checksum of its name."""
    return zlib.crc32(group.encode("utf-8")) % 5 == 0


def fold_of(group: str) -> int:
    """Return the fold of a group in cross-validation, by a checksum that is independent of `is_held_out`."""
    return zlib.crc32(f"fold {group}".encode()) % FOLDS


def domain_input(texts: Sequence[str]) -> tuple[Floats, Floats]:
    """Return the input columns of the domain model, and the evidence of each built-in domain with the length, for `own_constants`."""
    batch = Batch.of(list(texts))
    evidence = domain.find_evidence(batch, TermMatcher(term_sets()).find(batch))
    table = np.stack([evidence[domain.PREFIX + name] for name in BUILT_IN_DOMAINS], axis=1)
    return domain.evidence_columns(batch, evidence, BUILT_IN_DOMAINS), np.column_stack((table, batch.n_words))


def fit_softmax(columns: Floats, labels: NDArray[Any], classes: Sequence[str], names: Sequence[str]) -> Softmax:
    """Return the penalised multinomial regression, not yet calibrated."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=3000, tol=1e-8).fit(columns, labels)
    order = [list(model.classes_).index(name) for name in classes]
    return Softmax(tuple(classes), tuple(names), model.coef_[order].T.copy(), model.intercept_[order].copy(), {})


def out_of_fold(columns: Floats, labels: NDArray[Any], groups: Sequence[str], classes: Sequence[str]) -> Floats:
    """Return the logits of each row from a model that saw nothing of the row's fold."""
    names = [str(number) for number in range(columns.shape[1])]
    folds = np.array([fold_of(group) for group in groups])
    logits = np.zeros((len(labels), len(classes)))
    for fold in range(FOLDS):
        inside = folds != fold
        logits[~inside] = fit_softmax(columns[inside], labels[inside], classes, names).logits(columns[~inside])
    return logits


def best_temperature(logits: Floats, labels: NDArray[Any], classes: Sequence[str]) -> float:
    """Return the divisor of the logits with the smallest log loss (Guo et al. 2017), out of 43 between 0.4 and 2.5."""
    places = np.array([list(classes).index(label) for label in labels])
    rows = np.arange(len(places))
    losses = [-np.log(probabilities(logits / t)[rows, places]).mean() for t in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])


def calibrated(
    columns: Floats, labels: NDArray[Any], groups: Sequence[str], classes: Sequence[str], names: Sequence[str]
) -> Softmax:
    """Return the model fitted to all rows, divided by the temperature that suits what it says of left-out groups."""
    temperature = best_temperature(out_of_fold(columns, labels, groups, classes), labels, classes)
    model = fit_softmax(columns, labels, classes, names)
    return Softmax(model.classes, model.columns, model.weights / temperature, model.intercepts / temperature, {})


def own_constants(evidence: Floats, labels: NDArray[Any]) -> dict[str, float]:
    """Return what the evidence of one special domain says for it against the plain one: a regression that all of them share."""
    from sklearn.linear_model import LogisticRegression

    rows, targets = [], []
    for number, name in enumerate(BUILT_IN_DOMAINS):
        if name != "general":
            chosen = (labels == name) | (labels == "general")
            own = evidence[chosen, number]
            rows.append(np.column_stack((np.log1p(own), own / np.sqrt(evidence[chosen, -1] + domain.PADDING))))
            targets.append(labels[chosen] == name)
    # Balanced, since a text of the plain domain stands against each special one.
    model = LogisticRegression(C=STRENGTH, class_weight="balanced").fit(np.concatenate(rows), np.concatenate(targets))
    log, density = model.coef_[0].tolist()
    return {"own_intercept": float(model.intercept_[0]), "own_log": log, "own_density": density}


def fit_domain(prompts: Sequence[Labelled]) -> Softmax:
    """Return the domain model of some prompts."""
    columns, evidence = domain_input([prompt.text for prompt in prompts])
    labels = np.array([prompt.domain for prompt in prompts])
    names = [f"{kind}_{name}" for kind in domain.COLUMNS for name in BUILT_IN_DOMAINS]
    model = calibrated(columns, labels, [prompt.group for prompt in prompts], BUILT_IN_DOMAINS, names)
    return Softmax(model.classes, model.columns, model.weights, model.intercepts, own_constants(evidence, labels))


def fitted_prompts() -> list[Labelled]:
    """Return the prompts the committed tables are fitted to."""
    return [prompt for name in FITTED_SETS for prompt in labelled(name) if not is_held_out(prompt.group)]


def table_of(model: Softmax) -> dict[str, Any]:
    """Return a model as it is stored, rounded to `DIGITS` places."""
    rows = zip(model.columns, np.round(model.weights, DIGITS).tolist(), strict=True)
    return {
        "classes": list(model.classes),
        "columns": list(model.columns),
        "intercepts": np.round(model.intercepts, DIGITS).tolist(),
        "named": {name: round(value, DIGITS) for name, value in model.named.items()},
        "weights": dict(rows),
    }


def write_tables(path: Path = TABLE_PATH) -> None:
    """Fit the models and write them."""
    prompts = fitted_prompts()
    path.write_text(json.dumps({"domain": table_of(fit_domain(prompts))}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_tables()
