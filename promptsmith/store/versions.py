"""The versions of a stored prompt: their list, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from promptsmith import schema
from promptsmith.constraints.diff import constraint_diff
from promptsmith.errors import UnknownNameError
from promptsmith.store import schema as stored
from promptsmith.store.prompts import SEEN, built, unknown_prompt

if TYPE_CHECKING:
    import pyarrow as pa


def read_history(connection: Any, prompt_id: str, reader: str) -> pa.Table:
    """Return the table history of one prompt, the newest version first.

    Raises:
        UnknownNameError: the reader sees no such prompt.
    """
    rows = connection.execute(
        f"""SELECT v.prompt_id, v.version, v.parent, v.prompt, v.text_diff, count(c.run_id) AS n_limit_changes, v.overall, v.note,
            any_value(r.ruleset) AS ruleset, any_value(r.weights) AS weights, v.created_at
        FROM prompts p JOIN prompt_versions v USING (prompt_id) JOIN runs r USING (run_id)
        LEFT JOIN constraint_changes c ON c.run_id = v.run_id AND c.prompt_id = v.prompt_id
        WHERE {SEEN} AND p.prompt_id = $id
        GROUP BY ALL ORDER BY v.version DESC""",
        {"owner": reader, "id": prompt_id},
    ).to_arrow_table()
    if not rows.num_rows:
        raise UnknownNameError(unknown_prompt(connection, prompt_id, reader))
    return built(stored.HISTORY, rows)


def texts_of(history: pa.Table) -> dict[int, str]:
    """Return the text of every version of a history."""
    return dict(zip(history["version"].to_pylist(), history["prompt"].to_pylist(), strict=True))


def chosen_version(versions: Mapping[int, str], version: int, prompt_id: str) -> int:
    """Return ``version``; a negative one counts from the newest, -1.

    Raises:
        UnknownNameError: there is no such version.
    """
    number = max(versions) + 1 + version if isinstance(version, int) and version < 0 else version
    if number not in versions:
        raise UnknownNameError(
            f"Prompt {prompt_id!r} has no version {version}: its versions are {min(versions)} to {max(versions)}."
        )
    return number


def limit_changes(prompt_id: str, old: str, new: str) -> pa.Table:
    """Return what changed between the limits of two texts, as the table constraint_changes."""
    changes = [change.row() for change in constraint_diff(old, new)]
    columns: dict[str, Any] = {name: [row.get(name) for row in changes] for name in schema.CONSTRAINT_CHANGES.names}
    return schema.build(schema.CONSTRAINT_CHANGES, {**columns, "prompt_id": [prompt_id] * len(changes)})
