"""MCP prompts: the built-in template types and stored templates with their placeholders as arguments. Read when asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mcp_types as types

from promptsmith.config import BUILT_IN_DOMAINS, TEMPLATE_TYPES, TONES
from promptsmith.errors import InputError, shorten, suggest
from promptsmith.server.arguments import ProcessPrompt, read_arguments
from promptsmith.server.caller import Caller
from promptsmith.server.library import Library

_BUILT_IN = {
    "basic": "Your prompt, refined.",
    "chain-of-thought": "Your prompt, refined, with reasoning steps for its intent.",
    "few-shot": "Your prompt, refined, below examples of its domain and intent.",
    "role-based": "Your prompt, refined, with the role of its domain.",
    "step-by-step": "Your prompt, refined, with numbered steps for its intent.",
}
_VALUES = {"domain": ("auto", *BUILT_IN_DOMAINS), "tone": TONES}
MAX_COMPLETIONS = 100
"""Most values of one completion: the protocol's limit."""


class McpPrompts:
    """The MCP prompts over one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def list(self, caller: Caller) -> types.ListPromptsResult:
        """Return the built-in prompts and the caller's stored templates."""
        arguments = [
            types.PromptArgument(name="prompt", description="The prompt to refine.", required=True),
            types.PromptArgument(name="domain", description=f"{', '.join(_VALUES['domain'])}.", required=False),
        ]
        listed = [
            types.Prompt(name=name, title=f"Template {name}", description=text, arguments=arguments)
            for name, text in _BUILT_IN.items()
        ]
        for name, row in self._stored(caller).items():
            fields = [types.PromptArgument(name=field, required=True) for field in _fields(row["prompt"])]
            listed.append(
                types.Prompt(
                    name=name, title=row["name"], description=row["note"] or shorten(row["prompt"], 100), arguments=fields
                )
            )
        return types.ListPromptsResult(prompts=listed)

    def get(self, caller: Caller, name: str, given: Mapping[str, str]) -> types.GetPromptResult:
        """Return one prompt with its arguments filled in.

        Raises:
            InputError: no such prompt, or an argument is missing, unknown or not usable.
        """
        if name in TEMPLATE_TYPES:
            return _message(_BUILT_IN[name], _built_in(name, given))
        stored = self._stored(caller)
        if name not in stored:
            names = [*TEMPLATE_TYPES, *stored]
            raise InputError(f"There is no prompt {shorten(name)!r}.{suggest(name, names)} Allowed: {', '.join(names)}.")
        return _message(stored[name]["note"] or name, _filled(stored[name]["prompt"], given))

    def complete(self, caller: Caller, name: str, argument: str, begun: str) -> types.Completion:
        """Return the values of an argument of a prompt that start as ``begun`` does."""
        return completion(_VALUES.get(argument, ()), begun)

    def _stored(self, caller: Caller) -> dict[str, dict[str, Any]]:
        """Return the stored templates by their name; by their id where the name is missing or taken."""
        named: dict[str, dict[str, Any]] = {}
        for row in self._library.templates(caller):
            name = row["name"]
            taken = name is None or name in named or name in TEMPLATE_TYPES
            named[row["prompt_id"] if taken else name] = row
        return named


def completion(values: Any, begun: str) -> types.Completion:
    """Return the values that start as ``begun`` does, whatever their case."""
    fitting = [value for value in values if value.lower().startswith(begun.lower())]
    return types.Completion(values=fitting[:MAX_COMPLETIONS], total=len(fitting), has_more=len(fitting) > MAX_COMPLETIONS)


def _built_in(name: str, given: Mapping[str, str]) -> str:
    import promptsmith as ps

    _refuse_unknown(name, given, ("prompt", "domain"))
    fields = {"raw" if key == "prompt" else key: value for key, value in given.items()}
    checked = read_arguments(name, ProcessPrompt, fields)
    assert isinstance(checked, ProcessPrompt)
    result = ps.process([checked.raw], domain=checked.domain, template=name)
    faults = result.table("errors").to_pylist()
    if faults:
        raise InputError(str(faults[0]["message"]))
    return str(result.row(0)["template"])


def _filled(text: str, given: Mapping[str, str]) -> str:
    from promptsmith.templates.fill import fill_placeholders

    fields = _fields(text)
    _refuse_unknown("this template", given, fields)
    filled = fill_placeholders(text, given)
    missing = [field for field in fields if field not in filled.used]
    if missing:
        raise InputError(f"Arguments without a value: {', '.join(missing)}. The template needs: {', '.join(fields)}.")
    return filled.text


def _fields(text: str) -> list[str]:
    """Return the names a stored template needs values for, in the order of the text."""
    from promptsmith.templates.fill import fill_placeholders
    from promptsmith.text.placeholders import find_placeholders

    names = list(dict.fromkeys(place.name for place in find_placeholders(text) if place.kind != "jinja_block"))
    # A placeholder with filters or paths belongs to another engine: it stays as it is and needs no value.
    used = fill_placeholders(text, dict.fromkeys(names, "")).used
    return [name for name in names if name in used]


def _refuse_unknown(name: str, given: Mapping[str, str], allowed: Any) -> None:
    for key in given:
        if key not in allowed:
            raise InputError(
                f"{name} has no argument {shorten(key)!r}.{suggest(key, allowed)} Allowed: {', '.join(allowed) or 'none'}."
            )


def _message(description: str, text: str) -> types.GetPromptResult:
    content = types.TextContent(type="text", text=text)
    return types.GetPromptResult(description=description, messages=[types.PromptMessage(role="user", content=content)])
