"""What each topic of the five domains, and of general requests, makes worth saying. Data; the engine is `domain_rules`.

Each row: the terms (English and Spanish) that bring the topic up, the terms that show it is settled, and the question in both
languages. Chosen by practice of each field (judgement); questions are short, because they are added to somebody's prompt.
"""

from __future__ import annotations

from typing import NamedTuple


class PointRow(NamedTuple):
    """One row: id, domain, category, priority, terms, terms that settle it, question in English and in Spanish."""

    id: str
    domain: str
    category: str
    priority: int
    terms: str
    unless: str
    en: str
    es: str


POINTS = (
    # --- sql ---------------------------------------------------------------------------------------------------------------
    PointRow(
        "sql-write-guard", "sql", "security", 85,
        "delete all, delete from, delete rows, drop table, drop tables, truncate, remove all rows, purge, update all, "
        "borra todos, borra todas, borrar todos, borrar todas, elimina todos, elimina todas, eliminar filas, vacía la tabla",
        "where, backup, transaction, rollback, dry run, copia de seguridad, transacción, prueba previa, condición",
        "Which rows are affected, and how is it undone?",
        "¿Qué filas se ven afectadas y cómo se deshace?",
    ),
    PointRow(
        "sql-credentials", "sql", "security", 82,
        "password, passwords, user authentication, login table, credentials, contraseña, contraseñas, autenticación, credenciales",
        "hash, hashed, hashing, bcrypt, argon2, scrypt, encrypted, encryption, salt, cifrado, cifrada, encriptado, resumen criptográfico",
        "How are passwords protected (hashing, never plain text)?",
        "¿Cómo se protegen las contraseñas (hash, nunca en claro)?",
    ),
    PointRow(
        "sql-money", "sql", "specificity", 75,
        "price, prices, money, amount, amounts, currency, revenue, salary, precio, precios, importe, importes, dinero, moneda, salario",
        "decimal, numeric, cents, integer, bigint, céntimos, centavos, entero",
        "Which exact decimal type and currency hold prices?",
        "¿Qué tipo decimal exacto y qué moneda llevan los precios?",
    ),
    PointRow(
        "sql-speed", "sql", "performance", 74,
        "slow, optimize, optimise, performance, faster, speed up, tune, lenta, lento, optimiza, optimizar, rendimiento, más rápida, "
        "acelera",
        "explain, execution plan, query plan, plan de ejecución, indexed, índice en",
        "What do EXPLAIN and the existing indexes show?",
        "¿Qué muestran EXPLAIN y los índices existentes?",
    ),
    PointRow(
        "sql-volume", "sql", "performance", 73,
        "millions of, million rows, million records, billion rows, large table, huge table, millones de, tabla grande, tabla enorme",
        "index, indexes, indexed, partition, partitioned, índice, índices, partición, particiones",
        "Which index or partition serves that volume?",
        "¿Qué índice o partición sirve a ese volumen?",
    ),
    PointRow(
        "sql-migration", "sql", "structure", 72,
        "migrate, migration, convert mongodb, from mongodb, move from mysql, migra, migrar, migración, convierte mongodb, desde mongodb",
        "mapping, data types, downtime, rollback, correspondencia, tipos de dato, vuelta atrás",
        "How do old structure and types map to the new?",
        "¿Cómo pasan la estructura y los tipos al nuevo esquema?",
    ),
    PointRow(
        "sql-transaction", "sql", "structure", 71,
        "atomically, multiple tables, several tables at once, transfer between, all or nothing, atómicamente, de forma atómica, "
        "varias tablas a la vez, todo o nada",
        "transaction, begin, commit, isolation, transacción, aislamiento",
        "Which transaction and isolation level hold it together?",
        "¿Qué transacción y nivel de aislamiento lo mantienen unido?",
    ),
    PointRow(
        "sql-backup", "sql", "structure", 70,
        "backup, back up, backups, restore, copia de seguridad, copias de seguridad, respaldo, restaurar",
        "retention, recovery time, point in time, retención, tiempo de recuperación",
        "How long are backups kept, and how is recovery tested?",
        "¿Cuánto se guardan las copias y cómo se prueba la recuperación?",
    ),
    PointRow(
        "sql-unique", "sql", "specificity", 66,
        "registration, sign up, sign-up, user table, users table, customer table, table users, table for users, registro de usuarios, "
        "tabla de usuarios, tabla de clientes, tabla usuarios",
        "unique, not null, constraint, constraints, único, única, no nulo, restricción, restricciones",
        "Which columns are UNIQUE or NOT NULL?",
        "¿Qué columnas son UNIQUE o NOT NULL?",
    ),
    PointRow(
        "sql-table", "sql", "structure", 62,
        "create|make|design|build|add|need … table|tables, create table, create tables, new table, user table, "
        "crea|crear|diseña|diseñar|haz|añade|necesito … tabla|tablas, tabla nueva",
        "primary key, foreign key, varchar, integer, columns:, columnas:, clave primaria, clave foránea, entero",
        "Which columns, keys, constraints and data types?",
        "¿Qué columnas, claves, restricciones y tipos de dato?",
    ),
    PointRow(
        "sql-schema", "sql", "structure", 60,
        "schema, data model, database design, design a database, create database, create a database, esquema, modelo de datos, "
        "diseño de base de datos, diseña una base de datos, base de datos con",
        "normal form, 3nf, normalized, normalised, one-to-many, many-to-many, forma normal, normalizada, uno a muchos, muchos a muchos",
        "Which relationships, and how far normalized?",
        "¿Qué relaciones y hasta qué grado de normalización?",
    ),
    PointRow(
        "sql-join", "sql", "structure", 58,
        "join, joins, combine tables, combine the tables, une las tablas, unir tablas, combina las tablas, cruza las tablas",
        "foreign key, join on, on the column, inner join, left join, clave foránea, por la columna, matching rows",
        "On which keys, and what of rows without a match?",
        "¿Por qué claves y qué pasa con filas sin pareja?",
    ),
    PointRow(
        "sql-select-all", "sql", "specificity", 54,
        "select all, all users, all records, everything from, all the data, todos los usuarios, todos los registros, todos los datos",
        "where, only, columns, limit, solo, sólo, columnas, límite, donde",
        "Which columns and which rows (WHERE, LIMIT)?",
        "¿Qué columnas y qué filas (WHERE, LIMIT)?",
    ),
    PointRow(
        "sql-procedure", "sql", "structure", 52,
        "stored procedure, stored function, trigger, procedimiento almacenado, función almacenada, disparador",
        "parameters, returns, parámetros, devuelve",
        "Which parameters and errors does the procedure have?",
        "¿Qué parámetros y errores tiene el procedimiento?",
    ),
    PointRow(
        "sql-naming", "sql", "wording", 40,
        "tbl_usr, tbl_users, tbl_user, tbl_, tblusers",
        "naming convention, snake_case, convención de nombres",
        "Which naming convention do tables follow?",
        "¿Qué convención de nombres siguen las tablas?",
    ),
    # --- branding ------------------------------------------------------------------------------------------------------------
    PointRow(
        "brand-claims", "branding", "security", 82,
        "cures, cure, clinically, guaranteed results, number one, weight loss, anti-aging, cura, curan, clínicamente, "
        "resultados garantizados, número uno, perder peso, antiedad",
        "source, study, evidence, disclaimer, fuente, estudio, prueba, aviso legal",
        "Which proof supports each claim?",
        "¿Qué prueba respalda cada afirmación?",
    ),
    PointRow(
        "brand-audience", "branding", "specificity", 70,
        "marketing, copy, campaign, slogan, tagline, ad, advert, advertisement, newsletter, landing page, social media, post, "
        "campaña, eslogan, lema, anuncio, publicidad, boletín, página de aterrizaje, redes sociales, publicación",
        "audience, target, readers, customers, aimed at, for people, for parents, for women, for men, público, audiencia, dirigido a, "
        "clientes, lectores, para personas",
        "Who is the audience, and what moves them?",
        "¿Quién es el público y qué lo mueve?",
    ),
    PointRow(
        "brand-voice", "branding", "wording", 62,
        "brand voice, tone of voice, brand personality, voz de marca, tono de voz, personalidad de marca",
        "example, sample, do and don't, do not say, ejemplo, muestra, no decir, evita decir",
        "Which sample sentence shows the voice?",
        "¿Qué frase de muestra enseña la voz?",
    ),
    PointRow(
        "brand-name", "branding", "specificity", 60,
        "brand name, company name, product name, name for, names for, nombre de marca, nombre de la empresa, nombre del producto, "
        "nombre para, nombres para",
        "trademark, domain available, syllables, letters, marca registrada, dominio libre, sílabas, letras",
        "Which markets, length and trademark limits apply to the name?",
        "¿Qué mercados, longitud y límites de marca tiene el nombre?",
    ),
    PointRow(
        "brand-channel", "branding", "structure", 55,
        "campaign, launch, promote, promotion, announce, campaña, lanzamiento, promociona, promoción, anuncia, lanzar",
        "email, instagram, linkedin, tiktok, facebook, poster, billboard, radio, blog, newsletter, website, correo, cartel, valla, web, "
        "boletín",
        "Which channel and length?",
        "¿Qué canal y qué longitud?",
    ),
    PointRow(
        "brand-logo", "branding", "specificity", 50,
        "logo, visual identity, brand identity, color palette, identidad visual, identidad de marca, logotipo, paleta de colores",
        "hex, pantone, rgb, formats, formatos",
        "Which colours, formats and uses must the identity cover?",
        "¿Qué colores, formatos y usos cubre la identidad?",
    ),
    # --- cine ----------------------------------------------------------------------------------------------------------------
    PointRow(
        "cine-dialogue", "cine", "wording", 64,
        "dialogue, dialog, conversation between, diálogo, conversación entre",
        "subtext, lines each, lines of dialogue, subtexto, líneas de diálogo, réplicas",
        "What does each character want, and how many lines?",
        "¿Qué quiere cada personaje y cuántas líneas hay?",
    ),
    PointRow(
        "cine-shot", "cine", "specificity", 60,
        "scene, shot, video, clip, footage, escena, plano, vídeo, toma, secuencia",
        "close-up, close up, wide shot, medium shot, low angle, high angle, tracking, dolly, drone, handheld, primer plano, plano general, "
        "plano medio, picado, contrapicado, travelling, dron, cámara en mano",
        "Which shot size, angle and camera movement?",
        "¿Qué tamaño de plano, ángulo y movimiento de cámara?",
    ),
    PointRow(
        "cine-light", "cine", "specificity", 56,
        "scene, shot, video, clip, footage, escena, plano, vídeo, toma, secuencia",
        "light, lighting, lit, night, day, dawn, dusk, sunset, sunrise, golden hour, noon, candle, neon, luz, iluminación, noche, día, "
        "amanecer, anochecer, atardecer, mediodía, vela, neón",
        "Which light and time of day?",
        "¿Qué luz y qué momento del día?",
    ),
    PointRow(
        "cine-format", "cine", "structure", 54,
        "screenplay, script for a film, film script, movie script, guion, guión",
        "pages, minutes, scene heading, int., ext., páginas, minutos, encabezado de escena",
        "How long, in pages or minutes, and in which format?",
        "¿Qué duración, en páginas o minutos, y qué formato?",
    ),
    PointRow(
        "cine-character", "cine", "specificity", 48,
        "character, protagonist, hero, villain, personaje, protagonista, héroe, villano",
        "wants, goal, flaw, fear, years old, quiere, objetivo, defecto, miedo, años",
        "What does the character want, and what stands in the way?",
        "¿Qué quiere el personaje y qué se lo impide?",
    ),
    # --- saas ----------------------------------------------------------------------------------------------------------------
    PointRow(
        "saas-tenancy", "saas", "security", 78,
        "multi-tenant, multi tenant, multitenant, tenants, tenant, workspace, workspaces, multiinquilino, inquilinos, espacios de trabajo",
        "isolation, isolated, row-level, permissions, roles, aislamiento, permisos",
        "How are tenants isolated, and who may see what?",
        "¿Cómo se aíslan los clientes y quién puede ver qué?",
    ),
    PointRow(
        "saas-billing", "saas", "specificity", 72,
        "subscription, subscriptions, billing, pricing plan, pricing plans, checkout, suscripción, suscripciones, facturación, "
        "plan de precios, planes de precios, cobro",
        "proration, refund, trial, currency, failed payment, prorrateo, reembolso, prueba gratuita, moneda, pago fallido",
        "What happens on plan change, refund and failed payment?",
        "¿Qué pasa al cambiar de plan, devolver y fallar el pago?",
    ),
    PointRow(
        "saas-acceptance", "saas", "structure", 66,
        "user story, user stories, feature, features, historia de usuario, historias de usuario, funcionalidad, "
        "funcionalidades, función nueva",
        "acceptance criteria, given, error state, error states, edge case, edge cases, criterios de aceptación, dado, estados de error, "
        "casos límite",
        "Which acceptance criteria and error states apply?",
        "¿Qué criterios de aceptación y errores se aplican?",
    ),
    PointRow(
        "saas-permissions", "saas", "security", 64,
        "login, log in, sign in, authentication, user roles, admin panel, dashboard, inicio de sesión, autenticación, roles de usuario, "
        "panel de administración, panel de control",
        "permission, permissions, role-based, sso, oauth, mfa, permisos, según el rol",
        "Which roles may do what, and what do others see?",
        "¿Qué puede hacer cada rol y qué ven los demás?",
    ),
    PointRow(
        "saas-metric", "saas", "performance", 58,
        "onboarding, churn, retention, conversion, engagement, activation, incorporación, abandono, retención, conversión, activación",
        "percent, %, baseline, within, kpi, por ciento, línea base, en menos de",
        "Which metric, from which baseline, shows success?",
        "¿Qué métrica y desde qué valor muestra el éxito?",
    ),
    PointRow(
        "saas-api", "saas", "structure", 56,
        "api, rest api, endpoint, endpoints, webhook, webhooks",
        "status code, status codes, rate limit, pagination, versioning, authentication, código de estado, límite de peticiones, "
        "paginación, versionado, autenticación",
        "Which authentication, error codes and rate limits?",
        "¿Qué autenticación, códigos de error y límites?",
    ),
    # --- devops --------------------------------------------------------------------------------------------------------------
    PointRow(
        "devops-destroy", "devops", "security", 86,
        "delete all, remove all, wipe, rm -rf, terraform destroy, drop database, force push, kill all, borra todo, borra todos, "
        "elimina todo, elimina todos, borrar todo, formatea",
        "backup, dry run, dry-run, confirm, confirmation, rollback, copia de seguridad, simulación, confirma, confirmación, vuelta atrás",
        "What is checked before anything is deleted, and how undone?",
        "¿Qué se comprueba antes de borrar y cómo se deshace?",
    ),
    PointRow(
        "devops-secrets", "devops", "security", 82,
        "api key, api keys, secret, secrets, credentials, tokens, clave de api, claves de api, secretos, credenciales",
        "vault, secret manager, secrets manager, environment variable, environment variables, kms, sealed, gestor de secretos, "
        "variable de entorno, variables de entorno",
        "Where are secrets kept, and who may read them?",
        "¿Dónde se guardan los secretos y quién los lee?",
    ),
    PointRow(
        "devops-rollback", "devops", "structure", 74,
        "deploy, deployment, rollout, release, upgrade, pipeline, ci/cd, despliega, desplegar, despliegue, "
        "publicación, actualiza el servidor",
        "rollback, roll back, roll it back, revert, blue-green, canary, vuelta atrás, revertir, azul-verde, canario",
        "How is a failed release rolled back, and success checked?",
        "¿Cómo se revierte un despliegue fallido y se comprueba el éxito?",
    ),
    PointRow(
        "devops-alerts", "devops", "performance", 66,
        "monitoring, monitor, alerts, alerting, observability, monitorización, monitoriza, monitoreo, alertas, observabilidad",
        "threshold, slo, sla, on-call, percentile, umbral, guardia, percentil",
        "Which thresholds alert whom?",
        "¿Qué umbrales avisan a quién?",
    ),
    PointRow(
        "devops-container", "devops", "specificity", 62,
        "dockerfile, docker image, container, containers, kubernetes, k8s, helm, imagen de docker, contenedor, contenedores",
        "base image, version, memory limit, cpu limit, non-root, imagen base, versión, límite de memoria, sin root",
        "Which base image, versions and resource limits?",
        "¿Qué imagen base, versiones y límites de recursos?",
    ),
    PointRow(
        "devops-environment", "devops", "specificity", 60,
        "server, servers, cluster, infrastructure, terraform, ansible, servidor, servidores, clúster, infraestructura",
        "staging, production, region, ubuntu, debian, eu-west, us-east, preproducción, producción, región",
        "Which environment, region and versions?",
        "¿Qué entorno, región y versiones?",
    ),
    PointRow(
        "devops-idempotent", "devops", "structure", 52,
        "script, playbook, cron, cron job, automate, guion de shell, automatiza, tarea programada",
        "idempotent, exit code, set -e, dry run, error handling, idempotente, código de salida, gestión de errores",
        "What happens when it runs twice or fails halfway?",
        "¿Qué pasa si se ejecuta dos veces o falla a medias?",
    ),
    # --- general -------------------------------------------------------------------------------------------------------------
    PointRow(
        "vague-object", "general", "specificity", 64,
        "thing, things, stuff, something, anything, cosa, cosas, algo",
        "something like, or something, for example, such as, por ejemplo, como por ejemplo, o algo",
        "What exactly is meant, and what is the result for?",
        "¿Qué se quiere decir exactamente y para qué es el resultado?",
    ),
    PointRow(
        "text-kind", "general", "specificity", 62,
        "write about, write on, write something about, tell me about, escribe sobre, escribe algo sobre, háblame de, háblame sobre",
        "words, sentences, paragraphs, for beginners, for students, for children, audience, palabras, frases, párrafos, "
        "para principiantes, para estudiantes, para niños, público",
        "Which kind of text, how long and for whom?",
        "¿Qué tipo de texto, de qué extensión y para quién?",
    ),
    PointRow(
        "help-goal", "general", "specificity", 61,
        "help me with, help with my, ayúdame con, necesito ayuda con",
        "so that, goal, because, the problem is, para que, objetivo, porque, el problema es",
        "What is there now, and what result is wanted?",
        "¿Qué hay ahora y qué resultado se busca?",
    ),
    PointRow(
        "code-errors", "general", "structure", 60,
        "write|create|implement|build|make|code|develop … function|class|script|program|algorithm|method, "
        "escribe|crea|implementa|programa|desarrolla|haz … función|clase|script|programa|algoritmo|método",
        "error, errors, exception, exceptions, invalid, empty, edge case, edge cases, errores, excepción, inválido, vacío, vacía, "
        "casos límite",
        "What happens with empty or invalid input?",
        "¿Qué pasa con entradas vacías o inválidas?",
    ),
    PointRow(
        "code-language", "general", "specificity", 58,
        "write|create|implement|build|make|develop … function|class|program|code|algorithm, "
        "escribe|crea|implementa|desarrolla|haz … función|clase|programa|código|algoritmo",
        "python, javascript, typescript, java, c++, c#, go, golang, rust, php, ruby, kotlin, swift, bash, sql, scala, perl, matlab, "
        "haskell, lua, dart, r, powershell, html, css, vba",
        "Which programming language and version?",
        "¿Qué lenguaje de programación y versión?",
    ),
    PointRow(
        "text-audience", "general", "specificity", 56,
        "write|create|draft|prepare|compose|produce|make … essay|article|report|speech|guide|tutorial|presentation, write … blog post, "
        "escribe|redacta|crea|prepara|elabora|haz … ensayo|artículo|informe|discurso|guía|presentación|tutorial",
        "audience, readers, for beginners, for students, for children, for experts, público, lectores, audiencia, para principiantes, "
        "para estudiantes, para niños, para expertos",
        "Who reads it, and what do they know already?",
        "¿Quién lo lee y qué sabe ya?",
    ),
    PointRow(
        "text-length", "general", "specificity", 54,
        "write|create|draft|prepare|compose|tell … essay|article|report|speech|story|letter|email|poem|song, write … blog post, "
        "escribe|redacta|crea|prepara|compón|cuenta … ensayo|artículo|informe|discurso|cuento|carta|correo|poema|relato|canción",
        "words, sentences, paragraphs, pages, lines, minutes, characters, short, brief, palabras, frases, párrafos, páginas, líneas, "
        "minutos, caracteres, versos, breve, corto, corta",
        "How long should it be?",
        "¿Qué extensión debe tener?",
    ),
    PointRow(
        "plan-limits", "general", "structure", 52,
        "write|create|make|plan|prepare|propose|design|give … plan|itinerary|schedule|strategy|roadmap, "
        "escribe|crea|haz|prepara|propón|diseña|dame … plan|itinerario|calendario|estrategia|hoja de ruta",
        "budget, deadline, days, weeks, months, hours, presupuesto, plazo, días, semanas, meses, horas",
        "Which time frame, budget and constraints?",
        "¿Qué plazo, presupuesto y límites hay?",
    ),
    PointRow(
        "improve-goal", "general", "performance", 50,
        "improve, make it better, optimize, optimise, enhance, mejora, mejorar, optimiza, optimizar, hazlo mejor",
        "so that, measured, goal, target, reduce, increase, faster than, para que, objetivo, medido, reduce, aumenta",
        "Better in which respect, measured how?",
        "¿Mejor en qué aspecto y medido cómo?",
    ),
)  # fmt: skip
"""Rows by domain, most urgent first. Priorities: from 80 harm, 60 to 79 what results depend on, below that form."""
