"""A foreign client: the command-line mode of the MCP inspector lists and calls everything."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROOT

INSPECTOR = Path(os.environ.get("PROMPTSMITH_INSPECTOR") or ROOT / ".inspector" / "node_modules" / ".bin" / "mcp-inspector")
IN_CI = os.environ.get("CI") == "true"

CALLS: dict[str, dict[str, Any]] = {
    "process_prompt": {"raw": "create table users", "domain": "sql"},
    "evaluate_prompt": {"prompt": "Make it better"},
    "compare_prompts": {"variants": '["Make it better", "Create a table users with three columns."]'},
    "validate_prompt": {"prompt": "Make it better"},
    "save_prompt": {
        "prompt": "Explain {{topic}}.",
        "metadata": '{"domain": "general", "name": "explain", "tags": ["template"]}',
    },
    "search_prompts": {"query": "explain"},
    "get_prompt": {"id": "explain"},
    "get_stats": {"days": "3"},
}


@pytest.fixture(scope="module")
def inspect(tmp_path_factory: pytest.TempPathFactory) -> Any:
    if not INSPECTOR.exists():
        message = "The MCP inspector is not installed: `make inspector` installs it (it needs Node 20)."
        # Where the whole suite is run on purpose, a missing client must not look like a passed test.
        assert not IN_CI, message
        pytest.skip(message)
    assert shutil.which("node") is not None, "The MCP inspector needs Node."
    store = tmp_path_factory.mktemp("inspector") / "p.duckdb"
    server = [sys.executable, "-m", "promptsmith.cli", "serve", "--store", str(store)]

    def inspect(method: str, *arguments: str) -> dict[str, Any]:
        call = [str(INSPECTOR), "--cli", *server, "-e", f"PYTHONPATH={ROOT}", "--method", method, *arguments]
        done = subprocess.run(call, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return inspect


def test_it_lists_the_eight_tools_with_their_schemas(inspect: Any) -> None:
    tools = inspect("tools/list")["tools"]

    assert [tool["name"] for tool in tools] == list(dict.fromkeys([*(tool["name"] for tool in tools)]))
    assert {tool["name"] for tool in tools} == set(CALLS)
    assert all(tool["inputSchema"]["type"] == "object" and tool["outputSchema"]["type"] == "object" for tool in tools)


def test_it_calls_every_tool(inspect: Any) -> None:
    for name, arguments in CALLS.items():
        given = [part for field, value in arguments.items() for part in ("--tool-arg", f"{field}={value}")]
        answer = inspect("tools/call", "--tool-name", name, *given)
        assert not answer.get("isError"), (name, answer)
        assert answer["structuredContent"]
        assert answer["content"][0]["text"]


def test_it_reads_resources_and_gets_prompts(inspect: Any) -> None:
    uris = [entry["uri"] for entry in inspect("resources/list")["resources"]]
    assert "promptsmith://glossary" in uris
    assert inspect("resources/read", "--uri", "promptsmith://rules/SPC102")["contents"][0]["text"]
    assert len(inspect("resources/templates/list")["resourceTemplates"]) == 4
    assert {prompt["name"] for prompt in inspect("prompts/list")["prompts"]} >= {"basic", "few-shot"}
    got = inspect("prompts/get", "--prompt-name", "basic", "--prompt-args", "prompt=create table users", "domain=sql")
    assert got["messages"][0]["content"]["text"].startswith("create table users")
