"""Sample prompts that come with the package: own texts, in six domains and two languages, some weak and some good."""

from __future__ import annotations

import json
from importlib.resources import files


def load_samples() -> list[dict[str, str]]:
    """Return the sample prompts.

    Returns:
        One dict per prompt with the texts ``id`` (domain-language-level-number), ``prompt``, ``domain``, ``intent``, ``language``
        (en or es) and ``level`` (weak or good). Domain, intent and level are the author's judgement.
    """
    lines = files(__package__).joinpath("samples.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
