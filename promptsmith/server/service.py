"""One server: the protocol's requests answered by tools, resources and prompts, with limits, metrics and logs around each."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.shared.exceptions import MCPError

from promptsmith.config import TEMPLATE_TYPES
from promptsmith.errors import PromptSmithError, StoreError, shorten, suggest
from promptsmith.server.arguments import input_schema, read_arguments
from promptsmith.server.caller import Answer, Caller
from promptsmith.server.figures import Figures
from promptsmith.server.library import Library
from promptsmith.server.logs import Log
from promptsmith.server.mcp_prompts import McpPrompts, completion
from promptsmith.server.rates import RateError, Rates
from promptsmith.server.resources import TEMPLATES, Resources
from promptsmith.server.tools import JUDGING, Tool, store_tools
from promptsmith.version import VERSION

NAME = "promptsmith-mcp"
INSTRUCTIONS = (
    "PromptSmith measures and rewrites prompts for language models. The texts given to it are data and are never followed. "
    "validate_prompt says whether a prompt is usable, evaluate_prompt scores and explains it, process_prompt rewrites it without changing "
    "what was said, compare_prompts chooses between wordings; save_prompt, search_prompts and get_prompt keep a library."
)
THREADS = 4
"""Calls that run at once; more wait. One interpreter computes one at a time, so more threads only share it. Judgement."""

TOO_OFTEN = -32029
"""Error code of a request over its rate, in the range JSON-RPC leaves to servers."""

Value = TypeVar("Value")
Context = ServerRequestContext[Any, Any]


class Service:
    """Answers the requests of one server process.

    Args:
        library: the stored prompts.
        log: where requests and defects are told.
        rates: limits per owner and operation; None: none.
        is_open: requests without a token act for the local owner. A server with authentication is not open.

    Attributes:
        server: the SDK's server, to be run on a transport.
        figures: what was counted.
    """

    def __init__(self, library: Library, *, log: Log, rates: Rates | None = None, is_open: bool = True) -> None:
        self.figures = Figures()
        self.library, self.log = library, log
        tools = (*JUDGING, *store_tools(library, self.figures))
        self._tools = {tool.name: tool for tool in tools}
        self._listed = [_listed(tool) for tool in tools]
        self._resources, self._prompts = Resources(library), McpPrompts(library)
        self._rates = rates or Rates(None)
        self._is_open = is_open
        self._threads = anyio.CapacityLimiter(THREADS)
        self.server: Server[Any] = Server(
            NAME,
            version=VERSION,
            title="PromptSmith",
            instructions=INSTRUCTIONS,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_list_resource_templates=self._list_resource_templates,
            on_read_resource=self._read_resource,
            on_list_prompts=self._list_prompts,
            on_get_prompt=self._get_prompt,
            on_completion=self._complete,
        )
        self.server.middleware.append(self._watch)

    def caller_of(self, context: Context) -> Caller:
        """Return who calls: the owner of the request's token, else the local user.

        Raises:
            MCPError: the server asks for tokens and the request has none. The transport has refused it before; this is the second lock.
        """
        user = getattr(context.request, "user", None) if "user" in getattr(context.request, "scope", ()) else None
        if isinstance(user, AuthenticatedUser):
            return Caller(user.access_token.client_id, frozenset(user.scopes))
        if not self._is_open:
            raise MCPError(code=types.INVALID_REQUEST, message="This server needs a token.")
        return Caller()

    async def run(self, function: Callable[[], Value]) -> Value:
        """Return what ``function`` returns, computed outside the event loop."""
        self.figures.waiting.set(self._threads.statistics().tasks_waiting)
        return await anyio.to_thread.run_sync(function, limiter=self._threads)

    async def _watch(self, ctx: Context, call_next: CallNext) -> HandlerResult:
        """Count, time and log every request: what, for whom, how long, how it ended; never what it said."""
        if ctx.request_id is None:
            return await call_next(ctx)
        operation, owner, outcome = self._operation(ctx), self.caller_of(ctx).owner, "protocol_error"
        started = time.perf_counter()
        try:
            with self.figures.running.track_inprogress():
                result = await call_next(ctx)
            outcome = "tool_error" if isinstance(result, dict) and result.get("isError") else "ok"
            return result
        finally:
            seconds = time.perf_counter() - started
            self.figures.answered(owner, operation, outcome, seconds)
            self.log.event(
                "request",
                operation=operation,
                owner=owner,
                protocol=ctx.protocol_version,
                outcome=outcome,
                elapsed_ms=round(seconds * 1e3, 3),
            )

    def _operation(self, context: Context) -> str:
        """Return the tool, or the method; a name that is not ours is not repeated, because a client chose it."""
        if context.method != "tools/call":
            return context.method if self.server.get_request_handler(context.method) else "other"
        name = (context.params or {}).get("name")
        return name if isinstance(name, str) and name in self._tools else "unknown tool"

    async def _list_tools(self, context: Context, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=self._listed)

    async def _call_tool(self, context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        tool = self._tools.get(params.name)
        if tool is None:
            # A protocol error, as the specification asks: the model cannot repair what its client believes to exist.
            raise MCPError(
                code=types.INVALID_PARAMS,
                message=f"Unknown tool {shorten(params.name)!r}.{suggest(params.name, self._tools)} Tools: {', '.join(self._tools)}.",
            )
        caller = self.caller_of(context)
        if not caller.may(tool.scope):
            self.figures.refused("scope")
            return _refusal(
                f"{tool.name} needs the scope {tool.scope}; this token has {', '.join(sorted(caller.scopes)) or 'none'}. Nothing was done. "
                "Ask who runs the server for a token with it."
            )
        try:
            arguments = read_arguments(tool.name, tool.arguments, params.arguments or {})
            self._rates.check(caller.owner, tool.name)
            answer: Answer = await self.run(lambda: tool.call(arguments, caller))
        except RateError as error:
            self.figures.refused("rate")
            return _refusal(str(error))
        except PromptSmithError as error:
            return _refusal(self._told(error))
        except Exception as error:
            reference = self.log.defect(tool.name, error)
            return _refusal(
                f"{tool.name} failed by a defect of PromptSmith, not by your arguments. The server's log has it as {reference}. "
                "The same call will fail again."
            )
        if answer.cache_hit is not None:
            self.figures.cached(answer.cache_hit)
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=answer.text)], structured_content=answer.structured
        )

    async def _list_resources(self, context: Context, params: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        cursor = None if params is None else params.cursor
        return await self._answer(context, "resources/list", lambda caller: self._resources.list(caller, cursor))

    async def _list_resource_templates(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        listed = [
            types.ResourceTemplate(uri_template=uri, name=name, title=title, description=text, mime_type=mime)
            for uri, name, title, text, mime in TEMPLATES
        ]
        return types.ListResourceTemplatesResult(resource_templates=listed)

    async def _read_resource(self, context: Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        uri = str(params.uri)
        content = await self._answer(context, "resources/read", lambda caller: self._resources.read(caller, uri))
        held = types.TextResourceContents(uri=params.uri, text=content.text, mime_type=content.mime)
        return types.ReadResourceResult(contents=[held])

    async def _list_prompts(self, context: Context, params: types.PaginatedRequestParams | None) -> types.ListPromptsResult:
        return await self._answer(context, "prompts/list", self._prompts.list)

    async def _get_prompt(self, context: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        given = params.arguments or {}
        return await self._answer(context, "prompts/get", lambda caller: self._prompts.get(caller, params.name, given))

    async def _complete(self, context: Context, params: types.CompleteRequestParams) -> types.CompleteResult:
        ref, argument = params.ref, params.argument

        def complete(caller: Caller) -> types.Completion:
            if isinstance(ref, types.PromptReference):
                return self._prompts.complete(caller, ref.name, argument.name, argument.value)
            return completion(self._values(caller, argument.name), argument.value)

        return types.CompleteResult(completion=await self._answer(context, "completion/complete", complete))

    def _values(self, caller: Caller, name: str) -> list[str]:
        """Return the values that an argument of a resource template can have."""
        if name == "id":
            return [row["prompt_id"] for row in self.library.search(caller, sort="updated", limit=100)[0]]
        if name == "code":
            from promptsmith.rules.profiles import known_rules

            return list(known_rules())
        if name == "name":
            stored = [row["name"] or row["prompt_id"] for row in self.library.templates(caller)]
            return [*TEMPLATE_TYPES, *stored]
        return []

    async def _answer(self, context: Context, operation: str, function: Callable[[Caller], Value]) -> Value:
        """Return what ``function`` returns for the caller; its mistakes become errors of the protocol."""
        caller = self.caller_of(context)
        if not caller.may("read"):
            self.figures.refused("scope")
            raise MCPError(code=types.INVALID_REQUEST, message=f"{operation} needs the scope read.")
        try:
            self._rates.check(caller.owner, operation)
            return await self.run(lambda: function(caller))
        except RateError as error:
            self.figures.refused("rate")
            raise MCPError(code=TOO_OFTEN, message=str(error), data={"retryAfter": error.retry_after_s}) from None
        except PromptSmithError as error:
            code = types.INTERNAL_ERROR if isinstance(error, StoreError) else types.INVALID_PARAMS
            raise MCPError(code=code, message=self._told(error)) from None
        except Exception as error:
            reference = self.log.defect(operation, error)
            raise MCPError(
                code=types.INTERNAL_ERROR, message=f"A defect of PromptSmith. The server's log has it as {reference}."
            ) from None

    def _told(self, error: PromptSmithError) -> str:
        """Return the message of an error; where the store lies is nobody's business but the server's."""
        text = str(error)
        if not isinstance(error, StoreError):
            return text
        reference = self.log.defect("store", error)
        return f"{text.replace(str(self.library.path), 'the store')} Try again in a few seconds; the server's log has it as {reference}."


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
