"""Public labelled sets, read by path. They are not part of the product: everything that needs them says so and stops without them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.errors import InputError

FOLDER_VARIABLE = "PROMPTSMITH_DATA"
"""Environment variable with the folder of the Parquet files."""


def find_folder(folder: str | Path | None = None) -> Path:
    """Return the folder of the public sets: the argument, else the environment variable.

    Raises:
        InputError: neither names a folder.
    """
    named = folder if folder is not None else os.environ.get(FOLDER_VARIABLE)
    if named is None or not Path(named).is_dir():
        raise InputError(f"The public sets are not here ({named!r}). Give their folder, or set {FOLDER_VARIABLE} to it.")
    return Path(named)


def read_set(folder: Path, name: str) -> dict[str, NDArray[Any]]:
    """Return the columns of one set as arrays (text and lists as objects).

    Raises:
        InputError: the folder has no such set.
    """
    import pyarrow.parquet as pq

    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise InputError(f"The set {name!r} is not in {folder}.")
    table = pq.read_table(path)
    return {column: np.asarray(table[column].to_pandas()) for column in table.column_names}


def count_words(texts: NDArray[Any]) -> NDArray[np.int64]:
    """Return the number of white-space separated pieces of each text: the baseline that every score has to beat."""
    return np.array([len(text.split()) for text in texts], dtype=np.int64)
