"""Recall and false alarms of the rules about conflicts: `python benchmarks/contradictions.py [--part 1 | 2] [--list]`.

The texts are the data set ``contradictions``.
A contradiction counts as found when one finding of a rule CON touches both marked places; *touched* asks for one of them only. A
finding on a consistent prompt is a false alarm. Rules were built with part 1 at hand; part 2 was kept for measuring. ``--list``
prints what was missed and what was a false alarm, so do not use it on part 2 while you work on the rules.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import promptsmith as ps
from promptsmith.datasets.own import rows_of
from promptsmith.report.measured import Share

Row = dict[str, Any]
Spans = list[tuple[int, int]]


def findings_on(texts: Sequence[str]) -> list[list[Spans]]:
    """Return, for each text, the places of each finding about a conflict."""
    run = ps.evaluate(list(texts), rules=["CON"])
    found: list[list[Spans]] = [[] for _ in texts]
    for row in run.findings.to_dict("records"):
        places = [(row["start"], row["end"]), *((item["start"], item["end"]) for item in row["related"])]
        found[row["prompt_id"]].append(places)
    return found


def touches(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether one of the spans shares a character with the place."""
    return any(low < end and start < high for low, high in spans)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", type=int, choices=(1, 2), default=1)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    rows = [row for row in rows_of("contradictions") if row["part"] == arguments.part]
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row, found in zip(rows, findings_on([row["text"] for row in rows]), strict=True):
        group = ("consistent" if not row["has_defect"] else row["kind"], row["language"])
        for key in (group, ("all" if row["has_defect"] else "all consistent", row["language"])):
            count = counts.setdefault(key, Counter())
            count["n"] += 1
            if row["has_defect"]:
                here, there = (row["start"], row["end"]), (row["other_start"], row["other_end"])
                both = any(touches(places, *here) and touches(places, *there) for places in found)
                count["found"] += both
                count["touched"] += any(touches(places, *here) or touches(places, *there) for places in found)
            else:
                count["found"] += bool(found)
        if arguments.list and bool(row["has_defect"]) != (both if row["has_defect"] else bool(found)):
            text = row["text"]
            print("MISSED" if row["has_defect"] else "FALSE ALARM", row["id"])
            if row["has_defect"]:
                print("   ", text[row["other_start"] : row["other_end"]], "|", row["excerpt"], "| found:", len(found))
            else:
                print("   ", text, [[text[low:high] for low, high in places] for places in found])
    for (kind, language), count in counts.items():
        print(f"{kind:<16} {language} {Share(count['found'], count['n'])}  touched {count['touched']}")


if __name__ == "__main__":
    main()
