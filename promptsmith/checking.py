"""Answers against their prompts' own limits, and the limits of two versions of a prompt against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from promptsmith import config, schema
from promptsmith.errors import InputError
from promptsmith.results import Result
from promptsmith.version import VERSION

if TYPE_CHECKING:
    from promptsmith.constraints.check import Check
    from promptsmith.text.inputs import Prompts

MAX_OUTPUT_CHARACTERS = 100_000
"""Longest answer that is checked; longer ones become rows of ``errors``. Judgement: about 15,000 words, more than models write."""

Fault = tuple[int, str, str, str]
"""Row, stage, kind of fault, message."""


@dataclass(frozen=True, eq=False, repr=False)
class Checking(Result):
    """Result of `promptsmith.check_output`: one row per limit and answer."""

    main = "checks"

    @property
    def checks(self) -> Any:
        """One row per limit: status, the amount measured, the reason and the places in the answer."""
        return self.frame("checks")

    @property
    def satisfied(self) -> float | None:
        """Share of satisfied limits among those that can be checked, 0 to 1; None when none can be."""
        statuses = self.table("checks")["status"].to_pylist()
        checkable = sum(status != "not checkable" for status in statuses)
        return statuses.count("satisfied") / checkable if checkable else None

    @property
    def is_satisfied(self) -> bool:
        """No limit is violated and every row could be read."""
        return "violated" not in self.table("checks")["status"].to_pylist() and not self.table("errors").num_rows

    def _repr_html_(self) -> str:
        from promptsmith.report.fragments import checking_fragment

        return checking_fragment(self)


@dataclass(frozen=True, eq=False, repr=False)
class ConstraintDiff(Result):
    """Result of `promptsmith.constraint_diff`: one row per limit that was added, removed or changed."""

    main = "constraint_changes"

    @property
    def constraint_changes(self) -> Any:
        """One row per change, with bounds, scope and place on both sides."""
        return self.frame("constraint_changes")

    def _repr_html_(self) -> str:
        from promptsmith.report.fragments import changes_fragment

        return changes_fragment(self)


@dataclass(frozen=True, eq=False, repr=False)
class Redundancies(Result):
    """Result of `promptsmith.redundant_limits`: one row per limit that another one already implies."""

    main = "redundant_limits"

    @property
    def redundant_limits(self) -> Any:
        """One row per limit that adds nothing, with the one that says it already and the reason."""
        return self.frame("redundant_limits")


def check_output(
    prompts: Any,
    outputs: Any = None,
    *,
    prompt: str | None = None,
    output: str | None = None,
    id: str | None = None,
    max_characters: int = config.MAX_CHARACTERS,
) -> Checking:
    """Check answers against the limits that their own prompts state.

    Only what form decides is checked: amounts, literals, formats, letter case, marks, language, pronouns. The rest is ``not checkable``
    with the reason. Two texts, two lists (or Series) of equal length, or a frame with a column of prompts and one of answers.

    Args:
        prompts: a prompt, a list or Series of prompts, or a frame (pandas, Polars, Arrow, DuckDB relation) or path of a table.
        outputs: the answer or answers, in the same order; None when they are a column of the frame.
        prompt: column of the prompts.
        output: column of the answers.
        id: column of the ids; else a column ``prompt_id``, else the row number.
        max_characters: longest prompt to read; answers may have 100,000 characters.

    Returns:
        A `Checking` with the tables checks (one row per limit and answer, in order) and errors.

    Raises:
        InputError: answers are missing, or there are more or fewer than prompts.
        MissingColumnError, UnsupportedInputError: the source cannot be read.

    Example:
        >>> import promptsmith as ps
        >>> checking = ps.check_output("Answer in at most 5 words.", "I think that it is probably Rome.")
        >>> checking.checks["reason"][0], checking.satisfied
        ('7 words; allowed: at most 5.', 0.0)
    """
    from promptsmith.constraints.check import check_limits
    from promptsmith.constraints.check_answer import Answer
    from promptsmith.constraints.parse import parse_limits
    from promptsmith.text.document import Document

    left, right = _read_pair(prompts, outputs, prompt, output, id, max_characters)
    texts, faults = _pairs(left, right)
    checks: list[tuple[Any, int, Check, str]] = []
    known = {one: Document.of(one) for one, _ in texts.values()}
    limits = {one: parse_limits(document) for one, document in known.items()}
    for row, (one, other) in texts.items():
        for number, check in enumerate(check_limits(limits[one], known[one], Answer(other), syllables=count_syllables)):
            checks.append((left.ids[row], number, check, one))
    tables = {"checks": _checks_table(checks), "errors": _errors_table(left, faults)}
    return Checking(tables, left.kind, _ruleset(), "none", VERSION)


def constraint_diff(old: Any, new: Any) -> ConstraintDiff:
    """Return what changed between the limits of two versions of a prompt: added, removed, tightened, loosened, moved.

    Args:
        old, new: two prompts, or two lists (or Series) of prompts in the same order. An empty prompt states no limits.

    Returns:
        A `ConstraintDiff` with the tables constraint_changes (one row per change) and errors.

    Raises:
        InputError: one list is longer than the other.

    Example:
        >>> import promptsmith as ps
        >>> ps.constraint_diff("Use at most 200 words.", "Use at most 100 words.")["change"].tolist()
        ['tightened']
    """
    from promptsmith.constraints.diff import constraint_diff as diff_two

    left, right = _read_pair(old, new, None, None, None, config.MAX_CHARACTERS)
    texts, faults = _pairs(left, right, may_be_empty=True)
    names = [name for name in schema.CONSTRAINT_CHANGES.names if name != "prompt_id"]
    rows = [(left.ids[row], change.row()) for row, (one, other) in texts.items() for change in diff_two(one, other)]
    columns: dict[str, Any] = {name: [values[name] for _, values in rows] for name in names}
    columns["prompt_id"] = [identity for identity, _ in rows]
    tables = {"constraint_changes": schema.build(schema.CONSTRAINT_CHANGES, columns), "errors": _errors_table(left, faults)}
    return ConstraintDiff(tables, left.kind, _ruleset(), "none", VERSION)


def redundant_limits(
    source: Any, *, text: str | None = None, id: str | None = None, max_characters: int = config.MAX_CHARACTERS
) -> Redundancies:
    """Return the limits of prompts that another limit of the same prompt already implies: said twice, or weaker than another.

    Only limits of exactly the same part and condition are compared, and only when nothing else in their sentences tells them apart; a
    limit in a conflict is never redundant. So most prompts have none, and an empty table is no proof that a prompt repeats nothing.

    Args:
        source: as in `evaluate`.
        text, id: columns of the prompts and of the ids, as in `evaluate`.
        max_characters: longest prompt to read.

    Returns:
        A `Redundancies` with the tables redundant_limits (one row per limit that adds nothing) and errors.

    Raises:
        InputError, MissingColumnError, UnsupportedInputError: the source cannot be read.

    Example:
        >>> import promptsmith as ps
        >>> ps.redundant_limits("Use at most 100 words. Use at most 50 words.")["reason"].tolist()
        ['at most 100 words follows from at most 50 words.']
    """
    from promptsmith.constraints.parse import TERM_SETS, parse_batch
    from promptsmith.constraints.redundancy import redundancies
    from promptsmith.text.batch import batches
    from promptsmith.text.inputs import read_prompts
    from promptsmith.text.terms import TermMatcher

    prompts = read_prompts(source, text=text, id=id, max_characters=max_characters)
    matcher = TermMatcher(TERM_SETS)
    read = ((batch.texts, parse_batch(batch, matcher.find(batch))) for batch in batches(prompts.distinct))
    known = [redundancies(one, limits) for texts, found in read for one, limits in zip(texts, found, strict=True)]
    rows: list[dict[str, Any]] = []
    for row, number in enumerate(prompts.row_of.tolist()):
        if number < 0:
            continue
        written = prompts.distinct[number]
        for found in known[number]:
            limit, by = found.implied, found.by
            rows.append(
                {
                    "prompt_id": prompts.ids[row],
                    "redundancy": found.kind,
                    "kind": limit.kind,
                    "subject": limit.subject,
                    "scope_path": limit.scope_path,
                    "limit": " ".join(written[limit.start : limit.end].split()),
                    "start": limit.start,
                    "end": limit.end,
                    "implied_by": " ".join(written[by.start : by.end].split()),
                    "by_start": by.start,
                    "by_end": by.end,
                    "reason": found.reason,
                }
            )
    columns: dict[str, Any] = {name: [values[name] for values in rows] for name in schema.REDUNDANT_LIMITS.names}
    faults = [(fault.row, fault.stage, fault.error, fault.message) for fault in prompts.errors]
    tables = {"redundant_limits": schema.build(schema.REDUNDANT_LIMITS, columns), "errors": _errors_table(prompts, faults)}
    return Redundancies(tables, prompts.kind, _ruleset(), "none", VERSION)


def count_syllables(text: str, language: str) -> int:
    """Return the syllables of a text by the rules of English (en) or Spanish (es)."""
    from promptsmith.features.letters import letter_runs
    from promptsmith.features.syllables import english_syllables, spanish_syllables
    from promptsmith.text.batch import Batch

    runs = letter_runs(Batch.of([text]))
    if not len(runs.start):
        return 0
    return int((spanish_syllables(runs) if language == "es" else english_syllables(runs)).sum())


def _read_pair(
    first: Any, second: Any, first_column: str | None, second_column: str | None, id: str | None, max_characters: int
) -> tuple[Prompts, Prompts]:
    """Return both sides as read: two columns of one frame, or two sources of equal length."""
    from promptsmith.text.inputs import read_prompts

    longest = max(MAX_OUTPUT_CHARACTERS, max_characters)
    if second is None:
        if second_column is None:
            raise InputError(
                "The answers are missing. Give them as the second argument, or name their column: "
                'check_output(frame, prompt="prompt", output="answer").'
            )
        left = read_prompts(first, text=first_column, id=id, max_characters=max_characters)
        return left, read_prompts(first, text=second_column, id=id, max_characters=longest)
    if isinstance(first, str) != isinstance(second, str):
        raise InputError("One side is a single text and the other is not. Give two texts, or two lists of equal length.")
    if isinstance(first, str):
        # Two texts are texts, even if one looks like the name of a file.
        first, second = [first], [second]
    left = read_prompts(first, text=first_column, id=id, max_characters=max_characters)
    right = read_prompts(second, text=second_column, max_characters=longest)
    if len(left) != len(right):
        raise InputError(
            f"There are {len(left)} prompts and {len(right)} texts beside them. Give one for each, in the same order."
        )
    return left, right


def _pairs(left: Prompts, right: Prompts, *, may_be_empty: bool = False) -> tuple[dict[int, tuple[str, str]], list[Fault]]:
    """Return the two texts of each usable row, and the faults of the others. An empty answer is an answer."""
    faults: list[Fault] = []
    ones = _texts(left, may_be_empty, faults)
    others = _texts(right, True, faults)
    return {row: (ones[row], others[row]) for row in range(len(left)) if row in ones and row in others}, faults


def _texts(prompts: Prompts, may_be_empty: bool, faults: list[Fault]) -> dict[int, str]:
    usable = {row: text for row, text in enumerate(prompts.texts) if text is not None}
    for fault in prompts.errors:
        original = prompts.originals[fault.row]
        if may_be_empty and fault.error in ("empty", "blank") and original is not None:
            usable[fault.row] = original
        elif fault.row not in usable:
            faults.append((fault.row, fault.stage, fault.error, fault.message))
    return usable


def _checks_table(checks: Sequence[tuple[Any, int, Check, str]]) -> Any:
    columns: dict[str, Any] = {
        "prompt_id": [identity for identity, *_ in checks],
        "limit_id": [number for _, number, _, _ in checks],
        "limit": [" ".join(text[check.limit.start : check.limit.end].split()) for *_, check, text in checks],
        "spans": [[{"start": start, "end": end} for start, end in check.spans] for _, _, check, _ in checks],
    }
    for name in schema.CHECKS.names:
        if name in ("status", "measured", "found", "reason"):
            columns[name] = [getattr(check, name) for _, _, check, _ in checks]
        elif name not in columns:
            columns[name] = [getattr(check.limit, name) for _, _, check, _ in checks]
    return schema.build(schema.CHECKS, columns)


def _errors_table(prompts: Prompts, faults: Sequence[Fault]) -> Any:
    ordered = sorted(faults)
    columns = {
        "prompt_id": [prompts.ids[row] for row, *_ in ordered],
        "stage": [stage for _, stage, _, _ in ordered],
        "error": [error for _, _, error, _ in ordered],
        "message": [message for *_, message in ordered],
    }
    return schema.build(schema.ERRORS, columns)


def _ruleset() -> str:
    """Return the hash of the code behind limits, under which equal texts give equal rows."""
    from promptsmith.rules._registry import ruleset_hash

    return ruleset_hash(())
