"""One player's payoff matrix: read once, exact always, floats on the side.

A matrix that came as floats stays float64 until exact values are asked for.
The exact form is an integer array over one denominator, which is the smallest
common one, so equal matrices have equal forms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gametheory.errors import GameError, check_memory
from gametheory.numbers import read_number
from gametheory.tolerances import NEAR_TIE

__all__ = ["FloatMatrix", "IntegerMatrix", "PayoffMatrix"]

FloatMatrix = NDArray[np.float64]
#: int64 where every entry fits, otherwise object (Python integers).
IntegerMatrix = NDArray[Any]

_INT64_MAX: Final = 2**63 - 1
_EXACT_FLOAT: Final = 2**53

#: Entries of a matrix whose decimals are read one by one: faster than trying scales.
_FEW: Final = 64


class PayoffMatrix:
    """An m x n matrix of exact numbers.

    Parameters
    ----------
    values : array_like
        m x n numbers as accepted by :func:`gametheory.numbers.read_number`.
    player : str
        Whose payoffs these are; stands in messages.

    Raises
    ------
    GameError
        If `values` is not a full m x n matrix with m, n >= 1.
    NumberError
        If an entry is not a finite number; names player, row and column.
    """

    def __init__(self, values: object, player: str) -> None:
        self._source: FloatMatrix | IntegerMatrix | list[list[Fraction]] = _read(values, player)

    @property
    def shape(self) -> tuple[int, int]:
        """(m, n)."""
        if isinstance(self._source, list):
            return len(self._source), len(self._source[0])
        m, n = self._source.shape
        return m, n

    @cached_property
    def floats(self) -> FloatMatrix:
        """Read-only m x n float64 array, each entry correctly rounded."""
        if isinstance(self._source, list):
            array = np.array([[float(v) for v in row] for row in self._source], dtype=np.float64)
        else:
            array = self._source.astype(np.float64, order="C")
        array.setflags(write=False)
        return array

    @cached_property
    def exact(self) -> tuple[IntegerMatrix, int]:
        """Read-only integer array and its positive common denominator."""
        if isinstance(self._source, list):
            integers, denominator = _over_one_denominator(self._source)
        elif self._source.dtype == np.float64:
            integers, denominator = _exact_floats(self._source)
        else:
            integers, denominator = self._source.copy(), 1
        integers.setflags(write=False)
        return integers, denominator

    @property
    def comparable(self) -> FloatMatrix | IntegerMatrix:
        """An array whose entries compare exactly as the payoffs do.

        The floats themselves where the matrix came as floats: shortest decimals
        keep their order.
        """
        if not isinstance(self._source, list) and self._source.dtype == np.float64:
            return self.floats
        return self.exact[0]

    def entry(self, i: int, j: int) -> Fraction:
        """Exact entry (i, j)."""
        if isinstance(self._source, list):
            return self._source[i][j]
        return read_number(self._source[i, j].item() if self._is_array else self._source[i, j])

    @property
    def _is_array(self) -> bool:
        return not isinstance(self._source, list) and self._source.dtype != object

    @cached_property
    def range(self) -> Fraction:
        """Largest minus smallest payoff."""
        array = self.comparable
        low = divmod(int(array.argmin()), array.shape[1])
        high = divmod(int(array.argmax()), array.shape[1])
        return self.entry(*high) - self.entry(*low)

    def near_ties(self, axis: int) -> int:
        """Count neighbours, in order along `axis`, that differ by under `NEAR_TIE` of the range."""
        array = self.comparable
        if array.dtype == np.float64:
            ordered = np.sort(array, axis=axis) / 4  # differences cannot overflow
        else:
            # Exact differences; as floats they keep their order of size.
            ordered = np.sort(array.astype(object), axis=axis)
        gaps = np.diff(ordered, axis=axis)
        spread = ordered.max() - ordered.min()
        # Integers are compared as integers: NEAR_TIE is 1 / 10**12.
        close = gaps < NEAR_TIE * spread if array.dtype == np.float64 else gaps * 10**12 < spread
        return int(((gaps > 0) & close).astype(bool).sum())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PayoffMatrix):
            return NotImplemented
        if self.shape != other.shape:
            return False
        (ours, our_denominator), (theirs, their_denominator) = self.exact, other.exact
        return our_denominator == their_denominator and bool(np.array_equal(ours, theirs))

    def __hash__(self) -> int:
        integers, denominator = self.exact
        return hash((denominator, self.shape, tuple(integers.ravel().tolist())))


def _read(values: Any, player: str) -> FloatMatrix | IntegerMatrix | list[list[Fraction]]:
    if isinstance(values, np.ma.MaskedArray):
        raise GameError(f"{player}: expected numbers, got a masked array; fill it first")
    if hasattr(values, "to_numpy"):  # pandas, polars
        values = values.to_numpy()
    if isinstance(values, np.ndarray):
        return _read_array(values, player)
    if isinstance(values, str) or not isinstance(values, Sequence):
        try:
            values = list(values)
        except TypeError:
            raise _shape_error(player, f"a {type(values).__name__}") from None
        if isinstance(values, list) and any(isinstance(row, str) for row in values):
            raise _shape_error(player, "text")
    return _read_rows(values, player)


def _read_array(array: NDArray[Any], player: str) -> FloatMatrix | IntegerMatrix | Any:
    if array.ndim != 2:
        raise _shape_error(player, f"an array with {array.ndim} dimensions")
    if 0 in array.shape:
        raise _shape_error(player, f"an array of shape {array.shape}")
    kind = array.dtype.kind
    if kind in "biu":
        if kind == "u" and array.dtype.itemsize == 8 and int(array.max()) > _INT64_MAX:
            return _checked_integers(array.astype(object), player)
        return array.astype(np.int64, order="C")
    if kind == "f" and array.dtype.itemsize < 8 and np.isfinite(array).all():
        # Their own shortest decimals, read as floats.
        array = array.astype(str).astype(np.float64)
    if kind == "f" and array.dtype.itemsize == 8:
        floats = np.array(array, dtype=np.float64, order="C")
        finite = np.isfinite(floats)
        if not finite.all():
            i, j = (int(k) for k in np.argwhere(~finite)[0])
            read_number(float(floats[i, j]), _place(player, i, j))
        return floats + 0.0  # -0.0 becomes 0.0
    return _read_rows([list(row) for row in array], player)


def _read_rows(rows: Sequence[Any], player: str) -> FloatMatrix | IntegerMatrix | Any:
    cells: list[list[Any]] = []
    for i, row in enumerate(rows):
        if isinstance(row, (str, bytes, dict, set)) or not hasattr(row, "__iter__"):
            raise _shape_error(player, f"{type(row).__name__} as row {i}")
        if isinstance(row, np.ma.MaskedArray):
            raise GameError(f"{player}: expected numbers, got a masked row {i}; fill it first")
        cells.append(list(row))
    if not cells or not cells[0]:
        raise _shape_error(player, "no rows" if not cells else "no columns")
    for i, row in enumerate(cells):
        if len(row) != len(cells[0]):
            raise GameError(
                f"{player}: expected rows of one length; row 0 has {len(cells[0])} entries, "
                f"row {i} has {len(row)}; fill in or remove entries"
            )
        for j, value in enumerate(row):
            if isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim):
                raise _shape_error(player, f"a {type(value).__name__} as entry ({i}, {j})")
    types = {type(value) for row in cells for value in row}
    if types <= {int, bool}:
        largest = max(abs(int(v)) for row in cells for v in row)
        if largest <= _INT64_MAX:
            return np.array(cells, dtype=np.int64)
        return _checked_integers(_object_array(cells), player)
    if types <= {int, bool, float} and all(
        type(v) is float or -_EXACT_FLOAT <= v <= _EXACT_FLOAT for row in cells for v in row
    ):
        return _read_array(np.array(cells, dtype=np.float64), player)
    return [[read_number(v, _place(player, i, j)) for j, v in enumerate(r)]
            for i, r in enumerate(cells)]  # fmt: skip


def _checked_integers(array: IntegerMatrix, player: str) -> IntegerMatrix:
    for (i, j), value in np.ndenumerate(array):
        array[i, j] = int(read_number(value, _place(player, i, j)))
    return array


def _object_array(cells: list[list[Any]]) -> IntegerMatrix:
    array = np.empty((len(cells), len(cells[0])), dtype=object)
    for i, row in enumerate(cells):
        for j, value in enumerate(row):
            array[i, j] = int(value)
    return array


def _exact_floats(array: FloatMatrix) -> tuple[IntegerMatrix, int]:
    # A decimal of at most 15 digits is the only one of that length that reads as
    # its float, so it is the shortest: one scaling serves the whole matrix.
    for power in range(7 if array.size > _FEW else 0):
        scale = 10**power
        scaled = np.rint(array * scale) if float(np.abs(array).max()) < 1e15 / scale else None
        if scaled is None:
            break
        if bool((scaled / scale == array).all()):
            integers = scaled.astype(np.int64)
            divisor = math.gcd(scale, int(np.gcd.reduce(integers, axis=None)))
            return integers // divisor, scale // divisor
    return _decimals_over_one_denominator(array)


def _decimals_over_one_denominator(array: FloatMatrix) -> tuple[IntegerMatrix, int]:
    # The same numbers as read_number gives, without a Fraction for each of them.
    digits, places = [], []
    for value in array.ravel().tolist():
        text, _, exponent = repr(value).partition("e")
        whole, _, part = text.partition(".")
        digits.append(int(whole + part))
        places.append(len(part) - int(exponent or 0))
    most = max(0, *places)
    check_memory(len(digits) * ((most - min(places)) // 2 + 32), "the exact form of the payoffs")
    integers = [d * 10 ** (most - p) for d, p in zip(digits, places, strict=True)]
    scale = 10**most
    divisor = math.gcd(scale, *integers)
    exact = np.empty(len(integers), dtype=object)
    exact[:] = [v // divisor for v in integers] if divisor > 1 else integers
    if max(abs(v) for v in exact) <= _INT64_MAX:
        exact = exact.astype(np.int64)
    return exact.reshape(array.shape), scale // divisor


def _over_one_denominator(rows: list[list[Fraction]]) -> tuple[IntegerMatrix, int]:
    denominator = math.lcm(*{value.denominator for row in rows for value in row})
    check_memory(
        len(rows) * len(rows[0]) * (denominator.bit_length() // 8 + 32),
        "the exact form of the payoffs",
    )
    scaled = [[v.numerator * (denominator // v.denominator) for v in row] for row in rows]
    if max(abs(v) for row in scaled for v in row) <= _INT64_MAX:
        return np.array(scaled, dtype=np.int64), denominator
    return _object_array(scaled), denominator


def _place(player: str, i: int, j: int) -> str:
    return f"{player}, row {i}, column {j}"


def _shape_error(player: str, got: str) -> GameError:
    return GameError(
        f"{player}: expected a matrix with at least one row and one column, "
        f"such as [[3, 0], [5, 1]], got {got}"
    )
