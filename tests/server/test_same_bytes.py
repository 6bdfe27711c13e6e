"""The same prompt gets the same findings and scores, byte for byte, through Python, the command line and the server."""

import json
import os
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from mcp import Client

import promptsmith as ps
from promptsmith.cli import cli
from promptsmith.server.service import Service

from .conftest import run

N = 200
DATA = os.environ.get("PROMPTSMITH_DATA")


def bundled() -> list[str]:
    texts: dict[str, None] = {}
    for name in ("samples", "domains", "defects", "ladder"):
        frame = ps.datasets.load(name)
        texts |= dict.fromkeys(str(text) for text in frame["prompt" if "prompt" in frame else "text"])
    return list(texts)


def real() -> list[str]:
    assert DATA is not None
    column = pq.read_table(Path(DATA) / "real_prompts.parquet", columns=["text"])["text"].to_pylist()
    return list(dict.fromkeys(text for text in column[:: len(column) // (2 * N)] if text.strip() and len(text) <= 10_000))


def told(rows: list[dict[str, Any]], *without: str) -> str:
    return json.dumps([{name: value for name, value in row.items() if name not in without} for row in rows], ensure_ascii=False)


def check(texts: list[str], service: Service, folder: Path) -> None:
    assert len(texts) == N
    api = ps.evaluate(texts)
    findings: list[list[dict[str, Any]]] = [[] for _ in texts]
    for row in api.table("findings").to_pylist():
        findings[row["prompt_id"]].append(row)

    file = folder / "prompts.jsonl"
    file.write_text("".join(json.dumps({"prompt": text}) + "\n" for text in texts), encoding="utf-8")
    done = CliRunner().invoke(cli, ["evaluate", str(file), "--format", "json"])
    assert done.exit_code == 0, done.stderr
    command = json.loads(done.stdout)
    assert told(command["prompts"]) == told(api.table("prompts").to_pylist())
    assert told(command["findings"]) == told(api.table("findings").to_pylist())

    async def ask() -> list[dict[str, Any]]:
        async with Client(service.server) as client:
            return [(await client.call_tool("evaluate_prompt", {"prompt": text})).structured_content for text in texts]  # type: ignore[misc]

    for number, answer in enumerate(run(ask)):
        assert told([answer["evaluation"]]) == told([api.row(number)], "prompt_id", "prompt")
        assert told(answer["findings"]) == told(findings[number], "prompt_id")
        assert (answer["ruleset"], answer["weights"]) == (api.ruleset, api.weights) == (command["ruleset"], command["weights"])


def test_two_hundred_bundled_prompts(service: Service, tmp_path: Path) -> None:
    check(bundled()[:N], service, tmp_path)


@pytest.mark.skipif(DATA is None, reason="real prompts are no part of this project; PROMPTSMITH_DATA names their folder")
def test_two_hundred_real_prompts(service: Service, tmp_path: Path) -> None:
    check(real()[:N], service, tmp_path)
