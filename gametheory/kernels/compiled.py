"""The one way in which kernels are compiled.

A kernel is compiled for one explicit signature when its module is imported. It
runs without the interpreter's lock (``nogil``), divides as numpy does (by zero
too), and is free of fast-math, so that the same numbers come out of every batch,
thread and order. The machine code is kept in numba's on-disk cache. Two of numba's
habits are mended here:

* numba keys its cache by the file of the compiled function only; a kernel that
  calls one of another file would go stale when that file changes. Our key holds
  a hash of all kernel sources.
* numba raises where no place for its cache is writable; we compile without one.

With numba switched off (``NUMBA_DISABLE_JIT=1``) the functions run as Python.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

import numba
import numpy as np
from numba.core import config
from numba.core.caching import FunctionCache, NullCache

from gametheory import clock

__all__ = ["compiled", "sources_hash"]

_PATIENCE: Final = 1.5  # seconds of compiling before it is told
_NOTICE: Final = "compiling, once after an installation ..."

P = ParamSpec("P")
R = TypeVar("R")

_FunctionCache: Any = FunctionCache


def compiled(
    signature: str, *, inline: bool = False, allocates: bool = True
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Compile a function for one signature, cached on disk where that is possible.

    Parameters
    ----------
    signature : str
        numba signature, e.g. ``"float64(uint64[::1])"``. The function takes no
        other types; it must not take functions as arguments.
    inline : bool
        Whether to copy its machine code into every kernel that calls it; such a kernel
        must not make arrays.
    allocates : bool
        Whether it makes arrays. One that makes none need not count references to those
        it is given, atomically at each call, which takes longer than a learner's rule.

    Returns
    -------
    callable
        Decorator. Where numba is switched off it returns a Python function in
        which integers of numpy wrap around silently, as they do when compiled.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        if getattr(config, "DISABLE_JIT", 0):
            return _uncompiled(function)
        counts = allocates and not inline
        # numba's own name for its runtime, which counts references; no public option does it
        options: dict[str, Any] = {"forceinline": inline, "_nrt": counts}
        dispatcher: Any = numba.njit(nogil=True, error_model="numpy", **options)(function)
        # numba offers no public hook for the cache's key; its dispatchers read
        # the cache from this attribute, as `enable_caching` sets it.
        dispatcher._cache = _cache_for(function)
        with clock.standing_still(), _notice():
            dispatcher.compile(signature)
        dispatcher.disable_compile()
        kernel: Callable[P, R] = dispatcher
        return kernel

    return decorate


@contextmanager
def _notice() -> Iterator[None]:
    """Say on a terminal that kernels are being compiled, once that has taken a while."""
    slow = clock.stood_still() > _PATIENCE  # kernels from the cache take milliseconds
    if slow and sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(f"\r{_NOTICE}")
        sys.stderr.flush()
        try:
            yield
        finally:
            sys.stderr.write("\r" + " " * len(_NOTICE) + "\r")
            sys.stderr.flush()
    else:
        yield


def sources_hash(folder: str) -> str:
    """Return the SHA-256 of every Python file of a folder of kernels and of this one's.

    Parameters
    ----------
    folder : str
        The folder in which a kernel's file lies.
    """
    digest = hashlib.sha256()
    for path in sorted({*Path(folder).glob("*.py"), *Path(__file__).parent.glob("*.py")}):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


_hash_once = functools.cache(sources_hash)


class _KernelCache(_FunctionCache):  # type: ignore[misc]  # numba tells no types
    """numba's cache of one function, with all kernel sources in its key."""

    def _index_key(self, sig: Any, codegen: Any) -> tuple[Any, ...]:
        folder = str(Path(inspect.getfile(self._py_func)).parent)
        return (*super()._index_key(sig, codegen), _hash_once(folder))

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the code if the disk takes it; a full disk only costs the next start time."""
        try:
            super().save_overload(sig, data)
        except OSError:
            self.disable()


def _cache_for(function: Callable[..., Any]) -> Any:
    try:
        return _KernelCache(function)
    except (RuntimeError, OSError):  # no locator: neither the tree nor the user's cache is writable
        return NullCache()


def _uncompiled(function: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(function)
    def kernel(*args: P.args, **kwargs: P.kwargs) -> R:
        with np.errstate(over="ignore", invalid="ignore"):
            return function(*args, **kwargs)

    return kernel
