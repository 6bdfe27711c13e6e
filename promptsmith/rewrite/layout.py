"""Setting the user's own sentences apart: a wall of instructions becomes a list under a heading, word for word."""

from __future__ import annotations

from promptsmith.rewrite.sections import TASK_HEADINGS
from promptsmith.text.document import Document

MIN_SENTENCES = 5
MIN_WORDS = 60
MIN_INSTRUCTIONS = 4
"""What makes one paragraph a wall of instructions. Judgement; below this a paragraph reads well as it is."""

# Verbs that open an instruction; own list of the commonest, enough to tell a list of orders from a story.
_VERBS = frozenset(
    "use write list give include make do don't add keep explain describe create avoid return show find start end begin ensure provide "
    "answer read check name compare summarize summarise translate state mention never always only then finally first next limit "
    "format output generate identify analyze analyse focus highlight put remove replace suggest tell ask follow classify extract "
    "usa escribe enumera da incluye haz añade mantén explica describe crea evita devuelve muestra busca empieza termina asegura "
    "responde lee comprueba nombra compara resume traduce indica menciona nunca siempre solo no luego después finalmente primero "
    "limita genera identifica analiza céntrate destaca pon quita sustituye sugiere di pregunta sigue clasifica extrae".split()
)


def task_list(document: Document) -> list[tuple[int, int, str]]:
    """Return the white space to replace (start, end, new) so that each sentence is an item, or nothing.

    Only a text of one paragraph without any markup is set apart, and only at borders between sentences that lie outside quotes,
    code, data and brackets. Sentences before the first instruction stay above the heading.
    """
    text, sentences = document.text, document.sentences
    if "\n" in text.strip() or len(sentences) < MIN_SENTENCES or len(document.words) < MIN_WORDS:
        return []
    opens = [_first_word(document, start, end) in _VERBS for start, end in sentences]
    if sum(opens) < MIN_INSTRUCTIONS:
        return []
    first = opens.index(True)
    # A tail that tells rather than orders would be pulled into the list; then the paragraph is not a list of instructions.
    if sum(opens[first:]) < 0.7 * len(opens[first:]):
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


def _first_word(document: Document, start: int, end: int) -> str:
    words = document.folded[start:end].split(maxsplit=1)
    return words[0].strip(",.;:") if words else ""


def _is_border(document: Document, start: int, end: int) -> bool:
    """Tell whether both sides are outside protected spans and outside brackets."""
    for low, high, _, _ in document.scopes:
        if low < start < high or low < end < high:
            return False
    before = document.text[:start]
    return all(before.count(opener) <= before.count(closer) for opener, closer in ("()", "[]", "{}"))
