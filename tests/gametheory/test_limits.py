"""Timeouts and budgets."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gametheory.errors import ParameterError
from gametheory.limits import LimitReached, Limits, Status


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), "1", True])
def test_a_timeout_is_a_positive_number(timeout: Any) -> None:
    with pytest.raises(ParameterError, match="timeout: expected seconds above 0"):
        Limits(timeout=timeout)


@pytest.mark.parametrize("budget", [0, -1, 1.5, "1", True])
def test_a_budget_is_a_positive_whole_number(budget: Any) -> None:
    with pytest.raises(ParameterError, match="budget: expected a whole number of bases >= 1"):
        Limits(budget=budget)


def test_numbers_of_other_libraries() -> None:
    limits = Limits(timeout=np.float32(2), budget=np.int64(5))
    assert (limits.timeout, limits.budget) == (2.0, 5)
    assert Limits(timeout=Fraction(1, 2)).timeout == 0.5  # type: ignore[arg-type]


def test_time_runs_out() -> None:
    limits = Limits(timeout=0.01)
    time.sleep(0.02)
    with pytest.raises(LimitReached) as reached:
        limits.spend()
    assert reached.value.status is Status.TIMEOUT
    assert limits.seconds_left < 0
