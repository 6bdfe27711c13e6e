"""Words without a subject of their own. Source: judgement, compared with the requests among 20,000 real prompts."""

from __future__ import annotations

from promptsmith.rules.lexicons import word_set

EMPTY_WORDS = word_set(
    # function words
    "a an the some any my me us you your i we it its it's this that these those them they of for to with in on about up out so and or "
    "please pls just can could would will want need like like'd i'd help more very much really too also now again here there be is are "
    "as let let's hey hi hello ok okay thanks thank dear "
    # verbs that say nothing about the result
    "do make write create give get show tell build generate improve fix change produce provide use have go try work think say "
    # nouns and adjectives that name nothing
    "something anything stuff thing things everything way bit lot lots kind sort one ones "
    "good better best great nice cool awesome amazing perfect interesting beautiful simple basic quick new nicer cooler well fine "
    # Spanish
    "un una unos unas el la los las lo de del para con en a al por y o que me te se nos mi tu su esto eso este esta ese esa estos estas "
    "favor quiero necesito puedes podrías ayuda ayúdame más muy mucho bien también ahora otra vez aquí hola gracias oye "
    "haz hazme hazlo hacer hagas crea crear crees escribe escribir escribas escríbeme da dame dar di dime genera generar mejora mejorar "
    "mejores mejóralo mejorarlo arregla arreglar arréglalo arreglarlo cambia cambiar cámbialo usa "
    "algo cosa cosas todo nada tipo manera forma poco "
    "bueno buena buenos buenas mejor mejores bonito bonita genial perfecto perfecta interesante lindo linda simple "
    "sencillo sencilla nuevo nueva"
)

ARTEFACTS = word_set(
    "essay poem story article report letter email e-mail blog post website page app application program script function code class query "
    "table list plan summary presentation speech song video image picture photo logo drawing game document text paragraph chapter book "
    "recipe review tutorial guide course quiz test survey questionnaire resume cv proposal outline template prompt joke tweet caption "
    "headline slogan description database spreadsheet chart graph diagram dashboard api bot chatbot "
    "ensayo poema cuento historia artículo informe carta correo sitio página aplicación programa guion función código clase consulta tabla "
    "lista resumen presentación discurso canción vídeo imagen foto logotipo dibujo juego documento texto párrafo capítulo libro receta "
    "reseña guía curso cuestionario encuesta currículum propuesta esquema plantilla chiste título eslogan descripción gráfico diagrama"
)
"""Names of kinds of work that can be about anything."""
