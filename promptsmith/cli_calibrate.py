"""What ``promptsmith calibrate`` is given and writes: a table of labels; a report, a weight set, tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from promptsmith.errors import InputError


def calibrate(source: str, call: Mapping[str, Any], input_format: str, scratch: Callable[[Any], Any]) -> Any:
    """Return the calibration that the command line asks for.

    Args:
        source: a table (file or -).
        call: arguments of `promptsmith.calibrate`; None means that nothing was said.
        input_format: what standard input holds.
        scratch: registers what is cleaned up after the command.

    Raises:
        InputError: the source is one text.
    """
    import promptsmith as ps
    from promptsmith import cli_output
    from promptsmith.cli_sources import find_sources

    given = {name: value for name, value in call.items() if value is not None}
    found = find_sources((source,), input_format, scratch)[0]
    if found.is_text:
        raise InputError(f"{found.label!r} is one text. Give a table with a column of labels.")
    with cli_output.progress_bar() as draw:
        return ps.calibrate(Path(found.value), progress=draw, **given)


def write(result: Any, report: Path | None, weights_to: Path | None) -> list[str]:
    """Write the page and the weight set that were asked for, and return a line about each."""
    told = []
    if report is not None:
        told.append(f"report: {result.to_html(report)}")
    if weights_to is not None:
        told.append(f"weights: {result.save_weights(weights_to)} (use it with --weights {weights_to})")
    return told
