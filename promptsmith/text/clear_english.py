"""The clear cases of the language, for a whole batch at once: short texts in ASCII that are full of English function words.

Half of all prompts are of this kind. The result is the one `language.detect_language` gives; all other texts are left to it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.hashes import Bools, Ints, where_set
from promptsmith.text.language import SAMPLE_CHARACTERS, english_confidence, function_word_languages
from promptsmith.text.word_table import WordTable

if TYPE_CHECKING:
    from promptsmith.text.batch import Batch

_BITS = 16
"""Room for one count: a sample has fewer than 65,536 words."""

_PER_NUMBER = 64 // _BITS
_FULL = np.uint64((1 << _BITS) - 1)


def clear_english(batch: Batch) -> dict[int, float]:
    """Return the confidence of the texts that are English beyond doubt, by row."""
    rows = where_set(_is_simple(batch))
    if not len(rows):
        return {}
    start, end = _tokens(batch)
    low, high = start.searchsorted(batch.text_start[rows]), start.searchsorted(batch.text_end[rows])
    english, spanish, *others = _counts(batch.word_hasher.hash(start, end), low, high)
    rival = np.maximum.reduce([spanish, *others])
    clear = where_set((english > 3) & (english > 2 * rival))
    lead, n_words = (english - spanish)[clear].tolist(), (high - low)[clear].tolist()
    return {row: english_confidence(*case) for row, *case in zip(rows[clear].tolist(), lead, n_words, strict=True)}


def _is_simple(batch: Batch) -> Bools:
    """Return which texts are read as they are: the instruction is short, in ASCII, and has no addresses or paths."""
    # Spans of other scopes are left out; the pieces between them are read with a space between two.
    n_spans = np.fromiter((len(spans) for spans in batch.scope_spans), dtype=np.int64, count=len(batch))
    simple = batch.n_chars + n_spans <= SAMPLE_CHARACTERS
    codes, outside = batch.codes, batch.scope != 0
    odd = (codes >= 128) | (codes == ord("/")) | (codes == ord("@")) | (codes == ord("\\"))
    simple[batch.text_of(where_set(odd & ~outside))] = False
    # A span that begins or ends inside a word leaves a piece of it.
    bounds = where_set(outside[1:] != outside[:-1])
    simple[batch.text_of(bounds[batch.is_letter[bounds] & batch.is_letter[bounds + 1]])] = False
    return np.asarray(simple)


def _tokens(batch: Batch) -> tuple[Ints, Ints]:
    """Return the bounds of each run of letters of the instruction, with the run behind one apostrophe ("don't") as part of it."""
    start, end = batch.letter_runs
    inside = batch.scope[start] == 0
    if not inside.all():
        start, end = start[inside], end[inside]
    signs = where_set((batch.folded_codes == ord("'")) & (batch.scope == 0))
    if not len(signs) or len(start) < 2:
        return start, end
    before = np.minimum(end.searchsorted(signs), len(start) - 2)
    before = before[(end[before] == signs) & (start[before + 1] == signs + 1)]
    # In a chain ("rock'n'roll") each word takes at most one apostrophe, so every second one parts two words.
    index = np.arange(len(before))
    opens = np.ones(len(before), dtype=np.bool_)
    opens[1:] = before[1:] != before[:-1] + 1
    in_chain = index - np.maximum.accumulate(np.where(opens, index, 0))
    before = before[in_chain % 2 == 0]
    end = end.copy()
    end[before] = end[before + 1]
    kept = np.ones(len(start), dtype=np.bool_)
    kept[before + 1] = False
    return start[kept], end[kept]


def _counts(hashes: NDArray[np.uint64], low: Ints, high: Ints) -> list[Ints]:
    """Return, for each language, the function words among the words ``low`` to ``high`` of each text."""
    table, columns = _packed()
    numbers = table.find(hashes)
    counts: list[Ints] = []
    for column, n_languages in columns:
        running = np.zeros(len(numbers) + 1, dtype=np.uint64)
        np.cumsum(column[numbers], out=running[1:])
        sums = running[high] - running[low]
        counts += [((sums >> np.uint64(_BITS * place)) & _FULL).astype(np.int64) for place in range(n_languages)]
    return counts


@lru_cache(maxsize=1)
def _packed() -> tuple[WordTable, list[tuple[NDArray[np.uint64], int]]]:
    """Return the function words, and numbers for each in which every language has a place: sums count four languages at once."""
    languages = function_word_languages()
    table = WordTable(tuple(languages))
    n_languages = 1 + max(place for places in languages.values() for place in places)
    columns: list[tuple[NDArray[np.uint64], int]] = []
    for first in range(0, n_languages, _PER_NUMBER):
        column = np.zeros(len(languages) + 1, dtype=np.uint64)  # the last entry stands for all words that are not listed
        for number, places in enumerate(languages.values()):
            column[number] = sum(1 << (_BITS * (place - first)) for place in places if 0 <= place - first < _PER_NUMBER)
        columns.append((column, min(_PER_NUMBER, n_languages - first)))
    return table, columns
