"""Does `compare` hold what it promises: `python benchmarks/compare.py [--designs 200] [--oracle PYTHON] [--seed 0]`.

Simulated designs of known truth: pass or fail, ratings, scores between 0 and 1, and costs with a long tail; 20 to 300 items, two to four
variants, shared difficulty of the items, half of the designs also with clusters. Prints

- coverage of the 95 % intervals of pair differences;
- the share of null designs with any difference found (family-wise, Holm), and of null pairs with p <= 0.05;
- with ``--oracle``: on how many pairs evalstats 0.3.3 finds a difference exactly where we do. It runs in its own environment, whose
  Python is named by the option, and never is a dependency.

Every figure has its n and a 95 % interval.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import promptsmith as ps
from promptsmith.compare.intervals import Groups, bootstrap_interval

KINDS = ("binary", "rating", "score", "cost")
N_ITEMS = (20, 40, 80, 160, 300)
TRUTH_DRAWS = 400_000
RUNNER = Path(__file__).with_name("compare_oracle.py")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Design:
    """A made-up experiment with known truth."""

    kind: str
    values: Floats  # (n_items, n_variants)
    truth: Floats  # true mean of each variant
    clusters: list[int] | None

    @property
    def names(self) -> list[str]:
        return [f"v{number}" for number in range(self.values.shape[1])]

    def columns(self) -> dict[str, Any]:
        columns = {name: self.values[:, number].tolist() for number, name in enumerate(self.names)}
        columns["item"] = [f"i{number:04}" for number in range(len(self.values))]
        return columns if self.clusters is None else {**columns, "cluster": self.clusters}


def outcome(kind: str, latent: Floats) -> Floats:
    """Return outcomes of a latent quality with spread about 1."""
    if kind == "binary":
        return (latent > -0.4).astype(float)
    if kind == "rating":
        return np.clip(np.round(3.4 + 0.9 * latent), 1, 5)
    return 1 / (1 + np.exp(-latent)) if kind == "score" else np.exp(0.6 * latent)


def make_design(generator: np.random.Generator, *, is_null: bool, is_clustered: bool) -> Design:
    """Return one design; kind, size, number of variants, shares of spread and effects are drawn."""
    kind = KINDS[generator.integers(len(KINDS))]
    n, k = int(generator.choice(N_ITEMS)), int(generator.integers(2, 5))
    shared = generator.uniform(0.2, 0.8)  # variance that the variants of an item have in common
    shifts = np.zeros(k) if is_null else generator.normal(0, 0.35, k)
    own = 0.3 * (1 - shared) if is_clustered else 0.0  # variance that a variant has in common within a cluster

    def draw(size: int, clusters: NDArray[np.int64] | None) -> Floats:
        item = generator.normal(0, np.sqrt(shared), (size, 1))
        within = generator.normal(0, np.sqrt(1 - shared - own), (size, k))
        groups = np.arange(size) if clusters is None else clusters
        cluster = generator.normal(0, np.sqrt(own), (int(groups.max()) + 1, k))[groups]
        return outcome(kind, item + within + cluster + shifts)

    clusters = None
    if is_clustered:
        n = max(n, 40)
        clusters = np.sort(generator.integers(0, max(10, n // 5), n))
        clusters = np.unique(clusters, return_inverse=True)[1]
    values = draw(n, clusters)
    return Design(kind, values, draw(TRUTH_DRAWS, None).mean(axis=0), None if clusters is None else clusters.tolist())


def compared(design: Design, seed: int, n_resamples: int) -> list[dict[str, Any]]:
    """Return our pairs, with whether the interval holds the true difference (None: no interval)."""
    result = ps.compare(
        design.columns(),
        variants=design.names,
        item="item",
        cluster=None if design.clusters is None else "cluster",
        seed=seed,
        n_resamples=n_resamples,
    )
    pairs: list[dict[str, Any]] = result.table("pairs").to_pylist()
    for pair in pairs:
        truth = design.truth[int(pair["a"][1:])] - design.truth[int(pair["b"][1:])]
        pair["is_covered"] = None if pair["low"] is None else pair["low"] <= truth <= pair["high"]
    return pairs


def figure(label: str, by_design: Sequence[Sequence[bool]]) -> str:
    """Return a line with share, Wilson interval, n of judgements and of designs.

    Judgements of one design depend on each other, so the interval counts them by their design effect: the variance of the share between
    designs over that of independent judgements.
    """
    flat = np.array([float(hit) for hits in by_design for hit in hits])
    number = np.array([row for row, hits in enumerate(by_design) for _ in hits])
    share, independent = flat.mean(), flat.mean() * (1 - flat.mean()) / len(flat)
    effect = max(1.0, Groups.of(flat, number).mean().error ** 2 / independent) if independent else len(flat) / len(by_design)
    n, z = len(flat) / effect, 1.959964
    middle, reach = share + z * z / (2 * n), z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)
    return f"{label:<58}{share:.3f}  ({low:.3f} to {high:.3f}; {len(flat)} in {len(by_design)} designs)"


def oracle_pairs(python: str, designs: Sequence[Design]) -> list[list[dict[str, Any]]]:
    """Return what evalstats says on each design: a, b, p, is_significant."""
    data = json.dumps([{"kind": design.kind, "columns": design.columns(), "names": design.names} for design in designs])
    done = subprocess.run([python, str(RUNNER)], input=data, capture_output=True, text=True, check=True)
    answers: list[list[dict[str, Any]]] = json.loads(done.stdout)
    return answers


def agreement(
    ours: Sequence[Sequence[dict[str, Any]]], theirs: Sequence[Sequence[dict[str, Any]]], key: str
) -> list[list[bool]]:
    """Return for each pair of each design whether both say the same about "different at 0.05"."""
    same = []
    for our_pairs, their_pairs in zip(ours, theirs, strict=True):
        verdicts = {frozenset((pair["a"], pair["b"])): pair[key] for pair in their_pairs}
        same.append([(pair["p_adjusted"] <= 0.05) == verdicts[frozenset((pair["a"], pair["b"]))] for pair in our_pairs])
    return same


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--designs", type=int, default=200, help="designs with effects, compared with the oracle")
    parser.add_argument("--more", type=int, default=1000, help="further designs of each sort for coverage and false positives")
    parser.add_argument("--oracle", metavar="PYTHON", help="Python of an environment with evalstats 0.3.3")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bca", action="store_true", help="only compare our interval with scipy's BCa on small samples")
    arguments = parser.parse_args()
    if arguments.bca:
        print_bca(arguments.seed)
        return
    started = time.perf_counter()
    generator = np.random.default_rng(arguments.seed)
    designs = [make_design(generator, is_null=False, is_clustered=False) for _ in range(arguments.designs)]
    ours = [compared(design, number, 9999) for number, design in enumerate(designs)]
    print(f"Simulated designs, seed {arguments.seed}; 95 % intervals in brackets.\n")
    if arguments.oracle:
        print_agreement(designs, ours, oracle_pairs(arguments.oracle, designs))
    for is_clustered in (False, True):
        print("clustered items" if is_clustered else "independent items")
        more = [make_design(generator, is_null=False, is_clustered=is_clustered) for _ in range(arguments.more)]
        pairs = [compared(design, number, 1999) for number, design in enumerate(more)]
        print_coverage(more + ([] if is_clustered else designs), pairs + ([] if is_clustered else ours))
        null = [make_design(generator, is_null=True, is_clustered=is_clustered) for _ in range(arguments.more)]
        print_false_positives([compared(design, number, 1999) for number, design in enumerate(null)])
    print(f"{time.perf_counter() - started:.0f} s")


def print_agreement(
    designs: Sequence[Design], ours: Sequence[Sequence[dict[str, Any]]], theirs: Sequence[Sequence[dict[str, Any]]]
) -> None:
    """Print agreement with the oracle by pair, by design and by kind, and who finds more."""
    same = agreement(ours, theirs, "is_significant_p")
    print("against evalstats 0.3.3 (its corrected p value at 0.05)")
    print(figure("  pairs with the same verdict", same))
    print(figure("  designs with the same set of significant pairs", [[all(hits)] for hits in same]))
    print(figure("  the same, by its simultaneous interval instead of p", agreement(ours, theirs, "is_significant")))
    for kind in KINDS:
        print(figure(f"  pairs, {kind}", [hits for hits, design in zip(same, designs, strict=True) if design.kind == kind]))
    found = sum(pair["p_adjusted"] <= 0.05 for pairs in ours for pair in pairs)
    print(f"  significant: ours {found}, evalstats {sum(pair['is_significant_p'] for pairs in theirs for pair in pairs)}\n")


def print_coverage(designs: Sequence[Design], pairs: Sequence[Sequence[dict[str, Any]]]) -> None:
    """Print the coverage of pair intervals, over all and by kind."""
    held = [[pair["is_covered"] for pair in found if pair["is_covered"] is not None] for found in pairs]
    print(figure("  interval coverage (nominal 0.95)", held))
    for kind in KINDS:
        print(figure(f"    {kind}", [hits for hits, design in zip(held, designs, strict=True) if design.kind == kind and hits]))
    print(f"    pairs without an interval: {sum(pair['is_covered'] is None for found in pairs for pair in found)}")


def print_false_positives(pairs: Sequence[Sequence[dict[str, Any]]]) -> None:
    """Print how often a difference is found where there is none."""
    print(figure("  null designs with any difference found (Holm)", [[any(p["p_adjusted"] <= 0.05 for p in f)] for f in pairs]))
    print(figure("  null pairs with p <= 0.05, uncorrected", [[pair["p"] <= 0.05 for pair in found] for found in pairs]))


def print_bca(seed: int, samples: int = 400) -> None:
    """Print how often our interval and scipy's BCa hold the mean of small samples."""
    from scipy import stats

    generator = np.random.default_rng(seed)
    shapes = {
        "normal": lambda n: generator.normal(size=n),
        "skewed (exponential)": lambda n: generator.exponential(size=n) - 1,
        "heavy tails (t, 3 degrees)": lambda n: generator.standard_t(3, size=n),
    }
    for name, draw in shapes.items():
        for n in (15, 30):
            held: dict[str, list[list[bool]]] = {"ours": [], "BCa": []}
            for number in range(samples):
                sample = draw(n)
                low, high = bootstrap_interval(Groups.of(sample, None), 0.95, 1999, number) or (-np.inf, np.inf)
                ends = stats.bootstrap((sample,), np.mean, n_resamples=1999, rng=generator).confidence_interval
                held["ours"].append([bool(low <= 0 <= high)])
                held["BCa"].append([bool(ends.low <= 0 <= ends.high)])
            for method, hits in held.items():
                print(figure(f"{name}, {n} items, {method}", hits))


if __name__ == "__main__":
    main()
