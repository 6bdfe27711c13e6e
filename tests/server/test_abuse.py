"""Mutated requests: whatever a client sends, the answer is one a client can use, and the server goes on."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from mcp import Client
from mcp.shared.exceptions import MCPError

from promptsmith.server.library import Library
from promptsmith.server.logs import Log
from promptsmith.server.service import Service

from .conftest import run
from .serving import Served, serving, tool_request

Requests = list[tuple[str, dict[str, Any]]]
VALID: dict[str, dict[str, Any]] = {
    "process_prompt": {
        "raw": "Describe {{x}}.",
        "domain": "sql",
        "tone": "casual",
        "context": "c",
        "variables": {"x": ["a", 1]},
    },
    "evaluate_prompt": {"prompt": "List three rivers.", "criteria": ["clarity"], "domain": "auto"},
    "compare_prompts": {"variants": ["List rivers.", "List three rivers."], "test_input": "Spain"},
    "validate_prompt": {"prompt": "List three rivers.", "domain": "general"},
    "save_prompt": {
        "prompt": "List seas.",
        "metadata": {"domain": "general", "name": "n", "tags": ["t"], "is_public": True, "version": "1"},
    },
    "search_prompts": {
        "query": "river",
        "tags": ["t"],
        "min_score": 0.1,
        "sort_by": "score",
        "limit": 5,
        "offset": 1,
        "is_public": True,
    },
    "get_prompt": {"id": "x"},
    "get_stats": {"days": 3},
}
NASTY = ["\x00", "\ud83d", "{{", "{% for x in y %}", "'; DROP TABLE prompts; --", "../" * 9, "x" * 10_001]
TEXT = st.one_of(st.text(max_size=40), st.sampled_from(NASTY))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=12), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=8,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    tool = draw(st.sampled_from(list(VALID)))
    arguments = copy.deepcopy(VALID[tool])
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([path for path in places(arguments) if path]))
        holder = arguments
        for key in path[:-1]:
            holder = holder[key]
        what = draw(st.sampled_from(["replace", "remove", "add"]))
        if what == "replace":
            holder[path[-1]] = draw(JSON)
        elif what == "remove":
            del holder[path[-1]]
        elif isinstance(holder, dict):
            holder[draw(TEXT)] = draw(JSON)
        if not arguments:
            break
    return tool, arguments


def is_sendable(arguments: Any) -> bool:
    """A client cannot send half of a surrogate pair or a number that JSON does not have."""
    try:
        json.dumps(arguments, allow_nan=False, ensure_ascii=False).encode()
    except (UnicodeEncodeError, ValueError):
        return False
    return True


def answer_all(service: Service, requests: list[tuple[str, dict[str, Any]]]) -> None:
    async def main() -> None:
        async with Client(service.server) as client:
            schemas = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
            for tool, arguments in requests:
                if not is_sendable(arguments):
                    continue
                result = await client.call_tool(tool, arguments)
                text = result.content[0].text
                assert "a defect of PromptSmith" not in text, (tool, arguments)
                if result.is_error:
                    assert text.strip(), (tool, arguments)
                else:
                    assert schemas[tool] is not None
                    Draft202012Validator(schemas[tool]).validate(json.loads(json.dumps(result.structured_content)))
            assert not (await client.call_tool("validate_prompt", {"prompt": "List three rivers."})).is_error

    run(main)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(requests=st.lists(mutated(), min_size=25, max_size=25))
def test_two_hundred_mutated_calls_are_answered(
    requests: list[tuple[str, dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    answer_all(Service(Library(tmp_path_factory.mktemp("abuse") / "p.duckdb"), log=Log(level="off")), requests)


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(requests=st.lists(mutated(), min_size=25, max_size=25))
def test_a_thousand_mutated_calls_are_answered(
    requests: list[tuple[str, dict[str, Any]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    answer_all(Service(Library(tmp_path_factory.mktemp("abuse") / "p.duckdb"), log=Log(level="off")), requests)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("http"), "--rate", "*=none") as running:
        yield running


def spoiled(body: bytes) -> st.SearchStrategy[bytes]:
    """The bytes of a request with some of them cut, changed or repeated."""
    cut = st.integers(0, len(body)).map(lambda end: body[:end])
    changed = st.tuples(st.integers(0, len(body) - 1), st.binary(min_size=1, max_size=4)).map(
        lambda at: body[: at[0]] + at[1] + body[at[0] + 1 :]
    )
    return st.one_of(cut, changed, st.binary(max_size=60), st.just(body + body))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(body=spoiled(json.dumps(tool_request("evaluate_prompt", prompt="List three rivers.")).encode()))
def test_spoiled_bodies_are_the_fault_of_the_client(served: Served, body: bytes) -> None:
    assert served.post(body).status_code < 500


def test_after_all_that_the_server_answers(served: Served, tmp_path: Path) -> None:
    result = served.post(tool_request("validate_prompt", prompt="List three rivers.")).json()["result"]

    assert result["structuredContent"]["is_valid"] is True


@pytest.mark.parametrize("method", ["resources/read", "prompts/get", "completion/complete", "tools/call", "nothing/at-all"])
@pytest.mark.parametrize(
    "params", [{}, {"name": 3}, {"uri": "x" * 100_000}, {"ref": {}, "argument": []}, {"name": "x", "arguments": []}]
)
def test_malformed_params_are_errors_of_the_protocol(served: Served, method: str, params: dict[str, Any]) -> None:
    reply = served.post({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})

    assert reply.status_code < 500
    assert reply.json()["error"]["code"] in (-32600, -32601, -32602)


def test_a_protocol_error_is_raised_by_the_client(service: Service) -> None:
    async def main() -> None:
        async with Client(service.server) as client:
            await client.read_resource("promptsmith://" + "x" * 5000)

    with pytest.raises(MCPError, match="Nothing is at"):
        run(main)
