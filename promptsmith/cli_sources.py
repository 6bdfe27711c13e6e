"""What the arguments of the command line stand for, and the tables of several sources as one result."""

from __future__ import annotations

import glob
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from promptsmith.report.places import Origin
    from promptsmith.text.columns import Unreadable

STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Source:
    """One thing to evaluate.

    Attributes:
        label: what a user calls it: a path, ``stdin``, or ``prompt``.
        value: what `promptsmith.evaluate` takes.
        files: the files behind it; empty for a text given directly.
        is_text: every prompt of it is a whole text, not a row of a table.
        places: where each prompt is, when the prompts are strings in other files.
    """

    label: str
    value: Any
    files: tuple[Path, ...] = ()
    is_text: bool = True
    places: tuple[Origin, ...] | None = None

    def origins(self, ids: Sequence[Any]) -> list[Origin]:
        """Return, for each prompt, its file and its row there (None: the file, or the text given, is the prompt)."""
        from promptsmith.report.places import Origin

        if self.places is not None:
            return list(self.places)
        if not self.is_text:
            return [Origin(self.label, row, is_file=bool(self.files)) for row in range(len(ids))]
        if len(self.files) == len(ids):
            return [Origin(str(file)) for file in self.files]
        return [Origin(self.label, is_file=False)] * len(ids)


@dataclass(frozen=True, eq=False)
class Combined:
    """The tables of several results, one below the other; what a report reads."""

    tables: Mapping[str, pa.Table]
    ruleset: str
    weights: str
    version: str
    origins: tuple[Origin, ...]


def find_sources(arguments: Sequence[str], input_format: str, scratch: Callable[[Any], Any]) -> list[Source]:
    """Return the sources that arguments stand for: files, globs, folders, ``-``, or the words of a prompt.

    A Python source or a notebook stands for its marked prompts, a folder for its text files and the marked prompts in it.

    Args:
        arguments: the positional arguments.
        input_format: what standard input holds: text (one prompt), jsonl, json, csv or parquet.
        scratch: takes over a temporary folder until the command ends.

    Raises:
        InputError: a file is missing, or standard input was asked for twice or is not UTF-8.
    """
    if list(arguments).count(STANDARD_INPUT) > 1:
        raise InputError("Standard input ('-') can be read only once. Give it one time.")
    sources: list[Source] = []
    for argument in arguments:
        if argument == STANDARD_INPUT:
            sources.append(_standard_input(input_format, scratch))
        elif _is_path(argument):
            sources += _files(argument)
        else:
            sources.append(Source("prompt", [argument]))
    return sources


def _is_path(argument: str) -> bool:
    """Return whether an argument names files; words with spaces that are no existing file are a prompt.

    Raises:
        InputError: it can only be meant as a path, and there is nothing there.
    """
    from promptsmith.text.embedded import EMBEDDED_ENDINGS
    from promptsmith.text.files import ENDINGS, find_files, names_path

    # A name that is too long for the system, or holds a null, exists nowhere.
    try:
        if os.path.exists(os.path.expanduser(argument)):
            return True
    except (OSError, ValueError):
        return False
    if any(character.isspace() for character in argument):
        return names_path(argument)
    if argument.lower().endswith((*ENDINGS, *EMBEDDED_ENDINGS)):
        _matches(argument) or find_files(argument)
        return True
    if "/" in argument or os.sep in argument:
        raise InputError(
            f"There is no file or folder {argument!r}. To score these words as a prompt, send them to standard input: "
            "promptsmith evaluate - ."
        )
    return False


def _matches(argument: str) -> list[Path]:
    """Return the Python sources and notebooks that a path or glob stands for."""
    from promptsmith.text.embedded import EMBEDDED_ENDINGS

    asked = os.path.expanduser(argument)
    files = [asked] if os.path.isfile(asked) else sorted(glob.glob(asked, recursive=True))
    return [Path(file) for file in files if file.lower().endswith(EMBEDDED_ENDINGS) and os.path.isfile(file)]


def _files(argument: str) -> Iterator[Source]:
    from promptsmith.text.files import ENDINGS, TEXT_ENDINGS, find_files

    folder = Path(os.path.expanduser(argument))
    if folder.is_dir() and folder.suffix.lower() != ".parquet":
        yield from _folder(argument, folder)
        return
    embedded = _matches(argument)
    if embedded:
        yield _embedded(argument, embedded)
        if not any(file.lower().endswith(ENDINGS) for file in glob.glob(str(folder), recursive=True)):
            return
    _, files = find_files(argument)
    if all(file.suffix.lower() in TEXT_ENDINGS for file in files):
        yield Source(argument, Path(argument), tuple(files))
        return
    for file in files:
        is_text = file.suffix.lower() in TEXT_ENDINGS
        yield Source(str(file), file, (file,), is_text)


def _folder(argument: str, folder: Path) -> Iterator[Source]:
    from promptsmith.text.embedded import EMBEDDED_ENDINGS
    from promptsmith.text.files import TEXT_ENDINGS, folder_files

    texts = folder_files(folder, TEXT_ENDINGS)
    embedded = _embedded(argument, folder_files(folder, EMBEDDED_ENDINGS))
    if not texts and not embedded.places:
        raise InputError(
            f"The folder {argument!r} holds no {', '.join(TEXT_ENDINGS)} file, and no Python source or notebook in it has a prompt "
            f"marked '# promptsmith: prompt'. For tables in a folder pass a glob such as {str(folder / '*.csv')!r}."
        )
    if texts:
        yield Source(argument, folder, tuple(texts))
    if embedded.places:
        yield embedded


def _embedded(argument: str, files: Sequence[Path]) -> Source:
    """Return the marked prompts of Python sources and notebooks; an id is the place where the prompt begins."""
    from promptsmith.report.places import Locator, Origin
    from promptsmith.text.embedded import Embedded, UnreadableMark, find_embedded

    rows: list[dict[str, Any]] = []
    places: list[Origin] = []
    content: str | Unreadable
    for file in files:
        name = str(file)
        for found in find_embedded(file, name):
            if isinstance(found, Embedded):
                origin, content = Origin(name, embedded=found), found.prompt.text
                prefix, start, _, positions = Locator(content, origin).shown(0, 0)
                begin = positions.place(start)
                id = f"{prefix}:{begin.line}:{begin.column}"
            elif isinstance(found, UnreadableMark):
                origin, content = Origin(name, line=found.line if found.cell is None else None), found
                id = f"{name}:{found.line}" if found.cell is None else f"{name}:cell {found.cell}:{found.line}"
            else:
                origin, content, id = Origin(name), found, name
            places.append(origin)
            rows.append({"prompt_id": id, "prompt": content})
    return Source(argument, rows, tuple(files), places=tuple(places))


def _standard_input(input_format: str, scratch: Callable[[Any], Any]) -> Source:
    data = sys.stdin.buffer.read()
    if input_format == "text":
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(
                f"Standard input is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}. "
                "Convert it first, for example: iconv -f WINDOWS-1252 -t UTF-8."
            ) from None
        # The shell adds one line end; it is not part of the prompt.
        return Source("stdin", [text.removesuffix("\n").removesuffix("\r")])
    folder = scratch(tempfile.TemporaryDirectory(prefix="promptsmith-"))
    file = Path(folder, f"stdin.{input_format}")
    file.write_bytes(data)
    return Source("stdin", file, is_text=False)


def combine(sources: Sequence[Source], results: Sequence[Any]) -> Combined:
    """Return the tables of all results; with more than one source, ids are made unique by the name of the source."""
    import pyarrow as pa

    origins: list[Origin] = []
    names: list[Sequence[str] | None] = []
    for number, (source, result) in enumerate(zip(sources, results, strict=True)):
        ids = result.tables[result.main]["prompt_id"].to_pylist()
        of = source.origins(ids)
        origins += of
        names.append(_unique_names(source, ids, of, number) if len(sources) > 1 else None)
    tables = {
        name: pa.concat_tables(
            [_renamed(result, name, new) for result, new in zip(results, names, strict=True)], promote_options="permissive"
        )
        for name in results[0].tables
    }
    first = results[0]
    return Combined(tables, first.ruleset, first.weights, first.version, tuple(origins))


def _unique_names(source: Source, ids: Sequence[Any], origins: Sequence[Origin], number: int) -> list[str]:
    if source.label == "prompt":
        return [f"prompt {number + 1}" for _ in ids]
    if source.places is not None:
        return [str(id) for id in ids]
    return [origin.file if origin.row is None else f"{origin.file}:{id}" for id, origin in zip(ids, origins, strict=True)]


def _renamed(result: Any, name: str, new: Sequence[str] | None) -> Any:
    import pyarrow as pa

    table = result.tables[name]
    if new is None:
        return table
    ids = result.tables[result.main]["prompt_id"].to_pylist()
    names = dict(zip(ids, new, strict=True))
    column = pa.array([names[id] for id in table["prompt_id"].to_pylist()], pa.string())
    return table.set_column(0, "prompt_id", column)
