"""The limits of a batch are those of its texts one by one, in exact spans and in linear time."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from promptsmith.constraints.algebra import conflicts
from promptsmith.constraints.parse import TERM_SETS, parse_batch, parse_limits
from promptsmith.text.batch import Batch
from promptsmith.text.document import Document
from promptsmith.text.terms import TermMatcher

TEXTS = [
    "",
    "Answer in at most 5 words.",
    "No limits here.",
    'Incluye la palabra "mar" y usa un tono formal.',
    "🙂🙂 Use at most 3 sentences 🙂. Respond in JSON.",
    "Title: at most 5 words.\nBody: at least 20 words.",
    "Do not mention prices. Be concise.",
]

PIECES = st.sampled_from(
    [
        "at most 5 words",
        "Use ",
        "each paragraph",
        '"sea"',
        "the word ",
        "not ",
        "in JSON",
        " formal tone",
        "if ",
        "\n- ",
        ". ",
        ", ",
        "al menos tres frases",
        "🙂",
        "É",
        "“",
        "'",
        ":",
        "must ",
        "include ",
        "`",
        "\u2028",
        "İ",
    ]
)


def test_a_batch_gives_the_same_limits_as_its_texts_one_by_one():
    batch = Batch.of(TEXTS)
    together = parse_batch(batch, TermMatcher(TERM_SETS).find(batch))
    assert together == [parse_limits(Document.of(text)) for text in TEXTS]
    assert [len(limits) for limits in together] == [0, 1, 0, 2, 2, 2, 2]


def test_a_sentence_of_many_texts_is_limited_at_its_own_place_in_each():
    texts = [
        f"{opening} Use at most 3 sentences. {closing}" for opening in ("Hi.", "Hello there.") for closing in ("", "Be brief.")
    ]
    batch = Batch.of(texts * 3)
    together = parse_batch(batch, TermMatcher(TERM_SETS).find(batch))
    assert together == [parse_limits(Document.of(text)) for text in texts * 3]
    assert [limits[0].start for limits in together[:4]] == [8, 8, 17, 17]
    assert [limits[0].sentence for limits in together[:4]] == [4, 4, 13, 13]


def test_a_sentence_that_asks_for_the_answer_of_its_prompt_is_read_in_each():
    texts = [
        "Write a summary of the report. The summary must have 50 words.",
        "Write an email. The summary must have 50 words.",
    ] * 3
    batch = Batch.of(texts)
    together = parse_batch(batch, TermMatcher(TERM_SETS).find(batch))
    assert [limit.scope_path for limits in together for limit in limits] == ["answer", "answer/summary"] * 3


def test_other_term_sets_in_the_hits_do_no_harm():
    from promptsmith.text.terms import TermSet

    batch = Batch.of(TEXTS)
    hits = TermMatcher((TermSet.of("other", ["words", "tone"]), *TERM_SETS)).find(batch)
    assert parse_batch(batch, hits) == [parse_limits(Document.of(text)) for text in TEXTS]


def test_offsets_count_code_points_of_the_original_text():
    text = TEXTS[4]
    assert [text[limit.start : limit.end] for limit in parse_limits(Document.of(text))] == ["at most 3 sentences", "in JSON"]


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=24).map("".join))
def test_any_text_gives_ordered_spans_inside_the_text(text):
    limits = parse_limits(Document.of(text))
    assert limits == sorted(limits)
    for limit in limits:
        assert 0 <= limit.start < limit.end <= len(text)
        assert limit.polarity in ("require", "forbid")
        assert limit.parts[0] == "answer"
    for conflict in conflicts(limits):
        assert conflict.first in limits
        assert conflict.second in limits


def test_the_cost_grows_with_the_length_and_not_with_its_square():
    def cost(n: int) -> float:
        best = float("inf")
        for _ in range(3):
            document = Document.of("do not include the price, " * n)
            document.scopes  # noqa: B018 - scopes are not what is measured
            start = time.process_time()
            parse_limits(document)
            best = min(best, time.process_time() - start)
        return best

    cost(20)
    # Eight times the text: linear is about 8, quadratic 64; 24 leaves room for a busy machine.
    assert cost(640) < 24 * cost(80)
