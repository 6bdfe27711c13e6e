"""Form: how well the sentences of a text are formed, and how far its request can be worked on as it stands, as learned from people.

Two linear models over the same hashed columns of `features.form_tokens`; their coefficients are in ``form_table.npz``, made by
``python -m promptsmith.calibration.form_fit`` from public labelled sets. The table holds whole numbers per bucket, no text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.counting import sum_by_text
from promptsmith.features.form_tokens import SHAPE_VALUE, Grams, sentence_grams
from promptsmith.text.batch import Batch, Floats, Ints
from promptsmith.text.terms import Hits, TermSet

TERM_SETS: tuple[TermSet, ...] = ()
TABLE_PATH = Path(__file__).with_name("form_table.npz")

NAMED_LIMIT = 3.0
"""Standard deviations beyond which a named column counts no further, so that no single count can carry the value."""
SLOPE = 4.0
"""Steepness of the curve from linear values to [0, 1]: slope 1 in the middle, so values there keep their meaning as ratings."""


@dataclass(frozen=True, eq=False)
class FormTable:
    """Coefficients of the two models.

    Attributes:
        sentence: coefficients of the form of a sentence, shape (N_COLUMNS,), float32.
        request: coefficients of the request of a text, the same shape.
        intercepts: of the two models.
        named: for each named column of the request: coefficient, mean and standard deviation (of the logarithm of counts).
    """

    sentence: NDArray[np.float32]
    request: NDArray[np.float32]
    intercepts: tuple[float, float]
    named: dict[str, tuple[float, float, float]]


@lru_cache(maxsize=1)
def form_table() -> FormTable:
    """Return the committed coefficients."""
    with np.load(TABLE_PATH, allow_pickle=False) as stored:
        meta = json.loads(str(stored["meta"]))
        sentence, request = (
            stored[name].astype(np.float32) * np.float32(meta["steps"][name]) for name in ("sentence", "request")
        )
    named = {name: (row[0], row[1], row[2]) for name, row in meta["named"].items()}
    return FormTable(sentence, request, (meta["intercepts"][0], meta["intercepts"][1]), named)


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the form columns, one row per text, each 0 to 1.

    Columns:
        form (mean over the sentences of how well each is formed; about the share of raters who would call it a well-formed
        question or instruction), request_stated (how far the request can be worked on as it stands). A text without sentences has
        0.0 in both.
    """
    return look_up(batch, features, form_table())


def look_up(batch: Batch, features: dict[str, NDArray[Any]], table: FormTable) -> dict[str, NDArray[Any]]:
    """Return the form columns as some table gives them."""
    grams, sentences = sentence_grams(batch), batch.sentences
    form = sum_by_text(batch, sentences.text, _squash(_sentence_values(grams, table) + table.intercepts[0]))
    n_sentences = np.maximum(batch.n_sentences, 1)
    request = request_grams(batch, grams, table.request) + named_values(features, table.named) + table.intercepts[1]
    return {"form": form / n_sentences, "request_stated": np.where(batch.n_sentences > 0, _squash(request), 0.0)}


def sentence_forms(batch: Batch) -> tuple[Ints, Ints, Ints, Floats]:
    """Return text number, start and end (in positions of ``joined``) and form (0 to 1) of every sentence."""
    table = form_table()
    forms = _squash(_sentence_values(sentence_grams(batch), table) + table.intercepts[0])
    return batch.sentences.text, batch.sentences.start, batch.sentences.end, forms


def _squash(values: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-SLOPE * (values - 0.5))))


def _shape_sums(grams: Grams, coefficients: NDArray[np.float32]) -> Floats:
    return np.asarray(coefficients[grams.shapes].sum(axis=1, dtype=np.float64) * SHAPE_VALUE)


def _sentence_values(grams: Grams, table: FormTable) -> Floats:
    return np.asarray(grams.sums(table.sentence) / np.sqrt(np.maximum(grams.n_entries, 1)) + _shape_sums(grams, table.sentence))


def request_grams(batch: Batch, grams: Grams, coefficients: NDArray[np.float32]) -> Floats:
    """Return the part of the request that comes from n-grams (over the root of their number in the text) and shapes (their mean)."""
    text = batch.sentences.text
    total = sum_by_text(batch, text, grams.sums(coefficients))
    n_entries = sum_by_text(batch, text, grams.n_entries.astype(np.float64))
    shapes = sum_by_text(batch, text, _shape_sums(grams, coefficients)) / np.maximum(batch.n_sentences, 1)
    return np.asarray(total / np.sqrt(np.maximum(n_entries, 1.0)) + shapes)


def named_column(features: dict[str, NDArray[Any]], name: str) -> Floats:
    """Return a named column as the request reads it: counts as ``log(1 + count)``."""
    values = np.asarray(features[name], dtype=np.float64)
    return np.log1p(values) if name.startswith("n_") else values


def named_values(features: dict[str, NDArray[Any]], named: dict[str, tuple[float, float, float]]) -> Floats:
    """Return the part of the request that comes from named columns."""
    total = np.zeros(len(features["n_words"]))
    for name, (coefficient, mean, deviation) in named.items():
        scaled = (named_column(features, name) - mean) / deviation
        total += coefficient * np.clip(scaled, -NAMED_LIMIT, NAMED_LIMIT)
    return total
