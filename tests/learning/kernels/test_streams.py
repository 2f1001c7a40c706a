"""The random numbers of learners, against the published C code's numbers."""

from __future__ import annotations

import numpy as np
import pytest

from gametheory.errors import ParameterError
from learning.kernels.streams import (
    ACTION,
    FACTORY,
    WORLD,
    Stream,
    mix,
    next_uniform,
    next_word,
    stream_states,
)

MASK = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15


def _rotate(x: int, k: int) -> int:
    return (x << k | x >> (64 - k)) & MASK


def _xoshiro(state: list[int]) -> int:
    """xoshiro256++ in Python's integers, after the published C code."""
    result = (_rotate((state[0] + state[3]) & MASK, 23) + state[0]) & MASK
    shifted = state[1] << 17 & MASK
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = _rotate(state[3], 45)
    return result


def _mix(z: int) -> int:
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def test_xoshiro_reference_numbers() -> None:
    # Made by xoshiro256plusplus.c (Blackman & Vigna, prng.di.unimi.it) from state
    # 1, 2, 3, 4; they also stand in the tests of Rust's rand_xoshiro.
    state = np.array([1, 2, 3, 4], dtype=np.uint64)
    assert [int(next_word(state, 0)) for _ in range(10)] == [
        41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205,
        9973669472204895162, 14011001112246962877, 12406186145184390807, 15849039046786891736,
        10450023813501588000,
    ]  # fmt: skip


def test_splitmix_reference_numbers() -> None:
    # splitmix64.c (Vigna) from seed 1234567: the output function of seed + k * golden
    words = [1234567 + k * GOLDEN & MASK for k in range(1, 6)]
    assert mix(np.array(words, dtype=np.uint64)).tolist() == [
        6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431,
        16408922859458223821,
    ]  # fmt: skip


def test_long_sequence_against_python_integers() -> None:
    stream = Stream(2**70 + 5, 3, 1, WORLD)
    state = [int(word) for word in stream.state]
    for _ in range(1000):
        expected = _xoshiro(state)
        assert stream.random() == (expected >> 11) * 2.0**-53


@pytest.mark.parametrize("root", [0, 7, 2**64 - 1, 2**64, 2**200 + 12345])
def test_states_follow_the_documented_mix(root: int) -> None:
    words = [root >> 64 * k & MASK for k in range(max(1, -(-root.bit_length() // 64)))]
    for run, player, purpose in ((0, 0, ACTION), (999, 1, FACTORY), (2**40, 7, WORLD)):
        expected = []
        for k in range(4):
            h = _mix((k + 1) * GOLDEN & MASK)
            for word in [len(words), *words, run, player, purpose]:
                h = _mix(h ^ _mix((word + GOLDEN) & MASK))
            expected.append(h)
        assert stream_states(root, [run], player, purpose)[0].tolist() == expected


def test_all_streams_differ_in_every_word() -> None:
    states = np.concatenate(
        [
            stream_states(root, range(200), player, purpose)
            for root in (0, 1, 2**64, 2**64 + 1)
            for player in (0, 1)
            for purpose in (ACTION, FACTORY, WORLD)
        ]
    )
    for word in states.T:
        assert len(np.unique(word)) == len(states)


def test_uniform_numbers_are_uniform_within_and_across_streams() -> None:
    # Chi-square in 64 cells, 63 degrees of freedom: mean 63, sd 11.2; five sds.
    state = stream_states(1, [0], 0, ACTION)[0]
    along = np.array([next_uniform(state, 0) for _ in range(64_000)])
    across = np.array([next_uniform(s, 0) for s in stream_states(1, range(64_000), 0, ACTION)])
    neighbours = np.array([next_uniform(s, 0) for s in stream_states(1, range(64_000), 1, ACTION)])
    for numbers in (along, across, neighbours, (across + neighbours) % 1.0):
        assert numbers.min() >= 0
        assert numbers.max() < 1
        counts = np.bincount((numbers * 64).astype(int), minlength=64)
        assert ((counts - 1000) ** 2 / 1000).sum() < 63 + 5 * 11.3


def test_state_of_zeros_is_never_given(monkeypatch: pytest.MonkeyPatch) -> None:
    from learning.kernels import streams

    monkeypatch.setattr(streams, "mix", np.zeros_like)
    assert stream_states(1, [0, 1], 0, 0).any(axis=1).all()


def test_negative_roots_are_refused() -> None:
    with pytest.raises(ParameterError, match="at least 0, got -1"):
        stream_states(-1, [0], 0, 0)


def test_seed_words_are_the_next_words() -> None:
    first, second = Stream(9), Stream(9)
    assert first.seed_words() == [int(next_word(second.state, 0)) for _ in range(4)]
