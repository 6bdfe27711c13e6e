"""How binding an instruction is: hedges that half take it back, and rules without an exit: SPC104, SPC112."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.directives import Sentences
from promptsmith.rules.lexicons import word_set
from promptsmith.text.document import Document

_TRIED = re.compile(
    r"(?:please )?(?P<hedge>try (?:not to|to(?: not)?)|(?:intenta|intente|procura|procure|trata de|trate de)(?: no)?)"
    r"\s+(?:only |always |solo |siempre )?(?P<verb>[^\W\d_]+)"
)
_DOUBTED = re.compile(
    r"(?:please )?(?P<hedge>maybe|perhaps|possibly|quizás?|tal vez|a lo mejor),? (?:also |también )?(?P<verb>[^\W\d_]+)"
)
_MANNER = word_set(
    "keep be use avoid include limit stay stick follow have mention cite add maintain match give provide make cover focus write answer "
    "respond reply refer speak highlight mantener mantenerte ser usar utilizar evitar incluir limitar limitarte seguir mencionar citar "
    "añadir respetar dar escribir responder"
)
"""Verbs of a rule for the answer. Behind "try to", other verbs name the task itself ("try to guess my number"). Judgement."""
_ORDERS = word_set(
    "add include use keep mention write put give make show list avoid insert start end explain describe cite leave drop skip limit "
    "añade incluye usa menciona escribe pon da haz muestra enumera evita inserta empieza termina explica describe cita quita limita"
)
_ALONE = re.compile(r"[\s\-*•·+>#\d.)¡¿(]*(?:please,? |por favor,? |also,? |también |and |but |then )?")
_JOINT = re.compile(r"(?:[,;:]| and| but| y| pero)\s*\Z")
"""What stands before a hedge that governs a clause of a request."""
_GRADED = re.compile(r"\b(?:as (?:possible|you can)|posibles?|puedas)\b")
"""An effort without an upper end: nothing else than trying can be asked for."""
_BEFORE = 30
"""Characters read before a word that is judged. Judgement."""


@rule(
    code="SPC104",
    name="hedged-instruction",
    severity="info",
    since="0.1",
    summary="An instruction is half taken back by try to, maybe or perhaps.",
    why="Whether it has to be followed is open, so it is followed in one run and not in the next.",
    evidence="C",
    sources=("practice of other prompt linters",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Describe the village. ⟦Try to⟧ keep it under 100 words."),
        Example("Write a letter to my aunt, and ⟦try not to⟧ use big words."),
        Example("Compare both phones. ⟦Maybe⟧ add a table."),
        Example("Describe el pueblo. ⟦Intenta no⟧ usar palabras raras.", language="es"),
        Example("Compara los dos teléfonos. ⟦Quizás⟧ añade una tabla.", language="es"),
    ),
    good=(
        Example("Describe the village. Keep it under 100 words."),
        Example("Try to guess the number I have in mind.", because="trying is the task"),
        Example("Explain why people try to keep secrets.", because="others try"),
        Example("Describe the village. Try to be as brief as possible.", because="an effort without an upper end"),
        Example("Write a scene in which he says: maybe use the back door.", because="the words of a character"),
        Example('Translate "try to keep it short" into Spanish.', because="quoted"),
        Example("Explica por qué la gente intenta evitar los conflictos.", language="es", because="others try"),
    ),
    triggers=(
        "try to", "try not to", "maybe", "perhaps", "possibly", "intenta", "intente", "procura", "procure", "trata de", "trate de",
        "quizá", "quizás", "tal vez", "a lo mejor",
    ),
)  # fmt: skip
def hedged_instruction(document: Document) -> Iterator[Finding]:
    """Yield each hedge before the verb of an instruction, at the head of a sentence or of a clause of a request."""
    folded, sentences = document.folded, Sentences(document)
    for start, _ in document.triggers["SPC104"]:
        match = _TRIED.match(folded, start) or _DOUBTED.match(folded, start)
        if match is None or match["verb"] not in (_MANNER if match.re is _TRIED else _ORDERS):
            continue
        sentence = sentences.at(start)
        if folded[sentence[1] - 1] == "?" or _GRADED.search(folded, match.end(), sentence[1]):
            continue
        opens = _ALONE.fullmatch(folded, sentence[0], start) is not None
        joins = match.re is _TRIED and _JOINT.search(folded, max(sentence[0], start - _BEFORE), start) is not None
        if not opens and not (joins and sentences.is_directive(sentence)):
            continue
        yield Finding(
            *match.span("hedge"),
            f"{document.text[slice(*match.span('hedge'))]!r} leaves open whether this has to be done.",
            "Say it plainly, or say when it does not apply.",
        )


_ALWAYS = re.compile(
    r"\b(?:(?:always|siempre)\s+(?:first )?(?:call|use|invoke|run|query|consult|search|check|llama a|usa|utiliza|consulta|busca en|"
    r"ejecuta|invoca)|(?:llama|usa|utiliza|consulta|ejecuta|invoca) siempre(?: a)?|must (?:always )?(?:call|invoke|query|consult)"
    r"|(?:debes|tienes que) (?:siempre )?(?:llamar a|invocar|consultar))\s+"
    r"(?:(?:(?:the|a|an|your|our|el|la|los|las|un|una|tu|nuestra|nuestro)\s+)?(?:[`\w\-.]+\s+){0,2}?`?"
    r"(?:[\w.\-]+`? (?:tool|function|api|endpoint)|tools?|functions?|api|database|search engine|knowledge base|web search|catalog(?:ue)?|"
    r"retriever|calculator|herramientas?(?: \w+)?|función(?: \w+)?|base de datos|buscador|base de conocimiento|calculadora|catálogo))\b"
)
_EXIT = re.compile(
    r"\b(?:if|unless|when|whenever|except|otherwise|until|cannot|can't|fails?|errors?|not found|unavailable|no results?|nothing|empty|ask|"
    r"si|salvo|cuando|excepto|hasta que|falla|error|no encuentra|no hay|sin resultados|vací[oa]|pregunta)\b"
)


@rule(
    code="SPC112",
    name="always-rule-without-exit",
    severity="info",
    since="0.1",
    summary="A tool or a look-up is always to be used, and nothing says what to do when it cannot be.",
    why="OpenAI's guide asks for an exit: without one there is no right step left when the look-up fails or a value is missing.",
    evidence="B",
    sources=("OpenAI: GPT-4.1 prompting guide",),
    languages=("en", "es"),
    scopes=("instruction", "context"),
    bad=(
        Example("You help customers of a shop. ⟦Always call the lookup_order tool⟧ before you answer."),
        Example("You ⟦must query the database⟧ for every price you give."),
        Example("Atiendes a clientes. ⟦Consulta siempre la base de datos⟧ antes de responder.", language="es"),
        Example("Eres un asistente. ⟦Siempre llama a la herramienta buscar_pedido⟧ antes de responder.", language="es"),
    ),
    good=(
        Example("Always call the lookup_order tool before you answer. If the number is missing, ask for it."),
        Example("Always use the metric system.", because="a rule for the wording, nothing that can fail"),
        Example("Explain why one should always use a calculator with care.", because="no rule for the model"),
        Example("Siempre consulta la base de datos; si no hay resultados, dilo.", language="es", because="an exit"),
        Example('Is "always call the search tool" a good rule?', because="quoted"),
    ),
    triggers=(
        "always call", "always use", "always invoke", "always run", "always query", "always consult", "always search", "always check",
        "always first", "must call", "must invoke", "must query", "must consult", "must always", "siempre llama", "siempre usa",
        "siempre utiliza", "siempre consulta", "siempre busca", "siempre ejecuta", "siempre invoca", "llama siempre", "usa siempre",
        "utiliza siempre", "consulta siempre", "ejecuta siempre", "invoca siempre", "debes llamar", "debes invocar", "debes consultar",
        "debes siempre", "tienes que llamar", "tienes que invocar", "tienes que consultar",
    ),
)  # fmt: skip
def always_rule_without_exit(document: Document) -> Iterator[Finding]:
    """Yield each such rule when neither its sentence nor the next one tells an exit."""
    folded, sentences, reach = document.folded, Sentences(document), -1
    for start, end in document.triggers["SPC112"]:
        first, last = sentences.at(start)
        match = _ALWAYS.search(folded, max(first, start - _BEFORE, reach), min(last, end + _TOOL_AFTER))
        if match is None or not match.start() <= start < match.end() or folded[last - 1] == "?":
            continue
        if not sentences.is_directive((first, last)) and not _ALONE.fullmatch(folded, first, match.start()):
            continue
        reach = match.end()
        following = sentences.after((first, last))
        if (
            _EXIT.search(folded, first, last)
            or _EXIT.search(folded, *following)
            or _REPORTED.search(folded, first, match.start())
        ):
            continue
        yield Finding(
            *match.span(),
            "This is to be done always, and nothing says what to do when it cannot be done.",
            "Add the exit: if a value is missing, ask for it; if nothing is found, say so.",
        )


_TOOL_AFTER = 80
"""Characters behind the rule within which the tool is named. Judgement."""
_REPORTED = re.compile(r"\b(?:why|that|whether|explain|porque?|por qué|explica)\b")
