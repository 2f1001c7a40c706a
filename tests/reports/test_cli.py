"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pages import HOSTILE, read_page

from gametheory import BimatrixGame, catalog, formats, solve
from gametheory.errors import InternalError, Interrupted
from gametheory.solvers.cross_check import cross_check  # noqa: F401  (loads the module)
from gametheory.verify import digest
from reports.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Call the command in this process: exit code, standard output, standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def spawn(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Call the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "gametheory", *arguments],
        capture_output=True, check=False, timeout=60, cwd=Path(__file__).parents[2], **options,
    )  # fmt: skip


class TestAnalyze:
    def test_prints_each_concept_in_full(self, run: Run) -> None:
        code, out, err = run("analyze", "stag-hunt", "--section", "structure")
        assert (code, err) == (0, "")
        assert "\nstructure\n=========\n" in out
        assert "-- potential\nStag hunt has an exact potential" in out
        assert "Nash bargaining" not in out

    def test_brief_has_a_line_for_each_concept(self, run: Run) -> None:
        code, out, _ = run("analyze", "prisoners-dilemma", "--brief", "--section", "commitment")
        assert code == 0
        assert [line.split("  ")[1] for line in out.splitlines()[2:]] == [
            "row player leads", "column player leads",
        ]  # fmt: skip

    def test_json_has_every_concept(self, run: Run) -> None:
        code, out, _ = run("analyze", "chicken", "--section", "bargaining", "--json")
        assert code == 0
        document = json.loads(out)
        assert document["schema"] == "gametheory/overview/1"
        assert {item["section"] for item in document["items"]} == {"bargaining"}
        assert all(item["result"]["schema"] for item in document["items"])

    def test_unknown_sections_are_wrong_use(self, run: Run) -> None:
        code, out, err = run("analyze", "chicken", "--section", "structures")
        assert (code, out) == (2, "")
        assert "did you mean structure?" in err


class TestSolve:
    def test_prints_every_equilibrium(self, run: Run) -> None:
        code, out, err = run("solve", "stag-hunt")
        assert (code, err) == (0, "")
        assert out == f"{solve(catalog.load('stag-hunt'))}\n"

    def test_json_has_the_documented_keys(self, run: Run) -> None:
        code, out, _ = run("solve", "matching-pennies", "--json")
        document = json.loads(out)
        assert code == 0
        assert document["schema"] == "gametheory/equilibria/1"
        assert {"game", "method", "scope", "status", "complete", "reason", "equilibria",
                "approximate", "components"} <= set(document)  # fmt: skip
        assert document["equilibria"] == [
            {"row": ["1/2", "1/2"], "column": ["1/2", "1/2"], "payoffs": ["0", "0"]}
        ]
        assert document["complete"] is True

    def test_parameters_and_methods(self, run: Run) -> None:
        code, out, _ = run("solve", "penalty:k=-1.5", "--method", "pure", "--json")
        document = json.loads(out)
        assert code == 0
        assert document["method"] == "pure"
        assert len(document["equilibria"]) == 3  # (a, a), (b, b), (c, c) of Claus & Boutilier

    def test_a_file(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "game.nfg"
        formats.write(catalog.load("chicken"), file)
        assert run("solve", str(file))[0] == 0

    def test_a_search_that_was_stopped_exits_3(self, run: Run) -> None:
        code, out, err = run("solve", "von-stengel-6x6", "--timeout", "1e-9")
        assert code == 3
        assert "timeout" in out
        assert err == ""

    def test_interruption_prints_the_part_and_exits_130(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        part = solve(catalog.load("stag-hunt"))

        def stop(*_: object) -> None:
            raise Interrupted(part)

        monkeypatch.setattr(sys.modules["gametheory.solvers.solve"], "solve", stop)
        code, out, err = run("solve", "stag-hunt")
        assert code == 130
        assert out == f"{part}\n"
        assert err == "gametheory: interrupted\n"

    def test_a_bug_of_ours_exits_1(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise InternalError("no equilibrium at all")

        monkeypatch.setattr(sys.modules["gametheory.solvers.solve"], "solve", fail)
        code, out, err = run("solve", "stag-hunt")
        assert (code, out) == (1, "")
        assert err == "gametheory: no equilibrium at all\n"
        with pytest.raises(InternalError):
            main(["solve", "stag-hunt", "--debug"])


class TestVerify:
    def test_verified_refused_unreadable(self, run: Run, tmp_path: Path) -> None:
        document = solve(catalog.load("stag-hunt")).certificate
        file = tmp_path / "answer.json"
        file.write_text(json.dumps(document))
        code, out, err = run("verify", str(file))
        assert (code, err) == (0, "")
        assert out.startswith("verified, level complete: 3 extreme equilibria of a 2 x 2 game")
        assert document["digest"] in out
        del document["claim"]["equilibria"][0]
        document["digest"] = digest(document["claim"])
        file.write_text(json.dumps(document))
        code, out, err = run("verify", str(file))
        assert (code, out) == (1, "")
        assert err.startswith("refused: ")
        code, out, err = run("verify", str(tmp_path / "absent.json"))
        assert (code, out) == (2, "")
        assert "No such file" in err


class TestWrongUse:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ([], "required: COMMAND"),
            (["solve"], "required: GAME"),
            (["solv", "stag-hunt"], "invalid choice"),
            (["solve", "stag-hun"], "did you mean stag-hunt"),
            (["solve", "zzzz"], "`gametheory games` or a file, got 'zzzz', which is neither"),
            (["solve", "penalty:k=x"], "k"),
            (["solve", "penalty:j=1"], "j"),
            (["solve", "nowhere.nfg"], "nowhere.nfg"),
            (["solve", "./stag-hunt"], "stag-hunt"),
            (["solve", "stag-hunt", "--method", "exakt"], "did you mean exact"),
            (["solve", "stag-hunt", "--timeout", "0"], "seconds above 0"),
            (["solve", "stag-hunt", "--timeout", "nan"], "seconds above 0"),
            (["learn", "stag-hunt", "--runs", "0"], "at least 1"),
            (["learn", "stag-hunt", "--rounds", "1.5"], "whole number"),
            (["learn", "stag-hunt", "--seed", "-1"], "at least 0"),
            (["learn", "stag-hunt", "--epsilon", "2"], "epsilon"),
            (["learn", "stag-hunt", "--initial-value", "low"], "expected a number"),
            (["learn", "stag-hunt", "--learning-rate", "0"], "learning_rate"),
            (["report", "stag-hunt"], "-o/--output"),
            (["report", "stag-hunt", "-o", "x.pdf"], "ends in .html"),
            (["report", "stag-hunt", "-o", "/nowhere/x.html"], "folder does not exist"),
            (["convert", "stag-hunt", "x.exe"], "ends in .nfg"),
            (["games", "--all"], "unrecognized arguments"),
        ],
    )
    def test_exits_2_with_a_line_or_two(self, run: Run, arguments: list[str], message: str) -> None:
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert message in err
        assert err.startswith("gametheory: ")
        assert "Traceback" not in err
        assert len(err.splitlines()) <= 3

    def test_a_broken_file_names_its_line(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "bad.csv"
        file.write_text('"1,2","3,4"\n"5,6"\n')
        code, _, err = run("solve", str(file))
        assert code == 2
        assert "line 2" in err

    def test_names_in_errors_cannot_steer_the_terminal(self, run: Run) -> None:
        code, _, err = run("solve", "\x1b[31m\x07x.nfg")
        assert code == 2
        assert "\x1b" not in err
        assert "\x07" not in err


class TestNamesAndFiles:
    def test_a_name_wins_over_a_file(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "stag-hunt").write_text("no game")
        assert "Stag hunt" in run("solve", "stag-hunt")[1]
        # A slash or a suffix means the file.
        assert run("solve", "./stag-hunt")[0] == 2
        formats.write(BimatrixGame([[7]], [[8]]), tmp_path / "stag-hunt.json")
        assert "7, 8" in run("solve", "stag-hunt.json")[1]

    def test_a_file_without_suffix_that_is_no_name(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "mygame").write_text("1 2")
        code, _, err = run("solve", "mygame")
        assert code == 2
        assert "ends in .nfg, .json, .csv" in err


@pytest.fixture
def quick_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave Nashpy's processes out of the cross-check."""
    module = sys.modules["gametheory.solvers.cross_check"]
    full = module.cross_check
    monkeypatch.setattr(module, "cross_check", partial(full, methods=["pure"]))


class TestReport:
    def test_a_page_with_learners(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "page.html"
        code, out, err = run(
            "report", "penalty-kicks", "--runs", "10", "--rounds", "200", "--no-time",
            "-o", str(file),
        )  # fmt: skip
        assert (code, err) == (0, "")
        assert str(file) in out
        page = read_page(file.read_text(encoding="utf-8"))
        text = page.one("main").text()
        for words in (
            "Epsilon-greedy Q-learners",
            "Boltzmann Q-learners",
            "38.54",
            "Observed",
            "nashpy-support",
            "Palacios-Huerta",
            "--runs 10 --rounds 200 --seed 1",
        ):
            assert words in text  # fmt: skip

    @pytest.mark.usefixtures("quick_check")
    def test_without_learners(self, run: Run, tmp_path: Path) -> None:
        file = tmp_path / "page.html"
        game = tmp_path / "g.json"
        formats.write(BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]], name=HOSTILE[0]), game)
        assert run("report", str(game), "--no-learning", "-o", str(file))[0] == 0
        page = read_page(file.read_text(encoding="utf-8"))
        assert page.one("h1").text() == HOSTILE[0]
        assert not page.all(id="learning")

    def test_wrong_use_comes_before_the_work(self, run: Run, tmp_path: Path) -> None:
        code, _, err = run("report", "stag-hunt", "-o", str(tmp_path))
        assert code == 2
        assert "folder" in err

    @pytest.mark.usefixtures("quick_check")
    def test_a_page_that_cannot_be_written_exits_1(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", fail)
        file = tmp_path / "page.html"
        code, _, err = run("report", "matching-pennies", "--no-learning", "-o", str(file))
        assert code == 1
        assert "no space left" in err
        assert not file.exists()


class TestOthers:
    def test_learn(self, run: Run) -> None:
        arguments = ("learn", "prisoners-dilemma", "--runs", "20", "--rounds", "500")
        code, out, err = run(*arguments)
        assert (code, err) == (0, "")
        assert "20 independent runs of 500 rounds" in out
        code, out, _ = run(*arguments, "--json", "--exploration", "boltzmann")
        assert code == 0
        assert json.loads(out)["schema"].startswith("gametheory/")

    def test_where_values_start_matters(self, run: Run) -> None:
        def learned(start: str) -> str:
            return run("learn", "penalty-kicks", "--exploration", "boltzmann", "--runs", "20",
                       "--rounds", "400", "--initial-value", start)[1]  # fmt: skip

        # From 0, far below all payoffs, the first action played is never left.
        assert "locked in" in learned("0").splitlines()[0]
        assert "locked in" not in learned("lowest").splitlines()[0]

    def test_the_same_seed_learns_the_same(self, run: Run) -> None:
        def learned(seed: str) -> str:
            return run("learn", "chicken", "--runs", "9", "--rounds", "50", "--seed", seed,
                       "--json")[1]  # fmt: skip

        assert learned("5") == learned("5")
        assert learned("5") != learned("6")

    def test_games_lists_all(self, run: Run) -> None:
        code, out, _ = run("games")
        assert code == 0
        assert [line.split()[0] for line in out.splitlines()[1:]] == list(catalog.names())
        code, out, _ = run("games", "--json")
        assert code == 0
        assert {entry["name"] for entry in json.loads(out)} == set(catalog.names())

    def test_convert_keeps_the_game(self, run: Run, tmp_path: Path) -> None:
        game = catalog.load("penalty-kicks")
        source, target = tmp_path / "a.json", tmp_path / "b.nfg"
        assert run("convert", "penalty-kicks", str(source)) == (0, "", "")
        assert run("convert", str(source), str(target)) == (0, "", "")
        assert formats.read(target) == game

    @pytest.mark.parametrize(
        "command", ["", "solve", "report", "learn", "games", "convert", "verify"]
    )
    def test_help_has_examples(self, run: Run, command: str) -> None:
        code, out, _ = run(*([command] if command else []), "--help")
        assert code == 0
        assert "examples:\n  gametheory" in out
        assert max(len(line) for line in out.splitlines()) <= 80

    @pytest.mark.parametrize("command", ["solve", "report", "learn", "convert", "verify"])
    def test_examples_parse(self, run: Run, command: str) -> None:
        from reports.parser import build_parser

        out = run(command, "--help")[1]
        for line in out.partition("examples:\n")[2].splitlines():
            words = line.partition(" > ")[0].split()
            assert build_parser().parse_args(words[1:]).command == command


class TestProcess:
    def test_the_version_comes_without_heavy_libraries(self) -> None:
        code = (
            "import sys; from reports.cli import main\n"
            "try: main(['--version'])\n"
            "except SystemExit: pass\n"
            "print(sorted({'numpy', 'matplotlib', 'numba', 'jinja2', 'scipy'} & set(sys.modules)))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                              check=True, cwd=Path(__file__).parents[2])  # fmt: skip
        assert done.stdout.splitlines()[0].startswith("gametheory ")
        assert done.stdout.splitlines()[1] == "[]"

    def test_a_reader_that_leaves_is_no_error(self) -> None:
        read_end, write_end = os.pipe()
        os.close(read_end)
        done = subprocess.run(
            [sys.executable, "-m", "gametheory", "games"], stdout=write_end,
            stderr=subprocess.PIPE, check=False, timeout=60, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        os.close(write_end)
        assert (done.returncode, done.stderr) == (0, b"")

    def test_a_terminal_without_the_characters(self, tmp_path: Path) -> None:
        file = tmp_path / "g.json"
        formats.write(BimatrixGame([[1]], [[1]], name="合作", row_actions=["é"]), file)
        environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
        done = spawn("solve", str(file), env=environment)
        assert (done.returncode, done.stderr) == (0, b"")
        assert rb"\u5408\u4f5c" in done.stdout

    def test_arguments_that_are_no_text(self) -> None:
        done = spawn(os.fsdecode(b"solve"), os.fsdecode(b"\xff\xfe.nfg"))
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    def test_a_full_disk_exits_1(self) -> None:
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "gametheory", "games"], stdout=full,
                stderr=subprocess.PIPE, check=False, timeout=60, cwd=Path(__file__).parents[2],
            )  # fmt: skip
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr
        assert b"No space left" in done.stderr
