"""Measure detection, scores and rules on our own data sets: `python benchmarks/datasets.py [--write FILE.md]`.

Prints Markdown: domain and intent accuracy with confusions, the rank correlation of each score with the level inside a task of the
ladder beside the word count, and what the rules find of the seeded defects. Nothing here is fitted; detection on texts
it was not fitted to is measured by `benchmarks/detection.py`. Intervals: Wilson, 95 %, for shares; a bootstrap over templates for
means of templates, since texts of a template are alike.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import promptsmith as ps
from promptsmith.config import BUILT_IN_DOMAINS, INTENTS

Z = 1.959964  # 97.5 % quantile of the normal distribution
RESAMPLES = 2_000
SCORES = ("clarity", "specificity", "structure", "completeness", "overall")


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of a share (Wilson 1927)."""
    if n == 0:
        return math.nan, math.nan
    share = successes / n
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap(values: Sequence[float], seed: int = 0) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of a mean; one value per template."""
    array = np.asarray(values, dtype=float)
    picks = np.random.default_rng(seed).integers(0, len(array), (RESAMPLES, len(array)))
    low, high = np.quantile(array[picks].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def share(hits: Iterable[bool]) -> str:
    """Return a share as text, with n and its Wilson interval."""
    flags = list(hits)
    if not flags:
        return "no case"
    low, high = wilson(sum(flags), len(flags))
    return f"{sum(flags) / len(flags):.3f} ({sum(flags)} of {len(flags)}; {low:.3f} to {high:.3f})"


def by_template(frame: pd.DataFrame, column: str) -> str:
    """Return the mean over templates of their share, with its bootstrap interval."""
    means = frame.groupby("template")[column].mean()
    low, high = bootstrap(means.tolist())
    return f"{means.mean():.3f} ({len(means)} templates; {low:.3f} to {high:.3f})"


def evaluated(name: str) -> pd.DataFrame:
    """Return a data set with what `ps.evaluate` says of each text; the label ``domain`` is hidden from it."""
    frame = ps.datasets.load(name)
    run = ps.evaluate(frame[["text"]], text="text", domain="auto")
    told = run.prompts[["domain", "domain_confidence", "intent", "intent_confidence", "n_words", *SCORES]]
    told = told.rename(columns={"domain": "said_domain", "intent": "said_intent"})
    return pd.concat([frame, told], axis=1)


def accuracy(frame: pd.DataFrame, label: str, parts: Sequence[str]) -> Iterator[str]:
    """Yield a table of accuracy of one label, over all rows and by each of ``parts``."""
    frame = frame.assign(right=(frame[label] == frame[f"said_{label}"]).fillna(False).astype(bool))
    yield f"| {label} | accuracy over prompts | mean over templates |"
    yield "|---|---|---|"
    yield f"| all | {share(frame['right'])} | {by_template(frame, 'right')} |"
    for part in parts:
        for value, rows in frame.groupby(part):
            yield f"| {part} {value} | {share(rows['right'])} | {by_template(rows, 'right')} |"


def confusion(frame: pd.DataFrame, label: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the confusion matrix of one label: rows are the label, columns what was said."""
    said = frame[f"said_{label}"].fillna("unknown")
    columns = [*names, *(["unknown"] if (said == "unknown").any() else [])]
    yield f"| {label} \\ said | " + " | ".join(columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for name in names:
        counts = said[frame[label] == name].value_counts()
        yield f"| {name} | " + " | ".join(str(int(counts.get(column, 0))) for column in columns) + " |"


def examples_of_errors(frame: pd.DataFrame, label: str, most: int) -> Iterator[str]:
    """Yield the ids of the wrong texts that were said with the highest confidence."""
    wrong = frame[frame[label] != frame[f"said_{label}"]].sort_values(f"{label}_confidence", ascending=False, kind="stable")
    for row in wrong.head(most).itertuples():
        said, sure = getattr(row, f"said_{label}"), getattr(row, f"{label}_confidence")
        yield f"- `{row.id}`: {getattr(row, label)}, said {said} ({sure:.2f})"


def reliability(frame: pd.DataFrame, label: str) -> Iterator[str]:
    """Yield accuracy by stated confidence: a well calibrated detector is right as often as it says."""
    yield f"| confidence in the {label} | mean confidence | accuracy |"
    yield "|---|---|---|"
    right = (frame[label] == frame[f"said_{label}"]).fillna(False).astype(bool)
    sure = frame[f"{label}_confidence"].astype(float)
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        rows = (sure >= low) & (sure < high)
        if rows.any():
            yield f"| {low:.1f} to {min(high, 1.0):.1f} | {sure[rows].mean():.2f} | {share(right[rows])} |"
    if sure.isna().any():
        yield f"| none | | {share(right[sure.isna()])} |"


def level_correlations(ladder: pd.DataFrame) -> Iterator[str]:
    """Yield Spearman's correlation with the level inside a task, for scores and for the word count.

    A task counts for a score when at least three of its five levels are scored; a score that is the same on all of them counts 0.
    """
    padded = ladder["operators"].map(lambda operators: "pad" in operators).groupby(ladder["template"]).transform("any")
    groups: list[tuple[str, pd.DataFrame]] = [
        ("all tasks", ladder),
        ("with `pad`", ladder[padded]),
        ("without", ladder[~padded]),
        ("English", ladder[ladder["language"] == "en"]),
        ("Spanish", ladder[ladder["language"] == "es"]),
    ]
    yield "| | " + " | ".join(name for name, _ in groups) + " |"
    yield "|---" * (len(groups) + 1) + "|"
    for column in ("n_words", *SCORES):
        yield f"| {column} | " + " | ".join(_correlation(rows, column) for _, rows in groups) + " |"


def _correlation(rows: pd.DataFrame, column: str) -> str:
    found = []
    for _, task in rows.groupby("template"):
        scored = task.dropna(subset=[column])
        if len(scored) >= 3:
            rho = scored["level"].rank().corr(scored[column].astype(float).round(9).rank())
            found.append(0.0 if math.isnan(rho) else float(rho))
    if not found:
        return "not scored"
    low, high = bootstrap(found)
    return f"{np.mean(found):.3f} (n {len(found)}; {low:.3f} to {high:.3f})"


def steps_in_order(ladder: pd.DataFrame) -> Iterator[str]:
    """Yield how often the fuller of two neighbouring levels has the higher score; a tie counts half."""
    yield "| step | n | word count | overall |"
    yield "|---|---|---|---|"
    pairs = ladder.merge(ladder.assign(level=ladder["level"] - 1), on=["template", "level"], suffixes=("", "_upper"))
    chosen: list[tuple[str, Callable[[pd.DataFrame], Any]]] = [
        *((f"{level} to {level + 1}", lambda rows, level=level: rows["level"] == level) for level in range(1, 5)),
        ("all", lambda rows: rows["level"] > 0),
        ("fuller one shorter", lambda rows: rows["n_words_upper"] < rows["n_words"]),
    ]
    for name, keep in chosen:
        rows = pairs[keep(pairs)].dropna(subset=["overall", "overall_upper"])
        cells = []
        for column in ("n_words", "overall"):
            gain = (rows[f"{column}_upper"] - rows[column]).astype(float).round(9)
            cells.append(f"{((gain > 0) + 0.5 * (gain == 0)).mean():.3f}")
        yield f"| {name} | {len(rows)} | {cells[0]} | {cells[1]} |"


def defects_found() -> Iterator[str]:
    """Yield recall on the seeded defects, false alarms on their twins, and the pairs that were missed."""
    frame = ps.datasets.load("defects")
    judged = pd.DataFrame(_judged(frame, _findings(frame, profile="strict")))
    usual = pd.DataFrame(_judged(frame, _findings(frame, profile=None)))
    coded = judged[judged["code"].notna()]
    yield "Every rule runs (profile `strict`), the domain is detected."
    yield ""
    yield "| on | share |"
    yield "|---|---|"
    yield f"| defects: a finding with the code of the pair, anywhere | {share(coded['named'])} |"
    yield f"| ... that overlaps the defect or its counterpart | {share(coded['placed'])} |"
    yield f"| ... with exactly the span of the defect | {share(coded['exact'])} |"
    yield f"| defects: any finding that overlaps the defect and is new against the twin | {share(coded['noticed'])} |"
    yield f"| twins: a finding with the code of the pair (false alarm) | {share(coded['alarm'])} |"
    placed, alarm = int(coded["placed"].sum()), int(coded["alarm"].sum())
    yield f"| precision: overlapping findings of the code against alarms in twins | {share([True] * placed + [False] * alarm)} |"
    yield f"| twins: any finding of severity error | {share(judged['twin_error'])} |"
    yield f"| twins: any finding of severity error or warning | {share(judged['twin_warning'])} |"
    yield f"| overlaps, with the rules that run by default | {share(usual[usual['code'].notna()]['placed'])} |"
    for language, part in coded.groupby("language"):
        yield f"| {language}: overlaps | {share(part['placed'])} |"
    yield f"| defects no rule describes: any new finding that overlaps | {share(judged[judged['code'].isna()]['noticed'])} |"
    yield ""
    yield f"Missed: {', '.join(f'`{name}`' for name in coded[~coded['placed']]['template'])}."
    yield ""
    yield f"False alarms in twins: {', '.join(f'`{name}`' for name in coded[coded['alarm']]['template']) or 'none'}."
    yield ""
    codes = coded.groupby("code")["placed"].agg(["sum", "count"])
    never = [f"{code} ({int(row['count'])})" for code, row in codes.iterrows() if not row["sum"]]
    yield f"Rules that found none of their defects (with their number): {', '.join(never) or 'none'}."


def _findings(frame: pd.DataFrame, profile: str | None) -> dict[int, list[Any]]:
    run = ps.evaluate(frame[["text"]], text="text", domain="auto", profile=profile)
    found: dict[int, list[Any]] = {number: [] for number in range(len(frame))}
    for finding in run.findings.itertuples():
        found[int(finding.prompt_id)].append(finding)
    return found


def _judged(frame: pd.DataFrame, found: dict[int, list[Any]]) -> Iterator[dict[str, Any]]:
    for number in range(0, len(frame), 2):
        bad = frame.iloc[number]
        code = None if pd.isna(bad["code"]) else str(bad["code"])
        places = [(int(bad["start"]), int(bad["end"]))]
        if not pd.isna(bad["other_start"]):
            places.append((int(bad["other_start"]), int(bad["other_end"])))
        own = [finding for finding in found[number] if finding.code == code]
        usual = {finding.code for finding in found[number + 1]}
        new = [finding for finding in found[number] if finding.code not in usual]
        yield {
            "template": bad["template"],
            "language": bad["language"],
            "code": code,
            "named": bool(own),
            "placed": any(_overlaps(finding, place) for finding in own for place in places),
            "exact": any((int(finding.start), int(finding.end)) == places[0] for finding in own),
            "noticed": any(_overlaps(finding, places[0]) for finding in new),
            "alarm": any(finding.code == code for finding in found[number + 1]),
            "twin_error": any(finding.severity == "error" for finding in found[number + 1]),
            "twin_warning": any(finding.severity != "info" for finding in found[number + 1]),
        }


def _overlaps(finding: Any, place: tuple[int, int]) -> bool:
    return int(finding.start) < place[1] and place[0] < int(finding.end)


def report() -> Iterator[str]:
    """Yield the lines of the whole report."""
    domains, ladder = evaluated("domains"), evaluated("ladder")
    yield "# Measured on our own data sets"
    yield ""
    yield "Made by `python benchmarks/datasets.py --write docs/datasets/measured.md`. Each share stands with its counts and a 95 % Wilson"
    yield "interval; each mean over templates with a bootstrap interval over them. No label was changed after a measurement"
    yield "and no rule or score was fitted to these texts; detection of the domain was fitted to most groups of `domains`."
    yield f"Code behind findings: `{ps.evaluate('Name three rivers.').ruleset}`."
    for name, frame, parts in (("domains", domains, ("part", "kind", "language")), ("ladder", ladder, ("level", "language"))):
        for label, values in (("domain", BUILT_IN_DOMAINS), ("intent", INTENTS)):
            yield from ("", f"## {name}: {label}", "")
            yield from accuracy(frame, label, parts)
            yield ""
            yield from confusion(frame, label, values)
            yield ""
            yield from reliability(frame, label)
            yield from ("", "Wrong and most sure:", "")
            yield from examples_of_errors(frame, label, 6)
    yield from ("", "## ladder: rank correlation with the level inside a task", "")
    yield from level_correlations(ladder)
    yield from ("", f"Not scored (abstained): {int(ladder['overall'].isna().sum())} of {len(ladder)} prompts.")
    yield from ("", "Share of neighbouring levels in the right order:", "")
    yield from steps_in_order(ladder)
    yield from ("", "## defects", "")
    yield from defects_found()


def main() -> None:
    """Print the report, or write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", type=Path, metavar="FILE.md")
    arguments = parser.parse_args()
    text = "\n".join(report()) + "\n"
    if arguments.write:
        arguments.write.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
