"""Formats, data blocks and lists that contradict what is said about them: FMT."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.blocks import DataBlock, data_blocks, find_fault, keys_of
from promptsmith.rules.directives import is_directive
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


_ONLY = re.compile(
    r"\b(?:only|just|nothing but|solo|sólo|solamente|únicamente)\s+(?:with\s+|return\s+|output\s+|con\s+|in\s+|en\s+)?"
    r"(?:(?:a|an|the|valid|raw|pure|un|una|el|la)\s+){0,3}(?P<form>json|xml|yaml|csv|sql|code|código)\b(?!\s*(?:keys?|fields?|files?|claves?|campos?))"
    r"|\b(?P<first>json|xml|yaml|csv|sql|code)[ -]only\b"
)
_EXPLAIN = re.compile(
    r"\b(?:explain (?:your|the|why|how|each|every|what|all)|(?:justify|explain) (?:it|them)\b|justify your|describe your reasoning|"
    r"(?:with|add|include|give|provide) (?:an? |the )?(?:(?:brief|short|detailed|clear) ){0,2}"
    r"(?:explanation|justification|commentary)|"
    r"explica (?:tu|el|la|los|las|por qué|cómo|cada)|justifica (?:tu|el|la|cada)|"
    r"(?:con|añade|incluye|da) (?:una )?(?:breve )?(?:explicación|justificación))\b"
)
_NOT_BESIDE = re.compile(
    r"\b(?:do not|don't|never|without|no|not|if|when|unless|otherwise|then|except|before|after|first|comments?|keys?|fields?|inside|nunca|"
    r"sin|si|cuando|salvo|antes|después|luego|comentarios?|campos?|claves?|dentro)\b|[\"'`]"
)


@rule(
    code="FMT304",
    name="only-format-with-explanation",
    severity="warning",
    since="0.1",
    summary="The answer is to hold only data or code, and an explanation is asked for as well.",
    why="One of the two is dropped, and prose around the data stops the program that reads it.",
    evidence="B",
    sources=("OpenAI prompt guide",),
    languages=("en", "es"),
    scopes=("instruction", "context"),
    bad=(
        Example("List the rivers of Spain. Return ⟦only JSON⟧. ⟦Explain your⟧ choice of rivers."),
        Example("Write a query that counts orders. Output ⟦only the SQL⟧. ⟦Explain how⟧ it works."),
        Example("Enumera los ríos. Devuelve ⟦solo JSON⟧. ⟦Explica tu⟧ elección de ríos.", language="es"),
    ),
    good=(
        Example("Return only JSON. Do not explain your choice.", because="the explanation is refused"),
        Example('Return only JSON with the key "reason" and explain why in it.', because="the explanation is a value"),
        Example("Return only JSON. If the input is empty, explain why.", because="a condition"),
        Example("Devuelve solo JSON, sin explicación.", language="es"),
        Example('Translate "Return only JSON. Explain your choice."', because="quoted"),
        Example("Explain how only code that compiles is shipped.", because="no demand on the answer"),
    ),
    triggers=(
        "only", "just", "nothing but", "json-only", "code-only", "solo", "sólo", "solamente", "únicamente",
    ),
    gate=lambda features: features["n_sentences"] >= 2,
)  # fmt: skip
def only_format_with_explanation(document: Document) -> Iterator[Finding]:
    """Yield "only <format>" when another request of the prompt asks for an explanation beside it."""
    folded = document.folded
    for start, end in document.triggers["FMT304"]:
        match = _ONLY.search(folded, max(0, start - 8), min(len(folded), end + 40))
        if match is None or not match.start() <= start < match.end() or document.scope_at(match.start()) != "instruction":
            continue
        sentence = document.sentence_at(match.start())
        if not is_directive(document, sentence) or _NOT_BESIDE.search(folded, *sentence):
            continue
        asked = _asks_explanation(document, sentence)
        if asked:
            form = (match["form"] or match["first"]).upper().replace("CODE", "code").replace("CÓDIGO", "code")
            yield Finding(
                *match.span(),
                f"Only {form} is to be returned, but {document.text[slice(*asked)]!r} asks for prose too.",
                "Drop one of them, or give the explanation a field or comment of its own.",
                related=(asked,),
            )
            return


def _asks_explanation(document: Document, but: tuple[int, int]) -> tuple[int, int] | None:
    """Return where another sentence asks for an explanation, without condition and not as a part of the data."""
    for match in _EXPLAIN.finditer(document.folded):
        first, last = document.sentence_at(match.start())
        if (first, last) == but or document.scope_at(match.start()) != "instruction":
            continue
        if is_directive(document, (first, last)) and not _NOT_BESIDE.search(document.folded, first, last):
            return match.span()
    return None


_STEP = re.compile(r"^(?P<indent>[ \t]*)(?P<number>\d{1,3})(?P<mark>[.)])[ \t]+(?=\S)", re.MULTILINE)
_MIN_STEPS = 4
"""Numbered items from which one odd number among them is a slip and not the form of the list. Judgement."""


@rule(
    code="FMT308",
    name="step-number-skipped-or-repeated",
    severity="info",
    since="0.1",
    summary="A numbered list skips a number or uses one twice.",
    why="A step was lost or added, and references to steps by number point at the wrong one.",
    evidence="J",
    sources=("judgement",),
    languages=("any",),
    scopes=("instruction", "context"),
    bad=(
        Example("Do this:\n1. Read the file.\n2. Count the rows.\n3. Sort them.\n⟦5.⟧ Print the result."),
        Example(
            "Haz esto:\n1. Lee el archivo.\n2. Cuenta las filas.\n⟦2.⟧ Ordénalas.\n3. Imprime.\n4. Termina.", language="es"
        ),
    ),
    good=(
        Example("Do this:\n1. Read.\n2. Count.\n3. Sort.\n4. Print."),
        Example("Do this:\n1. Read.\n1. Count.\n1. Sort.\n1. Print.", because="Markdown counts equal numbers on"),
        Example("Do this:\n1. Read:\n1. all\n2. some\n2. Count.\n3. Print.", because="a list inside the list begins at 1"),
        Example("Responde:\n2. ¿Quién?\n5. ¿Cuándo?\n9. ¿Dónde?\n11. ¿Por qué?", language="es", because="a selection"),
        Example('Translate "1. a\n2. b\n3. c\n5. d".', because="quoted"),
    ),
    gate=lambda features: (features["n_list_items"] >= _MIN_STEPS) & (features["n_digits"] >= _MIN_STEPS),
)
def step_number_skipped_or_repeated(document: Document) -> Iterator[Finding]:
    """Yield the one number of a list that does not follow from the numbers before it."""
    lists: dict[tuple[str, str], list[re.Match[str]]] = {}
    for step in _STEP.finditer(document.text):
        lists.setdefault((step["indent"], step["mark"]), []).append(step)
    for steps in lists.values():
        odd = _odd_step(steps)
        if odd and all(document.scope_at(step.start("number")) in ("instruction", "context") for step in steps):
            step, last = odd
            number = int(step["number"])
            told = f"{number} is used twice" if number == last else f"{last + 1} is missing: {number} follows {last}"
            yield Finding(
                step.start("number"), step.end("mark"), f"The numbering is off: {told}.", "Number the steps one by one."
            )


def _odd_step(steps: list[re.Match[str]]) -> tuple[re.Match[str], int] | None:
    """Return the one step out of order and the number before it; None when there is none, several, or the list is unclear.

    A 1 opens a list inside the list, which ends where the outer one goes on.
    """
    open_lists: list[int] = []
    odd: tuple[re.Match[str], int] | None = None
    if len(steps) < _MIN_STEPS:
        return None
    for step in steps:
        number = int(step["number"])
        if number == 1:
            if len(open_lists) >= _MIN_STEPS:
                return None
            open_lists.append(1)
            continue
        while len(open_lists) > 1 and open_lists[-1] != number - 1 and number - 1 in open_lists[:-1]:
            open_lists.pop()
        if not open_lists:
            return None  # it does not begin at 1: a selection
        last = open_lists[-1]
        if number != last + 1:
            if odd or number not in (last, last + 2) or len(open_lists) > 1 or last < 2:
                return None
            odd = step, last
        open_lists[-1] = number
    return odd
