"""Blocks of whole lines that are not instructions: code, quoted lines, tables and rows of data.

Each finder looks at one line and, if a block begins there, returns where it ends. Everything here is judged by form alone, and
a line that could be prose is prose.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from promptsmith.text.reader import Reader


class Block(NamedTuple):
    """A block of lines: one past its last character, its scope and its kind."""

    end: int
    scope: str
    kind: str


_FENCE = re.compile(r"[ \t]{0,12}(?:[-*+>][ \t]+|\d+[.)][ \t]+)?(`{3,}|~{3,})[^`\n]*(?:\n|\Z)")
_FENCE_CLOSERS = {mark: re.compile(rf"^[ \t>]{{0,12}}{mark * 3}+[ \t]*$", re.MULTILINE) for mark in "`~"}
_QUOTED_LINES = re.compile(r"[ ]{0,3}>(?!>)[ \t]*[^\s>][^\n]*(?:\n[ ]{0,3}>[^\n]*)*")
_TABLE = re.compile(r"[ \t]*\|[^\n]*\|[ \t]*(?:\n[ \t]*\|[^\n]*\|[ \t]*)+(?=\n|\Z)")
_OPEN_TABLE = re.compile(r"[^\n|]+\|[^\n]*\n[ \t]*:?-{2,}:?[ \t]*\|[-:| \t]*(?:\n[^\n|]+\|[^\n]*)*")
_SESSION = re.compile(r"[ \t]*(?:\$ [a-z./~]|>>> |\#!/)[^\n]*(?:\n[ \t]*(?:\$ [a-z./~]|>>> |\.\.\. ?)[^\n]*)*")
_SQL = re.compile(
    r"[ \t]*(?:SELECT\b(?=[^\n]*\bFROM\b|[ \t]*\n|[^\n]*,[ \t]*\n|[^\n]*\n[ \t]*FROM\b)|INSERT INTO \w|UPDATE [\w.\"]+ SET\b|DELETE FROM \w"
    r"|CREATE (?:OR REPLACE )?(?:TEMP(?:ORARY)? )?(?:TABLE|VIEW|INDEX|UNIQUE INDEX|FUNCTION)\b[^\n]*(?:\(|\bAS\b|\bON\b)"
    r"|ALTER TABLE \w|DROP TABLE \w|WITH \w+ AS \()"
)
_SQL_LINE = re.compile(
    r"[ \t]+\S|[)(,]|(?:SELECT|FROM|WHERE|AND|OR|ON|GROUP|ORDER|HAVING|LIMIT|OFFSET|JOIN|LEFT|RIGHT|INNER|OUTER|FULL|CROSS"
    r"|UNION|VALUES|SET|RETURNING|WITH|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRIMARY|FOREIGN|END|BEGIN|COMMIT|--)\b"
)
_CODE = re.compile(
    r"[ \t]*(?:(?:async )?def \w+\(.{0,200}\).{0,200}:[ \t]*$|class \w+(?:\([\w., =]*\))?:[ \t]*$"
    r"|(?:async )?function\*? ?\w*\(.{0,200}\)[^\n]{0,200}\{"
    r"|import [\w.]+(?: as \w+)?;?[ \t]*$|import [\w.*{}, ]+ from ['\"]|from [\w.]+ import [\w*, ()]+$|#include ?[<\"]"
    r"|(?:public|private|protected) (?:static )?(?:final )?(?:class|void|int|String|\w+(?:<\w+>)?) \w+.{0,200}[{;(]"
    r"|(?:const|let|var) [\w{}, \[\]]+ ?= ?\S|func \w+\(.{0,200}\{|fn \w+\(.{0,200}\{|<\?php|using [\w.]+;|package [\w.]+;"
    r"|(?:if|for|while|switch|foreach) ?\(.{0,200}\) ?\{|for \w+ in [\w.()\[\]]+:[ \t]*$"
    r"|@\w+(?:\(.{0,200}\))?[ \t]*\n[ \t]*(?:@|def |class |async |public )|\w+ = \w+\(.{0,200}\)[ \t]*$"
    r"|</?(?:!DOCTYPE|html|head|body|div|span|table|tr|td|ul|ol|li|p|form|input|button|script|style|svg|img|h[1-6]|section|nav"
    r"|meta|link|label|select|option)\b[^<>\n]*>)",
    re.MULTILINE,
)
_CODE_LAST = frozenset("):{;>,'\"} \t")
_CODE_FIRST = ("import ", "from ", "#include", "const ", "let ", "var ", "<?php", "@", "<")
_CODE_LINE = re.compile(
    r"[ \t]+\S|[)}\]]|//|else\b|elif\b.*:$|except\b.*:$|return\b.*;|\w[\w.\[\]]* ?[+\-*/]?= ?\S|[\w.]+\(.*\);?[ \t]*$"
)
_INDENTED = re.compile(r"(?: {4}|\t)[ \t]*\S")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]")
_CODE_SIGN = re.compile(r"[{}\[\]=;<>$|\\`]|\w\(|^[ \t]*[#@]|--?\w+ |^[ \t]*[./~][\w/]|\.\w+\(", re.MULTILINE)
_SENTENCE = re.compile(r"[.!?] +[A-ZÁÉÍÓÚ]")
_PROSE_ENDS = ".!?:"
_PROSE_LINE = re.compile(r"[.!?] +[A-ZÁÉÍÓÚ]|[.!?:][ \t]*\Z")

MIN_ROWS = 3
"""Lines with the same number of separators that make rows of data. Judgement: two lines of prose may agree by chance."""


def block_at(reader: Reader, start: int, line: str, *, after_blank: bool, in_list: bool) -> Block | None:
    """Return the block that begins on a line, if one does.

    Args:
        reader: the text.
        start: first character of the line.
        line: the line, not blank.
        after_blank: the line before is blank, or there is none.
        in_list: the last line of text is a list item or belongs to one.
    """
    text = reader.text
    first = line[0] if not line[0].isspace() else line.lstrip()[0]
    # Cheap tests on the line keep most prose away from the patterns.
    if "```" in line or "~~~" in line:
        match = _FENCE.match(text, start)
        if match:
            return _fenced(reader, match)
    if first == ">":
        match = _QUOTED_LINES.match(text, start)
        if match:
            return Block(match.end(), "quote", "lines")
    if "|" in line:
        match = _TABLE.match(text, start) or _OPEN_TABLE.match(text, start)
        if match:
            return Block(match.end(), "data", "table")
    if first in "$>#":
        match = _SESSION.match(text, start)
        if match:
            return Block(match.end(), "code", "lines")
    if line[-1] not in _PROSE_ENDS and (rows := rows_at(reader, start, line)):
        return rows
    if first in "SIUDCAW" and _SQL.match(text, start):
        return Block(_sql_end(reader, start), "code", "sql")
    if (line[-1] in _CODE_LAST or line.startswith(_CODE_FIRST, len(line) - len(line.lstrip()))) and _CODE.match(text, start):
        return Block(_code_end(reader, start), "code", "lines")
    if after_blank and not in_list and line[0] in " \t" and _INDENTED.match(text, start) and not _LIST_ITEM.match(text, start):
        return _indented(reader, start)
    return None


def is_list_item(text: str, start: int) -> bool:
    """Tell whether the line at ``start`` begins with a bullet or a number."""
    # Most lines begin with a letter, which is no marker.
    return not text[start : start + 1].isalpha() and _LIST_ITEM.match(text, start) is not None


def rows_at(reader: Reader, start: int, line: str) -> Block | None:
    """Return the rows of separated values that begin on the line at ``start``, if they do."""
    text = reader.text
    if start < reader.judged["rows"] or start + len(line) == len(text):
        return None
    separator = "\t" if line.count("\t") > 1 else ";" if line.count(";") > 1 else ","
    if line.count(separator) < 2:
        return None
    wanted, rows, end = line.count(separator), 0, start
    position = start
    while position < len(text):
        stop = reader.line_end(position)
        line = text[position:stop]
        if line.count(separator) != wanted or _PROSE_LINE.search(line):
            break
        rows, end, position = rows + 1, stop, stop + 1
    if rows < MIN_ROWS or (separator != "\t" and _is_prose(text[start:end], separator)):
        reader.judged["rows"] = end
        return None
    return Block(end, "data", "rows")


def _is_prose(rows: str, separator: str) -> bool:
    """Fields of prose are long and follow a space; fields of data are short or follow no space."""
    spaced = rows.count(separator + " ")
    fields = rows.count(separator) + rows.count("\n") + 1
    return spaced * 2 > rows.count(separator) and len(rows) / fields > 12


def _fenced(reader: Reader, opening: re.Match[str]) -> Block:
    mark = opening[1]
    closer = reader.search(_FENCE_CLOSERS[mark[0]], opening.end())
    while closer and len(closer[0].strip(" \t>")) < len(mark):
        closer = reader.search(_FENCE_CLOSERS[mark[0]], closer.end())
    return Block(closer.end() if closer else len(reader.text), "code", "fence")


def _sql_end(reader: Reader, start: int) -> int:
    text, end = reader.text, reader.line_end(start)
    while end + 1 < len(text) and not text[start:end].rstrip().endswith(";"):
        following = end + 1
        stop = reader.line_end(following)
        joined = text[max(start, end - 1) : end].rstrip().endswith((",", "("))
        if not text[following:stop].strip() or not (joined or _SQL_LINE.match(text, following)):
            break
        start, end = following, stop
    return end


def _code_end(reader: Reader, start: int) -> int:
    """Extend code over lines that look like code; a blank line is part of it when more such lines follow."""
    text, end = reader.text, reader.line_end(start)
    position = end + 1
    while position < len(text):
        stop = reader.line_end(position)
        if text[position:stop].strip():
            if not (_CODE_LINE.match(text, position) or _CODE.match(text, position)):
                break
            end = stop
        position = stop + 1
    return end


def _indented(reader: Reader, start: int) -> Block | None:
    text, end, position = reader.text, start, start
    if start < reader.judged["indented"]:
        return None
    while position < len(text):
        stop = reader.line_end(position)
        if _INDENTED.match(text, position):
            end = stop
        elif text[position:stop].strip():
            break
        position = stop + 1
    block = text[start:end]
    lines = block.count("\n") + 1
    if len(_CODE_SIGN.findall(block)) * 2 < lines or _SENTENCE.search(block):
        reader.judged["indented"] = end
        return None
    return Block(end, "code", "indented")
