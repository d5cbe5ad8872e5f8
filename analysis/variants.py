"""Which of several sentences of one meaning is taken: by the figures that they tell."""

import hashlib

Variants = tuple[str, ...]
"""Sentences of one meaning."""


class Choice:
    """Picks variants by a digest of the figures: varied, and the same in every process.

    Args:
        figures: anything whose repr tells all of it, in an order that does not change.
    """

    def __init__(self, figures: object) -> None:
        self._digest = hashlib.sha256(repr(figures).encode()).digest()
        self._next = 0

    def __call__(self, variants: Variants) -> str:
        self._next += 1
        return variants[self._digest[self._next % len(self._digest)] % len(variants)]
