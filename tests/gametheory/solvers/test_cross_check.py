"""The table of all solvers: counts are checked on games that are solved by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gametheory.errors import Interrupted, ParameterError, UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.limits import Status
from gametheory.solvers import nashpy_backends, solvers
from gametheory.solvers.cross_check import CrossCheck, cross_check
from gametheory.solvers.registry import Proposal
from gametheory.strategy import MixedStrategy

BATTLE = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]], name="Battle <of> the sexes")
# the column player is indifferent: (top, anything) are the equilibria, two of them extreme
CONTINUUM = BimatrixGame([[1, 1], [0, 0]], [[0, 0], [0, 0]])


def propose(monkeypatch: pytest.MonkeyPatch, proposal: Proposal) -> None:
    """Let Nashpy's vertex enumeration say `proposal`."""
    monkeypatch.setattr(nashpy_backends, "find_by_vertices", lambda game, limits: proposal)


def test_every_installed_solver_has_a_row() -> None:
    table = cross_check(BATTLE)
    assert [check.method for check in table.methods] == [
        entry.name for entry in solvers() if entry.is_installed and entry.name != "zero-sum"
    ]
    assert {"exact", "pure", "nashpy-support", "nashpy-vertex"} <= {c.method for c in table.methods}
    assert len(table.reference) == 3
    for check in table.methods:
        assert check.status is Status.FINISHED
        assert (check.invented, check.other, check.inexact) == (0, (), 0)
        if check.method != "nashpy-lemke-howson":
            assert check.missed == ()
            assert check.agrees
    assert [len(table[name].found) for name in ("exact", "pure", "lemke-howson")] == [3, 2, 1]
    assert table["nashpy-vertex"].version[0] == "nashpy"
    # a path from the artificial equilibrium ends at index +1 only (Shapley 1974); the
    # mixed equilibrium of a 2x2 coordination game has index -1
    assert [e.is_pure for e in table["nashpy-lemke-howson"].found] == [True, True]


def test_all_agree_where_every_label_leads_to_the_one_equilibrium() -> None:
    dilemma = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    assert cross_check(dilemma).summary() == "Cross-check: 1 extreme equilibrium; all agree"


def test_what_nashpy_misses_and_invents_is_counted() -> None:
    missing = cross_check(
        BimatrixGame([[2, 3, 4], [0, 6, 1]], [[1, 4, 1], [3, 2, 7]]), methods=["nashpy-support"]
    )
    assert missing["nashpy-support"].missed == missing.reference.equilibria
    assert not missing["nashpy-support"].agrees
    assert "not confirmed by nashpy-support" in repr(missing)
    inventing = cross_check(
        BimatrixGame([[3e7, 9e7], [6e7, 2e7]], [[8e7, 2e7], [1e7, 9e7]]),
        methods=["nashpy-vertex"],
    )["nashpy-vertex"]
    assert inventing.invented >= 1
    assert (inventing.missed, len(inventing.found)) == ((), 1)


def test_true_points_of_a_continuum_are_neither_missed_nor_invented(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    top = MixedStrategy([1, 0])
    profiles = [
        (top, MixedStrategy([1, 0])),
        (top, MixedStrategy([1, 2])),
        (MixedStrategy([0, 1]), top),
    ]
    propose(monkeypatch, Proposal(profiles, Status.FINISHED, False, "three profiles"))
    check = cross_check(CONTINUUM, methods=["nashpy-vertex"])["nashpy-vertex"]
    assert [e.profile for e in check.found] == [((1, 0), (1, 0))]
    assert check.missed is not None
    assert [e.profile for e in check.missed] == [((1, 0), (0, 1))]
    assert [e.column_strategy for e in check.other] == [MixedStrategy([1, 2])]
    assert check.invented == 1


def test_nobody_knows_what_was_missed_if_the_reference_is_not_complete() -> None:
    unit = [[int(i == j) for j in range(30)] for i in range(30)]
    table = cross_check(BimatrixGame(unit, unit), methods=["pure"], timeout=0.02)
    assert table.reference.status is Status.TIMEOUT
    assert table.reference.method == "exact"
    assert table["pure"].missed is None
    assert table["pure"].agrees is None
    assert "not complete" in table.summary()
    assert table.tables()[0].rows[1][3] == "?"


def test_the_table_as_text_html_and_json() -> None:
    table = cross_check(BATTLE, methods=["pure", "lemke-howson"])
    lines = repr(table).splitlines()
    assert lines[1].split()[:4] == ["method", "looks", "for", "found"]
    assert lines[3].split()[:4] == ["pure", "pure", "2", "0"]
    assert "Battle &lt;of&gt; the sexes" in table._repr_html_()
    assert "<of>" not in table._repr_html_()
    document = json.loads(table.to_json())
    assert document["schema"] == "gametheory/cross-check/1"
    assert [row["method"] for row in document["methods"]] == ["exact", "pure", "lemke-howson"]
    listed = document["reference"]["equilibria"]
    assert [listed[k]["row"] for k in document["methods"][1]["found"]] == [["1", "0"], ["0", "1"]]
    assert document["methods"][1]["missed"] == []


def test_names_and_timeouts_are_checked() -> None:
    with pytest.raises(UnknownNameError, match="did you mean nashpy-vertex"):
        cross_check(BATTLE, methods=["nashpy-vertx"])
    with pytest.raises(ParameterError, match="timeout: expected seconds above 0, got -1"):
        cross_check(BATTLE, methods=["pure"], timeout=-1)
    with pytest.raises(KeyError, match="'nashpy-vertex' was not run; run: exact, pure"):
        cross_check(BATTLE, methods=["pure"])["nashpy-vertex"]


def test_an_interrupted_check_carries_the_rows_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    propose(monkeypatch, Proposal([], Status.INTERRUPTED, False, "stopped"))
    with pytest.raises(Interrupted) as stop:
        cross_check(BATTLE, methods=["pure", "nashpy-vertex", "nashpy-support"])
    table = stop.value.partial
    assert isinstance(table, CrossCheck)
    assert [(c.method, c.status.value) for c in table.methods] == [
        ("exact", "finished"),
        ("pure", "finished"),
        ("nashpy-vertex", "interrupted"),
    ]
    assert len(table["nashpy-vertex"].missed or ()) == 3


def test_no_worker_that_was_started_ahead_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    original = nashpy_backends._new_worker

    def counted() -> Any:
        started.append(original())
        return started[-1]

    monkeypatch.setattr(nashpy_backends, "_new_worker", counted)
    with pytest.raises(ZeroDivisionError), nashpy_backends.workers_ahead(2):
        raise ZeroDivisionError
    assert len(started) == 2
    assert all(worker.poll() is not None for worker in started)
    assert nashpy_backends._waiting == []
