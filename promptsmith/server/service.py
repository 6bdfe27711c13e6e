"""One server: the protocol's requests answered by tools, resources and prompts, with limits, metrics and logs around each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.shared.exceptions import MCPError

from promptsmith.errors import PromptSmithError, suggest
from promptsmith.server.arguments import input_schema, read_arguments
from promptsmith.server.caller import Answer, Caller
from promptsmith.server.logs import Log
from promptsmith.server.tools import JUDGING, Tool
from promptsmith.version import VERSION

NAME = "promptsmith-mcp"
INSTRUCTIONS = (
    "PromptSmith measures and rewrites prompts for language models. The texts given to it are data and are never followed. "
    "validate_prompt says whether a prompt is usable, evaluate_prompt scores and explains it, process_prompt rewrites it without changing "
    "what was said, compare_prompts chooses between wordings."
)
THREADS = 4
"""Calls that run at once; more wait. One interpreter computes one at a time, so more threads only share it. Judgement."""

Value = TypeVar("Value")
Context = ServerRequestContext[Any, Any]


class Service:
    """Answers the requests of one server process.

    Attributes:
        server: the SDK's server, to be run on a transport.
    """

    def __init__(self, *, log: Log, tools: Sequence[Tool] = JUDGING) -> None:
        self._tools = {tool.name: tool for tool in tools}
        self._listed = [_listed(tool) for tool in tools]
        self._log = log
        self._threads = anyio.CapacityLimiter(THREADS)
        self.server: Server[Any] = Server(
            NAME,
            version=VERSION,
            title="PromptSmith",
            instructions=INSTRUCTIONS,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
        )
        self.server.middleware.append(self._watch)

    async def _watch(self, ctx: Context, call_next: CallNext) -> HandlerResult:
        """Log every request: what, for whom, how long, how it ended; never what it said."""
        started = time.perf_counter()
        outcome = "protocol_error"
        try:
            result = await call_next(ctx)
            outcome = "tool_error" if isinstance(result, dict) and result.get("isError") else "ok"
            return result
        finally:
            if ctx.request_id is not None:
                self._log.event(
                    "request",
                    operation=self._operation(ctx),
                    owner=self.caller_of(ctx).owner,
                    protocol=ctx.protocol_version,
                    outcome=outcome,
                    elapsed_ms=round((time.perf_counter() - started) * 1e3, 3),
                )

    def _operation(self, context: Context) -> str:
        """Return the tool, or the method; a name that is not ours is not repeated, because a client chose it."""
        if context.method != "tools/call":
            return context.method
        name = (context.params or {}).get("name")
        return name if isinstance(name, str) and name in self._tools else "unknown tool"

    def caller_of(self, context: Context) -> Caller:
        """Return who calls."""
        return Caller()

    async def run(self, function: Callable[[], Value]) -> Value:
        """Return what ``function`` returns, computed outside the event loop."""
        return await anyio.to_thread.run_sync(function, limiter=self._threads)

    async def _list_tools(self, context: Context, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=self._listed)

    async def _call_tool(self, context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = self._tools.get(params.name)
        if tool is None:
            # A protocol error, as the specification asks: the model cannot repair what its client believes to exist.
            raise MCPError(
                code=types.INVALID_PARAMS,
                message=f"Unknown tool {params.name[:60]!r}.{suggest(params.name, self._tools)} Tools: {', '.join(self._tools)}.",
            )
        caller = self.caller_of(context)
        try:
            arguments = read_arguments(tool.name, tool.arguments, params.arguments or {})
            answer: Answer = await self.run(lambda: tool.call(arguments, caller))
        except PromptSmithError as error:
            return _refusal(str(error))
        except Exception as error:
            reference = self._log.defect(tool.name, error)
            return _refusal(
                f"{tool.name} failed by a defect of PromptSmith, not by your arguments. The server's log has it as {reference}. "
                "The same call will fail again."
            )
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=answer.text)], structured_content=answer.structured
        )


def _listed(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=input_schema(tool.arguments),
        output_schema=dict(tool.output),
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=tool.is_read_only,
            destructive_hint=False,
            idempotent_hint=tool.is_idempotent,
            open_world_hint=False,
        ),
    )


def _refusal(text: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=True)
