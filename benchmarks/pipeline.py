"""Speed of the pipeline: `python benchmarks/pipeline.py [--texts FILE.parquet] [--rows N]`.

Prints prompts per second and core by length bucket and by stage, peak memory, and ratios measured in the same run: against a plain spaCy
tokeniser pass, against a loop that tries every rule and every word list on every text, and against aiproof when it is installed. Without
``--texts`` it uses the project's own samples, repeated with a number that makes each text distinct. The dense prompts are made up: nine
sentences from a template with numbers and subjects filled in, so most of their sentences occur many times. Times are CPU times of
this process; ratios survive a noisy machine, absolute numbers do not.

The tokeniser keeps the words it has seen, so its speed is given twice: a first pass of a fresh one, and a second pass over the same
texts. The second on the real mix also tells how fast the machine is at the moment, beside `REFERENCE_TOKENISER`.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np

from promptsmith.constraints.reading import limits_of_batch
from promptsmith.features.families import compute_features
from promptsmith.pipeline import Unit, analyse, stages
from promptsmith.rules.domains._checklist import coverage
from promptsmith.rules.engine import run_naively
from promptsmith.scoring.weights import EXPERT
from promptsmith.text.batch import batches
from promptsmith.text.terms import term_pattern

BUCKETS = ((0, 50), (50, 100), (100, 200), (200, 500), (500, 1_000), (1_000, 4_000), (4_000, 10_000))
NAIVE_TEXTS = 300
REFERENCE_TEXTS = 19_000
REFERENCE_TOKENISER = 5_079
"""Texts per second of the tokeniser's second pass over 20,000 real prompts on the machine that the published figures come from."""


REAL_MIX = "real mix"


def seconds(action: Callable[[], object], repeat: int = 1) -> float:
    """Return the least CPU time of ``repeat`` calls."""
    times = []
    for _ in range(repeat):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def real_texts(path: str | None, rows: int) -> list[str]:
    """Return distinct texts of at most 10,000 characters from a Parquet column ``text``, or from the bundled samples."""
    if path is not None:
        import pyarrow.parquet as pq

        texts = pq.read_table(path, columns=["text"])["text"].to_pylist()
    else:
        from promptsmith.datasets import load_samples

        samples = [sample["prompt"] for sample in load_samples()]
        texts = [f"{samples[i % len(samples)]} ({i})" for i in range(rows)]
    return list(dict.fromkeys(text for text in texts if text and len(text) <= 10_000))[:rows]


def dense_texts(count: int) -> list[str]:
    """Return made-up prompts of about 100 words that are dense in instructions, limits and lists."""
    parts = (
        "Write a report about {x} for the finance team.",
        "Use exactly {n} sections and at most {n}00 words.",
        "Do not mention competitors, prices or the word 'cheap'.",
        "Return a JSON object with the keys title, body and score.",
        "If a value is missing, write null and say why.",
        "Each section must begin with a verb and end with a number.",
        "Compare the results of 2024 and 2025 by region, in a table.",
        "Keep a formal tone, avoid jargon, and explain every acronym.",
        'Quote the source as "report {n}" and keep {{{{customer}}}} unchanged.',
    )
    subjects = ("sales", "support tickets", "PostgreSQL backups", "a login screen", "deployment with Kubernetes")
    return [" ".join(parts).format(x=f"{subjects[i % 5]} {i}", n=i % 7 + 2) for i in range(count)]


def evaluate_texts(texts: Sequence[str]) -> None:
    """Run every stage on distinct texts."""
    analyse([Unit(text) for text in texts], EXPERT)


def stage_times(texts: Sequence[str]) -> dict[str, float]:
    """Return the CPU seconds of each stage over ``texts``."""
    chosen = stages(None)
    times: dict[str, float] = {}

    def add(name: str, start: float) -> float:
        now = time.process_time()
        times[name] = times.get(name, 0.0) + now - start
        return now

    # `analyse` pauses the cycle collector in the same way; with it, the stages that make many objects look slower than they are.
    gc.disable()
    start = time.process_time()
    for batch in batches(list(texts)):
        start = add("batch: join, classes", start)
        _ = batch.words, batch.sentences
        start = add("words and sentences", start)
        _ = batch.scope
        start = add("scopes", start)
        _ = batch.languages
        start = add("language", start)
        hits = chosen.matcher.find(batch)
        start = add("automaton", start)
        limits_of_batch(batch, hits)
        start = add("limits", start)
        features = compute_features(batch, hits)
        start = add("features", start)
        checked = coverage(batch, features["domain"])
        features["checklist_share"] = checked.share_covered
        start = add("checklists", start)
        chosen.engine.run(batch, hits, features, features["domain"])
        start = add("rules", start)
    gc.enable()
    return times


def naive_word_lists(texts: Sequence[str], sets: Sequence[object]) -> int:
    """Count every term of every set with one regular expression per term and text: what the automaton replaces."""
    patterns = [term_pattern(term) for terms in sets for term in terms.terms]  # type: ignore[attr-defined]
    return sum(1 for text in texts for pattern in patterns for _ in pattern.finditer(text.lower()))


def tokeniser_times(texts: Sequence[str]) -> tuple[float, float]:
    """Return the CPU seconds of a plain spaCy tokeniser over ``texts``: the first pass of a fresh one, and its second pass."""
    import spacy

    passes = []
    for _ in range(2):
        blank = spacy.blank("en")
        passes.append([seconds(lambda: [None for _ in blank.pipe(texts)]) for _ in range(2)])  # noqa: B023
    first, second = (min(times) for times in zip(*passes, strict=True))
    return first, second


def report_mix(name: str, texts: list[str]) -> None:
    """Print the table of one set of texts."""
    chosen = stages(None)
    evaluate_texts(texts[:600])  # warm-up: compiled patterns, class tables, language model
    whole = seconds(lambda: evaluate_texts(texts), 2)
    words = np.array([len(text.split()) for text in texts])
    print(f"\n## {name}: {len(texts)} texts, mean {words.mean():.0f} words, median {np.median(words):.0f}")
    print(f"evaluate                     {len(texts) / whole:>10,.0f} prompts/s per core")
    for low, high in BUCKETS:
        chosen_texts = [text for text in texts if low <= len(text) < high]
        if len(chosen_texts) >= 20:
            took = seconds(lambda: evaluate_texts(chosen_texts))  # noqa: B023
            print(f"  {low:>5}-{high:<6} characters   {len(chosen_texts) / took:>10,.0f} prompts/s  (n={len(chosen_texts)})")
    for stage, took in stage_times(texts).items():
        print(f"  stage {stage:<22} {took / len(texts) * 1e6:>8.1f} us per prompt")
    for label, took in zip(("first pass of a fresh", "second pass of a"), tokeniser_times(texts), strict=True):
        print(f"ratio to the {label} spaCy tokeniser: {took / whole:.2f}x its speed ({len(texts) / took:,.0f} texts/s)")
    if name == REAL_MIX and len(texts) >= REFERENCE_TEXTS:  # fewer texts are other texts
        print(
            f"this machine now: {len(texts) / took / REFERENCE_TOKENISER:.2f}x the reference ({REFERENCE_TOKENISER:,} texts/s)"
        )
    step = max(1, len(texts) // NAIVE_TEXTS)
    few = texts[::step][:NAIVE_TEXTS]
    ours = seconds(lambda: evaluate_texts(few), 2)
    domains = analyse([Unit(text) for text in few], EXPERT).domains.tolist()
    rules_only = seconds(lambda: run_naively(chosen.rules, few, domains))
    lists = seconds(lambda: naive_word_lists(few, chosen.matcher.sets))
    same = analyse([Unit(text) for text in few], EXPERT).findings == run_naively(chosen.rules, few, domains)
    print(
        f"ratio to the naive loop ({len(chosen.rules)} rules and {sum(len(s.terms) for s in chosen.matcher.sets)} terms,"
        f" {len(few)} texts): {(rules_only + lists) / ours:.1f}x; rules alone {rules_only / ours:.1f}x; identical findings: {same}"
    )
    report_aiproof(texts, whole)


def report_aiproof(texts: Sequence[str], whole: float) -> None:
    """Print the ratio to aiproof, or that it is not installed."""
    try:
        import aiproof
    except ImportError:
        print("ratio to aiproof 0.1.4: not measured, it is not installed (pip install aiproof==0.1.4)")
        return
    check = getattr(aiproof, "check", None) or getattr(aiproof, "lint", None)
    if check is None:
        print("ratio to aiproof: not measured, its checking function was not found")
        return
    few = texts[:: max(1, len(texts) // 2000)]
    took = seconds(lambda: [check(text) for text in few]) / len(few) * len(texts)
    print(f"ratio to aiproof 0.1.4: {took / whole:.2f}x its speed ({len(texts) / took:,.0f} texts/s)")


def report_scaling(texts: list[str]) -> None:
    """Print the cost in rows (up to 200,000) and in length (time at twice the length)."""
    print("\n## Scaling")
    base = len(texts)
    for factor in (1, 5, 10):
        many = [f"{text} {i}" for i in range(factor) for text in texts] if factor > 1 else texts
        many = many[:200_000]
        took = seconds(lambda: evaluate_texts(many))  # noqa: B023
        print(f"  {len(many):>8,} rows: {took / len(many) * 1e6:>7.1f} us per prompt")
        if len(many) < base * factor:
            break
    paragraph = dense_texts(1)[0]
    last = None
    for size in (2_000, 4_000, 8_000, 16_000):
        text = (paragraph + "\n\n") * (size // len(paragraph) + 1)
        took = seconds(lambda: [evaluate_texts([f"{text[:size]} {i}"]) for i in range(20)]) / 20  # noqa: B023
        print(f"  one prompt of {size:>6,} characters: {took * 1e3:>7.2f} ms" + (f"  ({took / last:.2f}x)" if last else ""))
        last = took


def report_latency() -> None:
    """Print the cost of one warm prompt."""
    import pandas as pd
    import spacy

    import promptsmith as ps

    blank = spacy.blank("en")
    prompt = "Write a SQL query that returns the ten customers with the highest revenue in 2025. Use PostgreSQL 16."
    actions: tuple[Callable[[str], object], ...] = (ps.evaluate, blank, lambda text: pd.DataFrame({"text": [text]}))
    times: list[list[float]] = [[] for _ in actions]
    for number in range(210):
        for action, taken in zip(actions, times, strict=True):
            start = time.perf_counter()
            action(f"{prompt} ({number})")
            taken.append(time.perf_counter() - start)
    # The first calls load what is loaded once. The three are measured in turns, so that a busy moment meets all of them.
    whole, tokenise, frame = (float(np.median(taken[10:])) for taken in times)
    print(f"\none warm prompt: median {whole * 1e3:.2f} ms, p95 {np.percentile(times[0][10:], 95) * 1e3:.2f} ms")
    print(f"  as long as {whole / tokenise:.0f} spaCy tokeniser calls on the same prompt ({tokenise * 1e6:.0f} us each)")
    print(f"  as long as {whole / frame:.0f} pandas frames of one row ({frame * 1e6:.0f} us each)")


def main() -> None:
    """Print the whole report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", help="Parquet file with a column text; default: the bundled samples")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--scaling", action="store_true", help="also measure 200,000 rows and growing lengths")
    arguments = parser.parse_args()
    import duckdb  # noqa: F401  (counted into the interpreter with its libraries)
    import pandas  # noqa: F401
    import pyarrow  # noqa: F401

    texts = real_texts(arguments.texts, arguments.rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    import promptsmith as ps

    ps.evaluate(texts)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"Python {sys.version.split()[0]}; peak memory above interpreter, libraries and texts: {(after - before) / 1024:.0f} MB"
    )
    report_mix(REAL_MIX if arguments.texts else "bundled samples", texts)
    report_mix("dense prompts (made up from a template)", dense_texts(2_000))
    report_latency()
    if arguments.scaling:
        report_scaling(texts)


if __name__ == "__main__":
    main()
