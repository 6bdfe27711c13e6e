"""Chat conversations as prompts: one flat text, and who said which part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from promptsmith.errors import shorten, unknown

ROLES = ("system", "developer", "user", "assistant", "tool")
"""Roles a message may have: the three classic ones, and the two that current chat interfaces add to them."""

SEPARATOR = "\n\n"
"""Set between messages and between parts of one, so that paragraphs of different speakers never merge. Judgement."""

_TEXT_PARTS = ("text", "input_text", "output_text")


class Message(NamedTuple):
    """One message: its role and the half-open code points it takes in the flattened text."""

    role: str
    start: int
    end: int


class ConversationError(ValueError):
    """A conversation cannot be read; becomes a fault of its row."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def is_message(value: object) -> bool:
    """Return whether ``value`` is meant as a chat message (it says who speaks)."""
    return isinstance(value, Mapping) and "role" in value


def flatten(conversation: Sequence[Any]) -> tuple[str, tuple[Message, ...]]:
    """Return the text of a conversation and the place of each message in it.

    Contents are joined by an empty line; role names are not part of the text, so that every character belongs to a speaker.
    Parts of a message that hold no text (pictures, sound, tool calls) add nothing.

    Raises:
        ConversationError: a message has no role, an unknown role or a content that is not text.

    Example:
        >>> flatten([{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}])
        ('Be brief.\\n\\nHi', (Message(role='system', start=0, end=9), Message(role='user', start=11, end=13)))
    """
    pieces: list[str] = []
    messages: list[Message] = []
    start = 0
    for number, message in enumerate(conversation):
        role, content = _role(message, number), _content(message, number)
        pieces.append(content)
        messages.append(Message(role, start, start + len(content)))
        start += len(content) + len(SEPARATOR)
    return SEPARATOR.join(pieces), tuple(messages)


def _role(message: object, number: int) -> str:
    if not isinstance(message, Mapping):
        raise ConversationError(
            "malformed_chat",
            f"message {number} is {type(message).__name__} ({shorten(repr(message))}), not a mapping. "
            'Write each message as {"role": ..., "content": ...}.',
        )
    role = message.get("role")
    if role not in ROLES:
        raise ConversationError("unknown_role", f"message {number}: {unknown('role', role, ROLES)}")
    return str(role)


def _content(message: Mapping[str, Any], number: int) -> str:
    content = message.get("content")
    if isinstance(content, str):
        return content
    if content is None and ("content" in message or "tool_calls" in message):
        return ""  # an assistant that only calls a tool says nothing
    if isinstance(content, Sequence) and not isinstance(content, bytes):
        return SEPARATOR.join(_part(part, number) for part in content if not _is_silent(part))
    found = f"{type(content).__name__} ({shorten(repr(content))})" if "content" in message else "missing"
    raise ConversationError(
        "malformed_chat",
        f'message {number}: the content is {found}. Give a string, or a list of {{"type": "text", "text": ...}} parts.',
    )


def _is_silent(part: object) -> bool:
    return isinstance(part, Mapping) and isinstance(part.get("type"), str) and part["type"] not in _TEXT_PARTS


def _part(part: object, number: int) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Mapping) and isinstance(part.get("text"), str):
        return str(part["text"])
    raise ConversationError(
        "malformed_chat",
        f"message {number}: a part of the content is {type(part).__name__} ({shorten(repr(part))}). "
        'Write each part as {"type": "text", "text": ...}.',
    )
