"""solve: statuses, checking of proposals, exact equilibria out of floats."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame, solve
from gametheory.equilibria import Scope
from gametheory.errors import (
    InternalError,
    Interrupted,
    MissingDependencyError,
    ParameterError,
    UnknownNameError,
)
from gametheory.formats.json_format import from_document
from gametheory.limits import Limits, Status
from gametheory.solvers import registry
from gametheory.solvers.registry import Proposal, Solver, solver, solvers
from gametheory.strategy import MixedStrategy

BATTLE = BimatrixGame([[3, 0], [0, 2]], [[2, 0], [0, 3]], name="Battle of the sexes")


@pytest.fixture
def propose(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Install a solver of somebody else's that says just this; returns its name."""

    def install(
        profiles: list[Any], *, complete: bool = False, package: str | None = "numpy",
        status: Status = Status.FINISHED,
    ) -> str:  # fmt: skip
        def find(game: BimatrixGame, limits: Limits) -> Proposal:
            return Proposal(profiles, status, complete, "because")

        module = type("Module", (), {"find": staticmethod(find)})
        entry = Solver("stub", Scope.ALL, "", "stub", package=package)
        monkeypatch.setitem(registry._SOLVERS, "stub", entry)
        monkeypatch.setattr(registry, "import_module", lambda name: module)
        return "stub"

    return install


def test_floats_become_the_exact_equilibrium_of_their_supports(propose: Callable[..., str]) -> None:
    noisy = ([0.6 + 1e-8, 0.4 - 1e-8], np.array([0.4, 0.6]))
    found = solve(BATTLE, propose([noisy, noisy, ([1, -1e-17], [1.0, 1e-12])]))
    # by hand: 2 x = 3 (1 - x) and 3 y = 2 (1 - y)
    assert [e.profile for e in found] == [
        ((1, 0), (1, 0)),
        ((Fraction(3, 5), Fraction(2, 5)), (Fraction(2, 5), Fraction(3, 5))),
    ]
    assert found.notes == ()
    assert not found.complete


@pytest.mark.parametrize(
    "profile",
    [
        ([0.5, 0.5], [1.0, 0.0]),
        ([0.0, 1.0], [1.0, 0.0]),
        ([float("nan"), 1.0], [1.0, 0.0]),
        ([1.0], [1.0, 0.0]),
        ([1.0, 0.0], None),
        ([0.0, 0.0], [1.0, 0.0]),
        (["a", "b"], [1.0, 0.0]),
        (MixedStrategy([1, 0]), MixedStrategy([0, 1])),
    ],
)
def test_what_is_false_is_dropped_and_said(propose: Callable[..., str], profile: Any) -> None:
    found = solve(BimatrixGame([[3, 0], [0, 2]], [[2, 0], [1, 3]]), propose([profile]))
    assert len(found) == 0
    assert found.approximate == ()
    assert found.dropped == 1
    assert found.notes[-1].startswith("1 proposed profile dropped, not an equilibrium; the first: ")


def test_what_cannot_be_made_exact_is_approximate(propose: Callable[..., str]) -> None:
    # the unequal rows differ by a billionth: no equilibrium mixes them, and this is near one
    game = BimatrixGame([[1, 0], ["1.000000001", 0]], [[1, 0], [1, 0]])
    found = solve(game, propose([([0.5, 0.5], [1.0, 0.0])]))
    assert len(found) == 0
    (near,) = found.approximate
    assert near.regrets == (Fraction(1, 2 * 10**9), 0)
    assert near.epsilons[0] == Fraction(1, 2 * 10**9) / Fraction("1.000000001")
    document = json.loads(found.to_json())
    assert document["equilibria"] == []
    assert document["approximate"][0]["regrets"] == ["1/2000000000", "0"]


def test_underdetermined_supports_keep_near_the_proposal(propose: Callable[..., str]) -> None:
    game = BimatrixGame([[0, 0], [0, 0]], [[0, 0], [0, 0]])
    found = solve(game, propose([([0.25, 0.75], [0.5, 0.5])]))
    assert [e.profile for e in found] == [
        ((Fraction(1, 4), Fraction(3, 4)), (Fraction(1, 2), Fraction(1, 2)))
    ]


def test_our_own_false_proposal_is_an_internal_error(propose: Callable[..., str]) -> None:
    wrong = (MixedStrategy([1, 0]), MixedStrategy([0, 1]))
    with pytest.raises(InternalError, match=r"proposed what is no equilibrium: \(1, 0\)"):
        solve(BATTLE, propose([wrong], package=None))


def test_complete_and_empty_contradicts_nash(propose: Callable[..., str]) -> None:
    with pytest.raises(InternalError, match="contradicts Nash's theorem"):
        solve(BATTLE, propose([], complete=True))


def test_pure_on_matching_pennies_is_finished_empty_and_not_complete() -> None:
    found = solve(BimatrixGame.zero_sum([[1, -1], [-1, 1]]), "pure")
    assert len(found) == 0
    assert found.status is Status.FINISHED
    assert found.scope is Scope.PURE
    assert not found.complete


def test_a_budget_is_deterministic_and_gives_what_is_there() -> None:
    game = BimatrixGame(np.eye(5), np.eye(5))
    whole = solve(game, "exact")
    part = solve(game, "exact", budget=whole.bases - 1)
    again = solve(game, "exact", budget=whole.bases - 1)
    assert part.status is Status.BUDGET
    assert not part.complete
    assert part.bases == whole.bases - 1
    assert 0 < len(part) < len(whole)
    assert [e.profile for e in part] == [e.profile for e in again]
    assert solve(game, "exact", budget=whole.bases).complete


def test_the_least_budget_gives_the_pure_equilibria() -> None:
    found = solve(BATTLE, "exact", budget=1)
    assert found.status is Status.BUDGET
    assert not found.complete
    assert [e.profile for e in found] == [((1, 0), (1, 0)), ((0, 1), (0, 1))]


def test_equal_answers_are_equal() -> None:
    assert solve(BATTLE) == solve(BATTLE)
    assert solve(BATTLE) != solve(BATTLE, "pure")
    assert hash(solve(BATTLE)) == hash(solve(BATTLE))


def test_an_interruption_anywhere_carries_a_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gametheory.solvers.exact.best_response_matrices", interrupted)
    with pytest.raises(Interrupted) as caught:
        solve(BATTLE)
    partial = caught.value.partial
    assert isinstance(partial, type(solve(BATTLE, "pure")))
    assert partial.status is Status.INTERRUPTED


def test_time_runs_out() -> None:
    game = BimatrixGame(*np.random.default_rng(5).integers(0, 100, (2, 18, 18)))
    found = solve(game, "exact", timeout=0.05)
    assert found.status is Status.TIMEOUT
    assert not found.complete
    assert "some equilibria may be missing" in found.reason


def test_ctrl_c_carries_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopping(Limits):
        def spend(self, bases: int = 1) -> None:
            super().spend(bases)
            if self.spent >= 25:
                raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["gametheory.solvers.solve"], "Limits", Stopping)
    with pytest.raises(Interrupted) as caught:
        solve(BimatrixGame(np.eye(4), np.eye(4)), "exact")
    partial = caught.value.partial
    assert isinstance(partial, type(solve(BATTLE)))
    assert partial.status is Status.INTERRUPTED
    assert not partial.complete


def test_a_listing_that_is_dropped_half_way_leaves_nothing_behind() -> None:
    # Both cores walk through polytopes of 12 x 12; Nashpy works in a process of its own.
    large = BimatrixGame(*np.random.default_rng(4).integers(0, 100, (2, 12, 12)))
    threads, children = set(threading.enumerate()), _children()
    for game, method in ((large, "exact"), (BATTLE, "nashpy-support")):
        found = iter(solve(game, method))
        next(found)
        del found
    assert set(threading.enumerate()) == threads
    assert _children() == children


def _children() -> str:
    """Processes that this thread has started and that are there, ended ones not yet reaped too."""
    return Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text()


def test_auto_says_what_it_did() -> None:
    assert solve(BATTLE).method == "exact"
    large = solve(BimatrixGame(np.eye(20), np.eye(20)))
    assert large.method == "lemke-howson"
    assert not large.complete
    assert large.reason.startswith("all pure equilibria and one by Lemke-Howson")
    assert "method='exact' does, given time" in large.reason
    assert sum(e.is_pure for e in large) == 20


def test_lemke_howson_has_a_pivot_cap() -> None:
    found = solve(BATTLE, "lemke-howson", budget=1)
    assert (found.status, len(found), found.scope) == (Status.BUDGET, 0, Scope.ONE)


def test_lemke_howson_ends_where_nashpys_does_not() -> None:
    # Nashpy's path does not end from some labels of this game.
    a = [[0, 0, 0, 2, 0], [2, 2, 0, 1, 1], [1, 1, 0, 0, 2], [0, 1, 1, 0, 2], [2, 0, 2, 1, 1]]
    b = [[2, 0, 2, 2, 0], [0, 2, 2, 2, 2], [0, 0, 1, 2, 2], [0, 0, 2, 2, 2], [1, 2, 2, 0, 1]]
    from gametheory.solvers.lemke_howson import follow_path

    game = BimatrixGame(a, b)
    extreme = {e.profile for e in solve(game, "exact")}
    for label in range(10):
        row, column = follow_path(game, label, Limits(budget=10_000))
        assert (row.fractions, column.fractions) in extreme


def test_unknown_methods_suggest_near_ones() -> None:
    with pytest.raises(UnknownNameError, match="unknown method 'exakt'; did you mean exact"):
        solve(BATTLE, "exakt")
    with pytest.raises(TypeError, match="expected a BimatrixGame, got list"):
        solve([[1]])  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="timeout"):
        solve(BATTLE, timeout=0)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = Solver("absent", Scope.ALL, "", "nowhere", package="no_such_package_here")
    monkeypatch.setitem(registry._SOLVERS, "absent", entry)
    assert not entry.is_installed
    with pytest.raises(MissingDependencyError, match="pip install no_such_package_here"):
        solve(BATTLE, "absent")


def test_the_registry_lists_every_method() -> None:
    assert [s.name for s in solvers()] == [
        "exact", "pure", "lemke-howson", "zero-sum", "nashpy-support", "nashpy-vertex",
        "nashpy-lemke-howson",
    ]  # fmt: skip
    assert solver("exact").version[0] == "gametheory-toolkit"
    assert solver("nashpy-support").version[0] == "nashpy"


def test_json_follows_its_schema() -> None:
    document = json.loads(solve(BATTLE).to_json())
    assert document["schema"] == "gametheory/equilibria/1"
    assert document["method"] == "exact"
    assert document["scope"] == "all"
    assert document["status"] == "finished"
    assert document["complete"] is True
    assert document["equilibria"][2] == {
        "row": ["3/5", "2/5"],
        "column": ["2/5", "3/5"],
        "payoffs": ["6/5", "6/5"],
    }
    assert document["approximate"] == []
    assert [c["extreme"] for c in document["components"]] == [[0], [1], [2]]
    assert from_document(document["game"]) == BATTLE


def test_the_set_prints() -> None:
    text = repr(solve(BATTLE))
    assert text.splitlines()[0].startswith(
        "3 extreme equilibria of Battle of the sexes (exact, finished): all 3 and 3"
    ) or text.splitlines()[0].startswith(
        "3 extreme equilibria of Battle of the sexes (exact, finished): all 4 and 4"
    )
    assert "r1 3/5, r2 2/5  c1 2/5, c2 3/5  6/5, 6/5" in text
    many = repr(solve(BimatrixGame(np.eye(5), np.eye(5))))
    assert "(20 of 31 equilibria shown)" in many
