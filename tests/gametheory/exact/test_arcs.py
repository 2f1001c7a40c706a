"""Undominated parts of arcs and points: against dense exact samples of the arcs."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.exact.algebraic import evaluate, real_roots
from gametheory.exact.arcs import Arc, side, undominated

F = Fraction
Point = tuple[Fraction, Fraction]

SMALL = st.integers(-4, 4).map(F)


@st.composite
def arcs(draw: st.DrawFn) -> Arc:
    """Falling segments and parabola pieces of small coefficients."""
    start = draw(st.tuples(SMALL, SMALL))
    right, down = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    if draw(st.booleans()):
        return Arc((start[0], F(right), F(0)), (start[1], F(-down), F(0)))
    # A derivative r + 2 k s on [0, 1] keeps its sign for k from -r/2 upwards.
    bends = [F(draw(st.integers(-2, 2)) * size, 4) for size in (right, down)]
    return Arc((start[0], F(right), bends[0]), (start[1], F(-down), -bends[1]))


def dominates(a: Point, b: Point) -> bool:
    return a[0] >= b[0] and a[1] >= b[1] and a != b


def dominated_by_arc(arc: Arc, p: Point) -> bool:
    """By the definition: does some s give at least both payoffs, and not just p?"""
    if arc.end[0] < p[0] or arc.start[1] < p[1]:
        return False
    shift_u, shift_v = (arc.u[0] - p[0], *arc.u[1:]), (arc.v[0] - p[1], *arc.v[1:])
    from_here = arc.low if arc.start[0] >= p[0] else real_roots(shift_u, arc.low, arc.high)[0]
    up_to = arc.high if arc.end[1] >= p[1] else real_roots(shift_v, arc.low, arc.high)[-1]
    if from_here < up_to:
        return True
    if from_here > up_to:
        return False
    at = evaluate(arc.u, from_here), evaluate(arc.v, from_here)
    return at != p


@given(
    arcs(),
    st.tuples(st.fractions(-6, 9, max_denominator=8), st.fractions(-9, 6, max_denominator=8)),
)
@settings(max_examples=80)
def test_sides(arc: Arc, point: Point) -> None:
    assert arc.start[0] < arc.end[0]
    assert arc.start[1] > arc.end[1]
    place = side(arc, point)
    assert (place < 0) == dominated_by_arc(arc, point)
    shifted = (arc.u[0] - point[0], *arc.u[1:])
    roots = real_roots(shifted, arc.low, arc.high)
    assert (place == 0) == any(evaluate(arc.v, s) == point[1] for s in roots)


@given(arcs(), st.fractions(0, 1, max_denominator=16))
def test_points_of_the_arc_are_on_it(arc: Arc, s: Fraction) -> None:
    assert side(arc, arc.at(s)) == 0


@given(
    st.lists(arcs(), min_size=1, max_size=5),
    st.lists(st.tuples(SMALL, SMALL), min_size=1, max_size=4),
)
@settings(max_examples=60)
def test_what_is_left_is_what_nothing_dominates(curves: list[Arc], points: list[Point]) -> None:
    points = list(dict.fromkeys(points))
    stretches, lone = undominated(curves, points)
    lone_points = {points[k] for k in lone}

    def is_dominated(p: Point) -> bool:
        return any(dominated_by_arc(arc, p) for arc in curves) or any(
            dominates(q, p) for q in points
        )

    def is_listed(p: Point) -> bool:
        if p in lone_points:
            return True
        for t in stretches:
            arc = curves[t.arc]
            if side(arc, p):
                continue
            (s,) = real_roots((arc.u[0] - p[0], *arc.u[1:]), arc.low, arc.high)
            after = t.low < s or (t.low == s and t.low_included)
            before = s < t.high or (s == t.high and t.high_included)
            if after and before:
                return True
        return False

    samples = [arc.at(F(k, 24)) for arc in curves for k in range(25)]
    ends = [curves[t.arc].at(s) for t in stretches for s in (t.low, t.high) if isinstance(s, F)]
    for p in [*samples, *points, *ends]:
        assert is_listed(p) != is_dominated(p)


def test_arcs_that_share_a_stretch_keep_it_once() -> None:
    line = [Arc((F(a), F(4), F(0)), (F(-a), F(-4), F(0))) for a in (0, 2, 3)]
    stretches, lone = undominated(line, [(F(0), F(0)), (F(7), F(-7))])
    assert [(t.arc, t.low, t.high) for t in stretches] == [
        (0, 0, 1), (1, F(1, 2), 1), (2, F(3, 4), 1)
    ]  # fmt: skip
    assert all(t.low_included and t.high_included for t in stretches)
    assert lone == []


def test_two_branches_of_one_parabola() -> None:
    # u = s - s^2, v = s + s^2 falls for s < -1/2 and for s > 1/2; the second branch lies above
    # the first, and in the first one's box. Reversed, so that u rises.
    lower = Arc((F(-12), F(7), F(-1)), (F(6), F(-5), F(1)), F(0), F(5, 2))  # s = -3 + t
    upper = Arc((F(-6), F(5), F(-1)), (F(12), F(-7), F(1)), F(0), F(5, 2))  # s = 3 - t
    assert lower.at(F(5, 2)) == (F(-3, 4), F(-1, 4))
    assert upper.at(F(5, 2)) == (F(1, 4), F(3, 4))
    stretches, lone = undominated([lower, upper], [(F(-12), F(6))])
    # Left of the upper branch's left end, and above it, nothing of the lower one is higher.
    assert [t.arc for t in stretches] == [1]
    assert lone == []
    assert side(upper, (F(-12), F(6))) == -1


def test_an_end_below_another_curve_is_left_out() -> None:
    # The point (3, 1) dominates the first arc's end (2, 1), and nothing else of it.
    arc = Arc((F(0), F(2), F(0)), (F(3), F(-2), F(0)))
    (stretch,), lone = undominated([arc], [(F(0), F(3)), (F(3), F(1))])
    assert (stretch.low, stretch.high) == (0, 1)
    assert stretch.low_included
    assert not stretch.high_included
    assert lone == [1]
