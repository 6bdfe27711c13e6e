"""Does the prompt say what to do about what it leaves open: ask, state an assumption, or fall back?"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.batch import Batch
from promptsmith.text.terms import Hits, TermSet

_PHRASES = (
    # English
    "you assume", "your assumptions", "any assumptions", "assumptions you make", "assumption you make", "ask me", "ask first",
    "ask clarifying", "ask for clarification", "clarifying questions", "ask before", "if anything is unclear", "if something is unclear",
    "if it is unclear", "if unclear", "if you are unsure", "if you're unsure", "if you don't know", "if you do not know", "if unknown",
    "if it is missing", "if missing", "if information is missing", "if data is missing", "if there is not enough information",
    "if you don't have enough information", "if you need more information", "if none", "if not found", "otherwise say",
    # Spanish
    "que asumas", "que supongas", "tus supuestos", "supuestos que hagas", "pregúntame", "preguntame", "pregunta antes", "pide aclaraciones",
    "preguntas aclaratorias", "si algo no está claro", "si algo no esta claro", "si no está claro", "si no esta claro", "si no sabes",
    "si no lo sabes", "si falta", "si faltan", "si no hay suficiente información", "si necesitas más información", "si no encuentras",
)  # fmt: skip

TERM_SETS = (TermSet.of("open_points", _PHRASES),)


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return ``handles_missing``: the prompt says how to treat what is missing or unclear.

    Source: guides advise an explicit exit for cases the instructions do not cover; the phrase list is judgement.
    """
    return {"handles_missing": np.asarray(hits.of("open_points").count() > 0)}
