"""The two texts of ``promptsmith check``: files of any ending, standard input, or words on the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from promptsmith.errors import InputError

STANDARD_INPUT = "-"


def read_texts(arguments: Sequence[str]) -> list[str]:
    """Return the text each argument stands for.

    Raises:
        InputError: a file is missing or not UTF-8, or standard input was asked for twice.
    """
    if list(arguments).count(STANDARD_INPUT) > 1:
        raise InputError("Standard input ('-') can be read only once. Give the prompt or the answer as a file.")
    return [_read(argument) for argument in arguments]


def _read(argument: str) -> str:
    from promptsmith.text.files import TEXT_ENDINGS
    from promptsmith.text.formats import read_text

    if argument == STANDARD_INPUT:
        data = sys.stdin.buffer.read()
        try:
            # The shell adds one line end; it is not part of the text.
            return data.decode("utf-8-sig").removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError as error:
            raise InputError(
                f"Standard input is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}. "
                "Convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8."
            ) from None
    try:
        is_file = os.path.isfile(os.path.expanduser(argument))
    except (OSError, ValueError):
        is_file = False  # a name that is too long for the system, or holds a null
    if is_file:
        return read_text(Path(os.path.expanduser(argument)), argument)
    one_word = not any(character.isspace() for character in argument)
    if one_word and (argument.lower().endswith((*TEXT_ENDINGS, ".json")) or os.sep in argument):
        raise InputError(f"There is no file {argument!r}. Give a text file, - for standard input, or words between quotes.")
    return argument
