"""What the cache saves: `python benchmarks/store_cache.py [--texts FILE.parquet] [--rows N]`.

Evaluates distinct prompts (the given texts, or the bundled samples with a number) without a cache, with an empty one, and again; then
the same with a store, whose file a new process reads (it has used another store before, so that libraries are loaded). Every table is
read, and compared as Parquet bytes. Also the costs that decide when the file is asked at all: opening it, and computing one prompt. Times
are wall and CPU time of the process, the least of the repeats; the ratio of two times of one run survives a busy machine.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline import real_texts

import promptsmith as ps

NEW_PROCESS = """
import json, sys, time
import promptsmith as ps

texts = json.load(open(sys.argv[2]))
with ps.Store(sys.argv[1] + ".other") as other:
    ps.evaluate("Warm up.", store=other)
store = ps.Store(sys.argv[1])
wall, cpu = time.perf_counter(), time.process_time()
run = ps.evaluate(texts, store=store)
dict(run.tables)
print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu, store.cache.stats()["file"]["hits"]]))
"""


def timed(action: Callable[[], Any], repeat: int = 1) -> tuple[Any, float, float]:
    """Return the last result and the least wall and CPU seconds of ``repeat`` calls."""
    walls, cpus, result = [], [], None
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        result = action()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return result, min(walls), min(cpus)


def evaluated(texts: list[str], **arguments: Any) -> ps.Run:
    """Evaluate and make every table."""
    run = ps.evaluate(texts, **arguments)
    dict(run.tables)
    return run


def parquet(run: ps.Run) -> dict[str, bytes]:
    """Return every table as the bytes of its Parquet file."""
    from promptsmith.text.frames import write_table

    told = {}
    for name, table in run.tables.items():
        sink = io.BytesIO()
        write_table(table, sink, "parquet")
        told[name] = sink.getvalue()
    return told


def line(name: str, wall: float, cpu: float, base: tuple[float, float]) -> str:
    return f"{name:<44}{wall:8.3f} s wall {cpu:8.3f} s CPU   {base[0] / wall:6.1f}x wall {base[1] / cpu:6.1f}x CPU"


def frames(texts: list[str], folder: Path) -> None:
    """Print the times of whole frames."""
    evaluated(texts[:100])
    plain, wall, cpu = timed(lambda: evaluated(texts), 2)
    base = (wall, cpu)
    expected = parquet(plain)
    print(line("without a cache", wall, cpu, base))
    cache = ps.Cache()
    first, wall, cpu = timed(lambda: evaluated(texts, cache=cache))
    print(line("empty cache in memory", wall, cpu, base))
    again, wall, cpu = timed(lambda: evaluated(texts, cache=cache), 5)
    print(line("the same again", wall, cpu, base))
    print(f"byte-identical: {parquet(first) == expected and parquet(again) == expected}; {cache!r}")
    store = ps.Store(folder / "store.duckdb")
    first, wall, cpu = timed(lambda: evaluated(texts, store=store))
    print(line("store, empty", wall, cpu, base))
    again, wall, cpu = timed(lambda: evaluated(texts, store=store), 5)
    print(line("store, the same again", wall, cpu, base))
    print(f"byte-identical: {parquet(first) == expected and parquet(again) == expected}")
    (folder / "texts.json").write_text(json.dumps(texts))
    call = [sys.executable, "-c", NEW_PROCESS, str(store.path), str(folder / "texts.json")]
    told = [json.loads(subprocess.run(call, capture_output=True, text=True, check=True).stdout) for _ in range(3)]
    hits = told[0][2]
    print(line(f"a new process, {hits:,} results from the file", min(t[0] for t in told), min(t[1] for t in told), base))
    file = store.cache.stats()["file"]
    print(
        f"file: {file['n_entries']:,} results in {file['n_bytes'] / 1e6:.1f} MB; whole store {store.path.stat().st_size / 1e6:.1f} MB"
    )


def single(texts: list[str], folder: Path) -> None:
    """Print the costs of one prompt and of opening the file."""
    from promptsmith.store.database import open_store

    some = texts[:100]

    def opened(path: Path) -> None:
        with open_store(path, write=False):
            pass

    for name, function in (("evaluate", ps.evaluate), ("process", ps.process)):
        cache = ps.Cache()
        _, _, many = timed(lambda function=function: function(some))
        _, _, alone = timed(lambda function=function: [function(text) for text in some])
        _, _, kept = timed(lambda function=function, cache=cache: [function(text, cache=cache) for text in some])
        _, _, known = timed(lambda function=function, cache=cache: [function(text, cache=cache) for text in some], 3)
        n = len(some)
        print(
            f"{name}: {many / n * 1e3:.2f} ms CPU a prompt in a frame, {alone / n * 1e3:.2f} ms alone, {kept / n * 1e3:.2f} ms alone and "
            f"kept, {known / n * 1e3:.2f} ms known"
        )
    _, wall, cpu = timed(lambda: opened(folder / "store.duckdb"), 20)
    print(f"opening the store for reading: {wall * 1e3:.1f} ms wall, {cpu * 1e3:.1f} ms CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", help="Parquet file with a column text")
    parser.add_argument("--rows", type=int, default=20_000)
    asked = parser.parse_args()
    texts = real_texts(asked.texts, asked.rows)
    print(f"{len(texts):,} distinct prompts")
    with tempfile.TemporaryDirectory() as name:
        frames(texts, Path(name))
        single(texts, Path(name))


if __name__ == "__main__":
    main()
