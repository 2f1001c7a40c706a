"""``python -m gametheory``: the command line, which lives in :mod:`reports.cli`."""

from reports.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
