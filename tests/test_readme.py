"""The README's promises."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_two_commands_stand_in_the_readme_each_on_one_line() -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    assert lines.count("pip install . && gametheory report penalty-kicks -o penalty.html") == 1
    assert lines.count("pip install '.[test]' && pytest") == 1
