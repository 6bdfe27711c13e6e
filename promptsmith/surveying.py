"""Many prompts looked at together: copies, shared blocks, coverage, and drift between versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from promptsmith import config
from promptsmith.errors import InputError
from promptsmith.results import Result
from promptsmith.version import VERSION

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False, repr=False)
class Corpus(Result):
    """Result of `promptsmith.corpus`: what is true of the prompts of a frame together."""

    main = "corpus_prompts"

    @property
    def corpus_prompts(self) -> Any:
        """One row per prompt of the frame, in its order: group, domain, length, copies, nearest other prompt, shared text."""
        return self.frame("corpus_prompts")

    @property
    def corpus_findings(self) -> Any:
        """One row per defect of the frame."""
        return self.frame("corpus_findings")

    @property
    def duplicates(self) -> Any:
        """Pairs of prompts that are equal or similar, the most similar first."""
        return self.frame("duplicates")

    @property
    def shared_blocks(self) -> Any:
        """Blocks of text that different prompts share, the costliest first."""
        return self.frame("shared_blocks")

    @property
    def shared_block_places(self) -> Any:
        """Every place of every shared block."""
        return self.frame("shared_block_places")

    @property
    def drift(self) -> Any:
        """One row per step from a version to the next; empty without ``group`` and ``version``."""
        return self.frame("drift")

    @property
    def constraint_changes(self) -> Any:
        """One row per limit that such a step added, removed or changed; ``prompt_id`` is the newer version."""
        return self.frame("constraint_changes")

    @property
    def coverage(self) -> Any:
        """How many prompts there are per domain, language, intent and length."""
        return self.frame("coverage")

    @property
    def checklist_coverage(self) -> Any:
        """How many prompts state each element of the checklist of their domain, and which none states."""
        return self.frame("checklist_coverage")

    def __repr__(self) -> str:
        from promptsmith.report.corpus import corpus_text

        return corpus_text(self)

    def _repr_html_(self) -> str:
        from promptsmith.report.corpus import corpus_html

        return corpus_html(self)


def corpus(
    source: Any,
    *,
    text: str | None = None,
    id: str | None = None,
    group: str | None = None,
    version: str | None = None,
    least_similarity: float = 0.5,
    neighbours: int = 5,
    shared_by: int = 3,
    max_characters: int = config.MAX_CHARACTERS,
    progress: Progress | None = None,
) -> Corpus:
    """Look at the prompts of a frame together: copies, similar prompts, shared blocks, coverage, and drift between versions.

    Similar prompts are ranked, never judged: no similarity tells a duplicate from a related prompt. Nothing found here is worse than
    severity info.

    Args:
        source: a list, a frame (pandas, Polars, Arrow, DuckDB relation), or a path or glob of tables.
        text: column of the prompts; guessed when the frame leaves no doubt.
        id: column of the ids; else a column ``prompt_id``, else the row number.
        group: column that says which prompt a row is a version of. Without it all rows are versions of one prompt.
        version: column that orders the versions of a group: numbers, dates, or text in which numbers count by value (v2 before v10).
            Without it the order of rows is the order of versions. Drift is compared when ``group`` or ``version`` is given.
        least_similarity: smallest similarity of a pair that is listed; above 0, at most 1. Lower values find more and miss more.
        neighbours: a pair is listed when it is among this many most similar of one of its two prompts; at least 1.
        shared_by: smallest number of different prompts that makes a block of text a shared one; at least 2.
        max_characters: longest prompt to read; a longer one becomes a row of ``errors``.
        progress: called with (done, total) distinct prompts.

    Returns:
        A `Corpus` with the tables corpus_prompts (one row per input row, in order), corpus_findings, duplicates, shared_blocks,
        shared_block_places, drift, constraint_changes, coverage, checklist_coverage and errors.

    Raises:
        MissingColumnError: a named column is missing.
        InputError: a number is out of range, or a column is named and the source has none.
        UnsupportedInputError: the source cannot be read.

    Example:
        >>> import promptsmith as ps
        >>> found = ps.corpus(["Name three rivers.", "name  three rivers.", "Name three long rivers."])
        >>> found.duplicates[["kind", "similarity"]].round(2).values.tolist()
        [['normalised', 1.0], ['near', 0.5]]
    """
    from promptsmith.corpus_tables import corpus_tables
    from promptsmith.text.labelled import read_labelled

    _check_numbers(least_similarity, neighbours, shared_by)
    labels = {"group": group, "version": version}
    prompts, columns = read_labelled(source, labels, text=text, id=id, max_characters=max_characters)
    tables, ruleset, weights = corpus_tables(
        prompts,
        columns["group"],
        columns["version"],
        least=least_similarity,
        neighbours=neighbours,
        shared_by=shared_by,
        progress=progress,
    )
    return Corpus(tables, prompts.kind, ruleset, weights, VERSION)


def _check_numbers(least_similarity: float, neighbours: int, shared_by: int) -> None:
    if not 0 < least_similarity <= 1:
        raise InputError(f"least_similarity={least_similarity!r} is not above 0 and at most 1. The default is 0.5.")
    for name, value, least, default in (("neighbours", neighbours, 1, 5), ("shared_by", shared_by, 2, 3)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise InputError(f"{name}={value!r} is not a whole number of at least {least}. The default is {default}.")
