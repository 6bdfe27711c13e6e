"""A big input killed twice and finished: `python benchmarks/chunks.py --texts FILE.parquet --rows 1000000`.

Writes a Parquet file of so many distinct prompts (the given texts, or the bundled samples, each with a number added), evaluates it in
chunks in a process of its own, kills that process with SIGKILL after a third and after two thirds of the rows, and lets a third finish.
Prints peak memory and rate of each process, counts the rows of every table, and compares the chunks around both kills with `evaluate`.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHILD = """
import json, os, resource, signal, sys, time
import promptsmith as ps

source, to, after, chunk_rows = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])

def report(progress):
    if after and progress.n_done >= after:
        print(json.dumps({"done": progress.n_done, "resumed": progress.n_resumed, "rate": progress.rows_per_s,
                          "cpu_s": time.process_time(), "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

started = time.monotonic()
run = ps.evaluate_chunks(source, to=to, resume=True, chunk_rows=chunk_rows, progress=report)
print(json.dumps({"done": run.n_rows, "resumed": run.n_resumed * chunk_rows, "wall_s": time.monotonic() - started,
                  "cpu_s": time.process_time(), "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)
"""


def write_input(texts: list[str], rows: int, file: Path) -> None:
    """Write ``rows`` distinct prompts: the texts over and over, each with a number."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("prompt", pa.string())])
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for start in range(0, rows, 50_000):
            numbers = range(start, min(start + 50_000, rows))
            writer.write_table(pa.table({"prompt": [f"{texts[i % len(texts)]} ({i})" for i in numbers]}, schema))


def texts_of(path: str | None) -> list[str]:
    """Return the texts of a Parquet column ``text``, or of the bundled samples."""
    if path is None:
        from promptsmith.datasets import load_samples

        return [sample["prompt"] for sample in load_samples()]
    import pyarrow.parquet as pq

    return [text for text in pq.read_table(path, columns=["text"])["text"].to_pylist() if text]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", help="Parquet file with a column text")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--chunk-rows", type=int, default=10_000)
    parser.add_argument("--folder", help="where to work; a temporary folder by default")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name)
        source, to = folder / "in.parquet", folder / "out"
        write_input(texts_of(asked.texts), asked.rows, source)
        print(f"input: {asked.rows:,} rows, {source.stat().st_size / 1e6:.0f} MB", flush=True)
        for after in (asked.rows // 3, asked.rows * 2 // 3, 0):
            call = [sys.executable, "-c", CHILD, str(source), str(to), str(after), str(asked.chunk_rows)]
            begun = time.monotonic()
            done = subprocess.run(call, capture_output=True, text=True, check=False)
            if done.returncode not in (0, -signal.SIGKILL):
                sys.exit(done.stderr)
            told = json.loads(done.stdout)
            ended = "killed" if after else "finished"
            print(
                f"{ended} at {told['done']:,} rows, {told['resumed']:,} of them resumed; {time.monotonic() - begun:.0f} s, CPU "
                f"{told['cpu_s']:.0f} s, peak {told['peak_mb']:.0f} MB",
                flush=True,
            )
        count(source, to, asked.rows, asked.chunk_rows)


def count(source: Path, to: Path, rows: int, chunk_rows: int) -> None:
    """Print the rows of each table, and whether the chunks around the kills are those of `evaluate`."""
    import pyarrow.parquet as pq

    import promptsmith as ps

    run = ps.open_chunks(to)
    ids = run.relation("prompts").aggregate("count(*), count(DISTINCT prompt_id), min(prompt_id), max(prompt_id)").fetchone()
    verdict = "all there" if ids == (rows, rows, 0, rows - 1) else "WRONG"
    print(f"rows {ids[0]:,}, distinct ids {ids[1]:,}, from {ids[2]:,} to {ids[3]:,}: {verdict}")
    print(", ".join(f"{number:,} {name}" for name, number in run.rows.items()))
    for around in (rows // 3, rows * 2 // 3):
        chunk = around // chunk_rows
        first, last = chunk * chunk_rows, min((chunk + 1) * chunk_rows, rows)
        texts = pq.read_table(source)["prompt"].slice(first, last - first)
        whole = ps.evaluate(texts).table("prompts").drop_columns(["prompt_id"])
        part = run.relation("prompts").filter(f"prompt_id >= {first} AND prompt_id < {last}").to_arrow_table()
        print(f"rows {first:,} to {last - 1:,} equal those of evaluate: {part.drop_columns(['prompt_id']).equals(whole)}")


if __name__ == "__main__":
    main()
