"""The random numbers of learners.

A *stream* is one xoshiro256++ generator (Blackman & Vigna 2021, "Scrambled
linear pseudorandom number generators", ACM TOMS 47(4)): four unsigned 64-bit
words of state, period 2**256 - 1. Every choice takes a draw of its own: a float64
in [0, 1) made of the top 53 bits of one output.

There is one stream for each (root seed, run, player, purpose), so nothing depends
on how runs are cut into batches, on threads or on order. Its four state words are
four hashes of the same message with different starts: word k absorbs the message
``(number of 64-bit words of the root, those words from the lowest, run, player,
purpose)`` by ``h = mix(h XOR mix(word + c))``, from ``h = mix((k + 1) c)``, where
``mix`` is the output function of splitmix64 (Steele, Lea & Flood 2014) and ``c``
its constant, 2**64 divided by the golden ratio. Streams that differ in one entry
of the message differ in every word of state, since ``mix`` is one-to-one.

`next_uniform` is the kernels' view of a stream, `Stream` that of Python.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gametheory.errors import ParameterError
from gametheory.kernels.compiled import compiled

__all__ = ["ACTION", "EPISODE", "FACTORY", "WORLD", "Stream", "mix", "next_uniform", "next_word",
           "stream_states"]  # fmt: skip

#: Purposes: an agent's choice of actions; the seed of a user's own agent; the world;
#: what an agent is given at the beginning of an episode.
ACTION: Final = 0
FACTORY: Final = 1
WORLD: Final = 2
EPISODE: Final = 3

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MASK: Final = 2**64 - 1

_U11, _U17, _U19, _U23, _U41, _U45 = (np.uint64(k) for k in (11, 17, 19, 23, 41, 45))
_TWO_TO_MINUS_53: Final = 2.0**-53


@compiled("uint64(uint64[::1], int64)", inline=True)
def next_word(states: NDArray[np.uint64], first: int) -> int:
    """Next 64 bits of xoshiro256++.

    Parameters
    ----------
    states : ndarray of uint64
        Modified in place.
    first : int
        Where the four words of the stream's state begin.
    """
    s0, s1, s2, s3 = states[first], states[first + 1], states[first + 2], states[first + 3]
    total = s0 + s3
    result = ((total << _U23) | (total >> _U41)) + s0
    shifted = s1 << _U17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << _U45) | (s3 >> _U19)
    states[first], states[first + 1], states[first + 2], states[first + 3] = s0, s1, s2, s3
    return result  # type: ignore[no-any-return]  # a numpy scalar where uncompiled


@compiled("float64(uint64[::1], int64)", inline=True)
def next_uniform(states: NDArray[np.uint64], first: int) -> float:
    """Next float64 in [0, 1): the top 53 bits of the next word.

    Parameters
    ----------
    states, first
        As for :func:`next_word`.
    """
    return float(next_word(states, first) >> _U11) * _TWO_TO_MINUS_53


def mix(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Output function of splitmix64, a one-to-one map of 64-bit words.

    Parameters
    ----------
    words : ndarray of uint64
    """
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def stream_states(root: int, runs: ArrayLike, player: int, purpose: int) -> NDArray[np.uint64]:
    """Starting states of one player's streams.

    Parameters
    ----------
    root : int
        Root seed, of any size, not negative.
    runs : array_like of int, shape (runs,)
        Numbers of the runs, from 0.
    player, purpose : int
        Number of the player from 0; one of this module's purposes.

    Returns
    -------
    ndarray of uint64, shape (runs, 4)

    Raises
    ------
    ParameterError
        If the root seed is negative.
    """
    if root < 0:
        raise ParameterError(f"root seed: expected an integer of at least 0, got {root}")
    numbers = np.asarray(runs, dtype=np.uint64)
    parts = [root >> shift & _MASK for shift in range(0, max(root.bit_length(), 1), 64)]
    state = mix(np.arange(1, 5, dtype=np.uint64) * _GOLDEN)[None, :].repeat(len(numbers), axis=0)
    message: list[Any] = [len(parts), *parts, numbers, player, purpose]
    for entry in message:
        word = np.broadcast_to(np.asarray(entry, dtype=np.uint64), numbers.shape)[:, None]
        state = mix(state ^ mix(word + _GOLDEN))
    state[~state.any(axis=1), 0] = 1  # xoshiro never leaves the state of zeros
    return state


class Stream:
    """Python's view of one stream: the same numbers as the kernels draw.

    Parameters
    ----------
    root : int
        Root seed.
    run, player, purpose : int
        Which of its streams; a lone agent uses run 0, player 0, purpose ``ACTION``.

    Attributes
    ----------
    state : ndarray of uint64, shape (4,)
        The generator's state, which kernels modify in place.
    """

    __slots__ = ("state",)

    def __init__(self, root: int, run: int = 0, player: int = 0, purpose: int = ACTION) -> None:
        self.state = stream_states(root, [run], player, purpose)[0]

    def random(self) -> float:
        """Next float in [0, 1)."""
        return next_uniform(self.state, 0)

    def seed_words(self) -> list[int]:
        """Next 256 bits as four integers, to seed another kind of generator."""
        return [int(next_word(self.state, 0)) for _ in range(4)]
