"""Weights from labels of your own: fitted on the simplex, shrunk towards the expert weights, judged on groups left out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from promptsmith import config, schema
from promptsmith.errors import InputError, MissingComponentError, shorten
from promptsmith.results import Result
from promptsmith.version import VERSION

if TYPE_CHECKING:
    from promptsmith.calibration.fitting import Labelled
    from promptsmith.calibration.judging import Rivals
    from promptsmith.pipeline import Analysis, Progress
    from promptsmith.scoring.weights import WeightSet
    from promptsmith.text.inputs import Prompts

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

KINDS = ("rating", "pair", "outcome")
LEAST_GROUPS = 5
"""Fewest groups to fit to: one per fold."""


@dataclass(frozen=True, eq=False, repr=False)
class Calibration(Result):
    """Result of `promptsmith.calibrate`: a weight set and what it is worth; `sentences` says it in words.

    Attributes:
        weight_set: the fitted set; give it, or the JSON file it writes, to ``weights=``.
        made: label, kind, group, domain, scale, numbers of rows and groups, credibility, seed.
    """

    main = "figures"
    weight_set: WeightSet | None = None
    made: Mapping[str, Any] = field(default_factory=dict)

    @property
    def figures(self) -> Any:
        """One row per figure: value, interval, and the difference from counting words."""
        return self.frame("figures")

    @property
    def fitted_weights(self) -> Any:
        """One row per domain and dimension: expert, fitted and used weight."""
        return self.frame("fitted_weights")

    @property
    def reliability(self) -> Any:
        """One row per group of scores: mean score and mean label; empty for pairs."""
        return self.frame("reliability")

    @property
    def unused(self) -> Any:
        """One row per row of the input that was not used, with the reason."""
        return self.frame("unused")

    @property
    def sentences(self) -> list[str]:
        """What the calibration says: how well it orders, whether that is more than counting words, which dimensions carry it."""
        from promptsmith.report.calibrations import calibration_sentences

        return calibration_sentences(self.tables, self.made)

    def save_weights(self, path: str | Path) -> Path:
        """Write the weight set as JSON and return the path; ``weights=path`` uses it.

        Raises:
            InputError: the file cannot be written.
        """
        assert self.weight_set is not None
        self.weight_set.to_json(path)
        return Path(path)

    def to_html(self, path: str | Path) -> Path:
        """Write the report as one HTML page that works without a network, and return its path."""
        from promptsmith.report.calibrations import write_calibration_html

        return write_calibration_html(self, path)

    def __repr__(self) -> str:
        from promptsmith.report.calibrations import calibration_text

        return calibration_text(self)

    def _repr_html_(self) -> str:
        from promptsmith.report.calibrations import calibration_html

        return calibration_html(self)


def calibrate(
    source: Any,
    *,
    label: str,
    kind: str = "rating",
    group: str | None = None,
    domain: str | None = None,
    text: str | None = None,
    id: str | None = None,
    scale: tuple[float, float] | None = None,
    parts: str = "calibrated",
    name: str = "fitted",
    version: int = 1,
    seed: int = 0,
    max_characters: int = config.MAX_CHARACTERS,
    progress: Progress | None = None,
) -> Calibration:
    """Fit the weights of the four dimensions to labels, and judge them on groups they have not seen.

    The weights are non-negative, sum to 1 and are shrunk towards the expert weights: with n groups the fit counts ``n / (n + k)``, and
    inner folds choose k. The figures come from an outer loop in which everything is chosen again without the judged fold.

    Args:
        source: a frame (pandas, Polars, Arrow, DuckDB relation), a list of rows, or the path of a table.
        label: column of the labels: numbers or flags, higher is better. A row without one is not used.
        kind: rating (people or a model judged the prompt), pair (rows of one group are compared: the higher label is the better prompt),
            or outcome (what came of using the prompt; with several rows per group they are compared inside the group only).
        group: column of the groups that are never split between fitting and judging; needed for pairs. Else equal texts are a group.
        domain: None fits one row of weights for all domains; ``auto`` fits each detected domain by itself; a column ``domain`` of
            the frame, named here, says which domain each row has.
        text, id: columns of prompts and ids, as in `evaluate`.
        scale: ends of the scale of the labels, which become 0 and 1; None: lowest and highest label.
        parts: what the dimensions are made of: calibrated or expert.
        name, version: of the weight set.
        seed: decides the folds and the resamples; equal calls give equal bytes.
        max_characters, progress: as in `evaluate`.

    Returns:
        A `Calibration` with ``weight_set`` and the tables figures, fitted_weights, reliability, unused and errors.

    Raises:
        InputError: fewer than five groups, labels that do not vary or are no numbers, pairs without a group.
        MissingColumnError, UnsupportedInputError: the source cannot be read.
        UnknownNameError: kind, parts or domain is not known.
        MissingComponentError: scipy is not installed.
    """
    from promptsmith.calibration import fitting, judging
    from promptsmith.scoring.weights import EXPERT, PART_NAMES

    config.check_name("kind of label", kind, KINDS)
    config.check_name("parts", parts, PART_NAMES)
    _require_scipy()
    read = _read(source, label, kind, group, domain, text, id, scale, parts, max_characters, progress)
    data, rivals = read.labelled()
    held = fitting.judge(data, EXPERT, seed=seed)
    model = fitting.fit_nested(data, EXPERT, seed=seed)
    counts = {name: len(set(data.group[data.domain == name].tolist())) for name in set(data.domain.tolist())}
    if len(counts) == 1:
        counts = dict.fromkeys(model.rows, data.n_groups)
    counts["general"] = data.n_groups
    made = {
        "label": label,
        "kind": kind,
        "group": group,
        "domain": domain,
        "scale": list(read.scale) if kind != "pair" else None,
        "n": len(data.label),
        "n_groups": data.n_groups,
        "credibility": "infinite" if math.isinf(model.credibility) else model.credibility,
        "seed": seed,
        "version": VERSION,
    }
    figures = judging.figures(data, held, rivals, EXPERT, seed=seed)
    points = [] if kind == "pair" else judging.reliability(held.score, data.label)
    interval = fitting.interval_of(data, EXPERT, model.credibility, seed=seed)
    weights = _weight_set(read, model, interval, parts, name, version, {**made, "figures": figures[:4]})
    tables = {
        "figures": _table(schema.FIGURES, figures),
        "fitted_weights": _table(schema.FITTED_WEIGHTS, judging.weight_rows(model, EXPERT, counts)),
        "reliability": _table(schema.RELIABILITY, points),
        "unused": _table(schema.UNUSED, read.unused),
        "errors": read.errors,
    }
    return Calibration(tables, read.prompts.kind, read.ruleset, weights.label, VERSION, weight_set=weights, made=made)


def _require_scipy() -> None:
    try:
        import scipy  # noqa: F401
    except ImportError as error:
        raise MissingComponentError(
            "calibrate needs scipy, which is not installed. Install the extra: promptsmith-lab[calibration]."
        ) from error


def _table(table: schema.Table, rows: Sequence[Mapping[str, Any]]) -> Any:
    return schema.build(table, {name: [row[name] for row in rows] for name in table.names})


def _weight_set(
    read: _Read, model: Any, interval: Any, parts: str, name: str, version: int, made: Mapping[str, Any]
) -> WeightSet:

    from promptsmith.scoring.weights import DIMENSIONS, WeightSet, calibrated

    known = calibrated().intervals if parts == "calibrated" else {}
    intervals = {dimension: known[dimension] for dimension in DIMENSIONS if dimension in known}
    if interval is not None:
        languages, n_words = read.reach()
        intervals["overall"] = replace(interval, languages=languages, n_words=n_words)
    least = calibrated().least_words if parts == "calibrated" else 1
    return WeightSet(name, model.rows, parts, version, model.base, model.slope, intervals, least, made)


@dataclass(frozen=True, eq=False)
class _Read:
    """The input as read: usable rows with their labels, and the analysis of their texts."""

    prompts: Prompts
    analysis: Analysis
    expert: Floats
    dimensions: Floats
    rows: list[int]
    unit_of: Integers
    label: Floats
    group: list[Any]
    kind: str
    scale: tuple[float, float]
    is_by_domain: bool
    unused: list[dict[str, Any]]
    errors: Any
    ruleset: str

    def labelled(self) -> tuple[Labelled, Rivals]:
        """Return what is fitted, and the scores that need no fit."""
        from promptsmith.calibration.fitting import Labelled
        from promptsmith.calibration.judging import Rivals
        from promptsmith.scoring.weights import EXPERT

        unit = self.unit_of[self.rows]
        domains = self.analysis.domains[unit] if self.is_by_domain else np.full(len(unit), "general", dtype=object)
        group = np.array([str(name) for name in self.group], dtype=object)
        words = np.asarray(self.analysis.features["n_words"], dtype=np.float64)[unit]
        expert, dimensions = self.expert[unit], self.dimensions[unit]
        unfitted = (dimensions * EXPERT.rows(domains)).sum(axis=1)
        if self.kind != "pair":
            low, high = self.scale
            label = np.clip((self.label - low) / (high - low), 0.0, 1.0)
            data = Labelled(self.kind, dimensions, label, group, domains, dimensions, dimensions)
            return data, Rivals(words, expert, unfitted)
        better, worse = _pairs(group, self.label)
        if not len(better):
            raise InputError(
                "No pair can be made: in every group the labels are equal, or it has one usable row. Rows of one group are compared, the"
                " higher label being better."
            )
        difference = dimensions[better] - dimensions[worse]
        data = Labelled(
            "pair", difference, np.ones(len(better)), group[better], domains[better], dimensions[better], dimensions[worse]
        )
        return data, Rivals(*(column[better] - column[worse] for column in (words, expert, unfitted)))

    def reach(self) -> tuple[tuple[str, ...], tuple[int, int]]:
        """Return the languages of at least one text in twenty, and the fewest and most words of a text."""
        unit = self.unit_of[self.rows]
        languages = np.asarray(self.analysis.features["language"], dtype=object)[unit].astype(str)
        names, counts = np.unique(languages, return_counts=True)
        known = [name for name, count in zip(names.tolist(), counts.tolist(), strict=True) if count * 20 >= len(unit)]
        n_words = np.asarray(self.analysis.features["n_words"])[unit]
        return tuple(name for name in known if name != "unknown"), (int(n_words.min()), int(n_words.max()))


def _pairs(group: NDArray[np.object_], label: Floats) -> tuple[Integers, Integers]:
    """Return the row of the better and of the worse prompt of every pair inside a group whose labels differ."""
    from promptsmith.calibration.metrics import rows_of

    better, worse = [], []
    for rows in rows_of(group):
        for first in rows.tolist():
            for second in rows.tolist():
                if label[first] > label[second]:
                    better.append(first)
                    worse.append(second)
    return np.array(better, dtype=np.int64), np.array(worse, dtype=np.int64)


def _read(
    source: Any,
    label: str,
    kind: str,
    group: str | None,
    domain: str | None,
    text: str | None,
    id: str | None,
    scale: tuple[float, float] | None,
    parts: str,
    max_characters: int,
    progress: Progress | None,
) -> _Read:
    from promptsmith.api import units_of
    from promptsmith.pipeline import analyse, finding_columns
    from promptsmith.rules.profiles import choose_rules
    from promptsmith.scoring.parts import PART_SETS
    from promptsmith.scoring.scores import SCALE, dimension_points, score_texts
    from promptsmith.scoring.weights import EXPERT, calibrated
    from promptsmith.tables import errors_table
    from promptsmith.text.labelled import read_labelled

    if kind == "pair" and group is None:
        raise InputError("Pairs need a group: name the column that says which rows are compared with each other (group=).")
    named = None if domain in (None, "auto", *config.BUILT_IN_DOMAINS) else domain
    columns_wanted = {"label": label, "group": group, "domain": named}
    prompts, columns = read_labelled(source, columns_wanted, text=text, id=id, max_characters=max_characters)
    if columns["domain"] is not None:
        prompts = replace(prompts, domains=[_domain(value) for value in columns["domain"]])
    given = domain if domain in config.BUILT_IN_DOMAINS else None
    units, unit_of = units_of(prompts, given, None)
    ruleset = choose_rules()
    analysis = analyse(units, calibrated(), ruleset=ruleset, progress=progress)
    found = finding_columns(analysis.findings, ruleset.rules)
    expert = score_texts(analysis.features, found, analysis.domains, EXPERT).column("overall")
    dimensions = dimension_points(analysis.features, found, PART_SETS[parts]) / SCALE
    rows, labels, groups, unused = _usable(prompts, analysis, unit_of, columns["label"] or [], columns["group"])
    ends = _ends(labels, scale, kind)
    if len(set(map(str, groups))) < LEAST_GROUPS:
        raise InputError(
            f"{len(set(map(str, groups)))} groups with labels are too few: at least {LEAST_GROUPS} are needed, one for each fold."
            f" {len(unused)} of {len(prompts)} rows cannot be used."
        )
    return _Read(
        prompts, analysis, np.nan_to_num(expert), dimensions, rows, unit_of, np.array(labels), groups, kind, ends,
        domain is not None and given is None, unused, errors_table(prompts), ruleset.hash,
    )  # fmt: skip


def _domain(value: Any) -> str | None:
    from promptsmith.text.rows import is_null

    if is_null(value):
        return None
    config.check_name("domain", str(value), config.BUILT_IN_DOMAINS)
    return str(value)


def _usable(
    prompts: Prompts, analysis: Analysis, unit_of: Integers, labels: Sequence[Any], groups: Sequence[Any] | None
) -> tuple[list[int], list[float], list[Any], list[dict[str, Any]]]:
    """Return the usable rows with labels and groups, and every other row with the reason."""
    from promptsmith.text.rows import is_null

    rows, values, names, unused = [], [], [], []
    for row, given in enumerate(labels):
        unit = int(unit_of[row])
        reason = None
        if unit < 0:
            reason = "the prompt could not be read; see errors"
        elif analysis.scores.reasons[unit] is not None:
            reason = f"it has no score ({analysis.scores.reasons[unit]})"
        elif is_null(given):
            reason = "it has no label"
        elif groups is not None and is_null(groups[row]):
            reason = "it has no group"
        if reason is not None:
            unused.append({"prompt_id": prompts.ids[row], "reason": reason})
            continue
        rows.append(row)
        values.append(_number(given, row))
        names.append(unit if groups is None else groups[row])
    return rows, values, names, unused


def _number(value: Any, row: int) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or isinstance(value, str):
        raise InputError(f"The label in row {row} is {shorten(repr(value))}, which is no number. Labels are numbers or flags.")
    return number


def _ends(labels: Sequence[float], scale: tuple[float, float] | None, kind: str) -> tuple[float, float]:
    low, high = (min(labels, default=0.0), max(labels, default=0.0)) if scale is None else scale
    if not low < high:
        what = "Every label is the same, so nothing can be learned" if scale is None else f"scale={scale!r} does not rise"
        raise InputError(f"{what}. Labels: {len(labels)}, from {low} to {high}.")
    outside = [value for value in labels if not low <= value <= high]
    if outside and kind != "pair":
        raise InputError(f"The label {outside[0]} lies outside the scale {low} to {high}. Give the ends of the scale (scale=).")
    return low, high
