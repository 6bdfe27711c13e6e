"""Words that set format, letter case, language, person, tense, voice, tone, audience, detail and punctuation. Judgement."""

from __future__ import annotations

from collections.abc import Mapping

FORMATS: Mapping[str, str] = {
    "json": "json|json format|json object|json array",
    "yaml": "yaml|yml",
    "xml": "xml",
    "csv": "csv|comma-separated values|valores separados por comas",
    "html": "html",
    "markdown": "markdown|md format",
    "latex": "latex",
    "table": "table form|table format|tabular form|two-column table|markdown table|forma de tabla|formato de tabla|"
    "table|tables|tabla|tablas|tabular format",
    "bullet list": "bulleted|bulleted points|bulletpoints|lista de puntos|bullet points|bullets|bullet point|bulleted "
    "list|bulleted lists|bullet list|bullet lists|unordered "
    "list|unordered lists|"
    "bullet-point list|viñetas|lista con viñetas|lista de viñetas",
    "numbered list": "numbered steps|numbering|numbered points|pasos numerados|numeración|numbered list|numbered "
    "lists|ordered list|ordered lists|lista numerada|listas numeradas",
    "list": "list format|lists|lista|listas",
    "prose": "narrative prose|plain prose|running text|connected prose|flowing text|continuous paragraph|flowing "
    "paragraph|plain sentences|prosa continua|texto corrido|párrafo seguido|prose|continuous prose|flowing prose|"
    "prosa|paragraph form|full paragraphs",
    "plain text": "plain text|texto plano|plain-text|texto sin formato",
    "headings": "headings|headers|header|heading|encabezados|subheadings",
    "code block": "code block|code blocks|code fence|code fences|bloque de código",
    "poem": "as a poem|as a sonnet|be a poem|as a haiku|in verse|in rhyming couplets|como un poema|en verso|en forma de poema",
    "letter": "as a letter|as a formal letter|be a letter|as an email|in the form of a letter|as a personal letter|"
    "como una carta|en forma de carta",
    "dialogue": "as a dialogue|as a conversation|be a dialogue|in dialogue form|como un diálogo|en forma de diálogo",
    "essay": "as an essay|be an essay|like an essay|como un ensayo|en forma de ensayo",
    "report": "as a report|as a business report|as a formal report|be a report|like a report|como un informe|en forma "
    "de informe",
    "links": "hyperlink|hyperlinks|links|urls|enlaces",
}
WHOLE_FORMATS = ("json", "yaml", "xml", "csv", "html", "markdown", "latex", "plain text", "prose", "table")
"""Formats of a whole answer: two of them exclude each other, save for pairs that can hold one another (`algebra`)."""

CASES: Mapping[str, str] = {
    "lowercase": "lowercased|small letters|letras minúsculas|letra minúscula|lowercase|lower case|lower-case|"
    "lowercase letters|minúsculas|minúscula",
    "uppercase": "capitals|letras mayúsculas|block letters|uppercased|uppercase|upper case|upper-case|all caps|"
    "all-caps|capital letters|uppercase letters|mayúsculas|all "
    "capitals|block capitals",
    "title case": "title case",
    "sentence case": "sentence case",
    "initial capital": "capital letter|letra mayúscula|mayúscula",
    "capitalized": "capitalize|capitalise|capitalized|capitalised|capitalization",
}

LANGUAGES: Mapping[str, str] = {
    "British English": "british english|british spelling|uk english|uk spelling|inglés británico",
    "American English": "american english|american spelling|us english|us spelling|inglés americano|inglés estadounidense",
    "English": "english|inglés|ingles",
    "Spanish": "spanish|español|espanol|castellano",
    "French": "french|francés|frances",
    "German": "german|alemán|aleman",
    "Italian": "italian|italiano",
    "Portuguese": "portuguese|portugués",
    "Chinese": "chinese|mandarin|chino|mandarín",
    "Japanese": "japanese|japonés",
    "Korean": "korean|coreano",
    "Russian": "russian|ruso",
    "Arabic": "arabic|árabe",
    "Hindi": "hindi",
    "Dutch": "dutch|neerlandés|holandés",
    "Polish": "polish|polaco",
    "Swedish": "swedish|sueco",
    "Turkish": "turkish|turco",
    "Latin": "latin|latín",
    "Greek": "greek|griego",
    "Catalan": "catalan|catalán",
    "Vietnamese": "vietnamese|vietnamita",
    "Indonesian": "indonesian|indonesio",
    "Ukrainian": "ukrainian|ucraniano",
    "Hebrew": "hebrew|hebreo",
}

PERSONS: Mapping[str, str] = {
    "first": "first person singular|from my point of view|first-person voice|first-person pronouns|first-person "
    "narration|first person|first-person|1st person|primera persona",
    "second": "address the listener directly|address the audience directly|speak directly to the reader|address the "
    "user directly|second person singular|directly to the reader|address the reader directly|addressing the "
    "reader directly|second person|second-person|2nd person|"
    "segunda persona",
    "third": "third person only|third-person narrator|third-person narration|third person|third-person|3rd person|"
    "tercera persona",
}
TENSES: Mapping[str, str] = {
    "present": "present tense throughout|simple present|el presente|present tense|tiempo presente|en presente",
    "past": "simple past|pretérito|past tense throughout|el pasado|past tense|tiempo pasado|en pasado|en pretérito",
    "future": "simple future|el futuro|future tense|tiempo futuro|en futuro",
}
VOICES: Mapping[str, str] = {
    "active": "active constructions|active sentences|la voz activa|active voice|voz activa",
    "passive": "passive constructions|the passive|passive sentences|la voz pasiva|la pasiva|passive voice|voz pasiva",
}

TONES: Mapping[str, str] = {
    "formal": "formally|formales|de usted|formal",
    "professional": "professional|business-like|businesslike|profesional",
    "academic": "academic|scholarly|scientific|académico|académica|científico|científica",
    "informal": "informally|casually|slangy|conversational slang|tutea|relaxed|jerga coloquial|jerga|informal|casual|"
    "colloquial|slang|coloquial|jerga juvenil|laid-back|chatty|relajado|desenfadado|desenfadada",
    "conversational": "conversational|conversacional",
    "friendly": "welcoming|affectionate|kindly|friendly and warm|acogedor|friendly|warm|approachable|amistoso|"
    "amistosa|cercano|cercana|cálido|cálida|amable",
    "humorous": "humour is welcome|jokey|comical|silly|chistoso|humorous|funny|witty|humor|humour|comedic|humorístico|"
    "humorística|divertido|divertida|gracioso|jokes|puns",
    "playful": "cheeky|tongue-in-cheek|juguetona|playful|whimsical|lighthearted|light-hearted|juguetón",
    "sarcastic": "mocking|cynical|burlón|sarcastic|sarcasm|ironic|irony|sarcástico|sarcástica|sarcasmo|irónico|ironía",
    "serious": "sober|earnest|sobrio|sobria|serious|solemn|grave|stern|serio|seria|solemne",
    "positive": "reassuring|joyful|esperanzador|positive|optimistic|upbeat|uplifting|encouraging|motivational|"
    "motivating|inspirational|inspiring|"
    "supportive|hopeful|cheerful|"
    "positivo|positiva|optimista|alentador|alentadora|motivador|motivadora|inspirador|inspiradora|alegre",
    "enthusiastic": "enthusiasm|bubbly|exuberant|excitement|entusiasmo|enthusiastic|excited|energetic|passionate|"
    "adventurous|entusiasta|enérgico|enérgica|apasionado|apasionada",
    "emotional": "emotional|heartfelt|sentimental|reflective|romantic|dramatic|emotivo|emotiva|emocional|romántico|romántica",
    "negative": "sombre|somber|grim|downbeat|sombrío|negative|pessimistic|discouraging|gloomy|bleak|critical|harsh|"
    "negativo|negativa|pesimista|"
    "desalentador|crítico|crítica",
    "neutral": "even-handed|matter-of-fact|neutral and objective|neutral|objective|impartial|detached|unbiased|"
    "emotionless|dispassionate|unemotional|factual|neutro|"
    "neutra|objetivo|objetiva|imparcial",
    "polite": "deferential|polite|respectful|courteous|educado|educada|cortés|respetuoso|respetuosa",
    "rude": "threatening|hostile|menacing|insulting|confrontational|amenazante|hostil|rude|aggressive|impolite|blunt|"
    "grosero|grosera|agresivo|agresiva",
    "cold": "cold|distant|icy|aloof|frosty|frío|fría|distante",
    "humble": "apologetic|humble|modest|contrite|self-effacing|humilde|modesto",
    "proud": "boastful|boast|defiant|unapologetic|arrogant|proud|combative|arrogante|desafiante|orgulloso",
    "gentle": "gentle|soothing|comforting|tender|tranquilizador|suave",
    "persuasive": "persuasive|convincing|persuasivo|persuasiva",
}

AUDIENCES: Mapping[str, str] = {
    "general": "lay people|members of the public|ordinary readers|people without training|profanos|general audience|"
    "general public|layperson|laypersons|laypeople|lay audience|layman|layperson audience|"
    "non-experts|non-technical audience|"
    "non-technical readers|público general|público no especializado|lay readers|general readers|average reader",
    "beginners": "complete beginners|total beginners|absolute beginners|novice|total novice|newbies|never used|no "
    "prior knowledge|without prior knowledge|no background|know nothing|first day|without a scientific background|"
    "no experience|sin conocimientos previos|novatos|beginners|beginner|novices|newcomers|first-time travelers|"
    "first-timers|principiantes",
    "children": "third graders|first graders|second graders|fourth graders|pupils|primary school pupils|"
    "schoolchildren|a child|eight-year-olds|eight-year-old|ten-year-old|ten-year-olds|five-year-olds|six-year-old|"
    "seven-year-olds|young readers|kindergarteners|niños pequeños|escolares|alumnos de primaria|niños de primaria|"
    "children|kids|five-year-old|5-year-old|10-year-old|young children|elementary school students|niños|"
    "niñas|toddlers|preschoolers",
    "experts": "experts in the field|economists|scientists|engineers|researchers|senior researchers|lawyers|"
    "physicians|surgeons|clinicians|sommeliers|auditors|senior engineers|service engineers|graduate level|expert "
    "level|university students|doctorate|phd level|phds|doctores|ingenieros|ingenieros expertos|economistas|"
    "científicos|investigadores|climate scientists|practitioners|experts|expert audience|specialists|specialist "
    "audience|advanced readers|advanced users|technical "
    "audience|domain experts|expertos|especialistas|"
    "seasoned professionals|phd students|academics",
    "professionals": "professional audience|professionals|business audience|profesionales|público profesional",
    "jargon": "medical terminology|medical vocabulary|medical jargon|medical language|medical terms|legal terminology|"
    "legal vocabulary|legal jargon|legal language|legal terms|scientific terminology|scientific vocabulary|"
    "scientific jargon|scientific language|scientific terms|technical jargon|specialist terminology|specialist "
    "vocabulary|specialist jargon|specialist language|specialist terms|specialised terminology|specialised "
    "vocabulary|specialised jargon|specialised language|specialised terms|specialized jargon|specialized language|"
    "clinical terminology|clinical vocabulary|clinical jargon|clinical language|clinical terms|industry "
    "terminology|industry vocabulary|industry jargon|industry language|industry terms|terminology|vocabulario "
    "especializado|terminología especializada|terminología médica|terminología técnica|vocabulario técnico|"
    "lenguaje técnico|highly technical|advanced terminology|jargon|jargons|technical terms|technical term|"
    "technical terminology|technical language|jerga técnica|"
    "jerga|tecnicismos|términos técnicos|"
    "specialized terms|specialized terminology|specialized vocabulary|academic terminology|technical vocabulary|"
    "complex jargon",
    "simple language": "simple everyday words|everyday words|everyday language|plain words|lenguaje llano|palabras "
    "sencillas|palabras simples|simple language|plain language|plain english|simple terms|simple words|lenguaje sencillo|"
    "lenguaje claro|lenguaje simple|"
    "easy to understand|easy to read|easily understood|fácil de entender|simple english",
    "complex language": "sophisticated language|specialised vocabulary of the field|complex vocabulary|academic "
    "vocabulary|complex sentence structures|complex language|sophisticated vocabulary|advanced vocabulary|"
    "lenguaje complejo",
}

DETAILS: Mapping[str, str] = {
    "brief": "succinctly|tersely|short answer|brief answer|short response|brief response|quick answer|quick overview|"
    "brief sketch|keep it brief|bare-bones|one-liner|in a nutshell|no details|minimal|in a few words|respuesta "
    "corta|respuesta breve|en pocas palabras|brevedad|brief|concise|succinct|terse|short and sweet|to the point|"
    "breve|conciso|concisa|sucinto|escueto|as short "
    "as possible|keep it short|briefly|"
    "concisely|brevemente",
    "detailed": "into detail|into great detail|into every detail|into depth|at length|in full detail|in depth|in "
    "great depth|all the details|every detail|every aspect|leave nothing out|leaves nothing out|great detail|full "
    "detail|lavish detail|extensively|elaborately|en todos los detalles|todos los detalles|con todo detalle|"
    "extensa|extenso|de forma extensa|con detalle|detailed|comprehensive|thorough|in-depth|exhaustive|in detail|"
    "in great detail|as much detail as "
    "possible|extensive|elaborate|"
    "detallado|detallada|exhaustivo|exhaustiva|en detalle|a fondo|minucioso|en profundidad|exhaustively|"
    "comprehensively|thoroughly",
}

PUNCTUATION: Mapping[str, str] = {
    "punctuation": "punctuation|punctuation marks|signos de puntuación|puntuación",
    "full stop": "full stop|full stops|punto final",
    "emoji": "emoji|emojis|emoticons|emoticonos",
    "exclamation mark": "exclamation mark|exclamation marks|exclamation point|exclamation points|signo de exclamación|"
    "exclamaciones|signos de exclamación",
    "comma": "comma|commas|coma|comas",
    "semicolon": "semicolon|semicolons|punto y coma",
    "colon": "colons",
    "dash": "em dash|em dashes|em-dash|em-dashes|dashes|guiones|rayas",
    "parentheses": "parentheses|parenthesis|brackets|paréntesis",
    "question mark": "question mark|question marks|rhetorical questions|signos de interrogación",
    "quotation mark": "quotation marks|comillas",
    "contraction": "contractions|contraction|contracciones",
    "bold": "bold|bold text|boldface|negrita|negritas",
    "italics": "italics|cursiva",
    "hashtag": "hashtags|hashtag",
    "number": "numbers|digits|numerals|números|dígitos|cifras",
    "rhyme": "rhymes|rimas",
    "asterisk": "asterisks|asteriscos",
    "ellipsis": "ellipses|ellipsis|puntos suspensivos",
    "uppercase word": "uppercase words|capitalized words|words in uppercase|words in all caps",
}

SORTINGS: Mapping[str, str] = {
    "ascending": "ascending order|ascending|oldest first|oldest to newest|from oldest to newest|lowest to highest|"
    "smallest to largest|"
    "smallest first|lowest first|cheapest first|chronological order|chronologically|orden ascendente|de menor a mayor|"
    "del más antiguo al más nuevo|orden cronológico|cronológicamente",
    "descending": "descending order|descending|newest first|newest to oldest|from newest to oldest|most recent first|"
    "latest first|"
    "highest to lowest|largest to smallest|largest first|highest first|most expensive first|reverse chronological order|"
    "reverse chronological|orden descendente|de mayor a menor|del más nuevo al más antiguo|orden cronológico inverso",
    "alphabetical": "alphabetical order|alphabetically|orden alfabético|alfabéticamente|por orden alfabético",
    "random": "random order|orden aleatorio",
}

STYLES: Mapping[str, Mapping[str, str]] = {
    "sorting": SORTINGS,
    "format": FORMATS,
    "case": CASES,
    "language": LANGUAGES,
    "person": PERSONS,
    "tense": TENSES,
    "voice": VOICES,
    "tone": TONES,
    "audience": AUDIENCES,
    "detail": DETAILS,
    "punctuation": PUNCTUATION,
}
"""Kind of limit -> canonical value -> written forms."""
