"""The examples in the docstrings run."""

import doctest
import importlib

import pytest

MODULES = ("commitment", "security")


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    results = doctest.testmod(importlib.import_module(f"gametheory.concepts.{name}"))
    assert results.attempted
    assert not results.failed
