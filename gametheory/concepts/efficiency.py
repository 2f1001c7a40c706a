"""How efficient play is: pure outcomes, profiles, lotteries, equilibria, what learners did.

Play is *efficient* by one of three standards if nothing of the standard's kind dominates its
payoffs, that is, gives no player less and some player more: no *pure outcome*, no profile of
*mixed play* (independent mixing), no *lottery* over outcomes (correlated play). The frontiers of
:mod:`gametheory.analysis.frontiers` decide, exactly, and give a dominating play as witness.

How far play is from a frontier is its *possible gain*: the largest t for which something of the
standard's kind gives each player at least t times the player's payoff range more
(the directional distance function: Chambers, Chung and Fare 1996, "Benefit and distance
functions", Journal of Economic Theory 70, 407-419, in the direction of both ranges). A positive
gain is what both can have together; 0 with a witness means that only one can gain (the play is
weakly, not strongly efficient); a negative one that the payoffs are out of the standard's reach,
as a lottery's payoffs may be for mixed play. The gain does not change if a player's payoffs are
multiplied by a positive number or a constant is added.

(Four forms of one answer; the module passes 300 lines by their docstrings and tables.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np

from gametheory.analysis.frontiers import ParetoFrontiers, pareto_frontiers
from gametheory.analysis.lottery_frontier import Lottery
from gametheory.concepts.joint import joint_payoffs
from gametheory.concepts.words import describe_strategy, short_point
from gametheory.errors import ParameterError
from gametheory.exact.algebraic import Real, format_real, real_document
from gametheory.game import BimatrixGame
from gametheory.numbers import format_brief, format_fraction
from gametheory.results import Result, Table

__all__ = [
    "STANDARDS",
    "EfficiencyJudgement",
    "OutcomeEfficiency",
    "PlayEfficiency",
    "efficiency_of_lottery",
    "efficiency_of_outcomes",
    "efficiency_of_profile",
]

#: What play is compared with, each able to do what the one before can.
STANDARDS: Final = ("pure outcomes", "mixed play", "lotteries")

Payoffs = tuple[Fraction, Fraction]
Profile = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


@dataclass(frozen=True, eq=False)
class EfficiencyJudgement:
    """Whether play is efficient by one standard.

    Attributes
    ----------
    standard : str
        One of `STANDARDS`.
    efficient : bool or None
        Whether nothing of this kind dominates; None if the frontier is incomplete and none of
        it that is known does.
    gain : Fraction or AlgebraicNumber, or None
        The possible gain, see the module's text; None if the frontier is incomplete.
    witness : (int, int), Lottery, pair of strategies, or None
        A dominating pure outcome, lottery or mixed profile, as the standard says.
    witness_payoffs : pair of Fraction or None
    """

    standard: str
    efficient: bool | None
    gain: Real | None
    witness: tuple[int, int] | Lottery | Profile | None
    witness_payoffs: Payoffs | None

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, exact numbers as text."""
        payoffs = self.witness_payoffs
        return {
            "standard": self.standard,
            "efficient": self.efficient,
            "gain": None if self.gain is None else real_document(self.gain),
            "witness": _witness_document(self.standard, self.witness),
            "witness_payoffs": None if payoffs is None else [format_fraction(v) for v in payoffs],
        }


def _witness_document(standard: str, witness: Any) -> Any:
    if witness is None:
        return None
    if standard == "pure outcomes":
        return list(witness)
    if standard == "lotteries":
        return [{"outcome": list(cell), "probability": format_fraction(p)} for cell, p in witness]
    return [[format_fraction(p) for p in strategy] for strategy in witness]


@dataclass(frozen=True, eq=False, repr=False)
class PlayEfficiency(Result):
    """Whether some play is efficient, by all three standards.

    Attributes
    ----------
    game : BimatrixGame
    what : str
        The play, in words.
    payoffs : pair of Fraction
    judgements : tuple of EfficiencyJudgement
        In the order of `STANDARDS`.
    """

    game: BimatrixGame
    what: str
    payoffs: Payoffs
    judgements: tuple[EfficiencyJudgement, ...]

    def by(self, standard: str) -> EfficiencyJudgement:
        """Return the judgement by one of `STANDARDS`.

        Raises
        ------
        ParameterError
            If there is no such standard.
        """
        if standard not in STANDARDS:
            raise ParameterError(
                f"standard: expected one of {', '.join(STANDARDS)}, got {standard!r}"
            )
        return self.judgements[STANDARDS.index(standard)]

    def summary(self) -> str:
        """One line: efficient by which standards."""
        return f"{self.what}, payoffs {short_point(self.payoffs)}: {_words(self.judgements)}"

    def tables(self) -> tuple[Table, ...]:
        """Return each standard's judgement, possible gain and witness."""
        rows = [
            (
                judgement.standard,
                yes_no(judgement.efficient),
                show_gain(judgement.gain),
                self._witness(judgement),
            )
            for judgement in self.judgements
        ]
        header = ("compared with", "efficient", "both can gain", "dominated by")
        return (Table("", header, rows, left=(0, 1, 3)),)

    def _witness(self, judgement: EfficiencyJudgement) -> str:
        witness: Any = judgement.witness
        if witness is None or judgement.witness_payoffs is None:
            return ""
        rows, columns = self.game.row_actions, self.game.column_actions
        if judgement.standard == "pure outcomes":
            text = f"{rows[witness[0]]}, {columns[witness[1]]}"
        elif judgement.standard == "lotteries":
            text = "; ".join(
                f"({rows[i]}, {columns[j]})" + (f" {format_brief(p)}" if p != 1 else "")
                for (i, j), p in witness
            )
        else:
            text = "; ".join(
                describe_strategy(strategy, names)
                for strategy, names in zip(witness, (rows, columns), strict=True)
            )
        return f"{text}: {short_point(judgement.witness_payoffs)}"

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, exact numbers as text."""
        return {
            "schema": "gametheory/play-efficiency/1",
            "play": self.what,
            "payoffs": [format_fraction(value) for value in self.payoffs],
            "judgements": [judgement.to_document() for judgement in self.judgements],
        }


def yes_no(answer: bool | None) -> str:
    """An answer in a table."""
    return "undecided" if answer is None else "yes" if answer else "no"


def show_gain(gain: Real | None) -> str:
    """A possible gain in a table."""
    return "undecided" if gain is None else format_real(gain)


def _words(judgements: Sequence[EfficiencyJudgement]) -> str:
    parts = []
    for verdict, words in ((True, "efficient among"), (False, "dominated by"),
                           (None, "not decided for")):  # fmt: skip
        standards = [j.standard for j in judgements if j.efficient is verdict]
        if standards:
            parts.append(f"{words} {', '.join(standards)}")
    return "; ".join(parts)


def judge(frontiers: ParetoFrontiers, what: str, payoffs: Payoffs) -> PlayEfficiency:
    """Judge play, described by `what`, by its payoffs."""
    game = frontiers.game
    outcome = frontiers.outcomes.dominating_outcome(payoffs)
    profile = frontiers.mixed_play.dominating_profile(payoffs)
    lottery = frontiers.lotteries.dominating_lottery(payoffs)
    mixed_efficient = None if profile is None and not frontiers.mixed_play.complete else (
        profile is None
    )  # fmt: skip
    judgements = (
        EfficiencyJudgement(
            STANDARDS[0], outcome is None, frontiers.outcomes.gain(payoffs), outcome,
            None if outcome is None else game.payoff(*outcome),
        ),
        EfficiencyJudgement(
            STANDARDS[1], mixed_efficient, frontiers.mixed_play.gain(payoffs), profile,
            None if profile is None else game[profile],
        ),
        EfficiencyJudgement(
            STANDARDS[2], lottery is None, frontiers.lotteries.gain(payoffs), lottery,
            None if lottery is None else _expected(game, lottery),
        ),
    )  # fmt: skip
    return PlayEfficiency(game, what, payoffs, judgements)


def _expected(game: BimatrixGame, lottery: Lottery) -> Payoffs:
    first, second = (
        sum((p * game.payoff(*cell)[k] for cell, p in lottery), Fraction(0)) for k in (0, 1)
    )
    return first, second


def known_frontiers(
    game: BimatrixGame, frontiers: ParetoFrontiers | None, timeout: float | None
) -> ParetoFrontiers:
    """The frontiers given, if they are of this game; else found ones."""
    if frontiers is None:
        return pareto_frontiers(game, timeout)
    if frontiers.game != game:
        raise ParameterError("frontiers: expected those of the same game, got another game's")
    return frontiers


def efficiency_of_profile(
    game: BimatrixGame,
    row: Any,
    column: Any,
    *,
    frontiers: ParetoFrontiers | None = None,
    timeout: float | None = None,
) -> PlayEfficiency:
    """Judge whether a profile is efficient, and how far it is from each Pareto frontier.

    Parameters
    ----------
    game : BimatrixGame
    row, column : str, int or sequence of numbers
        Each player's play: an action by name or index, or a mixed strategy.
    frontiers : ParetoFrontiers, optional
        The game's, if they are at hand; else they are found.
    timeout : float, optional
        Seconds for the frontier of mixed play.

    Raises
    ------
    StrategyError
        If a player has no such action or strategy.
    ParameterError
        If `timeout` is not positive, or the frontiers are another game's.
    Interrupted
        On Ctrl-C.

    Examples
    --------
    >>> battle = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    >>> efficiency_of_profile(battle, ["2/3", "1/3"], ["1/3", "2/3"])  # its mixed equilibrium
    r1 2/3, r2 1/3; c1 1/3, c2 2/3, payoffs (2/3, 2/3): dominated by pure outcomes, mixed play, lotteries
    compared with  efficient  both can gain  dominated by
    pure outcomes  no                   1/6  r1, c1: (2, 1)
    mixed play     no                   1/6  r2; c2: (1, 2)
    lotteries      no                  5/12  (r1, c1): (2, 1)
    """  # noqa: E501  (an answer's line)
    payoffs = game[row, column]
    words = "; ".join(
        names[game.action_index(player, play)]
        if isinstance(play, (str, int, np.integer))
        else describe_strategy(_fractions(play), names)
        for player, (play, names) in enumerate(
            ((row, game.row_actions), (column, game.column_actions))
        )
    )
    return judge(known_frontiers(game, frontiers, timeout), words, payoffs)


def _fractions(strategy: Any) -> tuple[Fraction, ...]:
    from gametheory.strategy import read_strategy

    return read_strategy(strategy, len(list(strategy)))


def efficiency_of_lottery(
    game: BimatrixGame,
    joint: Any,
    *,
    frontiers: ParetoFrontiers | None = None,
    timeout: float | None = None,
) -> PlayEfficiency:
    """Judge a joint distribution: a correlated equilibrium, say, or how often learners did what.

    Parameters
    ----------
    game : BimatrixGame
        An m x n game.
    joint : m sequences of n numbers
        Probabilities of the outcomes, as for :func:`gametheory.concepts.read_joint`.
    frontiers, timeout
        As for :func:`efficiency_of_profile`.

    Raises
    ------
    StrategyError
        If `joint` is not a joint distribution of the game.
    ParameterError, Interrupted
        As for :func:`efficiency_of_profile`.

    Examples
    --------
    >>> battle = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    >>> efficiency_of_lottery(battle, [["1/2", 0], [0, "1/2"]]).by("mixed play").gain
    Fraction(-1, 4)
    """
    payoffs = joint_payoffs(game, joint)
    return judge(known_frontiers(game, frontiers, timeout), "lottery over outcomes", payoffs)


@dataclass(frozen=True, eq=False, repr=False)
class OutcomeEfficiency(Result):
    """Whether each pure outcome is efficient, by all three standards.

    Attributes
    ----------
    game : BimatrixGame
    plays : tuple of PlayEfficiency
        One for each outcome, row by row.
    """

    game: BimatrixGame
    plays: tuple[PlayEfficiency, ...]

    def __getitem__(self, cell: tuple[int, int]) -> PlayEfficiency:
        i, j = (self.game.action_index(player, action) for player, action in enumerate(cell))
        return self.plays[i * self.game.shape[1] + j]

    def summary(self) -> str:
        """One line: how many are efficient by each standard."""
        return f"Efficient of {len(self.plays)} pure outcomes: {counts_text(self.plays)}"

    def tables(self) -> tuple[Table, ...]:
        """Return each outcome's payoffs, judgements and possible gains."""
        return (plays_table("", self.plays),)

    def to_document(self) -> dict[str, Any]:
        """Return plain data for JSON, exact numbers as text."""
        return {
            "schema": "gametheory/outcome-efficiency/1",
            "outcomes": [play.to_document() for play in self.plays],
        }


def counts_text(plays: Sequence[PlayEfficiency]) -> str:
    """How many plays are efficient by each standard."""
    counts = []
    for standard in STANDARDS:
        answers = [play.by(standard).efficient for play in plays]
        unknown = f" ({answers.count(None)} undecided)" if None in answers else ""
        counts.append(f"{answers.count(True)} among {standard}{unknown}")
    return ", ".join(counts)


def plays_table(caption: str, plays: Sequence[PlayEfficiency]) -> Table:
    """Table of plays: payoffs, judgements and possible gains."""
    header = ("play", "payoffs", *(f"among {s}" for s in STANDARDS), *(f"gain, {s}" for s in
              STANDARDS))  # fmt: skip
    rows = [
        (
            play.what,
            short_point(play.payoffs),
            *(yes_no(j.efficient) for j in play.judgements),
            *(show_gain(j.gain) for j in play.judgements),
        )
        for play in plays
    ]
    return Table(caption, header, rows, left=(0, 2, 3, 4))


def efficiency_of_outcomes(
    game: BimatrixGame,
    *,
    frontiers: ParetoFrontiers | None = None,
    timeout: float | None = None,
) -> OutcomeEfficiency:
    """Judge every pure outcome.

    Parameters
    ----------
    game : BimatrixGame
    frontiers, timeout
        As for :func:`efficiency_of_profile`, which also lists the errors raised.

    Examples
    --------
    >>> dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> efficiency_of_outcomes(dilemma).summary()
    'Efficient of 4 pure outcomes: 3 among pure outcomes, 3 among mixed play, 3 among lotteries'
    """
    known = known_frontiers(game, frontiers, timeout)
    m, n = game.shape
    return OutcomeEfficiency(
        game,
        tuple(
            judge(known, f"{game.row_actions[i]}, {game.column_actions[j]}", game.payoff(i, j))
            for i in range(m)
            for j in range(n)
        ),
    )


def profile_text(game: BimatrixGame, profile: Profile) -> str:
    """Both players' strategies in words."""
    return "; ".join(
        describe_strategy(strategy, names)
        for strategy, names in zip(profile, (game.row_actions, game.column_actions), strict=True)
    )
