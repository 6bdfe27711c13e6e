"""The stored prompts of a caller, through `promptsmith.Store`: what tools, resources and MCP prompts read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith.errors import InputError, StoreError
from promptsmith.server.caller import Caller

if TYPE_CHECKING:
    import promptsmith as ps

STORE_VARIABLE = "PROMPTSMITH_STORE"
LOCK_SECONDS = 10.0
"""Longest wait for others who use the file. Judgement: clients give up on a tool after about 30 seconds."""

TEMPLATE_TAG = "template"
"""Stored prompts with this tag are offered as MCP prompts."""

SAME_NAMES = 100
"""Prompts with all words of a name that are looked through for the name itself. Judgement."""

MAX_TEMPLATES = 100
"""MCP prompts listed, the newest first. Judgement: more are no longer chosen from a list."""


def default_store() -> Path:
    """Return where prompts are kept when nothing is said: ``PROMPTSMITH_STORE``, else the user's data folder."""
    named = os.environ.get(STORE_VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support"
    else:
        folder = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return folder / "promptsmith" / "prompts.duckdb"


class Library:
    """Stored prompts in one file, seen with the eyes of a caller.

    Args:
        path: the store file; it and its folder are made by the first save.
        timeout: longest wait for others; seconds.
    """

    def __init__(self, path: Path, *, timeout: float = LOCK_SECONDS) -> None:
        self.path = path
        self._timeout = timeout

    def store(self, caller: Caller) -> ps.Store:
        """Return the store as this caller may use it."""
        import promptsmith as ps

        return ps.Store(self.path, owner=caller.owner, timeout=self._timeout, kind="arrow")

    def store_to_write(self, caller: Caller) -> ps.Store:
        """Return the store for saving; its folder is made when it is missing.

        Raises:
            StoreError: the folder cannot be made.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder of the store cannot be made: {error.strerror}.") from None
        return self.store(caller)

    def check(self) -> None:
        """Open the store for reading, if there is one.

        Raises:
            StoreError: it cannot be used.
        """
        if self.path.exists():
            with self.store(Caller()).connection():
                pass

    def get(self, caller: Caller, prompt_id: str, version: int | None = None) -> dict[str, Any]:
        """Return one stored prompt by its id, or by a name that no other prompt has.

        Raises:
            UnknownPromptError: this caller sees no such prompt.
            StoreError: the store cannot be used.
        """
        from promptsmith.errors import UnknownNameError

        if not self.path.exists():
            raise UnknownPromptError(_not_found(prompt_id))
        try:
            return plain_row(self.store(caller).get(prompt_id, version=version).to_pylist()[0])
        except UnknownNameError:
            rows, _ = self.search(caller, prompt_id, match="all", limit=SAME_NAMES)
        named = [row for row in rows if row["name"] == prompt_id]
        if len(named) != 1 or version not in (None, named[0]["version"]):
            raise UnknownPromptError(_not_found(prompt_id))
        return named[0]

    def versions(self, caller: Caller, prompt_id: str) -> list[dict[str, Any]]:
        """Return every version of a prompt, the newest first."""
        newest = self.get(caller, prompt_id)
        older = [self.get(caller, newest["prompt_id"], version) for version in range(newest["version"] - 1, 0, -1)]
        names = ("version", "label", "note", "prompt")
        return [{name: row[name] for name in names} for row in (newest, *older)]

    def search(self, caller: Caller, words: str = "", **filters: Any) -> tuple[list[dict[str, Any]], int]:
        """Return rows and the true total; nothing when there is no store yet."""
        if not self.path.exists():
            return [], 0
        found = self.store(caller).search(words, **filters)
        return [plain_row(row) for row in found.table("found").to_pylist()], found.total

    def templates(self, caller: Caller) -> Iterator[dict[str, Any]]:
        """Yield the stored prompts that are offered as MCP prompts, the newest first."""
        rows, _ = self.search(caller, tags=(TEMPLATE_TAG,), sort="updated", limit=MAX_TEMPLATES)
        yield from rows


class UnknownPromptError(InputError):
    """No stored prompt of this id is seen by the caller."""


def _not_found(prompt_id: str) -> str:
    return f"Prompt {prompt_id!r} was not found. Allowed: an id that save_prompt or search_prompts gave. Call search_prompts to list ids."


def plain_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the table found for JSON: times as text, visibility as a flag."""
    made = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
    made["is_public"] = made.pop("visibility") == "public"
    return made
