"""Others' private rows do not exist: every public method is tried as another owner."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import promptsmith as ps
from promptsmith.store.seen import VISIBLE

SECRET = "Summarise the zyzzyva merger plan in at most 40 words."
SIMILAR = "Summarise the zyzzyva merger plan in at most 30 words."
PUBLIC = "Name three rivers."


class World:
    """A file in which Ana has private and public rows, and Bob has some of his own."""

    def __init__(self, folder: Path) -> None:
        self.ana = ps.Store(folder / "prompts.duckdb", owner="ana")
        self.bob = ps.Store(folder / "prompts.duckdb", owner="bob", kind="arrow")
        self.secret = self.ana.save(SECRET, name="merger", tags=("zyzzyva",), note="zyzzyva note").id
        self.public = self.ana.save(PUBLIC, visibility="public").id
        self.ana.update(self.secret, SECRET.replace("40", "45"), note="zyzzyva again")
        self.ana.feedback(self.secret, 5, "zyzzyva")
        self.ana.label(self.secret, 1.0, label="zyzzyva")
        self.ana.save_template("zyzzyva", "{{ zyzzyva }}")
        self.example = self.ana.save_example("zyzzyva", "zyzzyva", prompt_id=self.secret)
        rules = folder / "rules.yaml"
        rules.write_text(
            "rules:\n  - {code: ZYZ101, name: zyzzyva-rule, kind: existence, tokens: [zyzzyva], message: no zyzzyva here}\n",
            "utf-8",
        )
        self.rules, self.ana_rules = rules, self.ana.save_rules(rules)
        self.run = self.ana.save_run(ps.evaluate(SECRET))
        self.own = self.bob.save("Draw a fox.").id


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises((ps.UnknownNameError, ps.InputError, ps.StoreError)) as caught:
        call()
    return str(caught.value)


# What each public method gives Bob when he asks for what is Ana's. A method that is not here fails the test below.
TRIES: dict[str, Callable[[World, Path], Any]] = {
    "get": lambda world, _: (refused(lambda: world.bob.get(world.secret)), world.bob.get()),
    "save": lambda world, _: world.bob.save(SIMILAR).table("similar"),
    "search": lambda world, _: [
        world.bob.search(**query).tables["found"]
        for query in ({"words": "zyzzyva"}, {"tags": ("zyzzyva",)}, {}, {"owner": "ana"}, {"min_score": 0.0}, {"sort": "score"})
    ],
    "history": lambda world, _: refused(lambda: world.bob.history(world.secret)),
    "diff": lambda world, _: refused(lambda: world.bob.diff(world.secret)),
    "revert": lambda world, _: refused(lambda: world.bob.revert(world.secret)),
    "update": lambda world, _: refused(lambda: world.bob.update(world.secret, "Mine now.")),
    "delete": lambda world, _: (
        refused(lambda: world.bob.delete(world.secret)),
        refused(lambda: world.bob.delete(world.secret, purge=True)),
    ),
    "restore": lambda world, _: (world.ana.delete(world.secret), refused(lambda: world.bob.restore(world.secret))),
    "publish": lambda world, _: refused(lambda: world.bob.publish(world.secret)),
    "tag": lambda world, _: refused(lambda: world.bob.tag(world.secret, add=("mine",))),
    "feedback": lambda world, _: refused(lambda: world.bob.feedback(world.secret, 1)),
    "feedbacks": lambda world, _: (world.bob.feedbacks(), world.bob.feedbacks(world.secret)),
    "label": lambda world, _: refused(lambda: world.bob.label(world.secret, 0.0, label="mine")),
    "labels": lambda world, _: (world.bob.labels(), world.bob.labels("zyzzyva")),
    "save_template": lambda world, _: (world.bob.save_template("zyz", "{{ a }}"), world.bob.templates()),
    "templates": lambda world, _: world.bob.templates(),
    "delete_template": lambda world, _: refused(lambda: world.bob.delete_template("zyz")),
    "save_example": lambda world, _: refused(lambda: world.bob.save_example("a", "b", prompt_id=world.secret)),
    "examples": lambda world, _: (world.bob.examples(), world.bob.examples(prompt_id=world.secret)),
    "delete_example": lambda world, _: refused(lambda: world.bob.delete_example(world.example)),
    "save_rules": lambda world, _: world.bob.rules(),
    "rules": lambda world, _: world.bob.rules(),
    "load_rules": lambda world, _: len(world.bob.load_rules()),
    "delete_rule": lambda world, _: refused(lambda: world.bob.delete_rule("ZYZ999")),
    "save_run": lambda world, _: world.bob.save_run(ps.evaluate(PUBLIC)),
    "call_figures": lambda world, _: world.bob.call_figures(),
    "runs": lambda world, _: world.bob.runs(),
    "load_run": lambda world, _: (refused(lambda: world.bob.load_run(world.run)), refused(world.bob.load_run)),
    "sql": lambda world, _: [world.bob.sql(f'SELECT * FROM "{table}"') for table in VISIBLE],
}
NO_READS = {"connection"}
"""For code of PromptSmith itself; it says that it sees every owner's rows."""


def said(value: Any) -> str:
    """Everything a value tells, as text."""
    if isinstance(value, pa.Table):
        return json.dumps(value.to_pylist(), default=str, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return " ".join(said(item) for item in value)
    return str(value)


def test_every_public_method_is_tried() -> None:
    methods = {name for name in dir(ps.Store) if not name.startswith("_") and callable(getattr(ps.Store, name))}

    assert methods == set(TRIES) | NO_READS


@pytest.mark.parametrize("name", TRIES)
def test_a_method_tells_another_owner_nothing_of_private_rows(world: World, tmp_path: Path, name: str) -> None:
    told = said(TRIES[name](world, tmp_path))

    for trace in ("zyzzyva", "merger", "40 words", "45 words", "'ana'", "ZYZ101"):
        assert trace not in told, f"{name} tells {trace!r}: {told[:400]}"
    if name != "sql":
        assert f"belongs to {world.secret}" not in told


@pytest.mark.parametrize("name", [name for name in TRIES if name != "restore"])
def test_a_method_of_another_owner_changes_no_private_row(world: World, tmp_path: Path, name: str) -> None:
    before = [
        world.ana.history(world.secret).to_json(date_format="iso"),
        world.ana.get(world.secret).to_json(date_format="iso"),
        world.ana.feedbacks().to_json(date_format="iso"),
    ]

    TRIES[name](world, tmp_path)

    assert [
        world.ana.history(world.secret).to_json(date_format="iso"),
        world.ana.get(world.secret).to_json(date_format="iso"),
        world.ana.feedbacks().to_json(date_format="iso"),
    ] == before


def test_others_private_texts_do_not_change_a_relevance(tmp_path: Path) -> None:
    alone, shared = ps.Store(tmp_path / "alone.duckdb", owner="bob"), ps.Store(tmp_path / "shared.duckdb", owner="bob")
    ps.Store(shared.path, owner="ana").save(
        ["The fox of the plan.", "A fox, a fox.", "Something longer about a fox and a plan."]
    )
    for store in (alone, shared):
        store.save(["Draw a fox.", "Draw a wolf and a fox near the river."])

    assert shared.search("fox river").found["relevance"].tolist() == alone.search("fox river").found["relevance"].tolist()


def test_public_rows_are_read_by_all_and_changed_by_their_owner_alone(world: World) -> None:
    bob = world.bob
    assert bob.get(world.public)["prompt"].to_pylist() == [PUBLIC]
    assert bob.search("river").total == 1
    assert bob.history(world.public).num_rows == 1
    bob.feedback(world.public, 3)

    for change in (
        lambda: bob.update(world.public, "Mine now."),
        lambda: bob.delete(world.public),
        lambda: bob.delete(world.public, purge=True),
        lambda: bob.tag(world.public, add=("mine",)),
        lambda: bob.publish(world.public, "private"),
        lambda: bob.revert(world.public, 1),
    ):
        with pytest.raises(ps.InputError, match="belongs to 'ana' and can only be read"):
            change()
    assert world.ana.get(world.public)["prompt"].tolist() == [PUBLIC]
    assert world.ana.feedbacks(world.public)["rating"].tolist() == [3]


def test_a_prompt_made_private_again_is_gone_for_others(world: World) -> None:
    world.ana.publish(world.public, "private")

    assert world.bob.search("river").total == 0
    assert world.bob.feedbacks().num_rows == 0
