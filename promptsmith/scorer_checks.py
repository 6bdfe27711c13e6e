"""Behaviour that any score of prompts should show, as checks that take the score as a function of texts.

No check needs a label: each compares a prompt with itself, changed in a way whose effect on quality is known. Differences are measured
in *steps*: one step is the mean difference between the full prompts and their vague twins, so the scale of the score does not matter.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Scorer = Callable[[list[str]], Sequence[Any]]

PROMPTS = (
    (
        "Write a SQL query for PostgreSQL 15 that lists the 20 customers with the highest revenue in March 2024. Use only the tables"
        " orders and customers. Sort by revenue, highest first.",
        "Write something good for the database that shows the customers that matter most to us over some recent period. Use what you"
        " think is right. Make it nice and also fast.",
    ),
    (
        "Summarize the report below for the board in at most 120 words. Name the 3 largest risks and the owner of each. Write in plain"
        " English without abbreviations.",
        "Do something with the report below for the people in not too many words. Mention a few things that seem rather important and"
        " whatever else. Write it nicely.",
    ),
    (
        "Translate the user manual of the Bosch GSR 12 drill from German into Spanish. Keep all units and part numbers. Return one table"
        " with 2 columns: source and translation.",
        "Change the text of the thing from one language into some other. Keep everything that might be relevant. Return it in a form"
        " that looks good and is easy to use.",
    ),
    (
        "Review the Python function below for race conditions. List each finding with line number and severity from 1 to 5. Suggest one"
        " fix per finding in at most 3 sentences.",
        "Look at the code below and say what you think of it. List anything that could maybe be better somehow. Suggest something if it"
        " is needed, but do not overdo it please.",
    ),
    (
        "Plan a 4-day walking tour in Madeira for two adults in October. Limit each stage to 15 kilometres. Give start, end, hours and one"
        " place to eat per day.",
        "Plan a really nice trip to somewhere warm for some people at some time. Keep it not too hard. Give all of the usual things that"
        " one would want per day.",
    ),
    (
        "Draft an email to tenants of Lindenstrasse 14 about the water shutdown on 6 May from 9:00 to 12:00. Use at most 90 words and a"
        " friendly, formal tone.",
        "Draft something to the people about the thing that will happen soon and for some time. Use a few words, whatever fits, and make"
        " the tone appropriate and quite good.",
    ),
    (
        "Create a Terraform module for an AWS S3 bucket with versioning and a 30-day lifecycle rule. Block public access. Expose the"
        " bucket name and ARN as outputs.",
        "Create some infrastructure code for storage in the cloud with the usual options and rules. Make it secure. Expose whatever other"
        " people could possibly need as some kind of output.",
    ),
    (
        "Explain photosynthesis to pupils of 12 years in 5 short paragraphs. Use one comparison with a kitchen. End with 3 questions and"
        " their answers.",
        "Explain how things work to whoever may read it in several parts. Use something that helps them. End with a few things that are"
        " somewhat interesting.",
    ),
)
"""Full prompts, each with a vague twin of about as many words."""

FILLER = (
    "This matters a lot to all of us. We have been thinking about it for quite a while now. Please take your time and do it as well as"
    " you can. As always, many thanks in advance for all the help with this."
)
KEYWORDS = "detailed specific clear structured complete format example step by step must exactly professional expert"
NONSENSE = (
    "asdf qwer zxcv lkjh poiu mnbv tyui ghjk wert sdfg xcvb",
    "!!! ??? ### $$$ %%% &&& *** ((( )))",
    "detailed, specific, clear, structured, complete, format, example, expert, professional, exactly, must, always",
    "xk7 q9z blorf zint grawp fnord qux vlim drosk plonk yrgh",
)
SYNONYMS = {
    "largest": "biggest", "short": "brief", "list": "name", "lists": "shows", "draft": "write", "explain": "describe", "give": "state",
    "create": "make", "below": "underneath", "highest": "top", "plan": "prepare", "review": "examine",
}  # fmt: skip


def _keep_case(word: str, other: str) -> str:
    return other.capitalize() if word[0].isupper() else other


def _synonyms(text: str) -> str:
    pattern = re.compile(rf"\b({'|'.join(SYNONYMS)})\b", re.IGNORECASE)
    return pattern.sub(lambda found: _keep_case(found[0], SYNONYMS[found[0].lower()]), text)


def _spaced(text: str) -> str:
    return "\n" + text.replace(". ", ".\n\n").replace(" the ", "  the ") + "  \n"


def _marked(text: str) -> str:
    first, _, rest = text.partition(" ")
    return f"**{first}** {rest}"


def _shuffled(text: str) -> str:
    words = text.split()
    random.Random(len(text)).shuffle(words)
    return " ".join(words)


def _some(text: str) -> str:
    return re.sub(r"\b\d[\d:,.]*(?=\b)", "some", text)


def _without_limit(text: str) -> str:
    """Leave out the last sentence: in every prompt here it states form, amount or order."""
    sentences = re.split(r"(?<=\.) ", text)
    return " ".join(sentences[:-1])


@dataclass(frozen=True)
class ScorerCheck:
    """The result of one check.

    Attributes:
        check: its name.
        kind: invariance, direction, anti-stuffing, length-matched, length-reversed or nonsense.
        n: comparisons.
        value: what was measured: mean change in steps, or share of comparisons that came out right.
        limit: what it has to reach; for changes the most that is allowed.
        passed: whether it does.
    """

    check: str
    kind: str
    n: int
    value: float
    limit: float
    passed: bool

    def __str__(self) -> str:
        word = "passed" if self.passed else "FAILED"
        return f"{word}  {self.kind:<15} {self.check:<40} {self.value:6.2f}  (limit {self.limit:g}, n {self.n})"


MOST_CHANGE = 0.25
"""Steps by which a change without meaning may move the score, on average. Judgement: a quarter of full against vague."""
LEAST_RIGHT = 0.75
"""Share of comparisons that must come out right. Judgement: six of eight."""


def scorer_report(scorer: Scorer) -> list[ScorerCheck]:
    """Return the result of every check for a score.

    Args:
        scorer: takes a list of texts and returns one number per text, higher is better; None or not-a-number abstains.
    """
    return _Suite(scorer).checks()


def check_scorer(scorer: Scorer) -> list[ScorerCheck]:
    """Check that a score of prompts behaves as quality does, and return the results.

    Invariance: white space, markdown marks, renamed variables and synonyms hardly move it. Direction: removing a limit or the digits,
    contradicting a limit or shuffling the words lowers it, adding a number raises it. Anti-stuffing: copies, keywords and filler do not
    raise it. A full prompt beats its vague twin of equal length, and a longer, padded one. Nonsense abstains or scores below every full
    prompt.

    Args:
        scorer: takes a list of texts and returns one number per text, higher is better; None or not-a-number abstains.

    Raises:
        AssertionError: the checks that fail, with what was measured.

    Example:
        >>> check_scorer(lambda texts: [len(text.split()) for text in texts])
        Traceback (most recent call last):
            ...
        AssertionError: The score fails 8 of 15 checks:
        ...
    """
    results = scorer_report(scorer)
    failed = [str(result) for result in results if not result.passed]
    if failed:
        raise AssertionError(f"The score fails {len(failed)} of {len(results)} checks:\n" + "\n".join(failed))
    return results


class _Suite:
    """The full prompts, their twins, and the scores of both."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self.full = [full for full, _ in PROMPTS]
        self.vague = [vague for _, vague in PROMPTS]
        self.of_full, self.of_vague = self.scores(self.full), self.scores(self.vague)
        gaps = [one - other for one, other in zip(self.of_full, self.of_vague, strict=True)]
        mean = sum(gaps) / len(gaps)
        spread = max(self.of_full + self.of_vague) - min(self.of_full + self.of_vague)
        # A score that does not tell the twins apart still has a scale: a tenth of its range.
        self.step = max(mean, spread / 10) or 1.0

    def scores(self, texts: list[str]) -> list[float]:
        """Return scores, an abstention as minus infinity: the worst there is."""
        return [-math.inf if value is None or math.isnan(value) else float(value) for value in self._scorer(texts)]

    def checks(self) -> list[ScorerCheck]:
        return [
            self._still("white space and line breaks", _spaced),
            self._still("markdown marks", _marked),
            self._still("synonyms", _synonyms),
            self._variables(),
            self._lower("a limit is left out", _without_limit),
            self._lower("digits become 'some'", _some),
            self._lower("a contradiction is added", lambda text: f"{text} Use exactly 50 words. Write at least 400 words."),
            self._lower("the words are shuffled", _shuffled),
            self._number(),
            self._no_gain("the prompt stands there five times", lambda text: "\n".join([text] * 5)),
            self._no_gain("keywords are added", lambda text: f"{text} {KEYWORDS}"),
            self._no_gain("filler is added", lambda text: f"{text} {FILLER}"),
            self._share("full against vague of equal length", "length-matched", self.of_full, self.of_vague),
            self._share("full against longer vague", "length-reversed", self.of_full, self.scores(self._padded())),
            self._nonsense(),
        ]

    def _padded(self) -> list[str]:
        return [f"{vague} {FILLER}" for vague in self.vague]

    def _still(self, name: str, change: Callable[[str], str]) -> ScorerCheck:
        return self._moved(name, self.of_full, self.scores([change(text) for text in self.full]))

    def _variables(self) -> ScorerCheck:
        texts = [f"{full} Input: {{text}}" for full in self.full]
        renamed = [text.replace("{text}", "{source}") for text in texts]
        return self._moved("a variable has another name", self.scores(texts), self.scores(renamed))

    def _moved(self, name: str, before: list[float], after: list[float]) -> ScorerCheck:
        moves = [abs(one - other) / self.step if one != other else 0.0 for one, other in zip(before, after, strict=True)]
        value = sum(moves) / len(moves)
        return ScorerCheck(name, "invariance", len(moves), value, MOST_CHANGE, value <= MOST_CHANGE)

    def _lower(self, name: str, change: Callable[[str], str]) -> ScorerCheck:
        changed = [(before, change(text)) for text, before in zip(self.full, self.of_full, strict=True) if change(text) != text]
        return self._share(name, "direction", [before for before, _ in changed], self.scores([text for _, text in changed]))

    def _number(self) -> ScorerCheck:
        told = [f"{text} Give 3 reasons." for text in self.vague]
        return self._share("a number is added", "direction", self.scores(told), self.of_vague)

    def _no_gain(self, name: str, change: Callable[[str], str]) -> ScorerCheck:
        after = self.scores([change(text) for text in self.full])
        gains = [max(other - one, -self.step) / self.step for one, other in zip(self.of_full, after, strict=True)]
        value = sum(gains) / len(gains)
        return ScorerCheck(name, "anti-stuffing", len(gains), value, MOST_CHANGE, value <= MOST_CHANGE)

    def _share(self, name: str, kind: str, better: list[float], worse: list[float]) -> ScorerCheck:
        right = sum(one > other for one, other in zip(better, worse, strict=True)) / len(better)
        return ScorerCheck(name, kind, len(better), right, LEAST_RIGHT, right >= LEAST_RIGHT)

    def _nonsense(self) -> ScorerCheck:
        lowest = min(self.of_full)
        found = self.scores(list(NONSENSE))
        right = sum(score < lowest for score in found) / len(found)
        return ScorerCheck("nonsense abstains or is below every full prompt", "nonsense", len(found), right, 1.0, right == 1.0)
