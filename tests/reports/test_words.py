"""Words and numbers: escaped, rounded without lying."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from gametheory.game import BimatrixGame
from reports import words

NBSP = "\u00a0"


def test_names_are_escaped_and_isolated() -> None:
    assert words.name("<b>&\"'") == "<bdi>&lt;b&gt;&amp;&#34;&#39;</bdi>"


def test_a_very_long_word_may_be_broken() -> None:
    assert words.name("x" * 21) == f'<bdi class="long">{"x" * 21}</bdi>'
    assert words.name("x " * 21) == f"<bdi>{'x ' * 21}</bdi>"


def test_sentences_escape_what_is_no_markup() -> None:
    assert words.say("{} <i>{who}</i>", "<x>", who=Markup("<b>y</b>")) == (
        "&lt;x&gt; <i><b>y</b></i>"
    )


def test_a_name_with_braces_is_text() -> None:
    assert words.say("{}", "{0.__class__}") == "{0.__class__}"


def test_plain_text_of_markup() -> None:
    assert words.plain(words.say("a {} b", words.name("<x> & y"))) == "a <x> & y b"


@pytest.mark.parametrize(
    ("parts", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), ("abc", "a, b and c")]
)
def test_listing(parts: list[str], text: str) -> None:
    assert words.listing(parts) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "no runs"), (1, "one run"), (2, "two runs"), (12, "twelve runs"), (1000, "1,000 runs")],
)
def test_count(number: int, text: str) -> None:
    assert words.count(number, "run") == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(121, 314), "38.54 %"),  # the kicker's side in Palacios-Huerta (2003)
        (Fraction(0), "0 %"),
        (1, "100 %"),
        (Fraction(1, 10**9), "under 0.01 %"),
        (1 - Fraction(1, 10**9), "over 99.99 %"),
        (1 - Fraction(1, 10**30), "over 99.99 %"),  # its nearest float is 1
        (Fraction(1, 10**400), "under 0.01 %"),  # its nearest float is 0
        (0.5, "50.00 %"),
    ],
)
def test_percent(share: Fraction | float, text: str) -> None:
    assert words.percent(share).replace(NBSP, " ") == text


@given(st.fractions(0, 1))
def test_a_percentage_is_certain_only_if_the_share_is(share: Fraction) -> None:
    text = words.percent(share)
    assert (text == f"0{NBSP}%") == (share == 0)
    assert (text == f"100{NBSP}%") == (share == 1)
    assert not text.startswith("100.")


@pytest.mark.parametrize(
    ("difference", "text"),
    [(Fraction(144, 10_000), "+1.44"), (Fraction(-32, 10_000), "−0.32"), (Fraction(0), "0.00"),
     (-1e-9, "0.00")],
)  # fmt: skip
def test_points(difference: Fraction | float, text: str) -> None:
    assert words.points(difference) == text


def test_exact_leaves_long_fractions_to_the_data() -> None:
    assert words.exact(Fraction(-1, 3)) == "−1/3"
    assert words.exact(Fraction(10**20 + 1, 10**20 + 3)) == ""


def test_strategies_in_words() -> None:
    third = Fraction(1, 3)
    assert words.strategy(["a", "b"], [Fraction(0), Fraction(1)]) == "<bdi>b</bdi>"
    assert words.plain(words.strategy(["a", "b"], [third, 1 - third])) == (
        "a with 33.33 % and b with 66.67 %"
    )
    assert words.strategy("abcde", [Fraction(1, 5)] * 5) == "a mixture of five actions"


def test_outcome_names_both_actions() -> None:
    game = BimatrixGame([[1, 2]], [[1, 2]], row_actions=["<a>"], column_actions=["b", "c"])
    assert words.plain(words.outcome(game, (0, 1))) == "(<a>, c)"
