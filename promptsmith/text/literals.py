"""String literals of Python and of JSON, read with the place of every character. Nothing is ever executed."""

from __future__ import annotations

import ast
import re
import unicodedata

from promptsmith.text.mapped import Mapped

_LITERAL = re.compile(r"([A-Za-z]{0,2})('''|\"\"\"|'|\")")
_PIECE = re.compile(
    r"\\(?:(?P<joint>\r\n|[\r\n])|(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9A-Fa-f]{2})|u(?P<short>[0-9A-Fa-f]{4})"
    r"|U(?P<long>[0-9A-Fa-f]{8})|N\{(?P<name>[^}]+)\}|(?P<letter>['\"\\abfnrtv]))"
    r"|(?P<line>\r\n?)|(?P<brace>\{\{|\}\})|(?P<field>\{)|(?P<plain>[^\\\r{}]+)|(?P<other>.)",
    re.DOTALL,
)
_LETTERS = dict(zip("'\"\\abfnrtv", "'\"\\\a\b\f\n\r\t\v", strict=True))
_INNER_STRING = re.compile(r"('''|\"\"\"|'|\")(?:\\.|(?!\1).)*?\1", re.DOTALL)
_DEBUG = re.compile(r".*[^=!<>]=\s*", re.DOTALL)
_JSON_PIECE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))|[^\\]+", re.DOTALL)
_JSON_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/"}
_LONGEST_NAME = 40
"""Characters of the name made for an expression; a longer name tells a reader no more. Judgement."""


def python_literal(source: str, start: int, end: int) -> Mapped:
    """Return the value of one Python string literal; the fields of an f-string become placeholders such as ``{name}``.

    Args:
        source: Python source.
        start, end: the literal with its prefix and quotes; code points.
    """
    head = _LITERAL.match(source, start, end)
    if head is None:
        raise ValueError(f"no string literal at character {start}")
    prefix, quotes = head[1].lower(), head[2]
    return _body(source, head.end(), end - len(quotes), is_raw="r" in prefix, is_format="f" in prefix)


def _body(source: str, start: int, end: int, *, is_raw: bool, is_format: bool) -> Mapped:
    parts: list[Mapped] = []
    position = start
    while position < end:
        piece = _PIECE.match(source, position, end)
        assert piece is not None  # the last alternative takes any character
        kind = piece.lastgroup or ""
        if kind == "field" and is_format:
            field_end = _field_end(source, position, end)
            parts.append(_field(source, position, field_end))
            position = field_end
            continue
        stop = piece.end()
        if is_raw and source[position] == "\\":  # the character after it is read on its own: it may open a field
            stop = position + 1
            parts.append(Mapped.plain(source, position, stop))
        elif kind == "plain" or (kind in ("brace", "field") and not is_format):
            parts.append(Mapped.plain(source, position, stop))
        else:
            parts.append(Mapped.standing_for(_character(piece, kind), position, stop))
        position = stop
    return Mapped.joined(parts)


def _character(piece: re.Match[str], kind: str) -> str:
    value = piece[kind]
    if kind in ("hex", "short", "long"):
        return chr(int(value, 16))
    simple = {"joint": "", "line": "\n", "brace": value[0], "letter": _LETTERS.get(value, "")}
    if kind in simple:
        return simple[kind]
    if kind == "octal":
        return chr(int(value, 8))
    return unicodedata.lookup(value) if kind == "name" else value


def _field_end(source: str, start: int, end: int) -> int:
    """Return one past the brace that closes the field of an f-string at ``start``."""
    depth, position, in_format = 0, start + 1, False
    while position < end:
        character = source[position]
        if in_format and character == "{":
            position = _field_end(source, position, end)
            continue
        if character == "}" and depth == 0:
            return position + 1
        if not in_format:
            inner = _INNER_STRING.match(source, position, end) if character in "'\"" else None
            if inner is not None:
                position = inner.end()
                continue
            depth += (character in "([{") - (character in ")]}")
            in_format = character == ":" and depth == 0
        position += 1
    return end


def _field(source: str, start: int, end: int) -> Mapped:
    inside = source[start + 1 : end - 1]
    expression = _expression(inside)
    placeholder = Mapped.standing_for(placeholder_for(expression.strip().rstrip("=")), start, end)
    if not _DEBUG.fullmatch(expression):
        return placeholder
    # {price=} writes "price=" before the value.
    return Mapped.joined([Mapped.standing_for(expression, start, end), placeholder])


def _expression(inside: str) -> str:
    """Return a field without its conversion and its format: the longest start that Python can parse as an expression."""
    cuts = [match.start() for match in re.finditer(r"[!:]", inside)]
    for cut in (len(inside), *reversed(cuts)):
        candidate = inside[:cut]
        bare = candidate.rstrip()
        for attempt in (bare, bare[:-1] if _DEBUG.fullmatch(candidate) else bare):
            try:
                ast.parse(f"({attempt.strip()}\n)", mode="eval")
            except (SyntaxError, ValueError):
                continue
            return candidate
    return inside


def placeholder_for(expression: str) -> str:
    """Return a placeholder that names an expression: ``{name}``, or ``{len_items}`` for ``len(items)``."""
    words = "_".join(re.findall(r"\w+", expression))[:_LONGEST_NAME].strip("_")
    if not words or not (words[0].isalpha()):
        words = f"value_{words}".rstrip("_")
    return f"{{{words}}}"


def json_literal(source: str, start: int, end: int) -> Mapped:
    """Return the value of one JSON string.

    Args:
        source: JSON text that a parser has accepted.
        start, end: the string with its quotes; code points.
    """
    parts: list[Mapped] = []
    position, end = start + 1, end - 1
    while position < end:
        piece = _JSON_PIECE.match(source, position, end)
        assert piece is not None  # an accepted string has no lone backslash
        stop = piece.end()
        if piece[1] is None and piece[2] is None:
            parts.append(Mapped.plain(source, position, stop))
        elif piece[2] is not None:
            parts.append(Mapped.standing_for(_JSON_LETTERS[piece[2]], position, stop))
        else:
            stop, character = _json_escape(source, piece, end)
            parts.append(Mapped.standing_for(character, position, stop))
        position = stop
    return Mapped.joined(parts)


def _json_escape(source: str, piece: re.Match[str], end: int) -> tuple[int, str]:
    """Return one past a ``\\u`` escape and its character; two escapes can be the halves of one character."""
    unit = int(piece[1], 16)
    if 0xD800 <= unit < 0xDC00:
        second = _JSON_PIECE.match(source, piece.end(), end)
        if second is not None and second[1] is not None and 0xDC00 <= (low := int(second[1], 16)) < 0xE000:
            return second.end(), chr(0x10000 + ((unit - 0xD800) << 10) + low - 0xDC00)
    return piece.end(), chr(unit)
