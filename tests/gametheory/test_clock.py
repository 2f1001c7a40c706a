"""The clock of timeouts."""

from __future__ import annotations

import time

import pytest

from gametheory import clock
from gametheory.limits import LimitReached, Limits


def test_time_that_is_exempt_counts_for_no_limit() -> None:
    limits = Limits(timeout=0.2)
    with clock.standing_still():
        time.sleep(0.3)
    limits.check_time()
    assert 0 < limits.seconds_left <= 0.2
    time.sleep(0.3)
    with pytest.raises(LimitReached, match=r"timeout of 0\.2 s"):
        limits.check_time()


def test_the_clock_goes_on_after_an_error() -> None:
    before = clock.stood_still()
    with pytest.raises(ZeroDivisionError), clock.standing_still():
        raise ZeroDivisionError
    assert clock.stood_still() >= before
    first = clock.now()
    time.sleep(0.01)
    assert clock.now() > first
