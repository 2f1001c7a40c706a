"""Theory beside measured shares, in games whose theory is known."""

from __future__ import annotations

import json
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from gametheory import BimatrixGame, load, solve
from learning import EpsilonGreedy, FixedStrategy, QLearner, Verdict, compare, play
from learning.agreement import is_contractible

STAG = BimatrixGame.symmetric(
    [[10, 0], [7, 7]], name="Stag hunt", row_actions=["Stag", "Hare"],
)  # fmt: skip


@pytest.fixture(scope="module")
def stag() -> Verdict:
    seat = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.05), initial_value="lowest")
    return compare(play(STAG, (seat, seat), 2_000, 200, 1), solve(STAG))


def test_stag_hunt(stag: Verdict) -> None:
    # Hare: Nash product 7 * 7 against 3 * 3, so risk-dominant, and stable in Young's sense
    # (Kandori, Mailath & Rob 1993); p = 3 / 10 for Hare, 7 / 10 for Stag; indices +1, +1, -1.
    by_name = {c.name: c for c in stag.agreement.components}
    hare, hunt, mixed = (
        by_name[name] for name in ("(Hare, Hare)", "(Stag, Stag)", "mixed equilibrium")
    )
    assert (hare.index, hunt.index, mixed.index) == (1, 1, -1)
    assert (hare.risk_dominant, hunt.risk_dominant, mixed.risk_dominant) == (True, False, False)
    assert (hare.p, hunt.p, mixed.p) == (Fraction(3, 10), Fraction(7, 10), None)
    assert (hare.in_curb, hunt.in_curb, mixed.in_curb) == (True, True, False)
    assert (hare.stochastically_stable, hunt.stochastically_stable) == (True, False)
    assert mixed.stochastically_stable is None
    assert (hare.can_be_stable, hunt.can_be_stable, mixed.can_be_stable) == (None, None, False)
    for theory in by_name.values():
        assert theory.final == stag.final_policy.shares[theory.component]
        assert theory.average == stag.time_average.shares[theory.component]
    text = repr(stag.agreement)
    assert "risk-dominant: component" in text
    assert (
        "a component of index other than +1 that is a point or contractible cannot be "
        "asymptotically stable under Nash-stationary dynamics (Demichelis & Ritzberger 2003)"
    ) in text
    document = json.loads(stag.to_json())["agreement"]
    assert [c["index"] for c in document["components"]] == [
        c.index for c in stag.agreement.components
    ]


def test_runs_at_what_cannot_be_stable_are_told() -> None:
    meeting = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    seat = FixedStrategy([0.5, 0.5])
    verdict = compare(play(meeting, (seat, seat), 2_000, 40, 1), solve(meeting))
    (mixed,) = verdict.agreement.reached_against_index
    assert mixed.index == -1
    assert mixed.final is not None
    assert mixed.final.count == 40
    assert any("runs ended at such a component" in note for note in verdict.agreement.notes)


def test_which_components_are_known_to_be_contractible() -> None:
    # a point; the threat component of the entry game, a segment; all of a game without payoffs
    entry = BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])
    nothing = BimatrixGame([[0, 0], [0, 0]], [[0, 0], [0, 0]])
    for game in (entry, nothing, load("matching-pennies")):
        for component in solve(game).components:
            assert is_contractible(component) is True
    # The index of the segment is 0: it cannot be stable, and the index of all profiles is 1.
    runs = play(entry, (FixedStrategy([0, 1]), FixedStrategy([1, 0])), 500, 3, 1)
    told = {c.index: c.can_be_stable for c in compare(runs, solve(entry)).agreement.components}
    assert told == {1: None, 0: False}


def test_a_ring_is_not_called_contractible() -> None:
    # Six segments in a ring, as in Kohlberg & Mertens's game (1986): neighbours share an end.
    def subset(rows: str, columns: str) -> Any:
        return SimpleNamespace(row_strategies=tuple(rows), column_strategies=tuple(columns))

    ring = [subset("ab", "x"), subset("b", "xy"), subset("bc", "y"), subset("c", "yz"),
            subset("ca", "z"), subset("a", "zx")]  # fmt: skip
    for subsets, wanted in ((ring, None), (ring[:3], True), (ring[:2], True)):
        component: Any = SimpleNamespace(subsets=subsets, subsets_complete=True)
        assert is_contractible(component) is wanted
    cut: Any = SimpleNamespace(subsets=ring[:1], subsets_complete=False)
    assert is_contractible(cut) is None


def test_an_incomplete_set_forbids_nothing() -> None:
    seat = FixedStrategy([1, 0])
    verdict = compare(play(STAG, (seat, seat), 200, 2, 1), solve(STAG, method="pure"))
    assert {c.can_be_stable for c in verdict.agreement.components} == {None}


def test_what_is_too_large_is_left_out_and_said() -> None:
    game = BimatrixGame([[k * j % 7 for j in range(9)] for k in range(8)],
                        [[k + j for j in range(9)] for k in range(8)])  # fmt: skip
    runs = play(game, (FixedStrategy([1] + [0] * 7), FixedStrategy([1] + [0] * 8)), 200, 2, 1)
    agreement = compare(runs, solve(game)).agreement
    assert agreement.adaptive_play is None
    assert any("too many states" in note for note in agreement.notes)
    assert all(c.stochastically_stable is None for c in agreement.components)
