"""The examples in the docstrings run."""

import doctest
import importlib
import pkgutil

import pytest

import gametheory.dynamics

MODULES = [f"gametheory.dynamics.{found.name}"
           for found in pkgutil.iter_modules(gametheory.dynamics.__path__)]  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    results = doctest.testmod(importlib.import_module(name))
    assert not results.failed


def test_public_names_exist_and_are_described():
    for name in gametheory.dynamics.__all__:
        assert getattr(gametheory.dynamics, name).__doc__
