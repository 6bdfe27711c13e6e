"""The commands around the MCP server: ``serve``, ``token`` and ``mcp``. They read arguments and start what `promptsmith.server` has."""

from __future__ import annotations

import click

from promptsmith.errors import MissingComponentError


def _require_server() -> None:
    import importlib.util

    if importlib.util.find_spec("mcp") is None:
        raise MissingComponentError(
            'The MCP server needs the library mcp, which is not installed. Install it with: pip install "promptsmith-lab[server]"'
        )


@click.command()
@click.option(
    "--log",
    "level",
    type=click.Choice(("info", "warning", "off")),
    default="warning",
    show_default=True,
    help="What is logged to standard error; never the text of a prompt.",
)
def serve(level: str) -> None:
    """Serve the tools over the Model Context Protocol, on standard input and output.

    \b
    promptsmith serve
    """
    _require_server()
    from promptsmith.server.start import run_stdio

    run_stdio(level)
