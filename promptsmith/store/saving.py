"""Saving measured prompts: everything one save writes, in one open transaction."""

from __future__ import annotations

import difflib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from promptsmith import schema
from promptsmith.errors import InputError
from promptsmith.store import prompts as rows
from promptsmith.store import schema as stored
from promptsmith.store.ids import new_ids
from promptsmith.store.runs import declared_rows, insert_run
from promptsmith.store.similar import find_similar, insert_keys, similarity_keys
from promptsmith.store.versions import limit_changes
from promptsmith.text.batch import Ints

if TYPE_CHECKING:
    import pyarrow as pa

_MEASURED = ("prompts", "findings", "constraints")
"""Tables of a run that are kept for stored prompts."""


@dataclass(frozen=True, eq=False)
class Batch:
    """The usable rows of an evaluation, worked out before the file is opened, so that nobody waits for it.

    Attributes:
        texts: the texts with everything the store keeps of them.
        tables: prompts, findings and constraints of these rows; their ``prompt_id`` is the place of the row in ``texts``.
        keys: MinHash keys, from `similarity_keys`.
    """

    texts: rows.Texts
    tables: dict[str, pa.Table]
    keys: tuple[Ints, Ints]

    @classmethod
    def of(
        cls,
        tables: Mapping[str, pa.Table],
        *,
        names: str | Sequence[str | None] | None,
        tags: Sequence[str] | Sequence[Sequence[str]],
        is_single: bool,
    ) -> Batch:
        """Return the rows that hold a text; the others stand in the run's errors.

        Args:
            tables: tables of a run.
            names: one name for every row or one per row.
            tags: tags of every row, or a sequence of tags per row.
            is_single: the source was one text, whose row number says nothing.

        Raises:
            InputError: the number of names or tags is not that of the rows.
        """
        measured = tables["prompts"]
        n = measured.num_rows
        name_of = _per_row("name", names, n, is_one=names is None or isinstance(names, str))
        tags_of = _per_row(
            "tags", [tags] if isinstance(tags, str) else tags, n, is_one=all(isinstance(tag, str) for tag in tags)
        )
        usable = [row for row, text in enumerate(measured["prompt"].to_pylist()) if text is not None and text.strip()]
        ids = measured["prompt_id"]
        kept = {name: _numbered(tables[name], ids, usable) for name in _MEASURED}
        sources = [None] * len(usable) if is_single else [str(ids[row].as_py()) for row in usable]
        texts = rows.prepare(
            kept["prompts"],
            kept["findings"],
            names=[name_of[row] for row in usable],
            tags=[tags_of[row] for row in usable],
            source_ids=sources,
        )
        return cls(texts, kept, similarity_keys(texts.prompt))


def save_batch(
    connection: Any,
    batch: Batch,
    meta: Mapping[str, str],
    *,
    owner: str,
    visibility: str,
    note: str | None,
    label: str | None = None,
    neighbours: int,
    when: datetime,
) -> tuple[pa.Table, pa.Table]:
    """Save the texts of a batch as new prompts and return the tables saved and similar."""
    texts = batch.texts
    if not len(texts):
        return _saved_table(texts, [], [], []), _similar_table([], [])
    ids = new_ids(len(texts), when)
    first = rows.next_doc(connection)
    run_id = _insert_measured(connection, batch, ids, meta, owner, when, {})
    rows.insert_new(
        connection, texts, ids, first, owner=owner, visibility=visibility, run_id=run_id, when=when, note=note, label=label
    )
    insert_keys(connection, batch.keys, first)
    similar = find_similar(connection, texts.prompt, batch.keys, first, owner, neighbours)
    return _saved_table(texts, ids, [1] * len(ids), similar), _similar_table(ids, similar)


def save_version(
    connection: Any,
    prompt_id: str,
    tables: Mapping[str, pa.Table],
    meta: Mapping[str, str],
    *,
    owner: str,
    note: str | None,
    label: str | None = None,
    on_version: int | None = None,
    neighbours: int,
    when: datetime,
) -> tuple[pa.Table, pa.Table]:
    """Save the one text of a run as the newest version of a prompt and return the tables saved and similar.

    Raises:
        UnknownNameError: the owner has no such prompt.
        InputError: it is a public prompt of somebody else, the run holds no text, or ``on_version`` is not the newest.
    """
    rows.require_owned(connection, [prompt_id], owner)
    old = rows.read_prompts(connection, [prompt_id], owner).to_pylist()[0]
    if on_version is not None and old["version"] != on_version:
        raise InputError(
            f"Prompt {prompt_id!r} is at version {old['version']} by now, not at {on_version}. Read it again before changing it."
        )
    batch = Batch.of(tables, names=old["name"], tags=old["tags"], is_single=True)
    if len(batch.texts) != 1:
        raise InputError("A new version needs one text, and this one is empty. Use `delete` to remove a prompt.")
    texts = batch.texts
    number = connection.execute("SELECT max(version) FROM prompt_versions WHERE prompt_id = ?", [prompt_id]).fetchone()[0] + 1
    changed = limit_changes(prompt_id, old["prompt"], texts.prompt[0])
    first = rows.next_doc(connection)
    run_id = _insert_measured(connection, batch, [prompt_id], meta, owner, when, {"constraint_changes": changed})
    rows.insert_version(
        connection,
        texts,
        prompt_id,
        first,
        version=number,
        parent=old["version"],
        text_diff=text_diff(old["prompt"], texts.prompt[0], old["version"], number),
        run_id=run_id,
        when=when,
        note=note,
        label=label,
    )
    insert_keys(connection, batch.keys, first)
    similar = [
        row
        for row in find_similar(connection, texts.prompt, batch.keys, first, owner, neighbours)
        if row["other_id"] != prompt_id
    ]
    return _saved_table(texts, [prompt_id], [number], similar), _similar_table([prompt_id], similar)


def text_diff(old: str, new: str, old_version: int, new_version: int) -> str:
    """Return the unified diff of two versions, line by line; empty when they are equal."""
    lines = difflib.unified_diff(
        old.splitlines(), new.splitlines(), f"version {old_version}", f"version {new_version}", lineterm=""
    )
    return "\n".join(lines)


def _insert_measured(
    connection: Any,
    batch: Batch,
    ids: Sequence[str],
    meta: Mapping[str, str],
    owner: str,
    when: datetime,
    more: Mapping[str, pa.Table],
) -> str:
    import pyarrow as pa

    names = pa.array(ids, pa.string())
    tables = {name: table.set_column(0, "prompt_id", names.take(table["prompt_id"])) for name, table in batch.tables.items()}
    run_id = uuid.uuid4().hex
    # The visibility of what measures a prompt is the prompt's own.
    insert_run(
        connection,
        run_id,
        declared_rows({**tables, **more}),
        meta,
        "text",
        when,
        owner=owner,
        visibility="private",
        kind="save",
    )
    return run_id


def _per_row(what: str, values: Any, n: int, *, is_one: bool) -> list[Any]:
    if is_one:
        return [values] * n
    if len(values) != n:
        raise InputError(f"{what} has {len(values):,} items and there are {n:,} rows. Give one for each, or one for all.")
    return list(values)


def _numbered(table: pa.Table, ids: pa.Array, usable: Sequence[int]) -> pa.Table:
    """Return the rows of usable prompts, with the place of the prompt among them for its id."""
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = ids.take(pa.array(usable, pa.int64()))
    place = pc.index_in(table["prompt_id"], value_set=wanted.combine_chunks())
    kept = pc.is_valid(place)
    return table.set_column(0, "prompt_id", place.cast(pa.int64())).filter(kept)


def _saved_table(
    texts: rows.Texts, ids: Sequence[str], versions: Sequence[int], similar: Sequence[Mapping[str, Any]]
) -> pa.Table:
    n_similar = [0] * len(ids)
    for row in similar:
        n_similar[row["prompt_id"]] += 1
    measured = texts.measured
    columns = {
        "prompt_id": list(ids),
        "version": list(versions),
        "source_id": texts.source_ids,
        "text_hash": measured["text_hash"],
        "domain": measured["domain"],
        "overall": measured["overall"],
        "n_similar": n_similar,
    }
    return schema.build(stored.SAVED, columns)


def _similar_table(ids: Sequence[str], similar: Sequence[Mapping[str, Any]]) -> pa.Table:
    columns = {name: [row[name] for row in similar] for name in stored.SIMILAR.names}
    columns["prompt_id"] = [ids[place] for place in columns["prompt_id"]]
    return schema.build(stored.SIMILAR, columns)
