"""Random matching: many players of one game, who meet another one in each round.

With *two populations* there are `size` row players and as many column players; each round
pairs them by a random permutation. With *one population* the game is symmetric and each round
cuts the players into random pairs, who all take the row player's part against each other.
Every player learns from its own rounds alone, and nobody knows whom it met.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import ParameterError, StrategyError
from gametheory.game import BimatrixGame
from learning.agents.protocol import GAME as GAME_NEED
from learning.agents.protocol import OPPONENT_ACTION, OWN_REWARD, PAYOFF_BOUNDS, Observation
from learning.parameters import read_count

__all__ = ["Population"]

#: Most players of one population.
_MOST: Final = 1_000_000


class Population:
    """A world of many players who are matched at random, anew in each round.

    Players are numbered from 0: row players first, then column players. It is played by
    :func:`learning.play_population`.

    Parameters
    ----------
    game : BimatrixGame
    size : int
        Players of each population; even if there is one.
    one_population : bool
        Whether the players of a game that is symmetric as its actions stand meet each other.

    Raises
    ------
    ParameterError
        If the game or the size does not fit.

    Examples
    --------
    >>> import numpy as np
    >>> game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    >>> world = Population(game, 2)
    >>> world.reset(np.random.default_rng(1))
    (0, 0, 0, 0)
    >>> world.step((0, 0, 1, 1))[1]
    (0.0, 0.0, 5.0, 5.0)
    """

    def __init__(self, game: BimatrixGame, size: int, *, one_population: bool = False) -> None:
        if not isinstance(game, BimatrixGame):
            raise ParameterError(f"game: expected a BimatrixGame, got {type(game).__name__}")
        self.game = game
        self.size = read_count(size, "size")
        if self.size > _MOST:
            raise ParameterError(f"size: expected at most {_MOST:,} players, got {self.size:,}")
        self.one_population = bool(one_population)
        if self.one_population and not game.is_symmetric:
            raise ParameterError(
                "one_population: expected a game that is symmetric as its actions stand "
                "(BimatrixGame.symmetric), since all players take the same part"
            )
        if self.one_population and self.size % 2:
            raise ParameterError(f"size: expected an even number of players, got {self.size}")
        self._payoffs = (game.row_payoffs.tolist(), game.column_payoffs.T.tolist())
        self._rng: Any = None
        #: Who met whom in the last round.
        self.met: list[tuple[int, int]] = []

    @property
    def roles(self) -> tuple[int, ...]:
        """The part in the game, 0 or 1, of each population."""
        return (0,) if self.one_population else (0, 1)

    def role(self, player: int) -> int:
        """Which population a player belongs to."""
        return 0 if self.one_population or player < self.size else 1

    @property
    def n_actions(self) -> tuple[int, ...]:
        """Number of actions of each player."""
        return tuple(self.game.shape[role] for role in self.roles for _ in range(self.size))

    @property
    def n_observations(self) -> tuple[int, ...]:
        """One for each player: nobody remembers anything."""
        return (1,) * (self.size * len(self.roles))

    @property
    def payoff_bounds(self) -> tuple[tuple[float, float], ...]:
        """Each player's lowest and highest payoff."""
        bounds = [
            (float(payoffs.min()), float(payoffs.max()))
            for payoffs in (self.game.row_payoffs, self.game.column_payoffs)
        ]
        return tuple(bounds[role] for role in self.roles for _ in range(self.size))

    @property
    def gives(self) -> frozenset[str]:
        """What agents may need."""
        return frozenset({OWN_REWARD, OPPONENT_ACTION, GAME_NEED, PAYOFF_BOUNDS})

    def own_payoffs(self, player: int) -> NDArray[np.float64]:
        """A player's payoffs, own actions first."""
        payoffs = (self.game.row_payoffs, self.game.column_payoffs.T)[self.role(player)]
        return np.array(payoffs, order="C")

    def reset(self, rng: Any = None) -> tuple[int, ...]:
        """Begin an episode.

        Parameters
        ----------
        rng : Generator or Stream
            The source of all matching.
        """
        self._rng = rng
        return tuple(Observation(0) for _ in self.n_observations)

    def pairs(self) -> list[tuple[int, int]]:
        """Draw who meets whom, by Fisher and Yates's shuffle.

        Raises
        ------
        ParameterError
            If `reset` was given no source of chance.
        """
        if self._rng is None:
            raise ParameterError("matching is random: call reset(rng) with a numpy Generator")
        order = list(range(self.size))
        for k in range(self.size - 1, 0, -1):
            other = int(self._rng.random() * (k + 1))
            order[k], order[other] = order[other], order[k]
        if self.one_population:
            return list(zip(order[::2], order[1::2], strict=True))
        return [(k, self.size + met) for k, met in enumerate(order)]

    def step(self, actions: Sequence[int]) -> tuple[tuple[int, ...], tuple[float, ...], bool]:
        """Match all players and play one round.

        Parameters
        ----------
        actions : sequence of int
            Of all row players, then of all column players.

        Raises
        ------
        StrategyError
            If a player has no such action.
        ParameterError
            If `reset` was given no source of chance.
        """
        sizes = self.n_actions
        if len(actions) != len(sizes) or not all(
            0 <= a < n for a, n in zip(actions, sizes, strict=False)
        ):
            raise StrategyError(
                f"expected {len(sizes)} actions, each counted from 0 and one of its player's, got "
                f"{tuple(actions)!r:.80}"
            )
        rewards = [0.0] * len(sizes)
        seen: list[int] = [0] * len(sizes)
        second = 0 if self.one_population else 1
        self.met = self.pairs()
        for first, other in self.met:
            i, j = actions[first], actions[other]
            rewards[first], rewards[other] = self._payoffs[0][i][j], self._payoffs[second][j][i]
            seen[first], seen[other] = Observation(0, j), Observation(0, i)
        return tuple(seen), tuple(rewards), False

    def __repr__(self) -> str:
        name = self.game.name or f"{self.game.shape[0]} x {self.game.shape[1]} game"
        one = ", one_population=True" if self.one_population else ""
        return f"Population({name}, {self.size}{one})"
