"""Things a prompt points at that are not there: REF."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.directives import first_word, is_directive
from promptsmith.text.document import Document

_EN_THINGS = (
    "text|texts|passage|article|paragraphs?|table|tables|list|code|snippet|data|dataset|images?|pictures?|photos?|documents?|e-?mails?|"
    "message|reviews?|questions?|sentences?|schema|examples?|conversation|transcript|instructions|context|poem|story|file|files|essay|"
    "diagram|chart|graph|figure|screenshot|spreadsheet|report|letter|query|function|script|statements?|contract|resume|cv"
)
_ES_THINGS = (
    "textos?|pasaje|artículo|párrafos?|tablas?|lista|código|fragmento|datos|imagen|imágenes|fotos?|documentos?|correos?|mensaje|reseñas?|"
    "preguntas?|frases?|oraciones?|esquema|ejemplos?|conversación|transcripción|instrucciones|contexto|poema|historia|archivos?|ficheros?|"
    "ensayo|diagrama|gráfico|figura|captura|hoja de cálculo|informe|carta|consulta|función|guion|contrato|currículum"
)
_GAP = r"(?:(?!(?:is|are|was|were|do|does|and|or|of|to|in|que|es|son|y|o|de)\b)[^\W\d_]+[ \-]){0,2}"
_SHOWN = "shown|listed|given|provided|described|pasted|included|found|see"
_ES_SHOWN = "mostrad[oa]s?|indicad[oa]s?|dad[oa]s?|descrit[oa]s?|incluid[oa]s?|pegad[oa]s?|ver"
_AHEAD = re.compile(
    rf"\b(?:the following {_GAP}(?:{_EN_THINGS})|(?:the |these |this )?(?:{_EN_THINGS})(?: (?:{_SHOWN}))? below"
    rf"|(?:{_SHOWN}) below|below (?:{_EN_THINGS})|(?:el|la|los|las) siguientes? {_GAP}(?:{_ES_THINGS})"
    rf"|(?:(?:el|la|los|las|este|esta|estos|estas) )?(?:{_ES_THINGS})(?: (?:{_ES_SHOWN}))? (?:de abajo|abajo|más abajo|a continuación)"
    rf"|(?:{_ES_SHOWN}) (?:abajo|más abajo|a continuación))\b"
)
_BACK = re.compile(
    rf"\b(?:the above {_GAP}(?:{_EN_THINGS})|(?:the|this) (?:{_EN_THINGS}) above"
    rf"|(?:el|la|los|las) (?:{_ES_THINGS}) (?:anterior(?:es)?|de arriba))\b"
)
_ATTACHED = re.compile(
    rf"\b(?:(?:the|an|my|our) (?:attached|enclosed) {_GAP}(?:{_EN_THINGS}|pdf|csv|excel)|"
    rf"(?:el|la|los|las|mi) (?:{_ES_THINGS}|pdf|csv|excel) adjunt[oa]s?)\b"
)
_NEAR = 60
"""Characters read before a trigger: the longest thing that may stand there. Judgement."""

_ENOUGH_BEFORE = 25
"""Words before the mention from which the thing may already stand there, in the wrong place. Judgement."""


_FIRST_CHARACTERS = 600
"""A mention further on has more than `_ENOUGH_BEFORE` words before it in any usual text."""

_MAX_AFTER = 15
"""Words of the sentence after the mention from which they may be the material itself. Judgement."""

_FOLLOWER = re.compile(
    r"\s*(?:\Z|[.,;!?)]|\b(?:in|into|to|and|from|with|using|for|by|as|so|then|at|that|which|when|while|where|if|cuando|si|en|a|al|con|para|y|de|usando|por|según|que)\b)"
)


@rule(
    code="REF501",
    name="named-material-is-missing",
    severity="error",
    since="0.1",
    summary="The prompt points at a text, table or file that it does not hold.",
    why="Without the material the model invents it or asks back.",
    evidence="C",
    sources=("arXiv:2509.14404",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Summarize ⟦the following article⟧ in three sentences."),
        Example("Write a query that joins ⟦the tables below⟧."),
        Example("Using ⟦the table above⟧, compute the mean."),
        Example("Resume ⟦el siguiente texto⟧ en tres frases.", language="es"),
        Example("Compara los precios de ⟦la tabla anterior⟧.", language="es"),
    ),
    good=(
        Example("Summarize the text below: the cat sat on the mat."),
        Example("Summarize the following article in three sentences.\n\nTides rise and fall twice a day."),
        Example("Translate the following text: {{text}}"),
        Example("List all files in the current directory and below.", because="a direction, not a place in the prompt"),
        Example("Resume el siguiente texto: las mareas suben y bajan.", language="es"),
        Example('Explain the phrase "see the table below".', because="quoted"),
    ),
    triggers=("following", "below", "above", "attached", "enclosed", "siguiente", "siguientes", "abajo", "a continuación", "anterior",
              "anteriores", "arriba", "adjunto", "adjunta", "adjuntos", "adjuntas"),
)  # fmt: skip
def named_material_is_missing(document: Document) -> Iterator[Finding]:
    """Yield the mention when nothing that could be the material stands where it points, nor anywhere else."""
    if _holds_material(document):
        return
    folded = document.folded
    for start, end in document.triggers["REF501"]:
        if start > _FIRST_CHARACTERS:
            return
        low, high = max(0, start - _NEAR), min(len(folded), end + _NEAR)
        for pattern in (_AHEAD, _BACK, _ATTACHED):
            match = next((m for m in pattern.finditer(folded, low, high) if m.start() <= start and end <= m.end()), None)
            if match and document.scope_at(match.start()) == "instruction" and _is_missing(document, match):
                what = document.text[match.start() : match.end()]
                yield Finding(
                    match.start(),
                    match.end(),
                    f"{what!r} is not in the prompt.",
                    "Paste it into the prompt, or put a placeholder there.",
                )
                return


def _holds_material(document: Document) -> bool:
    """Tell whether a block, a placeholder, a long quotation, an address or a second line may be the material."""
    if "http" in document.folded or document.text.rstrip().count("\n") > 1:
        return True
    return any(
        scope in ("data", "code", "example", "placeholder", "context") or (scope == "quote" and end - start > 20)
        for start, end, scope, _ in document.scopes
    )


def _is_missing(document: Document, mention: re.Match[str]) -> bool:
    """Tell whether the text is nothing but instructions around the mention."""
    text = document.text
    if len(text[: mention.start()].split()) >= _ENOUGH_BEFORE:
        return False
    first, last = document.sentence_at(mention.start())
    if text[first:last].rstrip().endswith(":") or ":" in text[mention.end() : last]:
        return False
    if not _FOLLOWER.match(document.folded, mention.end()) or len(text[mention.end() : last].split()) > _MAX_AFTER:
        return False
    return all(is_directive(document, sentence) for sentence in document.sentences if sentence[0] >= last)


_EARLIER = re.compile(
    r"\b(?:(?:the )?same (?:\w+ )?as (?:before|last time|previously|in (?:the|my) last (?:message|prompt|chat))"
    r"|(?:like|as) (?:you did )?(?:before|last time|in (?:our|the) (?:last|previous) (?:chat|conversation|message))"
    r"|as (?:we|i) (?:discussed|agreed|said|told you|mentioned)(?: (?:before|earlier|last time))"
    r"|your (?:previous|last|earlier) (?:answer|response|reply|message)|(?:from )?where (?:you|we) left off"
    r"|igual que (?:antes|la última vez)|lo mismo que (?:antes|la última vez)|como (?:la última vez|la vez anterior|hiciste antes)"
    r"|como (?:hablamos|acordamos|te dije)(?: (?:antes|ayer|la última vez))|tu (?:respuesta|mensaje) anterior"
    r"|donde (?:lo )?(?:dejaste|dejamos))"
    r"(?=\s*(?:[.,;:!?)\n]|\Z|(?:and|but|with|for|in|y|pero|con|para|en)\b))"
)
_TURNS = re.compile(
    r"\b(?:user|assistant|human|system|bot|ai|usuario|asistente)\s*:|\bif\b|\bwhen(?:ever)?\b|\bsi\b|\bcuando\b|\bevery\b|\bcada\b"
)


@rule(
    code="REF504",
    name="earlier-turn-referred-to",
    severity="warning",
    since="0.1",
    summary="The prompt points at an earlier answer or chat that it does not hold.",
    why="In a new conversation the model has never seen it, and makes something up.",
    evidence="C",
    sources=("arXiv:2509.14404",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Write ten more titles, ⟦same as before⟧."),
        Example("Improve ⟦your previous answer⟧ and add dates."),
        Example("Continue ⟦from where you left off⟧."),
        Example("Escribe diez títulos más, ⟦igual que antes⟧.", language="es"),
        Example("Mejora ⟦tu respuesta anterior⟧, con fechas.", language="es"),
    ),
    good=(
        Example("Keep the margins the same as before the change.", because="before what is said"),
        Example("If the visitor writes again, go on from where you left off.", because="a condition inside a conversation"),
        Example("User: a title?\nAssistant: Tides.\nWrite ten more, same as before.", because="the conversation is there"),
        Example("Escribe un cuento sobre alguien que vive igual que antes de la guerra.", language="es", because="no request"),
        Example('Translate "same as before, please" into German.', because="quoted"),
    ),
    triggers=("same", "before", "last time", "last", "previous", "earlier", "left off", "previously", "igual que", "lo mismo que",
              "la última vez", "la vez anterior", "hiciste antes", "hablamos", "acordamos", "te dije", "anterior", "dejaste", "dejamos"),
    gate=lambda features: (features["n_words"] <= _LONG_PROMPT) & (features["n_placeholders"] == 0),
)  # fmt: skip
def earlier_turn_referred_to(document: Document) -> Iterator[Finding]:
    """Yield the first mention of an earlier turn in a request of a short prompt without any turns."""
    folded = document.folded
    for start, end in document.triggers["REF504"]:
        low, high = max(0, start - _NEAR), min(len(folded), end + _NEAR)
        match = next((m for m in _EARLIER.finditer(folded, low, high) if m.start() <= start < m.end()), None)
        if match is None or document.scope_at(match.start()) != "instruction":
            continue
        if _TURNS.search(folded) or document.text[: match.start()].count("\n") > 2:
            return
        if not is_directive(document, document.sentence_at(match.start())):
            continue
        yield Finding(
            *match.span(),
            f"{document.text[slice(*match.span())]!r} points at a text that is not in the prompt.",
            "Paste what is meant, or describe it.",
        )
        return


_LONG_PROMPT = 80
"""Words beyond which what "before" points at may stand in the prompt itself. Judgement."""


_TAG_NAMED = re.compile(
    r"\b(?:(?:provided|given|contained|found|listed|described|defined|specified|pasted|stored|included|text|data|documents?|article|letter|"
    r"question|input|email|content|rules|guidelines|context|code|texto|datos|documento|artículo|carta|pregunta|entrada|correo|contenido|"
    r"reglas|contexto|código|dado|descrito|incluido|pegado)"
    r"\s+(?:(?:is|are|está|están)\s+)?(?:in|inside|within|between|dentro de|en|entre)\s+(?:(?:the|las|los|la|el)\s+)?"
    r"(?:etiquetas?\s+|tags?\s+)?)`?<(?P<name>[a-z][\w\-]{1,40})>"
)
_STEP_NAMED = re.compile(
    r"\b(?:repeat|return to|go back to|back to|skip to|jump to|go to|see|in|from|of|repite|vuelve al?|volver al?|salta al?|del?|en el|"
    r"desde el)"
    r"\s+(?:step|paso)\s+(?P<number>\d{1,2})(?!\d|\.\d)"
)
_STEP_LINE = re.compile(
    r"^[ \t]{0,3}(?:#{1,6}[ \t]+)?[*_]{0,2}(?:(?:step|paso)[ \t]+)?(?P<number>\d{1,2})[.):*_ \t–—-]",
    re.MULTILINE | re.IGNORECASE,
)
_ASKS_FOR_TAG = re.compile(
    r"\b(?:wrap\w*|put|place|return|output|write|answer|respond|reply|enclose\w*|your|generate|produce|provide|tu|devuelve|escribe|responde|pon|"
    r"encierra|if|when|si|cuando|each|every|any|cada)\b"
)


@rule(
    code="REF502",
    name="undefined-tag-or-step",
    severity="warning",
    since="0.1",
    summary="The prompt points at a tag or a step that it does not have.",
    why="The model looks for material that is not there and guesses what it would say.",
    evidence="C",
    sources=("arXiv:2509.14404",),
    languages=("en", "es"),
    scopes=("instruction", "context", "placeholder"),
    bad=(
        Example("Summarize the text in the ⟦<letter>⟧ tags.\n\n<note>\nThe heater is broken.\n</note>"),
        Example("1. Read the file.\n2. Count rows.\n3. If rows are missing, go back to ⟦step 5⟧."),
        Example("Resume el texto dentro de las etiquetas ⟦<carta>⟧.\n\n<nota>\nLa caldera no funciona.\n</nota>", language="es"),
        Example("1. Lee el archivo.\n2. Cuenta.\n3. Si falta algo, vuelve al ⟦paso 6⟧.", language="es"),
    ),
    good=(
        Example("Summarize the text in the <letter> tags.\n\n<letter>\nThe heater is broken.\n</letter>"),
        Example("Put your answer with the text in <letter> tags.", because="the tag is to be written by the model"),
        Example("1. Read the file.\n2. Count rows.\n3. If rows are missing, go back to step 1."),
        Example("Explain what happens in step 7 of photosynthesis.", because="steps of another thing"),
        Example("1. Lee.\n2. Cuenta.\n3. Repite el paso 2.", language="es"),
        Example('Translate "the text in the <letter> tags" into German.', because="quoted"),
    ),
    triggers=("step", "paso", "tag", "tags", "etiqueta", "etiquetas"),
    gate=lambda features: (features["n_angles"] > 0) | (features["n_list_items"] >= _MIN_STEPS),
)  # fmt: skip
def undefined_tag_or_step(document: Document) -> Iterator[Finding]:
    """Yield tags spoken of as holding material that stand nowhere else, and numbers of steps beyond the last one."""
    folded = document.folded
    if "<" in folded:
        for match in _TAG_NAMED.finditer(folded):
            start, end = match.start("name") - 1, match.end("name") + 1
            sentence = document.sentence_at(match.start())
            if (
                _ASKS_FOR_TAG.search(folded, sentence[0], max(start, sentence[1]))
                or document.scope_at(match.start()) == "quote"
            ):
                continue
            if folded.count(f"<{match['name']}") == 1 and folded.count(f"</{match['name']}") == 0:
                yield Finding(
                    start, end, f"<{match['name']}> stands nowhere else in the prompt.", "Put the material between these tags."
                )
    if " step" in folded or " paso" in folded:
        yield from _undefined_steps(document)


def _undefined_steps(document: Document) -> Iterator[Finding]:
    folded = document.folded
    numbers = {int(line["number"]) for line in _STEP_LINE.finditer(folded)}
    last = max(numbers, default=0)
    if last < _MIN_STEPS or numbers != set(range(min(numbers), last + 1)):
        return
    for match in _STEP_NAMED.finditer(folded):
        number = int(match["number"])
        start = folded.rindex(" ", match.start(), match.start("number") - 1) + 1
        if number > last and document.scope_at(start) == "instruction":
            yield Finding(start, match.end(), f"There is no step {number}: the last one is {last}.", "Correct the number.")


_MIN_STEPS = 3
"""Numbered lines from which they are the steps that are spoken of. Judgement."""


_RELATIVE = re.compile(
    r"\b(?:(?:this|last|next|previous|current) (?:year|month|week|quarter|season|semester)"
    r"|(?:este|esta|el próximo|la próxima|el actual|el presente) (?:año|mes|semana|trimestre|temporada)"
    r"|(?:año|mes|semana|trimestre|temporada) (?:pasad[oa]|actual|en curso|que viene)"
    r"|(?:in|over|during|from) the (?:last|past) (?:\w+ )?(?:days|weeks|months|years)"
    r"|(?:en|durante) (?:los|las) últim[oa]s (?:\w+ )?(?:días|semanas|meses|años)|yesterday|ayer)\b"
)
_ANCHOR = re.compile(
    r"\b(?:(?:19|20)\d\d|today is|current date|today's date|now\(\)|getdate|date_sub|interval|hoy es|fecha actual|fecha de hoy|search|"
    r"browse|web|busca en|files?|director(?:y|ies)|folders?|modified|sql|quer(?:y|ies)|scripts?|commands?|code|tables?|columns?|database|"
    r"archivos?|ficheros?|carpetas?|directorios?|consultas?|comandos?|código|tablas?)\b|current_date"
)
"""What gives such a time a meaning: a date, a search, or a program, which reads the clock when it runs."""
_FACTS = frozenset(
    "list show find name give count calculate compute report compare summarize get what which who how enumera lista muestra encuentra da "
    "dame "
    "cuenta calcula informa compara resume obtén qué cuál cuáles quién quiénes cómo".split()
)


@rule(
    code="REF508",
    name="relative-time-without-anchor",
    severity="info",
    since="0.1",
    summary="Facts are asked for by a time such as last month, and no date says which month that is.",
    why="A model does not know today's date; it takes the end of its training data for now.",
    evidence="J",
    sources=("arXiv:2505.13360",),
    languages=("en", "es"),
    scopes=("instruction",),
    off=True,
    bad=(
        Example("List the films that won prizes ⟦last year⟧."),
        Example("Which laws on noise were passed ⟦in the last six months⟧?"),
        Example("Enumera las películas premiadas el ⟦año pasado⟧.", language="es"),
    ),
    good=(
        Example("Today is 3 March 2026. List the films that won prizes last year."),
        Example("Write a note to say that I was ill last week.", because="the words of a text, no facts to look up"),
        Example("Enumera las películas premiadas en 2024.", language="es"),
        Example('Translate "which laws were passed last year?" into German.', because="quoted"),
    ),
    triggers=(
        "year", "month", "week", "quarter", "season", "semester", "días", "semanas", "meses", "años", "año", "mes", "semana", "trimestre",
        "temporada", "days", "weeks", "months", "years", "yesterday", "ayer",
    ),
    gate=lambda features: (features["n_placeholders"] == 0) & (features["n_words"] <= _LONG_PROMPT),
)  # fmt: skip
def relative_time_without_anchor(document: Document) -> Iterator[Finding]:
    """Yield the first relative time in a question or request for facts when no date or search gives it a meaning."""
    folded = document.folded
    for start, end in document.triggers["REF508"]:
        low, high = max(0, start - _NEAR), min(len(folded), end + _NEAR)
        match = next((m for m in _RELATIVE.finditer(folded, low, high) if m.start() <= start < m.end()), None)
        if match is None or document.scope_at(match.start()) != "instruction":
            continue
        head = first_word(folded, *document.sentence_at(match.start()))
        if head and folded[slice(*head)] in _FACTS:
            if _ANCHOR.search(folded):
                return
            written = document.text[slice(*match.span())]
            yield Finding(
                *match.span(), f"No date says what {written!r} is.", "Give today's date, or the dates that are meant."
            )
            return
