"""One style word in its sentence, and the questions every style check asks about it."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptsmith.constraints.directives import directs, negation
from promptsmith.constraints.view import Sentence

Phrase = tuple[int, int, str, str]
"""What a check returns: start, end, polarity and value of the limit."""

_CONTRAST = re.compile(
    r",\s*(?:and|but|use|using|while|ensur\w+|maintain\w*|keep\w*|y|pero)\b"
    r"|\b(?:but|pero|while|and\s+(?:ensur|maintain|us|keep|mak)\w*|ensuring|maintaining)\b"
)
_LABEL_WORDS = r"(?:(?:the|overall|writing|response|output|answer|target|your|el|la)\s+)*"
_BANNING = ("avoid", "refrain", "exclu", "omit", "evit", "without", "sin")
_CLAUSE_END = re.compile(r"(?:[,:;(]|\b(?:and|but|please|while|y|pero))$")
_CLAUSE_OR_DO = re.compile(r"(?:[,:;(]|\b(?:and|but|with|do|y|con))$")
_ONLY_DO = re.compile(r"(?:please\s+)?(?:do|you|debes)?")


_FACT = re.compile(r"\b(?:is|are|was|were|has|had|means?|why|how|what|when|where|which|who|es|son|era|tiene|cómo|qué)\b")
_ALONE_WORDS = 7
"""A sentence of at most so many words can be a bare specification ("Past tense only, please."). Judgement."""
_SAID_OF_ANSWER = re.compile(
    r"\b(?:(?:your|all|every|each|todas?\s+(?:tus|las))\s+(?:\w+\s+)?(?:answers?|responses?|repl(?:y|ies)|outputs?|"
    r"respuestas?|texts?|messages?|"
    r"sentences?|letters?|lines?|words?|entries|entry)|(?:the\s+|el\s+|la\s+)?(?:tone|style|mood|voice|register|"
    r"language|audience|readers?|"
    r"narrator|writing|tono|estilo|registro|público|narrador)(?:\s+(?:of|de)\s+(?:the\s+|la\s+|el\s+)?\w+)?|your\s+readers?|"
    r"the\s+(?:text|piece|lesson|article|guide|manual|leaflet|story|post|answer|response|output)(?=\s+(?:is|"
    r"are)\s+(?:meant|intended|aimed|for|written|to\s+be))|"
    r"the\s+lesson|el\s+texto|la\s+lección)\s+(?:is|are|will\s+be|goes|es|son|será|va|irá|estará|está)\b"
)
_BANNED_AFTER = re.compile(
    r"\s+(?:(?:is|are)\s+(?:not\s+(?:allowed|permitted|welcome|wanted)|forbidden|banned|prohibited|off[\s-]limits|"
    r"taboo)|(?:must|should|may)\s+(?:not|never)\s+be\s+"
    r"(?:used|included|there)|(?:must|should)\s+be\s+avoided|(?:está|están|queda|quedan)\s+prohibid[oa]s?)"
)
_SUBJECT_WORDS = 3
"""Words before a style word that is the subject of a ban ("Any kind of emoji is forbidden"). Judgement."""


class StyleHit(NamedTuple):
    """One style word in a sentence: its kind and value by the lexicon, and its span."""

    sentence: Sentence
    kind: str
    value: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The word as folded text."""
        return self.sentence.text[self.start : self.end]

    @property
    def before(self) -> str:
        """At most 80 characters of the sentence in front of the word."""
        return self.sentence.text[max(self.sentence.start, self.start - 80) : self.start]

    @property
    def after(self) -> str:
        """At most 60 characters of the sentence behind the word."""
        return self.sentence.text[self.end : min(self.sentence.end, self.end + 60)]

    @property
    def directed(self) -> bool:
        """Whether the words before it turn it into an instruction, or it is said of the answer ("all responses are ...")."""
        text, low = self.sentence.text, self.sentence.body
        return directs(self.sentence, self.start) or _SAID_OF_ANSWER.match(text, low, self.start) is not None

    @property
    def stands_alone(self) -> bool:
        """Whether its sentence is little more than the word itself: "Past tense only.", "In capital letters, please."."""
        sentence = self.sentence
        words = sentence.text[sentence.body : sentence.end]
        return (
            len(words.split()) <= _ALONE_WORDS
            and sentence.lead is None
            and words[:1] != "#"
            and words[-1:] != "?"
            and ":" not in words
            and _FACT.search(words) is None
            and len(sentence.text[sentence.body : self.start].split()) <= 4
        )

    @property
    def ruled_out(self) -> tuple[int, int] | None:
        """Return the span of "emojis are not allowed", or None."""
        found = _BANNED_AFTER.match(self.sentence.text, self.end, self.sentence.end)
        subject = self.sentence.text[self.sentence.body : self.start]
        if found is None or len(subject.split()) > _SUBJECT_WORDS or _FACT.search(subject):
            return None
        return self.start, found.end()

    def negator(self, reach: int) -> re.Match[str] | None:
        """Return the negator in front of it, if at most ``reach`` words and no contrast stand between."""
        first = self.sentence.body if self.sentence.body < self.start else self.sentence.start
        found = negation(self.sentence.text, first, self.start)
        if found is None or len(found["gap"].split()) > reach or _CONTRAST.search(found["gap"]):
            return None
        return found

    def span(self, lead: re.Match[str] | None, tail: re.Match[str] | None = None) -> tuple[int, int]:
        """Return the phrase from the lead-in words (matched in ``before``) to the tail words (matched in ``after``)."""
        window = max(self.sentence.start, self.start - 80)
        return window + lead.start() if lead else self.start, self.end + tail.end() if tail else self.end

    def labelled(self, names: str) -> bool:
        """Return whether the sentence carries one of the labels ("Tone: friendly"); ``names`` are split by ``|``."""
        pattern = rf"{_LABEL_WORDS}(?:{names})(?:\s+(?:and|&|y)\s+\w+|\s+of\s+\w+)?"
        return bool(self.sentence.label) and re.fullmatch(pattern, self.sentence.label) is not None

    def opened_by(self, negator: re.Match[str]) -> bool:
        """Return whether the negator itself opens the instruction ("No emojis.", "Without commas", "avoid jargon")."""
        text = self.sentence.text[self.sentence.body : negator.start()].strip(' "*_-')
        word = (negator["negator"] or "").split(" ")[0]
        if word.startswith(_BANNING):
            return not text or _CLAUSE_END.search(text) is not None or directs(self.sentence, negator.start())
        return _ONLY_DO.fullmatch(text.strip()) is not None or _CLAUSE_OR_DO.search(text) is not None
