"""Signs are found once for a batch, and counted for each text."""

from promptsmith.features.signs import find_signs
from promptsmith.text.batch import Batch


def test_signs_are_counted_in_each_text():
    signs = find_signs(Batch.of(["a, b, c?", "", "«d», {e}"]))
    assert signs.count(",").tolist() == [2, 0, 1]
    assert signs.count("?").tolist() == [1, 0, 0]
    assert signs.count("«").tolist() == [0, 0, 1]
    assert signs.count("{").tolist() == [0, 0, 1]


def test_the_places_of_several_signs_come_in_order():
    assert find_signs(Batch.of(["a/b\\c", "/"])).at("/\\").tolist() == [1, 3, 6]


def test_letters_beyond_latin_are_no_signs():
    assert find_signs(Batch.of(["中文 ÿ"])).position.tolist() == []


def test_no_texts_have_no_signs():
    assert find_signs(Batch.of([])).count(",").tolist() == []
