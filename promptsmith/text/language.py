"""The language of a prompt: English, Spanish, another one, or unknown.

Two witnesses are heard. Function words (articles, prepositions, pronouns) of English, Spanish and six neighbours are counted:
they make up a third to a half of running text, and a foreign name or a technical term has none. An n-gram detector judges the
spelling. Another language is reported only when both agree, or when the letters themselves are foreign, so that an English
prompt full of names stays English. Code, quotations, data, addresses and placeholders have no say while the instruction itself
has words enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.scopes import ScopeSpan, find_scopes

SAMPLE_CHARACTERS = 1500
"""Characters of the instruction that are looked at. Measured: longer samples change no result and cost time."""

MIN_WORDS = 3
"""With fewer words in the instruction and no function word, quoted and given text is heard too. Judgement."""

Detector = Callable[[str], tuple[str, bool]]
"""Takes a text, returns a two-letter language code or 'und', and whether the spelling leaves little doubt."""


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION_WORDS_EN = _words(
    "a about above after again against all along also although am among an and another any are around as at away "
    "back be because been before being below between both but by can could did do does doing done down during each "
    "either else every few for from further had has have having he her here hers herself him himself his how "
    "however i if in into is it its itself just least less many may me might mine more most much must my myself "
    "neither no nor not now of off on once one only onto or other our ours ourselves out over own per rather same "
    "shall she should since so some such than that the their theirs them themselves then there these they this "
    "those though through to too toward towards under until up upon us very via was we were what whatever when "
    "where whereas whether which while who whom whose why will with within without would yet you your yours "
    "yourself yourselves i'm it's don't doesn't isn't aren't can't won't i'd i've i'll you're we're they're let's "
    "that's what's"
)
"""Function words of English. Own list."""

FUNCTION_WORDS_ES = _words(
    "a al algo alguien algún alguna algunas alguno algunos allí ante antes aquel aquella aquellas aquello aquellos "
    "aquí así aun aún aunque bajo bien cada casi como cómo con contra cual cuál cuales cuáles cualquier cualquiera "
    "cuando cuándo cuanto cuánto cuántos cuyo cuya de del desde después donde dónde durante e el él ella ellas ello "
    "ellos en entonces entre era eran es esa esas ese eso esos esta está están estar estas este esto estos fue "
    "fueron ha haber había han has hasta hay he hemos incluso la las le les lo los luego más me mediante mi mí "
    "mientras mis mucha muchas mucho muchos muy nada ni ningún ninguna ninguno no nos nosotros nuestra nuestras "
    "nuestro nuestros o os otra otras otro otros para pero poco por porque pues que qué quien quién quienes sea "
    "sean según ser si sí sido siempre sin sino sobre solo sólo son su sus también tampoco tan tanto te tengo ti "
    "tiene tienen toda todas todo todos tras tu tú tus u un una unas uno unos usted ustedes y ya yo"
)
"""Function words of Spanish. Own list."""

_OTHER_FUNCTION_WORDS = {
    "fr": _words(
        "le la les un une des du de et à au aux est sont dans pour par sur avec sans que qui quoi dont où ce cette ces "
        "cet il elle ils elles nous vous je tu mon ma mes son sa ses leur leurs notre votre ne pas plus mais ou donc "
        "comme être avoir fait peut très aussi entre même tout tous toute quel quelle quels quelles comment pourquoi "
        "d'un d'une c'est qu'il j'ai l'on"
    ),
    "de": _words(
        "der die das den dem des ein eine einen einem einer eines und oder aber nicht ist sind war im in zu zum zur mit "
        "für von vom auf aus bei nach über unter wie was wer wo warum ich du er sie es wir ihr mein meine dein deine "
        "sein seine kann können soll sollen wird werden auch nur noch als wenn dass mir mich dir bitte einige alle "
        "diese dieser dieses man"
    ),
    "pt": _words(
        "o a os as um uma uns umas de do da dos das em no na nos nas ao aos à e ou mas não é são foi ser está estão "
        "para por pelo pela com sem sobre que quem qual quais como quando onde porque eu você ele ela nós eles elas meu "
        "minha seu sua seus suas isso este esta esse essa mais muito também já tem têm me te se entre até"
    ),
    "it": _words(
        "il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla in "
        "nel nella nei nelle con su sul sulla per tra fra e ed o ma non è sono era che chi cui quale quali come quando "
        "dove perché io tu lui lei noi voi loro mio mia tuo tua suo sua questo questa questi queste più molto anche si "
        "ci mi ti essere ha ho hanno"
    ),
    "nl": _words(
        "de het een en of maar niet is zijn was waren in op te van voor met aan bij uit naar over onder door om dat die "
        "dit deze wat wie waar hoe waarom ik jij je u hij zij ze wij we mijn jouw uw zijn haar ons onze kan kunnen moet "
        "moeten wordt worden ook nog als dan er geen alle meer mij"
    ),
    "ca": _words(
        "el la els les un una uns unes de del dels al als a amb en per perquè i o però no és són era que què qui quin "
        "quina quins quines com quan on jo tu ell ella nosaltres vosaltres meu meva teu teva seu seva aquest aquesta "
        "aquests aquestes això més molt també ha han hi ho es em et fer entre sobre sense d'un d'una"
    ),
}

# What prompts ask and ask for counts like a function word: "Resume este texto" has only one of those.
_REQUESTS_EN = _words(
    "write create explain summarize summarise translate generate describe give make list show tell find build design compare "
    "analyze analyse review fix improve rewrite classify extract convert calculate delete print remove search count display "
    "rename compress please help act optimize refactor define deploy query code story poem script summary test tests user users "
    "page function file files email customer customers words sentences name names brand scene character letter essay recipe"
)
_REQUESTS_ES = _words(
    "escribe escriba redacta redacte explica explique explícame resume resuma traduce traduzca genera genere crea cree describe "
    "describa dame haz haga hazme hazlo enumera muestra muéstrame dime encuentra busca diseña diseñe compara analiza analice revisa "
    "corrige corrija mejora mejore reescribe clasifica extrae convierte calcula elimina borra optimiza optimice ayúdame actúa "
    "elabora escribir crear define despliega consulta código correo historia cuento guion guión resumen función archivo archivos "
    "receta mejor nombre nombres campaña escena personaje corto corta ensayo usuario usuarios ventas tabla marca palabras frases"
)

_BITS = 12
"""Room for one count: a sample has fewer than 4,096 words."""

_FULL = (1 << _BITS) - 1


def function_word_languages() -> dict[str, list[int]]:
    """Return for each word that counts the languages that use it: 0 English, 1 Spanish, then the neighbours."""
    languages: dict[str, list[int]] = {}
    lists = (FUNCTION_WORDS_EN | _REQUESTS_EN, FUNCTION_WORDS_ES | _REQUESTS_ES, *_OTHER_FUNCTION_WORDS.values())
    for place, words in enumerate(lists):
        for word in sorted(words):
            # Other single letters than "a" are more often names of things: "e-commerce", "plot y".
            if len(word) > 1 or word in "aà":
                languages.setdefault(word, []).append(place)
    return languages


def _packed() -> dict[str, int]:
    """Return for each function word one number with a 1 in the place of every language that uses it: sums count all at once."""
    return {word: sum(1 << (_BITS * place) for place in places) for word, places in function_word_languages().items()}


_COUNTS = _packed()
_NO_COUNT = repeat(0)

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ASCII_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
# Addresses, paths and code words such as "a/b" have printable ASCII around the stroke. Looking behind changes no match, but keeps words
# from being tried at each of their letters.
_ADDRESS = re.compile(r"(?<![!-~])[!-.0-?A-\[\]-~]*[/\\@][!-~]*")
_OTHER_SCRIPT = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
# Letters that neither English nor Spanish has.
_FOREIGN_LETTER = re.compile(r"[^\W\d_a-zA-ZáéíóúüñÁÉÍÓÚÜÑ]")
_SPANISH_SIGN = re.compile(r"[ñÑ¿¡]")
# Runs along a keyboard row and clusters of consonants that no English or Spanish word has.
_NO_WORD = re.compile(
    r"asdf|sdfg|dfgh|fghj|ghjk|hjkl|jkl[ñz]|qwer(?!ty)|zxcv|xcvb|cvbn|vbnm|uiop|lkjh|kjhg|fdsa|mnbv|poiu"
    r"|q[bcdfghjklmnprstvwxyz]|j[bcdfghklmnpqrstvwxz]|[bcdfghjklmnpqrstvwxz]{6}|^[bcdfghjklmnpqrstvwxz]{4,}$"
    r"|^(?:[bdfgjkmnpqvx]{2}|[xz][bcdfgjkmnpqrstvw])[a-z]{2}|(.)\1\1"
)


def detect_language(text: str) -> tuple[str, float]:
    """Return the language of one text and the confidence in it.

    Returns:
        'en', 'es', 'other' or 'unknown', and a confidence from 0 to 1; it is 0 for 'unknown'. Unknown are texts without
        letters, letters that form no words, pure code, and single words that both languages could have.

    Example:
        >>> detect_language("Escribe un poema sobre el mar")[0]
        'es'
    """
    return _judge(_sample(text, find_scopes(text)), _detector())


def detect_languages(
    texts: Sequence[str],
    *,
    scopes: Sequence[Sequence[ScopeSpan]] | None = None,
    english: Mapping[int, float] | None = None,
) -> tuple[list[str], NDArray[np.float64]]:
    """Return the language of each text and the confidences, as `detect_language` does for one.

    Args:
        texts: the texts.
        scopes: the result of `find_scopes` for each text, when it is known already; saves finding the scopes a second time.
        english: confidence of the texts that are known to be English, by number (`clear_english`).
    """
    detector = _detector()
    spans = (find_scopes(text) for text in texts) if scopes is None else scopes
    known = english or {}
    results = [
        ("en", known[number]) if number in known else _judge(_sample(text, found), detector)
        for number, (text, found) in enumerate(zip(texts, spans, strict=True))
    ]
    confidences = np.fromiter((confidence for _, confidence in results), dtype=np.float64, count=len(results))
    return [name for name, _ in results], confidences


def _sample(text: str, spans: Sequence[ScopeSpan]) -> list[str]:
    """Return the first words that count, in lower case: those of the instruction, or of given text when it has hardly any."""
    if not spans:
        return _clean(text[:SAMPLE_CHARACTERS])
    pieces, last, size = [], 0, 0
    for span in spans:
        pieces.append(text[last : span.start])
        size += span.start - last
        last = span.end
        if size >= SAMPLE_CHARACTERS:
            break
    else:
        pieces.append(text[last : last + SAMPLE_CHARACTERS])
    words = _clean(" ".join(pieces)[:SAMPLE_CHARACTERS])
    if len(words) < MIN_WORDS and not any(word in _COUNTS for word in words):
        given = (text[span.start : span.end] for span in spans[:50] if span.scope not in ("code", "placeholder"))
        words += _clean(" ".join(given)[:SAMPLE_CHARACTERS])
    return words


def _clean(text: str) -> list[str]:
    if "/" in text or "@" in text or "\\" in text:
        text = _ADDRESS.sub(" ", text)
    text = text.lower()
    return _ASCII_WORD.findall(text) if text.isascii() else _WORD.findall(text)


def _judge(words: list[str], detector: Detector) -> tuple[str, float]:
    if not words:
        return "unknown", 0.0
    sample = " ".join(words)
    ascii_only = sample.isascii()
    if not ascii_only and _is_other_script(words):
        return "other", 0.99
    counts = sum(map(_COUNTS.get, words, _NO_COUNT))
    english, spanish, rest = counts & _FULL, (counts >> _BITS) & _FULL, counts >> (2 * _BITS)
    neighbour = 0
    while rest:
        neighbour, rest = max(neighbour, rest & _FULL), rest >> _BITS
    if ascii_only and english > 3 and english > 2 * max(spanish, neighbour):
        return "en", english_confidence(english - spanish, len(words))  # nothing left to ask
    own = max(english, spanish)
    if own == 0 and _is_garbage(words):
        return "unknown", 0.0
    guess, reliable = detector(sample)
    if len(words) == 1 and own == 0:
        return ("es", 0.6) if _SPANISH_SIGN.search(sample) else ("unknown", 0.0)
    foreign = 0 if ascii_only else len(_FOREIGN_LETTER.findall(sample))
    is_foreign = foreign * 25 > len(sample)
    if _is_other(len(words), own, neighbour, guess, reliable=reliable, foreign=is_foreign):
        share = min(1.0, (neighbour + foreign + 2 * reliable) / max(3, len(words) // 3))
        return "other", round(0.6 + 0.39 * share, 3)
    if not ascii_only and _SPANISH_SIGN.search(sample):
        spanish += 1
    return _english_or_spanish(english, spanish, guess, len(words), reliable=reliable)


def _is_other_script(words: list[str]) -> bool:
    """Tell whether at least half of the letters are not Latin; single letters are left out: they are names in formulas."""
    letters = "".join(word for word in words if len(word) > 1 or not word.isascii())
    return 2 * len(_OTHER_SCRIPT.findall(letters)) > len(letters)


def _is_other(n_words: int, own: int, neighbour: int, guess: str, *, reliable: bool, foreign: bool) -> bool:
    """Tell whether the text is in neither language. Judgement, tried on real prompts; names and jargon are the danger."""
    if guess in ("en", "und"):
        return neighbour >= 4 and neighbour >= 3 * max(own, 1)
    if guess == "es":
        return neighbour >= 3 and neighbour > own + max(1, own // 3)
    if foreign and own * 6 < n_words:
        return True
    if reliable:
        return neighbour > own or (neighbour == own > 1) or own * 8 < n_words
    return neighbour > max(own, 1) or (neighbour > own and n_words <= 5)


def _english_or_spanish(english: int, spanish: int, guess: str, n_words: int, *, reliable: bool) -> tuple[str, float]:
    lead = abs(english - spanish)
    if lead == 0 and english == 0 and guess == "und":
        return "unknown", 0.0
    # Without any evidence English is the safer word for a row of names and nouns.
    name = "es" if spanish > english else "en"
    if lead <= 1 and guess in ("en", "es") and (reliable or english + spanish > 0):
        name = guess
    return name, _confidence(lead, n_words, agreed=guess == name and (reliable or lead > 0))


def _confidence(lead: int, n_words: int, *, agreed: bool) -> float:
    """Return 0.5 plus a part for the lead in function words plus a part for agreement; few words cap it. Judgement."""
    confidence = 0.5 + 0.3 * (1 - (2 / 3) ** lead) + (0.2 if agreed else 0.0)
    return round(min(confidence, 0.55 + 0.1 * n_words), 3)


@cache
def english_confidence(lead: int, n_words: int) -> float:
    """Return the confidence in English where function words alone decide."""
    return _confidence(lead, n_words, agreed=True)


def _is_garbage(words: list[str]) -> bool:
    """Tell whether at least half of the words of three letters or more are none in any language written in Latin letters."""
    long = [word for word in words if len(word) > 2]
    return bool(long) and 2 * sum(_NO_WORD.search(word) is not None for word in long) >= len(long)


@cache
def _detector() -> Detector:
    """Return the n-gram detector, or the dictionary one where no build of it exists."""
    try:
        return ngram_detector()
    except ImportError:
        return dictionary_detect


def ngram_detector() -> Detector:
    """Return the detector of eldc. Its own instance, so that settings of other users of the library do not matter.

    Raises:
        ImportError: eldc has no build for this machine.
    """
    import eldc

    eldc.init()
    details = eldc.instance().detect_details

    def detect(text: str) -> tuple[str, bool]:
        result = details(text)
        return result.language, result.reliable

    return detect


def dictionary_detect(text: str) -> tuple[str, bool]:
    """Return the language whose dictionary knows most words of the text; slower, for machines without eldc."""
    from simplemma import langdetect

    ranking = langdetect(text, lang=("en", "es", "fr", "de", "pt", "it", "nl", "ca"))
    if len(ranking) < 2:
        return "und", False
    (name, share), (_, second) = ranking[0], ranking[1]
    if name == "unk" or share < 0.2:
        return "und", False
    return name, share >= 0.6 and share - second >= 0.2
