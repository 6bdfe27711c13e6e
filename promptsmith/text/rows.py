"""One row of an input: its text, its arguments, and what is wrong with it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from promptsmith.errors import shorten, unknown
from promptsmith.text.columns import Unreadable
from promptsmith.text.messages import ConversationError, Message, flatten

_BLANK = "".join(
    chr(point)
    for point in (
        *(point for point in range(0x3001) if chr(point).isspace()),
        # No ink, yet not white space for Unicode: null, soft hyphen, zero width and direction marks, blank letters, BOM.
        *(0x0, 0xAD, 0x180E, *range(0x200B, 0x2010), 0x2060, 0x2800, 0x3164, 0xFEFF),
    )
)

Roles = tuple[Message, ...] | None
"""Who said which part of a text; None for a text that is no conversation."""


@dataclass(frozen=True)
class RowFault:
    """One fault of one input row."""

    row: int
    prompt_id: int | str
    error: str
    message: str
    stage: str = "input"


class Fault(NamedTuple):
    """What is wrong with a cell: the kind of fault, and the message, which goes on from the place of the cell."""

    kind: str
    message: str


def is_null(value: object) -> bool:
    """Return whether a cell is empty in any of the ways frames say so: None, not a number, pandas' NA and NaT."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or type(value).__name__ in ("NAType", "NaTType")


def text_of(cell: object) -> tuple[str | None, Roles, Fault | None]:
    """Return the text of a cell, the speakers when it is a conversation, and the fault when it is neither."""
    if isinstance(cell, str):
        return str(cell), None, None
    if isinstance(cell, Unreadable):
        return None, None, Fault(cell.kind, cell.message)
    if is_null(cell):
        return None, None, Fault("null", "the text is null. Fill it or drop the row.")
    conversation = [cell] if isinstance(cell, Mapping) and "role" in cell else cell
    if isinstance(conversation, np.ndarray):
        conversation = conversation.tolist()
    if isinstance(conversation, list | tuple):
        try:
            text, roles = flatten(conversation)
        except ConversationError as error:
            return None, None, Fault(error.kind, str(error))
        return text, roles, None
    advice = "Decode it first." if isinstance(cell, bytes) else "Convert it first, for example with str()."
    found = f"{type(cell).__name__} ({shorten(repr(cell))})"
    return None, None, Fault("wrong_type", f"the text is {found}, not a string or a list of chat messages. {advice}")


def defect(text: str, max_characters: int) -> Fault | None:
    """Return why a text is not analysed, or None."""
    if len(text) > max_characters:
        return Fault(
            "too_long",
            f"the text has {len(text):,} characters; the limit is {max_characters:,}. "
            f"Shorten it, or raise the limit: max_characters={len(text)}.",
        )
    if not text:
        return Fault("empty", "the text is empty. Write a prompt or drop the row.")
    if not text.strip(_BLANK):
        return Fault("blank", "the text holds only white space. Write a prompt or drop the row.")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            found = f"U+{ord(text[error.start]):04X} at character {error.start}"
            return Fault("not_encodable", f"the text holds half a character, {found}. Repair how it was decoded, or remove it.")
    return None


def name_of(kind: str, cell: object, allowed: tuple[str, ...]) -> str | Fault | None:
    """Return the domain or tone (``kind``) a cell names; None when it names none."""
    if _is_unsaid(cell):
        return None
    if isinstance(cell, str) and cell in allowed:
        return str(cell)
    return Fault(f"unknown_{kind}", unknown(kind, cell, allowed))


def context_of(cell: object) -> str | Fault | None:
    """Return the context a cell gives; None when it gives none."""
    if _is_unsaid(cell):
        return None
    if isinstance(cell, str):
        return str(cell)
    return Fault("wrong_type", f"the context is {type(cell).__name__} ({shorten(repr(cell))}), not a string. Convert it first.")


def variables_of(cell: object, *, is_padded: bool) -> dict[str, Any] | Fault | None:
    """Return the variables of a cell: a mapping, or the text of a JSON object; None when it gives none.

    Args:
        cell: the cell as its frame gives it; a map of a typed frame comes as a list of pairs.
        is_padded: leave out fields that are null: the frame's type has them because another row does.
    """
    if _is_unsaid(cell):
        return None
    value = cell
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            found = shorten(repr(cell))
            return Fault("malformed_variables", f'the variables {found} are not JSON: {error}. Write {{"name": "value"}}.')
    elif isinstance(value, Sequence) and all(isinstance(pair, tuple) and len(pair) == 2 for pair in value):
        value = dict(value)
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        found = f"{type(value).__name__} ({shorten(repr(value))})"
        return Fault("malformed_variables", f'the variables are {found}, not names with values. Write {{"name": "value"}}.')
    drops_nulls = is_padded and not isinstance(cell, str)
    return {name: item for name, item in value.items() if not (drops_nulls and item is None)}


def _is_unsaid(cell: object) -> bool:
    """Return whether a cell gives no argument: a null, an empty text (all a CSV file has for a null) or an unread line."""
    return is_null(cell) or isinstance(cell, Unreadable) or (isinstance(cell, str) and not cell.strip())
