"""Serving over standard input and output, until the client goes away or the process is asked to end; running calls are finished."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from typing import Any, cast

import anyio
import anyio.to_thread
import mcp_types as types
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage

from promptsmith.server.service import Service

FINISH_SECONDS = 10.0
"""Longest wait for running calls at the end. Judgement: the longest call on the largest input takes about a second."""


class _Pending:
    """Requests that came and are not answered on the wire yet."""

    def __init__(self) -> None:
        self._ids: set[Any] = set()
        self._handed: deque[Any] = deque()
        self._changed = anyio.Event()

    def came(self, message: Any) -> None:
        if isinstance(message, types.JSONRPCRequest):
            self._ids.add(message.id)
        elif isinstance(message, types.JSONRPCNotification) and message.method == "notifications/cancelled":
            # A cancelled request is never answered.
            self._gone((message.params or {}).get("requestId"))

    def handed(self, message: Any) -> None:
        """Note a message that is about to be written."""
        self._handed.append(message.id if isinstance(message, types.JSONRPCResponse | types.JSONRPCError) else None)

    def written(self) -> None:
        """Note that the next message in order is on the wire."""
        self._gone(self._handed.popleft())

    def _gone(self, request_id: Any) -> None:
        self._ids.discard(request_id)
        self._changed.set()
        self._changed = anyio.Event()

    async def finish(self) -> None:
        with anyio.move_on_after(FINISH_SECONDS):
            while self._ids:
                await self._changed.wait()


class _Wire:
    """Standard output as the SDK writes to it: a message, then a flush. Stray prints go to standard error meanwhile."""

    def __init__(self, pending: _Pending) -> None:
        self._pending = pending
        private = os.dup(1)
        os.dup2(2, 1)
        self._bytes = os.fdopen(private, "wb", buffering=0, closefd=False)
        self._text = ""

    async def write(self, text: str) -> None:
        self._text += text

    async def flush(self) -> None:
        data, self._text = memoryview(self._text.encode()), ""
        try:
            await anyio.to_thread.run_sync(self._write, data)
        except OSError:
            # The client no longer reads; the SDK takes this for the end of the stream.
            self._pending.written()
            raise anyio.ClosedResourceError from None
        self._pending.written()

    def _write(self, data: memoryview) -> None:
        while data:
            data = data[self._bytes.write(data) :]


async def serve_stdio(service: Service) -> None:
    """Serve one client over standard input and output.

    The SDK cancels running calls when its input ends, so the end is held back until they are answered. SIGTERM and SIGINT end the
    process the same way.
    """
    pending = _Pending()
    wire = cast("anyio.AsyncFile[str]", _Wire(pending))
    async with stdio_server(stdout=wire) as (incoming, outgoing):
        to_server, from_client = anyio.create_memory_object_stream[SessionMessage | Exception](0)
        to_client, from_server = anyio.create_memory_object_stream[SessionMessage](0)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_pump_in, incoming, to_server, pending)
            tasks.start_soon(_pump_out, from_server, outgoing, pending)
            tasks.start_soon(_end_on_signal, to_server, pending)
            server = service.server
            await server.run(from_client, to_client, server.create_initialization_options())
            tasks.cancel_scope.cancel()


async def _pump_in(incoming: Any, to_server: MemoryObjectSendStream[SessionMessage | Exception], pending: _Pending) -> None:
    async with incoming, to_server:
        async for item in incoming:
            if isinstance(item, SessionMessage):
                pending.came(item.message)
            await to_server.send(item)
        await pending.finish()


async def _pump_out(from_server: MemoryObjectReceiveStream[SessionMessage], outgoing: Any, pending: _Pending) -> None:
    async with from_server, outgoing:
        async for item in from_server:
            pending.handed(item.message)
            try:
                await outgoing.send(item)
            except (anyio.BrokenResourceError, anyio.ClosedResourceError):
                # The client no longer reads: there is nobody to answer.
                pending.written()


async def _end_on_signal(to_server: MemoryObjectSendStream[SessionMessage | Exception], pending: _Pending) -> None:
    signals = (signal.SIGINT, signal.SIGTERM)
    if sys.platform == "win32":
        return
    with anyio.open_signal_receiver(*signals) as received:
        async for _ in received:
            await pending.finish()
            # The thread that reads standard input cannot be woken, and the interpreter would wait for it.
            sys.stderr.flush()
            os._exit(0)
