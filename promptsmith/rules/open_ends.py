"""Requirements with an open end: a condition that nobody defines, and a list that ends in etc.: SPC105, SPC106."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.directives import Sentences
from promptsmith.text.document import Document

_LINKS_TO = ("as", "if", "when", "where", "whenever", "wherever")
_JUDGED = (
    "needed", "necessary", "appropriate", "applicable", "relevant", "suitable", "feasible", "reasonable", "required", "useful", "helpful",
    "warranted", "practical", "practicable", "sensible", "beneficial", "advisable", "convenient", "fitting",
)  # fmt: skip
"""Words that leave it to the reader when something holds. "Possible", "available" and "desired" are none: the first two can be found
out, and for the last somebody can be asked. Judgement, from findings on real prompts."""
_CONDITIONS = (
    *(
        f"{link} {between}{judged}"
        for link in _LINKS_TO
        for between in ("", "it is ", "it's ", "they are ", "deemed ", "absolutely ")
        for judged in _JUDGED
    ),
    *(f"{link} it {verb}" for link in _LINKS_TO[1:] for verb in ("makes sense", "seems right", "seems fit", "feels right")),
    *(f"unless {between}{judged}" for between in ("", "absolutely ", "strictly ") for judged in ("necessary", "needed", "required")),
    "as you see fit", "if you see fit", "where you see fit", "to the extent possible", "as far as practicable",
    "si es necesario", "si fuera necesario", "si hace falta", "cuando sea necesario", "cuando haga falta", "donde sea necesario",
    "según sea necesario", "en caso necesario", "en caso de ser necesario", "si procede", "cuando proceda", "donde proceda",
    "cuando corresponda", "según corresponda", "si corresponde", "donde corresponda", "según convenga", "si conviene",
    "en la medida de lo posible", "cuando sea apropiado", "si es apropiado", "cuando sea conveniente", "si lo ves conveniente",
    "si lo consideras oportuno", "si tiene sentido", "cuando tenga sentido", "donde tenga sentido", "cuando convenga", "donde convenga",
    "si es pertinente", "cuando sea pertinente",
    "si es relevante", "cuando sea relevante", "salvo que sea necesario", "a menos que sea necesario", "como veas",
)  # fmt: skip
_DEFINED = re.compile(
    r"\s*(?:,\s*(?:i\.e\.|that is|es decir|o sea|meaning)|[:(]\s*(?:when|if|i\.e\.|that is|si|cuando)"
    r"|(?:and|or|y|o) (?:if|when|where|provided|requested|approved|si|cuando)\b"
    r"|,? (?:(?:only )?(?:to|by|for|based on|depending on)|para|por|según|en función)\b|when\b|if\b|cuando\b|(?:basis|"
    r"fields?)\b)"
)
_SELF_EVIDENT = re.compile(
    r"\b(?:director\w+|directories|folders?|parents?|symlinks|directorios?|carpetas?|correct(?:ed|ions?)?|errors?|missing|"
    r"gaps?|break\w*|longer|"
    r"more than|numbering|ask|clarif\w+|corrig\w+|errores|falta\w*|pregunta\w*)\b"
)
"""Words beside which the condition explains itself: what is missing is created, what is wrong is corrected, what is unclear is asked."""
_ASKS_BACK = re.compile(r",? (?:ask|clarify|request|pregunta|pide)\b")
_TOLD_AS = re.compile(
    r"\b(?:defined|marked|declared|specified|flagged|listed|treated|same|such|just|note that|many|often|much|long) (?:\w+, )?\Z"
)
"""What stands before "as required" when it names a property, and before a condition inside a statement."""
_ADDS = re.compile(
    r"\b(?:add|use|include|provide|give|offer|insert|mention|incorporate|suggest|recommend|cite|reference|show|quote|write|"
    r"highlight|apply|"
    r"append|present|attach|explain|employ|weave|place|put|supply|state|tell|draw|avoid|no|without|change|adjust|adapt|vary|"
    r"ask for|"
    r"añade|añadir|usa|usar|incluye|incluir|da|dar|ofrece|ofrecer|inserta|insertar|menciona|mencionar|sugiere|cita|citar|"
    r"muestra|mostrar|"
    r"escribe|escribir|aplica|aplicar|pon|poner|explica|explicar|utiliza|evita|emplea|cambia|cambiar|adapta|ajusta|agrega)\b"
)
_DEVICES = re.compile(
    r"\b(?:examples?|analog(?:y|ies)|metaphors?|anecdotes?|storytelling|quot(?:e|es|ations?)|snippets?|code (?:blocks?|"
    r"samples?)|pseudocode|"
    r"diagrams?|charts?|tables?|graphs?|visuals?|visuali[sz]ations?|figures?|images?|pictures?|illustrations?|screenshots?|"
    r"maps?|"
    r"references?|citations?|sources?|footnotes?|links?|terminology|jargon|technical (?:terms?|language)|acronyms?|"
    r"abbreviations?|slang|tips?|suggestions?|"
    r"recommendations?|advice|insights?|comparisons?|formatting|bullets?|bullet points?|headings?|subheadings?|headers?|"
    r"lists?|bold|italics?|"
    r"emojis?|humou?r|wit|sarcasm|irony|tone|style|wording|register|details?|background|explanations?|definitions?|caveats?|"
    r"disclaimers?|warnings?|statistics|numbers|equations?|formulas?|latex|markdown|summar(?:y|ies)|recaps?|conclusions?|"
    r"introductions?|"
    r"alternatives?|options?|variations?|trade-?offs?|prose|paragraphs?|sentences?|keywords?|order|"
    r"ejemplos?|analog[íi]as?|metáforas?|anécdotas?|citas?|fragmentos?|diagramas?|gráfic[oa]s?|tablas?|figuras?|imágenes|"
    r"imagen|ilustraci(?:ón|ones)|"
    r"referencias?|fuentes?|enlaces?|terminología|tecnicismos?|jerga|siglas|consejos?|sugerencias?|recomendaci(?:ón|ones)|"
    r"comparaci(?:ón|ones)|"
    r"viñetas?|títulos?|subtítulos?|listas?|negritas?|cursivas?|humor|tono|estilo|registro|detalles?|contexto|"
    r"explicaci(?:ón|ones)|"
    r"definici(?:ón|ones)|advertencias?|notas?|cifras|ecuaci(?:ón|ones)|resúmenes|resumen|alternativas?|opciones|variantes|"
    r"párrafos?|frases?|orden)\b"
)
_EDITS = re.compile(
    r"(?<![\w-])(?:cut|shorten|trim|expand|elaborate|rephrase|reword|paraphrase|translate|repeat|reorder|rearrange|"
    r"abbreviate|simplify|"
    r"summari[sz]e|condense|restructure|be (?:honest|blunt|brief|funny|critical|creative|direct|detailed|concise)|"
    r"acorta|recorta|amplía|reformula|parafrasea|traduce|repite|reordena|abrevia|simplifica|resume|condensa)\b"
)
"""What a condition decides about when nobody can know it: what goes into a text (`_ADDS` with `_DEVICES`), and how it is edited
(`_EDITS`). Of other actions the work itself mostly shows when they are due ("install the package if needed"). Judgement: of 52
findings without this bound on prompts not seen before, a reader agreed with 17."""
_REACH = 90
"""Characters beside a condition in which its action is looked for. Judgement."""


def _decides_the_text(folded: str, first: int, start: int, end: int, last: int) -> bool:
    """Tell whether the clause around a condition says what goes into a text, or how the text is edited."""
    head = max(folded.rfind(mark, first, start) for mark in (";", " — ", ": ")) + 1
    around = folded[max(first, head, start - _REACH) : start] + folded[end : min(last, end + _REACH)] * (start - first < _HEAD)
    return bool(_EDITS.search(around) or (_ADDS.search(around) and _DEVICES.search(around)))


_HEAD = 12
"""A condition that begins at most so many characters into its sentence stands before its action. Judgement."""


def _is_remark(folded: str, start: int, end: int) -> bool:
    """Tell whether the phrase stands alone in brackets: it then marks an item as optional."""
    return folded[start - 1 : start] in ("(", "[") and folded[end : end + 1] in (")", "]", ",")


@rule(
    code="SPC105",
    name="undefined-condition",
    severity="warning",
    since="0.1",
    summary="An instruction depends on a condition that nobody defines.",
    why="When it is needed is exactly what the model cannot know.",
    evidence="C",
    sources=("arXiv:2509.14404",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Summarise the report and add a table ⟦where appropriate⟧."),
        Example("Translate the letter. Change the tone ⟦as needed⟧."),
        Example("Explain the engine. ⟦When helpful⟧, use an analogy."),
        Example("Resume el informe y añade una tabla ⟦si es necesario⟧.", language="es"),
    ),
    good=(
        Example("Add a table if necessary to compare more than two prices.", because="the purpose defines the condition"),
        Example("Create the path, with parent directories as needed.", because="what is missing is created: nothing is open"),
        Example("List title, publisher (if applicable) and year.", because="an optional item"),
        Example("Give the year of the second edition, if applicable.", because="it can be found out whether there is one"),
        Example("Clone the repository and install the driver if needed.", because="the work shows when it is"),
        Example("Cite the sentence where the word stands, if possible.", because="it can be found out whether it is"),
        Example("Añade una tabla si hay más de dos precios.", language="es"),
        Example('Explain the phrase "as needed" in a contract.', because="quoted"),
        Example("The nurse visits as needed. What is her job called?", because="a fact, no instruction"),
    ),
    triggers=_CONDITIONS,
)
def undefined_condition(document: Document) -> Iterator[Finding]:
    """Yield each such phrase in an instruction, unless a purpose or a definition follows."""
    folded, sentences = document.folded, Sentences(document)
    for start, end in document.triggers["SPC105"]:
        sentence = sentences.at(start)
        if not sentences.is_directive(sentence) or _DEFINED.match(folded, end, sentence[1]) or _ASKS_BACK.match(folded, end):
            continue
        before = max(sentence[0], start - 100)
        if (
            _SELF_EVIDENT.search(folded, before, start)
            or _TOLD_AS.search(folded, before, start)
            or _is_remark(folded, start, end)
        ):
            continue
        if not _decides_the_text(folded, sentence[0], start, end, sentence[1]):
            continue
        if folded.startswith("#", folded.rfind("\n", 0, start) + 1):
            continue  # a heading of a form
        if " it " in folded[start:end] and folded.endswith("sense", start, end) and start == sentence[0]:
            continue  # "it" is then a thing that was named before
        yield Finding(
            start,
            end,
            f"{document.text[start:end]!r}: nothing says when that is.",
            "Say when: if the text has more than two prices, for every new term, never.",
        )


_OPEN_ENDS = (
    "etc", "etc.", "etcetera", "et cetera", "and so on", "and so forth", "and the like", "and such", "and more", "among others",
    "or whatever", "and whatnot", "and what have you", "and things like that", "and stuff like that", "and other such",
    "etcétera", "y así sucesivamente", "y demás", "entre otros", "entre otras", "y similares", "y cosas así", "y todo eso", "y otras cosas",
    "y cosas por el estilo", "y cosas parecidas",
)  # fmt: skip
_ILLUSTRATES = re.compile(
    r"\b(?:such as|like|e\.?g\.?|for example|for instance|including|whether|i\.?e\b|as in|similar to|como|por ejemplo|"
    r"p\.? ?ej|incluyendo|"
    r"tales? como|"
    r"ya sea|any|all|every|each|no|cualquier|todos?|todas?|cada|ning[uú]n\w*)\b|[(\[:;]"
)


@rule(
    code="SPC106",
    name="open-enumeration",
    severity="warning",
    since="0.1",
    summary="A list of requirements ends in etc. or and so on.",
    why="The model decides what else belongs on the list, differently each time.",
    evidence="C",
    sources=("arXiv:2509.14404",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Include the name, the price, the weight, ⟦etc.⟧"),
        Example("Compare speed, cost ⟦and so on⟧ of both engines."),
        Example("Incluye el nombre, el precio, el peso, ⟦etc.⟧", language="es"),
        Example("Compara la velocidad, el coste ⟦y demás⟧.", language="es"),
    ),
    good=(
        Example("Include the name, the price and the weight."),
        Example("Name fruits such as apples, pears, etc.", because="examples of a named kind"),
        Example("Edit the file in /etc that lists the hosts.", because="a path"),
        Example('Join the files "part0", "part1", and so on.', because="the series says what comes next"),
        Example("If the name is taken, append -2, -3, etc.", because="a series of numbers"),
        Example("Keep the names, headers, etc. that stand in the file.", because="the clause says which"),
        Example("Explica qué significa «etc.» en una lista.", language="es", because="quoted"),
        Example("Make the text shorter, clearer and more lively.", because="a comparison"),
        Example("My farm has hens, goats, etc. What should I grow?", because="a fact, no instruction"),
    ),
    triggers=_OPEN_ENDS,
)
def open_enumeration(document: Document) -> Iterator[Finding]:
    """Yield the open end of an enumeration in an instruction."""
    folded, sentences, reach = document.folded, Sentences(document), -1
    for start, end in document.triggers["SPC106"]:
        if folded.startswith("and more", start) and not _ENDS.match(folded, end):
            continue  # "and more readable" compares
        if start < reach or "," not in folded[max(0, start - 80) : start] or folded[start - 1 : start] in "/.":
            continue
        if _is_series(folded[max(0, start - 80) : start]) or _BOUND.match(document.text, end):
            continue
        sentence = sentences.at(start)
        if not sentences.is_directive(sentence) or _ILLUSTRATES.search(folded, max(sentence[0], start - 160), start):
            continue
        kind = _SUCH.match(folded, end) if folded.startswith("and other such", start) else None
        if folded.startswith("and other such", start) and kind is None:
            continue
        reach = kind.end() if kind else end + (folded[end : end + 1] == "." and folded.startswith("etc", start))
        yield Finding(
            start,
            reach,
            f"The list ends in {document.text[start:reach]!r}: what else belongs on it is open.",
            "List everything, or name the rule by which to choose.",
        )


_SUCH = re.compile(r" (?:things|details|items|stuff|matters|points|information|data|facts|aspects|elements)\b")
"""Nouns behind "and other such" that name no kind."""
_ENDS = re.compile(r"\s*(?:[.,;!)\n]|\Z)")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_DIGITS = re.compile(r"\d")
_BOUND = re.compile(
    r"\.?,?[`*_]* (?:that|which|who|que) |[`*_]* (?!(?:and|or|in|for|of|to|on|at|with|from|as|by|so|y|o|en|para|de|a|con)\b)[a-z]+s\b"
)
"""What names the kind behind the open end: "libraries, etc. that are already there", "desktop, documents, etc. folders"."""


def _is_series(before: str) -> bool:
    """Return whether the last two items differ in digits or marks only: "part1, part2, etc." says what comes next."""
    written = before.rstrip(" ,").split(",")
    items = [_NO_LETTERS.sub("", item) for item in written]
    return len(items) > 1 and items[-2].endswith(items[-1]) and (items[-1] != "" or _DIGITS.search(written[-1]) is not None)
