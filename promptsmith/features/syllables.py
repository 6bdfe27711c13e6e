"""Syllables of runs of letters, by rule, for whole batches."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.counting import character_table
from promptsmith.features.letters import LetterRuns
from promptsmith.text.batch import Bools, Ints, where_set

_VOWEL, _STRONG, _ACCENTED_WEAK = 1, 2, 4
_ENGLISH_VOWELS = "aeiouyàáâãäåèéêëìíîïòóôõöøùúûüýÿæœ"

# Pairs of vowels that are mostly two syllables, and the consonants after which the first of them only softens ("-tion", "-cial").
_TWO_BEATS = ("ia", "io", "iu", "eo", "uo", "ii", "ao", "yi", "ya", "yo")
_SOFTENED = character_table("tscgx")
_AFTER_SOFTENED = character_table("nluts")
_HISSING = character_table("szcgx")

# Corrections for the end of a word, added up over every ending that fits. Found by comparing with the CMU dictionary.
_ENDINGS = {
    "ement": -1, "ements": -1, "lement": 1, "lements": 1, "eement": 1, "eements": 1, "ely": -1, "eely": 1, "eful": -1, "eless": -1,
    "eness": -1, "que": -1, "ques": -1, "ogue": -1, "ague": -1, "ogues": -1, "ual": 1, "ually": 1, "uals": 1, "gual": -1, "qual": -1,
    "ient": 1, "ients": 1, "ience": 1, "iences": 1, "tient": -1, "tients": -1, "cient": -1, "tience": -1, "ier": 1, "iest": 1,
    "reate": 1, "reated": 1, "reates": 1, "reating": 1, "treated": -1, "treating": -1, "reation": 1, "reations": 1, "reative": 1,
    "eing": 1, "oing": 1, "uate": 1, "uated": 1, "uating": 1, "uation": 1, "idea": 1, "ideas": 1, "area": 1, "areas": 1,
    "reality": 1, "realistic": 1, "realism": 1, "ism": 1, "isms": 1, "siness": -1, "afety": -1, "people": -1, "eye": -1, "eyes": -1,
    "something": -1, "everything": -1, "someone": -1, "sometimes": -1, "somewhere": -1, "framework": -1, "frameworks": -1,
    "homework": -1, "filename": -1, "filenames": -1, "guideline": -1, "guidelines": -1, "timeline": -1, "baseline": -1,
    "pipeline": -1, "pipelines": -1, "lifestyle": -1, "ically": -1,
}  # fmt: skip

MAX_SPELT = 5
"""Letters of the longest abbreviation that is read letter by letter. Judgement."""
SHORTEST_ENDING = min(map(len, _ENDINGS))
_NO_ENDING = -100


def english_syllables(runs: LetterRuns) -> Ints:
    """Return the syllables of each run of letters by the rules of English, at least 1.

    Groups of vowels, less a silent final e (also in -es and -ed where it is silent), plus one for pairs of vowels that are two
    syllables, corrected for some endings. A run without vowels of at most five capitals is spelt, one syllable per letter.

    Source:
        Own rules. Against the CMU dictionary the count is right for 98.5 % of the running words of 6,667 real prompts (without names)
        (95.1 % of the different words) and its sum is 0.2 % too high.
    """
    low = runs.latin | np.uint8(32)
    vowel = _kinds_of(_ENGLISH_VOWELS, "", "")[runs.latin] != 0
    # "y" is a consonant at the start of a word or after a vowel, when a vowel follows ("yes", "beyond").
    glide = np.zeros(len(vowel), dtype=np.bool_)
    glide[:-1] = (low[:-1] == ord("y")) & vowel[1:]
    glide[1:] &= vowel[:-1] | ~runs.is_letter[:-1]
    vowel &= ~glide
    starts = vowel.copy()
    starts[1:] &= ~vowel[:-1]
    groups = _sum_runs(starts, runs)
    counts = groups - _silent_ends(low, vowel, runs) + _split_pairs(low, vowel, runs) + _end_corrections(low, runs)
    spelt = _spelt(vowel, runs, where_set(groups == 0))
    counts[spelt] = runs.length[spelt]
    return np.asarray(np.maximum(counts, 1))


def _spelt(vowel: Bools, runs: LetterRuns, chosen: Ints) -> Ints:
    """Return which of the runs ``chosen`` are spelt: at most `MAX_SPELT` letters, the first a capital, and none a vowel."""
    chosen = chosen[(runs.length[chosen] <= MAX_SPELT) & (runs.latin[runs.start[chosen]] < ord("a"))]
    if not len(chosen):
        return chosen
    for place in range(MAX_SPELT):
        position = np.minimum(runs.start[chosen] + place, len(vowel) - 1)
        chosen = chosen[~vowel[position] | (runs.length[chosen] <= place)]
    return np.asarray(chosen)


def _silent_ends(low: NDArray[np.uint8], vowel: Bools, runs: LetterRuns) -> Ints:
    """Return 1 for each run that ends in an e, es or ed whose e is not spoken."""
    last, second, third, fourth = (low[np.maximum(runs.end - back, 0)] for back in (1, 2, 3, 4))
    vowel_second, vowel_third, vowel_fourth = (vowel[np.maximum(runs.end - back, 0)] for back in (2, 3, 4))
    # "table", "tables", "tabled": the l carries the syllable; "called" has a double l and none.
    silent_e = (last == ord("e")) & ~vowel_second & ~((second == ord("l")) & ~vowel_third) & (runs.length >= 3)
    carried = (third == ord("l")) & ~vowel_fourth & (fourth != ord("l"))
    open_end = (second == ord("e")) & ~vowel_third & ~carried & (runs.length >= 4)
    hissing = _HISSING[third]
    hissing |= (third == ord("h")) & ((fourth == ord("c")) | (fourth == ord("s")))
    silent_es = (last == ord("s")) & open_end & ~hissing
    silent_ed = (last == ord("d")) & open_end & (third != ord("t")) & (third != ord("d"))
    return np.asarray(silent_e | silent_es | silent_ed).astype(np.int64)


def _split_pairs(low: NDArray[np.uint8], vowel: Bools, runs: LetterRuns) -> Ints:
    """Return how many pairs of vowels in each run are two syllables."""
    pair = low[:-1].astype(np.uint16) * np.uint16(256) + low[1:]
    positions = where_set(_two_beats()[pair] & vowel[:-1] & vowel[1:])
    before, first, after = low[np.maximum(positions - 1, 0)], low[positions], low[np.minimum(positions + 2, len(low) - 1)]
    softened = (first == ord("i")) & _SOFTENED[before] & _AFTER_SOFTENED[after]
    softened |= before == ord("q")
    return runs.count(positions[~softened])


def _end_corrections(low: NDArray[np.uint8], runs: LetterRuns) -> Ints:
    """Return the sum of the corrections of the endings that fit each run."""
    last_three, longer = _ending_tables()
    corrections = np.zeros(len(runs.start), dtype=np.int64)
    chosen = where_set(runs.length >= SHORTEST_ENDING)
    code = np.zeros(len(chosen), dtype=np.int64)
    for back in (1, 2, 3):
        code += (low[runs.end[chosen] - back] & np.uint8(31)).astype(np.int64) << (5 * (back - 1))
    kept = last_three[code] != _NO_ENDING
    chosen, code = chosen[kept], code[kept]
    corrections[chosen] = last_three[code]
    # From here on only runs whose last letters end some listed ending: they get fewer with every letter.
    for back, (codes, values) in enumerate(longer, start=SHORTEST_ENDING + 1):
        chosen, code = chosen[long := runs.length[chosen] >= back], code[long]
        code += (low[runs.end[chosen] - back] & np.uint8(31)).astype(np.int64) << (5 * (back - 1))
        index = np.minimum(codes.searchsorted(code), len(codes) - 1)
        kept = codes[index] == code
        chosen, code = chosen[kept], code[kept]
        corrections[chosen] += values[index[kept]]
        if not len(chosen):
            break
    return corrections


@lru_cache(maxsize=1)
def _ending_tables() -> tuple[Ints, list[tuple[Ints, Ints]]]:
    """Return what is known about the last letters of a word.

    First, by the code of the last three letters, the correction for that ending (0 for the end of a longer one) or `_NO_ENDING`. Then,
    for four letters and more, the codes of all ends of listed endings in order, and the correction for each.
    """

    def code(ending: str) -> int:
        return sum((ord(letter) & 31) << (5 * place) for place, letter in enumerate(reversed(ending)))

    last_three = np.full(1 << (5 * SHORTEST_ENDING), _NO_ENDING, dtype=np.int64)
    longer: list[tuple[Ints, Ints]] = []
    for length in range(SHORTEST_ENDING, max(map(len, _ENDINGS)) + 1):
        ends = {code(ending[-length:]): _ENDINGS.get(ending[-length:], 0) for ending in _ENDINGS if len(ending) >= length}
        codes, values = np.array(sorted(ends)), np.array([ends[key] for key in sorted(ends)])
        if length == SHORTEST_ENDING:
            last_three[codes] = values
        else:
            longer.append((codes, values))
    return last_three, longer


@lru_cache(maxsize=1)
def _two_beats() -> Bools:
    table = np.zeros(65536, dtype=np.bool_)
    table[[ord(pair[0]) * 256 + ord(pair[1]) for pair in _TWO_BEATS]] = True
    return table


def spanish_syllables(runs: LetterRuns) -> Ints:
    """Return the syllables of each run of letters by the rules of Spanish, at least 1.

    One per group of vowels, plus one for each pair of strong vowels (a, e, o) in a group and for each accented weak vowel (í, ú)
    beside a strong one. A final y is a vowel, any other y a consonant.

    Source:
        Ortografía de la lengua española (RAE 2010), diphthongs and hiatus; two weak vowels are one syllable ("construir": 2).
    """
    kinds = _kinds_of("aeiouáéíóúüàèìòù", "aeoáéóàèò", "íú")[runs.latin]
    final_y = runs.latin[runs.end - 1] | 32 == ord("y")
    kinds = kinds.copy()
    kinds[runs.end[final_y] - 1] = _VOWEL
    vowel, strong, accented = (kinds & _VOWEL) != 0, (kinds & _STRONG) != 0, (kinds & _ACCENTED_WEAK) != 0
    nucleus = vowel.copy()
    nucleus[1:] &= ~vowel[:-1]
    nucleus[1:] |= (strong[1:] & strong[:-1]) | (accented[1:] & strong[:-1]) | (strong[1:] & accented[:-1])
    return np.maximum(_sum_runs(nucleus, runs), 1)


def _sum_runs(flags: Bools, runs: LetterRuns) -> Ints:
    running = np.zeros(len(flags) + 1, dtype=np.int32)
    np.cumsum(flags, out=running[1:])
    return (running[runs.end] - running[runs.start]).astype(np.int64)


@lru_cache(maxsize=4)
def _kinds_of(vowels: str, strong: str, accented: str) -> NDArray[np.uint8]:
    kinds = np.zeros(256, dtype=np.uint8)
    for letters, flag in ((vowels, _VOWEL), (strong, _STRONG), (accented, _ACCENTED_WEAK)):
        for letter in letters + letters.upper():
            if ord(letter) < 256:
                kinds[ord(letter)] |= flag
    return kinds
