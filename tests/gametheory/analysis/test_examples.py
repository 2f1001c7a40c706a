"""The examples in the docstrings run."""

import doctest
import importlib
import pkgutil

import pytest

import gametheory.analysis

WITHOUT = {"differences", "frontier_piece", "hull", "moves"}  # nothing that a user calls
MODULES = [
    "gametheory.exact.lp",
    *(
        f"gametheory.analysis.{found.name}"
        for found in pkgutil.iter_modules(gametheory.analysis.__path__)
        if found.name not in WITHOUT
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    results = doctest.testmod(importlib.import_module(name))
    assert results.attempted
    assert not results.failed
