"""The domain rules engine: what a topic makes worth saying, and words a team wants replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from promptsmith.errors import RuleDefinitionError, shorten, suggest
from promptsmith.rewrite.edits import Missing
from promptsmith.rewrite.sections import open_points_start
from promptsmith.text.batch import fold
from promptsmith.text.document import Document

Condition = Callable[[Mapping[str, Any]], bool]

CATEGORIES = ("structure", "specificity", "performance", "security", "wording", "enhancement")


@dataclass(frozen=True)
class DomainRule:
    """One rule of a domain. It has a section or a replacement, not both.

    Attributes:
        id: unique name.
        domain: the domain it belongs to.
        category: structure, specificity, performance, security, wording or enhancement.
        pattern: terms that bring the topic up, compared as whole words without regard to letter case, in the user's own words only
            (`terms_pattern` says what a term may look like).
        section: the question to state an assumption for, by language (``en``, ``es``).
        replacement: words put in place of each term. Only for rules a user registers; the built-in ones never replace words.
        unless: terms that show that the user has said it already.
        priority: 0 to 100; higher ones come first. Rules from `MUST` on are said even when nothing else is open.
        condition: takes the features of the prompt and tells whether the rule may fire.
    """

    id: str
    domain: str
    category: str
    pattern: tuple[str, ...]
    section: Mapping[str, str] = field(default_factory=dict)
    replacement: str | None = None
    unless: tuple[str, ...] = ()
    priority: int = 50
    condition: Condition | None = None

    def __post_init__(self) -> None:
        self._require(bool(self.id) and bool(self.domain), "id and domain must not be empty")
        self._require(self.category in CATEGORIES, f"category must be one of {', '.join(CATEGORIES)}, not {self.category!r}")
        self._require(bool(self.pattern) and all(term.strip() for term in self.pattern), "pattern needs at least one term")
        self._require(bool(self.section) != (self.replacement is not None), "give either a section or a replacement")
        self._require(0 <= self.priority <= 100, f"priority must be 0 to 100, not {self.priority}")
        if self.replacement is not None and self.matches.search(fold(self.replacement)):
            # Applied twice, such a rule would change the text twice.
            self._require(False, f"the replacement {shorten(self.replacement)!r} contains one of the terms it replaces")

    def _require(self, holds: bool, message: str) -> None:
        if not holds:
            raise RuleDefinitionError(f"Domain rule {self.id!r}: {message}. Correct the rule and register it again.")

    @cached_property
    def matches(self) -> re.Pattern[str]:
        """The terms as one expression over folded text."""
        return terms_pattern(self.pattern)

    @cached_property
    def said(self) -> re.Pattern[str] | None:
        """The terms of ``unless`` as one expression, or None."""
        return terms_pattern(self.unless) if self.unless else None


MUST = 80
"""Priority from which a rule speaks although the checklist of the domain is answered. Judgement: what can do harm."""


def terms_pattern(terms: Iterable[str]) -> re.Pattern[str]:
    """Return the expression that finds any of the terms as whole words in folded text, the longest first.

    ``|`` stands between alternative words and ``…`` for up to three words between two others: ``write|draft … essay|speech`` finds
    "write me a short essay". Parts of names, paths and file names (``deploy.txt``, ``/deploy``, ``my_table``) are no words.
    """
    ordered = sorted({fold(term.strip()) for term in terms}, key=lambda term: (-len(term), term))
    words = [_term_pattern(term) for term in ordered if term[0].isalnum()]
    signs = [_term_pattern(term) for term in ordered if not term[0].isalnum()]
    # The edge stands once before all words, so that the search passes over the inside of a word without trying any.
    first = [rf"(?<![\w./\\@$-])(?:{'|'.join(words)})"] if words else []
    return re.compile("|".join(first + signs))


def _term_pattern(term: str) -> str:
    right = r"(?!\w|[./\\@-]\w)" if term[-1].isalnum() else ""
    return " ".join(map(_word_pattern, term.split(" "))).replace(f" {_GAP} ", _GAP) + right


_GAP = r"(?: [\w'-]+,?){0,3}? "


def _word_pattern(word: str) -> str:
    if word == "…":
        return _GAP
    return f"(?:{'|'.join(map(re.escape, word.split('|')))})" if "|" in word else re.escape(word)


_registered: dict[str, DomainRule] = {}


def register_rules(rules: Iterable[DomainRule]) -> None:
    """Add rules to those of their domains, for all later calls in this process.

    Raises:
        RuleDefinitionError: an id is taken; none of the rules is added then.
    """
    new = list(rules)
    taken = {rule.id for rule in _built_in()} | set(_registered)
    for rule in new:
        if rule.id in taken:
            raise RuleDefinitionError(f"Domain rule {rule.id!r} exists already. Choose another id, or unregister_rules first.")
        taken.add(rule.id)
    _registered.update((rule.id, rule) for rule in new)
    rules_for.cache_clear()


def unregister_rules(ids: Iterable[str]) -> None:
    """Take registered rules out again; unknown ids are an error.

    Raises:
        RuleDefinitionError: an id is not registered (built-in rules cannot be taken out).
    """
    wanted = list(ids)
    for name in wanted:
        if name not in _registered:
            raise RuleDefinitionError(f"No domain rule {name!r} is registered.{suggest(name, _registered)}")
    for name in wanted:
        del _registered[name]
    rules_for.cache_clear()


@lru_cache(maxsize=64)
def rules_for(domain: str) -> tuple[DomainRule, ...]:
    """Return the rules of one domain, higher priority first, then in the order of their ids."""
    chosen = [rule for rule in (*_built_in(), *_registered.values()) if rule.domain == domain]
    return tuple(sorted(chosen, key=lambda rule: (-rule.priority, rule.id)))


@lru_cache(maxsize=1)
def _built_in() -> tuple[DomainRule, ...]:
    from promptsmith.rewrite.domain_points import POINTS

    return tuple(
        DomainRule(
            id=row.id,
            domain=row.domain,
            category=row.category,
            pattern=_terms(row.terms),
            section={"en": row.en, "es": row.es},
            unless=_terms(row.unless),
            priority=row.priority,
        )
        for row in POINTS
    )


def _terms(listed: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in listed.split(",") if term.strip())


@dataclass(frozen=True)
class Point:
    """What a rule asks to be stated: the rule, and the question in the prompt's language."""

    rule: DomainRule
    missing: Missing


def open_points(document: Document, domain: str, features: Mapping[str, Any] | None = None) -> list[Point]:
    """Return the points that the rules of a domain find open, higher priority first.

    A rule fires on terms in the user's own instruction, never in quotes, code, data or examples and never in a section that a
    rewrite added, and only when the text says none of its ``unless`` terms (there, given data and code count as said).

    Args:
        document: the prompt.
        domain: whose rules.
        features: columns of the prompt's row for the rules' conditions.
    """
    return [
        Point(rule, Missing(rule.id, rule.section.get(document.language) or rule.section.get("en") or ""))
        for rule in rules_for(domain)
        if rule.section and _fires(rule, document, features)
    ]


def replacements(
    document: Document, domain: str, features: Mapping[str, Any] | None = None
) -> list[tuple[int, int, DomainRule]]:
    """Return the spans that the replacing rules of a domain would replace, not overlapping, higher priority first chosen."""
    chosen: list[tuple[int, int, DomainRule]] = []
    for rule in rules_for(domain):
        if rule.replacement is None or not _may_fire(rule, features):
            continue
        for start, end in _own_matches(rule, document):
            if all(end <= low or high <= start for low, high, _ in chosen):
                chosen.append((start, end, rule))
    return sorted(chosen, key=lambda item: item[0])


def _fires(rule: DomainRule, document: Document, features: Mapping[str, Any] | None) -> bool:
    if not any(True for _ in _own_matches(rule, document)) or not _may_fire(rule, features):
        return False
    return rule.said is None or rule.said.search(document.folded) is None


def _may_fire(rule: DomainRule, features: Mapping[str, Any] | None) -> bool:
    return rule.condition is None or rule.condition(features or {})


def _own_matches(rule: DomainRule, document: Document) -> Iterable[tuple[int, int]]:
    """Yield where the rule's terms stand in the instruction and before any section a rewrite added."""
    border = open_points_start(document.text)
    for match in rule.matches.finditer(document.folded):
        if border is not None and match.end() > border:
            return
        if document.scope_at(match.start()) == "instruction" == document.scope_at(match.end() - 1):
            yield match.span()


_KEYS = ("id", "domain", "category", "pattern", "section", "replacement", "unless", "priority", "when")


def rules_from_mapping(mapping: Mapping[str, Any]) -> list[DomainRule]:
    """Return the rules of a mapping as a YAML or JSON file gives it.

    The mapping has one key ``rules``: a list of mappings with ``id``, ``domain``, ``category``, ``pattern`` (a term or a list),
    ``section`` (a text, or texts by language) or ``replacement``, and optionally ``unless``, ``priority`` and ``when``: bounds of
    features such as ``{complexity: {max: 0.6}, intent: {is: create}}``.

    Raises:
        RuleDefinitionError: a key is missing or unknown, or a value has the wrong form.

    Example:
        >>> rules = rules_from_mapping({"rules": [{"id": "units", "domain": "general", "category": "specificity",
        ...     "pattern": "recipe", "section": {"en": "Metric or imperial units?"}}]})
        >>> rules[0].section["en"]
        'Metric or imperial units?'
    """
    listed = mapping.get("rules") if isinstance(mapping, Mapping) else None
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise RuleDefinitionError("Domain rules need a mapping with the key 'rules' and a list of rules under it.")
    return [_rule_from(number, item) for number, item in enumerate(listed)]


def _rule_from(number: int, item: Any) -> DomainRule:
    where = f"Domain rule {number}"
    if not isinstance(item, Mapping):
        raise RuleDefinitionError(f"{where} is {type(item).__name__}, not a mapping. Write id, domain, category and pattern.")
    for key in item:
        if key not in _KEYS:
            raise RuleDefinitionError(f"{where}: unknown key {key!r}.{suggest(key, _KEYS)} Allowed: {', '.join(_KEYS)}.")
    for key in ("id", "domain", "category", "pattern"):
        if key not in item:
            raise RuleDefinitionError(f"{where}: {key!r} is missing. Required: id, domain, category, pattern.")
    section = item.get("section", {})
    priority = item.get("priority", 50)
    if not isinstance(priority, int):
        raise RuleDefinitionError(f"{where}: priority must be a whole number from 0 to 100, not {priority!r}.")
    return DomainRule(
        id=str(item["id"]),
        domain=str(item["domain"]),
        category=str(item["category"]),
        pattern=_listed(item["pattern"]),
        section={"en": section, "es": section} if isinstance(section, str) else dict(section),
        replacement=item.get("replacement"),
        unless=_listed(item.get("unless", ())),
        priority=priority,
        condition=_condition(where, item["when"]) if item.get("when") else None,
    )


def _listed(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(item) for item in value)


def _condition(where: str, bounds: Any) -> Condition:
    """Return the condition that every feature named lies within its bounds; a feature that is not known fails it."""
    if not isinstance(bounds, Mapping) or not all(isinstance(bound, Mapping) for bound in bounds.values()):
        raise RuleDefinitionError(f"{where}: 'when' maps features to bounds, for example complexity: {{max: 0.6}}.")
    for name, bound in bounds.items():
        for key in bound:
            if key not in ("min", "max", "is"):
                raise RuleDefinitionError(f"{where}: bound {key!r} of {name!r} is unknown. Allowed: min, max, is.")

    def holds(features: Mapping[str, Any]) -> bool:
        for name, bound in bounds.items():
            value = features.get(name)
            if value is None or ("is" in bound and value != bound["is"]):
                return False
            if ("min" in bound and value < bound["min"]) or ("max" in bound and value > bound["max"]):
                return False
        return True

    return holds
