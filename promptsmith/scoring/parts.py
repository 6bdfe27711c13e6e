"""What each dimension is made of: named parts between 0 and 1, computed for whole columns.

The weights are judgement, chosen so that no single part decides a dimension; they sum to 1 within each dimension. Counts enter through
``1 - exp(-count / k)``, full at 3 k: the first mention says
much, the tenth nothing, so length alone does not carry a score. Columns come from
`features`; ``n_bounds`` counts typed limits and ``checklist_share`` the share of the domain's checklist that is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Features = Mapping[str, NDArray[Any]]
Floats = NDArray[np.float64]

READABLE_SENTENCE = 25.0
"""Words. Sentences longer than this cost readers; plain-language guides put the limit between 20 and 25."""

UNREADABLE_SENTENCE = 60.0
"""Words from which a mean sentence length gives no credit at all. Judgement."""

PLAIN_LENGTH = 60.0
"""Words up to which a prompt needs no layout of its own. Judgement; the median real prompt has 13 words."""

LAID_OUT_LENGTH = 260.0
"""Words from which a prompt is expected to be laid out in parts. Judgement."""

FULL_SCALES = 3.0
"""A count of this many scales earns all there is to earn: one more mention in a long brief must not buy anything. Judgement."""

AMBIGUITY_STEP = 0.1
"""Ambiguity is a share of words, so it moves with every sentence added; smaller differences than this say nothing. Judgement."""

SCAFFOLDING = 0.30
"""Share of function words that counts as full sentences; running English and Spanish prose has 0.40 to 0.50."""


MANY = 8.0
"""Names, numbers or limits at which their logarithmic share is full. Judgement."""

RICH = 400.0
"""Different content words at which their logarithmic share is full: a page of text. Judgement; more say nothing new."""


@dataclass(frozen=True)
class Part:
    """One measured part of a dimension: its weight in the dimension, what it says, and its value in [0, 1]."""

    dimension: str
    weight: float
    label: str
    value: Callable[[Features], Floats]


def _saturate(count: NDArray[Any], scale: float) -> Floats:
    share = (1.0 - np.exp(-np.asarray(count, dtype=np.float64) / scale)) / (1.0 - np.exp(-FULL_SCALES))
    return np.asarray(np.minimum(share, 1.0))


def _unambiguous(f: Features) -> Floats:
    return np.asarray(1.0 - np.round(f["ambiguity"] / AMBIGUITY_STEP) * AMBIGUITY_STEP)


def _scaffolding(f: Features) -> Floats:
    return np.minimum(np.asarray(f["share_function_words"], dtype=np.float64) / SCAFFOLDING, 1.0)


def _request(f: Features) -> Floats:
    return np.asarray(f["has_request"], dtype=np.float64)


def _sentence_length(f: Features) -> Floats:
    room = (UNREADABLE_SENTENCE - f["mean_sentence_words"]) / (UNREADABLE_SENTENCE - READABLE_SENTENCE)
    return np.clip(room, 0.0, 1.0)


def _named(f: Features) -> Floats:
    return _saturate(f["n_named"] + f["n_technical_terms"], 3.0)


def _bounded(f: Features) -> Floats:
    return _saturate(f["n_numbers"] + 2.0 * f["n_bounds"], 3.0)


def _concrete(f: Features) -> Floats:
    return np.asarray(_saturate(f["n_content_words"], 6.0) * _unambiguous(f))


def _laid_out(f: Features) -> Floats:
    need = np.clip((f["n_words"] - PLAIN_LENGTH) / (LAID_OUT_LENGTH - PLAIN_LENGTH), 0.0, 1.0)
    have = _saturate(f["n_list_items"] / 3.0 + f["n_headings"] + f["n_labels"] / 2.0 + (f["n_paragraphs"] - 1.0) / 2.0, 1.0)
    return np.asarray(1.0 - need * (1.0 - have))


def _sentences_apart(f: Features) -> Floats:
    """Sentences and items per 20 words: one breathless clause chain is not a structure."""
    return np.clip(f["n_sentences"] * 20.0 / np.maximum(f["n_words"], 1), 0.0, 1.0)


def _form_asked(f: Features) -> Floats:
    return _saturate(f["n_format_words"] + f["n_constraint_words"] + f["n_bounds"], 2.0)


def _checklist(f: Features) -> Floats:
    """Share of the domain's checklist; without a domain, the five things any task can state."""
    general = np.mean(
        [
            _saturate(f[name], 1.0)
            for name in ("n_audience_words", "n_purpose_words", "n_format_words", "n_example_words", "n_constraint_words")
        ],
        axis=0,
    )
    share = np.asarray(f["checklist_share"], dtype=np.float64)
    return np.where(np.isnan(share), general, share)


def _material(f: Features) -> Floats:
    """Enough said to work with: content words, whatever they are."""
    return _saturate(f["n_content_words"], 12.0)


def _open_points(f: Features) -> Floats:
    return np.asarray(f["handles_missing"], dtype=np.float64)


PARTS = (
    Part("clarity", 0.45, "wording that can be read in one way", _unambiguous),
    Part("clarity", 0.20, "full sentences", _scaffolding),
    Part("clarity", 0.20, "a request that can be recognised", _request),
    Part("clarity", 0.15, "sentences of readable length", _sentence_length),
    Part("specificity", 0.40, "things called by name", _named),
    Part("specificity", 0.30, "numbers and limits", _bounded),
    Part("specificity", 0.30, "concrete wording", _concrete),
    Part("structure", 0.45, "layout that fits the length", _laid_out),
    Part("structure", 0.25, "sentences and items kept apart", _sentences_apart),
    Part("structure", 0.30, "form of the answer", _form_asked),
    Part("completeness", 0.65, "questions of the domain answered", _checklist),
    Part("completeness", 0.30, "material to work with", _material),
    Part("completeness", 0.05, "what to do about open points", _open_points),
)


def _log_share(count: NDArray[Any], full: float) -> Floats:
    """``log(1 + count)``, full at ``full``: grows on for longer than `_saturate`, so it orders long texts too."""
    share = np.log1p(np.asarray(count, dtype=np.float64)) / np.log1p(full)
    return np.asarray(np.minimum(share, 1.0))


def _column(name: str) -> Callable[[Features], Floats]:
    return lambda f: np.asarray(f[name], dtype=np.float64)


def _rare(f: Features) -> Floats:
    return np.asarray(1.0 - f["share_known"])


def _answer_form(f: Features) -> Floats:
    # Words of a bare list of keywords name a form without asking for it.
    said = np.maximum(f["n_format_words"] + f["n_constraint_words"] - f["n_listed_words"], 0)
    return _log_share(said + f["n_bounds"], MANY)


CALIBRATED_PARTS = (
    Part("clarity", 0.80, "well-formed sentences", _column("form")),
    Part("clarity", 0.10, "wording that can be read in one way", _unambiguous),
    Part("clarity", 0.10, "sentences of readable length", _sentence_length),
    Part("specificity", 0.55, "different content words", lambda f: _log_share(f["n_distinct_content_words"], RICH)),
    Part("specificity", 0.13, "things called by name", lambda f: _log_share(f["n_named"] + f["n_technical_terms"], MANY)),
    Part("specificity", 0.12, "numbers", lambda f: _log_share(f["n_numbers"], MANY)),
    Part("specificity", 0.05, "limits", lambda f: _log_share(f["n_bounds"], MANY)),
    Part("specificity", 0.10, "words that are not among the commonest", _rare),
    Part("specificity", 0.05, "wording that can be read in one way", _unambiguous),
    Part("structure", 0.30, "layout that fits the length", _laid_out),
    Part("structure", 0.15, "sentences and items kept apart", _sentences_apart),
    Part("structure", 0.15, "inputs set apart from the instruction", _column("share_set_apart")),
    Part("structure", 0.10, "nothing said twice", _column("share_first_said")),
    Part("structure", 0.30, "form of the answer", _answer_form),
    Part("completeness", 0.60, "a request that can be worked on as it stands", _column("request_stated")),
    Part("completeness", 0.15, "questions of the domain answered", _checklist),
    Part("completeness", 0.20, "material to work with", lambda f: _log_share(f["n_distinct_content_words"], RICH)),
    Part("completeness", 0.05, "what to do about open points", _open_points),
)

PART_SETS = {"expert": PARTS, "calibrated": CALIBRATED_PARTS}


def part_values(features: Features, parts: tuple[Part, ...] = PARTS) -> Floats:
    """Return the value of every part, shape (n_texts, n_parts), each in [0, 1]."""
    return np.clip(np.stack([part.value(features) for part in parts], axis=1), 0.0, 1.0)
