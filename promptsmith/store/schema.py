"""Every table of the store, declared once: what its file holds beside runs, and the frames that its reads give.

Times are UTC. Rows of a table with an ``owner`` are seen by that owner alone, unless a column ``visibility`` says ``public``.
"""

from __future__ import annotations

from promptsmith.schema import NOT_SCORED, Column, Table

VISIBILITIES = ("private", "public")

_ID = Column("prompt_id", "text", "id of the stored prompt: 26 characters, ascending with the time of saving (a ULID)")
_OWNER = Column("owner", "text", "who saved it")
_VISIBILITY = Column("visibility", "text", "private (its owner alone) or public (every owner reads it)")
_VERSION = Column("version", "int", "number of the version, from 1", low=1)
_CREATED = Column("created_at", "time", "when it was saved", unit="UTC")
_UPDATED = Column("updated_at", "time", "when it was last changed", unit="UTC")
_OVERALL = Column("overall", "float", "weighted mean of the four dimensions", low=0.0, high=1.0, null=NOT_SCORED)
_TEXT = Column("prompt", "text", "the text")
_NO_NAME = "it was not given one"
_NOTE = Column("note", "text", "why it was made", null="nothing was said")
_LABEL = Column("label", "text", "its owner's own name for the version, such as 1.0.0-rc1", null="it was not given one")

STORED_PROMPTS = Table(
    "prompts",
    "one stored prompt, as its newest version is",
    (
        _ID,
        Column("doc", "int", "`doc` of its newest version", low=0),
        _OWNER,
        _VISIBILITY,
        Column("name", "text", "name given by its owner", null=_NO_NAME),
        Column("source_id", "text", "id of the row it was saved from", null="it was saved alone"),
        Column("domain", "text", "its domain", null="the text could not be measured"),
        Column("language", "text", "en, es, other or unknown", null="the text could not be measured"),
        Column("tags", "names", "tags, in alphabetical order"),
        _VERSION,
        Column("text_hash", "text", "BLAKE2b-128 of the UTF-8 text, hexadecimal"),
        Column("n_terms", "int", "words of text and name that search counts", low=0),
        _OVERALL,
        Column("is_valid", "bool", "the prompt was read, is no nonsense, and has no finding of severity error"),
        Column("codes", "names", "codes of its findings, each once, in alphabetical order"),
        _CREATED,
        _UPDATED,
        Column("deleted_at", "time", "when it was deleted", unit="UTC", null="it was not deleted"),
    ),
)

PROMPT_VERSIONS = Table(
    "prompt_versions",
    "one version of one stored prompt",
    (
        Column("doc", "int", "number of the version in the search tables, ascending", low=0),
        _ID,
        _VERSION,
        Column("parent", "int", "the version it was made from", low=1, null="it is the first"),
        _TEXT,
        Column("text_hash", "text", "BLAKE2b-128 of the UTF-8 text, hexadecimal"),
        Column("text_diff", "text", "unified diff from the parent, line by line", null="it is the first"),
        Column("run_id", "text", "its rows in evaluations, findings, constraints and constraint_changes"),
        _OVERALL,
        _NOTE,
        _LABEL,
        _CREATED,
    ),
)

POSTINGS = Table(
    "postings",
    "one word of one version of a prompt, for search",
    (
        Column("term", "int", "64-bit hash of the word's stem"),
        Column("doc", "int", "number of the version, `doc` of prompt_versions", low=0),
        Column("n", "int", "how often it stands there", low=1),
    ),
)

SIMILARITY_KEYS = Table(
    "similarity_keys",
    "one MinHash band of one version of a prompt, to find similar prompts",
    (
        Column("band_key", "int", "hash of the band"),
        Column("doc", "int", "number of the version, `doc` of prompt_versions", low=0),
    ),
)

TEMPLATES = Table(
    "templates",
    "one stored template",
    (
        Column("template_id", "text", "id of the template"),
        _OWNER,
        _VISIBILITY,
        Column("name", "text", "its name; one owner has each name once"),
        Column("template", "text", "its Jinja2 source"),
        Column("domain", "text", "its domain", null="it is for every domain"),
        Column("template_type", "text", "basic, chain-of-thought, few-shot, role-based or step-by-step", null="none of them"),
        Column("variables", "names", "the variables it reads"),
        _CREATED,
        _UPDATED,
    ),
)

EXAMPLES = Table(
    "examples",
    "one stored example of an input and the output wanted for it",
    (
        Column("example_id", "text", "id of the example"),
        _OWNER,
        _VISIBILITY,
        Column("prompt_id", "text", "the prompt it belongs to", null="it belongs to no prompt"),
        Column("domain", "text", "its domain", null="it is for every domain"),
        Column("intent", "text", "create, modify, analyze, explain, debug or optimize", null="it is for every intent"),
        Column("input", "text", "what is given"),
        Column("output", "text", "what is wanted"),
        _CREATED,
    ),
)

FEEDBACK = Table(
    "feedback",
    "one judgement of one user on one version of a prompt",
    (
        Column("feedback_id", "text", "id of the judgement"),
        _ID,
        _VERSION,
        Column("owner", "text", "who judged"),
        Column("rating", "int", "1 (worst) to 5 (best)", low=1, high=5),
        Column("comment", "text", "in words", null="nothing was said"),
        _CREATED,
    ),
)

CUSTOM_RULES = Table(
    "custom_rules",
    "one rule of a user, as YAML",
    (
        _OWNER,
        _VISIBILITY,
        Column("code", "text", "code of the rule; one owner has each code once"),
        Column("definition", "text", "the rule as YAML, as `load_rules` reads it"),
        _CREATED,
        _UPDATED,
    ),
)

LABELS = Table(
    "labels",
    "one label on one version of a prompt, for calibration",
    (
        _ID,
        _VERSION,
        Column("owner", "text", "who labelled"),
        Column("label", "text", "what was judged: 'clarity', 'solved', ..."),
        Column("value", "float", "the judgement as a number"),
        Column("group", "text", "rows of one group are never split between training and test", null="the row is its own group"),
        _CREATED,
    ),
)

WEIGHTS = Table(
    "weights",
    "one fitted weight set",
    (
        _OWNER,
        _VISIBILITY,
        Column("name", "text", "its name"),
        Column("hash", "text", "hash of the weights"),
        Column("definition", "text", "the weight set as JSON"),
        Column("report", "text", "its held-out figures as JSON", null="it was not measured"),
        _CREATED,
    ),
)

EVENTS = Table(
    "events",
    "one call, without its text",
    (
        Column("at", "time", "when it began", unit="UTC"),
        _OWNER,
        Column("session_id", "text", "the session it was made in", null="no session was opened"),
        Column("tool", "text", "what was called"),
        Column("domain", "text", "domain of the prompts", null="unknown, or several domains"),
        Column("elapsed_ms", "float", "how long it took", unit="ms", low=0.0, null="it was not measured"),
        Column("n_prompts", "int", "prompts it was given", low=0, null="it takes no prompts"),
        Column("n_chars", "int", "their characters", unit="code points", low=0, null="it takes no prompts"),
        Column("score_before", "float", "mean overall before", low=0.0, high=1.0, null=NOT_SCORED),
        Column("score_after", "float", "mean overall after", low=0.0, high=1.0, null="nothing was rewritten, or no score"),
        Column("error", "text", "kind of the error", null="it succeeded"),
        Column("n_cache_hits", "int", "prompts answered from the cache", low=0, null="it uses no cache"),
        Column("detail", "text", "further facts as JSON; no prompt text unless asked for", null="there are none"),
    ),
)

SESSIONS = Table(
    "sessions",
    "one process that works with the store",
    (
        Column("session_id", "text", "id of the session"),
        _OWNER,
        Column("face", "text", "python, command line, notebook or server"),
        Column("version", "text", "version of PromptSmith"),
        Column("started_at", "time", "when it began", unit="UTC"),
        Column("ended_at", "time", "when it ended", unit="UTC", null="it has not ended, or was killed"),
    ),
)

CACHE = Table(
    "cache",
    "one kept result of one text; its rows are in a block",
    (
        _OWNER,
        Column("key_high", "int", "first half of the hash of text, arguments, rules, weights and code"),
        Column("key_low", "int", "second half of it"),
        Column("tool", "text", "what was called"),
        Column("domain", "text", "domain of the result", null="it has none"),
        Column("ruleset", "text", "hash of the rules"),
        Column("weights", "text", "name and hash of the weight set"),
        Column("block_id", "int", "its block", low=0),
        Column("place", "int", "its number in the block", low=0),
        Column("expires_at", "time", "when it ends", unit="UTC"),
    ),
)

CACHE_BLOCKS = Table(
    "cache_blocks",
    "one table of one block of kept results: up to 512 that were made together",
    (
        Column("block_id", "int", "number of the block, random", low=0),
        Column("name", "text", "the table"),
        Column("value", "bytes", "its rows as an Arrow record batch, compressed with zstd; no bytes when it has none"),
        Column("n_bytes", "int", "size of the record batch", unit="bytes", low=0),
        Column("n_packed", "int", "size of the value", unit="bytes", low=0),
        _CREATED,
    ),
)

STORED_TABLES = (
    STORED_PROMPTS,
    PROMPT_VERSIONS,
    POSTINGS,
    SIMILARITY_KEYS,
    TEMPLATES,
    EXAMPLES,
    FEEDBACK,
    CUSTOM_RULES,
    LABELS,
    WEIGHTS,
    EVENTS,
    SESSIONS,
    CACHE,
    CACHE_BLOCKS,
)
"""What the file holds beside runs and their tables."""

FOUND = Table(
    "found",
    "one stored prompt, as `get` and `search` give it",
    (
        _ID,
        _VERSION,
        Column("name", "text", "name given by its owner", null=_NO_NAME),
        _TEXT,
        Column("domain", "text", "its domain", null="the text could not be measured"),
        Column("language", "text", "en, es, other or unknown", null="the text could not be measured"),
        Column("tags", "names", "tags, in alphabetical order"),
        _OWNER,
        _VISIBILITY,
        _OVERALL,
        Column("is_valid", "bool", "the prompt was read, is no nonsense, and has no finding of severity error"),
        Column("codes", "names", "codes of its findings, each once, in alphabetical order"),
        Column(
            "relevance", "float", "BM25 of the words searched for; higher is better", low=0.0, null="no words were searched"
        ),
        Column("source_id", "text", "id of the row it was saved from", null="it was saved alone"),
        _NOTE,
        _LABEL,
        _CREATED,
        _UPDATED,
    ),
)

SAVED = Table(
    "saved",
    "one prompt that was saved",
    (
        _ID,
        _VERSION,
        Column("source_id", "text", "id of the row it was saved from", null="it was saved alone"),
        Column("text_hash", "text", "BLAKE2b-128 of the UTF-8 text, hexadecimal"),
        Column("domain", "text", "its domain", null="the text could not be measured"),
        _OVERALL,
        Column("n_similar", "int", "rows of `similar` for it", low=0),
    ),
)

SIMILAR = Table(
    "similar",
    "a stored prompt that resembles one that was saved, the most similar first",
    (
        _ID,
        Column("rank", "int", "place among the prompts that resemble it, from 1", low=1),
        Column("other_id", "text", "the prompt it resembles"),
        Column("kind", "text", "exact (every character), normalised (all but case and spacing) or near"),
        Column(
            "similarity",
            "float",
            "shared part of all words and pairs of neighbouring words (Jaccard index), without case and edge punctuation",
            low=0.0,
            high=1.0,
        ),
        Column("other_excerpt", "text", "beginning of the other prompt"),
    ),
)

HISTORY = Table(
    "history",
    "one version of one stored prompt, the newest first",
    (
        _ID,
        _VERSION,
        Column("parent", "int", "the version it was made from", low=1, null="it is the first"),
        _TEXT,
        Column("text_diff", "text", "unified diff from the parent, line by line", null="it is the first"),
        Column("n_limit_changes", "int", "limits that it added, removed, tightened, loosened or moved", low=0),
        _OVERALL,
        Column("note", "text", "why it was made", null="nothing was said"),
        Column("ruleset", "text", "hash of the rules that measured it"),
        Column("weights", "text", "weight set that scored it"),
        _CREATED,
    ),
)

LABELLED = Table(
    "labelled",
    "one label of this owner beside the text it was given to",
    (
        _ID,
        _VERSION,
        _TEXT,
        Column("domain", "text", "its domain", null="the text could not be measured"),
        Column("label", "text", "what was judged: 'clarity', 'solved', ..."),
        Column("value", "float", "the judgement as a number"),
        Column("group", "text", "rows of one group are never split between training and test", null="the row is its own group"),
        _CREATED,
    ),
)

RUN_LIST = Table(
    "runs",
    "one saved run, the newest first",
    (
        Column("run_id", "text", "id of the run"),
        _OWNER,
        _VISIBILITY,
        Column("version", "text", "version of PromptSmith that made it"),
        Column("ruleset", "text", "hash of the rules"),
        Column("weights", "text", "name and hash of the weight set"),
        Column("tables", "names", "its tables"),
        Column("n_prompts", "int", "its prompts", low=0),
        _CREATED,
    ),
)

RESULT_TABLES = (FOUND, SAVED, SIMILAR, HISTORY, LABELLED, RUN_LIST)
