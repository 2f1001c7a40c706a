"""Who sits where: reading seats and making agents for them, so that none is shared.

A *seat* is what `play` takes for one player: a frozen specification, a factory
``rng -> agent``, or, for one run only, a live agent.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np

from gametheory.errors import ParameterError, SeatError
from gametheory.game import BimatrixGame
from learning.agents.protocol import (
    GAME,
    PAYOFF_BOUNDS,
    STATE,
    KernelRule,
    KernelSpecification,
    Seat,
)
from learning.seeds import root_integer
from learning.worlds.population import Population
from learning.worlds.protocol import World
from learning.worlds.repeated import RepeatedGame

__all__ = ["Made", "as_world", "kernel_rules", "make_agents", "new_agent", "read_seats",
           "seat_of"]  # fmt: skip

_FIX = (
    "give a specification such as QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.05)), "
    "or a factory such as lambda rng: MyAgent(rng)"
)


def as_world(game: BimatrixGame | World) -> World:
    """Return the world of a game, or the world given.

    Raises
    ------
    ParameterError
        If it is neither.
    """
    if isinstance(game, BimatrixGame):
        return RepeatedGame(game)
    missing = [
        name
        for name in ("reset", "step", "n_actions", "n_observations", "payoff_bounds", "gives")
        if not hasattr(game, name)
    ]
    if missing:
        raise ParameterError(
            f"expected a BimatrixGame or a world, got {type(game).__name__}, which has no "
            f"{', '.join(missing)}; see learning.worlds.protocol"
        )
    return game


def is_agent(seat: Any) -> bool:
    """Whether it is a live agent (not a class of agents)."""
    return not isinstance(seat, type) and all(
        callable(getattr(seat, name, None)) for name in ("select_action", "update")
    )


def is_specification(seat: Any) -> bool:
    """Whether it makes agents by ``new``."""
    return not isinstance(seat, type) and callable(getattr(seat, "new", None))


def read_seats(world: World, seats: Sequence[Any], runs: int) -> tuple[Any, ...]:
    """Check that the seats can be taken.

    Parameters
    ----------
    world : World
    seats : sequence
        One for each player.
    runs : int
        How many runs they are for.

    Raises
    ------
    SeatError
        If the number of seats is wrong, something cannot take a seat, a live agent
        would be shared, or the world cannot give what a specification needs.
    """
    wanted = len(world.n_actions)
    if is_agent(seats) or is_specification(seats) or not isinstance(seats, Sequence):
        raise SeatError(
            f"expected {wanted} seats, one for each player, got a {type(seats).__name__}; "
            "write play(game, (seat, seat), ...)"
        )
    if len(seats) != wanted:
        raise SeatError(f"expected {wanted} seats, one for each player, got {len(seats)}")
    for player, seat in enumerate(seats):
        _check_seat(player, seat, seats, runs)
        check_needs(world, seat, player)
    return tuple(seats)


def _check_seat(player: int, seat: Any, seats: Sequence[Any], runs: int) -> None:
    name = type(seat).__name__
    if is_specification(seat):
        return
    if is_agent(seat):
        if runs > 1:
            raise SeatError(
                f"seat {player}: a live {name} cannot play {runs} independent runs, it would carry "
                f"what it learned from one to the next; write lambda rng: {name}(rng)"
            )
        if any(seat is other for other in seats[:player]):
            raise SeatError(
                f"seat {player}: the same live {name} sits in another seat already; "
                f"write lambda rng: {name}(rng) for each seat"
            )
        return
    if isinstance(seat, type) and hasattr(seat, "new"):
        raise SeatError(f"seat {player}: got the class {seat.__name__}; {_FIX}")
    if not callable(seat):
        raise SeatError(f"seat {player}: a {name} cannot take a seat; {_FIX}")


def check_needs(world: World, agent: Any, player: int) -> None:
    """Refuse an agent or specification that needs what the world does not give.

    Raises
    ------
    SeatError
        If something is missing.
    """
    needs: object = getattr(agent, "needs", frozenset())
    if not isinstance(needs, (set, frozenset)):
        return  # a class that computes its needs: checked on the agent it makes
    missing = needs - set(world.gives)
    if missing:
        name = agent.__name__ if isinstance(agent, type) else type(agent).__name__
        plain = isinstance(world, RepeatedGame) and STATE in missing
        raise SeatError(
            f"seat {player}: {name} needs {', '.join(sorted(missing))}, which "
            f"{world!r} does not give; it gives {', '.join(sorted(world.gives))}"
            f"{'. Let players remember: RepeatedGame(game, memory=1)' if plain else ''}"
        )


def kernel_rules(world: World, seats: tuple[Any, ...]) -> list[KernelRule] | None:
    """Return the rules of all seats, if the compiled loop can play them in this world."""
    if type(world) is not RepeatedGame:  # a subclass may play otherwise
        return None
    if not all(isinstance(seat, KernelSpecification) for seat in seats):
        return None
    return [seat.rule(seat_of(world, player)) for player, seat in enumerate(seats)]


def seat_of(world: World, player: int) -> Seat:
    """What a world tells of a player's seat."""
    sizes = world.n_actions[player], world.n_observations[player]
    bounds = world.payoff_bounds[player]
    if isinstance(world, Population):
        return Seat(*sizes, bounds, world.own_payoffs(player))
    if not isinstance(world, RepeatedGame):
        return Seat(*sizes, bounds)
    return Seat(*sizes, bounds, world.own_payoffs(player), world.own_histories(player))


def numpy_generator(root: int, run: int, player: int, purpose: int) -> np.random.Generator:
    """Return a numpy generator seeded by 256 bits of one of our streams."""
    from learning.kernels.streams import Stream

    words = Stream(root, run, player, purpose).seed_words()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(words)))


class Made:
    """The agents that factories made in one call, so that none is used twice.

    Agents are not kept alive: one that is gone cannot be shared any more.
    """

    def __init__(self) -> None:
        self._known: dict[int, Callable[[], Any]] = {}

    def add(self, agent: Any, player: int) -> None:
        """Remember an agent.

        Raises
        ------
        SeatError
            If it was made before.
        """
        known = self._known.get(id(agent))
        if known is not None and known() is agent:
            name = type(agent).__name__
            raise SeatError(
                f"seat {player}: its factory returned a {name} that plays in another seat or run "
                f"already; write lambda rng: {name}(rng)"
            )
        try:
            self._known[id(agent)] = weakref.ref(agent)
        except TypeError:  # a class with slots and no place for weak references
            self._known[id(agent)] = lambda: agent


def new_agent(
    world: World, seat: Any, player: int, root: int, run: int, made: Made | None = None
) -> Any:
    """Make the agent of one seat for one run.

    Raises
    ------
    SeatError
        If a factory returns something that is no agent, one that it returned before
        (`made` knows), or one whose needs the world cannot meet.
    """
    from learning.kernels.streams import ACTION, FACTORY, Stream

    made = made or Made()
    if is_agent(seat) and not is_specification(seat):
        made.add(seat, player)  # a factory in another seat may return it
        return seat
    if is_specification(seat):
        told, needs = seat_of(world, player), getattr(seat, "needs", ())
        keywords: dict[str, Any] = {}
        if PAYOFF_BOUNDS in needs:
            keywords["payoff_bounds"] = told.payoff_bounds
        if GAME in needs:
            keywords["payoffs"] = told.payoffs
        if STATE in needs:
            keywords["histories"] = told.histories
        source: Any = (
            Stream(root, run, player, ACTION)
            if isinstance(seat, KernelSpecification)
            else numpy_generator(root, run, player, FACTORY)
        )
        agent = seat.new(world.n_actions[player], world.n_observations[player], source, **keywords)
    else:
        agent = cast(Any, seat)(numpy_generator(root, run, player, FACTORY))
    if not is_agent(agent):
        raise SeatError(
            f"seat {player}: the factory returned a {type(agent).__name__}; expected an agent "
            "with select_action(observation) and "
            "update(observation, action, reward, next_observation, done)"
        )
    made.add(agent, player)
    check_needs(world, agent, player)
    return agent


def make_agents(
    game: BimatrixGame | World, seats: Sequence[Any], rng: Any = None, *, run: int = 0
) -> list[Any]:
    """Make the agents that `play` would use in one of its runs, for a loop of one's own.

    Parameters
    ----------
    game : BimatrixGame or World
    seats : sequence
        Specification or factory for each player.
    rng : None, int, SeedSequence or Generator
        As for :func:`learning.play`.
    run : int
        Number of the run, from 0.

    Returns
    -------
    list of agents

    Raises
    ------
    SeatError
        As for :func:`learning.play`.
    """
    world, made = as_world(game), Made()
    root = root_integer(rng)
    return [
        new_agent(world, seat, player, root, run, made)
        for player, seat in enumerate(read_seats(world, seats, 1))
    ]
