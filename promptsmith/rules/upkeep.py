"""What keeps a prompt easy to maintain: MNT."""

from __future__ import annotations

from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.suppressions import MARK, unused_candidates
from promptsmith.text.document import Document


@rule(
    code="MNT1390",
    name="unused-suppression",
    severity="info",
    since="0.1",
    summary="A comment that silences a rule silences nothing.",
    why="It hides the next finding of that rule, which nobody has looked at.",
    evidence="C",
    sources=("ruff RUF100", "ESLint --report-unused-disable-directives"),
    languages=("any",),
    scopes=("instruction", "context"),
    bad=(
        Example("Name three rivers of Spain. <!-- promptsmith: ignore[⟦ECO901⟧] -->"),
        Example("# promptsmith: ignore[⟦STR702⟧, UNI1101]\nName three riv\u200bers of Spain."),
        Example("Name three rivers of Spain. // promptsmith: ignore[⟦ECO999⟧]", because="there is no such rule"),
    ),
    good=(
        Example("Name three riv\u200bers of Spain. <!-- promptsmith: ignore[UNI1101] -->", because="it silences a finding"),
        Example("{# promptsmith: ignore-file[UNI] #}\nName three rivers of Spain.\n\nName a riv\u200ber of France."),
        Example("Explain what `# promptsmith: ignore[ECO901]` does.", because="mentioned in code, not used"),
        Example('Explain what "# promptsmith: ignore[ECO901]" does.', because="quoted"),
    ),
    triggers=(MARK,),
)
def unused_suppression(document: Document) -> Iterator[Finding]:
    """Yield each code of each comment; the engine takes those away that silence a finding."""
    yield from unused_candidates(document)
