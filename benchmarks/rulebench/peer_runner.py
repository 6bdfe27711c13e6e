"""Runs in the environment of the peers: reads JSON lines {"tool", "texts"}, writes one line {"found"} or {"error"} for each.

A finding is [rule and message, names a conflict, [[start, end], ...]]; the places are empty when the tool gives none.
A tool that only knows the
line gets the whole line, which favours it on texts of one line.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path


def line_span(text, line):
    lines = text.split("\n")
    if not line or line > len(lines):
        return []
    start = sum(len(before) + 1 for before in lines[: line - 1])
    return [[start, start + len(lines[line - 1])]]


def offset(text, line, column):
    return sum(len(before) + 1 for before in text.split("\n")[: line - 1]) + column - 1


def rule_audit(text):
    from rule_audit import audit

    result = audit(text).result
    found = []
    for pair in result.contradictions:
        places = [[rule.start, rule.end] for rule in (pair.rule_a, pair.rule_b) if rule.start >= 0]
        found.append([f"{pair.conflict_type} {pair.rule_a.text} {pair.rule_b.text}", True, places])
    found += [["gap-" + gap.gap_type + ":" + gap.description, False, []] for gap in result.gaps]
    found += [
        ["priority " + item.description, False, [[r.start, r.end] for r in item.rules if r.start >= 0]]
        for item in result.priority_ambiguities
    ]
    found += [
        ["paradox " + p.description, False, [[p.rule.start, p.rule.end]] if p.rule.start >= 0 else []]
        for p in result.meta_paradoxes
    ]
    return found


def promptproof(text):
    from promptproof import lint_text

    return [[f"{f.rule} {f.message}", f.rule.startswith("PP2"), line_span(text, f.location.line)] for f in lint_text(text)]


def lintlang(text):
    from lintlang import scan_file

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "prompt.md"
        file.write_text(text, encoding="utf-8")
        result = scan_file(file)
    found = []
    for f in result.structural_findings:
        region = f.source_region
        at = getattr(f, "offset", None)
        places = [[at, at + 1]] if isinstance(at, int) and at >= 0 else line_span(text, region.start_line if region else 0)
        found.append([f.pattern_id + ":" + f.description, False, places])
    return found


def aiproof(text):
    from aiproof import check

    return [
        [
            f["code"] + " " + f["message"],
            f["code"] in ("AIP001", "AIP004"),
            [[offset(text, f["start_line"], f["start_col"]), offset(text, f["end_line"], f["end_col"])]],
        ]
        for f in check(text)
    ]


def promptdoctor(text):
    from promptdoctor import lint

    return [[f"{f.rule} {f.message}", f.rule == "PD107", line_span(text, f.line)] for f in lint(text).findings]


TOOLS = {tool.__name__: tool for tool in (rule_audit, promptproof, lintlang, aiproof, promptdoctor)}


def main():
    for line in sys.stdin:
        call = json.loads(line)
        try:
            answer = {"found": [TOOLS[call["tool"]](text) for text in call["texts"]]}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
