"""Prompts are saved, read, changed, tagged and deleted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import promptsmith as ps

RIVERS = "List the ten largest rivers of Europe in a table."
WHEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(path: Path) -> ps.Store:
    return ps.Store(path, clock=lambda: WHEN)


def test_a_saved_prompt_is_read_back_with_its_score_and_time(store: ps.Store) -> None:
    saved = store.save(RIVERS, name="rivers", tags=("geo", "b", "geo"))

    row = store.get(saved.id).to_dict("records")[0]

    assert (row["prompt"], row["version"], row["name"], row["tags"]) == (RIVERS, 1, "rivers", ["b", "geo"])
    assert (row["owner"], row["visibility"], row["created_at"].to_pydatetime()) == ("local", "private", WHEN)
    assert row["overall"] == ps.evaluate(RIVERS)["overall"][0]


def test_a_frame_is_saved_with_one_row_per_text_and_reports_the_others(store: ps.Store) -> None:
    saved = store.save(["Name three rivers.", "", "Nombra tres ríos."], tags=[["a"], ["b"], []])

    assert saved.saved["source_id"].tolist() == ["0", "2"]
    assert saved.errors["prompt_id"].tolist() == [1]
    assert store.get(saved.ids)["tags"].tolist() == [["a"], []]


def test_a_run_is_saved_without_measuring_it_again(store: ps.Store) -> None:
    run = ps.evaluate(["Name three rivers.", "Fix it."])

    saved = store.save(run)

    assert store.get(saved.ids)["overall"].tolist() == run["overall"].tolist()


def test_an_update_makes_a_new_version_and_keeps_the_old_one(store: ps.Store) -> None:
    id = store.save(RIVERS).id

    assert store.update(id, "List five rivers.").saved["version"].tolist() == [2]

    assert store.get(id)["prompt"].tolist() == ["List five rivers."]
    assert store.get(id, version=1)["prompt"].tolist() == [RIVERS]


def test_only_the_newest_version_is_found(store: ps.Store) -> None:
    id = store.save(RIVERS).id
    store.update(id, "List five lakes.")

    assert store.search("rivers").total == 0
    assert store.search("lake").found["prompt_id"].tolist() == [id]


def test_tags_are_added_removed_and_searched_for(store: ps.Store) -> None:
    id = store.save(RIVERS, tags=("draft",)).id
    store.save("Name three lakes.", tags=("final",))

    assert store.tag(id, add=("final", "geo"), remove=("draft",))["tags"].tolist() == [["final", "geo"]]

    assert store.search(tags=("final",)).total == 2
    assert store.search(tags=("final", "geo")).found["prompt_id"].tolist() == [id]


def test_a_deleted_prompt_is_gone_for_every_read(store: ps.Store) -> None:
    id = store.save(RIVERS).id

    assert store.delete(id) == 1

    assert store.search("rivers").total == 0
    with pytest.raises(ps.UnknownNameError, match="There is no prompt"):
        store.get(id)


def test_similar_prompts_are_ranked_and_do_not_hinder_the_save(store: ps.Store) -> None:
    first = store.save(RIVERS).id
    second = store.save("List the ten largest rivers of Europe in one table.").id

    similar = store.save(RIVERS).similar

    assert similar[["rank", "other_id", "kind"]].values.tolist() == [[1, first, "exact"], [2, second, "near"]]
    # 10 words and 9 pairs; "one" for "a" changes 1 word and 2 pairs on each side: 16 shared of 22.
    assert similar["similarity"].round(4).tolist() == [1.0, round(16 / 22, 4)]


def test_an_open_store_sees_its_own_saves(store: ps.Store) -> None:
    with store:
        id = store.save(RIVERS).id
        assert store.get(id)["prompt"].tolist() == [RIVERS]
        assert store.search("river").total == 1


def test_an_exception_inside_a_writing_block_undoes_it(store: ps.Store) -> None:
    def fail() -> None:
        with store.connection(write=True):
            store.save(RIVERS)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert store.search().total == 0


def test_a_version_keeps_its_note_and_the_label_of_its_owner(tmp_path: Path) -> None:
    store = ps.Store(tmp_path / "labels.duckdb", kind="arrow")
    saved = store.save("List the ten largest rivers.", note="for the atlas", label="1.0.0-rc1")
    store.update(saved.id, "List the five largest rivers.", label="1.0.0")

    told = [store.get(saved.id, version=version).select(["note", "label"]).to_pylist()[0] for version in (1, 2)]
    assert told == [{"note": "for the atlas", "label": "1.0.0-rc1"}, {"note": None, "label": "1.0.0"}]
