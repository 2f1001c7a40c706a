"""Fictitious play, against the definition, the literature and itself."""

import json
import math
import time
from fractions import Fraction
from itertools import pairwise

import pytest
from bruteforce import payoff_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.catalog import load
from gametheory.dynamics import fictitious_play
from gametheory.errors import Interrupted, ParameterError, StrategyError
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.testing import games

SHAPLEY = load("shapley")
#: Shapley's factor: the real root of x^3 = x^2 + 1, by bisection.
GROWTH = 1.4655712318767680
METHODS = ("switches", "rounds")


def by_definition(game, rounds, start, order, ties):
    """Counts by Fractions, from the definition: best responses to frequencies."""
    first, second = payoff_rows(game)
    m, n = game.shape
    counts = [[0] * n for _ in range(m)]
    pure = isinstance(start[0], int)
    seen_rows = [0] * m if pure else list(start[0])
    seen_columns = [0] * n if pure else list(start[1])
    last = (None, None)

    def answer(values, previous):
        best = [k for k, v in enumerate(values) if v == max(values)]
        if ties == "stay" and previous in best:
            return previous
        return best[-1] if ties == "last" else best[0]

    for t in range(rounds):
        if t == 0 and pure:
            i, j = start
        else:
            i = answer(
                [sum(first[a][b] * seen_columns[b] for b in range(n)) for a in range(m)], last[0]
            )
            seen = list(seen_rows)
            if order == "alternating":
                seen[i] += 1
            j = answer([sum(second[a][b] * seen[a] for a in range(m)) for b in range(n)], last[1])
        seen_rows[i] += 1
        seen_columns[j] += 1
        counts[i][j] += 1
        last = (i, j)
    return tuple(map(tuple, counts))


@st.composite
def starts(draw, m, n):
    if draw(st.booleans()):
        return draw(st.integers(0, m - 1)), draw(st.integers(0, n - 1))
    weights = (
        st.lists(st.integers(0, 4), min_size=size, max_size=size).filter(any) for size in (m, n)
    )
    return tuple(draw(w) for w in weights)


rules = st.fixed_dictionaries(
    {
        "order": st.sampled_from(["simultaneous", "alternating"]),
        "ties": st.sampled_from(["first", "last", "stay"]),
    }
)


@settings(max_examples=60)
@given(games(max_actions=3), st.integers(1, 40), rules, st.data())
def test_both_methods_follow_the_definition(game, rounds, rule, data):
    start = data.draw(starts(*game.shape))
    expected = by_definition(game, rounds, start, **rule)
    for method in METHODS:
        assert fictitious_play(game, rounds, start=start, method=method, **rule).counts == expected


@settings(max_examples=30)
@given(games(max_actions=4, kinds=("digits", "zero-one-two", "signed")), rules, st.data())
def test_both_methods_agree_in_long_play(game, rule, data):
    start = data.draw(starts(*game.shape))
    runs = [fictitious_play(game, 20_000, start=start, method=m, **rule) for m in METHODS]
    assert runs[0].counts == runs[1].counts
    assert runs[0].phases == runs[1].phases
    assert runs[0].n_phases == runs[1].n_phases
    kept = runs[0].phases
    assert sum(phase.length for phase in kept) == 20_000
    assert all((a.row, a.column) != (b.row, b.column) for a, b in pairwise(kept))


def test_payoffs_beyond_64_bits_are_played_in_python():
    big = [[10**30 + value for value in row] for row in ([1, 0, 0], [0, 1, 0], [0, 0, 1])]
    wide = BimatrixGame([[3 * 10**25, 1], [0, 10**25]], [[0, 10**25], [10**25, 7]])
    for game in (wide, BimatrixGame(big, SHAPLEY.column_payoffs)):
        expected = by_definition(game, 300, (0, 0), "simultaneous", "first")
        for method in METHODS:
            assert fictitious_play(game, 300, method=method).counts == expected


def test_shapley_cycles_in_growing_phases():
    # Shapley (1964): phases grow by the root of x^3 = x^2 + 1 and beliefs go round for ever.
    assert abs(GROWTH**3 - GROWTH**2 - 1) < 1e-12
    play = fictitious_play(SHAPLEY, 10**12)
    assert play.growth == pytest.approx(GROWTH, abs=1e-6)
    cells = [(phase.row, phase.column) for phase in play.phases]
    six = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0)]
    assert cells == [six[k % 6] for k in range(len(cells))]  # never an outcome with payoffs 0, 0
    assert float(play.nash_conv) == pytest.approx(0.286, abs=0.001)


def test_shapley_joint_play_is_nearly_a_coarse_correlated_equilibrium():
    # In each third phase a player switches late by less than a round's payoff, so the gap
    # times the rounds is at most a third of the phases, which grow like the logarithm.
    for rounds in (10**3, 10**5, 10**7):
        play = fictitious_play(SHAPLEY, rounds)
        scaled = play.cce_gap * rounds
        assert 0 < scaled <= play.n_phases / 3 + 1
        assert play.n_phases <= math.log(rounds) / math.log(GROWTH) + 1


def test_tied_starts_of_a_relabelled_copy_move_in_step():
    # Both players then play the same action in each round and win a third of the time what
    # an action fixed in advance wins as often: the gap stays 1/3.
    copy = BimatrixGame(*(p[:, [2, 0, 1]] for p in (SHAPLEY.row_payoffs, SHAPLEY.column_payoffs)))
    play = fictitious_play(copy, 30_000, start=((1, 1, 1), (1, 1, 1)))
    assert play.cce_gap == Fraction(1, 3)
    assert play.counts == tuple(tuple(10_000 * (i == j) for j in range(3)) for i in range(3))
    assert fictitious_play(copy, 30_000, start=(0, 2)).cce_gap < Fraction(1, 1000)


@pytest.mark.parametrize("order", ["simultaneous", "alternating"])
@pytest.mark.parametrize("name", ["matching-pennies", "rock-paper-scissors", "morra"])
def test_beliefs_converge_in_zero_sum_games(name, order):
    # Brown (1951), Robinson (1951).
    game = load(name)
    gaps = [fictitious_play(game, rounds, order=order).nash_conv for rounds in (100, 10**4, 10**7)]
    assert gaps[0] > 4 * gaps[1] > 16 * gaps[2]
    assert gaps[2] < Fraction(1, 100)


def test_matching_pennies_takes_phases_of_the_order_of_the_root():
    play = fictitious_play(load("matching-pennies"), 10**9)
    assert 10**4 < play.n_phases < 10**5
    assert len(play.phases) == min(play.n_phases, 65_536)
    assert play.rounds == 10**9


def test_alternating_play_finds_coordination_that_simultaneous_play_misses():
    # Both want to meet; from a miscoordinated tie in step they miss each other for ever.
    game = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    missed = fictitious_play(game, 1000, start=(0, 1), ties="stay")
    assert missed.counts[0][0] + missed.counts[1][1] == 0
    met = fictitious_play(game, 1000, start=(0, 1), order="alternating")
    assert met.counts[0][0] + met.counts[1][1] >= 998


@settings(max_examples=30)
@given(games(max_actions=3, kinds=("digits", "zero-one-two")), st.data())
def test_swapping_the_players_transposes_the_counts(game, data):
    start = data.draw(starts(*game.shape))
    there = fictitious_play(game, 200, start=start)
    back = fictitious_play(game.transposed(), 200, start=(start[1], start[0]))
    assert tuple(zip(*back.counts, strict=True)) == there.counts


def test_relabelling_and_column_constants_change_nothing():
    # Under the rule "stay" without ties at switches, and for constants under every rule.
    A, B = payoff_rows(SHAPLEY)
    shifted = BimatrixGame(
        [[2 * v + c for v, c in zip(row, (7, -3, 10**17), strict=True)] for row in A],
        [[v / 2 + c for v in row] for row, c in zip(B, (2, 4, -8), strict=True)],
    )
    plain = fictitious_play(SHAPLEY, 5000, start=(0, 1))
    assert fictitious_play(shifted, 5000, start=(0, 1)).counts == plain.counts
    order = [2, 0, 1]
    moved = fictitious_play(
        BimatrixGame(*([[p[i][j] for j in order] for i in order] for p in (A, B))),
        5000,
        start=(1, 2),
        ties="stay",
    )
    stay = fictitious_play(SHAPLEY, 5000, start=(0, 1), ties="stay")
    assert moved.counts == tuple(tuple(stay.counts[i][j] for j in order) for i in order)


def test_a_billion_rounds_and_more_take_no_time():
    fictitious_play(SHAPLEY, 10)
    begin = time.process_time()
    fictitious_play(SHAPLEY, 10**12)
    assert time.process_time() - begin < 0.05  # 0.2 ms where it was measured


def test_what_it_says_of_itself():
    play = fictitious_play(SHAPLEY, 10)
    assert "10 rounds in" in play.summary()
    assert "note" not in repr(play)
    document = json.loads(play.to_json())
    assert document["schema"] == "gametheory/fictitious-play/1"
    assert sum(map(sum, document["counts"])) == 10
    assert fictitious_play(SHAPLEY, 1).growth is None


def test_timeout_keeps_what_was_played():
    play = fictitious_play(SHAPLEY, 10**15, method="rounds", timeout=0.05)
    assert play.status is Status.TIMEOUT
    assert 0 < play.rounds < 10**15
    assert play.counts == fictitious_play(SHAPLEY, play.rounds).counts


def test_interruption_keeps_what_was_played(monkeypatch):
    from gametheory.dynamics.kernels import fictitious

    kernel = fictitious.play_rounds
    calls = []

    def interrupted(*arguments):
        calls.append(0)
        if len(calls) > 2:
            raise KeyboardInterrupt
        kernel(*arguments)

    monkeypatch.setattr(fictitious, "play_rounds", interrupted)
    with pytest.raises(Interrupted) as caught:
        fictitious_play(SHAPLEY, 10**9, method="rounds")
    partial = caught.value.partial
    assert partial.status is Status.INTERRUPTED
    assert partial.rounds == 1 + 2 * 2_000_000


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"rounds": 0}, ParameterError, "rounds: expected a whole number >= 1, got 0"),
        ({"rounds": True}, ParameterError, "rounds: expected a whole number >= 1, got True"),
        ({"order": "both"}, ParameterError, "order: expected one of 'simultaneous', 'alternating'"),
        ({"ties": "random"}, ParameterError, "ties: expected one of 'first', 'last', 'stay'"),
        ({"method": "fast"}, ParameterError, "method: expected one of 'switches', 'rounds'"),
        ({"start": 0}, ParameterError, "start: expected a pair"),
        ({"start": (0, 3)}, StrategyError, "has no action 3"),
        ({"start": ((0, 0, 0), (1, 1, 1))}, StrategyError, "a weight above 0 among rows"),
        ({"start": ((1, 1), (1, 1, 1))}, StrategyError, "expected 3 weights of rows"),
        ({"start": ((1, 0.5, 1), (1, 1, 1))}, ParameterError, "weight of rows: expected a whole"),
        ({"timeout": -1}, ParameterError, "timeout: expected seconds above 0"),
    ],
)
def test_bad_parameters(options, error, message):
    with pytest.raises(error, match=message):
        fictitious_play(SHAPLEY, **{"rounds": 10, **options})
