"""The command ``gametheory``.

Exit codes: 0 done, 1 failed, 2 wrong use or input, 3 stopped before it finished
(what was found is printed), 130 interrupted. Errors are a line or a few on
standard error; ``--debug`` shows where they come from.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

from reports.parser import build_parser
from reports.terminal import DONE, FAILED, INTERRUPTED, WRONG, tell

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the program's name; those of the process if not given.

    Returns
    -------
    int
        Exit code.
    """
    if sys.stdout is None:  # closed by the shell: `gametheory games >&-`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (for the process)
    for stream in (sys.stdout, sys.stderr):
        # A name may hold characters that the terminal's encoding lacks.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    try:
        options = build_parser().parse_args(argv)
        if argv is None and not options.debug:
            sys.excepthook = _report_bug
        code = _run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has what it wanted, as in `gametheory games | head`. The
        # interpreter would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        tell("interrupted")
        return INTERRUPTED
    return code


def _run(options: argparse.Namespace) -> int:
    from gametheory.errors import (
        GameTheoryError,
        InternalError,
        Interrupted,
        MemoryLimitError,
        SolverError,
    )
    from reports import commands

    command: Callable[[argparse.Namespace], int] = getattr(commands, options.command)
    try:
        return command(options)
    except Interrupted as interruption:
        partial: Any = interruption.partial
        to_json = getattr(partial, "to_json", None) if getattr(options, "json", False) else None
        print(to_json() if to_json else partial)
        sys.stdout.flush()
        raise
    except (InternalError, MemoryLimitError, SolverError) as error:
        if options.debug:
            raise
        tell(str(error))
        return FAILED
    except GameTheoryError as error:
        if options.debug:
            raise
        tell(str(error))
        return WRONG
    except BrokenPipeError:
        raise
    except OSError as error:
        if options.debug:
            raise
        tell(str(error))
        return FAILED


def _report_bug(
    kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    tell(f"unexpected {kind.__name__}: {error}; please report it, with the output of --debug")
