"""Observed play beside theory, and tests on counts against brute force."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import product
from math import comb, factorial, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.catalog import get, load
from gametheory.concepts import ObservedPlay, compare_play
from gametheory.concepts.exact_tests import independence_test, mixture_test
from gametheory.errors import ParameterError
from gametheory.solvers import solve


def multinomial_p(counts: tuple[int, ...], mix: tuple[Fraction, ...]) -> Fraction:
    """Probability of all counts no likelier than those seen; rational."""
    total = sum(counts)

    def chance(c: tuple[int, ...]) -> Fraction:
        ways = factorial(total) // prod(map(factorial, c))
        return ways * prod((p**k for p, k in zip(mix, c, strict=True)), start=Fraction(1))

    seen = chance(counts)
    every = (c for c in product(range(total + 1), repeat=len(counts)) if sum(c) == total)
    return sum((q for q in map(chance, every) if q <= seen), Fraction(0))


@given(
    counts=st.lists(st.integers(0, 4), min_size=2, max_size=4).filter(any),
    data=st.data(),
)
@settings(max_examples=60)
def test_exact_tests_of_a_mix_are_the_sums_they_stand_for(
    counts: list[int], data: st.DataObject
) -> None:
    numbers = data.draw(st.lists(st.integers(1, 5), min_size=len(counts), max_size=len(counts)))
    mix = tuple(Fraction(k, sum(numbers)) for k in numbers)
    found = mixture_test(counts, mix, "h")
    assert found.method.startswith("exact")
    assert found.p_value == pytest.approx(float(multinomial_p(tuple(counts), mix)), abs=1e-6)


def test_an_impossible_action_refutes_a_mix() -> None:
    found = mixture_test([5, 1], (Fraction(1), Fraction(0)), "h")
    assert found.p_value == 0
    assert mixture_test([5, 0], (Fraction(1), Fraction(0)), "h").p_value == 1


def test_many_plays_are_tested_by_chi_square() -> None:
    third = (Fraction(1, 3),) * 3
    found = mixture_test([3300, 3400, 3300], third, "h")
    assert "approximate" in found.method
    # (33.33^2 + 66.67^2 + 33.33^2) / 3333.3 = 2; exp(-1) with two degrees of freedom.
    assert found.statistic == pytest.approx(2.0)
    assert found.p_value == pytest.approx(0.36787944, abs=1e-7)


def test_fishers_test_is_its_hypergeometric_sum() -> None:
    table = [[3, 9], [8, 2]]
    found = independence_test(table)
    assert found is not None
    chances = {k: Fraction(comb(12, k) * comb(10, 11 - k), comb(22, 11)) for k in range(1, 12)}
    p_value = sum(p for p in chances.values() if p <= chances[3])
    assert found.p_value == pytest.approx(float(p_value), abs=1e-10)


def test_larger_tables_are_tested_by_chi_square() -> None:
    # Independent by construction: the statistic is 0.
    found = independence_test([[10, 20, 30], [20, 40, 60], [0, 0, 0]])
    assert found is not None
    assert found.statistic == pytest.approx(0, abs=1e-12)
    assert "2 degrees" in found.method
    assert independence_test([[3, 4], [0, 0]]) is None


def test_penalty_kicks_from_the_catalogue() -> None:
    game = load("penalty-kicks")
    published = get("penalty-kicks").observed
    assert published is not None
    report = compare_play(ObservedPlay.from_catalog(game, published), solve(game))
    x, y = published.row, published.column
    # Regrets written out: the better side minus the mean.
    kicker = [Fraction("58.30") * y[0] + Fraction("94.97") * y[1],
              Fraction("92.91") * y[0] + Fraction("69.92") * y[1]]  # fmt: skip
    assert report.regrets[0] == max(kicker) - x[0] * kicker[0] - x[1] * kicker[1]
    assert report.nash_conv == sum(report.regrets)
    assert report.nearest == 0
    # Largest difference of frequencies, |.3998 - .38538...|.
    mixed = solve(game)[0]
    assert report.distances[0] == pytest.approx(
        max(abs(float(x[0] - mixed.row[0])), abs(float(y[0] - mixed.column[0])))
    )
    assert report.tests == ()
    assert report.gaps is None
    assert any("no tests" in note for note in report.notes)
    assert "range" in repr(report)


def test_joint_counts_give_gaps_and_all_three_tests() -> None:
    game = load("matching-pennies")
    play = ObservedPlay.from_joint_counts(game, [[20, 30], [25, 25]])
    report = compare_play(play, solve(game))
    assert report.gaps is not None
    # Row gets -1 at (H, T): told H she had 20 - 30 = -10 of 100, T would have had +10: 20/100.
    assert report.gaps.ce_gap == Fraction(1, 5)
    assert [test.hypothesis.split()[-1] for test in report.tests] == ["mix", "mix", "other"]
    assert report.tests[0].p_value == 1
    document = json.loads(report.to_json())
    assert document["nash_conv"] == "1/10"
    assert len(document["tests"]) == 3


def test_several_equilibria_are_not_tested_as_one() -> None:
    game = load("stag-hunt")
    report = compare_play(ObservedPlay.from_counts(game, [5, 5], [4, 6]), solve(game))
    assert report.equilibrium is None
    assert report.tests == ()
    assert any("not exactly one equilibrium" in note for note in report.notes)
    assert len(report.distances) == 3


def test_equilibria_of_another_game_are_refused() -> None:
    play = ObservedPlay.from_counts(load("stag-hunt"), [5, 5], [4, 6])
    with pytest.raises(ParameterError, match="same game"):
        compare_play(play, solve(load("chicken")))
