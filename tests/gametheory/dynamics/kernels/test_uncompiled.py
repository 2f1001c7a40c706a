"""The kernels give the same numbers as Python where numba is switched off."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
CODE = """
from gametheory.catalog import load
from gametheory.dynamics import *
rps = load("rock-paper-scissors")
for method in ("switches", "rounds"):
    print(fictitious_play(rps, 300, method=method).counts)
for rule in (MultiplicativeWeights(0.1, True), RegretMatching(), DiscreteReplicator(3),
             BestResponseMap(0.3, 0.2)):
    path = simulate(rps, rule, ([0.5, 0.3, 0.2], [0.2, 0.2, 0.6]), 60)
    print([part[-1].round(12).tolist() for part in path.states])
print(moran_process(rps, [4, 3, 5], 50, intensity=0.2, mutation=0.1, rng=1).counts[-1].tolist())
print(stochastic_fictitious_play(rps, 200, 0.3, rng=1).counts)
"""


@pytest.mark.slow
def test_kernels_run_uncompiled_with_the_same_numbers():
    def run(**environment):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", CODE], capture_output=True, text=True,
            timeout=300, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run(NUMBA_DISABLE_JIT="1") == run()
