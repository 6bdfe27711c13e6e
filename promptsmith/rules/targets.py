"""Requests that fit badly what a language model can do: MDL."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.directives import Sentences
from promptsmith.text.document import Document

_REFUSED = re.compile(r"\b(?:not|don't|never|no|nunca|without|sin|avoid|evita)\s+(?:\w+\s+){0,2}\Z")


@rule(
    code="MDL1201",
    name="reasoning-steps-demanded",
    severity="info",
    since="0.1",
    summary="The prompt tells the model to think step by step.",
    why="Reasoning models do so by themselves; the vendors advise against the phrase for them, where it lengthens the answer only.",
    evidence="B",
    sources=("OpenAI: reasoning best practices", "Azure OpenAI: reasoning models"),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("How many legs have three cats? ⟦Think step by step⟧."),
        Example("Solve 3x = 12. ⟦Let's think step by step⟧."),
        Example("Resuelve 3x = 12. ⟦Piensa paso a paso⟧.", language="es"),
    ),
    good=(
        Example("Explain step by step how to tie a bowline.", because="the answer has steps"),
        Example("Do not think step by step; give the number only.", because="refused"),
        Example("Explica paso a paso cómo se hace un nudo.", language="es", because="the answer has steps"),
        Example('Who wrote "think step by step" first?', because="quoted"),
    ),
    triggers=(
        "let's think step by step", "let's think step-by-step", "think step by step", "think step-by-step", "reason step by step",
        "think through this step by step", "think it through step by step", "use chain of thought", "use chain-of-thought",
        "piensa paso a paso", "pensemos paso a paso", "razona paso a paso", "pensar paso a paso",
    ),
    off=True,
)  # fmt: skip
def reasoning_steps_demanded(document: Document) -> Iterator[Finding]:
    """Yield each demand to reason in steps that is not refused."""
    reach = -1
    for start, end in sorted(document.triggers["MDL1201"], key=lambda span: (span[0], -span[1])):
        if start < reach or _REFUSED.search(document.folded, max(0, start - 30), start):
            continue
        reach = end
        yield Finding(
            start,
            end,
            f"{document.text[start:end]!r} gains nothing with a reasoning model.",
            "Leave it out for reasoning models; keep it for others.",
        )


_BY_HAND = re.compile(
    r"(?:count|tell me)\s+(?:the\s+(?:exact\s+)?(?:number of )?(?:letters|words|characters|vowels|syllables)|how many (?:times|"
    r"letters|words|characters|vowels))\b"
    r"|how many (?:(?:letters?|vowels|consonants|syllables|characters) (?:\S+ )?(?:are|does|do|is|in)\b|"
    r"times does the (?:letter|word))"
    r"|(?:pick|choose|give|generate|tell)\s+(?:me\s+)?(?:a|one|\d+)\s+(?:truly\s+)?random\s+numbers?\b|roll (?:a|two|"
    r"\d+) (?:die|dice)\b|flip a coin\b"
    r"|(?:multiply|divide)\s+\d{4,}\s+(?:by|and|with)\s+\d{3,}|what is \d{4,}\s?(?:[*x×]|times)\s?\d{3,}"
    r"|cuenta\s+(?:el número de (?:letras|palabras|vocales)|cuántas (?:letras|palabras|veces)|las (?:letras|palabras))|"
    r"cuántas (?:letras|vocales|consonantes|sílabas)\b"
    r"|(?:elige|di|dame|dime|genera)\s+(?:un|\d+)\s+números? (?:aleatorios?|al azar)\b|(?:lanza|tira) (?:un|dos|\d+) dados?\b|"
    r"lanza una moneda\b"
    r"|(?:multiplica|divide)\s+\d{4,}\s+(?:por|entre)\s+\d{3,}"
)
_TOOL = re.compile(
    r"\b(?:function|script|program|code|python|javascript|java|sql|query|excel|formula|command|regex|regular expression|"
    r"calculator|tool|bash|algorithm|"
    r"class|files?|lines?|director\w+|print|array|column|table|rows|func\w+|programa|código|consulta|fórmula|calculadora|"
    r"herramienta|archivos?|game|"
    r"juego|app)\b"
)
_TEXT_UNIT = re.compile(
    r"\b(?:letters?|words?|characters?|vowels|consonants|syllables|times|random|die|dice|coin|letras?|palabras?|veces|vocales|"
    r"consonantes|sílabas|"
    r"dados?|moneda|aleatorios?|azar)\b|\d{4}"
)

_ALPHABET = re.compile(r"\ba[lp]{1,2}h?[a-z]{1,3}b[aei]ts?\b|\balfabetos?\b|\babecedario\b")
"""How many letters an alphabet has is known, not counted. People often misspell the word."""


@rule(
    code="MDL1203",
    name="exact-count-or-chance-by-hand",
    severity="info",
    since="0.1",
    summary="Exact counting, chance or long arithmetic is asked of the model itself.",
    why="A model reads tokens, not letters, and draws no lots: the number looks right and often is not.",
    evidence="C",
    sources=("practice of other prompt linters",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("⟦How many letters are in⟧ the word strawberry?"),
        Example("⟦Pick a random number⟧ between 1 and 100."),
        Example("⟦Multiply 48213 by 9177⟧."),
        Example("¿⟦Cuántas letras⟧ tiene la palabra murciélago?", language="es"),
        Example("⟦Elige un número al azar⟧ del 1 al 100.", language="es"),
    ),
    good=(
        Example("Write a Python function that counts the letters of a word.", because="the code counts"),
        Example("How many planets are there?", because="knowledge, not counting"),
        Example("How many letters are there in the Greek alphabet?", because="knowledge, not counting"),
        Example("Pick a random topic and write a poem.", because="any will do"),
        Example("Escribe un programa que elija un número al azar.", language="es", because="the program draws"),
        Example('Translate "Pick a random number." into French.', because="quoted"),
        Example("Multiply 12 by 4."),
    ),
    triggers=(
        "count", "how many letters", "how many letter", "how many vowels", "how many consonants", "how many syllables",
        "how many characters",
        "how many times", "tell me how many", "random number", "random numbers", "roll a die", "roll two dice", "roll a dice",
        "flip a coin",
        "multiply", "divide", "cuenta", "cuántas letras", "cuántas vocales", "cuántas consonantes", "cuántas sílabas",
        "número aleatorio",
        "números aleatorios", "número al azar", "dados", "dado", "lanza una moneda", "multiplica",
    ),
)  # fmt: skip
def exact_count_or_chance_by_hand(document: Document) -> Iterator[Finding]:
    """Yield the first such request at the head of a sentence, when no word of the text asks for code or a tool."""
    sentences, folded = Sentences(document), document.folded
    for start, _ in document.triggers["MDL1203"]:
        sentence = sentences.at(start)
        match = _BY_HAND.search(folded, max(sentence[0], start - 30), sentence[1])
        if match is None or match.start() > start:
            continue
        verb = sentences.request_start(sentence)
        if verb is None or verb[0] != match.start() or not _TEXT_UNIT.search(folded, match.start(), sentence[1]):
            continue
        if _TOOL.search(folded):
            return
        if _ALPHABET.search(folded, match.end(), sentence[1]):
            continue
        yield Finding(
            *match.span(),
            f"{document.text[slice(*match.span())]!r}: a model guesses this instead of working it out.",
            "Let it write or run code for this, or check the number yourself.",
        )
        return
