"""Make the rows of our data sets from their marked sources: ``python -m promptsmith.datasets.build [--check]``.

The sources are written by hand; what is known by construction (level, operators, spans, twins) is computed here, so that no
label is typed twice. With ``--check`` nothing is written, and a difference ends with code 1.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from promptsmith.config import BUILT_IN_DOMAINS, INTENTS, check_name
from promptsmith.datasets.marks import Entry, Mark, Parts, marks_of, parse_marks, read_entries, render
from promptsmith.errors import InputError

FOLDER = Path(__file__).parent

OPERATORS = {
    "audience": "leaves out who reads or uses the result",
    "cases": "leaves out what to do with missing, doubtful or failing cases",
    "criteria": "leaves out by what the result is judged",
    "example": "leaves out the example",
    "format": "leaves out the form of the answer: kind, parts, order, layout",
    "limits": "leaves out what is forbidden or must stay as it is",
    "material": "leaves out the text, data, code or facts to work on",
    "names": "puts general words for named or described things",
    "numbers": "leaves out exact amounts and dates, or puts vague ones",
    "pad": "adds sentences that say nothing about the task",
    "soften": "puts a wish for a firm requirement",
}
"""What each operator of the ladder does to a prompt. Every one but ``pad`` takes information out; ``pad`` adds words without any,
so that the longer text is not always the better one."""

LEVELS = 5

Row = dict[str, Any]


def ladder_rows(source: str) -> Iterator[Row]:
    """Yield the rows of ``ladder``, five per entry, from the full prompt (5) down.

    The head of an entry is ``name | domain | language | intent | steps``; the four steps are separated by ``>``, each one or
    more operators. Level 5 - k is the text after the first k steps.

    Raises:
        InputError: a head or mark does not fit, or a step leaves the text as it was.
    """
    for entry in read_entries(source):
        name, domain, language, intent, listed = _fields(entry, 5)
        check_name("intent", intent, INTENTS)
        parts = parse_marks(entry.text)
        steps = [step.split() for step in listed.split(">")]
        named = [operator for step in steps for operator in step]
        used = {mark.operator for mark in marks_of(parts)}
        if len(steps) != LEVELS - 1 or len(set(named)) != len(named) or used != set(named) or not used <= OPERATORS.keys():
            raise InputError(f"{name}: four steps of known operators, each used in the text, are needed; found {listed!r}.")
        applied: list[str] = []
        earlier = ""
        for level in range(LEVELS, 0, -1):
            text = _tidy(render(parts, applied))
            if text == earlier:
                raise InputError(f"{name}: level {level} has the text of level {level + 1}.")
            yield {
                "id": f"{name}-{level}",
                "template": name,
                "domain": check_name("domain", domain, BUILT_IN_DOMAINS),
                "language": check_name("language", language, ("en", "es")),
                "intent": intent,
                "level": level,
                "operators": list(applied),
                "text": text,
            }
            earlier = text
            if level > 1:
                applied += steps[LEVELS - level]


def defect_rows(source: str) -> Iterator[Row]:
    """Yield the rows of ``defects``: each prompt with its defect, then its twin without.

    The head is ``name | code | domain | language``. In the text ``defect`` marks the defect and what the twin has instead,
    ``other`` the place it collides with, and ``fix`` what only the twin has.

    Raises:
        InputError: a head does not fit, or there is not exactly one ``defect``.
    """
    for entry in read_entries(source):
        name, code, domain, language = _fields(entry, 4)
        parts = parse_marks(entry.text)
        operators = [mark.operator for mark in marks_of(parts)]
        if operators.count("defect") != 1 or operators.count("other") > 1 or not set(operators) <= {"defect", "other", "fix"}:
            raise InputError(f"{name}: exactly one 'defect' and at most one 'other' are needed; found {operators}.")
        text = render(parts, ())
        spans = _spans(parts)
        start, end = spans["defect"]
        other = spans.get("other")
        shared = {
            "template": name,
            "code": None if code == "none" else code,
            "domain": check_name("domain", domain, BUILT_IN_DOMAINS),
            "language": check_name("language", language, ("en", "es")),
        }
        yield {
            "id": f"{name}-defect",
            **shared,
            "has_defect": True,
            "start": start,
            "end": end,
            "excerpt": text[start:end],
            "other_start": other and other[0],
            "other_end": other and other[1],
            "text": text,
        }
        nothing = dict.fromkeys(("start", "end", "excerpt", "other_start", "other_end"))
        clean = render(parts, ("defect", "other", "fix"))
        if clean == text:
            raise InputError(f"{name}: the twin has the same text.")
        yield {"id": f"{name}-clean", **shared, "has_defect": False, **nothing, "text": clean}


def domain_rows(source: str) -> Iterator[Row]:
    """Yield the rows of ``domains`` or ``detection``.

    The head is ``name | domain | intent | kind | part``, in ``detection`` without the part; each text of the entry
    begins a line with ``en:`` or ``es:``.

    Raises:
        InputError: a head does not fit, or the entry holds no text.
    """
    for entry in read_entries(source):
        name, domain, intent, kind, *part = _fields(entry, min(max(len(entry.fields), 4), 5))
        texts = re.split(r"(?m)^(en|es): ", entry.text)[1:]
        if not texts:
            raise InputError(f"{name}: no line begins with 'en: ' or 'es: '.")
        for number, (language, text) in enumerate(zip(texts[::2], texts[1::2], strict=True), 1):
            yield {
                "id": f"{name}-{number}",
                "template": name,
                "domain": check_name("domain", domain, BUILT_IN_DOMAINS),
                "language": language,
                "intent": check_name("intent", intent, INTENTS),
                "kind": check_name("kind", kind, ("plain", "hard", "none")),
                **({"part": int(part[0])} if part else {}),
                "text": text.strip(),
            }


def contradiction_rows(source: str) -> Iterator[Row]:
    """Yield the rows of ``contradictions``: prompts that contradict themselves, and consistent ones that look alike.

    The head is ``name | kind | language``; each line is one prompt, in which a backslash and an n stand for a line break. A prompt
    that contradicts itself has its two places marked, ``one`` and ``two``. The prompts of an entry are split at random into part 1,
    to build with, and part 2, to measure with: in the order of a hash of their text, they go to the two parts in turn.

    Raises:
        InputError: a head does not fit, or only one of two places is marked.
    """
    for entry in read_entries(source):
        name, kind, language = _fields(entry, 3)
        marked = [parse_marks(line.replace("\\n", "\n")) for line in entry.text.split("\n") if line]
        texts = [render(parts, ()) for parts in marked]
        in_turn = sorted(texts, key=lambda text: hashlib.sha256(text.encode()).hexdigest())
        for number, (parts, text) in enumerate(zip(marked, texts, strict=True), 1):
            spans = _spans(parts)
            if spans and set(spans) != {"one", "two"}:
                raise InputError(
                    f"{name}-{number}: the two places of a contradiction are 'one' and 'two'; found {list(spans)}."
                )
            one, two = spans.get("one"), spans.get("two")
            yield {
                "id": f"{name}-{number}",
                "kind": kind,
                "language": check_name("language", language, ("en", "es")),
                "part": 1 + in_turn.index(text) % 2,
                "has_defect": bool(spans),
                "start": two and two[0],
                "end": two and two[1],
                "excerpt": two and text[two[0] : two[1]],
                "other_start": one and one[0],
                "other_end": one and one[1],
                "text": text,
            }


BUILDERS: dict[str, Callable[[str], Iterator[Row]]] = {
    "ladder": ladder_rows,
    "defects": defect_rows,
    "domains": domain_rows,
    "detection": domain_rows,
    "contradictions": contradiction_rows,
}


def build(name: str) -> str:
    """Return the JSON lines of one data set, made from its source."""
    source = (FOLDER / "sources" / f"{name}.txt").read_text(encoding="utf-8")
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in BUILDERS[name](source))


def _fields(entry: Entry, count: int) -> tuple[str, ...]:
    if len(entry.fields) != count:
        raise InputError(f"{entry.fields[0]}: the head needs {count} fields and has {len(entry.fields)}.")
    return entry.fields


def _tidy(text: str) -> str:
    """Return the text without what a removed part leaves behind: blank ends of lines, and more than one empty line."""
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+(?=\n|$)", "", text)).strip()


def _spans(parts: Parts) -> dict[str, tuple[int, int]]:
    """Return the span of each mark of a text without marks inside marks; empty ones are left out."""
    spans: dict[str, tuple[int, int]] = {}
    position = 0
    for part in parts:
        end = position + len(render((part,), ()))
        if isinstance(part, Mark) and end > position and part.operator != "fix":
            spans[part.operator] = (position, end)
        position = end
    return spans


def main(arguments: list[str]) -> int:
    """Write the data sets, or with ``--check`` compare them; return the exit code."""
    differs = []
    for name in BUILDERS:
        path = FOLDER / f"{name}.jsonl"
        made = build(name)
        if arguments == ["--check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != made:
                differs.append(path.name)
        else:
            path.write_text(made, encoding="utf-8")
    if differs:
        sys.stderr.write(f"Differs from its source: {', '.join(differs)}. Run python -m promptsmith.datasets.build\n")
    return int(bool(differs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
