import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HIDDEN = "Summarize\u200b the text below in 3 sentences."
CLEAN = "Summarize the text below in 3 sentences."

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


def environment() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR", "TTY_COMPATIBLE")}
    return {**inherited, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "PYTHONUTF8": "1"}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "promptsmith.cli", *map(str, arguments)]


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Runs the real command in its own process, in a folder of its own."""

    def run(*arguments: object, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*arguments),
            input=given,
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=environment(),
            check=False,
        )

    return run


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Three rows: one with a hidden character (an error), one clean, one without a text."""
    file = tmp_path / "prompts.csv"
    file.write_text(f'key,prompt\na,"{HIDDEN}"\nb,"{CLEAN}"\nc,\n', encoding="utf-8")
    return file
