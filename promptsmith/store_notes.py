"""What people add to a store beside prompts: ratings, labels, templates, examples and rules."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith import config
from promptsmith.config import check_name
from promptsmith.errors import InputError
from promptsmith.store import schema as stored
from promptsmith.store_file import StoreFile, listed

if TYPE_CHECKING:
    from promptsmith.rules._rule import Rule


class StoreNotes(StoreFile):
    """Judgements and building blocks of one owner."""

    def feedback(self, prompt_id: str, rating: int, comment: str | None = None, *, version: int | None = None) -> str:
        """Rate a prompt that this owner may read, and return the id of the judgement.

        Args:
            prompt_id: the prompt.
            rating: 1 (worst) to 5 (best).
            comment: in words.
            version: which version was used; the newest by default.

        Raises:
            UnknownNameError: there is no such prompt or version for this owner.
            InputError: the rating is no whole number from 1 to 5.
        """
        from promptsmith.store import notes

        if isinstance(rating, bool) or not isinstance(rating, int) or not 1 <= rating <= 5:
            raise InputError(f"rating={rating!r} is no whole number from 1 (worst) to 5 (best).")
        with self.connection(write=True) as connection:
            return notes.add_feedback(connection, prompt_id, rating, comment, version, self.owner, self._clock())

    def feedbacks(self, prompt_id: str | None = None) -> Any:
        """Return judgements as a frame: those this owner made, and those about this owner's prompts."""
        return self._read(stored.FEEDBACK, "created_at", {"prompt_id": prompt_id})

    def label(
        self,
        prompt_id: str | Iterable[str],
        value: float | Sequence[float],
        *,
        label: str,
        group: str | Sequence[str | None] | None = None,
    ) -> int:
        """Label the newest version of prompts for calibration, and return how many. A label of the same name is replaced.

        Args:
            prompt_id: an id, or several.
            value: the judgement as a number, or one for each id.
            label: what was judged: clarity, solved, ...
            group: rows of one group are never split between training and test; one, or one for each id.

        Raises:
            UnknownNameError: there is no such prompt for this owner.
            InputError: the numbers do not fit the ids, or one is no finite number.
        """
        import math

        from promptsmith.store import notes

        ids = listed(prompt_id)
        values = [value] * len(ids) if isinstance(value, int | float) else list(value)
        groups = [group] * len(ids) if group is None or isinstance(group, str) else list(group)
        if len(values) != len(ids) or len(groups) != len(ids):
            raise InputError(f"There are {len(ids)} ids, {len(values)} values and {len(groups)} groups. Give one for each.")
        if not all(math.isfinite(number) for number in values):
            raise InputError("A label is a finite number; leave out what is not known.")
        with self.connection(write=True) as connection:
            notes.add_labels(connection, ids, values, label, groups, self.owner, self._clock())
        return len(ids)

    def labels(self, label: str | None = None) -> Any:
        """Return this owner's labels beside their texts as a frame, as `calibrate` takes it."""
        from promptsmith.store import notes

        with self.connection() as connection:
            table = notes.read_labelled(connection, label, self.owner)
        return self._frame(table)

    def save_template(
        self,
        name: str,
        template: str,
        *,
        domain: str | None = None,
        template_type: str | None = None,
        visibility: str = "private",
    ) -> None:
        """Save a Jinja2 template under a name; the owner's template of this name is replaced.

        Raises:
            TemplateRenderError: it cannot be read as a template, or reaches for what templates may not use.
            UnknownNameError: domain, type or visibility is not known.
        """
        from promptsmith.store import notes
        from promptsmith.store.ids import new_ids
        from promptsmith.templates.render import source_variables

        check_name("visibility", visibility, stored.VISIBILITIES)
        _check_domain(domain)
        if template_type is not None:
            check_name("template type", template_type, config.TEMPLATE_TYPES)
        when = self._clock()
        row = {
            "template_id": new_ids(1, when)[0],
            "visibility": visibility,
            "name": _named(name),
            "template": template,
            "domain": domain,
            "template_type": template_type,
            "variables": source_variables(template),
        }
        with self.connection(write=True) as connection:
            notes.put(connection, stored.TEMPLATES, "name", row, self.owner, when)

    def templates(self, name: str | None = None) -> Any:
        """Return stored templates that this owner may see as a frame, by name."""
        return self._read(stored.TEMPLATES, "name", {"name": name})

    def delete_template(self, name: str) -> None:
        """Remove a template of this owner.

        Raises:
            UnknownNameError: there is none of this name.
            InputError: it belongs to somebody else.
        """
        self._remove(stored.TEMPLATES, "name", name)

    def save_example(
        self,
        input: str,
        output: str,
        *,
        prompt_id: str | None = None,
        domain: str | None = None,
        intent: str | None = None,
        visibility: str = "private",
    ) -> str:
        """Save an example of an input and the output wanted for it, and return its id.

        Raises:
            UnknownNameError: prompt, domain, intent or visibility is not known.
        """
        from promptsmith.store import prompts
        from promptsmith.store.ids import new_ids

        check_name("visibility", visibility, stored.VISIBILITIES)
        _check_domain(domain)
        if intent is not None:
            check_name("intent", intent, config.INTENTS)
        when = self._clock()
        row = {
            "example_id": new_ids(1, when)[0],
            "owner": self.owner,
            "visibility": visibility,
            "prompt_id": prompt_id,
            "domain": domain,
            "intent": intent,
            "input": input,
            "output": output,
            "created_at": prompts.naive(when),
        }
        with self.connection(write=True) as connection:
            if prompt_id is not None:
                prompts.read_prompts(connection, [prompt_id], self.owner)
            prompts.insert(connection, stored.EXAMPLES, {key: [value] for key, value in row.items()})
        return str(row["example_id"])

    def examples(self, *, prompt_id: str | None = None, domain: str | None = None, intent: str | None = None) -> Any:
        """Return stored examples that this owner may see as a frame, the oldest first."""
        return self._read(stored.EXAMPLES, "created_at", {"prompt_id": prompt_id, "domain": domain, "intent": intent})

    def delete_example(self, example_id: str) -> None:
        """Remove an example of this owner.

        Raises:
            UnknownNameError: there is none of this id.
            InputError: it belongs to somebody else.
        """
        self._remove(stored.EXAMPLES, "example_id", example_id)

    def save_rules(self, path: str | Path, *, visibility: str = "private") -> list[str]:
        """Save the rules of a YAML file, as `load_rules` reads it, and return their codes; rules of the same codes are replaced.

        Raises:
            RuleDefinitionError, InputError: a rule cannot be used; nothing is saved then.
        """
        from promptsmith.rules.user_rules import rule_texts
        from promptsmith.store import notes

        check_name("visibility", visibility, stored.VISIBILITIES)
        texts = rule_texts(path)
        when = self._clock()
        with self.connection(write=True) as connection:
            for code, text in texts.items():
                row = {"visibility": visibility, "code": code, "definition": text}
                notes.put(connection, stored.CUSTOM_RULES, "code", row, self.owner, when)
        return list(texts)

    def load_rules(self) -> tuple[Rule, ...]:
        """Return this owner's stored rules, ready for ``user_rules=`` of `evaluate`."""
        from promptsmith.rules.user_rules import read_rules
        from promptsmith.store import notes

        with self.connection() as connection:
            rows = notes.read_all(connection, stored.CUSTOM_RULES, self.owner, "code", {"owner": self.owner}).to_pylist()
        if not rows:
            return ()
        with tempfile.TemporaryDirectory() as folder:
            for row in rows:
                Path(folder, f"{row['code']}.yaml").write_text(row["definition"], encoding="utf-8")
            return read_rules(folder)

    def rules(self) -> Any:
        """Return stored rules that this owner may see as a frame, by code."""
        return self._read(stored.CUSTOM_RULES, "code", {})

    def delete_rule(self, code: str) -> None:
        """Remove a rule of this owner.

        Raises:
            UnknownNameError: there is none of this code.
            InputError: it belongs to somebody else.
        """
        self._remove(stored.CUSTOM_RULES, "code", code)

    def _read(self, table: Any, order: str, where: dict[str, Any]) -> Any:
        from promptsmith.store import notes

        with self.connection() as connection:
            rows = notes.read_all(connection, table, self.owner, order, where)
        return self._frame(rows)

    def _remove(self, table: Any, key: str, value: str) -> None:
        from promptsmith.store import notes

        with self.connection(write=True) as connection:
            notes.remove(connection, table, key, value, self.owner)


def _check_domain(domain: str | None) -> None:
    if domain is not None:
        check_name("domain", domain, config.BUILT_IN_DOMAINS)


def _named(name: str) -> str:
    if not isinstance(name, str) or not name.strip():
        raise InputError(f"name={name!r} is no name. Give a text.")
    return name.strip()
