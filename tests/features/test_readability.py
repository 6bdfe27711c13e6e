import math

import pytest

from promptsmith.errors import UnknownNameError
from promptsmith.features.families import measure
from promptsmith.features.readability_more import INDICES, more_readability

ENGLISH = (
    "The old lighthouse stands at the end of a narrow road. Every evening a keeper climbs the stairs and lights the lamp. Ships that "
    "pass in the night look for its signal, because the rocks below are sharp. In winter the wind shakes the windows, but the keeper "
    "does not mind the noise.",
    "Our team measures how customers use the new application during their first week. The report compares three groups and explains "
    "which of them returned after seven days. We removed every account that belonged to an employee. The results were reviewed by two "
    "independent analysts before publication.",
    "Wash the rice until the water runs clear. Put it in a pot with twice as much water and a little salt. Cover the pot, wait for "
    "the water to boil, and lower the heat. After twelve minutes turn off the stove and let the rice rest.",
)
SPANISH = (
    "El viejo faro está al final de un camino estrecho. Cada tarde el guarda sube la escalera y enciende la lámpara. Los barcos que "
    "pasan por la noche buscan su señal, porque las rocas son muy peligrosas. En invierno el viento golpea las ventanas con fuerza.",
    "Nuestro equipo mide cómo usan los clientes la nueva aplicación durante la primera semana. El informe compara tres grupos y explica "
    "cuál de ellos volvió después de siete días. Los resultados fueron revisados por dos analistas independientes.",
    "Lava el arroz hasta que el agua salga limpia. Ponlo en una olla con el doble de agua y un poco de sal. Tapa la olla, espera a que "
    "hierva y baja el fuego. Después de doce minutos apaga la cocina y deja reposar el arroz.",
)


def test_flesch_is_reproduced_by_hand():
    # 6 words in one sentence; the cat sat on the mat: 6 syllables.
    assert measure(["The cat sat on the mat."])["readability"].tolist() == [pytest.approx(206.835 - 84.6 * 1 - 1.015 * 6)]


def test_fernandez_huerta_is_reproduced_by_hand():
    # El ga-to duer-me en la ca-sa de mi her-ma-no: 9 words, 14 syllables.
    features = measure(["El gato duerme en la casa de mi hermano."])
    assert features["n_syllables"].tolist() == [14]
    assert features["readability"].tolist() == [pytest.approx(206.84 - 60 * 14 / 9 - 1.02 * 9)]


def test_no_words_or_another_language_have_no_readability():
    values = measure(["", "!!!", "Напиши красивое стихотворение о городе и море для моих друзей"])["readability"].tolist()
    assert [math.isnan(value) for value in values] == [True, True, True]


def test_a_monstrous_word_stays_in_range():
    assert measure(["banana" * 1000])["readability"].tolist() == [-1000.0]


@pytest.mark.parametrize("text", ENGLISH)
def test_flesch_agrees_with_textstat_within_four_points(text):
    reference = more_readability([text], ["en"], ["flesch_reading_ease"])["flesch_reading_ease"][0]
    assert measure([text])["readability"][0] == pytest.approx(reference, abs=4.0)


@pytest.mark.parametrize("text", SPANISH)
def test_fernandez_huerta_lies_up_to_twelve_points_below_textstat(text):
    # textstat counts places to hyphenate, and no syllable of one letter is ever cut off: it finds fewer syllables than there are.
    reference = more_readability([text], ["es"], ["fernandez_huerta"])["fernandez_huerta"][0]
    assert reference - 12.0 <= measure([text])["readability"][0] <= reference


def test_spanish_texts_have_the_order_of_textstat():
    ours = measure(list(SPANISH))["readability"].tolist()
    theirs = more_readability(list(SPANISH), ["es"] * 3, ["fernandez_huerta"])["fernandez_huerta"].tolist()
    assert sorted(range(3), key=ours.__getitem__) == sorted(range(3), key=theirs.__getitem__)


def test_every_index_gives_a_number_for_its_language_and_nan_for_others():
    values = more_readability([ENGLISH[0], SPANISH[0], ""], ["en", "es", "en"], list(INDICES))
    for name, languages in INDICES.items():
        assert [not math.isnan(value) for value in values[name].tolist()] == ["en" in languages, "es" in languages, False], name


def test_an_unknown_index_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownNameError, match=r"Unknown readability index 'gunning_fogg'\. Did you mean 'gunning_fog'\?"):
        more_readability(["a"], ["en"], ["gunning_fogg"])
