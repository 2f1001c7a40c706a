"""check_solver lets right solvers through and catches every kind of wrong one."""

import math
import threading
import time
from fractions import Fraction

import pytest

from gametheory import BimatrixGame, solve
from gametheory.errors import ParameterError
from gametheory.testing import (
    SolverCheckError,
    check_solver,
    examine_solver,
    hard_games,
    hard_games_without_answer,
)

LOST_BY_NASHPY = BimatrixGame([[2, 3, 4], [0, 6, 1]], [[1, 4, 1], [3, 2, 7]])
SEGMENT = BimatrixGame([[1, 0], [1, 0]], [[2, 1], [0, 1]])


def as_floats(game):
    """A float solver without rounding errors to speak of."""
    for e in solve(game):
        yield [float(p) for p in e.row], [float(p) for p in e.column]


def uniform(game):
    return [tuple([Fraction(1, size)] * size for size in game.shape)]


def test_ours_pass():
    assert check_solver(solve).passed
    assert check_solver(lambda game: solve(game, "pure"), scope="pure", examples=20).passed
    report = check_solver(lambda game: solve(game, "lemke-howson"), scope="one", examples=20)
    assert str(report) == f"no fault on {report.games} games (scope 'one')"
    fixed = len(hard_games()) + len(hard_games_without_answer())
    assert report.games == fixed + 20


def test_floats_pass():
    assert check_solver(as_floats, examples=20).passed


def test_other_equilibria_of_a_component_are_no_invention():
    def more(game):
        found = list(as_floats(game))
        if game == SEGMENT:
            found.append(([0.75, 0.25], [1.0, 0.0]))
        return found

    assert check_solver(more, examples=0, games=[SEGMENT]).passed

    def too_far(game):
        found = list(as_floats(game))
        if game == SEGMENT:
            found.append(([0.49, 0.51], [1.0, 0.0]))
        return found

    report = examine_solver(too_far, examples=0, games=[SEGMENT])
    assert {fault.kind for fault in report.faults} == {"invented"}


def test_one_missing_is_caught():
    def forgetful(game):
        found = list(solve(game))
        return found[:-1] if len(found) > 2 else found

    with pytest.raises(SolverCheckError, match="missed: row") as caught:
        check_solver(forgetful, examples=10)
    report = caught.value.report
    assert {fault.kind for fault in report.faults} == {"missed"}
    assert all(len(solve(fault.game)) > 2 for fault in report.faults)
    assert "on BimatrixGame([[" in str(report)
    assert f"on {report.count('missed')} of {report.games} games" in str(report)


def test_one_invented_is_caught():
    with pytest.raises(SolverCheckError, match="invented: row"):
        check_solver(lambda game: [*solve(game), *uniform(game)], examples=0)


def test_an_invented_one_with_a_small_regret_is_caught():
    # Row 2 against column 1: the regret is a millionth of a millionth of the range, but
    # the only equilibrium is far away.
    game = BimatrixGame([["1e12", 1], [0, 0]], [[0, 1], [0, 0]])

    def fooled(other):
        return [([0.0, 1.0], [0.0, 1.0])] if other == game else solve(other)

    report = examine_solver(fooled, examples=0, games=[game])
    assert sorted(fault.kind for fault in report.faults) == ["invented", "missed"]


def test_exact_answers_are_judged_exactly():
    epsilon = Fraction(1, 10**12)

    def nearly(game):
        if game == LOST_BY_NASHPY:
            return [((Fraction(5, 8) + epsilon, Fraction(3, 8) - epsilon), (0, "1/2", "1/2"))]
        return solve(game)

    kinds = sorted(fault.kind for fault in examine_solver(nearly, examples=0).faults)
    assert kinds == ["invented", "missed"]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (([math.nan], [1.0]), "expected a finite number, got nan"),
        (([1.0], [1.0], [1.0]), "expected a pair"),
        (None, "expected a pair"),
        (([0.5, 0.5, 0.5], [1.0]), "expected 1 probabilities, got 3"),
        (([1.5], [1.0]), "expected numbers >= 0 that sum to 1"),
        (([-1], [1]), "expected numbers >= 0 that sum to 1"),
        ((["x"], [1]), "got 'x'"),
        ((1, 2), "row player: expected 1 probabilities, got 1"),
    ],
)
def test_unreadable_answers_are_caught(answer, message):
    one = BimatrixGame([[1]], [[1]])

    def broken(game):
        return [answer, *solve(game)] if game == one else solve(game)

    (fault,) = examine_solver(broken, examples=0, games=[one]).faults
    assert fault.kind == "unreadable"
    assert message in fault.message


def test_endless_answers_are_caught():
    one = BimatrixGame([[1]], [[1]])

    def endless(game):
        while game == one:
            yield [1], [1]
        yield from solve(game)

    (fault,) = examine_solver(endless, examples=0, games=[one]).faults
    assert (fault.kind, fault.message) == ("unreadable", "more than 100000 profiles")


def test_exceptions_are_caught():
    def raising(game):
        if game == LOST_BY_NASHPY:
            raise ZeroDivisionError("determinant")
        return solve(game)

    (fault,) = examine_solver(raising, examples=0).faults
    assert (fault.kind, fault.message) == ("raised", "ZeroDivisionError: determinant")
    assert fault.game == LOST_BY_NASHPY


def test_slow_solvers_are_stopped():
    assert threading.current_thread() is threading.main_thread()

    def slow(game):
        while game == LOST_BY_NASHPY:
            try:
                time.sleep(0.01)
            except Exception:  # noqa: BLE001  (a solver that swallows what it can)
                continue
        return solve(game)

    (fault,) = examine_solver(slow, examples=0, seconds=0.2).faults
    assert (fault.kind, fault.message) == ("too slow", "no answer within 0.2 seconds")


def test_nothing_at_all_is_a_fault_unless_there_is_nothing_to_find():
    assert examine_solver(lambda game: [], scope="one", examples=0).count("missed") == 23
    report = examine_solver(lambda game: [], scope="pure", examples=0)
    without = [
        game for game in hard_games() if not any(max(x) == max(y) == 1 for x, y in game.equilibria)
    ]
    assert {id(f.game) for f in report.faults}
    assert len({f.game for f in report.faults}) <= report.games - len(without)


def test_nashpy_support_enumeration_loses_equilibria():
    # Known of Nashpy 0.0.43: it returns nothing here, where one equilibrium is.
    def support_enumeration(game):
        return game.to_nashpy().support_enumeration()

    report = examine_solver(support_enumeration, examples=20)
    lost = [f for f in report.faults if f.kind == "missed" and f.game == LOST_BY_NASHPY]
    assert [f.message for f in lost] == ["row {0: 5/8, 1: 3/8}, column {1: 1/2, 2: 1/2}"]


def test_the_same_games_every_time():
    first, second = [], []
    check_solver(lambda game: first.append(game) or solve(game), examples=10)
    check_solver(lambda game: second.append(game) or solve(game), examples=10)
    assert first == second
    third = []
    check_solver(lambda game: third.append(game) or solve(game), examples=10, rng=1)
    assert third != first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scope": "some"}, "scope: expected 'all', 'one' or 'pure', got 'some'"),
        ({"examples": -1}, "examples: expected a number >= 0"),
        ({"tolerance": 1.0}, "tolerance: expected a number from 0 to below 1"),
        ({"tolerance": math.nan}, "tolerance"),
        ({"seconds": 0}, "seconds: expected a number above 0"),
    ],
)
def test_wrong_parameters(arguments, message):
    with pytest.raises(ParameterError, match=message):
        check_solver(solve, **arguments)
