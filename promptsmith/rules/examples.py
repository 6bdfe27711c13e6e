"""Examples that contradict what is said about them: EXA."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

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


class _Limit(NamedTuple):
    """A bound on the length of the answer: span, bounds and unit."""

    start: int
    end: int
    low: float
    high: float
    unit: str


_UNITS = r"(?P<unit>words?|characters?|palabras?|caracteres|carácter)\b"
_N = r"(?P<n>\d{1,4})"
_LIMITS = (
    (re.compile(rf"(?:at most|no more than|not more than|up to|a maximum of|maximum|max\.?|como máximo|como mucho|no más de|un máximo de|"
                rf"máximo(?: de)?|hasta)\s+{_N}[ \-]{_UNITS}"), "high"),
    (re.compile(rf"(?:fewer than|less than|under|below|menos de)\s+{_N}[ \-]{_UNITS}"), "under"),
    (re.compile(rf"(?:at least|no fewer than|no less than|a minimum of|minimum|al menos|como mínimo|un mínimo de|mínimo(?: de)?)"
                rf"\s+{_N}[ \-]{_UNITS}"), "low"),
    (re.compile(rf"(?:exactly|exactamente)\s+{_N}[ \-]{_UNITS}"), "exact"),
    (re.compile(rf"{_N}[ \-]{_UNITS}\s+(?:or fewer|or less|at most|maximum|max\b|o menos|como máximo)"), "high"),
)  # fmt: skip
_PARTIAL = re.compile(
    r"\b(?:each|every|per|long|longer|containing|sentences? (?:of|with|under)|keywords?|paragraphs?|bullets?|items?|lines?|cada|por|"
    r"frases?|líneas?|párrafos?|puntos?|if|when|unless|si|cuando|title|heading|subject|body|título|asunto|cuerpo|"
    r"word list|reason\w*|explanation)\b"
)
_OUTPUT = re.compile(
    rf"^[ \t]*(?:[-*][ \t]+)?[*_]{{0,2}}(?:{_OUTPUT_LABEL})[*_]{{0,2}}[ \t]?:[*_]{{0,2}}[ \t]*(?P<value>\S[^\n]*)(?=\n|\Z)"
    rf"|(?:example|sample|ejemplo)(?: (?:output|answer|response))?[ \t]?:[ \t]*(?P<inline>[\"“«][^\"”»\n]{{1,400}}[\"”»])",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = re.compile(r"[^\W_]+(?:['’\-./][^\W_]+)*")


@rule(
    code="EXA402",
    name="example-breaks-limit",
    severity="error",
    since="0.1",
    summary="The answer shown in an example is longer or shorter than the prompt allows.",
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
    ),
    triggers=("words", "word", "characters", "palabras", "caracteres"),
    gate=lambda features: (features["n_digits"] > 0) & (features["share_example"] > 0),
)
def example_breaks_limit(document: Document) -> Iterator[Finding]:
    """Yield each one-line example answer outside the only length limit of the prompt."""
    limit = _only_limit(document)
    if limit is None:
        return
    text = document.text
    for match in _OUTPUT.finditer(text):
        group = "value" if match["value"] else "inline"
        start, end = match.span(group)
        if document.scope_at(start) != "example":
            continue
        while end > start and text[end - 1].isspace():
            end -= 1
        written = text[start:end]
        if re.search(r"[{}\[\]<>]|\.\.\.|…", written):
            continue
        length = len(_WORD.findall(written)) if limit.unit == "word" else len(written.strip("\"“”«»'"))
        if limit.low <= length <= limit.high:
            continue
        bound = f"at most {limit.high:g}" if length > limit.high else f"at least {limit.low:g}"
        yield Finding(
            start,
            end,
            f"This example answer has {length} {limit.unit}s; the prompt allows {bound}.",
            "Shorten the example or change the limit." if length > limit.high else "Lengthen the example or change the limit.",
            related=((limit.start, limit.end),),
        )


def _only_limit(document: Document) -> _Limit | None:
    """Return the limit when there is exactly one length limit in the instructions and it is about the whole answer."""
    folded = document.folded
    found: list[_Limit] = []
    for place, _ in document.triggers["EXA402"]:
        if document.scope_at(place) not in ("instruction", "context"):
            continue
        for pattern, kind in _LIMITS:
            for match in pattern.finditer(folded, max(0, place - 40), min(len(folded), place + 40)):
                if match.start("unit") != place:
                    continue
                first, last = document.sentence_at(match.start())
                if _PARTIAL.search(folded, max(first, match.start() - 60), min(last, match.end() + 40)):
                    return None
                n = int(match["n"])
                low = n if kind in ("low", "exact") else 0
                high = {"high": n, "exact": n, "under": n - 1}.get(kind, float("inf"))
                unit = "word" if match["unit"][0] in "wp" else "character"
                found.append(_Limit(match.start(), match.end(), low, high, unit))
    spans = {(limit.low, limit.high, limit.unit) for limit in found}
    return found[0] if len(spans) == 1 else None
