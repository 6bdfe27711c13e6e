"""Wording that can be read in more than one way, English and Spanish. Written by hand; which words belong is judgement."""

from __future__ import annotations

from promptsmith.features.phrases import phrases

VAGUE = phrases(
    """
    good, nice, great, better, best, bad, cool, awesome, amazing, interesting, beautiful, pretty, decent, proper, properly,
    appropriate, appropriately, suitable, suitably, adequate, adequately, reasonable, reasonably, sufficient, sufficiently,
    relevant, various, several, some, few, a few, a lot, lots of, a bunch of, a couple of, a number of, numerous, plenty of,
    fast, quick, quickly, slow, big, small, large, huge, short, long, simple, easy, easily, efficient,
    efficiently, effective, effectively, user-friendly, user friendly, intuitive, modern, high-quality, high quality, quality,
    professional, professionally, robust, flexible, scalable, seamless, seamlessly, optimal, optimally, significant, significantly,
    considerable, normal, typical, usual, standard, basic, advanced, recent, recently, soon, often, sometimes, usually, generally,
    frequently, regularly, mostly, somewhat, fairly, quite, more or less, roughly, approximately, about right,
    nicely, correctly, clean, catchy, engaging, compelling, impressive, innovative, creative, unique, meaningful, helpful, useful,
    powerful, world-class, cutting-edge, state of the art, next-level,
    minimal, minimise, maximise, minimize, maximize, as much as possible, as fast as possible, as good as possible, clear and
    concise, eye-catching, on brand, the usual,
    bueno, buena, buenos, buenas, bonito, bonita, genial, mejor, mejores, malo, mala, interesante, interesantes, adecuado,
    adecuada, adecuados, adecuadamente, apropiado, apropiada, apropiadamente, correcto, correctamente, suficiente, suficientes,
    razonable, relevante, relevantes, varios, varias, algunos, algunas, unos cuantos, unas cuantas, pocos, pocas,
    bastante, bastantes, numerosos, numerosas, un montón de, un par de, rápido, rápida, rápidamente, lento, grande, grandes,
    pequeño, pequeña, corto, corta, largo, larga, sencillo, sencilla, simple, fácil, fácilmente, eficiente, eficientemente, eficaz,
    eficazmente, intuitivo, intuitiva, moderno, moderna, de calidad, de alta calidad, profesional, robusto, robusta, flexible,
    escalable, óptimo, óptima, significativo, significativa, normal, típico, básico, avanzado, reciente, pronto, a menudo, a
    veces, normalmente, generalmente, frecuentemente, más o menos, aproximadamente, llamativo, llamativa,
    atractivo, atractiva, impactante, innovador, innovadora, creativo, creativa, único, única, útil, potente, lo mejor posible,
    lo antes posible, de vanguardia, lo de siempre
    """
)

HEDGES = phrases(
    """
    maybe, perhaps, possibly, probably, might, could be, may be, i think, i guess, i suppose, i believe, i feel like, i'm not sure,
    not sure, kinda, sorta, somehow, ideally, preferably, hopefully, if possible, or maybe, or so, or similar, more or less, if you
    want, if you like, if you can, whatever you think, up to you, feel free, seems, seem, apparently, in a way, something like,
    quizás, quizá, tal vez, a lo mejor, posiblemente, probablemente, podría ser, puede que, creo que, supongo, me parece, no estoy
    seguro, no estoy segura, de alguna manera, idealmente, preferiblemente, si es posible, si puedes, si quieres, como quieras, o
    algo así, o similar, parece que, al parecer, en cierto modo, una especie de, algo como
    """
)

OPEN_ENUMERATIONS = phrases(
    """
    etc, etc., etcetera, et cetera, and so on, and so forth, and the like, and others, and more, and similar, and stuff, and things,
    or something, or whatever, and whatever, or anything, and everything, among others, amongst others, and such, including but not
    limited to, things like, stuff like, such things,
    etcétera, y así sucesivamente, y demás, y otros, y otras, y más, y similares, y cosas así, o algo así, o lo que sea, entre otros,
    entre otras, y todo eso, cosas como, y tal
    """
)

UNDEFINED_CONDITIONS = phrases(
    """
    as needed, if needed, when needed, where needed, as necessary, if necessary, when necessary, where necessary, as required, if
    required, as appropriate, if appropriate, where appropriate, when appropriate, as applicable, if applicable, where applicable,
    where possible, when possible, whenever possible, as you see fit, in some cases, in certain cases, under certain conditions,
    if it makes sense, where it makes sense, as soon as possible, asap, when the time comes, at some point, in due course,
    según sea necesario, si es necesario, si hace falta, cuando sea necesario, donde sea necesario, según corresponda, si
    corresponde, cuando corresponda, si procede, cuando proceda, en su caso, si aplica, cuando sea posible, siempre que sea
    posible, en la medida de lo posible, en algunos casos, en ciertos casos, según convenga, si tiene sentido, cuanto antes, en
    algún momento, como veas
    """
)

EMPTY_NOUNS = phrases(
    """
    thing, things, thingy, stuff, something, anything, somewhere, somehow, whatever, it all, everything, some kind of, some
    sort of, some type of, some info, some information, some data, some content, some text, this one, that one, such and
    such, whatnot,
    cosa, cosas, cosita, algo, lo que sea, cualquier cosa, todo eso, alguna cosa, algún tipo de, algo de, tema, eso mismo,
    chisme, historia esa
    """
)

# References that stand alone, and those that may also open a noun phrase ("this text").
PRONOUNS = "it them they esto eso aquello ello ésta éste ésos éstas"
DEMONSTRATIVES = "this that these those ese esa esos esas"
# Openers after which "it" and "this" refer to nothing on purpose ("Is it true that ...").
COPULAS = "is was are were does will would could es fue era"
# Spanish verbs with the pronoun attached.
POINTING_VERBS = (
    "hazlo hazla mejóralo mejorala mejórala arréglalo arreglalo arréglala corrígelo corrigelo cámbialo cambialo escríbelo "
    "reescríbelo explícalo explicalo resúmelo resumelo tradúcelo traducelo optimízalo optimizalo acórtalo continúalo continualo "
    "revísalo revisalo úsalo ponlo dímelo dámelo házmelo envíalo bórralo súbelo termínalo hacerlo mejorarlo arreglarlo cambiarlo"
)
