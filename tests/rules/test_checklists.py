"""A checklist tells which questions of its domain a text answers; bare labels answer none."""

from __future__ import annotations

import math

import pytest

from promptsmith.datasets import load_samples
from promptsmith.rules._registry import all_rules
from promptsmith.rules.domains import _checklist
from promptsmith.rules.engine import RuleEngine, run_naively
from promptsmith.text.batch import Batch
from promptsmith.text.document import Document
from promptsmith.text.terms import TermMatcher

CHECKLISTS = _checklist.checklists()
CODES = {"sql": "SQL1400", "branding": "BRD1500", "cine": "CIN1600", "saas": "SAS1700", "devops": "OPS1800"}


def missing(domain: str, text: str) -> list[str]:
    return [item.id for item in _checklist.read_document(CHECKLISTS[domain], Document.of(text))[0]]


def answered(domain: str, text: str) -> set[str]:
    checklist = CHECKLISTS[domain]
    return {item.id for item in checklist.items} - set(missing(domain, text))


def findings(domain: str, text: str) -> list:
    rules = {CODES[domain]: all_rules()[CODES[domain]]}
    return run_naively(rules, [text], [domain])[0]


def test_each_special_domain_has_six_to_nine_items_with_questions_in_both_languages():
    assert set(CHECKLISTS) == {"sql", "branding", "cine", "saas", "devops"}
    for checklist in CHECKLISTS.values():
        assert 6 <= len(checklist.items) <= 9
        assert len({item.id for item in checklist.items}) == len(checklist.items)
        for item in checklist.items:
            assert item.question_en.endswith("?")
            assert item.question_es.startswith("¿")
            assert item.facet is None or item.facet in checklist.facets


def test_a_value_answers_an_item():
    assert "dialect" in missing("sql", "Write a query.")
    assert "dialect" not in missing("sql", "Write a query for SQLite.")
    assert "light" in missing("cine", "Film a scene.")
    assert "light" not in missing("cine", "Rueda una escena en la hora dorada.")


@pytest.mark.parametrize(
    "text",
    [
        "Write copy. Audience, channel, tone, length.",
        "Write copy and define the audience, the tone and the channel.",
        "Write copy. Audience tone channel length",
        "Escribe un texto. Público, canal, tono, extensión.",
        'Write copy like "tone: playful, audience: parents, channel: Instagram".',
    ],
)
def test_labels_without_a_value_and_quoted_values_answer_nothing(text):
    assert {"audience", "channel", "voice", "length"} <= set(missing("branding", text))


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Write copy. Audience: nurses.", "audience"),
        ("Write copy for an audience of nurses.", "audience"),
        ("Write copy for a nursing audience.", "audience"),
        ("Write copy for {{audience}}.", "audience"),
        ("Write copy in a **tone**: dry.", "voice"),
        ("Escribe un texto. Público: enfermeras.", "audience"),
        ("Escribe un texto para un público de enfermeras.", "audience"),
        ("Escribe un texto de 40 palabras.", "length"),
    ],
)
def test_a_label_with_its_value_answers(text, item):
    assert item not in missing("branding", text)


def test_an_image_prompt_that_opens_with_an_article_names_its_subject():
    assert "subject" in answered("cine", "a wonderful landscape, oil painting")
    assert "subject" not in answered("cine", "Create a scene, oil painting")


def test_a_longer_label_hides_the_shorter_one_inside_it():
    assert "audience" in missing("branding", "Write copy. Mention the target audience.")


def test_items_of_a_facet_apply_only_where_it_is_asked_for():
    look = _checklist.read_document(CHECKLISTS["devops"], Document.of("Find all files in the current directory."))
    change = _checklist.read_document(CHECKLISTS["devops"], Document.of("Deploy the app to the cluster."))
    assert (look[1], math.isnan(look[2])) == (2, True)
    assert change[1] == 7


def test_a_facet_word_inside_a_file_name_asks_for_nothing():
    assert _checklist.read_document(CHECKLISTS["devops"], Document.of("Save the list to `deploy.txt`."))[1] == 2


def test_the_share_is_answered_items_over_items_that_apply():
    # Always: dialect, tables, columns. Facet query: filters, output, order. Answered: dialect and the ten first rows.
    items, n_items, share = _checklist.read_document(CHECKLISTS["sql"], Document.of("Write a query for SQLite, limit 10."))
    assert [item.id for item in items] == ["tables", "columns", "filters", "output"]
    assert (n_items, share) == (6, pytest.approx(2 / 6))


def test_coverage_reads_each_text_by_the_checklist_of_its_own_domain():
    texts = ["Write a query for SQLite, limit 10.", "Write a poem.", "Write a query for SQLite, limit 10."]
    batch = Batch.of(texts)
    result = _checklist.coverage(batch, ["sql", "general", "branding"])
    assert result.n_items.tolist() == [6, 0, 2]
    assert result.n_covered.tolist()[:2] == [2, 0]
    assert result.share_covered.tolist()[0] == pytest.approx(2 / 6)
    assert math.isnan(result.share_covered[1])
    assert [item.id for item in result.missing(0)] == ["tables", "columns", "filters", "output"]
    assert result.missing(1) == []


def test_an_open_request_is_found_on_its_first_request_and_names_what_is_open():
    text = "Hello there. Write a query for the best customers. Thanks."
    found = findings("sql", text)
    assert [text[finding.start : finding.end] for finding in found] == ["Write a query for the best customers."]
    assert found[0].message == (
        "An SQL request usually answers 6 questions; this one answers 0. Open: Which SQL dialect and version? Which tables? "
        "Which columns do they have? Which rows count? Which columns shall the result have, one row per what? "
        "In which order, and how many rows?"
    )


def test_the_message_speaks_the_language_of_the_prompt():
    found = findings("sql", "Escribe una consulta que muestre los mejores clientes de la tienda.")
    assert found[0].message.startswith(
        "Un encargo de SQL suele responder a 6 preguntas; este responde a 0. Falta: ¿Qué dialecto"
    )
    assert found[0].suggestion == "Responde a las que importan en tu caso, o di que el modelo puede elegir."


@pytest.mark.parametrize(
    ("domain", "text"),
    [
        ("branding", "What does a tagline do for a brand?"),
        ("branding", "¿Qué hace un eslogan por una marca?"),
        ("devops", "Explain how a deployment pipeline works."),
        ("devops", "Explica cómo funciona un pipeline de despliegue."),
        ("sql", "Write a query. I will give you the tables afterwards."),
        ("sql", "Escribe una consulta. Te daré las tablas después."),
    ],
)
def test_questions_explanations_and_texts_that_wait_for_input_are_left_alone(domain, text):
    assert findings(domain, text) == []


def test_long_texts_get_no_checklist_finding():
    request = "Write a query for the best customers. "
    assert len(findings("sql", request + "word " * 193)) == 1  # 7 + 193 = 200 words
    assert findings("sql", request + "word " * 194) == []


def test_a_checklist_finding_is_the_same_alone_and_in_a_batch():
    samples = load_samples()
    texts, domains = [row["prompt"] for row in samples], [row["domain"] for row in samples]
    rules = {code: all_rules()[code] for code in CODES.values()}
    engine = RuleEngine(rules)
    batch = Batch.of(texts)
    hits = TermMatcher(engine.term_sets()).find(batch)
    found, faults = engine.run(batch, hits, {"n_words": batch.n_words}, domains)
    assert faults == []
    assert found == run_naively(rules, texts, domains)
    assert sum(map(len, found)) > 10


def test_good_samples_answer_at_least_as_much_as_every_weak_one_of_their_domain():
    samples = load_samples()
    shares: dict[tuple[str, str], list[float]] = {}
    for row in samples:
        if row["domain"] in CHECKLISTS:
            share = _checklist.read_document(CHECKLISTS[row["domain"]], Document.of(row["prompt"]))[2]
            if not math.isnan(share):
                shares.setdefault((row["domain"], row["level"]), []).append(share)
    for domain in CHECKLISTS:
        assert min(shares[domain, "good"]) >= max(shares[domain, "weak"])


def test_repeating_a_text_answers_nothing_more():
    text = "Write a query for SQLite on orders(id, total), only paid orders, sorted by total. "
    assert answered("sql", text) == answered("sql", text * 40)


def test_no_batch_stays_alive_for_its_checklist():
    import gc
    import weakref

    batch = Batch.of(["Write a query for the best customers."])
    _checklist.coverage(batch, ["sql"])
    alive = weakref.ref(batch)
    del batch
    gc.collect()
    assert alive() is None
