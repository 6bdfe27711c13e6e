"""The commands around the MCP server: ``serve``, ``token`` and ``mcp``. They read arguments and start what `promptsmith.server` has."""

from __future__ import annotations

from pathlib import Path

import click

from promptsmith.errors import MissingComponentError

CLIENTS = ("claude-code", "claude-desktop", "cursor", "vscode", "windsurf", "zed")


def _require_server() -> None:
    import importlib.util

    if importlib.util.find_spec("mcp") is None:
        raise MissingComponentError(
            'The MCP server needs the library mcp, which is not installed. Install it with: pip install "promptsmith-lab[server]"'
        )


def _store(path: Path | None) -> Path:
    from promptsmith.server.library import default_store

    return path or default_store()


_store_option = click.option(
    "--store",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Store of prompts; else PROMPTSMITH_STORE, else a file in your data folder.",
)


@click.command()
@click.option("--http", "listen", metavar="HOST:PORT", help="Serve over HTTP; without it, over standard input and output.")
@_store_option
@click.option(
    "--log",
    "level",
    type=click.Choice(("info", "warning", "off")),
    default="warning",
    show_default=True,
    help="What is logged to standard error as JSON lines; never the text of a prompt.",
)
@click.option(
    "--rate",
    "rates",
    multiple=True,
    metavar="OPERATION=RATE",
    help="What one owner may do, such as process_prompt=60/hour, *=none; repeatable. Over standard input the default is no limit.",
)
@click.option("--allow-host", "hosts", multiple=True, metavar="HOST", help="Further Host header to accept, such as a proxy's.")
@click.option("--max-body", type=click.IntRange(1024), default=1_048_576, show_default=True, help="Largest request in bytes.")
@click.option("--max-running", type=click.IntRange(1), default=32, show_default=True, help="Requests at once; others get 503.")
def serve(
    listen: str | None,
    store: Path | None,
    level: str,
    rates: tuple[str, ...],
    hosts: tuple[str, ...],
    max_body: int,
    max_running: int,
) -> None:
    """Serve the tools over the Model Context Protocol, on standard input and output or over HTTP.

    \b
    promptsmith serve
    promptsmith serve --http 127.0.0.1:8765
    """
    _require_server()
    from promptsmith.server.rates import read_rates
    from promptsmith.server.start import run_http, run_stdio

    if listen is None:
        run_stdio(_store(store), level=level, rates=read_rates(rates, {}))
        return
    run_http(
        _store(store),
        listen,
        level=level,
        rates=read_rates(rates),
        allowed_hosts=hosts,
        max_body=max_body,
        max_running=max_running,
        tell=lambda text: click.echo(text, err=True),
    )


@click.group()
def token() -> None:
    """Make, list and revoke the tokens that let others use a server over HTTP."""
    _require_server()


@token.command()
@click.option("--owner", required=True, metavar="NAME", help="Whose prompts the bearer reads and writes.")
@click.option(
    "--scope", "scopes", multiple=True, metavar="SCOPE", help="read, write or admin; repeatable; read and write by default."
)
@click.option("--days", type=int, metavar="NUMBER", help="Days until it expires; it does not by default.")
@_store_option
def create(owner: str, scopes: tuple[str, ...], days: int | None, store: Path | None) -> None:
    """Make a token and print it, once. Only its hash is kept."""
    from promptsmith.server.tokens import TokenFile

    text, made = TokenFile(_store(store)).create(owner, scopes, days)
    click.echo(text)
    click.echo(f"Token {made.id} of {made.owner} ({', '.join(made.scopes)}). It is not shown again.", err=True)


@token.command(name="list")
@_store_option
def list_tokens(store: Path | None) -> None:
    """List the tokens, without the tokens themselves."""
    from promptsmith.server.tokens import TokenFile

    for one in TokenFile(_store(store)).tokens():
        state = "expired" if one.is_expired else "until revoked" if one.expires_at is None else f"until {one.expires_at}"
        click.echo(f"{one.id}  {one.owner}  {','.join(one.scopes)}  made {one.created_at}  {state}")


@token.command()
@click.argument("token_id", metavar="ID")
@_store_option
def revoke(token_id: str, store: Path | None) -> None:
    """Revoke a token; running servers refuse it from the next request on."""
    from promptsmith.server.tokens import TokenFile

    revoked = TokenFile(_store(store)).revoke(token_id)
    click.echo(f"Revoked {revoked.id} of {revoked.owner}.", err=True)


@click.group()
def mcp() -> None:
    """Connect editors and chat programs to the server."""


@mcp.command()
@click.option("--client", type=click.Choice(CLIENTS), required=True, help="The program to connect.")
@_store_option
@click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Its settings file; else where it looks."
)
@click.option("--write", is_flag=True, help="Change the file; without it, show what would be in it.")
def install(client: str, store: Path | None, config: Path | None, write: bool) -> None:
    """Show the settings that connect a program to the server, or write them; the rest of its file stays.

    \b
    promptsmith mcp install --client cursor
    promptsmith mcp install --client vscode --config .vscode/mcp.json --write
    """
    from promptsmith.server.clients import plan

    planned = plan(client, store, config)
    if not write:
        click.echo(planned.text)
        click.echo(f"Nothing was written. With --write this becomes {planned.path}.", err=True)
        return
    backup = planned.write()
    click.echo(f"Wrote {planned.path}." + (f" The file as it was: {backup}." if backup else ""), err=True)
