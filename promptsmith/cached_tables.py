"""Result tables taken apart by distinct unit, kept as blocks, and put together again for the rows of a call.

What comes out equals what a call without a cache builds, byte for byte: a test compares them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from promptsmith import schema
from promptsmith.tables import expand

if TYPE_CHECKING:
    import pyarrow as pa

    from promptsmith.text.inputs import Prompts

Integers = NDArray[np.int64]

UNIT = "of_unit"
"""Column of a long table that says which unit a row is of, in place of ``prompt_id``."""

N_SUPPRESSED = "n_suppressed"

_TABLES = {table.name: table for table in schema.TABLES}


@dataclass(frozen=True, eq=False)
class UnitTables:
    """Tables of some units, in their order: one with a row per unit, and long ones that name the unit in the column `UNIT`.

    The text and the id belong to a row of a call and are no part of them.
    """

    main: str
    n: int
    tables: Mapping[str, pa.Table]

    def slice(self, start: int, n: int) -> UnitTables:
        """Return ``n`` units from ``start`` on."""
        parts: dict[str, pa.Table] = {}
        for name, table in self.tables.items():
            if name == self.main:
                parts[name] = table.slice(start, n)
            else:
                units = table[UNIT].to_numpy()
                first, last = np.searchsorted(units, [start, start + n])
                part = table.slice(first, last - first)
                parts[name] = part.set_column(0, UNIT, [units[first:last] - start])
        return UnitTables(self.main, min(n, self.n - start), parts)

    def values(self) -> dict[str, bytes]:
        """Return each table as the bytes of one record batch."""
        return {
            name: table.combine_chunks().to_batches()[0].serialize().to_pybytes() if table.num_rows else b""
            for name, table in self.tables.items()
        }


def stand_in(texts: Sequence[str]) -> Any:
    """Return what the table builders need of prompts, for units that stand for themselves: unit numbers as ids, no faults."""
    return SimpleNamespace(ids=list(range(len(texts))), storable=list(texts), errors=[])


def unit_tables(main: str, tables: Mapping[str, pa.Table], extra: Mapping[str, Any] | None = None) -> UnitTables:
    """Return tables that were built for a `stand_in` as tables of units.

    Args:
        main: the table with one row per unit.
        tables: tables by name; their ``prompt_id`` is the number of the unit.
        extra: columns to add to the main table.
    """
    parts: dict[str, pa.Table] = {}
    for name, table in tables.items():
        if name == main:
            dropped = [column for column in _OF_THE_ROW if column in table.column_names]
            parts[name] = table.drop_columns(dropped)
            for column, values in (extra or {}).items():
                parts[name] = parts[name].append_column(column, [values])
        else:
            parts[name] = table.rename_columns([UNIT, *table.column_names[1:]])
    return UnitTables(main, tables[main].num_rows, parts)


_OF_THE_ROW = ("prompt_id", "prompt", "original", "cache_hit", "elapsed_ms")


def from_values(main: str, names: Sequence[str], values: Mapping[str, bytes], n: int) -> UnitTables:
    """Return tables of units from the bytes that `UnitTables.values` gave.

    Raises:
        ArrowInvalid: the bytes are not those of such tables.
    """
    import pyarrow as pa

    tables = {}
    for name in names:
        kept = _schema(name, is_main=name == main)
        batches = [pa.ipc.read_record_batch(pa.py_buffer(values[name]), kept)] if values[name] else []
        for batch in batches:
            batch.validate()
        tables[name] = pa.Table.from_batches(batches, kept)
    return UnitTables(main, n, tables)


def _schema(name: str, *, is_main: bool) -> pa.Schema:
    import pyarrow as pa

    columns = [column for column in _TABLES[name].columns if column.name not in _OF_THE_ROW]
    fields = [(column.name, schema.arrow_type(column.dtype)) for column in columns]
    if not is_main:
        fields.insert(0, (UNIT, pa.int64()))
    elif name == schema.PROMPTS.name:
        fields.append((N_SUPPRESSED, pa.int64()))
    return pa.schema(fields)


def join_units(parts: Sequence[UnitTables]) -> UnitTables:
    """Return the units of all parts, one after the other."""
    import pyarrow as pa

    if len(parts) == 1:
        return parts[0]
    firsts = np.cumsum([0, *(part.n for part in parts)])
    tables = {}
    for name in parts[0].tables:
        shifted = [
            table if name == parts[0].main else table.set_column(0, UNIT, [table[UNIT].to_numpy() + first])
            for table, first in zip((part.tables[name] for part in parts), firsts.tolist(), strict=False)
        ]
        tables[name] = pa.concat_tables(shifted).combine_chunks()
    return UnitTables(parts[0].main, int(firsts[-1]), tables)


def spread(units: UnitTables, unit_of: Integers, prompts: Prompts, of_row: Mapping[str, Any]) -> dict[str, pa.Table]:
    """Return the tables of a call.

    Args:
        units: the units.
        unit_of: unit of each row; -1 for a row without one; shape (n_rows,).
        prompts: the rows.
        of_row: columns of the main table that belong to the row, and values for rows without a unit: a column as an array, or for
            a column of the units the list of its values on those rows.
    """
    import pyarrow as pa

    ids = pa.array(prompts.ids)
    lost = np.flatnonzero(unit_of < 0)
    columns: dict[str, Any] = {"prompt_id": ids}
    take = (
        None if len(unit_of) == units.n and bool((unit_of == np.arange(units.n)).all()) else pa.array(unit_of, mask=unit_of < 0)
    )
    main = _columns(units.tables[units.main])
    for name in _TABLES[units.main].names:
        if name in main:
            columns[name] = main[name] if take is None else main[name].take(take)
            if name in of_row and len(lost):
                columns[name] = _filled(columns[name], lost, of_row[name])
        elif name != "prompt_id":
            columns[name] = of_row[name]
    tables = {units.main: schema.build(_TABLES[units.main], columns)}
    for name, table in units.tables.items():
        if name != units.main:
            tables[name] = _spread_long(_TABLES[name], table, units.n, unit_of, ids)
    return tables


def _filled(column: pa.Array, lost: Integers, values: Sequence[Any]) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    mask = np.zeros(len(column), dtype=np.bool_)
    mask[lost] = True
    return (
        pc.replace_with_mask(column, pa.array(mask), pa.array(values, type=column.type))
        if not pa.types.is_nested(column.type)
        else pa.array(_mixed(column, lost, values), type=column.type)
    )


def _mixed(column: pa.Array, lost: Integers, values: Sequence[Any]) -> list[Any]:
    items: list[Any] = column.to_pylist()
    for row, value in zip(lost.tolist(), values, strict=True):
        items[row] = value
    return items


def _spread_long(table: schema.Table, data: pa.Table, n_units: int, unit_of: Integers, ids: pa.Array) -> pa.Table:
    import pyarrow as pa

    given = _columns(data)
    unit_numbers = given[UNIT].to_numpy(zero_copy_only=False)
    rows, flat = expand(np.bincount(unit_numbers, minlength=n_units), unit_of)  # type: ignore[arg-type]
    is_same = len(flat) == data.num_rows and bool((flat == np.arange(len(flat))).all())
    take = None if is_same else pa.array(flat)
    columns: dict[str, Any] = {
        name: given[name] if take is None else given[name].take(take) for name in table.names if name != "prompt_id"
    }
    return schema.build(table, {**columns, "prompt_id": ids.take(pa.array(rows))})


def _columns(table: pa.Table) -> dict[str, pa.Array]:
    """Return the columns by name, each in one piece."""
    return dict(zip(table.column_names, (_one(column) for column in table.columns), strict=True))


def _one(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece."""
    import pyarrow as pa

    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.array([], type=column.type) if column.num_chunks == 0 else pa.concat_arrays(column.chunks)
