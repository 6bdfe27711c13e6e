"""Offsets in the words of editors."""

import pytest

from promptsmith.report.positions import Place, Positions, utf16_length


@pytest.mark.parametrize(
    ("offset", "place"),
    [
        (0, Place(1, 1, 1)),
        (1, Place(1, 2, 3)),  # after an emoji: one code point, two UTF-16 units
        (3, Place(1, 4, 5)),
        (5, Place(2, 1, 1)),  # after a carriage return and line feed
        (6, Place(3, 1, 1)),
        (8, Place(3, 3, 3)),
    ],
)
def test_lines_and_columns_count_from_one(offset: int, place: Place) -> None:
    assert Positions("😀é.\r\n\nab").place(offset) == place


def test_a_line_is_given_with_its_start_and_without_its_end() -> None:
    positions = Positions("one\r\ntwo\n")

    assert [positions.line_text(line) for line in (1, 2, 3)] == [(0, "one"), (5, "two"), (9, "")]


def test_utf16_counts_characters_beyond_the_basic_plane_twice() -> None:
    text = "a😀ñ𝒳"

    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2 == 6
