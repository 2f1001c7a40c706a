"""The wrapper around numba: cache, fallback, uncompiled."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba.core.errors import NumbaError

from gametheory.kernels import compiled as wrapper
from gametheory.kernels.compiled import compiled, sources_hash

ROOT = Path(__file__).parents[3]


def _run(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        capture_output=True, text=True, timeout=120, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_kernel_compiles_where_no_cache_is_writable(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(function: object) -> None:
        raise RuntimeError("cannot cache function: no locator available")

    monkeypatch.setattr(wrapper, "_KernelCache", refuse)

    @compiled("float64(float64)")
    def half(x: float) -> float:
        return x / 2

    assert half(3.0) == 1.5


def test_one_signature_only() -> None:
    @compiled("float64(float64[::1])")
    def first(values: object) -> float:
        return values[0]

    assert first(np.array([2.0])) == 2.0
    with pytest.raises(TypeError, match="No matching definition"):
        first(np.array([[2.0]]))


def test_a_kernel_without_arrays_of_its_own_counts_no_references(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(function: object) -> None:
        raise RuntimeError("no cache, so that numba shows the code it made")

    monkeypatch.setattr(wrapper, "_KernelCache", refuse)

    def shorten(values: Any, first: int) -> float:
        part = values[first:]
        return part[0] if first > 0 else part[-1]

    kernels: list[Any] = [
        compiled("float64(float64[::1], int64)", allocates=allocates)(shorten)
        for allocates in (True, False)
    ]
    counted = ["NRT_decref" in "".join(k.inspect_llvm().values()) for k in kernels]
    assert counted == [True, False]
    values = np.array([1.0, 2.0, 3.0])
    held = sys.getrefcount(values)
    assert [k(values, 1) for k in kernels] == [2.0, 2.0]
    assert sys.getrefcount(values) == held
    with pytest.raises(NumbaError, match="Only accept returning of array passed"):

        @compiled("float64(int64)", allocates=False)
        def make(n: int) -> float:
            return np.empty(n)[0]  # type: ignore[no-any-return]


def test_the_key_changes_with_every_source_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("A = 1\n")
    (tmp_path / "b.py").write_text("B = 1\n")
    before = sources_hash(str(tmp_path))
    assert sources_hash(str(tmp_path)) == before
    (tmp_path / "b.py").write_text("B = 2\n")
    changed = sources_hash(str(tmp_path))
    assert changed != before
    (tmp_path / "c.py").write_text("")
    assert sources_hash(str(tmp_path)) not in (before, changed)


@pytest.mark.slow
def test_a_kernel_is_compiled_anew_when_one_it_calls_changes(tmp_path: Path) -> None:
    package = tmp_path / "stale"
    package.mkdir()
    (package / "__init__.py").write_text("")
    caller = """
        from gametheory.kernels.compiled import compiled
        from stale.inner import inner
        @compiled("int64(int64)")
        def outer(x):
            return inner(x)
    """
    inner = """
        from gametheory.kernels.compiled import compiled
        @compiled("int64(int64)")
        def inner(x):
            return x + {}
    """
    (package / "outer.py").write_text(textwrap.dedent(caller))
    run = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n" + (
        "from stale.outer import outer; print(outer(10), *outer.stats.cache_hits.values())"
    )
    for addend, hits in ((1, ""), (1, "1"), (2, "")):
        (package / "inner.py").write_text(textwrap.dedent(inner.format(addend)))
        assert _run(run).split() == [str(10 + addend), *hits.split()]


def test_kernels_run_uncompiled_with_the_same_numbers() -> None:
    code = """
        from gametheory.game import BimatrixGame
        from learning import Boltzmann, EpsilonGreedy, QLearner, play
        seats = [QLearner(learning_rate=0.1, discount=0.5, exploration=e)
                 for e in (EpsilonGreedy(0.2), Boltzmann(0.3))]
        runs = play(BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]]), seats, 60, 2, rng=3)
        print(runs.joint.sum(axis=1).tolist(), [v.tolist() for v in runs.final_values])
    """
    assert _run(code, NUMBA_DISABLE_JIT="1") == _run(code)
