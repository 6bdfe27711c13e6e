"""Bearer tokens: made, listed, revoked and checked. The file beside the store keeps only their hashes."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mcp.server.auth.provider import AccessToken

from promptsmith.config import check_name
from promptsmith.errors import InputError, StoreError, UnknownNameError, suggest
from promptsmith.server.caller import SCOPES

PREFIX = "psm_"
"""Start of every token, so that scanners for leaked secrets can know it."""

LOCK_SECONDS = 10.0


@dataclass(frozen=True)
class Token:
    """What is kept of one token.

    Attributes:
        id: name to list and revoke it by.
        owner: whose prompts its bearer reads and writes.
        scopes: read, write, admin.
        digest: SHA-256 of the token. It has 256 random bits, so a slow hash would add nothing.
        created_at, expires_at: ISO times in UTC; None never expires.
    """

    id: str
    owner: str
    scopes: tuple[str, ...]
    digest: str
    created_at: str
    expires_at: str | None

    @property
    def is_expired(self) -> bool:
        """Its time is over."""
        return self.expires_at is not None and datetime.fromisoformat(self.expires_at) <= datetime.now(UTC)


class TokenFile:
    """The tokens of one store, in ``<store>.tokens.json``, readable by its user alone."""

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(store.name + ".tokens.json")
        self._read: tuple[Any, dict[str, Token]] = (None, {})

    def create(self, owner: str, scopes: Sequence[str], days: int | None = None) -> tuple[str, Token]:
        """Make a token and return it with what is kept; the token itself is never shown again.

        Raises:
            InputError: the owner has no name, or days is below 1.
            UnknownNameError: no such scope.
        """
        if not owner.strip() or len(owner) > 200:
            raise InputError(f"owner={owner!r} is no name. Give 1 to 200 characters.")
        if days is not None and days < 1:
            raise InputError(f"days={days} is below 1. Leave it out for a token that does not expire.")
        chosen = tuple(dict.fromkeys(check_name("scope", scope, SCOPES) for scope in scopes or ("read", "write")))
        text = PREFIX + secrets.token_urlsafe(32)
        now = datetime.now(UTC).replace(microsecond=0)
        expires = None if days is None else (now + timedelta(days=days)).isoformat()
        token = Token(secrets.token_hex(4), owner, chosen, _digest(text), now.isoformat(), expires)
        with self._locked():
            self._write([*self.tokens(), token])
        return text, token

    def revoke(self, token_id: str) -> Token:
        """Remove a token; running servers refuse it from the next request on.

        Raises:
            UnknownNameError: there is no such token.
        """
        with self._locked():
            tokens = self.tokens()
            found = [token for token in tokens if token.id == token_id]
            if not found:
                ids = [token.id for token in tokens]
                raise UnknownNameError(
                    f"There is no token {token_id!r}.{suggest(token_id, ids)} `promptsmith token list` shows all."
                )
            self._write([token for token in tokens if token.id != token_id])
        return found[0]

    def tokens(self) -> list[Token]:
        """Return what is kept of every token, in the order they were made."""
        return list(self._by_digest().values())

    def find(self, text: str) -> Token | None:
        """Return the valid token with this text, or None."""
        token = self._by_digest().get(_digest(text))
        if token is None or token.is_expired or not hmac.compare_digest(token.digest, _digest(text)):
            return None
        return token

    def _by_digest(self) -> dict[str, Token]:
        """Return the tokens; the file is read again when it was replaced."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return {}
        key = (status.st_ino, status.st_mtime_ns, status.st_size)
        if self._read[0] != key:
            try:
                rows = json.loads(self.path.read_text(encoding="utf-8"))
                tokens = [Token(**{**row, "scopes": tuple(row["scopes"])}) for row in rows]
            except (OSError, ValueError, TypeError, KeyError):
                raise StoreError(
                    f"{self.path} cannot be read as a file of tokens. Restore it, or delete it and make new ones."
                ) from None
            self._read = (key, {token.digest: token for token in tokens})
        return self._read[1]

    def _locked(self) -> Any:
        from filelock import FileLock

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder {self.path.parent} cannot be made: {error.strerror}.") from None
        return FileLock(f"{self.path}.lock", timeout=LOCK_SECONDS)

    def _write(self, tokens: Sequence[Token]) -> None:
        draft = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        try:
            # Made with its final rights: there is no moment in which others can read it.
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                json.dump([asdict(token) for token in tokens], file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise StoreError(f"{self.path} cannot be written: {error.strerror}.") from None


class Verifier:
    """The SDK's token verifier over a file of tokens."""

    def __init__(self, file: TokenFile) -> None:
        self._file = file

    async def verify_token(self, token: str) -> AccessToken | None:
        """Return owner and scopes of a valid token."""
        found = self._file.find(token)
        if found is None:
            return None
        expires = None if found.expires_at is None else int(datetime.fromisoformat(found.expires_at).timestamp())
        return AccessToken(token=found.id, client_id=found.owner, scopes=list(found.scopes), expires_at=expires)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
