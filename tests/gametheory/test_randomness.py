"""What ``rng`` may be, and that equal seeds give equal numbers."""

import numpy as np
import pytest

from gametheory.errors import ParameterError
from gametheory.randomness import read_rng, root_seed

FUNCTIONS = [read_rng, root_seed]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    "bad",
    [-1, 1.5, "a", True, False, np.int64(-1), np.bool_(True), 1.0, [1, 2], b"1", np.array(1),
     np.random.RandomState(1), np.random.PCG64(1), np.random],
)  # fmt: skip
def test_refused_with_what_came(function, bad):
    with pytest.raises(ParameterError, match="rng: expected None, a non-negative integer") as error:
        function(bad)
    assert repr(bad)[:50] in str(error.value)


@pytest.mark.parametrize(
    "seed", [0, 7, np.int64(7), np.uint8(7), 2**200, np.random.SeedSequence(7)]
)
def test_same_seed_same_numbers(seed):
    assert read_rng(seed).random(5).tolist() == read_rng(seed).random(5).tolist()
    assert root_seed(seed).generate_state(4).tolist() == root_seed(seed).generate_state(4).tolist()


def test_integer_means_what_numpy_means():
    assert read_rng(7).random() == np.random.default_rng(7).random()
    assert root_seed(7).entropy == 7


def test_none_is_fresh_every_time():
    assert read_rng(None).random() != read_rng(None).random()
    assert root_seed(None).entropy != root_seed(None).entropy


def test_generator_continues():
    generator, twin = np.random.default_rng(3), np.random.default_rng(3)
    assert read_rng(generator) is generator
    assert read_rng(generator).random() == twin.random()
    assert read_rng(generator).random() == twin.random()


def test_seeds_from_a_generator_differ_and_repeat():
    def two(seed):
        generator = np.random.default_rng(seed)
        return [root_seed(generator).entropy for _ in range(2)]

    first, second = two(3)
    assert first != second
    assert two(3) == [first, second]


def test_seed_sequence_is_left_alone():
    sequence = np.random.SeedSequence(5)
    before = root_seed(sequence).spawn(1)[0].generate_state(1)
    assert sequence.n_children_spawned == 0
    sequence.spawn(3)
    assert root_seed(sequence).spawn(1)[0].generate_state(1) == before


def test_children_differ_from_their_parent():
    parent = np.random.SeedSequence(5)
    child = parent.spawn(1)[0]
    assert read_rng(child).random() != read_rng(parent).random()


def test_global_state_is_neither_used_nor_changed():
    state = np.random.get_state()[1].tolist()  # noqa: NPY002  # the state that must not change
    read_rng(None).random()
    root_seed(None)
    assert np.random.get_state()[1].tolist() == state  # noqa: NPY002  # as above
