from promptsmith.features.families import measure

MARKDOWN = """# Goal
Write a report.

## Steps
- read
* think
1. plan
12) write
a) send

| part | length |
|:-----|-------:|
| body | 3      |

```sql
SELECT 1
```
Audience: nurses
**Tone:** calm"""


def counts(text, *names):
    features = measure([text])
    return {name: features[name].tolist()[0] for name in names}


def test_lines_of_a_markdown_prompt_are_told_apart():
    assert counts(MARKDOWN, "n_headings", "n_list_items", "n_tables", "n_fences", "n_labels", "n_paragraphs") == {
        "n_headings": 2,
        "n_list_items": 5,
        "n_tables": 1,
        "n_fences": 2,
        "n_labels": 2,
        "n_paragraphs": 4,
    }


def test_characters_that_gate_rules_are_counted_in_every_scope():
    text = 'Use `x` and {{a}} [b] <c> 5% $6 "q" ñ\u200b'
    assert counts(
        text,
        "n_backticks",
        "n_braces",
        "n_brackets",
        "n_angles",
        "n_percents",
        "n_dollars",
        "n_double_quotes",
        "n_non_ascii",
        "n_invisible",
        "n_digits",
    ) == {
        "n_backticks": 2,
        "n_braces": 2,
        "n_brackets": 1,
        "n_angles": 1,
        "n_percents": 1,
        "n_dollars": 1,
        "n_double_quotes": 2,
        "n_non_ascii": 2,
        "n_invisible": 1,
        "n_digits": 2,
    }


def test_ordinary_lines_are_no_items_headings_or_labels():
    text = "A man - my friend.\n#hashtag first\n3.5 grams\nSee http://example.org\nWe asked the following long question: why\n-5 degrees"
    assert counts(text, "n_list_items", "n_headings", "n_labels", "n_tables") == {
        "n_list_items": 0,
        "n_headings": 0,
        "n_labels": 0,
        "n_tables": 0,
    }


def test_spanish_labels_and_items_count():
    assert counts("Público objetivo: madres\n• rápido\n• fácil", "n_labels", "n_list_items") == {
        "n_labels": 1,
        "n_list_items": 2,
    }


def test_shares_of_scopes_add_up_to_what_is_not_a_placeholder():
    text = 'Explain this.\n```python\nprint(1)\n```\nQuote "to be or not to be" back.'
    features = measure([text])
    shares = [features[f"share_{name}"].tolist()[0] for name in ("instruction", "context", "data", "example", "quote", "code")]
    assert features["share_code"].tolist()[0] > 0.2
    assert abs(sum(shares) - 1.0) < 1e-12


def test_placeholders_make_a_template():
    features = measure(["Write to {{name}} about {topic}.", "Write to Ana.", "Escribe a {{nombre}}."])
    assert features["n_placeholders"].tolist() == [2, 0, 1]
    assert features["has_variables"].tolist() == [True, False, True]


def test_an_empty_text_has_no_structure():
    features = measure([""])
    assert features["n_paragraphs"].tolist() == [0]
    assert features["share_instruction"].tolist() == [0.0]
    assert features["has_variables"].tolist() == [False]
