"""Observed play beside theory: regret, equilibria, fitted models, tests.

Regrets and gaps are exact statements about the frequencies as they are given. Intervals
and tests are statements about chance; intervals need the number of plays, tests the
counts themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.concepts.exact_tests import CountTest, independence_test, mixture_test
from gametheory.concepts.incentives import CorrelatedGaps, correlated_gaps
from gametheory.concepts.level_fit import LevelFit, fit_levels
from gametheory.concepts.level_rules import MODELS, LevelZero
from gametheory.concepts.logit_fit import LogitFit, fit_logit
from gametheory.concepts.observed_play import ObservedPlay
from gametheory.equilibria.equilibrium import Equilibrium
from gametheory.equilibria.equilibrium_set import EquilibriumSet
from gametheory.errors import ParameterError
from gametheory.numbers import format_brief, format_decimal, format_fraction
from gametheory.results import Result, Table
from gametheory.strategy import epsilons, regrets

__all__ = ["PlayReport", "compare_play"]


@dataclass(frozen=True, repr=False, eq=False)
class PlayReport(Result):
    """What theory says of observed play.

    Attributes
    ----------
    observed : ObservedPlay
    equilibria : EquilibriumSet
    regrets : (Fraction, Fraction)
        Each player's exact regret at the observed frequencies, in payoff units.
    epsilons : (Fraction, Fraction)
        The same as shares of the payoff ranges.
    distances : tuple of float
        Total variation distance of the frequencies to each component of equilibria.
    logit : LogitFit
    levels : tuple of LevelFit
        Of level-k and of the cognitive hierarchy.
    gaps : CorrelatedGaps or None
        Of the joint frequencies, where there are joint counts.
    tests : tuple of CountTest
        Empty without counts.
    """

    observed: ObservedPlay
    equilibria: EquilibriumSet
    regrets: tuple[Fraction, Fraction]
    epsilons: tuple[Fraction, Fraction]
    distances: tuple[float, ...]
    logit: LogitFit
    levels: tuple[LevelFit, ...]
    gaps: CorrelatedGaps | None
    tests: tuple[CountTest, ...]

    @property
    def nash_conv(self) -> Fraction:
        """Sum of both regrets, exact."""
        return self.regrets[0] + self.regrets[1]

    @property
    def nearest(self) -> int | None:
        """Index of the nearest component; None if no equilibrium is known."""
        if not self.distances:
            return None
        return min(range(len(self.distances)), key=self.distances.__getitem__)

    @property
    def equilibrium(self) -> Equilibrium | None:
        """The game's only equilibrium, if it is proved to be the only one."""
        return _only(self.equilibria)

    def summary(self) -> str:
        """One line: regret, nearest component."""
        text = f"{self.observed.summary()}: NashConv {format_brief(self.nash_conv)}"
        if self.nearest is None:
            return text
        which = f"component {self.nearest + 1} of {len(self.distances)}"
        listed = "" if self.equilibria.complete else " listed"
        return f"{text}, distance {format_decimal(self.distances[self.nearest])} to {which}{listed}"

    def tables(self) -> tuple[Table, ...]:
        """Regrets; models with their fits; tests."""
        game = self.observed.game
        first = [
            (game.players[k], format_brief(self.regrets[k]), f"{float(self.epsilons[k]):.4%}")
            for k in (0, 1)
        ]
        models = [
            ("logit equilibrium, precision", *_interval(self.logit.precision, self.logit.at_end,
             self.logit.interval), f"{self.logit.log_likelihood:.4f}"),
            *((f"{fit.model}, tau", *_interval(fit.tau, fit.at_end, fit.interval),
               f"{fit.log_likelihood:.4f}") for fit in self.levels),
            ("uniform play", "", "", f"{self.logit.uniform_log_likelihood:.4f}"),
            ("the frequencies themselves", "", "", f"{self.logit.best_log_likelihood:.4f}"),
        ]  # fmt: skip
        tables = [
            Table("exact regret", ("", "regret", "share of range"), first),
            Table("models fitted by maximum likelihood",
                  ("model", "estimate", f"{self.logit.confidence:.0%} interval", "log likelihood"),
                  models),
        ]  # fmt: skip
        if self.tests:
            rows = [(t.hypothesis, t.method, f"{t.p_value:.4g}") for t in self.tests]
            tables.append(Table("tests", ("hypothesis", "test", "p"), rows, left=(0, 1)))
        return tuple(tables)

    @property
    def notes(self) -> tuple[str, ...]:
        """Gaps of joint play; what tests assume; what is missing for them."""
        notes = list(self.observed.notes)
        if self.gaps is not None:
            notes.append(f"joint frequencies: {self.gaps.summary()}")
        notes += dict.fromkeys(f"{test.method} assumes {test.assumes}" for test in self.tests)
        flat = [fit.model for fit in self.levels if fit.flat]
        if self.logit.flat:
            flat.insert(0, "logit equilibrium")
        if flat:
            notes.append(f"the play tells nothing of the parameter of {', '.join(flat)}")
        if self.observed.counts is None:
            notes.append("no tests: they need the counts themselves")
        elif self.equilibrium is None:
            notes.append(
                "no test of an equilibrium mix: there is not exactly one equilibrium that is "
                "proved to be the only one"
            )
        return tuple(notes)

    def to_document(self) -> dict[str, Any]:
        """Schema ``gametheory/play-report/1``; components count from 0."""
        return {
            "schema": "gametheory/play-report/1",
            "observed": self.observed.to_document(),
            "regrets": [format_fraction(r) for r in self.regrets],
            "epsilons": [format_fraction(e) for e in self.epsilons],
            "nash_conv": format_fraction(self.nash_conv),
            "distances": list(self.distances),
            "nearest": self.nearest,
            "complete": self.equilibria.complete,
            "logit": self.logit.to_document(),
            "levels": [fit.to_document() for fit in self.levels],
            "gaps": None if self.gaps is None else self.gaps.to_document(),
            "tests": [test.to_document() for test in self.tests],
        }


def _interval(
    estimate: float, at_end: bool, interval: tuple[float, float | None] | None
) -> tuple[str, str]:
    text = ">= " * at_end + format_decimal(estimate)
    if interval is None:
        return text, ""
    low, high = interval
    return text, f"{format_decimal(low)} to {'...' if high is None else format_decimal(high)}"


def compare_play(
    observed: ObservedPlay,
    equilibria: EquilibriumSet,
    *,
    units: str = "payoff",
    level_zero: LevelZero = "uniform",
    confidence: float = 0.95,
    timeout: float | None = None,
) -> PlayReport:
    """Compare observed play with equilibria, quantal response and level-k.

    Parameters
    ----------
    observed : ObservedPlay
    equilibria : EquilibriumSet
        Of the same game.
    units : str
        Of the logit precision, ``"payoff"`` or ``"range"``. In 2 x 2 games all branches of
        logit equilibria are fitted, else the principal one.
    level_zero
        As for :func:`gametheory.concepts.level_k`.
    confidence : float
        Of the intervals, in (0, 1).
    timeout : float, optional
        Seconds for following the branch of logit equilibria.

    Returns
    -------
    PlayReport
        With tests on counts: of each player's counts against the equilibrium, if the game
        has exactly one, and of independence between the players, for joint counts.

    Raises
    ------
    ParameterError
        If the equilibria are of another game, or a parameter is out of range.

    Examples
    --------
    >>> from gametheory import load, solve
    >>> game = load("matching-pennies")
    >>> play = ObservedPlay.from_joint_counts(game, [[20, 30], [25, 25]])
    >>> report = compare_play(play, solve(game))
    >>> report.nash_conv, round(report.distances[0], 12)
    (Fraction(1, 10), 0.05)
    """
    if observed.game != equilibria.game:
        raise ParameterError(
            "expected play and equilibria of the same game, got "
            f"{observed.game.name or 'one game'!r} and {equilibria.game.name or 'another'!r}"
        )
    game, profile = observed.game, observed.profile
    branches = "all" if game.shape == (2, 2) else "principal"
    logit = fit_logit(
        observed, units=units, branches=branches, confidence=confidence, timeout=timeout
    )
    levels = tuple(
        fit_levels(observed, model=model, level_zero=level_zero, confidence=confidence)
        for model in MODELS
    )
    return PlayReport(
        observed,
        equilibria,
        regrets(game, *profile),
        epsilons(game, *profile),
        tuple(component.distance(profile) for component in equilibria.components),
        logit,
        levels,
        None if observed.joint is None else correlated_gaps(game, observed.joint),
        _tests(observed, equilibria),
    )


def _only(equilibria: EquilibriumSet) -> Equilibrium | None:
    return equilibria[0] if equilibria.complete and len(equilibria) == 1 else None


def _tests(observed: ObservedPlay, equilibria: EquilibriumSet) -> tuple[CountTest, ...]:
    tests: list[CountTest | None] = []
    only = _only(equilibria)
    if observed.counts is not None and only is not None:
        tests += [
            mixture_test(
                observed.counts[player], only.profile[player],
                f"{observed.game.players[player]} plays the equilibrium mix",
            )
            for player in (0, 1)
        ]  # fmt: skip
    if observed.joint_counts is not None:
        tests.append(independence_test(observed.joint_counts))
    return tuple(test for test in tests if test is not None)
