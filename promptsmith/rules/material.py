"""Where given material stands in a prompt, and whether its borders hold: TPL606, STR707."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.config import SCOPES
from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.blocks import whole_spans
from promptsmith.rules.directives import is_directive
from promptsmith.text.document import Document

_FENCE_LINE = re.compile(r"^[ \t>]{0,12}(?P<mark>`{3,}+|~{3,}+)[ \t]*(?P<info>[^`\n]*)$", re.MULTILINE)
_TAG_LINE = re.compile(r"^[ \t]*<(?P<close>/?)(?P<name>[a-z][\w\-]{1,40})>[ \t]*$", re.MULTILINE)
_TRIPLE = re.compile(r'"""|\'\'\'')


@rule(
    code="TPL606",
    name="border-mark-inside-the-material",
    severity="warning",
    since="0.1",
    summary="The mark that closes a block of material also stands inside the material.",
    why="The block ends too early for the model, and the rest of the material reads as instructions.",
    evidence="C",
    sources=("arXiv:2509.14404",),
    languages=("any",),
    scopes=SCOPES,
    bad=(
        Example("Explain this page:\n```markdown\nRun it:\n⟦```⟧bash\nls\n```\nDone.\n```"),
        Example("<letter>\nDear all, close with\n⟦</letter>⟧\nand sign.\n</letter>\n\nSummarise the letter."),
        Example("<carta>\nHola.\n⟦</carta>⟧\nAdiós.\n</carta>\n\nResume la carta.", language="es"),
        Example('Summarise the text.\n"""\nHe wrote ⟦"""⟧ twice in his diary.\n"""'),
    ),
    good=(
        Example(
            "Explain this page:\n````markdown\nRun it:\n```bash\nls\n```\nDone.\n````", because="the outer fence is longer"
        ),
        Example("Explain:\n```bash\nls\n```\nand:\n```bash\npwd\n```", because="two blocks, one behind the other"),
        Example("<letter>\nDear all\n</letter>\n<letter>\nDear Ana\n</letter>\nCompare.", because="two letters"),
        Example('Compare.\n"""\none\n"""\n"""\ntwo\n"""'),
        Example('Resume.\n"""\nUn texto.\n"""', language="es"),
    ),
    gate=lambda features: (
        (features["n_fences"] >= 3)
        | ((features["n_angles"] >= 3) & (features["n_newlines"] >= 3))
        | (features["n_double_quotes"] >= 9)
    ),
)
def border_mark_inside_the_material(document: Document) -> Iterator[Finding]:
    """Yield the inner fence of a nest of equal fences, the first of two closing tags, and the middle one of three triple quotes."""
    yield from _inner_fences(document.text)
    yield from _early_tags(document)
    yield from _middle_quotes(document.text)


def _inner_fences(text: str) -> Iterator[Finding]:
    """Yield opening fences inside an open block of the same mark, when the lines pair up as a nest."""
    open_fences: list[re.Match[str]] = []
    inner: list[re.Match[str]] = []
    for line in _FENCE_LINE.finditer(text):
        mark, info = line["mark"], line["info"].strip()
        if open_fences and mark[0] != open_fences[0]["mark"][0]:
            continue
        if open_fences and len(mark) < len(open_fences[0]["mark"]):
            continue
        if not open_fences:
            open_fences.append(line)
        elif info:
            inner += [line] if len(open_fences) == 1 else []
            open_fences.append(line)
        else:
            open_fences.pop()
    if open_fences:
        return  # a block without its end is another defect (STR702)
    for line in inner:
        start, end = line.span("mark")
        yield Finding(
            start,
            end,
            f"{line['mark']} opens a block inside a block with the same mark: the next one closes the outer block.",
            f"Write the outer marks longer: {line['mark'][0] * (len(line['mark']) + 1)}.",
        )


def _early_tags(document: Document) -> Iterator[Finding]:
    """Yield the first closing tag of a section that opens once and closes twice, each on a line of its own."""
    tags: dict[str, tuple[list[re.Match[str]], list[re.Match[str]]]] = {}
    for tag in _TAG_LINE.finditer(document.folded):
        if document.scope_at(max(tag.start() - 1, 0)) != "code":
            tags.setdefault(tag["name"], ([], []))[bool(tag["close"])].append(tag)
    for name, (opening, closing) in tags.items():
        early = len(opening) == 1 and len(closing) == 2 and opening[0].start() < closing[0].start()
        if early and document.folded.count(f"<{name}") == 1:
            start = closing[0].start("close") - 1
            yield Finding(
                start,
                closing[0].end("name") + 1,
                f"</{name}> stands twice and <{name}> once: the section ends here for the model.",
                "Name the section by a tag that its text does not hold.",
            )


def _middle_quotes(text: str) -> Iterator[Finding]:
    """Yield the middle of three triple quotes, of which the first and the last stand on lines of their own."""
    marks = [mark for mark in _TRIPLE.finditer(text) if mark.group() == '"""']
    if len(marks) != 3 or not all(_is_alone(text, mark) for mark in (marks[0], marks[2])) or _is_alone(text, marks[1]):
        return
    yield Finding(
        *marks[1].span(), 'The text between the """ marks holds """ itself.', "Set the text off by marks that it does not hold."
    )


def _is_alone(text: str, mark: re.Match[str]) -> bool:
    before = text[text.rfind("\n", 0, mark.start()) + 1 : mark.start()]
    after = text[mark.end() :].split("\n", 1)[0]
    return not before.strip() and not after.strip()


_LONG_MATERIAL = 1500
"""Characters of material, some 250 words, from which a request behind it comes late. Judgement; the guide gives no number."""
_SET_OFF = frozenset(("fence", "tag", "delimited", "json", "table", "rows"))
"""Kinds of spans with marks around them. Code without marks has no certain end."""


@rule(
    code="STR707",
    name="request-only-after-long-material",
    severity="info",
    since="0.1",
    summary="A long block of material opens the prompt, and what to do with it is said only behind it.",
    why="OpenAI's guide advises instructions at both ends of long material, or else above it.",
    evidence="B",
    sources=("OpenAI: GPT-4.1 prompting guide",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example(
            "<document>\n" + "The tide rose over the sand. " * 70 + "\n</document>\n\n⟦Summarise the document in two lines.⟧"
        ),
        Example("```\n" + "10:00 the door was opened\n" * 80 + "```\n⟦List the hours at which nothing happened.⟧"),
        Example("Here is my log:\n```\n" + "10:00 the door was opened\n" * 80 + "```\n\n⟦How often was it closed?⟧"),
        Example(
            "<documento>\n" + "La marea subió por la arena. " * 70 + "\n</documento>\n\n⟦Resume el documento.⟧", language="es"
        ),
    ),
    good=(
        Example("Summarise this.\n<document>\n" + "The tide rose over the sand. " * 70 + "\n</document>", because="said above"),
        Example("<document>\nThe tide rose over the sand.\n</document>\n\nSummarise the document.", because="short material"),
        Example(
            "Resume lo que sigue.\n<documento>\n" + "La marea subió. " * 120 + "\n</documento>\nUsa dos líneas.",
            language="es",
            because="said at both ends",
        ),
        Example("<document>\n" + "The tide rose over the sand. " * 70 + "\n</document>", because="no request at all"),
    ),
    gate=lambda features: (features["n_chars"] > _LONG_MATERIAL) & (features["share_instruction"] < 0.6),
)
def request_only_after_long_material(document: Document) -> Iterator[Finding]:
    """Yield the first request of a text that opens with a long block which has marks around it."""
    if len(document.text) <= _LONG_MATERIAL:
        return
    end = _opening_block(document)
    if end is None:
        return
    for first, last in document.sentences:
        # A request right below a fence begins in the middle of what reads as one sentence.
        sentence = (max(first, end), last)
        if last > end and document.scope_at(sentence[0]) == "instruction":
            if document.text[last - 1] == "?" or is_directive(document, sentence):
                yield Finding(
                    *sentence,
                    f"The first request comes after {end} characters of material.",
                    "Say at the top what is to be done; repeat it at the end.",
                )
            return


def _opening_block(document: Document) -> int | None:
    """Return the end of the material that opens the text, or None when it is short or a request stands before it."""
    reach = 0
    for start, end, scope, kind in whole_spans(document):
        between = document.text[reach:start].strip()
        if scope == "quote" or kind not in _SET_OFF or (between and not _is_lead(document, reach, between)):
            break
        reach = end
    reach += len(document.text[reach:]) - len(document.text[reach:].lstrip())
    return reach if reach >= _LONG_MATERIAL else None


def _is_lead(document: Document, start: int, between: str) -> bool:
    """Tell whether the words before the material only present it ("Here is my script:")."""
    first = document.text.index(between, start)
    is_short = len(between) <= _LONGEST_LEAD and between.endswith(":") and "\n" not in between
    return is_short and start == 0 and not is_directive(document, (first, first + len(between)))


_LONGEST_LEAD = 80
"""Characters of words that present material. Judgement."""
