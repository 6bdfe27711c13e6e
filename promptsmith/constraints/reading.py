"""Limits and conflicts of a batch, read once and known to every later stage."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from promptsmith.constraints.algebra import Conflict, conflicts
from promptsmith.constraints.limits import Limit
from promptsmith.constraints.parse import parse_batch, parse_limits
from promptsmith.text.batch import Batch
from promptsmith.text.document import Document
from promptsmith.text.terms import Hits

_LIMITS: WeakKeyDictionary[Batch, list[list[Limit]]] = WeakKeyDictionary()
_CONFLICTS: WeakKeyDictionary[Batch, dict[int, list[Conflict]]] = WeakKeyDictionary()
# Both live as long as their batch: features, rules and tables ask for the same texts.


def limits_of_batch(batch: Batch, hits: Hits) -> list[list[Limit]]:
    """Return the limits of every text of a batch; ``hits`` must include `parse.TERM_SETS`."""
    if batch not in _LIMITS:
        _LIMITS[batch] = parse_batch(batch, hits)
    return _LIMITS[batch]


def limits_of(document: Document) -> list[Limit]:
    """Return the limits of one document, parsing it only when its batch was not read before."""
    known = _LIMITS.get(document.batch)
    return known[document.row] if known is not None else parse_limits(document)


def conflicts_of(document: Document) -> list[Conflict]:
    """Return the conflicts among the limits of one document."""
    known = _CONFLICTS.setdefault(document.batch, {})
    if document.row not in known:
        known[document.row] = conflicts(limits_of(document))
    return known[document.row]
