"""The examples in the docstrings run."""

import doctest
import importlib

import pytest

MODULES = [
    "gametheory.exact.copositivity",
    "gametheory.equilibria.dominance_relations",
    "gametheory.equilibria.stability",
    "gametheory.equilibria.undominated",
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    results = doctest.testmod(importlib.import_module(name))
    assert results.attempted
    assert not results.failed
