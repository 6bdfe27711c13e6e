"""What a request leaves to chance beside its object: SPC."""

from __future__ import annotations
