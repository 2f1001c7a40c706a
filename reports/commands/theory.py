"""Commands that ask theory only: solve, analyze, verify."""

from __future__ import annotations

import argparse
import json

from gametheory.errors import UnknownNameError
from gametheory.formats.files import write_text
from reports.commands.reading import exit_code, read_game

__all__ = ["analyze", "solve", "verify"]


def solve(options: argparse.Namespace) -> int:
    """Print the equilibria of a game."""
    from gametheory.solvers.solve import solve as find

    game, _ = read_game(options.game)
    found = find(game, options.method, options.timeout)
    if options.certificate:
        write_text(options.certificate, json.dumps(found.certificate, indent=1) + "\n")
    print(found.to_json() if options.json else found)
    return exit_code(found)


def analyze(options: argparse.Namespace) -> int:
    """Print everything that theory says about a game."""
    from gametheory.overview import SECTIONS
    from gametheory.overview import analyze as work_out

    for section in options.section or ():
        if section not in SECTIONS:
            raise UnknownNameError("section", section, SECTIONS)
    game, _ = read_game(options.game)
    sections = tuple(options.section) if options.section else None
    overview = work_out(game, sections=sections, timeout=options.timeout)
    print(overview.to_json() if options.json else repr(overview) if options.brief
          else overview.text())  # fmt: skip
    return exit_code(overview.equilibria)


def verify(options: argparse.Namespace) -> int:
    """Check a certificate; :mod:`gametheory.verify` prints the verdict and has our exit codes."""
    from gametheory.verify import main

    return main([options.file])
