"""The two text filters of the templates: ``sql_format`` and ``camel_case``."""

from __future__ import annotations

import re
import unicodedata

# Words that start a clause: each goes on a line of its own. Longer forms first, because the first alternative that fits wins.
_CLAUSES = (
    r"select|from|where|group\s+by|order\s+by|having|limit|offset|union\s+all|union|intersect|except|"
    r"insert\s+into|values|update|set|delete\s+from|returning|"
    r"(?:left|right|full)\s+outer\s+join|left\s+join|right\s+join|full\s+join|inner\s+join|cross\s+join|join"
)
# Reserved in SQL:2016 and not usable as a bare name in the common databases; DATE, NAME or TYPE may be column names and stay.
_KEYWORDS = (
    r"with\s+recursive|with|as|distinct|on|using|and|or|not|in|is|null|like|ilike|between|exists|case|when|then|else|end|asc|desc|"
    r"create\s+table|create\s+index|create\s+view|primary\s+key|foreign\s+key|references|unique|check|default|over|"
    r"partition\s+by|all|any|union|join|outer|inner|left|right|full|cross"
)
_TOKENS = re.compile(
    r"(?P<kept>'(?:[^'\\]|''|\\.)*'?"  # string literal, '' or \' inside; an unclosed one runs to the end
    r'|"(?:[^"]|"")*"?'  # quoted identifier
    r"|`[^`]*`?"  # quoted identifier of MySQL
    r"|\[[^\]\n]*\]"  # quoted identifier of SQL Server
    r"|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z)"  # dollar quoting of PostgreSQL
    r"|--[^\n]*\n?"  # comment to the end of the line
    r"|/\*.*?(?:\*/|\Z)"  # block comment
    r"|\{\{.*?\}\}|\$\{[^}]*\}"  # placeholders
    r"|(?<![\w@:#$.])(?:[\w@:#$]+\s*\.\s*)+[\w*]+)"  # qualified names: t.order
    r"|(?P<clause>(?<![\w@:#$.])(?:" + _CLAUSES + r")(?![\w$.]))"
    r"|(?P<keyword>(?<![\w@:#$.])(?:" + _KEYWORDS + r")(?![\w$.]))"
    r"|(?P<name>[\w@:#$]+)"
    r"|(?P<space>\s+)"
    r"|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_SPACES = re.compile(r"\s+")


def sql_format(text: object) -> str:
    """Return SQL with keywords in capitals and each clause on a line of its own.

    String literals, quoted identifiers, comments, placeholders and names keep every byte; only the letter case of reserved
    words and the white space between tokens change. Words that can be a column's name (``date``, ``name``, ``type``) are left
    alone, as is everything after a dot (``t.order``). Clauses inside parentheses stay on their line. Formatting twice gives the
    same text.

    Example:
        >>> print(sql_format("select id from users where name = 'from here' order by id"))
        SELECT id
        FROM users
        WHERE name = 'from here'
        ORDER BY id
    """
    pieces: list[str] = []
    depth = 0
    for match in _TOKENS.finditer(str(text).strip()):
        kind, token = match.lastgroup, match.group()
        if kind == "tag" or match.group("kept") is not None:
            pieces.append(token)
        elif kind == "clause":
            _open_line(pieces, apart=depth == 0)
            pieces.append(_SPACES.sub(" ", token).upper())
        elif kind == "keyword":
            pieces.append(_SPACES.sub(" ", token).upper())
        elif kind == "space":
            if pieces and not pieces[-1].endswith(("\n", " ")):
                pieces.append(" ")
        else:
            depth = max(0, depth + (token == "(") - (token == ")"))
            pieces.append(token)
    return "".join(pieces).strip()


def _open_line(pieces: list[str], *, apart: bool) -> None:
    """Replace the space before a clause by a line end."""
    if apart and pieces and not pieces[-1].endswith("\n"):
        if pieces[-1] == " ":
            pieces.pop()
        pieces.append("\n")


def camel_case(text: object) -> str:
    """Return the words of ``text`` as one camelCase name.

    Words are runs of Unicode letters, marks and digits; everything else separates. Accents and letters of any script stay as
    they are (``ñ`` is a letter, not a gap); a script without letter case is only joined. The first word starts small, the
    others with a capital; a first word all in capitals is an acronym and becomes small as a whole; capitals inside a word stay.
    A letter whose other case is more than one letter (``ß``) stays.

    Example:
        >>> camel_case("año de creación"), camel_case("SQL query"), camel_case("user_ID")
        ('añoDeCreación', 'sqlQuery', 'userID')
    """
    words: list[str] = []
    inside = False
    for character in str(text):
        if unicodedata.category(character)[0] in "LMN":
            if inside:
                words[-1] += character
            else:
                words.append(character)
            inside = True
        else:
            inside = False
    if not words:
        return ""
    first = _lower(words[0]) if words[0].isupper() else _lower(words[0][0]) + words[0][1:]
    return first + "".join(_upper(word[0]) + word[1:] for word in words[1:])


def _lower(word: str) -> str:
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in word)


def _upper(letter: str) -> str:
    return big if len(big := letter.upper()) == 1 else letter
