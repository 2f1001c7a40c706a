r"""Gambit's strategic game files (``.nfg``), for two players.

A file has a *prologue* and a *body*::

    NFG 1 R "Title" { "Player 1" "Player 2" }
    { { "Up" "Down" } { "Left" "Right" } }
    "An optional comment"
    3 3 5 0
    0 5 1 1

The prologue gives the title, the players and the *strategy list*: either the
names of each player's strategies, as here, or their numbers, ``{ 2 2 }``. The
body runs through all profiles, **the first player's strategy varying fastest**,
and holds for each profile either both payoffs (the *payoff form*, as here) or,
after a list of labelled outcomes such as ``{ { "" 3, 3 } { "" 5, 0 } }``, the
number of its outcome, counted from 1 (the *outcome form*). Outcome 0 pays
nothing to anybody. Both strategy lists may stand before either body.

Numbers are exact: ``3``, ``0.25``, ``1/3``, ``1e-3``. A quotation mark within a
name is written ``\"``; any other backslash is itself. So no name can end in a
backslash. Gambit 16 refuses files with names outside printable ASCII; we write them
all the same, and read them.

What is read but not kept: the comment and the labels of outcomes. A player
whose name is empty gets a default name, and so do strategies if all of one
player's are empty.

Source: Gambit documentation, "The strategic game (.nfg) file format", payoff
version and outcome version; that strategy names may stand before a list of
payoffs is how Gambit's own reader (``src/games/file.cc``) takes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal

from gametheory.errors import FormatError, NumberError, ParameterError
from gametheory.formats.files import line_of
from gametheory.formats.names import check_names, payoff_texts, read_payoff
from gametheory.formats.scanner import Scanner
from gametheory.game import BimatrixGame
from gametheory.labels import name_fault

__all__ = ["dumps", "loads"]

_DEFAULT_PLAYERS: Final = ("Row player", "Column player")

_Payoff = int | float | Fraction

_COUNT: Final = re.compile(r"[0-9]{1,15}")


def loads(text: str, path: str = "") -> BimatrixGame:
    """Read a two-player game from the text of an ``.nfg`` file.

    Parameters
    ----------
    text : str
    path : str
        Only stands in messages.

    Raises
    ------
    FormatError
        With the line.
    """
    return _Reader(text, path).game()


def dumps(game: BimatrixGame, *, body: Literal["payoffs", "outcomes"] = "payoffs") -> str:
    """Return a game as the text of an ``.nfg`` file, with all its names.

    Parameters
    ----------
    game : BimatrixGame
    body : {"payoffs", "outcomes"}
        The payoff form, or the outcome form with one outcome for each distinct
        pair of payoffs.

    Raises
    ------
    FormatError
        If a name ends in a backslash, which the format cannot write.
    ParameterError
        If there is no such body.
    """
    if body not in ("payoffs", "outcomes"):
        raise ParameterError(f"body: expected 'payoffs' or 'outcomes', got {body!r}")
    first, second = payoff_texts(game, 0), payoff_texts(game, 1)
    columns = [
        list(zip(*pair, strict=True))
        for pair in zip(zip(*first, strict=True), zip(*second, strict=True), strict=True)
    ]
    lines = [
        f"NFG 1 R {_quote(game.name)} {_list(game.players)}",
        "",
        f"{{ {_list(game.row_actions)}",
        f"{_list(game.column_actions)}",
        "}",
        '""',
        "",
    ]
    if body == "payoffs":
        lines += [" ".join(f"{a} {b}" for a, b in column) for column in columns]
    else:
        numbers = {pair: 0 for column in columns for pair in column}
        for k, pair in enumerate(numbers):
            numbers[pair] = k + 1
        lines += ["{"]
        lines += [f'{{ "Outcome {k}" {a}, {b} }}' for (a, b), k in numbers.items()]
        lines += ["}"]
        lines += [" ".join(str(numbers[pair]) for pair in column) for column in columns]
    return "\n".join(lines) + "\n"


def _quote(name: str) -> str:
    if name.endswith("\\"):
        raise FormatError(
            f"the .nfg format cannot write {name!r}, which ends in a backslash; rename it or "
            "write a .json file"
        )
    return '"' + name.replace('"', '\\"') + '"'


def _list(names: Sequence[str]) -> str:
    return "{ " + " ".join(_quote(name) for name in names) + " }"


class _Reader(Scanner):
    """Reads the parts of one file in their order."""

    def game(self) -> BimatrixGame:
        self.expect("NFG", "the word NFG, with which every .nfg file begins")
        self.expect("1", "the version 1")
        if self.token() not in ("R", "D"):
            self.fail("the letter R (or D)")
        title = self.name("the title in quotation marks")
        fault = name_fault(title) if title.strip() else None
        if fault is not None:
            self.fail("a usable title", f"one that is not: {fault}")
        players = self._players()
        m, n, row_actions, column_actions = self._strategies()
        self.accept('"')  # the comment
        pairs = self._outcome_body(m * n) if self.accept("{") else self._payoff_body(m * n)
        return BimatrixGame(
            [[pairs[j * m + i][0] for j in range(n)] for i in range(m)],
            [[pairs[j * m + i][1] for j in range(n)] for i in range(m)],
            name=title if title.strip() else None,
            players=players,
            row_actions=row_actions,
            column_actions=column_actions,
        )

    def _players(self) -> tuple[str, str]:
        names, lines = self._names("the list of players, { ... }")
        if len(names) != 2:
            self.fail("two players", f"{len(names)}; this library reads two-player games")
        first, second = (
            name if name.strip() else default
            for name, default in zip(names, _DEFAULT_PLAYERS, strict=True)
        )
        check_names((first, second), "a player", self.path, lines.__getitem__)
        return first, second

    def _strategies(self) -> tuple[int, int, list[str] | None, list[str] | None]:
        self.expect("{", "the strategy list, { 2 2 } or { { ... } { ... } }")
        before = self.position
        if not self.accept("{"):
            m, n = self._count(), self._count()
            self.expect("}", "a closing brace after two numbers of strategies")
            return m, n, None, None
        self.position = before
        actions: list[list[str]] = []
        for player in ("row", "column"):
            names, lines = self._names(f"the list of the {player} player's strategies, {{ ... }}")
            if not names:
                self.fail("at least one strategy for each player", "an empty list")
            if any(names):
                what = f"an action of the {player} player"
                check_names(names, what, self.path, lines.__getitem__)
            actions.append(names)
        self.expect("}", "a closing brace after two lists of strategies")
        rows, columns = actions
        return (
            len(rows),
            len(columns),
            rows if any(rows) else None,
            columns if any(columns) else None,
        )

    def _count(self) -> int:
        word = self.token()
        if not _COUNT.fullmatch(word) or int(word) < 1:
            self.fail("a positive number of strategies")
        return int(word)

    def _names(self, expected: str) -> tuple[list[str], list[int]]:
        self.expect("{", expected)
        names: list[str] = []
        lines: list[int] = []
        # Counted on from name to name: a list may have a million of them.
        line, last = self.line(), self.start
        while (token := self.token()) != "}":
            names.append(self.unquote(token, "a name in quotation marks or a closing brace"))
            line += self.text.count("\n", last, self.start)
            last = self.start
            lines.append(line)
        return names, lines

    def _payoff_body(self, profiles: int) -> list[tuple[_Payoff, ...]]:
        start = self.position
        known: dict[str, _Payoff] = {}
        words = self._words(start, 2 * profiles, "payoffs")
        for k, word in enumerate(words):
            if word not in known:
                known[word] = self._number(word, start, k)
        values = [known[word] for word in words]
        return list(zip(values[::2], values[1::2], strict=True))

    def _outcome_body(self, profiles: int) -> list[tuple[_Payoff, ...]]:
        outcomes: list[tuple[_Payoff, ...]] = [(0, 0)]
        while not self.accept("}"):
            self.expect("{", 'an outcome, { "" 3, 3 }, or a closing brace')
            self.name("the label of the outcome, in quotation marks")
            outcomes.append((self._payoff(), self._payoff()))
            self.expect("}", "a closing brace after two payoffs")
        start = self.position
        pairs = []
        for k, word in enumerate(self._words(start, profiles, "outcome numbers")):
            if not _COUNT.fullmatch(word) or int(word) >= len(outcomes):
                expected = f"an outcome number from 0 to {len(outcomes) - 1}"
                self.fail(expected, repr(word[:40]), self.place(start, k))
            pairs.append(outcomes[int(word)])
        return pairs

    def _payoff(self) -> _Payoff:
        value = self._number(self.token(), self.start, 0)
        self.accept(",")
        return value

    def _number(self, word: str, start: int, k: int) -> _Payoff:
        if not word:
            self.fail("a number")
        try:
            return read_payoff(word)
        except NumberError as error:
            line = line_of(self.text, self.place(start, k))
            raise FormatError(str(error), self.path, line) from error

    def _words(self, start: int, wanted: int, what: str) -> list[str]:
        """Split the rest of the file into the `wanted` words that must be there."""
        # A number and the space before it take two characters: so a large file
        # that cannot hold them all is refused before it is split.
        most = (len(self.text) - start + 1) // 2
        counted = wanted <= most or most < 1_000_000
        words = self.text[start:].split() if counted else []
        if len(words) < wanted:
            got = len(words) if counted else f"at most {most}"
            end = len(self.text.rstrip())
            expected = f"{wanted} {what}, as the strategy list says"
            self.fail(expected, f"{got}; is the file cut?", end)
        if len(words) > wanted:
            expected = f"{wanted} {what}, as the strategy list says"
            self.fail(expected, f"{len(words)}; remove the rest", self.place(start, wanted))
        return words
