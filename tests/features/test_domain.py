"""The domain of a prompt comes from different weighted terms in the user's own words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from promptsmith.config import BUILT_IN_DOMAINS
from promptsmith.datasets import load_samples
from promptsmith.features import domain
from promptsmith.features.detection import detection_tables
from promptsmith.features.domain_terms import DOMAIN_TERMS
from promptsmith.text.batch import Batch
from promptsmith.text.terms import Hits, TermMatcher

MATCHER = TermMatcher(domain.TERM_SETS)


def detect(*texts: str) -> tuple[list[str], list[float], dict[str, np.ndarray], Hits]:
    batch = Batch.of(texts)
    hits = MATCHER.find(batch)
    columns = domain.compute(batch, hits, {})
    return columns["domain"].tolist(), columns["domain_confidence"].tolist(), columns, hits


def test_every_built_in_domain_has_terms():
    assert set(DOMAIN_TERMS) == set(BUILT_IN_DOMAINS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write a PostgreSQL query that joins two tables", "sql"),
        ("Escribe una consulta SQL sobre las tablas", "sql"),
        ("Write a tagline in our brand voice", "branding"),
        ("Escribe un eslogan con nuestra voz de marca", "branding"),
        ("Write the opening scene of a short film", "cine"),
        ("Escribe la escena inicial de un cortometraje", "cine"),
        ("Write a user story with acceptance criteria", "saas"),
        ("Escribe una historia de usuario con criterios de aceptación", "saas"),
        ("Deploy the container to Kubernetes with Helm", "devops"),
        ("Despliega el contenedor en Kubernetes", "devops"),
        ("Write a poem about autumn", "general"),
        ("Escribe un poema sobre el otoño", "general"),
    ],
)
def test_plain_requests_of_each_domain_are_told_apart_in_both_languages(text, expected):
    assert detect(text)[0] == [expected]


def test_a_python_script_is_no_screenplay_and_a_shell_script_is_devops():
    domains, _, columns, _ = detect("Write a Python script", "Write a shell script", "Write a movie script")
    assert domains == ["general", "devops", "cine"]
    assert columns["domain_cine"].tolist()[:2] == [0.0, 0.0]


def test_a_table_alone_is_no_sql():
    domains, _, columns, _ = detect("Put the results in a table", "Pon los resultados en una tabla")
    assert domains == ["general", "general"]
    assert columns["domain_sql"].tolist() == [0.5, 0.5]


def test_repeating_a_term_buys_no_evidence():
    _, _, columns, _ = detect("docker", "docker docker docker docker")
    assert columns["domain_devops"].tolist() == [3.0, 3.0]


def test_a_term_inside_a_longer_one_counts_once():
    _, _, columns, _ = detect("the shell script")
    assert columns["domain_devops"].tolist() == [3.0]


def test_the_confidence_is_the_softmax_of_the_fitted_table():
    # "kubernetes" is one word and one devops term of weight 3: log(1 + 3), 3 / sqrt(1 + 4) and 3 / (3 + 1).
    model = detection_tables()["domain"]
    row = {name: number for number, name in enumerate(model.columns)}
    inputs = {"log_devops": math.log(4.0), "density_devops": 3.0 / math.sqrt(5.0), "share_devops": 0.75}
    powers = [
        math.exp(model.intercepts[place] + sum(value * model.weights[row[name], place] for name, value in inputs.items()))
        for place in range(6)
    ]
    domains, confidences, _, _ = detect("kubernetes")
    assert domains == ["devops"]
    assert confidences == [pytest.approx(powers[model.classes.index("devops")] / sum(powers), abs=1e-6)]


def test_a_rival_lowers_the_confidence():
    assert detect("kubernetes screenplay")[1][0] < detect("kubernetes")[1][0]


def test_a_special_domain_below_the_least_probability_is_rejected():
    # One weak word: branding is likelier than any other special domain, but not likely enough for its checklist.
    domains, confidences, columns, _ = detect("Tell my customers")
    assert columns["domain_branding"].tolist() == [1.0]
    assert domains == ["general"]
    assert confidences[0] < 1.0


def test_every_marked_word_stands_with_its_plural():
    assert detect("Two logotypes")[2]["domain_branding"].tolist() == [0.0]
    assert detect("Dos lemas")[2]["domain_branding"].tolist() == detect("Un lema")[2]["domain_branding"].tolist() == [2.0]


def test_quoted_words_do_not_tell_what_a_prompt_is_about():
    domains, _, columns, _ = detect('Count the letters of "kubernetes docker terraform" and nothing else, please')
    assert domains == ["general"]
    assert columns["domain_devops"].tolist() == [0.0]


def test_no_text_and_empty_texts_are_general():
    assert detect()[0] == []
    domains, confidences, _, _ = detect("", "   ")
    assert domains == ["general", "general"]
    assert 0.5 < confidences[0] == confidences[1] < 1.0


def test_a_text_gets_the_same_domain_alone_and_in_company():
    texts = [row["prompt"] for row in load_samples()]
    together, confidences, _, _ = detect(*texts)
    alone = [detect(text) for text in texts]
    assert together == [found[0][0] for found in alone]
    assert confidences == [found[1][0] for found in alone]


def test_a_further_term_set_makes_a_further_domain():
    law = domain.domain_terms("law", {3.0: "contract clause, plaintiff", 1.0: "court"})
    batch = Batch.of(["Draft a contract clause for the plaintiff", "Write a PostgreSQL query"])
    columns = domain.compute(batch, TermMatcher((*domain.TERM_SETS, law)).find(batch), {})
    assert columns["domain"].tolist() == ["law", "sql"]
    assert columns["domain_law"].tolist() == [6.0, 0.0]


def test_hints_are_the_terms_strongest_first_without_repeats():
    _, _, _, hits = detect("nothing here", "Schema and query: a PostgreSQL query on one Schema")
    assert domain.domain_hints(hits, 0) == []
    assert domain.domain_hints(hits, 1) == ["postgresql", "schema", "query"]


def test_the_samples_are_all_told_right():
    samples = load_samples()
    assert detect(*[row["prompt"] for row in samples])[0] == [row["domain"] for row in samples]
