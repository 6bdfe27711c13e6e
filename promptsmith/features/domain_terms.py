"""Terms that speak for a domain, with weights. Data only: adding a domain is adding an entry.

Weights (judgement, tuned on prompts of known origin): 3 decides alone, 2 nearly decides, 1 supports, 0.5 only tips a balance.
"script", "table", "query" and "campaign" mean different things in different trades, so alone they weigh little or nothing; the
phrases that settle the meaning ("shell script", "movie script") are listed instead. ``general`` holds what speaks against every
special domain: school tasks, plain programming, translation. English and Spanish stand together: a term of the other language
is rarely a word of this one.
"""

from __future__ import annotations

DOMAIN_TERMS: dict[str, dict[float, str]] = {
    "sql": {
        3.0: (
            "sql, user table, users table, tabla de usuarios, mysql, postgresql, postgres, sqlite, mariadb, pl/sql, plpgsql, "
            "t-sql, sql server, bigquery, snowflake sql, duckdb, redshift, oracle database, nosql to sql, create table, "
            "alter table, drop table, inner join, left join, right join, full outer join, select *, group by, foreign key, "
            "foreign keys, primary key, varchar, stored procedure, stored procedures, database schema, sql query, "
            "window function, window functions, common table expression, row_number, entity-relationship, text-to-sql, "
            "text2sql, materialized view, consulta sql, consultas sql, clave primaria, clave foránea, claves foráneas, "
            "clave ajena, procedimiento almacenado, procedimientos almacenados, esquema de base de datos, "
            "esquema de la base de datos, función de ventana, funciones de ventana, vista materializada"
        ),
        2.0: (
            "database, databases, database table, insert into, order by, delete from, relational, database query, slow query, "
            "database design, data warehouse, schema migration, orders table, table named, table called, tables, deadlock, "
            "isolation level, star schema, join the tables, where clause, subquery, cte, ctes, upsert, db schema, "
            "base de datos, bases de datos, tablas, tabla de pedidos, tabla llamada, consulta lenta, relacional, subconsulta, "
            "almacén de datos, cláusula where"
        ),
        1.0: (
            "query, queries, schema, join, select, rows, columns, records, index, indexes, transaction, transactions, "
            "aggregate, normalize, normalization, db, null values, timestamp column, data type, consulta, consultas, esquema, "
            "registros, filas, columnas, índice, índices, transacción, transacciones, normalización"
        ),
        0.5: "table, column, row, field, fields, view, tabla, columna, fila, campo, campos, vista",
    },
    "branding": {
        3.0: (
            "brand voice, brand identity, brand guidelines, brand name, brand strategy, branding, brand positioning, tagline, "
            "taglines, slogan, slogans, marketing copy, ad copy, copywriter, copywriting, landing page copy, brand story, "
            "value proposition, unique selling proposition, social media campaign, marketing campaign, advertising campaign, "
            "email campaign, product launch, press release, brand archetype, rebrand, rebranding, tone of voice, "
            "voz de marca, identidad de marca, manual de marca, nombre de marca, estrategia de marca, eslogan, eslóganes, "
            "lema de marca, texto publicitario, textos publicitarios, redactor publicitario, propuesta de valor, "
            "campaña de marketing, campaña publicitaria, campaña en redes, lanzamiento de producto, nota de prensa, "
            "tono de voz, posicionamiento de marca"
        ),
        2.0: (
            "brand, brands, marketing, advertising, advertisement, advert, promotional, instagram post, instagram caption, "
            "linkedin post, facebook ad, google ads, newsletter, cold email, call to action, cta, target audience, seo copy, "
            "product description, product descriptions, logo, go-to-market, influencer, brochure, billboard, sales copy, "
            "subject line, subject lines, social media posts, marca, marcas, publicidad, anuncio, anuncios, promocional, "
            "publicación de instagram, publicación de linkedin, boletín, llamada a la acción, público objetivo, público meta, "
            "descripción de producto, descripciones de producto, folleto, valla publicitaria, línea de asunto, "
            "redes sociales, logotipo"
        ),
        1.0: (
            "warm tone, tono cercano, discounts, descuentos, campaign, audience, social media, customers, slogan for, launch, "
            "hashtags, hashtag, copy, persuasive, premium, lifestyle, instagram, linkedin, tiktok, twitter, facebook, "
            "campaña, audiencia, público, clientela, lanzamiento, eslogan para, persuasivo, persuasiva"
        ),
        0.5: "product, customer, clientes, engaging, compelling, catchy, producto, cliente, atractivo, pegadizo, pegadiza",
    },
    "cine": {
        3.0: (
            "screenplay, screenplays, screenwriter, screenwriting, movie script, film script, tv script, script for a film, "
            "script for a movie, short film, opening scene, storyboard, shot list, cinematography, cinematographer, "
            "tracking shot, dolly shot, dolly in, dolly zoom, crane shot, wide shot, close-up shot, extreme close-up, "
            "medium shot, establishing shot, over-the-shoulder, aerial shot, drone shot, film director, fade in, fade out, "
            "voice-over, slugline, octane render, unreal engine render, cinematic lighting, volumetric lighting, "
            "trending on artstation, artstation, matte painting, concept art, midjourney, stable diffusion, dall-e, sora, "
            "veo 3, depth of field, film grain, hyperrealistic, hyper realistic, photorealistic, concept artist, "
            "digital painting, highly detailed, rim light, golden hour, blue hour, bokeh, 35mm, 50mm, 85mm, aspect ratio, "
            "--ar, digital art, greg rutkowski, negative prompt, guion cinematográfico, guion de cine, guión de cine, "
            "guion de película, guionista, cortometraje, largometraje, escena inicial, escena de apertura, plano general, "
            "plano medio, primer plano, plano secuencia, plano detalle, travelling, movimiento de cámara, contrapicado, "
            "hora dorada, voz en off, iluminación cinematográfica, profundidad de campo, director de fotografía, "
            "hiperrealista, fotorrealista, arte digital, arte conceptual"
        ),
        2.0: (
            "scene, film scene, cinematic, camera, close up, close-up, full body, portrait of, photo of, photograph of, "
            "painting of, illustration of, drawing of, sketch of, render of, oil painting, watercolor, watercolour, 8k, 4k, "
            "ultra detailed, intricate details, intricate, dramatic lighting, soft lighting, studio lighting, neon lights, "
            "cyberpunk, steampunk, anime style, unreal engine, vfx, film noir, low angle, high angle, wide angle, full shot, "
            "sharp focus, realistic photo, studio ghibli, dialogue scene, trailer, music video, movie poster, photography, "
            "hyperdetailed, ultra realistic, ultra-realistic, highly detail, detailed face, hdr, vaporwave, art by, "
            "painted by, in the style of, high detail, high resolution, centered composition, symmetrical, 3d render, "
            "vector art, pixel art, t-shirt design, bad anatomy, disfigured, extra limbs, blurry, deformed, poorly drawn, "
            "line art, comic book style, fantasy art, surreal, surrealism, escena, película, cinematográfico, "
            "cinematográfica, cámara, retrato de, foto de, fotografía de, pintura al óleo, ilustración de, acuarela, tráiler, "
            "videoclip, iluminación dramática, luz suave, al estilo de, cortinilla, rodaje"
        ),
        1.0: (
            "movie, film, films, anime, ray tracing, shot, shots, protagonist, dialogue, screen, lighting, moody, portrait, "
            "realistic, detailed, background, wearing, standing, sitting, hair, eyes, sky, fantasy, futuristic, glowing, "
            "ethereal, dystopian, gothic, colorful, colourful, painting, illustration, drawing, sketch, beautiful, dark, "
            "clouds, landscape, mountains, forest, castle, texture, textures, shadows, rendered, composition, face, symmetry, "
            "foreground, photo, photograph, photographic, artwork, art, poster, sunset, neon, silhouette, monster, dragon, "
            "robot, woman, girl, man, cat, city, suspense, thriller, noir, actor, actress, plano, protagonista, diálogo, "
            "iluminación, luz, retrato, realista, detallado, detallada, cielo, fondo, atardecer, paisaje, ilustración, "
            "pintura, dibujo, actriz, cartel, thriller"
        ),
        0.5: (
            "style, ultra, character, characters, video, image, light, story, old, young, estilo, personaje, "
            "personajes, vídeo, imagen"
        ),
    },
    "saas": {
        3.0: (
            "saas, user story, user stories, acceptance criteria, product requirements, product requirements document, prd, "
            "multi-tenant, multi-tenancy, multitenant, subscription plan, subscription plans, free trial, product roadmap, "
            "user onboarding, feature request, product backlog, product manager, b2b software, churn, mrr, billing page, "
            "as a user, i want to reset, pricing tiers, feature flag, feature flags, admin dashboard, definition of done, "
            "historia de usuario, historias de usuario, criterios de aceptación, requisitos de producto, multiinquilino, "
            "plan de suscripción, planes de suscripción, prueba gratuita, hoja de ruta del producto, gestor de producto, "
            "jefe de producto, como usuario, como usuaria, como administrador, panel de administración"
        ),
        2.0: (
            "subscription, subscriptions, onboarding, backlog, roadmap, dashboard, tenants, workspace, workspaces, "
            "product feature, new feature, role-based access, sign-up flow, signup flow, checkout flow, password reset, "
            "in-app, freemium, customer portal, user journey, user flow, admin panel, audit log, single sign-on, sso, "
            "webhook, webhooks, as an admin, as a customer, as a manager, as an administrator, login page, "
            "user authentication, suscripción, suscripciones, incorporación de usuarios, inquilino, espacio de trabajo, "
            "nueva funcionalidad, funcionalidad, flujo de registro, restablecer la contraseña, portal de clientes, "
            "registro de auditoría"
        ),
        1.0: (
            "tenant, mvp, feature, requirements, mobile app, web app, platform, authentication, login, permissions, "
            "notification, notifications, billing, invoice, invoices, api endpoint, api endpoints, user interface, "
            "settings page, stripe, plan limits, sprint, stakeholders, retention, requisitos, aplicación web, "
            "aplicación móvil, plataforma, autenticación, permisos, notificaciones, facturación, facturas, "
            "interfaz de usuario, partes interesadas"
        ),
        0.5: "user, users, app, admin, account, usuario, usuarios, aplicación, cuenta",
    },
    "devops": {
        3.0: (
            "devops, kubernetes, kubectl, k8s, docker, dockerfile, docker-compose, docker compose, terraform, ansible, helm, "
            "helm chart, github actions, gitlab ci, jenkins, ci/cd, ci cd, deployment pipeline, cicd, prometheus, grafana, "
            "nginx, argocd, argo cd, pulumi, cloudformation, aws lambda, ec2, s3 bucket, eks, gke, aks, systemd, crontab, "
            "cron job, bash script, shell script, shell command, bash command, one-liner, infrastructure as code, blue-green, "
            "canary deployment, canary release, rolling update, site reliability, load balancer, current directory, "
            "home directory, symbolic link, symbolic links, symlink, symlinks, file system, filesystem, command line, "
            "subdirectories, sub-directories, ssh, rsync, chmod, grep, awk, standard output, stdout, stdin, standard input, "
            "stderr, .bashrc, environment variable, environment variables, tarball, inode, hostname, directory tree, "
            "regular files, world writable, working directory, root directory, current folder, sudo, gnu, apt-get, yum, "
            "homebrew, installed packages, logged in users, screen session, md5sum, cpu usage, pseudo-terminal, "
            "shell variable, manual page, remote host, background process, setuid, null-terminated, setgid, script de bash, "
            "script de shell, comando de shell, pipeline de despliegue, tubería de despliegue, infraestructura como código, "
            "despliegue continuo, integración continua, directorio actual, enlace simbólico, enlaces simbólicos, "
            "sistema de archivos, línea de comandos, balanceador de carga, variable de entorno, variables de entorno, "
            "subdirectorios"
        ),
        2.0: (
            "deploy, deployment, deployments, pipeline, pipelines, rollback, provisioning, provision, monitoring, alerting, "
            "observability, incident, postmortem, microservices, container, containers, cluster, namespace, staging, "
            "production server, aws, azure, gcp, google cloud, vm, virtual machine, linux, ubuntu, debian, unix, bash, zsh, "
            "powershell, cron, daemon, directory, directories, folder, folders, log file, log files, find all files, "
            "all files, file named, files named, files ending, file names, filenames, file permissions, recursively, "
            "process id, processes, disk usage, disk space, file size, tar, gzip, zip file, ip address, dns, firewall, "
            "port number, shell, alias, *., mime type, perl, md5, file1, file2, current shell, days ago, command history, "
            "mounted, cpu, usb, regular file, /etc, /usr, /var, /tmp, /home, *.txt, *.log, .txt, .log, .gz, .tar, .conf, .sh, "
            "pid, tty, desplegar, despliegue, despliegues, contenedor, contenedores, clúster, monitorización, alertas, "
            "incidente, servidor de producción, máquina virtual, directorio, directorios, carpeta, carpetas, "
            "todos los archivos, archivos de registro, permisos de archivo, microservicios, reversión"
        ),
        1.0: (
            "helm, server, servers, file, dir, contents, bytes, packages, variable, character device, script to, release, "
            "build, config, configuration, logs, log, yaml, git, repository, repo, branch, merge, commit, backup, backups, "
            "infrastructure, uptime, latency, ports, port, host, hosts, process, command, commands, path, permission, "
            "permissions, owner, extension, matching, line, lines, filename, modified, print, prints, delete, rename, remove, "
            "current user, kill, execute, download, servidor, servidores, archivo, fichero, configuración, repositorio, "
            "copia de seguridad, copias de seguridad, infraestructura, puerto, proceso, comando, ruta, permisos"
        ),
        1.5: "files, archivos, ficheros",
        0.5: (
            "find, display, list, save, separated, python script, automation, cloud, network, search, recursive, "
            "script de python, automatización, nube, red"
        ),
    },
    "general": {
        3.0: (
            "essay, poem, recipe, homework, lesson plan, trivia, riddle, math problem, multiple choice, translate, "
            "entailment, premise, hypothesis, paraphrase, sentiment, cover letter, chess, ensayo, poema, receta, deberes, "
            "adivinanza, traduce, traducir"
        ),
        2.0: (
            "python, javascript, typescript, java, html, css, react, c++, rust, regex, algorithm, article, blog post, "
            "passage, grammar, review, interview, teacher, student, "
            "students, doctor, history, travel, workout, artículo, "
            "gramática, reseña, entrevista, profesor, estudiantes, historia, viaje"
        ),
        1.0: (
            "sentence, sentences, paragraph, question, answer, email, frase, frases, párrafo, pregunta, respuesta, correo, "
            "code, function, class, text, summary, summarize, explain, código, función, texto, resumen, resume"
        ),
        0.5: "words, word, palabras, palabra",
    },
}
"""Domain name → weight → terms, separated by commas."""
