"""Clients of a server in this process, and of real server processes."""

import io
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult

from promptsmith.server.library import Library
from promptsmith.server.logs import Log
from promptsmith.server.service import Service

ROOT = Path(__file__).parents[2]
ERAS = ("auto", "legacy")
"""The client's name for the revision of 2026-07-28 and for the handshake of 2025-11-25."""

Value = TypeVar("Value")
Call = Callable[..., CallToolResult]


def stdio_server(*arguments: str, **environment: str) -> StdioServerParameters:
    """A server process of this working copy."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return StdioServerParameters(command=sys.executable, args=["-m", "promptsmith.cli", "serve", *arguments], env=env)


def run(main: Callable[[], Awaitable[Value]]) -> Value:
    """Run a coroutine function; the one error of a group of tasks is raised alone."""
    try:
        return anyio.run(main)
    except BaseExceptionGroup as group:
        error: BaseException = group
        while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
            (error,) = error.exceptions
        raise error from None


def text_of(result: CallToolResult) -> str:
    """The text block of an answer."""
    (block,) = result.content
    assert block.type == "text"
    return block.text


@pytest.fixture
def log_stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def service(log_stream: io.StringIO, tmp_path: Path) -> Service:
    return Service(Library(tmp_path / "library" / "prompts.duckdb"), log=Log(log_stream))


@pytest.fixture
def call(service: Service) -> Call:
    """Call one tool of a server in this process; an answer is checked against the tool's own output schema."""

    def call(name: str, *, era: str = "auto", **arguments: Any) -> CallToolResult:
        async def main() -> CallToolResult:
            async with Client(service.server, mode=era) as client:
                tools = {tool.name: tool for tool in (await client.list_tools()).tools}
                result = await client.call_tool(name, arguments)
                if not result.is_error:
                    schema = tools[name].output_schema
                    assert schema is not None
                    Draft202012Validator(schema).validate(json.loads(json.dumps(result.structured_content)))
                return result

        return run(main)

    return call


@pytest.fixture
def refused(call: Call) -> Callable[..., str]:
    """Call one tool, expect a tool error, and return its text."""

    def refused(name: str, **arguments: Any) -> str:
        result = call(name, **arguments)
        assert result.is_error, result.structured_content
        assert result.structured_content is None
        return text_of(result)

    return refused
