"""Trajectories: constants of motion, closed forms, exact paths, and what is said of them."""

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.catalog import load
from gametheory.dynamics import (
    BestResponse,
    BoltzmannQ,
    BrownVonNeumannNash,
    Dynamic,
    FrequencyAdjustedQ,
    Logit,
    Projection,
    Replicator,
    Smith,
    rest_points,
    simulate,
)
from gametheory.errors import GameError, Interrupted, ParameterError, SolverError
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.strategy import regrets
from gametheory.testing import games

PENNIES, RPS = load("matching-pennies"), load("rock-paper-scissors")
QUARTERS = (["1/4", "3/4"], ["1/2", "1/2"])


def rps(win, loss):
    return BimatrixGame.symmetric([[0, -loss, win], [win, 0, -loss], [-loss, win, 0]])


def test_rock_paper_scissors_keeps_the_product_of_the_shares():
    # Hofbauer and Sigmund 1998, section 7.7: closed orbits if the game is zero-sum.
    path = simulate(RPS, Replicator(), ["1/2", "1/4", "1/4"], 100)
    product = path.states[0].prod(axis=1)
    assert product == pytest.approx(np.full(len(product), 1 / 32), rel=1e-8)
    assert path.behaviour.kind == "cycling seen"
    assert path.behaviour.width_ratio == pytest.approx(1, abs=1e-3)
    assert "no proof" in path.behaviour.words
    # The time average over whole turns is the equilibrium.
    assert simulate(RPS, Replicator(), ["1/2", "1/4", "1/4"], 600).mean[0] == pytest.approx(
        np.full(3, 1 / 3), abs=5e-3
    )


@pytest.mark.parametrize(("win", "loss", "sign"), [(2, 1, 1), (1, 2, -1)])
def test_other_rock_paper_scissors_spiral(win, loss, sign):
    # Zeeman 1980, Weissing 1991: the product of the shares is a Lyapunov function.
    path = simulate(rps(win, loss), Replicator(), ["1/2", "1/4", "1/4"], 40)
    change = np.diff(path.states[0].prod(axis=1)) * sign
    assert (change >= -1e-16).all()
    assert change.max() > 1e-6
    if sign > 0:
        assert path.final[0] == pytest.approx(np.full(3, 1 / 3), abs=1e-3)
    else:
        assert path.states[0].min() < 1e-4
        assert (path.states[0] > 0).all()
        assert path.behaviour.kind == "not settled"


def test_matching_pennies_orbits_are_closed():
    # H = log x(1-x) + log y(1-y) is constant (Hofbauer and Sigmund 1998, section 10.3).
    path = simulate(PENNIES, Replicator(), QUARTERS, 100)
    x, y = path.states
    H = np.log(x).sum(axis=1) + np.log(y).sum(axis=1)
    assert pytest.approx(np.full(len(H), math.log(3 / 16 / 4)), abs=1e-8) == H
    assert path.behaviour.kind == "cycling seen"
    # Near the middle the period is 2 pi over the eigenvalue 1.
    small = simulate(PENNIES, Replicator(), ([0.501, 0.499], [0.5, 0.5]), 100, points=4000)
    assert small.behaviour.period == pytest.approx(2 * math.pi, rel=1e-3)


def test_logistic_growth():
    # In the donation game defection earns c more whatever others do: logit x grows like c t.
    game = load("donation-game")
    path = simulate(game, Replicator(), ["9/10", "1/10"], 8)
    x = path.states[0][:, 1]
    expected = 1 / (1 + 9 * np.exp(-path.times))
    assert x == pytest.approx(expected, abs=1e-9)


def test_logit_of_constant_values_relaxes_exponentially():
    game = load("donation-game")
    path = simulate(game, Logit(0.5), (["1", "0"], ["1", "0"]), 5)
    goal = 1 / (1 + math.exp(-1 / 0.5))
    assert path.states[0][:, 1] == pytest.approx(goal * (1 - np.exp(-path.times)), abs=1e-9)


def test_hawk_dove_settles_at_its_mixture():
    for law in (Replicator(), BrownVonNeumannNash(), Smith(), Projection(), BestResponse(),
                Logit(0.1), BoltzmannQ(0.1), FrequencyAdjustedQ(0.1, 0.1)):  # fmt: skip
        path = simulate(load("hawk-dove"), law, ["1/10", "9/10"], 60)
        assert path.behaviour.kind == "settled", law
        assert path.final[0] == pytest.approx([0.5, 0.5], abs=1e-6)
        assert path.status is Status.FINISHED


def test_boltzmann_and_frequency_adjusted_q_follow_the_same_orbit():
    slow = simulate(PENNIES, FrequencyAdjustedQ(0.25, 0.5), QUARTERS, 10)
    fast = simulate(PENNIES, BoltzmannQ(0.25), QUARTERS, 20)
    for a, b in zip(slow.states, fast.states, strict=True):
        assert a == pytest.approx(b, abs=1e-8)


def test_unused_actions_stay_unused_in_imitation_and_enter_elsewhere():
    game = BimatrixGame.symmetric([[0, 0], [1, 1]])
    assert simulate(game, Replicator(), [1, 0], 9).final[0].tolist() == [1, 0]
    assert simulate(game, BoltzmannQ(1), [1, 0], 9).final[0].tolist() == [1, 0]
    for law in (Smith(), BrownVonNeumannNash(), Projection(), BestResponse()):
        assert simulate(game, law, [1, 0], 30).final[0][1] > 0.9


@settings(max_examples=15)
@given(games(min_actions=2, max_actions=3, kinds=("digits", "zero-one-two")), st.data())
def test_paths_stay_in_the_simplex(game, data):
    law = data.draw(st.sampled_from(
        [Replicator(), BrownVonNeumannNash(), Smith(), Projection(), BestResponse(), Logit(1.0),
         BoltzmannQ(1.0)]
    ))  # fmt: skip
    start = tuple(
        [w / sum(ws) for w in ws]
        for ws in (
            data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n).filter(any))
            for n in game.shape
        )
    )
    path = simulate(game, law, start, 3, points=30)
    for part in path.states:
        assert part.min() >= 0
        assert part.sum(axis=1) == pytest.approx(np.ones(len(part)), abs=1e-12)
    assert path.drift < 1e-9
    assert path.behaviour.kind in ("settled", "not settled", "cycling seen")


@pytest.mark.parametrize(
    "start", [["3/5", "3/10", "1/10"], [1, 0, 0], ["0", "1/2", "1/2"], ["4/5", "1/10", "1/10"]]
)  # fmt: skip
@pytest.mark.parametrize("game", [RPS, rps(3, 1), rps(1, 3)])
def test_projection_agrees_with_small_projected_steps(game, start):
    # Nagurney and Zhang 1996: Euler steps, projected on the simplex, converge to the solution.
    def nearest(v):
        ordered = np.sort(v)[::-1]
        sums = (np.cumsum(ordered) - 1) / np.arange(1, len(v) + 1)
        return np.maximum(v - sums[np.flatnonzero(ordered > sums)[-1]], 0)

    path = simulate(game, Projection(), start, 2, points=20)
    x, h = np.array([float(Fraction(s)) for s in start]), 1e-4
    for _ in range(20_000):
        x = nearest(x + h * (game.row_payoffs @ x))
    assert path.final[0] == pytest.approx(x, abs=2e-3)


def test_best_response_paths_are_exact():
    # In zero-sum games the sum of both regrets decays exactly like exp(-t) (Hofbauer 1995,
    # Harris 1998): at each corner it is its first value times the product of the factors.
    path = simulate(PENNIES, BestResponse(), (["1/4", "3/4"], ["2/5", "3/5"]), 3).corners
    first = sum(regrets(PENNIES, *path.corners[0].state))
    for before, after in zip(path.corners, path.corners[1:], strict=False):
        x, y = before.state[0][0], after.state[0][0]
        b = before.target[0][0]
        factor = (y - b) / (x - b)
        assert isinstance(factor, Fraction)
        gaps = [sum(regrets(PENNIES, *corner.state)) for corner in (before, after)]
        assert gaps[1] == factor * gaps[0]
        assert after.time - before.time == pytest.approx(-math.log(factor))
    assert len(path.corners) > 5
    assert float(first) * math.exp(-path.corners[-1].time) == pytest.approx(float(gaps[1]))


def test_best_responses_in_shapleys_game_go_round_the_shapley_polygon():
    # Each side is the same stretch of fictitious play: exp(time) grows by its factor
    # (Gaunersdorfer and Hofbauer 1995, "Fictitious play, Shapley polygons, and the replicator
    # equation", Games and Economic Behavior 11).
    path = simulate(
        load("shapley"), BestResponse(), (["1/2", "1/4", "1/4"], ["1/4", "1/2", "1/4"]), 20
    )
    times = [corner.time for corner in path.corners.corners]
    assert np.diff(times)[-6:] == pytest.approx(np.full(6, math.log(1.4655712318767680)), abs=1e-9)
    assert path.behaviour.kind == "cycling seen"
    assert path.behaviour.period == pytest.approx(6 * math.log(1.4655712318767680), rel=0.02)


def test_best_response_says_where_there_was_a_choice():
    game = load("stag-hunt")
    rest = simulate(game, BestResponse(), (["1/2", "1/2"], ["1/2", "1/2"]), 5)
    assert rest.corners.choices == 1
    assert rest.final[0].tolist() == [0.5, 0.5]
    assert "other solutions" in rest.notes[0]
    unique = simulate(game, BestResponse(), (["3/4", "1/4"], ["3/4", "1/4"]), 5)
    assert unique.corners.choices == 0
    assert unique.final[0] == pytest.approx([1 - math.exp(-5) / 4, math.exp(-5) / 4])


def test_best_response_slides_along_ties():
    # Two actions tie along the way and are then mixed as in the game between them.
    game = BimatrixGame.symmetric([[0, 2, 0], [2, 0, 0], [-1, -1, -9]])
    path = simulate(game, BestResponse(), ["1/4", "0", "3/4"], 60)
    assert path.final[0] == pytest.approx([0.5, 0.5, 0], abs=1e-9)
    targets = [corner.target[0] for corner in path.corners.corners]
    assert targets == [(0, 1, 0), (Fraction(1, 2), Fraction(1, 2), 0)]


def test_best_response_that_turns_too_often_says_so(monkeypatch):
    monkeypatch.setattr("gametheory.dynamics.simulation._MOST_PIECES", 100)
    path = simulate(PENNIES, BestResponse(), (["1/4", "3/4"], ["1/2", "1/2"]), 100)
    assert path.status is Status.BUDGET
    assert "turned too often" in path.notes[1]
    assert path.times[-1] < 100


def test_smooth_paths_end_where_the_dynamic_rests():
    for law in (Smith(), BrownVonNeumannNash(), Logit(0.4), BoltzmannQ(0.4)):
        path = simulate(load("stag-hunt"), law, (["3/4", "1/4"], ["7/10", "3/10"]), 400)
        points = rest_points(load("stag-hunt"), law)
        nearest = min(
            max(
                np.abs(np.array([float(v) for v in part]) - end).max()
                for part, end in zip(point.state, path.final, strict=True)
            )
            for point in points
        )
        assert nearest < 5e-3, law


class Leaky(Dynamic):
    title, source = "leaky", "here"

    def law(self, shares, values):
        return np.ones_like(shares)


def test_a_law_that_leaves_the_simplex_is_refused():
    with pytest.raises(SolverError, match="leaky dynamic left the simplex"):
        simulate(PENNIES, Leaky(), QUARTERS, 1)


def test_what_it_says_of_itself():
    path = simulate(PENNIES, Replicator(), QUARTERS, 60)
    assert path.summary().startswith("replicator dynamic for 60 (finished): cycling seen")
    document = json.loads(path.to_json())
    assert document["schema"] == "gametheory/trajectory/1"
    assert len(document["times"]) == len(document["states"][0]) == 1001
    assert document["states"][0][0] == [0.25, 0.75]
    with pytest.raises(ValueError, match="read-only"):
        path.states[0][0, 0] = 1
    corners = json.loads(simulate(PENNIES, BestResponse(), QUARTERS, 3).to_json())["corners"]
    assert corners[0]["state"] == [["1/4", "3/4"], ["1/2", "1/2"]]


def test_limits(monkeypatch):
    path = simulate(PENNIES, Replicator(), QUARTERS, 1e6, timeout=0.1)
    assert path.status is Status.TIMEOUT
    assert path.times[-1] < 1e6
    assert len(path.times) == len(path.states[0])

    law, calls = Logit(1), []

    class Stopped(Dynamic):
        title, source = "stopped", "here"

        def law(self, shares, values):
            calls.append(0)
            if len(calls) > 600:
                raise KeyboardInterrupt
            return law.law(shares, values)

    with pytest.raises(Interrupted) as caught:
        simulate(PENNIES, Stopped(), QUARTERS, 100)
    assert caught.value.partial.status is Status.INTERRUPTED
    assert 1 < len(caught.value.partial.times) < 1001


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((Replicator(), QUARTERS, 0), ParameterError, "horizon: expected a finite number above 0"),
        ((Replicator(), QUARTERS, math.inf), ParameterError, "horizon: expected a finite number"),
        ((Replicator, QUARTERS, 1), ParameterError, "dynamic: expected a Dynamic such as"),
        ((Replicator(), ["1/2", "1/2"], 1), GameError, "the game must be symmetric"),
    ],
)
def test_bad_parameters(arguments, error, message):
    with pytest.raises(error, match=message):
        simulate(PENNIES, *arguments)
    with pytest.raises(ParameterError, match="points: expected a whole number >= 2, got 1"):
        simulate(PENNIES, Replicator(), QUARTERS, 1, points=1)


def test_large_constants_lose_no_digits():
    # Constants against each of the opponent's actions change no motion; as floats,
    # 10^17 + 1 and 10^17 would be one number.
    big = 10**17
    plain = BimatrixGame([[1, 0], [0, 1]], [[0, 1], [1, 0]])
    moved = BimatrixGame(
        [[big + 1, -big], [big, 1 - big]], [[big, big + 1], [5 * big + 1, 5 * big]]
    )
    for law in (Replicator(), Smith(), Logit(0.3), BestResponse(), Projection()):
        here, there = (simulate(game, law, QUARTERS, 3, points=20) for game in (plain, moved))
        for a, b in zip(here.states, there.states, strict=True):
            assert np.array_equal(a, b), law
        first, second = (rest_points(game, law) for game in (plain, moved))
        assert [p.state for p in first] == [p.state for p in second]
        assert [p.stability for p in first] == [p.stability for p in second]


def test_payoffs_too_large_to_integrate_are_refused():
    game = BimatrixGame([[1e300, 0], [0, 1e300]], [[1e300, 0], [0, 1e300]])
    with pytest.raises(SolverError, match="divide them, or shorten the horizon"):
        simulate(game, Replicator(), QUARTERS, 1)
