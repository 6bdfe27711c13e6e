"""The domain rules engine: priorities, conditions, what settles a point, registered rules and replacements."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from promptsmith.errors import RuleDefinitionError
from promptsmith.rewrite.domain_points import POINTS
from promptsmith.rewrite.domain_rules import (
    CATEGORIES,
    DomainRule,
    open_points,
    register_rules,
    replacements,
    rules_for,
    rules_from_mapping,
    terms_pattern,
    unregister_rules,
)
from promptsmith.text.document import Document


def ids(text: str, domain: str) -> list[str]:
    return [point.missing.id for point in open_points(Document.of(text), domain)]


@pytest.fixture
def registered() -> Iterator[list[str]]:
    names: list[str] = []
    yield names
    unregister_rules(names)


@pytest.mark.parametrize(
    ("domain", "text", "expected"),
    [
        ("sql", "Make a table of products with prices.", ["sql-money", "sql-table"]),
        ("sql", "Haz una tabla de productos con precios.", ["sql-money", "sql-table"]),
        ("sql", "This query is slow, make it faster.", ["sql-speed"]),
        ("sql", "Esta consulta es lenta, acelera.", ["sql-speed"]),
        ("sql", "Store passwords of members.", ["sql-credentials"]),
        ("sql", "Update several tables at once.", ["sql-transaction"]),
        ("sql", "Back up the archive every night.", ["sql-backup"]),
        ("sql", "Rewrite tbl_usr.", ["sql-naming"]),
        ("branding", "Write a slogan and a newsletter.", ["brand-audience"]),
        ("branding", "Escribe un eslogan.", ["brand-audience"]),
        ("cine", "Write a scene in a kitchen.", ["cine-shot", "cine-light"]),
        ("cine", "Escribe una escena en una cocina.", ["cine-shot", "cine-light"]),
        ("saas", "Write user stories about exports.", ["saas-acceptance"]),
        ("saas", "Escribe historias de usuario.", ["saas-acceptance"]),
        ("devops", "Deploy the service.", ["devops-rollback"]),
        ("devops", "Despliega el servicio.", ["devops-rollback"]),
        ("devops", "Delete all old images.", ["devops-destroy"]),
        ("general", "Write me a short essay on bees.", ["text-audience"]),
        ("general", "Escribe un ensayo sobre abejas.", ["text-audience", "text-length"]),
        ("sql", "Write a marketing email.", []),
        ("general", "Read the following article and name its author.", []),
        ("devops", "Read `deploy.log` and ./deploy.sh and deploy_all.", []),
    ],
)
def test_topics_raise_their_points(domain: str, text: str, expected: list[str]) -> None:
    assert ids(text, domain) == expected


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        ("sql", "Make a table of products: price DECIMAL(10, 2), id INTEGER primary key."),
        ("branding", "Write a slogan for parents of toddlers; the audience is tired."),
        ("cine", "Write a scene: close-up, golden hour."),
        ("devops", "Deploy the service with a rollback."),
        ("devops", "Despliega el servicio con vuelta atrás."),
    ],
)
def test_what_the_user_says_settles_the_point(domain: str, text: str) -> None:
    assert ids(text, domain) == []


def test_quotes_code_data_and_examples_raise_nothing() -> None:
    text = 'Translate "deploy the service" and `deploy`.\n\n<data>\ndeploy it\n</data>\n\n```\ndeploy\n```'
    assert ids(text, "devops") == []


def test_words_that_a_rewrite_added_raise_nothing() -> None:
    assert ids("Name it.\n\n## Open points\n- How is a failed release rolled back? deploy", "devops") == []


def test_higher_priority_comes_first_and_ties_are_in_the_order_of_ids() -> None:
    for domain in ("sql", "branding", "cine", "saas", "devops", "general"):
        rules = rules_for(domain)
        assert [(-rule.priority, rule.id) for rule in rules] == sorted((-rule.priority, rule.id) for rule in rules)
        assert len(rules) >= 5


def test_built_in_rules_are_complete_and_short_in_both_languages() -> None:
    assert len({row.id for row in POINTS}) == len(POINTS)
    for row in POINTS:
        assert row.category in CATEGORIES
        assert row.en.endswith("?")
        assert row.es.startswith("¿")
        assert row.es.endswith("?")
        assert len(row.en.split()) <= 11, row.id
        assert len(row.es.split()) <= 13, row.id


def test_no_question_settles_or_raises_another_point_of_its_domain() -> None:
    # Otherwise a second rewrite of a text could see other points than the first.
    for row in POINTS:
        for language in (row.en, row.es):
            text = f"Name it.\n\n## Open points\n- {language}"
            assert ids(text, row.domain) == []


def test_terms_may_have_alternatives_and_gaps() -> None:
    pattern = terms_pattern(["write|draft … essay|speech"])
    assert pattern.search("please write me a short essay")
    assert pattern.search("draft essay")
    assert not pattern.search("write about an old and forgotten essay")  # four words lie between
    assert not pattern.search("rewrite an essay")


def test_a_registered_rule_fires_and_can_be_taken_out(registered) -> None:
    rule = DomainRule(
        "kitchen-units", "food", "specificity", ("recipe", "receta"), {"en": "Metric or imperial?", "es": "¿Qué medidas?"}
    )
    register_rules([rule])
    registered.append("kitchen-units")
    assert ids("Write a recipe for bread.", "food") == ["kitchen-units"]
    spanish = open_points(Document.of("Escribe una receta de pan para mi madre."), "food")
    assert spanish[0].missing.question == "¿Qué medidas?"
    with pytest.raises(RuleDefinitionError, match="'kitchen-units' exists already"):
        register_rules([rule])


def test_unregistering_an_unknown_rule_suggests_the_near_one(registered) -> None:
    register_rules([DomainRule("kitchen-units", "food", "specificity", ("recipe",), {"en": "Which?"})])
    registered.append("kitchen-units")
    with pytest.raises(RuleDefinitionError, match="Did you mean 'kitchen-units'"):
        unregister_rules(["kitchen-unit"])


def test_a_condition_sees_the_features() -> None:
    document = Document.of("Write a recipe for bread.")
    rules = rules_from_mapping(
        {"rules": [{"id": "r", "domain": "food", "category": "specificity", "pattern": "recipe", "section": "Which?",
                    "when": {"n_words": {"max": 10}, "intent": {"is": "create"}}}]}
    )  # fmt: skip
    register_rules(rules)
    try:
        assert open_points(document, "food", {"n_words": 5, "intent": "create"})
        assert not open_points(document, "food", {"n_words": 11, "intent": "create"})
        assert not open_points(document, "food", {"n_words": 5, "intent": None})
        assert not open_points(document, "food", {"n_words": 5})
    finally:
        unregister_rules(["r"])


def test_a_replacing_rule_changes_instruction_words_only(registered, rewritten) -> None:
    register_rules([DomainRule("house-name", "house", "wording", ("the app",), replacement="Acme Notes")])
    registered.append("house-name")
    result = rewritten('Describe the app to a friend and keep "the app" and `the app` as they are.', domain="house")
    assert result.refined == 'Describe Acme Notes to a friend and keep "the app" and `the app` as they are.'
    assert result.rules_applied == ("house-name",)
    assert rewritten(result.refined, domain="house").edits == ()


def test_rules_that_would_replace_each_other_for_ever_replace_nothing(registered) -> None:
    rules = [
        DomainRule("one", "loop", "wording", ("cat",), replacement="dog"),
        DomainRule("two", "loop", "wording", ("dog",), replacement="cat"),
    ]
    register_rules(rules)
    registered.extend(["one", "two"])
    assert len(replacements(Document.of("The cat sees a dog."), "loop")) == 2


def test_mutual_replacements_leave_the_text_alone(registered, rewritten) -> None:
    register_rules(
        [
            DomainRule("one", "loop", "wording", ("cat",), replacement="dog"),
            DomainRule("two", "loop", "wording", ("dog",), replacement="cat"),
        ]
    )
    registered.extend(["one", "two"])
    text = "Draw the cat that sees a dog in the old garden."
    assert rewritten(text, domain="loop").refined == text


def test_a_replacement_that_drops_a_negation_is_refused(registered, rewritten) -> None:
    register_rules([DomainRule("bad", "house", "wording", ("do not",), replacement="please")])
    registered.append("bad")
    text = "Please do not name the author of the letter."
    assert rewritten(text, domain="house").refined == text


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"id": "", "domain": "d", "category": "wording", "pattern": ("a",), "section": {"en": "?"}}, "must not be empty"),
        ({"id": "r", "domain": "d", "category": "word", "pattern": ("a",), "section": {"en": "?"}}, "not 'word'"),
        ({"id": "r", "domain": "d", "category": "wording", "pattern": (), "section": {"en": "?"}}, "at least one term"),
        ({"id": "r", "domain": "d", "category": "wording", "pattern": ("a",)}, "either a section or a replacement"),
        (
            {"id": "r", "domain": "d", "category": "wording", "pattern": ("a",), "section": {"en": "?"}, "priority": 101},
            "not 101",
        ),
        (
            {"id": "r", "domain": "d", "category": "wording", "pattern": ("a",), "replacement": "an a"},
            "contains one of the terms",
        ),
    ],
)
def test_a_wrong_rule_says_what_is_wrong(given: dict[str, object], message: str) -> None:
    with pytest.raises(RuleDefinitionError, match=message):
        DomainRule(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({}, "the key 'rules'"),
        ({"rules": ["x"]}, "Domain rule 0 is str"),
        ({"rules": [{"id": "r"}]}, "'domain' is missing"),
        ({"rules": [{"id": "r", "domian": "d"}]}, "unknown key 'domian'. Did you mean 'domain'"),
        (
            {"rules": [{"id": "r", "domain": "d", "category": "wording", "pattern": "a", "section": "?", "priority": "x"}]},
            "'x'",
        ),
        (
            {"rules": [{"id": "r", "domain": "d", "category": "wording", "pattern": "a", "section": "?", "when": {"n": 3}}]},
            "bounds",
        ),
        (
            {
                "rules": [
                    {"id": "r", "domain": "d", "category": "wording", "pattern": "a", "section": "?", "when": {"n": {"mx": 3}}}
                ]
            },
            "'mx'",
        ),
    ],
)
def test_a_wrong_mapping_says_where_and_what(mapping: dict[str, object], message: str) -> None:
    with pytest.raises(RuleDefinitionError, match=message):
        rules_from_mapping(mapping)
