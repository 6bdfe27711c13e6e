"""Branding and marketing requests: the checklist and the rules BRD15xx."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.domains._checklist import Checklist, ChecklistItem, checklist_finding, of_checkable_length
from promptsmith.text.document import Document

SAID = ("instruction", "context")

CHECKLIST = Checklist(
    "branding",
    "A branding request",
    "Un encargo de marca",
    (
        ChecklistItem(
            "brand",
            "Which brand or product, and what does it do?",
            "¿Qué marca o producto, y qué hace?",
            "our app, our product, our company, our brand, we sell, we make, we offer, a brand of, a brand that, nuestra app, "
            "nuestra marca, nuestro producto, nuestra empresa, vendemos, hacemos, ofrecemos, una marca de, una marca que",
            "brand, product, company, startup, service, app, shop, store, business, marca, producto, empresa, servicio, "
            "tienda, negocio",
        ),
        ChecklistItem(
            "audience",
            "For whom?",
            "¿Para quién?",
            "millennials, gen z, parents, students, teenagers, professionals, small businesses, business owners, founders, "
            "developers, beginners, women aged, men aged, families, seniors, freelancers, marketers, teachers, runners, "
            "travelers, travellers, first-time buyers, aged between, year-olds, padres, madres, estudiantes, adolescentes, "
            "jóvenes, profesionales, pymes, pequeñas empresas, familias, mayores de, autónomos, principiantes, de entre, "
            "desarrolladores",
            "audience, target audience, customer, customers, clients, readers, buyers, persona, público, público objetivo, "
            "audiencia, clientes, lectores, compradores",
            (r"\b\d{2}\s*(?:-|–|to|and|a|y)\s*\d{2}\b",),
        ),
        ChecklistItem(
            "channel",
            "On which channel?",
            "¿En qué canal?",
            "instagram, linkedin, facebook, twitter, tiktok, youtube, pinterest, google ads, newsletter, email, landing page, "
            "website, homepage, billboard, brochure, flyer, blog, press release, packaging, podcast, radio, sms, whatsapp, "
            "app store, subject line, correo, boletín, página de inicio, sitio web, folleto, valla, nota de prensa, envase, "
            "asunto",
            "channel, platform, medium, canal, plataforma, medio",
            facet="copy",
        ),
        ChecklistItem(
            "length",
            "How long?",
            "¿Qué extensión?",
            "one sentence, one line, one paragraph, a single sentence, two sentences, three sentences, una frase, una línea, "
            "un párrafo, dos frases, tres frases",
            "length, word count, character limit, extensión, longitud",
            (
                r"\b\d+\s*(?:-\s*|to\s+|a\s+)?\d*\s*(?:words?|characters?|chars|sentences?|lines?|paragraphs?|seconds?|pages?|slogans?|taglines?|names?|"
                r"posts?|palabras|caracteres|frases|líneas|párrafos|segundos|páginas|eslóganes|nombres|versiones|options|ideas|versions|variants)\b",
            ),
            facet="copy",
        ),
        ChecklistItem(
            "voice",
            "In which voice (with a sample or a do and don't)?",
            "¿Con qué voz (con una muestra o qué hacer y qué no)?",
            "witty, playful, formal, informal, friendly, warm, bold, humorous, ironic, matter-of-fact, conversational, "
            "authoritative, minimalist, luxurious, quirky, in the voice of, sounds like, in the style of, ingenioso, "
            "divertido, cercano, cercana, cálido, cálida, atrevido, atrevida, humorístico, conversacional, sobrio, sobria, "
            "tutea, de usted, al estilo de",
            "tone, voice, tone of voice, style, tono, voz, tono de voz, estilo",
            facet="copy",
        ),
        ChecklistItem(
            "action",
            "What shall readers do?",
            "¿Qué debe hacer quien lo lea?",
            "sign up, subscribe, buy now, book a, download, register, request a demo, free trial, visit, order now, "
            "learn more, contact us, click, apply now, join, suscríbete, regístrate, compra ya, reserva, descarga, "
            "pide una demo, prueba gratuita, visita, más información, contacta, haz clic, únete",
            "call to action, cta, goal, objective, llamada a la acción, objetivo, meta",
            facet="copy",
        ),
        ChecklistItem(
            "limits",
            "What must not be said?",
            "¿Qué no debe decirse?",
            "avoid, do not, don't, never, without, no jargon, no emojis, no hashtags, not mention, must not, no exclamation, "
            "evita, evitar, no uses, no menciones, nunca, sin, no debe, sin jerga, sin emojis",
            "taboo, forbidden words, palabras prohibidas",
            facet="copy",
        ),
        ChecklistItem(
            "benefit",
            "Which benefit or proof carries it?",
            "¿Qué ventaja o prueba lo sostiene?",
            "because, so that, unlike, saves, reduces, made from, made of, certified, award, reviews, benefits of, porque, "
            "para que, a diferencia de, ahorra, reduce, hecho de, hecha de, hecho con, hecha con, certificado, premio, "
            "reseñas",
            "benefit, benefits, usp, value proposition, key message, beneficio, beneficios, ventaja, propuesta de valor, "
            "mensaje clave",
            (r"\b\d+(?:[.,]\d+)?\s*%",),
            facet="copy",
        ),
    ),
    {
        "copy": (
            "brand identity, brand name, brand strategy, brand voice, identidad de marca, nombre de marca, tagline, slogan, "
            "text, caption, description, bio, article, story, ad, ads, advert, advertisement, email, landing page, campaign, "
            "post, posts, copy, newsletter, brochure, caption, eslogan, descripción, artículo, anuncio, anuncios, correo, "
            "página de aterrizaje, campaña, publicación, texto, boletín, folleto"
        )
    },
)


@rule(
    code="BRD1500",
    name="branding-request-mostly-open",
    severity="info",
    since="0.1",
    summary="A request for marketing text answers less than half of what such a request usually has to say.",
    why="Without audience, channel and voice the text fits every brand, and so none.",
    evidence="A",
    sources=("arXiv:2505.13360", "judgement on the list"),
    languages=("en", "es"),
    scopes=SAID,
    domain="branding",
    gate=of_checkable_length,
    bad=(
        Example("⟦Write compelling marketing copy.⟧", domain="branding"),
        Example("⟦Escribe un texto publicitario atractivo.⟧", language="es", domain="branding"),
        Example(
            "⟦Write marketing copy.⟧ Consider audience, channel, tone, length, benefit.",
            domain="branding",
            because="bare labels answer nothing",
        ),
    ),
    good=(
        Example(
            "Write an Instagram post of at most 60 words for our brand of oat milk, for parents of toddlers, in a warm tone, "
            "and end with a link to sign up. Do not mention competitors.",
            domain="branding",
        ),
        Example(
            "Escribe una publicación de Instagram de 60 palabras para nuestra marca de café, para estudiantes, con tono "
            "cercano, y termina con «regístrate». No menciones a la competencia.",
            language="es",
            domain="branding",
        ),
        Example(
            "Write an email to {{audience}} about {{product}} in a {{tone}} tone, at most 80 words.",
            domain="branding",
            because="placeholders fill it in",
        ),
        Example('Translate "Write compelling marketing copy." into French.', because="quoted"),
    ),
)
def branding_request_mostly_open(document: Document) -> Iterator[Finding]:
    """Yield the checklist finding of a branding request."""
    return checklist_finding(CHECKLIST, document)


_CLAIM = re.compile(
    r"\b(?:cures?|heals?)\s+(?:\w+\s+){0,2}?(?:cancer|diabetes|depression|anxiety|arthritis|acne|disease|diseases|insomnia|migraines?)\b"
    r"|\b(?:100\s?%|completely|totally|absolutely)\s+(?:safe|natural|effective|risk[- ]free|guaranteed)\b"
    r"|\bguaranteed?\s+(?:\w+\s+)?(?:results?|weight loss|success|profits?|returns?)\b"
    r"|\b(?:no|zero|without)\s+side effects\b|\bclinically proven\b|\bmiracle\s+(?:cure|pill|product|cream)\b"
    r"|\bthe best (?:\w+\s+)?in the world\b"
    r"|\bcura\s+(?:el|la|los|las)?\s*(?:cáncer|diabetes|depresión|ansiedad|artritis|acné|insomnio|migrañas?|enfermedad\w*)\b"
    r"|\b(?:100\s?%|completamente|totalmente)\s+(?:segur[oa]s?|eficaz|eficaces|efectiv[oa]s?|garantizad[oa]s?)\b"
    r"|\b(?:resultados?|éxito|pérdida de peso)\s+garantizad[oa]s?\b|\bsin efectos secundarios\b|\bclínicamente probad[oa]s?\b"
    r"|\b(?:cura|crema|píldora)\s+milagros[oa]\b|\bel mejor (?:\w+\s+)?del mundo\b"
)
_NOT_CLAIMED = re.compile(
    r"\b(?:no|not|never|avoid|don't|without|if|whether|prove|no\s+(?:digas|uses)|nunca|evita|sin|si|jamás|claims? like|such as)\b[^.;\n]*$"
)


@rule(
    code="BRD1503",
    name="absolute-or-health-claim",
    severity="warning",
    since="0.1",
    summary="The text asks for an absolute promise or a claim about health.",
    why="Advertising law in many countries forbids it without proof, and the model will write it with conviction.",
    evidence="J",
    sources=("judgement",),
    languages=("en", "es"),
    scopes=SAID,
    domain="branding",
    triggers=(
        "cure", "cures", "heal", "heals", "100%", "100 %", "completely", "totally", "absolutely", "guarantee", "guaranteed",
        "side effects", "clinically", "miracle", "in the world", "cura", "completamente", "totalmente", "garantizado", "garantizada",
        "garantizados", "garantizadas", "efectos secundarios", "clínicamente", "milagrosa", "milagroso", "del mundo",
    ),
    bad=(
        Example("Write an ad that says our tea ⟦cures insomnia⟧.", domain="branding"),
        Example("Write a post promising ⟦guaranteed results⟧ and ⟦100% safe⟧ pills.", domain="branding"),
        Example("Escribe un anuncio que diga que nuestra crema ⟦cura el acné⟧.", language="es", domain="branding"),
    ),
    good=(
        Example("Write an ad for our tea. Never claim that it cures insomnia.", domain="branding", because="forbidden, not asked for"),
        Example("Write an ad for our completely redesigned app.", domain="branding", because="no promise"),
        Example("Escribe un anuncio de la crema. No digas que cura el acné.", language="es", domain="branding"),
        Example('Review the slogan "guaranteed results" for legal risk.', domain="branding", because="quoted"),
    ),
)  # fmt: skip
def absolute_or_health_claim(document: Document) -> Iterator[Finding]:
    """Yield each absolute or health claim that the text does not forbid in the same sentence."""
    for found in _CLAIM.finditer(document.folded):
        if _NOT_CLAIMED.search(document.folded[max(0, found.start() - 80) : found.start()]):
            continue
        words = document.text[found.start() : found.end()]
        if document.language == "es":
            yield Finding(
                *found.span(), f"«{words}» promete algo absoluto o de salud.", "Di qué lo prueba, o prométele menos al lector."
            )
        else:
            yield Finding(*found.span(), f'"{words}" is an absolute or health claim.', "Say what proves it, or promise less.")


# Qualities that one text cannot show at once. Words of tone such as formal and playful are limits, which CON206 compares. Judgement.
_OPPOSED = tuple(
    (re.compile(rf"(?<![\w-])(?:{one})(?![\w-])"), re.compile(rf"(?<![\w-])(?:{other})(?![\w-])"))
    for one, other in (
        (
            "luxurious|premium|upscale|high-end|lujos[oa]s?|de lujo|de gama alta",
            "cheap|budget|low-cost|bargain|barat[oa]s?|de bajo coste|económic[oa]s?",
        ),
        (
            "minimalist|minimal|understated|minimalistas?|discret[oa]s?",
            "ornate|flashy|maximalist|extravagant|over-the-top|recargad[oa]s?|llamativ[oa]s?|extravagantes?",
        ),
        (
            "futuristic|cutting-edge|futuristas?|vanguardistas?",
            "old-fashioned|nostalgic|vintage|anticuad[oa]s?|nostálgic[oa]s?",
        ),
        ("timeless|atemporal(?:es)?", "trendy|trend-driven|faddish|de moda"),
        ("edgy|rebellious|provocative|rebeldes?|provocador(?:a|es|as)?", "conservative|conventional|conservador(?:a|es|as)?"),
        ("bold|daring|atrevid[oa]s?|audaz|audaces", "timid|shy|tímid[oa]s?"),
        ("exclusive|elitist|exclusiv[oa]s?|elitistas?", "mass-market|for everyone|para todos|de consumo masivo"),
    )
)
_QUALITY_NAMED = re.compile(
    r"\b(?:brand|tone|voice|style|look|feel|identity|logo|copy|slogan|tagline|name|personality|design|packaging|campaign|ads?|post|page"
    r"|marca|tono|voz|estilo|identidad|logotipo|texto|eslogan|nombre|personalidad|diseño|envase|campaña|anuncio)\b"
)
_WEIGHED = re.compile(
    r"\b(?:but|yet|while|without|not|no|never|nor|or|instead|rather|than|versus|vs|balance\w*|blend\w*|mix\w*|between|from|both|never|"
    r"where|when|for (?:budget|cheap)|pero|aunque|sin|ni|o|en vez|equilibri\w*|mezcl\w*|entre|cuando|sino|nunca)\b"
)


@rule(
    code="BRD1504",
    name="brand-qualities-exclude-each-other",
    severity="warning",
    since="0.1",
    summary="A brand is to show two qualities at once that are opposites.",
    why="The model averages them into a voice that has neither.",
    evidence="A",
    sources=("arXiv:2511.14342",),
    languages=("en", "es"),
    scopes=SAID,
    domain="branding",
    triggers=(
        "luxurious", "premium", "upscale", "high-end", "lujoso", "lujosa", "de lujo", "de gama alta", "minimalist", "minimal",
        "understated", "minimalista", "minimalistas", "discreto", "discreta", "futuristic", "cutting-edge", "futurista", "futuristas",
        "vanguardista", "vanguardistas", "timeless", "atemporal", "atemporales", "edgy", "rebellious", "provocative", "rebelde",
        "rebeldes", "provocador", "provocadora", "bold", "daring", "atrevido", "atrevida", "audaz", "audaces", "exclusive", "elitist",
        "exclusivo", "exclusiva", "elitista", "elitistas", "lujosos", "lujosas", "discretos", "discretas", "provocadores",
        "provocadoras", "atrevidos", "atrevidas", "exclusivos", "exclusivas",
    ),
    bad=(
        Example("Write a slogan in a ⟦minimalist⟧ and ⟦flashy⟧ style.", domain="branding"),
        Example("Design a brand identity that is ⟦edgy⟧, warm and ⟦conservative⟧.", domain="branding"),
        Example("Escribe un eslogan con un tono ⟦atrevido⟧ y ⟦tímido⟧.", language="es", domain="branding"),
    ),
    good=(
        Example("Write a slogan in a minimalist and warm style.", domain="branding"),
        Example("Write a slogan that is bold but never timid.", domain="branding", because="weighed against each other"),
        Example("Design a minimalist logo. The old one was flashy.", domain="branding", because="another sentence"),
        Example("Escribe un eslogan discreto, sin ser extravagante.", language="es", domain="branding", because="weighed"),
        Example('Rate the brief "a minimalist and flashy style".', domain="branding", because="quoted"),
    ),
)  # fmt: skip
def brand_qualities_exclude_each_other(document: Document) -> Iterator[Finding]:
    """Yield each pair of opposites in one sentence about a brand that does not weigh them against each other."""
    for start, end in document.sentences:
        sentence = document.folded[start:end]
        if document.scope_at(start) not in SAID or not _QUALITY_NAMED.search(sentence) or _WEIGHED.search(sentence):
            continue
        for one, other in _OPPOSED:
            first, second = one.search(sentence), other.search(sentence)
            if not first or not second:
                continue
            spans = sorted((start + found.start(), start + found.end()) for found in (first, second))
            if any(document.scope_at(span[0]) not in SAID for span in spans):
                continue
            a, b = (document.text[slice(*span)] for span in spans)
            if document.language == "es":
                told = (f"«{a}» y «{b}» son opuestos.", "Elige uno, o di dónde vale cada uno.")
            else:
                told = (f'"{a}" and "{b}" are opposites.', "Choose one, or say where each applies.")
            yield Finding(*spans[0], *told, related=(spans[1],))
