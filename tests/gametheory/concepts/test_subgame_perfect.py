"""The enclosure of pure-strategy subgame-perfect payoffs."""

import json
from fractions import Fraction

import numpy as np
import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.concepts import grim_trigger, security_levels, subgame_perfect_payoffs
from gametheory.concepts.self_generation import Stage, rounded_outward
from gametheory.errors import NumberError, ParameterError
from gametheory.exact.planar import HalfPlane, clip, convex_hull, separate
from gametheory.testing import games, sample_games

F = Fraction
KINDS = ("zero-one", "zero-one-two", "digits", "signed", "fractions")
DILEMMA = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])

#: The Cournot game of Abreu & Sannikov 2014; discount factor 0.3.
COURNOT = BimatrixGame([[16, 3, 0], [21, 10, -1], [9, 5, -5]],
                       [[9, 13, 3], [1, 4, 0], [0, -4, -15]])  # fmt: skip

discounts = st.sampled_from([F(1, 10), F(1, 4), F(1, 3), F(1, 2), F(2, 3), F(4, 5)])


def generated(game, discount, W):
    """Corners of B(W, P(W)) from its definition (Abreu, Pearce & Stacchetti 1990)."""
    first, second = payoff_rows(game)
    m, n = game.shape
    u = min(p[0] for p in W), min(p[1] for p in W)
    points = []
    for i in range(m):
        for j in range(n):
            gain = (max(first[k][j] for k in range(m)) - first[i][j],
                    max(second[i][k] for k in range(n)) - second[i][j])  # fmt: skip
            promises = W
            for k, normal in ((0, (-1, 0)), (1, (0, -1))):
                least = u[k] + (1 - discount) / discount * gain[k]
                if promises:
                    promises = clip(promises, HalfPlane(normal, -least, ((0, 0), (0, 0))))
            points += [
                ((1 - discount) * first[i][j] + discount * w[0],
                 (1 - discount) * second[i][j] + discount * w[1])
                for w in promises
            ]  # fmt: skip
    return convex_hull(points) if points else ()


def test_the_dilemma_by_hand():
    # Too impatient for anything: the one equilibrium of the stage game.
    assert subgame_perfect_payoffs(DILEMMA, F(1, 5)).outer == ((1, 1),)
    # (D, C) now and w later: the column player needs w2 >= 1 + (1 - d) / d = 1 / d, and then gets
    # d w2 >= 1. On the line u + v = 5 that is v = (4, 1) with w = (5 - 1/d, 1/d), which lies
    # between (1, 4) and (4, 1) from d = 1/4 on: the triangle of these two and (1, 1) sustains
    # itself. Mutual cooperation needs 1/2.
    for d in (F(1, 4), F(2, 5), F(49, 100)):
        found = subgame_perfect_payoffs(DILEMMA, d)
        assert found.contains((4, 1)) is not False
        assert found.contains((3, 3)) is False
        assert separate(found.outer, (4, 1)) is None
        assert found.contains((F(41, 10), 1)) is False
    exact = subgame_perfect_payoffs(DILEMMA, F(1, 2))
    assert exact.contains((3, 3))
    assert exact.contains((1, 1))


def test_patient_players_get_what_the_folk_theorem_says():
    # All individually rational payoffs of the dilemma: corners (13/3, 1) and (1, 13/3). With
    # (D, C) now and w on the line from (3, 3) to (5, 0), w2 = 1/d.
    found = subgame_perfect_payoffs(DILEMMA, F(9, 10))
    assert found.status == "exact"
    assert set(found.outer) == {(1, 1), (3, 3), (F(13, 3), 1), (1, F(13, 3))}


def test_abreu_and_sannikovs_cournot_game():
    # Corners as QuantEcon's tests record them for this example, to eight digits; the row
    # player's worst punishment solves x = 0.7 * 3 + 0.3 w with w on the edge above.
    found = subgame_perfect_payoffs(COURNOT, "0.3")
    assert found.status == "enclosed"
    assert found.gap < 1e-6
    for corner in ((7.33770472, 10.9826253), (1.12568240, 2.8), (7.33770472, 0), (7.86308964, 0)):
        assert min(max(abs(float(p[k]) - corner[k]) for k in (0, 1)) for p in found.outer) < 1e-6
    assert found.contains((10, 4))
    assert found.contains((16, 9)) is False


def test_nothing_where_no_outcome_can_be_sustained():
    # Zero-sum: averages above both security levels don't exist, and pure play can't hold them.
    found = subgame_perfect_payoffs(BimatrixGame.zero_sum([[1, -1], [-1, 1]]), F(9, 10))
    assert found.status == "empty"
    assert found.outer == found.inner == ()
    assert found.lowest is None
    assert found.contains((0, 0)) is False
    assert "none, proved" in found.summary()


def test_sustained_without_a_pure_stage_equilibrium():
    # Best replies go round; yet patient players can hold (r1, c1), which pays both more than the
    # pure minimax levels 1 and 1. That it is an equilibrium payoff, `generated` confirms.
    game = BimatrixGame([[2, 1], [3, 0]], [[3, 2], [0, 1]])
    assert len(solve(game, "pure")) == 0
    found = subgame_perfect_payoffs(game, F(19, 20))
    assert found.contains((2, 3))
    hull = generated(game, F(19, 20), found.inner)
    assert all(separate(hull, point) is None for point in found.inner)
    assert subgame_perfect_payoffs(game, F(1, 20)).status == "empty"


def test_single_outcomes_and_equal_payoffs():
    assert subgame_perfect_payoffs(BimatrixGame([[3]], [[4]]), 0.5).outer == ((3, 4),)
    found = subgame_perfect_payoffs(BimatrixGame([[3, 3]], [[4, 4]]), 0.5)
    assert (found.status, found.outer) == ("exact", ((3, 4),))


@settings(max_examples=25)
@given(games(max_actions=3, kinds=KINDS), discounts)
def test_claims_hold_by_definition(game, discount):
    found = subgame_perfect_payoffs(game, discount)
    assert found.status in ("exact", "empty", "enclosed", "outer only")
    if found.inner:
        # Self-generation proves that the inner polygon holds equilibrium payoffs only.
        hull = generated(game, discount, found.inner)
        assert all(separate(hull, point) is None for point in found.inner)
        assert all(separate(found.outer, point) is None for point in found.inner)
    if found.status == "exact":
        assert found.inner == found.outer
    # The outer polygon holds what certainly is an equilibrium: pure stage equilibria, and
    # outcomes that grim trigger with a pure punishment sustains.
    pure = solve(game, "pure")
    for equilibrium in pure:
        assert found.contains(equilibrium.payoffs) is not False
    m, n = game.shape
    for i in range(m):
        for j in range(n):
            if grim_trigger(game, (i, j), pure).sustained(discount):
                assert found.contains(game.payoff(i, j)) is not False
    if found.outer:
        # Nobody is held below what pure punishments can do.
        assert all(a >= b for a, b in zip(found.lowest, security_levels(game).pure_minimax,
                                          strict=True)) or found.status != "exact"  # fmt: skip


@settings(max_examples=20)
@given(games(max_actions=2, kinds=KINDS), st.sampled_from([F(1, 4), F(1, 2), F(3, 4)]))
def test_the_outer_polygon_loses_nothing(game, discount):
    # Iterating B itself, from all feasible payoffs, encloses the payoffs too (monotone operator,
    # no refinement): after many steps what is left must lie in our outer polygon, but for what
    # the steps still had to go.
    found = subgame_perfect_payoffs(game, discount)
    first, second = payoff_rows(game)
    W = convex_hull([(a, b) for r, s in zip(first, second, strict=True)
                     for a, b in zip(r, s, strict=True)])  # fmt: skip
    if found.inner:
        for _ in range(6):
            W = generated(game, discount, W)
            assert W
            assert all(separate(W, point) is None for point in found.inner)
    elif found.status == "empty":
        for _ in range(200):
            W = generated(game, discount, W)
            if not W:
                break
            W = rounded_outward(W, (F(1, 2**60), F(1, 2**60)))
        assert not W


@settings(max_examples=20)
@given(games(max_actions=3, kinds=KINDS), discounts)
def test_seats_may_be_exchanged(game, discount):
    here, there = (subgame_perfect_payoffs(g, discount) for g in (game, game.transposed()))
    assert (here.status == "exact") == (there.status == "exact")
    if here.status == "exact":
        assert set(there.outer) == {(v, u) for u, v in here.outer}


def test_rounding_goes_outward():
    point = (F(1, 3**200), F(-2, 3**200))
    polygon = rounded_outward([point], (F(1, 4), F(1, 4)))
    assert set(polygon) == {(0, 0), (0, F(-1, 4)), (F(1, 4), 0), (F(1, 4), F(-1, 4))}
    assert separate(polygon, point) is None


def test_a_set_that_promises_too_much_is_refused():
    stage = Stage.of(DILEMMA, F(1, 4))
    assert stage.is_self_generating(((F(1), F(1)),))
    assert not stage.is_self_generating(((F(1), F(1)), (F(3), F(3))))


def test_limits():
    found = subgame_perfect_payoffs(COURNOT, "0.3", iterations=2)
    assert (found.status, found.iterations, found.inner) == ("stopped", 2, ())
    assert found.contains((1, 1)) is None or found.contains((1, 1)) is False
    assert any("iterations= allows more" in note for note in found.notes)
    late = subgame_perfect_payoffs(COURNOT, "0.3", timeout=1e-9)
    assert late.status == "stopped"
    assert "timeout" in late.reason
    for wrong in (0, -1, True, 1.5):
        with pytest.raises(ParameterError, match="iterations: expected a whole number >= 1"):
            subgame_perfect_payoffs(COURNOT, "0.3", iterations=wrong)


@pytest.mark.parametrize("discount", [0, 1, -0.1, 1.5])
def test_discount_factors_out_of_range(discount):
    with pytest.raises(ParameterError, match="above 0 and below 1"):
        subgame_perfect_payoffs(DILEMMA, discount)


def test_what_is_no_number():
    with pytest.raises(NumberError, match="discount factor"):
        subgame_perfect_payoffs(DILEMMA, "patient")
    with pytest.raises(ParameterError, match="expected a pair of payoffs"):
        subgame_perfect_payoffs(DILEMMA, 0.5).contains(3)


def test_prints_and_serialises():
    found = subgame_perfect_payoffs(DILEMMA, F(9, 10))
    assert found.summary() == (
        "pure subgame-perfect payoffs at discount factor 9/10: a polygon with 4 corners (exact)"
    )
    assert "13/3" in repr(found)
    document = json.loads(found.to_json())
    assert document["schema"] == "gametheory/subgame-perfect-payoffs/1"
    assert document["status"] == "exact"
    assert document["gap"] == 0.0
    assert ["13/3", "1"] in document["outer"]


@pytest.mark.slow
def test_against_quantecon(require_oracle):
    quantecon = require_oracle("quantecon")
    from quantecon.game_theory import NormalFormGame, Player, RepeatedGame
    from scipy.spatial import QhullError

    assert quantecon
    compared = 0
    for game in [COURNOT, DILEMMA, *sample_games(150, rng=11, max_actions=3, kinds=("digits",))]:
        ours = subgame_perfect_payoffs(game, "0.4")
        if len(ours.outer) < 3 or not ours.inner or min(game.shape) < 2:
            continue  # QuantEcon's hull needs three corners
        rows, columns = game.row_payoffs, game.column_payoffs
        stage = NormalFormGame((Player(rows.copy()), Player(columns.T.copy())))
        start = np.array([float(v) for v in security_levels(game).pure_minimax])
        try:
            hull = RepeatedGame(stage, 0.4).equilibrium_payoffs(options={"u_init": start})
        except QhullError:  # a flat set
            continue
        theirs = hull.points[hull.vertices]
        for point in theirs:  # each of their corners is near our inner polygon, and back
            assert _float_distance(point, ours.outer) < 1e-5
        for point in ours.inner:
            assert _float_distance([float(v) for v in point], theirs) < 1e-5
        compared += 1
    assert compared >= 20


def _float_distance(point, polygon):
    """How far outside a counter-clockwise polygon a point lies, at most."""
    corners = np.array([[float(v) for v in p] for p in polygon])
    after = np.roll(corners, -1, axis=0) - corners
    out = np.stack([after[:, 1], -after[:, 0]], axis=1)
    length = np.linalg.norm(out, axis=1)
    keep = length > 1e-7
    distances = ((np.array(point) - corners) * out).sum(axis=1)[keep] / length[keep]
    return float(distances.max())
