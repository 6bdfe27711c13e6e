"""Time, memory and recall of `corpus`: `python benchmarks/corpus.py [--texts FILE.parquet] [--rows N ...] [--brute N]`.

Texts beyond the distinct ones are varied copies: one to three words deleted, inserted or replaced. Recall is the share of the pairs found
by comparing all sets with all others, by similarity, with as many neighbours as texts, and with the default number.
For texts with many relatives it says how often the nearest one listed is the nearest there is. Times are CPU times.
"""

from __future__ import annotations

import argparse
import random
import resource
import time

import numpy as np

import promptsmith as ps
from promptsmith.corpora.reading import CorpusTexts, read_texts
from promptsmith.corpora.similarity import similar_pairs

BUCKETS = ((0.8, 1.01), (0.6, 0.8), (0.5, 0.6))
WORDS = ("please", "now", "carefully", "report", "river", "2024")


def texts_of(path: str | None) -> list[str]:
    """Return the distinct texts of a Parquet column ``text``, or of the bundled samples."""
    if path is None:
        from promptsmith.datasets import load_samples

        return [sample["prompt"] for sample in load_samples()]
    import pyarrow.parquet as pq

    texts = pq.read_table(path, columns=["text"])["text"].to_pylist()
    return list(dict.fromkeys(text[:10_000] for text in texts if text))


def varied(text: str, source: random.Random) -> str:
    """Return a text with one to three words changed."""
    words = text.split() or ["empty"]
    for _ in range(source.randint(1, 3)):
        place = source.randrange(len(words))
        action = source.random()
        if action < 0.4 and len(words) > 3:
            del words[place]
        elif action < 0.7:
            words.insert(place, source.choice(WORDS))
        else:
            words[place] = source.choice(WORDS)
    return " ".join(words)


def enough(texts: list[str], rows: int, source: random.Random) -> list[str]:
    """Return ``rows`` texts: the given ones, then varied copies of them."""
    return [*texts[:rows], *(varied(source.choice(texts), source) for _ in range(rows - len(texts)))]


def all_pairs(texts: CorpusTexts, least: float) -> dict[tuple[int, int], float]:
    """Return every pair of at least ``least``, by comparing all sets."""
    bounds = zip(texts.feature_start.tolist(), texts.feature_start[1:].tolist(), strict=False)
    sets = [set(texts.feature[start:end].tolist()) for start, end in bounds]
    found = {}
    for second, one in enumerate(sets):
        for first in range(second):
            shared = len(one & sets[first])
            union = len(one) + len(sets[first]) - shared
            if union and shared / union >= least:
                found[first, second] = shared / union
    return found


def recall(texts: list[str], number: int, source: random.Random) -> None:
    """Print the share of pairs found, on half originals of 15 words or more and half varied copies."""
    originals = [text for text in texts if len(text.split()) >= 15][: number // 2]
    arrays = read_texts(enough(originals, number, source))
    expected = all_pairs(arrays, 0.5)
    for neighbours in (5, number):
        pairs = similar_pairs(arrays, np.arange(number), least=0.5, neighbours=neighbours)
        found = set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))
        for low, high in BUCKETS:
            wanted = {pair for pair, similarity in expected.items() if low <= similarity < high}
            print(f"recall, {number} texts, {neighbours} neighbours, {low} to {high:.1f}: {len(wanted & found)}/{len(wanted)}")


def families(number: int, source: random.Random) -> None:
    """Print how near the listed nearest text comes to the true one when every text has a hundred relatives."""
    words = [f"word{place}" for place in range(500)]
    bases = [" ".join(source.choices(words, k=25)) for _ in range(number // 100)]
    arrays = read_texts([varied(base, source) for base in bases for _ in range(100)])
    best, listed = np.zeros(len(arrays)), np.zeros(len(arrays))
    for (first, second), similarity in all_pairs(arrays, 0.5).items():
        best[[first, second]] = np.maximum(best[[first, second]], similarity)
    pairs = similar_pairs(arrays, np.arange(len(arrays)), least=0.5, neighbours=5)
    for side in (pairs.first, pairs.second):
        np.maximum.at(listed, side, pairs.similarity)
    same = int((listed == best).sum())
    print(
        f"families of 100, {len(arrays)} texts: nearest is the true nearest for {same}; "
        f"mean similarity {listed.mean():.3f} of {best.mean():.3f}"
    )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts")
    parser.add_argument("--rows", type=int, nargs="*", default=[20_000])
    parser.add_argument("--brute", type=int, default=2_000)
    given = parser.parse_args()
    texts, source = texts_of(given.texts), random.Random(1)
    recall(texts, given.brute, source)
    families(given.brute, source)
    for rows in given.rows:
        frame = enough(texts, rows, source)
        start = time.process_time()
        arrays = read_texts(frame)
        read = time.process_time()
        similar_pairs(arrays, np.arange(rows), least=0.5, neighbours=5)
        paired = time.process_time()
        found = ps.corpus(frame)
        whole = time.process_time() - paired
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{rows:,} rows: sets {read - start:.1f} s, pairs {paired - read:.1f} s, whole call {whole:.1f} s, peak {memory:,.0f} MB; "
            f"{found.table('duplicates').num_rows:,} pairs, {found.table('shared_blocks').num_rows:,} blocks"
        )


if __name__ == "__main__":
    main()
