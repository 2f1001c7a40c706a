"""Observed play: percentages that no counts give, and comparison with the prediction."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory import catalog, solve
from reports.views.observed import Observed, observed_view, whole_counts
from reports.words import plain


@pytest.mark.parametrize("share", ["0.3998", "0.4231", "0.6002", "0.5769"])
def test_no_counts_of_1417_give_the_published_percentages(share: str) -> None:
    # By hand: 566/1417 = 39.94 %, 567/1417 = 40.01 %; 599/1417 = 42.27 %, 600/1417 = 42.34 %.
    assert not whole_counts(Fraction(share), 1417)


@given(st.integers(1, 3000), st.data())
def test_a_rounded_count_is_always_found(size: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, size))
    rounded = Fraction(round(Fraction(count, size) * 10_000), 10_000)
    assert whole_counts(rounded, size)


@given(st.integers(0, 10_000), st.integers(1, 60))
def test_against_trying_every_count(share: int, size: int) -> None:
    wanted = Fraction(share, 10_000)
    possible = any(abs(Fraction(k, size) - wanted) <= Fraction(1, 20_000) for k in range(size + 1))
    assert whole_counts(wanted, size) == possible


def test_without_a_size_nothing_is_said_of_counts() -> None:
    game = catalog.load("matching-pennies")
    half = (Fraction(1, 2), Fraction(1, 2))
    view = observed_view(game, solve(game), Observed(half, half))
    assert "not known" in view.counts
    assert [row[4] for row in view.rows] == ["0.00"] * 4
    assert [row[1:3] for row in view.regrets] == [("0", "0")] * 2


def test_the_sentence_does_not_call_a_large_difference_small() -> None:
    game = catalog.load("matching-pennies")
    view = observed_view(game, solve(game), Observed.read(game, ([1, 0], [1, 0])))
    # At (Heads, Heads) the loser of 1 would win 1 by changing sides: a regret of 2.
    assert plain(view.sentence) == (
        "Observed frequencies differ from that by up to 50.00 percentage points; the best reply "
        "to the other side’s frequencies would have gained the row player 0 more on average and "
        "the column player 2."
    )


def test_a_list_that_is_not_proved_complete_is_no_prediction() -> None:
    game = catalog.load("prisoners-dilemma")
    view = observed_view(game, solve(game, "pure"), Observed.read(game, ([1, 0], [1, 0])))
    assert view.why_not == "the list of equilibria is not proved complete"


def test_several_equilibria_are_no_prediction() -> None:
    game = catalog.load("stag-hunt")
    view = observed_view(game, solve(game), Observed.read(game, ([1, 0], [0.5, 0.5])))
    assert view.why_not == "there is more than one equilibrium"
    assert not view.compared
    assert all(row[2] == "" for row in view.rows)
    assert view.sentence.startswith("As people played")
