"""The examples in the docstrings run."""

import doctest
import importlib
import pkgutil

import pytest

import gametheory.concepts

MODULES = [
    f"gametheory.concepts.{found.name}"
    for found in pkgutil.iter_modules(gametheory.concepts.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    results = doctest.testmod(importlib.import_module(name))
    assert not results.failed


def test_public_names_exist_and_are_described():
    for name in gametheory.concepts.__all__:
        assert getattr(gametheory.concepts, name).__doc__, name
