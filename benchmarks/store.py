"""Speed and growth of the store, measured on prompts that this file makes up.

    python benchmarks/store.py --prompts 50000            # latency, beside bare DuckDB in the same run
    python benchmarks/store.py --prompts 50000 500000     # growth

Words follow Zipf's law (weight 1 / rank over 30,000 made-up words), texts have 5 to 80 words as short and long prompts do. One thousand
texts are measured by `evaluate`; the others borrow the measured numbers of these, because it is storing that is measured here.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

SEED = 20260101
VOCABULARY = 30_000
FIRST_WORDS = ("Write", "List", "Explain", "Summarise", "Compare", "Translate", "Escribe", "Resume", "Explica", "Compara")


def made_up_texts(n: int, seed: int = SEED) -> list[str]:
    """Return ``n`` texts of 5 to 80 words."""
    random_numbers = np.random.default_rng(seed)
    letters = np.array(list("abcdefghilmnoprstuvz"))
    words = np.array(["".join(random_numbers.choice(letters, size)) for size in random_numbers.integers(2, 11, VOCABULARY)])
    weights = 1 / np.arange(1, VOCABULARY + 1)
    lengths = np.minimum(5 + random_numbers.exponential(25, n).astype(int), 80)
    drawn = words[random_numbers.choice(VOCABULARY, int(lengths.sum()), p=weights / weights.sum())]
    ends = np.cumsum(lengths)
    return [
        f"{FIRST_WORDS[number % len(FIRST_WORDS)]} {' '.join(drawn[end - length : end])}."
        for number, (end, length) in enumerate(zip(ends, lengths, strict=True))
    ]


def made_up_run(texts: list[str]) -> Any:
    """Return a run over ``texts``; only the first thousand are measured."""
    import pyarrow as pa

    import promptsmith as ps
    from promptsmith.results import Run

    measured = ps.evaluate(pa.array(texts[:1000]))
    n, of = len(texts), np.arange(len(texts)) % min(1000, len(texts))
    prompts = measured.table("prompts").take(pa.array(of))
    for name, values in (("prompt_id", np.arange(n)), ("prompt", texts)):
        prompts = prompts.set_column(prompts.column_names.index(name), name, pa.array(values))
    tables = {"prompts": prompts, "errors": measured.table("errors")}
    for name in ("findings", "constraints"):
        table = measured.table(name)
        rows_of: dict[int, list[int]] = {}
        for row, id in enumerate(table["prompt_id"].to_pylist()):
            rows_of.setdefault(id, []).append(row)
        pairs = [(number, row) for number, borrowed in enumerate(of.tolist()) for row in rows_of.get(borrowed, ())]
        ids, rows = zip(*pairs, strict=True) if pairs else ((), ())
        tables[name] = table.take(pa.array(rows, pa.int64())).set_column(0, "prompt_id", pa.array(ids, pa.int64()))
    return Run(tables, "arrow", measured.ruleset, measured.weights, measured.version)


def timed(call: Callable[[int], Any], n: int) -> list[float]:
    """Return the milliseconds of ``n`` calls."""
    times = []
    for number in range(n):
        begun = time.perf_counter()
        call(number)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def line(name: str, times: list[float], base: float | None = None) -> str:
    """Return one line of figures: median, 95th percentile and the ratio of medians to ``base``."""
    median, p95 = statistics.median(times), float(np.percentile(times, 95))
    ratio = "" if base is None else f"  {median / base:5.1f} x bare"
    return f"{name:<34} n={len(times):<4} median {median:7.1f} ms  p95 {p95:7.1f} ms{ratio}"


def latency(folder: Path, sizes: list[int], repeats: int) -> None:
    """Print latency at every size, the file opened for each call and held open."""
    import promptsmith as ps

    path = folder / "prompts.duckdb"
    texts = made_up_texts(max(sizes) + 2 * repeats * len(sizes))
    fresh = iter(texts[max(sizes) :])
    store, done = ps.Store(path, kind="arrow"), 0
    ids: list[str] = []
    for size in sizes:
        while done < size:
            step = min(20_000, size - done)
            run = made_up_run(texts[done : done + step])
            begun = time.perf_counter()
            ids = store.save(run).ids
            print(f"saved {step:,} prompts in {time.perf_counter() - begun:.1f} s", flush=True)
            done += step
        print(f"\n{size:,} stored prompts, {path.stat().st_size / 1e6:,.0f} MB")
        singles = [made_up_run([next(fresh)]) for _ in range(2 * repeats)]
        measure(store, texts[:size], random.Random(SEED).sample(ids, min(repeats, len(ids))), singles, repeats)


def measure(store: Any, texts: list[str], ids: list[str], singles: list[Any], repeats: int) -> None:
    """Print the latency of every operation on one store, beside bare DuckDB."""
    import duckdb

    def bare(number: int) -> None:
        with duckdb.connect(str(store.path), read_only=True, config={"threads": 1}) as connection:
            connection.execute("SELECT prompt_id FROM prompts WHERE prompt_id = ?", [ids[number % len(ids)]]).fetchall()

    def words(number: int) -> str:
        return " ".join(texts[(number * 7919) % len(texts)].rstrip(".").split()[1:4])

    def operations(offset: int) -> Iterator[tuple[str, Callable[[int], Any]]]:
        yield "get", lambda number: store.get(ids[number % len(ids)])
        yield "search, 3 words", lambda number: store.search(words(number))
        yield "search, newest, no words", lambda number: store.search(sort="updated")
        yield "save of one", lambda number: store.save(singles[offset + number])

    bares = timed(bare, repeats)
    base = statistics.median(bares)
    print(line("bare DuckDB open + select", bares))
    for name, call in operations(0):
        print(line(f"{name}, opened per call", timed(call, repeats), base), flush=True)
    with store:
        for name, call in operations(repeats):
            print(line(f"{name}, held open", timed(call, repeats), base), flush=True)


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--prompts", type=int, nargs="+", default=[], help="numbers of stored prompts at which to measure, ascending"
    )
    parser.add_argument("--repeats", type=int, default=50, help="calls of each kind")
    parser.add_argument("--folder", type=Path, help="where the file is made; a temporary folder by default")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        if arguments.prompts:
            latency(folder, sorted(arguments.prompts), arguments.repeats)


if __name__ == "__main__":
    main()
