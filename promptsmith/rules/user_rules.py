"""Rules of the user's own, read from YAML: existence, substitution, occurrence, consistency and conditional."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from promptsmith.config import BUILT_IN_DOMAINS, SCOPES, SEVERITIES
from promptsmith.errors import InputError, RuleDefinitionError, shorten, unknown
from promptsmith.rules._rule import FIXES, Check, Example, Features, Rule
from promptsmith.rules.user_kinds import Conditional, Consistency, Existence, Occurrence, Substitution, Wording, Words
from promptsmith.rules.user_patterns import PatternError, compile_pattern

ENDINGS = (".yml", ".yaml")
LANGUAGES = ("any", "en", "es")
COMMON = (
    "code", "name", "kind", "severity", "message", "suggestion", "summary", "why", "source", "since", "scopes", "languages",
    "domain", "off", "ignorecase", "examples",
)  # fmt: skip
KINDS = {
    "existence": ("tokens", "exceptions"),
    "substitution": ("swap", "exceptions", "fix"),
    "occurrence": ("tokens", "max", "min"),
    "consistency": ("either",),
    "conditional": ("first", "second", "exceptions"),
}
"""Keys of each kind besides the common ones."""

_MESSAGES = {
    "existence": "{match!} is not written here.",
    "substitution": "{match!} is written {new!} here.",
    "occurrence": "This is written {count} times; the limit is {limit}.",
    "consistency": "{match!} stands beside {other!}: one form is enough.",
    "conditional": "{match!} lacks what must go with it.",
}
_FIELDS = {"substitution": ("match", "new"), "occurrence": ("match", "count", "limit"), "consistency": ("match", "other")}
_FIELD = re.compile(r"\{([a-z]+)\}")


def read_rules(path: str | Path) -> tuple[Rule, ...]:
    """Return the rules in a YAML file, or in all YAML files below a folder, ordered by code.

    Raises:
        InputError: there is no such file or folder, or it holds no YAML.
        RuleDefinitionError: a rule cannot be used; the message names the file, the rule and the key.
    """
    found: dict[str, tuple[Rule, Path]] = {}
    for file in _files(Path(path).expanduser()):
        stat = os.stat(file)
        for rule in _read_file(file, stat.st_mtime_ns, stat.st_size):
            if rule.code in found:
                raise RuleDefinitionError(f"{file}: the rule {rule.code} is declared twice, first in {found[rule.code][1]}.")
            found[rule.code] = rule, file
    return tuple(found[code][0] for code in sorted(found))


def rule_texts(path: str | Path) -> dict[str, str]:
    """Return each rule of `read_rules` as a YAML file of its own, by code.

    Raises:
        InputError, RuleDefinitionError: as `read_rules`.
    """
    codes = {rule.code for rule in read_rules(path)}
    written: dict[str, str] = {}
    for file in _files(Path(path).expanduser()):
        for values in yaml.load(file.read_text(encoding="utf-8-sig"), _Loader)["rules"]:
            written[str(values["code"])] = yaml.safe_dump({"rules": [values]}, allow_unicode=True, sort_keys=False)
    return {code: text for code, text in sorted(written.items()) if code in codes}


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    files = sorted(file for file in path.rglob("*") if file.suffix.lower() in ENDINGS and file.is_file())
    if not files:
        what = f"holds no {' or '.join(ENDINGS)} file" if path.is_dir() else "does not exist"
        raise InputError(f"The path of rules {str(path)!r} {what}. Give a YAML file of rules or a folder of them.")
    return files


@lru_cache(maxsize=256)
def _read_file(file: Path, changed: int, size: int) -> tuple[Rule, ...]:
    """Return the rules of a file as it is now; ``changed`` and ``size`` let an unchanged file be read once."""
    try:
        content = yaml.load(file.read_text(encoding="utf-8-sig"), _Loader)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{file} is not YAML: {' '.join(str(error).split())}") from error
    listed = content.get("rules") if isinstance(content, Mapping) else None
    if not isinstance(listed, list) or len(content) > 1:
        raise RuleDefinitionError(f"{file}: it must hold one key 'rules' with a list of rules, and nothing else.")
    rules = tuple(_Definition.of(file, number, values).rule() for number, values in enumerate(listed, start=1))
    names: set[str] = set()
    for rule in rules:
        if rule.code in names or rule.name in names:
            raise RuleDefinitionError(f"{file}: the code or name of {rule.code} ({rule.name}) is declared twice.")
        names |= {rule.code, rule.name}
    return rules


class _Loader(yaml.SafeLoader):
    """Reads plain values only, and refuses a key that stands twice: the second would silently win.

    Only ``true`` and ``false`` are truth values, as in YAML 1.2: a list of words may hold ``no``, and ``off`` is a key.
    """

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", node.value[number][0].start_mark
                )
        return super().construct_mapping(node, deep=deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|false|False)$"), list("tTfF"))


@dataclass(frozen=True)
class HasText:
    """The gate of a rule without triggers: every text that is not empty."""

    def __call__(self, features: Features) -> Any:
        """Return which rows hold a character."""
        return features["n_chars"] >= 1


@dataclass(frozen=True)
class _Definition:
    """One rule as written, with the place for messages."""

    file: Path
    label: str
    values: Mapping[str, Any]

    @classmethod
    def of(cls, file: Path, number: int, values: Any) -> _Definition:
        if not isinstance(values, Mapping):
            raise RuleDefinitionError(f"{file}: rule {number} is {shorten(repr(values))}, not a mapping of keys to values.")
        code = values.get("code")
        return cls(file, code if isinstance(code, str) else f"number {number}", values)

    def rule(self) -> Rule:
        """Return the rule.

        Raises:
            RuleDefinitionError: a key is missing, not known, or has a value that is not allowed.
        """
        kind = self.choice("kind", tuple(KINDS), required=True)
        for key in self.values:
            if key not in (*COMMON, *KINDS[kind]):
                raise self.error(key, unknown(f"key of {kind} rules", key, (*COMMON, *KINDS[kind])))
        code, name = self.text("code", required=True), self.text("name", required=True)
        if not re.fullmatch(r"[A-Z]{3}\d{3,4}", code):
            raise self.error("code", f"{code!r} is not three capital letters and 3 or 4 digits, like ACM101.")
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", name):
            raise self.error("name", f"{name!r} is not two or more small words joined by '-', like product-name.")
        languages = self.choices("languages", LANGUAGES, ("any",))
        fix = self.choice("fix", FIXES, default="none")
        check, literals = self.check(kind, code, self.scopes, languages, fix != "none")
        bad, good = self.examples()
        return Rule(
            code=code,
            name=name,
            severity=self.choice("severity", SEVERITIES, default="warning"),
            status="preview",
            since=self.text("since") or "0.1",
            summary=self.text("summary") or f"{name.replace('-', ' ').capitalize()}.",
            why=self.text("why") or "A rule of your own.",
            evidence="J",
            sources=(self.text("source") or self.file.name,),
            languages=languages,
            scopes=self.scopes,
            fix=fix,
            bad=bad,
            good=good,
            check=check,
            triggers=literals,
            gate=None if literals else HasText(),
            domain=self.choice("domain", BUILT_IN_DOMAINS) or None,
            off=self.flag("off", False),
        )

    def check(
        self, kind: str, code: str, scopes: tuple[str, ...], languages: tuple[str, ...], fixes: bool
    ) -> tuple[Check, tuple[str, ...]]:
        """Return the check of a kind, and the literals without one of which it never finds anything (empty: it reads every text)."""
        low = self.number("min") or 0
        gates = {"existence": "tokens", "substitution": "swap", "occurrence": "tokens", "conditional": "first"}
        if kind == "consistency":
            wanted = [term for pair in self.pairs("either") for term in pair]
        elif kind == "substitution":
            wanted = [old for old, _ in self.pairs("swap")]
        else:
            wanted = list(self.terms(gates[kind], required=True))
        reads_all = low > 0 or any(map(_is_pattern, wanted))
        triggers = () if reads_all else tuple(dict.fromkeys(wanted))

        def words(terms: Iterable[str], *, triggered: bool = False) -> Words:
            literals, patterns = self.split(terms)
            return Words(code, literals, patterns, scopes, self.flag("ignorecase", True), triggered and not reads_all)

        exceptions = words(self.terms("exceptions"))
        wording = Wording(*self.messages(kind), languages)
        if kind == "existence":
            return Existence(words(wanted, triggered=True), exceptions, wording), triggers
        if kind == "substitution":
            swap = tuple((words([old], triggered=True), new) for old, new in self.pairs("swap"))
            return Substitution(swap, exceptions, wording, fixes), triggers
        if kind == "consistency":
            either = tuple((words([a], triggered=True), words([b], triggered=True)) for a, b in self.pairs("either"))
            return Consistency(either, wording), triggers
        if kind == "conditional":
            second = words(self.terms("second", required=True))
            return Conditional(words(wanted, triggered=True), second, exceptions, wording), triggers
        high = self.number("max")
        if high is None and not low:
            raise self.error("max", "is missing: an occurrence rule needs 'max', 'min' or both.")
        if high is not None and high < low:
            raise self.error("max", f"{high} is below min, {low}.")
        return Occurrence(words(wanted, triggered=True), low, high, wording), triggers

    @property
    def scopes(self) -> tuple[str, ...]:
        """Scopes of the rule; the user's own words when nothing is said."""
        return self.choices("scopes", SCOPES, ("instruction", "context"))

    def error(self, key: object, message: str) -> RuleDefinitionError:
        return RuleDefinitionError(f"{self.file}: rule {self.label}: {key}: {message}")

    def text(self, key: str, *, required: bool = False) -> str:
        value = self.values.get(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or not value.strip():
            raise self.error(
                key, "is missing." if value is None else f"{shorten(repr(value))} is not text. Put it between quotes."
            )
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.error(key, f"{shorten(repr(value))} is not true or false.")
        return value

    def number(self, key: str) -> int | None:
        value = self.values.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            raise self.error(key, f"{shorten(repr(value))} is not a whole number from 0.")
        return value

    def choice(self, key: str, allowed: Sequence[str], *, default: str = "", required: bool = False) -> str:
        value = self.text(key, required=required) or default
        if value and value not in allowed:
            raise self.error(key, unknown(key, value, allowed))
        return value

    def choices(self, key: str, allowed: Sequence[str], default: tuple[str, ...]) -> tuple[str, ...]:
        values = self.terms(key) or default
        for value in values:
            if value not in allowed:
                raise self.error(key, unknown(key.removesuffix("s"), value, allowed))
        return values

    def terms(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts; one text counts as a list of one."""
        value = self.values.get(key)
        values = [] if value is None else [value] if isinstance(value, str) else value
        if not isinstance(values, list) or (required and not values):
            raise self.error(key, "is missing." if value is None else f"{shorten(repr(value))} is not a list of texts.")
        for item in values:
            if not isinstance(item, str) or not item.strip():
                raise self.error(key, f"{shorten(repr(item))} is not text. Put it between quotes.")
        return tuple(values)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return a mapping of texts as pairs."""
        value = self.values.get(key)
        if not isinstance(value, Mapping) or not value:
            raise self.error(
                key, "is missing." if value is None else f"{shorten(repr(value))} is not a mapping of text to text."
            )
        for item in (item for pair in value.items() for item in pair):
            if not isinstance(item, str) or not (item.strip() or item in value.values()):
                raise self.error(key, f"{shorten(repr(item))} is not text. Put it between quotes.")
        return tuple(value.items())

    def split(self, terms: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the literals, and the expressions between slashes without these.

        Raises:
            RuleDefinitionError: an expression is malformed or may take too long.
        """
        literals, patterns = [], []
        for term in terms:
            if not _is_pattern(term):
                literals.append(term)
                continue
            try:
                compile_pattern(term[1:-1], self.flag("ignorecase", True))
            except PatternError as error:
                raise self.error("expression", f"{shorten(term)} {error}.") from error
            patterns.append(term[1:-1])
        return tuple(literals), tuple(patterns)

    def messages(self, kind: str) -> tuple[str, str | None]:
        """Return message and suggestion, whose fields must be known."""
        standard = re.sub(r"\{(\w+)!\}", r"'{\1}'", _MESSAGES[kind])
        message, suggestion = self.text("message") or standard, self.text("suggestion") or None
        for key, told in (("message", message), ("suggestion", suggestion or "")):
            for field in _FIELD.findall(told):
                if field not in _FIELDS.get(kind, ("match",)):
                    raise self.error(key, unknown("field", field, _FIELDS.get(kind, ("match",))))
        if suggestion is None and kind == "substitution":
            suggestion = "Write '{new}'."
        return message, suggestion

    def examples(self) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
        """Return the bad and the good examples."""
        value = self.values.get("examples", {})
        if not isinstance(value, Mapping) or not set(value) <= {"bad", "good"}:
            raise self.error("examples", f"{shorten(repr(value))} is not a mapping with the lists 'bad' and 'good'.")
        return self._examples(value.get("bad", [])), self._examples(value.get("good", []))

    def _examples(self, listed: Any) -> tuple[Example, ...]:
        keys: Mapping[str, Callable[[Any], bool]] = dict.fromkeys(
            ("text", "language", "because"), lambda item: isinstance(item, str)
        )
        examples = []
        for item in listed if isinstance(listed, list) else [listed]:
            given = {"text": item} if isinstance(item, str) else item
            if (
                not isinstance(given, Mapping)
                or "text" not in given
                or not all(k in keys and keys[k](v) for k, v in given.items())
            ):
                raise self.error(
                    "examples", f"{shorten(repr(item))} is not a text, or a mapping of text, language and because."
                )
            examples.append(Example(given["text"], given.get("language", "en"), given.get("because", "")))
        return tuple(examples)


def _is_pattern(term: str) -> bool:
    return len(term) > 2 and term[0] == term[-1] == "/"
