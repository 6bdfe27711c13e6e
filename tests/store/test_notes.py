"""Ratings, labels, templates, examples and rules are kept beside prompts; analysts read everything by SQL."""

from pathlib import Path

import pytest

import promptsmith as ps

RULES = """rules:
  - code: ACM101
    name: acme-no-synergy
    kind: existence
    tokens: [synergy]
    message: "{match!} says nothing."
    examples:
      bad: ["Write about our ⟦synergy⟧ now.", "Explain ⟦synergy⟧ to a child."]
      good: ["Write about our plans.", "Explain plans.", "The word `synergy` in code."]
"""


@pytest.fixture
def store(path: Path) -> ps.Store:
    return ps.Store(path)


def test_a_rating_belongs_to_the_version_it_was_given_to(store: ps.Store) -> None:
    id = store.save("Name three rivers.").id
    store.update(id, "Name four rivers.")
    store.feedback(id, 2, "too few", version=1)
    store.feedback(id, 5)

    assert store.feedbacks(id)[["version", "rating"]].values.tolist() == [[1, 2], [2, 5]]


@pytest.mark.parametrize("rating", [0, 6, 2.5, True, "5"])
def test_a_rating_is_a_whole_number_from_one_to_five(store: ps.Store, rating: object) -> None:
    with pytest.raises(ps.InputError, match=r"no whole number from 1 \(worst\) to 5 \(best\)"):
        store.feedback("any", rating)  # type: ignore[arg-type]


def test_labels_come_back_beside_their_texts_and_replace_each_other(store: ps.Store) -> None:
    ids = store.save(["Name three rivers.", "Fix it."]).ids
    store.label(ids, [0.9, 0.5], label="clarity", group=["a", "b"])
    store.label(ids[1], 0.1, label="clarity")

    rows = store.labels("clarity")

    assert dict(zip(rows["prompt"], rows["value"], strict=True)) == {"Name three rivers.": 0.9, "Fix it.": 0.1}


def test_labels_must_fit_the_ids(store: ps.Store) -> None:
    ids = store.save(["Name three rivers.", "Fix it."]).ids

    with pytest.raises(ps.InputError, match="There are 2 ids, 1 values and 2 groups"):
        store.label(ids, [1.0], label="clarity")


def test_a_template_keeps_its_variables_and_is_replaced_by_its_name(store: ps.Store) -> None:
    store.save_template("brief", "Write about {{ topic }}.")
    store.save_template("brief", "Write about {{ topic }} for {{ audience }}.", domain="branding")

    rows = store.templates("brief")

    assert rows["variables"].tolist() == [["audience", "topic"]]
    assert rows["domain"].tolist() == ["branding"]
    store.delete_template("brief")
    assert len(store.templates()) == 0


def test_a_template_that_cannot_be_used_is_not_saved(store: ps.Store) -> None:
    with pytest.raises(ps.TemplateRenderError):
        store.save_template("bad", "{% include 'x' %}")


def test_examples_are_found_by_domain_and_intent(store: ps.Store) -> None:
    store.save_example("late orders", "SELECT 1", domain="sql", intent="create")
    store.save_example("logo", "A fox.", domain="branding")

    assert store.examples(domain="sql")["output"].tolist() == ["SELECT 1"]


def test_stored_rules_find_what_their_file_finds(store: ps.Store, tmp_path: Path) -> None:
    file = tmp_path / "acme.yaml"
    file.write_text(RULES, encoding="utf-8")

    assert store.save_rules(file) == ["ACM101"]

    run = ps.evaluate("Write about our synergy now.", rules=("ACM101",), user_rules=store.load_rules())
    assert run.findings["code"].tolist() == ["ACM101"]


def test_a_run_saved_in_a_store_comes_back_byte_for_byte(store: ps.Store) -> None:
    run = ps.evaluate(["Name three rivers, at most 50 words.", "", "Fix it."])

    id = run.save(store)

    loaded = store.load_run(id)
    assert loaded.to_json() == ps.evaluate(["Name three rivers, at most 50 words.", "", "Fix it."]).to_json()
    for name in run.tables:
        assert loaded.table(name).equals(run.table(name)), name
    assert store.runs()[["run_id", "n_prompts"]].values.tolist() == [[id, 3]]
    with pytest.raises(ps.InputError, match="cannot be explained"):
        loaded.explain()


def test_saved_prompts_are_no_runs(store: ps.Store) -> None:
    store.save("Name three rivers.")

    assert len(store.runs()) == 0


def test_sql_reads_tables_and_joins_them(store: ps.Store) -> None:
    store.save(["Name three rivers.", "Fix it."], tags=("a",))

    rows = store.sql(
        "SELECT v.prompt, count(f.code) AS n FROM prompt_versions v LEFT JOIN findings f USING (run_id, prompt_id) "
        "GROUP BY v.prompt ORDER BY v.prompt"
    )

    counts = {text: len(ps.evaluate(text).findings) for text in ("Fix it.", "Name three rivers.")}
    assert dict(zip(rows["prompt"], rows["n"], strict=True)) == counts


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("DELETE FROM prompts", "takes one SELECT"),
        ("SELECT 1; SELECT 2", "takes one SELECT"),
        ("COPY prompts TO 'x.csv'", "takes one SELECT"),
        ("SELEC 1", "cannot be read"),
        ("SELECT nothing FROM prompts", "cannot be run"),
        ("SELECT * FROM read_csv('/etc/passwd')", "cannot be run"),
        ("SELECT * FROM read_text('/etc/passwd')", "cannot be run"),
        ("SELECT * FROM promts", "Table with name promts does not exist"),
        ("SELECT * FROM cache", "Table with name cache does not exist"),
        ("SELECT * FROM postings", "Table with name postings does not exist"),
    ],
)
def test_sql_refuses_what_is_no_select_over_the_store(store: ps.Store, query: str, message: str) -> None:
    store.save("Name three rivers.")

    with pytest.raises((ps.InputError, ps.UnknownNameError), match=message):
        store.sql(query)
