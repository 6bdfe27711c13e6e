"""Prompts in files: which strings name files, which files a path stands for, and what they give.

Tables (CSV, TSV, JSONL, JSON, Parquet, XLSX) give one prompt per row; text and Markdown files are one prompt each.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from promptsmith.errors import InputError, UnsupportedInputError, shorten, suggest
from promptsmith.text.columns import (
    Cells,
    Unreadable,
    cells_of_columns,
    cells_of_frame,
    cells_of_list,
    cells_of_mapping,
    refuse_names,
)
from promptsmith.text.formats import Columns, parse, read_text

TEXT_ENDINGS = (".txt", ".md", ".markdown")
TABLE_ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx")
ENDINGS = (*TABLE_ENDINGS, *TEXT_ENDINGS)

INSTALLED = frozenset(["node_modules", "site-packages", "__pycache__"])
"""Folders that are never walked into: what is there was not written here. A folder such as build may well hold prompts."""

_LONGEST_PATH = 1024
"""A longer string is a prompt without asking the disk: no system of ours accepts such a path by default. Judgement."""


def names_path(text: str) -> bool:
    """Return whether a plain string names files rather than being a prompt.

    It does when it is one line and (a) ends like a file we read and that file, or a file matched by its ``*``, ``?``, ``[``
    exists, or (b) holds a path separator and is an existing folder. A single word that merely equals the name of a folder is a
    prompt. To decide yourself, pass a ``pathlib.Path`` for files and a list of one string for a prompt.

    Raises:
        InputError: the string has no spaces, ends like a file we read, and there is no such file: scoring it would mislead.
    """
    if len(text) > _LONGEST_PATH or "\n" in text or "\r" in text:
        return False
    if text.lower().endswith(ENDINGS):
        if os.path.exists(text) or any(os.path.isfile(found) for found in _matches(text)):
            return True
        if not any(character.isspace() for character in text):
            raise InputError(_missing(text) + " To score the string itself as a prompt, pass it in a list.")
        return False
    is_folder = ("/" in text or os.sep in text) and any(map(str.isalnum, text)) and os.path.isdir(os.path.expanduser(text))
    return is_folder


def _matches(pattern: str) -> list[str]:
    return glob.glob(os.path.expanduser(pattern), recursive=True) if glob.has_magic(pattern) or pattern[0] == "~" else []


def _missing(path: str) -> str:
    if "://" in path:
        return f"{shorten(path)!r} is an address, and PromptSmith reads no addresses. Download the file and pass its path."
    if glob.has_magic(path):
        return f"No file matches {shorten(path)!r}. Check the folder and the ending; endings read: {', '.join(ENDINGS)}."
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        return f"There is no file {shorten(path)!r}: the folder {shorten(folder)!r} does not exist."
    near = suggest(os.path.basename(path), [name for name in os.listdir(folder) if name.lower().endswith(ENDINGS)])
    return f"There is no file {shorten(path)!r} in {os.path.abspath(folder)!r}.{near} Check the name."


def find_files(path: str | os.PathLike[str]) -> tuple[Path, list[Path]]:
    """Return the files a path, folder or glob stands for, in order of their names, and the folder their ids are relative to.

    A folder stands for its text and Markdown files at any depth (`folder_files`); a glob for every match with an ending we
    read.

    Raises:
        InputError: there is no such file.
        UnsupportedInputError: the ending is not one we read.
    """
    asked = os.path.expanduser(os.fspath(path))
    if os.path.isfile(asked):
        return Path(asked).parent, [_checked(Path(asked))]
    if os.path.isdir(asked):
        endings = (".parquet",) if asked.lower().rstrip("/\\").endswith(".parquet") else TEXT_ENDINGS
        return Path(asked), _walk(Path(asked), endings)
    if not glob.has_magic(asked):
        raise InputError(_missing(asked))
    matched = sorted(Path(found) for found in _matches(asked) if os.path.isfile(found))
    known = [file for file in matched if file.suffix.lower() in ENDINGS]
    if matched and not known:
        _checked(matched[0])
    if not known:
        raise InputError(_missing(asked))
    parts = Path(asked).parts
    depth = next(number for number, part in enumerate(parts) if glob.has_magic(part))
    return Path(*parts[:depth]), known


def _checked(file: Path) -> Path:
    if file.suffix.lower() not in ENDINGS:
        near = suggest(file.suffix, ENDINGS) if file.suffix else ""
        ending = f"ending {file.suffix!r}" if file.suffix else "no ending"
        raise UnsupportedInputError(
            f"{str(file)!r} has {ending}.{near} Endings read: {', '.join(ENDINGS)}. Convert or rename it."
        )
    return file


def folder_files(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    """Return the files of a folder at any depth, in order of their names; without hidden ones and what others installed there."""
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = [
            name for name in folders if not (name.startswith(".") or name in INSTALLED or _is_environment(root, name))
        ]
        files += [Path(root, name) for name in names if name.lower().endswith(endings) and not name.startswith(".")]
    return sorted(files, key=lambda file: file.relative_to(folder).as_posix())


def _is_environment(root: str, name: str) -> bool:
    return os.path.exists(os.path.join(root, name, "pyvenv.cfg"))


def _walk(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    files = folder_files(folder, endings)
    if not files:
        raise InputError(
            f"The folder {str(folder)!r} holds no {', '.join(endings)} file. For tables in a folder pass a glob such as "
            f"{str(folder / '*.csv')!r}."
        )
    return files


def cells_of_files(path: str | os.PathLike[str], text: str | None, id: str | None) -> list[Cells]:
    """Return the cells of every file a path, folder or glob stands for; a text file's id is its relative path.

    Raises:
        InputError: a table is malformed or not UTF-8. Among several text files one that is not UTF-8 is a fault of its row.
    """
    root, files = find_files(path)
    if all(file.suffix.lower() in TEXT_ENDINGS for file in files):
        refuse_names(id, text, f"text file {files[0].name!r}")
    parts = []
    for file in files:
        name = file.relative_to(root).as_posix()
        if file.suffix.lower() in TEXT_ENDINGS:
            parts.append(Cells([_prompt_of(file, name, is_alone=len(files) == 1)], name, ids=[name]))
        else:
            cells = _cells_of_parsed(parse(file, name), text, id, name)
            parts.append(replace(cells, ids=numbers_of(cells.ids)) if cells.ids and reads_only_text(file) else cells)
    return parts


def reads_only_text(file: Path) -> bool:
    """Return whether the format of a file has no types, so that a number in it is a text."""
    return file.suffix.lower() in (".csv", ".tsv")


def numbers_of(ids: Sequence[Any]) -> Sequence[Any]:
    """Return ids of a file that knows only text as integers when every one is written as an integer is ("7", not "007")."""
    if all(isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19 for value in ids):
        numbers = [int(value) for value in ids]
        if all(str(number) == value for number, value in zip(numbers, ids, strict=True)):
            return numbers
    return ids


def _prompt_of(file: Path, name: str, *, is_alone: bool) -> str | Unreadable:
    try:
        return read_text(file, name)
    except InputError as error:
        if is_alone:
            raise
        return Unreadable("unreadable_file", str(error).removeprefix(f"{name} "))


def _cells_of_parsed(parsed: Any, text: str | None, id: str | None, name: str) -> Cells:
    if isinstance(parsed, str):
        refuse_names(id, text, name)
        return Cells([parsed], name)
    if isinstance(parsed, list):
        return cells_of_list(parsed, text, id, name)
    if isinstance(parsed, Columns):
        return cells_of_columns(parsed, text, id, name)
    if isinstance(parsed, Mapping):
        return cells_of_mapping(parsed, text, id, name)
    return cells_of_frame(parsed, text, id, name)
