"""The exact form of float payoffs, against reading each number by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gametheory.numbers import read_number
from gametheory.payoffs import PayoffMatrix

RNG = np.random.default_rng(5)


@pytest.mark.parametrize(
    "values",
    [
        RNG.random((12, 9)),
        RNG.standard_normal((8, 8)) * 10.0 ** RNG.integers(-300, 300, (8, 8)),
        [[1e22, 1e16]],
        [[0.0, 1e-7]],
        [[0.1 + 0.2, -2.5]],
        [[1e300, 5e-324]],
    ],
    ids=["uniform", "of all sizes", "large", "small", "sum", "extreme"],
)
def test_float_payoffs_are_shortest_decimals_over_the_least_denominator(values: Any) -> None:
    integers, denominator = PayoffMatrix(np.array(values), "payoffs").exact
    exact = [[read_number(float(v)) for v in row] for row in np.asarray(values)]
    assert [[v * denominator for v in row] for row in exact] == integers.tolist()
    assert denominator == max(
        np.lcm.reduce([v.denominator for row in exact for v in row], dtype=object), 1
    )
