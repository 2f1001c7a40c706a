"""Populations: both loops, known results, and what the record promises."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from learners import LEARNERS

from gametheory import BimatrixGame
from gametheory.errors import Interrupted, ParameterError, SeatError
from learning import (
    Boltzmann,
    CrossLearner,
    EpsilonGreedy,
    FixedStrategy,
    Population,
    QLearner,
    Record,
    RepeatedGame,
    TitForTat,
    play,
    play_population,
)
from learning.kernels import population as kernel
from learning.kernels.streams import ACTION, Stream
from learning.seats import seat_of

DOVES = BimatrixGame.symmetric([[-1, 2], [0, 1]], row_actions=["Hawk", "Dove"])
WIDE = BimatrixGame([[1, 2, 3], [6, 5, 4]], [[7, 8, 9], [12, 11, 10]])
CROSS = CrossLearner(learning_rate=0.05)
SOFT = QLearner(learning_rate=0.1, exploration=Boltzmann(0.1))


def _plain(specification: Any, world: Population, role: int) -> Any:
    """The same agents behind a factory, which the compiled loop does not know."""

    made = iter(range(10**6))
    told = seat_of(world, role * world.size)

    def factory(rng: Any) -> Any:
        run, k = divmod(next(made), world.size)
        needs = specification.needs
        keywords: dict[str, Any] = {}
        if "game" in needs:
            keywords["payoffs"] = told.payoffs
        if "payoff bounds" in needs:
            keywords["payoff_bounds"] = told.payoff_bounds
        stream = Stream(11, run, role * world.size + k, ACTION)
        return specification.new(told.n_actions, 1, stream, **keywords)

    return factory


@pytest.mark.parametrize(
    ("world", "names"),
    [
        (Population(DOVES, 6, one_population=True), ["cross"]),
        (Population(WIDE, 3), ["regret matching", "exp3"]),
        (Population(WIDE, 4), ["fictitious play", "erev-roth"]),
    ],
)
def test_both_loops_play_alike(world: Population, names: list[str]) -> None:
    seats = [LEARNERS[name] for name in names]
    record = Record(windows=4)
    compiled = play_population(world, seats, 60, 2, 11, record=record)
    factories = [_plain(seat, world, role) for role, seat in enumerate(seats)]
    plain = play_population(world, factories, 60, 2, 11, record=record)
    assert (compiled.method, plain.method) == ("compiled", "plain")
    np.testing.assert_array_equal(compiled.joint, plain.joint)
    for one, two in zip(compiled.policies, plain.policies, strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-12)
    assert (compiled.joint.sum(axis=(1, 2, 3)) == 60 * len(world.n_actions) // 2).all()


def test_one_population_mixes_and_two_take_parts() -> None:
    # hawks and doves: the mixed equilibrium, half hawks, is stable within one population and
    # unstable between two (Weibull 1995, Evolutionary Game Theory, chapters 3 and 5)
    one = Population(DOVES, 100, one_population=True)
    mixed = play_population(one, (CROSS,), 3_000, 8, 3).shares(0)[:, -1, 0]
    assert (np.abs(mixed - 0.5) < 0.1).all()
    two = play_population(Population(DOVES, 100), (SOFT, SOFT), 3_000, 8, 3)
    hawks = np.stack([two.shares(k)[:, -1, 0] for k in (0, 1)])
    assert (np.sort(hawks, axis=0)[0] < 0.1).all()
    assert (np.sort(hawks, axis=0)[1] > 0.9).all()


def test_shares_are_those_of_the_strategies() -> None:
    world = Population(WIDE, 50)
    seats = (FixedStrategy([0.3, 0.7]), FixedStrategy([0.5, 0.25, 0.25]))
    runs = play_population(world, seats, 400, 1, 5, record=Record(windows=1))
    for role, seat in enumerate(seats):
        share = runs.shares(role)[0, 0]
        p = np.array(seat.probabilities)
        assert (np.abs(share - p) < 4.5 * np.sqrt(p * (1 - p) / 20_000)).all()
        np.testing.assert_allclose(runs.policies[role][0, 0], p)
    # independent: no pair of actions meets more often than its shares say
    joint = runs.joint[0, 0] / 20_000
    p = np.outer(*(seat.probabilities for seat in seats))
    assert (np.abs(joint - p) < 4.5 * np.sqrt(p * (1 - p) / 20_000)).all()
    with pytest.raises(ParameterError, match="population: expected one of"):
        runs.shares(2)


def test_a_run_depends_on_its_number_only(monkeypatch: pytest.MonkeyPatch) -> None:
    world = Population(DOVES, 10)
    whole = play_population(world, (SOFT, CROSS), 50, 3, 4)
    monkeypatch.setattr("learning.populations._CALL_UPDATES", 60)
    cut = play_population(world, (SOFT, CROSS), 50, 2, whole.root)
    np.testing.assert_array_equal(cut.joint, whole.joint[:2])
    assert len({run.tobytes() for run in whole.joint}) == 3


def test_it_tells_itself_and_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    world = Population(DOVES, 10, one_population=True)
    runs = play_population(world, (CROSS,), 50, 3, 4)
    assert "3 of 3 runs of 10 players finished 50 rounds" in repr(runs)
    document = json.loads(runs.to_json())
    assert document["schema"] == "gametheory/population-runs/1"
    assert np.allclose(np.array(document["shares"]).sum(axis=-1), 1)

    real: Any = kernel.advance_population
    calls = []

    def stop(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(kernel, "advance_population", stop)
    with pytest.raises(Interrupted) as caught:
        play_population(world, (CROSS,), 50, 3, 4)
    partial: Any = caught.value.partial
    assert partial.status == "interrupted"
    assert partial.played.tolist() == [50, 0, 0]
    np.testing.assert_array_equal(partial.joint[0], runs.joint[0])


def test_what_diverges_is_counted() -> None:
    # values go to payoffs of 1e308 divided by 1 - .99
    huge = BimatrixGame.symmetric([[1e308, 1e308], [1e308, 1e308]])
    learner = QLearner(learning_rate=1, discount=0.99, exploration=EpsilonGreedy(0.1))
    runs = play_population(Population(huge, 2, one_population=True), (learner,), 500, 2, 1)
    assert (runs.diverged > 0).all()
    assert not runs.finished.any()
    assert runs.tables() == ()
    assert json.loads(runs.to_json())["shares"] == [None]


class Mine:
    """A user's agent in ten lines."""

    def __init__(self, rng: Any) -> None:
        self.rng, self.seen = rng, 0

    def begin_episode(self, rng: Any) -> None:
        self.seen = 0

    def select_action(self, observation: int) -> int:
        return int(self.rng.random() < 0.5)

    def observe(self, event: Any) -> None:
        self.seen += len(event.actions)

    def update(self, *_: Any) -> None:
        assert self.seen % 4 == 0

    def end_episode(self, last_observation: int, truncated: bool) -> None:
        assert truncated
        assert self.seen == 80


def test_a_users_agents_can_play() -> None:
    runs = play_population(Population(DOVES, 2), (CROSS, Mine), 20, 2, 3)
    assert runs.method == "plain"
    assert runs.finished.all()
    assert np.isnan(runs.policies[1]).all()
    assert not np.isnan(runs.policies[0]).any()


@pytest.mark.parametrize(
    ("world", "seats", "error", "message"),
    [
        (RepeatedGame(DOVES), (CROSS,), ParameterError, "expected a Population, got Repeated"),
        (Population(DOVES, 2), (CROSS,), SeatError, "expected 2 specifications or factories"),
        (Population(DOVES, 2), CROSS, SeatError, "one for each population, in a tuple"),
        (Population(DOVES, 2), (CROSS, Mine(None)), SeatError, "a live Mine cannot play for 2"),
        (Population(DOVES, 2), (TitForTat(), CROSS), SeatError, "TitForTat needs state"),
        (Population(DOVES, 2), (3, CROSS), SeatError, "a int cannot take a seat"),
    ],
)
def test_refused(world: Any, seats: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        play_population(world, seats, 10)


def test_play_and_records_say_where_to_go() -> None:
    with pytest.raises(ParameterError, match="write play_population"):
        play(Population(DOVES, 2), (CROSS,) * 4, 10)
    with pytest.raises(ParameterError, match=r"expected Record\(windows=...\) alone"):
        play_population(Population(DOVES, 2), (CROSS, CROSS), 10, record=Record(trajectory=True))
