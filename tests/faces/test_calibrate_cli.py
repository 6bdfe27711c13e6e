import json

import promptsmith as ps
from promptsmith.datasets import load_samples

TEXTS = [sample["prompt"] for sample in load_samples()]


def write_rated(folder):
    """The samples, rated by their number of words."""
    lines = [json.dumps({"prompt": text, "rating": min(len(text.split()), 60)}) for text in TEXTS]
    path = folder / "rated.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_command_writes_report_and_weights_that_evaluate_takes(cli, tmp_path):
    done = cli("calibrate", write_rated(tmp_path), "--label", "rating", "--report", "out.html", "--weights-to", "mine.json")
    used = cli("evaluate", "Name three rivers.", "--weights", "mine.json", "--format", "json")

    assert (done.returncode, used.returncode) == (0, 0), done.stderr + used.stderr
    assert "expert weights over the same dimensions" in done.stdout
    assert (tmp_path / "out.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    given = json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))
    assert json.loads(used.stdout)["weights"] == f"fitted-{given['hash']}"


def test_the_command_and_the_function_give_the_same_figures(cli, tmp_path):
    path = write_rated(tmp_path)

    told = cli("calibrate", path, "--label", "rating", "--format", "json", "--table", "figures")

    assert json.loads(told.stdout) == ps.calibrate(path, label="rating").table("figures").to_pylist()


def test_a_missing_label_column_is_a_mistake_in_the_call(cli, tmp_path):
    told = cli("calibrate", write_rated(tmp_path), "--label", "ratings")

    assert told.returncode == 2
    assert "Did you mean 'rating'?" in told.stderr


def test_an_unknown_weight_set_is_a_mistake_in_the_call(cli):
    told = cli("evaluate", "Name three rivers.", "--weights", "calibratd")

    assert told.returncode == 2
    assert "Did you mean 'calibrated'?" in told.stderr
