"""Games with parameters: what they take, refuse, and become."""

from __future__ import annotations

import json
from fractions import Fraction

import numpy as np
import pytest
import sympy
from pages import HOSTILE

from gametheory.errors import FormatError, GameError, NumberError, ParameterError, UnknownNameError
from gametheory.game import BimatrixGame
from gametheory.symbolic import ParametricGame

HAWK_DOVE = [["v/2 - c/2", "v"], ["0", "v/2"]]


def hawk_dove(assuming="c > v, v > 0"):
    return ParametricGame.symmetric(
        HAWK_DOVE, parameters="v c", assuming=assuming, name="Hawk-dove",
        row_actions=["Hawk", "Dove"],
    )  # fmt: skip


def test_substitute_gives_the_game():
    assert hawk_dove().substitute(v=2, c="7/2") == BimatrixGame.symmetric(
        [["-3/4", 2], [0, 1]], row_actions=["Hawk", "Dove"]
    )
    assert hawk_dove().substitute({"v": 0.1}, c=1).play("Hawk", "Dove")[0] == Fraction(1, 10)


def test_sympy_text_and_numbers_are_the_same():
    v, c = sympy.symbols("v c")
    by_sympy = ParametricGame.symmetric(
        sympy.Matrix([[(v - c) / 2, v], [0, v / 2]]), parameters=(v, c),
        assuming=[c > v, sympy.Gt(v, 0)], row_actions=["Hawk", "Dove"],
    )  # fmt: skip
    assert by_sympy == hawk_dove()
    assert hash(by_sympy) == hash(hawk_dove())
    assert by_sympy.payoff(0, 0)[0] - (v - c) / 2 == 0
    numbers = ParametricGame(
        np.array([[1, 0.1]]), [[Fraction(1, 3), "v"]], parameters="v"
    ).substitute(v=5)  # fmt: skip
    assert numbers == BimatrixGame([[1, "1/10"]], [["1/3", 5]])


@pytest.mark.parametrize(
    "make",
    [
        lambda v: sympy.sin(v),
        lambda v: sympy.sqrt(v),
        lambda v: v ** sympy.Rational(1, 2),
        lambda v: v**v,
        lambda v: v**99,
        lambda v: sympy.Float(0.1),
        lambda v: sympy.I * v,
        lambda v: sympy.pi,
        lambda v: sympy.zoo,
        lambda v: sympy.nan,
        lambda v: sympy.oo,
        lambda v: sympy.Symbol("w"),
        lambda v: sympy.Symbol("__import__('os')"),
        lambda v: sympy.Function("f")(v),
        lambda v: sympy.Piecewise((v, v > 0), (0, True)),
        lambda v: v > 0,
        lambda v: sympy.Integer(10) ** 400,
        lambda v: sympy.Add(*(v**k for k in range(30))),
        lambda v: sympy.Derivative(v**2, v),
    ],
)
def test_other_sympy_expressions_are_refused(make):
    v = sympy.Symbol("v")
    with pytest.raises(ParameterError, match=r"row player's payoff in row 0|expected expressions"):
        ParametricGame([[make(v)]], [[0]], parameters="v")


def test_depth_of_sympy_expressions_is_capped():
    v = sympy.Symbol("v")
    deep = v
    for _ in range(200):
        deep = sympy.Add(1, sympy.Mul(2, deep, evaluate=False), evaluate=False)
    with pytest.raises(ParameterError, match="60 levels"):
        ParametricGame([[deep]], [[0]], parameters="v")


def test_what_violates_an_assumption_is_named():
    with pytest.raises(ParameterError, match=r"v = 3, c = 2: violates the assumption c > v;"):
        hawk_dove().substitute(v=3, c=2)
    with pytest.raises(ParameterError, match=r"violates the assumption v > 0"):
        hawk_dove().substitute(v=0, c=2)
    chain = hawk_dove("0 < v <= c")
    assert chain.substitute(v=2, c=2).shape == (2, 2)
    with pytest.raises(ParameterError, match=r"violates the assumption v <= c"):
        chain.substitute(v=3, c=2)


def test_names_must_be_given_and_known():
    with pytest.raises(ParameterError, match=r"expected values of v, c; missing: c"):
        hawk_dove().substitute(v=1)
    with pytest.raises(UnknownNameError, match="unknown parameter 'w'"):
        hawk_dove().substitute(v=1, c=2, w=3)
    with pytest.raises(ParameterError, match="'v' twice"):
        hawk_dove().substitute({"v": 1}, v=1, c=2)
    for value in (float("nan"), "2 + 3", None, 1j):
        with pytest.raises(NumberError, match="v: expected"):
            hawk_dove().substitute(v=value, c=2)
    with pytest.raises(UnknownNameError, match="row 0, column 1: 'w'; "):
        ParametricGame([["v", "w"]], [[0, 0]], parameters="v")


def test_where_a_payoff_has_a_pole_there_is_no_game():
    game = ParametricGame([["1/(v - 1)", 0]], [[0, 0]], parameters="v")
    assert game.substitute(v=3).payoff(0, 0)[0] == Fraction(1, 2)
    with pytest.raises(ParameterError, match=r"v = 1: the game is undefined there.*v - 1"):
        game.substitute(v=1)


def test_fixing_some_parameters():
    game = hawk_dove().fix(c=4)
    assert game.parameters == ("v",)
    assert game.substitute(v=2) == hawk_dove().substitute(v=2, c=4)
    with pytest.raises(ParameterError, match="violates the assumption"):
        game.substitute(v=5)
    with pytest.raises(ParameterError, match="use substitute"):
        hawk_dove().fix(v=1, c=4)
    with pytest.raises(ParameterError, match="violate the assumption v > 0"):
        hawk_dove().fix(v=-1)
    pole = ParametricGame([["1/(v - c)", 0]], [[0, 0]], parameters="v c")
    assert pole.fix(c=2).substitute(v=3).payoff(0, 0)[0] == 1
    with pytest.raises(ParameterError, match="divides by x - y"):
        ParametricGame([["z/(x - y)", 0]], [[0, 0]], parameters="x y z").fix(x=1, y=1)


@pytest.mark.parametrize(
    ("A", "B", "error", "said"),
    [
        ([["v"], ["v", "v"]], [["v"]], GameError, "rows of one length >= 1"),
        ([["v", "v"]], [["v"]], GameError, "A and B of one shape"),
        ([], [], GameError, "rows of one length >= 1, got lengths"),
        ([[]], [[]], GameError, "rows of one length"),
        ("v", [["v"]], GameError, "a list of rows"),
        (["v"], [["v"]], GameError, "a list of rows"),
        ([["v"] * 13], [["v"] * 13], GameError, "at most 12 x 12"),
        ([[None]], [["v"]], NumberError, "row player's payoff in row 0, column 0"),
        ([["v"]], [[float("inf")]], NumberError, "column player's payoff in row 0, column 0"),
    ],
)
def test_bad_matrices(A, B, error, said):
    with pytest.raises(error, match=said):
        ParametricGame(A, B, parameters="v")


def test_bad_parameters():
    for names in ("", "1v", "v v", "ν", "v.c", ["v c"], "__v", "and", "a b c d e f g h i", 3):
        with pytest.raises(ParameterError, match="parameters: "):
            ParametricGame([[0]], [[0]], parameters=names)
    # Keywords of Python are names like any other.
    game = ParametricGame([["lambda + class"]], [[0]], parameters="lambda class")
    assert game.substitute({"lambda": 1, "class": 2}).payoff(0, 0)[0] == 3
    with pytest.raises(GameError, match="square"):
        ParametricGame.symmetric([[0, 1]], parameters="v")
    with pytest.raises(ParameterError, match="assuming: expected"):
        ParametricGame([[0]], [[0]], parameters="v", assuming=3)
    with pytest.raises(ParameterError, match="sympy's"):
        ParametricGame([[0]], [[0]], parameters="v", assuming=sympy.Symbol("v"))


def test_documents_come_back():
    game = hawk_dove()
    document = json.loads(json.dumps(game.to_document()))
    assert ParametricGame.from_document(document) == game
    assert document["row_payoffs"] == [["(v - c)/2", "v"], ["0", "v/2"]]
    for broken in ({**document, "schema": "other/1"}, [], {**document, "parameters": None}):
        with pytest.raises(FormatError):
            ParametricGame.from_document(broken)
    hostile = {**document, "row_payoffs": [["__import__('os').getpid()", "v"], ["0", "v/2"]]}
    with pytest.raises(ParameterError, match="no functions, attributes, quotes"):
        ParametricGame.from_document(hostile)


def test_shows_itself():
    game = hawk_dove()
    assert repr(game).splitlines()[0] == (
        "Hawk-dove (2 x 2) with parameters v, c, assuming c > v, v > 0"
    )
    assert r"\frac{v - c}{2},\frac{v - c}{2}" in game.to_latex().replace(", ", ",")
    assert game._repr_latex_().startswith("$")
    assert "<table>" in game._repr_html_()


def test_hostile_names_stay_text():
    game = ParametricGame(
        [["v"] * 2, ["0"] * 2], [["v"] * 2, ["0"] * 2], parameters="v", name=HOSTILE[0],
        row_actions=HOSTILE[2:4], column_actions=HOSTILE[4:6], players=HOSTILE[6:8],
    )  # fmt: skip
    assert "<script>" not in game._repr_html_()
    latex = game.to_latex()
    assert r"\input" not in latex
    assert r"\textbackslash{}input\{/etc/passwd\}" in latex
    assert r"\$5 vs \$6" in latex


def test_is_immutable_in_what_it_hands_out():
    rows = [["v", "0"], ["1", "2"]]
    game = ParametricGame(rows, rows, parameters="v")
    rows[0][0] = "5"
    assert game.substitute(v=9).payoff(0, 0) == (9, 9)
    with pytest.raises(TypeError):
        game.entries(0)[0][0] = None
