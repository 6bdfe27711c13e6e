"""Resources, MCP prompts and completion: what a client lists is what it can read, at the moment it asks."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp_types import PromptReference, ResourceTemplateReference

import promptsmith as ps
from promptsmith.server.service import Service

from .conftest import ERAS, run

Value = TypeVar("Value")
Ask = Callable[[Callable[[Client], Awaitable[Any]]], Any]
ROOT = Path(__file__).parents[2]


@pytest.fixture(params=ERAS)
def ask(service: Service, request: pytest.FixtureRequest) -> Ask:
    def ask(question: Callable[[Client], Awaitable[Value]]) -> Value:
        async def main() -> Value:
            async with Client(service.server, mode=request.param) as client:
                return await question(client)

        return run(main)

    return ask


def store(ask: Ask, prompt: str, **metadata: Any) -> str:
    given = {"prompt": prompt, "metadata": {"domain": "general", **metadata}}
    result = ask(lambda client: client.call_tool("save_prompt", given))
    return str(result.structured_content["id"])


def read(ask: Ask, uri: str) -> str:
    (content,) = ask(lambda client: client.read_resource(uri)).contents
    return str(content.text)


def test_every_listed_resource_can_be_read(ask: Ask) -> None:
    store(ask, "List three rivers.", name="Rivers")

    listed = ask(lambda client: client.list_resources()).resources

    assert [str(entry.uri) for entry in listed[:2]] == ["promptsmith://glossary", "promptsmith://rules"]
    assert all(read(ask, str(entry.uri)) for entry in listed)
    assert listed[-1].name == "Rivers"


def test_a_stored_prompt_and_its_versions_are_resources(ask: Ask, service: Service) -> None:
    prompt_id = store(ask, "List three rivers.\r\n“Please.”", version="a")
    ps.Store(service.library.path).update(prompt_id, "List four rivers.", label="b")

    assert read(ask, f"promptsmith://prompts/{prompt_id}") == "List four rivers."
    versions = json.loads(read(ask, f"promptsmith://prompts/{prompt_id}/versions"))
    assert [(row["version"], row["label"], row["prompt"]) for row in versions] == [
        (2, "b", "List four rivers."),
        (1, "a", "List three rivers.\r\n“Please.”"),
    ]


def test_rules_templates_and_glossary_are_resources(ask: Ask) -> None:
    assert read(ask, "promptsmith://rules/SPC102") == ps.explain("SPC102")
    assert "{{ prompt }}" in read(ask, "promptsmith://templates/basic")
    assert read(ask, "promptsmith://glossary") == (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert "SPC102" in read(ask, "promptsmith://rules")


@pytest.mark.parametrize(
    ("uri", "told"),
    [
        ("promptsmith://rules/SPC999", "SPC999"),
        ("promptsmith://prompts/none", "'none' was not found"),
        ("promptsmith://prompts/none/history", "Allowed: versions"),
        ("promptsmith://templates/basik", "Did you mean 'basic'?"),
        ("promptsmith://elsewhere", "Allowed: promptsmith://glossary"),
        ("file:///etc/passwd", "Allowed: promptsmith://glossary"),
        ("promptsmith://templates/..%2F..%2Fsandbox", "Allowed: basic"),
    ],
)
def test_an_address_with_nothing_there_says_what_is_allowed(ask: Ask, uri: str, told: str) -> None:
    with pytest.raises(MCPError) as caught:
        read(ask, uri)

    assert told in caught.value.error.message
    assert caught.value.error.code == -32602


def test_resources_come_in_pages(ask: Ask, service: Service) -> None:
    service.library.path.parent.mkdir(parents=True)
    ps.Store(service.library.path).save([f"List {number} rivers." for number in range(2, 132)], neighbours=0)

    first = ask(lambda client: client.list_resources())
    second = ask(lambda client: client.list_resources(cursor=first.next_cursor))

    stored = [str(entry.uri) for entry in (*first.resources, *second.resources) if "prompts/" in str(entry.uri)]
    assert (len(stored), len(set(stored)), second.next_cursor) == (130, 130, None)


def test_a_stored_template_is_offered_as_a_prompt_from_the_moment_it_is_saved(ask: Ask) -> None:
    before = [entry.name for entry in ask(lambda client: client.list_prompts()).prompts]
    store(ask, "Explain {{topic}} to {{audience}}.", name="explain", tags=["template"], description="For lessons")
    store(ask, "No template: {{x}}.", name="other")
    after = ask(lambda client: client.list_prompts()).prompts

    assert before == ["basic", "chain-of-thought", "few-shot", "role-based", "step-by-step"]
    (added,) = [entry for entry in after if entry.name not in before]
    assert (added.name, added.description) == ("explain", "For lessons")
    assert [(field.name, field.required) for field in added.arguments or []] == [("topic", True), ("audience", True)]

    got = ask(lambda client: client.get_prompt("explain", {"topic": "joins", "audience": "nurses"}))
    assert got.messages[0].content.text == "Explain joins to nurses."


def test_a_built_in_template_refines_the_prompt_that_is_given(ask: Ask) -> None:
    got = ask(lambda client: client.get_prompt("step-by-step", {"prompt": "create table users", "domain": "sql"}))

    assert (
        got.messages[0].content.text
        == ps.process(["create table users"], domain="sql", template="step-by-step").row(0)["template"]
    )


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("basik", {"prompt": "x"}, "Did you mean 'basic'?"),
        ("basic", {}, "missing"),
        ("basic", {"prompt": " "}, "more than white space"),
        ("basic", {"prompt": "x y", "domain": "nowhere"}, "Allowed: auto, sql"),
        ("basic", {"prompt": "x y", "style": "z"}, "no argument 'style'"),
        ("explain", {"topic": "joins"}, "Arguments without a value: audience"),
        ("explain", {"topic": "joins", "audiense": "x"}, "Did you mean 'audience'?"),
    ],
)
def test_a_mistake_in_a_prompt_is_told(ask: Ask, name: str, given: dict[str, str], told: str) -> None:
    store(ask, "Explain {{topic}} to {{audience}}.", name="explain", tags=["template"])

    with pytest.raises(MCPError) as caught:
        ask(lambda client: client.get_prompt(name, given))

    assert told in caught.value.error.message


def test_a_template_without_a_name_or_with_a_taken_one_is_called_by_its_id(ask: Ask) -> None:
    without = store(ask, "Explain {{topic}}.", tags=["template"])
    taken = store(ask, "Describe {{topic}}.", tags=["template"], name="basic")

    names = [entry.name for entry in ask(lambda client: client.list_prompts()).prompts]

    assert names[-2:] == [taken, without]


def test_arguments_are_completed(ask: Ask) -> None:
    prompt_id = store(ask, "Explain {{topic}}.", tags=["template"], name="explain")

    def complete(ref: Any, name: str, begun: str) -> list[str]:
        result = ask(lambda client: client.complete(ref, {"name": name, "value": begun}))
        return list(result.completion.values)

    assert complete(PromptReference(type="ref/prompt", name="basic"), "domain", "S") == ["sql", "saas"]
    rule = ResourceTemplateReference(type="ref/resource", uri="promptsmith://rules/{code}")
    assert complete(rule, "code", "spc10")[:2] == ["SPC102", "SPC104"]
    stored = ResourceTemplateReference(type="ref/resource", uri="promptsmith://prompts/{id}")
    assert complete(stored, "id", prompt_id[:4]) == [prompt_id]
    template = ResourceTemplateReference(type="ref/resource", uri="promptsmith://templates/{name}")
    assert complete(template, "name", "e") == ["explain"]
    assert complete(PromptReference(type="ref/prompt", name="explain"), "topic", "x") == []
