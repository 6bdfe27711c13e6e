"""Versions of a prompt: their history, what changed between them, and the way back."""

from pathlib import Path

import pytest

import promptsmith as ps

FIRST = "Summarise the text.\nUse at most 100 words."
SECOND = "Summarise the text.\nUse at most 50 words."


@pytest.fixture
def store(path: Path) -> ps.Store:
    return ps.Store(path)


@pytest.fixture
def id(store: ps.Store) -> str:
    id = store.save(FIRST).id
    store.update(id, SECOND, note="shorter")
    return id


def test_the_history_lists_the_newest_version_first(store: ps.Store, id: str) -> None:
    history = store.history(id)

    assert history["version"].tolist() == [2, 1]
    assert history["parent"].astype(object).where(history["parent"].notna(), None).tolist() == [1, None]
    assert history["prompt"].tolist() == [SECOND, FIRST]
    assert history["note"].iloc[0] == "shorter"
    assert history["n_limit_changes"].tolist() == [1, 0]


def test_a_difference_shows_the_lines_and_the_limits(store: ps.Store, id: str) -> None:
    difference = store.diff(id)

    assert str(difference).splitlines() == [
        "--- version 1",
        "+++ version 2",
        "@@ -1,2 +1,2 @@",
        " Summarise the text.",
        "-Use at most 100 words.",
        "+Use at most 50 words.",
    ]
    row = difference.row(0)
    assert (row["change"], row["old_high"], row["new_high"]) == ("tightened", 100.0, 50.0)


def test_a_difference_goes_in_the_direction_asked_for(store: ps.Store, id: str) -> None:
    assert store.diff(id, 2, 1).constraint_changes["change"].tolist() == ["loosened"]
    assert (store.diff(id, 1, 1).text, len(store.diff(id, 1, 1))) == ("", 0)


def test_a_revert_is_a_new_version_with_the_old_text(store: ps.Store, id: str) -> None:
    assert store.revert(id).saved["version"].tolist() == [3]

    history = store.history(id)
    assert history["prompt"].tolist() == [FIRST, SECOND, FIRST]
    assert history["note"].iloc[0] == "reverted to version 1"


def test_an_unknown_version_is_named_with_those_there_are(store: ps.Store, id: str) -> None:
    with pytest.raises(ps.UnknownNameError, match="has no version 7: its versions are 1 to 2"):
        store.diff(id, 7)


def test_an_update_of_an_older_version_is_refused_when_asked_to(store: ps.Store, id: str) -> None:
    with pytest.raises(ps.InputError, match="is at version 2 by now, not at 1"):
        store.update(id, "Summarise.", on_version=1)

    assert store.history(id)["version"].tolist() == [2, 1]


def test_a_purged_prompt_leaves_no_row_anywhere(store: ps.Store, id: str) -> None:
    store.feedback(id, 4)
    store.delete(id)

    store.delete(id, purge=True)

    with store.connection() as connection:
        names = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    assert {name: n for name, n in counts.items() if n} == {"migrations": counts["migrations"]}


def test_a_deleted_prompt_can_be_brought_back(store: ps.Store, id: str) -> None:
    store.delete(id)

    store.restore(id)

    assert store.search("summarise").total == 1
    with pytest.raises(ps.UnknownNameError, match="has no deleted prompt"):
        store.restore(id)
