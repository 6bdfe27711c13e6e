"""Grammar: is this language at all? Evidence by which scoring abstains instead of grading nonsense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.counting import character_table, count_owners, count_positions, share
from promptsmith.features.letters import letter_runs
from promptsmith.features.signs import find_signs
from promptsmith.features.terms import accepted_terms
from promptsmith.features.word_classes import COMMON, FUNCTION, LOOSE_WORD, VERB, word_classes
from promptsmith.features.word_shape import looks_like_word
from promptsmith.text.batch import Batch, Bools, Ints, where_set
from promptsmith.text.terms import Hits, TermSet

TERM_SETS: tuple[TermSet, ...] = ()

JUDGED_LETTERS = 4
"""Shorter runs are not judged by shape: abbreviations and codes of three letters have any shape."""

SALAD_WORDS = 7
"""A text of fewer words can do without function words ("make user table"). Judgement, checked on real prompts."""
SALAD_RUN = 7
"""Words in a row without a function word from which a text without any punctuation is a list of keywords. Judgement."""
SALAD_RUN_AFTER_VERB = 9
"""The same when the text opens with a verb, which is a request at least in form. Judgement."""

_PAUSES = character_table(",.;:!?()[]{}|/\"'`<>=\n-·")
_PAUSES[255] = True  # stands for everything beyond Latin-1: dashes, bullets, full-width commas


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the grammar columns, one row per text; shares are 0.0 for a text without words.

    Columns:
        n_letters; n_function_words, share_function_words (of the words), n_binding_words (without those that are stuffed like
        keywords); n_verbs (words listed as verbs of prompts and questions), opens_with_verb; share_known (words that are function
        words, common words, listed verbs or technical terms); n_judged_words (letter runs of four or more), share_wordlike (of
        these, the share with letter pairs that words have; 1.0 when none is judged); n_pauses (punctuation and line breaks),
        n_commas, n_equations (``=`` and ``?``); longest_run_without_function_word, longest_run_without_binding_word (words).
    """
    words, classes = batch.words, word_classes(batch)
    is_function = (classes & FUNCTION) != 0
    is_binding = is_function & ((classes & LOOSE_WORD) == 0)
    is_verb = (classes & VERB) != 0
    is_known = (classes & (FUNCTION | COMMON)) != 0
    is_known[_words_of_terms(batch, hits)] = True
    n_function = batch.count_words(is_function)
    runs = letter_runs(batch)
    judged = runs.length >= JUDGED_LETTERS
    likely = looks_like_word(batch, runs)
    n_judged = count_owners(batch, runs.text[judged])
    n_likely = count_owners(batch, runs.text[judged & likely])
    opens = np.zeros(len(batch), dtype=np.bool_)
    first = _first_words(batch)
    opens[words.text[first]] = is_verb[first]
    return {
        "n_letters": batch.count(runs.is_letter),
        "n_function_words": n_function,
        "share_function_words": share(n_function, batch.n_words),
        "n_binding_words": batch.count_words(is_binding),
        "n_verbs": batch.count_words(is_verb),
        "opens_with_verb": opens,
        "share_known": share(batch.count_words(is_known), batch.n_words),
        "n_judged_words": n_judged,
        "share_wordlike": np.where(n_judged > 0, share(n_likely, n_judged), 1.0),
        "n_pauses": count_positions(batch, where_set(_PAUSES[runs.latin] & ~runs.is_letter)),
        "n_commas": find_signs(batch).count(","),
        "n_equations": find_signs(batch).count("=") + find_signs(batch).count("?"),
        "longest_run_without_function_word": _longest_runs(batch, is_function),
        "longest_run_without_binding_word": _longest_runs(batch, is_binding),
    }


def nonsense_kind(features: Mapping[str, NDArray[Any]]) -> NDArray[np.object_]:
    """Return for each text "symbols", "garbage", "keyword salad" or None.

    * symbols: no letter, and not a sum or a riddle in digits ("6*7=?"); an empty text is none of the three.
    * garbage: more than half of the judged words have letter pairs that no word has, and at most a quarter of the words are known
      (or exactly half, and none is known); or three such words make up 40 % of the judged ones and at most one word in six binds.
    * keyword salad: seven or more words, at most one of them (or one in twelve) binding, and either no punctuation with a run of
      seven words without a binding word (nine, when a verb opens the text), or a comma after nearly every single word.

    Binding words are function words other than those that are stuffed like keywords ("must", "only", "because").

    A list of keywords is the accepted form of a prompt for an image model: texts of the domain ``cine`` are never salad (column
    ``domain``, when it is there), nor are texts of another language, whose function words are not listed.

    Source:
        Judgement. False alarms on 20,000 real prompts: garbage 1; keyword salad 14 of 3,913 image prompts (38 without the column
        ``domain``) and none of the other 16,087; symbols none. Caught of 500 each made at random: 91 % of keys hit along keyboard
        rows, 93 % of uniform letters, 99 % of shuffled keywords of prompt writing, 100 % of the same with commas.
    """
    kinds = np.full(len(features["n_words"]), None, dtype=object)
    kinds[_is_salad(features)] = "keyword salad"
    kinds[_is_garbage(features)] = "garbage"
    sums = (features["n_digits"] > 0) & (features["n_equations"] > 0)
    kinds[(features["n_lines"] > 0) & (features["n_letters"] == 0) & ~sums] = "symbols"
    return kinds


def _is_garbage(features: Mapping[str, NDArray[Any]]) -> Bools:
    wordlike, known = features["share_wordlike"], features["share_known"]
    # At exactly half, one odd name beside one word is enough; then no word at all may be known.
    unlikely = ((wordlike < 0.5) & (known <= 0.25)) | ((wordlike == 0.5) & (known == 0.0))
    n_odd = np.rint((1.0 - wordlike) * features["n_judged_words"])
    mixed = (wordlike <= 0.6) & (n_odd >= 3) & (features["n_binding_words"] * 6 <= features["n_words"])
    return np.asarray((unlikely & (features["n_judged_words"] > 0)) | mixed)


def _is_salad(features: Mapping[str, NDArray[Any]]) -> Bools:
    n_words, n_binding = features["n_words"], features["n_binding_words"]
    dense = (n_words >= SALAD_WORDS) & (n_binding * 12 <= np.maximum(n_words, 12))
    least = np.where(features["opens_with_verb"], SALAD_RUN_AFTER_VERB, SALAD_RUN)
    bare = (features["n_pauses"] == 0) & (features["longest_run_without_binding_word"] >= least)
    listed = (features["n_commas"] * 5 >= n_words * 4) & (features["n_pauses"] <= features["n_commas"] + 1)
    salad = dense & (bare | listed) & (features["language"] != "other")
    if "domain" in features:
        salad &= features["domain"] != "cine"
    return np.asarray(salad, dtype=np.bool_)


def _words_of_terms(batch: Batch, hits: Hits) -> Ints:
    """Return the index of each word at which a technical term begins."""
    starts = batch.words.start
    found = accepted_terms(batch, hits, None).start
    index = np.minimum(starts.searchsorted(found), max(len(starts) - 1, 0))
    return np.asarray(index[starts[index] == found]) if len(starts) else np.empty(0, dtype=np.int64)


def _first_words(batch: Batch) -> Ints:
    """Return the index of the first word of each text that has words."""
    return np.asarray(batch.first_word[batch.n_words > 0])


def _longest_runs(batch: Batch, is_function: Bools) -> Ints:
    """Return the most words in a row without a function word in each text."""
    longest = np.zeros(len(batch), dtype=np.int64)
    text = batch.words.text
    if not len(text):
        return longest
    index = np.arange(len(text))
    # A run begins behind the last function word, or at the first word of the text.
    last = np.maximum.accumulate(np.where(is_function, index, index - batch.word_places - 1))
    first = _first_words(batch)
    longest[text[first]] = np.maximum.reduceat(index - last, first)
    return longest
