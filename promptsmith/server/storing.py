"""The four tools over stored prompts: each calls `promptsmith.Store` in the name of the caller."""

from __future__ import annotations

from typing import Any

from promptsmith.errors import InputError, StoreError, shorten
from promptsmith.server.arguments import GetPrompt, GetStats, SavePrompt, SearchPrompts
from promptsmith.server.caller import Answer, Caller
from promptsmith.server.figures import Figures
from promptsmith.server.library import Library

EXCERPT = 200
"""Characters of a found prompt that are shown; get_prompt gives all. Judgement."""


class StoreTools:
    """The tools over one library."""

    def __init__(self, library: Library, figures: Figures) -> None:
        self._library, self._figures = library, figures

    def save_prompt(self, arguments: SavePrompt, caller: Caller) -> Answer:
        """Answer with the prompt as it is stored, and the stored ones that resemble it."""
        metadata = arguments.metadata
        saved = self._library.store_to_write(caller).save(
            [arguments.prompt],
            domain=metadata.domain,
            name=[metadata.name],
            tags=metadata.tags,
            visibility="public" if metadata.is_public else "private",
            note=metadata.description,
            label=metadata.version,
        )
        faults = saved.table("errors").to_pylist()
        if faults:
            raise InputError("\n".join(str(fault["message"]) for fault in faults))
        row = self._library.get(caller, saved.id)
        similar = [
            {
                "id": entry["other_id"],
                **{name: entry[name] for name in ("rank", "kind", "similarity")},
                "excerpt": entry["other_excerpt"],
            }
            for entry in saved.table("similar").to_pylist()
        ]
        structured = {**_stored(row), "similar": similar}
        text = f"Stored as {row['prompt_id']}, version {row['version']}, {_visibility(row)}."
        if similar:
            text += f" {len(similar)} stored prompts resemble it, the nearest is {similar[0]['id']} ({similar[0]['similarity']:.2f})."
        return Answer(structured, text)

    def search_prompts(self, arguments: SearchPrompts, caller: Caller) -> Answer:
        """Answer with the prompts found and how many there are in all."""
        visibility = None if arguments.is_public is None else "public" if arguments.is_public else "private"
        rows, total = self._library.search(
            caller,
            arguments.query or "",
            domain=arguments.domain,
            tags=arguments.tags or (),
            min_score=arguments.min_score,
            visibility=visibility,
            sort=arguments.sort_by,
            limit=arguments.limit,
            offset=arguments.offset,
        )
        results = [
            {**_stored(row, text=False), "excerpt": shorten(row["prompt"], EXCERPT), "relevance": row["relevance"]}
            for row in rows
        ]
        structured = {"results": results, "total": total, "params": arguments.model_dump(mode="json")}
        head = f"{total:,} found, {len(results)} shown from {arguments.offset}."
        lines = [f"- {row['id']} {_score(row)} {row['name'] or row['excerpt'][:60]}" for row in results]
        return Answer(structured, "\n".join([head, *lines]))

    def get_prompt(self, arguments: GetPrompt, caller: Caller) -> Answer:
        """Answer with one stored prompt, whole."""
        row = self._library.get(caller, arguments.id)
        return Answer(_stored(row), row["prompt"])

    def get_stats(self, arguments: GetStats, caller: Caller) -> Answer:
        """Answer with figures of store and server; a part that cannot be told is null with the reason."""
        stored: dict[str, Any] | None = None
        reason = None
        try:
            stored = self._store_figures(caller)
        except StoreError as error:
            reason = str(error).replace(str(self._library.path), "the store")
        served = self._figures.of_owner(caller.owner, arguments.days)
        structured = {
            "days": arguments.days,
            "store": stored,
            "store_reason": reason,
            "server": served,
            "system": self._figures.system(),
        }
        number = "unknown" if stored is None else f"{stored['n_prompts']:,}"
        return Answer(structured, f"{number} stored prompts; {served['n_calls']:,} calls in {arguments.days} days.")

    def _store_figures(self, caller: Caller) -> dict[str, Any]:
        if not self._library.path.exists():
            return {**dict.fromkeys(_COUNTED, 0), "best_overall": None}
        # Held open: opening the file costs more than all of these together.
        with self._library.store(caller) as store:
            count = {name: store.search(**filters, limit=1).total for name, filters in _COUNTED.items()}
            best = store.search(sort="score", limit=1).table("found")["overall"].to_pylist()
        return {**count, "best_overall": best[0] if best else None}


_COUNTED: dict[str, dict[str, Any]] = {
    "n_prompts": {},
    "n_public": {"visibility": "public"},
    "n_private": {"visibility": "private"},
    "n_scored_80": {"min_score": 0.8},
}


def _stored(row: dict[str, Any], *, text: bool = True) -> dict[str, Any]:
    names = ("version", "label", "name", "domain", "language", "tags", "is_public", "owner", "overall", "is_valid", "codes")
    told = {"id": row["prompt_id"], **{name: row[name] for name in names}, "description": row["note"]}
    told |= {name: row[name] for name in ("created_at", "updated_at")}
    return {**told, "prompt": row["prompt"]} if text else told


def _visibility(row: dict[str, Any]) -> str:
    return "public" if row["is_public"] else "private"


def _score(row: dict[str, Any]) -> str:
    return "no score" if row["overall"] is None else f"{row['overall']:.2f}"
