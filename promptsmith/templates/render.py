"""A prompt in its template: the five built-in types, or the user's own source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from promptsmith.config import INTENTS, TEMPLATE_TYPES, check_name
from promptsmith.errors import TemplateRenderError, shorten, suggest
from promptsmith.rewrite.system_prompt import role_line
from promptsmith.templates.fill import fill_placeholders
from promptsmith.templates.sandbox import compile_source, environment, plain, run

if TYPE_CHECKING:
    from jinja2 import Template

EXAMPLE_LIMIT = 5
"""Examples written into a few-shot template. Judgement: more repeat the pattern without adding to it."""

DEFAULT_INTENT = "create"
"""Steps shown when no intent was recognised: most prompts ask for something to be made."""


def render_template(
    template_type: str,
    *,
    prompt: str,
    variables: Mapping[str, object] | None = None,
    examples: Sequence[Mapping[str, str]] = (),
    domain: str = "general",
    intent: str | None = None,
    language: str = "en",
) -> str:
    """Return the prompt in one of the five built-in templates.

    The prompt is data: ``{{ }}`` and ``{% %}`` in it are never run. Its placeholders are filled from ``variables`` only, and
    those without a variable stay. Variables without a placeholder are listed under a heading of their own.

    Args:
        template_type: basic, chain-of-thought, few-shot, role-based or step-by-step.
        prompt: the user's text.
        variables: plain values by name.
        examples: pairs with ``input`` and ``output``; the few-shot template shows the first five.
        domain: names the role of the role-based template.
        intent: chooses the steps; None takes those of ``create``.
        language: ``es`` gives Spanish, everything else English.

    Raises:
        UnknownNameError: no such template type or intent.
        TemplateRenderError: a variable is no plain value, an example lacks a part, or the text would be too long.
    """
    check_name("template type", template_type, TEMPLATE_TYPES)
    chosen = check_name("intent", intent, INTENTS) if intent is not None else DEFAULT_INTENT
    given = _plain_variables(variables)
    filled = fill_placeholders(prompt, given)
    spoken = "es" if language == "es" else "en"
    values = {
        "prompt": filled.text,
        "role": role_line(domain, spoken),
        "intent": chosen,
        "given": [{"name": name, "value": _one_text(given[name])} for name in filled.unused],
        "examples": [_example(number, item) for number, item in enumerate(examples)][:EXAMPLE_LIMIT],
    }
    return run(_built_in(spoken, template_type), values)


def render_source(source: str, variables: Mapping[str, object] | None = None) -> str:
    """Return the user's own Jinja2 source rendered with ``variables``.

    The source runs in a sandbox: variables, filters (``sql_format``, ``camel_case`` and the harmless ones of Jinja2), ``if``,
    ``for`` and ``set``; no files, no macros, no attributes of Python objects. Loops and output are limited. Every name that the
    source reads must be given.

    Raises:
        TemplateRenderError: an undefined name (with the line, the names defined and the nearest one), a syntax error, unsafe
            access, or too much work or output.

    Example:
        >>> render_source("Explain {{ topic | upper }} to {{ audience }}.", {"topic": "joins", "audience": "analysts"})
        'Explain JOINS to analysts.'
    """
    return run(compile_source(source), _plain_variables(variables))


def source_variables(source: str) -> list[str]:
    """Return the names that a Jinja2 source reads, in alphabetical order.

    Raises:
        TemplateRenderError: it cannot be used as a template.
    """
    from jinja2 import meta

    compile_source(source)
    return sorted(meta.find_undeclared_variables(environment().parse(source)))


@lru_cache(maxsize=len(TEMPLATE_TYPES) * 2)
def _built_in(language: str, template_type: str) -> Template:
    file = Path(__file__).parent / language / f"{template_type}.jinja"
    return compile_source(file.read_text(encoding="utf-8").rstrip("\n"))


def _plain_variables(variables: Mapping[str, object] | None) -> dict[str, object]:
    if variables is None:
        return {}
    if not isinstance(variables, Mapping):
        raise TemplateRenderError(
            f"variables must be a mapping of names to values, not {type(variables).__name__}. Write {{'name': 'value'}}."
        )
    for name in variables:
        if not isinstance(name, str) or not name:
            raise TemplateRenderError(f"Variable names must be non-empty text; got {shorten(repr(name))}.")
    return {name: plain(name, value) for name, value in variables.items()}


def _one_text(value: object) -> str:
    """Return a value as it stands in a list line: items joined by commas, mappings as name: value."""
    if isinstance(value, list):
        return ", ".join(_one_text(item) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_one_text(item)}" for name, item in value.items())
    return str(value)


def _example(number: int, item: Mapping[str, str]) -> dict[str, str]:
    for part in ("input", "output"):
        if part not in item:
            raise TemplateRenderError(
                f"Example {number} has no {part!r}.{suggest(part, item)} Each example needs 'input' and 'output'."
            )
    return {"input": str(item["input"]), "output": str(item["output"])}
