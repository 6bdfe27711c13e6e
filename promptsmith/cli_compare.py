"""What ``promptsmith compare`` is given: one table of outcomes, or two or more prompts; and its result as a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from promptsmith.errors import InputError


def compare(arguments: Sequence[str], call: Mapping[str, Any], input_format: str, scratch: Callable[[Any], Any]) -> Any:
    """Return the comparison that the command line asks for.

    Args:
        arguments: one table (file or -), or prompts (text files, - or words).
        call: arguments of `promptsmith.compare`; None and an empty tuple mean that nothing was said.
        input_format: what standard input holds.
        scratch: registers what is cleaned up after the command.

    Raises:
        InputError: several tables, an option of the one form with the other, or one that cannot be read.
    """
    import promptsmith as ps
    from promptsmith.cli_check import read_texts
    from promptsmith.cli_sources import find_sources
    from promptsmith.text.files import TABLE_ENDINGS

    given = {name: value for name, value in call.items() if value not in (None, ())}
    if len(arguments) == 1:
        _refuse(given, ("names",), "one table")
        source = find_sources(tuple(arguments), input_format, scratch)[0]
        if source.is_text:
            raise InputError(f"{source.label!r} is one text. Give a table of outcomes, or two prompts or more.")
        return ps.compare(Path(source.value), **given)
    tables = [argument for argument in arguments if argument.lower().endswith(TABLE_ENDINGS)]
    if tables:
        raise InputError(
            f"{tables[0]!r} is a table, and several sources are compared as prompts. Put the outcomes of all variants into one table."
        )
    _refuse(given, tuple(name for name in given if name not in ("names", "domain")), "several prompts")
    return ps.compare(*read_texts(arguments), **given)


def _refuse(given: Mapping[str, Any], names: Sequence[str], form: str) -> None:
    for name in names:
        if name in given:
            raise InputError(f"--{name.replace('_', '-')} has no meaning for {form}. Leave it out.")
