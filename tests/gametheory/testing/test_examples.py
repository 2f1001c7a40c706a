"""The examples in the docstrings run."""

import doctest
import importlib
import inspect

import pytest

import gametheory.testing

MODULES = [
    "conformance",
    "games",
    "hard_games",
    "invariants",
    "known",
    "known_games",
    "transformations",
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    results = doctest.testmod(importlib.import_module(f"gametheory.testing.{name}"))
    assert results.attempted
    assert not results.failed


def test_every_check_and_strategy_has_an_example():
    without = [
        name
        for name in gametheory.testing.__all__
        if inspect.isfunction(value := getattr(gametheory.testing, name))
        and ">>>" not in (value.__doc__ or "")
    ]
    assert without == []
