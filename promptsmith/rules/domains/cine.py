"""Film, video and image requests: the checklist and the rules CIN16xx."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.domains._checklist import Checklist, ChecklistItem, checklist_finding, of_checkable_length
from promptsmith.text.document import Document

SAID = ("instruction", "context")

CHECKLIST = Checklist(
    "cine",
    "A scene or image request",
    "Un encargo de escena o imagen",
    (
        ChecklistItem(
            "subject",
            "Who or what is seen?",
            "¿Quién o qué se ve?",
            "woman, man, girl, boy, child, children, couple, dog, cat, robot, dragon, knight, astronaut, detective, warrior, "
            "soldier, wizard, person, people, car, house, castle, city, horse, bird, monster, creature, king, queen, doctor, "
            "old man, old woman, portrait of, photo of, painting of, illustration of, drawing of, picture of, render of, "
            "samurai, princess, skull, tree, ship, building, mujer, hombre, niña, niño, pareja, perro, gato, detective, "
            "soldado, anciano, anciana, persona, personas, coche, casa, castillo, ciudad, caballo, criatura, retrato de, "
            "foto de, madre, padre, hija, hijo",
            "subject, character, characters, protagonist, hero, heroine, sujeto, personaje, personajes, protagonista",
            (
                # A text that opens with no request opens with what is seen; else it says so behind "image of" and the like.
                r"^\W*(?!(?:write|create|make|generate|design|draw|paint|imagine|produce|give|i|we|you|your|please|can|could|help|act|"
                r"develop|film|shoot|describe|escribe|crea|haz|genera|diseña|dibuja|imagina|produce|dame|quiero|necesito|por|puedes|"
                r"actúa|rueda|describe|eres|tu|what|how|why|which|who|qué|cómo|cuál)\b)(?:a )?\w{2,}",
                r"\b(?:image|photo|picture|portrait|painting|scene|shot|video|film|movie|story|poster|render|illustration|drawing|sketch|"
                r"clip|logo|animation) (?:of|about|with|featuring|where|in which)\b",
                r": *(?:a|an|the|two|three|un|una|el|la|dos|tres) \w+",
                r"\b(?:imagen|foto|retrato|escena|plano|vídeo|película|historia|cartel|ilustración|dibujo) "
                r"(?:de|sobre|con|donde|en (?:la|el) que)\b",
            ),
        ),
        ChecklistItem(
            "action",
            "What happens?",
            "¿Qué ocurre?",
            "walks, walking, runs, running, sits, sitting, stands, standing, looks, looking, holding, holds, riding, flying, "
            "dancing, fighting, enters, opens, closes, discovers, argues, wakes, wearing, smiling, crying, jumping, falling, "
            "floating, playing, eating, drinking, sleeping, driving, reading, chases, escapes, confronts, camina, caminando, "
            "corre, corriendo, sentado, sentada, de pie, mira, mirando, sostiene, sosteniendo, bailando, entra, abre, cierra, "
            "descubre, discute, despierta, sonriendo, llora, lleva, huye, persigue",
            "action, plot, event, acción, trama, suceso",
            (
                # The first look ahead is quick to say no, so that the list is only tried at words in -ing.
                r"\b(?=[a-z]{3,}ing\b)(?!(?:light|paint|draw|build|morn|even|wedd|render|trend|sett|str|th|someth|noth|anyth|everyth|ceil|cloth|outstand|stunn|"
                r"amaz|interest|shad|dur|us|featur|inspir|includ)ing\b)",
                r"\b[a-z]{2,}(?:ando|iendo)\b",
            ),
        ),
        ChecklistItem(
            "setting",
            "Where?",
            "¿Dónde?",
            "forest, desert, beach, mountain, mountains, street, kitchen, bedroom, office, bar, cafe, church, space, ocean, "
            "sea, lake, river, field, room, rooftop, alley, village, jungle, background, landscape, new york, paris, tokyo, "
            "london, market, hospital, school, station, int., ext., underwater, bosque, desierto, playa, montaña, montañas, "
            "calle, cocina, dormitorio, oficina, bar, iglesia, océano, mar, lago, río, campo, habitación, azotea, callejón, "
            "pueblo, selva, fondo, paisaje, mercado, hospital, escuela, estación, madrid, barcelona",
            "setting, location, place, scene in, ambientación, lugar, localización",
            (
                r"\b(?:in|on|at|inside|near|beside|under|above) (?:a|an|the) (?!style|shot|scene|left|right|middle|camera|manner)\w+",
                r"\b(?:en|sobre|bajo|junto a) (?:el|la|un|una) (?!estilo|escena|plano|vídeo|imagen)\w+",
            ),
        ),
        ChecklistItem(
            "framing",
            "Which shot size and angle?",
            "¿Qué tamaño de plano y qué ángulo?",
            "close-up, close up, closeup, wide shot, medium shot, full shot, full body, long shot, establishing shot, "
            "over-the-shoulder, low angle, high angle, bird's eye, aerial, drone shot, eye level, wide angle, macro, "
            "panoramic, head and shoulders, upper body, half body, cowboy shot, symmetrical, centered, isometric, portrait, "
            "headshot, top view, side view, primer plano, primerísimo plano, plano general, plano medio, plano detalle, "
            "plano entero, contrapicado, picado, cenital, aéreo, gran angular, a la altura de los ojos",
            "shot size, angle, framing, composition, camera angle, encuadre, ángulo, composición",
            (r"\b\d{2,3}\s?mm\b",),
            needs_digit=True,
        ),
        ChecklistItem(
            "movement",
            "How does the camera move?",
            "¿Cómo se mueve la cámara?",
            "dolly, tracking shot, pan left, pan right, pans, tilt, tilts, handheld, steadicam, static shot, static camera, "
            "locked-off, crane, zoom in, zoom out, push in, pull back, orbit, one take, follows, slow motion, travelling, "
            "panorámica, cámara en mano, cámara fija, grúa, acercamiento, plano secuencia, sigue, cámara lenta, plano fijo",
            "camera movement, movimiento de cámara",
            facet="moving",
        ),
        ChecklistItem(
            "light",
            "Which light or time of day?",
            "¿Qué luz o qué momento del día?",
            "golden hour, blue hour, sunset, sunrise, dawn, dusk, night, midnight, noon, morning, evening, moonlight, "
            "candlelight, neon, backlit, rim light, soft light, soft lighting, hard light, dramatic lighting, "
            "cinematic lighting, studio lighting, volumetric lighting, natural light, low key, high key, overcast, glowing, "
            "sunlight, dark, lights, shadows, foggy, daylight, sunny, hora dorada, atardecer, amanecer, anochecer, noche, "
            "medianoche, mediodía, mañana, luz de luna, velas, neón, contraluz, luz suave, luz dura, luz natural, nublado, "
            "sombras, niebla, soleado",
            "light, lighting, time of day, luz, iluminación, hora del día",
        ),
        ChecklistItem(
            "style",
            "Which style or mood?",
            "¿Qué estilo o atmósfera?",
            "noir, thriller, comedy, horror, drama, sci-fi, science fiction, romantic, documentary, anime, cyberpunk, "
            "steampunk, photorealistic, hyperrealistic, realistic, oil painting, watercolor, surreal, minimalist, vintage, "
            "gothic, fantasy, in the style of, by greg, art by, concept art, pixel art, melancholic, tense, eerie, dreamy, "
            "cartoon, 3d render, octane render, digital art, artstation, illustration, comedia, terror, ciencia ficción, "
            "romántico, romántica, documental, realista, hiperrealista, óleo, acuarela, surrealista, minimalista, "
            "melancólico, melancólica, tenso, tensa, inquietante, onírico, onírica, al estilo de, dibujos animados",
            "style, mood, genre, tone, atmosphere, estilo, género, tono, atmósfera",
        ),
        ChecklistItem(
            "format",
            "Which duration or aspect ratio?",
            "¿Qué duración o formato?",
            "16:9, 9:16, 2.39:1, 4:3, 1:1, 21:9, --ar, vertical video, one page, two pages, 8k, 4k, one minute, una página, "
            "dos páginas, un minuto",
            "duration, aspect ratio, length, resolution, fps, duración, formato, relación de aspecto, resolución",
            (
                r"\b\d+(?:[.,]\d+)?\s*(?:-\s*)?(?:seconds?|sec|s|minutes?|min|pages?|frames|fps|segundos?|minutos?|páginas?)\b",
                r"\b\d+\s?[:x]\s?\d+\b",
            ),
            needs_digit=True,
        ),
        ChecklistItem(
            "dialogue",
            "How much dialogue, in which voice?",
            "¿Cuánto diálogo y con qué voz?",
            "no dialogue, without dialogue, silent, subtext, voice-over, voiceover, lines of dialogue, two lines, says, "
            "whispers, sin diálogo, en silencio, mudo, subtexto, voz en off, líneas de diálogo, dice, susurra",
            "dialogue, dialog, diálogo",
            facet="script",
        ),
    ),
    {
        "moving": (
            "video, clip, film, shot list, trailer, sora, veo, runway, animation, short film, music video, footage, camera, "
            "vídeo, tráiler, animación, cortometraje, videoclip, cámara"
        ),
        "script": (
            "screenplay, script, screenwriter, guion, guión, guionista, monologue, monólogo, write a scene, opening scene, "
            "write scene, escribe una escena, escena inicial"
        ),
    },
)


@rule(
    code="CIN1600",
    name="scene-request-mostly-open",
    severity="info",
    since="0.1",
    summary="A request for a scene or image answers less than half of what such a request usually has to say.",
    why="Shot, light and action that nobody names come out as the average of everything the model has seen.",
    evidence="C",
    sources=("guides of video models", "judgement on the list"),
    languages=("en", "es"),
    scopes=SAID,
    domain="cine",
    gate=of_checkable_length,
    bad=(
        Example("⟦Write scene for movie.⟧", domain="cine"),
        Example("⟦Escribe una escena para una película.⟧", language="es", domain="cine"),
        Example(
            "⟦Create a video.⟧ Think of subject, action, angle, lighting, mood, duration.",
            domain="cine",
            because="bare labels answer nothing",
        ),
    ),
    good=(
        Example(
            "Medium shot, eye level: an old woman opens a letter in a dim kitchen at dawn, handheld camera, melancholic, 8 "
            "seconds.",
            domain="cine",
        ),
        Example(
            "Plano medio: una anciana abre una carta en la cocina al amanecer, cámara en mano, tono melancólico, 8 segundos.",
            language="es",
            domain="cine",
        ),
        Example(
            "A cat sitting on a beach at sunset, oil painting, close-up.",
            domain="cine",
            because="a still image needs no movement",
        ),
        Example('Translate "Write scene for movie." into German.', because="quoted"),
    ),
)
def scene_request_mostly_open(document: Document) -> Iterator[Finding]:
    """Yield the checklist finding of a scene or image request."""
    return checklist_finding(CHECKLIST, document)


# Pairs that one take cannot hold at the same time. Judgement.
_OPPOSED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"\b(?:static shot|static camera|locked-off (?:shot|camera)|fixed camera|cámara fija|plano fijo|cámara estática)\b"
        ),
        re.compile(
            r"\b(?:handheld(?: camera)?|tracking shot|dolly(?: in| out| shot)?|crane shot|steadicam|whip pan|orbit(?:ing)? shot|"
            r"cámara en mano|travelling|panorámica|plano de grúa)\b"
        ),
    ),
    (
        re.compile(r"\b(?:extreme close-up|extreme close up|close-up shot|primerísimo plano)\b"),
        re.compile(r"\b(?:extreme wide shot|wide shot|establishing shot|long shot|gran plano general|plano general)\b"),
    ),
    (
        re.compile(r"\b(?:bird's[- ]eye view|top-down (?:view|shot)|overhead shot|plano cenital)\b"),
        re.compile(r"\b(?:low[- ]angle(?: shot)?|worm's[- ]eye view|ground-level shot|contrapicado)\b"),
    ),
    (
        re.compile(r"\b(?:single (?:continuous )?take|one[- ]take|no cuts|without cuts|plano secuencia|sin cortes)\b"),
        re.compile(r"\b(?:quick cuts|fast cuts|jump cuts?|montage of|rapid cuts|cortes rápidos|montaje de)\b"),
    ),
)
_SEVERAL = re.compile(
    r"\b(?:then|cuts? to|next|followed by|transitions? (?:to|into)|from .{1,40} to|begins?|starts? (?:with|on|as)|ends? (?:with|on)|or|"
    r"shots|shot \d|scene \d|first|second|later|before|after|pulls? back|zoom|alternat\w*|various|mix of|either|"
    r"luego|después|corta a|pasa a|seguid[oa] de|empieza|comienza|termina|planos|plano \d|escena \d|primero|segundo|o bien|alterna\w*)\b"
)
_REJECTS = re.compile(
    r"\b(?:no|not|never|avoid|don't|without|instead of|rather than|sin|nunca|evita|en vez de|en lugar de)\s+(?:\w+\s+){0,3}$"
)


@rule(
    code="CIN1604",
    name="camera-cannot-do-both",
    severity="error",
    since="0.1",
    summary="One shot is given two cameras that exclude each other.",
    why="The model drops one of the two, and you cannot know which.",
    evidence="J",
    sources=("judgement",),
    languages=("en", "es"),
    scopes=SAID,
    domain="cine",
    triggers=(
        "static shot", "static camera", "locked-off", "fixed camera", "cámara fija", "plano fijo", "cámara estática", "extreme close-up",
        "extreme close up", "close-up shot", "primerísimo plano", "bird's-eye view", "bird's eye view", "top-down", "overhead shot",
        "plano cenital", "single take", "single continuous take", "one take", "one-take", "no cuts", "without cuts", "plano secuencia",
        "sin cortes",
    ),
    bad=(
        Example("⟦Static camera⟧, ⟦handheld⟧, a boy runs along the pier at dusk.", domain="cine"),
        Example("⟦Extreme close-up⟧ of her eye, ⟦wide shot⟧ of the valley, dawn light.", domain="cine"),
        Example("⟦Cámara fija⟧ y ⟦cámara en mano⟧: un niño corre por el muelle.", language="es", domain="cine"),
    ),
    good=(
        Example("Extreme close-up of her eye, then a wide shot of the valley.", domain="cine", because="two shots in a row"),
        Example("Static camera, not handheld: a boy runs along the pier.", domain="cine", because="one of the two is rejected"),
        Example("Cámara fija durante 3 segundos; luego, cámara en mano.", language="es", domain="cine"),
        Example('Explain "static camera" and "handheld".', domain="cine", because="quoted"),
    ),
)  # fmt: skip
def camera_cannot_do_both(document: Document) -> Iterator[Finding]:
    """Yield each pair of cameras that one sentence asks for at once."""
    for start, end in document.sentences:
        sentence = document.folded[start:end]
        if _SEVERAL.search(sentence):
            continue
        for one, other in _OPPOSED:
            first, second = one.search(sentence), other.search(sentence)
            if not first or not second or _is_rejected(sentence, first.start()) or _is_rejected(sentence, second.start()):
                continue
            if {document.scope_at(start + found.start()) for found in (first, second)} - set(SAID):
                continue
            earlier, later = sorted((first, second), key=lambda found: found.start())
            a, b = (document.text[start + found.start() : start + found.end()] for found in (earlier, later))
            spans = ((start + earlier.start(), start + earlier.end()), (start + later.start(), start + later.end()))
            if document.language == "es":
                message, advice = (
                    f"«{a}» y «{b}» se excluyen en un mismo plano.",
                    "Quita uno, o reparte los dos en planos seguidos.",
                )
            else:
                message, advice = (
                    f'"{a}" and "{b}" exclude each other in one shot.',
                    "Drop one, or put them in two shots in a row.",
                )
            yield Finding(*spans[0], message, advice, related=(spans[1],))


def _is_rejected(sentence: str, start: int) -> bool:
    return _REJECTS.search(sentence[max(0, start - 40) : start]) is not None


_SECONDS = re.compile(
    r"\b(?P<n>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)"
    r"[ -]?(?:seconds?|secs?|segundos?|s)\b"
)
_BEAT = re.compile(
    r"(?:^|[,.;:]|\band\b|\by\b)\s*(?:and |y )?(?:then|next|after that|afterwards|finally|cut to|smash cut to|followed by|"
    r"luego|después|entonces|a continuación|finalmente|por último|corte a|corta a|seguid[oa] de)\b"
)
_SHARED = re.compile(r"\b(?:each|every|per|apiece|cada|por (?:plano|toma))\b")
_LEAST_SECONDS = 1.5
_MIN_BEATS = 4
"""Seconds that one beat takes at least, and beats from which it is counted. Judgement: guides of video models ask for one action or
two in a clip of some seconds."""


@rule(
    code="CIN1605",
    name="too-many-beats-for-the-duration",
    severity="warning",
    since="0.1",
    summary="A clip of a few seconds is given more steps of action than fit in.",
    why="Steps are dropped or run into each other.",
    evidence="C",
    sources=("guides of video models", "judgement on the limit"),
    languages=("en", "es"),
    scopes=SAID,
    domain="cine",
    triggers=(
        "then", "next", "after that", "afterwards", "finally", "cut to", "followed by", "luego", "después", "entonces",
        "a continuación", "finalmente", "por último", "corte a", "corta a", "seguido de", "seguida de",
    ),
    bad=(
        Example(
            "A ⟦4-second⟧ clip: a boy wakes up, then runs downstairs, then opens the door, then waves, and finally drives off.",
            domain="cine",
        ),
        Example(
            "Vídeo de ⟦4 segundos⟧: un niño despierta, luego baja, después abre la puerta, luego saluda y finalmente se va.",
            language="es",
            domain="cine",
        ),
    ),
    good=(
        Example("A 4-second clip: a boy wakes up, then opens the door.", domain="cine", because="two beats"),
        Example(
            "A boy wakes up, then runs, then opens the door, then waves, then drives off. Shots of 3 seconds each.",
            domain="cine",
            because="the time is that of one shot",
        ),
        Example("Vídeo de 20 segundos: despierta, luego baja, luego abre, luego saluda, luego se va.", language="es", domain="cine"),
        Example('Explain "a 4-second clip: he wakes, then runs, then waves, then sits, then sleeps".', domain="cine", because="quoted"),
    ),
)  # fmt: skip
def too_many_beats_for_the_duration(document: Document) -> Iterator[Finding]:
    """Yield the one duration of a text when its beats, joined by words such as then, have less than `_LEAST_SECONDS` each."""
    if len(document.triggers["CIN1605"]) < _MIN_BEATS - 1:
        return
    folded = document.folded
    durations = list(_SECONDS.finditer(folded))
    if len(durations) != 1 or _SHARED.search(folded):
        return
    found = durations[0]
    if document.scope_at(found.start()) not in SAID:
        return
    seconds = int(found["n"]) if found["n"].isdigit() else _SPELT[found["n"]]
    beats = 1 + sum(document.scope_at(beat.end() - 1) in SAID for beat in _BEAT.finditer(folded))
    if beats < _MIN_BEATS or seconds >= _LEAST_SECONDS * beats:
        return
    if document.language == "es":
        told = (f"{beats} acciones en {seconds} segundos.", "Quita acciones, alarga el plano o haz varios planos.")
    else:
        told = (f"{beats} beats in {seconds} seconds.", "Drop some, lengthen the clip or make several shots.")
    yield Finding(*found.span(), *told)


_SPELT = {
    word: number
    for listed in ("two three four five six seven eight nine ten", "dos tres cuatro cinco seis siete ocho nueve diez")
    for number, word in enumerate(listed.split(), start=2)
}
