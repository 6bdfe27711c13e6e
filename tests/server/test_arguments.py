"""Mistakes in arguments: each is told with field, what was given, what is allowed, and what to do."""

from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from promptsmith.server.arguments import (
    ArgumentError,
    ComparePrompts,
    EvaluatePrompt,
    GetStats,
    ProcessPrompt,
    SavePrompt,
    SearchPrompts,
    input_schema,
    read_arguments,
)

MODELS = (EvaluatePrompt, ComparePrompts, ProcessPrompt, SavePrompt, SearchPrompts, GetStats)


def mistakes(model: Any, given: dict[str, Any]) -> list[str]:
    with pytest.raises(ArgumentError) as caught:
        read_arguments("the_tool", model, given)
    head, *lines = str(caught.value).splitlines()
    assert "nothing was done" in head
    assert "call the_tool again" in head
    return lines


@pytest.mark.parametrize("model", MODELS)
def test_each_schema_is_a_valid_one(model: Any) -> None:
    Draft202012Validator.check_schema(input_schema(model))


def test_schemas_hold_no_references_because_clients_take_them_for_text() -> None:
    assert all("$ref" not in str(input_schema(model)) for model in MODELS)
    assert input_schema(SavePrompt)["properties"]["metadata"]["type"] == "object"


@pytest.mark.parametrize(
    ("model", "given", "line"),
    [
        (EvaluatePrompt, {}, "- prompt: missing. Allowed: text of 1 to 10,000 characters."),
        (EvaluatePrompt, {"prompt": ""}, "- prompt: given ''. Allowed: text of 1 to 10,000 characters."),
        (EvaluatePrompt, {"prompt": None}, "- prompt: given null. Allowed: text of 1 to 10,000 characters."),
        (EvaluatePrompt, {"prompt": 123}, "- prompt: given 123. Allowed: text of 1 to 10,000 characters."),
        (EvaluatePrompt, {"prompt": " \n\t"}, r"- prompt: given ' \n\t'. Allowed: text that is more than white space."),
        (
            EvaluatePrompt,
            {"prompt": "x" * 10_001},
            "- prompt: given text of 10,001 characters. Allowed: text of 1 to 10,000 characters.",
        ),
        (
            EvaluatePrompt,
            {"prompt": "x", "domain": "javascript"},
            "- domain: given 'javascript'. Allowed: auto, sql, branding, cine, saas, devops, general.",
        ),
        (
            EvaluatePrompt,
            {"prompt": "x", "domain": "SQL"},
            "- domain: given 'SQL'. Allowed: auto, sql, branding, cine, saas, devops, general. Did you mean 'sql'?",
        ),
        (
            EvaluatePrompt,
            {"prompt": "x", "criteria": ["colour"]},
            "- criteria[0]: given 'colour'. Allowed: clarity, specificity, structure, completeness.",
        ),
        (
            ComparePrompts,
            {"variants": ["x"]},
            "- variants: given a list of 1. Allowed: a list of 2 to 10 items, each text of 1 to 10,000 characters.",
        ),
        (
            ComparePrompts,
            {"variants": ["x"] * 11},
            "- variants: given a list of 11. Allowed: a list of 2 to 10 items, each text of 1 to 10,000 characters.",
        ),
        (ComparePrompts, {"variants": ["x", " "]}, "- variants[1]: given ' '. Allowed: text that is more than white space."),
        (
            ComparePrompts,
            {"variants": ["x", "y"], "testInput": "z"},
            "- testInput: there is no such field. Did you mean test_input? Allowed: variants, test_input.",
        ),
        (SearchPrompts, {"limit": 0}, "- limit: given 0. Allowed: a whole number from 1 to 100."),
        (SearchPrompts, {"limit": 101}, "- limit: given 101. Allowed: a whole number from 1 to 100."),
        (SearchPrompts, {"limit": "10"}, "- limit: given '10'. Allowed: a whole number from 1 to 100."),
        (SearchPrompts, {"offset": -1}, "- offset: given -1. Allowed: a whole number from 0 to 1,000,000."),
        (SearchPrompts, {"min_score": 1.1}, "- min_score: given 1.1. Allowed: a number from 0 to 1."),
        (SearchPrompts, {"is_public": "yes"}, "- is_public: given 'yes'. Allowed: true or false."),
        (
            SearchPrompts,
            {"sort_by": "newest"},
            "- sort_by: given 'newest'. Allowed: relevance, score, created, updated.",
        ),
        (GetStats, {"days": 0}, "- days: given 0. Allowed: a whole number from 1 to 365."),
        (GetStats, {"days": 366}, "- days: given 366. Allowed: a whole number from 1 to 365."),
        (GetStats, {"days": True}, "- days: given true. Allowed: a whole number from 1 to 365."),
        (SavePrompt, {"prompt": "x"}, "- metadata: missing. Allowed: an object."),
        (SavePrompt, {"prompt": "x", "metadata": "sql"}, "- metadata: given 'sql'. Allowed: an object."),
        (
            SavePrompt,
            {"prompt": "x", "metadata": {"domain": "sql", "tags": "a"}},
            "- metadata.tags: given 'a'. Allowed: a list of 0 to 20 items, each text of 1 to 50 characters.",
        ),
        (
            SavePrompt,
            {"prompt": "x", "metadata": {"domain": "sql", "name": "  "}},
            "- metadata.name: given ' '. Allowed: text that is more than white space.",
        ),
        (
            SavePrompt,
            {"prompt": "x", "metadata": {"domain": "sql", "owner": "ada"}},
            "- metadata.owner: there is no such field. Allowed: domain, name, description, tags, is_public, version.",
        ),
    ],
)
def test_a_mistake_says_field_given_and_allowed(model: Any, given: dict[str, Any], line: str) -> None:
    assert mistakes(model, given) == [line]


def test_several_mistakes_are_told_together() -> None:
    assert [line.split(":")[0] for line in mistakes(SearchPrompts, {"limit": 0, "min_score": 2, "page": 1})] == [
        "- min_score",
        "- limit",
        "- page",
    ]


def test_a_variable_of_a_wrong_kind_is_told_once() -> None:
    (line,) = mistakes(ProcessPrompt, {"raw": "x", "variables": {"when": {"year": 2026}}})

    assert line.startswith("- variables.when: given an object with 1 fields. Allowed: text or a whole number or ")


@pytest.mark.parametrize("field", ["criteria", "domain"])
def test_null_stands_for_leaving_an_optional_field_out(field: str) -> None:
    assert read_arguments("t", EvaluatePrompt, {"prompt": "x", field: None}) == EvaluatePrompt(prompt="x")


def test_a_whole_number_may_be_written_with_a_point() -> None:
    read = read_arguments("t", SearchPrompts, {"limit": 5.0, "min_score": 1})

    assert isinstance(read, SearchPrompts)
    assert (read.limit, read.min_score) == (5, 1)


def test_ten_thousand_characters_are_allowed_at_the_limit() -> None:
    assert read_arguments("t", EvaluatePrompt, {"prompt": "x" * 10_000})


def test_a_refusal_reaches_the_client_as_a_tool_error(refused: Callable[..., str]) -> None:
    assert refused("evaluate_prompt", prompt="x", domain="sq").splitlines() == [
        "1 argument is not usable, nothing was done. Correct what is listed and call evaluate_prompt again.",
        "- domain: given 'sq'. Allowed: auto, sql, branding, cine, saas, devops, general. Did you mean 'sql'?",
    ]
