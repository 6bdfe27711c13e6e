"""Stored prompts that resemble a new one: found by MinHash bands, ranked by their exact similarity.

The bands are those of `promptsmith.corpora.similarity`, kept in a table, so that a save looks up 21 keys instead of reading every text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from promptsmith.corpora.duplicates import normalised
from promptsmith.corpora.reading import CorpusTexts, read_texts
from promptsmith.corpora.similarity import WINDOW, band_keys, exact_similarity
from promptsmith.errors import shorten
from promptsmith.store import schema as stored
from promptsmith.store.prompts import SEEN, insert
from promptsmith.text.batch import Ints

LEAST = 0.5
"""Smallest similarity that is reported. Below it, two prompts share less than half of their words; bands then miss many. Judgement."""

_COMPARED = 4
"""For each text, this many times the wanted neighbours are compared exactly, those that share most bands first."""


def find_similar(
    connection: Any, texts: Sequence[str], keys: tuple[Ints, Ints], first_doc: int, reader: str, neighbours: int
) -> list[dict[str, Any]]:
    """Return what the reader sees that resembles each of the texts just saved, also earlier ones among them.

    Args:
        connection: an open transaction in which the texts and their keys are inserted.
        texts: the texts, numbered from ``first_doc`` on.
        keys: their band keys, from `similarity_keys`.
        first_doc: number of the first text.
        reader: who asks.
        neighbours: how many are wanted for each text.

    Returns:
        Rows of the table similar, with the place in ``texts`` for the id.
    """
    if not neighbours or not len(keys[0]):
        return []
    values = {"owner": reader, "first": first_doc, "compared": _COMPARED * neighbours}
    if len(texts) == 1:
        shared = _of_one(connection, keys[0].tolist(), values)
        candidates = connection.execute(_TEXTS.format(shared=shared), values).fetchall()
    else:
        candidates = _of_many(connection, keys[0], values)
    return _ranked(texts, candidates, neighbours)


_TEXTS = """SELECT best.doc - $first, v.prompt_id, v.prompt
    FROM ({shared}) best JOIN prompt_versions v ON v.doc = best.other"""


def _of_one(connection: Any, keys: Sequence[int], values: Mapping[str, Any]) -> str:
    # Two steps: within one query, DuckDB reads and joins every stored prompt before it knows how few share a key.
    listed = ", ".join(str(key) for key in keys)
    shared = connection.execute(
        f"SELECT doc, count(*) FROM similarity_keys WHERE band_key IN ({listed}) AND doc < {values['first']} GROUP BY doc"
    ).fetchall()
    pairs = ", ".join(f"({doc}, {n})" for doc, n in shared) or "(NULL, NULL)"
    return f"""SELECT $first AS doc, doc AS other FROM (VALUES {pairs}) AS shared(doc, n) JOIN prompts p USING (doc)
            WHERE {SEEN} ORDER BY n DESC, doc DESC LIMIT $compared"""


def _of_many(connection: Any, keys: Ints, values: Mapping[str, Any]) -> list[Any]:
    import pyarrow as pa

    before = ", ".join(f"lag(doc, {step}) OVER same" for step in range(1, WINDOW + 1))
    shared = f"""WITH alike AS (
            SELECT doc, unnest([{before}]) AS other FROM similarity_keys JOIN (SELECT p.doc FROM prompts p WHERE {SEEN}) USING (doc)
            WHERE band_key IN (SELECT band_key FROM looked_for) WINDOW same AS (PARTITION BY band_key ORDER BY doc)
            QUALIFY doc >= $first
        )
        SELECT doc, other FROM alike WHERE other IS NOT NULL GROUP BY doc, other
        QUALIFY row_number() OVER (PARTITION BY doc ORDER BY count(*) DESC, other DESC) <= $compared"""
    connection.register("looked_for", pa.table({"band_key": keys}))
    try:
        found: list[Any] = connection.execute(_TEXTS.format(shared=shared), values).fetchall()
    finally:
        connection.unregister("looked_for")
    return found


def similarity_keys(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Return the band keys of texts and the number of the text of each, ordered by key; a text without words has none."""
    read = read_texts(texts)
    chosen = np.flatnonzero(read.n_features > 0)
    keys = band_keys(read, chosen)
    # 32 bits: a key in common by chance (one in 4e9) only costs a comparison.
    key = (keys.ravel() >> np.uint64(32)).astype(np.int64)
    text = np.repeat(chosen, keys.shape[1])
    order = np.argsort(key, kind="stable")
    return key[order], text[order]


def insert_keys(connection: Any, keys: tuple[Ints, Ints], first_doc: int) -> None:
    """Keep the band keys of texts that are numbered from ``first_doc`` on, inside an open transaction."""
    insert(connection, stored.SIMILARITY_KEYS, {"band_key": keys[0], "doc": keys[1] + first_doc})


def _ranked(texts: Sequence[str], candidates: Sequence[tuple[int, str, str]], neighbours: int) -> list[dict[str, Any]]:
    if not candidates:
        return []
    news = sorted({text for text, _, _ in candidates})
    place = {text: number for number, text in enumerate(news)}
    read: CorpusTexts = read_texts([*(texts[text] for text in news), *(prompt for _, _, prompt in candidates)])
    first = np.array([place[text] for text, _, _ in candidates], dtype=np.int64)
    similarity = exact_similarity(read, first, np.arange(len(candidates), dtype=np.int64) + len(news))
    rows: dict[int, list[dict[str, Any]]] = {text: [] for text in news}
    for (text, other_id, prompt), share in zip(candidates, similarity.tolist(), strict=True):
        if share >= LEAST:
            same = (
                "exact" if prompt == texts[text] else "normalised" if normalised(prompt) == normalised(texts[text]) else "near"
            )
            rows[text].append(
                {"prompt_id": text, "other_id": other_id, "kind": same, "similarity": share, "other_excerpt": shorten(prompt)}
            )
    found = []
    for text in news:
        best = sorted(rows[text], key=lambda row: (_KINDS.index(row["kind"]), -row["similarity"], row["other_id"]))
        found += [{**row, "rank": rank} for rank, row in enumerate(best[:neighbours], start=1)]
    return found


_KINDS = ("exact", "normalised", "near")
