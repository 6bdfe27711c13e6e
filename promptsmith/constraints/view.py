"""One text as the limit parsers read it: masked, and its sentences, each with its label and its conditions.

Quoted literals, code, data and examples are masked, so that no word inside them can be taken for a limit; the quotation marks stay,
so that a parser still sees that a literal stands there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from promptsmith.constraints.lexicon import ANSWERS, WRITE_EN, WRITE_ES, alternation

MASK = "¤"
"""Stands for every masked character. It is no letter, no digit and no white space."""

QUOTED = re.compile(
    r"\"[^\"\n]{1,240}\"|“[^”\n]{1,240}”|«[^»\n]{1,240}»|`[^`\n]{1,120}`|'(?<!\w')(?=\S)(?:[^'\n]|"
    r"(?<=\w)'(?=\w)){1,120}(?<=\S)'(?!\w)"
)
_OPEN_APOSTROPHE = re.compile(r"'(?<!\w')")
LITERAL = rf"[\"“«`']{MASK}+[\"”»`']"
_TRAILING = re.compile(
    r"\s(?P<word>if|when|whenever|where|wherever|unless|except|other\s+than|apart\s+from|with\s+the\s+exception|excepto|salvo|"
    r"a\s+menos\s+que|si|cuando|"
    r"aparte\s+de)\s+(?P<text>[^.;:\n]{2,100})"
)
_SETTING = re.compile(
    r"\s*(?:(?:and|but|y|pero)\s+)?(?P<text>(?:in|for|on|before|after|until|once|during|en|para|antes\s+de|"
    r"después\s+de|durante)\s+[\w'’-]+(?:\s+[\w'’-]+){0,3}),\s"
)
"""An opening that says for which case the clause holds: "in version A, ...", "after launch, ..."."""
_SETTING_LETTERS = frozenset("abdefinopuy")
_NO_SETTING = frozenset(ANSWERS) | frozenset(
    "total general addition example instance short fact case particular conclusion end all task this that now once "
    "brief order summary "
    "reference context clarity consistency each every whole entire purpose reason which it reader readers audience "
    "beginning effect "
    "ejemplo total general resumen conclusión adición concreto particular caso fin cada todo".split()
)
_EXCEPTIONS = ("unless", "except", "other", "apart", "with", "excepto", "salvo", "a", "aparte")
_REQUEST = re.compile(
    rf"\b(?:{alternation([*WRITE_EN, *WRITE_ES])}|need|want|like|necesito|"
    rf"quiero)\b(?:\s+[\w'’-]+){{0,7}}?\s+(?P<noun>{alternation(ANSWERS)})\b"
)

_TASK = re.compile(
    rf"\b(?:{alternation([*WRITE_EN, *WRITE_ES])}|need|want|plan|necesito|quiero)\s+(?:me\s+|us\s+|up\s+)?(?:(?:a|an|"
    rf"the|our|my|your|some|un|una|el|la|los|las)\s+)?"
    r"(?:[\w'’-]+\s+){0,3}?(?P<noun>[^\W\d_]{3,})"
    r"(?=\s+(?:about|for|on|of|to|in|from|that|with|which|explaining|announcing|describing|where|set|at|between|by|de|"
    r"sobre|para|en|con|que|del)\b"
    r"|\s*[.,:;?!\n]|\s*\Z)"
)
_GIVEN = re.compile(
    r"\b(?:shorten|rewrite|edit|translate|summar\w+|proofread|cut|reduce|condense|expand|this|following|below|"
    r"attached|resume|traduce|acorta|reescribe|siguiente|adjunt\w+)\b"
)
_TASK_REACH = 240
"""Characters from the beginning in which the first request is looked for. Judgement."""


class Sentence(NamedTuple):
    """A sentence, list item or labelled line of a view.

    Attributes:
        view: the text it stands in.
        start, end: its span; ``body`` is where its words begin, after a list marker and a label.
        label: the label in front ("title"), folded, or the one of the line that introduces it; '' without.
        lead: span of the line that introduces this list item ("The body should:"), or None.
        heading: the heading or standing label above it, folded; '' without.
        condition: condition over the whole sentence ("the user asks for more"); '' without.
    """

    view: View
    start: int
    end: int
    body: int
    label: str
    lead: tuple[int, int] | None
    condition: str
    heading: str

    @property
    def text(self) -> str:
        """The masked, folded text of the whole prompt: spans are offsets in it."""
        return self.view.masked

    def conditions_at(self, end: int) -> list[str]:
        """Return scope steps for the conditions and exceptions that hold where a limit ends."""
        steps = [f"if {self.condition}"] if self.condition else []
        clause = max(self.body, self.text.rfind(";", self.body, end) + 1)
        if (
            self.text[clause : clause + 2].strip()[:1] in _SETTING_LETTERS
            and (found := _SETTING.match(self.text, clause, end))
            and self._sets_apart(found)
        ):
            steps.append(f"if {' '.join(found['text'].replace('/', ' ').split())}")
        if found := _TRAILING.search(self.text, end, self.end):
            exception = found["word"].split()[0] in _EXCEPTIONS
            steps.append(f"{'except' if exception else 'if'} {' '.join(found['text'].replace('/', ' ').split())}")
        return steps

    def _sets_apart(self, found: re.Match[str]) -> bool:
        """Return whether an opening such as "in version A," names a case of its own and not the answer itself."""
        words = found["text"].split()
        if words[0] in ("before", "after", "until", "once", "antes", "después"):
            return True
        if len(words[-1]) == 1 or words[-1].isdigit():
            return True  # "in version A", "for part 2"
        return not any(word in _NO_SETTING or word == self.view.main_noun for word in words[1:])


@dataclass(eq=False)
class View:
    """A text prepared for the limit parsers. Build it with `View.of`.

    Attributes:
        text: the text as given.
        masked: the folded text, same length, in which quoted and foreign spans are masked.
        phrases: noun phrases already read (`scoping`), by span.
        whole: the view this one is a part of (`part`), or None.
        directed: answers of `directives.directs` already given, by the beginning of the sentence's words and the place.
    """

    text: str
    masked: str
    phrases: dict[tuple[int, int], Any] = field(default_factory=dict)
    whole: View | None = None
    directed: dict[tuple[int, int], bool] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, folded: str, scopes: Sequence[tuple[int, int, str, str]]) -> View:
        """Return the view of a text: its folded form and its scope spans come from the document."""
        pieces: list[str] = []
        done = 0
        for start, end, scope, _ in scopes:
            if scope not in ("instruction", "context", "placeholder"):
                pieces += (folded[done:start], _mask(folded[start:end]))
                done = end
        pieces.append(folded[done:])
        masked = "".join(pieces)
        if _may_quote("\n".join(pieces[::2]) if done else folded):  # every other piece is masked already
            masked = QUOTED.sub(lambda found: f"{found[0][0]}{MASK * (len(found[0]) - 2)}{found[0][-1]}", masked)
        return cls(text, masked)

    def original(self, start: int, end: int) -> str:
        """Return a span as written."""
        return self.text[start:end]

    @cached_property
    def main_answer(self) -> str:
        """The kind of answer the prompt asks for first ("email"), or ''."""
        if self.whole is not None:
            return self.whole.main_answer
        found = _REQUEST.search(self.masked)
        return found["noun"] if found else ""

    @cached_property
    def reworks(self) -> bool:
        """Whether the first request works on a text at hand: what is then said of "it" may be a fact about that text."""
        return self.whole.reworks if self.whole is not None else _GIVEN.search(self.masked, 0, _TASK_REACH) is not None

    @cached_property
    def main_noun(self) -> str:
        """The noun of the first request, known or not ("quiz"), or ''."""
        if self.whole is not None:
            return self.whole.main_noun
        found = _TASK.search(self.masked, 0, _TASK_REACH)
        return found["noun"] if found else ""


def _may_quote(text: str) -> bool:
    return '"' in text or "“" in text or "`" in text or "«" in text or _OPEN_APOSTROPHE.search(text) is not None


def _mask(text: str) -> str:
    """Mask a foreign span but keep its line ends, and quotation marks at its edges."""
    inner = "\n".join([MASK * len(line) for line in text.split("\n")]) if "\n" in text else MASK * len(text)
    if len(text) > 2 and text[0] in "\"“«`'" and text[-1] in "\"”»`'":
        return text[0] + inner[1:-1] + text[-1]
    return inner
