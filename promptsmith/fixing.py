"""Fixes for prompts as they are given: read, fix, read again, with the rules of a call."""

from __future__ import annotations

import codecs
import difflib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from promptsmith.errors import InputError
from promptsmith.pipeline import Unit, analyse
from promptsmith.processing import read_limits
from promptsmith.rewrite.edits import Rewrite
from promptsmith.rewrite.fixes import fix_text
from promptsmith.rules._rule import Finding
from promptsmith.rules.profiles import RuleSet
from promptsmith.scoring.weights import choose_weights
from promptsmith.text.batch import Batch
from promptsmith.text.document import Document

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def fix_prompt(text: str, ruleset: RuleSet, *, domain: str | None = None, unsafe: bool = False) -> Rewrite:
    """Return a prompt with its fixes made.

    Args:
        text: the prompt.
        ruleset: the rules that judge it.
        domain: its domain; None detects it once, so that a fix does not change the rules.
        unsafe: make unsafe fixes too.
    """
    weights = choose_weights(None)
    first = analyse([Unit(text, domain)], weights, ruleset=ruleset)
    known = str(first.domains[0])

    def lint(now: str) -> Sequence[Finding]:
        return analyse([Unit(now, known)], weights, ruleset=ruleset).findings[0]

    document = Document(Batch.of([text]), 0, domain=known)
    return fix_text(document, first.findings[0], lint=lint, read_limits=read_limits, rules=ruleset.rules, unsafe=unsafe)


@dataclass(frozen=True)
class TextFile:
    """A text file that can be written back byte for byte, except for what was fixed.

    Attributes:
        path: the file.
        text: its text without byte order mark; line ends as they are.
        mark: its byte order mark.
        encoding: what the rest of it is encoded in.
    """

    path: Path
    text: str
    mark: bytes
    encoding: str

    @classmethod
    def read(cls, path: Path) -> TextFile | None:
        """Return the file, or None when it cannot be read as text: then `lint` says why."""
        try:
            data = path.read_bytes()
            mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))
            return cls(path, data[len(mark) :].decode(encoding), mark, encoding)
        except (OSError, UnicodeDecodeError):
            return None

    def write(self, text: str) -> None:
        """Put ``text`` in place of the file's text: all of it or nothing, with the same permissions.

        Raises:
            InputError: the file cannot be written.
        """
        target = self.path.resolve()  # a link stays a link
        partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
        try:
            try:
                partial.write_bytes(self.mark + text.encode(self.encoding))
                shutil.copymode(target, partial)
                partial.replace(target)
            finally:
                partial.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(f"Cannot write {str(self.path)!r}: {error.strerror or error}. Check its permissions.") from error


def unified_diff(before: str, after: str, name: str) -> str:
    """Return the change of a text as a unified diff; empty when nothing changed."""
    lines = []
    # Only "\n" ends a line here, as for `patch`; Python would also split at other characters.
    for line in difflib.unified_diff(_lines(before), _lines(after), name, name):
        lines.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(lines)


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
