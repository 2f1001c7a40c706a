"""What errors say, and memory that is not there."""

from __future__ import annotations

import pytest

from gametheory import errors
from gametheory.errors import MemoryLimitError, check_memory


def test_too_little_memory_is_said_in_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "_free_memory", lambda: 3 * 2**30)
    monkeypatch.setattr(errors, "_container_limit", lambda: 2**30)
    check_memory(2**30, "a large table")
    with pytest.raises(MemoryLimitError) as refused:
        check_memory(5 * 2**29, "a large table")
    assert str(refused.value) == (
        "a large table needs 2.5 GiB, but 1.0 GiB are available; ask for less"
    )
    assert isinstance(refused.value, MemoryError)


def test_the_memory_of_this_machine_is_known() -> None:
    assert 2**20 < errors._available_memory() < 2**63
    with pytest.raises(MemoryLimitError, match=r"everything needs 1073741824\.0 GiB, but"):
        check_memory(2**60, "everything")


def test_small_allocations_ask_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "_available_memory", lambda: pytest.fail("asked"))
    check_memory(2**20, "a small table")
