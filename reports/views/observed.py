"""Play that was observed, next to the prediction, with its exact regret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from gametheory.catalog import ObservedPlay
from gametheory.equilibria import EquilibriumSet
from gametheory.game import BimatrixGame
from gametheory.strategy import epsilons, read_strategy, regrets
from reports.words import count, decimal, exact, name, percent, points, say, who

__all__ = ["Observed", "ObservedView", "observed_view", "whole_counts"]

#: Digits of a share that a percentage with two decimals gives.
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Observed:
    """How people played.

    Attributes
    ----------
    row, column : tuple of Fraction
        Frequencies of each player's actions.
    size : int or None
        Number of plays behind them, if known.
    source : str
        Who published them.
    note : str
        What a careful reader should know about them.
    """

    row: tuple[Fraction, ...]
    column: tuple[Fraction, ...]
    size: int | None = None
    source: str = ""
    note: str = ""

    @classmethod
    def read(cls, game: BimatrixGame, value: Any) -> Observed:
        """Read observed play of a game.

        Parameters
        ----------
        game : BimatrixGame
        value : Observed, ObservedPlay of the catalogue, or a pair of frequency vectors

        Raises
        ------
        StrategyError
            If the frequencies are not a mixed strategy for each player.
        """
        m, n = game.shape
        if isinstance(value, Observed):
            row, column, about = value.row, value.column, (value.size, value.source, value.note)
        elif isinstance(value, ObservedPlay):
            row, column = value.row, value.column
            about = (value.sample_size, value.source, value.note)
        else:
            row, column = value
            about = (None, "", "")
        return cls(read_strategy(row, m, 0), read_strategy(column, n, 1), *about)


@dataclass(frozen=True, slots=True)
class ObservedView:
    """The section on observed play.

    Attributes
    ----------
    rows : tuple of (player, action, predicted, observed, difference)
        Predicted and difference are empty if there is not exactly one equilibrium.
    compared : bool
    why_not : str
        Why no prediction stands beside the frequencies, if none does.
    regrets : tuple of (player, exact, decimal, share of the range)
    counts : Markup
        Whether whole counts can give these frequencies.
    note : str
        What the publisher of the frequencies, or the catalogue, says about them.
    sentence : Markup
        For the answer at the top.
    """

    rows: tuple[tuple[Markup, Markup, str, str, str], ...]
    compared: bool
    why_not: str
    regrets: tuple[tuple[Markup, str, str, str], ...]
    counts: Markup
    note: str
    sentence: Markup


def observed_view(game: BimatrixGame, found: EquilibriumSet, observed: Observed) -> ObservedView:
    """Compare observed frequencies with the equilibrium, if there is exactly one."""
    only = found[0] if found.complete and len(found) == 1 else None
    profile = observed.row, observed.column
    rows = []
    gap = Fraction(0)
    for player, actions in enumerate((game.row_actions, game.column_actions)):
        for k, action in enumerate(actions):
            seen = profile[player][k]
            predicted, difference = "", ""
            if only is not None:
                predicted = percent(only.profile[player][k])
                gap = max(gap, abs(seen - only.profile[player][k]))
                difference = points(seen - only.profile[player][k])
            rows.append(
                (name(game.players[player]), name(action), predicted, percent(seen), difference)
            )
    losses = regrets(game, *profile)
    shares = epsilons(game, *profile)
    return ObservedView(
        rows=tuple(rows),
        compared=only is not None,
        why_not="" if only else
        "there is more than one equilibrium" if found.complete else
        "the list of equilibria is not proved complete",
        regrets=tuple(
            (name(game.players[k]), exact(losses[k]), decimal(losses[k]), percent(shares[k], 3))
            for k in (0, 1)
        ),
        counts=_counts(observed),
        # Where the counts are impossible the sentence above says what a note would.
        note="" if counts_fail(observed) else observed.note,
        sentence=_sentence(game, only is not None, gap, losses),
    )  # fmt: skip


def _sentence(
    game: BimatrixGame, compared: bool, gap: Fraction, losses: Sequence[Fraction]
) -> Markup:
    row, column = (who(player) for player in game.players)
    near = say("As people played, ")
    if compared:
        near = (
            say("Observed frequencies differ from that by up to {} percentage points; ",
                f"{float(gap) * 100:.2f}")
            if gap else say("Observed frequencies are exactly that; ")
        )  # fmt: skip
    return say(
        "{}the best reply to the other side’s frequencies would have gained {} {} more on average "
        "and {} {}.",
        near, row, decimal(losses[0]), column, decimal(losses[1]),
    )  # fmt: skip


def whole_counts(share: Fraction, size: int) -> bool:
    """Whether some whole count out of `size` gives a share, rounded to four digits."""
    near = int(share * size)
    unit = Fraction(1, 10**_DIGITS)
    return any(
        abs(Fraction(k, size) - share) <= unit / 2 for k in range(max(near - 1, 0), near + 3)
    )


def counts_fail(observed: Observed) -> bool:
    """Whether no whole counts out of the sample give the frequencies."""
    return observed.size is not None and not all(
        whole_counts(share, observed.size) for share in (*observed.row, *observed.column)
    )


def _counts(observed: Observed) -> Markup:
    if observed.size is None:
        return say("How many plays stand behind these frequencies is not known, so no p-value is "
                   "given.")  # fmt: skip
    size = count(observed.size, "play")
    if counts_fail(observed):
        return say("The percentages are as published. No whole counts out of {} give them, so the "
                   "counts are not known, and no p-value is given.", size)  # fmt: skip
    return say("The frequencies come from {}.", size)
