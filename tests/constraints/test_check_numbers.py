"""Amounts in an answer against number limits; every expected count was made by hand."""

import pytest

from promptsmith.checking import count_syllables
from promptsmith.constraints.check import Check, check_output
from promptsmith.text.document import Document

POEM = "The old pond is still\nA small frog jumps from the bank\nThe sound of water"


def checks(prompt: str, output: str) -> list[Check]:
    return check_output(Document.of(prompt), output, syllables=count_syllables)


def only(prompt: str, output: str) -> Check:
    (check,) = checks(prompt, output)
    return check


@pytest.mark.parametrize(
    ("prompt", "output", "measured", "status"),
    [
        ("Answer in at most 5 words.", "Rome is in central Italy", 5, "satisfied"),
        ("Answer in at most 5 words.", "Rome is in the middle of Italy", 7, "violated"),
        ("Answer in at least 4 words.", "Rome is old", 3, "violated"),
        ("Answer in under 4 words.", "Rome, Italy - 41 north", 4, "violated"),
        ("Responde en como máximo 4 palabras.", "Roma está en Italia", 4, "satisfied"),
        ("Responde en como máximo 4 palabras.", "Roma está en el centro", 5, "violated"),
        ("Write exactly 2 sentences.", "It rains. We stay in.", 2, "satisfied"),
        ("Write exactly 2 sentences.", "Dr. Vega sings, e.g. at night. We stay. We hear.", 3, "violated"),
        ("Escribe exactamente dos frases.", "¿Llueve? Nos quedamos. Leemos.", 3, "violated"),
        ("Write exactly two paragraphs.", "One line.\n\nAnother line.", 2, "satisfied"),
        ("Write exactly two paragraphs.", "One line.\n\nAnother line.\n\nA third.", 3, "violated"),
        ("Escribe exactamente dos párrafos.", "Una.\n\nOtra.\n\nTercera.", 3, "violated"),
        ("Use at most 10 characters.", "  eleven char ", 11, "violated"),
        ("Use at most 10 characters.", "ten  chars", 10, "satisfied"),
        ("Use exactly 3 bullet points.", "Here:\n- one\n- two\n- three", 3, "satisfied"),
        ("Use exactly 3 bullet points.", "* one\n* two", 2, "violated"),
        ("Use exactly 3 bullet points.", "No list at all.", 0, "violated"),
        ("Usa exactamente 2 viñetas.", "• uno\n• dos", 2, "satisfied"),
        ("List exactly 3 steps.", "1. Boil.\n2. Stir.\n3. Serve.", 3, "satisfied"),
        ("List exactly 3 steps.", "Step 1: Boil.\nStep 2: Serve.", 2, "violated"),
        ("Write at most 2 lines.", "one\ntwo\n\nthree", 3, "violated"),
        ("Include exactly 2 hashtags.", "Sun #sea #sand and C# (issue #12)", 2, "satisfied"),
        ("Use exactly 2 sections.", "# Plan\ntext\n\n# Cost\ntext", 2, "satisfied"),
        ("Use exactly 2 sections.", "We plan and we count the cost.", None, "not checkable"),
        ("Use exactly 2 sections.", "Intro.\n\n## Plan\ntext\n\n## Cost\ntext", 2, "satisfied"),
        ("Give exactly 2 examples.", "Example 1: a cat.\nExample 2: a dog.", 2, "satisfied"),
        ("Use at least 2 uppercase words.", "NASA met I and ESA", 2, "satisfied"),
    ],
)
def test_units_are_counted_as_a_person_counts_them(prompt: str, output: str, measured: float | None, status: str) -> None:
    check = only(prompt, output) if "bullet" not in prompt else checks(prompt, output)[-1]

    assert (check.status, check.measured if measured is not None else None) == (status, measured)


def test_too_many_words_are_marked_from_the_first_one_too_many() -> None:
    output = "Rome is in the middle of Italy"

    check = only("Answer in at most 5 words.", output)

    assert [output[start:end] for start, end in check.spans] == ["of Italy"]
    assert check.reason == "7 words; allowed: at most 5."


def test_too_few_words_have_no_place() -> None:
    assert only("Answer in at least 9 words.", "Rome.").spans == ()


def test_the_numbers_of_list_items_are_no_words() -> None:
    assert only("Answer in at most 4 words.", "1. Warm bread\n2. Cold milk").measured == 4


def test_headings_tables_and_code_hold_no_sentences() -> None:
    output = "# Report\nIt rains. We stay.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nprint(1). x.\n```"

    assert only("Write exactly 2 sentences.", output).measured == 2


@pytest.mark.parametrize(("n_words", "status"), [(89, "violated"), (90, "satisfied"), (110, "satisfied"), (111, "violated")])
def test_about_means_a_tenth_to_either_side(n_words: int, status: str) -> None:
    assert only("Write about 100 words.", "word " * n_words).status == status


@pytest.mark.parametrize(("n_sentences", "status"), [(3, "violated"), (4, "satisfied"), (6, "satisfied"), (7, "violated")])
def test_about_a_small_amount_means_one_to_either_side(n_sentences: int, status: str) -> None:
    assert only("Write about 5 sentences.", "It rains. " * n_sentences).status == status


def test_a_bare_size_has_a_tolerance_and_an_exact_one_has_none() -> None:
    output = "word " * 95

    assert only("Write a 100-word summary.", output).status == "satisfied"
    assert only("Write a summary of exactly 100 words.", output).status == "violated"


def test_each_part_is_counted_alone() -> None:
    output = "One two. Three.\n\nOnly one here.\n\nOne. Two."

    check = only("Each paragraph must have exactly 2 sentences.", output)

    assert (check.status, check.measured) == ("violated", 1)
    assert [output[start:end] for start, end in check.spans] == ["Only one here."]
    assert check.reason == "Part 2 of 3: 1 sentence; allowed: exactly 2."


def test_words_of_each_bullet_leave_the_marker_out() -> None:
    output = "- one two three\n- one two three four\n- one"

    check = checks("Use exactly 3 bullet points, each with at most 3 words.", output)[-1]

    assert (check.status, check.measured) == ("violated", 4)
    assert [output[start:end] for start, end in check.spans] == ["four"]


def test_parts_are_found_by_heading_label_and_place() -> None:
    prompt = (
        "Title: at most 2 words. The introduction must have exactly 1 sentence. The last paragraph must have at most 3 words."
    )
    output = "# Three word title\n\n## Introduction\n\nIt rains. We stay.\n\n## End\n\nSee you soon."

    assert [(check.limit.subject, check.status, check.measured) for check in checks(prompt, output)] == [
        ("title", "violated", 3),
        ("introduction", "violated", 2),
        ("last paragraph", "satisfied", 3),
    ]


def test_labelled_parts_are_found_in_spanish() -> None:
    prompt = "Escribe un título de máximo 3 palabras y un cuerpo de al menos 4 palabras."
    output = "**Título:** La casa del mar\n\n**Cuerpo:** Una casa sola."

    assert [(check.limit.subject, check.status, check.measured) for check in checks(prompt, output)] == [
        ("title", "violated", 4),
        ("body", "violated", 3),
    ]


def test_a_part_that_cannot_be_found_is_left_open() -> None:
    check = only("The conclusion must have at most 2 sentences.", "It rains. We stay. We read.")

    assert check.status == "not checkable"
    assert check.reason.startswith("Which part of the answer is the conclusion cannot be told")


def test_syllables_of_each_line() -> None:
    # The-old-pond-is-still 5, A-small-frog-jumps-from-the-bank 7, The-sound-of-wa-ter 5.
    check = only("Write a poem. Each line must have at most 6 syllables.", POEM)

    assert (check.status, check.measured) == ("violated", 7)
    assert [POEM[start:end] for start, end in check.spans] == ["A small frog jumps from the bank"]


def test_spanish_syllables() -> None:
    # es-tá-llo-vien-do-so-bre-la-ciu-dad
    assert count_syllables("Está lloviendo sobre la ciudad", "es") == 10


def test_without_a_counter_syllables_stay_open() -> None:
    (check,) = check_output(Document.of("Each line must have at most 6 syllables."), POEM)

    assert check.status == "not checkable"


@pytest.mark.parametrize(
    ("prompt", "output", "doubt"),
    [
        ("Write exactly 2 paragraphs.", "My Trip\n\nWe flew.\n\nWe walked.", "whether a title"),
        ("Use exactly 2 bullet points.", "- one\n  - inner\n- two", "whether nested items count"),
        ("Use exactly 2 bullet points.", "1. one\n2. two", "whether numbered items are bullets"),
        ("Write exactly 3 lines.", "Autumn\n\nleaves fall\nwind turns\nnight comes", "whether the first line is a title"),
    ],
)
def test_a_count_on_which_fair_readings_disagree_is_left_open(prompt: str, output: str, doubt: str) -> None:
    check = checks(prompt, output)[-1]

    assert check.status == "not checkable"
    assert doubt in check.reason


def test_a_doubt_that_changes_nothing_is_no_doubt() -> None:
    assert only("Write at most 3 paragraphs.", "My Trip\n\nWe flew.\n\nWe walked.").status == "satisfied"


@pytest.mark.parametrize("prompt", ["Write at most 2 pages.", "Give exactly 3 facts.", "Use at most 50 tokens."])
def test_units_without_a_fair_count_are_left_open(prompt: str) -> None:
    assert only(prompt, "It rains.").status == "not checkable"


def test_a_limit_under_a_condition_is_left_open() -> None:
    check = only("If the user asks for code, use at most 3 words.", "one two three four")

    assert (check.status, check.measured) == ("not checkable", None)
    assert "'if the user asks for code'" in check.reason


def test_an_empty_answer_has_no_words() -> None:
    assert [only("Answer in at most 5 words.", "").status, only("Answer in at least 5 words.", " \n").status] == [
        "satisfied",
        "violated",
    ]


def test_rows_and_columns_of_a_table_leave_its_head_rule_out() -> None:
    output = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"

    assert only("The table must have exactly 2 columns.", output).measured == 2
    assert only("The table must have exactly 3 rows.", output).measured == 2


def test_items_of_a_json_array_are_counted() -> None:
    assert only("List exactly 3 ideas.", '["sun", "sea"]').measured == 2


def test_a_labelled_line_ends_with_its_line() -> None:
    prompt = "Write an email. The subject line must have at most 4 words."

    assert only(prompt, "Subject: Your order is ready\n\nDear Ana,\n\nit waits for you.").measured == 4


def test_the_body_of_a_letter_is_left_open_because_of_its_greeting() -> None:
    prompt = "Write an email with a subject. The body must have at most 6 words."
    check = checks(prompt, "Subject: Your order\n\nDear Ana,\n\nIt arrives on Monday.\n\nBest,\nTom")[-1]

    assert check.status == "not checkable"


def test_a_label_before_several_paragraphs_ends_nowhere_for_certain() -> None:
    prompt = "The summary must have at most 3 words."

    assert only(prompt, "Summary: It rains here today.").measured == 4
    assert only(prompt, "Summary: It rains here today.\n\nMore text follows.").status == "not checkable"
