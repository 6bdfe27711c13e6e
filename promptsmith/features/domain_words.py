"""Words that belong to the trade of a domain, beside the phrases of `domain_terms`. Data only.

Written from what the trades call their things, in English and Spanish, not from a corpus. A term with ``~`` stands also with an ``s``
behind it, one with ``+`` also with ``es``. How much evidence of each weight is worth is fitted (`calibration.detection_fit`), so the
weights only rank: 3 hardly occurs elsewhere, 2 seldom, 1 often, 0.5 is a common word that is a little commoner here. Judgement.
"""

from __future__ import annotations

DOMAIN_WORDS: dict[str, dict[float, str]] = {
    "sql": {
        3.0: (
            "psql, pgadmin, ddl, dml, t-sql, tsql, plpgsql, mssql, db2, clickhouse, sqlalchemy, dbt, olap, oltp, mvcc, "
            "autovacuum, innodb, myisam, rdbms, relational model, modelo relacional, entity relationship, er diagram, "
            "modelo entidad-relación, entidad-relación, group_concat, string_agg, date_trunc, timestamptz, jsonb, "
            "select distinct, count(*), sum(, avg(, max(, min(, coalesce(, row_number(), rank() over, over (partition, "
            "partition by, having clause, information_schema, explain analyze, sequential scan, table scan, "
            "full table scan, query plan~, query planner, execution plan~, plan de ejecución, planes de ejecución, "
            "covering index, composite index, índice compuesto, índice único, unique index, b-tree, primary keys, "
            "surrogate key~, natural key, candidate key, clave candidata, referential integrity, integridad referencial, "
            "check constraint~, unique constraint~, not null, normal form~, forma normal, formas normales, 3nf, bcnf, "
            "dba, database administrator, insert~ into, update set, stored proc~, procedimiento almacenado, cross join, "
            "self join, anti join, semi join, union all, on conflict, on duplicate key, merge into, truncate table, "
            "add column, drop column, alter column, rename column, fact table~, dimension table~, tabla de hechos, "
            "star schema~, esquema en estrella, slowly changing dimension, recursive query, recursive cte, "
            "consulta recursiva, correlated subquery, nested subqueries, subqueries, subconsultas, sql injection, "
            "inyección sql, prepared statement~, n+1, slow queries, consultas lentas, tablespace, search_path, .sql, "
            "sql standard, select statement~, update statement~, delete statement~"
        ),
        2.0: (
            "select * from, where id, rollback transaction, grant select, dedup rows, duplicate rows, filas duplicadas, "
            "registros duplicados, rowcount, row count, row level security, sharding, replica lag, query optimizer, "
            "optimizador, planificador de consultas, hibernate, entity framework, cardinality, cardinalidad, columnar, "
            "denormalize, denormalise, desnormalizar, normalizada, normalizado, interbloqueo~, bloqueo de tablas, "
            "read committed, serializable, constraint violation, restricción, restricciones, clave principal, "
            "claves primarias, llave primaria, llave foránea, llaves foráneas, postgre, ddbb, junction table, "
            "lookup table~, tabla intermedia, running total~, nullable, autoincrement, auto-increment, identity column, "
            "varchar2, upserts, bulk insert, carga masiva, etl, backfill, data model, modelo de datos, data mart, "
            "group-by, outer join, left outer, cartesian product, producto cartesiano, aggregate function~, "
            "función de agregación, window functions"
        ),
        1.0: (
            "sentencia~, table, tabla, select, join~, joins, insert~, distinct, row~, column~, fila~, columna~, "
            "registro~, tuple~, clave~, foreign, primary, view~, vista~, index~, índice~, indice~, schema~, esquema~, "
            "db~, aggregate~, pivot, partition~, partición, particiones, timestamp~, varchar, migration~, migración, "
            "migraciones, lookup, subselect, procedure~, procedimiento~, query, queries, consulta~, bigint, datetime, "
            "reporting data, null, nulls, planner, cursor, trigger~, statement~, constraint~, bloat, vacuum, acid, orm, "
            "bbdd, ledger"
        ),
        0.5: ("by group, agrupa, agrupado, ordena, filtra, last month, id_, key~, record~, count, sum, integer, having, where"),
    },
    "branding": {
        3.0: (
            "brand book, brand persona, buyer persona~, brand promise, promesa de marca, brand equity, valor de marca, "
            "brand awareness, notoriedad de marca, brand values, valores de marca, brand personality, "
            "personalidad de marca, brand manual, brand story, storytelling de marca, brand manager, visual identity, "
            "identidad visual, identidad corporativa, corporate identity, corporate design, claim~ for, tag line, "
            "ad campaign~, ad copy, anuncio publicitario, publicitari~, publicitaria~, publicitario~, copywriting, "
            "copywriter~, redactora publicitaria, unique selling point~, usp~, value proposition~, propuesta de valor, "
            "positioning statement, posicionamiento, go to market, influencer marketing, micro-influencers, "
            "microinfluencers, social media manager, community manager, content calendar, calendario editorial, "
            "calendario de contenidos, calendario de publicaciones, press release~, comunicado de prensa, "
            "nota de prensa, media kit, press kit, meta description, metadescripción, seo title, open rate, "
            "tasa de apertura, click-through, ctr, google ads, meta ads, facebook ads, anuncios de google, "
            "brand archetype~, arquetipo de marca, moodboard, brand ambassador~, embajadores de marca, packaging design, "
            "naming, sponsorship pitch, rebranding, cobranding, co-branding, imagen de marca, brand image, brand name~, "
            "nombres de marca, nombre comercial, elevator pitch, radio spot, tv spot, cuña de radio, spot publicitario, "
            "direct mail, value prop, ad agency, agencia de publicidad, call-to-action, llamadas a la acción"
        ),
        2.0: (
            "slogan~, eslóganes, eslogan, lema~, tagline~, ad~, ads, advert~, anuncio~, copy, subject line~, "
            "asunto del correo, newsletter~, boletín, boletines, brochure~, folleto~, flyer~, volante~, billboard~, "
            "caption~, hashtag~, logo~, logotipo~, typeface~, tipografía~, archetype~, arquetipo~, mercadotecnia, "
            "marketer~, promoción, promociones, promotional, publicidad, competidores, competencia directa, "
            "target group~, target audience~, público objetivo, clientela, shop window, escaparate~, packaging, "
            "label copy, product page, ficha de producto, product listing, landing page~, página de aterrizaje, "
            "instagram, tiktok, linkedin, facebook, pinterest, influencer~, followers, seguidores, campaign~, campaña~, "
            "fundraising, captación de fondos, jingle, mascota de la marca, patrocinio, patrocinador, patrocinadores, "
            "loyalty, fidelización, fidelizar, testimonial~, testimonios, catálogo, voz de la marca, voice guide, "
            "tone guide, about page, quiénes somos, sobre nosotros, unboxing, marketing, headline~, titular~, "
            "competitor~, promo~"
        ),
        1.0: (
            "brand~, marca~, branded, customer~, cliente~, clienta~, buyer~, comprador~, compradora~, shopper~, "
            "audiencia~, lanzamiento~, shop~, tienda~, sell~, selling, vender, venta~, vende~, vendemos, sales, "
            "discount~, descuento~, pegadizo, playful, juguetón, cercano, cercana, trustworthy, fundadora, fundador, "
            "artisan, artesan~, artesanal~, handmade, announcement, anunciar, name for, names for, nombre~ para, "
            "perfil de, embudo, conversión, click rate, publicación, publicaciones, boutique, we sell, our shop, tone, "
            "tono, voice, voz, claim, pitch, sponsor~, launch~, clicks, client~, luxury, lujo, persona, poster~, "
            "cartel~, premium, founder, funnel, mascot, audience~, público, leads, palette, paleta, envase~, "
            "etiqueta del producto, press, prensa, catchy, store~, offer~, oferta~, reel~, stories, landing, redes, "
            "post for, our product~"
        ),
        0.5: (
            "firm, firma, producto~, nuestra, nuestro, nuestros, bakery, café, coffee, beer, wine, soap, candle~, "
            "fashion, bike~, cosmetics, jabón, velas, cerveza, vino, moda, zapatos, shoes, flavour, flavor, sabor, gift, "
            "regalo, words that sell, product~, company, empresa, message, mensaje, market, mercado, style, estilo, "
            "trust, warm, our, startup, conversion~, memorable, visitors, social"
        ),
    },
    "cine": {
        3.0: (
            "logline~, screenplay~, final draft, slugline~, scene heading~, encabezado de escena, fade to black, "
            "smash cut, match cut, jump cut, cross-cutting, intercut, cold open, teaser trailer, shot-list, call sheet, "
            "hoja de rodaje, orden de rodaje, plan de rodaje, shooting schedule, shooting day~, días de rodaje, "
            "storyboard~, guion técnico, guión técnico, guion literario, escaleta, beat sheet, series bible, "
            "biblia de la serie, show bible, showrunner~, writers room, screenwriter~, guionista~, cinematographer, "
            "gaffer, key grip, director of photography, best boy, boom operator, steadicam, gimbal shot, tracking shot~, "
            "rack focus, pan shot, tilt up, whip pan, long take, plano secuencia, gran plano general, plano americano, "
            "plano cenital, plano contraplano, shot reverse shot, reverse shot, over the shoulder, low-key, high-key, "
            "chiaroscuro, claroscuro, contraluz, three-point lighting, eye-line, raccord, eje de acción, 180 degree, "
            "180-degree, mise en scène, puesta en escena, diegetic, non-diegetic, voiceover, locución, foley, adr, "
            "sound mix, color grading, colour grading, etalonaje, rough cut, final cut, montajista, film editor, "
            "cortometrajes, largometrajes, short films, feature film~, animated short, corto de animación, "
            "film festival~, festival de cine, cinephile~, cinéfilo~, neorealism, neorrealismo, nouvelle vague, "
            "film student~, escuela de cine, film school, mockumentary, documentary, documental~, documentaries, "
            "sitcom~, telecomedia, telenovela~, episode outline, web series, webserie, casting notice, casting call, "
            "voice actor~, stunt~, green screen, croma, film set, plató, wide lens, telephoto, teleobjetivo, "
            "gran angular, anamorphic, anamórfico, shallow focus, shallow depth, soft focus, 24mm, 28mm, 70mm, 16mm, "
            "24 fps, frame rate, fotograma~, film still, movie still, aerial view, vista aérea, bird's eye view, "
            "cinematic shot, video clip, videoclip~, music video~, watercolor painting, oil on canvas, "
            "óleo sobre lienzo, brush strokes, pinceladas, octane, blender render, hyperrealism, concept art, "
            "text-to-image, text-to-video, image prompt~, prompt de imagen, runway gen, dalle, stage direction~, "
            "acotación, acotaciones, one-act play, obra en un acto, monologue~, monólogo~, third act, tercer acto, "
            "second act, segundo acto, act two, act three, act one, midpoint, plot twist~, giro de guion, plot hole~, "
            "character arc~, arco del personaje, arco de la protagonista, arco del protagonista, antagonist~, "
            "antagonista~, subtext, subtexto"
        ),
        2.0: (
            "film~, movie~, película~, pelicula~, cinema~, cine, scene~, escena~, trailer~, tráiler~, "
            "avance de la película, pilot episode, pilot script, piloto de, season arc, treatment for, tratamiento para, "
            "synopsis, sinopsis, protagonist~, protagonista~, heroine, dialogue~, diálogo~, dialogo~, réplica~, "
            "line reading, camera~, cámara~, lente, focal, close-up~, closeup, primer plano, primerísimo, shot, shots, "
            "plano~, contrapicado, encuadre, voice over, narration, narrador, narradora, thriller~, noir, heist, actor~, "
            "actress+, actriz, actrices, reparto, elenco, casting, figurant~, figurantes, figuración, footage, metraje, "
            "montage, montaje, editing timeline, lighting, iluminación, backlit, atardecer, amanecer, niebla, "
            "soundtrack, banda sonora, end titles, title sequence, opening image, opening shot, imagen de apertura, "
            "final image, animation, animación, anime, photoreal, retrato~, painterly, oil painting, watercolor, "
            "acuarela, 16:9, 4k, 8k, 35 mm, 85 mm, 50 mm, studio light, handheld, cámara en mano, slow motion, "
            "cámara lenta, time lapse, timelapse, dron, rodaje, rodar, rodamos, filmed, filmar, filmado, theatre, "
            "theater, teatro, stage play, obra de teatro, flashback~, cliffhanger~, spoiler~, tv series, "
            "serie de televisión, miniseries, miniserie, secuela, guion, guión, guiones"
        ),
        1.0: (
            "character~, personaje~, trama~, storyline, espectador~, espectadora~, audience, genre, género, suspense, "
            "twist, giro, atmosphere, atmósfera, light, luz, shadow~, sombra~, moonlight, background, fondo, foreground, "
            "colour palette, palette, clip, atrezo, costume, vestuario, make-up, enters, exits, stares, gazes, turns, "
            "misty, muted, vivid, abandoned, abandonado, abandonada, forest, bosque, desert, visible, composition, "
            "texture, grain, grano, director, directora, drama, cast, crew, episode~, episodio~, cartoon~, lens, "
            "western, shoot, shooting, frame, angle, picado, extras, comedy, comedia, render~, animated, dolly, "
            "crane, framing, viewer~, portrait, sequel, remake, plot, practicals, terror, credits, créditos"
        ),
        0.5: (
            "style, estilo, detailed, detalle, face, rostro, eyes, ojos, cut, night, noche, mood, fog, mist, dawn, dusk, "
            "ending, beat~, sound, timeline, drone, tension, tensión, video, vídeo, image, imagen, sonido, screen, "
            "pantalla, story"
        ),
    },
    "saas": {
        3.0: (
            "saas, prds, épica en, épica, user stories, given/when/then, given when then, acceptance criterion, "
            "criterio de aceptación, story map, product-led, plg, freemium, paywall, free plan, plan gratuito, "
            "starter plan, pro plan, plan pro, enterprise plan, plan enterprise, team plan, growth plan, basic plan, "
            "plan básico, annual plan~, plan anual, plan mensual, monthly plan~, upgrade path, upgrade flow, "
            "upgrade modal, downgrade~, downgraded, trial conversion, free-trial, free trials, prueba gratis, "
            "pruebas gratuitas, periodo de prueba, trial period, per seat, por puesto, seat limit~, usage-based, "
            "usage based, metered, proration, prorrateo, billing cycle, ciclo de facturación, subscription software, "
            "software por suscripción, recurring revenue, ingresos recurrentes, nrr, net revenue retention, ltv, cac, "
            "arpu, nps, churn rate, tasa de bajas, tasa de cancelación, tasa de abandono, activation rate, "
            "tasa de activación, onboarding flow, onboarding checklist, first-run, primer uso, primeros pasos, "
            "empty state~, estado vacío, in-product, in app, dentro de la aplicación, product tour, tooltip~, "
            "feature gate, feature adoption, adopción de la función, product manager~, product owner~, "
            "responsable de producto, product team, equipo de producto, product analytics, product spec, "
            "product requirement~, requisitos del producto, rice score, backlog~, hoja de ruta, okr~, north star metric, "
            "release notes, notas de la versión, registro de cambios, sso, single sign on, inicio de sesión único, saml, "
            "scim, oauth login, multi tenant, tenant isolation, tenants, multitenant, aislamiento de tenants, "
            "role-based, rbac, permission matrix, matriz de permisos, workspace admin~, account owner, account admin~, "
            "admin settings, ajustes de administración, customer success, help desk, help center, help centre, "
            "centro de ayuda, knowledge base article, support tickets, tickets de soporte, crm, b2b, b2b saas, "
            "self-serve, self-service portal, customer portal~, usage limit~, límites de uso, rate limits per plan, "
            "service level, wireframe~, historia de usuaria, historias de usuarios, cohort~, cohorte~, "
            "monthly active users, mau, dau, feature request~, enterprise accounts, enterprise customer~, "
            "clientes enterprise, workspace~, espacio~ de trabajo"
        ),
        2.0: (
            "subscription~, suscripción, suscripciones, subscriber~, suscriptor~, suscriptores, suscriptora~, suscriben, "
            "subscribe, suscribirse, plan limits, tarifas, precio por usuario, plan~ de precios, invoicing, billing, "
            "facturación, facturas, payment method, cancellation, cancelación, baja~ del plan, darse de baja, "
            "cancel flow, upgrade~, upsell, onboarding, signup~, sign-up~, registro de usuarios, registros, login, "
            "log in, inicio de sesión, contraseña~, two-factor, 2fa, doble factor, invite~, invitation~, invitación, "
            "invitaciones, invited, miembros, permission~, permisos, administrador~, administradora~, propietaria, "
            "propietario, tenant, inquilino de la plataforma, panel de control, ajustes, configuración de la cuenta, "
            "notificación, notificaciones, webhook~, integración, integraciones, api v1, api v2, exportación, "
            "exportaciones, importación, bulk edit, audit trail, sprint~, out of scope, fuera de alcance, edge cases, "
            "casos límite, mvp, función nueva, funcionalidades, specification, especificación, especifica, requisito~, "
            "activation, activación, de pago, paying, free user~, usuarios gratuitos, booking platform, "
            "plataforma de reservas, payroll software, invoicing tool, invoicing app, tool for teams, support team, "
            "equipo de soporte, support agent~, modal, screen flow, pantalla de acceso, checkout, seats, planes, "
            "roadmap, changelog, trial~, pricing, dashboard~, retention, retención, renewal~, renovación, admin~, sla"
        ),
        1.0: (
            "usuario~, usuaria~, account~, cuenta~, app, apps, aplicación, aplicaciones, software, platform~, "
            "plataforma~, customer~, cliente~, monthly, mensual~, yearly, anual~, métrica~, pantalla~, móvil, web app, "
            "ticket~, tickets, digest, consumo, quarter, trimestre, launch plan, product page, login page, "
            "informes propios, ingresos, vat, data export, arr, rice, erp, roles, scope, members, settings, feature~, "
            "requirement~, password~, integration~, specify, spec, notification~, export, beta, convert, tier~, "
            "stakeholder~, role, usage, paid, panel"
        ),
        0.5: (
            "file upload, user~, product, support, soporte, team~, equipo~, screen~, flow, flujo~, limit~, límite~, "
            "page, página, tool, herramienta, metric~, month~, meses, owner~, mobile, email~, correo~, link~, api, "
            "feedback, survey, encuesta, revenue, reports, prioriza, prioritise, prioritize"
        ),
    },
    "devops": {
        3.0: (
            "kubernetes, pod~, pods, kubelet, kubeconfig, kustomize, k3s, istio, ingress, nodeport, clusterip, "
            "loadbalancer, daemonset, statefulset, configmap, crashloopbackoff, imagepullbackoff, oomkilled, "
            "readiness probe, liveness probe, sonda de readiness, horizontal pod autoscaler, hpa, autoscaler, "
            "autoescalado, autoscaling, docker image~, containerd, podman, dockerfiles, compose file, "
            "docker-compose.yml, entrypoint, multi-stage build, registry image, base image, imagen base, terraform, "
            "tfstate, hcl, opentofu, packer, vagrant, ansible, playbook~, argo cd, argocd, gitops, jenkinsfile~, "
            "gitlab-ci, gitlab ci, circleci, github action~, workflow yaml, ci job, ci pipeline, pipeline de ci, "
            "trabajo de ci, ci/cd pipeline, build agent~, blue/green, rolling deploy, rollout~, smoke test, "
            "prueba de humo, prometheus, grafana, alertmanager, datadog, new relic, splunk, siem, opentelemetry, elk, "
            "kibana, pagerduty, on-call, on call, de guardia, runbook~, postmortem~, post-mortem, blameless, "
            "error budget, sre~, site reliability, mttr, nginx, apache2, haproxy, traefik, reverse proxy, proxy inverso, "
            "certbot, let's encrypt, tls certificate~, certificados tls, certificado tls, systemctl, journalctl, "
            "systemd, crontab, cron, cronjob~, bash, zsh, #!/bin, set -e, ssh, scp, rsync, sshd, chown, chmod, xargs, "
            "curl, wget, iptables, ufw, lvm, nfs, smartctl, dmesg, kernel log, inodes, load average, vm~, vms, vpc, "
            "subnet~, nat gateway, iam role, s3, ec2, lambda function~, cloudfront, route53, cloudwatch, eks, gke, aks, "
            "gcp, azure, aws, hetzner, digitalocean, openstack, spot instance~, reserved instances, secret rotation, "
            "rotación de claves, sealed secrets, pre-commit, git hook~, exit code 137, 502 bad gateway, makefile, "
            "chaos engineering, failover, conmutación, disaster recovery, recuperación ante desastres, rhel, centos, "
            "root user, sudoers, redis, rabbitmq, kafka, message queue, cola de mensajes, etcd"
        ),
        2.0: (
            "contenedor~, contenedores, cluster~, clúster~, clústeres, replica~, réplica~, deploy~, deployed, deploying, "
            "deployment~, despliegue~, desplegar, despliega, desplegado, redeploy, pipeline~, staging, preproducción, "
            "production server, en producción, prod, rollback~, revertir el despliegue, release train, compilación, "
            "compila, unit file, daemon, log~, logs, logging, bitácora, monitoring, monitorización, monitoreo, "
            "monitorizar, caída del servicio, incident~, incidente~, incidencia~, downtime, uptime, latency, latencia, "
            "load balancer~, balanceador, balanceadores, firewall~, cortafuegos, dns, vpn, tls, ssl, certificate expiry, "
            "server~, servidor~, servidores, cpu, vcpu, ram limit, backup~, respaldo~, copia~ de seguridad, snapshot~, "
            "instantánea~, instancia~, provision, aprovisionar, cloud bill, factura de la nube, script de, linux, "
            "ubuntu, debian, unix, yaml, git, repo~, repository, repositorio~, merge request, commit~, "
            "branch protection, env vars, variable~ de entorno, healthcheck~, health check, throughput, timeout~, "
            "port 80, puerto~, ports, network policy, yml, idempotent, idempotente, gradle, maven, npm ci, cdn, "
            "cache-control, escáner, sysadmin~, administradora de sistemas, administrador de sistemas, ops, "
            "microservice~, microservicio~, requests per second, peticiones por segundo, exit code, permission denied, "
            "connection refused, container~, command~, comando~, helm, build~, outage~, cloud, nube, infrastructure, "
            "infraestructura, slo~, sli~, artifact~, artefacto~, shell, vault, canary, alert~, alerta~, cluster"
        ),
        1.0: (
            "file~, fichero~, archivo~, folder~, carpeta~, directory, directorio, script~, service~, servicio~, "
            "environment~, entorno~, install, instala, instalar, restart~, reinicia, reiniciar, crash, error rate, "
            "tasa de error, gb, mb, scale, escalar, spike, automate, automatiza, release~, test stage, rotate, rotación, "
            "endpoint~, ip, utc, node~, nodo~, instance~, job~, host~, hosts, config~, disk~, disco~, proxy, secret~, "
            "secretos, bucket~, runner~, worker~, flux, consul, envoy, loki, raid, alpine, tar, sed, guardia, ci runner~"
        ),
        0.5: (
            "engineer~, ingeniera, ingeniero, ejecuta, hosting, root, access, memory, memoria, queue, cola, process, "
            "proceso~, path, ruta, traffic, tráfico, tarea~, version, versión, update~, region~, región, regiones, tag~, "
            "run, system, sistema"
        ),
    },
    "general": {
        3.0: (
            "recipe~, receta~, poem~, poema~, essay~, ensayo~, bedtime, cuento~, homework, deberes, lesson, lección, "
            "pupils, alumnos, alumnado, teacher~, maestra, maestro, profesora, exam, examen, quiz, flash cards, riddle~, "
            "haiku, sonnet, soneto, wedding, boda, birthday, cumpleaños, funeral, eulogy, brindis, grandma, grandpa, "
            "abuela, abuelo, mother, madre, father, padre, sister, brother, hermana, hermano, uncle, tío, friend, amiga, "
            "amigo, daughter, hija, hijo, baby, bebé, children, niños, dog, perro, horse, caballo, garden, jardín, "
            "huerto, tomato~, tomates, bread, soup, sopa, cake, tarta, butter, mantequilla, flour, harina, dinner, cena, "
            "breakfast, desayuno, doctor, médico, médica, hospital, clinic, nurse, enfermera, patient~, vaccine~, "
            "vacuna~, knee, rodilla, landlord, casero, flat, piso, rent, alquiler, rental, insurance, seguro del coche, "
            "novel, novela, chapter of, primer capítulo, cv, currículum, cover letter, carta de presentación, "
            "job interview, entrevista de trabajo, job ad, translate, traduce, tradúceme, translation, grammar, "
            "ortografía, subjunctive, subjuntivo, photosynthesis, fotosíntesis, equation, ecuación, matrix, matrices, "
            "theorem, teorema, triangle, triángulo, physics, física, chemistry, química, biology, biología, century, "
            "siglo, war, guerra, battle, batalla, empire, imperio, philosophy, filosofía, chess, ajedrez, guitar, "
            "guitarra, piano, choir, coro, football, fútbol, running plan, workout, rutina de ejercicios, pandas, numpy, "
            "pytest, java, rust, haskell, kotlin, swift, c++, c#, html, css, typescript, javascript, react component, "
            "excel, spreadsheet, hoja de cálculo, word document, neural network, red neuronal, overfitting, "
            "training loss, pérdida de validación"
        ),
        2.0: (
            "python, regex, expresión regular, recursion, recursividad, algorithm~, algoritmo~, function that, "
            "función que, loop, bucle, unit test~, class diagram, compiler, letter to, carta a, carta para, email to my, "
            "correo a mi, speech, discurso, toast, article, artículo, blog, summary, resume, resumen, paragraph, "
            "párrafo, sentence, sentences, review~, reseña~, opinion, opinión, argument, argumento, debate, vote, "
            "council, ayuntamiento, town, pueblo, travel, viaje, trip, hotel room, flight, vuelo, airline, aerolínea, "
            "museum, museo, weekend, fin de semana, school, escuela, colegio, instituto, university, universidad, "
            "thesis, tesis, tax, impuestos, hacienda, bank account, banco, savings, ahorro~, mortgage, hipoteca, salary, "
            "sueldo, household, casa, kitchen, cocina, balcony, balcón, car, coche, washing machine, lavadora, river, "
            "río, sea, mar, stars, estrellas, whale~, ballena~, birds, aves, tree~, árbol, weather, wind, viento, "
            "temperature, sleep, dormir, diet, dieta, stress, estrés, feelings, love, amor, rude, classify, clasifica, "
            "positive, negative, entailment, premise, hypothesis, hipótesis, json with keys, formal, polite, educado, "
            "plain language, lectura fácil"
        ),
        1.0: (
            "i, my, me, mi, mis, yo, he, she, his, her, explain to a, year old, años, people, gente, history, "
            "historia de, word~, palabra~, text, texto, essay on, topic, math, numbers, number~, número~, water, agua, "
            "food, comida, day, día, morning, mañana, week, semana, home, parents, padres, family, familia, neighbour~, "
            "neighbors, vecinos, vecindario, guests, invitados"
        ),
        0.5: (
            "which, who, what, why, cuál, quién, por qué, cómo, good, bueno, nice, bonito, best, mejor, difference, diferencia"
        ),
    },
}
"""Domain name → weight → terms, separated by commas."""
