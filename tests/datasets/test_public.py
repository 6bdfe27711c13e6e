"""Public sets: from a folder with a manifest, or by exact address; the licence comes first, and no test needs a network."""

import hashlib
import http.server
import json
import re
import sys
import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from promptsmith import datasets
from promptsmith.datasets.own import OWN
from promptsmith.datasets.public import PUBLIC, VARIABLE, Download, address, fetch
from promptsmith.errors import InputError, MissingComponentError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of two sets made up here, one without a licence."""
    monkeypatch.delenv(VARIABLE, raising=False)
    listed = []
    for stem, licence in (("rating_wellformedness", "CC-BY-SA-4.0"), ("vague_clariq", "none stated")):
        file = tmp_path / f"{stem}.parquet"
        pq.write_table(pa.table({"text": ["Where do swifts sleep ?", "swifts"], "rating": [1.0, 0.2]}), file)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        listed.append({"name": stem, "file": file.name, "licence": licence, "source": f"owner/{stem}", "sha256": digest})
    (tmp_path / "manifest.json").write_text(json.dumps(listed))
    return tmp_path


def test_names_lists_ours_first_and_each_once():
    assert datasets.names()[: len(OWN)] == OWN
    assert set(datasets.names()[len(OWN) :]) == set(PUBLIC)
    assert len(set(datasets.names())) == len(datasets.names())


def test_a_set_is_read_from_a_folder_and_its_licence_is_shown(folder, capsys):
    frame = datasets.load("wellformedness", path=folder)

    assert frame["rating"].tolist() == [1.0, 0.2]
    assert capsys.readouterr().err == "wellformedness: licence CC-BY-SA-4.0; source owner/rating_wellformedness\n"


def test_the_folder_can_come_from_the_environment(folder, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(folder))
    assert datasets.load("wellformedness", backend="arrow").column_names == ["text", "rating"]


def test_a_set_without_a_licence_must_be_accepted(folder, capsys):
    with pytest.raises(InputError, match=re.escape("states no licence (owner/vague_clariq)")):
        datasets.load("clariq", path=folder)
    assert "clariq: licence none stated" in capsys.readouterr().err

    assert len(datasets.load("clariq", path=folder, accept_licence=True)) == 2


def test_without_a_folder_the_message_says_what_to_give(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)

    with pytest.raises(InputError, match=r"rating_wellformedness.parquet and manifest.json, or download=True"):
        datasets.load("wellformedness")
    with pytest.raises(InputError) as caught:
        datasets.load("cast")
    assert "download" not in str(caught.value)


def test_a_changed_file_is_refused(folder):
    pq.write_table(pa.table({"text": ["other"]}), folder / "rating_wellformedness.parquet")

    with pytest.raises(InputError, match=r"differs from manifest\.json: its SHA-256 is"):
        datasets.load("wellformedness", path=folder)


def test_what_is_missing_in_a_folder_is_named(folder, tmp_path_factory):
    with pytest.raises(InputError, match=r"does not list 'pairs_cast'\. It lists: rating_wellformedness, vague_clariq"):
        datasets.load("cast", path=folder)
    (folder / "rating_wellformedness.parquet").unlink()
    with pytest.raises(InputError, match=r"rating_wellformedness.parquet is missing"):
        datasets.load("wellformedness", path=folder)
    with pytest.raises(InputError, match=r"manifest.json is missing"):
        datasets.load("wellformedness", path=tmp_path_factory.mktemp("empty"))
    (folder / "manifest.json").write_text("{")
    with pytest.raises(InputError, match="is not a JSON list"):
        datasets.load("wellformedness", path=folder)


@pytest.mark.parametrize("name", [name for name, entry in PUBLIC.items() if isinstance(entry.download, str)])
def test_a_set_without_an_exact_address_says_why_it_is_not_fetched(name):
    reason = PUBLIC[name].download

    with pytest.raises(InputError, match=re.escape(f"{name!r} cannot be downloaded: {reason}")):
        datasets.load(name, download=True)
    assert f"not offered: {reason}" in datasets.card(name)


@pytest.mark.parametrize("name", [name for name, entry in PUBLIC.items() if isinstance(entry.download, Download)])
def test_an_address_names_a_commit(name):
    entry = PUBLIC[name]
    for file in entry.download.files:
        url = address(entry.repository, entry.download.commit, file)
        assert re.fullmatch(r"https://raw\.githubusercontent\.com/[\w.-]+/[\w.-]+/[0-9a-f]{40}/[\w./-]+", url)
    assert entry.download.commit in datasets.card(name)


@pytest.mark.parametrize("name", list(PUBLIC))
def test_a_card_names_licence_source_and_citation(name):
    card, entry = datasets.card(name), PUBLIC[name]
    assert f"Licence: {entry.licence}." in card
    assert entry.repository in card
    assert f"Cite: {entry.citation}." in card


def test_path_and_download_exclude_each_other(folder):
    with pytest.raises(InputError, match="not both"):
        datasets.load("wellformedness", path=folder, download=True)


def test_without_pooch_the_message_names_the_extra(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pooch", None)

    with pytest.raises(MissingComponentError, match=r"promptsmith-lab\[datasets\]"):
        fetch("http://localhost/none", "none", tmp_path)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture
def server(tmp_path):
    """A web server of this process: its folder and its address."""
    site = tmp_path / "site"
    site.mkdir()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: _Quiet(*a, directory=str(site))) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield site, f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_the_first_download_is_pinned_and_another_content_is_refused(server, tmp_path):
    pytest.importorskip("pooch")
    site, url = server
    (site / "a.tsv").write_text("Where ?\t0.2\n")

    local = fetch(f"{url}/a.tsv", "a.tsv", tmp_path / "cache")

    assert local.read_text() == "Where ?\t0.2\n"
    pin = (tmp_path / "cache" / "a.tsv.sha256").read_text().strip()
    assert pin == hashlib.sha256(b"Where ?\t0.2\n").hexdigest()
    (site / "a.tsv").write_text("changed")
    assert fetch(f"{url}/a.tsv", "a.tsv", tmp_path / "cache").read_text() == "Where ?\t0.2\n"
    local.unlink()
    with pytest.raises(InputError, match="cannot be fetched"):
        fetch(f"{url}/a.tsv", "a.tsv", tmp_path / "cache")


def test_a_missing_file_is_an_input_error_that_names_the_address(server, tmp_path):
    pytest.importorskip("pooch")
    with pytest.raises(InputError, match=r"/none.tsv cannot be fetched: .*Check the network, or give path="):
        fetch(f"{server[1]}/none.tsv", "none.tsv", tmp_path / "cache")


def test_downloaded_files_become_one_table_with_their_part(monkeypatch, tmp_path, capsys):
    pooch = pytest.importorskip("pooch")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache = Path(pooch.os_cache("promptsmith"))
    if tmp_path not in cache.parents:
        pytest.skip("this system has its caches elsewhere")
    cache.mkdir(parents=True)
    for name, text in (("train.tsv", 'Is "it" late ?\t0.6\nbus when\t0.0\n'), ("dev.tsv", "Who came ?\t1.0\n")):
        (cache / f"wellformedness-fb69c21-{name}").write_text(text)
        (cache / f"wellformedness-fb69c21-{name}.sha256").write_text(hashlib.sha256(text.encode()).hexdigest())

    table = datasets.load("wellformedness", download=True, backend="arrow")

    assert table.to_pylist() == [
        {"text": 'Is "it" late ?', "rating": 0.6, "official_part": "train"},
        {"text": "bus when", "rating": 0.0, "official_part": "train"},
        {"text": "Who came ?", "rating": 1.0, "official_part": "dev"},
    ]
    assert "licence CC-BY-SA-4.0; source google-research-datasets/query-wellformedness at fb69c21" in capsys.readouterr().err
