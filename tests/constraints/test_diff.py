"""What changed between the limits of two prompts."""

import pytest

from promptsmith.constraints.diff import constraint_diff


def changes(old: str, new: str) -> list[str]:
    return [change.change for change in constraint_diff(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Use at most 200 words.", "Use at most 100 words.", ["tightened"]),
        ("Use at most 100 words.", "Use at most 200 words.", ["loosened"]),
        ("Use at least 3 sentences.", "Use exactly 5 sentences.", ["tightened"]),
        ("Write about 100 words.", "Write exactly 100 words.", ["tightened"]),
        ("Respond in JSON.", "Respond in JSON. No emojis.", ["added"]),
        ("Respond in JSON. No emojis.", "Respond in JSON.", ["removed"]),
        ("The title must have at most 5 words.", "The body must have at most 5 words.", ["moved"]),
        ("Use exactly 3 words.", "Use exactly 5 words.", ["added", "removed"]),
        ("Use a formal tone.", "Use a casual tone.", ["added", "removed"]),
        ('Include the word "sea".', 'Include the word "sea" exactly twice.', ["tightened"]),
        ("Usa como máximo 200 palabras.", "Usa como máximo 100 palabras.", ["tightened"]),
        ("Responde en inglés.", "Responde en francés.", ["added", "removed"]),
        ("Use at most 200 words.", "Please, use at most 200 words now.", []),
        ("No emojis. Respond in JSON.", "Respond in JSON. No emojis.", []),
        ("", "", []),
    ],
)
def test_each_difference_has_its_name(old, new, expected):
    assert changes(old, new) == expected


def test_a_row_says_what_changed_on_both_sides():
    (change,) = constraint_diff("Use at most 200 words.", "Use at most 100 words.")
    assert change.row() == {
        "change": "tightened",
        "kind": "number",
        "subject": "answer",
        "unit": "words",
        "value": None,
        "polarity": "require",
        "old_low": None,
        "old_high": 200.0,
        "old_scope_path": "answer",
        "old_start": 4,
        "old_end": 21,
        "new_low": None,
        "new_high": 100.0,
        "new_scope_path": "answer",
        "new_start": 4,
        "new_end": 21,
    }


def test_a_diff_with_itself_is_empty():
    text = 'Use at most 3 sentences. Avoid the word "very". Use a formal tone. Do not mention prices.'
    assert changes(text, text) == []
