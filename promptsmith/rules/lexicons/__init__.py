"""Word lists that more than one rule reads."""


def word_set(listed: str) -> frozenset[str]:
    """Return the words of a list that is written with spaces."""
    return frozenset(listed.split())
