"""The second half of `process`: rewrite, judge the rewrite, render. Works on the analysis of distinct units."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from promptsmith import config, schema
from promptsmith.constraints.parse import parse_limits
from promptsmith.errors import PromptSmithError, TemplateRenderError, UnknownNameError, suggest, unknown
from promptsmith.pipeline import Analysis, Unit, analyse, stages
from promptsmith.rewrite.edits import Missing, Rewrite
from promptsmith.rewrite.examples import examples_for
from promptsmith.rewrite.rewriter import rewrite, unchanged
from promptsmith.rewrite.system_prompt import system_prompt
from promptsmith.rules._rule import Finding
from promptsmith.rules.profiles import RuleSet
from promptsmith.scoring.scores import SCALE
from promptsmith.scoring.weights import WeightSet
from promptsmith.tables import errors_table
from promptsmith.templates.fill import fill_placeholders
from promptsmith.templates.render import render_source, render_template
from promptsmith.text.batch import Batch, batches
from promptsmith.text.document import Document

if TYPE_CHECKING:
    import pyarrow as pa

    from promptsmith.text.inputs import Prompts

Variables = Mapping[str, object] | None


@dataclass(frozen=True, eq=False)
class Refined:
    """The rewrite of one unit with its scores (None: no score) and the seconds it took."""

    rewrite: Rewrite
    before: float | None
    after: float | None
    seconds: float


def process_prompts(
    prompts: Prompts,
    analysis: Analysis,
    unit_of: NDArray[np.int64],
    *,
    weights: WeightSet,
    ruleset: RuleSet | None,
    tone: str,
    context: str | None,
    variables: Variables,
    template: str,
    clock: Callable[[], float] | None,
    seconds_before: float,
    faults: Sequence[tuple[int, str, str, str]],
) -> dict[str, pa.Table]:
    """Return the tables processed and errors; arguments are those of `api.process`, ``seconds_before`` the time spent so far."""
    check_template(template)
    refined = refine(analysis, weights, ruleset, clock)
    share = seconds_before / max(len(analysis.units), 1)
    originals = prompts.storable
    rows: list[dict[str, Any]] = []
    failed: list[tuple[int, str, str, str]] = list(faults)
    for row, unit in enumerate(unit_of.tolist()):
        if unit < 0:
            rows.append(_failed_row(originals[row]))
            continue
        started = clock() if clock is not None else 0.0
        try:
            said = _said(prompts, row, tone, context, variables)
            made = _render(refined[unit], analysis, unit, said, template)
        except PromptSmithError as error:
            failed.append((row, "process", type(error).__name__, str(error)))
            rows.append(_failed_row(originals[row]))
            continue
        elapsed = None if clock is None else (clock() - started + refined[unit].seconds + share) * 1e3
        rows.append({**made, "elapsed_ms": elapsed})
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in schema.PROCESSED.names if name != "prompt_id"}
    columns["prompt_id"] = prompts.ids
    return {"processed": schema.build(schema.PROCESSED, columns), "errors": errors_table(prompts, failed)}


def refine(
    analysis: Analysis, weights: WeightSet, ruleset: RuleSet | None, clock: Callable[[], float] | None = None
) -> list[Refined]:
    """Return the rewrite of each unit; a rewrite that does not raise the score is not kept.

    A text without a score (nonsense, another language) is not rewritten: there is nothing to measure the rewrite by.
    """
    before = _overall(analysis)
    made: list[tuple[Rewrite, float]] = []
    for batch in batches([unit.text for unit in analysis.units]):
        for row in range(len(batch)):
            number = len(made)
            started = clock() if clock is not None else 0.0
            document = Document(batch, row, domain=str(analysis.domains[number]))
            result = (
                _rewrite(document, analysis, number, weights, ruleset) if before[number] is not None else unchanged(document)
            )
            made.append((result, clock() - started if clock is not None else 0.0))
    changed = [number for number, (result, _) in enumerate(made) if result.edits]
    units = [Unit(made[n][0].refined, str(analysis.domains[n]), analysis.units[n].variables) for n in changed]
    after = dict(zip(changed, _overall(analyse(units, weights, ruleset=ruleset)), strict=True))
    results = []
    for number, (result, seconds) in enumerate(made):
        old, new = before[number], after.get(number, before[number])
        kept = result if number not in after or (new is not None and old is not None and new > old) else None
        if kept is None:
            document = Document.of(analysis.units[number].text)
            kept = unchanged(document, refused="the rewrite did not raise the score, so the text is returned as it was")
            new = old
        results.append(Refined(kept, old, new, seconds))
    return results


def _rewrite(document: Document, analysis: Analysis, number: int, weights: WeightSet, ruleset: RuleSet | None) -> Rewrite:
    unit, domain = analysis.units[number], str(analysis.domains[number])

    def reread(text: str) -> tuple[Document, list[Finding], list[Missing]]:
        again = analyse([Unit(text, domain, unit.variables)], weights, ruleset=ruleset)
        fixed = Document(Batch.of([text]), 0, domain=domain)
        return fixed, again.findings[0], _missing(again, 0, fixed.language)

    return rewrite(
        document,
        domain=domain,
        intent=analysis.features["intent"][number],
        findings=analysis.findings[number],
        missing=_missing(analysis, number, document.language),
        read_limits=read_limits,
        rules=stages(ruleset).rules,
        features=_FeatureRow(analysis.features, number),
        reread=reread,
    )


def _missing(analysis: Analysis, number: int, language: str) -> list[Missing]:
    spanish = language == "es"
    return [Missing(item.id, item.question_es if spanish else item.question_en) for item in analysis.missing[number]]


class _FeatureRow(Mapping[str, Any]):
    """One row of the feature columns as a mapping, without copying the columns."""

    def __init__(self, features: Mapping[str, NDArray[Any]], row: int) -> None:
        self._features, self._row = features, row

    def __getitem__(self, name: str) -> Any:
        return self._features[name][self._row]

    def __iter__(self) -> Iterator[str]:
        return iter(self._features)

    def __len__(self) -> int:
        return len(self._features)


def read_limits(text: str) -> list[tuple[Any, ...]]:
    """Return the typed limits of a text without their places: what the proof of a rewrite compares."""
    return [
        (limit.kind, limit.subject, limit.unit, limit.low, limit.high, limit.value, limit.polarity, limit.scope_path)
        for limit in parse_limits(Document.of(text))
    ]


def _overall(analysis: Analysis) -> list[float | None]:
    scores = analysis.scores
    return [
        points / SCALE if reason is None else None
        for points, reason in zip(scores.overall.tolist(), scores.reasons.tolist(), strict=True)
    ]


@dataclass(frozen=True)
class _Said:
    """What the caller said for one row: its own columns first, then the arguments of the call."""

    tone: str
    context: str | None
    variables: Variables


def _said(prompts: Prompts, row: int, tone: str, context: str | None, variables: Variables) -> _Said:
    own = prompts.variables[row]
    return _Said(
        prompts.tones[row] or tone,
        prompts.contexts[row] if prompts.contexts[row] is not None else context,
        own if own is not None else variables,
    )


def _render(refined: Refined, analysis: Analysis, unit: int, said: _Said, template: str) -> dict[str, Any]:
    domain, language = str(analysis.domains[unit]), str(analysis.features["language"][unit])
    intent = analysis.features["intent"][unit]
    result = refined.rewrite
    if said.variables is not None:
        _check_filled(result.refined, said.variables)
    examples = examples_for(domain, intent, language)
    if template in config.TEMPLATE_TYPES:
        rendered = render_template(
            template,
            prompt=result.refined,
            variables=said.variables,
            examples=examples,
            domain=domain,
            intent=intent,
            language=language,
        )
    else:
        filled = fill_placeholders(result.refined, said.variables).text
        rendered = render_source(template, {**(said.variables or {}), "prompt": filled})
    variables = None if said.variables is None else json.dumps(said.variables, sort_keys=True, default=str)
    return {
        "original": analysis.units[unit].text,
        "refined": result.refined,
        "domain": domain,
        "tone": said.tone,
        "system_prompt": _system_prompt(domain, said.tone, said.context, intent, language, variables),
        "template": rendered,
        "template_type": template if template in config.TEMPLATE_TYPES else "custom",
        "examples": examples,
        "edits": [{"start": e.start, "end": e.end, "before": e.before, "after": e.after, "rule": e.rule} for e in result.edits],
        "proof": [{"invariant": i.invariant, "holds": i.holds, "detail": i.detail} for i in result.proof],
        "rules_applied": list(result.rules_applied),
        "score_before": refined.before,
        "score_after": refined.after,
        "cache_hit": False,
    }


@lru_cache(maxsize=4096)
def _system_prompt(
    domain: str, tone: str, context: str | None, intent: str | None, language: str, variables: str | None
) -> str:
    values = None if variables is None else json.loads(variables)
    return system_prompt(domain, tone=tone, context=context, intent=intent, language=language, variables=values)


def _check_filled(text: str, variables: Mapping[str, object]) -> None:
    missing = fill_placeholders(text, variables).missing
    if missing:
        names = ", ".join(repr(name) for name in missing)
        given = ", ".join(repr(name) for name in variables) or "none"
        raise TemplateRenderError(
            f"The prompt has placeholders without a value: {names}. Variables given: {given}."
            f"{suggest(missing[0], variables)} Give a value for each, or no variables to keep the placeholders."
        )


def check_template(template: str) -> None:
    """Raise when ``template`` is neither a template type nor a Jinja2 source.

    Raises:
        UnknownNameError: it is neither.
    """
    if template not in config.TEMPLATE_TYPES and "{{" not in template and "{%" not in template:
        message = unknown("template type", template, config.TEMPLATE_TYPES)
        raise UnknownNameError(f"{message} A Jinja2 source with {{{{ prompt }}}} is allowed too.")


def _failed_row(original: str | None) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(schema.PROCESSED.names)
    return {**row, "original": original, "cache_hit": False}
