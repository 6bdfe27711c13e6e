"""Which texts are rewritten at all. When in doubt, a text is left alone: that is a valid answer."""

from __future__ import annotations

import re
from functools import lru_cache

from promptsmith.features.open_points import TERM_SETS
from promptsmith.rewrite.domain_rules import terms_pattern
from promptsmith.rewrite.sections import is_rewritten
from promptsmith.rules.directives import is_directive
from promptsmith.text.document import Document

MIN_WORDS = 2
"""Below this, nothing is asked that could be left open."""

MAX_WORDS = 400
"""Above this, a checklist's gaps are more likely its own oversights than the author's. Judgement."""

MIN_OWN_SHARE = 0.3
"""Share of the characters that must be the user's own instruction; else the text is given material. Judgement."""

LIST_PARTS = 4
LIST_PART_WORDS = 6.0
"""At least this many comma parts of at most this many words on average make a description of an image. Judgement."""

TAIL = 40
"""Characters at the end that tell whether something is to follow; longer than any of the words looked for."""

READ_SENTENCES = 20
"""Sentences looked at for an instruction. Judgement: a prompt that asks for something does so early."""

# A prompt that wants the bare result would be contradicted by a request to state assumptions.
_BARE_ANSWER = re.compile(
    r"\b(?:nothing else|and nothing more|no explanations?|no commentary|no comments|no preamble|without (?:any )?explanations?"
    r"|(?:do not|don't) (?:write|add|give|provide|include|output)(?: any)? (?:explanations?|comments?|anything else|other text)"
    r"|only (?:reply|respond|answer|return|output|print|write|provide|give)"
    r"|(?:reply|respond|answer|return|output|print)(?: me)?(?: with)? (?:only|just)|just (?:the answer|reply|return|output)"
    r"|(?:answer|reply|respond)(?: with)? (?:\"?yes\"? or \"?no\"?|true or false|one word|a single)|one-word answer"
    r"|nada más|sin explicaci(?:ón|ones)|sin comentarios"
    r"|(?:responde|contesta|devuelve|escribe|muestra|da)(?: únicamente| solo| sólo| solamente)"
    r"|(?:solo|sólo|solamente|únicamente) (?:responde|devuelve|contesta|muestra|el código|la respuesta|el resultado)"
    r"|no (?:escribas|añadas|des|incluyas) (?:explicaciones|comentarios|nada más)|(?:responde|contesta) sí o no)(?!\w)"
)

_ENDS_OPEN = re.compile(
    r"(?:[:：=,;\-–—]|\.\.\.|…|\b(?:a|an|the|of|and|or|to|that|un|una|el|la|de|y|o|que))[*_\s]*\Z", re.IGNORECASE
)
_SQL_START = re.compile(
    r"\s*(?:select\s[^.?!]*\bfrom\b|insert\s+into\b|update\s+\S+\s+set\b|delete\s+from\s+\S+\s*(?:where|;|$)|with\s+\w+\s+as\s*\("
    r"|create\s+(?:or\s+replace\s+)?(?:table|view|index|function)\s+\S+\s*(?:\(|as\b|on\b)|alter\s+table\s+\S+\s+(?:add|drop|alter))",
    re.IGNORECASE,
)


def unsuitable(document: Document) -> str | None:
    """Return why this text is never rewritten, or None."""
    if document.language not in ("en", "es"):
        return f"language is {document.language}: only English and Spanish prompts are rewritten"
    if len(document.words) < MIN_WORDS:
        return "too few words"
    if "{%" in document.text:
        return "a template with logic of its own"
    if _own_share(document) < MIN_OWN_SHARE or _SQL_START.match(document.text):
        return "code or given material, hardly any instruction"
    return None


def closed_to_sections(document: Document, intent: str | None, domain: str) -> str | None:
    """Return why nothing may be added to this text, or None."""
    text = document.text
    if is_rewritten(text):
        return "the text already holds a section of a rewrite"
    if len(document.words) > MAX_WORDS:
        return "a long prompt"
    if is_description(document, intent):
        return "a description of an image, not an instruction"
    question = text.rstrip().endswith("?") or text.lstrip().startswith("¿")
    if intent is None and not question:
        return "no request was recognised"
    if question and (domain == "general" or intent is None):
        return "a plain question"
    if not question and not _is_addressed(document):
        return "a description, not addressed to anybody"
    if _handled_pattern().search(document.folded):
        return "the prompt says itself how to treat what is missing"
    if _BARE_ANSWER.search(document.folded):
        return "the prompt wants nothing beside the result"
    last = text.rstrip()
    last_line = last[last.rfind("\n") + 1 :]
    if _ENDS_OPEN.search(last[-TAIL:]) or last_line.startswith("#") or document.scope_at(len(last) - 1) == "placeholder":
        return "the text ends where something is to follow"
    return None


def is_description(document: Document, intent: str | None) -> bool:
    """Tell whether the text is a list of short descriptions between commas, as written for image models."""
    text = document.text
    parts = text.count(",") + 1
    if parts < LIST_PARTS or len(document.words) / parts > LIST_PART_WORDS:
        return False
    return intent is None or text.count(".") + text.count("\n") < parts / LIST_PARTS


def _is_addressed(document: Document) -> bool:
    """Tell whether one of the first sentences tells somebody to do something."""
    for sentence in document.sentences[:READ_SENTENCES]:
        if document.scope_at(sentence[0]) == "instruction" and is_directive(document, sentence):
            return True
    return False


def _own_share(document: Document) -> float:
    """Return the share of the text's characters that are instruction or placeholder."""
    given = sum(end - start for start, end, scope, _ in document.scopes if scope != "placeholder")
    return 1 - given / max(len(document.text), 1)


@lru_cache(maxsize=1)
def _handled_pattern() -> re.Pattern[str]:
    return terms_pattern(term for terms in TERM_SETS for term in terms.terms)
