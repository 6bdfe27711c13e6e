"""Two prompts side by side: what their findings and scores say, and whether their scores can be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

SCORES = ("clarity", "specificity", "structure", "completeness", "overall")
NO_INTERVAL = "this score has no interval, so a difference cannot be judged"


def score_differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each score of two rows of the table prompts; "tied" where their intervals overlap.

    Overlap is a careful rule: intervals can overlap although a test would tell both apart. It says "higher" or "lower" only for
    intervals without a common point.
    """
    rows = []
    for score in SCORES:
        one, other = old[score], new[score]
        ends: dict[str, Any] = {
            f"{side}_{end}": row.get(f"{score}_{end}") for side, row in (("old", old), ("new", new)) for end in ("low", "high")
        }
        difference, verdict, reason = None, "not judged", None
        if one is None or other is None:
            which, row = ("first prompt", old) if one is None else ("prompt", new)
            reason = f"the {which} has no score ({row['score_status']})"
        else:
            difference = round(other - one, 9)
            if None in ends.values():
                reason = NO_INTERVAL
            elif ends["new_low"] > ends["old_high"]:
                verdict = "higher"
            else:
                verdict = "lower" if ends["new_high"] < ends["old_low"] else "tied"
        told = {"difference": difference, "verdict": verdict, "reason": reason}
        rows.append({"score": score, "old": one, "new": other, **ends, **told})
    return rows


def finding_changes(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return each rule with findings in one of two prompts, ordered by code: how often it found something in each."""
    rows = []
    for code in sorted({finding["code"] for finding in (*old, *new)}):
        before = [finding for finding in old if finding["code"] == code]
        after = [finding for finding in new if finding["code"] == code]
        shown = (after or before)[0]
        rows.append(
            {
                "change": _change(len(before), len(after)),
                "code": code,
                "name": shown["name"],
                "severity": shown["severity"],
                "n_old": len(before),
                "n_new": len(after),
                "message": shown["message"],
            }
        )
    return rows


def _change(n_old: int, n_new: int) -> str:
    if not n_old or not n_new:
        return "removed" if n_old else "added"
    return "same" if n_old == n_new else "more" if n_new > n_old else "fewer"


def rank_prompts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the prompts from best to worst by overall score: rank, name, overall with its interval, verdict.

    Equal scores share a rank; a prompt without a score stands last, without one. The verdict is "best" for the only prompt of rank 1,
    "tied with the best" where the interval meets that of a prompt of rank 1, else "lower" or "not judged".

    Args:
        rows: rows of the table prompts; ``prompt_id`` is the name.
    """
    scored = sorted((row for row in rows if row["overall"] is not None), key=lambda row: -row["overall"])
    first = [row for row in scored if row["overall"] == scored[0]["overall"]]
    ranked = []
    for row in (*scored, *(row for row in rows if row["overall"] is None)):
        rank, verdict = None, "not judged"
        if row["overall"] is not None:
            rank = 1 + sum(other["overall"] > row["overall"] for other in scored)
            meets = any(best["overall_low"] <= row["overall_high"] for best in first)
            verdict = "best" if first == [row] else "tied with the best" if meets else "lower"
        told = {name: row[name] for name in ("overall", "overall_low", "overall_high", "score_status")}
        ranked.append({"rank": rank, "name": row["prompt_id"], "verdict": verdict, **told})
    return ranked
