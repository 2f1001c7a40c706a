"""Plain text inside LaTeX."""

from __future__ import annotations

from typing import Final

__all__ = ["latex_text"]

_ESCAPES: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": r"\textless{}", ">": r"\textgreater{}",
}  # fmt: skip


def latex_text(words: str) -> str:
    r"""Return ``\text{...}`` for mathematics mode, in which nothing is a command."""
    return r"\text{" + "".join(_ESCAPES.get(c, c) for c in words) + "}"
