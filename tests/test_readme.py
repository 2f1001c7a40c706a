"""The README's promises: its commands and its code."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.M | re.S)


def test_the_two_commands_stand_in_the_readme_each_on_one_line() -> None:
    lines = [line for _, block in BLOCKS for line in block.splitlines()]
    assert lines.count("pip install . && gametheory report penalty-kicks -o penalty.html") == 1
    assert lines.count("pip install '.[test]' && pytest") == 1


def test_the_python_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = [block for language, block in BLOCKS if language == "python"]
    assert len(blocks) >= 4
    names: dict[str, object] = {}
    for number, block in enumerate(blocks):
        if ">>>" in block:
            test = doctest.DocTestParser().get_doctest(block, names, f"README {number}", None, None)
            names = test.globs
            runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
            assert runner.run(test, clear_globs=False).failed == 0, f"block {number}"
            names.update(test.globs)
        else:
            exec(compile(block, f"README block {number}", "exec"), names)
    assert (tmp_path / "prisoners-dilemma.html").stat().st_size > 10_000


def test_every_file_that_it_shows_exists() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_map_names_real_rooms() -> None:
    tree = next(block for language, block in BLOCKS if "theory. Knows nothing" in block)
    package = ""
    for line in tree.splitlines():
        if line and not line[0].isspace():
            package = line.split()[0].rstrip("/")
            assert (ROOT / package).is_dir(), package
        elif line.strip():
            for name in line.strip().split("   ")[0].split():
                place = ROOT / package / name.rstrip("/")
                assert place.is_dir() or place.with_suffix(".py").exists(), place
