"""Placeholders: the parts of a prompt that a program or a person fills in later.

Eight kinds are told apart by their delimiters. Precision comes first: text in braces, brackets or angle brackets is a
placeholder only if it could not as well be code, mark-up, a link, a citation, a check box or a list. Each opening character is
looked at once and every pattern has a bounded length, so the time grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

PLACEHOLDER_HINTS = frozenset("{$%<[")
"""A text without any of these characters has no placeholder."""

MAX_EXPRESSION = 500
"""Longest ``{{ … }}`` or ``{% … %}``, in characters. Judgement: longer ones are two unrelated braces, not one expression."""


class Placeholder(NamedTuple):
    """One placeholder. Offsets are half-open code points.

    Attributes:
        start: first character, the delimiter.
        end: one past the closing delimiter.
        name: what is filled in, without delimiters, filters and defaults.
        kind: double_brace, jinja_block, brace, dollar_brace, dollar, percent, angle or bracket.
    """

    start: int
    end: int
    name: str
    kind: str


_OPENERS = re.compile(r"[{$%<\[]")
_EXPRESSION_START = re.compile(r"[-~]?\s*(?:[#/^>&!]\s*)?[^\W\d]|[-~]?\s*[\"']")
_OBJECT_LITERAL = re.compile(r"\s*(?:[\"'][^\"'\n]*[\"']|[^\W\d]\w*)\s*:(?:\s|[\"'{\[])")
_PATH = re.compile(r"[^\W\d][\w.\-]*")
_BRACE = re.compile(r"\{([^\W\d]\w*(?:[.\-]\w+|\[\w+\])*)(?:![rsa])?(?::[^{}\s\"']{0,20})?\}")
_DOLLAR_BRACE = re.compile(r"\$\{\s*([^\W\d][^{}\n:|]{0,80}?)\s*(?:[:|][^{}\n]{0,120})?\}")
_DOLLAR = re.compile(r"\$([A-Za-z_]\w*)(\$?)")
_PERCENT = re.compile(r"%([A-Za-z_]\w{1,40})%(?![\w%])")
_ANGLE = re.compile(r"<([^\W\d][\w .,/'’\-]{0,60})>")
_BRACKET = re.compile(r"\[([^\W\d][\w .,:;/&'’\-]{0,80})\]")
_CLOSING_TAG = re.compile(r"</\s*([\w\-]+)")
_WORDS_BEFORE_BRACES = re.compile(
    r"(?:import|export|const|let|var|type|class|struct|enum|namespace|try|else|do|finally|\\\w+|@\w+) ?$"
)
_MATH = re.compile(r"\s*[=+\-*/^\\<>,({]|\s*$")


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_STATEMENTS = _words("print return break continue pass next exit true false null none end begin")

# HTML elements and the tokens of language models: mark-up, never something to fill in.
_ELEMENTS = _words(
    "a abbr address area aside audio b base blockquote body br button canvas caption center cite code col dd del details "
    "dfn dialog div dl dt em embed fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i "
    "iframe img ins kbd label legend li link main map mark menu meta meter nav noscript object ol optgroup option p "
    "param picture pre progress q s samp script section select slot small source span strike strong style sub summary "
    "sup svg table tbody td template textarea tfoot th thead title tr track tt u ul var video wbr path g rect circle eos "
    "bos eof pad unk mask sep cls module"
)

# First words that ask somebody to fill in, and nouns of what is usually filled in. Judgement.
_FILL_IN = _words(
    "insert your enter add specify describe replace choose select provide name fill put paste write list give target "
    "inserta insertar inserte tu tus su sus introduce introduzca añade especifica especifique describe elige elija pega "
    "pegue escribe escriba nombre indica indique pon"
)
_FIELDS = _words(
    "name topic subject company product service date city country language audience tone number title text input content "
    "location role industry brand goal style color colour email place price url link time year month day job skill word "
    "person position address phone keyword keywords platform budget context feature problem theme genre format length "
    "quantity amount project here nombre tema asunto empresa producto servicio fecha ciudad país idioma público "
    "audiencia tono número título texto entrada contenido ubicación rol industria marca objetivo estilo color correo "
    "lugar precio enlace hora año mes día puesto persona cargo dirección teléfono palabra plataforma presupuesto "
    "contexto problema género formato longitud cantidad proyecto aquí"
)
# Brackets that look like fields and are notes of a transcript, a song or a log.
_NOTES = _words(
    "sic note todo info error warn warning debug fatal trace ok fail pass yes no end start intro verse chorus bridge "
    "outro hook refrain laughs laughter applause music silence inaudible crosstalk pause sighs citation edit update nota "
    "estrofa coro puente estribillo risas aplausos música silencio inaudible pausa"
)


def find_placeholders(text: str) -> list[Placeholder]:
    """Return the placeholders of a text, in order, not overlapping; the outermost one wins.

    Example:
        >>> [(p.name, p.kind) for p in find_placeholders("Write to {{ name | title }} about [YOUR TOPIC].")]
        [('name', 'double_brace'), ('YOUR TOPIC', 'bracket')]
    """
    found: list[Placeholder] = []
    match = _OPENERS.search(text)
    if match is None:
        return found
    scan = _Scan(text, found)
    while match:
        start = match.start()
        placeholder = _READERS[text[start]](scan, start)
        if placeholder is None:
            match = _OPENERS.search(text, start + 1)
        else:
            found.append(placeholder)
            match = _OPENERS.search(text, placeholder.end)
    return found


class _Scan:
    """The text and what is worked out at most once about it."""

    def __init__(self, text: str, found: list[Placeholder]) -> None:
        self.text = text
        self.found = found
        self._closing_tags: frozenset[str] | None = None
        self._next: dict[str, int] = {}
        self._has_formula_signs: bool | None = None

    @property
    def has_formula_signs(self) -> bool:
        """LaTeX comes with a backslash or a dollar sign somewhere."""
        if self._has_formula_signs is None:
            self._has_formula_signs = "\\" in self.text or "$" in self.text
        return self._has_formula_signs

    def find(self, closer: str, start: int) -> int:
        """Return the first ``closer`` at or after ``start``, or -1. ``start`` never falls back: the text is read once."""
        known = self._next.get(closer, -2)
        if known != -1 and known < start:
            self._next[closer] = known = self.text.find(closer, start)
        return known

    def has_closing_tag(self, name: str) -> bool:
        if self._closing_tags is None:
            self._closing_tags = frozenset(tag.lower() for tag in _CLOSING_TAG.findall(self.text))
        return name.lower() in self._closing_tags

    def before(self, start: int) -> str:
        return self.text[start - 1] if start else ""

    def after(self, end: int) -> str:
        return self.text[end : end + 1]


def _read_brace(scan: _Scan, start: int) -> Placeholder | None:
    follower = scan.after(start + 1)
    if follower == "{":
        return _read_double_brace(scan, start)
    if follower == "%":
        close = scan.find("%}", start + 2)
        if close < 0 or close - start > MAX_EXPRESSION:
            return None
        name = scan.text[start + 2 : close].strip(" -+\n\t")
        return Placeholder(start, close + 2, name, "jinja_block") if name else None
    match = _BRACE.match(scan.text, start)
    if match is None or match[1].lower() in _STATEMENTS or not _brace_may_start(scan, start):
        return None
    return Placeholder(start, match.end(), match[1], "brace")


def _brace_may_start(scan: _Scan, start: int) -> bool:
    """Tell a placeholder from LaTeX arguments, import lists and code blocks by what stands before the brace."""
    before = scan.before(start)
    if before == "}":
        return bool(scan.found) and scan.found[-1].end == start
    if before == "_":
        return not scan.has_formula_signs  # file_{date} is a placeholder, x_{i} is LaTeX
    if before.isalnum() or (before and before in ")]^#@\\"):
        return False
    return _WORDS_BEFORE_BRACES.search(scan.text, max(0, start - 24), start) is None


def _read_double_brace(scan: _Scan, start: int) -> Placeholder | None:
    text = scan.text
    width = 3 if text.startswith("{{{", start) else 2
    close = scan.find("}}", start + width)
    if close < 0 or close - start > MAX_EXPRESSION:
        return None
    body = text[start + width : close]
    if "{{" in body or "{%" in body or not _EXPRESSION_START.match(body) or _OBJECT_LITERAL.match(body):
        return None
    if width == 3 and not text.startswith("}}}", close):
        return None
    end = close + width
    # {{ {"a": 1}["a"] }} and {{ x }}} end at the last brace that belongs to the expression.
    if width == 2 and body.count("{") > body.count("}") and scan.after(end) == "}":
        end += 1
    name = None if body.lstrip()[:1] in ("#", "/", "^", ">") else _PATH.search(body)  # {{#if x}} is named whole
    return Placeholder(start, end, name[0].rstrip(".-") if name else body.strip(), "double_brace")


def _read_dollar(scan: _Scan, start: int) -> Placeholder | None:
    match = _DOLLAR_BRACE.match(scan.text, start)
    if match:
        return Placeholder(start, match.end(), match[1], "dollar_brace")
    match = _DOLLAR.match(scan.text, start)
    before = scan.before(start)
    if match is None or before.isalnum() or (before and before in "_$\\)"):
        return None
    if match[2]:
        # $SPONSOR$ is a field, $x$ is a formula.
        if len(match[1]) > 1 and match[1].isupper():
            return Placeholder(start, match.end(), match[1], "dollar")
        return None
    if _is_formula(scan, match.end()):
        return None
    return Placeholder(start, match.end(), match[1], "dollar")


def _is_formula(scan: _Scan, end: int) -> bool:
    """Tell whether a dollar word opens a formula: an operator follows and a second dollar sign closes it soon on the line."""
    second = scan.find("$", end)
    if second < 0 or second - end > 60 or scan.text[second + 1 : second + 2].isalnum():
        return False
    newline = scan.find("\n", end)
    return not 0 <= newline < second and _MATH.match(scan.text, end, second) is not None


def _read_percent(scan: _Scan, start: int) -> Placeholder | None:
    match = _PERCENT.match(scan.text, start)
    before = scan.before(start)
    if match is None or before.isalnum() or (before and before in "_%{"):
        return None
    if before in ("'", '"') and scan.after(match.end()) == before:  # LIKE '%word%'
        return None
    return Placeholder(start, match.end(), match[1], "percent")


def _read_angle(scan: _Scan, start: int) -> Placeholder | None:
    match = _ANGLE.match(scan.text, start)
    before = scan.before(start)
    if match is None or before.isalnum() or (before and before in "_)\\"):
        return None
    body = match[1]
    words = body.split()
    first = words[0].rstrip(",./").lower()
    if first in _ELEMENTS or body[-1] in " /,-" or scan.after(match.end()) == "(":
        return None
    if len(words) > 1 and len(first) == 1:  # a <b and c> d
        return None
    if len(words) > 6 or scan.has_closing_tag(words[0]) or scan.text.startswith("include ", max(0, start - 8)):
        return None
    return Placeholder(start, match.end(), body, "angle")


def _read_bracket(scan: _Scan, start: int) -> Placeholder | None:
    match = _BRACKET.match(scan.text, start)
    before = scan.before(start)
    if match is None or before.isalnum() or (before and before in "_)]!\\[^"):
        return None
    follower = scan.after(match.end())
    if follower.isalnum() or (follower and follower in "([]*+?{"):
        return None
    body = match[1]
    if follower == ":" and scan.text.startswith(("http", "/", "#"), match.end() + 2):
        return None
    if not _names_a_field(body) or (body in "Xx" and _is_check_box(scan.text, start)):
        return None
    return Placeholder(start, match.end(), body, "bracket")


def _names_a_field(body: str) -> bool:
    words = body.replace("/", " ").replace("-", " ").split()
    first, last = words[0].rstrip(":,.").lower(), words[-1].rstrip(".").lower()
    if first in _NOTES or last in _NOTES or len(words) > 12:
        return False
    if first in _FILL_IN and len(words) > 1:
        return True
    if "," in body or ";" in body:
        return False
    if body.isupper():  # [YOUR NAME], [X], [GOAL: SELL]
        return True
    if "_" in body:  # [user_name]
        return len(words) == 1
    if len(words) <= 4 and all(word[0].isupper() and word.isalpha() for word in words):  # [Company], [First Name]
        return ":" not in body and "." not in body
    return len(words) <= 6 and (first in _FIELDS or last in _FIELDS)


def _is_check_box(text: str, start: int) -> bool:
    line = text[text.rfind("\n", max(0, start - 12), start) + 1 : start]
    return (start < 12 and not line.strip()) or line.strip()[-1:] in ("-", "*", "+", ".", ")")


_READERS: dict[str, Callable[[_Scan, int], Placeholder | None]] = {
    "{": _read_brace,
    "$": _read_dollar,
    "%": _read_percent,
    "<": _read_angle,
    "[": _read_bracket,
}
