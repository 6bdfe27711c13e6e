"""Prompts together with further columns of their frame, such as the version of each: same rows, same order."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from promptsmith import config
from promptsmith.errors import InputError, shorten
from promptsmith.text.columns import ID_COLUMN, TEXT_COLUMNS, columns_of_rows, named_column
from promptsmith.text.files import names_path
from promptsmith.text.inputs import Prompts, read_prompts
from promptsmith.text.loading import load_frame


def read_labelled(
    source: Any,
    labels: Mapping[str, str | None],
    *,
    text: str | None = None,
    id: str | None = None,
    max_characters: int = config.MAX_CHARACTERS,
) -> tuple[Prompts, dict[str, list[Any] | None]]:
    """Return the prompts of a source and the cells of further columns, one per row.

    Args:
        source, text, id, max_characters: as in `read_prompts`.
        labels: name of the argument, and the column it names; None: no such column was named.

    Raises:
        MissingColumnError: a column is missing.
        InputError: a column is named and the source has none (a list of texts, a Series).
    """
    named = {argument: column for argument, column in labels.items() if column is not None}
    none: dict[str, list[Any] | None] = dict.fromkeys(labels)
    if not named:
        return read_prompts(source, text=text, id=id, max_characters=max_characters), none
    kind = None
    if isinstance(source, os.PathLike) or (isinstance(source, str) and names_path(source)):
        source, kind = load_frame(source, text=text, id=id, kind="arrow"), "path"
        text, id = TEXT_COLUMNS[0] if text is not None else None, ID_COLUMN if id is not None else None
    columns, source, eager_kind = _columns(source, named)
    prompts = read_prompts(source, text=text, id=id, max_characters=max_characters)
    return replace(prompts, kind=kind or eager_kind or prompts.kind), none | columns


def _columns(source: Any, named: Mapping[str, str]) -> tuple[dict[str, list[Any] | None], Any, str | None]:
    """Return the named columns, a source with the same rows, and the caller's kind of frame if that source is of another kind."""
    if isinstance(source, list | tuple) and source and all(isinstance(row, Mapping) for row in source):
        table = columns_of_rows(source)
        return {role: table[named_column(name, list(table), role)] for role, name in named.items()}, source, None
    import narwhals as nw

    frame = nw.from_native(source, pass_through=True)
    if not isinstance(frame, nw.DataFrame | nw.LazyFrame):
        role, name = next(iter(named.items()))
        what = f"{type(source).__name__} ({shorten(repr(source))})"
        raise InputError(f"{role}={name!r} names a column, but {what} has no columns. Pass a frame, a file or a list of rows.")
    kind = None
    if isinstance(frame, nw.LazyFrame):
        # Two runs of a query may give two orders; one run serves the texts and the labels.
        kind = "duckdb" if frame.implementation.is_duckdb() else "polars"
        frame = nw.from_native(frame.collect("pyarrow").to_native(), eager_only=True)
        source = frame.to_native()
    listed = {str(name): name for name in frame.columns}
    return (
        {role: frame.get_column(listed[named_column(name, list(listed), role)]).to_list() for role, name in named.items()},
        source,
        kind,
    )
