"""The proof catches what a rewriter might do wrong: it is given wrong rewrites and must name what broke."""

from __future__ import annotations

import pytest

from promptsmith.rewrite.edits import Edit, apply_edits
from promptsmith.rewrite.invariants import INVARIANTS, protected_at, prove
from promptsmith.text.document import Document

SECTION = "\n\n## Open points\nWhere the text above leaves these open, state what you assume for each:\n- Which one?"


def broken(read_limits, text: str, edits: list[Edit], refined: str | None = None) -> set[str]:
    made = apply_edits(text, edits) if refined is None else refined
    assert made is not None
    return {item.invariant for item in prove(Document.of(text), made, edits, read_limits=read_limits) if not item.holds}


def swap(text: str, before: str, after: str, rule: str = "TST100") -> list[Edit]:
    start = text.index(before)
    return [Edit(start, start + len(before), before, after, rule)]


def test_a_section_at_the_end_breaks_nothing(read_limits) -> None:
    text = 'Write 3 lines about "the sea" for {{name}}, without `code`.'
    assert broken(read_limits, text, [Edit(len(text), len(text), "", SECTION, "open-points")]) == set()


def test_every_invariant_is_named_once_in_order(read_limits) -> None:
    text = "Write 3 lines."
    proof = prove(Document.of(text), text + SECTION, [Edit(14, 14, "", SECTION, "open-points")], read_limits=read_limits)
    assert tuple(item.invariant for item in proof) == INVARIANTS
    details = {item.invariant: item.detail for item in proof}
    assert details["edits"] == "0 fixes, 0 layout changes, 1 added lines"
    assert details["words"] == "3 words byte for byte in their order"
    assert details["numbers"] == "1 compared"


@pytest.mark.parametrize(
    ("text", "before", "after", "expected"),
    [
        ("Write at most 50 words about it.", "50", "60", "numbers"),
        ("Do not mention competitors.", "not ", "", "negations"),
        ("No menciones a la competencia.", "No m", "M", "negations"),
        ("Mention competitors.", "Mention", "Never mention", "negations"),
        ("Escribe sin adjetivos.", "sin", "con", "negations"),
        ('Keep "a teh b" as it is.', "teh", "the", "edits"),
        ("Run `ls -l` and explain it.", "ls -l", "ls -la", "edits"),
        ("Write to {{audience}} now.", "{{audience}}", "parents", "placeholders"),
        ("Write at most 50 words.", "at most", "at least", "limits"),
    ],
)
def test_a_wrong_fix_is_named(read_limits, text: str, before: str, after: str, expected: str) -> None:
    assert expected in broken(read_limits, text, swap(text, before, after))


def test_edits_that_hide_a_change_are_found(read_limits) -> None:
    text = "Do not mention competitors in the text."
    assert "edits" in broken(read_limits, text, [], "Do mention competitors in the text.")
    assert "edits" in broken(read_limits, text, swap(text, "text", "text"), "Do mention competitors in the text.")


def test_words_moved_to_another_place_are_found(read_limits) -> None:
    text = "First read it. Then sum it up."
    moved = "Then sum it up. First read it."
    assert "words" in broken(read_limits, text, [], moved)


def test_text_in_front_of_a_section_heading_is_no_section(read_limits) -> None:
    text = "Do mention competitors."
    smuggled = " Never do so." + SECTION
    assert "negations" in broken(read_limits, text, [Edit(len(text), len(text), "", smuggled, "open-points")])


def test_a_layout_change_may_hold_nothing_but_white_space_marks_and_headings(read_limits) -> None:
    text = "Read it. Sum it up."
    assert broken(read_limits, text, [Edit(8, 9, " ", "\n- ", "task-list")]) == set()
    assert broken(read_limits, text, [Edit(8, 9, " ", "\n\n## What to do\n- ", "task-list")]) == set()
    assert "negations" in broken(read_limits, text, [Edit(8, 9, " ", " not ", "task-list")])


def test_a_line_break_inside_code_or_quotes_is_no_layout(read_limits) -> None:
    text = 'Translate "good day to you" for me.'
    assert "edits" in broken(read_limits, text, swap(text, " day", "\nday"[:1] + "day"))
    text = "Run `a b` now."
    assert {"edits", "code"} & broken(read_limits, text, [Edit(6, 7, " ", "\n", "task-list")])


def test_digits_may_only_vanish_where_a_secret_is_redacted(read_limits) -> None:
    text = "Use the card 4111 for the test and say it worked."
    assert "numbers" in broken(read_limits, text, swap(text, "4111", "[CARD]", "TST100"))
    assert "numbers" not in broken(read_limits, text, swap(text, "4111", "[CARD]", "SEC1002"))


def test_a_change_of_language_is_found(read_limits) -> None:
    text = "Write a short poem about the sea for my sister."
    spanish = "Escribe un poema corto sobre el mar para mi hermana."
    assert "language" in broken(read_limits, text, [Edit(0, len(text), text, spanish, "TST100")])


def test_an_edit_after_the_section_is_found(read_limits) -> None:
    text = "Write it."
    assert "edits" in broken(read_limits, text, [Edit(9, 9, "", SECTION, "open-points"), Edit(0, 5, "Write", "Read", "X")], "x")


def test_an_insertion_at_the_edge_of_protected_text_is_outside_it() -> None:
    document = Document.of('Say "ab" now')  # the quote is 4 to 8
    places = {
        (4, 4): None,
        (5, 5): "quote",
        (8, 8): None,
        (7, 8): "quote",
        (8, 9): None,
        (3, 4): None,
        (3, 5): "quote",
        (0, 12): "quote",
    }
    assert {place: protected_at(document, *place) for place in places} == places
