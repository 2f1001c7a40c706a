"""The conformance check of agents: ours pass, broken ones are refused with the reason."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from learners import LEARNERS, REMEMBERING

from gametheory import BimatrixGame
from learning import Boltzmann, EpsilonGreedy, FixedStrategy, QLearner, RepeatedGame
from learning.testing import check_agent

GAME = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])


class Good:
    """An honest user's agent: epsilon-greedy over running means."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.sums = [0.0, 0.0]
        self.counts = [1, 1]

    def select_action(self, observation: int) -> int:
        if self.rng.random() < 0.2:
            return int(self.rng.integers(2))
        return int(self.sums[1] / self.counts[1] > self.sums[0] / self.counts[0])

    def update(
        self, observation: int, action: int, reward: float, next_observation: int, done: bool
    ) -> None:
        self.sums[action] += reward
        self.counts[action] += 1


def test_an_honest_agent_passes() -> None:
    check_agent(Good, world=GAME)
    check_agent(lambda rng: Good(rng), world=GAME, player=1)


@pytest.mark.parametrize("exploration", [EpsilonGreedy(0.1), Boltzmann(0.1)])
@pytest.mark.parametrize("discount", [0, 0.9])
@pytest.mark.parametrize("place", [0, "highest"])
@pytest.mark.parametrize("tie", ["random", "first"])
def test_ours_pass(exploration: Any, discount: float, place: Any, tie: Any) -> None:
    check_agent(
        QLearner(learning_rate=0.2, exploration=exploration, discount=discount,
                 initial_value=place, tie_rule=tie)
    )  # fmt: skip


@pytest.mark.parametrize("seat", LEARNERS.values(), ids=LEARNERS)
def test_every_family_passes(seat: Any) -> None:
    check_agent(seat)
    check_agent(seat, world=RepeatedGame(GAME, memory=2, tremble=0.1, noise=0.1))


@pytest.mark.parametrize("seat", REMEMBERING.values(), ids=REMEMBERING)
def test_strategies_with_memory_pass(seat: Any) -> None:
    check_agent(seat, world=RepeatedGame(GAME, memory=1))


def test_our_fixed_strategy_passes() -> None:
    check_agent(FixedStrategy([0.2, 0.8]), player=0)
    check_agent(FixedStrategy([0.2, 0.3, 0.5]), player=1)


class Deaf(Good):
    update = None  # type: ignore[assignment]


class Loud(Good):
    def select_action(self, observation: int) -> Any:
        return 2


class Vague(Good):
    def select_action(self, observation: int) -> Any:
        return True


class SharedTable(Good):
    """Keeps what it learned on the class."""

    memory = ([0.0, 0.0], [1, 1])

    def __init__(self, rng: np.random.Generator) -> None:
        super().__init__(rng)
        self.sums, self.counts = self.memory


class Headstrong(Good):
    """Draws from a generator of its own, not from the one it was given."""

    own = np.random.default_rng(1)

    def __init__(self, rng: np.random.Generator) -> None:
        super().__init__(self.own)


class Gossip(Good):
    """Listens to what other agents of its kind got in *other* runs."""

    heard: tuple[float, ...] = ()

    def __init__(self, rng: np.random.Generator) -> None:
        super().__init__(rng)
        self.mine: list[float] = []

    def select_action(self, observation: int) -> int:
        return int(min(Gossip.heard, default=0.0) < 0.0)

    def update(self, *experience: Any) -> None:
        Gossip.heard = (*Gossip.heard, float(experience[2]))


class Braggart(Good):
    def policy(self, observation: int) -> list[float]:
        return [0.5, 0.6]


class Formal(Good):
    begin_episode = "now"


class Needy(Good):
    needs = frozenset({"crystal ball"})


_KEPT = Good(np.random.default_rng(1))


@pytest.mark.parametrize(
    ("seat", "message"),
    [
        (_KEPT, r"got a live Good, which cannot be made anew.*lambda rng: Good\(rng\)"),
        (lambda rng: _KEPT, "the factory returned the same Good twice"),
        (3, "seat 0: a int cannot take a seat"),
        (QLearner, "got the class QLearner"),
        (Deaf, "the factory returned a Deaf; expected an agent with select_action"),
        (Loud, "Loud.select_action returned 2; expected an integer 0 to 1"),
        (Vague, "Vague.select_action returned True"),
        (SharedTable, "not reproducible"),
        (Headstrong, "not reproducible.*draw only from the rng"),
        (Gossip, "state leaks: an agent acts differently after or beside another"),
        (Braggart, "Braggart.policy returned .* expected 2 probabilities"),
        (Formal, "Formal.begin_episode is not a method"),
        (Needy, "Needy needs crystal ball"),
    ],
)
def test_broken_agents_are_refused(seat: Any, message: str) -> None:
    Gossip.heard = ()
    with pytest.raises(AssertionError, match=message):
        check_agent(seat, world=GAME)


def test_a_specification_that_shares_is_refused() -> None:
    class Sharing:
        agent = Good(np.random.default_rng(1))

        def new(self, n_actions: int, n_observations: int, rng: Any) -> Good:
            return self.agent

    with pytest.raises(AssertionError, match="the same Good twice"):
        check_agent(Sharing(), world=GAME)
