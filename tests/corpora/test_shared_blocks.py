"""Blocks that different texts share: where they begin and end, and what is none."""

from promptsmith.corpora.duplicates import find_copies
from promptsmith.corpora.reading import read_texts
from promptsmith.corpora.shared_blocks import find_blocks

RULES = "Answer only from the documents that are given below. Say so when the answer is not in them."
TASKS = ("When does the shop open?", "Who wrote the report?", "Which line is the longest?", "Where was the meeting held?")


def blocks_of(texts, shared_by=3):
    found = find_blocks(read_texts(texts), find_copies(texts).alike, shared_by=shared_by)
    places = [
        (block, texts[text][start:end])
        for block, text, start, end in zip(found.block, found.text, found.start, found.end, strict=True)
    ]
    return found, places


def test_sentences_that_always_stand_together_are_one_block():
    found, places = blocks_of([f"{RULES} {task}" for task in TASKS])

    assert places == [(0, RULES)] * 4
    assert (found.n_texts.tolist(), found.n_sentences.tolist(), found.n_words.tolist()) == ([4], [2], [18])


def test_a_block_of_too_few_texts_is_none():
    assert blocks_of([f"{RULES} {task}" for task in TASKS[:2]])[1] == []
    assert blocks_of([f"{RULES} {task}" for task in TASKS[:2]], shared_by=2)[1] == [(0, RULES)] * 2


def test_copies_of_one_text_share_no_block():
    assert blocks_of([f"{RULES} {TASKS[0]}", f"{RULES}  {TASKS[0]}", f"{RULES} {TASKS[0]}".upper()])[1] == []


def test_short_sentences_are_no_block():
    assert blocks_of([f"Be brief. {task}" for task in TASKS])[1] == []


def test_a_block_ends_where_one_text_goes_on_differently():
    first, second = RULES.split(". ", 1)
    texts = [*(f"{RULES} {task}" for task in TASKS[:3]), f"{first}. Quote the line that you use. {TASKS[3]}"]

    found, places = blocks_of(texts)

    assert [text for _, text in places] == [f"{first}.", second] * 3 + [f"{first}."]
    assert sorted(found.n_texts.tolist()) == [3, 4]


def test_list_items_and_spanish_are_sentences_too():
    rules = "- Responde solo con datos del texto adjunto.\n- Indica siempre la página de cada dato."
    tasks = ("¿Quién firma el acta?", "¿Cuándo abre la tienda?", "¿Dónde fue la reunión?")

    _, places = blocks_of([f"{rules}\n\n{task}" for task in tasks])

    assert places == [(0, rules)] * 3


def test_no_texts_have_no_blocks():
    assert blocks_of([])[1] == []
    assert blocks_of(["🎉"])[1] == []
