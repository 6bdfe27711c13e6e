"""Secrets and personal data that should not leave with a prompt: SEC."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from promptsmith.config import SCOPES
from promptsmith.features.gates import MIXED_CHARACTERS
from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.text.classes import DIGIT, LETTER
from promptsmith.text.document import Document

_MIN_KEY_DIGITS = 2
"""A real key of these lengths has digits."""

# Published formats of the issuers; lengths are the shortest in use.
_KEYS = (
    ("AWS access key", ("AKIA", "ASIA"), re.compile(r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])")),
    ("GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
     re.compile(r"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{40,255})")),
    ("GitLab token", ("glpat-",), re.compile(r"(?<![\w-])glpat-[\w-]{20,64}")),
    ("Slack token", ("xox",), re.compile(r"(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,255}")),
    ("Stripe key", ("k_live_",), re.compile(r"(?<![A-Za-z0-9])[sr]k_live_[A-Za-z0-9]{16,255}")),
    ("Google API key", ("AIza",), re.compile(r"(?<![A-Za-z0-9])AIza[\w-]{35}(?![\w-])")),
    ("OpenAI or Anthropic key", ("sk-",), re.compile(r"(?<![\w-])sk-(?:ant-|proj-|svcacct-)?[A-Za-z0-9_-]{20,255}")),
    ("npm token", ("npm_",), re.compile(r"(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])")),
    ("JSON Web Token", ("eyJ",), re.compile(r"(?<![\w-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,1000}")),
    ("private key", ("PRIVATE KEY",), re.compile(r"-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----\s*[A-Za-z0-9+/=\s]{40,8000}"
                                                 r"(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?")),
    ("password in an address", ("://",), re.compile(r"://[\w.+-]{1,64}:(?P<secret>[^\s:@/{}<>$\[\]*]{4,128})(?=@[\w.-])")),
)  # fmt: skip
_NAMED = re.compile(
    r"(?:password|passwd|pwd|secret|api[ _-]?key|access[ _-]?token|auth[ _-]?token|secret[ _-]?key|contraseña|clave (?:api|secreta))"
    r"[\"'`]?\s{0,3}(?:[:=]|is|es)\s{0,3}[\"'`]?(?P<secret>[^\s\"'`,;{}<>()\[\]]{8,128})",
    re.IGNORECASE,
)
# The beginning of `_NAMED` on folded text, where it is quicker to find.
_NAME_AND_SIGN = re.compile(
    r"(?:password|passwd|pwd|secret|key|token|contraseña|clave (?:api|secreta))[\"'`]?\s{0,3}(?:[:=]|is|es)"
)
_LONGEST_FIRST_WORD = len("access ")
_LONGEST_VALUE = 3 + 1 + 128
"""Characters of `_NAMED` behind the sign: blanks, a quotation mark, the value."""
_NAMES = ("passw", "pwd", "secret", "key", "token", "contraseña", "clave")
_SAMPLE = re.compile(
    r"example|sample|dummy|fake|test|your|insert|placeholder|redacted|changeme|xxx|\*\*\*|\.\.\.|…|0{6}|1234567|abcdef|ejemplo|prueba|"
    r"hunter2|p[a@]ssw[o0]rd\W?(?:\d{1,3}|\W)*\Z|ing(?:ress)?\Z",
    re.IGNORECASE,
)
_LOOKS_LIKE_CODE = re.compile(r"[()]|^\w+(?:\.\w+)+$|^/|^https?:|^\$|^%")


@rule(
    code="SEC1001",
    name="credential-in-prompt",
    severity="error",
    since="0.1",
    summary="The prompt holds a key, token or password.",
    why="Prompts are logged, stored and sent to third parties; a credential in one must be treated as leaked.",
    evidence="C",
    sources=("practice of other prompt linters",),
    languages=("en", "es"),
    scopes=SCOPES,
    fix="unsafe",
    bad=(
        Example("List my buckets with the key ⟦" + "AKIA" + "Q3EGRZ7TPLW2XV4M⟧."),
        Example("Push the branch with token ⟦" + "ghp_" + "k2Jd83LsPq0ZxV7bNw41RtYu6MaE9HcFgT5o⟧"),
        Example("Conecta a postgres://admin:⟦tr3boL9x⟧@db.internal/ventas y lista las tablas.", language="es"),
        Example("La contraseña es ⟦vK39-mar.Lun⟧; entra y descarga el informe.", language="es"),
    ),
    good=(
        Example("Read the key from the variable AWS_ACCESS_KEY_ID."),
        Example("Use the sample key AKIAIOSFODNN7EXAMPLE in the docs.", because="the issuer's published sample"),
        Example("The password is at least 12 characters with 2 digits."),
        Example("Conecta a postgres://{usuario}:{clave}@db/ventas.", language="es", because="placeholders"),
        Example('Set api_key = os.environ["KEY2024"].', because="read from the environment"),
    ),
    gate=lambda features: features["n_mixed_words"] >= 1,
)
def credential(document: Document) -> Iterator[Finding]:
    """Yield each string in the format of a known issuer, and each value given to a password or key that looks random."""
    text = document.text
    issued = [(kind, pattern) for kind, hints, pattern in _KEYS if any(hint in text for hint in hints)]
    is_named = any(name in document.folded for name in _NAMES)
    if not (issued or is_named) or not _holds_mixed_word(document):
        return
    found: dict[int, int] = {}
    for kind, pattern in issued:
        for match in pattern.finditer(text):
            start, end = match.span("secret" if "secret" in pattern.groupindex else 0)
            if _digits(text[start:end]) >= (_MIN_KEY_DIGITS if kind != "password in an address" else 1) and _is_secret(
                text[start:end]
            ):
                found[start] = end
                yield _leak(document, start, end, kind)
    for match in _named(document) if is_named else ():
        start, end = match.span("secret")
        while end > start and text[end - 1] in ".!?:":
            end -= 1
        if _is_random(text[start:end]) and not any(low < end and start < high for low, high in found.items()):
            yield _leak(document, start, end, "password or key")


def _named(document: Document) -> Iterator[re.Match[str]]:
    """Yield the matches of `_NAMED`, looked for only around the places that `_NAME_AND_SIGN` finds."""
    reach = 0
    for place in _NAME_AND_SIGN.finditer(document.folded):
        match = _NAMED.search(document.text, max(reach, place.start() - _LONGEST_FIRST_WORD), place.end() + _LONGEST_VALUE)
        if match is not None and match.start() <= place.start():  # a later one is found from its own place
            reach = match.end()
            yield match


def _holds_mixed_word(document: Document) -> bool:
    """Tell whether a word of enough characters has a letter and a digit: what the column ``n_mixed_words`` counts."""
    batch, row = document.batch, document.row
    mine = slice(batch.first_word[row], batch.first_word[row] + batch.n_words[row])
    mixed = (batch.word_kinds[mine] & (LETTER | DIGIT)) == (LETTER | DIGIT)
    return bool((mixed & (batch.words.end[mine] - batch.words.start[mine] >= MIXED_CHARACTERS)).any())


def _digits(written: str) -> int:
    return sum(character in "0123456789" for character in written)


def _is_secret(written: str) -> bool:
    return _SAMPLE.search(written) is None and len(set(written)) >= 5


def _is_random(written: str) -> bool:
    """Tell a value from a word, an identifier, a call or a sample: at least 8 characters, letters, two digits, no dotted name."""
    if len(written) < 8 or _digits(written) < _MIN_KEY_DIGITS or not any(character.isalpha() for character in written):
        return False
    return _is_secret(written) and _LOOKS_LIKE_CODE.search(written) is None


def _leak(document: Document, start: int, end: int, kind: str) -> Finding:
    article = "An" if kind[0] in "AO" else "A"
    shown = document.text[start : start + 4]
    return Finding(
        start,
        end,
        f"{article} {kind} stands in the prompt ({shown}…, {end - start} characters).",
        "Revoke it, remove it, and pass it to the tool outside the prompt.",
        replacement="(redacted)",
    )


_CARD = re.compile(
    r"(?<![\w.,/+=-])(?:\d{13,19}|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?|\d{4}[ -]\d{6}[ -]\d{5})(?![\w/=-]|[.,]\d)"
)
_SPANISH_ID = re.compile(r"(?<![\w.,/-])(?:\d{8}[ -]?[A-Z]|[XYZ][ -]?\d{7}[ -]?[A-Z])(?![\w-])", re.IGNORECASE)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[A-Z0-9]{10,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)(?!\w)")
_ID_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
"""Check letter of the Spanish DNI and NIE: the number modulo 23 (Orden INT/2058/2008)."""

_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AT": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26,
    "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SA": 24,
    "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29,
}  # fmt: skip
"""Characters of an IBAN by country (SWIFT IBAN registry)."""

# Numbers printed in every manual: they belong to nobody.
_SPECIMENS = frozenset(
    [
        "4111111111111111", "4242424242424242", "4012888888881881", "4000056655665556", "5555555555554444", "5105105105105100",
        "2223003122003222", "378282246310005", "371449635398431", "6011111111111117", "6011000990139424", "30569309025904",
        "12345678Z", "00000000T", "99999999R", "11111111H", "X1234567L", "Y1234567X", "Z1234567R", "X0000000T",
        "ES9121000418450200051332", "GB82WEST12345698765432", "GB29NWBK60161331926819", "DE89370400440532013000",
        "FR1420041010050500013M02606", "NL91ABNA0417164300", "BE68539007547034", "CH9300762011623852957",
    ]
)  # fmt: skip


def luhn_holds(digits: str) -> bool:
    """Return whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1).

    Example:
        >>> luhn_holds("79927398713"), luhn_holds("79927398710")
        (True, False)
    """
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def is_card_number(written: str) -> bool:
    """Return whether the digits are a possible payment card: known issuer range and length, Luhn digit, no specimen."""
    digits = re.sub(r"\D", "", written)
    first, length = digits[:4], len(digits)
    issuer = (
        (digits[0] == "4" and length in (13, 16, 19))
        or (length == 16 and ("51" <= first[:2] <= "55" or "2221" <= first <= "2720"))
        or (length == 15 and first[:2] in ("34", "37"))
        or (length in (16, 19) and (first == "6011" or first[:2] == "65"))
        or (length == 14 and (first[:2] in ("36", "38") or "300" <= first[:3] <= "305"))
    )
    return issuer and len(set(digits)) > 2 and digits not in _SPECIMENS and luhn_holds(digits)


def is_spanish_id(written: str) -> bool:
    """Return whether the check letter of a DNI or NIE is right and the number is no specimen."""
    plain = re.sub(r"[ -]", "", written).upper()
    number = plain[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return plain not in _SPECIMENS and plain[-1] == _ID_LETTERS[int(number) % 23]


def is_iban(written: str) -> bool:
    """Return whether an IBAN has the length of its country, leaves 1 modulo 97 (ISO 13616) and is no specimen."""
    plain = written.replace(" ", "")
    if _IBAN_LENGTHS.get(plain[:2]) != len(plain) or plain in _SPECIMENS:
        return False
    return int("".join(str(int(character, 36)) for character in plain[4:] + plain[:4])) % 97 == 1


_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){6}")
"""Seven digits, as groups or in one piece: what every number below has."""

_PERSONAL: tuple[tuple[str, str, re.Pattern[str], re.Pattern[str], Callable[[str], bool]], ...] = (
    ("A payment card number", "Luhn", re.compile(r"\d{13}|\d{4}[ -]\d{4}"), _CARD, is_card_number),
    ("A Spanish identity number", "letter", re.compile(r"\d{7}"), _SPANISH_ID, is_spanish_id),
    ("An IBAN", "modulo 97", re.compile(r"[A-Z]{2}\d\d[ A-Z\d]"), _IBAN, is_iban),
)


@rule(
    code="SEC1002",
    name="personal-data-in-prompt",
    severity="warning",
    since="0.1",
    summary="The prompt holds a card number, an identity number or a bank account.",
    why="Such data must not reach logs and third parties without need, and the task seldom needs the real number.",
    evidence="C",
    sources=("GDPR, article 5(1)(c)", "ISO/IEC 7812-1", "ISO 13616", "Orden INT/2058/2008"),
    languages=("any",),
    scopes=SCOPES,
    fix="unsafe",
    bad=(
        Example("Write a letter about the charge on card ⟦4539 1488 0343 6467⟧."),
        Example("Redacta una carta para el titular con DNI ⟦48291735S⟧.", language="es"),
        Example("Pay the invoice from ⟦ES48 1465 0100 7220 3087 6293⟧."),
    ),
    good=(
        Example("Test the form with 4111 1111 1111 1111.", because="the specimen every manual prints"),
        Example("Sort the orders 4539148803436468 and 4539148803436466.", because="the check digit is wrong"),
        Example("El DNI 48291735A no es válido; explica por qué.", language="es", because="the check letter is wrong"),
        Example("Add 12345678 and 87654321."),
        Example("Read the build log of 20240131-4539148803436467.", because="part of a longer name"),
    ),
    gate=lambda features: features["longest_number"] >= 7,
)
def personal_data(document: Document) -> Iterator[Finding]:
    """Yield each number whose format and check digits are those of a card, a DNI, a NIE or an IBAN."""
    text = document.text
    if not _LONG_NUMBER.search(text):
        return
    for what, check, hint, pattern, holds in _PERSONAL:
        if not hint.search(text):
            continue
        for match in pattern.finditer(text):
            if holds(match.group()):
                yield Finding(
                    match.start(),
                    match.end(),
                    f"{what} stands in the prompt; its check ({check}) holds.",
                    "Replace it by a placeholder or an invented number.",
                    replacement="(redacted)",
                )
