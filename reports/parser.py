"""The arguments of the command ``gametheory``. Imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Final, NoReturn

from reports.terminal import DONE, WRONG, tell

__all__ = ["build_parser"]

_DESCRIPTION: Final = """\
What theory says about a two-player game, exactly; what learning agents do in
it; and how the two differ.
"""

_EXAMPLES: Final = """\
examples:
  gametheory games                                 the games that come along
  gametheory solve stag-hunt                       every Nash equilibrium, exact
  gametheory solve game.nfg --json > answer.json   a file of your own
  gametheory analyze chicken                       all that theory says about it
  gametheory report penalty-kicks -o penalty.html  everything on one page
  gametheory learn prisoners-dilemma --runs 100    what learners reach
  gametheory convert game.nfg game.json            from one format to another
  gametheory verify certificate.json               check an answer's proof

GAME is a name from `gametheory games`, with parameters where it has some
(penalty:k=-100), or a file: .nfg, .json, .csv. A name wins over a file unless
the argument has a suffix or a slash.

exit codes: 0 done, 1 failed, 2 wrong use or input, 3 stopped before it
finished, 130 interrupted
"""

_GAME: Final = "a name from `gametheory games`, or a file (.nfg, .json, .csv)"


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all subcommands."""
    common = _Parser(add_help=False)
    common.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show tracebacks"
    )
    parser = _Parser(
        prog="gametheory",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, help="print the version and leave")
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    subcommands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=_Parser
    )

    def add(name: str, summary: str, examples: str) -> argparse.ArgumentParser:
        return subcommands.add_parser(
            name, parents=[common], help=summary, description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=f"examples:\n{examples}", allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip

    _add_solve(add)
    _add_analyze(add)
    _add_report(add)
    _add_learn(add)
    games = add("games", "list the games that come along", "  gametheory games")
    games.add_argument("--json", action="store_true", help="print JSON")
    convert = add(
        "convert",
        "write a game in another format",
        "  gametheory convert game.nfg game.json\n  gametheory convert stag-hunt stag.csv",
    )
    convert.add_argument("game", metavar="IN", help=_GAME)
    convert.add_argument("output", metavar="OUT", help="file to write: .nfg, .json, .csv")
    verify = add(
        "verify",
        "check a certificate of the equilibria of a game",
        "  gametheory verify certificate.json",
    )
    verify.add_argument("file", metavar="FILE", help="JSON of solve(game).certificate")
    return parser


def _add_solve(add: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    solve = add(
        "solve",
        "find the Nash equilibria of a game",
        "  gametheory solve matching-pennies\n"
        "  gametheory solve penalty:k=-100 --json\n"
        "  gametheory solve game.nfg --method lemke-howson --timeout 60",
    )
    solve.add_argument("game", metavar="GAME", help=_GAME)
    solve.add_argument(
        "--method",
        default="auto",
        help="auto (default), exact, pure, lemke-howson, zero-sum, nashpy-support, nashpy-vertex, "
        "nashpy-lemke-howson",
    )
    _add_timeout(solve)
    solve.add_argument("--json", action="store_true", help="print JSON with exact fractions")
    solve.add_argument(
        "--certificate", metavar="FILE", help="write the proof too; `gametheory verify` checks it"
    )


def _add_analyze(add: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    analyze = add(
        "analyze",
        "print everything that theory says about a game",
        "  gametheory analyze chicken\n"
        "  gametheory analyze game.nfg --brief\n"
        "  gametheory analyze chicken --section efficiency --section bargaining\n"
        "  gametheory analyze chicken --json > chicken.json",
    )
    analyze.add_argument("game", metavar="GAME", help=_GAME)
    analyze.add_argument(
        "--section", action="append", metavar="NAME",
        help="only this section; may be given several times: equilibria, structure, efficiency, "
        "bargaining, commitment, repetition, correlation, prediction, dynamics",
    )  # fmt: skip
    analyze.add_argument(
        "--brief", action="store_true", help="one line for each concept instead of its tables"
    )
    analyze.add_argument(
        "--timeout", type=_seconds, default=5.0, metavar="S",
        help="seconds for each concept whose work may grow fast (default 5)",
    )  # fmt: skip
    analyze.add_argument("--json", action="store_true", help="print JSON with exact fractions")


def _add_report(add: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    report = add(
        "report",
        "make a page of everything that is known about a game",
        "  gametheory report penalty-kicks -o penalty.html\n"
        "  gametheory report game.csv --no-learning -o game.html",
    )
    report.add_argument("game", metavar="GAME", help=_GAME)
    report.add_argument("-o", "--output", metavar="FILE", required=True, help="ends in .html")
    report.add_argument("--no-learning", action="store_true", help="leave the learners out")
    report.add_argument(
        "--no-time", action="store_true",
        help="leave date and durations out: the same input gives the same bytes",
    )  # fmt: skip
    _add_play(report)
    _add_timeout(report)


def _add_learn(add: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    learn = add(
        "learn",
        "let agents learn a game and compare what they reach with its equilibria",
        "  gametheory learn prisoners-dilemma\n"
        "  gametheory learn matching-pennies --agents q-learning,wolf-phc --rounds 100000\n"
        "  gametheory learn stag-hunt --exploration boltzmann --temperature 0.2\n"
        "  gametheory learn --list-agents",
    )
    learn.add_argument("game", metavar="GAME", nargs="?", help=_GAME)
    learn.add_argument(
        "--agents", default="q-learning", metavar="A[,B]",
        help="one name for both players, or one for each (default q-learning)",
    )  # fmt: skip
    learn.add_argument("--list-agents", action="store_true", help="list the agents and leave")
    learn.add_argument(
        "--memory", type=_memory, metavar="M",
        help="how many outcomes players see (default: as many as the agents need, most none)",
    )  # fmt: skip
    learn.add_argument(
        "--exploration", choices=("epsilon-greedy", "boltzmann"),
        help="how q-learning explores (default epsilon-greedy)",
    )  # fmt: skip
    learn.add_argument(
        "--learning-rate", type=_real, metavar="A", help="of q-learning, in (0, 1] (default 0.1)"
    )
    learn.add_argument(
        "--epsilon", type=_real, metavar="E",
        help="share of random actions, for epsilon-greedy (default 0.05)",
    )  # fmt: skip
    learn.add_argument(
        "--temperature", type=_real, metavar="T",
        help="share of the payoff range, for boltzmann (default 0.1)",
    )  # fmt: skip
    learn.add_argument(
        "--initial-value", type=_start, metavar="V",
        help="where values of q-learning start: lowest (default), middle or highest payoff, or a "
        "number",
    )  # fmt: skip
    _add_play(learn)
    _add_timeout(learn)
    learn.add_argument("--json", action="store_true", help="print JSON")


def _add_play(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--runs", type=_positive, default=1_000, metavar="N", help="independent runs (default 1000)"
    )
    parser.add_argument(
        "--rounds", type=_positive, default=10_000, metavar="N", help="in each (default 10000)"
    )
    parser.add_argument("--seed", type=_seed, default=1, metavar="S", help="0, 1, ... (default 1)")


def _add_timeout(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--timeout", type=_seconds, metavar="S", help="seconds for each search for equilibria"
    )


def _positive(text: str) -> int:
    number = _whole(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, got {text!r}")
    return number


def _seed(text: str) -> int:
    number = _whole(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 0, got {text!r}")
    return number


def _memory(text: str) -> int:
    number = _whole(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 0, got {text!r}")
    return number


def _whole(text: str) -> int:
    try:
        # Python refuses beyond 4,300 digits by itself; that is wrong use, too.
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a whole number, got {text[:40]!r}") from None


def _real(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a number, got {text[:40]!r}") from None


def _start(text: str) -> float | str:
    return text if text in ("lowest", "middle", "highest") else _real(text)


def _seconds(text: str) -> float:
    seconds = _real(text)
    if not seconds > 0:
        raise argparse.ArgumentTypeError(f"expected seconds above 0, got {text!r}")
    return seconds


class _Parser(argparse.ArgumentParser):
    """A parser whose errors name the help page instead of repeating the usage."""

    def error(self, message: str) -> NoReturn:
        tell(f"{message}\ntry `{self.prog} --help`")
        raise SystemExit(WRONG)


class _Version(argparse.Action):
    """Looks the version up when it is asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> NoReturn:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("gametheory-toolkit")
        except PackageNotFoundError:
            number = "(not installed)"
        print(f"gametheory {number}")
        raise SystemExit(DONE)
