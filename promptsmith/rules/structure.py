"""Parts of a prompt that do not close, hold nothing or repeat: STR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from promptsmith.config import SCOPES
from promptsmith.errors import shorten
from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.directives import first_word, task_verbs
from promptsmith.rules.lexicons import word_set
from promptsmith.text.document import Document
from promptsmith.text.word_table import WordTable

_FENCE_LINE = re.compile(r"^[ \t>]{0,12}(?P<mark>`{3,}+|~{3,}+)(?P<info>[^`\n]*)$", re.MULTILINE)


def _open_fence(text: str) -> re.Match[str] | None:
    """Return the fence line that nothing closes, or None.

    A fence closes at a line of the same sign, at least as long, without words (CommonMark 0.31, 4.5). Blocks nested in a block of
    the same sign leave a fence open by that rule though each has its partner; when the lines also pair up as a nest, none is open.
    """
    opened: re.Match[str] | None = None
    nest = {"`": 0, "~": 0}
    for line in _FENCE_LINE.finditer(text):
        mark, info = line["mark"], line["info"].strip()
        nest[mark[0]] += 1 if info or not nest[mark[0]] else -1
        if opened is None:
            opened = line
        elif mark[0] == opened["mark"][0] and len(mark) >= len(opened["mark"]) and not info:
            opened = None
    return opened if opened and nest[opened["mark"][0]] else None


@rule(
    code="STR702",
    name="unclosed-code-fence",
    severity="error",
    since="0.1",
    summary="A fenced block is opened and never closed.",
    why="Everything after the fence reads as code, also the instructions that follow.",
    evidence="C",
    sources=("CommonMark 0.31, section 4.5",),
    languages=("any",),
    scopes=SCOPES,
    fix="safe",
    bad=(
        Example("Explain this code:\n⟦```python\nprint(1 + 1)⟧"),
        Example("Resume el texto:\n⟦~~~\nEl tren llega a las nueve.\nUsa dos frases.⟧", language="es"),
        Example("Run:\n```\nls\n```\nthen\n⟦```sh\npwd\nand explain both results.⟧"),
    ),
    good=(
        Example("Explain this code:\n```python\nprint(1 + 1)\n```"),
        Example("Fill in the function.\n\n```python", because="the prompt ends by opening the block the answer goes into"),
        Example("Begin the answer with ```json and nothing else.", because="a fence is named inside a sentence"),
        Example("Explain this code:\n```\nprint(1 + 1)```", because="closed on its last line, and the text ends there"),
        Example("Copia:\n````\n```\nuno\n```\n````", language="es", because="a longer fence holds a shorter one"),
        Example("Review:\n```markdown\nText\n```python\nx = 1\n```\nEnd\n```", because="the lines pair up as a nest"),
    ),
    triggers=("```", "~~~"),
)
def unclosed_code_fence(document: Document) -> Iterator[Finding]:
    """Yield the block that begins at a fence without a partner."""
    text = document.text
    fence = _open_fence(text)
    if fence is None or not text[fence.end() :].strip():
        return  # nothing stands after it: the answer is to go there, or a stray mark does no harm
    if text.rstrip().endswith(fence["mark"]):
        return  # closed at the end of its last line: no parser's fence, but nothing follows that could be misread
    start, end = fence.start("mark"), len(text.rstrip())
    number = text.count("\n", 0, start) + 1
    mark = fence["mark"]
    indent = text[fence.start() : start]
    yield Finding(
        start,
        end,
        f"The block opened with {mark + fence['info'].strip()} on line {number} is never closed.",
        f"Close it with {mark} on a line of its own where the code ends.",
        replacement=f"{text[start:end]}\n{indent}{mark}",
    )


class _Section(NamedTuple):
    """A Markdown heading with the text up to the next heading of any level."""

    start: int
    end: int
    level: int
    title: str
    body: str
    next_level: int
    is_plain: bool


_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S[^\n]*)$", re.MULTILINE)


# Titles that say all themselves, marks of a beginning or an end, and parts that consist of headings. Lines of comments in code have no
# blank line between them.
_NO_PLAIN_TITLE = re.compile(
    r"[\[\]{}<>_=\\]|: ?\S|^[^a-zà-ÿ]|\b(?:end|start|begin|fin|inicio|outputs?|examples?|formats?|structure|outline|template|sections?|"
    r"document|"
    r"salidas?|ejemplos?|formatos?|estructura|esquema|plantilla|secciones)\b"
)


def _sections(document: Document) -> list[_Section]:
    text = document.text
    marks = [
        match
        for match in _HEADING.finditer(text)
        if document.scope_at(match.start()) not in ("code", "quote") and any(c.isalpha() for c in match[2])
    ]
    sections = []
    for number, mark in enumerate(marks):
        stop = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        level = len(marks[number + 1][1]) if number + 1 < len(marks) else 0
        title = " ".join(mark[2].strip("# *:_").casefold().split())
        sections.append(
            _Section(
                mark.start(),
                mark.start() + len(mark[0].rstrip()),
                len(mark[1]),
                title,
                text[mark.end() : stop].strip(),
                level,
                "\n\n" in text[mark.end() : stop] and _NO_PLAIN_TITLE.search(title) is None,
            )
        )
    return sections


@rule(
    code="STR703",
    name="empty-or-repeated-section",
    severity="warning",
    since="0.1",
    summary="A section holds nothing, or stands twice with the same words.",
    why="An empty section promises what is not given; a repeated one costs tokens and invites later edits to contradict each other.",
    evidence="C",
    sources=("arXiv:2509.14404",),
    languages=("any",),
    scopes=("instruction", "context"),
    bad=(
        Example("# Task\nSort the list.\n\n⟦# Rules⟧\n\n# Output\nReturn one name per line."),
        Example("# Tarea\nOrdena la lista.\n\n⟦# Datos⟧\n\n# Salida\nUn nombre por línea.", language="es"),
        Example("## Rules\nUse plain words.\n\n## Task\nExplain tides.\n\n⟦## Rules⟧\nUse plain words."),
    ),
    good=(
        Example(
            "# Task\n## Goal\nSort the list.\n# Output\nOne name per line.", because="a heading above a heading of lower rank"
        ),
        Example("# Task\nSort the list.\n\n# Rules\nUse commas.\n\n# Answer", because="the answer goes under the last heading"),
        Example("Write a report with this outline:\n# Title\n# Methods\n# Results", because="an outline to be filled in"),
        Example("## Ejemplo\nuno\n\n## Tarea\nCuenta.\n\n## Ejemplo\ndos", language="es", because="same title, other text"),
    ),
    triggers=("\n#",),
)
def empty_or_repeated_section(document: Document) -> Iterator[Finding]:
    """Yield headings without text among siblings with text, and the second of two equal sections."""
    sections = _sections(document)
    yield from _empty(sections)
    seen: dict[tuple[int, str, str], _Section] = {}
    for section in sections:
        if not section.body:
            continue
        key = (section.level, section.title, " ".join(section.body.casefold().split()))
        first = seen.setdefault(key, section)
        if first is not section:
            yield Finding(
                section.start,
                section.end,
                f"The section {shorten(section.title)!r} stands here a second time with the same text.",
                "Keep one of them.",
                related=((first.start, first.end),),
            )


def _empty(sections: list[_Section]) -> Iterator[Finding]:
    filled: dict[int, int] = {}
    empty: dict[int, list[_Section]] = {}
    for number, section in enumerate(sections):
        if section.body or section.next_level > section.level:
            filled[section.level] = filled.get(section.level, 0) + 1
        elif section.next_level and number and section.is_plain:
            empty.setdefault(section.level, []).append(section)
    for level, found in empty.items():
        # Several empty headings are an outline to be filled in, not a slip.
        if filled.get(level, 0) >= 2 * len(found):
            for section in found:
                yield Finding(
                    section.start,
                    section.end,
                    f"The section {shorten(section.title)!r} has no text.",
                    "Write what belongs here, or remove the heading.",
                )


# Words after which a sentence cannot end. Prepositions end English sentences only in questions and relative clauses, so they are
# judged by the words around them. Judgement, tried on 20,000 real prompts.
_EN_NEVER_LAST = word_set("the an and or because whose my your our their every than into onto including")
_EN_LINKS = word_set("to for with of from into about between without via using by as in on at that which")
_ES_NEVER_LAST = word_set(
    "el los las un del al de con para por en a sin hacia desde hasta entre y e o u pero porque cuyo cuya cuyos cuyas su sus que"
)
_ARTICLES = word_set("a an the some each un una el la los las algún alguna cada")
_ASKS_OR_RELATES = frozenset(
    "what which who whom whose where when why how i you we they he she it is are was were do does did has have had can could will would "
    "should be been being dealing talk qué cuál quién dónde cómo sé".split()
)
_BEFORE_SYMBOL = word_set(
    "option class grade type vitamin plan group team section part column eje coordenada variable opción letra clase tipo vitamina x"
)
_POSSESSIVES = word_set("my your our their his her its mi tu su")
_NAMES_A_WORD = word_set(
    "with named called containing contain contains word string prefix suffix letters con palabra llamado contiene"
)
_VERB_FORM = re.compile(r"(?:ing|ed|(?<!s)s)\Z")
_COMPLETION = re.compile(r"\b(?:complet\w*|continu\w*|finish\w*|fill\w*|termina\w*|rellena\w*|next word|blank)\b")
_PLAIN_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_TAIL = 200
"""Characters of the last sentence that are read. Judgement: a clause is shorter."""


@lru_cache(maxsize=1)
def _never_last() -> WordTable:
    return WordTable(sorted(_EN_NEVER_LAST | _EN_LINKS | _ES_NEVER_LAST))


@rule(
    code="STR710",
    name="unfinished-sentence",
    severity="error",
    since="0.1",
    summary="The text stops in the middle of a sentence.",
    why="The part that says what is wanted is missing, and the model invents it.",
    evidence="J",
    sources=("judgement",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Create a function ⟦that⟧"),
        Example("Write a polite email to the landlord about the broken heater and ⟦the⟧"),
        Example("Crea una función ⟦que⟧", language="es"),
        Example("Escribe un correo formal para el director de la escuela sobre ⟦el⟧", language="es"),
    ),
    good=(
        Example("Explain what the word that stands for"),
        Example("Which class is Professor Lee in", because="a question may end in a preposition"),
        Example("Complete the sentence: the cat sat on the", because="the gap is the task"),
        Example("Write the report I asked you for", because="a relative clause ends in a preposition"),
        Example("Dibuja una recta paralela al eje y", language="es", because="a letter used as a name"),
        Example("Traduce: «Creo que el»", language="es", because="quoted"),
    ),
    gate=lambda features: _never_last().holds(features["last_word_hash"]),
)
def unfinished_sentence(document: Document) -> Iterator[Finding]:
    """Yield the last word when no sentence can end with it."""
    folded = document.folded
    end = len(folded.rstrip())
    pieces = folded[:end].replace("\0", " ").rsplit(None, 1)
    last = pieces[-1].lstrip("([\"'") if pieces else ""
    if (
        (last not in _EN_NEVER_LAST and last not in _EN_LINKS and last not in _ES_NEVER_LAST)
        or document.language not in ("en", "es")
        or document.placeholders
    ):
        return  # a template may end where the model goes on
    start = end - len(last)
    links, never = (_EN_LINKS, _EN_NEVER_LAST) if document.language == "en" else (frozenset(), _ES_NEVER_LAST)
    if last not in never and last not in links:
        return
    opening, _ = document.sentence_at(start)
    words = _PLAIN_WORD.findall(folded, max(opening, start - _TAIL), start)
    names_a_word = last in _POSSESSIVES and words[-1:] and words[-1] in _NAMES_A_WORD
    if len(words) < 2 or (len(last) == 1 and words[-1] in _BEFORE_SYMBOL) or names_a_word or document.text[start:end].isupper():
        return
    if last not in never and not _cuts_relative(document, (opening, end), words):
        return
    if _COMPLETION.search(folded, max(0, start - 2 * _TAIL)):
        return
    written = document.text[start:end]
    yield Finding(
        start, end, f"The text stops after {written!r}: the sentence is not finished.", "Write the rest of the sentence."
    )


def _cuts_relative(document: Document, sentence: tuple[int, int], words: list[str]) -> bool:
    """Tell whether an English request breaks off after "a <noun> that", "the <noun> for" and the like."""
    head = first_word(document.folded, *sentence)
    if head is None or document.folded[slice(*head)] not in task_verbs():
        return False
    if not _ASKS_OR_RELATES.isdisjoint(words) or words[-1] in _EN_LINKS or _VERB_FORM.search(words[-1]):
        return False
    return not _ARTICLES.isdisjoint(words[-4:-1])


_SECTION_TAG = re.compile(r"^[ \t]*<(?P<close>/?)(?P<name>[a-z][a-z_\-]{2,40})>[ \t]*$", re.MULTILINE)
_HTML = word_set(
    "html head body div span table thead tbody tfoot tr td th ul ol li p h1 h2 h3 h4 h5 h6 script style template form input button label "
    "select option section article header footer main nav aside img link meta title svg path code pre details summary dl dt dd figure "
    "center blockquote fieldset legend iframe video audio canvas map area base col colgroup embed hr br wbr source track param think"
)


@rule(
    code="STR701",
    name="unclosed-section-tag",
    severity="warning",
    since="0.1",
    summary="A tag opens a section and is never closed, while its neighbours are.",
    why="The section runs on into what follows, and the model cannot tell material from instructions.",
    evidence="B",
    sources=("Anthropic prompt guide",),
    languages=("any",),
    scopes=("instruction", "context", "data", "example", "placeholder"),
    bad=(
        Example("<rules>\nBe brief.\n</rules>\n\n⟦<letter>⟧\nDear sir, the heater is broken.\n\nSummarize the letter."),
        Example("<reglas>\nSé breve.\n</reglas>\n\n<carta>\nLa caldera no funciona.\n⟦<carta>⟧\n\nResume la carta.", language="es"),
    ),
    good=(
        Example("<rules>\nBe brief.\n</rules>\n\n<letter>\nDear sir.\n</letter>\n\nSummarize the letter."),
        Example("<rules>\nBe brief.\n</rules>\n\n<letter>\n\nSummarize the letter.", because="a line to fill in: no text below it"),
        Example("<div>\n<p>\nHello\n</div>\nExplain the page.", because="HTML closes paragraphs by itself"),
        Example("<reglas>\nSé breve.\n</reglas>\nUsa esto:\n```\n<carta>\nHola\n```", language="es", because="code"),
        Example('<rules>\nBe brief.\n</rules>\nTranslate "Hello\n<letter>\nHello" now.', because="quoted"),
        Example("Use this layout:\n<name>\nsome words\n<age>\nsome words", because="placeholders, none of them closed"),
    ),
    gate=lambda features: (features["n_angles"] >= 3) & (features["n_newlines"] >= 3),
)  # fmt: skip
def unclosed_section_tag(document: Document) -> Iterator[Finding]:
    """Yield the one tag alone on its line that has no closing tag, in a text whose other such tags all close."""
    text = document.text
    opened: dict[str, list[re.Match[str]]] = {}
    closed: dict[str, int] = {}
    for tag in _SECTION_TAG.finditer(text):
        # The tag itself may be a placeholder, so the character before it tells what it stands in.
        if document.scope_at(max(tag.start() - 1, 0)) in ("code", "quote"):
            continue
        if tag["name"] in _HTML:
            return
        if tag["close"]:
            closed[tag["name"]] = closed.get(tag["name"], 0) + 1
        else:
            opened.setdefault(tag["name"], []).append(tag)
    odd = [name for name, tags in opened.items() if len(tags) > text.count(f"</{name}")]
    if len(odd) != 1 or not any(name != odd[0] for name in closed):
        return
    tags = opened[odd[0]]
    name, last = odd[0], tags[-1]
    # A second opening tag stands where the closing one should; a single one without text below it is a line to fill in.
    if closed.get(name) or len(tags) > 2 or (len(tags) == 1 and not text[last.end() : last.end() + 2].strip()):
        return
    start = last.start("name") - 1
    yield Finding(
        start,
        last.end("name") + 1,
        f"<{name}> is never closed; the other sections are.",
        f"Write </{name}> where the section ends.",
    )
