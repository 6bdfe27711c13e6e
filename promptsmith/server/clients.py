"""Settings of editors and chat programs that start the server: where they are, what stands in them, and how to add ours."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from promptsmith.config import check_name
from promptsmith.errors import InputError

SERVER = "promptsmith"


@dataclass(frozen=True)
class Client:
    """One program.

    Attributes:
        path: its settings file for this user.
        key: the object in it that holds servers by name.
        extra: what an entry needs beside command, args and env.
    """

    path: Callable[[], Path]
    key: str = "mcpServers"
    extra: tuple[tuple[str, Any], ...] = ()


def _settings(*parts: str) -> Path:
    """Return a place in the folder where programs keep a user's settings."""
    if sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming"))
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support"
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config"))
    return folder.joinpath(*parts)


CLIENTS = {
    "claude-code": Client(lambda: Path(".mcp.json"), extra=(("type", "stdio"),)),
    "claude-desktop": Client(lambda: _settings("Claude", "claude_desktop_config.json")),
    "cursor": Client(lambda: Path.home() / ".cursor" / "mcp.json"),
    "vscode": Client(lambda: _settings("Code", "User", "mcp.json"), key="servers", extra=(("type", "stdio"),)),
    "windsurf": Client(lambda: Path.home() / ".codeium" / "windsurf" / "mcp_config.json"),
    "zed": Client(lambda: _settings("zed", "settings.json"), key="context_servers"),
}
"""Source: the documentation of each program, as of November 2026."""


@dataclass(frozen=True)
class Plan:
    """A settings file as it is and as it would be."""

    path: Path
    before: str | None
    text: str

    def write(self) -> Path | None:
        """Write the file and return where the file as it was is kept (None: there was none, or nothing changed).

        Raises:
            InputError: it cannot be written.
        """
        if self.before == self.text:
            return None
        backup = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.before is not None:
                backup = self.path.with_name(f"{self.path.name}.before-promptsmith")
                backup.write_text(self.before, encoding="utf-8")
            draft = self.path.with_name(f"{self.path.name}.promptsmith-draft")
            draft.write_text(self.text, encoding="utf-8")
            draft.replace(self.path)
        except OSError as error:
            raise InputError(f"{self.path} cannot be written: {error.strerror}.") from None
        return backup


def plan(client: str, store: Path | None, config: Path | None) -> Plan:
    """Return the settings file of a client with the server in it; everything else in it stays.

    Args:
        client: one of `CLIENTS`.
        store: the store to serve; None leaves the choice to the server.
        config: the file; None: where the client looks.

    Raises:
        InputError: the file is no JSON object (comments included: then nothing is changed and the entry is shown to paste).
    """
    known = CLIENTS[check_name("client", client, tuple(CLIENTS))]
    path = config or known.path()
    entry = {**dict(known.extra), "command": sys.executable, "args": ["-m", "promptsmith.cli", "serve"]}
    if store is not None:
        entry["args"] = [*entry["args"], "--store", str(store.absolute())]
    before = _read(path)
    settings = _parsed(path, before, json.dumps({known.key: {SERVER: entry}}, indent=2))
    servers = settings.get(known.key, {})
    if not isinstance(servers, dict):
        raise InputError(
            f"{path}: {known.key} is {type(servers).__name__}, not an object. Nothing was changed; repair it first."
        )
    settings[known.key] = {**servers, SERVER: entry}
    return Plan(path, before, json.dumps(settings, indent=2, ensure_ascii=False) + "\n")


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from None


def _parsed(path: Path, text: str | None, entry: str) -> dict[str, Any]:
    if text is None or not text.strip():
        return {}
    try:
        settings = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path} is no plain JSON (line {error.lineno}): with comments in it, it cannot be changed without losing them. "
            f"Nothing was changed. Paste this yourself:\n{entry}"
        ) from None
    if not isinstance(settings, dict):
        raise InputError(f"{path} holds {type(settings).__name__}, not an object. Nothing was changed.")
    return settings
