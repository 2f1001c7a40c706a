"""Undominated mixed strategies, decided exactly, with a proof either way.

A mixed strategy x is *(weakly) dominated* by x' if x' earns at least as much against
every action of the opponent and more against some. Whether x is dominated depends on its
support S only: x is undominated exactly if all of S are best replies to one *completely
mixed* strategy of the opponent (van Damme 1991, "Stability and perfection of Nash
equilibria", 2nd ed., chapter 3). Such a strategy here *supports* x. So every support
inside an undominated one is undominated.

An equilibrium of a bimatrix game is *perfect* (Selten 1975) exactly if both strategies
are undominated (van Damme 1991, theorem 3.2.2). That both are supported is enough: mix a
little of the supporting strategies into the equilibrium, and each player's own strategy
stays a best reply.

The program maximises the total gain ``sum_j (d' A)_j`` over changes ``d = p - q`` with
``p >= 0``, ``0 <= q <= x`` and ``(d' A)_j >= 0`` for all j. If it is positive, x + d
dominates x, and is itself undominated, because it gains most. If it is 0, let w be the
dual values of ``(d' A)_j >= 0``; complementary slackness makes S best replies to
``w + 1``, and that, divided by its sum, supports x.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from weakref import WeakKeyDictionary

from gametheory.errors import InternalError
from gametheory.exact.lp import LinearOptimum, maximise
from gametheory.exact.vertices import positive_matrix
from gametheory.game import BimatrixGame
from gametheory.strategy import Strategy, read_strategy, support

__all__ = ["DominanceProof", "SupportOracle", "prove_dominance", "support_oracle"]


@dataclass(frozen=True, slots=True)
class DominanceProof:
    """Whether a mixed strategy is dominated, and why; one of the two proofs is None.

    Attributes
    ----------
    player : int
        Whose strategy it is: 0 row, 1 column.
    dominating : tuple of Fraction or None
        An undominated strategy of the same player that dominates it.
    supporting : tuple of Fraction or None
        A completely mixed strategy of the opponent to which it is a best reply.
    """

    player: int
    dominating: Strategy | None
    supporting: Strategy | None

    @property
    def is_undominated(self) -> bool:
        """Whether nothing dominates the strategy."""
        return self.dominating is None


def prove_dominance(game: BimatrixGame, player: int, strategy: Sequence[object]) -> DominanceProof:
    """Decide whether a mixed strategy is weakly dominated, by an exact linear program.

    Parameters
    ----------
    game : BimatrixGame
    player : int
        0 for the row player, 1 for the column player.
    strategy : sequence of numbers
        The player's probabilities.

    Raises
    ------
    StrategyError
        If it is no mixed strategy of the player.

    Examples
    --------
    >>> from gametheory.game import BimatrixGame
    >>> entry = BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])
    >>> prove_dominance(entry, 1, [1, 0]).dominating
    (Fraction(0, 1), Fraction(1, 1))
    """
    own = read_strategy(strategy, game.shape[player], player)
    return support_oracle(game, player).prove(own)


class SupportOracle:
    """Answers which supports of one player are undominated; remembers what it proved.

    Parameters
    ----------
    game : BimatrixGame
    player : int
    """

    def __init__(self, game: BimatrixGame, player: int) -> None:
        integers, _ = game.integer_payoffs(player)
        # A row for each own action. Constants for the opponent's actions change no gain.
        self._rows = positive_matrix((integers if player == 0 else integers.T).tolist())
        self._player = player
        self._supported: list[frozenset[int]] = []
        self._conflicts: list[frozenset[int]] = []

    def conflict(self, actions: frozenset[int]) -> frozenset[int] | None:
        """Part of a support that no undominated strategy plays whole; None if there is none.

        Parameters
        ----------
        actions : frozenset of int
            The support, not empty.
        """
        if any(actions <= known for known in self._supported):
            return None
        for known in self._conflicts:
            if known <= actions:
                return known
        gain, change, supporting = self._solve(dict.fromkeys(sorted(actions), Fraction(1)))
        if gain == 0:
            self._supported.append(self._best_replies(supporting))
            return None
        # The same change improves whatever plays all that it takes from.
        found = frozenset(i for i, value in enumerate(change) if value < 0)
        self._conflicts.append(found)
        return found

    def is_undominated(self, actions: frozenset[int]) -> bool:
        """Whether strategies with this support are undominated."""
        return self.conflict(actions) is None

    def prove(self, strategy: Strategy) -> DominanceProof:
        """Solve the program for one strategy and check its answer by the definitions."""
        used = support(strategy)
        gain, change, supporting = self._solve({i: strategy[i] for i in used})
        if gain == 0:
            return DominanceProof(self._player, None, supporting)
        better = tuple(p + d for p, d in zip(strategy, change, strict=True))
        gains = [
            sum((d * v for d, v in zip(change, column, strict=True)), Fraction(0))
            for column in zip(*self._rows, strict=True)
        ]
        if min(better) < 0 or sum(better) != 1 or min(gains) < 0 or not any(gains):
            raise InternalError(f"a dominating strategy fails its own check: {better}")
        return DominanceProof(self._player, better, None)

    def _solve(self, limits: dict[int, Fraction]) -> tuple[Fraction, list[Fraction], Strategy]:
        """Gain, best change d, and the normalised ``w + 1`` of the program."""
        rows, m, n = self._rows, len(self._rows), len(self._rows[0])
        # Variables: p, then q on the support. All payoffs are positive, so at an optimum
        # sum p = sum q follows from sum p <= sum q.
        signed = [*rows, *([-value for value in rows[i]] for i in limits)]
        losses = [[-value for value in column] for column in zip(*signed, strict=True)]
        balance = [1] * m + [-1] * len(limits)
        most = [[0] * m + [int(k == other) for other in limits] for k in limits]
        answer = maximise(
            [sum(row) for row in signed],
            [*losses, balance, *most],
            [*([0] * (n + 1)), *limits.values()],
        )
        if not isinstance(answer, LinearOptimum):
            raise InternalError("a program over changes of a strategy is bounded")
        change = list(answer.primal[:m])
        for q, i in zip(answer.primal[m:], limits, strict=True):
            change[i] -= q
        weights = [value + 1 for value in answer.dual[:n]]
        supporting = tuple(value / sum(weights) for value in weights)
        if answer.value == 0 and not self._best_replies(supporting) >= limits.keys():
            raise InternalError(f"a supporting strategy fails its own check: {supporting}")
        return answer.value, change, supporting

    def _best_replies(self, opponent: Strategy) -> frozenset[int]:
        values = [
            sum((w * v for w, v in zip(opponent, row, strict=True)), Fraction(0))
            for row in self._rows
        ]
        best = max(values)
        return frozenset(i for i, value in enumerate(values) if value == best)


_oracles: WeakKeyDictionary[BimatrixGame, tuple[SupportOracle, SupportOracle]] = WeakKeyDictionary()


def support_oracle(game: BimatrixGame, player: int) -> SupportOracle:
    """Return the oracle of a player, one for each game that is alive."""
    oracles = _oracles.get(game)
    if oracles is None:
        oracles = _oracles[game] = (SupportOracle(game, 0), SupportOracle(game, 1))
    return oracles[player]
