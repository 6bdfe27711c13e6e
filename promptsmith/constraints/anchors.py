"""Anchors: the words of a whole batch that can make a limit, where what they need stands near. The other texts are never read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.batch import Batch, Bools, Ints, where_set
from promptsmith.text.classes import DIGIT, LETTER, SPACE
from promptsmith.text.terms import Hits

Spans = list[tuple[int, int]]
_MARKS = ".!?;\n\0"
_QUOTES = "\"“«`'‘"
_JOINTS = "-'’_+"
"""Signs that, beside white space, may stand between a number and its unit ("a 3-part, well-made list" is no one amount)."""
_REACH_NUMBER = 95
"""A number stands at most this many characters before its unit (see `quantities.read_quantity`), or after "word count"."""
_REACH_TONE = 110
"""A word of tone or detail ("formal", "detailed") counts only near a word that says of what ("tone", "keep", "answer"). Judgement."""
_REACH_QUOTE = 160
"""A literal stands at most this many characters from the verb or noun that makes it a limit. Judgement."""
_REACH_NEAR_QUOTE = 45
"""The same for words of all trades ("use", "line"). Judgement."""


def find_anchors(batch: Batch, hits: Hits) -> dict[int, list[Spans]]:
    """Return, for each row with an anchor, its spans per family, in text offsets."""
    signs = _Signs.of(batch)
    literals = hits.of("limit_literals", scopes=None)
    styles = hits.of("limit_styles", scopes=None, longest=True)
    value = styles.value
    in_context = value == 0
    for number, name in ((1, "limit_tones"), (2, "limit_details")):
        in_context |= (value == number) & _near(styles.start, hits.of(name, scopes=None).start, _REACH_TONE)
    actions = hits.of("limit_actions", scopes=None)
    devices = hits.of("limit_devices", scopes=None)
    weak = hits.of("limit_weak", scopes=None)
    openers = hits.of("limit_openers", scopes=None)
    kept = (
        _counted_units(batch, hits, signs),
        (literals, _beside_quote(literals, signs.quotes)),
        (styles, in_context),
        (actions, ~_in_question(batch, signs.marks, actions.start)),
        (devices, np.ones(len(devices.start), dtype=np.bool_)),
        (openers, _opens(batch, openers.start) | (_opens(batch, openers.start, ",") & _is_later(batch, signs.marks, openers))),
        (weak, _is_later(batch, signs.marks, weak)),
    )
    rows: dict[int, list[Spans]] = {}
    for number, (found, chosen) in enumerate(kept):
        family = 3 if number > 4 else number  # the words that open a ban are anchors of actions
        texts = found.text[chosen]
        first = batch.text_start[texts]
        starts, ends = found.start[chosen] - first, found.end[chosen] - first
        for row, start, end in zip(texts.tolist(), starts.tolist(), ends.tolist(), strict=True):
            families = rows.get(row)
            if families is None:
                families = rows[row] = [[], [], [], [], []]
            families[family].append((start, end))
    return rows


class _Signs(NamedTuple):
    """Places of a batch that the anchors are measured against, ascending."""

    marks: Ints
    quotes: Ints
    breaks: Ints

    @classmethod
    def of(cls, batch: Batch) -> _Signs:
        """Return the marks that end a sentence, the quotation marks, and the signs that no amount contains.

        Looked for among the few characters that are neither letters, digits nor blanks: this pass reads every character of a batch.
        """
        places = where_set(((batch.classes & (LETTER | DIGIT)) == 0) & (batch.codes != ord(" ")))
        codes = batch.codes[places]
        wordly = (batch.classes & (LETTER | DIGIT)) != 0
        # An apostrophe between two letters ("don't") quotes nothing. The separator stands on both sides of every text.
        inner = (codes == ord("'")) & wordly[places - 1] & wordly[np.minimum(places + 1, len(wordly) - 1)]
        blank = ((batch.classes[places] & SPACE) != 0) & (codes != 0)
        return cls(
            places[_is_any(codes, _MARKS)], places[_is_any(codes, _QUOTES) & ~inner], places[~(blank | _is_any(codes, _JOINTS))]
        )


def _counted_units(batch: Batch, hits: Hits, signs: _Signs) -> tuple[Hits, Bools]:
    """Return the unit words, and which of them a number can belong to: in front of them, or behind "word count" and the like."""
    units = hits.of("limit_units", scopes=None, longest=True)
    start, end = units.start, units.end
    numbers = np.sort(np.concatenate((hits.of("limit_numbers", scopes=None).start, where_set(batch.classes & DIGIT))))
    if not len(numbers) or not len(start):
        return units, np.zeros(len(start), dtype=np.bool_)
    before = np.concatenate(([-_REACH_NUMBER - 1], numbers))[numbers.searchsorted(start)]
    broken = np.concatenate(([-1], signs.breaks))[signs.breaks.searchsorted(start)]
    counts = (start - before <= _REACH_NUMBER) & (before > broken)
    codes = batch.folded_codes
    follower = codes[np.minimum(end + 1, len(codes) - 1)]
    second, third = codes[np.maximum(start - 2, 0)], codes[np.maximum(start - 3, 0)]
    named = ((second == ord("f")) & (third == ord("o"))) | ((second == ord("e")) & (third == ord("d")))
    labelled = named | _is_any(second, " \n\t") | _is_any(follower, "clb -\n\t")
    return units, counts | (labelled & _near(start, numbers, _REACH_NUMBER))


def _is_any(codes: NDArray[np.uint32], characters: str) -> Bools:
    """Return which codes are one of a few characters (for so few, faster than a set look-up)."""
    flags = np.zeros(len(codes), dtype=np.bool_)
    for character in characters:
        flags |= codes == ord(character)
    return flags


def _in_question(batch: Batch, marks: Ints, places: Ints) -> Bools:
    """Return which places stand in a question: the next sentence mark is a question mark."""
    if not len(marks) or not len(places):
        return np.zeros(len(places), dtype=np.bool_)
    following = marks[np.minimum(marks.searchsorted(places), len(marks) - 1)]
    return np.asarray(batch.codes[following] == ord("?"))


def _beside_quote(literals: Hits, quotes: Ints) -> Bools:
    """Return which anchors of literals have a quotation mark near enough."""
    general = literals.value == 0
    beside = _near(literals.start, quotes, _REACH_NEAR_QUOTE)
    return np.asarray(beside | (general & _near(literals.start, quotes, _REACH_QUOTE)))


def _opens(batch: Batch, places: Ints, marks: str = ".!?;:\n\0*-(") -> Bools:
    """Return which places begin a text, a sentence or a clause: a mark or a line break stands before them, blanks between."""
    codes = batch.codes
    before = codes[np.maximum(places - 1, 0)]
    blank = before == ord(" ")
    second = codes[np.maximum(places - 2, 0)]
    return np.asarray(_is_any(np.where(blank, second, before), marks))


def _is_later(batch: Batch, marks: Ints, found: Hits) -> Bools:
    """Return which hits stand behind the first sentence of their text: a mark of a sentence or line stands between."""
    if not len(found.start):
        return np.zeros(0, dtype=np.bool_)
    before = np.concatenate(([-1], marks))[marks.searchsorted(found.start)]
    return np.asarray(before >= batch.text_start[found.text])


def _near(places: Ints, marks: Ints, reach: int) -> Bools:
    """Return which places have a mark at most ``reach`` characters to either side."""
    if not len(marks):
        return np.zeros(len(places), dtype=np.bool_)
    index = marks.searchsorted(places)
    after = marks[np.minimum(index, len(marks) - 1)]
    before = marks[np.maximum(index - 1, 0)]
    return np.asarray((np.abs(after - places) <= reach) | (np.abs(places - before) <= reach))
