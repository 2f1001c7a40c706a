"""Who may sit where; the messages show the way out."""

from __future__ import annotations

import gc
import itertools
import math
import weakref
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame
from gametheory.errors import ParameterError, SeatError
from learning import (
    EpsilonGreedy,
    FixedStrategy,
    QLearner,
    Record,
    RepeatedGame,
    make_agents,
    play,
)
from learning.agents.kernel_agent import KernelAgent

GAME = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], name="Prisoner's dilemma")
LEARNER = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.1))


class Copycat:
    """A user's agent in ten lines: plays at random by its own generator."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def select_action(self, observation: int) -> int:
        return int(self.rng.integers(2))

    def update(self, *experience: Any) -> None:
        pass


def _agent() -> Copycat:
    return Copycat(np.random.default_rng(1))


def test_a_live_agent_plays_one_run_in_one_seat() -> None:
    runs = play(GAME, (_agent(), LEARNER), rounds=5, rng=1)
    assert runs.joint.sum() == 5


def test_a_live_agent_is_refused_for_more_runs() -> None:
    with pytest.raises(SeatError, match=r"seat 0: a live Copycat cannot play 3 independent runs.*"
                                        r"write lambda rng: Copycat\(rng\)"):  # fmt: skip
        play(GAME, (_agent(), LEARNER), rounds=5, runs=3)
    with pytest.raises(TypeError, match="seat 1: a live KernelAgent"):
        play(GAME, (LEARNER, LEARNER.new(2, 1, 1)), rounds=5, runs=2)


def test_a_live_agent_is_refused_in_two_seats() -> None:
    agent = _agent()
    with pytest.raises(SeatError, match=r"seat 1: the same live Copycat sits in another seat"):
        play(GAME, (agent, agent), rounds=5)


def test_a_factory_that_shares_is_refused() -> None:
    agent = _agent()
    message = r"its factory returned a Copycat that plays in another seat or run already"
    shared = (lambda rng: agent, lambda rng: agent)
    with pytest.raises(SeatError, match=f"seat 1: {message}"):
        play(GAME, shared, rounds=5)
    with pytest.raises(SeatError, match=f"seat 1: {message}"):
        make_agents(GAME, shared)
    with pytest.raises(SeatError, match=f"seat 1: {message}"):
        make_agents(GAME, (agent, lambda rng: agent))
    with pytest.raises(SeatError, match=f"seat 0: {message}"):
        play(GAME, (lambda rng: agent, LEARNER), rounds=5, runs=2)


class Slotted:
    """An agent that weak references cannot point to."""

    __slots__ = ()

    def select_action(self, observation: int) -> int:
        return 0

    def update(self, *experience: Any) -> None:
        pass


@pytest.mark.parametrize("kind", [Copycat, Slotted])
def test_a_pool_of_agents_is_refused(kind: Any) -> None:
    # The first agent comes back two runs later, not in the next.
    pool = [kind(np.random.default_rng(k)) if kind is Copycat else kind() for k in range(2)]
    turns = itertools.cycle(pool)
    with pytest.raises(SeatError, match="plays in another seat or run already"):
        play(GAME, (lambda rng: next(turns), LEARNER), rounds=5, runs=3)
    turns = itertools.cycle(pool)
    runs = play(GAME, (lambda rng: next(turns), LEARNER), rounds=5, runs=2)
    assert runs.finished.all()


def test_agents_of_earlier_runs_are_not_kept_alive() -> None:
    alive: list[weakref.ref[Copycat]] = []

    def factory(rng: np.random.Generator) -> Copycat:
        agent = Copycat(rng)
        alive.append(weakref.ref(agent))
        return agent

    play(GAME, (factory, LEARNER), rounds=2, runs=30, rng=1)
    gc.collect()
    assert not any(agent() for agent in alive)


@pytest.mark.parametrize(
    ("seats", "message"),
    [
        ((LEARNER,), "expected 2 seats, one for each player, got 1"),
        ((LEARNER,) * 3, "expected 2 seats, one for each player, got 3"),
        (LEARNER, r"expected 2 seats.*got a QLearner; write play\(game, \(seat, seat\)"),
        ((LEARNER, "tit-for-tat"), "seat 1: a str cannot take a seat; give a specification"),
        ((None, LEARNER), "seat 0: a NoneType cannot take a seat"),
        ((QLearner, LEARNER), "seat 0: got the class QLearner; give a specification"),
        ((lambda rng: 3, LEARNER), "seat 0: the factory returned a int; expected an agent"),
    ],
)
def test_what_cannot_take_a_seat(seats: Any, message: str) -> None:
    with pytest.raises(SeatError, match=message):
        play(GAME, seats, rounds=5, runs=2)


def test_a_class_is_a_factory() -> None:
    runs = play(GAME, (Copycat, Copycat), rounds=200, runs=2, rng=1)
    assert runs.method == "plain"
    assert (runs.joint.sum(axis=1) > 0).all()


def test_agents_need_what_the_world_gives() -> None:
    class Seer(Copycat):
        needs = frozenset({"state", "own reward"})

    with pytest.raises(SeatError, match=r"seat 1: Seer needs state, which RepeatedGame"):
        play(GAME, (LEARNER, Seer), rounds=5)


def test_no_world() -> None:
    with pytest.raises(ParameterError, match=r"expected a BimatrixGame or a world, got list"):
        play([[1, 2], [3, 4]], (LEARNER, LEARNER), rounds=5)  # type: ignore[arg-type]


def test_factories_get_streams_of_their_own() -> None:
    draws: list[float] = []

    def factory(rng: np.random.Generator) -> Copycat:
        draws.append(rng.random())
        return Copycat(rng)

    play(GAME, (factory, factory), rounds=1, runs=3, rng=5)
    assert len(set(draws)) == 6
    first, draws = draws, []
    play(GAME, (factory, factory), rounds=1, runs=3, rng=5)
    assert draws == first


def test_make_agents_gives_those_of_one_run() -> None:
    agents = make_agents(RepeatedGame(GAME), (LEARNER, FixedStrategy([0.5, 0.5])), 7, run=2)
    assert all(isinstance(agent, KernelAgent) for agent in agents)
    runs = play(GAME, (LEARNER, FixedStrategy([0.5, 0.5])), rounds=1, runs=3, rng=7)
    actions = [agent.select_action(0) for agent in agents]
    assert runs.joint[2, 0, actions[0], actions[1]] == 1


def test_an_illegal_action_is_told() -> None:
    class Wrong(Copycat):
        action: Any = 2

        def select_action(self, observation: int) -> Any:
            return self.action

    for action in (2, -1, 1.0, True, None):
        Wrong.action = action
        with pytest.raises(SeatError, match=r"seat 1: select_action returned .*0 to 1"):
            play(GAME, (LEARNER, Wrong), rounds=5)


def test_a_policy_that_is_none_is_told() -> None:
    class Boaster(Copycat):
        def policy(self, observation: int) -> list[float]:
            return [0.7, 0.7]

    with pytest.raises(SeatError, match=r"seat 0: policy\(observation\) returned \[0.7, 0.7\]"):
        play(GAME, (Boaster, LEARNER), rounds=5)


def test_a_policy_of_nan_is_a_diverged_run() -> None:
    class Sick(Copycat):
        """Its policy is NaN from its hundredth round on, in every other run."""

        made = 0

        def __init__(self, rng: np.random.Generator) -> None:
            super().__init__(rng)
            self.rounds, self.ill = 0, Sick.made % 2 == 1
            Sick.made += 1

        def update(self, *experience: Any) -> None:
            self.rounds += 1

        def policy(self, observation: int) -> list[float]:
            return [math.nan, 0.5] if self.ill and self.rounds >= 100 else [0.5, 0.5]

    # looked at each ten rounds
    runs = play(GAME, (LEARNER, Sick), 200, 4, 1, record=Record(windows=20))
    assert runs.run_status == ("finished", "diverged at step 100") * 2
    assert runs.played.tolist() == [200, 100] * 2
    Sick.made = 0
    # looked at after the last round only
    runs = play(GAME, (LEARNER, Sick), 200, 2, 1, record=Record(windows=1))
    assert runs.run_status == ("finished", "diverged at step 200")


@pytest.mark.parametrize("method", ["select_action", "update", "policy", "begin_episode"])
def test_an_exception_of_an_agent_says_where(method: str) -> None:
    class Broken(Copycat):
        made = 0

        def __init__(self, rng: np.random.Generator) -> None:
            super().__init__(rng)
            self.last = Broken.made == 2
            Broken.made += 1

    def fail(self: Broken, *arguments: Any) -> Any:
        if self.last:
            raise ZeroDivisionError("a mistake of the user's")
        return [0.5, 0.5] if method == "policy" else 0

    setattr(Broken, method, fail)
    with pytest.raises(ZeroDivisionError) as error:
        play(GAME, (LEARNER, Broken), rounds=5, runs=4, rng=1, record=Record(windows=1))
    last = 5 if method == "policy" else 1  # asked at the end of the window
    assert error.value.__notes__ == [f"seat 1, run 2, round {last}"]
