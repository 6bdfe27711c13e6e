"""What the public functions promise, from the outside: one test for each fault this tool must not have."""

import json
from pathlib import Path

import pandas as pd
import pytest

import promptsmith as ps
from promptsmith.datasets import load_samples

SPECIFIED = {
    "sql": (
        "Write a PostgreSQL 16 query that lists the 10 customers with the highest revenue in 2025. Use orders(id, customer_id, total,"
        " created_at) and customers(id, name). Return name and revenue, sorted by revenue from high to low. Ignore orders with a null"
        " total and use UTC for the year."
    ),
    "branding": (
        "Write a LinkedIn post of at most 120 words about our reusable coffee cup for office managers in Spain. Keep a friendly but"
        ' factual tone, mention that the cup is made of 60 % recycled steel, and end with the line "Refill, do not refuse."'
    ),
    "devops": (
        "Write a GitHub Actions workflow that runs on each push to main, builds the Docker image with Node 22, runs npm test, and deploys"
        " to the staging cluster on Kubernetes 1.31 with kubectl. If the rollout does not finish in 5 minutes, undo it with kubectl rollout"
        " undo and fail the job."
    ),
}
VAGUE = {
    "sql": "Write a query about customers.",
    "branding": "Write a post about our cup.",
    "devops": "Write a deployment pipeline.",
}

NONSENSE = (
    "asdf qwer zxcv",
    "sql query table database index schema optimize performance postgres join select specific exact detailed",
    "exactly specific concise JSON table example audience format tone constraints output bullet sentences words steps limit",
    "!!! ### ??? $$$",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "create create create create create create create create",
    "qwrtp 50 words zxcvb JSON mnbvc PostgreSQL 16 lkjhg",
)


def overall(text: str, domain: str = "auto") -> float | None:
    value = ps.evaluate(text, domain=domain).row(0)["overall"]
    return None if value is None else float(value)


def refined(text: str, **options: object) -> str:
    return str(ps.process(text, **options).row(0)["refined"])  # type: ignore[arg-type]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_abstains_or_scores_below_every_real_prompt(nonsense):
    real = ps.evaluate([sample["prompt"] for sample in load_samples()])
    scores = [score for score in real.table("prompts")["overall"].to_pylist() if score is not None]
    assert len(scores) == len(load_samples())
    got = overall(nonsense)
    assert got is None or got < min(scores)


@pytest.mark.parametrize("domain", SPECIFIED)
def test_a_rewritten_vague_prompt_stays_below_a_specified_one_for_the_same_task(domain):
    rewritten = overall(refined(VAGUE[domain], domain=domain), domain)
    specified = overall(SPECIFIED[domain], domain)
    assert rewritten is not None
    assert specified is not None
    assert rewritten < specified - 0.1


@pytest.mark.parametrize("domain", SPECIFIED)
def test_the_section_on_open_points_earns_at_most_two_hundredths(domain):
    row = ps.process(VAGUE[domain], domain=domain).row(0)
    assert "open-points" in row["rules_applied"]
    assert 0 < row["score_after"] - row["score_before"] <= 0.02


@pytest.mark.parametrize(
    ("plain", "stuffed"),
    [
        (
            "Explain to a new colleague why the invoice of May was sent twice, in three short paragraphs.",
            "Explain detailed specific exact clear concise high quality professional optimized comprehensive invoice thing stuff now.",
        ),
        (
            "Write a SQL query that returns the name and e-mail of each customer without an order in 2025.",
            "Write SQL database table query schema index optimize performance best robust scalable efficient good customer thing.",
        ),
    ],
)
def test_a_pair_of_equal_length_is_not_decided_by_stuffing(plain, stuffed):
    assert abs(len(plain.split()) - len(stuffed.split())) <= 3
    honest, bought = overall(plain), overall(stuffed)
    assert honest is not None
    assert bought is None or bought < honest


@pytest.mark.parametrize(
    "prompt",
    [
        "Propose three names for a bakery that sells only sourdough bread.",
        "Rewrite this sentence in plain English: the aforementioned party shall desist.",
        "Translate to French: Where is the station?",
        "Plan a two-day trip to Lisbon for a family with two small children.",
        "Propón tres nombres para una panadería que solo vende pan de masa madre.",
        "Traduce al inglés: ¿Dónde está la estación?",
    ],
)
def test_good_prompts_are_valid_whatever_verb_they_start_with(prompt):
    assert ps.validate(prompt).is_valid


@pytest.mark.parametrize(
    ("prompt", "domain", "kept"),
    [
        ("Fix this query: SELECT name FROM users ORDER BY name; it is slow on 2 million rows.", "sql", "ORDER BY name"),
        ("Write a post about our cup. Do not mention competitors.", "branding", "Do not mention competitors."),
        ("Plan a weekend in Nice, France, and explain the Internet of Things to my aunt.", "general", "Nice, France"),
        ("Write a Python script that renames every file in a folder by its date.", "cine", "Python script"),
        ("Write an e-mail to {{audience}} about the outage of last night.", "saas", "{{audience}}"),
        (
            "Write copy for the hero section.\n\n    keep_this_indent()\n\nSecond paragraph.",
            "branding",
            "\n\n    keep_this_indent()\n\n",
        ),
    ],
)
def test_what_the_user_said_survives_a_rewrite(prompt, domain, kept):
    assert kept in refined(prompt, domain=domain)


def test_placeholders_are_filled_in_the_template_only_from_variables():
    row = ps.process("Write an e-mail to {{audience}} about the outage.", variables={"audience": "nurses"}).row(0)
    assert "{{audience}}" in row["refined"]
    assert "nurses" in row["template"]
    assert "{{audience}}" not in row["template"]


def test_a_missing_variable_is_an_error_row_that_names_it_and_the_rest_goes_on():
    result = ps.process(["Write to {{audience}} and {{boss}}.", "Write to {{audience}}."], variables={"audience": "nurses"})
    (error,) = result.table("errors").to_pylist()
    assert (error["prompt_id"], error["error"]) == (0, "TemplateRenderError")
    assert "'boss'" in error["message"]
    assert result.row(1)["refined"] is not None


def test_the_same_call_twice_gives_the_same_bytes():
    texts = [sample["prompt"] for sample in load_samples()]
    assert ps.evaluate(texts).to_json() == ps.evaluate(texts).to_json()
    assert ps.process(texts).to_json() == ps.process(texts).to_json()


def test_a_prompt_has_the_same_row_alone_and_in_a_frame():
    texts = [sample["prompt"] for sample in load_samples()]
    together = ps.evaluate(texts).table("prompts").to_pylist()
    for number in range(0, len(texts), 7):
        assert {**ps.evaluate(texts[number]).row(0), "prompt_id": number} == together[number]


def test_elapsed_time_is_filled_only_with_a_clock():
    assert ps.process("Name three rivers.").row(0)["elapsed_ms"] is None
    ticks = iter(range(1000))
    assert ps.process("Name three rivers.", clock=lambda: float(next(ticks))).row(0)["elapsed_ms"] > 0


def test_tone_and_context_really_change_the_system_prompt():
    prompts = {tone: ps.process("Create a table of users.", domain="sql", tone=tone).row(0)["system_prompt"] for tone in
               ("professional", "casual", "technical", "creative", "formal")}  # fmt: skip
    assert len(set(prompts.values())) == 5
    assert "we sell bikes" in ps.process("Create a table of users.", context="we sell bikes").row(0)["system_prompt"]


def test_rows_of_a_frame_bring_their_own_domain_tone_context_and_variables():
    frame = pd.DataFrame(
        {
            "prompt": ["Write to {{who}} about the outage.", "Write to {{who}} about the outage."],
            "domain": ["saas", "devops"],
            "tone": ["casual", "formal"],
            "context": ["we sell bikes", None],
            "variables": [{"who": "Ana"}, {"who": "Luis"}],
        }
    )
    first, second = ps.process(frame).table("processed").to_pylist()
    assert "Ana" in first["template"]
    assert "Luis" in second["template"]
    assert first["system_prompt"] != second["system_prompt"]
    assert "we sell bikes" in first["system_prompt"]
    assert "we sell bikes" not in second["system_prompt"]
    assert ps.evaluate(frame).table("prompts")["domain"].to_pylist() == ["saas", "devops"]


@pytest.mark.parametrize("source", [None, 5, 3.2, object()])
def test_a_source_of_the_wrong_type_is_refused_with_what_is_allowed(source):
    with pytest.raises(ps.UnsupportedInputError, match="Accepted"):
        ps.evaluate(source)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", "failed: empty"),
        (" \n\t", "failed: blank"),
        (None, "failed: null"),
        ("x" * 10_001, "failed: too_long"),
        (7, "failed: wrong_type"),
    ],
)
def test_a_bad_row_stays_in_prompts_and_is_explained_in_errors(text, status):
    run = ps.evaluate(["Name three rivers.", text])
    assert run.table("prompts")["score_status"].to_pylist() == ["scored", status]
    assert run.table("prompts")["is_valid"].to_pylist() == [True, False]
    (error,) = run.table("errors").to_pylist()
    assert error["prompt_id"] == 1
    validated = ps.validate(["Name three rivers.", text]).table("validated").to_pylist()[1]
    assert validated["errors"] == [error["message"]]
    assert ps.process(["Name three rivers.", text]).table("processed")["refined"].to_pylist() == ["Name three rivers.", None]


def test_ten_megabytes_of_text_are_refused_with_the_limit_and_how_to_raise_it():
    (error,) = ps.evaluate("word " * 2_000_000).table("errors").to_pylist()
    assert "10,000" in error["message"] or "10000" in error["message"]
    assert "max_characters" in error["message"]


def test_invalid_utf8_in_a_file_is_an_error_that_names_the_file(tmp_path: Path):
    file = tmp_path / "prompts.csv"
    file.write_bytes(b"prompt\nWrite \xff\xfe now\n")
    with pytest.raises(ps.InputError, match=r"prompts\.csv"):
        ps.evaluate(file)


def test_a_missing_column_is_refused_with_the_nearest_one():
    with pytest.raises(ps.MissingColumnError, match="Did you mean 'prompt'"):
        ps.evaluate(pd.DataFrame({"prompt": ["a"]}), text="promt")


def test_an_unknown_domain_is_refused_with_the_nearest_one():
    with pytest.raises(ps.UnknownNameError, match="Did you mean 'branding'"):
        ps.evaluate("Name three rivers.", domain="brandin")


def test_an_unknown_domain_in_a_row_is_an_error_row_with_the_nearest_one():
    run = ps.evaluate(pd.DataFrame({"prompt": ["a b", "c d"], "domain": ["sqll", "sql"]}))
    (error,) = run.table("errors").to_pylist()
    assert error["prompt_id"] == 0
    assert "'sql'" in error["message"]


def test_duplicate_ids_are_refused_with_their_rows():
    with pytest.raises(ps.InputError, match="occurs twice"):
        ps.evaluate(pd.DataFrame({"prompt_id": ["x", "x"], "prompt": ["a", "b"]}))


@pytest.mark.parametrize("empty", [[], pd.DataFrame({"prompt": pd.Series([], dtype="str")})])
def test_an_empty_frame_gives_empty_tables(empty):
    run = ps.evaluate(empty)
    assert [len(run), len(run.findings), len(run.constraints), len(run.errors)] == [0, 0, 0, 0]
    assert len(ps.process(empty)) == len(ps.validate(empty)) == 0


@pytest.mark.parametrize("option", [{"rules": ["NOPE999"]}, {"weights": "nope"}, {"include": ("token",)}])
def test_an_unknown_name_in_an_argument_is_refused(option):
    with pytest.raises(ps.UnknownNameError):
        ps.evaluate("Name three rivers.", **option)


def test_rules_limits_what_is_looked_for():
    text = "Write a poem about {{name for TODO: friends."
    every = set(ps.evaluate(text).table("findings")["code"].to_pylist())
    only = set(ps.evaluate(text, rules=["TPL602"]).table("findings")["code"].to_pylist())
    assert only == {"TPL602"} < every


def test_weights_change_the_overall_score_only():
    text = "Write a SQL query that returns 10 customers."
    usual, own = ps.evaluate(text, domain="sql").row(0), ps.evaluate(text, domain="sql", weights={"sql": (1, 0, 0, 0)}).row(0)
    assert own["overall"] == own["clarity"] == usual["clarity"]
    assert ps.evaluate(text).weights != ps.evaluate(text, weights={"sql": (1, 0, 0, 0)}).weights


def test_the_explanation_of_every_sample_adds_up_to_its_score():
    run = ps.evaluate([sample["prompt"] for sample in load_samples()])
    for row in range(0, len(run), 5):
        explanation = run.explain(row)
        assert sum(line.millionths for line in explanation.lines) == round(run.row(row)["overall"] * 1e6)


def test_no_message_or_text_of_a_result_holds_regex_source():
    texts = [sample["prompt"] for sample in load_samples()]
    shown = json.dumps(ps.evaluate(texts).to_dict()) + json.dumps(ps.process(texts).to_dict())
    for source in ("(?:", "(?<", "(?i)", "\\\\b", "\\\\s"):
        assert source not in shown


def test_the_explanation_of_a_prompt_is_the_same_alone_and_among_others() -> None:
    prompts = ["Write some code for authentication.", "Make it better", "Create a table of users with 3 columns."]
    many = ps.evaluate(prompts)

    for row, prompt in enumerate(prompts):
        assert ps.evaluate([prompt]).explain().lines == many.explain(row).lines


def test_a_processed_row_says_which_domain_and_tone_were_used() -> None:
    rows = [{"prompt": "Create a table", "domain": "sql", "tone": "formal"}, {"prompt": "Write a slogan for a bakery"}]
    processed = ps.process(rows, tone="casual").table("processed")

    assert processed["domain"].to_pylist()[0] == "sql"
    assert processed["tone"].to_pylist() == ["formal", "casual"]


@pytest.mark.parametrize("with_cache", [False, True])
def test_half_a_character_costs_its_row_and_no_other(with_cache: bool) -> None:
    prompts, cache = ["Name three rivers.", "Name \ud800 rivers."], ps.Cache() if with_cache else None

    run, rewritten = ps.evaluate(prompts, cache=cache), ps.process(prompts, cache=cache)

    assert run.table("prompts")["score_status"].to_pylist() == ["scored", "failed: not_encodable"]
    assert run.table("prompts")["prompt"].to_pylist() == ["Name three rivers.", None]
    assert "U+D800 at character 5" in run.table("errors")["message"].to_pylist()[0]
    assert rewritten.table("processed")["original"].to_pylist() == ["Name three rivers.", None]
