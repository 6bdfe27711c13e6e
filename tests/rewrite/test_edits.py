"""Edits are recorded in offsets of the original, whatever the order in which they were made."""

from __future__ import annotations

from promptsmith.rewrite.edits import Draft, Edit, apply_edits


def test_edits_of_a_draft_are_in_offsets_of_the_original() -> None:
    draft = Draft("one two three")
    draft.replace(0, 3, "1", "A")
    draft.replace(6, 11, "3", "B")  # "1 two three": three stands at 6 now
    assert draft.text == "1 two 3"
    assert draft.edits() == (Edit(0, 3, "one", "1", "A"), Edit(8, 13, "three", "3", "B"))


def test_a_change_across_an_earlier_change_joins_both() -> None:
    draft = Draft("abcdef")
    draft.replace(2, 4, "XY", "A")  # abXYef
    draft.replace(3, 5, "-", "B")  # abX-f
    assert draft.text == "abX-f"
    assert draft.edits() == (Edit(2, 5, "cde", "X-", "A+B"),)


def test_a_change_that_undoes_an_earlier_one_is_no_edit() -> None:
    draft = Draft("abc")
    draft.replace(1, 2, "", "A")
    draft.replace(1, 1, "b", "B")
    assert draft.text == "abc"
    assert apply_edits("abc", draft.edits()) == "abc"


def test_insertions_at_the_end_keep_their_order() -> None:
    draft = Draft("a")
    draft.append("b", "A")
    draft.append("c", "B")
    assert draft.edits() == (Edit(1, 1, "", "b", "A"), Edit(1, 1, "", "c", "B"))
    assert apply_edits("a", draft.edits()) == "abc"


def test_edits_that_do_not_fit_the_text_are_not_applied() -> None:
    assert apply_edits("abc", [Edit(0, 1, "x", "y", "A")]) is None
    assert apply_edits("abc", [Edit(1, 2, "b", "", "A"), Edit(0, 1, "a", "", "B")]) is None
    assert apply_edits("abc", [Edit(2, 4, "c", "", "A")]) is None


def test_many_changes_at_once_are_the_same_as_one_by_one() -> None:
    changes = [(0, 3, "1", "A"), (3, 3, ",", "B"), (8, 13, "", "C")]
    once, singly = Draft("one two three"), Draft("one two three")
    once.replace_all(changes)
    for start, end, new, rule in reversed(changes):
        singly.replace(start, end, new, rule)
    assert once.text == singly.text == "1, two "
    assert once.edits() == singly.edits()
    once.replace_all([(0, 1, "one", "D")])  # a draft that was changed before
    assert once.text == "one, two "
    assert once.edits()[0] == Edit(3, 3, "", ",", "B")
