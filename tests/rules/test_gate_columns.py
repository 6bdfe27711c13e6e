"""The gates that read columns made for them lose no text on which their check fires."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptsmith.features.families import measure
from promptsmith.rules._registry import get_rule
from promptsmith.text.document import Document

PIECES = {
    "TPL602": ["{", "{{", "}}", "}", " ", "name", "\n", "\\frac", "{{ }}", "{{name}", "😀"],
    "UNI1101": ["a", "\u200b", "\u00ad", "\u202e", "\ufe0f", "ñ", " ", "\U000e0041", "👩", "\u3164", "\n"],
    "UNI1102": ["pr", "\u0456", "ce", "\u0410", "\u03b1", " ", "x", "e\u0301", "\n", "é"],
    "UNI1103": ["```\n", "“a”", "=", "(", ")", "\u00a0", "‘b’", "x", "\n", ";"],
    "UNI1104": ["Ã©", "â€™", "\ufffd", "é", "à", "…", "Ã", "ð\x9f\x98\x80", " a", "NÃO"],
    "ECO902": ["Use plain", "Always use plain", "words.", "short words.", "1.", "\n", "please", "- ", "Title:"],
    "SPC115": ["make", "it", "better", "hazlo", "mejor", "don't", "e\u0301", "'s", "!", "?", "this", "/", "help", "algo"],
    "SEC1001": [
        "password:",
        "is",
        "vK39-mar.Lun",
        "key=",
        "x9x9x9x9x9",
        "token",
        " ",
        "postgres://admin:tr3boL9x@db",
        "\0",
        "ab½cdefgh",
    ],
}


@pytest.mark.parametrize("code", sorted(PIECES))
def test_the_gate_keeps_every_text_on_which_the_check_fires(code):
    rule = get_rule(code)

    @given(st.lists(st.lists(st.sampled_from(PIECES[code]), max_size=8).map(" ".join), min_size=1, max_size=4))
    def check(texts):
        kept = np.asarray(rule.gate(measure(texts)))
        fires = [bool(rule.findings(Document.of(text))) for text in texts]
        assert not (np.array(fires) & ~kept).any()

    check()
