"""What people add to stored prompts: ratings, labels, templates, examples and rules; inside an open connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from promptsmith import schema
from promptsmith.errors import InputError, UnknownNameError, unknown
from promptsmith.store import schema as stored
from promptsmith.store.ids import new_ids
from promptsmith.store.prompts import SEEN, among, built, insert, naive, read_prompts
from promptsmith.store.seen import VISIBLE

if TYPE_CHECKING:
    import pyarrow as pa


def add_feedback(
    connection: Any, prompt_id: str, rating: int, comment: str | None, version: int | None, owner: str, when: datetime
) -> str:
    """Add one judgement on a prompt that ``owner`` may read, and return its id.

    Raises:
        UnknownNameError: there is no such prompt or version for this owner.
    """
    row = read_prompts(connection, [prompt_id], owner, version=version).to_pylist()[0]
    id = new_ids(1, when)[0]
    insert(
        connection,
        stored.FEEDBACK,
        {
            "feedback_id": [id],
            "prompt_id": [prompt_id],
            "version": [row["version"]],
            "owner": [owner],
            "rating": [rating],
            "comment": [comment],
            "created_at": [naive(when)],
        },
    )
    return id


def add_labels(
    connection: Any,
    ids: Sequence[str],
    values: Sequence[float],
    label: str,
    groups: Sequence[str | None],
    owner: str,
    when: datetime,
) -> None:
    """Label the newest version of prompts that ``owner`` may read; a label of the same name by this owner is replaced.

    Raises:
        UnknownNameError: there is no such prompt for this owner.
    """
    rows = read_prompts(connection, ids, owner)
    connection.execute(f"DELETE FROM labels WHERE owner = ? AND label = ? AND {among('prompt_id', ids)}", [owner, label])
    n = len(ids)
    insert(
        connection,
        stored.LABELS,
        {
            "prompt_id": list(ids),
            "version": rows["version"],
            "owner": [owner] * n,
            "label": [label] * n,
            "value": list(values),
            "group": list(groups),
            "created_at": [naive(when)] * n,
        },
    )


def read_labelled(connection: Any, label: str | None, owner: str) -> pa.Table:
    """Return the table labelled: the owner's labels beside the texts they were given to."""
    rows = connection.execute(
        f"""SELECT l.prompt_id, l.version, v.prompt, p.domain, l.label, l.value, l."group", l.created_at
        FROM labels l JOIN prompts p USING (prompt_id) JOIN prompt_versions v ON v.prompt_id = l.prompt_id AND v.version = l.version
        WHERE {SEEN} AND l.owner = $owner AND ($label IS NULL OR l.label = $label)
        ORDER BY l.label, l.created_at, l.prompt_id""",
        {"owner": owner, "label": label},
    ).to_arrow_table()
    return built(stored.LABELLED, rows)


def put(connection: Any, table: schema.Table, key: str, row: Mapping[str, Any], owner: str, when: datetime) -> None:
    """Save a named thing of ``owner``; one of the same ``key`` is replaced and keeps its id and the time of its first save.

    Args:
        connection: an open transaction.
        table: templates or custom_rules.
        key: the column that tells things of one owner apart.
        row: every other column but owner, created_at and updated_at.
        owner: who saves.
        when: the time of the save.
    """
    old = connection.execute(
        f'SELECT * FROM "{table.name}" WHERE owner = ? AND "{key}" = ?', [owner, row[key]]
    ).to_arrow_table()
    kept = old.to_pylist()[0] if old.num_rows else {}
    connection.execute(f'DELETE FROM "{table.name}" WHERE owner = ? AND "{key}" = ?', [owner, row[key]])
    columns = {**row, "owner": owner, "created_at": kept.get("created_at", naive(when)), "updated_at": naive(when)}
    for name in table.names:
        if name.endswith("_id") and name in kept:
            columns[name] = kept[name]
    insert(connection, table, {name: [columns[name]] for name in table.names})


def read_all(connection: Any, table: schema.Table, owner: str, order: str, where: Mapping[str, Any] | None = None) -> pa.Table:
    """Return the rows of a table that ``owner`` may see, in the order of a column.

    Args:
        connection: an open connection.
        table: a stored table.
        owner: the reader.
        order: column to order by.
        where: values that columns must have; None asks for nothing.
    """
    wanted = {f"wanted_{name}": value for name, value in (where or {}).items() if value is not None}
    conditions = "".join(f' AND "{name.removeprefix("wanted_")}" = ${name}' for name in wanted)
    names = ", ".join(f'"{name}"' for name in table.names)
    rows = connection.execute(
        f'SELECT {names} FROM "{table.name}" WHERE {VISIBLE[table.name]}{conditions} ORDER BY "{order}", rowid',
        {"owner": owner, **wanted},
    ).to_arrow_table()
    return built(table, rows)


def remove(connection: Any, table: schema.Table, key: str, value: str, owner: str) -> None:
    """Remove one thing of ``owner``.

    Raises:
        UnknownNameError: the owner has none of this name.
        InputError: it is a public one of somebody else.
    """
    seen = read_all(connection, table, owner, key)
    of = dict(zip(seen[key].to_pylist(), seen["owner"].to_pylist(), strict=True))
    mine = {name for name, who in zip(seen[key].to_pylist(), seen["owner"].to_pylist(), strict=True) if who == owner}
    if value in of and value not in mine:
        raise InputError(f"{value!r} belongs to {of[value]!r} and can only be read.")
    if value not in mine:
        raise UnknownNameError(unknown(table.name.removesuffix("s").replace("_", " "), value, sorted(mine)))
    connection.execute(f'DELETE FROM "{table.name}" WHERE owner = ? AND "{key}" = ?', [owner, value])
