"""Starting a server: log, warm-up, service and transport."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import anyio

from promptsmith.server.library import Library
from promptsmith.server.logs import Log, quiet_libraries
from promptsmith.server.rates import Rates
from promptsmith.server.service import Service

FINISH_SECONDS = 30
"""Longest wait for running requests when an HTTP server ends. Judgement: what supervisors commonly grant."""


def warm_up(log: Log) -> None:
    """Compile rules and word lists, so that the first caller does not wait for it.

    A fault is only logged: the first call meets it again and answers with it.
    """
    try:
        import promptsmith as ps

        ps.evaluate(["Write a query that lists late orders."]).explain(0)
        ps.process(["Write a query that lists late orders."], domain="sql")
    except Exception as error:
        log.defect("warm-up", error)


def run_stdio(store: Path, *, level: str, rates: Mapping[str, str] | None) -> None:
    """Serve one client over standard input and output until it goes away."""
    from promptsmith.server.stdio import serve_stdio

    log = Log(level=level)
    quiet_libraries(log)
    # Not a daemon: a thread that is inside native code while the interpreter ends can bring the process down with a message.
    threading.Thread(target=warm_up, args=(log,), name="warm-up").start()
    service = Service(Library(store), log=log, rates=Rates(rates))
    anyio.run(serve_stdio, service)


def run_http(
    store: Path,
    listen: str,
    *,
    level: str,
    rates: Mapping[str, str],
    allowed_hosts: tuple[str, ...],
    max_body: int,
    max_running: int,
    tell: Callable[[str], None],
) -> None:
    """Serve over HTTP until the process is asked to end; running requests are finished.

    With tokens in the store's token file every request needs one; without any, only this machine is served.

    Raises:
        InputError: the address cannot be read, or is outside this machine and there is no token.
    """
    import uvicorn

    from promptsmith.server.http import make_app, read_address, require_safe
    from promptsmith.server.tokens import TokenFile, Verifier

    address = read_address(listen)
    tokens = TokenFile(store)
    # A file that once held tokens keeps the server closed, also when the last one was revoked.
    has_tokens = tokens.path.exists()
    require_safe(address, has_tokens=has_tokens)
    log = Log(level=level)
    quiet_libraries(log)
    service = Service(Library(store), log=log, rates=Rates(rates), is_open=not has_tokens)
    app = make_app(
        service,
        address,
        verifier=Verifier(tokens) if has_tokens else None,
        allowed_hosts=allowed_hosts,
        max_body=max_body,
        max_running=max_running,
    )
    # Ready means warm: nobody is served by a cold process.
    warm_up(log)
    config = uvicorn.Config(
        app,
        host=address.host,
        port=address.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=FINISH_SECONDS,
        h11_max_incomplete_event_size=65_536,
    )
    tell(f"Serving on http://{address.url_host}:{address.port}/mcp ({'with tokens' if has_tokens else 'this machine only'}).")
    uvicorn.Server(config).run()
