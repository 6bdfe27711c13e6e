"""Placeholders that cannot be filled, and leftovers of drafting: TPL."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from promptsmith.errors import shorten, suggest
from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.text.document import Document
from promptsmith.text.placeholders import Placeholder


@dataclass(frozen=True)
class FilledExample(Example):
    """An example with the variables that the caller declares for it."""

    variables: Mapping[str, object] | None = None


_SYNTAXES = {
    "double_brace": "{{x}}",
    "jinja_block": "{{x}}",
    "brace": "{x}",
    "dollar_brace": "${x}",
    "percent": "%x%",
}
"""Kinds that a program fills in. ``[X]`` and ``<x>`` are often left to people or name parts of the answer."""


@rule(
    code="TPL601",
    name="mixed-placeholder-syntaxes",
    severity="warning",
    since="0.1",
    summary="Placeholders are written in more than one syntax.",
    why="A template engine fills one of them and sends the others to the model as they stand.",
    evidence="C",
    sources=("practice of other prompt linters",),
    languages=("any",),
    scopes=("instruction", "placeholder"),
    bad=(
        Example("Write to {{name}} in {{city}} about ⟦{topic}⟧."),
        Example("Escribe a ⟦${nombre}⟧ sobre {{tema}} y {{plazo}}.", language="es"),
    ),
    good=(
        Example("Write to {{name}} about {{topic}}."),
        Example("Write to {{name}} and sign as [YOUR NAME].", because="brackets are filled in by hand"),
        Example("Explain how ${HOME} differs from {{ home }} in a template.", because="the syntaxes are the subject"),
        Example("Usa {{tema}}.\n```sh\necho ${HOME}\n```", language="es", because="code"),
    ),
    gate=lambda features: features["n_placeholders"] >= 2,
)
def mixed_placeholder_syntaxes(document: Document) -> Iterator[Finding]:
    """Yield the first placeholder of each syntax but the most frequent one."""
    groups: dict[str, list[Placeholder]] = {}
    for item in document.placeholders:
        syntax = _SYNTAXES.get(item.kind)
        if syntax and _is_said(document, item):
            groups.setdefault(syntax, []).append(item)
    if len(groups) < 2 or _ABOUT_TEMPLATES.search(document.folded):
        return
    # The first of equals stays, so that the answer does not depend on the order of a dictionary.
    main = max(groups, key=lambda syntax: (len(groups[syntax]), -groups[syntax][0].start))
    kept = groups[main][0]
    for syntax, items in groups.items():
        if syntax != main:
            odd = items[0]
            yield Finding(
                odd.start,
                odd.end,
                f"{syntax} is used {len(items)} time{'s' * (len(items) > 1)}, {main} {len(groups[main])}: "
                f"here {_written(document, odd)}, elsewhere {_written(document, kept)}.",
                f"Write every placeholder as {main}.",
                related=((kept.start, kept.end),),
            )


_ABOUT_TEMPLATES = re.compile(
    r"\b(?:templates?|jinja2?|f-?strings?|placeholders?|syntax|bash|shell|environment variables?|plantillas?|marcadores|sintaxis)\b"
)


def _written(document: Document, item: Placeholder) -> str:
    return shorten(document.text[item.start : item.end], 40)


def _is_said(document: Document, item: Placeholder) -> bool:
    """Tell whether the placeholder stands in running text and not inside code, data or a quotation that goes on around it."""
    before = document.scope_at(item.start - 1) if item.start else "instruction"
    after = document.scope_at(item.end) if item.end < len(document.text) else "instruction"
    return before in ("instruction", "context", "placeholder") and after in ("instruction", "context", "placeholder")


_BRACES = re.compile(r"\{+|\}+")
_NAME = re.compile(r"\s*[^\W\d][\w.]*(?:\s*\|\s*\w+)*\s*\Z")
_MAX_NAME = 60
"""Longest name looked for between braces, in characters. Judgement."""


@rule(
    code="TPL602",
    name="malformed-placeholder",
    severity="error",
    since="0.1",
    summary="A placeholder is opened and closed with different numbers of braces, or has no name.",
    why="The template engine stops with an error or sends the braces to the model.",
    evidence="J",
    sources=("judgement",),
    languages=("any",),
    scopes=("instruction", "context", "placeholder"),
    bad=(
        Example("Write to ⟦{{name}⟧ about tides."),
        Example("Escribe a ⟦{nombre}}⟧ sobre las mareas.", language="es"),
        Example("Write to ⟦{{ }}⟧ about tides."),
        Example("Write to ⟦{{name⟧ about tides."),
    ),
    good=(
        Example("Write to {{ name }} about {topic}."),
        Example("Simplify \\frac{{a}{b}} and x_{{1}}.", because="LaTeX"),
        Example('Return {"a": {"b": {c}}}.', because="the braces of the line balance"),
        Example("Explica `{{name}` en Jinja.", language="es", because="code"),
    ),
    gate=lambda features: features["n_odd_braces"] > 0,
)
def malformed_placeholder(document: Document) -> Iterator[Finding]:
    """Yield names between unequal braces, on lines whose braces do not balance, and empty double braces."""
    text = document.text
    marks: list[re.Match[str]] = []
    line_end = -1
    for mark in _BRACES.finditer(text):
        if mark.start() > line_end:
            if marks:
                yield from _malformed(document, marks, line_end)
            marks = []
            line_end = text.find("\n", mark.end())
            line_end = len(text) if line_end < 0 else line_end
        marks.append(mark)
    if marks:
        yield from _malformed(document, marks, line_end)


def _malformed(document: Document, marks: list[re.Match[str]], line_end: int) -> Iterator[Finding]:
    text = document.text
    depth = sum(len(mark.group()) * (1 if mark.group()[0] == "{" else -1) for mark in marks)
    for number, mark in enumerate(marks):
        start, end = mark.span()
        if mark.group()[0] != "{" or len(mark.group()) > 2 or text[start - 1 : start] in ("\\", "_", "^", "$", "}", ")"):
            continue
        following = marks[number + 1] if number + 1 < len(marks) else None
        closes = following is not None and following.group()[0] == "}"
        if closes and following is not None:
            inside, last = text[end : following.start()], following.end()
            opened, closed = end - start, last - following.start()
            if opened == closed == 2 and not inside.strip():
                yield Finding(
                    start, last, "The placeholder {{ }} has no name.", "Write the variable's name between the braces."
                )
            elif depth and {opened, closed} == {1, 2} and len(inside) <= _MAX_NAME and _NAME.match(inside):
                name = inside.strip()
                yield Finding(
                    start,
                    last,
                    f"{shorten(text[start:last])} opens with {opened} brace{'s' * (opened > 1)} and closes with {closed}.",
                    f"Write {{{{{name}}}}} or {{{name}}}.",
                )
        elif following is None and depth == 2 and end - start == 2:
            word = _OPEN_NAME.match(text, end, min(line_end, end + _MAX_NAME))
            if word and "}}" not in text[line_end : line_end + 200]:
                yield Finding(
                    start, word.end(), f"{text[start : word.end()]} is never closed.", f"Write {{{{{word.group().strip()}}}}}."
                )


_OPEN_NAME = re.compile(r"\s*[^\W\d][\w.]*")


@rule(
    code="TPL603",
    name="undeclared-or-unused-variable",
    severity="error",
    since="0.1",
    summary="The placeholders and the variables that were given do not fit each other.",
    why="A placeholder without a value reaches the model as it stands; a value without a placeholder never does.",
    evidence="C",
    sources=("langfuse/langfuse#10060",),
    languages=("any",),
    scopes=("instruction", "context", "placeholder", "data", "example", "quote", "code"),
    bad=(
        FilledExample("Write to {{name}} about ⟦{{topic}}⟧.", variables={"name": "Ana"}),
        FilledExample("⟦⟧Escribe a {{nombre}}.", language="es", variables={"nombre": "Ana", "tono": "formal"}),
        FilledExample("Write to ⟦{{nmae}}⟧ in {{city}}.", variables={"name": "Ana", "city": "Rome"}),
    ),
    good=(
        FilledExample("Write to {{name}} about {topic}.", variables={"name": "Ana", "topic": "tides"}),
        FilledExample("Write to {{user.name}}.", variables={"user": {"name": "Ana"}}, because="a part of a variable"),
        FilledExample("Escribe sobre mareas en {2024}.", language="es", variables={}, because="a number is no name"),
        Example("Write to {{name}}.", because="nobody said which variables there will be"),
        FilledExample("Write for [YOUR NAME] and <div>.", variables={}, because="only program syntaxes are filled"),
    ),
    gate=lambda features: features["has_given_variables"],
)
def undeclared_or_unused_variable(document: Document) -> Iterator[Finding]:
    """Yield placeholders without a variable, and one empty span at the start for all variables without a placeholder."""
    variables = document.variables
    if variables is None:
        return
    used: set[str] = set()
    bound: set[str] = set()
    meant: set[str] = set()  # misspelt in the text: reported there, not as unused
    for item in document.placeholders:
        if item.kind == "jinja_block":
            words = re.findall(r"[^\W\d]\w*", item.name)
            used.update(words)
            if words[:1] in (["for"], ["set"]):
                bound.update(words[1:2])
            continue
        if item.kind not in _SYNTAXES:
            continue
        name = re.split(r"[.\[|]", item.name, maxsplit=1)[0].strip()
        used.add(name)
        if name not in variables and name not in bound and name != "loop":
            hint = suggest(name, [other for other in variables if other not in used])
            meant.update(other for other in variables if repr(other) in hint)
            yield Finding(
                item.start,
                item.end,
                f"No value is given for {_written(document, item)}.{hint}",
                f"Add {name!r} to the variables, or correct the name. Given: {', '.join(variables) or 'none'}.",
            )
    bare = [
        name
        for name in variables
        if name not in used | meant and not any(form in document.text for form in (f"[{name}]", f"<{name}>", f"${name}"))
    ]
    if bare:
        listed = ", ".join(repr(name) for name in bare)
        yield Finding(
            0,
            0,
            f"No placeholder uses {listed}.",
            f"Write {{{{{bare[0]}}}}} where the value belongs, or leave the variable out.",
        )


@rule(
    code="TPL604",
    name="literal-braces-in-template",
    severity="error",
    since="0.1",
    summary="A template with {x} placeholders also holds JSON whose braces the engine will take for placeholders.",
    why="str.format and the engines built on it stop with a KeyError at the first literal brace.",
    evidence="C",
    sources=("langchain-ai/langchain#700",),
    languages=("any",),
    scopes=("data", "code", "example", "instruction"),
    fix="unsafe",
    bad=(
        Example('Describe {topic}. Answer as ⟦{"title": "..."}⟧ and nothing else.'),
        Example('Clasifica {texto} así: ⟦{"clase": "spam"}⟧', language="es"),
        Example('Extract from {text}:\n```json\n⟦{"items": [{"n": 1}]}⟧\n```'),
    ),
    good=(
        Example('Describe {topic}. Answer as {{"title": "..."}} and nothing else.', because="already doubled"),
        Example('Describe {{topic}}. Answer as {"title": "..."}.', because="double braces leave single ones alone"),
        Example('Return {"title": "..."} for the text about tides.', because="not a template"),
        Example('Describe {tema}.\n```js\nif (a) { b("c"); }\n```', language="es", because="code that is no JSON"),
    ),
    gate=lambda features: (features["n_braces"] >= 2) & (features["n_placeholders"] > 0) & (features["n_double_quotes"] > 0),
)
def literal_braces_in_template(document: Document) -> Iterator[Finding]:
    """Yield each JSON object with single braces in a text whose placeholders are all of the form {x}."""
    kinds = {item.kind for item in document.placeholders}
    if "brace" not in kinds or kinds & {"double_brace", "jinja_block", "dollar_brace"}:
        return
    objects, items = list(_json_objects(document.text)), document.placeholders
    said = [item for item in items if _fills(document, item, objects)]
    if not said:
        return
    for start, end in objects:
        inside = items[bisect_left(items, (start,)) : bisect_left(items, (end,))]
        yield Finding(
            start,
            end,
            f"The engine that fills {_written(document, said[0])} will also try to fill {shorten(document.text[start:end], 40)}.",
            "Double the braces of the JSON: {{ and }}.",
            related=((said[0].start, said[0].end),),
            replacement=_doubled(document.text, start, end, inside),
        )


def _fills(document: Document, item: Placeholder, objects: list[tuple[int, int]]) -> bool:
    """Tell whether the placeholder is a bare name in running text, outside every object; ``{x:.2f}`` is Python code."""
    bare = document.text[item.start : item.end] == f"{{{item.name}}}"
    if item.kind != "brace" or not bare or not _is_said(document, item):
        return False
    index = bisect_left(objects, (item.start,)) - 1
    return index < 0 or objects[index][1] <= item.start


_OBJECT_START = re.compile(r'(?<!\{)\{(?=\s{0,20}"[^"\n]{0,120}"\s{0,20}:)')


def _json_objects(text: str) -> Iterator[tuple[int, int]]:
    """Yield the outermost brace pairs that open like a JSON object. One pass: an object that never closes ends the search."""
    position = 0
    while match := _OBJECT_START.search(text, position):
        end = _closing_brace(text, match.start())
        if end is None:
            return
        yield match.start(), end
        position = end


def _closing_brace(text: str, start: int) -> int | None:
    depth = 0
    for mark in re.compile(r'[{}]|"(?:[^"\\\n]|\\.)*"').finditer(text, start):
        if mark.group() == "{":
            depth += 1
        elif mark.group() == "}":
            depth -= 1
            if not depth:
                return mark.end()
    return None


def _doubled(text: str, start: int, end: int, kept: list[Placeholder]) -> str:
    pieces, position = [], start
    for item in kept:
        pieces += [text[position : item.start].replace("{", "{{").replace("}", "}}"), text[item.start : item.end]]
        position = item.end
    return "".join(pieces) + text[position:end].replace("{", "{{").replace("}", "}}")


_LEFTOVERS = re.compile(
    r"(?P<mark>\b(?:TODO|FIXME|TBD|TBC)\b(?=\s*[:(\])]|[ \t.]*(?:\n|\Z))"
    r"|\bPOR DEFINIR\b|\[(?:TODO|TBD|FIXME)\b[^\]\n]{0,80}\])"
    r"|(?P<slot>[\[<](?:insert|inserta|insertar|fill in|rellenar?|to be (?:added|completed)|add|pega|paste|pon) [^\]>\n]{0,80}[\]>])"
    r"|(?P<filler>\blorem ipsum dolor\b[^\n\"”»]{0,200})",
    re.IGNORECASE,
)
_ABOUT_MARKS = re.compile(
    r"\b(?:each|find|search|list|grep|count|remove|every|all|busca|cuenta|lista|todos los)\b[^.\n]{0,40}\Z"
)


@rule(
    code="TPL607",
    name="leftover-of-drafting",
    severity="warning",
    since="0.1",
    summary="A note to the author was left in the prompt.",
    why="The model cannot know what belongs there and fills the gap with a guess.",
    evidence="C",
    sources=("arXiv:2509.14404",),
    languages=("en", "es"),
    scopes=("instruction", "context", "placeholder"),
    bad=(
        Example("Write a product page.\nAudience: ⟦TBD⟧"),
        Example("Write a bio for the speaker, ⟦[INSERT NAME]⟧, in 50 words."),
        Example("Escribe la ficha del producto.\nPúblico: ⟦POR DEFINIR⟧", language="es"),
        Example("Shorten this page: ⟦Lorem ipsum dolor sit amet⟧"),
    ),
    good=(
        Example("Build a todo list app in React."),
        Example("Find all files with TODO: in them.", because="the mark is what is searched for"),
        Example("Fill the page with lorem ipsum.", because="filler is wanted"),
        Example("Escríbelo TODO EN MAYÚSCULAS.", language="es", because="a Spanish word"),
        Example('Explain what "TBD" means.', because="quoted"),
    ),
    triggers=(
        "todo", "fixme", "tbd", "tbc", "por definir", "lorem ipsum dolor", "[insert", "<insert", "[inserta", "<inserta", "[insertar",
        "<insertar", "[fill in", "<fill in", "[rellena", "[rellenar", "<rellenar", "[to be", "<to be", "[add", "<add", "[pega",
        "<pega", "[paste", "<paste", "[pon", "<pon", "<rellena",
    ),
)  # fmt: skip
def leftover_of_drafting(document: Document) -> Iterator[Finding]:
    """Yield marks such as TODO in capitals, slots such as [INSERT NAME], and filler text."""
    text, reach = document.text, 0
    for start, _ in document.triggers["TPL607"]:
        match = _LEFTOVERS.match(text, start) if start >= reach else None
        if match is None:
            continue
        written = match.group().rstrip()
        if match["mark"] and not _is_note(text, start, match.end()):
            continue
        if match["slot"] and document.scope_at(start - 1) == "quote" and text[start - 1] not in _QUOTES:
            continue  # part of a quoted sentence; alone between quotation marks it is still to be filled in
        reach = start + len(written)
        what = "Filler text" if match["filler"] else "A note to the author"
        yield Finding(start, reach, f"{what} was left here: {shorten(written)!r}.", "Put the real content here, or remove it.")


_QUOTES = frozenset("\"“«'‘")


def _is_note(text: str, start: int, end: int) -> bool:
    """Tell a mark such as TODO from the Spanish word and from a text about such marks."""
    if not text[start:end].strip("[]").split()[0].isupper() or _ABOUT_MARKS.search(text, max(0, start - 60), start):
        return False
    before = text[max(0, start - 20) : start].rstrip(" \t*_")
    return (
        text[start] == "[" or text[end : end + 2].lstrip()[:1] == ":" or before[-1:] in ("", "\n", ":", "-", "(", "[", "•", "|")
    )


_EMPTY_BRANCH = re.compile(
    r"(?P<head>\{%-?\s*(?:if|elif|else|for|unless)\b[^{}%]{0,200}-?%\})\s*(?=\{%-?\s*(?:elif|else|elsif|endif|endfor|endunless)\b)"
    r"|(?P<hash>\{\{#\s*(?:if|unless|each)\b[^{}]{0,200}\}\}|\{\{\s*else\s*\}\})\s*(?=\{\{\s*(?:else\s*\}\}|/))"
)
_FIRST_IF = re.compile(r"\s*(?P<head>\{%-?\s*if\b[^{}%]{0,200}-?%\})")
_BLOCK = re.compile(r"\{%-?\s*(?P<word>if|else|elif|endif)\b[^{}%]{0,200}-?%\}")


@rule(
    code="TPL608",
    name="branch-renders-empty",
    severity="info",
    since="0.1",
    summary="A branch of the template holds nothing, or the whole prompt depends on one condition.",
    why="For some values of the variables a part of the prompt, or all of it, is sent empty.",
    evidence="J",
    sources=("GitHub: mlflow/mlflow, issue 18169",),
    languages=("any",),
    scopes=("instruction", "context", "placeholder"),
    bad=(
        Example("Write to {{ name }}. ⟦{% if polite %}⟧{% else %}Be blunt.{% endif %}"),
        Example("Escribe a {{nombre}}. ⟦{{#if formal}}⟧ {{/if}} Sé breve.", language="es"),
        Example("⟦{% if text %}⟧\nSummarize {{ text }}.\n{% endif %}"),
    ),
    good=(
        Example("Write to {{ name }}. {% if polite %}Be polite.{% else %}Be blunt.{% endif %}"),
        Example("{% if text %}Summarize {{ text }}.{% else %}Ask for a text.{% endif %}", because="both cases say something"),
        Example("Resume.{% if tono %} Usa un tono {{ tono }}.{% endif %}", language="es", because="the rest stays"),
        Example("Explain `{% if x %}{% endif %}` in Jinja.", because="quoted code"),
        Example("{% if a %}Sum it.{% endif %}{% if not a %}Ask.{% endif %}", because="two conditions share the prompt"),
    ),
    # "{% if %}{% endif %}" has four percent signs, "{{#if}}{{/if}}" four braces.
    gate=lambda features: (features["n_braces"] >= 2) & ((features["n_percents"] >= 4) | (features["n_braces"] >= 4)),
)
def branch_renders_empty(document: Document) -> Iterator[Finding]:
    """Yield the tag that opens an empty branch, or the condition around the whole text."""
    text = document.text
    if "{%" not in text and "{{#" not in text:
        return
    for branch in _EMPTY_BRANCH.finditer(text):
        start, end = branch.span("head" if branch["head"] else "hash")
        if start and document.scope_at(start - 1) in ("code", "quote"):
            continue
        yield Finding(start, end, f"Nothing follows {text[start:end]}.", "Write the text of the branch, or remove it.")
    first = _FIRST_IF.match(text)
    if first is None:
        return
    depth = 0
    for block in _BLOCK.finditer(text):
        depth += (block["word"] == "if") - (block["word"] == "endif")
        if depth == 1 and block["word"] in ("else", "elif"):
            return
        if depth <= 0:
            if block["word"] == "endif" and not text[block.end() :].strip() and block.start() > first.end():
                yield Finding(
                    *first.span("head"), "The whole prompt is empty when this condition does not hold.", "Write an else branch."
                )
            return
