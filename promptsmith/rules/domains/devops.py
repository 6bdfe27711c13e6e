"""Operations requests: the checklist and the rules OPS18xx."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.domains._checklist import Checklist, ChecklistItem, checklist_finding, of_checkable_length
from promptsmith.text.document import Document

SAID = ("instruction", "context")

CHECKLIST = Checklist(
    "devops",
    "An operations request",
    "Un encargo de operaciones",
    (
        ChecklistItem(
            "tool",
            "Which platform or tool?",
            "¿Qué plataforma o herramienta?",
            "kubernetes, docker, docker-compose, docker compose, terraform, ansible, helm, github actions, gitlab ci, "
            "jenkins, aws, azure, gcp, google cloud, bash, zsh, powershell, linux, ubuntu, debian, centos, macos, nginx, "
            "argocd, argo cd, pulumi, cloudformation, circleci, systemd, cron, python, prometheus, grafana, ecs, eks, aks, "
            "gke, heroku, vercel, sed, awk, find command, rsync, kubectl, azure devops, bitbucket, podman, openshift, nomad, "
            "shell",
            "platform, tool, shell, operating system, plataforma, herramienta, sistema operativo",
        ),
        ChecklistItem(
            "environment",
            "In which environment?",
            "¿En qué entorno?",
            "staging, production, prod, dev environment, development environment, test environment, on-premise, on-premises, "
            "local machine, bare metal, air-gapped, preproducción, producción, entorno de pruebas, entorno de desarrollo, "
            "en local",
            "environment, cluster, region, namespace, server, entorno, clúster, región, servidor",
            (r"\b[a-z]{2}-[a-z]+-\d\b",),
            facet="change",
        ),
        ChecklistItem(
            "version",
            "Which versions?",
            "¿Qué versiones?",
            "lts",
            "version, versions, versión, versiones",
            (
                r"\bv?\d+\.\d+(?:\.\d+)?\b",
                r"\b(?:node|python|ubuntu|kubernetes|java|postgres|postgresql|debian|terraform|go|php|ruby)\s?\d+\b",
            ),
            facet="change",
        ),
        ChecklistItem(
            "rollback",
            "How is it undone or repeated safely?",
            "¿Cómo se deshace o se repite sin daño?",
            "rollback, roll back, rolls back, revert, idempotent, idempotency, blue-green, canary, backup first, dry run, "
            "dry-run, feature flag, reversión, revertir, revierte, idempotente, volver atrás, simulacro, "
            "copia de seguridad previa",
            "backup, copia de seguridad",
            facet="change",
        ),
        ChecklistItem(
            "check",
            "How is success checked?",
            "¿Cómo se comprueba el éxito?",
            "health check, healthcheck, health checks, smoke test, smoke tests, readiness, liveness, exit code, run tests, "
            "runs tests, unit tests, integration tests, alert when, alerts when, fails if, verify that, verifies, slo, "
            "after each deploy, if tests fail, tests pass, comprobación de salud, prueba de humo, pruebas de humo, "
            "código de salida, ejecuta las pruebas, pruebas unitarias, verifica que, alerta cuando, alerta si, "
            "si fallan las pruebas, falla si",
            "success criteria, monitoring, criterio de éxito, monitorización",
            facet="change",
        ),
        ChecklistItem(
            "secrets",
            "Where do secrets and permissions come from?",
            "¿De dónde salen los secretos y permisos?",
            "vault, secrets manager, secret manager, oidc, iam role, iam roles, least privilege, kms, sealed secrets, "
            "repository secrets, environment secrets, service account, github secrets, as root, sudo, rbac, "
            "service principal, gestor de secretos, mínimo privilegio, cuenta de servicio, secretos del repositorio, "
            "como root, rol de iam",
            "secrets, credentials, permissions, secretos, credenciales, permisos",
            facet="change",
        ),
        ChecklistItem(
            "trigger",
            "When does it run?",
            "¿Cuándo se ejecuta?",
            "on push, on every push, on merge, on pull request, on each commit, on every commit, every hour, every day, "
            "every night, nightly, daily, weekly, hourly, on demand, manually, on tag, every 5 minutes, on a schedule, once, "
            "at midnight, every minute, al hacer push, en cada push, en cada commit, al fusionar, cada hora, cada día, "
            "cada noche, a diario, semanalmente, bajo demanda, manualmente, una vez, a medianoche, cada minuto",
            "schedule, trigger, horario, disparador",
            (r"\b(?:every|cada)\s+\d+\s", r"\b\d{1,2}(?::\d\d)?\s?(?:am|pm)\b", r"\bat \d{1,2}:\d\d", r"\ba las \d"),
            facet="job",
        ),
        ChecklistItem(
            "object",
            "What exactly does it act on?",
            "¿Sobre qué actúa exactamente?",
            "current directory, home directory, all files, log files, named, node.js app, django app, react app, flask app, "
            "monorepo, microservice, microservices, web service, api service, current folder, working directory, "
            "root directory, database, container image, directorio actual, todos los archivos, archivos de registro, llamado, "
            "llamada, microservicio, microservicios, base de datos, carpeta actual",
            "service, app, application, repository, directory, folder, file, files, path, image, process, user, host, "
            "variable, servicio, aplicación, repositorio, directorio, carpeta, archivo, archivos, ruta, imagen, proceso, "
            "usuario",
            (
                r"(?:^|\s)[\"'`]?[~.]?/[\w*.-]+",
                r"\*\.\w+",
                r"\b\w+\.(?:ya?ml|txt|log|sh|py|json|conf|tar|gz|csv)\b",
                r"[\"'`][^\"'`\n]{2,60}[\"'`]",
            ),
        ),
    ),
    {
        "change": (
            "deploy, deploying, deployment, deploys, pipeline, pipelines, ci/cd, provision, provisioning, migrate, migration, "
            "upgrade, rollout, infrastructure, terraform, helm, helm chart, kubernetes, dockerfile, desplegar, despliega, "
            "despliegue, despliegues, aprovisiona, migrar, migra, migración, actualiza el servidor, infraestructura"
        ),
        "job": (
            "cron, cron job, schedule, scheduled, backup, backups, pipeline, ci/cd, workflow, github actions, "
            "tarea programada, copia de seguridad, copias de seguridad, programada, flujo de trabajo"
        ),
    },
)


@rule(
    code="OPS1800",
    name="operations-request-mostly-open",
    severity="info",
    since="0.1",
    summary="A request that changes systems answers less than half of what such a request usually has to say.",
    why="Environment, rollback and checks that nobody names are left out, and that shows in production.",
    evidence="A",
    sources=("arXiv:2505.13360", "judgement on the list"),
    languages=("en", "es"),
    scopes=SAID,
    domain="devops",
    gate=of_checkable_length,
    bad=(
        Example("⟦Create a deployment pipeline.⟧", domain="devops"),
        Example("⟦Crea un pipeline de despliegue.⟧", language="es", domain="devops"),
        Example(
            "⟦Deploy the service.⟧ Mention environment, versions, secrets, monitoring, schedule.",
            domain="devops",
            because="bare labels answer nothing",
        ),
    ),
    good=(
        Example(
            "Write a GitHub Actions workflow for our Node 20 service that deploys to staging in eu-west-1 on every push, runs "
            "smoke tests, rolls back on failure and reads its secrets from Vault.",
            domain="devops",
        ),
        Example(
            "Escribe un flujo de GitHub Actions para la aplicación Node 20 que despliegue en preproducción en cada push, "
            "ejecute pruebas de humo, revierta si fallan y lea los secretos de Vault.",
            language="es",
            domain="devops",
        ),
        Example(
            "Find all files larger than 10 MB in the current directory.",
            domain="devops",
            because="a look at files changes nothing",
        ),
        Example('Translate "Create a deployment pipeline." into French.', because="quoted"),
    ),
)
def operations_request_mostly_open(document: Document) -> Iterator[Finding]:
    """Yield the checklist finding of an operations request."""
    return checklist_finding(CHECKLIST, document)


_DESTROYS = re.compile(
    r"\brm\s+-(?:rf|fr|r\s+-f)\s+\S+|\bmkfs(?:\.\w+)?\s+\S+|\bdd\s+if=\S+\s+of=/dev/\w+|\bterraform destroy\b|\bkubectl delete\s+\S+"
    r"|\bdocker system prune\b|\bgit push\s+(?:\S+\s+)*--force\b|\bgit reset --hard\b"
    r"|\b(?:delete|destroy|wipe|erase|terminate)\s+(?:all|every|the (?:entire|whole))\s+(?:of\s+)?(?:the\s+|our\s+|my\s+)?"
    r"(?:\w+\s+)?(?:namespaces?|clusters?|servers?|instances?|volumes?|buckets?|databases?|pods?|"
    r"deployments?|disks?|resources?|environments?)\b"
    r"|\b(?:borra|elimina|destruye|termina)\s+(?:todos los|todas las|todo el|toda la)\s+"
    r"(?:espacios de nombres|clústeres?|servidores|servidor|instancias|volúmenes|buckets|bases de datos|"
    r"pods|despliegues|discos?|recursos|entornos?)\b"
)
_SECURED = re.compile(
    r"\b(?:dry[- ]run|confirm\w*|approval|approve\w*|backup|back up|snapshot|only in|staging|sandbox|throwaway|"
    r"after verifying|if it exists|older than|"
    r"unused|ask (?:me )?before|rollback|roll back|test environment|untagged|dangling|"
    r"copia de seguridad|instantánea|aprobación|aprob\w*|pruebas|solo en|antes de borrar|anteriores a|sin uso|"
    r"pregunta antes|revers\w*|simula\w*)\b"
)
_ONLY_NAMED = re.compile(
    r"\b(?:never|not|don't|cannot|can't|avoid|without|prevent\w*|refuse|block\w*|forbid\w*|explain\w*|what|how|why|difference|happens|"
    r"no|nunca|jamás|evita|sin|impide|bloquea|prohíbe|explica|qué|cómo|por qué|diferencia)\b[^.;\n]*$"
)
_COMMANDS = frozenset(("rm -rf", "rm -fr", "rm -r ", "mkfs.e", "mkfs.x", "mkfs /", "dd if="))
_PROSE = re.compile(r"[^\W\d_]{2,}[^\n]*$")
"""A word before the command on its line. A line that opens with the command is part of a pasted script, which nobody asks to run."""


@rule(
    code="OPS1801",
    name="destructive-command-without-guard",
    severity="error",
    since="0.1",
    summary="A command that destroys data or systems is asked for without a guard.",
    why="It cannot be undone, and a model that may run it will.",
    evidence="C",
    sources=("practice in operations reviews",),
    languages=("en", "es"),
    scopes=("instruction", "context", "code"),
    domain="devops",
    triggers=(
        "rm -rf", "rm -fr", "rm -r -f", "mkfs", "dd if=", "terraform destroy", "kubectl delete", "docker system prune", "--force",
        "git reset --hard", "delete all", "delete every", "delete the entire", "delete the whole", "destroy all", "destroy every",
        "destroy the entire", "destroy the whole", "wipe all", "wipe every", "wipe the entire", "wipe the whole", "erase all",
        "erase every", "erase the entire", "erase the whole", "terminate all", "terminate every", "terminate the entire",
        "terminate the whole", "borra", "elimina", "destruye", "termina",
    ),
    bad=(
        Example("Run ⟦rm -rf /var/data⟧ on the server to free space.", domain="devops"),
        Example("⟦Delete all namespaces⟧ in the cluster and start over.", domain="devops"),
        Example("⟦Elimina todos los volúmenes⟧ del clúster y empieza de nuevo.", language="es", domain="devops"),
    ),
    good=(
        Example("Never run rm -rf /var/data on the server.", domain="devops", because="forbidden, not asked for"),
        Example("Delete all namespaces in the cluster after a snapshot and my approval.", domain="devops", because="guarded"),
        Example("Explica qué hace terraform destroy en el clúster.", language="es", domain="devops", because="asked about, not for"),
        Example('Explain the shell command "rm -rf /tmp/x".', domain="devops", because="quoted"),
        Example("Delete all pods older than 7 days in the cluster.", domain="devops", because="limited by age"),
    ),
)  # fmt: skip
def destructive_command_without_guard(document: Document) -> Iterator[Finding]:
    """Yield each destructive command of a text that names no guard."""
    if _SECURED.search(document.folded):
        return
    for found in _DESTROYS.finditer(document.folded):
        before = document.folded[max(0, found.start() - 80) : found.start()]
        if _ONLY_NAMED.search(before) or (found.group()[:6] in _COMMANDS and not _PROSE.search(before)):
            continue
        words = document.text[found.start() : found.end()]
        if document.language == "es":
            yield Finding(
                *found.span(),
                f"«{words}» destruye sin ninguna salvaguarda.",
                "Pide confirmación, una copia previa o un límite.",
            )
        else:
            yield Finding(
                *found.span(), f'"{words}" destroys and nothing guards it.', "Ask for a confirmation, a backup or a limit."
            )


_FLOATING = re.compile(
    r"(?<=[\w/.-]):latest\b|\b(?:the\s+)?latest (?:stable )?(?:version|release|image|tag)s?\b"
    r"|\blatest (?:node(?:\.js)?|python|ubuntu|"
    r"kubernetes|terraform|docker|postgres(?:ql)?|nginx|debian|alpine)\b|\b(?:la |de la )?última versión(?: estable)?\b|\betiqueta latest\b"
)
_NOT_WANTED = re.compile(
    r"\b(?:never|not|don't|avoid|instead of|rather than|pin\w*|without|what is|which is|check\w*|find|get|show|display|print|list|"
    r"up[- ]to[- ]date|"
    r"no|nunca|evita|en vez de|en lugar de|fija\w*|sin|cuál es|comprueba|muestra)\b[^.;\n]*$"
)

_PASTED = re.compile(r"(?:^|\n|`)\W*(?:sudo |\./)?(?:docker|podman|kubectl|image|from)\b[^\n]*$")
"""A command line or a line of a manifest: what somebody has, not what they ask for."""


@rule(
    code="OPS1804",
    name="floating-version-required",
    severity="info",
    since="0.1",
    summary="A requirement names a version that moves.",
    why="The same prompt builds something else next month, and the model's idea of latest is older than yours.",
    evidence="C",
    sources=("practice in container guides",),
    languages=("en", "es"),
    scopes=("instruction", "context", "code"),
    domain="devops",
    triggers=(
        ":latest", "latest version", "latest stable", "latest release", "latest image", "latest tag", "latest versions", "latest releases",
        "latest images", "latest tags", "latest node", "latest python", "latest ubuntu", "latest kubernetes", "latest terraform",
        "latest docker", "latest postgres", "latest postgresql", "latest nginx", "latest debian", "latest alpine", "última versión",
        "etiqueta latest",
    ),
    bad=(
        Example("Deploy nginx⟦:latest⟧ to the cluster.", domain="devops"),
        Example("Write a Dockerfile on ⟦the latest version⟧ of Node.", domain="devops"),
        Example("Escribe un Dockerfile con ⟦la última versión⟧ de Node.", language="es", domain="devops"),
    ),
    good=(
        Example("Deploy nginx:1.27.2 to the cluster.", domain="devops"),
        Example("Pin every image; never use nginx:latest.", domain="devops", because="forbidden, not asked for"),
        Example("Fija la versión en vez de usar la última versión.", language="es", domain="devops"),
        Example("Find the latest log file in the current directory.", domain="devops", because="a file, not a version"),
        Example('Explain the tag "nginx:latest".', domain="devops", because="quoted"),
    ),
)  # fmt: skip
def floating_version_required(document: Document) -> Iterator[Finding]:
    """Yield each floating version that the text asks for."""
    for found in _FLOATING.finditer(document.folded):
        before = document.folded[max(0, found.start() - 60) : found.start()]
        if _NOT_WANTED.search(before) or _PASTED.search(before):
            continue
        words = document.text[found.start() : found.end()].lstrip(":")
        if document.language == "es":
            yield Finding(*found.span(), f"«{words}» cambia con el tiempo.", "Fija el número de versión.")
        else:
            yield Finding(*found.span(), f'"{words}" changes over time.', "Pin the version number.")
