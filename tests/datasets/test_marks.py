"""The marked form of the sources: what a mark stands for, and what is refused."""

import pytest

from promptsmith.datasets.build import defect_rows, domain_rows, ladder_rows
from promptsmith.datasets.marks import Mark, parse_marks, read_entries, render
from promptsmith.errors import InputError, UnknownNameError

TASK = """@ rivers | general | en | create | limits > numbers > format > names
Name ⟦numbers:three ⟧rivers⟦names: of Spain⟧⟦format: in a table⟧.⟦limits: Leave out the Ebro.⟧
"""


def test_a_mark_stands_for_its_words_until_its_operator_is_applied():
    parts = parse_marks("Name ⟦numbers:three¦some⟧ rivers⟦names: of Spain⟧.")

    assert render(parts, ()) == "Name three rivers of Spain."
    assert render(parts, {"numbers"}) == "Name some rivers of Spain."
    assert render(parts, {"numbers", "names"}) == "Name some rivers."


def test_a_mark_inside_a_mark_goes_with_it():
    parts = parse_marks("⟦material:Table of ⟦numbers:9¦some⟧ rows¦A table⟧")

    assert parts == (Mark("material", ("Table of ", Mark("numbers", ("9",), ("some",)), " rows"), ("A table",)),)
    assert [render(parts, applied) for applied in ((), ("numbers",), ("material",))] == [
        "Table of 9 rows",
        "Table of some rows",
        "A table",
    ]


@pytest.mark.parametrize("text", ["Name ⟦numbers:three", "Name three⟧ rivers", "a ¦ b", "⟦names:a¦b¦c⟧"])
def test_a_broken_mark_is_refused(text):
    with pytest.raises(InputError):
        parse_marks(text)


def test_a_source_is_a_list_of_entries():
    entries = list(read_entries("@ a | x\nOne.\n\n@ b | y\nTwo\n@ sign in the middle @\n".replace("\n@ sign", "\n sign")))

    assert [(entry.fields, entry.text) for entry in entries] == [
        (("a", "x"), "One."),
        (("b", "y"), "Two\n sign in the middle @"),
    ]
    with pytest.raises(InputError, match="begins with '@ name"):
        list(read_entries("One."))


def test_each_level_applies_one_step_more():
    rows = list(ladder_rows(TASK))

    assert [(row["level"], row["operators"], row["text"]) for row in rows] == [
        (5, [], "Name three rivers of Spain in a table. Leave out the Ebro."),
        (4, ["limits"], "Name three rivers of Spain in a table."),
        (3, ["limits", "numbers"], "Name rivers of Spain in a table."),
        (2, ["limits", "numbers", "format"], "Name rivers of Spain."),
        (1, ["limits", "numbers", "format", "names"], "Name rivers."),
    ]


@pytest.mark.parametrize(
    "steps",
    [
        "limits > numbers > format",  # three steps, and names unused
        "limits > numbers > format > names audience",  # audience is not in the text
        "limits > numbers > format > limits",  # twice
        "limits > numbers > format > colour",  # no such operator
    ],
)
def test_a_ladder_needs_four_steps_of_operators_that_its_text_uses(steps):
    with pytest.raises(InputError, match="four steps of known operators"):
        list(ladder_rows(TASK.replace("limits > numbers > format > names", steps)))


def test_a_step_that_changes_nothing_is_refused():
    with pytest.raises(InputError, match="level 3 has the text of level 4"):
        list(ladder_rows(TASK.replace("three ⟧", "three ¦three ⟧")))


def test_a_defect_gives_two_rows_and_exact_spans():
    source = (
        "@ p | CON201 | general | en\n⟦other:Up to 9 words.¦Up to 9 words.⟧ ⟦defect:At least 20.¦In verse.⟧⟦fix:¦ Thanks.⟧\n"
    )

    bad, clean = defect_rows(source)

    assert bad["text"] == "Up to 9 words. At least 20."
    assert (bad["start"], bad["end"], bad["excerpt"]) == (15, 27, "At least 20.")
    assert (bad["other_start"], bad["other_end"]) == (0, 14)
    assert clean["text"] == "Up to 9 words. In verse. Thanks."
    assert [clean[key] for key in ("start", "end", "excerpt", "other_start", "other_end")] == [None] * 5
    assert (bad["code"], clean["code"], bad["has_defect"], clean["has_defect"]) == ("CON201", "CON201", True, False)


@pytest.mark.parametrize("text", ["No mark.", "⟦defect:a¦b⟧ ⟦defect:c¦d⟧", "⟦defect:a¦a⟧", "⟦defect:a¦b⟧ ⟦names:c⟧"])
def test_a_pair_needs_exactly_one_defect(text):
    with pytest.raises(InputError):
        list(defect_rows(f"@ p | none | general | en\n{text}\n"))


def test_a_domain_entry_holds_a_text_per_language_line():
    rows = list(domain_rows("@ knit | general | debug | hard | 1\nen: Why\nso wide?\nes: ¿Por qué?\n"))

    assert [(row["id"], row["language"], row["text"]) for row in rows] == [
        ("knit-1", "en", "Why\nso wide?"),
        ("knit-2", "es", "¿Por qué?"),
    ]
    with pytest.raises(UnknownNameError, match="Unknown intent"):
        list(domain_rows("@ knit | general | repair | hard | 1\nen: Why?\n"))
