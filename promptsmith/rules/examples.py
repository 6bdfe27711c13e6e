"""Examples that contradict what is said about them: EXA."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from promptsmith.constraints.check import VIOLATED, check_limits, governs_whole_answer
from promptsmith.constraints.check_answer import Answer
from promptsmith.constraints.limits import Limit
from promptsmith.constraints.reading import limits_of
from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.numbers import NUMBER, number_value
from promptsmith.text.document import Document

_ANNOUNCED = re.compile(
    rf"\b(?:here are|below are|see|consider|study|use|following|the following|these|aquí (?:tienes|van|hay)|estos|los siguientes|"
    rf"a continuación hay|siguientes|mira|usa estos)\s+(?P<n>{NUMBER})\s+"
    r"(?:[^\W\d_]+[ \-]){0,3}?(?:examples|samples|demonstrations|ejemplos|muestras)\b[^\n]{0,60}:?[*_]{0,2}[ \t]*"
    r"(?:\n|(?=examples? |ejemplos? ))"
)
_LABEL = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]*|[-*][ \t]+)?[*_]{0,2}(?P<name>example|sample|ejemplo|muestra|input|entrada|question|pregunta|q|text|texto)"
    r"[ \t]*(?:n[.º°]?[ \t]*|#)?(?P<number>\d{1,2})?[*_]{0,2}[ \t]*(?:[:.)\n]|-[ \t]|–|—)",
    re.IGNORECASE | re.MULTILINE,
)
_ITEM = re.compile(r"^(?P<mark>[-*•]|\d{1,2}[.)])[ \t]+\S", re.MULTILINE)
_OUTPUT_LABEL = (
    r"(?:(?:example|sample|expected|desired|good|correct)[ \t]+)?(?:output|answer|response|reply|summary|title|headline|slogan|tagline)"
    r"|(?:salida|respuesta|resumen|título|titular|eslogan|lema)(?:[ \t]+(?:de ejemplo|esperad[oa]))?|a|r"
)


@rule(
    code="EXA401",
    name="announced-example-count-differs",
    severity="warning",
    since="0.1",
    summary="The text announces a number of examples and gives another number.",
    why="An example was lost or left over, and nobody notices until the answers drift.",
    evidence="J",
    sources=("judgement",),
    languages=("en", "es"),
    scopes=("instruction", "context"),
    bad=(
        Example(
            "Label the mood. Here are ⟦three⟧ examples:\n\nExample 1: sunny -> happy\nExample 2: rainy -> sad\n\nText: {text}"
        ),
        Example(
            "Etiqueta el ánimo. Aquí tienes ⟦3⟧ ejemplos:\n\nEjemplo 1: sol, alegre\n\nEjemplo 2: lluvia, triste", language="es"
        ),
        Example("Here are ⟦2⟧ examples:\n- sunny, happy\n- rainy, sad\n- windy, restless"),
    ),
    good=(
        Example("Label the mood. Here are two examples:\n\nExample 1: sunny -> happy\nExample 2: rainy -> sad"),
        Example("Give me three examples of rhyme:\n- in English\n- in French", because="examples are asked for, not given"),
        Example("Aquí tienes dos ejemplos en el archivo.", language="es", because="the examples stand elsewhere"),
        Example('Translate "Here are 3 examples:\n- one\n- two".', because="quoted"),
    ),
    triggers=("examples", "samples", "demonstrations", "ejemplos", "muestras"),
    gate=lambda features: features["n_newlines"] > 0,
)
def announced_example_count_differs(document: Document) -> Iterator[Finding]:
    """Yield the announced number when the numbered examples or the list below it count otherwise."""
    folded, reach = document.folded, 0
    found: list[re.Match[str]] = []
    for start, _ in document.triggers["EXA401"]:
        match = _ANNOUNCED.search(folded, max(reach, start - 60), min(len(folded), start + 90))
        if match and match.start() <= start < match.end():
            found.append(match)
            reach = match.end()
    for number, match in enumerate(found):
        announced = number_value(match["n"])
        stop = found[number + 1].start() if number + 1 < len(found) else len(folded)
        given = _count_examples(document, match.end(), stop)
        if given and given != announced:
            yield Finding(
                *match.span("n"),
                f"{announced} examples announced, {given} given below.",
                f"Write {given}, or give the missing example{'s' * (announced - given > 1)}."
                if given < announced
                else f"Write {given}, or remove one.",
            )


def _count_examples(document: Document, start: int, stop: int) -> int:
    """Return the number of examples that follow: labels of one kind, or the items of a list right below; 0 when it is not clear."""
    text = document.text
    labels: dict[str, int] = {}
    first: str | None = None
    for label in _LABEL.finditer(text, start, stop):
        name = label["name"].lower()
        if first is None:
            # The first label must stand near the announcement, or it belongs to another part.
            if text[start : label.start()].count("\n") > 3:
                break
            first = name
        if name == first and (label["number"] is None or int(label["number"]) == labels.get(name, 0) + 1):
            labels[name] = labels.get(name, 0) + 1
    if first is not None:
        numbered = first in ("example", "sample", "ejemplo", "muestra")
        # The last "Input:" is often the task itself, so such labels do not count anything for certain.
        return labels[first] if numbered else 0
    return _count_list(text, start, stop)


def _count_list(text: str, start: int, limit: int) -> int:
    position = start
    while position < limit and text[position] == "\n" and position < start + 2:
        position += 1
    count, mark = 0, ""
    while position < limit:
        item = _ITEM.match(text, position)
        kind = ("digit" if item["mark"][0].isdigit() else item["mark"]) if item else ""
        if not kind or (mark and kind != mark):
            break
        count, mark = count + 1, kind
        stop = text.find("\n", position)
        position = len(text) if stop < 0 else stop + 1
    # Items over several lines or with blank lines between them are not counted: where one ends is a guess.
    following = _BLANKS.match(text, position).end()  # type: ignore[union-attr]
    glued = following == position and position < len(text)
    return 0 if glued or _ITEM.match(text, following) else count


_BLANKS = re.compile(r"\s{0,200}")


_OUTPUT = re.compile(
    rf"^[ \t]*(?:[-*][ \t]+)?[*_]{{0,2}}(?:{_OUTPUT_LABEL})[*_]{{0,2}}[ \t]?:[*_]{{0,2}}[ \t]*(?P<value>\S[^\n]*)(?=\n|\Z)"
    rf"|(?:example|sample|ejemplo)(?: (?:output|answer|response))?[ \t]?:[ \t]*(?P<inline>[\"“«][^\"”»\n]{{1,400}}[\"”»])",
    re.IGNORECASE | re.MULTILINE,
)
_NEXT_LABEL = re.compile(r"[ \t]*(?:[-*#>][ \t]*)*[^\W\d_][^\n:]{0,30}:")
_OPEN_ANSWER = re.compile(r"[{}\[\]<>]|\.\.\.|…")
_CHECKED_KINDS = ("number", "exclude", "begin", "end", "case", "punctuation")
_MAX_ANSWERS, _MAX_LIMITS = 50, 20
"""Example answers and different limits that are compared: a bound on their product. Judgement; prompts have a handful of both."""
_CHECKED_UNITS = ("words", "characters", "sentences")
_EXAMPLE_TERMS = (
    *("word words character characters sentence sentences phrase term begin start end lowercase uppercase caps emojis emoji comma "
      "commas palabra palabras carácter caracteres frase frases oraciones término empieza comienza termina minúsculas mayúsculas coma "
      "comas letters").split(),
    "exclamation marks",
    "signos de exclamación",
)  # fmt: skip


@rule(
    code="EXA402",
    name="example-breaks-limit",
    severity="error",
    since="0.1",
    summary="The answer shown in an example breaks a limit of the prompt.",
    why="Models copy examples more faithfully than rules, so the limit is lost.",
    evidence="B",
    sources=("OpenAI prompt guide", "Anthropic prompt guide"),
    languages=("en", "es"),
    scopes=("instruction", "context", "example"),
    bad=(
        Example(
            "Write a slogan of at most 5 words.\n\nExample:\nInput: corner bakery\n"
            "Output: ⟦Warm bread every morning, baked with love for you⟧\n\nInput: new gym"
        ),
        Example(
            "Escribe un eslogan de como máximo 4 palabras.\n\nEjemplo:\nEntrada: panadería del barrio\n"
            "Salida: ⟦Pan caliente cada mañana para ti⟧",
            language="es",
        ),
        Example("Answer in under 4 words.\n\nExample:\nQ: Where is Rome?\nA: ⟦Rome is in central Italy⟧"),
        Example(
            'Write a slogan. Do not use the word "cheap".\n\nExample:\nInput: corner bakery\nOutput: ⟦Cheap bread, warm hearts⟧'
        ),
        Example("Responde sin emojis.\n\nEjemplo:\nEntrada: hola\nSalida: ⟦¡Buenos días! 😀⟧", language="es"),
    ),
    good=(
        Example("Write a slogan of at most 5 words.\n\nExample:\nInput: corner bakery\nOutput: Warm bread every morning"),
        Example(
            "Write a title of at most 5 words and a body of at least 40 words.\n\nExample:\nOutput: Warm bread",
            because="two limits: which one the line belongs to is open",
        ),
        Example(
            "Use sentences of at most 5 words.\n\nExample:\nInput: a\nOutput: We bake. We bake every day. Come in.",
            because="per sentence",
        ),
        Example(
            "Escribe un lema de máximo 4 palabras.\n\nEjemplo:\nEntrada: {tema}\nSalida: {lema corto y alegre para el tema}",
            language="es",
        ),
        Example('Explain: "at most 2 words, Output: one two three".', because="quoted"),
        Example(
            "If the user is a child, answer in at most 3 words.\n\nExample:\nInput: hi\nOutput: Good morning to you all",
            because="a condition",
        ),
        Example("Use a warm tone.\n\nExample:\nInput: hi\nOutput: State your request.", because="a tone has no measure"),
    ),
    triggers=_EXAMPLE_TERMS,
    gate=lambda features: features["share_example"] > 0,
)
def example_breaks_limit(document: Document) -> Iterator[Finding]:
    """Yield each example answer that breaks a limit the prompt puts on the whole answer."""
    answers = list(islice(_example_answers(document), _MAX_ANSWERS))
    limits = _limits_on_answers(document) if answers else []
    for start, end in answers if limits else []:
        answer = Answer(document.text[start:end])
        broken = [check for check in check_limits(limits, document, answer) if check.status == VIOLATED]
        if broken:
            first = broken[0]
            wording = " ".join(document.text[first.limit.start : first.limit.end].split())
            yield Finding(
                start,
                end,
                f"This example answer breaks {wording!r}: {first.reason}",
                "Change the example or the limit.",
                related=tuple((check.limit.start, check.limit.end) for check in broken),
            )


def _example_answers(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the answers shown in examples, to the next label or blank line; templates of an answer are none."""
    text = document.text
    for match in _OUTPUT.finditer(text):
        start, end = match.span("value" if match["value"] else "inline")
        if document.scope_at(start) != "example":
            continue
        while match["value"] and end < len(text) and document.scope_at(end + 1) == "example":
            stop = text.find("\n", end + 1)
            stop = len(text) if stop < 0 else stop
            if not text[end + 1 : stop].strip() or _NEXT_LABEL.match(text, end + 1, stop):
                break
            end = stop
        while end > start and text[end - 1].isspace():
            end -= 1
        if not _OPEN_ANSWER.search(text, start, end):
            if text[start] in '"“«' and text[end - 1] in '"”»' and end - start > 2:
                start, end = start + 1, end - 1  # the marks are not part of the answer
            yield start, end


def _limits_on_answers(document: Document) -> list[Limit]:
    """Return the limits on the whole answer that form decides and that no other limit of the same kind leaves in doubt."""
    limits = limits_of(document)
    amounts: dict[str | None, set[tuple[float | None, float | None, str]]] = {}
    for limit in limits:
        if limit.kind == "number":
            amounts.setdefault(limit.unit, set()).add((limit.low, limit.high, limit.scope_path))
    chosen: dict[Limit, Limit] = {}
    for limit in limits:
        if limit.kind not in _CHECKED_KINDS or not governs_whole_answer(limit) or not limit.firm:
            continue
        # Two amounts of words: which of them an example is about is open.
        if limit.kind == "number" and (limit.unit not in _CHECKED_UNITS or len(amounts[limit.unit]) > 1):
            continue
        chosen.setdefault(replace(limit, start=0, end=0), limit)
    return list(chosen.values())[:_MAX_LIMITS]


_GIVEN = (
    r"[ \t]*(?P<first>[*_]{0,2}"
    r"(?:input|q|question|text|sentence|review|tweet|entrada|pregunta|texto|frase|reseña)[ \t]?\d{0,2}[ \t]?:[*_]{0,2})"
)
_GIVEN_LINE = re.compile(rf"\n(?={_GIVEN})", re.IGNORECASE)  # begins with one sign, so the search can jump
_PAIR = re.compile(
    rf"{_GIVEN}"
    r"[ \t]*(?P<given>\S[^\n]*)\n"
    r"[ \t]*(?P<second>[*_]{0,2}"
    r"(?:output|a|answer|label|sentiment|category|class|intent|"
    r"salida|respuesta|etiqueta|categoría|clase|sentimiento)"
    r"[ \t]?\d{0,2}[ \t]?:[*_]{0,2})[ \t]*(?P<answer>[^\n]*)",
    re.IGNORECASE,
)
_PAIRS_GATE = 4
"""Labels of the two pairs that are the fewest a set of examples can have."""


def _pairs(document: Document) -> list[re.Match[str]]:
    """Return the examples that are two labelled lines, in order; the last may lack its answer, and is then the task."""
    text = document.text
    pairs: list[re.Match[str]] = []
    reach = 0
    for start in (0, *(line.end() for line in _GIVEN_LINE.finditer(text))):
        match = _PAIR.match(text, start) if start >= reach else None
        if match is not None:
            reach = match.end()
            if document.scope_at(match.start("first")) not in ("quote", "code"):
                pairs.append(match)
    return pairs


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .\"'“”«»")


@rule(
    code="EXA406",
    name="example-repeated-or-equal-to-input",
    severity="warning",
    since="0.1",
    summary="Two examples have the same input, or an example has the input of the task.",
    why="A repeated example teaches nothing, and one that holds the task's own input hands out the answer.",
    evidence="C",
    sources=("GitHub: gepa-ai/gepa, issue 261",),
    languages=("en", "es"),
    scopes=("instruction", "context", "data", "example"),
    bad=(
        Example(
            "Label the mood.\n\nInput: sun and sea\nOutput: happy\n\nInput: rain all day\nOutput: sad\n\nInput: ⟦rain all day⟧\nOutput: sad"
        ),
        Example(
            "Label the mood.\n\nInput: sun and sea\nOutput: happy\n\nInput: fog again\nOutput: sad\n\nInput: ⟦sun and sea⟧\nOutput:"
        ),
        Example("Etiqueta.\n\nEntrada: sol y mar\nSalida: alegre\n\nEntrada: ⟦Sol y mar⟧\nSalida: contento", language="es"),
    ),
    good=(
        Example("Label.\n\nInput: sun and sea\nOutput: happy\n\nInput: rain all day\nOutput: sad\n\nInput: fog again\nOutput:"),
        Example(
            "Label.\n\nInput: {text}\nOutput: happy\n\nInput: {text}\nOutput: sad", because="placeholders differ once filled"
        ),
        Example(
            "Etiqueta.\n\nEntrada: sol\nSalida: alegre\n\nEntrada: sol y lluvia\nSalida: triste",
            language="es",
            because="longer",
        ),
        Example("Translate:\n```\nInput: sun and sea\nOutput: x\nInput: sun and sea\nOutput: x\n```", because="quoted code"),
    ),
    gate=lambda features: features["n_labels"] >= _PAIRS_GATE,
)
def example_repeated_or_equal_to_input(document: Document) -> Iterator[Finding]:
    """Yield each input that stood in an earlier example."""
    seen: dict[str, tuple[int, int]] = {}
    for pair in _pairs(document):
        start, end = pair.span("given")
        end = start + len(document.text[start:end].rstrip())
        key = _plain(document.text[start:end])
        if len(key.split()) < 2 or _OPEN_ANSWER.search(key):
            continue  # a word may well come back; placeholders are filled with other texts
        first = seen.setdefault(key, (start, end))
        if first != (start, end):
            task = not pair["answer"].strip()
            yield Finding(
                start,
                end,
                "The input of the task is also the input of an example."
                if task
                else "This input stands in an earlier example.",
                "Choose another example." if task else "Remove one of the two, or change it.",
                related=(first,),
            )


_MIN_LABELLED = 4
"""Examples from which one label only, or an order by label, is no chance. Judgement: for two labels, 1 in 8 by chance."""

_MAX_LABEL_WORDS = 3


@rule(
    code="EXA404",
    name="examples-of-one-label-or-sorted",
    severity="info",
    since="0.1",
    summary="All examples have the same label, or they are sorted by label.",
    why="Examples of one label, or in the order of their labels, show a pattern that is not the task.",
    evidence="B",
    sources=("Google: prompt design strategies",),
    languages=("en", "es"),
    scopes=("instruction", "context", "data", "example"),
    bad=(
        Example(
            "Label it.\n\nInput: sun\nOutput: ⟦good⟧\n\nInput: sea\nOutput: good\n\nInput: sand\nOutput: good\n\nInput: surf\nOutput: good"
        ),
        Example(
            "Etiqueta.\n\nTexto: sol\nEtiqueta: ⟦bueno⟧\n\nTexto: mar\nEtiqueta: bueno\n\nTexto: luz\nEtiqueta: bueno\n\n"
            "Texto: lodo\nEtiqueta: malo\n\nTexto: frío\nEtiqueta: malo\n\nTexto: gris\nEtiqueta: malo",
            language="es",
        ),
    ),
    good=(
        Example("Label.\n\nInput: sun\nOutput: good\n\nInput: mud\nOutput: bad\n\nInput: sea\nOutput: good\n\nInput: fog\nOutput: bad"),
        Example(
            "Name the capital.\n\nQ: Spain\nA: Madrid\n\nQ: Peru\nA: Lima\n\nQ: Chile\nA: Santiago\n\nQ: Cuba\nA: Havana",
            because="the answers are no labels: each is different",
        ),
        Example("Etiqueta.\n\nTexto: sol\nEtiqueta: bueno\n\nTexto: mar\nEtiqueta: bueno", language="es", because="two examples only"),
        Example('Explain "Input: a\nOutput: b\nInput: c\nOutput: b\nInput: d\nOutput: b\nInput: e\nOutput: b".', because="quoted"),
    ),
    gate=lambda features: features["n_labels"] >= 2 * _MIN_LABELLED,
)  # fmt: skip
def examples_of_one_label_or_sorted(document: Document) -> Iterator[Finding]:
    """Yield the first label when no other follows, or when each label's examples stand together."""
    pairs = [pair for pair in _pairs(document) if pair["answer"].strip()]
    labels = [_plain(pair["answer"]) for pair in pairs]
    if len(pairs) < _MIN_LABELLED or any(
        len(label.split()) > _MAX_LABEL_WORDS or _OPEN_ANSWER.search(label) for label in labels
    ):
        return
    changes = sum(one != other for one, other in pairwise(labels))
    kinds = len(set(labels))
    start, end = pairs[0].span("answer")
    end = start + len(document.text[start:end].rstrip())
    if kinds == 1:
        yield Finding(start, end, f"All {len(pairs)} examples have this label.", "Add examples of the other labels.")
    elif changes == kinds - 1 and len(labels) >= 3 * kinds:
        yield Finding(start, end, f"The {len(pairs)} examples are sorted by their {kinds} labels.", "Mix the order.")


@rule(
    code="EXA403",
    name="example-labels-written-differently",
    severity="warning",
    since="0.1",
    summary="The same label is written in two ways in a set of examples.",
    why="Models copy the layout of examples; a mixed layout comes back mixed, and small differences cost accuracy.",
    evidence="A",
    sources=("arXiv:2310.11324", "Google: prompt design strategies"),
    languages=("en", "es"),
    scopes=("instruction", "context", "data", "example"),
    bad=(
        Example("Label.\n\nInput: sun\nOutput: good\n\nInput: mud\nOutput: bad\n\nInput: sea\n⟦output:⟧ good"),
        Example(
            "Etiqueta.\n\nEntrada: sol\nSalida: bueno\n\nEntrada: lodo\nSalida: malo\n\n⟦**Entrada:**⟧ mar\nSalida: bueno",
            language="es",
        ),
    ),
    good=(
        Example("Label.\n\nInput: sun\nOutput: good\n\nInput: mud\nOutput: bad\n\nInput: sea\nOutput: good"),
        Example(
            "Label.\n\nInput 1: sun\nOutput 1: good\n\nInput 2: mud\nOutput 2: bad\n\nInput 3: sea\nOutput 3: good",
            because="numbered",
        ),
        Example("Etiqueta.\n\nEntrada: sol\nSalida: bueno\n\nentrada: lodo\nsalida: malo", language="es", because="which is meant is open"),
        Example('Explain "Input: a\nOutput: b\nInput: c\nOutput: b\nInput: d\noutput: b".', because="quoted"),
    ),
    gate=lambda features: features["n_labels"] >= _PAIRS_GATE,
)  # fmt: skip
def example_labels_written_differently(document: Document) -> Iterator[Finding]:
    """Yield each label that is written otherwise than two thirds of its kind."""
    written: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for pair in _pairs(document):
        for part in ("first", "second"):
            shape = _NUMBER.sub("", pair[part])
            written.setdefault(shape.casefold().strip("*_: "), {}).setdefault(shape, []).append(pair.span(part))
    for shapes in written.values():
        total = sum(map(len, shapes.values()))
        usual = max(shapes, key=lambda shape: len(shapes[shape]))
        if 3 * len(shapes[usual]) < 2 * total or total < 3:
            continue
        for shape, places in shapes.items():
            for start, end in places if shape != usual else ():
                yield Finding(
                    start, end, f"Written {shape.strip()!r} here and {usual.strip()!r} in most examples.", f"Write {usual.strip()!r}.",
                    related=(shapes[usual][0],),
                )  # fmt: skip


_NUMBER = re.compile(r"[ \t]?\d+[ \t]?")
