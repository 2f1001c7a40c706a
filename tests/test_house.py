"""The rules of the house that a reader can't see in one file."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("gametheory", "learning", "reports")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

#: Imports point down this list only; rooms of one level may import each other.
LEVELS = (
    ("gametheory.clock", "gametheory.errors", "gametheory.numbers", "gametheory.tolerances",
     "gametheory.text", "gametheory.labels", "gametheory.limits", "gametheory.progress",
     "gametheory.randomness",
     "gametheory.results", "gametheory.verify"),
    ("gametheory.exact", "gametheory.kernels", "gametheory.payoffs"),
    ("gametheory.strategy",),
    ("gametheory.game",),
    ("gametheory.formats", "gametheory.catalog", "gametheory.analysis"),
    ("gametheory.equilibria",),
    ("gametheory.solvers",),
    ("gametheory.concepts", "gametheory.dynamics", "gametheory.symbolic"),
    ("gametheory.overview",),
    ("gametheory.testing",),
    ("learning",),
    ("learning.testing",),
    ("reports",),
)  # fmt: skip

#: Modules that stand outside the line, and why.
EXCEPTIONS = {
    "gametheory": "names the public things of its rooms",
    "gametheory.__main__": "starts the command line",
}


def _name(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _level(module: str) -> int:
    found = [
        (len(room), level)
        for level, rooms in enumerate(LEVELS)
        for room in rooms
        if module == room or module.startswith(room + ".")
    ]
    assert found, f"{module} has no room: give it one in LEVELS and in the README's map"
    return max(found)[1]


def _imports(path: Path) -> set[str]:
    """Our modules that a file imports, in functions too; not those for type checkers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            base = node.module or ""
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                names.add(inner if (ROOT / inner.replace(".", "/")).with_suffix(".py").exists()
                          or (ROOT / inner.replace(".", "/")).is_dir() else base)  # fmt: skip
    return {name for name in names if name.split(".")[0] in PACKAGES}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_point_down(path: Path) -> None:
    module = _name(path)
    if module in EXCEPTIONS:
        return
    for target in _imports(path):
        if target == "gametheory":  # the public names, for the packages above
            assert not module.startswith("gametheory."), f"{module} imports the package itself"
            continue
        assert _level(target) <= _level(module), f"{module} imports {target}, a higher room"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_nothing_forbidden(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for pattern, why in {
        r"np\.random\.(?!default_rng|Generator|SeedSequence|PCG64)\w+": "global random state",
        r"\bpickle\b(?!`)": "no pickle",
        r"\ballow_pickle\b": "no pickle",
        r"(?<![\w.`\"])eval\(": "no eval",
        r"\bsympify\b|\bparse_expr\b": "sympy runs text",
        r"except Exception(?!.*  # noqa: BLE001  \()|except:": "say what went wrong, or why any",
    }.items():
        assert re.search(pattern, text) is None, f"{_name(path)}: {pattern}: {why}"


@pytest.mark.parametrize("package", PACKAGES)
def test_public_names_exist_and_are_described(package: str) -> None:
    module = importlib.import_module(package)
    assert module.__doc__
    for name in module.__all__:
        thing = getattr(module, name)
        if callable(thing):
            assert thing.__doc__, f"{package}.{name} has no docstring"


def test_the_packages_are_ours_and_not_the_tests_folders() -> None:
    for package in PACKAGES:
        location = importlib.import_module(package).__file__
        assert location is not None
        assert "tests" not in Path(location).parts


def test_there_are_no_packages_below_tests() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_only_the_fixed_top_level() -> None:
    allowed = {*PACKAGES, "tests", "pyproject.toml", "README.md"}
    generated = {"build", "dist"}
    for entry in ROOT.iterdir():
        name = entry.name
        if name.startswith(".") or name in generated or name.endswith((".egg-info", ".html")):
            continue
        assert name in allowed, f"{name} does not belong to the top level"
