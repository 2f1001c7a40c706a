"""What the subcommands of ``gametheory`` do; each returns an exit code."""

from __future__ import annotations

from reports.commands.files import convert, games
from reports.commands.learning import learn
from reports.commands.reading import read_game
from reports.commands.report import report
from reports.commands.theory import analyze, solve, verify

__all__ = ["analyze", "convert", "games", "learn", "read_game", "report", "solve", "verify"]
