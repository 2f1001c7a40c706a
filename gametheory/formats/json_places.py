"""Where in a JSON text something stands; Python's reader does not tell."""

from __future__ import annotations

import json
import re
from typing import Final

__all__ = ["Path", "locate", "nesting_fault"]

#: Keys and indices that lead from the whole document to a value.
Path = tuple[str | int, ...]

#: Deepest nesting of a document: an object of lists of lists is 3.
_MAX_DEPTH: Final = 16

# A string without its end matches too, so that the scan stays linear.
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{},:]|[^\s\[\]{},:"]++', re.DOTALL)


def nesting_fault(text: str) -> int | None:
    """Position at which brackets nest deeper than any document of ours, or None."""
    depth = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', text, re.DOTALL):
        mark = match.group()
        if mark in "[{":
            depth += 1
            if depth > _MAX_DEPTH:
                return match.start()
        elif mark in "]}":
            depth -= 1
    return None


def locate(text: str, path: Path) -> int:
    """Position of the value at `path` in a valid JSON text; 0 if there is none."""
    stack: list[str | int] = []  # the step of each open bracket
    key_next = [False]
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in "]}":
            stack.pop()
            key_next.pop()
        elif token == ",":
            if isinstance(stack[-1], int):
                stack[-1] += 1
            else:
                key_next[-1] = True
        elif token == ":":
            key_next[-1] = False
        elif key_next[-1]:
            stack[-1] = json.loads(token)
        else:
            if tuple(stack) == path:
                return match.start()
            if token in "[{":
                stack.append(0 if token == "[" else "")
                key_next.append(token == "{")
    return 0
