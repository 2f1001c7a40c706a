"""Rest points and their stability: literature, closed forms, and properties."""

import json
import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from gametheory.catalog import load
from gametheory.dynamics import (
    BestResponse,
    BoltzmannQ,
    BrownVonNeumannNash,
    Dynamic,
    FrequencyAdjustedQ,
    Logit,
    MultiplicativeWeights,
    Projection,
    Replicator,
    Smith,
    rest_points,
)
from gametheory.errors import GameError, Interrupted, ParameterError
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.solvers import solve
from gametheory.strategy import nash_conv
from gametheory.testing import games

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
SMALL = ("digits", "zero-one-two", "signed", "fractions")


def rps(win, loss):
    return BimatrixGame.symmetric([[0, -loss, win], [win, 0, -loss], [-loss, win, 0]])


def verdicts(found):
    return {point.state: point.verdict for point in found}


def test_hawk_dove_has_a_stable_mixture():
    # Maynard Smith and Price 1973: with v = 2, c = 4 half of the population are hawks.
    game = load("hawk-dove")
    found = rest_points(game, Replicator(), populations=1)
    assert verdicts(found) == {
        ((1, 0),): "unstable",
        ((0, 1),): "unstable",
        ((HALF, HALF),): "asymptotically stable",
    }
    assert [point.nash for point in found] == [False, False, True]
    assert found.complete
    # In two populations the mixture is a saddle (Cressman 2003): one becomes all hawks.
    two = verdicts(rest_points(game, Replicator()))
    assert two[((HALF, HALF), (HALF, HALF))] == "saddle"
    assert two[((1, 0), (0, 1))] == two[((0, 1), (1, 0))] == "asymptotically stable"


@pytest.mark.parametrize(
    ("win", "loss", "verdict"),
    [
        (1, 1, "undecided by linearisation"),
        (2, 1, "asymptotically stable"),
        (1, 2, "unstable"),
        (Fraction(10**9 + 1, 10**9), 1, "asymptotically stable"),
    ],
)
def test_rock_paper_scissors(win, loss, verdict):
    # Zeeman 1980; Weissing 1991: the middle attracts if winning pays more than losing costs.
    point = rest_points(rps(win, loss), Replicator(), populations=1)[-1]
    assert point.state == ((THIRD, THIRD, THIRD),)
    assert point.verdict == verdict
    # The eigenvalues of a circulant matrix, divided by 3.
    w = np.exp(2j * np.pi / 3)
    expected = [(-float(loss) * w**k + float(win) * w ** (2 * k)) / 3 for k in (1, 2)]
    found = sorted(point.stability.eigenvalues, key=lambda v: v.imag)
    assert found == pytest.approx(sorted(expected, key=lambda v: v.imag), abs=1e-12)


def test_matching_pennies_has_a_centre():
    found = rest_points(load("matching-pennies"), Replicator())
    middle = found[-1]
    assert middle.verdict == "undecided by linearisation"
    assert sorted(v.imag for v in middle.stability.eigenvalues) == pytest.approx([-1, 1])
    assert {v.real for v in middle.stability.eigenvalues} == {0.0}
    assert all(point.verdict == "saddle" and point.nash is False for point in found.points[:-1])


def test_two_by_two_closed_form():
    # x' = x (1 - x) (a y - b): at the mixture the eigenvalues are +-sqrt(a x(1-x) c y(1-y)).
    game = BimatrixGame([[3, 0], [0, 2]], [[2, 0], [0, 5]])
    point = rest_points(game, Replicator())[-1]
    x, y = Fraction(5, 7), Fraction(2, 5)
    assert point.state == ((x, 1 - x), (y, 1 - y))
    size = float(5 * 7 * x * (1 - x) * y * (1 - y)) ** 0.5
    assert [v.real for v in point.stability.eigenvalues] == pytest.approx([size, -size])
    assert point.verdict == "saddle"


def test_a_continuum_is_said():
    entry = BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])
    found = rest_points(entry, Replicator())
    (line,) = (point for point in found if point.dimension)
    assert line.dimension == 1
    assert line.state == ((0, 1), (HALF, HALF))
    assert line.nash is None  # those that fight with at least 1/2 are equilibria
    assert "continua of rest points of dimension 1" in found.notes[0]
    nash = rest_points(entry, Smith())
    assert [point.dimension for point in nash] == [0, 0, 1]
    assert all(point.nash for point in nash)
    # Everything rests where nothing pays: 3 + 4 + 2 dimensions ... one set a support.
    idle = rest_points(BimatrixGame([[0, 0], [0, 0]], [[0, 0], [0, 0]]), Replicator())
    assert sorted(point.dimension for point in idle) == [0] * 4 + [1] * 4 + [2]
    assert {point.verdict for point in idle} == {"undecided by linearisation"}


def test_continua_cut_by_unused_actions_have_their_own_dimension():
    # Row 3 is better unless column 1 has exactly 1/2 and column 2 at most that much ...
    A = [[0, 0, 0], [1, -1, 1], [-1, 1, -1]]
    game = BimatrixGame(A, [[0, 0, 0]] * 3)
    found = rest_points(game, Smith())
    full = [p for p in found if all(v > 0 for v in p.state[1]) and p.state[0] == (1, 0, 0)]
    # y_1 + y_3 = y_2 on three columns: a segment inside the triangle.
    assert [point.dimension for point in full] == [1]
    assert all(not nash_conv(game, *point.state) for point in found)


@settings(max_examples=40)
@given(games(max_actions=3, kinds=SMALL))
def test_replicator_rests_at_all_equilibria_and_only_nash_is_stable(game):
    found = rest_points(game, Replicator())
    states = {point.state for point in found}
    supports = {tuple(tuple(k for k, p in enumerate(part) if p) for part in s) for s in states}
    for e in solve(game):
        assert e.profile in states or e.support in supports
    for point in found:
        is_nash = nash_conv(game, *point.state) == 0
        assert point.nash is None or point.nash == is_nash
        # The folk theorem (Hofbauer and Sigmund 2003): stable rest points are Nash.
        if not is_nash:
            assert point.verdict in ("unstable", "saddle")
        # In two populations the stable ones are the strict equilibria (Ritzberger and
        # Weibull 1995); mixed ones never are, their trace being 0.
        strict = [e for e in solve(game) if e.refinements.is_strict]
        assert (point.verdict == "asymptotically stable") == (
            point.state in {e.profile for e in strict} or game.shape == (1, 1)
        )


@settings(max_examples=40)
@given(games(max_actions=3, kinds=SMALL))
def test_nash_dynamics_rest_at_the_equilibria(game):
    found = rest_points(game, Smith())
    isolated = {point.state for point in found if not point.dimension}
    assert all(nash_conv(game, *point.state) == 0 for point in found)
    extreme = {e.profile for e in solve(game)}
    if len(isolated) == len(found):
        assert isolated == extreme
    assert isolated <= extreme
    for dynamic in (BrownVonNeumannNash(), Projection(), BestResponse()):
        others = rest_points(game, dynamic)
        assert [point.state for point in others] == [point.state for point in found]


def test_symmetric_games_rest_at_their_symmetric_equilibria():
    rng = np.random.default_rng(0)
    for n in (2, 3, 4):
        for _ in range(6):
            game = BimatrixGame.symmetric(rng.integers(-9, 10, (n, n)))
            symmetric = {e.row for e in solve(game) if e.row == e.column}
            found = rest_points(game, Smith(), populations=1)
            assert {point.state[0] for point in found} == symmetric
            assert symmetric <= {p.state[0] for p in rest_points(game, Replicator(), populations=1)}


def test_regular_evolutionarily_stable_strategies_are_stable():
    # Sandholm 2010, Theoretical Economics 5, where eigenvalues say nothing.
    for dynamic in (BrownVonNeumannNash(), Smith(), BestResponse()):
        (point,) = rest_points(rps(2, 1), dynamic, populations=1)
        assert point.verdict == "asymptotically stable"
        assert "regular evolutionarily stable" in point.stability.reason
        (point,) = rest_points(rps(1, 1), dynamic, populations=1)
        assert point.verdict == "undecided by linearisation"
        stag = verdicts(rest_points(load("stag-hunt"), dynamic))
        assert stag[((1, 0), (1, 0))] == "asymptotically stable"
        assert stag[((HALF, HALF), (HALF, HALF))] == "undecided by linearisation"


@pytest.mark.parametrize("make", [Logit, BoltzmannQ, FrequencyAdjustedQ])
def test_coordination_has_a_pitchfork_at_temperature_one_half(make):
    # 1 on the diagonal: x = 1/2 is stable above T = 1/2; below, two stable points beside it.
    game = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    hot = rest_points(game, make(0.55))
    assert [point.verdict for point in hot] == ["asymptotically stable"]
    cold = rest_points(game, make(0.45))
    assert sorted(point.verdict for point in cold) == ["asymptotically stable"] * 2 + ["saddle"]
    assert not cold.complete
    assert not any(point.exact for point in cold)
    for point in cold:  # the defining equation, x = sigma(p / T)
        (x, _), (y, _) = point.state
        assert x == pytest.approx(1 / (1 + np.exp(-(2 * y - 1) / 0.45)), abs=1e-9)
        assert y == pytest.approx(1 / (1 + np.exp(-(2 * x - 1) / 0.45)), abs=1e-9)


def test_logit_in_the_prisoners_dilemma():
    # Defection gains 2 - d if the other defects with probability d, so d solves
    # d = 1 / (1 + exp(-(2 - d) / T)): .9935, .9002, .7732 at T = .2, .5, 1.
    for temperature, expected in ((0.2, 0.9935), (0.5, 0.9002), (1.0, 0.77325)):
        (point,) = rest_points(load("prisoners-dilemma"), BoltzmannQ(temperature))
        for _, d in point.state:
            assert d == pytest.approx(expected, abs=5e-5)
            assert d == pytest.approx(1 / (1 + np.exp(-(2 - d) / temperature)), abs=1e-9)


def test_matching_pennies_spirals_inward_at_every_temperature():
    for temperature in (0.01, 0.1, 1, 10):
        (point,) = rest_points(load("matching-pennies"), BoltzmannQ(temperature))
        assert point.verdict == "asymptotically stable"
        # J = -T I + the centre's +-i: real parts are -T.
        assert [v.real for v in point.stability.eigenvalues] == pytest.approx([-temperature] * 2)


def test_a_law_of_a_stranger_is_searched():
    class Lazy(Dynamic):
        title, source = "lazy logit", "here"

        def law(self, shares, values):
            return Logit(0.3).law(shares, values) / 2

    game = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    theirs, ours = rest_points(game, Lazy()), rest_points(game, Logit(0.3))
    assert len(theirs) == 3
    assert {p.verdict for p in theirs} == {"undecided by linearisation"}  # it tells no slopes
    for point in theirs:
        assert min(
            np.abs(np.array(point.state) - np.array(other.state)).max() for other in ours
        ) == pytest.approx(0, abs=1e-7)


def test_one_action_each():
    for dynamic in (Replicator(), Smith(), Logit(1)):
        (point,) = rest_points(BimatrixGame([[3]], [[4]]), dynamic)
        assert point.verdict == "asymptotically stable"
        assert point.stability.eigenvalues == ()


def test_payoffs_beyond_floats_are_judged_exactly():
    big = 10**40
    game = BimatrixGame([[big + 1, big], [big, big + 1]], [[big, big + 1], [big + 1, big]])
    middle = rest_points(game, Replicator())[-1]
    assert middle.state == ((HALF, HALF), (HALF, HALF))
    assert middle.verdict == "undecided by linearisation"
    assert sorted(v.imag for v in middle.stability.eigenvalues) == pytest.approx([-0.5, 0.5])


def test_what_it_says_of_itself():
    found = rest_points(load("hawk-dove"), Replicator(), populations=1)
    assert found.summary().startswith("3 rest points of the replicator dynamic of Hawk-dove")
    document = json.loads(found.to_json())
    assert document["schema"] == "gametheory/rest-points/1"
    assert document["points"][2]["state"] == [["1/2", "1/2"]]
    assert "Hawk 1/2, Dove 1/2  yes" in repr(found)
    json.loads(rest_points(load("stag-hunt"), Logit(0.3)).to_json())


def test_limits():
    rng = np.random.default_rng(5)
    big = BimatrixGame(*rng.integers(0, 100, (2, 14, 14)))
    begin = time.perf_counter()
    found = rest_points(big, Replicator(), timeout=0.2)
    assert time.perf_counter() - begin < 3
    assert found.status is Status.TIMEOUT
    assert not found.complete
    assert "stopped" in found.reason
    assert len(found) >= 1
    with pytest.raises(GameError, match="must be symmetric"):
        rest_points(big, Replicator(), populations=1)
    with pytest.raises(ParameterError, match="populations: expected 1 or 2, got 3"):
        rest_points(big, Replicator(), populations=3)
    with pytest.raises(
        ParameterError, match=r"expected a Dynamic such as Replicator\(\), got Mult"
    ):
        rest_points(big, MultiplicativeWeights(0.1))


def test_interruption_keeps_what_was_found(monkeypatch):
    from gametheory.dynamics import resting

    judge = resting.stability_at
    calls = []

    def interrupted(*arguments, **options):
        calls.append(0)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return judge(*arguments, **options)

    monkeypatch.setattr(resting, "stability_at", interrupted)
    with pytest.raises(Interrupted) as caught:
        rest_points(load("stag-hunt"), Replicator())
    assert len(caught.value.partial) == 2
    assert caught.value.partial.status is Status.INTERRUPTED
