"""Words and numbers for pages: everything that comes from a game is escaped here.

Sentences are built with :func:`say`, which escapes each part unless it is markup
already. Names of players and actions stand in ``<bdi>``, so that one written from
right to left does not turn the sentence around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Final

from markupsafe import Markup, escape

from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal, format_fraction

__all__ = [
    "cardinal",
    "count",
    "decimal",
    "exact",
    "listing",
    "name",
    "outcome",
    "percent",
    "plain",
    "points",
    "say",
    "strategy",
    "who",
]

#: Longer exact fractions are left to the page's data.
_LONGEST: Final = 24

#: Actions of a mixed strategy that a sentence can carry.
_SPOKEN: Final = 4

#: Longest word that is kept whole.
_WORD: Final = 20

_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                   "ten", "eleven", "twelve")  # fmt: skip


def say(pattern: str, *parts: Any, **named: Any) -> Markup:
    """Fill a sentence; parts that are not markup are escaped.

    Parameters
    ----------
    pattern : str
        Our own words, may hold markup, with places as for :meth:`str.format`.
    """
    return Markup(pattern).format(*parts, **named)


def name(text: str) -> Markup:
    """A name that somebody chose; a very long word in it may be broken anywhere."""
    if max(map(len, text.split()), default=0) > _WORD:
        return say('<bdi class="long">{}</bdi>', text)
    return say("<bdi>{}</bdi>", text)


def who(player: str, start: bool = False) -> Markup:
    """A player's name in a sentence; the default names get their article.

    Parameters
    ----------
    player : str
    start : bool
        Whether the sentence begins with it.
    """
    if player in ("Row player", "Column player"):
        return say("{} {}", "The" if start else "the", player.lower())
    return name(player)


def outcome(game: BimatrixGame, cell: Sequence[int]) -> Markup:
    """A pure outcome: both actions' names."""
    return say("({}, {})", name(game.row_actions[cell[0]]), name(game.column_actions[cell[1]]))


def plain(markup: Markup) -> str:
    """The text of markup, for a terminal or an attribute."""
    return " ".join(markup.striptags().split())


def listing(parts: Iterable[Any], last: str = "and") -> Markup:
    """``a``, ``a and b``, ``a, b and c``."""
    items = [escape(part) for part in parts]
    if len(items) < 2:
        return Markup("").join(items)
    return say("{} {} {}", Markup(", ").join(items[:-1]), last, items[-1])


def count(number: int, singular: str, plural: str = "") -> str:
    """``one run``, ``three runs``, ``1,000 runs``."""
    return f"{cardinal(number)} {singular if number == 1 else plural or singular + 's'}"


def cardinal(number: int) -> str:
    """``one``, ``twelve``, ``1,000``."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def percent(share: Fraction | float, digits: int = 2) -> str:
    """A share as percentage, e.g. ``38.54 %``; exact 0 and 1 without digits."""
    if share in (0, 1):
        return f"{int(share) * 100}\u00a0%"
    # Compared exactly: the float nearest to a share below 1 may be 1.
    half = Fraction(1, 2 * 10 ** (digits + 2))
    if 0 < share <= half:
        return f"under {10.0**-digits:.{digits}f}\u00a0%"
    if 1 - half <= share < 1:
        return f"over {100 - 10.0**-digits:.{digits}f}\u00a0%"
    return f"{float(share) * 100:.{digits}f}\u00a0%"


def points(difference: Fraction | float, digits: int = 2) -> str:
    """A difference of two shares in percentage points, with its sign."""
    value = float(difference) * 100
    rounded = f"{value:+.{digits}f}"
    return rounded.replace("-", "\u2212") if float(rounded) else f"{0:.{digits}f}"


def decimal(number: Fraction | float, digits: int = 4) -> str:
    """A rounded decimal with a true minus sign."""
    return format_decimal(number, digits).replace("-", "\u2212", 1)


def exact(number: Fraction) -> str:
    """The exact fraction, or nothing where it is too long to read."""
    text = format_fraction(number)
    return text.replace("-", "\u2212") if len(text) <= _LONGEST else ""


def strategy(actions: Sequence[str], probabilities: Sequence[Fraction]) -> Markup:
    """A mixed strategy in words: ``Left with 38.54 % and Right with 61.46 %``."""
    used = [k for k, probability in enumerate(probabilities) if probability]
    if len(used) == 1:
        return name(actions[used[0]])
    if len(used) > _SPOKEN:
        return say("a mixture of {}", count(len(used), "action"))
    shares = [say("{} with {}", name(actions[k]), percent(probabilities[k])) for k in used]
    return listing(shares)
