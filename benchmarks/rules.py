"""Quality of the rules: `python benchmarks/rules.py [--data FOLDER] [--peers PYTHON] [--write | --check] [--misses]`.

Measures every built-in rule on (a) clean prompts into which a defect was put at a known place, (b) labelled public sets and (c) clean
and real prompts, where each finding is a false alarm or at least a cost. With ``--write`` the numbers go into the package
(``promptsmith/report/measured_rules.json``) and from there into the rule pages and docs/benchmarks-rules.md. ``--check`` measures what
needs no data again and fails when the file says something else. ``--data`` (default: the environment variable PROMPTSMITH_DATA) is a
folder with conflicts_coninstruct.parquet, smells_arta.parquet and real_prompts.parquet; it is not part of the project. ``--peers`` is
the interpreter of an environment that holds other linters. A part that was not measured this time keeps its old numbers with their
date. ``--add-reading CODE READ RIGHT TEXTS`` adds one sitting of findings read by hand.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rulebench import peers, public, seeded

from promptsmith.report import measured
from promptsmith.rules._registry import all_rules
from promptsmith.rules.profiles import choose_rules

ROOT = Path(__file__).parents[1]
FILE = ROOT / "promptsmith" / "report" / measured.MEASURED
READINGS = ROOT / "promptsmith" / "report" / measured.READ
OWN = ("behaviour", "seeded", "clean")
CONINSTRUCT_NAME = "ConInstruct, development half (its wording was seen while the rules were built)"
SMELLS_NAME = "ARTA requirement smells, development part (requirements, no prompts)"


def measure(old: dict[str, Any], folder: Path | None, python: str | None, today: str) -> dict[str, Any]:
    """Return the content of the data file: new numbers where something was measured, the old ones elsewhere."""
    own, _, _ = seeded.measure()
    ruleset = choose_rules(profile="strict").hash
    rules = {code: _entry(old["rules"].get(code), parts, today, ruleset) for code, parts in own.items()}
    tables = dict(old["tables"])
    if folder is not None:
        tables |= _measure_public(rules, folder, today)
    if folder is not None or python is not None:
        known = {row["tool"]: row for row in tables.get("tools", {}).get("rows", [])}
        rows = peers.compare(python, folder)
        rows[0]["behaviour"] = measured.behaviour_of_all(rules)
        seen = {row["tool"].split()[0] for row in rows}
        kept = [row for tool, row in known.items() if tool.split()[0] not in seen]
        tables["tools"] = {"rows": [*(_tool_row(known.get(row["tool"]), row, today) for row in rows), *kept]}
    return {"format": 1, "rules": rules, "tables": tables}


def _entry(old: dict[str, Any] | None, parts: dict[str, Any], today: str, ruleset: str) -> dict[str, Any]:
    kept = old or {}
    if all(kept.get(name) == parts[name] for name in OWN):
        return dict(kept)
    return {**kept, **parts, "date": today, "ruleset": ruleset}


def _dated(old: dict[str, Any] | None, new: dict[str, Any], today: str) -> dict[str, Any]:
    """Return a part with its date; one that says the same as before keeps its old date."""
    same = old is not None and {key: value for key, value in old.items() if key != "date"} == new
    return {**new, "date": old["date"] if same and old is not None else today}


def _tool_row(old: dict[str, Any] | None, new: dict[str, Any], today: str) -> dict[str, Any]:
    """Return the row of a tool with its date; conflicts that could not be measured this time keep their old counts."""
    kept = {"conflicts": old["conflicts"]} if old is not None and "conflicts" in old and "error" not in new else {}
    return _dated(old, {**kept, **new}, today)


def _measure_public(rules: dict[str, dict[str, Any]], folder: Path, today: str) -> dict[str, Any]:
    """Put what was found on the public sets into the entries of the rules, and return the tables about them."""
    conflicts, (smell_rows, smells) = public.conflict_labels(folder), public.smells(folder)
    n_real, real = public.real_counts(folder)
    for code, entry in rules.items():
        before = {part["set"]: part for part in entry.get("public", [])}
        parts = []
        for name, labels in ((CONINSTRUCT_NAME, conflicts), (SMELLS_NAME, smells)):
            if code in labels:
                right, n = labels[code]
                # Neither counts for the status: one was seen while building, the other holds no prompts.
                part = {"set": name, "n": n, "n_right": right, "counts": False, "behaviour": entry["behaviour"]}
                parts.append(_dated(before.get(name), part, today))
        entry["public"] = parts
        if n_real:
            part = {"n": n_real, "n_findings": real.get(code, 0), "behaviour": entry["behaviour"]}
            entry["real"] = _dated(entry.get("real"), part, today)
    return {"smells": smell_rows} if smell_rows else {}


def stale(old: dict[str, Any]) -> list[str]:
    """Return what the data file says about our own texts that is not so any more."""
    own, _, _ = seeded.measure()
    found = [f"{code} is not measured" for code in own if code not in old["rules"]]
    found += [f"{code} is measured and is no rule" for code in old["rules"] if code not in own]
    for code, parts in own.items():
        if code in old["rules"]:
            found += [f"{code}: {name} differs" for name in OWN if old["rules"][code][name] != parts[name]]
    return found


def print_report(content: dict[str, Any], folder: Path | None, python: str | None) -> None:
    """Print one line per rule, and what was skipped."""
    for code, entry in content["rules"].items():
        part = entry["seeded"]
        told = part["reason"] if "reason" in part else f"recall {measured.Share(part['n_found'], part['n'])}"
        print(f"{code:<8} {told}; clean {entry['clean']['n_fired']} of {entry['clean']['n']}")
    if folder is None:
        print("Public sets and real prompts: skipped, no folder (--data or PROMPTSMITH_DATA). Their old numbers stay.")
    if python is None:
        print("Peers: skipped, no interpreter (--peers). Their old numbers stay.")
    for row in content["tables"].get("tools", {}).get("rows", []):
        print(row["tool"], row.get("error") or {key: row[key] for key in row if key.startswith("n_")})
        for line in row.get("conflicts", []):
            print("   ", line)


def add_reading(code: str, read: str, right: str, texts: str, today: str) -> None:
    """Append one sitting of findings read by hand."""
    if code not in all_rules() or not 0 <= int(right) <= int(read) or int(read) == 0:
        sys.exit("--add-reading CODE READ RIGHT TEXTS: a rule, and numbers with 0 <= RIGHT <= READ, READ at least 1.")
    content = json.loads(READINGS.read_text(encoding="utf-8"))
    ruleset = choose_rules().hash
    entry = {"code": code, "n_read": int(read), "n_right": int(right), "date": today, "texts": texts, "ruleset": ruleset}
    _write(READINGS, [*content, entry])


def _write(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, and print, check or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("PROMPTSMITH_DATA"), help="folder of the public sets")
    parser.add_argument("--peers", metavar="PYTHON", help="interpreter of an environment with other linters")
    parser.add_argument("--write", action="store_true", help="write the data file and the pages")
    parser.add_argument("--check", action="store_true", help="fail when the data file does not fit the rules")
    parser.add_argument("--misses", action="store_true", help="print the seeded defects that were not found")
    parser.add_argument("--add-reading", nargs=4, metavar=("CODE", "READ", "RIGHT", "TEXTS"))
    arguments = parser.parse_args()
    today = datetime.now(UTC).date().isoformat()
    old = json.loads(FILE.read_text(encoding="utf-8"))
    if arguments.add_reading:
        add_reading(*arguments.add_reading, today)
    elif arguments.check:
        found = stale(old)
        if found:
            print(*found, sep="\n")
            sys.exit("Run `python benchmarks/rules.py --write` and commit the result.")
        print(f"The numbers of {len(old['rules'])} rules are those of the code.")
    elif arguments.misses:
        for case in seeded.misses(seeded.measure()[1]):
            print(case.code, case.language, [case.text[start:end] for start, end in case.spans])
    else:
        folder = Path(arguments.data) if arguments.data and Path(arguments.data).is_dir() else None
        content = measure(old, folder, arguments.peers, today)
        print_report(content, folder, arguments.peers)
        if arguments.write:
            _write(FILE, content)
            subprocess.run([sys.executable, str(ROOT / "docs" / "generate.py")], check=True)


if __name__ == "__main__":
    main()
