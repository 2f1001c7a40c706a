"""Payoffs and strategies as tables show them."""

from fractions import Fraction

from gametheory.concepts.words import describe_strategy, short_point


def test_pairs_of_payoffs():
    assert short_point((Fraction(-1, 2), Fraction(-(10**310)))) == "(-1/2, ~-1e+310)"


def test_strategies_name_what_is_played():
    third = Fraction(1, 3)
    assert describe_strategy((third, Fraction(0), 2 * third), "abc") == "a 1/3, c 2/3"
    assert describe_strategy((Fraction(0), Fraction(1)), "ab") == "b"
