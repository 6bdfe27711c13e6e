"""Serving over HTTP: who may reach the server, how much they may send, and what happens when it is busy or ends."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import anyio
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.settings import AuthSettings
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from promptsmith.errors import InputError, PromptSmithError
from promptsmith.server.caller import SCOPES, Caller
from promptsmith.server.figures import Figures
from promptsmith.server.service import Service
from promptsmith.server.tokens import Verifier

MAX_BODY = 1_048_576
"""Largest request in bytes. The largest useful one, ten variants and an input of 10,000 characters, has 110,000 characters: at most
660,000 bytes when JSON writes each as an escape."""

MAX_RUNNING = 32
"""Requests at once; further ones are told to come again. Judgement: at 100 requests a second this is a wait of a third of a second."""

RETRY_AFTER_S = 1
BODY_SECONDS = 10.0
"""Longest wait for the body of a request. Judgement: 1 MB takes 8 s at 1 Mbit/s."""

MCP_PATH = "/mcp"
OPEN_PATHS = ("/health", "/health/live")


@dataclass(frozen=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def url_host(self) -> str:
        """The host as it stands in a URL."""
        return f"[{self.host}]" if ":" in self.host else self.host


def read_address(text: str) -> Address:
    """Return the address in ``HOST:PORT``, ``[HOST]:PORT``, ``:PORT`` or ``PORT``; without a host it is 127.0.0.1.

    Raises:
        InputError: it is none of these.
    """
    host, _, port = text.rpartition(":")
    host = host.strip("[]") or "127.0.0.1"
    if not port.isdecimal() or not 0 <= int(port) <= 65_535:
        raise InputError(f"{text!r} is no address. Write HOST:PORT, for example 127.0.0.1:8765.")
    return Address(host, int(port))


def require_safe(address: Address, *, has_tokens: bool) -> None:
    """Refuse to serve others without authentication.

    Raises:
        InputError: the address is outside this machine and there is no token.
    """
    if not address.is_loopback and not has_tokens:
        raise InputError(
            f"{address.host} can be reached from other machines, and there is no token. Nothing was started. "
            "Make one with: promptsmith token create --owner NAME. Or serve on 127.0.0.1."
        )


def make_app(
    service: Service,
    address: Address,
    *,
    verifier: Verifier | None,
    allowed_hosts: tuple[str, ...] = (),
    max_body: int = MAX_BODY,
    max_running: int = MAX_RUNNING,
    body_seconds: float = BODY_SECONDS,
) -> ASGIApp:
    """Return the ASGI application: the protocol at ``/mcp``, ``/health``, ``/health/live``, ``/health/ready`` and ``/metrics``.

    Args:
        service: what answers.
        address: where it listens; Host headers must name it.
        verifier: checks tokens; None serves everyone who reaches it, as the local owner.
        allowed_hosts: further Host headers, such as the name of a proxy.
        max_body: largest request; bytes.
        max_running: requests at once.
        body_seconds: longest wait for the body of a request.
    """
    url = f"http://{address.url_host}:{address.port}"
    auth = None
    if verifier is not None:
        # The tokens are made here, not by an authorisation server; the SDK wants the names for its challenge.
        auth = AuthSettings.model_validate(
            {"issuer_url": url, "resource_server_url": f"{url}{MCP_PATH}", "validate_token_resource": False}
        )
    hosts = [f"{name}:{address.port}" for name in _names(address)] + list(allowed_hosts)
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=hosts,
        allowed_origins=[f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")],
    )
    app = service.server.streamable_http_app(
        streamable_http_path=MCP_PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=max_body,
        transport_security=security,
        auth=auth,
        token_verifier=verifier,
        custom_starlette_routes=_routes(service, is_open=verifier is None),
    )
    gate = _Gate(app, service.figures, frozenset(hosts), max_body, max_running, body_seconds)
    return cast("ASGIApp", gate)


def _names(address: Address) -> tuple[str, ...]:
    return ("127.0.0.1", "localhost", "[::1]") if address.is_loopback else (address.url_host,)


def _routes(service: Service, *, is_open: bool) -> list[Route]:
    async def live(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(request: Request) -> Response:
        try:
            await service.run(service.library.check)
        except PromptSmithError as error:
            service.log.defect("ready", error)
            return JSONResponse({"status": "not ready", "store": type(error).__name__}, status_code=503)
        return JSONResponse({"status": "ok", "store": "ok"})

    async def metrics(request: Request) -> Response:
        user = request.scope.get("user")
        if not is_open and not isinstance(user, AuthenticatedUser):
            return JSONResponse({"error": "invalid_token"}, status_code=401, headers={"WWW-Authenticate": "Bearer"})
        if not is_open and not Caller("", frozenset(user.scopes)).may(SCOPES[-1]):  # type: ignore[union-attr]
            return JSONResponse({"error": "insufficient_scope", "needed": SCOPES[-1]}, status_code=403)
        return Response(service.figures.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return [
        Route("/health", live, methods=["GET"]),
        Route("/health/live", live, methods=["GET"]),
        Route("/health/ready", ready, methods=["GET"]),
        Route("/metrics", metrics, methods=["GET"]),
    ]


class _Gate:
    """Stands before the application: Host header, number of requests at once, size of the body and time to send it."""

    def __init__(
        self, app: ASGIApp, figures: Figures, hosts: frozenset[str], max_body: int, max_running: int, body_seconds: float
    ) -> None:
        self._app, self._figures, self._hosts = app, figures, hosts
        self._max_body, self._max_running, self._body_seconds = max_body, max_running, body_seconds
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope["path"], headers)
        if refusal is not None:
            status, reason, message, more = refusal
            self._figures.refused(reason)
            await _refuse(send, status, message, more)
            return
        if scope["path"] in OPEN_PATHS:
            # Whether the process lives is answered even when it is busy.
            await self._app(scope, receive, send)
            return
        self._running += 1
        try:
            body = await self._body(receive)
            if isinstance(body, bytes):
                await self._app(scope, _replay(body, receive), send)
            else:
                self._figures.refused(body.reason)
                await _refuse(send, body.status, body.message, {"Connection": "close"})
        finally:
            self._running -= 1

    def _refusal(self, path: str, headers: Mapping[str, str]) -> tuple[int, str, str, dict[str, str]] | None:
        if headers.get("host", "") not in self._hosts:
            # Another name for this address is how a page in a browser reaches a server on its user's machine.
            return (
                421,
                "host",
                "The Host header names no host of this server. Its operator can allow one with --allow-host.",
                {},
            )
        if path not in OPEN_PATHS and self._running >= self._max_running:
            return 503, "busy", "The server is busy. Send the request again.", {"Retry-After": str(RETRY_AFTER_S)}
        declared = headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self._max_body:
            return 413, "body", f"The body is larger than {self._max_body:,} bytes.", {"Connection": "close"}
        return None

    async def _body(self, receive: Receive) -> bytes | _Fault:
        parts: list[bytes] = []
        size = 0
        with anyio.move_on_after(self._body_seconds):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return _Fault(400, "gone", "The client went away.")
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > self._max_body:
                    return _Fault(413, "body", f"The body is larger than {self._max_body:,} bytes.")
                if not message.get("more_body", False):
                    return b"".join(parts)
        return _Fault(408, "slow", f"The body did not come within {self._body_seconds:g} s.")


@dataclass(frozen=True)
class _Fault:
    status: int
    reason: str
    message: str


def _replay(body: bytes, receive: Receive) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


async def _refuse(send: Send, status: int, message: str, headers: Mapping[str, str]) -> None:
    body = json.dumps({"error": message}).encode()
    sent: dict[str, Any] = {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    listed = [(name.lower().encode(), value.encode()) for name, value in sent.items()]
    await send({"type": "http.response.start", "status": status, "headers": listed})
    await send({"type": "http.response.body", "body": body})
