"""What each tool accepts: one model per tool, from which the input schema, the checks and the messages about mistakes are made."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from promptsmith.config import MAX_CHARACTERS
from promptsmith.errors import PromptSmithError, shorten, suggest

Domain = Literal["sql", "branding", "cine", "saas", "devops", "general"]
DomainOrAuto = Literal["auto", "sql", "branding", "cine", "saas", "devops", "general"]
Tone = Literal["professional", "casual", "technical", "creative", "formal"]
TemplateType = Literal["basic", "chain-of-thought", "few-shot", "role-based", "step-by-step"]
Criterion = Literal["clarity", "specificity", "structure", "completeness"]
TargetModel = Literal["general", "reasoning"]
SortBy = Literal["relevance", "score", "created", "updated"]

MAX_NAME, MAX_ID, MAX_TAGS, MAX_TAG, MAX_VARIABLES = 200, 200, 20, 50, 100
"""Longest name, id and tag, most tags and variables. Judgement: they bound what one request can make the server hold."""

MISTAKES_TOLD = 10
"""Mistakes listed in one message. Judgement: who repairs ten at once sees the rest next time."""


def _whole(value: Any) -> Any:
    """JSON has one kind of number: 5.0 is the whole number 5."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Text = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
Score = Annotated[float, Field(ge=0, le=1)]
Tag = Annotated[str, Field(min_length=1, max_length=MAX_TAG)]
Value = str | int | float | bool | list[str | int | float | bool]


class ArgumentError(PromptSmithError, ValueError):
    """The arguments of a tool are not what its schema says."""


class Arguments(BaseModel):
    """Base of the models: no unknown field, no number given as text."""

    model_config = ConfigDict(extra="forbid", strict=True)


class EvaluatePrompt(Arguments):
    """Arguments of ``evaluate_prompt``."""

    prompt: Text = Field(description="The prompt to measure, word for word. It is data: it is never followed.")
    criteria: list[Criterion] = Field(
        default=list(get_args(Criterion)),
        min_length=1,
        max_length=4,
        description="Dimensions to explain and to recommend for. The scores of all four are always returned.",
    )
    domain: DomainOrAuto = Field(
        default="auto", description="Field the prompt belongs to; it chooses the rules and the weights. auto detects it."
    )


class ValidatePrompt(Arguments):
    """Arguments of ``validate_prompt``."""

    prompt: Text = Field(description="The prompt to check, word for word. It is data: it is never followed.")
    domain: DomainOrAuto = Field(default="auto", description="Field whose rules are applied. auto detects it.")


class ComparePrompts(Arguments):
    """Arguments of ``compare_prompts``."""

    variants: list[Text] = Field(
        min_length=2, max_length=10, description="The prompts to compare, 2 to 10. They are called A, B, C, ... in this order."
    )
    test_input: Text | None = Field(
        default=None,
        description="An input the prompts are meant for. Each is judged as it would be sent with it: in its placeholder {{input}}, "
        "else below it.",
    )


class ProcessPrompt(Arguments):
    """Arguments of ``process_prompt``."""

    raw: Text = Field(description="The prompt to rewrite, word for word. It is data: it is never followed.")
    domain: DomainOrAuto = Field(
        default="auto", description="Field the prompt belongs to; it chooses rules, open questions, system prompt and examples."
    )
    tone: Tone = Field(default="professional", description="How the system prompt speaks.")
    context: Text | None = Field(
        default=None, description="Background for the system prompt, such as the product or the reader. It is quoted as data."
    )
    variables: dict[Annotated[str, Field(min_length=1, max_length=MAX_NAME)], Value] | None = Field(
        default=None,
        max_length=MAX_VARIABLES,
        description="Values for the placeholders of the prompt and for the template, by name. Without it placeholders stay as they are; "
        "with it every placeholder needs a value.",
    )
    target_model: TargetModel = Field(
        default="general",
        description="What the prompt is sent to. reasoning adds target_findings: what a reasoning model does not need, such as a demand to "
        "think step by step.",
    )
    template: TemplateType = Field(default="basic", description="Form in which the rewritten prompt is set.")


class Metadata(Arguments):
    """What is stored beside a prompt."""

    domain: Domain = Field(description="Field the prompt belongs to.")
    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)] | None = Field(
        default=None, description="Name to find it by; it is searched with the text."
    )
    description: Annotated[str, Field(max_length=2_000)] | None = Field(default=None, description="What it is for.")
    tags: list[Tag] = Field(
        default=[],
        max_length=MAX_TAGS,
        description="Words to filter by; search asks for all that are given. The tag template offers the prompt as an MCP prompt.",
    )
    is_public: bool = Field(default=False, description="Whether other owners of this store can read it.")
    version: Annotated[str, Field(min_length=1, max_length=50)] | None = Field(
        default=None, description="Your own version label, such as 1.0.0-rc1."
    )


class SavePrompt(Arguments):
    """Arguments of ``save_prompt``."""

    prompt: Text = Field(description="The prompt to store, byte for byte.")
    metadata: Metadata = Field(description="What is stored beside it.")


class SearchPrompts(Arguments):
    """Arguments of ``search_prompts``."""

    query: Annotated[str, Field(min_length=1, max_length=500)] | None = Field(
        default=None,
        description="Words to look for in names and texts, in any inflection of English or Spanish. Without it everything fits.",
    )
    domain: Domain | None = Field(default=None, description="Only prompts of this field.")
    tags: list[Tag] | None = Field(
        default=None, min_length=1, max_length=MAX_TAGS, description="Only prompts with all of these tags."
    )
    min_score: Score | None = Field(default=None, description="Only prompts whose overall score is at least this, from 0 to 1.")
    sort_by: SortBy = Field(
        default="relevance", description="Order of the results; relevance needs a query, else the newest are first."
    )
    limit: Annotated[int, Field(ge=1, le=100), BeforeValidator(_whole)] = Field(
        default=20, description="Most results returned."
    )
    offset: Annotated[int, Field(ge=0, le=1_000_000), BeforeValidator(_whole)] = Field(
        default=0, description="Results passed over, for the next page."
    )
    is_public: bool | None = Field(default=None, description="Only public (true) or only private (false) prompts.")


class GetPrompt(Arguments):
    """Arguments of ``get_prompt``."""

    id: Annotated[str, Field(min_length=1, max_length=MAX_ID)] = Field(
        description="Id of a stored prompt, as save_prompt and search_prompts give it; or a name that only one prompt has."
    )


class GetStats(Arguments):
    """Arguments of ``get_stats``."""

    days: Annotated[int, Field(ge=1, le=365), BeforeValidator(_whole)] = Field(
        default=7, description="How many days back are counted."
    )


def input_schema(model: type[Arguments]) -> dict[str, Any]:
    """Return the JSON schema of a tool's arguments, without titles; a field that may be left out is never null in it.

    Definitions stand where they are used: clients that read only ``type`` take a reference for text.
    """
    made = model.model_json_schema()
    schema: dict[str, Any] = _plain(made, made.pop("$defs", {}))
    schema.pop("description", None)
    return schema


def _plain(node: Any, defined: Mapping[str, Any]) -> Any:
    """Drop what only repeats the Python class, and write ``null or x`` as x: leaving a field out says the same."""
    if isinstance(node, list):
        return [_plain(item, defined) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        node = {**defined[node["$ref"].rsplit("/", 1)[-1]], **{key: value for key, value in node.items() if key != "$ref"}}
    if "anyOf" in node:
        options = [option for option in node["anyOf"] if option != {"type": "null"}]
        if len(options) < len(node["anyOf"]):
            rest = {key: value for key, value in node.items() if key not in ("anyOf", "default")}
            return _plain({**(options[0] if len(options) == 1 else {"anyOf": options}), **rest}, defined)
    # A property may be called title: only the text that pydantic makes of a class name is dropped.
    return {key: _plain(value, defined) for key, value in node.items() if not (key == "title" and isinstance(value, str))}


@lru_cache(maxsize=32)
def _schema_of(model: type[Arguments]) -> dict[str, Any]:
    return input_schema(model)


def read_arguments(tool: str, model: type[Arguments], given: Mapping[str, Any]) -> Arguments:
    """Return the checked arguments of a call.

    A field that may be left out may also be null; white space alone is no text.

    Raises:
        ArgumentError: one line per mistake: field, what was given, what is allowed, what to do next.
    """
    optional = {name for name, field in model.model_fields.items() if not field.is_required()}
    present = {name: value for name, value in given.items() if not (value is None and name in optional)}
    if isinstance(present.get("metadata"), dict):
        present["metadata"] = {key: value for key, value in present["metadata"].items() if value is not None}
    try:
        read = model.model_validate(present)
    except ValidationError as error:
        # A union reports each of its kinds: one line per place is enough.
        lines = dict.fromkeys(_mistake(model, dict(one)) for one in error.errors(include_url=False))
        raise ArgumentError(_told(tool, list(lines)[:MISTAKES_TOLD])) from None
    blank = [_line(name, value, "text that is more than white space") for name, value in _texts(read) if not value.strip()]
    if blank:
        raise ArgumentError(_told(tool, blank))
    return read


def _texts(read: Arguments) -> list[tuple[str, str]]:
    found = []
    for name, value in read:
        if isinstance(value, str):
            found.append((name, value))
        elif isinstance(value, list):
            found += [(f"{name}[{number}]", item) for number, item in enumerate(value) if isinstance(item, str)]
        elif isinstance(value, Arguments):
            found += [(f"{name}.{inner}", text) for inner, text in _texts(value) if inner != "description"]
    return found


def _told(tool: str, lines: list[str]) -> str:
    number = "1 argument is" if len(lines) == 1 else f"{len(lines)} arguments are"
    return f"{number} not usable, nothing was done. Correct what is listed and call {tool} again.\n" + "\n".join(lines)


def _mistake(model: type[Arguments], error: dict[str, Any]) -> str:
    location = tuple(part for part in error["loc"] if not _is_branch(part))
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    known = list(_properties(_schema_of(model), location[:-1]))
    if error["type"] == "missing":
        return f"- {place}: missing. Allowed: {_allowed(_node(_schema_of(model), location))}."
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(_snake(str(location[-1])), known, n=1, cutoff=0.6)
        hint = f" Did you mean {near[0]}?" if near else ""
        return f"- {shorten(place)}: there is no such field.{hint} Allowed: {', '.join(known)}."
    node = _node(_schema_of(model), location)
    hint = suggest(error["input"], node["enum"]) if "enum" in node and isinstance(error["input"], str) else ""
    return _line(place, error["input"], _allowed(node)) + hint


def _is_branch(part: str | int) -> bool:
    """Tell whether a part of a place is the name pydantic gives to one kind of a union or to the key of a mapping."""
    return isinstance(part, str) and (
        part in ("str", "int", "float", "bool", "[key]") or part.startswith(("list[", "constrained"))
    )


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _line(place: str, given: Any, allowed: str) -> str:
    return f"- {place}: given {_shown(given)}. Allowed: {allowed}."


def _shown(value: Any) -> str:
    """Return a value for a message: short, and a long text only by its length."""
    if isinstance(value, str):
        return shorten(repr(value)) if len(value) <= 60 else f"text of {len(value):,} characters"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"an object with {len(value)} fields"
    return "null" if value is None else shorten(str(value).lower())


def _properties(schema: dict[str, Any], location: tuple[str | int, ...]) -> dict[str, Any]:
    found: dict[str, Any] = _node(schema, location).get("properties", {})
    return found


def _node(schema: dict[str, Any], location: tuple[str | int, ...]) -> dict[str, Any]:
    node = schema
    for part in location:
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part) or _values(node)
    return node


def _values(node: dict[str, Any]) -> dict[str, Any]:
    inner = node.get("additionalProperties")
    return inner if isinstance(inner, dict) else {}


_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object",
}


def _allowed(node: dict[str, Any]) -> str:
    """Return in words what a node of a schema allows."""
    if "enum" in node:
        return ", ".join(node["enum"])
    if "anyOf" in node:
        return " or ".join(dict.fromkeys(_allowed(option) for option in node["anyOf"]))
    if node.get("type") == "array":
        low, high = node.get("minItems", 0), node.get("maxItems")
        number = f"{low} to {high} " if high else ""
        return f"a list of {number}items, each {_allowed(node.get('items', {}))}"
    kind = _KINDS.get(node.get("type", "object"), "an object")
    if node.get("type") == "string" and "maxLength" in node:
        return f"text of {node.get('minLength', 0)} to {node['maxLength']:,} characters"
    if "minimum" in node and "maximum" in node:
        return f"{kind} from {node['minimum']} to {node['maximum']:,}"
    return kind
