"""Playing: the compiled loop and the plain one, cuts, threads, interrupts, limits."""

from __future__ import annotations

import _thread
import itertools
import threading
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from learners import LEARNERS, REMEMBERING

from gametheory import BimatrixGame
from gametheory.errors import Interrupted, MemoryLimitError, ParameterError
from gametheory.progress import Progress
from learning import (
    Always,
    Boltzmann,
    EpsilonGreedy,
    FixedStrategy,
    QLearner,
    Record,
    RepeatedGame,
    Runs,
    Scripted,
    make_agents,
    play,
)
from learning.agents.schedules import Decay
from learning.batches import play_compiled
from learning.buffers import Buffers, allocate
from learning.plain import play_plain
from learning.playing import _runs
from learning.seats import kernel_rules

PD = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], name="Prisoner's dilemma")
GREEDY = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.1))
SOFT = QLearner(learning_rate=0.2, exploration=Boltzmann(0.2), initial_value="lowest")
WIDE = BimatrixGame(
    np.random.default_rng(1).integers(-9, 10, (3, 4)), np.random.default_rng(2).random((3, 4))
)
PAIRS = {
    "greedy": (PD, (GREEDY, GREEDY)),
    "mixed": (PD, (SOFT, GREEDY)),
    "fixed": (PD, (FixedStrategy(["1/3", "2/3"]), SOFT)),
    "wide": (
        WIDE,
        (
            QLearner(learning_rate=0.3, discount=0.9, exploration=EpsilonGreedy(0.3),
                     initial_value="highest", tie_rule="first"),
            QLearner(learning_rate=1, discount=0.25, exploration=Boltzmann(1)),
        ),
    ),
}  # fmt: skip


class Stranger:
    """Somebody else's world, which the compiled loop does not know."""

    def __init__(self, world: RepeatedGame) -> None:
        self.world = world

    def __getattr__(self, name: str) -> Any:
        return getattr(self.world, name)


def _arrays(runs: Runs) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in runs.axes:
        kept = getattr(runs, name)
        for k, array in enumerate(kept if isinstance(kept, tuple) else (kept,)):
            found[f"{name} {k}"] = array
    return found


def _assert_same(one: Runs, two: Runs) -> None:
    expected, got = _arrays(one), _arrays(two)
    for name, array in expected.items():
        if array is None:
            assert got[name] is None, name
        else:
            np.testing.assert_array_equal(got[name], array, err_msg=name)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("one_shot", [False, True])
def test_one_chain_by_the_plain_training_loop(pair: str, one_shot: bool) -> None:
    game, seats = PAIRS[pair]
    world = RepeatedGame(game, one_shot=one_shot)
    rng = np.random.default_rng(1)
    agents = make_agents(world, seats, 99, run=1)
    played = []
    n_episodes, max_steps = (300, 1) if one_shot else (1, 300)
    for _ in range(n_episodes):
        observations: Sequence[int] = world.reset(rng)
        for _ in range(max_steps):
            actions = [agent.select_action(o) for agent, o in zip(agents, observations)]  # noqa: B905
            next_observations, rewards, done = world.step(actions)
            played.append(actions)
            for i, agent in enumerate(agents):
                agent.update(observations[i], actions[i], rewards[i], next_observations[i], done)
            observations = next_observations
            if done:
                break
    runs = play(world, seats, rounds=300, runs=2, rng=99, record=Record(trajectory=True))
    assert runs.method == "compiled"
    assert runs.trajectory is not None
    assert runs.trajectory[1].tolist() == played
    for player, agent in enumerate(agents):
        values = runs.final_values[player]
        assert values is not None
        assert values[1].tolist() == agent.values[0].tolist()
        assert runs.final_policies[player][1] == pytest.approx(agent.policy(0), abs=1e-15)


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("one_shot", [False, True])
def test_compiled_and_plain_loop_record_the_same(pair: str, one_shot: bool) -> None:
    game, seats = PAIRS[pair]
    world = RepeatedGame(game, one_shot=one_shot)
    record = Record(windows=7, trajectory=True)
    compiled = play(world, seats, 101, 3, 4, record=record)
    plain = play(Stranger(world), seats, 101, 3, 4, record=record)  # type: ignore[arg-type]
    assert (compiled.method, plain.method) == ("compiled", "plain")
    _assert_same(compiled, plain)


FALLING = QLearner(
    learning_rate=Decay(0.5, 20), exploration=EpsilonGreedy(Decay(0.9, 10, 0.5, 0.1)), discount=0.5
)
COOLING = QLearner(
    learning_rate=0.3, exploration=Boltzmann(Decay(1.0, 5, lowest=0.2)), discount=0.9,
    initial_value="middle",
)  # fmt: skip
WORLDS = {
    "memory": RepeatedGame(PD, memory=1),
    "long memory": RepeatedGame(PD, memory=3, continuation=0.8),
    "from a start": RepeatedGame(WIDE, memory=2, start=(0, 1), tremble=(0.1, 0.0)),
    "trembles": RepeatedGame(WIDE, tremble=0.2, continuation=0.9),
    "noise": RepeatedGame(PD, memory=1, noise=(0.0, 0.3), tremble=0.05),
    "one-shot": RepeatedGame(PD, memory=1, one_shot=True),
}


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_both_loops_play_worlds_of_every_kind_alike(world: RepeatedGame) -> None:
    _assert_both_loops_alike(world, (FALLING, COOLING))


@pytest.mark.parametrize("name", LEARNERS)
def test_both_loops_play_every_family_alike(name: str) -> None:
    # each against another one, in either seat, with and without memory
    names = [*LEARNERS]
    other = names[(names.index(name) + 5) % len(names)]
    for world in (RepeatedGame(WIDE), WORLDS["noise"]):
        _assert_both_loops_alike(world, (LEARNERS[name], LEARNERS[other]))


@pytest.mark.parametrize("name", REMEMBERING)
def test_both_loops_play_strategies_with_memory_alike(name: str) -> None:
    for world in (WORLDS["memory"], WORLDS["long memory"], WORLDS["noise"]):
        for seats in ((REMEMBERING[name], GREEDY), (GREEDY, REMEMBERING[name])):
            _assert_both_loops_alike(world, seats)


def _assert_both_loops_alike(world: RepeatedGame, seats: tuple[Any, Any]) -> None:
    record = Record(windows=7, trajectory=True)
    compiled = play(world, seats, 150, 3, 4, record=record)
    buffers = allocate(world.n_actions, 3, 150, record, world.n_observations)
    assert play_plain(world, seats, compiled.root, 150, buffers, Progress("", 1))
    plain = _runs(world, seats, 150, compiled.root, buffers, finished=True, method="plain",
                  seconds=0.0)  # fmt: skip
    assert compiled.method == "compiled"
    _assert_same(compiled, plain)
    if not any(isinstance(seat, (Always, Scripted)) for seat in seats):  # else chance may be idle
        assert len({run.tobytes() for run in compiled.joint}) == 3


EDGES = [
    {"learning_rate": 1.0, "exploration": EpsilonGreedy(0)},
    {"learning_rate": 0.5, "exploration": EpsilonGreedy(1)},
    {"learning_rate": 0.1, "exploration": EpsilonGreedy(0.2), "tie_rule": "first"},
    {"learning_rate": 0.3, "exploration": EpsilonGreedy(0.1), "discount": 0.9},
]


@pytest.mark.parametrize("runs", [1, 3, 37])
@pytest.mark.parametrize("one_shot", [False, True])
def test_runs_side_by_side_give_what_one_after_the_other_does(
    monkeypatch: pytest.MonkeyPatch, runs: int, one_shot: bool
) -> None:
    tied = BimatrixGame([[1, 0], [1, -2]], [[0, 0], [3, 0]])
    for game, first, second in itertools.product((PD, tied), EDGES, EDGES):
        world, seats = (
            RepeatedGame(game, one_shot=one_shot),
            (QLearner(**first), QLearner(**second)),
        )
        with monkeypatch.context() as general:
            general.setattr("learning.batches._fits_lockstep", lambda *_: False)
            expected = play(world, seats, 333, runs, 5, record=Record(windows=10))
        _assert_same(expected, play(world, seats, 333, runs, 5, record=Record(windows=10)))


def test_a_run_that_diverges_leaves_its_neighbours_alone() -> None:
    # The second row's payoffs differ by more than the largest float: who learned one of
    # them overflows when the column player explores.
    big = 1.7e308
    game = BimatrixGame([[1, 1], [big, -big]], [[1, 0], [1, 0]])
    learner = QLearner(learning_rate=1.0, exploration=EpsilonGreedy(0.02))
    for runs in (1, 2, 40):
        together = play(game, (learner, learner), 60, runs, 1)
        apart = play(game, (learner, learner), 60, runs, 1, record=Record(trajectory=True))
        np.testing.assert_array_equal(together.diverged, apart.diverged)
        np.testing.assert_array_equal(together.joint, apart.joint)
    assert 0 < (together.diverged > 0).sum() < 40


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize(("block", "call_rounds"), [(1, 1), (3, 7), (16, 64), (100, 10_000)])
def test_no_cut_changes_a_number(threads: int, block: int, call_rounds: int) -> None:
    world, seats = RepeatedGame(PD), PAIRS["mixed"][1]
    whole, cut = (_buffers(20, 90) for _ in range(2))
    rules = kernel_rules(world, seats)
    assert rules is not None
    play_compiled(world, rules, 8, 90, whole, threads=1, progress=Progress("", 1))
    play_compiled(
        world, rules, 8, 90, cut, threads=threads, progress=Progress("", 1), block=block,
        call_rounds=call_rounds,
    )  # fmt: skip
    for name in ("joint", "greedy_joint", "flips", "played", "diverged", "trajectory"):
        np.testing.assert_array_equal(getattr(cut, name), getattr(whole, name), err_msg=name)
    for name in ("values", "current", "policies", "tables"):
        for one, two in zip(getattr(cut, name), getattr(whole, name), strict=True):
            np.testing.assert_array_equal(one, two, err_msg=name)


def _buffers(runs: int, rounds: int) -> Buffers:
    return allocate((2, 2), runs, rounds, Record(windows=9, trajectory=True))


def test_runs_do_not_depend_on_how_many_there_are() -> None:
    few, many = (play(PD, (GREEDY, SOFT), 50, runs, rng=3) for runs in (2, 40))
    np.testing.assert_array_equal(many.joint[:2], few.joint)
    assert len({run.tobytes() for run in many.joint}) > 30


def test_a_world_derived_from_ours_is_played_as_it_is() -> None:
    class Doubled(RepeatedGame):
        def step(self, actions: Sequence[int]) -> Any:
            observations, rewards, done = super().step(actions)
            return observations, (2 * rewards[0], 2 * rewards[1]), done

    one, two = (play(world(PD), (GREEDY, GREEDY), 50, 2, 1) for world in (RepeatedGame, Doubled))
    assert (two.method, two.game) == ("plain", None)
    assert one.final_values[0] is not None
    assert two.final_values[0] is not None
    assert (two.final_values[0] == 2 * one.final_values[0]).all()


def test_an_error_in_a_thread_is_raised_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from learning.kernels import repeated

    def fail(*arguments: Any) -> None:
        raise ZeroDivisionError("kernel")

    monkeypatch.setattr(repeated, "advance", fail)
    with pytest.raises(ZeroDivisionError, match="kernel"):
        play(PD, (GREEDY, SOFT), 10**6, 100, threads=3)


def test_seeds() -> None:
    one = play(PD, (GREEDY, SOFT), 50, 4, rng=3)
    _assert_same(one, play(PD, (GREEDY, SOFT), 50, 4, rng=np.int64(3)))
    _assert_same(one, play(PD, (GREEDY, SOFT), 50, 4, rng=one.root))
    assert play(PD, (GREEDY, SOFT), 50, 4, rng=4).joint.tolist() != one.joint.tolist()
    fresh = play(PD, (GREEDY, SOFT), 50, 4)
    _assert_same(fresh, play(PD, (GREEDY, SOFT), 50, 4, rng=fresh.root))
    generator = np.random.default_rng(1)
    first = play(PD, (GREEDY, SOFT), 50, 4, rng=generator)
    assert play(PD, (GREEDY, SOFT), 50, 4, rng=generator).root != first.root
    children = np.random.SeedSequence(1).spawn(2)
    roots = [play(PD, (GREEDY, SOFT), 5, rng=child).root for child in children]
    assert len(set(roots)) == 2


@pytest.mark.parametrize("seed", [-1, 1.5, "a", True])
def test_bad_seeds(seed: Any) -> None:
    with pytest.raises(ParameterError, match="rng: expected None, a non-negative integer"):
        play(PD, (GREEDY, GREEDY), 10, rng=seed)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"rounds": 0}, "rounds: expected an integer of at least 1, got 0"),
        ({"rounds": 10.0}, "rounds: expected an integer"),
        ({"rounds": True}, "rounds: expected an integer"),
        ({"runs": 0}, "runs: expected an integer of at least 1"),
        ({"threads": 0}, "threads: expected an integer of at least 1"),
        ({"record": 5}, r"record: expected Record\(...\), got 5"),
    ],
)
def test_bad_numbers(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        play(PD, (GREEDY, GREEDY), **{"rounds": 10, **arguments})
    with pytest.raises(ParameterError, match="windows: expected an integer of at least 1"):
        Record(windows=0)


def test_counts_and_actions_must_fit_their_types() -> None:
    with pytest.raises(ParameterError, match="overflow a count of 32 bits; ask for more windows"):
        play(PD, (GREEDY, GREEDY), 2**32, record=Record(windows=1))
    wide = BimatrixGame(np.zeros((1, 2**15)), np.zeros((1, 2**15)))
    with pytest.raises(ParameterError, match="a trajectory holds up to 32,767 actions a player"):
        play(wide, (GREEDY, GREEDY), 10, record=Record(trajectory=True))


def test_memory_is_asked_for_before_it_is_taken() -> None:
    with pytest.raises(MemoryLimitError, match=r"recording 10 runs.*GiB.*record=Record\(windows"):
        play(PD, (GREEDY, GREEDY), 10**11, 10, record=Record(trajectory=True))
    with pytest.raises(MemoryLimitError, match="fewer windows"):
        play(PD, (GREEDY, GREEDY), 10**15, record=Record(windows=10**14))


@pytest.mark.parametrize("plain", [False, True])
def test_divergence_is_found_excluded_and_counted(plain: bool) -> None:
    # Rewards of 1.7e308 against values of -1.7e308: the difference overflows. The
    # column player plays its second action, which pays the row player that, for the
    # first time at some round; from there on the run stands still.
    game = BimatrixGame([[-1.7e308, 1.7e308]], [[0, 0]])
    seats = (QLearner(learning_rate=0.9, exploration=EpsilonGreedy(0)), FixedStrategy([0.9, 0.1]))
    world: Any = RepeatedGame(game)
    record = Record(trajectory=True)
    runs = play(Stranger(world) if plain else world, seats, 20, 60, 2, record=record)  # type: ignore[arg-type]
    assert runs.trajectory is not None
    finished = 0
    for r in range(60):
        columns = runs.trajectory[r, :, 1].tolist()
        # after n first actions the value is -1.7e308 (1 - 0.1**n): the next second
        # action overflows unless it comes first
        value, expected = 0.0, 0
        for step, action in enumerate(columns, start=1):
            if action == -1:
                break
            reward = (-1.7e308, 1.7e308)[action]
            if abs(reward / 1e300 - value / 1e300) > 1.797e8:
                expected = step
                break
            value = value + 0.9 * (reward - value)
        assert runs.diverged[r] == expected
        assert runs.played[r] == (expected or 20)
        assert runs.joint[r].sum() == (expected or 20)
        assert runs.run_status[r] == (f"diverged at step {expected}" if expected else "finished")
        finished += not expected
    assert 0 < finished < 60
    assert runs.finished.sum() == finished
    assert runs.joint_rates().sum(axis=(1, 2)) == pytest.approx(1.0)  # over finished runs only
    assert f"{finished} finished, {60 - finished} diverged, 0 not finished, of 60" in repr(runs)


def _interrupt_soon(seconds: float) -> threading.Timer:
    timer = threading.Timer(seconds, _thread.interrupt_main)
    timer.start()
    return timer


def test_ctrl_c_keeps_what_there_is() -> None:
    timer = _interrupt_soon(0.4)
    with pytest.raises(Interrupted) as caught:
        play(PD, (GREEDY, GREEDY), rounds=10**9, runs=50, rng=1, threads=2)
    timer.join()
    partial = caught.value.partial
    assert isinstance(partial, Runs)
    assert partial.status == "interrupted"
    assert partial.runs_asked == 50
    assert 0 < len(partial) <= 50
    assert (partial.joint.sum(axis=(1, 2, 3)) == partial.played).all()
    assert (partial.played < 10**9).all()
    assert not partial.finished.any()
    assert partial.run_status[0] == f"interrupted at step {partial.played[0]}"
    # what there is is the beginning of the very same runs
    again = play(PD, (GREEDY, GREEDY), rounds=int(partial.played[0]), rng=1)
    np.testing.assert_array_equal(again.joint.sum(axis=1)[0], partial.joint.sum(axis=1)[0])


def test_kernels_come_back_ten_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    from learning.kernels import repeated

    spent: list[float] = []
    advance = repeated.advance

    def timed(*arguments: Any) -> None:
        start = time.thread_time()  # what other processes take does not count
        advance(*arguments)
        spent.append(time.thread_time() - start)

    monkeypatch.setattr(repeated, "advance", timed)
    big = BimatrixGame(np.random.default_rng(1).random((60, 60)), np.zeros((60, 60)))
    for game, rounds in ((PD, 200_000), (big, 1_000)):
        play(game, (SOFT, GREEDY), rounds, 20, 1, record=Record(windows=10), threads=1)
    assert len(spent) > 5
    assert max(spent) < 0.1


def test_ctrl_c_in_the_plain_loop() -> None:
    class Stopper:
        rounds = 0

        def __init__(self, rng: np.random.Generator) -> None:
            pass

        def select_action(self, observation: int) -> int:
            return 1

        def update(self, *experience: Any) -> None:
            Stopper.rounds += 1
            if Stopper.rounds == 25:
                raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        play(PD, (GREEDY, Stopper), rounds=10, runs=5, rng=1)
    partial: Any = caught.value.partial
    assert partial.run_numbers.tolist() == [0, 1, 2]
    assert partial.played.tolist() == [10, 10, 4]
    assert partial.finished.tolist() == [True, True, False]
    assert (partial.joint.sum(axis=(1, 2, 3)) == partial.played).all()


def test_no_thread_is_left_behind() -> None:
    before = threading.active_count()
    play(PD, (GREEDY, GREEDY), rounds=100, runs=10, threads=4)
    assert threading.active_count() == before


class Watcher:
    """Tells everything that happens to it."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.story: list[Any] = []

    def begin_episode(self, rng: np.random.Generator) -> None:
        self.story.append("begin")

    def end_episode(self, last_observation: int, truncated: bool) -> None:
        self.story.append(("end", last_observation, truncated))

    def observe(self, event: Any) -> None:
        self.story.append((tuple(event.actions), tuple(event.rewards)))

    def select_action(self, observation: int) -> int:
        return 1

    def update(self, *experience: Any) -> None:
        self.story.append(experience)


def test_a_time_limit_is_no_end_of_the_episode() -> None:
    watcher, pure = Watcher(np.random.default_rng()), FixedStrategy([1, 0])
    play(PD, (watcher, pure), rounds=2, rng=1)
    round_ = [((1, 0), (5.0, 0.0)), (0, 1, 5.0, 0, False)]
    assert watcher.story == ["begin", *round_, *round_, ("end", 0, True)]
    watcher = Watcher(np.random.default_rng())
    play(RepeatedGame(PD, one_shot=True), (watcher, pure), rounds=2, rng=1)
    episode = ["begin", ((1, 0), (5.0, 0.0)), (0, 1, 5.0, 0, True), ("end", 0, False)]
    assert watcher.story == episode * 2


def test_generators_of_one_agent_are_not_the_same() -> None:
    class Listener(Watcher):
        heard: list[float]

        def __init__(self, rng: np.random.Generator) -> None:
            super().__init__(rng)
            self.heard = [rng.random()]

        def begin_episode(self, rng: np.random.Generator) -> None:
            self.heard.append(rng.random())

    made: list[Listener] = []

    def factory(rng: np.random.Generator) -> Listener:
        made.append(Listener(rng))
        return made[-1]

    play(RepeatedGame(PD, one_shot=True), (factory, factory), rounds=3, runs=2, rng=1)
    heard = [number for agent in made for number in agent.heard]
    assert len(set(heard)) == len(heard) == 2 * 2 * 4


def test_policies_told_by_a_users_agent_are_recorded() -> None:
    class Drifter:
        def __init__(self, rng: np.random.Generator) -> None:
            self.rounds = 0

        def select_action(self, observation: int) -> int:
            return 0

        def update(self, *experience: Any) -> None:
            self.rounds += 1

        def policy(self, observation: int) -> list[float]:
            return [self.rounds / 10, 1 - self.rounds / 10]

    runs = play(PD, (Drifter, GREEDY), rounds=10, runs=2, record=Record(windows=5))
    assert runs.values[0] is None
    told = runs.policies[0]
    assert told is not None
    assert told[:, :, 0] == pytest.approx(np.array([[0.2, 0.4, 0.6, 0.8, 1.0]] * 2))
    assert runs.final_policies[0].tolist() == [[1.0, 0.0]] * 2
    silent = play(PD, (Watcher, GREEDY), rounds=10)
    assert silent.policies[0] is None
    assert np.isnan(silent.final_policies[0]).all()
