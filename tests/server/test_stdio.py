"""A real server process on standard input and output."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from mcp import Client

from .conftest import ERAS, ROOT, run, stdio_server

HELLO = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def request(number: int, tool: str, **arguments: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def lines(*messages: dict[str, Any]) -> str:
    return "".join(json.dumps(message) + "\n" for message in messages)


@contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-m", "promptsmith.cli", "serve", *arguments]
    with subprocess.Popen(
        call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=env
    ) as started:
        try:
            yield started
        finally:
            started.kill()


@pytest.mark.parametrize("era", ERAS)
def test_the_client_of_each_era_lists_and_calls_the_tools(era: str) -> None:
    async def main() -> tuple[str, list[str], Any]:
        async with Client(stdio_server(), mode=era) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            result = await client.call_tool("validate_prompt", {"prompt": "Make it better"})
            return client.protocol_version, names, result

    version, names, result = run(main)

    assert version == {"auto": "2026-07-28", "legacy": "2025-11-25"}[era]
    assert {"process_prompt", "evaluate_prompt", "compare_prompts", "validate_prompt"} <= set(names)
    assert result.structured_content["is_valid"] is False


def test_the_oldest_revision_is_answered_in_its_own_words() -> None:
    with process() as server:
        out, _ = server.communicate(lines(HELLO), timeout=60)

    result = json.loads(out)["result"]
    assert result["protocolVersion"] == "2024-11-05"
    assert result["serverInfo"]["name"] == "promptsmith-mcp"


def test_running_calls_are_answered_after_the_input_has_ended() -> None:
    calls = [request(number, "evaluate_prompt", prompt=f"List {number} rivers of Spain.") for number in range(1, 9)]
    with process() as server:
        out, _ = server.communicate(lines(HELLO, READY, *calls), timeout=60)

    answers = {reply["id"]: reply for reply in map(json.loads, out.splitlines())}
    assert set(answers) == set(range(9))
    assert all(answers[number]["result"]["structuredContent"]["evaluation"]["n_words"] == 5 for number in range(1, 9))
    assert server.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_running_calls_are_answered_after_the_signal_to_end() -> None:
    with process() as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(lines(HELLO, READY))
        server.stdin.flush()
        assert json.loads(server.stdout.readline())["id"] == 0
        server.stdin.write(lines(request(1, "process_prompt", raw="create table users", domain="sql")))
        server.stdin.flush()
        # The answer to a ping shows that the call before it was read.
        server.stdin.write(lines({"jsonrpc": "2.0", "id": 2, "method": "ping"}))
        server.stdin.flush()
        first = json.loads(server.stdout.readline())
        server.send_signal(signal.SIGTERM)
        rest, _ = server.communicate(timeout=60)

    replies = [first, *map(json.loads, rest.splitlines())]
    assert {reply["id"] for reply in replies} == {1, 2}
    assert all("result" in reply for reply in replies)
    assert server.returncode == 0


def test_standard_output_carries_the_protocol_only_and_the_log_no_prompt() -> None:
    marker = "zanzibar-marmalade"
    broken = '{"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": ' + f'"{marker}"}}\n' + f"{marker}\n"
    calls = lines(
        request(1, "evaluate_prompt", prompt=f"Write about {marker}."),
        request(2, "evaluate_prompt", prompt="x", domain=marker),
        request(3, marker),
        request(4, "process_prompt", raw="Describe {{thing}}.", variables={marker: "x"}),
    )
    with process("--log", "info") as server:
        out, err = server.communicate(lines(HELLO, READY) + calls + broken, timeout=60)

    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in out.splitlines())
    events = [json.loads(line) for line in err.splitlines()]
    assert marker not in err
    told = {(event["operation"], event["outcome"]) for event in events if event["event"] == "request"}
    assert told >= {
        ("evaluate_prompt", "ok"),
        ("evaluate_prompt", "tool_error"),
        ("unknown tool", "protocol_error"),
        ("process_prompt", "tool_error"),
    }


def test_a_client_that_is_killed_leaves_no_server() -> None:
    with process() as server:
        assert server.stdin is not None
        server.stdin.write(lines(HELLO, READY, request(1, "evaluate_prompt", prompt="List three rivers.")))
        server.stdin.close()
        assert server.stdout is not None
        server.stdout.close()
        assert server.stderr is not None
        told = server.stderr.read()

        server.wait(timeout=60)

    assert "Traceback" not in told
