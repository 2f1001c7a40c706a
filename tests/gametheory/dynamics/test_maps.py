"""Iterated maps: their formulas, exact periods, and the theorems on regret."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.catalog import load
from gametheory.dynamics import (
    BestResponseMap,
    DiscreteReplicator,
    MultiplicativeWeights,
    RegretMatching,
    simulate,
)
from gametheory.errors import Interrupted, ParameterError
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.testing import games

PENNIES, RPS = load("matching-pennies"), load("rock-paper-scissors")


def by_formula(rule, A, B, x, y, steps):
    """The maps from their formulas, without memory tricks; a list of states."""
    x, y = np.array(x, float), np.array(y, float)
    first, past = (x.copy(), y.copy()), ([], [])
    regrets = [np.zeros(len(x)), np.zeros(len(y))]
    path = [(x, y)]
    for _ in range(steps):
        new = []
        for k, own in enumerate((x, y)):
            other = y if k == 0 else (new[0] if rule.sequential else x)
            p = A @ other if k == 0 else other @ B
            past[k].append(p)
            if isinstance(rule, DiscreteReplicator):
                image = own * (rule.background + p) / (rule.background + own @ p)
            elif isinstance(rule, MultiplicativeWeights):
                total = sum(past[k]) + (p if rule.optimistic else 0)
                image = first[k] * np.exp(rule.rate * (total - total.max()))
            elif isinstance(rule, RegretMatching):
                now = p - own @ p
                regrets[k] = regrets[k] + now
                image = np.maximum(regrets[k] + (now if rule.optimistic else 0), 0)
                image = image if image.sum() > 0 else own
            elif rule.temperature:
                b = np.exp((p - p.max()) / rule.temperature)
                image = (1 - rule.step) * own + rule.step * b / b.sum()
            else:
                b = (p == p.max()).astype(float)
                image = (1 - rule.step) * own + rule.step * b / b.sum()
            new.append(image / image.sum())
        x, y = new
        path.append((x, y))
    return path


rules = st.sampled_from([
    DiscreteReplicator(100), MultiplicativeWeights(0.1), MultiplicativeWeights(0.2, True),
    RegretMatching(), RegretMatching(True), BestResponseMap(0.25), BestResponseMap(0.5, 0.7),
    BestResponseMap(0.5, 0.7, "sequential"),
])  # fmt: skip


@settings(max_examples=60)
@given(games(max_actions=3, kinds=("digits", "signed")), rules, st.data())
def test_maps_follow_their_formulas(game, rule, data):
    start = tuple(
        [w / sum(ws) for w in ws]
        for ws in (
            data.draw(st.lists(st.integers(0, 4), min_size=n, max_size=n).filter(any))
            for n in game.shape
        )
    )
    expected = by_formula(rule, game.row_payoffs, game.column_payoffs, *start, 12)
    path = simulate(game, rule, start, 12)
    assert path.times.tolist() == list(range(13))
    if isinstance(rule, BestResponseMap) and not rule.temperature:
        return  # ties decided by the last bit; exact ones are tested below
    for t, state in enumerate(expected):
        for k in (0, 1):
            assert path.states[k][t] == pytest.approx(state[k], abs=1e-7)
    joint = np.mean([np.outer(*state) for state in expected[:-1]], axis=0)
    assert path.mean_joint == pytest.approx(joint, abs=1e-7)


def test_one_population_plays_against_itself():
    game = BimatrixGame.symmetric([[0, 3, 1], [1, 0, 4], [2, 2, 0]])
    x = ["1/2", "1/4", "1/4"]
    for rule in (DiscreteReplicator(1), MultiplicativeWeights(0.1, True), RegretMatching()):
        alone, both = simulate(game, rule, x, 50), simulate(game, rule, (x, x), 50)
        assert len(alone.states) == 1
        assert alone.states[0] == pytest.approx(both.states[0], abs=1e-12)


def test_best_responses_have_exact_periods():
    # Matching pennies: both switch in turn, four profiles.
    path = simulate(PENNIES, BestResponseMap(), ("Heads", "Heads"), 1000)
    assert path.exact_period == 4
    assert path.behaviour.kind == "periodic"
    assert path.behaviour.words == "periodic: the state repeats exactly every 4 steps"
    # Each to the other's place: a coordination game is missed for ever, period 2.
    game = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    assert simulate(game, BestResponseMap(), ("r1", "c2"), 50).exact_period == 2
    sequential = simulate(game, BestResponseMap(order="sequential"), ("r1", "c2"), 50)
    assert sequential.exact_period == 1
    assert sequential.behaviour.kind == "settled"
    # Rock-paper-scissors: rock, paper, scissors.
    assert simulate(RPS, BestResponseMap(), [1, 0, 0], 50).exact_period == 3


@given(games(max_actions=3, kinds=("zero-one-two", "digits")), st.integers(0, 8))
@settings(max_examples=30)
def test_an_exact_period_is_the_orbits_period(game, seed):
    m, n = game.shape
    start = (np.eye(m)[seed % m].tolist(), np.eye(n)[seed % n].tolist())
    path = simulate(game, BestResponseMap(), start, 400)
    period = path.exact_period
    assert period is not None  # finitely many states
    states = np.concatenate(path.states, axis=1)
    assert np.array_equal(states[-1], states[-1 - period])
    assert not any(np.array_equal(states[-1], states[-1 - k]) for k in range(1, period))


def test_smoothed_best_responses_settle_at_the_logit_equilibrium():
    game = load("prisoners-dilemma")
    path = simulate(game, BestResponseMap(0.2, 0.5), ([1, 0], [1, 0]), 500)
    d = path.final[0][1]
    assert d == pytest.approx(1 / (1 + math.exp(-(2 - d) / 0.5)), abs=1e-12)
    assert path.behaviour.kind == "settled"


def test_hawk_dove_in_generations():
    path = simulate(load("hawk-dove"), DiscreteReplicator(3), ["1/10", "9/10"], 500)
    assert path.final[0] == pytest.approx([0.5, 0.5], abs=1e-9)


def test_discrete_replicator_spirals_outward_where_the_continuous_one_is_closed():
    # Weissing 1991; Akin and Losert 1984: in discrete time zero-sum cycles are unstable.
    path = simulate(RPS, DiscreteReplicator(3), ["1/2", "1/4", "1/4"], 60)
    assert (np.diff(path.states[0].prod(axis=1)) < 0).all()


def test_weights_diverge_and_optimistic_weights_converge_in_matching_pennies():
    # Bailey and Piliouras 2018 ("Multiplicative weights update in zero-sum games", EC):
    # away from the equilibrium; Daskalakis and Panageas 2019: the last iterate converges.
    start = (["3/5", "2/5"], ["1/2", "1/2"])
    plain = simulate(PENNIES, MultiplicativeWeights(0.1), start, 20_000)
    hopeful = simulate(PENNIES, MultiplicativeWeights(0.1, optimistic=True), start, 20_000)
    assert plain.states[0][-4000:].min() < 1e-6
    assert hopeful.final[0] == pytest.approx([0.5, 0.5], abs=1e-6)
    assert hopeful.behaviour.kind == "settled"


@settings(max_examples=30)
@given(
    games(max_actions=4, kinds=("digits", "zero-one-two", "signed")), st.sampled_from([50, 2000])
)
def test_regret_bounds(game, steps):
    # Mean regret of multiplicative weights from the middle with rate h, payoffs in [0, L]:
    # at most log(n) / (h T) + h L^2 / 8 (Cesa-Bianchi and Lugosi 2006, theorem 2.2). Of
    # regret matching: at most L sqrt(n / T), since the positive regrets' squared length
    # grows by at most n L^2 a step (Blackwell 1956; Hart and Mas-Colell 2000).
    start = tuple([1 / size] * size for size in game.shape)
    for rule in (MultiplicativeWeights(0.05), RegretMatching()):
        path = simulate(game, rule, start, steps)
        for player, payoffs in enumerate((game.row_payoffs, game.column_payoffs)):
            L, size = float(game.payoff_range(player)), game.shape[player]
            opponent = path.mean_joint.sum(axis=player)
            fixed = payoffs @ opponent if player == 0 else opponent @ payoffs
            regret = fixed.max() - (payoffs * path.mean_joint).sum()
            if isinstance(rule, RegretMatching):
                bound = L * math.sqrt(size / steps)
            else:
                bound = math.log(size) / (0.05 * steps) + 0.05 * L**2 / 8
            assert regret <= bound + 1e-9
            assert regret <= path.cce_gap + 1e-12


def test_regret_matching_falls_fast_in_the_dilemma_and_slowly_in_matching_pennies():
    start = (["3/5", "2/5"], ["1/2", "1/2"])
    dilemma = [
        simulate(load("prisoners-dilemma"), RegretMatching(), start, T).cce_gap * T
        for T in (1000, 100_000)
    ]
    assert dilemma[0] == pytest.approx(dilemma[1], rel=0.01)  # like 1 / T
    pennies = [
        simulate(PENNIES, RegretMatching(), start, T).cce_gap * math.sqrt(T) for T in (10**3, 10**6)
    ]
    assert 0.3 < pennies[1] / pennies[0] < 3  # like 1 / sqrt T


def test_long_records_keep_even_states_and_all_of_the_last():
    path = simulate(RPS, MultiplicativeWeights(0.01), ["1/2", "1/4", "1/4"], 100_003, points=100)
    gaps = np.diff(path.times)
    assert path.times[0] == 0
    assert path.times[-1] == 100_003
    assert (gaps[-3999:] == 1).all()
    assert (gaps > 0).all()
    assert len(path.times) < 4_300
    short = simulate(RPS, MultiplicativeWeights(0.01), ["1/2", "1/4", "1/4"], 100_003, points=3)
    assert np.array_equal(short.final[0], path.final[0])
    assert np.array_equal(short.mean_joint, path.mean_joint)


def test_limits(monkeypatch):
    path = simulate(RPS, RegretMatching(), ["1/2", "1/4", "1/4"], 10**12, timeout=0.3)
    assert path.status is Status.TIMEOUT
    assert 0 < path.times[-1] < 10**12

    from gametheory.dynamics.kernels import maps

    kernel, calls = maps.iterate, []

    def interrupted(*arguments):
        calls.append(0)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return kernel(*arguments)

    monkeypatch.setattr(maps, "iterate", interrupted)
    with pytest.raises(Interrupted) as caught:
        simulate(RPS, RegretMatching(), ["1/2", "1/4", "1/4"], 10**9)
    assert caught.value.partial.times[-1] > 1
    assert caught.value.partial.status is Status.INTERRUPTED


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: MultiplicativeWeights(0), "rate: expected a finite number above 0, got 0"),
        (lambda: MultiplicativeWeights(1, 1), "optimistic: expected True or False, got 1"),
        (lambda: BestResponseMap(1.5), "step: expected a finite number above 0 and of at most 1"),
        (lambda: BestResponseMap(1, -1), "temperature: expected a finite number of at least 0"),
        (lambda: BestResponseMap(order="both"), "order: expected one of 'simultaneous'"),
        (
            lambda: simulate(RPS, DiscreteReplicator(1), [1, 0, 0], 5),
            "background: expected more than 1, so that every payoff with it is positive, got 1",
        ),
        (lambda: simulate(RPS, RegretMatching(), [1, 0, 0], 2.5), "horizon: expected a whole"),
    ],
)
def test_bad_parameters(make, message):
    with pytest.raises(ParameterError, match=message):
        make()
