"""The four tools that need no store: each calls one public function and hands on its tables."""

from __future__ import annotations

from typing import Any

from promptsmith.errors import InputError
from promptsmith.report.advice import breakdown, recommendations
from promptsmith.report.brief import evaluation_brief, finding_lines, processing_brief, verdict_brief
from promptsmith.server.arguments import ComparePrompts, EvaluatePrompt, ProcessPrompt, ValidatePrompt
from promptsmith.server.caller import Answer, Caller

REASONING_RULES = ("MDL1201",)
"""Rules about what a reasoning model does not need; they are off for other models."""


def evaluate_prompt(arguments: EvaluatePrompt, caller: Caller) -> Answer:
    """Answer with features, scores, their explanation, findings and limits of one prompt."""
    import promptsmith as ps

    # A list, because a string alone may name a file: what a client sends is always a text, never a path.
    run = ps.evaluate([arguments.prompt], domain=arguments.domain)
    _refuse_faults(run)
    row = run.row(0)
    findings = _rows(run, "findings")
    lines = () if row["overall"] is None else run.explain(0).lines
    advice = recommendations(lines, findings, arguments.criteria)
    structured = {
        "evaluation": _without(row, "prompt_id", "prompt"),
        "breakdown": breakdown(lines, row, arguments.criteria) if lines else [],
        "recommendations": advice,
        "findings": findings,
        "constraints": _rows(run, "constraints"),
        **_made(run),
        "weights": run.weights,
    }
    return Answer(structured, evaluation_brief(row, findings, advice))


def validate_prompt(arguments: ValidatePrompt, caller: Caller) -> Answer:
    """Answer with the verdict on one prompt."""
    import promptsmith as ps

    result = ps.validate([arguments.prompt], domain=arguments.domain)
    _refuse_faults(result)
    row, findings = result.row(0), _rows(result, "findings")
    structured = {**_without(row, "prompt_id"), "findings": findings, **_made(result)}
    return Answer(structured, verdict_brief(row, findings))


def compare_prompts(arguments: ComparePrompts, caller: Caller) -> Answer:
    """Answer with the variants ranked, and each beside the first."""
    import promptsmith as ps

    first, second, *others = arguments.variants
    result = ps.compare(first, second, *others, test_input=arguments.test_input)
    _refuse_faults(result)
    ranking, sentences = result.ranking, result.sentences
    structured = {
        "winner": next((entry["name"] for entry in ranking if entry["verdict"] == "best"), None),
        "ranking": ranking,
        "summary": sentences,
        "variants": [
            {"name": row["prompt_id"], **_without(row, "prompt_id", "prompt")} for row in _all_rows(result, "prompts")
        ],
        **{name: _all_rows(result, name) for name in ("score_differences", "finding_changes", "constraint_changes")},
        **_made(result),
        "weights": result.weights,
    }
    return Answer(structured, "\n".join(sentences))


def process_prompt(arguments: ProcessPrompt, caller: Caller) -> Answer:
    """Answer with the rewritten prompt, its proof, its system prompt and examples."""
    import promptsmith as ps

    result = ps.process(
        [arguments.raw],
        domain=arguments.domain,
        tone=arguments.tone,
        context=arguments.context,
        variables=arguments.variables,
        template=arguments.template,
    )
    _refuse_faults(result)
    row = result.row(0)
    aimed = _target_findings(row["refined"], row["domain"], arguments.target_model)
    structured = {
        **_without(row, "prompt_id", "elapsed_ms"),
        "target_model": arguments.target_model,
        "target_findings": aimed,
        "variables": list(arguments.variables or ()),
        **_made(result),
        "weights": result.weights,
    }
    text = processing_brief(row)
    if aimed:
        text += "\n\n" + "\n".join(["For a reasoning model:", *finding_lines(aimed)])
    return Answer(structured, text, cache_hit=bool(row["cache_hit"]))


def _target_findings(text: str, domain: str, target_model: str) -> list[dict[str, Any]] | None:
    if target_model != "reasoning":
        return None
    import promptsmith as ps

    return _rows(ps.validate([text], domain=domain, rules=REASONING_RULES), "findings")


def _refuse_faults(result: Any) -> None:
    """Raise what the result's table of errors says: a call about one prompt has either an answer or a reason."""
    faults = result.table("errors").to_pylist()
    if faults:
        raise InputError("\n".join(dict.fromkeys(str(fault["message"]) for fault in faults)))


def _rows(result: Any, table: str) -> list[dict[str, Any]]:
    return [_without(row, "prompt_id") for row in _all_rows(result, table)]


def _all_rows(result: Any, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = result.table(table).to_pylist()
    return rows


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _made(result: Any) -> dict[str, str]:
    return {"version": result.version, "ruleset": result.ruleset}
