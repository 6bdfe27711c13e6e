"""Check digits. The valid numbers follow from the published formulas by hand; see the comments."""

from __future__ import annotations

import pytest

from promptsmith.rules.security import is_card_number, is_iban, is_spanish_id, luhn_holds


def test_luhn_example_of_the_standard_holds_and_any_other_last_digit_fails() -> None:
    # ISO/IEC 7812-1: 7992739871 has the doubled sum 67, so the check digit is 3.
    assert [digit for digit in "0123456789" if luhn_holds("7992739871" + digit)] == ["3"]


@pytest.mark.parametrize("written", ["4539 1488 0343 6467", "4539148803436467", "4539-1488-0343-6467"])
def test_a_card_number_counts_however_it_is_grouped(written: str) -> None:
    # From the right, every second digit doubled: 7+3+4+3+3+8+3+0+8+7+4+2+9+6+5+8 = 80.
    assert is_card_number(written)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("4539 1488 0343 6468", "check digit"),
        ("4111 1111 1111 1111", "specimen"),
        ("0000 0000 0000 0000", "no issuer"),
        ("79927398713", "length"),
        ("1234 5678 1234 5670", "no issuer begins with 1"),
    ],
)
def test_other_numbers_are_no_cards(written: str, why: str) -> None:
    assert not is_card_number(written), why


def test_the_letter_of_a_dni_is_the_number_modulo_23() -> None:
    # 48291735 = 23 * 2099640 + 15, and letter 15 of TRWAGMYFPDXBNJZSQVHLCKE (from 0) is S.
    assert is_spanish_id("48291735S")
    assert is_spanish_id("48291735-s")
    assert not is_spanish_id("48291735T")


def test_the_first_letter_of_an_nie_stands_for_a_digit() -> None:
    # Y2048113: 12048113 = 23 * 523831 + 0, and letter 0 is T.
    assert is_spanish_id("Y2048113T")
    assert not is_spanish_id("X2048113T")


def test_specimens_of_the_manuals_are_nobodys_data() -> None:
    assert not is_spanish_id("12345678Z")
    assert not is_iban("ES91 2100 0418 4502 0005 1332")


def test_an_iban_leaves_one_modulo_97_and_has_the_length_of_its_country() -> None:
    assert is_iban("ES48 1465 0100 7220 3087 6293")
    assert not is_iban("ES49 1465 0100 7220 3087 6293")
    assert not is_iban("ES48 1465 0100 7220 3087 629")
    assert not is_iban("XX48 1465 0100 7220 3087 6293")
