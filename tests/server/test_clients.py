"""Settings of editors: what `promptsmith mcp install` shows and writes."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from promptsmith.cli import cli
from promptsmith.cli_serve import CLIENTS as OFFERED
from promptsmith.server.clients import CLIENTS


def install(client: str, config: Path, *more: str) -> Result:
    return CliRunner().invoke(cli, ["mcp", "install", "--client", client, "--config", str(config), *more])


def entry(client: str, settings: dict[str, Any]) -> dict[str, Any]:
    held: dict[str, Any] = settings[CLIENTS[client].key]["promptsmith"]
    return held


def test_the_command_offers_the_clients_that_are_known() -> None:
    assert tuple(CLIENTS) == OFFERED


@pytest.mark.parametrize("client", OFFERED)
def test_a_dry_run_shows_the_file_and_writes_nothing(client: str, tmp_path: Path) -> None:
    done = install(client, tmp_path / "settings.json", "--store", str(tmp_path / "p.duckdb"))

    shown = entry(client, json.loads(done.stdout))
    assert shown["command"] == sys.executable
    assert shown["args"] == ["-m", "promptsmith.cli", "serve", "--store", str(tmp_path / "p.duckdb")]
    assert list(tmp_path.iterdir()) == []
    assert "Nothing was written." in done.stderr


@pytest.mark.parametrize("client", OFFERED)
def test_writing_keeps_the_rest_of_the_file_and_a_copy(client: str, tmp_path: Path) -> None:
    config = tmp_path / "settings.json"
    before = {"theme": "dünkel", CLIENTS[client].key: {"other": {"command": "x"}}}
    config.write_text(json.dumps(before), encoding="utf-8")

    install(client, config, "--write")
    first = config.read_text(encoding="utf-8")
    install(client, config, "--write")

    settings = json.loads(first)
    assert settings["theme"] == "dünkel"
    assert settings[CLIENTS[client].key]["other"] == {"command": "x"}
    assert entry(client, settings)["args"] == ["-m", "promptsmith.cli", "serve"]
    assert config.read_text(encoding="utf-8") == first
    assert json.loads((tmp_path / "settings.json.before-promptsmith").read_text(encoding="utf-8")) == before


def test_a_file_and_its_folder_are_made_when_they_are_missing(tmp_path: Path) -> None:
    config = tmp_path / "new" / "mcp.json"

    install("cursor", config, "--write")

    assert entry("cursor", json.loads(config.read_text(encoding="utf-8")))["command"] == sys.executable


@pytest.mark.parametrize("text", ['{"a": 1, // why\n}', "[1]", '{"mcpServers": 3}'])
def test_a_file_that_cannot_be_changed_without_loss_stays_as_it_is(text: str, tmp_path: Path) -> None:
    config = tmp_path / "mcp.json"
    config.write_text(text, encoding="utf-8")

    done = install("cursor", config, "--write")

    assert done.exception is not None
    assert "Nothing was changed" in str(done.exception)
    assert config.read_text(encoding="utf-8") == text


def test_the_entry_to_paste_is_shown_for_a_file_with_comments(tmp_path: Path) -> None:
    config = tmp_path / "settings.json"
    config.write_text('{\n  // mine\n  "a": 1\n}', encoding="utf-8")

    assert '"context_servers"' in str(install("zed", config).exception)
