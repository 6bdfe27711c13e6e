"""A real HTTP server process for tests, and the few ways to talk to it."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from promptsmith.server.tokens import TokenFile

from .conftest import ROOT, run

Value = TypeVar("Value")
START_SECONDS = 120


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    store: Path
    process: "subprocess.Popen[str]"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def token(self, owner: str, *scopes: str) -> str:
        return TokenFile(self.store).create(owner, scopes)[0]

    def ask(self, question: Callable[[Client], Awaitable[Value]], *, era: str = "auto", token: str | None = None) -> Value:
        """Ask by the SDK's client."""

        async def main() -> Value:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
                transport = streamable_http_client(f"{self.url}/mcp", http_client=http)
                async with Client(transport, mode=era) as client:
                    return await question(client)

        return run(main)

    def post(self, body: bytes | dict[str, Any], **headers: str) -> httpx2.Response:
        """Send one request of the handshake era, which needs no handshake when a server is stateless."""
        sent = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx2.post(f"{self.url}/mcp", content=data, headers=sent, timeout=60)

    def get(self, path: str, **headers: str) -> httpx2.Response:
        return httpx2.get(f"{self.url}{path}", headers=headers, timeout=60)


def tool_request(tool: str, number: int = 1, **arguments: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, *arguments: str, with_tokens: bool = False, store: Path | None = None) -> Iterator[Served]:
    """Start a server process and wait until it is ready."""
    port = free_port()
    store = store or folder / "prompts.duckdb"
    if with_tokens and not TokenFile(store).path.exists():
        TokenFile(store).create("first", [])
    call = [sys.executable, "-m", "promptsmith.cli", "serve", "--http", f"127.0.0.1:{port}", "--store", str(store), *arguments]
    log = folder / f"log-{port}.jsonl"
    with log.open("w", encoding="utf-8") as stream:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=stream, text=True, env=env)
    served = Served(port, store, process)
    try:
        end = time.monotonic() + START_SECONDS
        while True:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < end, "the server did not start"
            try:
                served.get("/health/live")
                break
            except httpx2.TransportError:
                time.sleep(0.1)
        yield served
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
