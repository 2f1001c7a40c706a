"""All logit equilibria of 2 x 2 games against closed forms and a dense scan."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.analysis import is_degenerate
from gametheory.concepts.logit_odds import Coefficients, coefficients, float_roots
from gametheory.concepts.logit_two_by_two import TwoByTwo, proved_roots
from gametheory.game import BimatrixGame
from gametheory.solvers import solve

ONE = Fraction(1)
COORDINATION = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])


def roots(game: BimatrixGame, precision: object) -> TwoByTwo:
    return proved_roots(coefficients(game, Fraction(str(precision)), (ONE, ONE)))


def scan(c: Coefficients) -> list[float]:
    """Sign changes of the equation in the first row's probability, on a dense grid."""
    a0, a1, b0, b1 = (float(x) for x in (c.a0, c.a1, c.b0, c.b1))
    # Uniform in log odds, where the roots lie between a0 and a0 + a1.
    u = np.linspace(min(a0, a0 + a1) - 0.5, max(a0, a0 + a1) + 0.5, 400_001)
    v = b0 + b1 / (1 + np.exp(-u))
    values = a0 + a1 / (1 + np.exp(-v)) - u
    change = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) < 0)
    return [float(1 / (1 + np.exp(-u[k]))) for k in change]


@pytest.mark.parametrize("precision", ["0.5", "1", "1.5", "1.99", "1.999999"])
def test_coordination_has_one_equilibrium_below_precision_two(precision: str) -> None:
    # With one strategy for both, logit p = lambda (2 p - 1). At p = 1/2 the left side has
    # slope 4, the right one 2 lambda: more roots appear at lambda = 2, temperature 1/2.
    found = roots(COORDINATION, precision)
    assert found.complete
    (root,) = found.roots
    assert root.row == pytest.approx((0.5, 0.5), abs=1e-15)


@pytest.mark.parametrize("precision", ["2.0000001", "2.01", "3", "10", "100", "1e6", "1e12"])
def test_coordination_has_three_equilibria_above_precision_two(precision: str) -> None:
    found = roots(COORDINATION, precision)
    assert found.complete
    assert len(found.roots) == 3
    low, middle, high = found.roots
    assert middle.row == pytest.approx((0.5, 0.5), abs=1e-15)
    assert low.row == pytest.approx(high.row[::-1], abs=1e-15)
    # Symmetric closed form lambda = logit(p) / (2 p - 1), p the smaller probability.
    p = low.row[0]
    if p > 1e-300:
        assert math.log1p(-p) - math.log(p) == pytest.approx(
            float(precision) * (1 - 2 * p), rel=1e-9
        )
    assert all(root.error < 1e-15 for root in found.roots)


def test_the_pitchfork_itself_is_called_undecided() -> None:
    found = roots(COORDINATION, 2)
    assert not found.complete
    (root,) = found.roots
    assert root.merging
    assert root.row == pytest.approx((0.5, 0.5), abs=1e-12)
    assert "pitchfork" in found.reason


@pytest.mark.parametrize("bonus", ["1/3", "-1/1000", "1/1000000000"])
def test_a_slope_of_one_beside_the_root_is_no_pitchfork(bonus: str) -> None:
    # Column coordinates as before, so G' still peaks at u = 0 with the value 1; but row's bonus
    # for its first action moves the root to where F falls strictly.
    extra = Fraction(bonus)
    game = BimatrixGame([[1 + extra, extra], [0, 1]], [[1, 0], [0, 1]])
    found = roots(game, 2)
    assert found.complete
    (root,) = found.roots
    x, y = root.row[0], root.column[0]
    # Odds of both players, from the definition.
    assert math.log(x / (1 - x)) == pytest.approx(2 * (2 * y - 1 + float(extra)), abs=1e-12)
    assert math.log(y / (1 - y)) == pytest.approx(2 * (2 * x - 1), abs=1e-12)
    assert (x > 0.5) == (extra > 0)


@pytest.mark.parametrize(("temperature", "defect"), [("1/5", 0.9935), ("1/2", 0.9002), (1, 0.7733)])
def test_prisoners_dilemma(temperature: object, defect: float) -> None:
    # Symmetric by uniqueness: logit P(D) = lambda (2 - P(D)), since D gains 2 against C, 1
    # against D. The three numbers solve it, to four digits.
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    precision = 1 / Fraction(temperature)  # type: ignore[arg-type]
    (root,) = proved_roots(coefficients(game, precision, (ONE, ONE))).roots
    assert root.row == pytest.approx(root.column, abs=1e-15)
    d = root.row[1]
    assert d == pytest.approx(defect, abs=1e-4)
    assert math.log(d / (1 - d)) == pytest.approx(float(precision) * (2 - d), abs=1e-12)


def test_two_roots_are_born_at_a_fold() -> None:
    # Both coordinate on the first action for 2, on the second for 1. With one strategy for
    # both, lambda = log(p / (1 - p)) / (3 p - 1); equilibria away from the principal branch
    # have p < 1/3 and exist from the smallest such lambda on.
    p = np.linspace(1e-6, 1 / 3 - 1e-6, 2_000_001)
    precisions = np.log(p / (1 - p)) / (3 * p - 1)
    fold, where = float(precisions.min()), float(p[precisions.argmin()])
    game = BimatrixGame([[2, 0], [0, 1]], [[2, 0], [0, 1]])
    below, above = roots(game, fold - 1e-7), roots(game, fold + 1e-7)
    assert below.complete
    assert above.complete
    assert len(below.roots) == 1
    assert len(above.roots) == 3
    first, second = (root.row[0] for root in above.roots[:2])
    assert first < where < second
    assert second - first < 1e-2


@given(
    entries=st.lists(st.integers(-9, 9), min_size=8, max_size=8),
    precision=st.fractions(min_value=0, max_value=6, max_denominator=60),
)
def test_against_a_dense_scan(entries: list[int], precision: Fraction) -> None:
    game = BimatrixGame([entries[0:2], entries[2:4]], [entries[4:6], entries[6:8]])
    c = coefficients(game, precision, (ONE, ONE))
    found = proved_roots(c)
    seen = scan(c)
    if not found.complete:
        return
    assert len(found.roots) in (1, 3)
    # A scan misses roots closer than its grid, never invents one.
    assert len(found.roots) >= len(seen)
    for p in seen:
        assert min(abs(p - root.row[0]) for root in found.roots) < 1e-3
    for root in found.roots:
        (x1, x2), (y1, y2) = root.row, root.column
        assert x1 + x2 == pytest.approx(1, abs=1e-15)
        assert y1 + y2 == pytest.approx(1, abs=1e-15)


@settings(max_examples=50)
@given(
    entries=st.lists(st.integers(-9, 9), min_size=8, max_size=8),
    precision=st.fractions(min_value=Fraction(1, 10), max_value=20, max_denominator=60),
)
def test_fast_roots_are_the_proved_ones(entries: list[int], precision: Fraction) -> None:
    game = BimatrixGame([entries[0:2], entries[2:4]], [entries[4:6], entries[6:8]])
    c = coefficients(game, precision, (ONE, ONE))
    found = proved_roots(c)
    if not found.complete:
        return
    fast = sorted(u for u, _ in float_roots(c))
    assert len(fast) == len(found.roots)
    for u, root in zip(fast, found.roots, strict=True):
        assert 1 / (1 + math.exp(-u)) == pytest.approx(root.row[0], abs=1e-6)


@pytest.mark.parametrize("precision", ["1e6", "1e9", "1e11"])
@given(entries=st.lists(st.integers(0, 999), min_size=8, max_size=8))
@settings(max_examples=25)
def test_near_the_limit_there_is_one_for_each_nash_equilibrium(
    entries: list[int], precision: str
) -> None:
    # Every equilibrium of a non-degenerate game is regular, so near the limit exactly one logit
    # equilibrium stands beside each, by the implicit function theorem.
    game = BimatrixGame([entries[0:2], entries[2:4]], [entries[4:6], entries[6:8]])
    if is_degenerate(game):
        return
    found = roots(game, precision)
    assert found.complete
    equilibria = sorted(tuple(map(float, (e.row[0], e.column[0]))) for e in solve(game))
    ours = sorted((root.row[0], root.column[0]) for root in found.roots)
    assert len(ours) == len(equilibria)
    for point in ours:
        assert min(max(abs(a - b) for a, b in zip(point, e, strict=True)) for e in equilibria) < (
            1e-3
        )
    assert all(root.error < 1e-15 for root in found.roots)


@pytest.mark.parametrize(
    ("A", "B", "precision", "row", "column"),
    [
        ([[253, 338], [964, 396]], [[107, 653], [650, 384]], "91175254.9", 1, 0),
        ([[862, 582], [247, 415]], [[286, 273], [405, 722]], "323274204.98", 0, 0),
    ],
)
def test_peaks_too_narrow_for_floats_are_searched_in_balls(
    A: list[list[int]], B: list[list[int]], precision: str, row: int, column: int
) -> None:
    # One strict equilibrium each, by inspection; G' peaks within 1e-10 of its place.
    found = roots(BimatrixGame(A, B), precision)
    assert found.complete
    (root,) = found.roots
    assert root.row[row] == root.column[column] == 1
