"""The worker's process: how it is called from anywhere, and that it always ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import gametheory

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

# 4,095 x 4,095 pairs of supports: hours for Nashpy
LONG = """
import sys
from gametheory.errors import Interrupted
from gametheory.game import BimatrixGame
from gametheory.solvers import solve
unit = [[int(i == j) for j in range(12)] for i in range(12)]
try:
    solve(BimatrixGame(unit, unit), "nashpy-support")
except Interrupted as stop:
    print(stop.partial.status.value, stop.partial.complete)
"""
SHORT = """
from gametheory.game import BimatrixGame
from gametheory.solvers import solve
def count():
    return len(solve(BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]]), "nashpy-support"))
"""


def start(code: str, tmp_path: Path) -> subprocess.Popen[str]:
    """Run `code` as a script, without a main guard, far from the repository."""
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    home = Path(gametheory.__file__).parents[1]
    return subprocess.Popen(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def workers_of(parent: int) -> list[int]:
    """Process ids of the workers that `parent` started."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [
        int(child)
        for child in children
        if b"gametheory.solvers.nashpy_worker" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_for(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_no_worker_outlives_the_process_that_asked(stop: signal.Signals, tmp_path: Path) -> None:
    with start(LONG, tmp_path) as script:
        wait_for(lambda: workers_of(script.pid))
        (worker,) = workers_of(script.pid)
        # by then the worker has read its request and computes
        wait_for(lambda: len(os.listdir(f"/proc/{worker}/task")) > 1)
        script.send_signal(stop)
        output, errors = script.communicate(timeout=20)
    wait_for(lambda: not is_running(worker))
    if stop is signal.SIGINT:
        assert (output, errors) == ("interrupted False\n", "")


def test_it_works_in_a_script_without_main_guard_and_in_a_forked_child(tmp_path: Path) -> None:
    code = SHORT + (
        "import os\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    os._exit(count())\n"
        "print(count(), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    with start(code, tmp_path) as script:
        output, errors = script.communicate(timeout=60)
    assert (output, errors) == ("3 3\n", "")


def test_it_works_outside_the_main_thread_and_beside_files_of_known_names(tmp_path: Path) -> None:
    # a notebook's folder may hold anything; the worker must not import it
    (tmp_path / "json.py").write_text("raise RuntimeError('wrong module')", encoding="utf-8")
    code = SHORT + (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(2) as pool:\n"
        "    print(*pool.map(lambda _: count(), range(2)))\n"
    )
    code = "import sys\nsys.path.remove(sys.path[0])\n" + code
    with start(code, tmp_path) as script:
        output, errors = script.communicate(timeout=60)
    assert (output, errors) == ("3 3\n", "")
