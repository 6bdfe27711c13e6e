"""The promise: the user's words stay, what is open is asked, and a good prompt comes back as it was."""

from __future__ import annotations

import pytest

from promptsmith.rewrite.invariants import INVARIANTS
from promptsmith.rewrite.rewriter import Missing
from promptsmith.rewrite.sections import without_open_points

DIALECT = Missing("dialect", "Which SQL dialect and version?")
COLUMNS = Missing("columns", "Which columns do they have?")
DIALECTO = Missing("dialect", "¿Qué dialecto de SQL y qué versión?")
COLUMNAS = Missing("columns", "¿Qué columnas tienen?")


def test_what_is_missing_is_asked_in_a_section_of_its_own(rewritten) -> None:
    result = rewritten("Show revenue per month.", domain="sql", missing=[DIALECT, COLUMNS])
    assert result.refined == (
        "Show revenue per month.\n\n"
        "## Open points\n"
        "Where the text above leaves these open, state what you assume for each:\n"
        "- Which exact decimal type and currency hold prices?\n"
        "- Which SQL dialect and version?\n"
        "- Which columns do they have?"
    )
    assert result.rules_applied == ("open-points", "sql-money", "dialect", "columns")
    assert [item.invariant for item in result.proof] == list(INVARIANTS)
    assert all(item.holds for item in result.proof)
    assert result.refused is None


def test_the_section_speaks_the_language_of_the_prompt(rewritten) -> None:
    result = rewritten("Muestra las ventas por mes de cada tienda.", domain="sql", missing=[DIALECTO, COLUMNAS])
    assert result.refined.endswith(
        "\n\n## Puntos abiertos\n"
        "Si el texto anterior no lo aclara, indica tus supuestos sobre cada punto:\n"
        "- ¿Qué dialecto de SQL y qué versión?\n"
        "- ¿Qué columnas tienen?"
    )


def test_every_edit_is_an_insertion_at_the_end_when_only_a_section_is_added(rewritten) -> None:
    text = "Show revenue per month."
    result = rewritten(text, domain="sql", missing=[DIALECT, COLUMNS])
    assert {(edit.start, edit.end, edit.before) for edit in result.edits} == {(len(text), len(text), "")}
    assert text + "".join(edit.after for edit in result.edits) == result.refined


def test_a_prompt_that_leaves_nothing_open_comes_back_unchanged(rewritten) -> None:
    text = "List the five largest cities of Spain with their population in 2020, largest first."
    result = rewritten(text)
    assert result.refined == text
    assert result.edits == () == result.rules_applied
    assert {item.detail for item in result.proof} == {"the text is unchanged"}
    assert result.refused is None


def test_one_open_question_is_not_worth_a_section_unless_the_request_is_bare(rewritten) -> None:
    longer = "Count the rows that were added to the archive in the last seven days."
    assert rewritten(longer, domain="sql", missing=[DIALECT]).refined == longer
    assert rewritten("Count the rows.", domain="sql", missing=[DIALECT]).edits


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("Écris un poème sur la mer pour les enfants de mon école.", "French"),
        ("SELECT id FROM users WHERE age > 3", "code only"),
        ("```python\nprint('hello')\nprint('there')\n```", "code only"),
        ("asdf qwer zxcv", "nonsense"),
        ("{% if name %}Greet {{ name }}{% endif %} and write the list.", "logic of another engine"),
        ("castle on a hill, misty morning, oil painting, soft light, highly detailed", "image description"),
        ("An old lighthouse in a storm", "not addressed to anybody"),
        ("Create a table of users. Ask me if anything is unclear.", "says itself what to do"),
        ("Create a table of users. Only return the SQL.", "wants the bare result"),
        ("Crea una tabla de usuarios. Sin explicaciones.", "wants the bare result"),
        ("Create a table from this list:", "something is to follow"),
        ("Create a table for {{entity}}", "a value is to follow"),
        ("", "empty"),
        ("   \n", "blank"),
        ("Go", "one word"),
    ],
)
def test_texts_that_are_never_added_to(rewritten, text: str, because: str) -> None:
    result = rewritten(text, domain="sql", missing=[DIALECT, COLUMNS])
    assert result.refined == text, because


def test_a_plain_question_is_left_alone_and_a_question_of_a_domain_is_not(rewritten) -> None:
    text = "Which customers ordered twice last year?"
    assert rewritten(text, intent="explain", missing=[DIALECT, COLUMNS]).refined == text
    assert rewritten(text, domain="sql", intent="analyze", missing=[DIALECT, COLUMNS]).refined != text


@pytest.mark.parametrize("missing", [[], [DIALECT, COLUMNS]])
@pytest.mark.parametrize(
    "text",
    [
        "Create a user table for our shop",
        "Crea una tabla de usuarios con contraseña\n",
        "Create a table.\r\nIt holds prices.\r\n",
        "Delete all rows older than a year",
    ],
)
def test_rewriting_a_rewrite_changes_nothing(rewritten, text: str, missing: list[Missing]) -> None:
    once = rewritten(text, domain="sql", missing=missing)
    again = rewritten(once.refined, domain="sql", missing=missing)
    assert once.refined != text
    assert again.refined == once.refined
    assert again.edits == ()


def test_the_section_can_be_taken_off_again_exactly(rewritten) -> None:
    for text in ("Create a user table for our shop", "Create a user table for our shop\n\n", "Create a user\r\ntable now"):
        refined = rewritten(text, domain="sql", missing=[DIALECT, COLUMNS]).refined
        assert refined != text
        assert without_open_points(refined).rstrip("\r\n") == text.rstrip("\r\n")
    assert without_open_points("## Open points\n- mine\n") == "## Open points\n- mine\n"


def test_the_line_ends_of_the_prompt_are_kept(rewritten) -> None:
    refined = rewritten("Create a table.\r\nIt holds prices.", domain="sql", missing=[DIALECT, COLUMNS]).refined
    assert refined.startswith("Create a table.\r\nIt holds prices.\r\n\r\n## Open points\r\n")
    assert refined.count("\n") == refined.count("\r\n")


def test_a_short_prompt_grows_by_at_most_45_words(rewritten) -> None:
    wordy = [Missing(str(number), " ".join(["word"] * 12) + "?") for number in range(5)]
    text = "Create a report about the archive of our town"
    added = rewritten(text, domain="sql", missing=wordy).refined.split()
    # lead of 13 words, heading of 2, two questions of 12: 39; the third would make 51
    assert sum(any(c.isalnum() for c in word) for word in added) - len(text.split()) == 39


def test_a_long_prompt_never_doubles(rewritten) -> None:
    text = "Create a view of it. " + "It is so. " * 14  # 47 short words, 161 characters
    many = [Missing(str(number), "Which " + "extraordinarily " * 6 + "long?") for number in range(3)]
    assert len(rewritten(text, domain="sql", missing=many).refined) <= 2 * len(text)


def test_a_wall_of_instructions_becomes_a_list_word_for_word(rewritten) -> None:
    text = (
        "You are reading for a board of seven people. Write a summary of at most 50 words. Use plain words that people "
        'outside law know. Do not mention competitors. List the three risks with "Dr. No. 7" first. Explain each risk in '
        "one sentence and give its likely cost. Keep the order of the report. End with a question for the board."
    )
    result = rewritten(text, intent="analyze")
    assert result.refined == (
        "You are reading for a board of seven people.\n\n## What to do\n- Write a summary of at most 50 words.\n"
        "- Use plain words that people outside law know.\n- Do not mention competitors.\n"
        '- List the three risks with "Dr. No. 7" first.\n'
        "- Explain each risk in one sentence and give its likely cost.\n- Keep the order of the report.\n"
        "- End with a question for the board."
    )
    assert all(item.holds for item in result.proof)
    assert rewritten(result.refined, intent="analyze").refined == result.refined


def test_a_story_is_not_cut_into_a_list(rewritten) -> None:
    text = "The keeper climbed the stairs. He lit the lamp. It was late. The sea rose. A ship came. " * 4
    assert rewritten(text.strip(), intent=None).edits == ()


def test_the_same_call_twice_gives_the_same_bytes(rewritten) -> None:
    calls = [rewritten("Create a user table for our shop", domain="sql", missing=[DIALECT, COLUMNS]) for _ in range(2)]
    assert calls[0] == calls[1]


def test_a_rewrite_that_does_not_score_higher_is_refused(rewritten) -> None:
    text = "Create a user table for our shop"
    flat = rewritten(text, domain="sql", missing=[DIALECT, COLUMNS], score=lambda _: 0.5)
    assert (flat.refined, flat.refused) == (text, "the rewrite did not raise the score")
    longer = rewritten(text, domain="sql", missing=[DIALECT, COLUMNS], score=lambda given: len(given) / 1000)
    assert longer.refined != text
    assert rewritten(text, domain="sql", missing=[DIALECT], score=lambda _: None).refined == text


def test_a_rewrite_that_breaks_an_invariant_is_refused(rewritten) -> None:
    wall = "Write a list of names. Use plain words. Keep the order. Name each city. Give the year. Add the country too. " * 3
    seen: list[str] = []

    def limits_lost(text: str) -> list[tuple[object, ...]]:
        seen.append(text)
        return [("number", text.count("\n"))]  # stands for a reader to whom the layout changes a limit

    result = rewritten(wall + "Do it well and soon, for people who know little of it.", read_limits=limits_lost)
    assert seen
    assert result.edits == ()
    assert result.refused == "limits: 1 before, 1 after"


def test_the_questions_of_the_checklist_are_not_asked_twice(rewritten) -> None:
    keys = Missing("keys", "Which keys, types and constraints?")
    refined = rewritten("Create a user table for our shop", domain="sql", missing=[keys, DIALECT]).refined
    assert refined.count("constraints") == 1
