"""Other linters of prompts, in an environment of their own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rulebench.public import CONINSTRUCT, Place, conflict_table, our_places
from rulebench.seeded import clean_prompts

PEERS = {
    "rule_audit": "rule-audit 0.5.0",
    "promptproof": "promptproof 0.2.0",
    "lintlang": "lintlang 0.8.3",
    "aiproof": "aiproof 0.1.4",
    "promptdoctor": "promptdoctor 0.2.1",
}
"""Tools by the name the runner knows, with the versions compared."""


class PeerError(RuntimeError):
    """A peer could not be run."""


class Peer:
    """One tool, called through the interpreter of its environment."""

    def __init__(self, python: str, tool: str) -> None:
        self.python, self.tool = python, tool

    def version(self) -> str:
        """Return the installed version."""
        code = f"from importlib.metadata import version; print(version({self.tool.replace('_', '-')!r}))"
        done = subprocess.run([self.python, "-c", code], capture_output=True, text=True, check=False)
        if done.returncode:
            raise PeerError("it is not installed")
        return done.stdout.strip()

    def places(self, texts: Sequence[str]) -> list[list[Place]]:
        """Return the findings in each text.

        Raises:
            PeerError: the tool stopped.
        """
        call = json.dumps({"tool": self.tool, "texts": list(texts)})
        runner = Path(__file__).parent / "peer_runner.py"
        done = subprocess.run([self.python, str(runner)], input=call + "\n", capture_output=True, text=True, check=False)
        if done.returncode or not done.stdout.strip():
            raise PeerError((done.stderr.strip().splitlines() or ["it gave no answer"])[-1])
        answer = json.loads(done.stdout.strip().splitlines()[-1])
        if "error" in answer:
            raise PeerError(answer["error"])
        return [[(rule, names, tuple((a, b) for a, b in spans)) for rule, names, spans in found] for found in answer["found"]]


def compare(python: str | None, folder: Path | None) -> list[dict[str, Any]]:
    """Return one row per tool, ours first: version, flags on clean prompts, and the table of conflicts when the set is there."""
    rows = [{"tool": "promptsmith", **_measure(our_places, folder)}]
    for tool, name in PEERS.items() if python is not None else ():
        peer = Peer(str(python), tool)
        try:
            rows.append({"tool": f"{name.split()[0]} {peer.version()}", **_measure(peer.places, folder)})
        except PeerError as error:
            rows.append({"tool": name, "error": str(error)})
    return rows


def _measure(find: Any, folder: Path | None) -> dict[str, Any]:
    found = find([prompt.text for prompt in clean_prompts()])
    row: dict[str, Any] = {
        "n_clean": len(found),
        "n_clean_flagged": sum(bool(here) for here in found),
        "n_clean_findings": sum(len(here) for here in found),
    }
    if folder is not None and (folder / CONINSTRUCT).exists():
        row["conflicts"] = conflict_table(folder, find)
    return row
