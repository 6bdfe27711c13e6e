"""The page of one rule, and the list of rules. The same fields make the terminal page and the docs."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from promptsmith.corpora.corpus_rules import CorpusRule
from promptsmith.rules._rule import CLOSE, OPEN, Example, Rule

if TYPE_CHECKING:
    import pyarrow as pa

EVIDENCE = {
    "A": "A, a measured study",
    "B": "B, the guide of a model's vendor",
    "C": "C, established practice",
    "J": "J, our judgement",
}
FIXES = {
    "none": "none: only the author knows the answer",
    "safe": "safe: keeps the meaning, and `process` proves it before it is applied",
    "unsafe": "unsafe: may change the meaning, so it is only suggested",
}


def rules_table(rules: Mapping[str, Rule]) -> pa.Table:
    """Return one row per rule: code, name, severity, status, domain, languages, fix, precision, summary."""
    import pyarrow as pa

    items = list(rules.values())
    text = pa.string()
    return pa.table(
        {
            "code": pa.array([rule.code for rule in items], text),
            "name": pa.array([rule.name for rule in items], text),
            "severity": pa.array([rule.severity for rule in items], text),
            "status": pa.array([rule.status for rule in items], text),
            "domain": pa.array([rule.domain or "any" for rule in items], text),
            "languages": pa.array([", ".join(rule.languages) for rule in items], text),
            "fix": pa.array([rule.fix for rule in items], text),
            "precision": pa.array([rule.precision for rule in items], pa.float64()),
            "summary": pa.array([rule.summary for rule in items], text),
        }
    )


def rule_page(rule: Rule) -> str:
    """Return the page of one rule as plain text; ``⟦`` and ``⟧`` mark the spans it finds."""
    from promptsmith.report.visible import block

    lines = [f"{rule.code} {rule.name}", "", rule.summary, f"Why: {rule.why}", ""]
    lines += [f"{name + ':':<11}{value}" for name, value in rule_facts(rule)]
    for title, examples in (("Found here", rule.bad), ("Not here", rule.good)):
        lines += ["", f"{title}:"]
        for example in examples:
            lines += ["", *(f"    {line}".rstrip() for line in block(example.marked).split("\n"))]
            lines += [f"      ({note})" for note in [_note(example)] if note]
    return "\n".join(lines) + "\n"


def rule_markdown(rule: Rule) -> str:
    """Return the page of one rule as Markdown, for the docs."""
    lines = [f"# {rule.code} {rule.name}", "", f"**{rule.summary}** {rule.why}", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {value.replace('|', chr(92) + '|')} |" for name, value in rule_facts(rule)]
    for title, examples in (("Found here", rule.bad), ("Not here", rule.good)):
        lines += ["", f"## {title}"]
        for example in examples:
            lines += ["", f"<pre>{_marked_html(example)}</pre>"]
            lines += ["", *(f"({note})" for note in [_note(example)] if note)]
    return "\n".join(lines).rstrip() + "\n"


def rule_facts(rule: Rule) -> list[tuple[str, str]]:
    """Return what is known about a rule besides its examples, as (name, value)."""
    return [
        ("severity", rule.severity),
        ("status", f"{rule.status}, since {rule.since}"),
        *_measured(rule),
        ("domain", rule.domain or "any"),
        ("languages", ", ".join(rule.languages)),
        ("scopes", ", ".join(rule.scopes)),
        ("evidence", EVIDENCE[rule.evidence] + (f" ({'; '.join(rule.sources)})" if rule.sources else "")),
        ("fix", FIXES[rule.fix]),
    ]


def _measured(rule: Rule) -> list[tuple[str, str]]:
    from promptsmith.report.measured import measured_facts

    stated = "not measured yet" if rule.precision is None else f"{rule.precision:.2f}, measured"
    return measured_facts(rule.code) or [("precision", stated)]


def corpus_rule_page(rule: CorpusRule) -> str:
    """Return the page of a rule over a whole frame as plain text."""
    lines = [f"{rule.code} {rule.name}", "", rule.summary, f"Why: {rule.why}", f"Do: {rule.advice}", ""]
    return "\n".join([*lines, *(f"{name + ':':<11}{value}" for name, value in _corpus_facts(rule))]) + "\n"


def corpus_rule_markdown(rule: CorpusRule) -> str:
    """Return the page of a rule over a whole frame as Markdown, for the docs."""
    lines = [f"# {rule.code} {rule.name}", "", f"**{rule.summary}** {rule.why}", "", rule.advice, "", "| | |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {value} |" for name, value in _corpus_facts(rule))]) + "\n"


def _corpus_facts(rule: CorpusRule) -> list[tuple[str, str]]:
    return [
        ("severity", rule.severity),
        ("reads", "all prompts of a frame together: `corpus`, not `evaluate`"),
        ("details", f"table {rule.table}"),
        ("evidence", EVIDENCE[rule.evidence] + (f" ({'; '.join(rule.sources)})" if rule.sources else "")),
    ]


def _note(example: Example) -> str:
    notes = [example.because]
    notes += [f"language {example.language}"] if example.language != "en" else []
    notes += [f"domain {example.domain}"] if example.domain != "general" else []
    return ", ".join(note for note in notes if note)


def _marked_html(example: Example) -> str:
    from promptsmith.report.visible import is_hidden, label

    written = "".join(
        f"<{label(character)}>" if is_hidden(character) and character not in "\n\t" else character
        for character in example.marked
    )
    # A blank line would end the HTML block in Markdown, and braces could be read by a template of the site.
    page = escape(written, quote=False).replace("\n", "&#10;").replace("{", "&#123;").replace("}", "&#125;")
    return page.replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
