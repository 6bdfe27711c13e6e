"""Limits on the format of the answer: JSON, Markdown, tables, lists, prose."""

from __future__ import annotations

import re

from promptsmith.constraints.limits import FORBID, REQUIRE
from promptsmith.constraints.style_hits import Phrase, StyleHit

_LABELS = "format|formato|output format|output|salida"
_USE = re.compile(
    r"\b(?:us(?:e|ing)|includ(?:e|es|ing)|add|contain(?:s|ing)?|incorporat(?:e|ing|es)|present(?:ed)?|have|"
    r"employ(?:ing)?|need|want|"
    r"give\s+me|provide|create|make|generate|write|usa|use|usar|incluye|incluir|añade|emplea|presenta(?:d[oa])?|"
    r"utiliza|utilizar|"
    r"contener)\b[^.;:]{0,45}$"
)
_USE_PLAIN = re.compile(r"\b(?:use|using|usa)\s+(?:(?:valid|proper|clean|github|standard)\s+)?$")
_AS = re.compile(
    r"\b(?:in|as|into|with|en|como|con|using|via|to)\s+(?:(?:a|an|the|un|una|el|formato|valid|proper|pure|raw|simple|"
    r"only|clean|"
    r"fenced|numbered|well-formed|structured|correct|single|two-column|formatted|code|full|continuous|of|estricto|"
    r"válido)\s+){0,3}$"
)
_ONLY = re.compile(r"\b(?:only|just|solely|exclusively|solo|sólo|únicamente)\s+(?:(?:in|a|valid|raw|the|as|en|with)\s+){0,2}$")
_OUTPUT_VERB = re.compile(
    r"\b(?:respond|answer|reply|output|return|format(?:ted)?|writ(?:e|ten|ing)|present(?:ed)?|provid(?:e|ed)|"
    r"structur(?:e|ed)|"
    r"organiz(?:e|ed)|deliver(?:ed)?|gives?|summar\w+|list|render(?:ed)?|produc(?:e|ed)|generat(?:e|ed)|be|creat(?:e|ed)|"
    r"explain(?:ed)?|describe|put|want|need|like|compare|extract|show|plan|compose|draft|convert|express|"
    r"display(?:ed)?|show|use|using|responde|devuelve|"
    r"contesta|formatea|"
    r"escribe|presenta|redacta|estructura|organiza|entrega|resume|usa|utiliza)\b"
)
_INPUT = re.compile(
    r"\b(?:from|given|this|following|input|these|parse|read|load|extract\s+from|convert|attached|between|of\s+the|"
    r"update|delete|drop|"
    r"join|select|alter|sql|database|del?\s+siguiente)\s+(?:\w+\s+){0,3}$"
)
_ELEMENT = re.compile(
    r"\b(?:includ\w+|incorporat\w+|us(?:e|ing)|add|contain\w*|with|incluye|añade|usa|utiliza)\s+"
    r"(?:(?:a|an|one|clear|any|the|un|una|at\s+least|level-\d)\s+){0,3}$"
)
# What follows shows that the word names a thing at hand and not the format of the answer.
_THING = re.compile(
    r"[-_./]?\w*\.(?:json|xml|csv|html)"
    r"|\s+(?:file|files|schema|column|library|parser|data|document|documents|api|page|tag|tags|website|code\s+below|"
    r"request|string)\b"
    r"|\s*(?:is|are|was|contains|has)\b(?!\s+(?:not\s+allowed|forbidden))"
)
_PART_OF_IT = re.compile(
    r"\s*(?:format(?:ting)?\s+)?(?:code|syntax|images?|tags?|headers?|output|links?|in|inside|within|elsewhere)\b"
    r"(?!\s+the\s+(?:answer|response|output|text))"
)
_CHOICE_AFTER = re.compile(r"\s*(?:,\s*\w+,?\s*)?\b(?:or|o)\s+\w")
_CHOICE_BEFORE = re.compile(r"\b(?:or|o|either)\s+$")
_READABLE = re.compile(r"\breadable\s+in\s+$")
_TAIL = re.compile(r"\s+(?:format(?:ting)?|only|code|object|array|list|table)\b")
_FORMAT_TAIL = re.compile(r"\s+format(?:ting)?\b")
_PLAIN_GAP = frozenset(
    (
        "use using include including contain containing add adding any output return respond reply answer in as a an "
        "the or and with "
        "write format formatting produce create creating present put make have markdown bullet bullets bulleted points "
        "lists list "
        "numbered tables table headers headings json html xml yaml usar uses incluir incluyas en como o de ningún "
        "ninguna formato utilices utilizar uses emplees emplear utilice un una kind sort type of"
    ).split()
)
"""Words that may stand between a negator and the format it forbids; another word means that something else is forbidden."""

_PRODUCED = re.compile(
    r"\b(?:return|output|produce|give|provide|generate|deliver|send|respond\s+with|reply\s+with|answer\s+with|create|"
    r"want|need|prefer|"
    r"devuelve|entrega|genera|dame|quiero)\s+(?:me\s+|us\s+|back\s+)?(?:the\s+\w+\s+as\s+)?"
    r"(?:(?:a|an|only|just|valid|raw|single|pure|one|un|una|solo|válido|strict|strictly)\s+){0,3}$"
)
"""Verbs whose object is the whole answer: "return a JSON object"."""
_ARE = re.compile(
    r"\b(?:is|are|be|as|ser|es|será|serán)\s+(?:(?:a|an|in|valid|raw|only|just|always|pure|plain|un|una|en|delivered|"
    r"written|presented|"
    r"returned|formatted|as)\s+){0,4}$"
)
_GENRES = ("poem", "letter", "dialogue", "essay", "report")
_NAMED_ALL = ("json", "yaml", "xml", "csv", "html", "latex")
_LISTS = ("bullet list", "numbered list", "list", "table", "headings")
_ELEMENTS = ("table", "list", "headings", "links")
_NAMED = ("json", "yaml", "xml", "csv", "html", "markdown")


def check_format(hit: StyleHit) -> Phrase | None:
    """Formats: 'in JSON', 'output only YAML', 'as a table', 'use bullet points', 'no markdown'."""
    before, after = hit.before, hit.after
    if after[:1] in ("`", "/", "_") or _THING.match(after):
        return None
    negator = hit.negator(5)
    if negator and (hit.directed or hit.opened_by(negator)):
        return _forbidden(hit, negator)
    if hit.value in _GENRES:
        asked = hit.directed or hit.stands_alone
        return (hit.start, hit.end, REQUIRE, hit.value) if asked and _CHOICE_AFTER.match(after) is None else None
    if hit.value in _ELEMENTS and (not _ELEMENT.search(before) or _INPUT.search(before)):
        lead = _AS.search(before)
        whole = lead and _OUTPUT_VERB.search(before[: lead.start()]) and hit.directed and not _INPUT.search(before)
        return (*hit.span(lead), REQUIRE, hit.value) if whole else _plain_words(hit)
    if _CHOICE_AFTER.match(after) or _CHOICE_BEFORE.search(before):
        return None  # a choice of formats binds to none of them
    if _READABLE.search(before):
        return None  # "readable in plain text" says how it must look, not what it is
    return _whole(hit) or _used(hit) or _plain_words(hit)


def _plain_words(hit: StyleHit) -> Phrase | None:
    """Return the limit of "return a JSON object", "all responses are raw JSON" and "In table form."."""
    before = hit.before
    if _CHOICE_AFTER.match(hit.after) or _CHOICE_BEFORE.search(before) or _INPUT.search(before):
        return None
    if hit.value in _NAMED_ALL and (lead := _PRODUCED.search(before) or _ARE.search(before)) and hit.directed:
        return (*hit.span(lead, _TAIL.match(hit.after)), REQUIRE, hit.value)
    lead = _AS.search(before) or _ARE.search(before) or _PRODUCED.search(before)
    told = hit.value in ("table", "bullet list", "numbered list", "prose")
    form = (
        "form" in hit.word
        or "forma" in hit.word
        or "column" in hit.word
        or hit.word.endswith("list")
        or hit.word.startswith("lista")
    )
    if told and form and hit.directed and lead:
        return (*hit.span(lead), REQUIRE, hit.value)
    if hit.stands_alone and (told or hit.value in _NAMED_ALL) and (not before.strip() or _ALONE_LEAD.fullmatch(before.strip())):
        return (hit.start, hit.end, REQUIRE, hit.value)
    return None


_ALONE_LEAD = re.compile(r"(?:in|as|as\s+a|in\s+a|with|only|just|plain|en|como|en\s+una|con|solo)(?:\s+(?:a|an|the|una?))?")


def _forbidden(hit: StyleHit, negator: re.Match[str]) -> Phrase | None:
    plain = all(word in _PLAIN_GAP for word in re.findall(r"[\w'-]+", negator["gap"]))
    if plain and (hit.value in _LISTS or not _PART_OF_IT.match(hit.after)):
        return negator.start(), hit.end, FORBID, hit.value
    return None


def _whole(hit: StyleHit) -> Phrase | None:
    """Return the limit of "respond in JSON" and "use Markdown formatting"."""
    before, after = hit.before, hit.after
    lead = _AS.search(before) or _ONLY.search(before)
    if hit.value == "table" and hit.word.startswith("markdown"):
        lead = lead or _PRODUCED.search(before)
    if lead and (hit.directed or hit.labelled(_LABELS)) and _OUTPUT_VERB.search(before[: lead.start()] or before):
        return (*hit.span(lead, _TAIL.match(after)), REQUIRE, hit.value)
    tail = _FORMAT_TAIL.match(after)
    return (*hit.span(None, tail), REQUIRE, hit.value) if tail and hit.directed else None


def _used(hit: StyleHit) -> Phrase | None:
    """Return the limit of "use bullet points", "write prose" and "Format: JSON"."""
    before = hit.before
    if _FORMAT_TAIL.match(hit.after):
        return None
    lead = _USE.search(before)
    listed = hit.value in ("bullet list", "numbered list", "code block")
    fitting = (
        listed or (hit.value in ("headings", "links", "table", "plain text", "prose") and lead) or _USE_PLAIN.search(before)
    )
    if fitting and lead and hit.directed and not _INPUT.search(before):
        return (*hit.span(lead if len(lead[0]) < 30 else None), REQUIRE, hit.value)
    if hit.value in _NAMED and hit.labelled(_LABELS) and not before.strip(' "*:').split()[-3:]:
        return hit.start, hit.end, REQUIRE, hit.value
    return None
