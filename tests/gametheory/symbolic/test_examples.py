"""The examples in the docstrings run."""

import doctest
import importlib
import pkgutil

import pytest

import gametheory.symbolic

MODULES = [f.name for f in pkgutil.iter_modules(gametheory.symbolic.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    results = doctest.testmod(importlib.import_module(f"gametheory.symbolic.{name}"))
    assert not results.failed


def test_the_main_things_have_examples():
    for name in ("game", "solve"):
        assert doctest.testmod(importlib.import_module(f"gametheory.symbolic.{name}")).attempted
