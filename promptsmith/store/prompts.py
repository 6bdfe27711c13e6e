"""Stored prompts: inserting, reading, new versions, tags and deletion, inside an open connection.

Every read names the reader. ``SEEN`` is the one place that says what a reader may see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from promptsmith import schema
from promptsmith.errors import InputError, UnknownNameError, suggest
from promptsmith.store import schema as stored
from promptsmith.store.tables import insert_rows
from promptsmith.store.words import count_terms

if TYPE_CHECKING:
    import pyarrow as pa

SEEN = "(p.deleted_at IS NULL AND (p.owner = $owner OR p.visibility = 'public'))"
"""Condition on ``prompts p``: the reader ``$owner`` may see the row."""

FOUND_COLUMNS = (
    "p.prompt_id, v.version, p.name, v.prompt, p.domain, p.language, p.tags, p.owner, p.visibility, v.overall, p.is_valid, p.codes, "
    "p.source_id, v.note, v.label, p.created_at, p.updated_at"
)


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts with all that is kept about them, worked out before the file is opened; one item per text in every field.

    Attributes:
        prompt: the texts.
        measured: the rows of an evaluation, as the table prompts of `promptsmith.schema`.
        codes: codes of the findings of each.
        names, tags, source_ids: given by the caller.
        term, text, count: postings of all texts, ordered by term; ``text`` is the number of the text.
        n_terms: number of words of each.
    """

    prompt: list[str]
    measured: pa.Table
    codes: list[list[str]]
    names: list[str | None]
    tags: list[list[str]]
    source_ids: list[str | None]
    term: Any
    text: Any
    count: Any
    n_terms: Any

    def __len__(self) -> int:
        return len(self.prompt)


def prepare(
    measured: pa.Table,
    findings: pa.Table,
    *,
    names: Sequence[str | None],
    tags: Sequence[Sequence[str]],
    source_ids: Sequence[str | None],
) -> Texts:
    """Return the texts of an evaluation, ready to be inserted.

    Args:
        measured: table prompts; every row has a text and ``prompt_id`` is its row number.
        findings: table findings of these rows, with the same ids.
        names, tags, source_ids: one item per row.
    """
    prompt = measured["prompt"].to_pylist()
    codes: list[set[str]] = [set() for _ in prompt]
    for row, code in zip(findings["prompt_id"].to_pylist(), findings["code"].to_pylist(), strict=True):
        codes[row].add(code)
    ordered = [sorted({str(tag).strip() for tag in of} - {""}) for of in tags]
    # Tags have a filter of their own; so changing them leaves the index alone.
    searched = [f"{text}\n{name}" if name else text for text, name in zip(prompt, names, strict=True)]
    term, text, count, n_terms = count_terms(searched, measured["language"].to_pylist())
    return Texts(
        prompt, measured, [sorted(of) for of in codes], list(names), ordered, list(source_ids), term, text, count, n_terms
    )


def insert_new(
    connection: Any,
    texts: Texts,
    ids: Sequence[str],
    first: int,
    *,
    owner: str,
    visibility: str,
    run_id: str,
    when: datetime,
    note: str | None,
    label: str | None = None,
) -> None:
    """Insert texts as new prompts with version 1, numbered from ``first`` on, into an open transaction."""
    n = len(texts)
    time = naive(when)
    measured = texts.measured
    insert(
        connection,
        stored.STORED_PROMPTS,
        {
            "prompt_id": list(ids),
            "doc": np.arange(first, first + n),
            "owner": [owner] * n,
            "visibility": [visibility] * n,
            "name": texts.names,
            "source_id": texts.source_ids,
            "domain": measured["domain"],
            "language": measured["language"],
            "tags": texts.tags,
            "version": np.ones(n, dtype=np.int64),
            "text_hash": measured["text_hash"],
            "n_terms": texts.n_terms,
            "overall": measured["overall"],
            "is_valid": measured["is_valid"],
            "codes": texts.codes,
            "created_at": [time] * n,
            "updated_at": [time] * n,
            "deleted_at": [None] * n,
        },
    )
    insert(
        connection,
        stored.PROMPT_VERSIONS,
        {
            "doc": np.arange(first, first + n),
            "prompt_id": list(ids),
            "version": np.ones(n, dtype=np.int64),
            "parent": [None] * n,
            "prompt": texts.prompt,
            "text_hash": measured["text_hash"],
            "text_diff": [None] * n,
            "run_id": [run_id] * n,
            "overall": measured["overall"],
            "note": [note] * n,
            "label": [label] * n,
            "created_at": [time] * n,
        },
    )
    insert_postings(connection, texts, first)


def insert_version(
    connection: Any,
    texts: Texts,
    prompt_id: str,
    doc: int,
    *,
    version: int,
    parent: int,
    text_diff: str,
    run_id: str,
    when: datetime,
    note: str | None,
    label: str | None = None,
) -> None:
    """Make the one text of ``texts`` the newest version of a prompt, with the number ``doc``, inside an open transaction."""
    time = naive(when)
    row = texts.measured.slice(0, 1).to_pylist()[0]
    connection.execute(
        "UPDATE prompts SET doc = ?, name = ?, domain = ?, language = ?, tags = ?, version = ?, text_hash = ?, n_terms = ?, "
        "overall = ?, is_valid = ?, codes = ?, updated_at = ? WHERE prompt_id = ?",
        [
            *(doc, texts.names[0], row["domain"], row["language"], texts.tags[0], version, row["text_hash"]),
            *(int(texts.n_terms[0]), row["overall"], row["is_valid"], texts.codes[0], time, prompt_id),
        ],
    )
    insert(
        connection,
        stored.PROMPT_VERSIONS,
        {
            "doc": [doc],
            "prompt_id": [prompt_id],
            "version": [version],
            "parent": [parent],
            "prompt": texts.prompt,
            "text_hash": [row["text_hash"]],
            "text_diff": [text_diff],
            "run_id": [run_id],
            "overall": [row["overall"]],
            "note": [note],
            "label": [label],
            "created_at": [time],
        },
    )
    insert_postings(connection, texts, doc)


def insert_postings(connection: Any, texts: Texts, first_doc: int) -> None:
    """Insert the search words of texts that are numbered from ``first_doc`` on."""
    insert(connection, stored.POSTINGS, {"term": texts.term, "doc": texts.text + first_doc, "n": texts.count})


def next_doc(connection: Any) -> int:
    """Return the number for the next version."""
    newest = connection.execute("SELECT max(doc) FROM prompt_versions").fetchone()[0]
    return 0 if newest is None else int(newest) + 1


def read_prompts(connection: Any, ids: Sequence[str] | None, owner: str, *, version: int | None = None) -> pa.Table:
    """Return stored prompts as the table found, in the order of ``ids``; without ids all that ``owner`` may see, oldest first.

    Raises:
        UnknownNameError: an id is not known to this reader, or has no such version.
    """
    picked = "" if ids is None else f"AND {among('p.prompt_id', ids)}"
    joined = "v.doc = p.doc" if version is None else "v.prompt_id = p.prompt_id AND v.version = $version"
    values: dict[str, Any] = {"owner": owner}
    if version is not None:
        values["version"] = version
    data = connection.execute(
        f"SELECT {FOUND_COLUMNS} FROM prompts p JOIN prompt_versions v "
        f"ON {joined} WHERE {SEEN} {picked} ORDER BY p.created_at, p.prompt_id",
        values,
    ).to_arrow_table()
    table = found_table(data, [None] * data.num_rows)
    if ids is None:
        return table
    place = {id: row for row, id in enumerate(table["prompt_id"].to_pylist())}
    missing = [id for id in ids if id not in place]
    if missing:
        raise UnknownNameError(unknown_prompt(connection, missing[0], owner, version))
    return taken(table, [place[id] for id in ids])


def unknown_prompt(connection: Any, prompt_id: str, owner: str, version: int | None = None) -> str:
    """Return the message for a prompt that is not there for this reader; what others own is treated as not there."""
    newest = connection.execute(
        f"SELECT p.version FROM prompts p WHERE {SEEN} AND p.prompt_id = $id", {"owner": owner, "id": prompt_id}
    ).fetchone()
    if newest is not None:
        return f"Prompt {prompt_id!r} has no version {version}: its versions are 1 to {newest[0]}."
    known = [
        row[0]
        for row in connection.execute(
            f"SELECT p.prompt_id FROM prompts p WHERE {SEEN} ORDER BY p.updated_at DESC LIMIT 1000", {"owner": owner}
        ).fetchall()
    ]
    return f"There is no prompt {prompt_id!r} for owner {owner!r}.{suggest(prompt_id, known)} `search` lists ids."


def require_owned(connection: Any, ids: Sequence[str], owner: str) -> None:
    """Check that every id is a prompt of ``owner``.

    Raises:
        UnknownNameError: an id is not known to this owner.
        InputError: it is a public prompt of somebody else.
    """
    rows = connection.execute(
        f"SELECT p.prompt_id, p.owner FROM prompts p WHERE {SEEN} AND {among('p.prompt_id', ids)}",
        {"owner": owner},
    ).fetchall()
    owner_of = dict(rows)
    for id in ids:
        if id not in owner_of:
            raise UnknownNameError(unknown_prompt(connection, id, owner))
        if owner_of[id] != owner:
            raise InputError(f"Prompt {id!r} belongs to {owner_of[id]!r} and can only be read. Save a copy of it to change it.")


def require_removable(connection: Any, ids: Sequence[str], owner: str) -> None:
    """Check that every id is a prompt of ``owner``, deleted or not.

    Raises:
        UnknownNameError, InputError: as `require_owned`.
    """
    rows = connection.execute(
        f"SELECT prompt_id FROM prompts WHERE owner = ? AND deleted_at IS NOT NULL AND {among('prompt_id', ids)}", [owner]
    ).fetchall()
    deleted = {row[0] for row in rows}
    require_owned(connection, [id for id in ids if id not in deleted], owner)


def delete(connection: Any, ids: Sequence[str], when: datetime) -> None:
    """Hide prompts: they are no longer found, and are kept until they are purged."""
    connection.execute(f"UPDATE prompts SET deleted_at = ? WHERE {among('prompt_id', ids)}", [naive(when)])


def restore(connection: Any, ids: Sequence[str], owner: str) -> None:
    """Show prompts again that ``owner`` has deleted.

    Raises:
        UnknownNameError: this owner has deleted no such prompt.
    """
    mine = f"owner = ? AND deleted_at IS NOT NULL AND {among('prompt_id', ids)}"
    found = {row[0] for row in connection.execute(f"SELECT prompt_id FROM prompts WHERE {mine}", [owner]).fetchall()}
    for id in ids:
        if id not in found:
            raise UnknownNameError(
                f"Owner {owner!r} has no deleted prompt {id!r}: it was never there, is not deleted, or was purged."
            )
    connection.execute(f"UPDATE prompts SET deleted_at = NULL WHERE {mine}", [owner])


def set_visibility(connection: Any, ids: Sequence[str], visibility: str, when: datetime) -> None:
    """Make prompts private or public, inside an open transaction."""
    connection.execute(
        f"UPDATE prompts SET visibility = ?, updated_at = ? WHERE {among('prompt_id', ids)}", [visibility, naive(when)]
    )


def purge(connection: Any, ids: Sequence[str]) -> None:
    """Remove prompts and everything that was kept about them, inside an open transaction."""
    wanted = among("prompt_id", ids)
    of_versions = f"FROM prompt_versions WHERE {wanted}"
    for table in (stored.POSTINGS, stored.SIMILARITY_KEYS):
        connection.execute(f'DELETE FROM "{table.name}" WHERE doc IN (SELECT doc {of_versions})')
    for name in ("evaluations", "findings", "constraints", "constraint_changes"):
        connection.execute(f"DELETE FROM {name} WHERE run_id IN (SELECT run_id {of_versions}) AND {wanted}")
    remaining = f"SELECT run_id FROM prompt_versions WHERE NOT ({wanted})"
    connection.execute(f"DELETE FROM runs WHERE kind = 'save' AND run_id NOT IN ({remaining})")
    for table in (stored.FEEDBACK, stored.LABELS, stored.EXAMPLES, stored.PROMPT_VERSIONS, stored.STORED_PROMPTS):
        connection.execute(f'DELETE FROM "{table.name}" WHERE {wanted}')


def change_tags(connection: Any, ids: Sequence[str], add: Sequence[str], remove: Sequence[str], when: datetime) -> None:
    """Add and remove tags of prompts, inside an open transaction."""
    connection.execute(
        "UPDATE prompts SET tags = list_sort(list_distinct(list_filter(list_concat(tags, ?), lambda tag: NOT list_contains(?, tag)))), "
        f"updated_at = ? WHERE {among('prompt_id', ids)}",
        [list(add), list(remove), naive(when)],
    )


def among(column: str, ids: Sequence[str]) -> str:
    """Return the SQL condition that ``column`` is one of ``ids``; written out, so that DuckDB can skip blocks without them."""
    # No id holds a null character, and SQL could not say one.
    texts = ["'" + id.replace("'", "''") + "'" for id in ids if "\0" not in id]
    return f"{column} IN ({', '.join(texts) or 'NULL'})"


def naive(when: datetime) -> datetime:
    """Return the time in UTC without its zone, as the store keeps it."""
    return when.astimezone(UTC).replace(tzinfo=None)


def insert(connection: Any, table: schema.Table, columns: Mapping[str, Any]) -> None:
    """Insert columns into a stored table."""
    insert_rows(connection, table.name, schema.build(table, dict(columns)))


def found_table(rows: pa.Table, relevance: Sequence[float | None]) -> pa.Table:
    """Return rows of ``FOUND_COLUMNS`` as the table found."""
    import pyarrow as pa

    return built(stored.FOUND, rows.append_column("relevance", pa.array(relevance, pa.float64())))


def taken(table: pa.Table, rows: Sequence[int]) -> pa.Table:
    """Return these rows of a table, in this order."""
    import pyarrow as pa

    return table.take(pa.array(rows, pa.int64()))


def built(table: schema.Table, data: pa.Table) -> pa.Table:
    """Return rows read from the store as a declared table."""
    return schema.build(table, {name: data[name].combine_chunks() for name in table.names})
