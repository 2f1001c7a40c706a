"""The laws, against their equations written out once more, and against theory."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.dynamics import (
    BestResponse,
    BoltzmannQ,
    BrownVonNeumannNash,
    FrequencyAdjustedQ,
    Logit,
    Projection,
    Replicator,
    Smith,
)
from gametheory.errors import GameError, ParameterError, StrategyError
from gametheory.game import BimatrixGame
from gametheory.solvers import solve
from gametheory.strategy import nash_conv
from gametheory.testing import games, zero_sum_games

T = 0.7
LAWS = [Replicator(), BrownVonNeumannNash(), Smith(), Logit(T), Projection(), BestResponse(),
        BoltzmannQ(T), FrequencyAdjustedQ(T, 0.3)]  # fmt: skip
EVERY = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.title)
SMALL = ("digits", "zero-one-two", "signed", "fractions")


def by_equation(law, x, p):
    """The equations, entry by entry."""
    n = len(x)
    mean = sum(x[k] * p[k] for k in range(n))
    if isinstance(law, Replicator):
        return [x[i] * (p[i] - mean) for i in range(n)]
    if isinstance(law, BrownVonNeumannNash):
        k = [max(v - mean, 0) for v in p]
        return [k[i] - x[i] * sum(k) for i in range(n)]
    if isinstance(law, Smith):
        return [
            sum(x[j] * max(p[i] - p[j], 0) for j in range(n))
            - x[i] * sum(max(p[j] - p[i], 0) for j in range(n))
            for i in range(n)
        ]
    if isinstance(law, Logit):
        weights = [math.exp(v / T) for v in p]
        return [w / sum(weights) - s for w, s in zip(weights, x, strict=True)]
    if isinstance(law, BestResponse):
        best = [k for k in range(n) if p[k] == max(p)]
        return [(i in best) / len(best) - x[i] for i in range(n)]
    if isinstance(law, Projection):
        # The nearest point to p among z with sum z = 0 and z_i >= 0 where x_i = 0.
        best = None
        for mask in range(1, 2**n):
            moving = [i for i in range(n) if mask >> i & 1]
            if any(x[i] > 0 and i not in moving for i in range(n)):
                continue
            shift = sum(p[i] for i in moving) / len(moving)
            z = [p[i] - shift if i in moving else 0.0 for i in range(n)]
            if all(z[i] >= -1e-12 for i in range(n) if x[i] == 0):
                distance = sum((a - b) ** 2 for a, b in zip(z, p, strict=True))
                if best is None or distance < best[0]:
                    best = distance, z
        return best[1]
    entropy = sum(s * math.log(s) for s in x if s)
    speed = 0.3 / T if isinstance(law, FrequencyAdjustedQ) else 1.0
    return [
        speed * s * (p[i] - mean - T * (math.log(s) - entropy)) if s else 0.0
        for i, s in enumerate(x)
    ]


shares = st.lists(st.sampled_from([0, 0, 1, 2, 5, 9]), min_size=1, max_size=5).filter(any)


@EVERY
@settings(max_examples=40)
@given(weights=shares, data=st.data())
def test_laws_follow_their_equations(law, weights, data):
    x = np.array(weights) / sum(weights)
    p = np.array(data.draw(st.lists(st.integers(-5, 5), min_size=len(x), max_size=len(x))), float)
    found = law.law(x, p)
    assert found == pytest.approx(by_equation(law, x.tolist(), p.tolist()), abs=1e-12)
    assert abs(found.sum()) < 1e-12
    assert (found[x == 0] >= -1e-15).all()
    # Any axes may stand before the last.
    stacked = law.law(np.stack([x, x])[None], np.stack([p, p])[None])
    assert np.array_equal(stacked[0, 1], found)


@pytest.mark.parametrize(
    "law", [Replicator(), Smith(), Logit(T), Projection(), BoltzmannQ(T), FrequencyAdjustedQ(T, 2)],
    ids=lambda law: law.title,
)  # fmt: skip
def test_slopes_are_derivatives(law):
    rng = np.random.default_rng(1)
    h = 1e-6
    for n in (2, 3, 5):
        x, p = rng.dirichlet(np.ones(n)), rng.normal(size=n)
        by_share, by_value = law.slopes(x, p)
        for j in range(n):
            step = h * np.eye(n)[j]
            by_p = (law.law(x, p + step) - law.law(x, p - step)) / (2 * h)
            assert by_value[:, j] == pytest.approx(by_p, abs=1e-7)
            # Along the simplex: from share n - 1 to share j.
            along = step - h * np.eye(n)[-1]
            moved = (law.law(x + along, p) - law.law(x - along, p)) / (2 * h)
            assert by_share[:, j] - by_share[:, -1] == pytest.approx(moved, abs=1e-7)


def test_a_jacobian_of_two_populations_is_a_derivative():
    rng = np.random.default_rng(2)
    game = BimatrixGame(rng.normal(size=(3, 2)), rng.normal(size=(3, 2)))
    x, y, h = rng.dirichlet(np.ones(3)), rng.dirichlet(np.ones(2)), 1e-6
    law = Logit(T)
    values = game.row_payoffs @ y, game.column_payoffs.T @ x
    matrix = law.jacobian(game, (x, y), values)
    directions = [(np.array(d), np.zeros(2)) for d in ([1, 0, -1.0], [0, 1, -1.0])]
    directions.append((np.zeros(3), np.array([1, -1.0])))
    for column, (u, v) in enumerate(directions):
        there = np.concatenate(law.flow(game, (x + h * u, y + h * v)))
        back = np.concatenate(law.flow(game, (x - h * u, y - h * v)))
        expected = np.delete((there - back) / (2 * h), [2, 4])
        assert matrix[:, column] == pytest.approx(expected, abs=1e-7)


def test_slopes_refuse_kinks():
    x = np.array([0.5, 0.5, 0.0])
    assert Smith().slopes(x, np.array([1.0, 1.0, 0.0])) is None
    assert Smith().slopes(np.array([1.0, 0, 0]), np.array([2.0, 1.0, 1.0])) is not None
    assert BrownVonNeumannNash().slopes(x, np.zeros(3)) is None
    assert Projection().slopes(x, np.zeros(3)) is None
    assert BoltzmannQ(1).slopes(x, np.zeros(3)) is None


NASH = [BrownVonNeumannNash(), Smith(), Projection(), BestResponse()]


@pytest.mark.parametrize("law", NASH[:3], ids=lambda law: law.title)
@settings(max_examples=40)
@given(game=games(max_actions=3, kinds=SMALL), data=st.data())
def test_rests_exactly_at_nash_equilibria(law, game, data):
    for e in solve(game):
        assert max(np.abs(v).max() for v in law.velocity(game, e.profile)) < 1e-9 * 200
    state = tuple(
        [w / sum(ws) for w in ws]
        for ws in (
            data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n).filter(any))
            for n in game.shape
        )
    )
    gap = float(nash_conv(game, *state))
    moved = max(float(np.abs(v).max()) for v in law.velocity(game, state))
    if gap > 1e-9:
        assert moved > 1e-12
    else:
        assert moved < 1e-6


@settings(max_examples=40)
@given(games(max_actions=4, kinds=SMALL))
def test_replicator_rests_at_every_equilibrium(game):
    for e in solve(game):
        assert max(np.abs(v).max() for v in Replicator().velocity(game, e.profile)) < 1e-9 * 200


@EVERY
@settings(max_examples=20)
@given(
    zero_sum_games(max_actions=3, kinds=("digits", "signed")),
    st.lists(st.integers(-50, 50), min_size=3, max_size=3),
)
def test_constants_against_each_opposing_action_change_nothing(law, game, constants):
    m, n = game.shape
    shifted = BimatrixGame(
        game.row_payoffs + np.array(constants[:n]),
        game.column_payoffs + np.array(constants[:m])[:, None],
    )
    # Eighths and whole payoffs: values are exact in floats, so that ties stay ties.
    eighths = {1: [1.0], 2: [0.25, 0.75], 3: [0.125, 0.25, 0.625]}
    state = (eighths[m], eighths[n])
    for before, after in zip(law.velocity(game, state), law.velocity(shifted, state), strict=True):
        assert after == pytest.approx(before, abs=1e-9)


@EVERY
def test_relabelling_moves_the_velocities_along(law):
    rng = np.random.default_rng(3)
    A, B = rng.integers(0, 9, (2, 3, 3))
    x, y = rng.dirichlet(np.ones(3)), rng.dirichlet(np.ones(3))
    order, other = [2, 0, 1], [1, 0, 2]
    plain = law.velocity(BimatrixGame(A, B), (x, y))
    cells = np.ix_(order, other)
    moved = law.velocity(BimatrixGame(A[cells], B[cells]), (x[order], y[other]))
    assert moved[0] == pytest.approx(plain[0][order])
    assert moved[1] == pytest.approx(plain[1][other])


@EVERY
def test_one_population_is_the_diagonal_of_two(law):
    game = BimatrixGame.symmetric([[0, 3, 1], [1, 0, 4], [2, 2, 0]])
    x = ["1/2", "1/3", "1/6"]
    (alone,) = law.velocity(game, x)
    first, second = law.velocity(game, (x, x))
    assert alone == pytest.approx(first)
    assert alone == pytest.approx(second)


def test_boltzmann_q_rests_where_logit_rests():
    # Kianercy and Galstyan 2012: x_i in proportion to exp(p_i / T).
    p = np.array([1.0, 0.3, -0.4])
    x = np.exp(p / T) / np.exp(p / T).sum()
    assert BoltzmannQ(T).law(x, p) == pytest.approx(np.zeros(3), abs=1e-15)
    assert Logit(T).law(x, p) == pytest.approx(np.zeros(3), abs=1e-15)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Logit(0), "temperature: expected a finite number above 0, got 0"),
        (lambda: Logit(math.nan), "temperature: expected a finite number above 0, got nan"),
        (lambda: BoltzmannQ(True), "temperature: expected a finite number above 0, got True"),
        (lambda: FrequencyAdjustedQ(1, -1), "rate: expected a finite number above 0, got -1"),
    ],
)
def test_bad_parameters(make, message):
    with pytest.raises(ParameterError, match=message):
        make()


def test_bad_states():
    game = BimatrixGame([[1, 2], [3, 4]], [[1, 2], [3, 4]])
    with pytest.raises(GameError, match="one population plays against itself"):
        Replicator().velocity(game, [0.5, 0.5])
    with pytest.raises(StrategyError, match="must sum to 1"):
        Replicator().velocity(game, ([0.5, 0.6], [0.5, 0.5]))
    with pytest.raises(ParameterError, match="expected a mixed strategy, or a pair"):
        Replicator().velocity(game, 7)
    with pytest.raises(StrategyError, match="has no action 'r9'"):
        Replicator().velocity(game, ("r9", [0.5, 0.5]))
    assert Replicator().velocity(game, ("r1", "c2"))[0].tolist() == [0, 0]
