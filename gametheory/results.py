"""What every answer of the toolkit can do: print itself, show itself in a notebook, serialise.

A :class:`Result` says in one line what was found (:meth:`~Result.summary`), shows its numbers
in tables, and gives the same as JSON, exact numbers as text. What it says of itself at the
prompt, in a notebook and in a file therefore can't differ.
"""

from __future__ import annotations

import html
import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from gametheory.text import html_table, text_table

__all__ = ["Result", "Table"]

#: Rows of a table shown at the prompt, unless it says otherwise.
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header.

    Attributes
    ----------
    caption : str
        What the table shows; may be empty for a result's only table.
    header : tuple of str
    rows : sequence of sequences of str
        All as long as the header.
    left : tuple of int
        Columns set flush left; the others, numbers as a rule, are flush right.
    most : int
        Rows that are shown; more are cut with a count.
    """

    caption: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    left: tuple[int, ...] = (0,)
    most: int = _SHOWN

    def _cut(self) -> tuple[list[Sequence[str]], str]:
        shown = [self.header, *self.rows[: self.most]]
        hidden = len(self.rows) > self.most
        return shown, f"({self.most} of {len(self.rows)} rows shown)" if hidden else ""

    def text(self) -> str:
        """Aligned plain text, the caption above."""
        shown, note = self._cut()
        return "\n".join(part for part in (self.caption, text_table(shown, left=self.left), note)
                         if part)  # fmt: skip

    def html(self) -> str:
        """HTML table, every cell escaped."""
        shown, note = self._cut()
        return html_table(shown, self.caption) + (f"<p>{html.escape(note)}</p>" if note else "")


class Result(ABC):
    """An answer about a game. Its subclasses are frozen dataclasses with ``repr=False``."""

    __slots__ = ()

    @abstractmethod
    def summary(self) -> str:
        """One line that says what was found, in words and numbers."""

    @abstractmethod
    def tables(self) -> tuple[Table, ...]:
        """Return the numbers behind the summary; may be empty."""

    @abstractmethod
    def to_document(self) -> dict[str, Any]:
        """Return what ``json.dump`` can write.

        The first key, ``"schema"``, holds a name and version such as
        ``"gametheory/correlated-equilibrium/1"``; exact numbers are text, floats finite.
        """

    @property
    def notes(self) -> tuple[str, ...]:
        """What a careful reader should know, one sentence each."""
        return ()

    def to_json(self) -> str:
        """Return the result as JSON text."""
        return json.dumps(self.to_document(), ensure_ascii=True, allow_nan=False, indent=1)

    def __repr__(self) -> str:
        tables = (table.text() for table in self.tables())
        return "\n".join([self.summary(), *tables, *(f"note: {note}" for note in self.notes)])

    def _repr_html_(self) -> str:
        lines = [self.summary(), *self.notes]
        first, *rest = (f"<p>{html.escape(line)}</p>" for line in lines)
        return "".join([first, *(table.html() for table in self.tables()), *rest])
