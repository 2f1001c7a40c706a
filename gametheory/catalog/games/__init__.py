"""The entries themselves, by theme."""

from __future__ import annotations

from gametheory.catalog.games import conflict, coordination, dilemmas, economics, landmarks

__all__ = ["ENTRIES"]

#: All entries of the catalogue.
ENTRIES = (
    dilemmas.ENTRIES
    + coordination.ENTRIES
    + conflict.ENTRIES
    + economics.ENTRIES
    + landmarks.ENTRIES
)
