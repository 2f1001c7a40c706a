"""Components, maximal Nash subsets, membership and distance."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, solve
from gametheory.strategy import distance, nash_conv

# The entry game of Selten's chain store: the entrant stays out (row 2) against enough threat.
ENTRY = BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])


def test_the_entry_game_has_two_components() -> None:
    entered, stayed_out = sorted(solve(ENTRY).components, key=lambda c: len(c.extreme))
    assert [e.profile for e in entered.extreme] == [((1, 0), (0, 1))]
    assert entered.is_point
    # out is best against fighting with probability p if -p + (1 - p) <= 0
    assert {e.profile for e in stayed_out.extreme} == {
        ((0, 1), (1, 0)),
        ((0, 1), (Fraction(1, 2), Fraction(1, 2))),
    }
    assert stayed_out.contains(((0, 1), ("3/4", "1/4")))
    assert not stayed_out.contains(((0, 1), ("1/4", "3/4")))
    assert not stayed_out.contains(((1, 0), (0, 1)))
    assert entered.contains(((1, 0), (0, 1)))
    # from (out, 1/4): a quarter of the probability must move
    assert stayed_out.distance(((0, 1), ("1/4", "3/4"))) == pytest.approx(0.25)
    assert stayed_out.distance(((0, 1), ("3/4", "1/4"))) == pytest.approx(0)
    assert stayed_out.distance(((1, 0), (0, 1))) == pytest.approx(1)
    assert entered.distance(((0, 1), (1, 0))) == 1


def _subsets(items: list[int]) -> Any:
    return chain.from_iterable(combinations(items, k) for k in range(1, len(items) + 1))


@settings(max_examples=60)
@given(st.data())
def test_subsets_are_all_maximal_bicliques(data: st.DataObject) -> None:
    m, n = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    rows = st.lists(st.lists(st.integers(0, 1), min_size=n, max_size=n), min_size=m, max_size=m)
    found = solve(BimatrixGame(data.draw(rows), data.draw(rows)))
    pairs = {(e.row, e.column) for e in found}
    xs = sorted({x for x, _ in pairs})
    if len(xs) > 8:
        return
    bicliques = set()
    for chosen in _subsets(list(range(len(xs)))):
        common = frozenset.intersection(
            *(frozenset(y for x, y in pairs if x == xs[k]) for k in chosen)
        )
        if common:
            everyone = frozenset(x for x in xs if all((x, y) in pairs for y in common))
            bicliques.add((everyone, common))
    ours = [(frozenset(s.rows), frozenset(s.columns)) for c in found.components for s in c.subsets]
    assert len(ours) == len(set(ours))
    assert set(ours) == bicliques
    assert sum(len(c.extreme) for c in found.components) == len(found)


@settings(max_examples=50)
@given(st.data())
def test_mixtures_inside_a_subset_are_equilibria_of_its_component(data: st.DataObject) -> None:
    m, n = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 3))
    rows = st.lists(st.lists(st.integers(0, 2), min_size=n, max_size=n), min_size=m, max_size=m)
    game = BimatrixGame(data.draw(rows), data.draw(rows))
    components = solve(game).components
    component = data.draw(st.sampled_from(components))
    subset = data.draw(st.sampled_from(component.subsets))
    profile = tuple(
        tuple(
            sum((w * s[k] for w, s in zip(weights, hull, strict=True)), Fraction(0)) / sum(weights)
            for k in range(len(hull[0]))
        )
        for hull in (subset.rows, subset.columns)
        for weights in [
            data.draw(st.lists(st.integers(1, 5), min_size=len(hull), max_size=len(hull)))
        ]
    )
    assert nash_conv(game, *profile) == 0
    assert [c.contains(profile) for c in components] == [c is component for c in components]
    assert component.distance(profile) == pytest.approx(0, abs=1e-9)
    for other in components:
        nearest = min(float(distance(profile, e.profile)) for e in other.extreme)
        assert other.distance(profile) <= nearest + 1e-9


def test_many_subsets_are_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gametheory.equilibria.components.MAX_SUBSETS", 3)
    game = BimatrixGame([[1, 1, 0], [1, 0, 1], [0, 1, 1]], np.zeros((3, 3)))
    (component,) = solve(game).components
    assert not component.subsets_complete


def test_a_distance_that_the_linear_program_does_not_confirm_is_no_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from scipy import optimize

    (stayed_out,) = (c for c in solve(ENTRY).components if not c.is_point)
    failed = optimize.OptimizeResult(status=4, message="numerical difficulties", fun=0.0)
    monkeypatch.setattr(optimize, "linprog", lambda *arguments, **options: failed)
    with pytest.raises(ArithmeticError, match="the linear program says numerical difficulties"):
        stayed_out.distance(((0, 1), ("1/4", "3/4")))
