"""The fitted tables of detection: small multinomial logistic regressions, one for the domain of a prompt.

The coefficients are in ``detection.json``, made by ``python -m promptsmith.calibration.detection_fit`` from prompts written for it.
Probabilities are calibrated by one temperature, chosen on texts of groups that were left out of the fit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.batch import Floats

TABLE_PATH = Path(__file__).with_name("detection.json")


@dataclass(frozen=True, eq=False)
class Softmax:
    """A multinomial logistic regression.

    Attributes:
        classes: the labels, in the order of the columns of what `logits` returns.
        columns: names of the input columns.
        weights: shape (n_columns, n_classes), already divided by the temperature.
        intercepts: shape (n_classes,), likewise.
        named: further constants of the model.
    """

    classes: tuple[str, ...]
    columns: tuple[str, ...]
    weights: Floats
    intercepts: Floats
    named: dict[str, float]

    def logits(self, columns: Floats) -> Floats:
        """Return the logits of each row of ``columns``, shape (n_rows, n_classes)."""
        return np.asarray(columns @ self.weights + self.intercepts, dtype=np.float64)


def probabilities(logits: Floats) -> Floats:
    """Return the softmax of each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@lru_cache(maxsize=1)
def detection_tables() -> dict[str, Softmax]:
    """Return the committed models by name: ``domain``."""
    stored = json.loads(TABLE_PATH.read_text(encoding="utf-8"))
    return {name: softmax_of(table) for name, table in stored.items()}


def softmax_of(table: dict[str, Any]) -> Softmax:
    """Return the model that one entry of the file describes."""
    weights: NDArray[np.float64] = np.array([table["weights"][name] for name in table["columns"]], dtype=np.float64)
    return Softmax(tuple(table["classes"]), tuple(table["columns"]), weights, np.array(table["intercepts"]), table["named"])
