"""What a reader may see of every table: one condition for each, with the reader as ``$owner``.

A table that stands here without ``public`` shows a reader only what is his own. Whatever does not stand here (postings, similarity keys,
cache) is no table that a user reads.
"""

from __future__ import annotations

from promptsmith import schema
from promptsmith.store.tables import store_name

_OWN_OR_PUBLIC = "(owner = $owner OR visibility = 'public')"
_PROMPTS = f"(prompts.deleted_at IS NULL AND {_OWN_OR_PUBLIC})"
_IDS = f"SELECT prompt_id FROM prompts WHERE {_PROMPTS}"
_OWN_IDS = "SELECT prompt_id FROM prompts WHERE deleted_at IS NULL AND owner = $owner"
# A judgement is seen by who made it and by the owner of the prompt it is about.
_ABOUT_PROMPTS = f"(prompt_id IN ({_OWN_IDS}) OR owner = $owner AND prompt_id IN ({_IDS}))"
# Rows of a run are seen with the run; rows that measure a stored prompt are seen with the prompt.
_OF_RUNS = f"run_id IN (SELECT run_id FROM runs WHERE kind = 'run' AND {_OWN_OR_PUBLIC})"
_OF_SAVES = f"run_id IN (SELECT run_id FROM prompt_versions WHERE prompt_id IN ({_IDS})) AND prompt_id IN ({_IDS})"

VISIBLE: dict[str, str] = {
    "prompts": _PROMPTS,
    "prompt_versions": f"prompt_id IN ({_IDS})",
    "runs": f"(kind = 'run' AND {_OWN_OR_PUBLIC})",
    **{
        store_name(table): f"({_OF_RUNS} OR {_OF_SAVES})" if "prompt_id" in table.names else _OF_RUNS for table in schema.TABLES
    },
    "templates": _OWN_OR_PUBLIC,
    "examples": _OWN_OR_PUBLIC,
    "custom_rules": _OWN_OR_PUBLIC,
    "weights": _OWN_OR_PUBLIC,
    "feedback": _ABOUT_PROMPTS,
    "labels": _ABOUT_PROMPTS,
    "events": "owner = $owner",
    "sessions": "owner = $owner",
}
