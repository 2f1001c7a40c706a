"""Certificates of sets of equilibria: right, complete where that is claimed, and readable."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import bruteforce
import numpy as np
import pytest
from hypothesis import given, settings

from gametheory import BimatrixGame, solve, verify
from gametheory.equilibria import Equilibrium, EquilibriumSet, certificate
from gametheory.errors import InternalError
from gametheory.exact.vertices import max_bases
from gametheory.strategy import MixedStrategy
from gametheory.testing import games
from gametheory.verify import check, load, numbers

#: Every profile is an equilibrium; the pure ones are extreme.
FLAT = BimatrixGame([[0, 0], [0, 0]], [[0, 0], [0, 0]])


def made(found: EquilibriumSet) -> tuple[dict[str, Any], str]:
    """Certificate as a reader gets it, and what the verifier says."""
    document = load(json.dumps(found.certificate).encode())
    assert document == found.certificate
    return document, check(document)


def profiles(claim: dict[str, Any]) -> list[Any]:
    xs, ys = (
        [tuple(Fraction(p) for p in strategy) for strategy in claim[name]]
        for name in ("row_strategies", "column_strategies")
    )
    return [(xs[e["row"]], ys[e["column"]]) for e in claim["equilibria"]]


def test_the_prisoners_dilemma() -> None:
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], name="Prisoner's dilemma")
    document, said = made(solve(game))
    assert set(document) == {"schema", "claim", "digest", "provenance"}
    assert profiles(document["claim"]) == [((0, 1), (0, 1))]
    assert document["claim"]["equilibria"] == [{"row": 0, "column": 0, "payoffs": ["1", "1"]}]
    assert document["claim"]["components"] == [
        {"equilibria": [0], "subsets": [{"rows": [0], "columns": [0]}], "index": 1}
    ]
    assert document["provenance"]["title"] == "Prisoner's dilemma"
    assert said.startswith("level complete: 1 extreme equilibria of a 2 x 2 game")


@settings(max_examples=40)
@given(games(max_actions=4))
def test_the_claim_is_the_truth_by_brute_force(game: BimatrixGame) -> None:
    document, said = made(solve(game))
    claim = document["claim"]
    listed = profiles(claim)
    assert set(listed) == bruteforce.extreme_equilibria(game)
    assert len(set(listed)) == len(listed)
    assert {frozenset(listed[e] for e in c["equilibria"]) for c in claim["components"]} == (
        bruteforce.components(set(listed))
    )
    assert sum(c["index"] for c in claim["components"]) == 1
    assert "there are no others" in said
    payoffs = [numbers(row, "") for row in claim["row_payoffs"]]
    m, n = game.shape
    assert all(game.payoff(i, j)[0] == payoffs[i][j] for i, j in product(range(m), range(n)))


@settings(max_examples=50)
@given(games(max_actions=4, kinds=("zero-one", "zero-one-two", "digits", "wide")))
def test_incomplete_sets_have_sound_certificates(game: BimatrixGame) -> None:
    """What has an index is a component of the game, with its index; what has none is a part."""
    true = bruteforce.indices(game)
    for method in ("pure", "lemke-howson"):
        found = solve(game, method=method)
        if found.complete:
            continue
        document, said = made(found)
        assert document["claim"]["level"] == "sound"
        assert "bases" not in document["claim"]
        assert "there may be others" in said
        listed = profiles(document["claim"])
        for component in document["claim"]["components"]:
            members = frozenset(listed[e] for e in component["equilibria"])
            assert any(members <= whole for whole in true)
            assert component["index"] == true.get(members)


def test_profiles_that_are_not_extreme_stay_out_and_are_counted() -> None:
    half, pure = MixedStrategy([1, 1]), MixedStrategy([1, 0])
    members = (Equilibrium(FLAT, half, half), Equilibrium(FLAT, pure, pure))
    document, _ = made(replace(solve(FLAT), members=members, complete=False, vertices=None))
    assert profiles(document["claim"]) == [((1, 0), (1, 0))]
    assert document["provenance"]["left_out"] == 1
    assert document["claim"]["components"][0]["index"] is None  # three others are not listed


def test_a_set_without_members() -> None:
    pennies = BimatrixGame([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    document, said = made(solve(pennies, method="pure"))
    assert document["claim"]["equilibria"] == []
    assert said.startswith("level sound: 0 extreme equilibria")


def test_too_much_work_is_not_claimed_and_the_file_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    stag_hunt = BimatrixGame([[4, 1], [3, 2]], [[4, 3], [1, 2]])
    # A quadrangle each: 3 pivots of 2 x 5 entries through each polytope.
    for most, level in ((60, "complete"), (59, "sound")):
        monkeypatch.setattr(certificate, "MAX_WORK", most)
        monkeypatch.setattr(verify, "MAX_WORK", most)
        document, said = made(solve(stag_hunt))
        assert document["claim"]["level"] == level
        assert said.startswith(f"level {level}")
        assert document["provenance"]["level"].startswith(f"{level}: ")
        # All three are regular: +1 for the strict ones, so -1 for the mixed one.
        assert sorted(c["index"] for c in document["claim"]["components"]) == [-1, 1, 1]
        assert "3 components, 3 of them whole, with index" in said


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [(3, 5), (4, 4), (6, 5), (7, 7)])
def test_the_neighbourhood_of_components_gives_the_indices_of_all_bases(
    shape: tuple[int, int], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of degenerate games; the engine sums over all bases of both polytopes."""
    rng = np.random.default_rng([seed, *shape])
    found = solve(BimatrixGame(*rng.integers(0, 2, (2, *shape))), "exact")
    monkeypatch.setattr(certificate, "_bases", lambda equilibria: (None, "sound: to be seen"))
    document, said = made(found)
    assert [c["index"] for c in document["claim"]["components"]] == [
        component.index for component in found.components
    ]
    assert "level sound" in said


def test_a_component_left_out_of_a_sound_claim_leaves_the_others_whole() -> None:
    """The entry game without its strict equilibrium: the continuum has index 0."""
    game = BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])
    (continuum,) = (c for c in solve(game).components if not c.is_point)
    found = replace(solve(game), members=continuum.extreme, complete=False, vertices=None)
    document, said = made(found)
    assert [c["index"] for c in document["claim"]["components"]] == [0]
    assert "1 of them whole, with index; there may be others" in said


def test_another_index_than_that_of_the_solver_is_our_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(certificate, "_bases", lambda equilibria: (None, "sound: to be seen"))
    found = solve(FLAT)
    wrong = (replace(found.components[0], index=-1),)
    monkeypatch.setitem(found.__dict__, "components", wrong)
    with pytest.raises(InternalError, match="expected -1, the verifier found 1"):
        _ = found.certificate


def test_vertices_that_the_solver_leaves_out_are_included() -> None:
    rng = np.random.default_rng(5)
    found = solve(BimatrixGame(rng.integers(0, 99, (4, 30)), rng.integers(0, 99, (4, 30))))
    assert found.vertices is not None
    assert not all(vertices.whole for vertices in found.vertices)
    _, said = made(found)
    assert "level complete" in said


def test_the_stated_size_is_included() -> None:
    # One pivot of 13 x 27 entries leads to each basis but the first.
    assert 2 * (max_bases(13, 13) - 1) * 13 * 27 <= certificate.MAX_WORK


def test_the_same_answer_gives_the_same_certificate() -> None:
    game = BimatrixGame([[1, 0, 2], [0, 1, 1]], [[0, 1, 1], [1, 0, 1]])
    assert json.dumps(solve(game).certificate) == json.dumps(solve(game).certificate)


def test_numbers_of_thousands_of_digits() -> None:
    """Python refuses to read 4,300 decimal digits; such numbers are written hexadecimal."""
    stakes = [Fraction(1, 10**2200 + k) for k in (1, 3, 7)]
    rows = [[stake if i == j else 0 for j in range(3)] for i, stake in enumerate(stakes)]
    document, said = made(solve(BimatrixGame(rows, rows)))
    assert "level complete: 7 extreme equilibria" in said  # one for each set of actions
    (entries,) = document["claim"]["row_polytope"]["matrix"][:1]
    assert entries[0].startswith("0x")
    product_of_others = (10**2200 + 3) * (10**2200 + 7)
    # The entries of a coordination game are its stakes over one denominator, plus 1.
    assert (numbers(entries, "")[0] - 1) % product_of_others == 0
    mixed = [10**2200 + k for k in (1, 3, 7)]  # equal products of stake and probability
    assert (tuple(Fraction(k, sum(mixed)) for k in mixed),) * 2 in profiles(document["claim"])


def test_names_are_data() -> None:
    name = '</script> "$5'
    game = BimatrixGame(
        [[1, 0]], [[0, 1]], name=name, row_actions=["é"], column_actions=["$", "😀"]
    )
    document, _ = made(solve(game))
    assert document["provenance"]["title"] == name
    assert document["provenance"]["column_actions"] == ["$", "😀"]
