"""How many instructions stand together, and how they are set: STR704, STR709, ECO904."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.directives import Sentences
from promptsmith.text.document import Document

_MIN_WALL_WORDS = 120
_MIN_WALL_REQUESTS = 6
"""Words and requests of one paragraph from which readers lose track. Judgement."""


@rule(
    code="STR704",
    name="many-instructions-in-one-paragraph",
    severity="info",
    since="0.1",
    summary="One long paragraph holds many instructions and the prompt has no list or heading.",
    why="Instructions in running text are overlooked more easily than in a list.",
    evidence="B",
    sources=("Google: prompt design strategies",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example(
            "⟦" + " ".join(
                f"Write {part} of the letter with care and keep every sentence of it as short and as friendly as you possibly can."
                for part in ("the head", "the opening", "the body", "the offer", "the terms", "the thanks", "the close", "the footer")
            ) + "⟧"
        ),
        Example(
            "⟦" + " ".join(
                f"Escribe {parte} de la carta con cuidado y usa en cada una de sus frases un tono tan breve y tan amable como puedas."
                for parte in ("la cabecera", "la apertura", "el cuerpo", "la oferta", "el plazo", "las gracias", "el cierre", "el pie")
            ) + "⟧",
            language="es",
        ),
    ),
    good=(
        Example("Write a letter. Keep it short. Use a warm tone. Add a date. Sign it.", because="few and short"),
        Example(
            "\n".join(f"- Write part {n} of the letter with care and keep all sentences of it as short as you can." for n in range(9)),
            because="a list",
        ),
        Example("Resume: «" + "Escribe la carta con mucho cuidado y en un tono amable. " * 16 + "»", language="es", because="quoted"),
        Example("The sea was calm and the boats lay still in the evening light of the bay. " * 12 + "Continue.", because="a story"),
    ),
    gate=lambda features: (
        (features["n_words"] >= _MIN_WALL_WORDS) & (features["n_sentences"] >= _MIN_WALL_REQUESTS)
        & (features["n_list_items"] == 0) & (features["n_headings"] == 0) & (features["share_instruction"] > 0)
    ),
)  # fmt: skip
def many_instructions_in_one_paragraph(document: Document) -> Iterator[Finding]:
    """Yield each paragraph of at least the words and requests that make a wall, in a text without lists and headings."""
    text = document.text
    requests = Sentences(document)
    for start, end in document.lines:
        # No word with its space is shorter than two characters.
        if end - start < 2 * _MIN_WALL_WORDS or document.scope_at(start) != "instruction":
            continue
        if len(text[start:end].split()) < _MIN_WALL_WORDS:
            continue
        low, high = bisect_left(document.sentences, (start, 0)), bisect_left(document.sentences, (end, 0))
        inside = document.sentences[low:high]
        if len(inside) < _MIN_WALL_REQUESTS:
            continue
        count = sum(
            document.scope_at(first) == "instruction" and requests.is_directive((first, last)) for first, last in inside
        )
        if count >= _MIN_WALL_REQUESTS and 2 * count >= len(inside):
            yield Finding(
                start, end, f"{count} instructions stand in one paragraph of {len(text[start:end].split())} words.",
                "Put each on a line of its own, in a list.",
            )  # fmt: skip


_LIST_ITEM = re.compile(r"^(?P<indent>[ \t]*)(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)", re.MULTILINE)
_MAX_DEPTH = 4
_MAX_ITEMS = 40
"""Levels of a list, and requests of one prompt, that are still followed well. Judgement; with 500 instructions the best
models keep two thirds, and drop those that come late (arXiv:2507.11538)."""
_LEVEL = 2
"""Columns by which a level is indented at least. CommonMark 0.31, 5.2: as wide as the marker and its space."""
_TAB = "    "
"""A tab in the indent of an item counts as four columns (CommonMark 0.31, 2.2)."""


@rule(
    code="STR709",
    name="list-too-deep-or-too-long",
    severity="info",
    since="0.1",
    summary="Instructions stand in a list of more than four levels, or of more than forty requests.",
    why="Models follow fewer of the instructions the more there are, and lose those that come late or lie deep.",
    evidence="A",
    sources=("arXiv:2507.11538",),
    languages=("en", "es"),
    scopes=("instruction", "context"),
    bad=(
        Example("Follow:\n- Letters\n  - Short\n    - Friendly\n      - Signed\n        ⟦-⟧ In ink"),
        Example(
            "Sigue:\n1. Cartas\n   1. Breves\n      1. Amables\n         1. Firmadas\n            ⟦1.⟧ Con tinta", language="es"
        ),
        Example("Rules:\n" + "\n".join(f"{'⟦-⟧' if n == 40 else '-'} Write part {n} with care." for n in range(45))),
    ),
    good=(
        Example("Follow:\n- Letters\n  - Short\n    - Friendly\n      - Signed"),
        Example("Sort these:\n" + "\n".join(f"- town {n}" for n in range(60)), because="names, no requests"),
        Example("Sigue:\n- Cartas\n        - Breves", language="es", because="a wide indent is one level"),
        Example("Explain:\n```\n- a\n  - b\n    - c\n      - d\n        - e\n```", because="quoted code"),
    ),
    gate=lambda features: features["n_list_items"] > _MAX_DEPTH,
)
def list_too_deep_or_too_long(document: Document) -> Iterator[Finding]:
    """Yield the first item of the fifth level, and the first request beyond the longest list that is followed well."""
    text = document.text
    # The fifth level is indented by eight columns or more; without such an indent only a text of many lines matters.
    if text.count("\n") < _MAX_ITEMS and "        " not in text and "\t" not in text:
        return
    items = list(_LIST_ITEM.finditer(text))
    deepest = _deepest(document, items)
    if deepest:
        start = deepest.end("indent")
        told = f"This item lies {_MAX_DEPTH + 1} levels deep."
        yield Finding(start, deepest.end() - 1, told, "Make sections of the upper levels.")
    requests = _requests(document, items) if len(items) > _MAX_ITEMS else []
    if len(requests) > _MAX_ITEMS:
        start = requests[_MAX_ITEMS].end("indent")
        yield Finding(
            start,
            requests[_MAX_ITEMS].end() - 1,
            f"The lists hold {len(requests)} instructions; this is number {_MAX_ITEMS + 1}.",
            "Keep those that change the answer, or split the task.",
        )


def _deepest(document: Document, items: list[re.Match[str]]) -> re.Match[str] | None:
    """Return the first item that lies deeper than `_MAX_DEPTH` levels outside code, data and quotations."""
    open_levels: list[int] = []
    for item in items:
        column = len(item["indent"].replace("\t", _TAB))
        while open_levels and column < open_levels[-1]:
            open_levels.pop()
        if not open_levels or column >= open_levels[-1] + _LEVEL:
            open_levels.append(column)
        if len(open_levels) > _MAX_DEPTH and document.scope_at(item.end("indent")) in ("instruction", "context"):
            return item
    return None


def _requests(document: Document, items: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the items that give an instruction, outside code, data and quotations."""
    judged = Sentences(document)
    said = [item for item in items if document.scope_at(item.end("indent")) in ("instruction", "context")]
    return [item for item in said if judged.is_directive(judged.at(item.end()))]


@rule(
    code="ECO904",
    name="very-many-instructions",
    severity="info",
    since="0.1",
    summary="A prompt gives more than forty instructions, most of them outside lists.",
    why="Models follow fewer of the instructions the more there are: 68 % of 500 in one study, the early ones first.",
    evidence="A",
    sources=("arXiv:2507.11538",),
    languages=("en", "es"),
    scopes=("instruction", "context"),
    bad=(
        Example(" ".join(f"{'⟦' if n == 40 else ''}Write part {n} with care.{'⟧' if n == 40 else ''}" for n in range(45))),
        Example(
            " ".join(f"{'⟦' if n == 40 else ''}Escribe la parte {n} con cuidado.{'⟧' if n == 40 else ''}" for n in range(45)),
            language="es",
        ),
    ),
    good=(
        Example(" ".join(f"Write part {n} with care." for n in range(38)), because="at the limit"),
        Example("Go on with the tale. " + "The boats lay still in the bay. " * 50, because="a story, one request"),
        Example("\n".join(f"- Write part {n} with care." for n in range(45)), because="a list: STR709 reports it"),
        Example("Explica:\n```\n" + "Escribe la parte con cuidado.\n" * 45 + "```", language="es", because="in code"),
    ),
    gate=lambda features: features["n_sentences"] > _MAX_ITEMS,
)
def very_many_instructions(document: Document) -> Iterator[Finding]:
    """Yield the first instruction beyond `_MAX_ITEMS`, unless the lists alone hold as many."""
    judged = Sentences(document)
    said = [sentence for sentence in document.sentences if document.scope_at(sentence[0]) in ("instruction", "context")]
    if len(said) <= _MAX_ITEMS:
        return
    given = [sentence for sentence in said if judged.is_directive(sentence)]
    if len(given) <= _MAX_ITEMS or len(_requests(document, list(_LIST_ITEM.finditer(document.text)))) > _MAX_ITEMS:
        return
    yield Finding(
        *given[_MAX_ITEMS],
        f"The prompt gives {len(given)} instructions; this is number {_MAX_ITEMS + 1}.",
        "Keep those that change the answer, or split the task.",
    )
