"""The public functions. Every face calls these and holds no logic of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from promptsmith import config
from promptsmith.errors import InputError
from promptsmith.noting import noted
from promptsmith.settings import rules_of_call
from promptsmith.version import VERSION

if TYPE_CHECKING:
    import pyarrow as pa

    from promptsmith.caching import Cache
    from promptsmith.pipeline import Unit
    from promptsmith.results import Explanation, Processing, Run, Validation
    from promptsmith.rules._rule import Rule
    from promptsmith.rules.profiles import RuleSet
    from promptsmith.scoring.weights import WeightSet
    from promptsmith.storing import Store
    from promptsmith.text.inputs import Prompts

Progress = Callable[[int, int], None]
Weights = str | Path | Mapping[str, tuple[float, float, float, float]] | None

INCLUDABLE = ("tokens", "entities")


@noted("evaluate")
def evaluate(
    source: Any,
    *,
    text: str | None = None,
    id: str | None = None,
    domain: str = "auto",
    include: Sequence[str] = (),
    rules: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    profile: str | None = None,
    user_rules: Sequence[Rule] = (),
    settings: str | Path | None = None,
    weights: Weights | WeightSet = None,
    max_characters: int = config.MAX_CHARACTERS,
    cache: Cache | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Run:
    """Measure prompts: features, typed limits, located findings and explained scores.

    Args:
        source: a prompt, a list, a Series, a frame (pandas, Polars, Arrow, DuckDB relation), chat messages, or a path or glob.
        text: column of the prompts; guessed when the frame leaves no doubt.
        id: column of the ids; else a column ``prompt_id``, else the row number.
        domain: ``auto`` detects it per prompt; a column ``domain`` of the frame wins over this argument.
        include: ``tokens`` and ``entities`` add these tables (spaCy; some hundred times slower than the rest).
        rules: codes, names or first letters of the codes to run; None runs every rule that is not off, or those of ``profile``.
            Beside a profile they are added to it.
        ignore: codes, names or first letters of rules to leave out; where both fit a rule, the more exact of the two decides.
        profile: ``core`` (measured rules and those that read no words), ``strict`` (all), or a domain (core and all of its rules).
        user_rules: rules of your own, as `load_rules` gives them.
        settings: a ``promptsmith.toml`` or ``pyproject.toml`` whose profile, select, ignore and rules-path hold where the call says
            nothing.
        weights: name of a weight set (expert, calibrated), path of its JSON file, a set that `calibrate` made, or a mapping of domain to
            four weights that sum to 1.
        max_characters: longest prompt to analyse; a longer one becomes a row of ``errors``.
        cache: results of earlier calls, by exact text, arguments, rules and weights; results are the same with and without. Tables
            of ``include`` are not kept.
        store: its cache is used, in memory and in its file, and the call is noted in its events, without texts; nothing else is saved.
        progress: called with (done, total) distinct prompts.

    Returns:
        A `Run` with the tables prompts (one row per input row, in order), findings, constraints and errors. Findings that a comment
        ``promptsmith: ignore[CODE]`` silences are not among them and count in no score; ``notes["n_suppressed"]`` says how many.

    Raises:
        UnknownNameError: domain, rule, profile, setting, weight set or included table is not known.
        RuleDefinitionError: a rule of your own cannot be used.
        InputError, MissingColumnError, UnsupportedInputError: the source cannot be read.

    Example:
        >>> import promptsmith as ps
        >>> run = ps.evaluate(["Summarize the text below in 3 sentences.", ""])
        >>> run.table("prompts")["score_status"].to_pylist()
        ['scored', 'failed: empty']
    """
    from promptsmith.scoring.weights import choose_weights

    for name in include:
        config.check_name("table to include", name, INCLUDABLE)
    chosen_rules = rules_of_call(rules, ignore, profile, user_rules, settings)
    chosen_weights = choose_weights(weights)
    prompts = _read(source, text, id, domain, max_characters)
    return evaluate_prompts(prompts, chosen_rules, domain, chosen_weights, include, progress, _cache_of(cache, store))


def evaluate_prompts(
    prompts: Prompts,
    ruleset: RuleSet,
    domain: str,
    weights: WeightSet,
    include: Sequence[str] = (),
    progress: Progress | None = None,
    cache: Cache | None = None,
) -> Run:
    """Return the run of prompts that are read already; arguments are those of `evaluate`."""
    from promptsmith.results import Run

    units, unit_of = units_of(prompts, None if domain == "auto" else domain, None)
    tables: Mapping[str, pa.Table]
    if cache is None:
        call = _Call(prompts, units, unit_of, weights, ruleset, progress)
        tables, languages, n_suppressed = _evaluated(call), call.analysis.features["language"], call.n_suppressed
        settings = call.settings
    else:
        from promptsmith.cached_calls import evaluate_cached

        made = evaluate_cached(prompts, units, unit_of, ruleset, weights, cache, progress)
        tables, languages, n_suppressed = made.tables, np.array(made.languages, dtype=object), made.n_suppressed
        settings = _settings(units, weights, ruleset)
    notes = {"n_suppressed": str(n_suppressed)} if n_suppressed else {}
    if include:
        from promptsmith.features.entities import entity_patterns
        from promptsmith.text.linguistic import linguistic_arrow_tables

        extra, told = linguistic_arrow_tables(prompts, languages, unit_of, include, patterns=entity_patterns())
        tables = {**tables, **extra}
        notes |= told
    return Run(tables, prompts.kind, ruleset.hash, weights.label, VERSION, settings=settings, notes=notes)


def _evaluated(call: _Call) -> Mapping[str, pa.Table]:
    from promptsmith.tables import LateTables, constraints_table, errors_table, findings_table, prompts_table

    prompts, analysis, unit_of = call.prompts, call.analysis, call.unit_of
    return LateTables(
        {
            "prompts": partial(prompts_table, prompts, analysis, unit_of, call.rules),
            "findings": partial(findings_table, prompts, analysis, unit_of, call.rules),
            "constraints": partial(constraints_table, prompts, analysis, unit_of),
            "errors": partial(errors_table, prompts, call.faults),
        }
    )


@noted("validate")
def validate(
    source: Any,
    *,
    text: str | None = None,
    id: str | None = None,
    domain: str = "auto",
    rules: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    profile: str | None = None,
    user_rules: Sequence[Rule] = (),
    settings: str | Path | None = None,
    max_characters: int = config.MAX_CHARACTERS,
    cache: Cache | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Validation:
    """Give a verdict on each prompt from its findings: is it valid, what is wrong, what to do.

    Arguments and errors are those of `evaluate`.

    Returns:
        A `Validation` with the tables validated (one row per input row: is_valid, errors, warnings, suggestions), findings and errors.
    """
    from promptsmith.results import Validation
    from promptsmith.scoring.weights import choose_weights
    from promptsmith.tables import errors_table, findings_table, validated_table

    known = _cache_of(cache, store)
    chosen_rules = rules_of_call(rules, ignore, profile, user_rules, settings)
    prompts = _read(source, text, id, domain, max_characters)
    units, unit_of = units_of(prompts, None if domain == "auto" else domain, None)
    weights = choose_weights(None)
    if known is not None:
        from promptsmith.cached_calls import validate_cached

        made = validate_cached(prompts, units, unit_of, chosen_rules, weights, known, progress)
        return Validation(made.tables, prompts.kind, chosen_rules.hash, weights.label, VERSION)
    call = _Call(prompts, units, unit_of, weights, chosen_rules, progress)
    tables = {
        "validated": validated_table(call.prompts, call.analysis, call.unit_of, call.rules),
        "findings": findings_table(call.prompts, call.analysis, call.unit_of, call.rules),
        "errors": errors_table(call.prompts, call.faults),
    }
    return Validation(tables, prompts.kind, chosen_rules.hash, weights.label, VERSION)


def load(path: str | Path, *, text: str | None = None, id: str | None = None) -> Any:
    """Return the rows of a file, folder or glob (CSV, TSV, JSONL, JSON, Parquet, XLSX, text, Markdown) as a pandas frame.

    Args:
        path: always a path or glob here; use `evaluate` for a single prompt.
        text: column of the prompts; it is called ``prompt`` in the result.
        id: column of the ids; it is called ``prompt_id`` in the result.

    Raises:
        InputError: nothing is at the path, or the file cannot be read.
        MissingColumnError: a named column is missing.
        UnsupportedInputError: the ending is not read.
    """
    from promptsmith.text.loading import load_frame

    return load_frame(path, text=text, id=id)


def load_rules(path: str | Path) -> tuple[Rule, ...]:
    """Return the rules of your own in a YAML file, or in every YAML file of a folder, ordered by code.

    Five kinds are read: existence, substitution, occurrence, consistency and conditional. Hand them to ``user_rules=`` of
    `evaluate`, `validate` or `process`.

    Raises:
        InputError: there is no such file or folder, or it holds no YAML.
        RuleDefinitionError: a rule cannot be used; the message names file, rule and key.
    """
    from promptsmith.rules.user_rules import read_rules

    return read_rules(path)


def rules() -> Any:
    """Return every rule as a frame: code, name, severity, status, domain, languages, fix, precision, summary."""
    from promptsmith.report.rule_page import rules_table
    from promptsmith.rules.profiles import known_rules
    from promptsmith.text.frames import to_kind

    return to_kind(rules_table(known_rules()), "list")


def explain(code: str) -> str:
    """Return the page of one rule as text: what, why, evidence, examples, fix and measured precision.

    Rules over a whole frame, whose findings `corpus` gives, have shorter pages.

    Raises:
        UnknownRuleError: no rule has this code or name.
    """
    from promptsmith.corpora.corpus_rules import corpus_rule
    from promptsmith.report.rule_page import corpus_rule_page, rule_page
    from promptsmith.rules._registry import get_rule

    if (over_frames := corpus_rule(code)) is not None:
        return corpus_rule_page(over_frames)
    return rule_page(get_rule(code))


def explain_row(run: Run, row: int) -> Explanation:
    """Return the explanation of one row of a run; its text is judged again with the same rules and weights when many were judged."""
    from promptsmith.pipeline import Unit, analyse
    from promptsmith.results import Explanation
    from promptsmith.scoring.improving import improvements
    from promptsmith.scoring.scores import SCALE, explain_score

    values = run.row(row)
    if values["overall"] is None:
        raise InputError(f"Prompt {values['prompt_id']!r} has no score to explain ({values['score_status']}).")
    if not run.settings:
        raise InputError("A run that was loaded from a store cannot be explained: evaluate its prompts again.")
    weights, ruleset = run.settings["weights"], run.settings["ruleset"]
    analysis = run.settings.get("analysis")
    if analysis is None:
        unit = Unit(values["prompt"], values["domain"], run.settings["variables"].get(values["text_hash"]))
        analysis = analyse([unit], weights, ruleset=ruleset)
    found = [(f.code, ruleset.rules[f.code].severity, f.message, f.start, f.end) for f in analysis.findings[0]]
    domain = values["domain"]
    lines = explain_score(analysis.features, found, domain, weights)
    overall = sum(line.millionths for line in lines) / SCALE
    fixes = [finding.replacement for finding in analysis.findings[0]]
    text, variables = values["prompt"], analysis.units[0].variables

    def score_without(number: int) -> int:
        others = [*found[:number], *found[number + 1 :]]
        return sum(line.millionths for line in explain_score(analysis.features, others, domain, weights))

    def score_with(number: int) -> int:
        *_, start, end = found[number]
        changed = Unit(text[:start] + (fixes[number] or "") + text[end:], domain, variables)
        again = analyse([changed], weights, ruleset=ruleset).scores
        return int(again.overall[0]) if again.reasons[0] is None else 0

    best = improvements(lines, found, fixes, len(text), score_without, score_with)
    return Explanation(values["prompt_id"], domain, run.weights, overall, tuple(lines), best)


@noted("process")
def process(
    source: Any,
    *,
    text: str | None = None,
    id: str | None = None,
    domain: str = "auto",
    tone: str = "professional",
    context: str | None = None,
    variables: Mapping[str, object] | None = None,
    template: str = "basic",
    rules: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    profile: str | None = None,
    user_rules: Sequence[Rule] = (),
    settings: str | Path | None = None,
    weights: Weights | WeightSet = None,
    max_characters: int = config.MAX_CHARACTERS,
    clock: Callable[[], float] | None = None,
    cache: Cache | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Processing:
    """Rewrite prompts without changing what the user said, and prove it; add system prompt, template and examples.

    Args:
        source, text, id, domain, weights, max_characters, progress: as in `evaluate`.
        cache, store: as in `evaluate`; the column ``cache_hit`` says which rows were known.
        rules, ignore, profile, user_rules, settings: as in `evaluate`.
        tone: professional, casual, technical, creative or formal; changes the system prompt. A column ``tone`` wins.
        context: background for the system prompt, quoted as data. A column ``context`` wins.
        variables: values for the prompt's own placeholders and for the template. A column ``variables`` wins. When values are given,
            a placeholder without a value is a `TemplateRenderError` of that row; without any, placeholders stay as they are.
        template: basic, chain-of-thought, few-shot, role-based or step-by-step, or the source of a Jinja2 template.
        clock: a function that returns seconds, to fill ``elapsed_ms``; without it the column is null and equal calls give equal bytes.

    Returns:
        A `Processing` with the tables processed (one row per input row, in order) and errors.

    Raises:
        UnknownNameError: domain, tone, rule or weight set is not known.
        InputError, MissingColumnError, UnsupportedInputError: the source cannot be read.
    """
    from promptsmith.processing import check_template, process_prompts
    from promptsmith.results import Processing
    from promptsmith.scoring.weights import choose_weights

    config.check_name("tone", tone, config.TONES)
    started = clock() if clock is not None else 0.0
    chosen_rules = rules_of_call(rules, ignore, profile, user_rules, settings)
    chosen_weights = choose_weights(weights)
    prompts = _read(source, text, id, domain, max_characters)

    def compute(rows: Prompts) -> dict[str, pa.Table]:
        units, unit_of = units_of(rows, None if domain == "auto" else domain, variables)
        call = _Call(rows, units, unit_of, chosen_weights, chosen_rules, progress)
        return process_prompts(
            rows,
            call.analysis,
            unit_of,
            weights=chosen_weights,
            ruleset=chosen_rules,
            tone=tone,
            context=context,
            variables=variables,
            template=template,
            clock=clock,
            seconds_before=clock() - started if clock is not None else 0.0,
            faults=call.faults,
        )

    known = _cache_of(cache, store)
    if known is None:
        tables = compute(prompts)
    else:
        from promptsmith.cached_calls import Said, process_cached

        check_template(template)
        units, unit_of = units_of(prompts, None if domain == "auto" else domain, variables)
        tables = process_cached(
            prompts,
            units,
            unit_of,
            chosen_rules,
            chosen_weights,
            known,
            said=Said(tone, context),
            template=template,
            compute=compute,
            clock=clock,
        ).tables
    return Processing(tables, prompts.kind, chosen_rules.hash, chosen_weights.label, VERSION)


class _Call:
    """What `evaluate`, `validate` and `process` have in common: the input as read and the analysis of its distinct units."""

    def __init__(
        self,
        prompts: Prompts,
        units: Sequence[Unit],
        unit_of: NDArray[np.int64],
        weights: WeightSet,
        ruleset: RuleSet,
        progress: Progress | None,
    ) -> None:
        from promptsmith.pipeline import analyse

        self.prompts, self.unit_of, self.rules = prompts, unit_of, ruleset.rules
        self.analysis = analyse(units, weights, ruleset=ruleset, progress=progress)
        self.settings = _settings(units, weights, ruleset)
        if len(units) == 1:
            # One prompt is mostly looked at closely: its explanation then costs no second analysis. Of many, memory would suffer.
            self.settings["analysis"] = self.analysis

    @property
    def n_suppressed(self) -> int:
        """Findings that comments in the prompts silence, over all rows."""
        counts = [len(found) for found in self.analysis.suppressed]
        return sum(counts[unit] for unit in self.unit_of.tolist() if unit >= 0) if any(counts) else 0

    @property
    def faults(self) -> list[tuple[int, str, str, str]]:
        """Checks that failed, for every row of the unit: (row, stage, error, message)."""
        return [
            (row, "rules", fault.code, fault.message)
            for fault in self.analysis.faults
            for row in np.flatnonzero(self.unit_of == fault.row).tolist()
        ]


def _read(source: Any, text: str | None, id: str | None, domain: str, max_characters: int) -> Prompts:
    """Return the prompts of a call; its domain is checked first, because reading can take long."""
    from promptsmith.text.inputs import read_prompts

    check_domain(domain)
    return read_prompts(source, text=text, id=id, max_characters=max_characters, allowed_domains=config.BUILT_IN_DOMAINS)


def check_domain(domain: str) -> None:
    """Raise when ``domain`` is not one of a call.

    Raises:
        UnknownNameError: it is not known.
    """
    config.check_name("domain", domain, ("auto", *config.BUILT_IN_DOMAINS))


def _settings(units: Sequence[Unit], weights: WeightSet, ruleset: RuleSet) -> dict[str, Any]:
    """Return what a later explanation of a row needs: weights, rules, and the variables of each text that has some."""
    from promptsmith.tables import text_hash

    variables = {text_hash(unit.text): unit.variables for unit in units if unit.variables is not None}
    return {"weights": weights, "ruleset": ruleset, "variables": variables}


def _cache_of(cache: Cache | None, store: Store | None) -> Cache | None:
    return cache if cache is not None or store is None else store.cache


def units_of(
    prompts: Prompts, domain: str | None, variables: Mapping[str, object] | None
) -> tuple[list[Unit], NDArray[np.int64]]:
    """Return the distinct (text, domain, variables) of the input and the unit of each row (-1: not readable)."""
    from promptsmith.pipeline import Unit

    if not any(prompts.domains) and not any(prompts.variables):
        return [Unit(text, domain, variables) for text in prompts.distinct], prompts.row_of
    units: dict[tuple[str, str | None, str], Unit] = {}
    numbers: dict[tuple[str, str | None, str], int] = {}
    unit_of = np.full(len(prompts.ids), -1, dtype=np.int64)
    for row, text in enumerate(prompts.texts):
        if text is None:
            continue
        own, values = prompts.domains[row] or domain, prompts.variables[row] or variables
        own = None if own == "auto" else own
        key = (text, own, json.dumps(values, sort_keys=True, default=str))
        if key not in units:
            numbers[key] = len(units)
            units[key] = Unit(text, own, values)
        unit_of[row] = numbers[key]
    return list(units.values()), unit_of
