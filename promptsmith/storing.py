"""The store as users meet it: prompts with versions, search, feedback and runs in one file that processes share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from promptsmith.config import check_name
from promptsmith.errors import InputError
from promptsmith.results import Result, Run
from promptsmith.store import schema as stored
from promptsmith.store_file import listed
from promptsmith.store_notes import StoreNotes
from promptsmith.version import VERSION

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, eq=False, repr=False)
class Saved(Result):
    """Result of `Store.save`: one row per saved prompt, and the stored prompts that resemble it."""

    main = "saved"

    @property
    def saved(self) -> Any:
        """One row per saved prompt: its id, version, score and how many stored prompts resemble it."""
        return self.frame("saved")

    @property
    def similar(self) -> Any:
        """Stored prompts that resemble a saved one, the most similar first."""
        return self.frame("similar")

    @property
    def ids(self) -> list[str]:
        """Ids of the saved prompts, in the order of the input."""
        ids: list[str] = self.table("saved")["prompt_id"].to_pylist()
        return ids

    @property
    def id(self) -> str:
        """Id of the one prompt that was saved.

        Raises:
            InputError: there was not exactly one.
        """
        if len(self) != 1:
            raise InputError(f"{len(self):,} prompts were saved, not one. Read `ids`.")
        return self.ids[0]


@dataclass(frozen=True, eq=False, repr=False)
class Found(Result):
    """Result of `Store.search`: the part that was asked for, and how many there are in all.

    Attributes:
        total: number of all prompts found.
    """

    total: int = 0

    main = "found"

    @property
    def found(self) -> Any:
        """One row per prompt found, in the order asked for."""
        return self.frame("found")


@dataclass(frozen=True, eq=False, repr=False)
class Difference(Result):
    """Result of `Store.diff`: what changed between two versions of a prompt.

    Attributes:
        text: unified diff, line by line; empty when the texts are equal.
        versions: the two versions.
    """

    text: str = ""
    versions: tuple[int, int] = (1, 1)

    main = "constraint_changes"

    @property
    def constraint_changes(self) -> Any:
        """One row per limit that was added, removed, tightened, loosened or moved."""
        return self.frame("constraint_changes")

    def __str__(self) -> str:
        return self.text


class Store(StoreNotes):
    """Prompts, their versions, judgements and runs in one DuckDB file.

    Several processes use one file at the same time: every call takes a lock file, opens the store, works and closes it. In a block
    ``with store:`` the file stays open, which is faster and makes others wait.

    Args:
        path: the file; it is made by the first call that writes.
        owner: in whose name everything is done. Others' private rows do not exist for this owner; public rows can be read.
        timeout: longest wait for others; seconds.
        kind: kind of the frames that reads give: pandas, polars, arrow or duckdb.
        clock: gives the time of what is saved; the present by default.

    Example:
        >>> import promptsmith as ps, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> store = ps.Store(folder.name + "/prompts.duckdb")
        >>> saved = store.save("List the ten largest rivers.", tags=("rivers",))
        >>> store.search("river").found["prompt"].tolist()
        ['List the ten largest rivers.']
    """

    def save(
        self,
        source: Any,
        *,
        text: str | None = None,
        id: str | None = None,
        domain: str = "auto",
        name: str | Sequence[str | None] | None = None,
        tags: Sequence[str] | Sequence[Sequence[str]] = (),
        visibility: str = "private",
        note: str | None = None,
        label: str | None = None,
        neighbours: int = 5,
    ) -> Saved:
        """Save prompts with their findings and scores, and report stored ones that resemble them.

        Everything is saved in one transaction: when this returns, all of it is there; when it raises, nothing is.

        Args:
            source: what `evaluate` takes, or a `Run` that is saved without measuring again.
            text, id, domain: as in `evaluate`; the caller's id is kept as ``source_id``.
            name: name of the prompt, or one for each row.
            tags: tags of every prompt, or a sequence of tags for each row.
            visibility: private (this owner alone) or public (every owner reads it).
            note: why they are saved.
            label: your own name for the version, such as 1.0.0-rc1.
            neighbours: how many similar stored prompts are reported for each; 0 asks for none. They never hinder the save.

        Returns:
            A `Saved` with the tables saved (one row per saved prompt, in order), similar and errors (rows without a text).

        Raises:
            InputError, MissingColumnError, UnsupportedInputError, UnknownNameError: as `evaluate`; or names or tags do not fit the rows.
            StoreError, StoreTimeoutError: the file cannot be used.
        """
        from promptsmith.store.saving import Batch, save_batch

        check_name("visibility", visibility, stored.VISIBILITIES)
        run = self._measured(source, text, id, domain)
        batch = Batch.of(run.tables, names=name, tags=tags, is_single=run.kind == "str")
        when = self._clock()
        with self.connection(write=True) as connection:
            saved, similar = save_batch(
                connection,
                batch,
                {"version": run.version, "ruleset": run.ruleset, "weights": run.weights},
                owner=self.owner,
                visibility=visibility,
                note=note,
                label=label,
                neighbours=neighbours,
                when=when,
            )
        return self._saved(saved, similar, run.tables["errors"])

    def get(self, prompt_id: str | Iterable[str] | None = None, *, version: int | None = None) -> Any:
        """Return stored prompts as a frame: one id, several in their order, or without ids every one this owner may see.

        Args:
            prompt_id: an id, or several.
            version: which version; the newest by default.

        Raises:
            UnknownNameError: there is no such prompt for this owner, or no such version.
        """
        from promptsmith.store.prompts import read_prompts

        ids = None if prompt_id is None else listed(prompt_id)
        with self.connection() as connection:
            table = read_prompts(connection, ids, self.owner, version=version)
        return self._frame(table)

    def update(
        self,
        prompt_id: str,
        prompt: str,
        *,
        domain: str = "auto",
        note: str | None = None,
        label: str | None = None,
        on_version: int | None = None,
        neighbours: int = 5,
    ) -> Saved:
        """Save a new version of a prompt; older ones stay in its history.

        Args:
            prompt_id: the prompt.
            prompt: the new text.
            domain: as in `evaluate`.
            note: why it was changed.
            label: your own name for the new version.
            on_version: the version that was changed; when there is a newer one by now, nothing is saved.
            neighbours: as in `save`.

        Raises:
            UnknownNameError: there is no such prompt for this owner.
            InputError: it belongs to somebody else, the text is empty, or there is a newer version.
        """
        from promptsmith.store.saving import save_version

        run = self._measured([prompt], None, None, domain)
        when = self._clock()
        with self.connection(write=True) as connection:
            saved, similar = save_version(
                connection,
                prompt_id,
                run.tables,
                {"version": run.version, "ruleset": run.ruleset, "weights": run.weights},
                owner=self.owner,
                note=note,
                label=label,
                on_version=on_version,
                neighbours=neighbours,
                when=when,
            )
        return self._saved(saved, similar, run.tables["errors"])

    def delete(self, prompt_id: str | Iterable[str], *, purge: bool = False) -> int:
        """Hide prompts from every read and return how many; with ``purge`` remove every trace of them, also of deleted ones.

        Raises:
            UnknownNameError: there is no such prompt for this owner; nothing is deleted then.
            InputError: one belongs to somebody else.
        """
        from promptsmith.store import prompts

        ids = listed(prompt_id)
        with self.connection(write=True) as connection:
            if purge:
                prompts.require_removable(connection, ids, self.owner)
                prompts.purge(connection, ids)
            else:
                prompts.require_owned(connection, ids, self.owner)
                prompts.delete(connection, ids, self._clock())
        return len(ids)

    def restore(self, prompt_id: str | Iterable[str]) -> int:
        """Bring deleted prompts back and return how many; purged ones are gone.

        Raises:
            UnknownNameError: this owner has deleted no such prompt.
        """
        from promptsmith.store import prompts

        ids = listed(prompt_id)
        with self.connection(write=True) as connection:
            prompts.restore(connection, ids, self.owner)
        return len(ids)

    def publish(self, prompt_id: str | Iterable[str], visibility: str = "public") -> int:
        """Make prompts public, or private again, and return how many.

        Raises:
            UnknownNameError: there is no such prompt for this owner, or the visibility is not known.
            InputError: one belongs to somebody else.
        """
        from promptsmith.store import prompts

        check_name("visibility", visibility, stored.VISIBILITIES)
        ids = listed(prompt_id)
        with self.connection(write=True) as connection:
            prompts.require_owned(connection, ids, self.owner)
            prompts.set_visibility(connection, ids, visibility, self._clock())
        return len(ids)

    def tag(self, prompt_id: str | Iterable[str], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Any:
        """Add and remove tags and return the prompts as a frame.

        Raises:
            UnknownNameError: there is no such prompt for this owner.
            InputError: one belongs to somebody else.
        """
        from promptsmith.store import prompts

        ids = listed(prompt_id)
        with self.connection(write=True) as connection:
            prompts.require_owned(connection, ids, self.owner)
            prompts.change_tags(connection, ids, _tags(add), _tags(remove), self._clock())
            table = prompts.read_prompts(connection, ids, self.owner)
        return self._frame(table)

    def search(
        self,
        words: str = "",
        *,
        match: str = "any",
        domain: str | None = None,
        tags: Sequence[str] = (),
        findings: Sequence[str] = (),
        min_score: float | None = None,
        visibility: str | None = None,
        owner: str | None = None,
        sort: str = "relevance",
        limit: int = 20,
        offset: int = 0,
    ) -> Found:
        """Find stored prompts by their words and by what is known of them.

        Args:
            words: words of text or name, in any form of English or Spanish inflection; empty finds everything.
            match: ``any`` of the words (those that hold more of them come first), or ``all``.
            domain, visibility, owner: only these.
            tags, findings: only prompts with all of these tags, and with all of these codes of findings.
            min_score: only prompts with at least this overall; those without a score are left out.
            sort: relevance (BM25; without words the newest change first), score, created or updated; the highest or newest first.
            limit, offset: which part of the result is returned; ``total`` counts all.

        Returns:
            A `Found` with the table found.

        Raises:
            UnknownNameError: match, sort or visibility is not known.
            InputError: a number is out of range.
        """
        from promptsmith.store.search import Query, search

        query = Query(
            words, match, domain, _tags(tags), _tags(findings), min_score, visibility, owner, sort, limit, offset
        ).checked()  # fmt: skip
        with self.connection() as connection:
            table, total = search(connection, query, self.owner)
        return Found({"found": table}, self.kind, "", "", VERSION, total=total)

    def history(self, prompt_id: str) -> Any:
        """Return the versions of a prompt as a frame, the newest first.

        Raises:
            UnknownNameError: there is no such prompt for this owner.
        """
        from promptsmith.store.versions import read_history

        with self.connection() as connection:
            table = read_history(connection, prompt_id, self.owner)
        return self._frame(table)

    def diff(self, prompt_id: str, old: int = -2, new: int = -1) -> Difference:
        """Return what changed between two versions: lines of the text, and limits.

        Args:
            prompt_id: the prompt.
            old, new: versions; negative ones count from the newest, -1.

        Raises:
            UnknownNameError: there is no such prompt for this owner, or no such version.
        """
        from promptsmith.store.saving import text_diff
        from promptsmith.store.versions import chosen_version, limit_changes, read_history, texts_of

        with self.connection() as connection:
            texts = texts_of(read_history(connection, prompt_id, self.owner))
        first, second = (chosen_version(texts, version, prompt_id) for version in (old, new))
        changes = limit_changes(prompt_id, texts[first], texts[second])
        text = text_diff(texts[first], texts[second], first, second)
        return Difference({"constraint_changes": changes}, self.kind, "", "", VERSION, text=text, versions=(first, second))

    def revert(self, prompt_id: str, version: int = -2) -> Saved:
        """Make the text of an older version the newest one again, as a new version; nothing of the history is lost.

        Args:
            prompt_id: the prompt.
            version: the version to go back to; negative ones count from the newest, -1.

        Raises:
            UnknownNameError: there is no such prompt for this owner, or no such version.
            InputError: it belongs to somebody else.
        """
        from promptsmith.store.versions import chosen_version, read_history, texts_of

        with self.connection(write=True) as connection:
            texts = texts_of(read_history(connection, prompt_id, self.owner))
            number = chosen_version(texts, version, prompt_id)
            return self.update(prompt_id, texts[number], note=f"reverted to version {number}")

    def _measured(self, source: Any, text: str | None, id: str | None, domain: str) -> Run:
        from promptsmith.api import evaluate

        return source if isinstance(source, Run) else evaluate(source, text=text, id=id, domain=domain)

    def _saved(self, saved: pa.Table, similar: pa.Table, errors: pa.Table) -> Saved:
        return Saved({"saved": saved, "similar": similar, "errors": errors}, self.kind, "", "", VERSION)


def _tags(tags: Sequence[str]) -> list[str]:
    return [tags] if isinstance(tags, str) else list(tags)
