"""The shipped calibrated set has intervals for what has labels, and says where they end."""

import promptsmith as ps
from promptsmith.scoring.weights import calibrated


def test_every_score_with_labels_has_an_interval_of_nine_in_ten():
    assert {name: one.coverage for name, one in calibrated().intervals.items()} == dict.fromkeys(
        ("clarity", "specificity", "completeness", "overall"), 0.9
    )


def test_an_interval_holds_its_score_and_structure_has_none():
    row = ps.evaluate("Which rivers of Chile flow into the Pacific?", weights="calibrated").row(0)

    for name in ("clarity", "specificity", "completeness", "overall"):
        assert row[f"{name}_low"] <= row[name] <= row[f"{name}_high"]
    assert row["structure_low"] is None
    assert row["interval_status"] == "structure: no labels for it"


def test_a_spanish_text_has_a_score_and_no_interval():
    row = ps.evaluate("Escribe un resumen de los ríos de Chile para los niños de diez años.", weights="calibrated").row(0)

    assert row["overall"] is not None
    assert row["overall_low"] is None
    assert "language is not en" in row["interval_status"]
