"""Sections under a label or a heading that hold data, an example or context.

How far a section reaches (judgement, tried on prompts of many kinds):

- under a heading (``## Input``): to the next heading of the same or a higher level;
- under a label with text behind it (``Text: the cat sat``): to the next known label, heading, line that begins like a request
  or blank line; an example with text behind its label is that line;
- under a label that stands alone on its line: over blank lines too, until a known label, a heading, a rule line, another title
  or a paragraph that begins like a request (``Now summarise …``); a fence or triple quotes right after the label, or a
  placeholder alone, is the whole section; a label in a list item ends with the item;
- ``Input: … Output: …`` and ``Q: … A: …``: two or more filled pairs are examples. One pair is an example unless it begins with
  an article (``Input: a CSV file``), which describes the input instead of giving it, or holds a placeholder. A last pair
  without an answer is the real task.
"""

from __future__ import annotations

import re

from promptsmith.text.blocks import Block, is_list_item
from promptsmith.text.reader import MASK, Reader

_DATA = (
    "input|inputs|input data|input text|text|source text|data|dataset|document|documents|article|passage|paragraph|transcript|"
    "entrada|texto|texto de entrada|datos|documento|documentos|artículo|articulo|pasaje|fragmento|párrafo|transcripción"
)
_EXAMPLE = "examples?(?: \\d+)?|for example|sample (?:input|output)s?|ejemplos?(?: \\d+)?|por ejemplo"
_CONTEXT = "context|background|background information|contexto|antecedentes|trasfondo"
_OTHER = (
    "instructions?|tasks?|questions?|outputs?|output format|format|answers?|response|summary|requirements?|constraints?|goals?|"
    "objectives?|role|steps|notes?|rules|tone|audience|style|length|request|prompt|deliverables?|"
    "instrucciones|tareas?|preguntas?|salidas?|formato(?: de salida)?|respuestas?|resumen|requisitos|restricciones|objetivos?|"
    "rol|pasos|notas?|reglas|tono|público|audiencia|estilo|longitud|petición|entregables?|q|a|p|r"
)
_LABEL_LETTERS = frozenset(
    word[-3:]
    for word in (
        *_DATA.split("|"),
        *_CONTEXT.split("|"),
        *"example examples ejemplo ejemplos input inputs output outputs q question entrada p pregunta".split(),
    )
)
_MARK = r"[ \t]*(?:[-*•][ \t]+|\d{1,2}[.)][ \t]+)?"
_LABEL = re.compile(
    rf"{_MARK}[*_]{{0,2}}(?:(?P<data>{_DATA})|(?P<example>{_EXAMPLE})|(?P<context>{_CONTEXT})|(?P<other>{_OTHER}))"
    r"[*_]{0,2}[ \t]?:[*_]{0,2}",
    re.IGNORECASE,
)
_LONGEST_LABEL = 60
"""No known label with its marks is longer than this, in characters (see `_LABEL`)."""
_HEADING = re.compile(
    rf"(?P<level>#{{1,6}})[ \t]*(?:\d+[.)]?[ \t]*)?[*_]{{0,2}}"
    rf"(?:(?P<data>{_DATA})|(?P<example>{_EXAMPLE})|(?P<context>{_CONTEXT}))[*_]{{0,2}}[ \t]*:?[ \t]*#*[ \t]*(?=\n|\Z)",
    re.IGNORECASE,
)
_ANY_HEADING = re.compile(r"(#{1,6})[ \t]*[^\s#]")
_TITLE = re.compile(r"[*_]{0,2}[A-ZÁÉÍÓÚÑ][\w /\-]{0,40}(?:[*_]{0,2}:[*_]{0,2}[ \t]*(?=\n|\Z)|:\*\*|\*\*:)")
_RULE_LINE = re.compile(r"[ \t]*(?:-{3,}|={3,}|\*{3,}|_{3,}|#{3,})[ \t]*(?=\n|\Z)")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,}|\"\"\")")
_REQUEST = re.compile(
    r"[ \t]*(?:(?:now|then|please|finally|next|based on|using|from (?:the|this)|given (?:the|this)|the answer|do not|don't"
    r"|can you|could you|i want|i need|you (?:should|must|will|are)|your|ahora|luego|por favor|finalmente|según|usando|a partir"
    r"|con base|no|quiero|necesito|debes|tienes que|write|summari[sz]e|translate|explain|list|extract|identify|answer|classify"
    r"|rewrite|generate|create|provide|return|describe|analy[sz]e|find|give|use|make|tell|compare|convert|edit|correct|fix"
    r"|improve|review|respond|reply|output|include|focus|keep|ensure|escribe|resume|traduce|explica|enumera|lista|extrae"
    r"|identifica|responde|clasifica|reescribe|genera|crea|proporciona|devuelve|analiza|encuentra|busca|da|dame|usa|utiliza|haz"
    r"|compara|convierte|corrige|mejora|revisa|incluye|céntrate|mantén)\b"
    r"|(?:what|who|which|how|why|when|where|is|are|does|qué|quién|cuál|cómo|por qué|cuándo|dónde)\b|¿)",
    re.IGNORECASE,
)
_PAIR_FIRST = re.compile(
    r"[ \t]*[*_]{0,2}(input|q|question|entrada|p|pregunta)[ \t]*\d*[*_]{0,2}[ \t]?:[*_]{0,2}", re.IGNORECASE
)
_PAIR_SECOND = re.compile(
    r"[ \t]*[*_]{0,2}(output|a|answer|salida|r|respuesta)[ \t]*\d*[*_]{0,2}[ \t]?:[*_]{0,2}", re.IGNORECASE
)
_PARTNERS = {"input": "output", "q": "a", "question": "answer", "entrada": "salida", "p": "r", "pregunta": "respuesta"}
_ARTICLE = re.compile(r"\s*(?:an?|the|one|any|una?|el|la|los|las|cualquier)\b", re.IGNORECASE)
_ANNOUNCED = (
    "text texts sentence sentences paragraph paragraphs passage article email e-mail review document transcript conversation message "
    "tweet poem code snippet data dataset log logs frase frases oracion oración oraciones párrafo párrafos pasaje articulo artículo "
    "correo reseña documento transcripción conversación mensaje poema código datos texto textos registro registros"
).split()
_FOLLOWING = re.compile(
    r"(?:\b(?:following|siguientes?)(?: [\w\-]+){0,2}|\b(?:this|these|the|este|esta|estos|el|la|los))"
    rf" (?:{'|'.join(_ANNOUNCED)})(?: (?:below|siguientes?|a continuación))?[*_]{{0,2}}[ \t]?$",
    re.IGNORECASE,
)
# The last letters of every word that can announce a section: most colons follow another word, and two searches are saved.
_LAST_LETTERS = frozenset(
    word[-3:]
    for word in (*_ANNOUNCED, "below", "siguiente", "siguientes", "example", "examples", "ejemplo", "ejemplos", "ción")
)
_STRONG = re.compile(r"\b(?:following|siguientes?)\b", re.IGNORECASE)
_AROUND_PLACEHOLDER = MASK + " \t\"'“”`*_.,;()[]<>"
_INLINE_EXAMPLE = re.compile(r"\b(?:for example|examples?|por ejemplo|ejemplos?)[ \t]?$", re.IGNORECASE)


def section_at(reader: Reader, start: int, line: str) -> tuple[int, Block] | None:
    """Return the first character and the block of the section whose label or heading is the line at ``start``."""
    text = reader.text
    heading = _HEADING.match(text, start) if line[0] == "#" else None
    if heading:
        scope = next(name for name in ("data", "example", "context") if heading[name])
        return _section(reader, heading.end(), scope, level=len(heading["level"]))
    if not _may_be_labelled(line):
        return None
    pairs = _pairs_at(reader, start)
    if pairs:
        return pairs
    label = _LABEL.match(text, start)
    if label is None or label["other"]:
        return None
    scope = next(name for name in ("data", "example", "context") if label[name])
    if label["data"] and label["data"].lower() in ("input", "entrada") and _ARTICLE.match(text, label.end()):
        return None  # "Input: a CSV file" says what comes in, it is not what comes in
    if label["example"] and text[label.end() : start + len(line)].strip():
        return _line(reader, label.end(), "example")
    in_item = is_list_item(text, start)
    return _section(reader, label.end(), scope, indent=_indent(text, start) if in_item else -1)


def _may_be_labelled(line: str) -> bool:
    """Return whether the word before the first colon ends like a label that opens a section: the cheap test before the patterns."""
    words = line[: max(0, line.find(":"))].rstrip("*_ \t").rsplit(None, 1)
    if not words or len(words[0]) > _LONGEST_LABEL:
        return False
    last = words[-1].lstrip("*_").lower()
    return last[-3:] in _LABEL_LETTERS or last[-1:].isdigit()


def section_after_colon(reader: Reader, colon: int) -> tuple[int, Block] | None:
    """Return the section announced by the words before the colon: ``the following text:``, ``for example:``."""
    text = reader.text
    begin = max(0, colon - 60)
    if text[max(begin, colon - 8) : colon].rstrip("*_ \t")[-3:].lower() not in _LAST_LETTERS:
        return None
    alone = not text[colon + 1 : reader.line_end(colon)].strip(" \t*_")
    if _INLINE_EXAMPLE.search(text, begin, colon):
        return _section(reader, colon + 1, "example") if alone else _line(reader, colon + 1, "example")
    phrase = _FOLLOWING.search(text, begin, colon)
    if phrase is None:
        return None
    # "in the text: use short words" announces nothing; "the following text: …" and a colon at the end of the line do.
    if not alone and not _STRONG.match(text, phrase.start()):
        return None
    return _section(reader, colon + 1, "data") if alone else _line(reader, colon + 1, "data")


def _line(reader: Reader, start: int, scope: str) -> tuple[int, Block] | None:
    """Return the rest of the line as a section."""
    rest = reader.text[start : reader.line_end(start)]
    begin = start + len(rest) - len(rest.lstrip(" \t*_"))
    end = start + len(rest.rstrip())
    return (begin, Block(end, scope, "label")) if end > begin else None


def _section(reader: Reader, start: int, scope: str, *, level: int = 0, indent: int = -1) -> tuple[int, Block] | None:
    text = reader.text
    stop = reader.line_end(start)
    inline = bool(text[start:stop].strip())
    begin = start
    while begin < len(text) and text[begin].isspace():
        begin += 1
    if begin == len(text):
        return None
    if not inline and not level:
        held = _held(reader, begin)
        if held:
            return begin, Block(held, scope, "label")
    end = _under_heading(reader, begin, level) if level else _under_label(reader, begin, inline=inline, indent=indent)
    end = begin + len(text[begin:end].rstrip())
    inner = _LABEL.match(text, begin)
    if inner and inner.end() >= end:  # a second label and nothing under it
        return None
    return (begin, Block(end, scope, "heading" if level else "label")) if end > begin else None


def _held(reader: Reader, start: int) -> int:
    """Return the end of the fence, the triple quotes or the pair of rule lines that begins at ``start``, or 0."""
    text = reader.text
    mark = _FENCE.match(text, start)
    if mark:
        close = text.find(mark[1], mark.end())
        return len(text) if close < 0 else close + len(mark[1])
    rule = _RULE_LINE.match(text, start)
    if rule is None:
        return 0
    line = rule[0].strip()
    close = text.find("\n" + line, rule.end())
    return len(text) if close < 0 else close + 1 + len(line)


def _under_heading(reader: Reader, start: int, level: int) -> int:
    text, position = reader.text, start
    while position < len(text):
        heading = _ANY_HEADING.match(text, position)
        if heading and len(heading[1]) <= level:
            return position
        fence = _FENCE.match(text, position)
        if fence:
            close = reader.find("\n" + fence[1], fence.end())
            position = close + 1 if close < len(text) else position
        position = reader.line_end(position) + 1
    return len(text)


def _under_label(reader: Reader, start: int, *, inline: bool, indent: int) -> int:
    """Return the end of a section under a label; ``indent`` is that of a label in a list item, or -1."""
    text = reader.text
    position = reader.line_end(start) + 1
    blank = False
    if not inline and _ends_section(text, start):
        return start
    if not text[start : position - 1].strip(_AROUND_PLACEHOLDER):
        return position - 1  # a placeholder alone is the whole section
    while position < len(text):
        stop = reader.line_end(position)
        if not text[position:stop].strip():
            if inline:
                return position - 1
            blank = True
        elif (
            _ends_section(text, position)
            or ((blank or inline) and _REQUEST.match(text, position))
            or (blank and _TITLE.match(text, position))
            or (indent >= 0 and is_list_item(text, position) and (inline or _indent(text, position) <= indent))
        ):
            return position - 1
        else:
            blank = False
        position = stop + 1
    return len(text)


def _indent(text: str, start: int) -> int:
    position = start
    while position < len(text) and text[position] in " \t":
        position += 1
    return position - start


def _ends_section(text: str, start: int) -> bool:
    return bool(
        _ANY_HEADING.match(text, start)
        or _RULE_LINE.match(text, start)
        or _LABEL.match(text, start)
        or _PAIR_FIRST.match(text, start)
    )


def _pairs_at(reader: Reader, start: int) -> tuple[int, Block] | None:
    """Return the run of filled question and answer pairs that begins at ``start``."""
    text = reader.text
    first = _PAIR_FIRST.match(text, start)
    if first is None or start < reader.judged["pairs"]:
        return None
    partner, filled, end, position = _PARTNERS[first[1].lower()], 0, start, start
    while True:
        question = _PAIR_FIRST.match(text, position)
        if question is None:
            break
        middle = _next_label(reader, position)
        answer = _PAIR_SECOND.match(text, middle)
        if answer is None or answer[1].lower() != partner or not text[question.end() : middle].strip():
            break
        stop = _next_label(reader, middle, at_blank=True)
        if not text[answer.end() : stop].strip():
            break
        filled, end = filled + 1, stop
        position = _skip_blank(text, stop)
    reader.judged["pairs"] = max(end, start + 1)
    if not filled or (filled == 1 and (_ARTICLE.match(text, first.end()) or MASK in text[start:end])):
        return None
    begin = start + len(first[0]) - len(first[0].lstrip())
    return begin, Block(begin + len(text[begin:end].rstrip()), "example", "pairs")


def _next_label(reader: Reader, start: int, *, at_blank: bool = False) -> int:
    text, position = reader.text, reader.line_end(start) + 1
    while position < len(text):
        stop = reader.line_end(position)
        if at_blank and not text[position:stop].strip():
            return position
        if _PAIR_FIRST.match(text, position) or _PAIR_SECOND.match(text, position) or _ANY_HEADING.match(text, position):
            return position
        position = stop + 1
    return len(text)


def _skip_blank(text: str, position: int) -> int:
    while position < len(text) and text[position] in "\n \t":
        position += 1
    return position
