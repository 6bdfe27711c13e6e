"""A real server process over HTTP: both eras, who may reach it, how much it takes, how it ends."""

import json
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner
from mcp.shared.exceptions import MCPError
from mcp_types import ResourceTemplateReference

import promptsmith as ps
from promptsmith.cli import cli
from promptsmith.errors import InputError
from promptsmith.server.http import Address, read_address, require_safe
from promptsmith.server.tokens import TokenFile

from .conftest import ERAS
from .serving import Served, serving, tool_request

SAVE = {"prompt": "List three rivers of Spain.", "metadata": {"domain": "general"}}
TIGHT = ("--rate", "validate_prompt=3/hour", "--max-body", "20000", "--max-running", "2", "--log", "info")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("open"), "--rate", "*=none") as served:
        yield served


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("closed"), *TIGHT, with_tokens=True) as served:
        yield served


@pytest.mark.parametrize("era", ERAS)
def test_the_client_of_each_era_does_everything(opened: Served, era: str) -> None:
    async def everything(client: Any) -> dict[str, Any]:
        saved = (await client.call_tool("save_prompt", SAVE)).structured_content
        told = {
            "version": client.protocol_version,
            "tools": [tool.name for tool in (await client.list_tools()).tools],
            "read": (await client.read_resource(f"promptsmith://prompts/{saved['id']}")).contents[0].text,
            "resources": len((await client.list_resources()).resources),
            "prompt": (await client.get_prompt("basic", {"prompt": "create table users", "domain": "sql"}))
            .messages[0]
            .content.text,
            "got": (await client.call_tool("get_prompt", {"id": saved["id"]})).structured_content["prompt"],
        }
        for name, arguments in {
            "process_prompt": {"raw": "create table users"},
            "evaluate_prompt": {"prompt": "create table users"},
            "compare_prompts": {"variants": ["create table users", "make it better"]},
            "validate_prompt": {"prompt": "create table users"},
            "search_prompts": {"query": "river"},
            "get_stats": {},
        }.items():
            told[name] = (await client.call_tool(name, arguments)).is_error
        return told

    told = opened.ask(everything, era=era)

    assert told["version"] == {"auto": "2026-07-28", "legacy": "2025-11-25"}[era]
    assert len(told["tools"]) == 8
    assert told["read"] == told["got"] == SAVE["prompt"]
    assert told["prompt"].startswith("create table users\n\n## Open points")
    assert not any(told[name] for name in told["tools"] if name in told)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:8765", Address("127.0.0.1", 8765)),
        ("[::1]:80", Address("::1", 80)),
        (":8765", Address("127.0.0.1", 8765)),
        ("8765", Address("127.0.0.1", 8765)),
        ("0.0.0.0:1", Address("0.0.0.0", 1)),
    ],
)
def test_an_address_is_read(text: str, address: Address) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize("text", ["", "localhost", "127.0.0.1:http", "127.0.0.1:70000", "127.0.0.1:-1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no address"):
        read_address(text)


@pytest.mark.parametrize(
    ("host", "is_loopback"), [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True)]
)
def test_loopback_needs_no_token(host: str, is_loopback: bool) -> None:
    assert Address(host, 1).is_loopback is is_loopback
    require_safe(Address(host, 1), has_tokens=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", "127.0.0.1.example.org"])
def test_other_addresses_are_refused_without_a_token(host: str) -> None:
    with pytest.raises(InputError, match="can be reached from other machines, and there is no token"):
        require_safe(Address(host, 1), has_tokens=False)
    require_safe(Address(host, 1), has_tokens=True)


def test_the_command_refuses_to_serve_others_without_a_token(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["serve", "--http", "0.0.0.0:8765", "--store", str(tmp_path / "p.duckdb")])

    assert isinstance(done.exception, InputError)
    assert "promptsmith token create" in str(done.exception)


@pytest.mark.parametrize("token", [None, "psm_wrong", "x", "psm_" + "x" * 5000])
def test_without_a_valid_token_nothing_is_answered(closed: Served, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    refused = closed.post(tool_request("validate_prompt", prompt="x y"), **headers)

    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith('Bearer error="invalid_token"')
    assert closed.get("/metrics", **headers).status_code == 401


def test_a_token_given_in_the_address_is_not_looked_at(closed: Served) -> None:
    token = closed.token("ada")

    assert httpx2.get(f"{closed.url}/metrics?access_token={token}", timeout=60).status_code == 401


def test_a_revoked_token_is_refused_from_the_next_request_on(closed: Served) -> None:
    file = TokenFile(closed.store)
    token, kept = file.create("eve", [])
    bearer = {"Authorization": f"Bearer {token}"}
    before = closed.post(tool_request("get_stats"), **bearer).status_code
    file.revoke(kept.id)

    assert (before, closed.post(tool_request("get_stats"), **bearer).status_code) == (200, 401)


def test_the_scope_of_a_token_decides_what_it_may(closed: Served) -> None:
    reader, writer, admin = closed.token("r", "read"), closed.token("w", "write"), closed.token("a", "admin")

    def save(token: str) -> Any:
        return closed.ask(lambda client: client.call_tool("save_prompt", SAVE), token=token)

    assert save(reader).is_error
    assert "needs the scope write; this token has read" in save(reader).content[0].text
    assert not save(writer).is_error
    statuses = [closed.get("/metrics", Authorization=f"Bearer {token}").status_code for token in (reader, writer, admin)]
    assert statuses == [403, 403, 200]


def test_the_owner_is_the_one_of_the_token_and_others_see_nothing_private(closed: Served) -> None:
    ada, ben = closed.token("ada2"), closed.token("ben2")
    given = {
        "prompt": "The secret plan of Ada: list three rivers {{x}}.",
        "metadata": {"domain": "general", "tags": ["template"], "name": "plan"},
    }
    saved = closed.ask(lambda client: client.call_tool("save_prompt", given), token=ada).structured_content
    prompt_id = saved["id"]
    assert saved["owner"] == "ada2"

    async def pry(client: Any) -> str:
        seen: list[Any] = [
            await client.call_tool("get_prompt", {"id": prompt_id}),
            await client.call_tool("search_prompts", {"query": "secret plan"}),
            await client.call_tool("save_prompt", {**given, "metadata": {"domain": "general"}}),
            await client.call_tool("get_stats", {}),
            await client.list_resources(),
            await client.list_prompts(),
        ]
        for uri in (
            f"promptsmith://prompts/{prompt_id}",
            f"promptsmith://prompts/{prompt_id}/versions",
            f"promptsmith://templates/{prompt_id}",
        ):
            with pytest.raises(MCPError):
                await client.read_resource(uri)
        with pytest.raises(MCPError):
            await client.get_prompt("plan", {"x": "y"})
        reference = {"type": "ref/resource", "uri": "promptsmith://prompts/{id}"}
        seen.append(await client.complete(ResourceTemplateReference.model_validate(reference), {"name": "id", "value": ""}))
        # The error names the id that was asked for, and Ben's own copy is his.
        own = seen[2].structured_content["id"]
        text = "".join(one.model_dump_json() for one in seen[1:])
        return text.replace(own, "")

    text = closed.ask(pry, token=ben)

    assert prompt_id not in text
    assert "ada2" not in text


def test_a_rate_is_a_tool_error_that_says_when_to_come_again(closed: Served) -> None:
    token = closed.token("often")
    results = [closed.ask(lambda client: client.call_tool("validate_prompt", {"prompt": "x y"}), token=token) for _ in range(4)]

    assert [result.is_error for result in results] == [False, False, False, True]
    assert "allowed are 3 per 1 hour. Nothing was done. Wait " in results[3].content[0].text
    other = closed.token("seldom")
    assert not closed.ask(lambda client: client.call_tool("validate_prompt", {"prompt": "x y"}), token=other).is_error


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_pages_of_other_sites_cannot_reach_the_server(opened: Served, headers: dict[str, str], status: int) -> None:
    assert opened.post(tool_request("get_stats"), **headers).status_code == status


def test_a_page_of_the_server_itself_may(opened: Served) -> None:
    assert opened.post(tool_request("get_stats"), Origin=opened.url).status_code == 200


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_over_the_limit_is_refused(closed: Served, declared: bool) -> None:
    bearer = f"Bearer {closed.token('large')}"
    body = json.dumps(tool_request("validate_prompt", prompt="x" * 30_000)).encode()
    with socket.create_connection(("127.0.0.1", closed.port), timeout=60) as wire:
        length = f"Content-Length: {len(body)}" if declared else "Transfer-Encoding: chunked"
        head = (
            f"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{closed.port}\r\nAuthorization: {bearer}\r\n"
            f"Content-Type: application/json\r\n{length}\r\n\r\n"
        )
        wire.sendall(head.encode())
        if not declared:
            wire.sendall(f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n")
        reply = wire.recv(4096).decode()

    assert reply.startswith("HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"no json", 400),
        (b"[]", 400),
        (b'{"jsonrpc": "2.0"}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 10_000, 400),
    ],
)
def test_malformed_bodies_are_refused(opened: Served, body: bytes, status: int) -> None:
    assert opened.post(body).status_code == status


def test_a_busy_server_says_when_to_come_again_and_still_tells_that_it_lives(closed: Served) -> None:
    bearer = f"Bearer {closed.token('slow')}"
    wires = [socket.create_connection(("127.0.0.1", closed.port), timeout=60) for _ in range(2)]
    try:
        for wire in wires:
            # The head of a request whose body never comes: it takes a place until its time is over.
            wire.sendall(
                f"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{closed.port}\r\nAuthorization: {bearer}\r\n"
                "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{".encode()
            )
        time.sleep(0.5)
        busy = closed.post(tool_request("get_stats"), Authorization=bearer)
        assert (busy.status_code, busy.headers.get("retry-after")) == (503, "1")
        assert closed.get("/health/live").json() == {"status": "ok"}
        assert wires[0].recv(4096).decode().startswith("HTTP/1.1 408 ")
    finally:
        for wire in wires:
            wire.close()
    assert closed.post(tool_request("get_stats"), Authorization=bearer).status_code == 200


def test_health_and_metrics(opened: Served) -> None:
    opened.post(tool_request("evaluate_prompt", prompt="List three rivers."))
    opened.post(tool_request("no_such_tool"))

    assert opened.get("/health/ready").json() == {"status": "ok", "store": "ok"}
    text = opened.get("/metrics").text
    assert 'promptsmith_requests_total{operation="evaluate_prompt",outcome="ok"}' in text
    assert 'promptsmith_requests_total{operation="unknown tool",outcome="protocol_error"}' in text
    assert "promptsmith_request_seconds_bucket" in text
    assert "promptsmith_running 0.0" in text


def test_a_server_whose_store_is_broken_lives_but_is_not_ready(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        served.store.write_bytes(b"no DuckDB file" * 100)

        ready = served.get("/health/ready")

        assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
        assert str(served.store) not in ready.text
        assert served.get("/health/live").status_code == 200


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_running_request_is_finished_when_the_server_is_asked_to_end(tmp_path: Path) -> None:
    variants = [("Describe the river and its towns. " * 250)[:8000] + str(number) for number in range(10)]
    with serving(tmp_path) as served:
        replies: list[Any] = []
        request = tool_request("compare_prompts", variants=variants)
        thread = threading.Thread(target=lambda: replies.append(served.post(request)))
        thread.start()
        for _ in range(200):
            if "promptsmith_running 1.0" in served.get("/metrics").text:
                break
            time.sleep(0.02)
        served.process.send_signal(signal.SIGTERM)
        thread.join(60)
        code = served.process.wait(60)

    assert replies[0].status_code == 200
    assert len(replies[0].json()["result"]["structuredContent"]["variants"]) == 10
    assert code in (0, -signal.SIGTERM)


def test_two_servers_share_one_store_and_a_killed_one_loses_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as one, serving(tmp_path, store=one.store) as other:
        saved: list[str] = []
        failed: list[Any] = []

        def save(server: Served, name: str) -> None:
            for number in range(8):
                given = {"prompt": f"List {number + 2} rivers of {name}.", "metadata": {"domain": "general"}}
                reply = server.post(tool_request("save_prompt", **given)).json()["result"]
                if reply.get("isError"):
                    failed.append(reply)
                else:
                    saved.append(reply["structuredContent"]["id"])

        threads = [threading.Thread(target=save, args=pair) for pair in ((one, "Spain"), (other, "Chile"))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert len(set(saved)) == 16

        # One is killed in the middle of a save; what was acknowledged is there.
        def post_and_die() -> None:
            while True:
                try:
                    reply = one.post(tool_request("save_prompt", **SAVE)).json()["result"]
                except httpx2.TransportError:
                    return
                saved.append(reply["structuredContent"]["id"])

        thread = threading.Thread(target=post_and_die)
        thread.start()
        time.sleep(0.7)
        one.process.kill()
        thread.join()
        stored = set(ps.Store(one.store, kind="arrow").get()["prompt_id"].to_pylist())
        assert set(saved) <= stored
        assert len(stored) <= len(saved) + 1
        assert other.post(tool_request("search_prompts", query="river")).json()["result"]["structuredContent"]["total"] == len(
            stored
        )
