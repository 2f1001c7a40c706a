"""The table of all refinements: what it prints and writes."""

from __future__ import annotations

import json

from gametheory import BimatrixGame, solve


def test_the_entry_game_as_text():
    text = repr(solve(BimatrixGame([[-1, 1], [0, 0]], [[-1, 1], [2, 2]])).refinements)
    lines = text.splitlines()
    assert lines[0].startswith("Refinements of 3 extreme equilibria")
    assert lines[1].split()[:3] == ["pure", "strict", "symmetric"]
    # Entering is pure, strict, not symmetric, quasi-strict, regular, perfect; whether it is
    # evolutionarily stable has no meaning; nothing payoff-dominates it.
    assert lines[2].split() == ["1", "yes", "yes", "-", "yes", "yes", "yes", "n/a", "-"]
    assert lines[3].split() == ["2", "yes", "-", "-", "-", "-", "-", "n/a", "-"]
    assert lines[-1].startswith("component 2: maximal Nash subset of 1 x 2 extreme strategies")


def test_html_is_escaped():
    game = BimatrixGame([[2, 0], [0, 1]], [[2, 0], [0, 1]], name="<b>&",
                        row_actions=["<i>", "y"], column_actions=["<u>", "z"])  # fmt: skip
    text = solve(game).refinements._repr_html_()
    assert "<b>" not in text
    assert "<i>" not in text
    assert "(&lt;i&gt;, &lt;u&gt;) risk-dominates" in text


def test_json():
    game = BimatrixGame.symmetric([[4, 0], [3, 3]])
    table = solve(game).refinements
    document = json.loads(table.to_json())
    assert document["schema"] == "gametheory/refinements/1"
    assert document["complete"] is True
    assert [e["evolutionarily_stable"] for e in document["equilibria"]] == [True, True, False]
    assert [e["strict"] for e in document["equilibria"]] == [True, True, False]
    assert document["payoff_dominance"] == {"dominated_by": [None, 0, 0], "dominant": 0}
    assert document["risk_dominance"]["dominant"] == [1, 1]
    assert [len(c["subsets"]) for c in document["components"]] == [1, 1, 1]
    mutant = document["equilibria"][2]["mutant"]
    assert mutant in (["1", "0"], ["0", "1"])  # both invade the mixture of a stag hunt


def test_many_equilibria_are_cut_with_a_count():
    size = 5  # coordination on one of five: 2^5 - 1 equilibria
    game = BimatrixGame.symmetric([[int(i == j) for j in range(size)] for i in range(size)])
    text = repr(solve(game).refinements)
    assert "(20 of 31 equilibria shown)" in text
    assert len(text.splitlines()) == 2 + 20 + 1
