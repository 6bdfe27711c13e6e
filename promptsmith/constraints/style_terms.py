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
    "table": "table|tables|tabla|tablas|tabular format",
    "bullet list": "bullet points|bullets|bullet point|bulleted list|bulleted lists|bullet list|bullet lists|unordered "
    "list|unordered lists|"
    "bullet-point list|viñetas|lista con viñetas|lista de viñetas",
    "numbered list": "numbered list|numbered lists|ordered list|ordered lists|lista numerada|listas numeradas",
    "list": "list format|lists|lista|listas",
    "prose": "prose|continuous prose|flowing prose|prosa|paragraph form|full paragraphs",
    "plain text": "plain text|texto plano|plain-text|texto sin formato",
    "headings": "headings|headers|header|heading|encabezados|subheadings",
    "code block": "code block|code blocks|code fence|code fences|bloque de código",
    "links": "hyperlink|hyperlinks|links|urls|enlaces",
}
WHOLE_FORMATS = ("json", "yaml", "xml", "csv", "html", "markdown", "latex", "plain text", "prose", "table")
"""Formats of a whole answer: two of them exclude each other, save for pairs that can hold one another (`algebra`)."""

CASES: Mapping[str, str] = {
    "lowercase": "lowercase|lower case|lower-case|lowercase letters|minúsculas|minúscula",
    "uppercase": "uppercase|upper case|upper-case|all caps|all-caps|capital letters|uppercase letters|mayúsculas|all "
    "capitals|block capitals",
    "title case": "title case",
    "sentence case": "sentence case",
    "initial capital": "capital letter|letra mayúscula|mayúscula",
    "capitalized": "capitalize|capitalise|capitalized|capitalised|capitalization",
}

LANGUAGES: Mapping[str, str] = {
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
    "first": "first person|first-person|1st person|primera persona",
    "second": "address the reader directly|addressing the reader directly|second person|second-person|2nd person|"
    "segunda persona",
    "third": "third person|third-person|3rd person|tercera persona",
}
TENSES: Mapping[str, str] = {
    "present": "present tense|tiempo presente|en presente",
    "past": "past tense|tiempo pasado|en pasado|en pretérito",
    "future": "future tense|tiempo futuro|en futuro",
}
VOICES: Mapping[str, str] = {
    "active": "active voice|voz activa",
    "passive": "passive voice|voz pasiva",
}

TONES: Mapping[str, str] = {
    "formal": "formal",
    "professional": "professional|business-like|businesslike|profesional",
    "academic": "academic|scholarly|scientific|académico|académica|científico|científica",
    "informal": "informal|casual|colloquial|slang|coloquial|jerga juvenil|laid-back|chatty|relajado|desenfadado|desenfadada",
    "conversational": "conversational|conversacional",
    "friendly": "friendly|warm|approachable|amistoso|amistosa|cercano|cercana|cálido|cálida|amable",
    "humorous": "humorous|funny|witty|humor|humour|comedic|humorístico|humorística|divertido|divertida|gracioso|jokes|puns",
    "playful": "playful|whimsical|lighthearted|light-hearted|juguetón",
    "sarcastic": "sarcastic|sarcasm|ironic|irony|sarcástico|sarcástica|sarcasmo|irónico|ironía",
    "serious": "serious|solemn|grave|stern|serio|seria|solemne",
    "positive": "positive|optimistic|upbeat|uplifting|encouraging|motivational|motivating|inspirational|inspiring|"
    "supportive|hopeful|cheerful|"
    "positivo|positiva|optimista|alentador|alentadora|motivador|motivadora|inspirador|inspiradora|alegre",
    "enthusiastic": "enthusiastic|excited|energetic|passionate|adventurous|entusiasta|enérgico|enérgica|apasionado|apasionada",
    "emotional": "emotional|heartfelt|sentimental|reflective|romantic|dramatic|emotivo|emotiva|emocional|romántico|romántica",
    "negative": "negative|pessimistic|discouraging|gloomy|bleak|critical|harsh|negativo|negativa|pesimista|"
    "desalentador|crítico|crítica",
    "neutral": "neutral|objective|impartial|detached|unbiased|emotionless|dispassionate|unemotional|factual|neutro|"
    "neutra|objetivo|objetiva|imparcial",
    "polite": "polite|respectful|courteous|educado|educada|cortés|respetuoso|respetuosa",
    "rude": "rude|aggressive|impolite|blunt|grosero|grosera|agresivo|agresiva",
    "persuasive": "persuasive|convincing|persuasivo|persuasiva",
}

AUDIENCES: Mapping[str, str] = {
    "general": "general audience|general public|layperson|laypersons|laypeople|lay audience|layman|layperson audience|"
    "non-experts|non-technical audience|"
    "non-technical readers|público general|público no especializado|lay readers|general readers|average reader",
    "beginners": "beginners|beginner|novices|newcomers|first-time travelers|first-timers|principiantes",
    "children": "children|kids|five-year-old|5-year-old|10-year-old|young children|elementary school students|niños|"
    "niñas|toddlers|preschoolers",
    "experts": "experts|expert audience|specialists|specialist audience|advanced readers|advanced users|technical "
    "audience|domain experts|expertos|especialistas|"
    "seasoned professionals|phd students|academics",
    "professionals": "professional audience|professionals|business audience|profesionales|público profesional",
    "jargon": "jargon|jargons|technical terms|technical term|technical terminology|technical language|jerga técnica|"
    "jerga|tecnicismos|términos técnicos|"
    "specialized terms|specialized terminology|specialized vocabulary|academic terminology|technical vocabulary|"
    "complex jargon",
    "simple language": "simple language|plain language|plain english|simple terms|simple words|lenguaje sencillo|"
    "lenguaje claro|lenguaje simple|"
    "easy to understand|easy to read|easily understood|fácil de entender|simple english",
    "complex language": "complex sentence structures|complex language|sophisticated vocabulary|advanced vocabulary|"
    "lenguaje complejo",
}

DETAILS: Mapping[str, str] = {
    "brief": "brief|concise|succinct|terse|short and sweet|to the point|breve|conciso|concisa|sucinto|escueto|as short "
    "as possible|keep it short|briefly|"
    "concisely|brevemente",
    "detailed": "detailed|comprehensive|thorough|in-depth|exhaustive|in detail|in great detail|as much detail as "
    "possible|extensive|elaborate|"
    "detallado|detallada|exhaustivo|exhaustiva|en detalle|a fondo|minucioso|en profundidad|exhaustively|"
    "comprehensively|thoroughly",
}

PUNCTUATION: Mapping[str, str] = {
    "emoji": "emoji|emojis|emoticons|emoticonos",
    "exclamation mark": "exclamation mark|exclamation marks|exclamation point|exclamation points|signos de exclamación",
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

STYLES: Mapping[str, Mapping[str, str]] = {
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
