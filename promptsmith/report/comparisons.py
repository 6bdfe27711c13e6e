"""Comparisons in words, as text and as a notebook fragment: who is better, who is tied, and what the data cannot tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from promptsmith.compare.prompt_changes import rank_prompts
from promptsmith.report.html import fragment_of_tables
from promptsmith.report.text import rows_text
from promptsmith.report.views import counted, made_by
from promptsmith.report.visible import one_line

if TYPE_CHECKING:
    import pyarrow as pa

FEW_CLUSTERS = 10
"""Below this many clusters a warning is given. Source: Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90,
414-427: with 5 to 10 clusters even studentised bootstraps reject too often."""

PAIRS_SHOWN = 15
NAMED = 6
"""Variants or pairs named in one sentence; the tables hold all. Judgement."""

_CORRECTIONS = {"holm": "Holm", "bh": "Benjamini-Hochberg", "none": "uncorrected"}

Tables = Mapping[str, "pa.Table"]
Made = Mapping[str, Any]
Row = Mapping[str, Any]


def comparison_sentences(tables: Tables, made: Made) -> list[str]:
    """Return what a comparison of variants says, one statement a sentence."""
    variants, pairs = tables["variants"].to_pylist(), tables["pairs"].to_pylist()
    parts = [_design(variants, pairs, made), *_best(variants, pairs, made), *_differences(pairs, made)]
    parts += [*_equivalence(pairs, made), *_planning(pairs, made), *_cautions(tables, pairs)]
    return [one_line(part) for part in parts]


def _design(variants: Sequence[Row], pairs: Sequence[Row], made: Made) -> str:
    n_items = max(row["n_items"] for row in variants)
    tests = sorted({pair["test"] for pair in pairs if pair["test"]})
    clusters = max((pair["n_clusters"] or 0 for pair in pairs), default=0)
    grouped = f" in {clusters} clusters" if clusters else ""
    how = f"{' and '.join(tests)}, {_CORRECTIONS[made['correction']]}" if tests else "no pair has enough items"
    return (
        f"{counted(len(variants), 'variant')} on up to {counted(n_items, 'item')}{grouped}; outcome {made['outcome']!r} "
        f"({made['kind']}, {made['better']} is better). Test: {how}, {_percent(made['level'])} intervals."
    )


def _best(variants: Sequence[Row], pairs: Sequence[Row], made: Made) -> list[str]:
    first = variants[0]
    if first["mean"] is None:
        return ["No variant has an outcome."]
    tied = [row["variant"] for row in variants if row["band"] == first["band"] and row is not first]
    lead = f"{first['variant']} has the best mean, {_number(first['mean'])}{_interval(first, made)}"
    if not tied:
        return [f"{lead}, and is better than every other variant."]
    is_tie = "No variant is better than the others" if len(tied) + 1 == len(variants) else "Tied for best"
    told = [
        f"{lead}. {is_tie}: no test tells {_list(tied)} from it at {_percent(1 - made['level'])}. A tie is no proof that they are equal."
    ]
    open_ties = [row for row in variants if len(row["tied_with"]) and row["band"] != first["band"]]
    told += [f"{row['variant']} (band {row['band']}) is tied with {_list(row['tied_with'])}." for row in open_ties[:NAMED]]
    return told


def _differences(pairs: Sequence[Row], made: Made) -> list[str]:
    found = [pair for pair in pairs if pair["verdict"] in ("a better", "b better")]
    told = [
        f"{pair['a'] if pair['verdict'] == 'a better' else pair['b']} is better than "
        f"{pair['b'] if pair['verdict'] == 'a better' else pair['a']}: difference {_number(pair['difference'])}{_interval(pair, made)}, "
        f"p {_p(pair['p_adjusted'])}, {pair['effect_name']} {_number(pair['effect'])}, n {pair['n_used']}"
        + (", by less than the margin." if pair["is_equivalent"] else ".")
        for pair in found[:NAMED]
    ]
    if len(found) > NAMED:
        told.append(f"{len(found) - NAMED} more pairs differ; the table pairs holds them.")
    return told


def _equivalence(pairs: Sequence[Row], made: Made) -> list[str]:
    if made["margin"] is None:
        return []
    shown = [f"{pair['a']} and {pair['b']}" for pair in pairs if pair["is_equivalent"]]
    within = f"within {_number(made['margin'])} of each other"
    return [f"Shown to be {within}: {_list(shown)}." if shown else f"No pair is shown to be {within}."]


def _planning(pairs: Sequence[Row], made: Made) -> list[str]:
    tied = [pair for pair in pairs if pair["verdict"] == "tied" and pair["minimum_detectable"] is not None]
    told = []
    chance = f"with a chance of {_percent(made['power'])}"
    for pair in tied[:3]:
        text = (
            f"{pair['a']} and {pair['b']}: {pair['n_used']} items find a difference of {_number(pair['minimum_detectable'])} or more "
            f"{chance}; seen is {_number(pair['difference'])}."
        )
        if pair["n_more_items"]:
            text += f" If that is the true one, it takes about {pair['n_more_items']:,} more items."
        if pair["n_more_items_margin"]:
            text += f" To find a difference as large as the margin it takes about {pair['n_more_items_margin']:,} more."
        told.append(text)
    return told


def _cautions(tables: Tables, pairs: Sequence[Row]) -> list[str]:
    told = []
    reasons = Counter(tables["dropped"]["reason"].to_pylist())
    if reasons:
        listed = ", ".join(f"{number:,} because {reason}" for reason, number in reasons.most_common())
        told.append(
            f"{sum(reasons.values()):,} outcomes are missing or not used: {listed}.".replace(
                "because no row", "because there is no row"
            )
        )
        if len({pair["n_used"] for pair in pairs}) > 1:
            told.append("Pairs rest on different items, so their differences need not add up.")
    apart = [f"{pair['a']} and {pair['b']}" for pair in pairs if pair["verdict"] == "tied" and _leaves_out_zero(pair)]
    if apart:
        told.append(
            f"{_list(apart)}: the interval leaves out 0 and yet they are tied. Intervals are for one pair alone, verdicts for all "
            f"{len(pairs)}, and a small sample can tip test and interval apart."
        )
    clusters = [pair["n_clusters"] for pair in pairs if pair["n_clusters"] is not None]
    if clusters and min(clusters) < FEW_CLUSTERS:
        told.append(f"Only {min(clusters)} clusters: intervals and p values are rough below {FEW_CLUSTERS}.")
    for reason, number in Counter(pair["reason"] for pair in pairs if pair["reason"]).items():
        told.append(f"{counted(number, 'pair')}: {reason}.")
    return told


def _leaves_out_zero(pair: Row) -> bool:
    return pair["low"] is not None and (pair["low"] > 0 or pair["high"] < 0)


def comparison_text(result: Any) -> str:
    """Return a comparison of variants as text."""
    pairs = result.tables["pairs"].to_pylist()
    more = [] if len(pairs) <= PAIRS_SHOWN else [f"... and {len(pairs) - PAIRS_SHOWN} more pairs"]
    variants = rows_text([_variant_cells(row, result.made) for row in result.tables["variants"].to_pylist()])
    shown = rows_text([_pair_cells(pair) for pair in pairs[:PAIRS_SHOWN]])
    return "\n".join([*result.sentences, "", variants, "", shown, *more, "", made_by(result)])


def comparison_html(result: Any) -> str:
    """Return a comparison of variants as a fragment for a notebook cell."""
    pairs = result.tables["pairs"].to_pylist()
    variants = [_variant_cells(row, result.made) for row in result.tables["variants"].to_pylist()]
    tables = {
        "Variants": variants,
        f"Pairs ({min(len(pairs), PAIRS_SHOWN)} of {len(pairs)})": [_pair_cells(p) for p in pairs[:PAIRS_SHOWN]],
    }
    return fragment_of_tables(result.sentences, tables, made_by(result))


def _variant_cells(row: Row, made: Made) -> dict[str, str]:
    return {
        "variant": one_line(row["variant"], 40),
        "items": str(row["n_items"]),
        "mean": _number(row["mean"]),
        "interval": _ends(row),
        "rank": "-" if row["rank"] is None else str(row["rank"]),
        "rank range": f"{row['rank_low']}-{row['rank_high']}",
        "band": str(row["band"]),
        "tied with": one_line(_list(row["tied_with"]) if row["tied_with"] else "-", 60),
    }


def _pair_cells(pair: Row) -> dict[str, str]:
    return {
        "a": one_line(pair["a"], 30),
        "b": one_line(pair["b"], 30),
        "items": str(pair["n_used"]),
        "a - b": _number(pair["difference"]),
        "interval": _ends(pair),
        "p": _p(pair["p"]),
        "p corrected": _p(pair["p_adjusted"]),
        "effect": _number(pair["effect"]),
        "detectable": _number(pair["minimum_detectable"]),
        "verdict": pair["verdict"],
    }


def prompt_sentences(tables: Tables, made: Made) -> list[str]:
    """Return what a comparison of prompts says, one statement a sentence."""
    first, *names = made["names"]
    scores, findings = tables["score_differences"].to_pylist(), tables["finding_changes"].to_pylist()
    limits = tables["constraint_changes"].to_pylist()
    told = [_ranking(rank_prompts(tables["prompts"].to_pylist()))] if len(names) > 1 else []
    for name in names:
        overall = next(row for row in scores if row["prompt_id"] == name and row["score"] == "overall")
        told.append(f"{name} and {first}: {_score_verdict(overall, name, first)}")
        changed = Counter(row["change"] for row in findings if row["prompt_id"] == name and row["change"] != "same")
        same = sum(row["prompt_id"] == name and row["change"] == "same" for row in findings)
        told.append(f"Rules with findings in {name} beside {first}: {_counts(changed) or 'none differ'}, {same} the same.")
        moved = Counter(row["change"] for row in limits if row["prompt_id"] == name)
        told.append(f"Limits in {name} beside {first}: {_counts(moved) or 'no change'}.")
    return [one_line(part) for part in told]


def _ranking(ranked: Sequence[Row]) -> str:
    first = [row["name"] for row in ranked if row["rank"] == 1]
    if not first:
        return "No prompt has a score."
    near = [row["name"] for row in ranked if row["verdict"] == "tied with the best" and row["rank"] != 1]
    lead = f"{_list(first)} {'score' if len(first) > 1 else 'scores'} highest, overall {ranked[0]['overall']:.2f}"
    return f"{lead}; the intervals of {_list(near)} meet that." if near else f"{lead}."


def _counts(changes: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {change}" for change, number in sorted(changes.items()))


def _score_verdict(row: Row, name: str, first: str) -> str:
    if row["difference"] is None or row["verdict"] == "not judged":
        return f"not judged, because {row['reason']}."
    pairs = [f"{row[side]:.2f} ({row[f'{side}_low']:.2f} to {row[f'{side}_high']:.2f})" for side in ("new", "old")]
    both = f"overall {pairs[0]} and {pairs[1]}"
    if row["verdict"] == "tied":
        return f"tied; {both}: the intervals overlap."
    return f"{name} scores {row['verdict']} than {first}; {both}: the intervals do not overlap."


def prompts_text(result: Any) -> str:
    """Return a comparison of prompts as text."""
    blocks = [f"{title}\n{rows_text(rows, width=80)}" for title, rows in _prompt_tables(result).items()]
    return "\n".join(["\n".join(result.sentences), "", "\n\n".join(blocks), "", made_by(result)])


def prompts_html(result: Any) -> str:
    """Return a comparison of prompts as a fragment for a notebook cell."""
    return fragment_of_tables(result.sentences, _prompt_tables(result), made_by(result))


def _prompt_tables(result: Any) -> dict[str, list[dict[str, str]]]:
    scores = [
        {
            "prompt": row["prompt_id"],
            "score": row["score"],
            "old": _number(row["old"], 2),
            "old interval": _ends(row, "old_", 2),
            "new": _number(row["new"], 2),
            "new interval": _ends(row, "new_", 2),
            "difference": "-" if row["difference"] is None else f"{row['difference']:+.2f}",
            "verdict": row["verdict"],
        }
        for row in result.tables["score_differences"].to_pylist()
    ]
    findings = [
        {
            "prompt": row["prompt_id"],
            "change": row["change"],
            "code": row["code"],
            "severity": row["severity"],
            "old": str(row["n_old"]),
            "new": str(row["n_new"]),
            "message": one_line(row["message"], 80),
        }
        for row in result.tables["finding_changes"].to_pylist()
        if row["change"] != "same"
    ]
    limits = [
        {
            "prompt": row["prompt_id"],
            "change": row["change"],
            "subject": row["subject"],
            "limit": one_line(" ".join(str(row[name]) for name in ("polarity", "kind", "value", "unit") if row[name]), 50),
            "old": _bounds(row, "old"),
            "new": _bounds(row, "new"),
        }
        for row in result.tables["constraint_changes"].to_pylist()
    ]
    return {"Scores": scores, "Findings that differ": findings, "Limits that differ": limits}


def _bounds(row: Row, side: str) -> str:
    if row[f"{side}_start"] is None:
        return "-"
    low, high = row[f"{side}_low"], row[f"{side}_high"]
    if low is None and high is None:
        return "stated"
    return f"{'any' if low is None else f'{low:g}'} to {'any' if high is None else f'{high:g}'}"


def _interval(row: Row, made: Made) -> str:
    return "" if row["low"] is None else f" ({_percent(made['level'])} interval {_ends(row)})"


def _ends(row: Row, prefix: str = "", decimals: int | None = None) -> str:
    low, high = row[f"{prefix}low"], row[f"{prefix}high"]
    return "-" if low is None else f"{_number(low, decimals)} to {_number(high, decimals)}"


def _number(value: float | None, decimals: int | None = None) -> str:
    """Return a number with three digits that count, or as many decimals; ``-`` for unknown."""
    if value is None:
        return "-"
    return f"{value:.3g}" if decimals is None else f"{value:.{decimals}f}"


def _p(value: float | None) -> str:
    return "-" if value is None else "< 0.001" if value < 0.001 else f"{value:.3f}"


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def _list(names: Sequence[str]) -> str:
    shown = [*names[:NAMED], f"{len(names) - NAMED} more"] if len(names) > NAMED else list(names)
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
