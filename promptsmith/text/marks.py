"""Prompts in Python source: string literals that a comment ``# promptsmith: prompt`` marks. The source is parsed, never run.

A mark on a line of its own stands for what begins on the next line of code: a statement, an argument, an item, a key with its
value; before a function or a class it stands for the docstring. A mark at the end of a line stands for the strings on that line, or,
when there is none, for the statement that begins there. When a mark reaches several strings, those of one word (a role, the name of a
model) are no prompts.
"""

from __future__ import annotations

import ast
import io
import re
import token as kinds
import tokenize
import warnings
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from promptsmith.text.literals import placeholder_for, python_literal
from promptsmith.text.mapped import Mapped

HINT = "promptsmith:"
"""A file without these characters holds no mark."""

_MARK = re.compile(r"#+\s*promptsmith:\s*prompt\b")
_LINE_END = re.compile(r"\r\n|\n|\r")
_STRIPS = {"strip": (True, True), "lstrip": (True, False), "rstrip": (False, True)}
_F_START, _F_END = (getattr(kinds, name, -1) for name in ("FSTRING_START", "FSTRING_END"))  # since Python 3.12
_SPACE = (kinds.NEWLINE, tokenize.NL, tokenize.COMMENT, kinds.INDENT, kinds.DEDENT)


@dataclass(frozen=True)
class MarkFault:
    """A mark that leads to no prompt, or a source that cannot be parsed.

    Attributes:
        line: where, counted from 1.
        message: what is wrong and what to do.
        is_syntax: the source is not Python.
    """

    line: int
    message: str
    is_syntax: bool = False


def marked_prompts(source: str) -> tuple[list[Mapped], list[MarkFault]]:
    """Return the marked prompts of a Python source in its order, and the marks that stand for none.

    Implicit concatenation and ``+`` make one prompt; fields of f-strings and operands that are no strings become placeholders;
    `textwrap.dedent`, `inspect.cleandoc` and ``strip`` do to the prompt what they would do when run.
    """
    if HINT not in source:
        return [], []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an invalid escape in somebody else's file
            return _Reader(source).read()
    except (SyntaxError, tokenize.TokenError) as error:
        line = getattr(error, "lineno", None) or 1
        return [], [
            MarkFault(line, f"line {line} is not Python: {error.args[0]}. Repair it, or remove the mark.", is_syntax=True)
        ]
    except (ValueError, RecursionError) as error:
        return [], [MarkFault(1, f"the source cannot be parsed: {error}. Repair it, or remove the mark.")]


_Head = ast.expr | ast.stmt | ast.keyword
"""What a mark can stand for is known by the node that begins it."""


@dataclass(frozen=True)
class _Mark:
    line: int
    target: int
    is_alone: bool


class _Reader:
    """One parsed source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(source))]
        self.tree = ast.parse(source)
        self.tokens = list(tokenize.generate_tokens(io.StringIO(source, newline="").readline))
        self.literals = sorted(self._literals())
        self.strings = list(self._strings([self.tree]))
        self.docstrings = set(_docstrings(self.tree))

    def read(self) -> tuple[list[Mapped], list[MarkFault]]:
        found: dict[tuple[int, int], Mapped] = {}
        faults = []
        for mark in self._marks():
            nodes = self._marked(mark)
            texts = [(self._bounds(node), self._text(node)) for node in nodes]
            prompts = [(place, text) for place, text in texts if text is not None and text.text.strip()]
            if len(prompts) > 1:
                prompts = [(place, text) for place, text in prompts if len(text.text.split()) > 1] or prompts
            found.update(prompts)
            if not prompts:
                faults.append(MarkFault(mark.line, f"the mark in line {mark.line} stands for no string. {_ADVICE}"))
        return [found[place] for place in sorted(found)], faults

    def _literals(self) -> Iterator[tuple[int, int]]:
        """Yield the bounds of the string literals that are not inside another one."""
        depth, start = 0, 0
        for item in self.tokens:
            if item.type == kinds.STRING and depth == 0:
                yield self._offset(item.start), self._offset(item.end)
            elif item.type == _F_START:
                start = self._offset(item.start) if depth == 0 else start
                depth += 1
            elif item.type == _F_END:
                depth -= 1
                if depth == 0:
                    yield start, self._offset(item.end)

    def _offset(self, place: tuple[int, int]) -> int:
        return self.starts[place[0] - 1] + place[1]

    def _marks(self) -> Iterator[_Mark]:
        for number, item in enumerate(self.tokens):
            if item.type == tokenize.COMMENT and _MARK.match(item.string):
                line = item.start[0]
                before = self.source[self.starts[line - 1] : self._offset(item.start)]
                later = islice(self.tokens, number, None)
                following = (after.start[0] for after in later if after.type not in _SPACE)
                yield _Mark(line, line if before.strip() else next(following, line), not before.strip())

    def _marked(self, mark: _Mark) -> list[ast.expr]:
        touching = [node for node in self.strings if node.lineno <= mark.target <= (node.end_lineno or 0)]
        if not mark.is_alone and touching:
            return touching
        unit = self._unit(mark.target)
        if unit is not None:
            return list(self._strings(unit))
        return [node for node in touching if node.lineno == mark.target]

    def _unit(self, line: int) -> list[ast.AST] | None:
        """Return the parts of the outermost piece of code that begins with the first character of a line."""
        start, end = self.starts[line - 1], (*self.starts, len(self.source))[line]
        first = end - len(self.source[start:end].lstrip(" \t\f"))
        first += self.source[first : first + 1] == "@"  # the parser's decorator is what stands behind the sign
        return next((parts for head, parts in self._units.get(line, ()) if self._bounds(head)[0] == first), None)

    @cached_property
    def _units(self) -> dict[int, list[tuple[_Head, list[ast.AST]]]]:
        """What marks can stand for by the line where it begins, the outermost first."""
        units: dict[int, list[tuple[_Head, list[ast.AST]]]] = {}
        for node in ast.walk(self.tree):
            for head, parts in _pieces(node):
                units.setdefault(head.lineno, []).append((head, parts))
        return units

    def _strings(self, nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
        """Yield the outermost expressions that are strings, in order; keys and subscripts are no prompts."""
        for node in nodes:
            if isinstance(node, ast.expr) and self._is_string(node):
                yield node
            elif isinstance(node, ast.Dict):
                yield from self._strings(node.values)
            elif isinstance(node, ast.Subscript):
                yield from self._strings([node.value])
            else:
                yield from self._strings(ast.iter_child_nodes(node))

    def _is_string(self, node: ast.expr) -> bool:
        if isinstance(node, ast.JoinedStr):
            return True
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str)
        if isinstance(node, ast.BinOp):
            sides = (node.left, node.right) if isinstance(node.op, ast.Add) else (node.left,)
            return isinstance(node.op, ast.Add | ast.Mod) and any(map(self._is_string, sides))
        inner = _transformed(node)
        return inner is not None and self._is_string(inner)

    def _text(self, node: ast.expr) -> Mapped | None:
        if isinstance(node, ast.BinOp):
            if isinstance(node.op, ast.Mod):
                return self._text(node.left)
            parts = [self._text(side) or self._placeholder(side) for side in (node.left, node.right)]
            return Mapped.joined(parts)
        if isinstance(node, ast.Call):
            return self._called(node)
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            low, high = self._bounds(node)
            inside = self.literals[bisect_left(self.literals, (low, low)) : bisect_left(self.literals, (high, high))]
            text = Mapped.joined(python_literal(self.source, *place) for place in inside)
            return text.without_docstring_margin() if node in self.docstrings else text
        return None

    def _called(self, node: ast.Call) -> Mapped | None:
        inner = _transformed(node)
        text = None if inner is None else self._text(inner)
        if text is None:
            return None
        name = _name(node.func)
        if name == "dedent":
            return text.without_margin()
        if name == "cleandoc":
            return text.without_docstring_margin()
        return text.stripped(*_STRIPS[name]) if name in _STRIPS else text

    def _placeholder(self, node: ast.expr) -> Mapped:
        start, end = self._bounds(node)
        return Mapped.standing_for(placeholder_for(self.source[start:end]), start, end)

    def _bounds(self, node: _Head) -> tuple[int, int]:
        """Return the bounds of a node in code points; the parser counts columns in bytes of UTF-8."""
        places = ((node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0))
        low, high = (self._place(line, column) for line, column in places)
        return low, high

    def _place(self, line: int, column: int) -> int:
        start = self.starts[line - 1]
        text = self.source[start : start + column]
        return start + (column if text.isascii() else len(text.encode()[:column].decode(errors="ignore")))


_ADVICE = "Put it on the line before the string, or at the end of the string's line."


def _docstrings(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr):
                yield first.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def _transformed(node: ast.expr) -> ast.expr | None:
    """Return the string that a call of dedent, cleandoc, strip or format works on."""
    if not isinstance(node, ast.Call):
        return None
    name = _name(node.func)
    if name in ("dedent", "cleandoc") and len(node.args) == 1 and not node.keywords:
        return node.args[0]
    is_plain = not node.args and not node.keywords
    if isinstance(node.func, ast.Attribute) and (name == "format" or (name in _STRIPS and is_plain)):
        return node.func.value
    return None


def _pieces(node: ast.AST) -> Iterator[tuple[_Head, list[ast.AST]]]:
    """Yield what a mark can stand for: the node by whose start it is known, and the parts in which strings are prompts."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        parts: list[ast.AST] = [node.body[0]] if isinstance(node.body[0], ast.Expr) else []
        for head in (*node.decorator_list, node):
            yield head, parts
    elif isinstance(node, ast.stmt) and not hasattr(node, "body"):
        yield node, [node]
    elif isinstance(node, ast.keyword):
        yield node, [node.value]
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            yield (value if key is None else key), [value]
        yield node, [node]
    elif isinstance(node, ast.expr):
        yield node, [node]
