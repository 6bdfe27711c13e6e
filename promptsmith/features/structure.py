"""Structure: characters, lines, blocks and scopes. The counts are cheap and cover every scope, so rules use them as gates."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import SCOPES
from promptsmith.features.counting import character_table, count_owners, count_positions
from promptsmith.features.lines import Lines, find_lines, line_breaks
from promptsmith.features.signs import find_signs
from promptsmith.text.batch import Batch, Bools, Floats, Ints, where_set
from promptsmith.text.classes import DIGIT, INVISIBLE, LETTER, SPACE
from promptsmith.text.terms import Hits, TermSet

TERM_SETS: tuple[TermSet, ...] = ()

_CHARACTERS = {
    "n_backticks": "`",
    "n_braces": "{",
    "n_brackets": "[",
    "n_angles": "<",
    "n_percents": "%",
    "n_dollars": "$",
    "n_double_quotes": '"',
}
_BULLETS = character_table("-*+·")
_FAR_BULLETS = ("•", "‣", "–")
_SHARED_SCOPES = ("instruction", "context", "data", "example", "quote", "code")

_LABEL_CHARACTERS = 40
"""Longest label before a colon, in characters. Judgement: longer ones are sentences that end in a colon."""
_LABEL = re.compile(r"[\W_]{0,6}[^\W\d_][\w'’()/&.\-]*(?: [\w'’()/&.\-]+){0,3}[*_]{0,2}:(?=\s|\*|\x00)")
"""At most four words (judgement) and a colon before white space, bold marks or the end of the text."""


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the structure columns, one row per text.

    Columns:
        n_newlines (line breaks), n_backticks, n_braces ``{``, n_brackets ``[``, n_angles ``<``, n_percents, n_dollars,
        n_double_quotes (straight), n_non_ascii, n_invisible (format characters), n_digits; n_list_items, n_headings, n_fences
        (fence lines), n_tables, n_labels (lines that open with at most four words and a colon), n_paragraphs;
        share_instruction, share_context, share_data, share_example, share_quote, share_code (of the characters, 0 for an empty
        text); n_placeholders, has_variables.
    """
    signs = find_signs(batch)
    columns: dict[str, NDArray[Any]] = {"n_newlines": count_positions(batch, line_breaks(batch))}
    for name, character in _CHARACTERS.items():
        columns[name] = signs.count(character)
    columns["n_non_ascii"] = count_positions(batch, batch.beyond_ascii)
    columns["n_invisible"] = count_positions(batch, where_set((batch.classes & INVISIBLE) != 0))
    columns["n_digits"] = count_positions(batch, where_set(batch.is_digit))
    columns |= _count_lines(batch)
    columns |= _scope_shares(batch)
    n_placeholders = np.fromiter(map(len, batch.placeholders), dtype=np.int64, count=len(batch))
    return columns | {"n_placeholders": n_placeholders, "has_variables": n_placeholders > 0}


def _count_lines(batch: Batch) -> dict[str, Ints]:
    lines = find_lines(batch)
    end_of_batch = len(batch.codes) - 1
    first, second, third = (batch.codes[np.minimum(lines.start + n, end_of_batch)] for n in range(3))
    fence = ((first == ord("`")) | (first == ord("~"))) & (second == first) & (third == first)
    flags = {
        "n_list_items": is_list_item(batch, lines),
        "n_headings": _is_heading(batch, lines),
        "n_fences": fence,
        "n_tables": _is_table_rule(batch, lines),
        "n_labels": _is_label(batch, lines),
        "n_paragraphs": lines.opens_paragraph,
    }
    return {name: count_owners(batch, lines.text[flag]) for name, flag in flags.items()}


def is_list_item(batch: Batch, lines: Lines) -> Bools:
    """Return which lines open with a bullet, or with up to three digits or one letter and ``.`` or ``)``, before a space."""
    items = np.zeros(len(lines.start), dtype=np.bool_)
    # Most lines open with a letter and no bracket behind it.
    chosen = where_set(((batch.classes[lines.start] & LETTER) == 0) | (batch.codes[lines.start + 1] == ord(")")))
    if len(chosen):
        items[chosen] = _is_marked(batch, lines.start[chosen]) & (lines.end - lines.start > 1)[chosen]
    return items


def _is_marked(batch: Batch, start: Ints) -> Bools:
    """Return which of the lines from ``start`` open with a bullet, a number or a letter as an item does."""
    last = len(batch.codes) - 1
    at = [batch.codes[np.minimum(start + n, last)] for n in range(4)]
    kinds = [batch.classes[np.minimum(start + n, last)] for n in range(5)]
    bullet = _BULLETS[np.minimum(at[0], 255)]
    for far in _FAR_BULLETS:
        bullet |= at[0] == ord(far)
    item = bullet & ((kinds[1] & SPACE) != 0)
    lead = (kinds[0] & DIGIT) != 0
    for n in range(1, 4):
        closed = (at[n] == ord(")")) | (at[n] == ord("."))
        item |= lead & closed & ((kinds[n + 1] & SPACE) != 0)
        lead = lead & ((kinds[n] & DIGIT) != 0)
    item |= ((kinds[0] & LETTER) != 0) & (at[1] == ord(")")) & ((kinds[2] & SPACE) != 0)
    return np.asarray(item)


def _is_heading(batch: Batch, lines: Lines) -> Bools:
    """Return which lines are Markdown headings: one to six ``#`` and a space."""
    heading: Bools = batch.codes[lines.start] == ord("#")
    for line in where_set(heading).tolist():
        start = int(lines.start[line])
        marks = batch.joined[start : start + 8]
        level = len(marks) - len(marks.lstrip("#"))
        heading[line] = level <= 6 and marks[level : level + 1] == " "
    return heading


def _is_table_rule(batch: Batch, lines: Lines) -> Bools:
    """Return which lines are the rule under a Markdown table's head, such as ``|---|---|``: each table has exactly one."""
    first = batch.codes[lines.start]
    rule: Bools = (first == ord("|")) | (first == ord("-")) | (first == ord(":"))
    for line in where_set(rule).tolist():
        written = batch.joined[lines.start[line] : lines.end[line]]
        rule[line] = "|" in written and "---" in written and not written.strip("|:- ")
    return rule


def _is_label(batch: Batch, lines: Lines) -> Bools:
    """Return which lines open with a label: a few words, a colon, then white space, bold marks or the end of the line."""
    label = np.zeros(len(lines.start), dtype=np.bool_)
    colons = find_signs(batch).at(":")
    if not len(colons):
        return label
    index = colons.searchsorted(lines.start)
    colon = colons[np.minimum(index, len(colons) - 1)]
    near = (index < len(colons)) & (colon < lines.end) & (colon - lines.start <= _LABEL_CHARACTERS)
    for line in where_set(near).tolist():
        label[line] = _LABEL.match(batch.joined, int(lines.start[line])) is not None
    return label


def _scope_shares(batch: Batch) -> dict[str, Floats]:
    covered = where_set(batch.scope != 0)
    cells = batch.text_of(covered) * len(SCOPES) + batch.scope[covered]
    counts = np.bincount(cells, minlength=len(batch) * len(SCOPES)).reshape(len(batch), len(SCOPES))
    counts[:, 0] = batch.n_chars - counts[:, 1:].sum(axis=1)  # scope 0 is instruction: whatever no span covers
    shares = counts.T / np.maximum(batch.n_chars, 1)  # an empty text has only counts of 0
    return {f"share_{name}": shares[SCOPES.index(name)] for name in _SHARED_SCOPES}
