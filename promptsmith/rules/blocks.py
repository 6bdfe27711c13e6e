"""JSON, XML and YAML inside a prompt: where it stands and where it breaks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree import ElementTree

from promptsmith.text.document import Document


class DataBlock(NamedTuple):
    """One block of data: its bounds in the text, its language (JSON, XML or YAML) and its text."""

    start: int
    end: int
    language: str
    text: str


_FENCE = re.compile(r"[ \t>]{0,12}(?:[-*+][ \t]+)?(?P<mark>`{3,}+|~{3,}+)[ \t]*(?P<info>[\w+\-]*+)[^\n]*\n")
_LANGUAGES = {"json": "JSON", "xml": "XML", "yaml": "YAML", "yml": "YAML"}


def data_blocks(document: Document) -> Iterator[DataBlock]:
    """Yield the fences marked json, xml, yaml or yml, and unmarked fences and data spans that hold a JSON object or array."""
    text = document.text
    for start, end, scope, kind in whole_spans(document):
        if scope == "code" and kind == "fence":
            block = _fenced(text, start, end)
        elif scope in ("data", "example", "code") and kind in ("json", "label", "inline"):
            block = _bare(text, start, end)
        else:
            continue
        if block:
            yield block


def whole_spans(document: Document) -> Iterator[tuple[int, int, str, str]]:
    """Yield the spans that are no placeholders, joined again where placeholders cut them."""
    whole: tuple[int, int, str, str] | None = None
    reach = -1
    for start, end, scope, kind in document.scopes:
        touches = whole is not None and start == reach
        if scope == "placeholder":
            reach = end if touches else reach
        elif whole is not None and touches and (scope, kind) == whole[2:]:
            whole, reach = (whole[0], end, scope, kind), end
        else:
            if whole is not None:
                yield whole
            whole, reach = (start, end, scope, kind), end
    if whole is not None:
        yield whole


def _fenced(text: str, start: int, end: int) -> DataBlock | None:
    opening = _FENCE.match(text, start, end)
    if opening is None:
        return None
    stop = text.rfind(opening["mark"], opening.end(), end)
    # A fence that nothing closes is another defect (STR702); its block has no known end.
    if stop < 0:
        return None
    language = _LANGUAGES.get(opening["info"].lower())
    if language:
        return DataBlock(opening.end(), stop, language, text[opening.end() : stop])
    return None if opening["info"] else _bare(text, opening.end(), stop)


def _bare(text: str, start: int, end: int) -> DataBlock | None:
    """Return the span without outer white space and quotation marks if it is shaped like JSON."""
    while start < end and (text[start].isspace() or text[start] == "`"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "`."):
        end -= 1
    if text[start : start + 1] not in ("{", "[") or text[end - 1] not in "}]" or not _JSON_START.match(text, start, end):
        return None
    return DataBlock(start, end, "JSON", text[start:end])


_JSON_START = re.compile(r'\{\s{0,40}"[^"\n]{0,200}"\s{0,20}:|\[\s{0,40}(?:\{\s{0,40})?"')


def keys_of(value: Any) -> list[list[str]]:
    """Return the keys of every object inside a parsed JSON value."""
    found, stack = [], [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            found.append(list(item))
            stack += item.values()
        elif isinstance(item, list):
            stack += item
    return found


# Signs that the block is a sketch: gaps, fields to fill in, comments, type names or alternatives in place of values.
_SKETCH = re.compile(
    r"\.\.\.|…|\{\{|\$\{|\{%|<[A-Za-z_][^<>\n\"]{0,60}>|\[[A-Z][A-Z _]+\]|^[ \t]*//|^[ \t]*#|\s//|/\*|\|"
    r"|:\s*(?!(?:true|false|null|True|False|None)\b)[A-Za-z_]|,\s*[A-Za-z_]\w*\s*[,\]}]|\(|%[sd]|\{[A-Za-z_]\w*\}|\bstring\b|\betc\b",
    re.MULTILINE,
)
_SPACES = str.maketrans("\u00a0\u2007\u202f", "   ")
"""No-break spaces between JSON tokens are a defect of their own (UNI1103)."""

_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[\w.+-]+|\S')


def find_fault(block: DataBlock) -> tuple[int, int, str] | None:
    """Return the span and the kind of the first fault of a block, in offsets of the text, or None.

    A sketch (with gaps, placeholders, comments or type names) is never faulty, nor is one object per line.
    """
    finder = {"JSON": _json_fault, "XML": _xml_fault, "YAML": _yaml_fault}[block.language]
    fault = finder(block.text)
    return (block.start + fault[0], block.start + fault[1], fault[2]) if fault else None


def _json_fault(text: str) -> tuple[int, int, str] | None:
    text = text.translate(_SPACES)
    try:
        json.loads(text)
    except RecursionError:
        return None
    except json.JSONDecodeError as error:
        if (
            '"..."' in text
            or '"…"' in text
            or _SKETCH.search(_STRING.sub('""', text))
            or not text.strip()
            or _is_json_lines(text)
        ):
            return None
        return _explain(text, error)
    return None


def _explain(text: str, error: json.JSONDecodeError) -> tuple[int, int, str] | None:
    """Return span and reason of a JSON fault, the same for every version of the parser."""
    position = error.pos
    while position < len(text) and text[position].isspace():
        position += 1
    if position >= len(text):
        last = len(text.rstrip())
        return last - 1, last, "it ends before its brackets are closed"
    before = text[:position].rstrip()
    if text[position] in "}]" and before.endswith(","):
        return len(before) - 1, len(before), "a comma before the closing bracket"
    if text[position] == "," and text[position + 1 :].lstrip()[:1] in ("}", "]"):
        return position, position + 1, "a comma before the closing bracket"
    token = _TOKEN.match(text, position)
    end = token.end() if token else position + 1
    written = text[position:end]
    if written[0] == "'":
        reason = "single quotes instead of double quotes"
    elif "Extra data" in error.msg:
        if written not in ("}", "]", ","):
            return None  # a second value or a remark
        reason = f"{written} after the end of the value"
    elif "','" in error.msg:
        reason = f"a comma or a bracket is missing before {written[:30]}"
    elif "':'" in error.msg:
        reason = f"a colon is missing before {written[:30]}"
    elif written in ("True", "False", "None"):
        reason = f"{written} is Python; JSON writes {written.lower().replace('none', 'null')}"
    elif "Invalid control character" in error.msg:
        return None  # a wrapped string: readable, and mostly an effect of pasting
    else:
        reason = f"{written[:30]} is not expected here"
    return position, end, reason


def _is_json_lines(text: str) -> bool:
    lines = [line.strip().rstrip(",") for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return False
    try:
        for line in lines:
            json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z_][\w:.\-]*)(?:\s[^<>]*?)?(?P<empty>/?)>")


def _xml_fault(text: str) -> tuple[int, int, str] | None:
    try:
        ElementTree.fromstring(f"<all>{text[text.find('?>') + 2 if text.lstrip().startswith('<?xml') else 0 :]}</all>")
    except ElementTree.ParseError:
        if re.search(r"\.\.\.|…|\{\{|\{[A-Za-z_]\w*\}|<!|&", text):
            return None
    else:
        return None
    opened: list[re.Match[str]] = []
    for tag in _TAG.finditer(text):
        if tag["empty"]:
            continue
        if not tag["close"]:
            opened.append(tag)
        elif not opened:
            return tag.start(), tag.end(), f"{tag[0]} closes nothing"
        elif opened.pop()["name"] != tag["name"]:
            return tag.start(), tag.end(), f"{tag[0]} closes another tag than the last one opened"
    return (opened[-1].start(), opened[-1].end(), f"{opened[-1][0][:40]} is never closed") if opened else None


_YAML_TAB = re.compile(r"^ *(\t+)(?=[^\s#])", re.MULTILINE)


def _yaml_fault(text: str) -> tuple[int, int, str] | None:
    # The text of a block scalar (| or >) may hold tabs; only its first columns may not.
    match = _YAML_TAB.search(text)
    if match is None or re.search(r"[|>][+-]?\d?[ \t]*$", text[: match.start()], re.MULTILINE):
        return None
    return match.start(1), match.end(1), "YAML is indented with spaces, and this line begins with a tab"
