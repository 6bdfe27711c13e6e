"""English, Spanish, other and unknown, on short prompts written for this test."""

from __future__ import annotations

import numpy as np
import pytest

from promptsmith.config import LANGUAGES
from promptsmith.text.language import (
    FUNCTION_WORDS_EN,
    FUNCTION_WORDS_ES,
    detect_language,
    detect_languages,
    dictionary_detect,
    ngram_detector,
)
from promptsmith.text.scopes import find_scopes

ENGLISH = [
    "Write a poem about the sea",
    "Explain recursion",
    "Create a user authentication system",
    "List all files larger than 10 MB",
    "create react app",
    "Summarize this article in three bullet points.",
    "How do I center a div?",
    "Plan a trip to Nice, France",
    "oil painting, dragon, highly detailed, 4k",
    "a mosaic cat",
    "Design a logo for Café Olé in Bogotá",
    "Fix my SQL query",
    "Compare Kubernetes and Docker Swarm",
    "Write email",
]
SPANISH = [
    "Escribe un poema sobre el mar",
    "Explica la recursividad",
    "Crea un sistema de autenticación de usuarios",
    "Lista los archivos de más de 10 MB",
    "Resume este texto",
    "Dame ideas",
    "¿Cómo centro un div?",
    "Traduce al inglés",
    "Genera 5 nombres de marca",
    "Crea un logo",
    "Optimiza la consulta SQL",
    "Escribe un email",
    "pintura de un gato verde, muy detallada",
    "Necesito una función que ordene números",
]
OTHER = [
    "Rédige un poème sur la mer",
    "Écris une histoire courte pour les enfants",
    "Schreibe ein Gedicht über das Meer",
    "Erkläre mir die Relativitätstheorie",
    "Escreva um poema sobre o mar",
    "Faça um resumo do texto a seguir",
    "Scrivi una poesia sul mare",
    "Scrivi un riassunto del testo",
    "Schrijf een gedicht over de zee",
    "Escriu un poema sobre el mar",
    "Fes un resum d'aquest text per als alumnes",
    "Напиши стихотворение о море",
    "写一首关于大海的诗",
    "海についての詩を書いて",
    "바다에 대한 시를 써 줘",
    "اكتب قصيدة عن البحر",
    "Γράψε ένα ποίημα για τη θάλασσα",
]
UNKNOWN = [
    "",
    "   ",
    "12 + 30 = ?",
    "asdf qwer zxcv",
    "xkjd fhwe pqmz",
    "hotel",
    "Python",
    "{{question}}",
    "```\nfor x in y: pass\n```",
    "🙂🙂",
]


@pytest.mark.parametrize(("language", "texts"), [("en", ENGLISH), ("es", SPANISH), ("other", OTHER), ("unknown", UNKNOWN)])
def test_short_prompts_get_their_language(language: str, texts: list[str]) -> None:
    assert {text: detect_language(text)[0] for text in texts} == dict.fromkeys(texts, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('Translate "Bonjour tout le monde, comment allez-vous" to English', "en"),
        ('Traduce "The weather is nice today and I like it" al español', "es"),
        ("Explica este código:\n```python\nfor item in the_list:\n    print('this is the item and that is all')\n```", "es"),
        ("Resume este artículo: https://example.org/the/best/of/the/year/and/more", "es"),
        ("Saluda a {{the_name_of_the_user}} con cariño", "es"),
        ("Summarize it.\n\nText:\nEl gato duerme en la casa de la abuela y no quiere salir.", "en"),
        ("Traduce.\n\n> This is the text of the day and it is all in English.", "es"),
    ],
)
def test_code_quotes_data_and_addresses_have_no_say(text: str, language: str) -> None:
    assert detect_language(text)[0] == language


def test_a_prompt_that_is_all_quotation_is_judged_by_it() -> None:
    assert detect_language('"Write a poem about the sea and the sky"')[0] == "en"
    assert detect_language("«Escribe un poema sobre el mar y el cielo»")[0] == "es"


def test_confidence_grows_with_evidence_and_is_zero_for_unknown() -> None:
    _, little = detect_language("Write email")
    _, much = detect_language("Write an email to the team about the plan that we made for this week")
    assert 0.5 < little < much <= 1.0
    assert detect_language("asdf qwer zxcv") == ("unknown", 0.0)


def test_many_texts_give_the_same_as_one_by_one() -> None:
    texts = [*ENGLISH, *SPANISH, *OTHER, *UNKNOWN]
    names, confidences = detect_languages(texts)
    assert list(zip(names, confidences.tolist(), strict=True)) == [detect_language(text) for text in texts]
    assert confidences.dtype == np.float64
    assert set(names) == set(LANGUAGES)


def test_known_scopes_change_nothing() -> None:
    texts = ['Say "hola" to the user', "Di «hello» al usuario", "Run `ls` in the folder"]
    names, confidences = detect_languages(texts, scopes=[find_scopes(text) for text in texts])
    assert names == ["en", "es", "en"]
    assert confidences.tolist() == detect_languages(texts)[1].tolist()


def test_no_texts_give_empty_columns() -> None:
    names, confidences = detect_languages([])
    assert (names, confidences.shape) == ([], (0,))


def test_the_dictionary_detector_knows_the_supported_languages() -> None:
    assert dictionary_detect("write a poem about the sea") == ("en", True)
    assert dictionary_detect("escribe un poema sobre el mar")[0] == "es"
    assert dictionary_detect("schreibe ein gedicht über das meer")[0] == "de"
    assert dictionary_detect("zxqv wqrt") == ("und", False)


def test_the_preferred_detector_is_sure_about_plain_prompts() -> None:
    try:
        detect = ngram_detector()
    except ImportError:  # machines without a build of eldc use the dictionary
        detect = dictionary_detect
    assert detect("write a short story about a dog") == ("en", True)
    assert detect("escribe una historia corta sobre un perro")[0] == "es"
    assert detect("") == ("und", False)


def test_stop_words_are_lower_case_and_common() -> None:
    for words in (FUNCTION_WORDS_EN, FUNCTION_WORDS_ES):
        assert all(word == word.lower() for word in words)
        assert len(words) > 140
    assert {"the", "of", "and", "is"} <= FUNCTION_WORDS_EN
    assert {"el", "la", "de", "que", "y"} <= FUNCTION_WORDS_ES
    assert not {"write", "poem"} & FUNCTION_WORDS_EN
    assert not {"escribe", "poema"} & FUNCTION_WORDS_ES
