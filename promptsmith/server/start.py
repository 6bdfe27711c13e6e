"""Starting a server: log, warm-up, service and transport."""

from __future__ import annotations

import threading

import anyio

from promptsmith.server.logs import Log, quiet_libraries
from promptsmith.server.service import Service
from promptsmith.server.stdio import serve_stdio


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


def run_stdio(level: str) -> None:
    """Serve one client over standard input and output until it goes away."""
    log = Log(level=level)
    quiet_libraries(log)
    # Not a daemon: a thread that is inside native code while the interpreter ends can bring the process down with a message.
    threading.Thread(target=warm_up, args=(log,), name="warm-up").start()
    service = Service(log=log)
    anyio.run(serve_stdio, service)
