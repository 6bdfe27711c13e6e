"""Wording that names or bounds what is wanted, English and Spanish. Written by hand; which words belong is judgement."""

from __future__ import annotations

from promptsmith.features.phrases import phrases

LIMIT_WORDS = phrases(
    """
    at most, at least, no more than, no fewer than, no less than, not more than, not less than, less than, more than, fewer than,
    up to, maximum, minimum, max, min, exactly, precisely, between, limit to, limited to, within, only one, a single, no longer than,
    per cent, percent, under the limit, or less, or fewer, or more,
    como máximo, como mínimo, como mucho, al menos, por lo menos, no más de, no menos de, menos de, más de, hasta, máximo, mínimo,
    exactamente, precisamente, entre, límite de, limitado a, limitada a, un solo, una sola, un único, una única, por ciento, o menos,
    o más
    """
)

FORMAT_WORDS = phrases(
    """
    json, csv, tsv, xml, yaml, html, markdown, latex, pdf, table, tables, bullet points, bullet point, bullet list, bulleted list,
    bullets, numbered list, list, ordered list, checklist, outline, paragraph, paragraphs, sentence, sentences, essay, email, letter,
    report, memo, headline, headlines, heading, headings, title, subtitle, caption, code block, snippet, diagram, chart, graph,
    flowchart, spreadsheet, slide, slides, template, columns, rows, section, sections, dialogue, script, screenplay, haiku, sonnet,
    poem, limerick, tweet, tweets, blog post, press release, one-liner, summary, abstract, format, formatted, plain text, schema,
    tabla, tablas, lista, lista numerada, viñetas, lista de viñetas, esquema, párrafo, párrafos, frase, frases, oración, oraciones,
    ensayo, correo, correo electrónico, carta, informe, titular, titulares, encabezado, encabezados, título, subtítulo, bloque de
    código, diagrama, gráfico, gráfica, hoja de cálculo, diapositiva, diapositivas, plantilla, columnas, filas, sección, secciones,
    diálogo, guion, guión, poema, soneto, resumen, formato, texto plano, tuit, tuits, entrada de blog, nota de prensa
    """
)

AUDIENCE_WORDS = phrases(
    """
    audience, target audience, readers, beginner, beginners, newcomers, experts, professionals, children, kids, teenagers, students,
    teachers, developers, engineers, managers, executives, customers, clients, users, employees, patients, parents, investors,
    stakeholders, recruiters, researchers, scientists, marketers, designers, analysts, administrators, non-technical, layperson,
    laypeople, general public, high school, undergraduates, seniors, freelancers, small businesses, aimed at, intended for, written
    for, tailored to, for someone who, for people who, year-old, year old, year-olds, b2b, b2c,
    público, público objetivo, lectores, principiante, principiantes, expertos, expertas, profesionales, niños, niñas, adolescentes,
    estudiantes, alumnos, profesores, docentes, desarrolladores, ingenieros, directivos, gerentes, clientes, usuarios, usuarias,
    empleados, pacientes, padres, inversores, reclutadores, investigadores, científicos, diseñadores, analistas, administradores,
    no técnico, público general, secundaria, universitarios, autónomos, pymes, dirigido a, dirigida a, destinado a, pensado para,
    para alguien que, para personas que
    """
)

EXAMPLE_WORDS = phrases(
    """
    for example, for instance, e.g., e.g, example, examples, such as, sample, like this, as follows, input, output, expected output,
    sample input, sample output, follow this, in the style of, similar to, modeled on,
    por ejemplo, p. ej., p.ej., ejemplo, ejemplos, tal como, tales como, muestra, como este, como esta, como sigue, entrada, salida,
    salida esperada, al estilo de, similar a, parecido a
    """
)

CONSTRAINT_WORDS = phrases(
    """
    must, must not, have to, has to, need to, needs to, should, should not, shall, only, avoid, without, do not, don't, never, always,
    exclude, excluding, include, including, ensure, make sure, require, required, requires, requirement, requirements, mandatory,
    forbidden, not allowed, instead of, rather than, unless, except, limit, restrict, constraint, constraints, condition, conditions,
    strictly, no need to, keep it, stick to, assume, assuming, given that,
    debe, deben, debes, debería, deberían, tiene que, tienen que, tienes que, hay que, solo, sólo, solamente, únicamente, evita,
    evitar, evite, sin, no uses, no use, no incluyas, no incluya, no menciones, nunca, siempre, excluye, excluir, incluye, incluir,
    incluyendo, asegúrate, asegúrese, requiere, requisito, requisitos, obligatorio, obligatoria, prohibido, no se permite, en lugar
    de, en vez de, a menos que, salvo, excepto, limita, restringe, restricción, restricciones, condición, condiciones,
    estrictamente, supón, suponiendo, dado que
    """
)

PURPOSE_WORDS = phrases(
    """
    because, so that, in order to, since, due to, the goal is, goal, my goal, our goal, purpose, the aim is, aims to, so i can, so we
    can, to help, to make sure, with the goal of, intended to, used for, used to, objective, background, context, as part of, why,
    i am working on, i'm working on, we are building,
    porque, para que, a fin de, con el fin de, con el objetivo de, debido a, ya que, puesto que, el objetivo es, objetivo, meta,
    propósito, finalidad, para poder, sirve para, se usará para, contexto, como parte de, estoy trabajando en, estamos creando
    """
)
