"""Quoted literals of a sentence in groups that share a predicate, and what a predicate is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from promptsmith.constraints.lexicon import EN, ES
from promptsmith.constraints.view import LITERAL, Sentence

NOUN = (
    r"(?:(?:exact|specific|following|literal|exacta|siguientes?)\s+)*(?P<noun>key\s?words?|words?|phrases?|prase|"
    r"terms?|hashtags?|letters?|expressions?|"
    r"adjectives?|verbs?|nouns?|idioms?|palabras?(?:\s+clave)?|frases?|términos?|letras?|expresi(?:ón|ones))"
)
LITERAL_PATTERN = re.compile(LITERAL)
JOINT = re.compile(r"[\s,]*(?:(?:and|or|y|o|e)\s+)?(?:the\s+|la\s+)?")
BEFORE_NOUN = re.compile(
    rf"(?:\b(?:the|any\s+of\s+the|a|la|el|las|los|either|of\s+the|cualquiera\s+de\s+las)\s+)?\b{NOUN}\s*:?\s*$"
)


@dataclass(frozen=True)
class Group:
    """Literals that share a predicate ("a" and "b"): their spans and the text that belongs to them on both sides."""

    literals: tuple[tuple[int, int], ...]
    first: int
    last: int

    @property
    def start(self) -> int:
        """First character of the first literal, with its mark."""
        return self.literals[0][0]

    @property
    def end(self) -> int:
        """One past the last literal's closing mark."""
        return self.literals[-1][1]


@dataclass(frozen=True)
class Predicate:
    """What is asked of a group of literals."""

    kind: str
    polarity: str
    start: int
    end: int
    language: str


def find_groups(sentence: Sentence) -> list[Group]:
    """Return the literals of a sentence; neighbours joined by commas, "and" or "or" form one group."""
    found = list(LITERAL_PATTERN.finditer(sentence.text, sentence.start, sentence.end))
    runs: list[list[tuple[int, int]]] = []
    for literal in found:
        if runs and JOINT.fullmatch(sentence.text, runs[-1][-1][1], literal.start()):
            runs[-1].append(literal.span())
        else:
            runs.append([literal.span()])
    groups = []
    for number, run in enumerate(runs):
        first = runs[number - 1][-1][1] if number else sentence.start
        last = runs[number + 1][0][0] if number + 1 < len(runs) else sentence.end
        groups.append(Group(tuple(run), first, last))
    return groups


def wording_language(words: str) -> str:
    """Return the language of the verb that makes a literal a limit."""
    return (
        ES
        if re.search(
            r"\b(?:inclu(?:ye|ya|ir)|us(?:a|ar|es)\b|evit|mencion[ae]|no\b|debe|palabra|frase|contener|con\b|empie|"
            r"comien|termin|apare)",
            words,
        )
        else EN
    )
