"""A real Ctrl-C, and other ends of the process, through the command."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from gametheory import BimatrixGame, write
from reports.cli import main

COMMAND = [sys.executable, "-m", "gametheory"]


@pytest.mark.slow
@pytest.mark.parametrize("after", [3.0, 6.0])
def test_ctrl_c_in_a_long_search_prints_the_part_as_json(tmp_path: Path, after: float) -> None:
    rng = np.random.default_rng(2)
    file = tmp_path / "big.json"
    # one pure equilibrium for sure, so that the part is not empty
    A, B = rng.integers(0, 100, (2, 24, 24))
    A[0, 0] = B[0, 0] = 1000
    write(BimatrixGame(A, B), file)
    process = subprocess.Popen(
        [*COMMAND, "solve", str(file), "--method", "exact", "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    document = json.loads(output)
    assert document["status"] == "interrupted"
    assert document["complete"] is False
    assert len(document["equilibria"]) >= 1
    assert "Traceback" not in errors


def test_closed_output_is_no_error() -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" -m gametheory --version >&-', sys.executable],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "unexpected" not in done.stderr


def test_a_fraction_as_a_parameter_is_no_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "penalty:k=-1/3", "--json"]) == 0
    payoffs = json.loads(capsys.readouterr().out)["game"]["row_payoffs"]
    assert payoffs[0][0] == "-1/3"


def test_solve_writes_a_certificate_that_verify_accepts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "proof.json"
    assert main(["solve", "battle-of-the-sexes", "--certificate", str(file)]) == 0
    assert main(["verify", str(file)]) == 0
    text = file.read_text("utf-8")
    assert "2/3" in text
    file.write_text(text.replace('"2/3"', '"1/2"'), "utf-8")
    assert main(["verify", str(file)]) != 0
    capsys.readouterr()
