"""Known findings: what keeps one known, what makes it new, and what counts as fixed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import promptsmith as ps
from promptsmith.rules.baseline import Baseline, Known, Place

TEXT = "Name a river.\n- Be brief, as needed.\nFin."


def place(
    text: str = TEXT, part: str = "as needed", *, code: str = "SPC105", file: str = "a.md", secret: bool = False
) -> Place:
    start = text.index(part)
    return Place(code, text, start, start + len(part), f"{part[:4]}…" if secret else part, file, secret)


def compared(known: list[Place], now: list[Place]) -> tuple[list[int], list[tuple[str, int]]]:
    files = {item.file for item in now} | {"a.md"}
    new, fixed = Baseline.of(known).compare(now, codes={"SPC105", "ECO901"}, files=files)
    return new, [(entry.excerpt, entry.count) for entry in fixed]


@pytest.mark.parametrize(
    "moved",
    [
        "Added.\n\nName a lake.\n- Be brief, as needed.\nEnd.",
        "   * Be  brief,\tas needed.",
        "12. Be brief, as needed.",
        "Name a river.\r\n- Be brief, as needed.\r\nFin.",
        "Be brief, as needed.",
    ],
)
def test_a_finding_stays_known_when_its_line_moves_or_is_laid_out_anew(moved: str) -> None:
    assert place(moved).key == place().key
    assert compared([place()], [place(moved, file="b.md")]) == ([], [])


@pytest.mark.parametrize(
    "other",
    [
        place("Name a river.\n- Be very brief, as needed.\nFin."),
        place(code="ECO901"),
        place(part="needed"),
        place("- Be brief, AS NEEDED.", "AS NEEDED"),
    ],
)
def test_another_line_code_or_excerpt_is_another_finding(other: Place) -> None:
    assert compared([place()], [other]) == ([0], [("as needed", 1)])


def test_the_key_is_that_of_the_documented_content() -> None:
    # blake2b-128 of "SPC105\nas needed\nBe brief, as needed.", made with another implementation (b2sum -l 128).
    assert place().key == "33862e6857d436f4e0aa428c92b9841a"


def test_more_occurrences_than_before_are_new_and_fewer_are_fixed() -> None:
    assert compared([place()], [place(), place(), place(file="b.md")]) == ([1, 2], [])
    assert compared([place(), place(), place()], [place()]) == ([], [("as needed", 2)])


def test_entries_of_files_and_rules_that_were_not_looked_at_are_not_called_fixed() -> None:
    baseline = Baseline.of([place(file="b.md"), place(code="ECO901", part="brief")])

    assert baseline.compare([], codes={"SPC105", "ECO901"}, files={"c.md"}) == ([], [])
    assert baseline.compare([], codes=set(), files={"a.md", "b.md"}) == ([], [])
    assert [entry.code for entry in baseline.compare([], codes={"SPC105"}, files={"a.md", "b.md"})[1]] == ["SPC105"]


def test_a_secret_is_not_in_the_file_and_cannot_be_tried_out() -> None:
    first = place("My number is 12345678Z.", "12345678Z", code="SEC1002", secret=True)
    second = place("My number is 12349999X.", "12349999X", code="SEC1002", secret=True)
    written = Baseline.of([first]).to_json()

    assert "12345678" not in written
    # Equal but for what is hidden, so the key tells nothing about it.
    assert first.key == second.key
    assert place("Your number is 12345678Z.", "12345678Z", code="SEC1002", secret=True).key != first.key


def test_the_file_is_ordered_and_equal_for_equal_findings(tmp_path: Path) -> None:
    places = [place(), place(part="brief", code="ECO901"), place(file="b.md"), place(part="Be", code="ECO901")]
    written = Baseline.of(places).to_json()
    file = tmp_path / "known.json"
    file.write_text(written, encoding="utf-8")

    assert Baseline.of(places[::-1]).to_json() == written
    assert [(item["code"], item["excerpt"], item["count"]) for item in json.loads(written)["findings"]] == [
        ("ECO901", "Be", 1),
        ("ECO901", "brief", 1),
        ("SPC105", "as needed", 2),
    ]
    assert json.loads(written)["findings"][2]["files"] == ["a.md", "b.md"]
    assert Baseline.read(file) == Baseline.of(places)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file or directory. Make it with: promptsmith lint ... --write-baseline"),
        ("{", "is not JSON"),
        ("[]", "is no baseline of version 1"),
        ('{"version": 2, "findings": []}', "is no baseline of version 1"),
        ('{"version": 1, "findings": [{"key": "a"}]}', "has an entry without code, count, excerpt, files, key"),
    ],
)
def test_a_file_that_is_no_baseline_is_an_error(content: str | None, message: str, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    with pytest.raises(ps.InputError) as error:
        Baseline.read(file)

    assert str(file) in str(error.value)
    assert message in str(error.value)


def test_an_empty_baseline_knows_nothing() -> None:
    assert Baseline.of([]).compare([place()], codes={"SPC105"}, files={"a.md"}) == ([0], [])
    assert Baseline.of([place()]).entries[place().key] == Known(place().key, "SPC105", "as needed", 1, ("a.md",))
