"""Gambit's files: both bodies, both strategy lists, and everything that may be wrong."""

import time
from fractions import Fraction

import pytest

from gametheory import BimatrixGame
from gametheory.errors import FormatError
from gametheory.formats.nfg import dumps, loads

HEAD = 'NFG 1 R "t" { "P" "Q" }\n'


def test_first_players_strategy_varies_fastest():
    # Six numbers in the order of the file, and where by hand each belongs.
    game = loads(HEAD + "{ 3 2 }\n\n1 10 3 30 5 50 2 20 4 40 6 60")
    assert game.row_payoffs.tolist() == [[1, 2], [3, 4], [5, 6]]
    assert game.column_payoffs.tolist() == [[10, 20], [30, 40], [50, 60]]


SELTEN_PAYOFFS = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form"
{ "Player 1" "Player 2" } { 3 2 }

1 1 0 2 0 2 1 1 0 3 2 0
"""

SELTEN_OUTCOMES = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form" { "Player 1" "Player 2" }

{
{ "1" "2" "3" }
{ "1" "2" }
}

{
{ "" 1, 1 }
{ "" 0, 2 }
{ "" 0, 2 }
{ "" 1, 1 }
{ "" 0, 3 }
{ "" 2, 0 }
}
1 2 3 4 5 6
"""


@pytest.mark.parametrize("text", [SELTEN_PAYOFFS, SELTEN_OUTCOMES], ids=["payoffs", "outcomes"])
def test_samples_of_the_gambit_manual(text):
    """Both samples of Gambit's manual stand for one game, which it spells out."""
    game = loads(text)
    assert game.name == "Selten (IJGT, 75), Figure 2, normal form"
    assert game.players == ("Player 1", "Player 2")
    assert game.row_payoffs.tolist() == [[1, 1], [0, 0], [0, 2]]
    assert game.column_payoffs.tolist() == [[1, 1], [2, 3], [2, 0]]


def test_strategy_names_and_comment_before_a_payoff_body():
    game = loads(HEAD + '{ { "U" "D" } { "L" "R" } }\n"A comment, { 1 2 }"\n1 2 3 4 5 6 7 8')
    assert game.row_actions == ("U", "D")
    assert game.column_actions == ("L", "R")
    assert game.play("D", "L") == (3, 4)
    assert game.play("U", "R") == (5, 6)


def test_numbers_of_strategies_before_an_outcome_body():
    game = loads(HEAD + '{ 2 1 } "" { { "win" 1/2 -1/2 } } 1 0')
    assert game.payoff(0, 0) == (Fraction(1, 2), Fraction(-1, 2))


def test_outcome_zero_pays_nothing():
    game = loads(HEAD + '{ 1 2 } { { "a" 7, 8 } { "b" 5 6 } } 0 2')
    assert [game.payoff(0, j) for j in range(2)] == [(0, 0), (5, 6)]


def test_exact_numbers():
    game = loads(HEAD + "{ 2 2 } 1/3 -.5 +2 3. 1e-3 0.1 12345678901234567890123 -0")
    assert game.payoff(0, 0) == (Fraction(1, 3), Fraction(-1, 2))
    assert game.payoff(1, 0) == (2, 3)
    assert game.payoff(0, 1) == (Fraction(1, 1000), Fraction(1, 10))
    assert game.payoff(1, 1) == (12345678901234567890123, 0)


def test_quotation_marks_and_backslashes_in_names():
    game = loads('NFG 1 R "The \\"best\\"" { "P" "Q" } { { "\\"" "a\\b" } { "{ 2 2 }" } } 1 2 3 4')
    assert game.name == 'The "best"'
    assert game.row_actions == ('"', "a\\b")
    assert game.column_actions == ("{ 2 2 }",)
    with pytest.raises(FormatError, match="a closing quotation mark"):
        loads('NFG 1 R "a backslash cannot stand at the end\\" { } { } ')


def test_missing_names_get_defaults():
    game = loads('NFG 1 D "" { "" "Q" } { { "" "" } { "L" } } 1 2 3 4')
    assert game.name == ""
    assert game.players == ("Row player", "Q")
    assert game.row_actions == BimatrixGame([[0], [0]], [[0], [0]]).row_actions
    assert game.column_actions == ("L",)


def test_writes_the_payoff_form_with_names():
    game = BimatrixGame(
        [[3, 0], [5, 1]], [[3, "1/3"], [0, 1]], name='My "game"', players=("A", "B"),
        row_actions=["C", "D"], column_actions=["c", "d"],
    )  # fmt: skip
    assert dumps(game).split("\n") == [
        'NFG 1 R "My \\"game\\"" { "A" "B" }',
        "",
        '{ { "C" "D" }',
        '{ "c" "d" }',
        "}",
        '""',
        "",
        "3 3 5 0",
        "0 1/3 1 1",
        "",
    ]


def test_writes_one_outcome_for_each_pair_of_payoffs():
    game = BimatrixGame([[1, 0], [0, 1]], [[2, 0], [0, 2]])
    assert dumps(game, body="outcomes").split("\n")[7:] == [
        "{", '{ "Outcome 1" 1, 2 }', '{ "Outcome 2" 0, 0 }', "}", "1 2", "2 1", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("EFG 2 R", 1, "expected the word NFG"),
        ("NFG 2 R", 1, "the version 1, got '2'"),
        ("NFG 1 X", 1, "the letter R"),
        ("NFG 1 R\nTitle", 2, "the title in quotation marks, got 'Title'"),
        ('NFG 1 R "t\n', 1, "a closing quotation mark, got the end of the file"),
        ('NFG 1 R "t" { "P" }', 1, "two players, got 1"),
        ('NFG 1 R "t" { "P" "Q" "R" } { 2 2 2 }', 1, "two-player games"),
        ('NFG 1 R "t" { "P"\n"P" } { 1 1 } 1 1', 2, "'P' is the name of a player twice"),
        ('NFG 1 R "t" { P Q }', 1, "a name in quotation marks or a closing brace, got 'P'"),
        (HEAD, 1, "the strategy list, .*, got the end of the file"),
        (HEAD + "{ 0 2 }", 2, "a positive number of strategies, got '0'"),
        (HEAD + "{ 2 -2 }", 2, "a positive number of strategies, got '-2'"),
        (HEAD + "{ 2 }", 2, "a positive number of strategies, got '}'"),
        (HEAD + "{ 2 2 2 }", 2, "a closing brace after two numbers of strategies, got '2'"),
        (HEAD + "{ 2.5 2 }", 2, "a positive number of strategies"),
        (HEAD + "{ 2000000 2000000 }\n1 2\n", 3, "8000000000000 payoffs, .* got 2"),
        (HEAD + "{ 9999999999999999 1 }", 2, "a positive number of strategies"),
        (HEAD + '{ { } { "L" } }', 2, "at least one strategy for each player"),
        (HEAD + '{ { "U" "" } { "L" } } 1 2 3 4', 2, "name 2 of an action .* it is empty"),
        (HEAD + '{ { "U" }\n{ "L"\n"L" } }', 4, "'L' is the name of an action of the column pl"),
        (HEAD + '{ { "U\x07" } { "L" } } 1 1', 2, r"U\+0007"),
        (HEAD + '{ { "U" } { "L" } { "N" } } 1 1', 2, "closing brace after two lists"),
        (HEAD + "{ 2 2 }\n1 2 3\n4 5", 4, "8 payoffs, .* got 5; is the file cut"),
        (HEAD + "{ 1 1 }\n1 2\n3\n4", 4, "2 payoffs, .* got 4; remove the rest"),
        (HEAD + "{ 1 2 }\n1 2\n3 x", 4, "expected a number such as .*, got 'x'"),
        (HEAD + "{ 1 2 }\n1 2\n3, 4", 4, "got '3,'"),
        (HEAD + "{ 1 1 }\n1/0 2", 3, "a denominator other than 0, got '1/0'"),
        (HEAD + "{ 1 1 }\n1 nan", 3, "expected a number"),
        (HEAD + "{ 1 1 }\n1 inf", 3, "expected a number"),
        (HEAD + "{ 1 1 }\n1e999999999 2", 3, "exponent within"),
        (HEAD + "{ 1 1 }\n1e401 2", 3, "exponent within"),
        (HEAD + "{ 1 1 }\n1_000 2", 3, "got '1_000'"),
        (HEAD + "{ 1 1 }\n" + "9" * 10_000 + " 2", 3, "at most 2000 characters"),
        (HEAD + "{ 1 1 }\n// a comment\n1 2", 3, "got 5; remove the rest"),
        (HEAD + "{ 1 1 }\n// 1", 3, "got '//'"),
        (HEAD + '{ 1 1 } { { "a" 1 2 } }\n2', 3, "an outcome number from 0 to 1, got '2'"),
        (HEAD + '{ 1 1 } { { "a" 1 2 } }\n-1', 3, "an outcome number from 0 to 1"),
        (HEAD + '{ 1 1 } { { "a" 1 2 } }\n1.0', 3, "an outcome number from 0 to 1"),
        (HEAD + '{ 1 1 } {\n{ "a" 1 } }\n1', 3, "got '}'"),
        (HEAD + '{ 1 1 } {\n{ "a" 1 2 3 } }\n1', 3, "a closing brace after two payoffs"),
        (HEAD + "{ 1 1 } {\n{ 1 2 } }\n1", 3, "the label of the outcome"),
        (HEAD + '{ 1 1 } { { "a" 1 2 }', 2, "an outcome, .* got the end of the file"),
        (HEAD + '{ 1 1 } { { "a" 1', 2, "a number, got the end of the file"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, line, message):
    with pytest.raises(FormatError, match=message) as raised:
        loads(text, "game.nfg")
    assert raised.value.line == line
    assert raised.value.path == "game.nfg"


def test_title_too_long_for_a_name():
    with pytest.raises(FormatError, match="it has 5000 characters"):
        loads(f'NFG 1 R "{"x" * 5000}" {{ "P" "Q" }} {{ 1 1 }} 1 1')


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "{ 2000000 2000000 } 1 1",
        HEAD + "{ 1 1 } " + "1 " * 1_000_000,
        HEAD + "{ 1000 1000 } " + "1 " * 1_999_999,
        HEAD + '{ { "' + "\\" * 1_000_000,
        HEAD + "{ " * 300_000,
        HEAD + '{ { "a" "a" ' + '"b" ' * 200_000,
        HEAD + "{ 1 1 } " + "9" * 3_000_000 + " 1",
        " " * 5_000_000,
    ],
    ids=["header", "overlong", "truncated", "backslashes", "braces", "labels", "digits", "blank"],
)
def test_hostile_files_are_refused_within_a_second(text):
    start = time.process_time()
    with pytest.raises(FormatError):
        loads(text)
    assert time.process_time() - start < 1
