"""Every table of PromptSmith, declared once.

Frames, the store's DDL, the checks and the table reference in the docs are all made from these declarations. Offsets are half-open
code points in the original text. A null always has a meaning, and it is written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from promptsmith.errors import PromptSmithError

if TYPE_CHECKING:
    import pyarrow as pa

NEVER = "never null"
NOT_READ = "the prompt could not be read; see errors"
NO_INTERVAL = "no score, or none of stated coverage for this text; see score_status and interval_status"
NOT_SCORED = "the score abstained or the prompt could not be read; see score_status"


@dataclass(frozen=True)
class Column:
    """One column: name, type, meaning, range and what a null says."""

    name: str
    dtype: str
    meaning: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    null: str = NEVER


@dataclass(frozen=True)
class Table:
    """One table: its columns in order and what a row stands for."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Names of the columns, in order."""
        return [column.name for column in self.columns]


def _share(name: str, meaning: str, null: str = NOT_READ) -> Column:
    return Column(name, "float", meaning, low=0.0, high=1.0, null=null)


def _count(name: str, meaning: str, unit: str, null: str = NOT_READ) -> Column:
    return Column(name, "int", meaning, unit=unit, low=0, null=null)


_PROMPT_ID = Column("prompt_id", "id", "the caller's id, or the row number counted from 0")
_START = Column("start", "int", "first character of the span", unit="code points", low=0)
_END = Column("end", "int", "one past the last character of the span", unit="code points", low=0)

PROMPTS = Table(
    "prompts",
    "one prompt of the input, in the order of the input",
    (
        _PROMPT_ID,
        Column("text_hash", "text", "BLAKE2b-128 of the UTF-8 text, hexadecimal", null=NOT_READ),
        Column("prompt", "text", "the text as given", null="the input had no text in this row"),
        Column("domain", "text", "the domain used: given, or detected when the domain is 'auto'", null=NOT_READ),
        _share("domain_confidence", "confidence of the detected domain; 1 when the caller gave it"),
        Column("language", "text", "en, es, other or unknown", null=NOT_READ),
        _count("n_chars", "length of the text", "code points"),
        _count("n_words", "whitespace-separated pieces that hold a letter or digit", "words"),
        _count("n_sentences", "sentences and list items", "sentences"),
        _count("n_tokens_est", "estimated tokens of a current model vocabulary", "tokens"),
        _share("complexity", "design formula: length, sentence length, variety of words, technical terms"),
        _share("ambiguity", "share of vague, hedged and unresolved wording, saturating"),
        Column(
            "readability",
            "float",
            "Flesch reading ease (English) or Fernandez Huerta (Spanish); higher is easier",
            low=-1000.0,
            high=210.0,
            null="no words, or a language without a formula",
        ),
        Column(
            "sentiment",
            "float",
            "balance of positive and negative words",
            low=-1.0,
            high=1.0,
            null="no words, or a language without a word list",
        ),
        Column("intent", "text", "create, modify, analyze, explain, debug or optimize", null="no intent was recognised"),
        _share("intent_confidence", "confidence of the intent", null="no intent was recognised"),
        Column("has_variables", "bool", "the text holds a placeholder", null=NOT_READ),
        _count("n_technical_terms", "distinct technical terms", "terms"),
        _share("clarity", "dimension: can the wording be read in one way", NOT_SCORED),
        _share("specificity", "dimension: is what is wanted named and bounded", NOT_SCORED),
        _share("structure", "dimension: are the parts apart and in order", NOT_SCORED),
        _share("completeness", "dimension: is what the model must know there", NOT_SCORED),
        _share("overall", "weighted mean of the four dimensions", NOT_SCORED),
        _share("overall_low", "lower end of the interval of overall", NO_INTERVAL),
        _share("overall_high", "upper end of the interval of overall", NO_INTERVAL),
        Column("score_status", "text", "'scored', 'abstained: <reason>' or 'failed: <reason>'"),
        Column("is_valid", "bool", "the prompt was read, is no nonsense, and has no finding of severity error"),
        _count("n_errors", "findings of severity error", "findings"),
        _count("n_warnings", "findings of severity warning", "findings"),
        _count("n_infos", "findings of severity info", "findings"),
        *(
            _share(f"{dimension}_{end}", f"{which} end of the interval of {dimension}", NO_INTERVAL)
            for dimension in ("clarity", "specificity", "structure", "completeness")
            for end, which in (("low", "lower"), ("high", "upper"))
        ),
        Column(
            "interval_status",
            "text",
            "which scores have no interval of stated coverage, and why",
            null="every score has one, or there is no score",
        ),
    ),
)

FINDINGS = Table(
    "findings",
    "one located defect of one prompt",
    (
        _PROMPT_ID,
        Column("code", "text", "rule code"),
        Column("name", "text", "rule name"),
        Column("severity", "text", "error, warning or info: the harm"),
        _share("confidence", "measured precision of the rule", "the rule's precision is not measured yet (preview)"),
        Column("scope", "text", "what the span is: instruction, context, data, example, quote, code or placeholder"),
        _START,
        _END,
        Column("excerpt", "text", "the span's text, shortened"),
        Column("message", "text", "what is wrong here"),
        Column("suggestion", "text", "what to do about it", null="the rule has no suggestion for this case"),
        Column("fixable", "bool", "a fix exists for this finding"),
        Column("replacement", "text", "text a fix puts in place of the span", null="there is no fix for this finding"),
        Column("related", "spans", "further spans of the same defect: the partner of a conflict, the first of two twins"),
    ),
)

CONSTRAINTS = Table(
    "constraints",
    "one typed limit stated in one prompt",
    (
        _PROMPT_ID,
        Column("limit_id", "int", "number of the limit within the prompt, from 0", low=0),
        Column("kind", "text", "number, format, include, exclude, ..."),
        Column("subject", "text", "what is limited: answer, title, each paragraph, ..."),
        Column("unit", "text", "words, sentences, ...", null="the limit has no unit"),
        Column("low", "float", "smallest allowed amount", null="no lower bound"),
        Column("high", "float", "largest allowed amount", null="no upper bound"),
        Column("value", "text", "literal or name the limit is about", null="a pure number limit"),
        Column("polarity", "text", "require or forbid"),
        Column("scope_path", "text", "where the limit applies, from the outside in"),
        _START,
        _END,
        Column("language", "text", "language of the wording"),
    ),
)

TOKENS = Table(
    "tokens",
    "one token of one prompt, on demand",
    (
        _PROMPT_ID,
        Column("text", "text", "the token"),
        Column("lemma", "text", "dictionary form", null="no language model is installed"),
        Column("part_of_speech", "text", "universal part of speech", null="no language model is installed"),
        Column("is_stop", "bool", "function word of the language", null="language without a list"),
        _START,
        _END,
    ),
)

ENTITIES = Table(
    "entities",
    "one named or technical entity of one prompt, on demand",
    (
        _PROMPT_ID,
        Column("text", "text", "the entity as written"),
        Column("label", "text", "TECHNOLOGY, FILE_TYPE, URL, VERSION, DATABASE, PROTOCOL, ... or a model's label"),
        Column("source", "text", "'rules' or the name of the language model"),
        _START,
        _END,
    ),
)

PROCESSED = Table(
    "processed",
    "one rewritten prompt, in the order of the input",
    (
        _PROMPT_ID,
        Column("original", "text", "the text as given", null="the input had no text in this row"),
        Column("refined", "text", "the rewritten text; equal to original when nothing helps", null=NOT_READ),
        Column("domain", "text", "the domain used: given, or detected when the domain is 'auto'", null=NOT_READ),
        Column("tone", "text", "the tone of the system prompt", null=NOT_READ),
        Column("system_prompt", "text", "system prompt for domain, tone and context", null=NOT_READ),
        Column("template", "text", "the prompt rendered in its template", null=NOT_READ),
        Column("template_type", "text", "basic, chain-of-thought, few-shot, role-based or step-by-step", null=NOT_READ),
        Column("examples", "examples", "input and output pairs for the domain and intent", null=NOT_READ),
        Column("edits", "edits", "every change: span in the original, before, after, rule", null=NOT_READ),
        Column("proof", "proof", "every invariant checked, whether it holds, and what was compared", null=NOT_READ),
        Column("rules_applied", "names", "ids of the rewriting rules that fired, in order", null=NOT_READ),
        _share("score_before", "overall of original", NOT_SCORED),
        _share("score_after", "overall of refined", NOT_SCORED),
        Column("cache_hit", "bool", "the row came from the cache"),
        Column("elapsed_ms", "float", "time spent on this row", unit="ms", low=0.0, null="no clock was given"),
    ),
)

VALIDATED = Table(
    "validated",
    "the verdict on one prompt, in the order of the input",
    (
        _PROMPT_ID,
        Column("is_valid", "bool", "the prompt was read, is no nonsense, and has no finding of severity error"),
        Column("errors", "names", "why the row could not be read, or messages of severity error with their rule code"),
        Column("warnings", "names", "messages of severity warning, each with its rule code", null=NOT_READ),
        Column("suggestions", "names", "what to do, one per finding that has advice, without repeats", null=NOT_READ),
    ),
)

ERRORS = Table(
    "errors",
    "one fault of one input row; the other rows go on",
    (
        _PROMPT_ID,
        Column("stage", "text", "the stage that failed: input, evaluate, process, ..."),
        Column("error", "text", "kind of fault"),
        Column("message", "text", "what is wrong, what is allowed and what to do next"),
    ),
)

CHECKS = Table(
    "checks",
    "the verdict of one answer on one limit of its prompt",
    (
        _PROMPT_ID,
        Column("limit_id", "int", "number of the limit within the prompt, from 0", low=0),
        Column("status", "text", "satisfied, violated or not checkable"),
        Column("limit", "text", "the words of the prompt that state the limit"),
        Column("measured", "float", "the amount counted in the answer", low=0.0, null="nothing was counted"),
        Column("found", "text", "what was found in the answer", null="only an amount was measured, or nothing was found"),
        Column("reason", "text", "what was measured, or why nothing can be decided"),
        Column("spans", "spans", "places in the answer where it is violated; empty when the fault is an absence"),
        Column("kind", "text", "number, format, include, exclude, ..."),
        Column("subject", "text", "what is limited: answer, title, each paragraph, ..."),
        Column("unit", "text", "words, sentences, ...", null="the limit has no unit"),
        Column("low", "float", "smallest allowed amount", null="no lower bound"),
        Column("high", "float", "largest allowed amount", null="no upper bound"),
        Column("value", "text", "literal or name the limit is about", null="a pure number limit"),
        Column("polarity", "text", "require or forbid"),
        Column("scope_path", "text", "where the limit applies, from the outside in"),
        _START,
        _END,
    ),
)

_ADDED = "the limit was added"
_REMOVED = "the limit was removed"


def _side(side: str, null: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_low", "float", f"smallest allowed amount in the {side} prompt", null=f"no lower bound, or {null}"),
        Column(f"{side}_high", "float", f"largest allowed amount in the {side} prompt", null=f"no upper bound, or {null}"),
        Column(f"{side}_scope_path", "text", f"where the limit applies in the {side} prompt", null=null),
        Column(f"{side}_start", "int", f"first character of the limit in the {side} prompt", "code points", 0, null=null),
        Column(f"{side}_end", "int", f"one past its last character in the {side} prompt", "code points", 0, null=null),
    )


CONSTRAINT_CHANGES = Table(
    "constraint_changes",
    "one limit that two versions of a prompt do not share",
    (
        _PROMPT_ID,
        Column("change", "text", "added, removed, tightened, loosened or moved"),
        Column("kind", "text", "number, format, include, exclude, ..."),
        Column("subject", "text", "what is limited: answer, title, each paragraph, ..."),
        Column("unit", "text", "words, sentences, ...", null="the limit has no unit"),
        Column("value", "text", "literal or name the limit is about", null="a pure number limit"),
        Column("polarity", "text", "require or forbid"),
        *_side("old", _ADDED),
        *_side("new", _REMOVED),
    ),
)

REDUNDANT_LIMITS = Table(
    "redundant_limits",
    "one limit of a prompt that another limit of it already implies",
    (
        _PROMPT_ID,
        Column("redundancy", "text", "'repeated' (the same limit twice) or 'implied' (it follows from the other one)"),
        Column("kind", "text", "number, format, include, exclude, ..."),
        Column("subject", "text", "what is limited: answer, title, each paragraph, ..."),
        Column("scope_path", "text", "where both limits apply, from the outside in"),
        Column("limit", "text", "the words of the limit that adds nothing"),
        _START,
        _END,
        Column("implied_by", "text", "the words of the limit that says it already"),
        Column("by_start", "int", "first character of that limit", unit="code points", low=0),
        Column("by_end", "int", "one past its last character", unit="code points", low=0),
        Column("reason", "text", "why the one follows from the other"),
    ),
)

_GROUP = Column(
    "group", "text", "the prompt this row is a version of", null="no column of groups was named, or its cell is null"
)
_NO_PAIR = "no other text of the frame is as similar as asked"
_NO_GROUPS = "no column of versions was named"
_NOTHING = "no prompt of the frame could be read"

CORPUS_PROMPTS = Table(
    "corpus_prompts",
    "one prompt of the frame, in the order of the frame",
    (
        _PROMPT_ID,
        _GROUP,
        Column("version", "text", "version of the prompt", null="no column of versions was named, or its cell is null"),
        Column("domain", "text", "the domain, detected or given by a column 'domain'", null=NOT_READ),
        Column("language", "text", "en, es, other or unknown", null=NOT_READ),
        Column("intent", "text", "create, modify, analyze, explain, debug or optimize", null="no intent was recognised"),
        _count("n_words", "whitespace-separated pieces that hold a letter or digit", "words"),
        Column("length", "text", "bucket of n_words", null=NOT_READ),
        _share("overall", "score, as in the table prompts", NOT_SCORED),
        _count("n_same", "other rows with exactly this text", "prompts"),
        _count("n_alike", "other rows with this text but for case or spacing, exact copies not counted", "prompts"),
        Column("nearest_id", "id", "id of the most similar text that is no copy", null=_NO_PAIR),
        _share("nearest_similarity", "its similarity: shared part of words and pairs of neighbouring words", _NO_PAIR),
        _count("n_shared_blocks", "places of shared blocks in the text", "blocks"),
        _share("share_shared", "share of the words that stand in shared blocks", "the text has no words or could not be read"),
    ),
)

DUPLICATES = Table(
    "duplicates",
    "two prompts of the frame that are equal or similar, the most similar first",
    (
        Column("rank", "int", "place of the pair by similarity, from 1; copies come first, then the order of the frame", low=1),
        Column("prompt_id", "id", "the prompt that stands later in the frame"),
        Column("other_id", "id", "the one before it; of a copy the first prompt with this text"),
        Column("kind", "text", "exact (every character), normalised (all but case and spacing) or near"),
        Column(
            "similarity",
            "float",
            "shared part of all words and pairs of neighbouring words (Jaccard index), without case and edge punctuation",
            low=0.0,
            high=1.0,
        ),
        Column("excerpt", "text", "beginning of the prompt"),
        Column("other_excerpt", "text", "beginning of the other prompt"),
    ),
)

SHARED_BLOCKS = Table(
    "shared_blocks",
    "one run of sentences that several different prompts share, the costliest first",
    (
        Column("block_id", "int", "number of the block, from 0", low=0),
        Column("n_prompts", "int", "rows that hold it", unit="prompts", low=2),
        Column("share_prompts", "float", "share of the rows that could be read", low=0.0, high=1.0),
        Column("n_texts", "int", "different texts that hold it", unit="texts", low=2),
        Column("n_words", "int", "its length", unit="words", low=1),
        Column("n_sentences", "int", "its sentences and list items", unit="sentences", low=1),
        Column("n_words_repeated", "int", "words that all rows but one spend on it", unit="words", low=1),
        Column("prompt_id", "id", "the first prompt that holds it"),
        Column("start", "int", "first character of the block in that prompt", unit="code points", low=0),
        Column("end", "int", "one past its last character", unit="code points", low=0),
        Column("text", "text", "the block as written there"),
    ),
)

SHARED_BLOCK_PLACES = Table(
    "shared_block_places",
    "one place of a shared block, in the order of the frame",
    (Column("block_id", "int", "number of the block", low=0), _PROMPT_ID, _START, _END),
)

DRIFT = Table(
    "drift",
    "one step from a version of a prompt to the next one",
    (
        _GROUP,
        Column("old_version", "text", "the older version", null=_NO_GROUPS),
        Column("new_version", "text", "the newer version", null=_NO_GROUPS),
        Column("old_id", "id", "id of the older prompt"),
        Column("prompt_id", "id", "id of the newer prompt"),
        _share("similarity", "shared part of words and pairs of neighbouring words", "neither version has a word"),
        Column("n_words_added", "int", "words more, each as often as it occurs; one that only moved is no change", "words", 0),
        Column("n_words_removed", "int", "words fewer", "words", 0),
        Column("sentences_added", "names", "sentences only the newer version has, as written; at most 50"),
        Column("sentences_removed", "names", "sentences only the older version has, as written; at most 50"),
        Column("n_limits_added", "int", "limits only the newer version states", "limits", 0),
        Column("n_limits_removed", "int", "limits only the older version states", "limits", 0),
        Column("n_limits_tightened", "int", "limits that allow less than before", "limits", 0),
        Column("n_limits_loosened", "int", "limits that allow more than before", "limits", 0),
        Column("n_limits_moved", "int", "limits that apply to another part or under another condition", "limits", 0),
        _share("old_overall", "score of the older version", NOT_SCORED),
        _share("new_overall", "score of the newer version", NOT_SCORED),
        Column("score_change", "float", "new minus old score", low=-1.0, high=1.0, null="one of both has no score"),
    ),
)

COVERAGE = Table(
    "coverage",
    "one value of domain, language, intent or length over the whole frame",
    (
        Column("dimension", "text", "domain, language, intent or length"),
        Column("value", "text", "the value; known values that no prompt has are rows too", null="none was recognised"),
        Column("n_prompts", "int", "prompts that have it", unit="prompts", low=0, null=_NOTHING),
        _share("share_prompts", "share of the prompts that could be read", _NOTHING),
    ),
)

CHECKLIST_COVERAGE = Table(
    "checklist_coverage",
    "one element of the checklist of one domain over the whole frame",
    (
        Column("domain", "text", "the domain"),
        Column("item", "text", "the element"),
        Column("question", "text", "the question that a prompt should answer"),
        Column("n_asked", "int", "prompts of the domain to which it applies", unit="prompts", low=0),
        Column("n_answered", "int", "of these, prompts that state it", unit="prompts", low=0, null="it applies to no prompt"),
        _share("share_answered", "share of these", "it applies to no prompt"),
        Column("is_absent", "bool", "no prompt to which it applies states it", null="it applies to no prompt"),
    ),
)

CORPUS_FINDINGS = Table(
    "corpus_findings",
    "one defect of the frame as a whole, or of several of its prompts together",
    (
        Column("code", "text", "code of the rule over whole frames"),
        Column("name", "text", "name of the rule"),
        Column("severity", "text", "error, warning or info: the harm"),
        Column("prompt_id", "id", "the prompt it shows in first", null="it is about no prompt in particular"),
        Column("n_prompts", "int", "prompts concerned", unit="prompts", low=1),
        Column("message", "text", "what is wrong"),
        Column("suggestion", "text", "what to do about it"),
        Column("excerpt", "text", "words of the prompt, shortened", null="it is about no text in particular"),
    ),
)

_NO_ITEMS = "the pair was not compared; see reason"

VARIANTS = Table(
    "variants",
    "one variant of a comparison, from the best to the worst mean",
    (
        Column("variant", "text", "name of the variant"),
        Column("n_items", "int", "items with an outcome of this variant", unit="items", low=0),
        Column("mean", "float", "mean outcome over its items, in the unit of the outcome", null="it has no outcome"),
        Column("low", "float", "lower end of the interval of the mean", null="too few items or clusters, or no spread"),
        Column("high", "float", "upper end of the interval of the mean", null="too few items or clusters, or no spread"),
        Column("rank", "int", "place by mean, 1 is best; equal means share a place", low=1, null="it has no outcome"),
        Column("rank_low", "int", "best place in the resamples, by the level; not corrected for the number of variants", low=1),
        Column("rank_high", "int", "worst place in the resamples, by the level", low=1),
        Column("band", "int", "group of variants not told apart from the best of the group; 1 is best", low=1),
        Column("tied_with", "names", "every variant from which no test tells it apart"),
    ),
)

PAIRS = Table(
    "pairs",
    "one pair of variants on the items that both have; a is the one with the better mean",
    (
        Column("a", "text", "variant with the better mean over all of its items"),
        Column("b", "text", "the other variant"),
        Column("n_used", "int", "items with outcomes of both", unit="items", low=0),
        Column("n_dropped", "int", "items without an outcome of one or both; the table dropped says why", unit="items", low=0),
        Column("n_clusters", "int", "clusters of the items used", unit="clusters", low=0, null="items are independent"),
        Column("mean_a", "float", "mean of a over the items used", null=_NO_ITEMS),
        Column("mean_b", "float", "mean of b over the items used", null=_NO_ITEMS),
        Column("difference", "float", "mean of a minus mean of b, in the unit of the outcome", null=_NO_ITEMS),
        Column(
            "low",
            "float",
            "lower end of the interval of the difference; not corrected for the number of pairs",
            null="see reason",
        ),
        Column("high", "float", "upper end of the interval of the difference", null="see reason"),
        Column("interval", "text", "how the interval is made", null=_NO_ITEMS),
        _share("share_a_better", "share of items on which a is better", _NO_ITEMS),
        _share("share_equal", "share of items on which both are equal", _NO_ITEMS),
        _share("share_b_better", "share of items on which b is better", _NO_ITEMS),
        Column("effect", "float", "effect size of a minus b", null="it is not defined here: nothing to divide by, or no items"),
        Column("effect_name", "text", "which effect size", null=_NO_ITEMS),
        Column("test", "text", "the test of no difference", null=_NO_ITEMS),
        _share("p", "two-sided p value of the test", _NO_ITEMS),
        _share("p_adjusted", "the same, corrected for the number of pairs", _NO_ITEMS),
        _share(
            "p_equivalence",
            "p value of two one-sided tests that the difference is within the margin",
            "no margin, or no spread",
        ),
        _share("p_equivalence_adjusted", "the same, corrected for the number of pairs", "no margin, or no spread"),
        Column("is_equivalent", "bool", "the difference is shown to be within the margin", null="no margin, or no spread"),
        Column("verdict", "text", "a better, b better, equivalent, tied or not compared"),
        Column(
            "minimum_detectable",
            "float",
            "smallest true difference found with the wanted power by this many items, by the t approximation",
            low=0.0,
            null="there is no spread to judge by",
        ),
        Column(
            "n_more_items",
            "int",
            "further items to find the observed difference, if it is the true one",
            "items",
            0,
            null="see reason, or more than 10 million",
        ),
        Column(
            "n_more_items_margin",
            "int",
            "further items to find a difference as large as the margin",
            "items",
            0,
            null="no margin, or no spread",
        ),
        Column("reason", "text", "what could not be decided, and why", null="nothing is left out"),
    ),
)

CLUSTER_RANKS = Table(
    "cluster_ranks",
    "one variant in one cluster of items",
    (
        Column("cluster", "text", "name of the cluster"),
        Column("variant", "text", "name of the variant"),
        Column("n_items", "int", "items with an outcome", unit="items", low=1),
        Column("mean", "float", "mean outcome in the cluster"),
        Column("rank", "float", "place by mean in the cluster, 1 is best; equal means share their middle place", low=1.0),
    ),
)

DROPPED = Table(
    "dropped",
    "one outcome that a comparison does not use",
    (
        Column(
            "row",
            "int",
            "row of the input, from 0; in a wide table rows count on from column to column",
            low=0,
            null="no single row",
        ),
        Column("variant", "text", "name of the variant", null="the row has none"),
        Column("item", "text", "name of the item", null="the row has none"),
        Column("reason", "text", "why it is not used"),
    ),
)

SCORE_DIFFERENCES = Table(
    "score_differences",
    "one score of one prompt beside that of the first prompt",
    (
        _PROMPT_ID,
        Column("score", "text", "clarity, specificity, structure, completeness or overall"),
        _share("old", "score of the first prompt", NOT_SCORED),
        _share("old_low", "lower end of its interval", "this score has no interval, or see score_status"),
        _share("old_high", "upper end of its interval", "this score has no interval, or see score_status"),
        _share("new", "score of this prompt", NOT_SCORED),
        _share("new_low", "lower end of its interval", "this score has no interval, or see score_status"),
        _share("new_high", "upper end of its interval", "this score has no interval, or see score_status"),
        Column("difference", "float", "new minus old", low=-1.0, high=1.0, null="one of both has no score"),
        Column("verdict", "text", "tied (the intervals overlap), higher, lower or not judged"),
        Column("reason", "text", "why it is not judged", null="it is judged"),
    ),
)

FINDING_CHANGES = Table(
    "finding_changes",
    "one rule that finds something in one prompt or in the first prompt",
    (
        _PROMPT_ID,
        Column("change", "text", "added, removed, more, fewer or same"),
        Column("code", "text", "rule code"),
        Column("name", "text", "rule name"),
        Column("severity", "text", "error, warning or info: the harm"),
        Column("n_old", "int", "findings in the first prompt", "findings", 0),
        Column("n_new", "int", "findings in this prompt", "findings", 0),
        Column("message", "text", "the first finding's message, of this prompt if it has one, else of the first prompt"),
    ),
)

TABLES = (
    PROMPTS,
    FINDINGS,
    CONSTRAINTS,
    TOKENS,
    ENTITIES,
    PROCESSED,
    VALIDATED,
    CHECKS,
    CONSTRAINT_CHANGES,
    REDUNDANT_LIMITS,
    CORPUS_PROMPTS,
    DUPLICATES,
    SHARED_BLOCKS,
    SHARED_BLOCK_PLACES,
    DRIFT,
    COVERAGE,
    CHECKLIST_COVERAGE,
    CORPUS_FINDINGS,
    ERRORS,
)

FIGURES = Table(
    "figures",
    "one figure of a calibration; those of a fit are made of scores of groups that it has not seen",
    (
        Column("figure", "text", "what was judged"),
        Column("n", "int", "texts or pairs", low=0),
        Column("n_groups", "int", "groups, which are never split", low=0),
        Column("metric", "text", "how it was judged"),
        Column("value", "float", "the figure"),
        Column("low", "float", "lower end of its 95 % interval over groups"),
        Column("high", "float", "upper end of its 95 % interval over groups"),
        Column("word_count", "float", "the same metric of the number of words", null="nothing to compare"),
        Column(
            "difference_low", "float", "lower end of the 95 % interval of the difference from it", null="nothing to compare"
        ),
        Column("difference_high", "float", "upper end of that interval", null="nothing to compare"),
        Column("verdict", "text", "better, worse, or not shown to be better than counting words", null="nothing to compare"),
    ),
)

FITTED_WEIGHTS = Table(
    "fitted_weights",
    "one dimension in one domain",
    (
        Column("domain", "text", "the domain"),
        Column("dimension", "text", "the dimension"),
        Column("n_groups", "int", "groups behind the fit of this domain", low=0),
        _share("expert", "weight it was shrunk towards", NEVER),
        _share("fitted", "weight of the fit alone", "the domain had no labels"),
        _share("weight", "weight used", NEVER),
    ),
)

RELIABILITY = Table(
    "reliability",
    "one of up to ten equal groups of texts, by score; none for pairs",
    (
        Column("low", "float", "lowest score of the group"),
        Column("high", "float", "highest score of the group"),
        Column("n", "int", "texts", low=0),
        Column("predicted", "float", "mean score, of folds left out"),
        Column("seen", "float", "mean label, on the scale 0 to 1"),
    ),
)

UNUSED = Table(
    "unused",
    "one row of the input that the calibration does not use",
    (_PROMPT_ID, Column("reason", "text", "why")),
)

CALIBRATION_TABLES = (FIGURES, FITTED_WEIGHTS, RELIABILITY, UNUSED)
"""Tables of calibrations. The store keeps the weight set and the figures as JSON."""

COMPARISON_TABLES = (VARIANTS, PAIRS, CLUSTER_RANKS, DROPPED, SCORE_DIFFERENCES, FINDING_CHANGES)
"""Tables of comparisons. The store does not keep them: they follow from its runs or from the caller's outcomes."""


class SchemaError(PromptSmithError, ValueError):
    """A stage produced a table that does not follow its declaration: a defect of PromptSmith."""


@lru_cache(maxsize=32)
def arrow_type(dtype: str) -> pa.DataType:
    """Return the Arrow type of a declared dtype ('id' is decided by its values)."""
    import pyarrow as pa

    text = pa.string()
    types: dict[str, Any] = {
        "text": text,
        "int": pa.int64(),
        "float": pa.float64(),
        "bool": pa.bool_(),
        "time": pa.timestamp("us", "UTC"),
        "bytes": pa.binary(),
        "names": pa.list_(text),
        "examples": pa.list_(pa.struct([("input", text), ("output", text)])),
        "spans": pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())])),
        "edits": pa.list_(
            pa.struct([("start", pa.int64()), ("end", pa.int64()), ("before", text), ("after", text), ("rule", text)])
        ),
        "proof": pa.list_(pa.struct([("invariant", text), ("holds", pa.bool_()), ("detail", text)])),
    }
    return types[dtype]


def build(table: Table, columns: dict[str, Any]) -> pa.Table:
    """Return an Arrow table with exactly the declared columns, in the declared order and types.

    Raises:
        SchemaError: a declared column is missing or an undeclared one is present.
    """
    import pyarrow as pa

    if set(columns) != set(table.names):
        missing = sorted(set(table.names) - set(columns))
        extra = sorted(set(columns) - set(table.names))
        raise SchemaError(f"Table {table.name}: missing columns {missing}, undeclared columns {extra}.")
    arrays = []
    for column in table.columns:
        values = columns[column.name]
        if column.dtype == "id":
            # Row numbers stay integers so that they join with the caller's positions; given ids keep their type.
            array = values if isinstance(values, pa.Array) else pa.array(values)
            if pa.types.is_null(array.type):
                array = array.cast(pa.int64())
        else:
            wanted = arrow_type(column.dtype)
            if isinstance(values, pa.Array | pa.ChunkedArray):
                array = values if values.type == wanted else values.cast(wanted)
            else:
                array = pa.array(values, type=wanted, from_pandas=column.dtype == "float")
        arrays.append(array)
    return pa.table(arrays, names=table.names)


def check(table: Table, data: pa.Table) -> list[str]:
    """Return every way in which ``data`` breaks the declaration of ``table`` (empty: none)."""
    import pyarrow.compute as pc

    faults = []
    if data.column_names != table.names:
        return [f"columns are {data.column_names}, declared are {table.names}"]
    for column in table.columns:
        values = data[column.name]
        if column.null == NEVER and values.null_count:
            faults.append(f"{column.name}: {values.null_count} nulls, but it is never null")
        if column.low is not None and len(values) > values.null_count and pc.min(values).as_py() < column.low:
            faults.append(f"{column.name}: below {column.low}")
        if column.high is not None and len(values) > values.null_count and pc.max(values).as_py() > column.high:
            faults.append(f"{column.name}: above {column.high}")
    return faults
