"""What would raise a score: at most three changes, their gains true when the text is changed."""

import pytest

import promptsmith as ps
from promptsmith.scoring.improving import Improvement, improvements
from promptsmith.scoring.scores import Line

CONFLICT = "Describe the harbour of Genoa in English. Use exactly 50 words. Write at least 200 words."
HIDDEN = "Summarize\u200b the text below in 3 sentences for pupils of ten years."


@pytest.mark.parametrize("weights", ["expert", "calibrated"])
@pytest.mark.parametrize("text", [CONFLICT, HIDDEN, "Write about rivers."])
def test_there_are_at_most_three_with_places_inside_the_text_and_falling_gains(text, weights):
    found = ps.evaluate(text, weights=weights).explain().improvements

    assert 1 <= len(found) <= 3
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    gains = [one.gain for one in found]
    assert gains == sorted(gains, reverse=True)
    assert min(gains) > 0


def test_the_gain_of_a_repair_is_that_of_the_text_scored_again():
    run = ps.evaluate(HIDDEN, domain="general")
    (repair,) = [one for one in run.explain().improvements if one.is_verified]

    changed = HIDDEN[: repair.start] + repair.replacement + HIDDEN[repair.end :]
    after = ps.evaluate(changed, domain="general").row(0)["overall"]

    assert changed == HIDDEN.replace("\u200b", "")
    assert repair.gain == pytest.approx(after - run.row(0)["overall"], abs=1e-6)


def test_the_gain_of_a_conflict_is_what_its_lines_take_away():
    explanation = ps.evaluate(CONFLICT, domain="general").explain()
    (repair,) = [one for one in explanation.improvements if one.source.startswith("CON")]

    taken = sum(line.millionths for line in explanation.lines if line.source == repair.source)

    assert repair.gain == pytest.approx(-taken / 1e6, abs=1e-6)
    assert not repair.is_verified


def test_a_repair_that_gains_nothing_is_not_named():
    lines = [Line("clarity", "measured", "wording", 200_000, possible=200_000), Line("clarity", "LNG801", "a", -50_000, 0, 3)]

    found = improvements(lines, [("LNG801", "info", "a", 0, 3)], ["b"], 9, lambda _: 200_000, lambda _: 150_000)

    assert found == ()


def test_a_part_can_gain_what_it_lacks_and_its_findings_leave():
    # 0.1 is lacking; a finding takes a quarter of the dimension, so three quarters of it would arrive.
    lines = [Line("clarity", "measured", "wording", 200_000, possible=300_000), Line("clarity", "LNG801", "a", -50_000, 0, 3)]

    found = improvements(lines, [], [], 9, lambda _: 0, lambda _: 0)

    assert found == (Improvement("measured", "clarity: wording", 0, 9, 0.075, False),)


def test_the_text_of_an_explanation_names_them():
    told = str(ps.evaluate(CONFLICT).explain())

    assert "what would raise it most:" in told
    assert "(at most)" in told
