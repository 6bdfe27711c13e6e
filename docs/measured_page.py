"""The page with all measured numbers of the rules, from the data file in the package."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptsmith.report.measured import MIN_LABELLED, MIN_PRECISION, Share, behaviour_of_all, labelled_precision, load_measured

INTRODUCTION = f"""# How good are the rules?

Written by `python benchmarks/rules.py --write`. Every share has its n and its 95 % interval (Wilson 1927).

What to keep in mind:

- **The operators are ours.** The defects were worded in English and Spanish by an author who had read the description and the first
  examples of each rule, but not its word lists, and no defect was changed to be found (two were
  replaced because they repeated an example). Still, we chose which defects are tried
  and how many texts have one, so recall here is recall on *our* wordings, and a precision on seeded texts is not one in the world.
  From the day a rule is repaired after its misses were read, its recall here is no longer that of an unseen text.
- **The clean prompts are ours too.** That they are clean is our judgement. Some findings on them are a question of taste, above all
  those of the checklists of the domains.
- **ConInstruct is a development set.** Its wording was seen while the rules about conflicts were built, so the table shows what was
  reached on known texts, not what to expect elsewhere; a model wrote the texts, and they are more regular than prompts of people.
  The numbers of the seeded conflicts, which were not seen, are the more sober ones.
- **Peers were built for other texts.** Most of them check system prompts or files of agents, and some have no rule about conflicts.
  Those that only name a line get the whole line as their place, which favours them on texts of one line.
- **Not measured here:** rules over a whole frame of prompts.
- **Seeded numbers make no rule stable.** That needs {MIN_LABELLED} findings on texts of others, read by hand or labelled and not seen
  before, of which a share of {MIN_PRECISION} is right.
"""


def measured_page() -> str:
    """Return the page as Markdown."""
    content = load_measured()
    behaviour = behaviour_of_all(content["rules"])
    lines = [
        INTRODUCTION,
        *_overall(content["rules"]),
        *_tools(content["tables"].get("tools"), behaviour),
        *_smells(content["tables"]),
    ]
    return "\n".join([*lines, *_rules(content["rules"])]) + "\n"


def _overall(rules: dict[str, Any]) -> Iterator[str]:
    seeded = [entry["seeded"] for entry in rules.values() if "reason" not in entry["seeded"]]

    def total(name: str) -> int:
        return sum(part[name] for part in seeded)

    yield from (
        "## Overall",
        "",
        f"{len(rules)} rules, of which {len(seeded)} have seeded defects.",
        "",
        "| what | share |",
        "|---|---|",
    )
    yield f"| seeded defects found | {Share(total('n_found'), total('n'))} |"
    for language, name in (("en", "English"), ("es", "Spanish")):
        counts = [part["languages"][language] for part in seeded if language in part["languages"]]
        yield f"| … in {name} | {Share(sum(k for k, _ in counts), sum(n for _, n in counts))} |"
    yield f"| … of those found, with exactly the seeded span | {Share(total('n_exact'), total('n_found'))} |"
    yield f"| findings on seeded and clean texts that are right | {Share(total('n_right'), total('n_findings'))} |"
    read = [labelled_precision(code) for code in rules]
    pooled = Share(sum(share.k for share in read), sum(share.n for share in read))
    yield f"| findings on texts of others that are right | {pooled if pooled.n else 'not measured yet'} |"
    yield ""


def _tools(part: dict[str, Any] | None, behaviour: str) -> Iterator[str]:
    yield from ("## Side by side with other linters", "")
    if part is None:
        yield "Not measured: neither the public sets nor the other tools were at hand."
        return
    ran = [row for row in part["rows"] if "error" not in row]
    yield from ("Flags on clean prompts:", "")
    yield from ("| tool | measured | clean prompts with a finding | findings per clean prompt |", "|---|---|---|---|")
    for row in part["rows"]:
        if "error" in row:
            yield f"| {row['tool']} | {row['date']} | not run: {row['error']} | |"
        else:
            rate = row["n_clean_findings"] / row["n_clean"]
            when = row["date"] if row.get("behaviour", behaviour) == behaviour else f"{row['date']}, with earlier rules"
            yield f"| {row['tool']} | {when} | {Share(row['n_clean_flagged'], row['n_clean'])} | {rate:.2f} |"
    tables = {row["tool"]: {(r["kind"], r["shuffled"]): r for r in row["conflicts"]} for row in ran if "conflicts" in row}
    if not tables:
        yield from ("", "ConInstruct: not measured, the set was not at hand.")
        return
    yield from ("", "### Conflicts of ConInstruct, by kind", "")
    yield "Found means: a finding about a conflict touches the inserted sentence or its partner, and is not made without the sentence."
    yield "In brackets: any finding that does so. *Shuffled* puts the sentences in another order, because the conflict is always last."
    yield from ("", f"| kind | n | {' | '.join(tables)} |", "|---|---|" + "---|" * len(tables))
    ours = next(iter(tables.values()))
    for key, row in ours.items():
        name = "**none** (false alarms)" if key[0] == "none" else f"{key[0]}, shuffled" if key[1] else key[0]
        cells = [f"{table[key]['n_conflict']} ({table[key]['n_any']})" for table in tables.values()]
        yield f"| {name} | {row['n']} | {' | '.join(cells)} |"
    yield from (
        "",
        "All kinds together, with intervals:",
        "",
        "| tool | found | shuffled | false alarms |",
        "|---|---|---|---|",
    )
    for tool, table in tables.items():
        keys = (("all", False), ("all", True), ("none", False))
        yield f"| {tool} | " + " | ".join(str(Share(table[key]["n_conflict"], table[key]["n"])) for key in keys) + " |"
    yield ""


def _smells(tables: dict[str, Any]) -> Iterator[str]:
    yield from ("## Vague words in requirements (ARTA, development part)", "")
    if "smells" not in tables:
        yield from ("Not measured: the set was not at hand.", "")
        return
    yield "Labels cover many single words (*other*, *various*, *large*) that no rule of ours reports on purpose; a finding of a rule SPC or"
    yield from ("LNG on a text counts. This is a negative result: these rules are no detector of vague requirements.", "")
    yield from ("| part | vague texts flagged | other texts flagged |", "|---|---|---|")
    for row in tables["smells"]:
        vague, other = Share(row["n_vague_flagged"], row["n_vague"]), Share(row["n_other_flagged"], row["n_other"])
        yield f"| {row['part']} | {vague} | {other} |"
    yield ""


def _rules(rules: dict[str, Any]) -> Iterator[str]:
    yield from ("## Every rule", "", "Real: findings per 1,000 real prompts, right and wrong ones.", "")
    yield "| rule | recall on seeded defects | exact spans | right among findings on our texts | clean prompts with a finding | real |"
    yield "|---|---|---|---|---|---|"
    for code, entry in rules.items():
        seeded, clean, real = entry["seeded"], entry["clean"], entry.get("real")
        if "reason" in seeded:
            cells = [f"not measured: {seeded['reason']}", "", ""]
        else:
            pairs = (("n_found", "n"), ("n_exact", "n_found"), ("n_right", "n_findings"))
            cells = [_short(Share(seeded[k], seeded[n])) for k, n in pairs]
        rate = "not measured" if real is None else f"{1000 * real['n_findings'] / real['n']:.2f}"
        yield f"| [{code}](rules/{code}.md) | {' | '.join(cells)} | {_short(Share(clean['n_fired'], clean['n']))} | {rate} |"


def _short(share: Share) -> str:
    if share.value is None or share.interval is None:
        return "n = 0"
    low, high = share.interval
    return f"{share.value:.2f} ({low:.2f} to {high:.2f}, n = {share.n})"
