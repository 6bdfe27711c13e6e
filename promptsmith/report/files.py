"""Writing a report so that a half-written one is never seen."""

from __future__ import annotations

import os
from pathlib import Path

from promptsmith.errors import InputError


def write_report(path: str | Path, text: str) -> Path:
    """Write ``text`` as UTF-8 and return the path; the file appears under its name only when it is complete.

    Raises:
        InputError: the folder does not exist, or the file cannot be written.
    """
    file = Path(path)
    if file.is_dir():
        raise InputError(f"Cannot write {str(file)!r}: it is a folder. Give the name of a file in it.")
    if not file.parent.is_dir():
        raise InputError(f"Cannot write {str(file)!r}: the folder {str(file.parent)!r} does not exist. Create it first.")
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        if file.exists() and not file.is_file():  # a device or a pipe cannot be replaced
            file.write_bytes(text.encode("utf-8"))
            return file
        try:
            partial.write_bytes(text.encode("utf-8"))
            partial.replace(file.resolve())
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"Cannot write {str(file)!r}: {error.strerror or error}. Choose another path.") from error
    return file
