"""What `promptsmith lint` does besides listing: known findings, and fixes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from promptsmith import cli_output
from promptsmith.errors import InputError
from promptsmith.rules.baseline import Baseline, Place

if TYPE_CHECKING:
    from promptsmith.cli_sources import Combined, Source
    from promptsmith.rewrite.edits import Rewrite
    from promptsmith.rules.profiles import RuleSet


def write_baseline(result: Combined, file: Path) -> Combined:
    """Write the findings of a result as known, and return the result without findings."""
    from promptsmith.report.files import write_report

    places = _places(result)
    baseline = Baseline.of(places)
    write_report(file, baseline.to_json())
    cli_output.tell(f"{file} knows {_counted(len(places), 'finding')} now.")
    return _with_findings(result, [])


def without_known(result: Combined, file: Path, codes: Collection[str]) -> Combined:
    """Return the result without the findings a baseline knows, and tell how many these are and which of them are fixed.

    Args:
        result: the result.
        file: the baseline.
        codes: the rules that ran.
    """
    places = _places(result)
    new, fixed = Baseline.read(file).compare(places, codes=codes, files={origin.file for origin in result.origins})
    known = len(places) - len(new)
    if known:
        cli_output.tell(f"{_counted(known, 'finding')} known from {file}.")
    for entry in fixed:
        times = f" ({entry.count} times)" if entry.count > 1 else ""
        cli_output.tell(f"Fixed: {entry.code} {entry.excerpt!r}{times} of {file} occurs no more in {', '.join(entry.files)}.")
    if fixed:
        cli_output.tell(f"Write {file} again with --write-baseline to forget what is fixed.")
    return _with_findings(result, new)


def _places(result: Combined) -> list[Place]:
    from promptsmith.tables import SECRET_RULES

    prompts = result.tables["prompts"]
    ids, texts = prompts["prompt_id"].to_pylist(), prompts["prompt"].to_pylist()
    of = {id: (text or "", origin.file) for id, text, origin in zip(ids, texts, result.origins, strict=True)}
    return [
        Place(
            row["code"], of[row["prompt_id"]][0], row["start"], row["end"], row["excerpt"], of[row["prompt_id"]][1],
            is_secret=row["code"] in SECRET_RULES,
        )
        for row in result.tables["findings"].to_pylist()
    ]  # fmt: skip


def _with_findings(result: Combined, numbers: Sequence[int]) -> Combined:
    import pyarrow as pa

    kept = result.tables["findings"].take(pa.array(numbers, pa.int64()))
    return replace(result, tables={**result.tables, "findings": kept})


@dataclass(frozen=True)
class Fixing:
    """How prompts are fixed.

    Attributes:
        ruleset: the rules that judge them.
        domain: domain of the call; None detects it.
        max_characters: longest prompt that is read.
        unsafe: make unsafe fixes too.
        is_trial: show what would change, and change nothing.
    """

    ruleset: RuleSet
    domain: str | None
    max_characters: int
    unsafe: bool
    is_trial: bool

    def fix(self, sources: Sequence[Source]) -> int:
        """Fix every text of the sources, in place or as a diff on standard output, and return how many changed.

        Raises:
            InputError: a source is a table, or a file cannot be written.
        """
        for source in sources:
            if not source.is_text:
                raise InputError(
                    f"{source.label} is a table, and fixes are only made in text and Markdown files. "
                    f"Write its prompts rewritten to a new file: promptsmith process {source.label} -o processed.csv"
                )
        return sum(self._fix_source(source) for source in sources)

    def _fix_source(self, source: Source) -> int:
        if source.places is not None:
            names = dict.fromkeys(place.file for place in source.places)
            cli_output.tell(f"Not fixed: prompts inside {', '.join(names)}. Fixes are only made in text and Markdown files.")
            return 0
        if not source.files:
            return sum(self._fix_text(text, source.label) for text in source.value)
        return sum(self._fix_file(file) for file in source.files)

    def _fix_file(self, path: Path) -> int:
        from promptsmith.fixing import TextFile

        file = TextFile.read(path)
        if file is None or not self._is_read(file.text):
            return 0  # the list of findings says why
        result = self._fixed(file.text, str(path))
        if result.refined == file.text:
            return 0
        if not self.is_trial:
            file.write(result.refined)
            cli_output.tell(f"{path}: {_counted(len(result.edits), 'change')} by {', '.join(result.rules_applied)}.")
        return 1

    def _fix_text(self, text: str, label: str) -> int:
        """Fix a text that is in no file: the new text goes to standard output."""
        if not self._is_read(text):
            return 0
        result = self._fixed(text, label)
        if not self.is_trial:
            cli_output.write_text(result.refined, None)
        return int(result.refined != text)

    def _is_read(self, text: str) -> bool:
        return bool(text.strip()) and len(text) <= self.max_characters

    def _fixed(self, text: str, label: str) -> Rewrite:
        from promptsmith.fixing import fix_prompt, unified_diff

        result = fix_prompt(text, self.ruleset, domain=self.domain, unsafe=self.unsafe)
        if result.refused is not None:
            cli_output.tell(f"{label}: not fixed: {result.refused}.")
        diff = unified_diff(text, result.refined, label) if self.is_trial else ""
        if diff:
            cli_output.write_text(diff, None)
        return result


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
