"""Words of limits in English and Spanish: units, parts of an answer, kinds of answers, numbers and verbs.

Lists are judgement, made from style guides, prompt guides and the grammar of both languages. Terms are in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

EN, ES = "en", "es"

UNITS: Mapping[str, Mapping[str, str]] = {
    EN: {
        "words": "word|words",
        "sentences": "sentence|sentences",
        "paragraphs": "paragraph|paragraphs",
        "bullets": "bullet|bullets|bullet point|bullet points|bulleted points|bulleted items|bullet-point",
        "points": "points",
        "items": "item|items",
        "characters": "character|characters|chars",
        "lines": "line|lines",
        "pages": "page|pages",
        "syllables": "syllable|syllables",
        "steps": "step|steps",
        "examples": "example|examples",
        "sections": "section|sections",
        "minutes": "minute|minutes",
        "tokens": "tokens",
        "stanzas": "stanza|stanzas",
        "verses": "verse|verses",
        "headings": "heading|headings|header|headers|subheading|subheadings",
        "rows": "row|rows",
        "columns": "column|columns",
        "entries": "entry|entries",
        "slides": "slide|slides",
        "options": "option|options",
        "questions": "question|questions",
        "reasons": "reason|reasons",
        "tips": "tip|tips",
        "ideas": "idea|ideas",
        "facts": "fact|facts",
        "quotes": "quote|quotes|quotation|quotations",
        "hashtags": "hashtag|hashtags",
        "emojis": "emoji|emojis",
        "keywords": "keyword|keywords",
        "titles": "titles",
        "names": "names",
        "suggestions": "suggestion|suggestions",
        "recommendations": "recommendation|recommendations",
        "alternatives": "alternative|alternatives",
        "variations": "variation|variations|variants",
        "sources": "source|sources|reference|references|citation|citations",
        "links": "link|links|hyperlink|hyperlinks",
        "lists": "list|lists",
        "tables": "table|tables",
        "details": "details",
        "idioms": "idiom|idioms|proverb|proverbs",
        "terms": "term|terms",
        "cards": "card|cards|flashcard|flashcards",
        "records": "record|records",
        "scenes": "scene|scenes",
        "chapters": "chapter|chapters",
        "arguments": "argument|arguments",
        "risks": "risk|risks",
        "benefits": "benefit|benefits|advantages",
        "activities": "activity|activities",
        "exercises": "exercise|exercises",
        "sessions": "session|sessions",
        "weaknesses": "weakness|weaknesses",
        "strengths": "strength|strengths",
        "categories": "category|categories",
        "themes": "themes",
        "countries": "countries",
        "cities": "cities",
        "books": "books",
        "recipes": "recipe|recipes",
        "products": "products",
        "strategies": "strategy|strategies",
        "objectives": "objective|objectives",
        "screens": "screen|screens",
        "parts": "parts",
        "problems": "problems",
        "solutions": "solutions",
        "adjectives": "adjective|adjectives",
        "metaphors": "metaphor|metaphors",
    },
    ES: {
        "words": "palabra|palabras",
        "sentences": "frase|frases|oración|oraciones|oracion",
        "paragraphs": "párrafo|párrafos|parrafo|parrafos",
        "bullets": "viñeta|viñetas",
        "points": "puntos",
        "items": "elemento|elementos|ítem|ítems",
        "characters": "carácter|caracteres",
        "lines": "línea|líneas|linea|lineas|renglones",
        "pages": "página|páginas|pagina|paginas",
        "syllables": "sílaba|sílabas|silabas",
        "steps": "paso|pasos",
        "examples": "ejemplo|ejemplos",
        "sections": "sección|secciones|apartado|apartados",
        "minutes": "minuto|minutos",
        "stanzas": "estrofa|estrofas",
        "verses": "verso|versos",
        "headings": "encabezado|encabezados",
        "rows": "fila|filas",
        "columns": "columna|columnas",
        "slides": "diapositiva|diapositivas",
        "options": "opción|opciones",
        "questions": "pregunta|preguntas",
        "reasons": "razón|razones|motivo|motivos",
        "tips": "consejo|consejos",
        "facts": "datos",
        "titles": "títulos",
        "names": "nombres",
        "suggestions": "sugerencia|sugerencias",
        "recommendations": "recomendación|recomendaciones",
        "alternatives": "alternativa|alternativas",
        "variations": "variaciones|variantes",
        "sources": "fuente|fuentes|referencias|citas",
        "links": "enlace|enlaces",
        "lists": "lista|listas",
        "tables": "tabla|tablas",
        "details": "detalles",
        "cards": "tarjeta|tarjetas",
        "records": "registros",
        "scenes": "escena|escenas",
        "chapters": "capítulo|capítulos",
        "arguments": "argumento|argumentos",
        "risks": "riesgo|riesgos",
        "benefits": "ventajas|beneficios",
        "activities": "actividad|actividades",
        "exercises": "ejercicio|ejercicios",
        "sessions": "sesión|sesiones",
        "categories": "categoría|categorías",
        "countries": "países",
        "cities": "ciudades",
        "books": "libros",
        "recipes": "receta|recetas",
        "products": "productos",
        "entries": "entrada|entradas",
    },
}
"""Canonical unit: its written forms, per language. Forms that both languages share (``emojis``) stand under English."""

NUMBERS: Mapping[str, Mapping[str, int]] = {
    EN: dict(
        zip(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred".split(),
            [*range(1, 21), 30, 40, 50, 60, 70, 80, 90, 100],
            strict=True,
        )
    )
    | {"single": 1, "a single": 1, "a hundred": 100, "one hundred": 100, "two hundred": 200, "three hundred": 300}
    | {"four hundred": 400, "five hundred": 500, "a thousand": 1000, "one thousand": 1000, "two thousand": 2000}
    | {"a dozen": 12, "dozen": 12, "half a dozen": 6, "a couple of": 2, "two dozen": 24},
    ES: dict(
        zip(
            "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
            "dieciocho diecinueve veinte veinticinco treinta cuarenta cincuenta sesenta setenta ochenta noventa cien".split(),
            [*range(1, 21), 25, 30, 40, 50, 60, 70, 80, 90, 100],
            strict=True,
        )
    )
    | {"un": 1, "una": 1, "un solo": 1, "una sola": 1, "un único": 1, "una única": 1, "doscientas": 200, "doscientos": 200}
    | {"trescientas": 300, "trescientos": 300, "cuatrocientas": 400, "quinientas": 500, "quinientos": 500, "mil": 1000}
    | {"una docena de": 12, "media docena de": 6, "un par de": 2},
}

PARTS: Mapping[str, str] = {
    "title": "title|título|titulo",
    "subtitle": "subtitle|subtítulo",
    "headline": "headline|titular",
    "subject line": "subject line|subject|línea de asunto|asunto",
    "body": "body|main body|cuerpo|body text|email body",
    "introduction": "introduction|intro|introducción|introduccion|introductory paragraph|opening|opening section",
    "conclusion": "conclusion|conclusión|closing|closing section|cierre",
    "summary": "summary|executive summary|resumen|resumen ejecutivo|tl;dr|tldr",
    "abstract": "abstract",
    "description": "description|descripción|meta description|metadescripción",
    "caption": "caption|pie de foto",
    "header": "header|encabezado",
    "footer": "footer|pie de página",
    "signature": "signature|firma",
    "greeting": "greeting|salutation|saludo",
    "hook": "hook|gancho",
    "call to action": "call to action|cta|llamada a la acción",
    "question": "question|pregunta",
    "option": "option|opción",
    "paragraph": "paragraph|párrafo|parrafo",
    "sentence": "sentence|frase|oración",
    "line": "line|línea",
    "bullet": "bullet|bullet point|viñeta|bulleted point",
    "list": "list|bulleted list|bullet list|numbered list|lista",
    "item": "item|list item|elemento|ítem|entry|point|punto",
    "section": "section|sección|apartado",
    "step": "step|paso",
    "slide": "slide|diapositiva",
    "stanza": "stanza|estrofa",
    "verse": "verse|verso",
    "example": "example|ejemplo",
    "word": "word|palabra",
    "heading": "heading|subheading|encabezados|headings",
    "dialogue": "dialogue|dialog|diálogo",
    "row": "row|fila",
    "column": "column|columna",
    "cell": "cell|celda",
    "day": "day|día",
    "tweet": "tweet|tuit",
    "slogan": "slogan|eslogan|tagline",
    "comment": "comment|comentario|comments|comentarios",
    "reason": "reason|razón",
    "definition": "definition|definición",
}
"""Canonical part of an answer: its written forms in both languages."""

ANSWERS: frozenset[str] = frozenset(
    (
        "answer answers response responses output reply replies text result message content piece writing draft document "
        "email mail e-mail letter essay article story narrative tale poem haiku sonnet song lyrics script report post "
        "blog tweet "
        "thread speech review paper guide tutorial plan itinerary schedule timeline outline proposal biography bio cv resume "
        "résumé explanation analysis translation paraphrase rewrite version summary abstract note memo newsletter ad "
        "advertisement "
        "copy slogan tagline caption description press-release announcement invitation conversation dialogue monologue "
        "paragraph "
        "list table presentation pitch obituary eulogy joke recipe reponse passage overview synopsis recap statement "
        "manifesto "
        "respuesta respuestas salida texto resultado mensaje contenido correo carta ensayo artículo historia cuento "
        "relato poema "
        "canción guion informe publicación entrada tuit hilo discurso reseña guía plan itinerario cronograma esquema "
        "propuesta "
        "biografía explicación análisis traducción versión resumen nota boletín anuncio eslogan descripción invitación "
        "diálogo "
        "lista tabla presentación redacción documento receta chiste"
    ).split()
)
"""Nouns for a whole answer. Which of them is *the* answer depends on the request."""

WRITE_EN = (
    "write respond answer reply keep limit use give list provide summarize summarise describe explain create generate make "
    "produce compose draft include contain return output restrict cap aim ensure be begin start end conclude add present "
    "structure format organize organise offer propose suggest name outline define discuss tell craft rewrite paraphrase "
    "condense shorten reduce cut compress translate develop prepare design express state show deliver submit expand "
    "elaborate "
    "introduce incorporate divide split break separate consist stick stay choose select brainstorm come recommend compare "
    "maintain adopt highlight mention send edit review analyze analyse sum recap ask pitch tailor put feature have"
).split()
WRITE_ES = (
    "escribe escriba escribir responde responda responder contesta conteste usa use utiliza utilice da dé dame deme enumera "
    "enumere lista proporciona proporcione resume resuma resumir describe describa explica explique crea cree genera "
    "genere haz "
    "haga redacta redacte redactar compón incluye incluya contiene devuelve devuelva limita limite limítate procura "
    "asegúrate "
    "mantén mantenga empieza empiece comienza comience termina termine añade añada presenta presente estructura estructure "
    "organiza ofrece ofrezca propón proponga sugiere sugiera nombra define defina elabora elabore reescribe reescriba "
    "traduce "
    "traduzca acorta reduce prepara diseña expresa muestra divide divida selecciona elige recomienda compara agrega entrega "
    "desarrolla uses utilices emplees escribas digas pongas incluyas menciones añadas empieces termines superes excedas"
).split()
"""Verbs that, as imperatives, govern the answer."""

ORDINALS: Mapping[str, int] = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6,
    "last": -1, "final": -1, "closing": -1, "concluding": -1, "opening": 1, "introductory": 1, "primer": 1, "primera": 1,
    "primero": 1, "tercero": 3,
    "segundo": 2, "segunda": 2, "tercer": 3, "tercera": 3, "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5, "último": -1,
    "última": -1,
}  # fmt: skip


def forms(table: Mapping[str, str]) -> dict[str, str]:
    """Return written form -> canonical name for a table of ``|``-separated forms."""
    return {form: name for name, written in table.items() for form in written.split("|")}


def alternation(words: Iterable[str]) -> str:
    """Return a regular expression for any of ``words``, longest first, with white space as any run of blanks."""
    return _branches(sorted(set(words), key=lambda word: (-len(word), word)))


def _branches(endings: list[str]) -> str:
    """Join endings that open with the same character, so that a place in a text is tried once per letter and not once per word.

    Endings of different first characters exclude each other, so their order does not matter; within one it stays longest first.
    """
    groups: dict[str, list[str]] = {}
    for ending in endings:
        groups.setdefault(ending[:1], []).append(ending[1:])
    return "|".join(
        _escape(first + rest[0]) if len(rest) == 1 else f"{_escape(first)}(?:{_branches(rest)})"
        for first, rest in groups.items()
    )


def _escape(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s+")
