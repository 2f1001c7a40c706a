"""Tokens of Gambit's files: names in quotation marks, braces, commas, words."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from gametheory.errors import FormatError
from gametheory.formats.files import line_of

__all__ = ["Scanner"]

# Possessive, so that a missing quotation mark costs one pass over the text.
_TOKEN: Final = re.compile(
    r'\s*+(?:(?P<text>"(?:\\"|[^"])*+")|(?P<mark>[{},])|(?P<word>[^\s{},"]++)|(?P<open>"))'
)


class Scanner:
    """Walks through one text and knows the line for messages.

    Attributes
    ----------
    start, position : int
        Where the last token begins and ends.
    """

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.start = 0
        self.position = 0

    def token(self) -> str:
        """Take the next token; empty at the end of the text."""
        match = _TOKEN.match(self.text, self.position)
        if match is None:
            self.start = len(self.text.rstrip())
            self.position = len(self.text)
            return ""
        self.position = match.end()
        kind = match.lastgroup or ""
        self.start = match.start(kind)
        if kind == "open":
            self.fail("a closing quotation mark", "the end of the file")
        return match.group(kind)

    def accept(self, word: str) -> bool:
        """Take the next token if it begins with `word`."""
        before = self.start, self.position
        if self.token().startswith(word):
            return True
        self.start, self.position = before
        return False

    def expect(self, word: str, expected: str) -> None:
        """Take the next token, which must be `word`; `expected` describes it."""
        if self.token() != word:
            self.fail(expected)

    def name(self, expected: str) -> str:
        """Take the next token, which must be a name, and return it without its marks."""
        return self.unquote(self.token(), expected)

    def unquote(self, token: str, expected: str) -> str:
        """Return the name that the last token is."""
        if not token.startswith('"'):
            self.fail(expected)
        return token[1:-1].replace('\\"', '"')

    def place(self, start: int, k: int) -> int:
        """Position of the k-th word, from 0, at or after `start`."""
        words = re.compile(r"\S+").finditer(self.text, start)
        for _ in range(k):
            next(words)
        return next(words).start()

    def line(self) -> int:
        """Line on which the last token begins."""
        return line_of(self.text, self.start)

    def fail(self, expected: str, got: str | None = None, at: int | None = None) -> NoReturn:
        """Raise a FormatError with the line of position `at`, else of the last token."""
        if got is None:
            found = self.text[self.start : self.position].strip()
            shown = found if len(found) <= 40 else found[:37] + "..."
            got = repr(shown) if shown else "the end of the file"
        line = self.line() if at is None else line_of(self.text, at)
        raise FormatError(f"expected {expected}, got {got}", self.path, line)
