"""Tokens and rates."""

import json
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import pytest
from click.testing import CliRunner

from promptsmith.cli import cli
from promptsmith.errors import InputError, StoreError, UnknownNameError
from promptsmith.server.caller import Caller
from promptsmith.server.rates import DEFAULT_RATES, RateError, Rates, read_rates
from promptsmith.server.tokens import Token, TokenFile, Verifier


def test_only_the_hash_of_a_token_is_kept(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "p.duckdb")
    text, token = file.create("ada", ["read"])

    assert text.startswith("psm_")
    assert len(text) == 47
    assert text not in file.path.read_text(encoding="utf-8")
    assert file.find(text) == token
    assert file.find(text + "x") is None
    assert file.find(token.digest) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_the_file_of_tokens_is_for_its_user_alone(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "p.duckdb")
    file.create("ada", [])

    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")) == ["p.duckdb.tokens.json"]


def test_a_revoked_token_is_refused_at_once_by_who_has_read_the_file(tmp_path: Path) -> None:
    file, reader = TokenFile(tmp_path / "p.duckdb"), TokenFile(tmp_path / "p.duckdb")
    first, token = file.create("ada", [])
    second, _ = file.create("ben", [])
    assert reader.find(first) is not None

    file.revoke(token.id)

    assert reader.find(first) is None
    assert reader.find(second) is not None


def test_an_expired_token_is_refused(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "p.duckdb")
    text, token = file.create("ada", [], days=1)
    rows = json.loads(file.path.read_text(encoding="utf-8"))
    rows[0]["expires_at"] = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    file.path.write_text(json.dumps(rows), encoding="utf-8")

    assert token.is_expired is False
    assert file.find(text) is None
    assert anyio.run(Verifier(file).verify_token, text) is None


def test_the_verifier_gives_owner_and_scopes_and_not_the_token(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "p.duckdb")
    text, token = file.create("ada", ["read"])

    access = anyio.run(Verifier(file).verify_token, text)

    assert access is not None
    assert (access.client_id, access.scopes, access.token) == ("ada", ["read"], token.id)


def test_mistakes_with_tokens_are_told(tmp_path: Path) -> None:
    file = TokenFile(tmp_path / "p.duckdb")
    with pytest.raises(InputError, match="is no name"):
        file.create(" ", [])
    with pytest.raises(UnknownNameError, match="Did you mean 'write'"):
        file.create("ada", ["wriet"])
    with pytest.raises(InputError, match="days=0 is below 1"):
        file.create("ada", [], days=0)
    with pytest.raises(UnknownNameError, match="There is no token 'x'"):
        file.revoke("x")
    file.path.write_text("no json", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be read as a file of tokens"):
        file.tokens()


def test_a_wider_scope_includes_the_narrower_ones() -> None:
    def allowed(*scopes: str) -> list[bool]:
        return [Caller("ada", frozenset(scopes)).may(scope) for scope in ("read", "write", "admin")]

    assert allowed("read") == [True, False, False]
    assert allowed("write") == [True, True, False]
    assert allowed("admin") == [True, True, True]
    assert allowed() == [False, False, False]


def test_the_commands_make_list_and_revoke(tmp_path: Path) -> None:
    store = ["--store", str(tmp_path / "p.duckdb")]
    runner = CliRunner()
    made = runner.invoke(cli, ["token", "create", "--owner", "ada", "--scope", "read", "--days", "3", *store])
    listed = runner.invoke(cli, ["token", "list", *store])
    token_id = listed.stdout.split()[0]
    revoked = runner.invoke(cli, ["token", "revoke", token_id, *store])

    assert made.stdout.strip().startswith("psm_")
    assert made.stdout.strip() not in listed.stdout
    assert "ada  read  made " in listed.stdout
    assert f"Revoked {token_id} of ada." in revoked.stderr
    assert runner.invoke(cli, ["token", "list", *store]).stdout == ""


def test_a_rate_holds_for_each_owner_and_operation_alone() -> None:
    rates = Rates({"process_prompt": "2/hour", "*": "1/hour"})
    for owner in ("ada", "ben"):
        rates.check(owner, "process_prompt")
        rates.check(owner, "process_prompt")
        rates.check(owner, "evaluate_prompt")

    with pytest.raises(RateError, match="process_prompt was called too often: allowed are 2 per 1 hour") as caught:
        rates.check("ada", "process_prompt")
    assert 3590 <= caught.value.retry_after_s <= 3600
    with pytest.raises(RateError):
        rates.check("ada", "evaluate_prompt")
    rates.check("ada", "validate_prompt")


def test_rates_are_read_beside_the_defaults() -> None:
    assert read_rates(["process_prompt=5/minute", "*=none"]) == {**DEFAULT_RATES, "process_prompt": "5/minute", "*": "none"}
    Rates({"*": "none"}).check("ada", "x")
    with pytest.raises(InputError, match="is no rate"):
        read_rates(["60/hour"])
    with pytest.raises(InputError, match="is no rate for x"):
        Rates({"x": "often"})


def test_a_token_of_the_file_is_a_value() -> None:
    token = Token("a", "ada", ("read",), "d", "2026-01-01T00:00:00+00:00", None)

    assert token.is_expired is False
