"""Rules of the user keep the same laws as built-in ones, and `promptsmith.testing.check_rule` says which law is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import promptsmith as ps
from promptsmith.rules._registry import all_rules
from promptsmith.rules._rule import Example, Finding, Rule
from promptsmith.testing import check_rule
from promptsmith.text.document import Document

HOUSE = """
rules:
  - code: ACM101
    name: empty-praise
    kind: existence
    message: "'{match}' says nothing that can be checked."
    languages: [en, es]
    tokens: [world-class, best-in-class, de primer nivel]
    exceptions: [world-class index]
    examples:
      bad:
        - Describe our ⟦world-class⟧ service.
        - {text: Describe nuestro servicio ⟦de primer nivel⟧., language: es}
      good:
        - Describe our service in three sentences.
        - {text: Plot the world-class index by year., because: a name}
        - {text: Describe nuestro servicio en tres frases., language: es}
  - code: ACM102
    name: plain-verb
    kind: substitution
    fix: safe
    swap: {utilise: use, "/\\\\bin order to\\\\b/": to}
    examples:
      bad: ["⟦Utilise⟧ the table below.", "Sort the rows ⟦in order to⟧ compare them."]
      good: [Use the table below., {text: The word utiliser is French., because: part of a word}, Sort the rows to compare them.]
  - code: ACM103
    name: too-many-musts
    kind: occurrence
    tokens: must
    max: 1
    message: "'must' stands {count} times; {limit} is the limit."
    examples:
      bad: ["You must name a lake. You ⟦must⟧ name a river.", "Must I ask? You ⟦must⟧ answer."]
      good: [You must name a river., Name a river., {text: You must visit a mustard factory., because: part of a word}]
  - code: ACM104
    name: two-spellings
    kind: consistency
    either: {colour: color, grey: gray}
    examples:
      bad: ["Name a colour. Then a second ⟦color⟧.", "Paint the gray wall. Leave the ⟦grey⟧ door."]
      good: [Name a colour. Name a second colour., Name a color., {text: Paint the colour gray., because: two different words}]
  - code: ACM105
    name: acronym-without-name
    kind: conditional
    ignorecase: false
    first: '/\\b([A-Z]{3,5})\\b/'
    second: '/\\(([A-Z]{3,5})\\)/'
    exceptions: [SQL]
    examples:
      bad: [Explain the ⟦KPI⟧ of the team., Compare the ⟦ROI⟧ and the net present value (NPV).]
      good:
        - Explain the key performance indicator (KPI) and plot the KPI.
        - {text: Write SQL for it., because: everybody knows it}
        - Explain the plan.
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rule]:
    file = tmp_path_factory.mktemp("house") / "acme.yml"
    file.write_text(HOUSE, encoding="utf-8")
    return {rule.code: rule for rule in ps.load_rules(file)}


@pytest.mark.parametrize("code", ["ACM101", "ACM102", "ACM103", "ACM104", "ACM105"])
def test_a_rule_of_each_kind_keeps_the_contract(house: dict[str, Rule], code: str) -> None:
    check_rule(house[code])


@pytest.mark.parametrize("code", ["ECO901", "UNI1101", "SQL1401", "STR702", "MNT1390"])
def test_built_in_rules_keep_the_contract(code: str) -> None:
    check_rule(all_rules()[code])


def naming(word: str, **told: Any) -> Any:
    """A check that finds each occurrence of a word."""

    def check(document: Document) -> Iterator[Finding]:
        start = document.folded.find(word)
        while start >= 0:
            yield Finding(start, start + len(word), **{"message": f"'{word}' is not written here.", **told})
            start = document.folded.find(word, start + 1)

    return check


def raising(document: Document) -> Iterator[Finding]:
    raise ZeroDivisionError("no words")


def beyond(document: Document) -> Iterator[Finding]:
    start = document.text.index("a ")
    yield Finding(start, start + 7, "Here.", related=((0, 10_000),))


def short_only(features: Any) -> Any:
    return features["n_chars"] < 40


SPACED = (Example("⟦Utilise ⟧the table below."), Example("Then ⟦utilise ⟧it."))
LONG = (Example("Utilise the table that stands at the very end of this text.", because="the gate is closed"),)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "plain"}, "Rule ACM102: the name 'plain' is not words joined by '-'."),
        ({"summary": "no sentence"}, "the summary 'no sentence' is not a sentence"),
        ({"why": "no"}, "the reason 'no' is not a sentence"),
        ({"since": "today"}, "since 'today' is not a version"),
        ({"sources": ()}, "it names no source"),
        ({"bad": ()}, "it has 0 bad examples; 2 are needed"),
        ({"good": (Example("a"), Example("b"))}, "it has 2 good examples; 3 are needed"),
        ({"good": (Example("a"), Example("b"), Example("c"))}, "no good example is a near miss"),
        ({"triggers": (), "gate": None}, "neither triggers nor a gate"),
        ({"precision": 0.99}, "the precision 0.99 does not go with the status preview"),
        ({"languages": ("en", "es")}, "it claims the language es and has no bad example of it"),
        ({"bad": (Example("Name it."), Example("Utilise it."))}, "a bad example marks no place"),
        ({"bad": (Example("⟦Name⟧ it. Utilise it."),) * 2}, "the first marked place is not found, but 'Utilise'"),
        (
            {"bad": (Example("⟦Utilise⟧ it. Then utilise me."),) * 2},
            "a place is found that is not marked: 'Utilise', 'utilise'",
        ),
        ({"bad": (Example("⟦Utilise⟧ it. ⟦Then⟧ go."),) * 2}, "a marked place is not found; found: 'Utilise'"),
        (
            {"good": (Example("Utilise it.", because="no"),) * 3},
            "a good example has the finding 'Utilise'. Example: 'Utilise it.'",
        ),
        ({"check": naming("utilise", message="No stop")}, "'No stop' is not a sentence"),
        ({"check": naming("utilise", message=r"Not (?:a)\b.")}, "shows a regular expression"),
        ({"check": naming("utilise", message="It is None.")}, "'It is None.' lacks a value"),
        ({"check": raising}, "its check raised: Rule ACM102 failed: ZeroDivisionError: no words"),
        ({"triggers": ("the tables",)}, "the first marked place is not found, but nothing"),
        ({"gate": short_only, "good": (*LONG, Example("a"), Example("b"))}, "its triggers or its gate lose a finding"),
        ({"gate": lambda features: features["n_chars"] > 1000}, "the first marked place is not found, but nothing"),
        ({"fix": "none"}, "it offers a replacement and says that it has no fix"),
        ({"check": naming("utilise "), "bad": SPACED}, "it says that it has a fix, and no bad example is fixed"),
        ({"check": naming("utilise ", replacement="utilise  "), "bad": SPACED}, "in which it finds more to fix"),
    ],
)
def test_each_broken_law_is_named(house: dict[str, Rule], changes: dict[str, Any], message: str) -> None:
    base = replace(house["ACM102"], bad=(Example("⟦Utilise⟧ the table below."), Example("Then ⟦utilise⟧ it.")))

    with pytest.raises(AssertionError) as error:
        check_rule(replace(base, **changes))

    assert str(error.value).startswith("Rule ACM102: ")
    assert message in str(error.value)


def test_a_span_outside_the_text_is_named() -> None:
    base = all_rules()["ECO901"]
    bad = (Example("Be ⟦a river⟧ now."), Example("Be ⟦a river⟧ now."))
    with pytest.raises(AssertionError, match="the span 0-10000 is outside the text"):
        check_rule(replace(base, code="ACM109", check=beyond, bad=bad, languages=("any",), gate=None, triggers=("a",)))


def test_a_rule_that_reads_what_is_only_shown_is_named() -> None:
    def shown(document: Document) -> Iterator[Finding]:
        start = document.text.find("utilise")
        if document.text.startswith(SHOWS):  # the place is outside of what is shown, the reason inside
            start = len(document.text)
        yield Finding(start, min(start + 7, len(document.text)), "Here.")

    rule = replace(
        all_rules()["ECO901"], code="ACM109", check=shown, scopes=("instruction",), fix="none", languages=("any",), gate=None,
        triggers=("utilise",), bad=(Example("Now ⟦utilise⟧ it."), Example("Do ⟦utilise⟧ it.")),
        good=(Example("a", because="x"), Example("b"), Example("c")),
    )  # fmt: skip

    with pytest.raises(AssertionError, match="not silent on a bad example in a code fence"):
        check_rule(rule)


SHOWS = "Explain what this prompt does."
