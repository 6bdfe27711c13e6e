"""Setting the user's own sentences apart: a wall of instructions becomes a list under a heading, word for word."""

from __future__ import annotations

from promptsmith.rewrite.sections import TASK_HEADINGS
from promptsmith.rules.directives import is_directive
from promptsmith.text.document import Document

MIN_SENTENCES = 5
MIN_WORDS = 60
MIN_INSTRUCTIONS = 4
"""What makes one paragraph a wall of instructions. Judgement; below this a paragraph reads well as it is."""
MIN_SHARE = 0.7
"""Share of instructions among the sentences from the first instruction on. Judgement: one remark in between does no harm."""

ROLES = (
    "i want you to act", "i want you to be", "act as", "you are", "you will act", "imagine you are", "pretend",
    "quiero que actúes", "quiero que seas", "actúa como", "actúe como", "eres", "imagina que eres",
)  # fmt: skip
"""How a sentence that gives a role begins, folded."""


def task_list(document: Document) -> list[tuple[int, int, str]]:
    """Return the white space to replace (start, end, new) so that each sentence is an item, or nothing.

    Only a text of one paragraph without any markup is set apart, and only at borders between sentences that lie outside quotes,
    code, data and brackets. Sentences before the first instruction stay above the heading.
    """
    text, sentences = document.text, document.sentences
    if "\n" in text.strip() or len(sentences) < MIN_SENTENCES or len(document.words) < MIN_WORDS:
        return []
    opens = [_is_step(document, sentence) for sentence in sentences]
    if sum(opens) < MIN_INSTRUCTIONS:
        return []
    first = opens.index(True)
    # A tail that tells rather than orders would be pulled into the list; then the paragraph is not a list of instructions.
    if sum(opens[first:]) < MIN_SHARE * (len(opens) - first):
        return []
    heading = f"{TASK_HEADINGS[document.language]}\n"
    changes: list[tuple[int, int, str]] = []
    if first == 0:
        changes.append((sentences[0][0], sentences[0][0], f"{heading}- "))
    for number in range(max(first, 1), len(sentences)):
        start, end = sentences[number - 1][1], sentences[number][0]
        if text[start:end].strip() or start == end:
            return []
        if not _is_border(document, start, end):
            continue
        changes.append((start, end, f"\n\n{heading}- " if number == first else "\n- "))
    return changes


def _is_step(document: Document, sentence: tuple[int, int]) -> bool:
    """Tell whether a sentence gives an instruction; one that gives the reader a role is no step."""
    return not document.folded.startswith(ROLES, sentence[0]) and is_directive(document, sentence)


def _is_border(document: Document, start: int, end: int) -> bool:
    """Tell whether both sides are outside protected spans and outside brackets."""
    for low, high, _, _ in document.scopes:
        if low < start < high or low < end < high:
            return False
    before = document.text[:start]
    return all(before.count(opener) <= before.count(closer) for opener, closer in ("()", "[]", "{}"))
