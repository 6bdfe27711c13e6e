"""Formats, data blocks and lists that contradict what is said about them: FMT."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.blocks import DataBlock, data_blocks, find_fault, keys_of
from promptsmith.rules.numbers import NUMBER, number_value
from promptsmith.text.document import Document

_KEY_WORD = r"[\"'`]?[^\W\d][\w\-]*[\"'`]?"
_ASKED = re.compile(
    r"(?:keys|fields|properties|claves|campos|propiedades)\b(?: named| called| llamad[ao]s)?\s*(?:\((?=[^)\n]{3,200}\))|:|are|son)?\s*"
    rf"(?P<list>{_KEY_WORD}(?:\s*,\s*(?:and |y )?{_KEY_WORD})*(?:,?\s+(?:and|y|e)\s+{_KEY_WORD})?)"
)
_ASKED_ITEMS = re.compile(r"(?:keys|fields|properties|claves|campos|propiedades)\b[^\n:.]{0,40}:[ \t]*\n")
_ITEM_KEY = re.compile(
    r"[ \t]*[-*•+][ \t]+[*_]{0,2}[\"'`]?(?P<key>[^\W\d]\w*)[\"'`]?[*_]{0,2}[ \t]*(?=[:(\n]|-[ \t]|–|—|\Z)[^\n]*(?:\n|\Z)"
)
_KEY = re.compile(r"[^\W\d][\w\-]*")
_OPEN_LIST = re.compile(
    r"\b(?:optional\w*|opcional\w*|at least|al menos|including|such as|like|como|e\.g|any|other|more|etc|may)\b"
)
_LIST_WORDS = frozenset(["and", "y", "e", "or", "o", "the", "with", "for", "in", "of", "to"])


@rule(
    code="FMT302",
    name="keys-differ-from-example",
    severity="error",
    since="0.1",
    summary="The keys that are asked for differ from the keys of the example.",
    why="The model follows the list or the example, and the program that reads the answer expects the other one.",
    evidence="B",
    sources=("arXiv:2509.14404", "OpenAI prompt guide"),
    languages=("en", "es"),
    scopes=("instruction", "context"),
    bad=(
        Example('Return JSON with the keys ⟦name, age and city⟧. Example: {"name": "Ana", "years": 3, "city": "Rome"}'),
        Example('Devuelve JSON con las claves ⟦nombre y edad⟧, por ejemplo {"nombre": "Ana", "años": 3}', language="es"),
        Example(
            'Return JSON with these fields:\n⟦- title: the title\n- year: the year\n⟧\nExample:\n{"title": "Ulysses", "date": 1922}'
        ),
    ),
    good=(
        Example('Return JSON with the keys name and age. Example: {"name": "Ana", "age": 3}'),
        Example(
            'Return JSON with keys such as name and age, for example {"name": "Ana", "city": "Rome"}', because="an open list"
        ),
        Example('Add the keys name and age to this file: {"id": 4}', because="the object shares no key: it is input"),
        Example(
            'Devuelve las claves nombre y edad: {"personas": [{"nombre": "Ana", "edad": 3}]}', language="es", because="nested"
        ),
        Example('Explain: "with the keys name and age", then {"name": "Ana", "years": 3}.', because="quoted"),
    ),
    triggers=("keys", "fields", "properties", "claves", "campos", "propiedades"),
    gate=lambda features: features["n_braces"] > 0,
)
def keys_differ_from_example(document: Document) -> Iterator[Finding]:
    """Yield the list of keys when the one example object that shares keys with it has other keys."""
    objects = [found for found in (_object_keys(block) for block in data_blocks(document)) if found]
    if not objects:
        return
    starts = [block.start for block, _ in objects]
    for start, _ in document.triggers["FMT302"]:
        asked = _asked_keys(document, start)
        if asked is None:
            continue
        first, last, names = asked
        after = bisect_left(starts, last)
        for block, levels in objects[after : after + _NEXT_BLOCKS]:
            if not _shows_answer(document, last, block.start):
                continue
            best = max(levels, key=lambda keys: len(keys & names))
            missing, extra = sorted(names - set().union(*levels)), sorted(best - names)
            # The example of a list shares at least half of its keys; an object that shares fewer is something else.
            if not missing or len(best & names) * 2 < len(names):
                continue
            told = f"asks for {', '.join(missing)}, which the example does not have"
            if extra:
                told += f"; the example has {', '.join(extra)} instead"
            yield Finding(
                first, last, f"The list {told}.", "Use the same keys in both places.", related=((block.start, block.end),)
            )
            break


_NEXT_BLOCKS = 3
"""Blocks after a list of keys that may be its example. Judgement."""

_SHOWS = re.compile(
    r"\b(?:examples?|formats?|like|as|structure|schema|shape|template|output|return|answer|follow\w*|ejemplos?|formato|así|como|"
    r"estructura|esquema|plantilla|salida|devuel\w+|respuesta|responde|siguiente)\b"
)


def _shows_answer(document: Document, list_end: int, block_start: int) -> bool:
    """Tell whether an object after the list of keys shows the answer, rather than being the input."""
    between = document.folded[max(list_end, block_start - 120) : block_start]
    return _SHOWS.search(between) is not None or (block_start - list_end <= 40 and not re.search(r"\w", between))


def _object_keys(block: DataBlock) -> tuple[DataBlock, list[set[str]]] | None:
    try:
        value = json.loads(block.text)
    except (ValueError, RecursionError):
        return None
    levels = [{key.casefold() for key in keys} for keys in keys_of(value) if keys]
    return (block, levels) if levels else None


def _asked_keys(document: Document, start: int) -> tuple[int, int, set[str]] | None:
    """Return the span and the names of the list of keys announced at ``start``, if there is a closed one of two or more."""
    folded = document.folded
    line = folded[max(0, start - 200) : start].rpartition("\n")[2].rpartition(". ")[2]
    if _OPEN_LIST.search(line):
        return None
    items = _ASKED_ITEMS.match(folded, start)
    if items:
        position, names = items.end(), []
        while item := _ITEM_KEY.match(folded, position):
            names.append(item["key"])
            position = item.end()
        return (items.end(), position, set(names)) if len(names) >= 2 else None
    match = _ASKED.match(folded, start)
    if match is None:
        return None
    names = [name for name in _KEY.findall(match["list"]) if name not in _LIST_WORDS]
    if (
        len(names) < 2
        or _OPEN_LIST.search(match["list"])
        or _OPEN_LIST.match(folded[match.end() : match.end() + 30].lstrip(" ,("))
    ):
        return None
    return match.start("list"), match.end("list"), set(names)


@rule(
    code="FMT303",
    name="data-block-does-not-parse",
    severity="error",
    since="0.1",
    summary="A block of JSON, XML or YAML in the prompt is not well formed.",
    why="The model copies the mistake, and a program that reads the answer stops.",
    evidence="C",
    sources=("arXiv:2509.14404", "ECMA-404"),
    languages=("any",),
    scopes=("code", "data", "example"),
    bad=(
        Example('Return this shape:\n```json\n{"name": "Ana"⟦,⟧}\n```'),
        Example('Usa este formato:\n```json\n{"nombre": "Ana" ⟦"edad"⟧: 3}\n```', language="es"),
        Example("Answer as:\n```xml\n<list><item>one⟦</list>⟧\n```"),
        Example("Keep this file:\n```yaml\nname: demo\n⟦\t⟧version: 2\n```"),
    ),
    good=(
        Example('Return this shape:\n```json\n{"name": "Ana", ...}\n```', because="an ellipsis marks an abridged sketch"),
        Example('Return this shape:\n```json\n{"name": string, "tags": string[]}\n```', because="a sketch with type names"),
        Example('Usa:\n```json\n{"nombre": {{nombre}}}\n```', language="es", because="a placeholder will be filled in"),
        Example('Fix this:\n```json\n{"a": 1,}\n```', because="the fault is the task"),
        Example('Log:\n```json\n{"a": 1}\n{"a": 2}\n```', because="one object per line"),
    ),
    gate=lambda features: (features["n_backticks"] >= 3) | ((features["n_braces"] > 0) & (features["share_data"] > 0)),
)
def data_block_does_not_parse(document: Document) -> Iterator[Finding]:
    """Yield the place where the first fault of each data block lies."""
    if _ABOUT_FAULTS.search(document.folded):
        return
    for block in data_blocks(document):
        fault = find_fault(block)
        if fault:
            start, end, what = fault
            line = document.text.count("\n", 0, start) + 1
            yield Finding(
                start,
                end,
                f"This {block.language} is not well formed on line {line}: {what}.",
                "Correct the block, or mark gaps with ...",
            )


_ABOUT_FAULTS = re.compile(
    r"\b(?:fix|repair|correct|debug|invalid|malformed|broken|errors?|parse|validate|lint|arregla|corrige|repara|depura|inválid[oa]|"
    r"mal formad[oa]|errores|valida)\b"
)

_ANNOUNCED = re.compile(
    rf"(?:\b(?:the following|these|los siguientes|las siguientes|estos|estas)\s+(?P<n>{NUMBER})"
    rf"|\b(?P<m>{NUMBER})\s+(?:following|siguientes))"
    r"\s+(?P<noun>[^\W\d_]+(?:[ \-][^\W\d_]+){0,2})[^\n:.!?;]{0,60}:[*_]{0,2}[ \t]*\n"
)
_NUMBER_BEFORE = re.compile(rf"\b({NUMBER})[ \t]+\Z")
_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?:(?P<bullet>[-*•+–])|(?P<digits>\d{1,3})[.)]|(?P<letter>[a-z])\))[ \t]+\S[^\n]*(?:\n|\Z)",
    re.IGNORECASE,
)
_NOT_ITEMS = frozenset(
    ["words", "sentences", "lines", "characters", "minutes", "hours", "days", "palabras", "frases", "líneas", "caracteres"]
)


@rule(
    code="FMT305",
    name="announced-number-differs-from-list",
    severity="warning",
    since="0.1",
    summary="The text announces a number of items and lists another number.",
    why="An item was lost or added, and the model invents or drops one to make the number right.",
    evidence="J",
    sources=("judgement",),
    languages=("en", "es"),
    scopes=("instruction", "context"),
    bad=(
        Example("Answer the following ⟦three⟧ questions:\n1. Who wrote it?\n2. When was it written?"),
        Example("Follow these ⟦2⟧ rules:\n- Be brief.\n- Be kind.\n- Cite sources."),
        Example("Responde a las siguientes ⟦cuatro⟧ preguntas:\n1. ¿Quién?\n2. ¿Cuándo?\n3. ¿Dónde?", language="es"),
    ),
    good=(
        Example("Answer the following two questions:\n1. Who wrote it?\n2. When was it written?"),
        Example(
            "Answer the following 2 questions:\n1. Who wrote it?\n   - Give the full name.\n2. When?", because="a nested item"
        ),
        Example("Write 5 tips in this format:\n- tip\n- reason", because="the list shows the format of one"),
        Example("Sigue estas 3 reglas.\n- Sé breve.", language="es", because="the list does not follow from the sentence"),
        Example('Translate "these 3 rules:\n- one\n- two".', because="quoted"),
    ),
    triggers=("the following", "these", "following", "los siguientes", "las siguientes", "siguientes", "estos", "estas"),
    gate=lambda features: features["n_newlines"] > 0,
)
def announced_number_differs_from_list(document: Document) -> Iterator[Finding]:
    """Yield the number when the list right below it has another count of top items."""
    folded = document.folded
    seen: set[int] = set()
    for start, _ in document.triggers["FMT305"]:
        match = _ANNOUNCED.match(folded, start) or _before_following(folded, start)
        if match is None:
            continue
        group = "n" if match["n"] else "m"
        announced, place = number_value(match[group]), match.span(group)
        listed = _count_items(document.text, match.end())
        if listed < 1 or announced == listed or place[0] in seen or match["noun"].split()[0] in _NOT_ITEMS:
            continue
        seen.add(place[0])
        yield Finding(
            *place,
            f"{announced} {match['noun'].split()[0]} announced, {listed} listed below.",
            f"Write {listed}, or list what is missing.",
        )


def _before_following(folded: str, start: int) -> re.Match[str] | None:
    """Match "3 following questions" from the word "following"."""
    lead = _NUMBER_BEFORE.search(folded, max(0, start - 16), start)
    return _ANNOUNCED.match(folded, lead.start()) if lead else None


def _count_items(text: str, start: int) -> int:
    """Return the number of items of the list that begins at ``start`` or after one blank line; 0 when it is not clear.

    Deeper items do not count. A line without marker right below an item belongs to it.
    """
    position = start
    while position < len(text) and text[position] == "\n" and position < start + 2:
        position += 1
    first = _ITEM.match(text, position)
    if first is None:
        return 0
    count, blank = 0, False
    while position < len(text):
        if position > start + 2 * _REACH:
            return 0  # so long a list is data
        item = _ITEM.match(text, position)
        if item and item["indent"] == first["indent"]:
            if "{{" in item[0] or "{%" in item[0]:
                return 0  # one line may become many items
            if not _continues(first, item, count):
                break
            count += 1
        stop = text.find("\n", position)
        stop = len(text) if stop < 0 else stop
        if not item and text[position] not in " \t\n" and (blank or text[stop - 1] == ":"):
            break
        blank = not text[position:stop].strip()
        position = stop + 1
    return 0 if _goes_on(text, position, first, count) else count


def _continues(first: re.Match[str], item: re.Match[str], count: int) -> bool:
    if first["digits"]:
        return bool(item["digits"]) and (count == 0 or item["digits"] != first["digits"])
    return item["bullet"] == first["bullet"] and bool(item["letter"]) == bool(first["letter"])


_REACH = 2000
"""Characters behind a list in which its next item is looked for. Judgement."""


def _goes_on(text: str, position: int, first: re.Match[str], count: int) -> bool:
    """Tell whether the same list seems to go on after a paragraph in between."""
    number = rf"{int(first['digits']) + count}[.)]" if first["digits"] else r"[a-zA-Z]\)"
    marker = re.escape(first["bullet"]) if first["bullet"] else number
    return re.compile(rf"^[ \t]*{marker}[ \t]", re.MULTILINE).search(text, position, position + _REACH) is not None
