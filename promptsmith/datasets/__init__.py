"""Labelled prompts: our own sets, which come with the package, and loaders for public sets.

`names` lists them, `card` describes one, `load` returns one as a frame. Nothing is downloaded unless ``download=True`` is said.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from promptsmith.config import check_name
from promptsmith.datasets.own import OWN, own_card, own_table, rows_of
from promptsmith.datasets.public import PUBLIC, public_card, public_table
from promptsmith.errors import InputError

__all__ = ["card", "load", "load_samples", "names"]


def names() -> tuple[str, ...]:
    """Return the names `load` knows: our own sets first, then the public ones, which are not part of the package."""
    return (*OWN, *PUBLIC)


def load(
    name: str,
    *,
    backend: str = "pandas",
    path: str | Path | None = None,
    download: bool = False,
    accept_licence: bool = False,
) -> Any:
    """Return a data set as a frame.

    Our own sets (``ladder``, ``defects``, ``domains``, ``detection``, ``samples``) are read from the package, and their spans are
    checked. A public set is read from a folder that holds its Parquet file and a ``manifest.json``, or downloaded from the repository that
    published it; its licence and source are printed on standard error before a row is read.

    Args:
        name: one of `names`.
        backend: kind of frame: pandas, polars, arrow or duckdb.
        path: folder of a public set; the environment variable ``PROMPTSMITH_DATA`` when not given.
        download: fetch a public set from its repository instead (needs the extra ``datasets`` and a network).
        accept_licence: read a set although its publisher states no licence.

    Returns:
        One row per prompt; `card` names the columns. Spans are half-open code points.

    Raises:
        UnknownNameError: the name or backend is not known.
        InputError: the files are missing or changed, the licence is not accepted, or the set cannot be downloaded.
        MissingComponentError: ``download`` is asked for and pooch is not installed.

    Example:
        >>> ladder = load("ladder")
        >>> sorted(ladder["level"].unique().tolist())
        [1, 2, 3, 4, 5]
    """
    from promptsmith.text.frames import to_kind

    check_name("data set", name, names())
    check_name("kind of frame", backend, ("pandas", "polars", "arrow", "duckdb"))
    if name in OWN:
        if path is not None or download:
            raise InputError(f"{name!r} comes with the package: leave out path= and download=.")
        return to_kind(own_table(name), backend)
    return to_kind(public_table(name, path=path, download=download, accept_licence=accept_licence), backend)


def card(name: str) -> str:
    """Return what is known of a data set, as Markdown: how it was made, columns, licence, limits of its use.

    Raises:
        UnknownNameError: the name is not known.
    """
    check_name("data set", name, names())
    return own_card(name) if name in OWN else public_card(name)


def load_samples() -> list[dict[str, str]]:
    """Return the sample prompts.

    Returns:
        One dict per prompt with the texts ``id`` (domain-language-level-number), ``prompt``, ``domain``, ``intent``, ``language``
        (en or es) and ``level`` (weak or good). Domain, intent and level are the author's judgement.
    """
    return rows_of("samples")
