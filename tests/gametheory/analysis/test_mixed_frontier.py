"""The Pareto frontier of independent mixing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.analysis import (
    FrontierPiece,
    MixedPlayFrontier,
    pareto_frontier_of_mixed_play,
)
from gametheory.catalog import load
from gametheory.errors import Interrupted, ParameterError
from gametheory.exact.algebraic import AlgebraicNumber, evaluate, rational_between
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.testing import games, profiles, zero_sum_games

Point = tuple[Fraction, Fraction]
F = Fraction
#: Payoffs of every size; "offset" and the floats are there for the pruning in floats.
KINDS = ("zero-one-two", "digits", "signed", "fractions", "huge", "offset", "wide", "one-ulp")

#: Two players share a cake, but each part comes with the chance that both mean the same:
#: u = 4 p q, v = 4 (1 - p)(1 - q). By Cauchy and Schwarz sqrt(u) + sqrt(v) <= 2, with equality
#: exactly for p = q: the frontier is the parabola arc sqrt(u) + sqrt(v) = 2.
CAKE = BimatrixGame([[4, 0], [0, 0]], [[0, 0], [0, 4]])


def samples(piece: FrontierPiece) -> list[Fraction]:
    """Rational parameters inside a piece, and its ends where they are rational and belong."""
    found = [
        s
        for s, included in ((piece.low, piece.start_included), (piece.high, piece.end_included))
        if isinstance(s, Fraction) and included
    ]
    if piece.low < piece.high:
        middle = rational_between(piece.low, piece.high)
        found += [middle, rational_between(piece.low, middle), rational_between(middle, piece.high)]
    return found


def points(frontier: MixedPlayFrontier) -> list[Point]:
    """Payoffs of profiles on the frontier, worked out from the game's own matrices."""
    found = []
    for piece in frontier.pieces:
        for s in samples(piece):
            x, y = piece.profile(s)
            payoffs = frontier.game[x, y]
            assert payoffs == piece.payoffs(s)
            found.append(payoffs)
    return found


def dominates(a: Point, b: Point) -> bool:
    return a[0] >= b[0] and a[1] >= b[1] and a != b


def is_on(frontier: MixedPlayFrontier, point: Point) -> bool:
    for piece in frontier.pieces:
        if not (piece.start[0] <= point[0] <= piece.end[0]):
            continue
        s = piece.parameter(point[0])
        if (s == piece.low and not piece.start_included) or (
            s == piece.high and not piece.end_included
        ):
            continue
        if evaluate(piece.column_payoff, s) == point[1]:
            return True
    return False


def assert_is_order(frontier: MixedPlayFrontier) -> None:
    """Pieces run from left to right and from top to bottom."""
    assert frontier.complete
    assert frontier.pieces
    for piece in frontier.pieces:
        if piece.kind != "outcome":
            assert piece.start[0] < piece.end[0]
            assert piece.start[1] > piece.end[1]
    for left, right in pairwise(frontier.pieces):
        assert left.end[0] <= right.start[0]
        assert left.end[1] >= right.start[1]
        if left.end != right.start:
            # A gap. An end on the level of the other side is dominated by it.
            if left.end[0] == right.start[0]:
                assert left.end_included
                assert not right.start_included
            elif left.end[1] == right.start[1]:
                assert right.start_included
                assert not left.end_included
            else:
                assert left.end_included
                assert right.start_included
        else:
            assert left.end_included
            assert right.start_included
    assert frontier.pieces[0].start_included
    assert frontier.pieces[-1].end_included


def strategies_on_a_grid(size: int, denominator: int) -> Iterator[tuple[int, ...]]:
    for weights in product(range(denominator + 1), repeat=size - 1):
        if sum(weights) <= denominator:
            yield (*weights, denominator - sum(weights))


def grid_payoffs(game: BimatrixGame, denominator: int) -> list[Point]:
    """Exact payoffs of all profiles with probabilities k / denominator."""
    rows, columns = (
        np.array(list(strategies_on_a_grid(size, denominator)), dtype=object) for size in game.shape
    )
    sides = []
    for player in (0, 1):
        integers, unit = game.integer_payoffs(player)
        values = rows @ integers.astype(object) @ columns.T
        sides.append([F(int(v), unit * denominator**2) for v in values.ravel()])
    return list(set(zip(*sides, strict=True)))


def test_battle_of_the_sexes() -> None:
    # Luce and Raiffa (1957), Games and Decisions, chapter 5: (2, 1) and (1, 2) on the diagonal,
    # nothing elsewhere. With probabilities p and q of the first actions, the Jacobian of
    # u = 2 p q + (1 - p)(1 - q), v = p q + 2 (1 - p)(1 - q) vanishes exactly for p = q, where
    # u = 3 p^2 - 2 p + 1 and v = 3 p^2 - 4 p + 2: it falls from (2/3, 1) to (1, 2/3) for p from
    # 1/3 to 2/3, and rises else. All of it is below (1, 2) or left of (2, 1).
    battle = load("battle-of-the-sexes")
    frontier = pareto_frontier_of_mixed_play(battle)
    assert [(p.kind, p.start) for p in frontier.pieces] == [
        ("outcome", (1, 2)), ("outcome", (2, 1))
    ]  # fmt: skip
    assert frontier.is_dominated((F(2, 3), F(2, 3))) is True
    assert frontier.is_dominated((F(3, 2), F(3, 2))) is False  # out of reach
    # To (1, 2): min(1 - 2/3, 2 - 2/3) = 1/3, over a range of 2.
    assert frontier.gain((F(2, 3), F(2, 3))) == F(1, 6)
    assert frontier.gain((F(3, 2), F(3, 2))) == F(-1, 4)
    assert frontier.gain((2, 1)) == 0


def test_a_parabola_by_cauchy_and_schwarz() -> None:
    frontier = pareto_frontier_of_mixed_play(CAKE)
    (piece,) = frontier.pieces
    assert piece.kind == "parabola arc"
    assert (piece.rows, piece.columns) == ((0, 1), (0, 1))
    assert (piece.start, piece.end) == ((0, 4), (4, 0))
    for k in range(11):
        s = F(k, 10)
        assert piece.payoffs(s) == (4 * s * s, 4 * (1 - s) ** 2)
        assert piece.profile(s) == ((s, 1 - s), (s, 1 - s))
    # Both get 1 at p = q = 1/2; from (0, 0) that is a quarter of the range of 4.
    assert frontier.gain((0, 0)) == F(1, 4)
    # From (0, 1/2): 4 p^2 = 4 (1 - p)^2 - 1/2 at p = 7/16, so t = p^2 = 49/256.
    assert frontier.gain((0, F(1, 2))) == F(49, 256)
    # At u = 2 the column player gets (2 - sqrt 2)^2.
    s = piece.parameter(2)
    assert isinstance(s, AlgebraicNumber)
    assert s.polynomial == (-1, 0, 2)
    payoffs = piece.payoffs(s)
    assert payoffs[0] == 2
    assert isinstance(payoffs[1], AlgebraicNumber)
    assert payoffs[1].polynomial == (4, -12, 1)
    assert float(payoffs[1]) == pytest.approx((2 - 2**0.5) ** 2)


def test_a_parabola_cut_at_an_irrational_place() -> None:
    # The cake, and a third row that gives (2, 1) for sure: above the parabola at u = 2, where
    # (2 - sqrt 2)^2 < 1. It dominates the arc between v = 1, at u = 1, and u = 2. Mixtures of the
    # third row and another, with q fixed, are (2 w + 4 q (1 - w), w) and
    # (2 w, w + 4 (1 - q)(1 - w)): the first has the other end (4, 0) for q = 1, and the segment
    # from (2, 1) to (4, 0) lies above the parabola; the second the segment from (0, 4) to (2, 1).
    game = BimatrixGame([[4, 0], [0, 0], [2, 2]], [[0, 0], [0, 4], [1, 1]])
    frontier = pareto_frontier_of_mixed_play(game)
    assert [(p.kind, p.start, p.end) for p in frontier.pieces] == [
        ("segment", (0, 4), (2, 1)), ("segment", (2, 1), (4, 0))
    ]  # fmt: skip
    # Let the third row's payoff depend on the column so that it has no such mixtures: worse
    # than nothing if column 1 is not sure.
    game = BimatrixGame(
        [[4, 0, -90], [0, 0, -90], [-90, -90, 2]], [[0, 0, -90], [0, 4, -90], [-90, -90, 1]]
    )
    frontier = pareto_frontier_of_mixed_play(game)
    kinds = [(p.kind, p.start_included, p.end_included) for p in frontier.pieces]
    assert kinds == [
        ("parabola arc", True, False), ("outcome", True, True), ("parabola arc", False, True)
    ]  # fmt: skip
    left, middle, right = frontier.pieces
    assert left.end == (1, 1)  # excluded, for (2, 1) dominates it
    assert middle.start == (2, 1)
    assert right.start[0] == 2  # excluded: (2 - sqrt 2)^2 < 1
    assert isinstance(right.low, AlgebraicNumber)
    assert right.low.polynomial == (-1, 0, 2)


def test_prisoners_dilemma() -> None:
    # The hull's upper right edges are the row player's and the column player's segments to
    # mutual cooperation, so mixing reaches what correlation does.
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    frontier = pareto_frontier_of_mixed_play(game)
    assert [(p.kind, p.start, p.end) for p in frontier.pieces] == [
        ("segment", (0, 5), (3, 3)), ("segment", (3, 3), (5, 0))
    ]  # fmt: skip
    x, y = frontier.dominating_profile((1, 1)) or (None, None)
    assert x is not None
    assert dominates(game[x, y], (F(1), F(1)))


@pytest.mark.parametrize(
    ("A", "B", "ends"),
    [
        ([[7]], [[-2]], [((7, -2), (7, -2))]),  # one outcome
        ([[1, 1], [1, 1]], [[2, 2], [2, 2]], [((1, 2), (1, 2))]),  # all payoffs equal
        ([[0, 0], [0, 0]], [[1, 3], [2, 0]], [((0, 3), (0, 3))]),  # an indifferent player
        ([[1, 2], [3, 4]], [[10, 20], [30, 40]], [((4, 40), (4, 40))]),  # common interest
        ([[0, 1, 2, 3]], [[3, 2, 2, 0]], [((0, 3), (2, 2)), ((2, 2), (3, 0))]),  # m = 1
        ([[0], [3]], [[3], [0]], [((0, 3), (3, 0))]),  # n = 1
        ([[2, 0], [0, 1]], [[0, 2], [2, 1]], [((0, 2), (2, 0))]),  # constant sum
    ],
)
def test_degenerate_games(A: list[list[int]], B: list[list[int]], ends: object) -> None:
    frontier = pareto_frontier_of_mixed_play(BimatrixGame(A, B))
    assert_is_order(frontier)
    assert [(p.start, p.end) for p in frontier.pieces] == ends


@given(zero_sum_games(max_actions=4, kinds=KINDS))
@settings(max_examples=30)
def test_zero_sum_games_have_one_segment(game: BimatrixGame) -> None:
    # Everything is efficient, and the attainable payoffs are all from the least to the largest.
    frontier = pareto_frontier_of_mixed_play(game)
    assert_is_order(frontier)
    first, last = frontier.pieces[0].start, frontier.pieces[-1].end
    values = [game.payoff(i, j)[0] for i, j in np.ndindex(game.shape)]
    assert (first, last) == ((min(values), -min(values)), (max(values), -max(values)))
    assert all(a.end == b.start for a, b in pairwise(frontier.pieces))


def assert_right_on_a_grid(game: BimatrixGame, denominator: int) -> None:
    frontier = pareto_frontier_of_mixed_play(game)
    assert_is_order(frontier)
    grid = grid_payoffs(game, denominator)
    on = points(frontier)
    assert not any(dominates(g, p) for g in grid for p in on)
    for point in grid:
        profile = frontier.dominating_profile(point)
        if profile is None:
            assert is_on(frontier, point)
            assert frontier.gain(point) == 0
        else:
            assert dominates(game[profile], point)
            gain = frontier.gain(point)
            assert gain is not None
            assert gain >= 0


@given(games(max_actions=3, kinds=KINDS))
@settings(max_examples=60)
def test_against_all_profiles_of_a_grid(game: BimatrixGame) -> None:
    assert_right_on_a_grid(game, 12 if max(game.shape) == 2 else 4)


@pytest.mark.slow
@given(games(max_actions=4))
@settings(max_examples=100)
def test_against_finer_grids(game: BimatrixGame) -> None:
    assert_right_on_a_grid(game, {1: 1, 2: 20, 3: 5, 4: 3}[max(game.shape)])


@given(games(min_actions=2, max_actions=3, kinds=("digits", "signed")), st.data())
@settings(max_examples=40)
def test_the_gain_leads_to_the_frontier(game: BimatrixGame, data: st.DataObject) -> None:
    frontier = pareto_frontier_of_mixed_play(game)
    ranges = [game.payoff_range(player) for player in (0, 1)]
    payoffs = game[data.draw(profiles(game))]
    gain = frontier.gain(payoffs)
    assert gain is not None
    if not all(ranges):
        return
    # Just below the gain both can have it; just above nobody can give it.
    small = F(1, 10**9)
    low = rational_between(gain - small, gain) if isinstance(gain, F) else gain.low - small
    high = rational_between(gain, gain + small) if isinstance(gain, F) else gain.high + small
    below, above = (
        tuple(value + t * size for value, size in zip(payoffs, ranges, strict=True))
        for t in (low, high)
    )
    assert frontier.is_dominated(below)
    assert not frontier.is_dominated(above)
    assert not is_on(frontier, (above[0], above[1]))


def same_frontier(first: MixedPlayFrontier, second: MixedPlayFrontier) -> bool:
    """The same points: each one's samples and ends are on the other."""
    return all(
        all(is_on(b, p) for p in points(a))
        and (a.pieces[0].start, a.pieces[-1].end) == (b.pieces[0].start, b.pieces[-1].end)
        and {p.start for p in a.pieces} | {p.end for p in a.pieces}
        == {p.start for p in b.pieces} | {p.end for p in b.pieces}
        for a, b in ((first, second), (second, first))
    )


@given(
    games(max_actions=3, kinds=("digits", "signed", "zero-one-two")),
    st.tuples(*[st.fractions("1/5", 4, max_denominator=5)] * 2),
    st.tuples(st.integers(-9, 9), st.integers(-9, 9)),
)
@settings(max_examples=30)
def test_rescaling_each_player_maps_the_frontier(
    game: BimatrixGame, scales: Point, shifts: tuple[int, int]
) -> None:
    cells = list(np.ndindex(game.shape))
    A, B = (
        [[scales[k] * game.payoff(i, j)[k] + shifts[k] for j in range(game.shape[1])]
         for i in range(game.shape[0])]
        for k in (0, 1)
    )  # fmt: skip
    assert len(cells) == len(A) * len(A[0])
    before = pareto_frontier_of_mixed_play(game)
    after = pareto_frontier_of_mixed_play(BimatrixGame(A, B))
    assert len(before.pieces) == len(after.pieces)
    for old, new in zip(before.pieces, after.pieces, strict=True):
        assert (old.kind, old.rows, old.columns) == (new.kind, new.rows, new.columns)
        assert (old.start_included, old.end_included) == (new.start_included, new.end_included)
        for name in ("start", "end"):
            assert getattr(new, name) == tuple(
                evaluate((shift, scale), value)
                for shift, scale, value in zip(shifts, scales, getattr(old, name), strict=True)
            )


def test_column_constants_change_the_frontier() -> None:
    # They change no equilibrium, but what players get together.
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    shifted = BimatrixGame([[3, 10], [5, 11]], [[3, 5], [0, 1]])
    ends = [{p.start for p in pareto_frontier_of_mixed_play(g).pieces} for g in (game, shifted)]
    assert ends[0] != ends[1]
    assert pareto_frontier_of_mixed_play(shifted).is_dominated((3, 3))


@given(games(max_actions=3, kinds=("digits", "signed", "zero-one-two")), st.randoms())
@settings(max_examples=30)
def test_names_and_seats_do_not_matter(game: BimatrixGame, random: object) -> None:
    m, n = game.shape
    rows, columns = list(range(m)), list(range(n))
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    A, B = ([[game.payoff(i, j)[k] for j in columns] for i in rows] for k in (0, 1))
    frontier = pareto_frontier_of_mixed_play(game)
    assert same_frontier(frontier, pareto_frontier_of_mixed_play(BimatrixGame(A, B)))
    swapped = pareto_frontier_of_mixed_play(game.transposed())
    assert all(is_on(swapped, (v, u)) for u, v in points(frontier))
    assert all(is_on(frontier, (v, u)) for u, v in points(swapped))


def test_ten_by_ten() -> None:
    rng = np.random.default_rng(5)
    game = BimatrixGame(rng.integers(0, 100, (10, 10)), rng.integers(0, 100, (10, 10)))
    frontier = pareto_frontier_of_mixed_play(game, timeout=60)
    assert_is_order(frontier)
    on = points(frontier)
    for _ in range(300):
        x, y = ([F(int(w), 1000) for w in rng.multinomial(1000, rng.dirichlet([0.1] * 10))]
                for _ in (0, 1))  # fmt: skip
        payoffs = game[x, y]
        assert frontier.is_dominated(payoffs) or is_on(frontier, payoffs)
        assert not any(dominates(payoffs, p) for p in on)


def test_a_timeout_is_said() -> None:
    rng = np.random.default_rng(1)
    game = BimatrixGame(rng.integers(0, 9, (30, 30)), rng.integers(0, 9, (30, 30)))
    frontier = pareto_frontier_of_mixed_play(game, timeout=0.01)
    assert frontier.status is Status.TIMEOUT
    assert not frontier.complete
    assert "timeout of 0.01 s" in frontier.summary()
    assert "others may be missing" in frontier.reason
    assert frontier.is_dominated((100, 100)) is None
    assert frontier.gain((0, 0)) is None


def test_ctrl_c_hands_over_what_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    from gametheory.analysis import mixed_frontier

    def interrupted(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(mixed_frontier, "undominated", interrupted)
    with pytest.raises(Interrupted) as caught:
        pareto_frontier_of_mixed_play(CAKE)
    assert caught.value.partial.status is Status.INTERRUPTED
    assert caught.value.partial.pieces == ()


def test_it_prints_and_serialises() -> None:
    rows = [[31, 81, 9], [60, 3, 8], [12, 60, 49]]
    game = BimatrixGame(rows, [list(r)[::-1] for r in rows], name="<b>")
    frontier = pareto_frontier_of_mixed_play(game)
    document = json.loads(frontier.to_json())
    assert document["schema"] == "gametheory/mixed-play-frontier/1"
    assert document["complete"] is True
    assert len(document["pieces"]) == len(frontier.pieces)
    for piece, plain in zip(frontier.pieces, document["pieces"], strict=True):
        assert plain["kind"] == piece.kind
        assert [F(c) for c in plain["row_payoff"]] == list(piece.row_payoff)
    assert "<b>" not in frontier._repr_html_()
    assert "Pareto frontier of mixed play of <b>" in repr(frontier)
    assert "excluded" in repr(
        pareto_frontier_of_mixed_play(
            BimatrixGame(
                [[4, 0, -9], [0, 0, -9], [-9, -9, 2]], [[0, 0, -9], [0, 4, -9], [-9, -9, 1]]
            )
        )
    )


def test_the_curve_is_the_piece() -> None:
    (piece,) = pareto_frontier_of_mixed_play(CAKE).pieces
    start, control, end = piece.curve
    for t in (0.0, 0.25, 0.7):
        weights = ((1 - t) ** 2, 2 * t * (1 - t), t * t)
        bezier = [sum(w * p[k] for w, p in zip(weights, (start, control, end), strict=True))
                  for k in (0, 1)]  # fmt: skip
        assert bezier == pytest.approx([float(x) for x in piece.payoffs(F(t))])


def test_words_of_refusal() -> None:
    frontier = pareto_frontier_of_mixed_play(CAKE)
    with pytest.raises(ParameterError, match="a payoff for each player, got 3"):
        frontier.gain((1, 2, 3))
    with pytest.raises(ParameterError, match="expected 0 to 4 on this piece, got 5"):
        frontier.pieces[0].parameter(5)
    with pytest.raises(ParameterError, match="timeout"):
        pareto_frontier_of_mixed_play(CAKE, timeout=0)
