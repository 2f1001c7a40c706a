"""Pictures, documents and the command line.

``Report(game).write("game.html")`` makes a page of what theory says about a game
and what learners do in it; :mod:`reports.figures` draws its pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.document import Report

__all__ = ["Report"]


def __getattr__(name: str) -> object:
    # `gametheory --version` passes through here and must not load numpy.
    if name == "Report":
        from reports.document import Report

        return Report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
