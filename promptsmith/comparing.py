"""Variants of a prompt over items, by paired statistics; and prompts beside each other, by findings, limits and score intervals."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from promptsmith import config, schema
from promptsmith.errors import (
    InputError,
    MissingColumnError,
    MissingComponentError,
    UnknownNameError,
    UnsupportedInputError,
    unknown,
)
from promptsmith.results import Result
from promptsmith.version import VERSION

if TYPE_CHECKING:
    from promptsmith.compare.outcomes import Outcomes

DIRECTIONS = ("higher", "lower")
N_RESAMPLES = 9_999
"""Resamples of bootstrap and permutation: with the observed one 10,000, so the smallest p value is 0.0001. Judgement."""


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result):
    """Result of `promptsmith.compare` for variants over items; `sentences` says what follows and what does not.

    Attributes:
        made: how it was made: outcome, kind of outcome, better, test, correction, level, margin, power, n_resamples, seed.
    """

    main = "pairs"
    made: Mapping[str, Any] = field(default_factory=dict)

    @property
    def variants(self) -> Any:
        """One row per variant from best to worst: mean with interval, rank, band, ties."""
        return self.frame("variants")

    @property
    def pairs(self) -> Any:
        """One row per pair: difference with interval, test, effect size, verdict, minimum detectable difference."""
        return self.frame("pairs")

    @property
    def cluster_ranks(self) -> Any:
        """One row per variant and cluster; empty without clusters."""
        return self.frame("cluster_ranks")

    @property
    def dropped(self) -> Any:
        """One row per outcome that is not used, with the reason."""
        return self.frame("dropped")

    @property
    def sentences(self) -> list[str]:
        """What the comparison says, in words: who is best, who is tied, what was dropped, how many more items it takes."""
        from promptsmith.report.comparisons import comparison_sentences

        return comparison_sentences(self.tables, self.made)

    def forest(self) -> Any:
        """Return a plotly figure of the means with their intervals, one colour per band.

        Raises:
            MissingComponentError: plotly is not installed.
        """
        from promptsmith.compare.plots import forest

        rows = [row for row in self.tables["variants"].to_pylist() if row["mean"] is not None]
        return forest(rows, self.made["outcome"], self.made["level"])

    def difference(self) -> Any:
        """Return a plotly figure of the difference of each pair with its interval.

        Raises:
            MissingComponentError: plotly is not installed.
        """
        from promptsmith.compare.plots import difference

        return difference(self.tables["pairs"].to_pylist(), self.made["outcome"], self.made["level"], self.made["margin"])

    def bump(self, **others: Comparison) -> Any:
        """Return a plotly figure of ranks from cluster to cluster, or from this outcome to those of other comparisons.

        Args:
            others: comparisons of the same variants, by the name to show.

        Raises:
            InputError: there are neither clusters nor other comparisons.
            MissingComponentError: plotly is not installed.
        """
        from promptsmith.compare.plots import bump, cluster_columns

        if not others:
            return bump(cluster_columns(self.tables["cluster_ranks"].to_pylist()), "Rank by mean in each cluster")
        rankings = {self.made["outcome"]: self, **others}
        columns = {
            name: {row["variant"]: row["rank"] for row in one.tables["variants"].to_pylist() if row["rank"] is not None}
            for name, one in rankings.items()
        }
        return bump(columns, "Rank by mean in each comparison")

    def __repr__(self) -> str:
        from promptsmith.report.comparisons import comparison_text

        return comparison_text(self)

    def _repr_html_(self) -> str:
        from promptsmith.report.comparisons import comparison_html

        return comparison_html(self)


@dataclass(frozen=True, eq=False, repr=False)
class PromptComparison(Result):
    """Result of `promptsmith.compare` for two or more prompts: each beside the first.

    Attributes:
        made: names of the prompts.
    """

    main = "score_differences"
    made: Mapping[str, Any] = field(default_factory=dict)

    @property
    def prompts(self) -> Any:
        """One row per prompt, as `evaluate` gives it; ``prompt_id`` is the name of the prompt."""
        return self.frame("prompts")

    @property
    def score_differences(self) -> Any:
        """One row per score and prompt: both scores with their intervals, and whether they can be told apart."""
        return self.frame("score_differences")

    @property
    def finding_changes(self) -> Any:
        """One row per rule and prompt: how often it found something in both."""
        return self.frame("finding_changes")

    @property
    def constraint_changes(self) -> Any:
        """One row per limit that was added, removed or changed."""
        return self.frame("constraint_changes")

    @property
    def ranking(self) -> list[dict[str, Any]]:
        """The prompts from best to worst: rank, name, verdict, overall with its interval, score_status."""
        from promptsmith.compare.prompt_changes import rank_prompts

        return rank_prompts(self.tables["prompts"].to_pylist())

    @property
    def sentences(self) -> list[str]:
        """What the comparison says, in words."""
        from promptsmith.report.comparisons import prompt_sentences

        return prompt_sentences(self.tables, self.made)

    def __repr__(self) -> str:
        from promptsmith.report.comparisons import prompts_text

        return prompts_text(self)

    def _repr_html_(self) -> str:
        from promptsmith.report.comparisons import prompts_html

        return prompts_html(self)


@overload
def compare(
    source: str,
    other: str,
    /,
    *others: str,
    names: Sequence[str] | None = None,
    domain: str = "auto",
    test_input: str | None = None,
) -> PromptComparison: ...


@overload
def compare(
    source: Any,
    /,
    *,
    by: str | None = None,
    item: str | None = None,
    outcome: str | None = None,
    variants: Sequence[str] | None = None,
    cluster: str | None = None,
    text: str | None = None,
    better: str = "higher",
    test: str = "auto",
    correction: str = "holm",
    level: float = 0.95,
    margin: float | None = None,
    power: float = 0.8,
    repeats: str = "refuse",
    missing: str = "pairwise",
    domain: str = "auto",
    n_resamples: int = N_RESAMPLES,
    seed: int = 0,
) -> Comparison: ...


def compare(
    source: Any,
    /,
    *others: str,
    names: Sequence[str] | None = None,
    by: str | None = None,
    item: str | None = None,
    outcome: str | None = None,
    variants: Sequence[str] | None = None,
    cluster: str | None = None,
    text: str | None = None,
    better: str = "higher",
    test: str = "auto",
    correction: str = "holm",
    level: float = 0.95,
    margin: float | None = None,
    power: float = 0.8,
    repeats: str = "refuse",
    missing: str = "pairwise",
    domain: str = "auto",
    n_resamples: int = N_RESAMPLES,
    seed: int = 0,
    test_input: str | None = None,
) -> Comparison | PromptComparison:
    """Compare variants over items by paired statistics, or prompts beside the first one.

    A frame is long (``by`` and ``item`` name columns, one row per variant and item) or wide (``variants`` names one column per variant,
    one row per item). Two or more prompts as strings are compared by findings, limits and score intervals instead.

    Args:
        source: a frame (pandas, Polars, Arrow, DuckDB relation), a list of rows, a dict of columns, or the path of a table; or a prompt.
        others: further prompts; each is compared with the first.
        names: names of the prompts; else A, B, C, ...
        by: column of the variants of a long frame.
        item: column of the items; a wide frame without it counts rows from 0.
        outcome: column of the outcome (0 and 1, True and False, a rating, a cost, any number). Or one of our scores (overall, clarity,
            specificity, structure, completeness), which are computed from the prompts of a long frame that has
            no such column; None: overall.
        variants: the columns of a wide frame; of a long one, the variants to compare.
        cluster: column of the cluster of each item, when items come in groups that resemble each other.
        text: column of the prompts, when the outcome is one of our scores.
        better: higher or lower outcomes are better.
        test: mcnemar, wilcoxon, permutation, or auto: `promptsmith.compare.paired_tests.choose_test` gives the rule.
        correction: holm (no false difference at all), bh (few false ones among those found) or none.
        level: coverage of intervals; a test finds a difference at 1 - level.
        margin: largest difference that does not matter, in the unit of the outcome; asks for the equivalence test.
        power: chance with which the planned number of items finds a difference.
        repeats: refuse two rows of one variant and item, or take their mean.
        missing: pairwise lets each pair use the items both have; complete uses only items that all variants have.
        domain: domain of the prompts, when our scores or findings are computed.
        n_resamples: resamples of bootstrap and permutation; at least 999.
        seed: seed of both; equal calls give equal bytes.
        test_input: an input that the prompts are meant for: they are judged as they would be sent with it, in their placeholder
            ``input`` or below them. Only for prompts.

    Returns:
        A `Comparison` with the tables variants, pairs, cluster_ranks, dropped and errors; for prompts a `PromptComparison` with
        score_differences, finding_changes, constraint_changes, prompts and errors.

    Raises:
        InputError: fewer than two variants or items, an outcome that is no number, a variant and item that occur twice, a value out of
            its range, or a test that does not fit.
        MissingColumnError: a named column is missing, or the needed one is not named.
        UnknownNameError: a direction, test, correction or policy is not known.
        UnsupportedInputError: the source cannot be read.
        MissingComponentError: scipy is not installed.

    Example:
        >>> import promptsmith as ps
        >>> outcomes = {"short": [1, 1, 1, 1, 1, 1, 1, 1, 0, 1], "long": [0, 0, 0, 0, 0, 0, 0, 0, 1, 1]}
        >>> pairs = ps.compare(outcomes, variants=["short", "long"]).pairs
        >>> pairs["test"][0], float(pairs["p"][0]), pairs["verdict"][0]
        ('exact McNemar', 0.0390625, 'a better')
    """
    prompts = _prompts_of(source, others)
    if prompts is not None:
        if test_input is not None:
            from promptsmith.templates.fill import with_input

            prompts = [with_input(prompt, test_input) for prompt in prompts]
        return _compare_prompts(prompts, names, domain)
    if test_input is not None:
        raise InputError("test_input= is for prompts given as strings; a table of outcomes has its inputs as items.")
    config.check_name("direction (better=)", better, DIRECTIONS)
    _check_ranges(level, margin, power, n_resamples, seed)
    _require_scipy()
    kind, columns = _read_columns(source)
    arguments = (by, item, outcome, variants, cluster, text, domain, repeats, missing)
    outcomes, label, faults, hashes = _outcomes(columns, *arguments)
    made = {
        "outcome": label,
        "kind": outcomes.kind,
        "better": better,
        "test": test,
        "correction": correction,
        "level": level,
        "margin": margin,
        "power": power,
        "n_resamples": n_resamples,
        "seed": seed,
    }
    tables, chosen = _tables(outcomes, made)
    tables["errors"] = faults
    return Comparison(tables, kind, *hashes, VERSION, made={**made, "test": chosen})


def _tables(outcomes: Outcomes, made: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    from promptsmith.compare.paired import compare_pairs, settings_for
    from promptsmith.compare.ranking import cluster_ranks, order_of, rank_variants

    sign = 1 if made["better"] == "higher" else -1
    passed = ("correction", "level", "margin", "power", "n_resamples", "seed")
    settings = settings_for(outcomes, made["test"], sign=sign, **{name: made[name] for name in passed})
    order = order_of(outcomes, sign)
    pairs = compare_pairs(outcomes, order, settings)
    ranked = rank_variants(outcomes, order, pairs, settings)
    dropped = [dict(vars(drop)) for drop in outcomes.dropped]
    tables = {
        "variants": _table(schema.VARIANTS, [one.row() for one in ranked]),
        "pairs": _table(schema.PAIRS, [pair.row() for pair in pairs]),
        "cluster_ranks": _table(schema.CLUSTER_RANKS, cluster_ranks(outcomes, sign)),
        "dropped": _table(schema.DROPPED, dropped),
    }
    return tables, settings.test


def _table(table: schema.Table, rows: Sequence[Mapping[str, Any]]) -> Any:
    return schema.build(table, {name: [row[name] for row in rows] for name in table.names})


def _outcomes(
    columns: dict[str, Sequence[Any]],
    by: str | None,
    item: str | None,
    outcome: str | None,
    variants: Sequence[str] | None,
    cluster: str | None,
    text: str | None,
    domain: str,
    repeats: str,
    missing: str,
) -> tuple[Outcomes, str, Any, tuple[str, str]]:
    """Return the matrix, the name of its outcome, the table of errors, and the hashes of rules and weights behind our scores."""
    from promptsmith.compare.outcomes import MISSING, REPEATS, column_of, outcomes_of_columns, outcomes_of_rows
    from promptsmith.compare.prompt_changes import SCORES

    config.check_name("policy for repeats", repeats, REPEATS)
    config.check_name("policy for missing", missing, MISSING)
    clusters = None if cluster is None else column_of(columns, cluster, "cluster")
    nothing = schema.build(schema.ERRORS, dict.fromkeys(schema.ERRORS.names, ()))
    if by is None:
        if variants is None:
            raise MissingColumnError(
                "What is compared is not named. Name the column of the variants and that of the items (by=, item=), or the columns of a "
                f"wide frame (variants=). Columns: {', '.join(map(repr, columns)) or 'none'}."
            )
        for name in variants:
            column_of(columns, name, "variants")
        n = len(next(iter(columns.values()), ()))
        items = range(n) if item is None else column_of(columns, item, "item")
        matrix = outcomes_of_columns(columns, list(dict.fromkeys(variants)), items, clusters, missing=missing)
        return matrix, outcome or "outcome", nothing, ("none", "none")
    if item is None:
        raise MissingColumnError(
            f"The column of the items is not named (item=): pairs are made by it. Columns: {', '.join(map(repr, columns))}."
        )
    names, items = column_of(columns, by, "by"), column_of(columns, item, "item")
    label = outcome or "overall"
    reasons: dict[int, str] = {}
    hashes = ("none", "none")
    if label in columns:
        values = columns[label]
    elif label in SCORES and (outcome is None or text is not None or _holds_prompts(columns)):
        values, reasons, nothing, hashes = _scores(columns, label, text, domain)
    else:
        values = column_of(columns, label, "outcome")
    if variants is not None:
        rows = _rows_of(names, variants)
        reasons = {position: reasons[row] for position, row in enumerate(rows) if row in reasons}
        names, items, values = ([column[row] for row in rows] for column in (names, items, values))
        clusters = None if clusters is None else [clusters[row] for row in rows]
    matrix = outcomes_of_rows(names, items, values, clusters, repeats=repeats, missing=missing, reasons=reasons)
    return matrix, label, nothing, hashes


def _rows_of(names: Sequence[Any], variants: Sequence[str]) -> list[int]:
    known = {str(name) for name in names}
    for variant in variants:
        if str(variant) not in known:
            raise UnknownNameError(unknown("variant", str(variant), sorted(known)))
    wanted = {str(variant) for variant in variants}
    return [row for row, name in enumerate(names) if str(name) in wanted]


def _holds_prompts(columns: Mapping[str, Sequence[Any]]) -> bool:
    from promptsmith.text.columns import TEXT_COLUMNS

    return any(name in columns for name in TEXT_COLUMNS)


def _scores(
    columns: Mapping[str, Sequence[Any]], score: str, text: str | None, domain: str
) -> tuple[list[Any], dict[int, str], Any, tuple[str, str]]:
    """Return one of our scores for each row, why rows have none, the errors, and what made it."""
    from promptsmith.api import evaluate

    if text is None and not _holds_prompts(columns):
        raise MissingColumnError(
            "The outcome is not named (outcome=), and there is no column 'overall' nor one of prompts to score (text=). "
            f"Columns: {', '.join(map(repr, columns))}."
        )
    needed = {
        name: list(values) for name, values in columns.items() if name not in ("prompt_id", "variables", "tone", "context")
    }
    rows = [dict(zip(needed, row, strict=True)) for row in zip(*needed.values(), strict=True)]
    run = evaluate(rows, text=text, domain=domain)
    values = run.table("prompts")[score].to_pylist()
    statuses = run.table("prompts")["score_status"].to_pylist()
    reasons = {row: f"the prompt has no score ({statuses[row]})" for row, value in enumerate(values) if value is None}
    return values, reasons, run.table("errors"), (run.ruleset, run.weights)


def _compare_prompts(prompts: list[str], names: Sequence[str] | None, domain: str) -> PromptComparison:
    import pyarrow as pa

    from promptsmith.api import evaluate
    from promptsmith.checking import constraint_diff
    from promptsmith.compare.prompt_changes import finding_changes, score_differences

    labels = _labels(len(prompts), names)
    rows = [{"prompt_id": label, "prompt": prompt} for label, prompt in zip(labels, prompts, strict=True)]
    run = evaluate(rows, domain=domain)
    scored = run.table("prompts").to_pylist()
    findings: dict[str, list[Any]] = {label: [] for label in labels}
    for finding in run.table("findings").to_pylist():
        findings[finding["prompt_id"]].append(finding)
    scores, changes = [], []
    for position, label in enumerate(labels[1:], 1):
        scores += [{"prompt_id": label, **row} for row in score_differences(scored[0], scored[position])]
        changes += [{"prompt_id": label, **row} for row in finding_changes(findings[labels[0]], findings[label])]
    limits = constraint_diff([prompts[0]] * (len(prompts) - 1), prompts[1:]).table("constraint_changes")
    named = pa.array([labels[1:][number] for number in limits["prompt_id"].to_pylist()], pa.string())
    tables = {
        "score_differences": _table(schema.SCORE_DIFFERENCES, scores),
        "finding_changes": _table(schema.FINDING_CHANGES, changes),
        "constraint_changes": limits.set_column(0, "prompt_id", named),
        "prompts": run.table("prompts"),
        "errors": run.table("errors"),
    }
    return PromptComparison(tables, "str", run.ruleset, run.weights, VERSION, made={"names": labels})


def _labels(n: int, names: Sequence[str] | None) -> list[str]:
    if names is None:
        return [chr(ord("A") + number) if n <= 26 else f"prompt {number + 1}" for number in range(n)]
    labels = [str(name) for name in names]
    if len(labels) != n or len(set(labels)) < n:
        raise InputError(f"There are {n} prompts; give as many different names (names=), not {labels!r}.")
    return labels


def _prompts_of(source: Any, others: Sequence[Any]) -> list[str] | None:
    """Return the prompts of the call, or None when the source is a table."""
    from promptsmith.text.files import names_path

    if isinstance(source, list | tuple) and source and all(isinstance(one, str) for one in source):
        source, others = source[0], [*source[1:], *others]
    if isinstance(source, str):
        if all(isinstance(other, str) for other in others):
            if others:
                return [source, *others]
            if names_path(source):
                return None
        raise InputError("One prompt cannot be compared with itself. Give a second string, a frame, or the path of a table.")
    if others:
        raise InputError(
            f"Two or more sources are compared as prompts, so each is a string; the first is {type(source).__name__}. "
            "Put the outcomes of variants into one frame."
        )
    return None


def _read_columns(source: Any) -> tuple[str, dict[str, Sequence[Any]]]:
    """Return the kind of frame and its columns as Python lists."""
    from promptsmith.text.columns import columns_of_rows

    if isinstance(source, str | os.PathLike):
        from promptsmith.text.loading import load_frame

        table = load_frame(source, kind="arrow")
        return "path", {name: table[name].to_pylist() for name in table.column_names}
    if isinstance(source, Mapping):
        columns = {str(name): list(values) for name, values in source.items()}
        lengths = {name: len(values) for name, values in columns.items()}
        if len(set(lengths.values())) > 1:
            raise InputError(f"The columns differ in length: {lengths}. Each has one value per row.")
        return "list", dict(columns)
    if isinstance(source, list | tuple) and all(isinstance(row, Mapping) for row in source):
        return "list", dict(columns_of_rows(source))
    import narwhals as nw

    try:
        data = nw.from_native(source)
    except TypeError:
        raise UnsupportedInputError(
            f"Outcomes cannot be read from {type(source).__name__}. Accepted: a frame of pandas or Polars, an Arrow table, a DuckDB "
            "relation, a list of rows, a dict of columns, or the path of a table; or two prompts as strings."
        ) from None
    kind = {"pyarrow": "arrow"}.get(str(data.implementation), str(data.implementation))
    eager = data.collect("pyarrow") if isinstance(data, nw.LazyFrame) else data
    return kind, {str(name): eager.get_column(name).to_list() for name in eager.columns}


def _check_ranges(level: float, margin: float | None, power: float, n_resamples: int, seed: int) -> None:
    for name, value, low, high in (("level", level, 0.5, 1), ("power", power, 0.05, 1)):
        if not low < value < high:
            raise InputError(f"{name}={value!r} is not between {low} and {high}.")
    if margin is not None and not (margin > 0 and math.isfinite(margin)):
        raise InputError(f"margin={margin!r} is not a positive number in the unit of the outcome.")
    if isinstance(n_resamples, bool) or not isinstance(n_resamples, int) or n_resamples < 999:
        raise InputError(
            f"n_resamples={n_resamples!r} is not a whole number of at least 999: fewer make the ends of intervals a lottery."
        )
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InputError(f"seed={seed!r} is not a whole number of at least 0.")


def _require_scipy() -> None:
    import importlib.util

    if importlib.util.find_spec("scipy") is None:
        raise MissingComponentError(
            'Paired statistics need scipy, which is not installed. Install it with: pip install "promptsmith-lab[compare]"'
        )
