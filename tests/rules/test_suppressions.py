"""Comments that silence findings: what they reach, and what becomes of those that silence nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

import promptsmith as ps
from promptsmith.rules.suppressions import find_suppressions
from promptsmith.text.document import Document

HIDDEN = "Name three riv\u200bers of Spain."


def found(text: str, **choice: object) -> list[tuple[str, str]]:
    rows = ps.evaluate([text], **choice).table("findings").to_pylist()  # type: ignore[arg-type]
    return [(row["code"], row["excerpt"]) for row in rows]


@pytest.mark.parametrize("comment", ["# {}", "// {}", "<!-- {} -->", "{{# {} #}}"])
@pytest.mark.parametrize("selector", ["UNI1101", "uni1101", "UNI", "UNI11", "invisible-characters"])
def test_a_comment_of_any_form_silences_its_line(comment: str, selector: str) -> None:
    written = comment.format(f"promptsmith: ignore[{selector}]")

    assert found(f"{HIDDEN} {written}") == []
    assert [code for code, _ in found(f"{HIDDEN} {written}\n{HIDDEN}")] == ["UNI1101"]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\n<!-- promptsmith: ignore[ECO] -->\n"])
def test_a_comment_alone_on_its_line_silences_the_next_line_with_words(gap: str) -> None:
    text = f"<!-- promptsmith: ignore[UNI1101] -->{gap}{HIDDEN}\n{HIDDEN.replace('Spain', 'France')}"

    (finding,) = ps.evaluate([text], rules=["UNI"]).table("findings").to_pylist()

    assert finding["start"] == text.rindex("\u200b")


def test_one_comment_can_name_several_rules() -> None:
    assert found(f"{HIDDEN} Add examples as needed. // promptsmith: ignore[UNI1101, SPC105]") == []
    assert found("Nombra tres ríos\u200b. Añade ejemplos según sea necesario. # promptsmith: ignore[SPC105,UNI]") == []


def test_a_comment_for_the_file_silences_every_line() -> None:
    text = f"{HIDDEN}\n\n{HIDDEN.replace('Spain', 'France')}"

    assert [code for code, _ in found(text)] == ["UNI1101", "UNI1101"]
    assert found(f"{text}\n<!-- promptsmith: ignore-file[UNI1101] -->") == []


def test_a_comment_without_a_code_silences_nothing() -> None:
    for comment in ("# promptsmith: ignore", "# promptsmith: ignore[]", "# promptsmith ignore[UNI1101]"):
        assert [code for code, _ in found(f"{HIDDEN} {comment}")] == ["UNI1101"]


def test_a_comment_that_is_quoted_or_between_backticks_silences_nothing_and_is_not_reported() -> None:
    for mention in ('"# promptsmith: ignore[UNI1101]"', "`# promptsmith: ignore[UNI1101]`"):
        assert [code for code, _ in found(f"{HIDDEN} Explain {mention}.")] == ["UNI1101"]


def test_a_suppression_that_silences_nothing_is_reported_at_its_code() -> None:
    assert found("Name three rivers of Spain. # promptsmith: ignore[UNI1101]") == [("MNT1390", "UNI1101")]
    assert found(f"{HIDDEN} # promptsmith: ignore[ECO901, UNI1101]") == [("MNT1390", "ECO901")]
    assert found(f"{HIDDEN} # promptsmith: ignore[UNI1101, XYZ]") == [("MNT1390", "XYZ")]


def test_a_suppression_of_a_rule_that_did_not_run_is_not_reported() -> None:
    text = "Name three rivers of Spain. # promptsmith: ignore[ECO901]"

    assert found(text, ignore=["ECO"]) == []
    assert found(text, rules=["MNT"]) == []
    assert found(text, rules=["MNT", "ECO"]) == [("MNT1390", "ECO901")]


def test_the_report_of_unused_suppressions_can_be_silenced_too() -> None:
    assert found("Name three rivers of Spain. # promptsmith: ignore[ECO901, MNT1390]") == []
    assert found("Name three rivers of Spain. # promptsmith: ignore[MNT1390]") == [("MNT1390", "MNT1390")]


def test_suppressed_findings_count_in_no_score_and_their_number_is_noted() -> None:
    comment = " <!-- promptsmith: ignore[UNI1101] -->"
    run = ps.evaluate([HIDDEN + comment, HIDDEN + comment, HIDDEN])

    assert run.table("prompts")["n_errors"].to_pylist() == [0, 0, 1]
    assert run.table("prompts")["is_valid"].to_pylist() == [True, True, False]
    overall = run.table("prompts")["overall"].to_pylist()
    assert overall[0] > overall[2]
    assert run.notes == {"n_suppressed": "2"}
    assert ps.evaluate([HIDDEN]).notes == {}


def test_a_suppressed_finding_is_not_fixed() -> None:
    (refined,) = ps.process([HIDDEN + " # promptsmith: ignore[UNI1101]"])["refined"]

    assert "\u200b" in refined


def test_places_are_those_of_the_code() -> None:
    text = "Hola.\n  # promptsmith: ignore[ECO901]\nOtra vez.\nFin. {# promptsmith: ignore[SPC, UNI1101] why #}"

    (first, *others) = find_suppressions(Document.of(text))

    assert (first.selector, first.line) == ("ECO901", text.index("Otra"))
    assert [text[item.start : item.end] for item in others] == ["SPC", "UNI1101"]
    assert {item.line for item in others} == {text.index("Fin.")}


def test_a_comment_on_the_last_line_has_no_next_line() -> None:
    text = f"{HIDDEN}\n# promptsmith: ignore[UNI1101]"

    assert found(text, rules=["UNI", "MNT"]) == [("UNI1101", "\u200b"), ("MNT1390", "UNI1101")]


def test_thousands_of_comments_take_no_more_than_their_number() -> None:
    def seconds(copies: int) -> float:
        text = "# promptsmith: ignore[E,S,U,N]\n" * copies
        start = time.process_time()
        ps.evaluate([text], rules=["MNT"], max_characters=len(text))
        return time.process_time() - start

    seconds(10)
    assert seconds(4_000) < 10 * max(seconds(1_000), 0.02)


def test_the_command_tells_how_many_findings_comments_silence(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"{HIDDEN} <!-- promptsmith: ignore[UNI1101] -->\n", encoding="utf-8")

    call = [sys.executable, "-m", "promptsmith.cli", "lint", "a.md"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)

    assert done.returncode == 0
    assert "1 finding is suppressed by comments." in done.stderr
