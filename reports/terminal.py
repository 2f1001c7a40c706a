"""What the command says to the terminal and to the shell."""

from __future__ import annotations

import sys
from typing import Final

__all__ = ["DONE", "FAILED", "INTERRUPTED", "STOPPED", "WRONG", "tell"]

#: Exit codes.
DONE: Final = 0
FAILED: Final = 1
WRONG: Final = 2
STOPPED: Final = 3
INTERRUPTED: Final = 130


def tell(message: str) -> None:
    """Print an error; what could steer a terminal is written as an escape."""
    shown = "".join(
        character if character.isprintable() or character == "\n"
        else character.encode("unicode_escape").decode("ascii")
        for character in message
    )  # fmt: skip
    print(f"gametheory: {shown}", file=sys.stderr)
