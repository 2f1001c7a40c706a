"""What the catalogue knows about a game."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from gametheory.errors import NumberError, ParameterError
from gametheory.game import BimatrixGame
from gametheory.numbers import format_decimal, format_fraction, read_number

__all__ = ["CatalogEntry", "ObservedPlay", "Parameter", "game_entry", "require"]

#: Takes the game's title and the values of its parameters.
Builder = Callable[..., BimatrixGame]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a game depends on.

    Attributes
    ----------
    name : str
    default : Fraction
    meaning : str
    minimum, maximum : Fraction or None
        The range; None where there is no bound.
    integer : bool
        Whether only integers are allowed; builders then get an int.
    open : bool
        Whether the bounds themselves are excluded.
    """

    name: str
    default: Fraction
    meaning: str
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    integer: bool = False
    open: bool = False

    @property
    def range(self) -> str:
        """The range in words, e.g. ``"an integer between 2 and 100"``."""
        text = "an integer" if self.integer else "a number"
        low, high = (
            None if bound is None else format_fraction(bound)
            for bound in (self.minimum, self.maximum)
        )
        if low is not None and high is not None:
            return f"{text} between {low} and {high}{', exclusive' * self.open}"
        if low is not None:
            return f"{text} {'above' if self.open else 'of at least'} {low}"
        if high is not None:
            return f"{text} {'below' if self.open else 'of at most'} {high}"
        return text

    def read(self, value: object, game: str) -> Fraction:
        """Read a value for this parameter.

        Parameters
        ----------
        value : number or text
            As for :func:`gametheory.numbers.read_number`.
        game : str
            Name of the entry, for the message.

        Raises
        ------
        ParameterError
            If it is not a number of the range.
        """
        try:
            number = read_number(value)
        except NumberError as error:
            raise ParameterError(f"{game}: {self.name}: {error}") from error
        low = (
            self.minimum is None
            or number > self.minimum
            or (number == self.minimum and not self.open)
        )
        high = (
            self.maximum is None
            or number < self.maximum
            or (number == self.maximum and not self.open)
        )
        if not (low and high) or (self.integer and number.denominator != 1):
            raise ParameterError(
                f"{game}: {self.name} ({self.meaning}): expected {self.range}, got {value!s:.60}"
            )
        return number


@dataclass(frozen=True, slots=True)
class ObservedPlay:
    """How people played a game.

    Attributes
    ----------
    row, column : tuple of Fraction
        Relative frequencies of each player's actions, in the game's order, as
        published.
    sample_size : int
        Number of plays.
    source : str
    note : str
        What a careful reader should know about the numbers.
    """

    row: tuple[Fraction, ...]
    column: tuple[Fraction, ...]
    sample_size: int
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A named game.

    Attributes
    ----------
    name : str
        Lower case with hyphens, e.g. ``"stag-hunt"``.
    title : str
    story : str
        What the game is about, in two to four sentences.
    source : str
        Who published it.
    aliases : tuple of str
        Other names, e.g. ``"pd"``.
    parameters : tuple of Parameter
    observed : ObservedPlay or None
        How people played it, where the catalogue has data.
    """

    name: str
    title: str
    story: str
    source: str
    aliases: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    observed: ObservedPlay | None = None
    _build: Builder = field(repr=False, compare=False, kw_only=True)

    def game(self, /, **values: object) -> BimatrixGame:
        """Build the game.

        Parameters
        ----------
        **values
            Values of parameters, numbers or text; the rest take their defaults.

        Returns
        -------
        BimatrixGame
            Its name is the title, with the parameters that are not at their
            defaults.

        Raises
        ------
        ParameterError
            If there is no such parameter, or a value is outside its range.
        """
        numbers = self._read(values)
        changed = [
            f"{p.name}={_short(numbers[p.name])}"
            for p in self.parameters
            if numbers[p.name] != p.default
        ]
        name = f"{self.title} ({', '.join(changed)})" if changed else self.title
        return self._build(
            name, **{p.name: int(numbers[p.name]) if p.integer else numbers[p.name]
                     for p in self.parameters}
        )  # fmt: skip

    def _read(self, values: Mapping[str, object]) -> dict[str, Fraction]:
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                near = difflib.get_close_matches(name[:60], known, n=1, cutoff=0.5)
                hint = (
                    f"did you mean {near[0]!r}?" if near
                    else f"it has {', '.join(known)}" if known
                    else "it has none"
                )  # fmt: skip
                raise ParameterError(f"{self.name} has no parameter {name[:60]!r}; {hint}")
        return {
            name: parameter.read(values[name], self.name) if name in values else parameter.default
            for name, parameter in known.items()
        }


def _short(number: Fraction) -> str:
    """Text that always fits into a game's name."""
    text = format_fraction(number)
    return text if len(text) <= 24 else f"~{format_decimal(number)}"


def game_entry(
    name: str,
    title: str,
    *,
    story: str,
    source: str,
    aliases: tuple[str, ...] = (),
    parameters: tuple[Parameter, ...] = (),
    observed: ObservedPlay | None = None,
) -> Callable[[Builder], CatalogEntry]:
    """Make an entry of the function below, which builds the game."""

    def make(build: Builder) -> CatalogEntry:
        return CatalogEntry(name, title, story, source, aliases, parameters, observed, _build=build)

    return make


def require(condition: bool, message: str) -> None:
    """Raise a ParameterError unless `condition`: for ranges that depend on each other."""
    if not condition:
        raise ParameterError(message)
