"""The command that makes ``features/form_table.npz``: two linear models of form, each fitted to several sets at once.

One ridge problem per model: rows are rated texts (target: the rating) and differences of pairs (target: a margin), each set with a
weight of its own. The columns are those of `features.form_tokens`, so what is fitted is what is looked up.

    python -m promptsmith.calibration.form_fit FOLDER

FOLDER holds the public sets as Parquet files. Sources of the sentence model: query-wellformedness (CC-BY-SA-4.0, official train part only),
MQR (Stack Exchange titles, CC-BY-SA-4.0), and sentences of permissively licensed prompt collections with their corrupted versions. Of the
request model: IN3 (Apache-2.0), ClariQ (none stated), TREC CAsT rewrites (MIT). The table holds sums of hashed counts only.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.calibration.corrupt import OPERATORS, corrupt
from promptsmith.calibration.public_sets import count_words, find_folder, read_set
from promptsmith.features import form, variety
from promptsmith.features.families import FAMILIES, term_sets
from promptsmith.features.form_tokens import FIRST_SHAPE, N_COLUMNS, N_PAIRS, SHAPE_VALUE, sentence_grams
from promptsmith.text.batch import Batch, batches
from promptsmith.text.terms import TermMatcher

Floats = NDArray[np.float64]

INSTRUCTION_SOURCES = (
    "self_instruct",
    "promptsource",
    "arena_hard",
    "nl2bash",
    "oasst_lottery",
    "prompts_chat",
    "fabric",
    "advising",
)
INSTRUCTION_RATING = 0.8
"""Rating assumed for a whole sentence of a published collection of instructions. Judgement: the rated set holds questions only, and
without this every instruction counts as badly formed."""
INSTRUCTION_WEIGHT = 0.2
"""Weight of such a sentence beside a rated question. Judgement: enough to place their level, too little to decide an order."""
MAX_SENTENCES = 450
"""Sentences taken from one collection, so that none decides."""

NAMED_SIGNS = {
    "ambiguity": -1,
    "n_named": 1,
    "n_numbers": 1,
    "n_bounds": 1,
    "n_distinct_content_words": 1,
    "n_technical_terms": 1,
    "has_request": 1,
    "n_format_words": 1,
    "n_constraint_words": 1,
    "n_audience_words": 1,
    "n_purpose_words": 1,
    "n_example_words": 1,
    "share_function_words": 0,
    "share_known": 0,
    "n_verbs": 0,
}
"""Named columns of the request and the sign that their meaning demands (0: none). A column that would get the other sign is left out."""
NAMED_VALUE = 0.15
"""Value of a named column at one standard deviation, beside n-grams. Judgement: strong enough to be used, too weak to decide."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of one set in a ridge problem: sparse columns, target, weight of each row, and whether the set has its own intercept."""

    matrix: Any
    target: Floats
    weight: Floats
    has_intercept: bool = True

    def take(self, index: NDArray[Any]) -> Rows:
        """Return some of the rows."""
        return Rows(self.matrix[index], self.target[index], self.weight[index], self.has_intercept)


def solve(sets: Sequence[Rows], damping: float, iterations: int = 80) -> tuple[Floats, list[float]]:
    """Return the coefficients and the intercept of each set that minimise weighted squares plus ``damping`` times the squared norm."""
    from scipy import sparse
    from scipy.sparse.linalg import lsqr

    centres = [float(np.average(rows.target, weights=rows.weight)) if rows.has_intercept else 0.0 for rows in sets]
    roots = [np.sqrt(rows.weight) for rows in sets]
    # One free column per set takes up the difference between the centre and the intercept.
    free = sparse.block_diag([root[:, None] * rows.has_intercept for root, rows in zip(roots, sets, strict=True)])
    scaled = sparse.vstack([sparse.diags(root) @ rows.matrix for root, rows in zip(roots, sets, strict=True)])
    design = sparse.hstack([scaled, free * 10.0]).tocsr()
    target = np.concatenate([root * (rows.target - centre) for root, rows, centre in zip(roots, sets, centres, strict=True)])
    found = lsqr(design, target, damp=np.sqrt(damping), iter_lim=iterations)[0]
    n = sets[0].matrix.shape[1]
    return found[:n], [centre + 10.0 * float(step) for centre, step in zip(centres, found[n:], strict=True)]


def sentence_matrix(texts: Sequence[str]) -> Any:
    """Return the columns of each text, the mean over its sentences, as a sparse matrix of shape (n_texts, N_COLUMNS)."""
    from scipy import sparse

    parts = []
    for batch in batches(texts):
        grams, text = sentence_grams(batch), batch.sentences.text
        share = 1.0 / np.maximum(batch.n_sentences, 1)
        sentence, column, value = grams.flat()
        value = value / np.sqrt(grams.n_entries[sentence]) * share[text[sentence]]
        parts.append(_matrix(batch, text[sentence], column, value, grams.shapes, text, SHAPE_VALUE * share[text]))
    # Pairs with whole content words are left to the request: in the sentence model they made unseen sites worse (0.79 to 0.78).
    kept = np.ones(N_COLUMNS)
    kept[FIRST_SHAPE - N_PAIRS : FIRST_SHAPE] = 0.0
    return (sparse.vstack(parts) @ sparse.diags(kept)).tocsr()


def request_matrix(texts: Sequence[str], scales: dict[str, tuple[float, float]]) -> Any:
    """Return the columns of each text as the request reads them, and its scaled named columns after them."""
    from scipy import sparse

    matcher = TermMatcher(term_sets())
    parts = []
    for batch in batches(texts):
        grams, text = sentence_grams(batch), batch.sentences.text
        n_entries = np.bincount(text, weights=grams.n_entries, minlength=len(batch))
        sentence, column, value = grams.flat()
        value = value / np.sqrt(n_entries[text[sentence]])
        share = SHAPE_VALUE / np.maximum(batch.n_sentences, 1)[text]
        columns = _matrix(batch, text[sentence], column, value, grams.shapes, text, share)
        features = _features(batch, matcher)
        named = [
            np.clip((form.named_column(features, name) - mean) / deviation, -form.NAMED_LIMIT, form.NAMED_LIMIT) * NAMED_VALUE
            for name, (mean, deviation) in scales.items()
        ]
        parts.append(sparse.hstack([columns, sparse.csr_matrix(np.stack(named, axis=1))]))
    return sparse.vstack(parts).tocsr()


def _matrix(batch: Batch, text: Any, column: Any, value: Any, shapes: Any, shape_text: Any, shape_value: Any) -> Any:
    from scipy import sparse

    rows = np.concatenate((text, np.repeat(shape_text, shapes.shape[1])))
    values = np.concatenate((value, np.repeat(shape_value, shapes.shape[1])))
    columns = np.concatenate((column, shapes.ravel()))
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(batch), N_COLUMNS))


def _features(batch: Batch, matcher: TermMatcher) -> dict[str, NDArray[Any]]:
    """Return the columns of the families before the form (which needs the table that is being made)."""
    hits = matcher.find(batch)
    features: dict[str, NDArray[Any]] = {}
    for family in (*FAMILIES, variety):
        features.update(family.compute(batch, hits, features))
    return features


def named_scales(texts: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Return mean and standard deviation of each named column over ``texts``."""
    matcher = TermMatcher(term_sets())
    parts = [_features(batch, matcher) for batch in batches(texts)]
    scales = {}
    for name in NAMED_SIGNS:
        values = np.concatenate([form.named_column(part, name) for part in parts])
        scales[name] = (float(values.mean()), max(float(values.std()), 1e-6))
    return scales


def instruction_sentences(folder: Path) -> list[str]:
    """Return whole sentences of published instructions: 5 to 30 words, a capital first, a closing mark, plain ASCII."""
    columns = read_set(folder, "real_prompts")
    found: list[str] = []
    for source in INSTRUCTION_SOURCES:
        texts = columns["text"][columns["source"] == source]
        mine: list[str] = []
        for number in np.random.default_rng(0).permutation(len(texts)).tolist():
            for piece in re.split(r"(?<=[.?!])\s+|\n+", texts[number]):
                sentence = " ".join(piece.split())
                if _is_plain(sentence):
                    mine.append(sentence)
            if len(mine) >= MAX_SENTENCES:
                break
        found += mine[:MAX_SENTENCES]
    return found


def _is_plain(sentence: str) -> bool:
    return (
        5 <= sentence.count(" ") + 1 <= 30
        and sentence[0].isupper()
        and sentence[-1] in ".?"
        and sentence.isascii()
        and "{" not in sentence
    )


@dataclass(frozen=True, eq=False)
class SentenceSets:
    """What the sentence model is fitted to: rated questions with instructions, edited titles, and instructions against corrupted ones."""

    rated: Rows
    titles: Rows
    corrupted: Rows

    def fit(self, titles: NDArray[Any] | None = None) -> tuple[Floats, float]:
        """Return coefficients and intercept, from all titles or some of them."""
        chosen = self.titles if titles is None else self.titles.take(titles)
        coefficients, intercepts = solve([self.rated, chosen, self.corrupted], damping=3.0, iterations=50)
        return coefficients, intercepts[0]


def pair_weights(worse: NDArray[Any], better: NDArray[Any]) -> Floats:
    """Return a weight for each pair that lets the pairs in which length says nothing, or the wrong thing, count more."""
    n_worse, n_better = count_words(worse), count_words(better)
    weights = np.where(n_better < n_worse, 6.0, np.where(np.abs(n_better - n_worse) <= 1, 1.5, 0.7))
    return np.asarray(weights, dtype=np.float64)


def sentence_sets(folder: Path) -> SentenceSets:
    """Return the rows of the sentence model."""
    from scipy import sparse

    rated = read_set(folder, "rating_wellformedness")
    train = rated["official_part"] == "train"
    questions = sentence_matrix(list(rated["text"][train]))
    pairs = read_set(folder, "pairs_mqr")
    titles = sentence_matrix(list(pairs["better"])) - sentence_matrix(list(pairs["worse"]))
    sentences = instruction_sentences(folder)
    rng = random.Random(0)
    worse = [corrupt(sentence, rng.choice(OPERATORS), rng) for sentence in sentences]
    whole = sentence_matrix(sentences)
    rating, n = rated["rating"][train].astype(np.float64), len(sentences)
    return SentenceSets(
        Rows(
            sparse.vstack([questions, whole]).tocsr(),
            np.concatenate((rating, np.full(n, INSTRUCTION_RATING))),
            np.concatenate((np.ones(len(rating)), np.full(n, INSTRUCTION_WEIGHT))),
        ),
        Rows(titles, np.full(titles.shape[0], 0.6), 3.0 * pair_weights(pairs["worse"], pairs["better"]), has_intercept=False),
        Rows((whole - sentence_matrix(worse)).tocsr(), np.full(n, 0.4), np.full(n, 0.3), has_intercept=False),
    )


@dataclass(frozen=True, eq=False)
class RequestSets:
    """What the request model is fitted to: tasks, searches, and turns of a conversation against their self-contained versions."""

    tasks: Rows
    searches: Rows
    turns: Rows
    scales: dict[str, tuple[float, float]]

    def fit(self, *parts: NDArray[Any] | None) -> tuple[Floats, dict[str, float], float]:
        """Return bucket coefficients, coefficients of named columns and the intercept, from all rows or some of each set."""
        sets = [self.tasks, self.searches, self.turns]
        if parts:
            sets = [rows if part is None else rows.take(part) for rows, part in zip(sets, parts, strict=True)]
        names = list(self.scales)
        left_out: set[int] = set()
        while True:
            kept = np.ones(N_COLUMNS + len(names))
            kept[[N_COLUMNS + number for number in left_out]] = 0.0
            coefficients, intercepts = solve([_masked(rows, kept) for rows in sets], damping=1.0)
            named = coefficients[N_COLUMNS:] * NAMED_VALUE
            wrong = {n for n, name in enumerate(names) if named[n] * NAMED_SIGNS[name] < 0} - left_out
            if not wrong:
                given = {name: float(named[n]) for n, name in enumerate(names) if n not in left_out}
                return coefficients[:N_COLUMNS], given, intercepts[0]
            left_out |= wrong


def _masked(rows: Rows, kept: Floats) -> Rows:
    from scipy import sparse

    return Rows((rows.matrix @ sparse.diags(kept)).tocsr(), rows.target, rows.weight, rows.has_intercept)


def request_sets(folder: Path) -> RequestSets:
    """Return the rows of the request model."""
    tasks, searches, turns = (read_set(folder, name) for name in ("vague_in3", "vague_clariq", "pairs_cast"))
    scales = named_scales([*tasks["text"], *searches["text"]])
    clear = ~tasks["vague"].astype(bool)
    # A task that lacks more is less complete: the number of missing details grades the tasks that people called vague.
    target: Floats = 0.6 + 0.4 * clear - 0.08 * np.nan_to_num(tasks["n_missing"].astype(np.float64))
    needs = searches["clarification_need"].astype(np.float64)
    pairs = request_matrix(list(turns["better"]), scales) - request_matrix(list(turns["worse"]), scales)
    return RequestSets(
        Rows(request_matrix(list(tasks["text"]), scales), target, np.ones(len(target))),
        Rows(
            request_matrix(list(searches["text"]), scales),
            np.where(needs < 3, 0.75, 0.25).astype(np.float64),
            np.full(len(needs), 1.0),
        ),
        Rows(pairs.tocsr(), np.full(pairs.shape[0], 0.3), np.ones(pairs.shape[0]), has_intercept=False),
        scales,
    )


def pack(coefficients: Floats) -> tuple[NDArray[np.int8], float]:
    """Return coefficients as whole steps of one byte, and the step. Those below half a step become 0."""
    step = float(np.quantile(np.abs(coefficients), 0.9999)) / 127
    return np.clip(np.rint(coefficients / step), -127, 127).astype(np.int8), step


def make_table(
    sentence: tuple[Floats, float], request: tuple[Floats, dict[str, float], float], scales: dict[str, tuple[float, float]]
) -> form.FormTable:
    """Return the table that looks up these coefficients, without packing them."""
    named = {name: (coefficient, *scales[name]) for name, coefficient in request[1].items()}
    return form.FormTable(sentence[0].astype(np.float32), request[0].astype(np.float32), (sentence[1], request[2]), named)


def write_table(folder: Path, path: Path = form.TABLE_PATH) -> None:
    """Fit both models to the sets in ``folder`` and write the table."""
    sentence, sentence_start = sentence_sets(folder).fit()
    sets = request_sets(folder)
    request, named, request_start = sets.fit()
    packed_sentence, sentence_step = pack(sentence)
    packed_request, request_step = pack(request)
    meta = {
        "steps": {"sentence": sentence_step, "request": request_step},
        "intercepts": [sentence_start, request_start],
        "named": {name: [coefficient, *sets.scales[name]] for name, coefficient in named.items()},
        "sources": {
            "sentence": [
                "google-research-datasets/query-wellformedness, official train part, CC-BY-SA-4.0",
                "ZeweiChu/MQR, Stack Exchange titles, CC-BY-SA-4.0",
                "sentences of permissively licensed prompt collections: " + ", ".join(INSTRUCTION_SOURCES),
            ],
            "request": [
                "OpenBMB/Tell_Me_More (IN3), Apache-2.0",
                "aliannejadi/ClariQ, none stated",
                "daltonj/treccastweb, MIT",
            ],
        },
    }
    np.savez_compressed(path, sentence=packed_sentence, request=packed_request, meta=np.array(json.dumps(meta, sort_keys=True)))


if __name__ == "__main__":
    write_table(find_folder(sys.argv[1] if len(sys.argv) > 1 else None))
