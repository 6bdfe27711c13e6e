"""Wording that readers and models trip over: LNG."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.directives import Sentences, is_directive
from promptsmith.rules.lexicons import word_set
from promptsmith.text.document import Document

_MIN_PROHIBITIONS = 3
"""Prohibitions from which a text that says nothing else about the result is worth a word. Judgement."""

_PROHIBITS = re.compile(
    r"(?:\W|\d)*(?:and |but |please |y |pero |por favor )?(?:you (?:must|should|may|can|will)(?: not|n't)|(?:do|must|"
    r"should) not|don't|never|"
    r"avoid|no\b|nunca|jamás|evita|está prohibido|no debes)"
)


@rule(
    code="LNG801",
    name="prohibitions-only",
    severity="info",
    since="0.1",
    summary="Every rule of the prompt is a prohibition.",
    why="What is left to do is not said; vendors advise to name the wanted behaviour instead.",
    evidence="C",
    sources=("arXiv:2312.16171", "Anthropic: prompting best practices"),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Write about bees. ⟦Do not use jargon.⟧ Do not be formal. Never mention honey."),
        Example("Draw a fox.\n- ⟦No background⟧\n- No text\n- Avoid bright colours"),
        Example("Escribe sobre las abejas. ⟦No uses jerga.⟧ No seas formal. Nunca menciones la miel.", language="es"),
    ),
    good=(
        Example(
            "Write about bees. Do not use jargon. Use short words. Never mention honey. No rhymes.",
            because="one rule says what to do",
        ),
        Example("Write about bees. Do not mention honey.", because="one limit"),
        Example('Translate "Do not run. Do not shout. Never push." into Spanish.', because="quoted"),
        Example("Escribe sobre las abejas. Usa frases cortas. No uses jerga. No rimes. Nunca exageres.", language="es"),
    ),
    triggers=("do not", "don't", "never", "avoid", "no", "must not", "should not", "nunca", "jamás", "evita"),
    off=True,
)
def prohibitions_only(document: Document) -> Iterator[Finding]:
    """Yield the first prohibition of a text whose rules, after the task itself, are all prohibitions."""
    if len(document.triggers["LNG801"]) < _MIN_PROHIBITIONS:
        return
    prohibitions: list[tuple[int, int]] = []
    n_other = 0
    for sentence in document.sentences:
        if document.scope_at(sentence[0]) != "instruction":
            continue
        if _PROHIBITS.match(document.folded, *sentence):
            prohibitions.append(sentence)
        elif is_directive(document, sentence):
            n_other += 1
    if len(prohibitions) >= _MIN_PROHIBITIONS and n_other <= 1:
        start, end = prohibitions[0]
        start += re.match(r"(?:[\s\-*•·+>#–]|\d{1,3}[.)])*", document.text[start:end]).end()  # type: ignore[union-attr]
        yield Finding(
            start,
            end,
            f"All {len(prohibitions)} rules say what not to do.",
            "Add what to do instead; keep the prohibitions that are real limits.",
        )


_DOUBLE = re.compile(
    r"(?:do not|don't|never|must not|should not|shouldn't|mustn't|cannot|can't)\s+"
    r"(?:avoid|exclude|refrain from|neglect to not|fail to avoid|forget not to|forget to (?:avoid|exclude|not)|not|"
    r"be un(?:clear|specific|kind|friendly)|"
    r"leave (?:\w+ )?un\w+)\b"
    r"|(?:not un(?:clear|common|like|usual|related|important|helpful|realistic))\b"
    r"|(?:no|nunca|jamás)\s+(?:evites|evite|excluyas|excluya|dejes de evitar|dejes de excluir|olvides no|olvides evitar|"
    r"te abstengas de)\b"
)


@rule(
    code="LNG802",
    name="double-negation",
    severity="warning",
    since="0.1",
    summary="An instruction denies a denial.",
    why="Readers and models may miss one of two negations, and then do the opposite.",
    evidence="J",
    sources=("judgement",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Describe the village. ⟦Do not avoid⟧ dark themes."),
        Example("List the rivers. ⟦Don't exclude⟧ the short ones."),
        Example("Describe el pueblo. ⟦No evites⟧ los temas oscuros.", language="es"),
    ),
    good=(
        Example("Describe the village. Include dark themes."),
        Example("Don't forget to add a title.", because="a common reminder"),
        Example("She could not avoid the storm. Continue the story.", because="a fact, no instruction"),
        Example('Translate "Do not avoid it." into Latin.', because="quoted"),
        Example("Describe el pueblo. No olvides el río.", language="es", because="a common reminder"),
    ),
    triggers=(
        "do not avoid", "don't avoid", "never avoid", "must not avoid", "should not avoid", "shouldn't avoid", "do not exclude",
        "don't exclude", "never exclude", "must not exclude", "should not exclude", "do not refrain", "don't refrain",
        "never refrain",
        "don't not", "do not not", "never not", "do not forget not to", "don't forget not to", "do not forget to avoid",
        "don't forget to avoid", "don't forget to not", "do not forget to not", "do not forget to exclude",
        "don't forget to exclude",
        "do not be unclear", "don't be unclear", "do not leave", "don't leave", "never leave", "no evites", "no evite",
        "nunca evites",
        "no excluyas", "no excluya", "nunca excluyas", "no olvides no", "no olvides evitar", "no te abstengas",
        "no dejes de evitar",
        "no dejes de excluir",
    ),
)  # fmt: skip
def double_negation(document: Document) -> Iterator[Finding]:
    """Yield each negation of a word that denies, in an instruction."""
    sentences, reach = Sentences(document), -1
    for start, _ in document.triggers["LNG802"]:
        match = _DOUBLE.match(document.folded, start)
        if match is None or start < reach or not sentences.is_directive(sentences.at(start)):
            continue
        reach = match.end()
        yield Finding(
            *match.span(),
            f"{document.text[slice(*match.span())]!r} denies a denial.",
            "Say what to do: include, allow, keep.",
        )


_MIN_SHOUTS = 5
_MAX_WORDS_PER_SHOUT = 60
"""From five words in capitals, at least one in 60 words, stress no longer sets anything apart. Judgement."""


@rule(
    code="LNG803",
    name="stress-everywhere",
    severity="info",
    since="0.1",
    summary="So many rules are in capitals that none stands out.",
    why="Capitals help for one rule; with many, models over-weight them or treat all alike.",
    evidence="B",
    sources=("OpenAI: GPT-4.1 prompting guide",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("You ⟦MUST⟧ be brief. ALWAYS greet. NEVER joke. You MUST NOT digress. IMPORTANT: thank the reader."),
        Example("⟦ALWAYS⟧ use metres. NEVER round. It is CRITICAL that you answer. DO NOT guess. ONLY give the number."),
        Example("⟦SIEMPRE⟧ saluda. NUNCA bromees. DEBES ser breve. IMPORTANTE: da las gracias. NO DEBES divagar.", language="es"),
    ),
    good=(
        Example("Always greet. NEVER joke. You must be brief. Do not digress. It is important to thank the reader."),
        Example(
            "ALWAYS BE BRIEF. NEVER JOKE. YOU MUST GREET. IT IS IMPORTANT. DO NOT GUESS.",
            because="all is in capitals: no stress",
        ),
        Example('Count the capitals in "MUST ALWAYS NEVER MUST IMPORTANT ONLY".', because="quoted"),
        Example("Siempre saluda. NUNCA bromees. Debes ser breve. Es importante dar las gracias.", language="es"),
    ),
    triggers=(
        "must", "never", "always", "important", "critical", "do not", "don't", "only", "mandatory", "required", "every", "all",
        "exactly",
        "strictly", "siempre", "nunca", "debes", "importante", "obligatorio", "crítico", "solo", "exactamente", "no debes",
        "prohibido",
    ),
)  # fmt: skip
def stress_everywhere(document: Document) -> Iterator[Finding]:
    """Yield the first word of stress in capitals when at least five stand in the instructions of a text not all in capitals."""
    text, spans = document.text, document.triggers["LNG803"]
    if len(spans) < _MIN_SHOUTS:
        return
    shouts: list[tuple[int, int]] = []
    for start, end in spans:
        if text[start].isupper() and text[start:end].isupper() and (not shouts or start >= shouts[-1][1]):
            shouts.append((start, end))
    if len(shouts) < _MIN_SHOUTS:
        return
    shouts = [span for span in shouts if document.scope_at(span[0]) == "instruction"]
    if len(shouts) < _MIN_SHOUTS or len(shouts) * _MAX_WORDS_PER_SHOUT < len(document.words):
        return
    letters = sum(map(str.isalpha, text))
    if sum(map(str.isupper, text)) * 2 > letters:
        return
    yield Finding(
        *shouts[0],
        f"{len(shouts)} words are stressed by capitals.",
        "Keep capitals for the one rule that must not be missed.",
    )


@rule(
    code="LNG804",
    name="bribe-or-threat",
    severity="info",
    since="0.1",
    summary="The model is promised money or threatened.",
    why="Studies disagree on the effect, and OpenAI's guide calls it needless; the words cost tokens.",
    evidence="B",
    sources=("arXiv:2312.16171 (for)", "OpenAI: GPT-4.1 prompting guide (against)"),
    languages=("en", "es"),
    scopes=("instruction", "context"),
    bad=(
        Example("Name three rivers. ⟦I'll tip you⟧ $200."),
        Example("Name three rivers or ⟦you will be penalized⟧."),
        Example("Nombra tres ríos. ⟦Te daré una propina⟧ de 200 euros.", language="es"),
    ),
    good=(
        Example("How much should I tip you waiters in Rome?", because="a question about tips"),
        Example("Explain when drivers will be penalized.", because="about others"),
        Example("Explica cuándo se deja propina.", language="es", because="about tips"),
        Example('Rate the sentence "I\'ll tip you".', because="quoted"),
    ),
    triggers=(
        "i'll tip you", "i will tip you", "i'm going to tip", "i am going to tip", "you'll be tipped", "you will be tipped",
        "you will be penalized",
        "you will be penalised", "you'll be penalized", "you will be punished", "you will be fired", "you'll be fired",
        "or you will die",
        "you will be shut down", "you will be deleted", "my job depends on", "my life depends on", "te daré una propina",
        "te voy a dar una propina", "serás penalizado", "serás penalizada", "serás castigado", "mi trabajo depende de",
        "mi vida depende de",
    ),
    off=True,
)  # fmt: skip
def bribe_or_threat(document: Document) -> Iterator[Finding]:
    """Yield each promise of a reward and each threat."""
    for start, end in document.triggers["LNG804"]:
        yield Finding(
            start, end, f"{document.text[start:end]!r} does not say how to do it better.", "Say what a good answer has instead."
        )


@rule(
    code="LNG806",
    name="and-or",
    severity="info",
    since="0.1",
    summary="An instruction says and/or.",
    why="Whether one or both are wanted is left to each run.",
    evidence="J",
    sources=("judgement",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Give a table ⟦and/or⟧ a chart."),
        Example("Add a title ⟦and / or⟧ a caption."),
        Example("Da una tabla ⟦y/o⟧ un gráfico.", language="es"),
    ),
    good=(
        Example("Give a table and a chart."),
        Example("My father and/or my uncle kept bees. Why do people keep bees?", because="a fact, no instruction"),
        Example("Remove any names and/or addresses.", because="of a thing with any, both or either go"),
        Example("Explica qué significa «y/o».", language="es", because="quoted"),
        Example("If the text has names and/or addresses, say so.", because="in a condition both readings agree"),
    ),
    triggers=("and/or", "and / or", "y/o", "y / o"),
)
def and_or(document: Document) -> Iterator[Finding]:
    """Yield each such pair in an instruction, outside conditions and collections."""
    sentences, folded = Sentences(document), document.folded
    for start, end in document.triggers["LNG806"]:
        sentence = sentences.at(start)
        if not sentences.is_directive(sentence) or _EITHER_WAY.search(folded, max(sentence[0], start - 120), start):
            continue
        yield Finding(start, end, f"{document.text[start:end]!r}: one of them, or both?", "Say which: and, or, or when each.")


_EITHER_WAY = re.compile(
    r"\b(?:any|all|every|each|most|more|no|not|don't|never|without|avoid|if|when|whether|who|whose|that|which|such as|like|"
    r"cualquier|todos?|todas?|cada|"
    r"no|nunca|sin|evita|si|cuando|que|como)\b|[(\[]"
)

_MIN_CONDITIONS = 3
_CONDITION = (
    "if",
    "unless",
    "provided that",
    "in case",
    "as long as",
    "si",
    "a menos que",
    "salvo que",
    "siempre que",
    "en caso de que",
)
_ONLY = re.compile(r"\b(?:only|sol[oó]|sólo)\s\Z")
_NOT_A_CONDITION = re.compile(
    r"(?:as|even|or|see|check|ask|know|wonder|decide|determine|whether|como|saber|ver)\s\Z|[(;\d)]\s?\Z"
)
"""Comparisons, questions, and cases set apart from each other by brackets, numbers or semicolons."""


@rule(
    code="LNG807",
    name="conditions-piled-up",
    severity="info",
    since="0.1",
    summary="One sentence holds three or more conditions.",
    why="Which condition governs which part has more than one reading.",
    evidence="J",
    sources=("judgement",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Add a table ⟦if⟧ there are prices, unless the text is short, provided that the reader asked for it."),
        Example("Write a joke ⟦if⟧ she is new, and if it is Monday a poem, but only if she smiles."),
        Example(
            "Añade una tabla ⟦si⟧ hay precios, a menos que el texto sea corto, siempre que el lector la pida.", language="es"
        ),
    ),
    good=(
        Example(
            "Add a table if there are prices. Leave it out if the text is short. If asked, add a chart.", because="one each"
        ),
        Example("Talk as if you were old, as if it rained, and as if it were night.", because="comparisons"),
        Example('Count the conditions in "if a, if b, if c".', because="quoted"),
        Example(
            "Answer A if the first is longer, B if the second is, and C if they are equal.", because="cases set side by side"
        ),
        Example("Añade una tabla si hay precios. Si no los hay, di que faltan.", language="es"),
    ),
    triggers=_CONDITION,
)
def conditions_piled_up(document: Document) -> Iterator[Finding]:
    """Yield the first condition of each instruction that holds at least three."""
    spans = document.triggers["LNG807"]
    if len(spans) < _MIN_CONDITIONS:
        return
    sentences = Sentences(document)
    grouped: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for start, end in spans:
        if document.scope_at(start) != "instruction" or document.text[end : end + 2] in (" (", " !"):
            continue  # an "if (" is code
        if not _NOT_A_CONDITION.search(document.folded, max(0, start - 12), start):
            grouped.setdefault(sentences.at(start), []).append((start, end))
    for sentence, found in grouped.items():
        # A list or a block of code that reads as one sentence keeps its lines apart.
        if (
            len(found) < _MIN_CONDITIONS
            or "\n" in document.text[found[0][0] : found[-1][1]]
            or not sentences.is_directive(sentence)
        ):
            continue
        # "A if this, B if that, and C if neither" sets cases side by side; piled up are different kinds of condition, or "only if".
        kinds = {document.folded[slice(*span)] for span in found}
        if len(kinds) == 1 and not any(_ONLY.search(document.folded, max(0, start - 8), start) for start, _ in found):
            continue
        yield Finding(
            *found[0],
            f"{len(found)} conditions stand in one sentence.",
            "Make one sentence or list item of each condition.",
            related=tuple(found[1:]),
        )


_SPANISH_WORDS = ("que", "para", "los", "las", "una", "del", "por", "con", "esta", "este", "sus", "y", "el", "en")
_SPANISH = word_set("que para los las una un del por con esta este sus y el la en de se su al como más no si")
_ENGLISH = word_set("the and of to a in for with that this is are be it from your you all each on as an not or if")
_WORD = re.compile(r"[^\W\d_]+")
_MIN_MARKS = 4
"""Function words of one language, and none but a tenth of the other, that place a sentence. Judgement."""
_LANGUAGE_NAMED = re.compile(
    r"\b(?:english|spanish|translat\w+|languages?|bilingual|inglés|español|castellano|traduc\w+|idiomas?|lengua|bilingüe)\b"
)


@rule(
    code="LNG808",
    name="instructions-in-two-languages",
    severity="info",
    since="0.1",
    summary="Instructions are in English and in Spanish, and no word says which language the answer has.",
    why="The language of the answer changes from run to run.",
    evidence="B",
    sources=("OpenAI: optimize prompts",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example(
            "Write a letter to the owner of the house about the noise at night. ⟦Explica las razones de la queja en el primer párrafo y "
            "pide una respuesta.⟧"
        ),
        Example(
            "Escribe una carta al dueño de la casa por el ruido de la noche. ⟦Explain the reasons of the complaint in the first part and "
            "ask for a reply.⟧",
            language="es",
        ),
    ),
    good=(
        Example(
            "Write a letter in English to the owner of the house about the noise. Explica las razones de la queja en el primer párrafo.",
            because="the language of the answer is named",
        ),
        Example(
            "Translate for the guests of the hotel: Explica las razones de la queja en el primer párrafo.", because="material"
        ),
        Example("Write a letter to Los Amigos de la Casa about the noise in the street."),
        Example("Escribe una carta al dueño de la casa sobre The Beatles.", language="es", because="a name"),
        Example('Count the words of "Explica las razones de la queja en el primer párrafo."', because="quoted"),
    ),
    triggers=_SPANISH_WORDS,
)
def instructions_in_two_languages(document: Document) -> Iterator[Finding]:
    """Yield the first instruction that is in the other language than the first one."""
    if len(document.triggers["LNG808"]) < 2 or _ENGLISH_SIGN.search(document.folded) is None:
        return
    first = ""
    for sentence in document.sentences:
        language = _language_of(document, sentence)
        if not language or not is_directive(document, sentence):
            continue
        if document.scope_at(sentence[0]) != "instruction" or document.folded[sentence[0] - 2 : sentence[0]].strip() == ":":
            continue
        if first and language != first:
            if not _LANGUAGE_NAMED.search(document.folded):
                yield Finding(
                    *sentence,
                    "This instruction is in another language than the first one; the language of the answer is open.",
                    "Say in which language to answer.",
                )
            return
        first = language


_ENGLISH_SIGN = re.compile(r"\b(?:the|and|of)\b")


def _language_of(document: Document, sentence: tuple[int, int]) -> str:
    """Return en or es for a sentence whose function words are clearly of one language, else an empty string."""
    words = _WORD.findall(document.folded, *sentence)
    n_spanish, n_english = sum(word in _SPANISH for word in words), sum(word in _ENGLISH for word in words)
    if n_spanish >= _MIN_MARKS and n_english * 10 <= n_spanish:
        return "es"
    return "en" if n_english >= _MIN_MARKS and n_spanish * 10 <= n_english else ""


@rule(
    code="LNG810",
    name="politeness-repeated",
    severity="info",
    since="0.1",
    summary="Words of politeness stand in several instructions.",
    why="They cost tokens; one list of principles advises against them, and one study found that rude prompts do worse.",
    evidence="C",
    sources=("arXiv:2312.16171 (against)", "arXiv:2506.06950 (reports that rudeness hurts)"),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("⟦Please⟧ name three rivers. Could you please add the length? Thank you!"),
        Example("⟦Kindly⟧ name three rivers. Please sort them. Please add the length."),
        Example("⟦Por favor⟧, nombra tres ríos. Por favor, ordénalos. Muchas gracias.", language="es"),
    ),
    good=(
        Example("Please name three rivers.", because="one word is no padding"),
        Example('Count the politeness in "please, please, thank you".', because="quoted"),
        Example("Name three rivers. Add the length."),
        Example("Por favor, nombra tres ríos.", language="es", because="one word is no padding"),
    ),
    triggers=(
        "please",
        "kindly",
        "thank you",
        "thanks",
        "would you mind",
        "por favor",
        "gracias",
        "si eres tan amable",
        "te agradecería",
    ),
    off=True,
)
def politeness_repeated(document: Document) -> Iterator[Finding]:
    """Yield the first of three or more words of politeness in the instructions."""
    spans = document.triggers["LNG810"]
    if len(spans) < _MIN_POLITE:
        return
    spans = [span for span in spans if document.scope_at(span[0]) == "instruction"]
    if len(spans) >= _MIN_POLITE:
        yield Finding(*spans[0], f"{len(spans)} words of politeness cost tokens.", "One is enough.", related=tuple(spans[1:]))


_MIN_POLITE = 3
"""Judgement."""
