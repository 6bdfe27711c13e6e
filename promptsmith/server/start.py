"""Starting a server: log, warm-up, service and transport."""

from __future__ import annotations

import threading

import anyio

from promptsmith.server.logs import Log, quiet_libraries
from promptsmith.server.service import Service
from promptsmith.server.stdio import serve_stdio


def warm_up() -> None:
    """Compile rules and word lists, so that the first caller does not wait for it."""
    import promptsmith as ps

    ps.evaluate(["Write a query that lists late orders."]).explain(0)
    ps.process(["Write a query that lists late orders."], domain="sql")


def run_stdio(level: str) -> None:
    """Serve one client over standard input and output until it goes away."""
    log = Log(level=level)
    quiet_libraries(log)
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    service = Service(log=log)
    anyio.run(serve_stdio, service)
