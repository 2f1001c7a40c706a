"""A missing oracle: skipped with its reason at home, a failure on CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

TEST = """
def test_one(require_oracle):
    require_oracle("lrsnash")
"""


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", "1 failed"), ("false", "1 skipped"), ("", "1 skipped")]
)
def test_a_missing_oracle(ci: str, outcome: str, tmp_path: Path) -> None:
    conftest = Path(__file__).with_name("conftest.py")
    (tmp_path / "conftest.py").write_text(conftest.read_text("utf-8"), encoding="utf-8")
    (tmp_path / "test_one.py").write_text(TEST, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-rsf", "-p", "no:cacheprovider", "--rootdir", ".", "."],
        cwd=tmp_path,
        env=os.environ
        | {
            "CI": ci,
            "PATH": "",
            "PYTHONPATH": os.pathsep.join([str(conftest.parents[1]), *sys.path]),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in run.stdout, run.stdout + run.stderr
    assert "the oracle lrsnash is missing: apt-get install lrslib" in run.stdout
