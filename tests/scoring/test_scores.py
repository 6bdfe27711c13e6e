"""Scores are bounded, fall with every finding, and are explained exactly."""

import numpy as np
import pytest

from promptsmith.errors import InputError, UnknownNameError
from promptsmith.features.families import measure
from promptsmith.scoring.parts import PARTS, part_values
from promptsmith.scoring.scores import SCALE, FindingColumns, dimension_of, dimension_points, explain_score, score_texts
from promptsmith.scoring.weights import DIMENSIONS, EXPERT, WeightSet, choose_weights


def features(n: int = 1, **columns: object) -> dict[str, np.ndarray]:
    """Columns of n texts of ten words without numbers, names, limits or layout; keyword arguments replace columns."""
    counts = """n_named n_technical_terms n_numbers n_bounds n_list_items n_headings n_labels n_audience_words n_purpose_words
        n_format_words n_example_words n_constraint_words""".split()
    plain = measure(["Tell the old man about it and go there now."] * n)
    made = plain | {name: np.zeros(n) for name in counts}
    made |= {
        "ambiguity": np.zeros(n),
        "share_function_words": np.full(n, 0.4),
        "has_request": np.ones(n, dtype=bool),
        "n_content_words": np.full(n, 6),
        "checklist_share": np.full(n, np.nan),
        "handles_missing": np.zeros(n, dtype=bool),
    }
    return made | {name: np.asarray(value) for name, value in columns.items()}


def no_findings() -> FindingColumns:
    return FindingColumns(np.empty(0, dtype=np.int64), [], [])


def dimensions(found: FindingColumns, **columns: object) -> np.ndarray:
    return dimension_points(features(**columns), found)[0]


def test_the_weights_of_each_dimension_sum_to_one():
    for dimension in DIMENSIONS:
        assert sum(part.weight for part in PARTS if part.dimension == dimension) == pytest.approx(1.0)


def test_clarity_of_a_plain_unambiguous_request_is_full():
    # 0.45 unambiguous + 0.20 full sentences + 0.20 request + 0.15 sentence length
    assert dimensions(no_findings())[0] == SCALE


def test_clarity_loses_what_ambiguity_weighs():
    assert dimensions(no_findings(), ambiguity=[0.5])[0] == SCALE - 225_000


def test_one_error_takes_thirty_per_cent_of_its_dimension_and_a_second_thirty_of_the_rest():
    one = FindingColumns(np.array([0]), ["CON201"], ["error"])
    two = FindingColumns(np.array([0, 0]), ["CON201", "CON203"], ["error", "error"])
    assert dimensions(one)[0] == 700_000
    assert dimensions(two)[0] == 490_000


def test_a_finding_lowers_only_its_own_dimension():
    before, after = dimensions(no_findings()), dimensions(FindingColumns(np.array([0]), ["STR702"], ["error"]))
    assert (before != after).tolist() == [False, False, True, False]


@pytest.mark.parametrize(("code", "dimension"), [("CON201", "clarity"), ("SPC114", "specificity"), ("SQL1401", "completeness")])
def test_a_rule_counts_against_the_dimension_of_its_family(code, dimension):
    assert dimension_of(code) == dimension


def test_parts_stay_between_0_and_1_for_extreme_columns():
    huge = {
        name: np.array([1e9]) for name in ("n_named", "n_numbers", "n_bounds", "n_words", "n_list_items", "n_content_words")
    }
    for columns in (huge, {"ambiguity": [1.0], "n_words": [0], "n_sentences": [0], "n_content_words": [0]}):
        values = part_values(features(**columns))
        assert values.min() >= 0.0
        assert values.max() <= 1.0


def test_more_mentions_add_less_and_less():
    points = [dimensions(no_findings(), n_numbers=[n])[1] for n in range(4)]
    gains = np.diff(points)
    assert (gains > 0).all()
    assert (np.diff(gains) < 0).all()


def test_the_lines_of_an_explanation_add_up_to_the_overall_score_exactly():
    found = [("CON201", "error", "a", 0, 3), ("SPC106", "warning", "b", 4, 9), ("SPC102", "info", "c", 10, 12)]
    columns = FindingColumns(np.array([0, 0, 0]), [f[0] for f in found], [f[1] for f in found])
    f = features(ambiguity=[0.123456], n_numbers=[3], n_named=[2], checklist_share=[1 / 3])
    for domain in EXPERT.domains:
        overall = score_texts(f, columns, np.array([domain], dtype=object), EXPERT).overall[0]
        lines = explain_score(f, found, domain, EXPERT)
        assert sum(line.millionths for line in lines) == overall


def test_a_finding_line_names_its_rule_and_span_and_is_negative():
    lines = explain_score(features(), [("CON201", "error", "two limits", 3, 9)], "general", EXPERT)
    clarity, specificity = [line for line in lines if line.source == "CON201"]
    assert (clarity.dimension, clarity.start, clarity.end, clarity.millionths) == ("clarity", 3, 9, -75_000)
    assert (specificity.dimension, specificity.start, specificity.end) == ("specificity", 3, 9)
    assert specificity.millionths < 0


def test_a_line_says_what_its_part_can_earn_at_most():
    lines = explain_score(features(), [("CON201", "error", "two limits", 3, 9)], "sql", EXPERT)
    possible = {line.label: line.possible for line in lines if line.dimension == "clarity"}
    # sql weighs clarity with 0.20; its parts with 0.45, 0.20, 0.20 and 0.15.
    assert list(possible.values()) == [90_000, 40_000, 40_000, 30_000, 0]
    assert possible["two limits"] == 0
    assert sum(line.possible for line in lines) == SCALE


def test_the_open_points_part_is_worth_at_most_five_hundredths_of_completeness():
    without, with_it = dimensions(no_findings()), dimensions(no_findings(), handles_missing=[True])
    assert (with_it - without).tolist() == [0, 0, 0, 50_000]


def test_overall_weighs_the_dimensions_with_the_domain():
    f = features(2)
    scores = score_texts(f, no_findings(), np.array(["sql", "cine"], dtype=object), EXPERT)
    for row, domain in enumerate(("sql", "cine")):
        expected = sum(round(int(d) * w) for d, w in zip(scores.dimensions[row], EXPERT.of(domain), strict=True))
        assert scores.overall[row] == expected


def test_the_interval_spans_every_domain_and_holds_the_score():
    scores = score_texts(features(), no_findings(), np.array(["sql"], dtype=object), EXPERT)
    each = [score_texts(features(), no_findings(), np.array([d], dtype=object), EXPERT).overall[0] for d in EXPERT.domains]
    ends = [scores.column(name)[0] * SCALE for name in ("overall_low", "overall_high")]
    assert ends == pytest.approx([min(each), max(each)])


def test_a_text_without_words_has_no_score():
    scores = score_texts(features(n_words=[0]), no_findings(), np.array(["general"], dtype=object), EXPERT)
    assert np.isnan(scores.column("overall")).all()
    assert scores.reasons.tolist() == ["no words"]


def test_no_texts_have_no_scores():
    assert len(score_texts(features(0), no_findings(), np.empty(0, dtype=object), EXPERT).overall) == 0


def test_expert_weights_are_those_of_the_design():
    assert EXPERT.of("sql") == (0.20, 0.40, 0.25, 0.15)
    assert EXPERT.of("cine") == (0.30, 0.20, 0.40, 0.10)
    assert EXPERT.of("a registered domain") == EXPERT.of("general") == (0.25,) * 4


def test_weights_that_do_not_sum_to_one_are_refused_with_the_domain():
    with pytest.raises(InputError, match=r"domain 'sql'.*sum to 1"):
        choose_weights({"sql": (0.5, 0.5, 0.5, 0.5)})


def test_an_unknown_weight_set_is_refused_with_the_known_ones():
    with pytest.raises(UnknownNameError, match="expert"):
        choose_weights("experts")


def test_the_hash_of_weights_follows_the_numbers_only():
    assert WeightSet("a", EXPERT.domains).hash == EXPERT.hash
    assert choose_weights({"sql": (1, 0, 0, 0)}).hash != EXPERT.hash
