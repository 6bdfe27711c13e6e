"""One text with its parts: what a rule or a rewrite reads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from promptsmith.text.batch import Batch
from promptsmith.text.placeholders import Placeholder
from promptsmith.text.scopes import ScopeSpan


@dataclass(frozen=True, eq=False)
class Document:
    """A view of one text of a batch. All offsets are half-open code points in ``text``.

    Args:
        batch: the batch.
        row: number of the text in the batch.
        triggers: per rule code, the spans where one of the rule's trigger terms stands, in order.
        domain: domain the prompt is judged in, or None when that is not known.
        variables: values the caller will fill in, by name; None when the caller did not say.
    """

    batch: Batch
    row: int
    triggers: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    domain: str | None = None
    variables: Mapping[str, object] | None = None

    @classmethod
    def of(cls, text: str) -> Document:
        """Return the document of one text."""
        return cls(Batch.of([text]), 0)

    @property
    def text(self) -> str:
        """The text as given."""
        return self.batch.texts[self.row]

    @cached_property
    def folded(self) -> str:
        """The text in lower case with straight apostrophes, same length."""
        first, last = int(self.batch.text_start[self.row]), int(self.batch.text_end[self.row])
        return self.batch.folded[first:last]

    @property
    def language(self) -> str:
        """Language: en, es, other or unknown."""
        return self.batch.languages[0][self.row]

    @property
    def scopes(self) -> list[ScopeSpan]:
        """Spans that are not instruction: (start, end, scope, kind), sorted, not overlapping."""
        return self.batch.scope_spans[self.row]

    @cached_property
    def _scope_starts(self) -> list[int]:
        return [span[0] for span in self.scopes]

    def scope_at(self, position: int) -> str:
        """Return the scope of one position."""
        index = bisect_right(self._scope_starts, position) - 1
        if index >= 0 and position < self.scopes[index][1]:
            return self.scopes[index][2]
        return "instruction"

    @property
    def placeholders(self) -> list[Placeholder]:
        """Placeholders in order."""
        return self.batch.placeholders[self.row]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Sentences and list items in order."""
        sentences = self.batch.sentences
        return self._slice(sentences.text, sentences.start, sentences.end)

    @cached_property
    def words(self) -> list[tuple[int, int]]:
        """Words in order, without edge punctuation."""
        words = self.batch.words
        return self._slice(words.text, words.start, words.end)

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """Lines in order, without their line ends."""
        lines, start = [], 0
        for line in self.text.splitlines(keepends=True):
            lines.append((start, start + len(line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))))
            start += len(line)
        return lines

    def sentence_at(self, position: int) -> tuple[int, int]:
        """Return the sentence that holds ``position``, or the last one before it, or (0, 0)."""
        index = bisect_right(self.sentences, (position, len(self.text) + 1)) - 1
        return self.sentences[index] if index >= 0 else (0, 0)

    def _slice(self, text, start, end) -> list[tuple[int, int]]:  # type: ignore[no-untyped-def]
        low, high = text.searchsorted(self.row), text.searchsorted(self.row, side="right")
        first = int(self.batch.text_start[self.row])
        return list(zip((start[low:high] - first).tolist(), (end[low:high] - first).tolist(), strict=True))
