"""Software product requests: the checklist and the rules SAS17xx."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.domains._checklist import Checklist, ChecklistItem, checklist_finding, of_checkable_length, read_document
from promptsmith.text.document import Document

SAID = ("instruction", "context")

CHECKLIST = Checklist(
    "saas",
    "A product request",
    "Un encargo de producto",
    (
        ChecklistItem(
            "actor",
            "Who uses it?",
            "¿Quién lo usa?",
            "as a user, as an admin, as a customer, as a manager, as an administrator, as a member, as an editor, "
            "account owner, account owners, team lead, team leads, new users, end users, support agent, support agents, "
            "workspace owner, developers, team members, sales reps, visitors, como usuario, como usuaria, como administrador, "
            "como administradora, como cliente, como gerente, como miembro, nuevos usuarios, propietario de la cuenta, "
            "agentes de soporte, visitantes, desarrolladores",
            "actor, user role, persona, rol de usuario",
            (r"\bas an? \w+", r"\bcomo (?:un |una )?\w+,?\s+quiero"),
        ),
        ChecklistItem(
            "goal",
            "What for?",
            "¿Para qué?",
            "so that, in order to, so they can, so users can, i want to, be able to, allows, allowing, helps, "
            "para que, a fin de, de modo que, quiero poder, permite, ayuda a",
            "goal, objective, purpose, problem, benefit, objetivo, propósito, problema, beneficio",
        ),
        ChecklistItem(
            "permissions",
            "Which roles and plans may do it?",
            "¿Qué roles y planes pueden hacerlo?",
            "only admins, admins can, only owners, owners can, free plan, pro plan, enterprise plan, premium plan, paid plan, "
            "basic plan, team plan, role-based, rbac, admin role, read-only, viewer, all plans, solo administradores, "
            "los administradores pueden, solo propietarios, plan gratuito, plan pro, plan empresarial, plan premium, "
            "plan básico, solo lectura, todos los planes, según el rol",
            "role, roles, permission, permissions, plan, plans, tier, rol, permiso, permisos, planes, plan de suscripción",
        ),
        ChecklistItem(
            "acceptance",
            "How is it accepted (given, when, then)?",
            "¿Cómo se acepta (dado, cuando, entonces)?",
            "definition of done, must pass, is done when, should be able to, "
            "definición de terminado, está terminado cuando, se acepta si, debe poder",
            "acceptance criteria, acceptance criterion, criterios de aceptación, criterio de aceptación",
            (
                r"\bgiven\b.{3,200}\bwhen\b.{3,200}\bthen\b",
                r"\bdad[oa]s?\b.{3,200}\bcuando\b.{3,200}\bentonces\b",
                r"\b(?:must|shall|debe)\s+\w+",
            ),
        ),
        ChecklistItem(
            "errors",
            "What happens when it fails or is empty?",
            "¿Qué pasa si falla o está vacío?",
            "error message, error state, error states, if the payment fails, expired, invalid, fails, empty state, "
            "empty states, timeout, offline, edge cases, already exists, not found, retry, rate limit, wrong password, "
            "mensaje de error, estado de error, estados de error, caduca, caducado, caducada, inválido, inválida, falla, "
            "estado vacío, sin conexión, casos límite, ya existe, no existe, reintento, reintentar, contraseña incorrecta",
            "errors, error handling, failure, errores, fallos, manejo de errores",
        ),
        ChecklistItem(
            "data",
            "Whose data, kept apart how?",
            "¿Datos de quién y cómo se separan?",
            "tenant, tenants, multi-tenant, per workspace, per organization, per organisation, per account, gdpr, encrypted, "
            "retention, personal data, audit log, data isolation, soc 2, hipaa, inquilino, inquilinos, multiinquilino, "
            "por espacio de trabajo, por organización, por cuenta, rgpd, cifrado, cifrados, retención, datos personales, "
            "registro de auditoría, aislamiento de datos",
            "data model, tenancy, privacy, modelo de datos, privacidad",
            facet="system",
        ),
        ChecklistItem(
            "platform",
            "On which platform and stack?",
            "¿En qué plataforma y con qué tecnología?",
            "web app, mobile app, ios, android, react, vue, angular, next.js, django, rails, laravel, spring boot, node.js, "
            "flutter, stripe, rest api, graphql, desktop app, chrome extension, browser, salesforce, aplicación web, "
            "aplicación móvil, navegador, api rest, escritorio",
            "platform, stack, framework, plataforma, tecnología",
        ),
        ChecklistItem(
            "measure",
            "How is success measured?",
            "¿Cómo se mide el éxito?",
            "conversion rate, activation rate, churn, retention rate, nps, within seconds, response time, kpi, kpis, "
            "tasa de conversión, tasa de activación, abandono, tasa de retención, tiempo de respuesta",
            "metric, metrics, success metric, success metrics, target, métrica, métricas",
            (r"\b\d+(?:[.,]\d+)?\s*(?:%|ms|seconds?|minutes?|segundos?|minutos?|clicks?|days?|días)",),
        ),
    ),
    {
        "system": (
            "app, platform, system, dashboard, architecture, authentication, database, saas, workspace, account, "
            "plataforma, sistema, panel, arquitectura, autenticación, base de datos, espacio de trabajo, cuenta"
        )
    },
)


@rule(
    code="SAS1700",
    name="product-request-mostly-open",
    severity="info",
    since="0.1",
    summary="A request for a product feature answers less than half of what such a request usually has to say.",
    why="Roles, failures and acceptance that are not said are guessed, and are found missing when it is built.",
    evidence="A",
    sources=("arXiv:2505.13360", "judgement on the list"),
    languages=("en", "es"),
    scopes=SAID,
    domain="saas",
    gate=of_checkable_length,
    bad=(
        Example("⟦Create user story for feature.⟧", domain="saas"),
        Example("⟦Crea una historia de usuario para la funcionalidad.⟧", language="es", domain="saas"),
        Example(
            "⟦Design the onboarding.⟧ Mention roles, permissions, errors, metrics, platform.",
            domain="saas",
            because="bare labels answer nothing",
        ),
    ),
    good=(
        Example(
            "As an admin, I want to export invoices so that our accountant can import them. Only admins can export. Web app. "
            "If there are no invoices, show an empty state. Acceptance criteria: the file opens in a spreadsheet.",
            domain="saas",
        ),
        Example(
            "Como administradora, quiero exportar facturas para que la contable las importe. Solo administradores. Aplicación "
            "web. Si no hay facturas, muestra un estado vacío. Criterios de aceptación: el archivo se abre.",
            language="es",
            domain="saas",
        ),
        Example(
            "As a user, I want to reset my password so that I can log in again. Given an expired link, when I open it, then "
            "an error message says so. Web app.",
            domain="saas",
        ),
        Example('Translate "Create user story for feature." into German.', because="quoted"),
    ),
)
def product_request_mostly_open(document: Document) -> Iterator[Finding]:
    """Yield the checklist finding of a product request."""
    return checklist_finding(CHECKLIST, document)


_FEATURE = re.compile(
    r"\b(?:user stor(?:y|ies)|feature|sign-?up flow|checkout flow|onboarding|password reset|billing page|login page|requirements|"
    r"historias? de usuario|funcionalidad|flujo de registro|requisitos|página de acceso|restablecimiento de contraseña)\b"
)
_MAKES = re.compile(
    r"(?<!not )(?<!don't )(?<!no )\b(?:write|create|design|draft|specify|define|build|implement|plan|generate|need|want|"
    r"escribe|crea|diseña|redacta|especifica|define|construye|implementa|planifica|genera|necesito|quiero)\b"
)
_ASKED_FOR = re.compile(
    r"\b(?:acceptance criteria|edge cases|error (?:states?|handling)|criterios de aceptación|casos límite|errores)\b"
)


@rule(
    code="SAS1702",
    name="feature-without-acceptance",
    severity="warning",
    since="0.1",
    summary="A feature is asked for with neither acceptance criteria nor what happens on failure.",
    why="Only the happy path gets written, and nobody can say when it is done.",
    evidence="J",
    sources=("judgement", "arXiv:2505.13360"),
    languages=("en", "es"),
    scopes=SAID,
    domain="saas",
    triggers=(
        "user story", "user stories", "feature", "sign-up flow", "signup flow", "checkout flow", "onboarding", "password reset",
        "billing page", "login page", "requirements", "historia de usuario", "historias de usuario", "funcionalidad", "flujo de registro",
        "requisitos", "página de acceso", "restablecimiento de contraseña",
    ),
    bad=(
        Example("Write a ⟦user story⟧ for exporting invoices.", domain="saas"),
        Example("Escribe una ⟦historia de usuario⟧ para exportar facturas.", language="es", domain="saas"),
    ),
    good=(
        Example("Write a user story for export, with acceptance criteria.", domain="saas", because="the answer shall hold them"),
        Example("Write a user story for export. If there are no invoices, show an error message.", domain="saas"),
        Example("Escribe una historia de usuario para exportar, con criterios de aceptación.", language="es", domain="saas"),
        Example("Explain what a user story is.", domain="saas", because="no feature is asked for"),
        Example('What is wrong with "Write a user story for login"?', domain="saas", because="quoted"),
    ),
)  # fmt: skip
def feature_without_acceptance(document: Document) -> Iterator[Finding]:
    """Yield the name of the wanted feature when the text says neither how it is accepted nor how it fails."""
    if _ASKED_FOR.search(document.folded):
        return
    missing, _, _ = read_document(CHECKLIST, document)
    if not {"acceptance", "errors"} <= {item.id for item in missing}:
        return
    for start, end in document.sentences:
        sentence = document.folded[start:end]
        verb = _MAKES.search(sentence)
        found = _FEATURE.search(sentence, verb.end()) if verb else None
        if found and document.scope_at(start + found.start()) in SAID:
            span = (start + found.start(), start + found.end())
            if document.language == "es":
                yield Finding(
                    *span, "Sin criterios de aceptación ni casos de error.", "Di cuándo está terminado y qué pasa si falla."
                )
            else:
                yield Finding(
                    *span, "No acceptance criteria and no error states.", "Say when it is done and what happens on failure."
                )
            return
