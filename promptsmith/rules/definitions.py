"""What a prompt sets up and what it then uses: REF505, REF507."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.text.document import Document

_SET = re.compile(r"\{%[-+]?\s*set\s+(?P<name>[A-Za-z_]\w{0,40})\s*=(?!=)(?P<value>[^\n]{0,300})")
_GIVEN = re.compile(
    r"^[ \t]*(?:[-*•][ \t]+)?(?P<name>\[[A-Z][A-Z0-9_ ]{1,30}\]|\$\{?[A-Z][A-Z0-9_]{1,30}\}?)[ \t]*:?=[ \t]*(?P<value>[^\n]{1,300})",
    re.MULTILINE,
)
_EFFECT = re.compile(r"\.(?:update|append|extend|insert|pop|remove|clear|setdefault|add)\(")
"""Calls that are made for what they change: the variable only takes what the engine wants to print."""
_WORD = re.compile(r"\w+")


@rule(
    code="REF505",
    name="variable-set-and-never-used",
    severity="info",
    since="0.1",
    summary="A variable gets a value in the prompt and is used nowhere.",
    why="Its value never reaches the model, or the text that should use it spells it otherwise.",
    evidence="C",
    sources=("arXiv:2509.14404",),
    languages=("any",),
    scopes=("instruction", "context", "placeholder", "code", "data"),
    bad=(
        Example("{% set ⟦tone⟧ = 'warm' %}\nWrite a card to {{ name }}."),
        Example("⟦[CITY]⟧ = Rome\n[DAYS] = 3\n\nPlan a trip of [DAYS] days."),
        Example("{% set ⟦limite⟧ = 80 %}\nResume {{ texto }} en {{ limit }} palabras.", language="es"),
    ),
    good=(
        Example("{% set tone = 'warm' %}\nWrite a {{ tone }} card to {{ name }}."),
        Example("{% set _ = names.append(name) %}\nWrite to {{ names }}.", because="set for what the call changes"),
        Example("[CITY] = Rome\n\nPlan a trip to [CITY]."),
        Example("[CITY] = Rome\n\nPlan a trip to the CITY.", because="used by its bare name"),
        Example("{% set tono = 'cálido' %}\nEscribe {{ tono | upper }}.", language="es"),
    ),
    gate=lambda features: (
        ((features["n_percents"] >= 2) & (features["n_braces"] >= 1))
        | (((features["n_brackets"] >= 1) | (features["n_dollars"] >= 1)) & (features["n_newlines"] >= 1))
    ),
)
def variable_set_and_never_used(document: Document) -> Iterator[Finding]:
    """Yield the name of each variable of Jinja, and of each ``[NAME] =`` line, that stands nowhere else."""
    text = document.text
    if "=" not in text:
        return
    # A single line has nowhere to use what it sets.
    patterns = (_SET, _GIVEN) if "\n" in text else (_SET,)
    found = [match for pattern in patterns for match in pattern.finditer(text)]
    if not found:
        return
    counts: dict[str, int] = {}
    for word in _WORD.findall(text):
        counts[word] = counts.get(word, 0) + 1
    for match in found:
        words = _WORD.findall(match["name"])
        uses = min(counts[word] for word in words)
        if uses > 1 or _EFFECT.search(match["value"]) or (match.re is _SET and match["name"].startswith("_")):
            continue
        if match.re is _GIVEN and (match["name"][0] == "$" or len(words) > 1) and text.count(match["name"]) > 1:
            continue
        yield Finding(
            *match.span("name"),
            f"{match['name']} gets a value here and is used nowhere.",
            "Use it where it belongs, or leave it out.",
        )


_TOOL_NAME = r"(?:`[a-z_][\w.\-]{1,50}(?:\(\))?`|[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?:\(\))?)"
"""A name between backticks, or one with an underscore: other words before "tool" describe it ("the right tool")."""
_DECLARES = re.compile(
    r"^[^\n]{0,120}?\b(?:tools|functions|herramientas|funciones)\b[^\n:]{0,40}"
    r"(?::[*_]{0,2}[ \t]*(?P<inline>[^\n]*)|[*_]{0,2}[ \t]*)$",
    re.MULTILINE,
)
_TOOL_ITEM = re.compile(
    r"[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+[*_]{0,2}`?(?P<name>[a-z_][\w.\-]{1,50})`?(?:\([^)\n]{0,200}\)`?)?"
    r"[*_]{0,2}[ \t]*(?=[:\n\-–—]|\Z)"
)
_INLINE_NAME = re.compile(r"[`\"]?(?P<name>[a-z_][\w.\-]{1,50})(?:\([^)\n]{0,80}\))?[`\"]?(?:\s*(?:,|and\b|y\b|e\b)\s*)*")
_MENTIONED = re.compile(
    rf"\b(?:call|invoke|llama a|invoca)(?:[ ](?:the|la|el|tool|function|herramienta|función))*[ ](?P<called>{_TOOL_NAME})(?!\w)"
    rf"|(?:tool|function|herramienta|función)[ ](?P<after>{_TOOL_NAME})(?!\w)|(?<![\w`])(?P<before>{_TOOL_NAME})[ ](?:tool|function)\b"
)
_MIN_TOOLS = 2
"""Entries from which a list declares the tools. Judgement."""


@rule(
    code="REF507",
    name="tool-named-but-not-declared",
    severity="error",
    since="0.1",
    summary="A tool is to be called that the prompt's list of tools does not hold.",
    why="The model calls something that does not exist, or another tool in its place.",
    evidence="C",
    sources=("arXiv:2509.14404",),
    languages=("en", "es"),
    scopes=("instruction", "context", "code"),
    bad=(
        Example("Tools:\n- find_order: by number\n- send_mail: to the buyer\n\nCall ⟦get_order⟧ first."),
        Example("You have these tools: `search`, `calculator`.\nUse the ⟦`weather`⟧ tool for forecasts."),
        Example(
            "Herramientas:\n- buscar_pedido: por número\n- enviar_correo: al cliente\n\nUsa la herramienta ⟦leer_pedido⟧ primero.",
            language="es",
        ),
    ),
    good=(
        Example("Tools:\n- find_order: by number\n- send_mail: to the buyer\n\nCall find_order first."),
        Example("Tools:\n- find_order: by number\n- send_mail: to the buyer\n\nUse the right tool.", because="no name"),
        Example("Call get_order first.", because="no list of tools: they may be declared elsewhere"),
        Example(
            "Tools:\n- find_order: by number, replaces get_order\n- send_mail\n\nCall get_order never.", because="in the list"
        ),
        Example("Herramientas:\n- buscar_pedido\n- enviar_correo\n\nLlama a buscar_pedido primero.", language="es"),
        Example('Tools:\n- find_order\n- send_mail\n\nTranslate "call get_order" into German.', because="quoted"),
    ),
    triggers=("tools", "functions", "herramientas", "funciones"),
)
def tool_named_but_not_declared(document: Document) -> Iterator[Finding]:
    """Yield each name of a tool outside the lists of tools that none of these lists holds."""
    folded = document.folded
    names: set[str] = set()
    reach = 0
    for start, _ in document.triggers["REF507"]:
        line = folded.rfind("\n", 0, start) + 1
        if line >= reach:
            listed, reach = _declared(folded, line)
            names |= listed
    seen: set[str] = set()
    for mention in _MENTIONED.finditer(folded) if len(names) >= _MIN_TOOLS else ():
        kind = str(mention.lastgroup)
        name = mention[kind].strip("`()")
        # A name between backticks is code; the word beside it tells whether the sentence is an instruction.
        beside = mention.end() - 1 if kind == "before" else mention.start()
        if name in names or name in seen or document.scope_at(beside) not in ("instruction", "context"):
            continue
        seen.add(name)
        yield Finding(
            *mention.span(kind),
            f"{name} is not among the tools that are declared: {', '.join(sorted(names)[:6])}.",
            "Declare it, or correct the name.",
        )


def _declared(folded: str, line: int) -> tuple[set[str], int]:
    """Return the names that a list of tools from ``line`` on declares, with all words of its entries, and its end."""
    head = _DECLARES.match(folded, line)
    if head is None:
        return set(), line + 1
    names: set[str] = set()
    position = head.end() + 1
    if head["inline"]:
        place = head.start("inline")
        while (entry := _INLINE_NAME.match(folded, place, head.end())) and entry.end() > place:
            names.add(entry["name"])
            place = entry.end()
        return (names if folded[place : head.end()].strip() in ("", ".") else set()), position
    entries = 0
    words: set[str] = set()
    while position < len(folded):
        stop = folded.find("\n", position)
        stop = len(folded) if stop < 0 else stop
        item = _TOOL_ITEM.match(folded, position, stop + 1)
        if item:
            entries += 1
            names.add(item["name"])
        elif folded[position:stop].strip() and (not entries or folded[position] not in " \t"):
            break
        words.update(_WORD.findall(folded[position:stop]))
        position = stop + 1
    return (names | words if entries >= _MIN_TOOLS else set()), position
