"""Reports: everything about a game in one document.

``Report(game).write("game.html")`` makes a page of one file that opens offline. It
says, in the order a reader asks: what the answer is, what the game is, every
equilibrium, how observed play and learners compare with it, what the game's
structure is, how all this was computed, and how to compute it again.

The same input gives the same bytes, apart from one element, ``<div id="time">``,
which holds the date and the measured seconds; ``timestamp=False`` leaves it out.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from gametheory.equilibria import EquilibriumSet
from gametheory.errors import FormatError, ParameterError
from gametheory.formats.files import FileAccessError, write_text
from gametheory.game import BimatrixGame
from gametheory.numbers import format_fraction
from reports.answer import answer, method_sentence
from reports.facts import gather
from reports.groups import read_groups
from reports.page import render
from reports.pictures import payoff_plane
from reports.views.equilibria import equilibria_view
from reports.views.game import bimatrix
from reports.views.learners import LearnersView, learners_view
from reports.views.method import MethodView, method_view
from reports.views.observed import Observed, ObservedView, observed_view
from reports.views.structure import structure_view
from reports.views.tiles import tiles
from reports.words import plain, say

if TYPE_CHECKING:
    from gametheory.solvers.cross_check import CrossCheck
    from learning import Runs, Verdict

__all__ = ["SCHEMA", "SUFFIXES", "Report"]

#: Name and version of the data that a page carries.
SCHEMA: Final = "gametheory/report/1"

#: Endings of the files that a report can be written to.
SUFFIXES: Final = (".html",)


class Report:
    """A document about one game.

    Parameters
    ----------
    game : BimatrixGame
    equilibria : EquilibriumSet, optional
        From :func:`gametheory.solve`; solved for if not given.
    runs : Runs, or mapping of str to Runs, optional
        What learners did, from :func:`learning.play`; a mapping names groups of
        learners that are to stand side by side.
    verdict : Verdict, or mapping of str to Verdict, optional
        What they reached, from :func:`learning.compare`; compared with the
        equilibria if not given. The keys are those of `runs`.
    title : str, optional
        The game's name if not given.
    story : str
        What the game is about; blank lines part paragraphs.
    sources : sequence of str
        Where the game and the numbers come from.
    observed : Observed or pair of vectors, optional
        Frequencies with which people played the actions.
    cross_check : CrossCheck, optional
        From :func:`gametheory.solvers.cross_check.cross_check`, to be shown.
    command : str
        The command that makes this report, to be shown.
    timestamp : bool
        Whether to add the date and the seconds that steps took.

    Raises
    ------
    ParameterError
        If the parts belong to different games or groups.
    StrategyError
        If `observed` is no pair of mixed strategies.
    """

    def __init__(
        self,
        game: BimatrixGame,
        equilibria: EquilibriumSet | None = None,
        *,
        runs: Runs | Mapping[str, Runs] | None = None,
        verdict: Verdict | Mapping[str, Verdict] | None = None,
        title: str | None = None,
        story: str = "",
        sources: tuple[str, ...] = (),
        observed: Any = None,
        cross_check: CrossCheck | None = None,
        command: str = "",
        timestamp: bool = True,
    ) -> None:
        if not isinstance(game, BimatrixGame):
            raise TypeError(f"expected a BimatrixGame, got {type(game).__name__}")
        if equilibria is None:
            from gametheory.solvers.solve import solve

            equilibria = solve(game)
        for part in (equilibria, cross_check):
            if part is not None and part.game != game:
                raise ParameterError(
                    f"expected the {type(part).__name__} of this game, got that of another one"
                )
        self._facts = gather(game, equilibria)
        self._title = title or game.name or "Bimatrix game"
        self._story = tuple(part.strip() for part in re.split(r"\n\s*\n", story) if part.strip())
        self._sources = tuple(sources)
        self._observed = None if observed is None else Observed.read(game, observed)
        self._check = cross_check
        self._command = command
        self._timestamp = timestamp
        self._groups = read_groups(game, equilibria, runs, verdict)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write the report; an old file is replaced whole or stays as it was.

        Parameters
        ----------
        path : path-like
            Ends in one of `SUFFIXES`.

        Raises
        ------
        FormatError
            If the ending is not known.
        FileAccessError
            If the file cannot be written; also an :class:`OSError`.
        """
        file = Path(path)
        check_path(file)
        write_text(file, self.html(file.stem))

    def html(self, file_stem: str = "report") -> str:
        """Return the report as one self-contained HTML page.

        Parameters
        ----------
        file_stem : str
            Name, without ending, that the page proposes for its saved data.
        """
        facts = self._facts
        game, found = facts.game, facts.equilibria
        data = self.data()
        learners = learners_view(facts, self._groups) if self._groups else None
        observed = observed_view(game, found, self._observed) if self._observed else None
        seeds = learners.manifest if learners else ()
        method = method_view(found, self._check, data, self._command, seeds)
        sentences = answer(facts)
        sentences += [observed.sentence] if observed else []
        m, n = game.shape
        size = f"{m} × {n} bimatrix game" + (f" · {facts.kind.label}" if facts.kind else "")
        seen = () if self._observed is None else (_floats(game, self._observed),)
        return render(
            title=self._title,
            subtitle=size,
            description=plain(sentences[1] if len(sentences) > 1 else sentences[0])[:300],
            contents=_contents(observed, learners),
            answer=Markup(" ").join(sentences),
            tiles=tiles(facts, observed, learners),
            story=self._story,
            bimatrix=bimatrix(facts),
            completeness=method_sentence(found),
            equilibria=equilibria_view(found),
            observed=observed,
            learners=learners,
            structure=structure_view(facts),
            plane=payoff_plane(facts, learners.points if learners else (), seen),
            method=method,
            sources=_sources(self._sources, self._observed, learners),
            schema=SCHEMA,
            file_name=f"{re.sub(r'[^A-Za-z0-9._-]+', '-', file_stem)[:60] or 'report'}.json",
            time=self._time(method) if self._timestamp else None,
            data=data,
        )

    def data(self) -> dict[str, Any]:
        """Return the page's data, schema ``gametheory/report/1``; exact numbers, no times.

        ``equilibria`` is what :meth:`EquilibriumSet.to_json` gives, the game
        included; ``observed``, ``cross_check`` and ``learning`` are there if the
        page has such a part.
        """
        found = self._facts.equilibria
        solved = json.loads(found.to_json())
        document: dict[str, Any] = {"schema": SCHEMA, "equilibria": solved}
        if self._observed is not None:
            document["observed"] = {
                "row": [format_fraction(p) for p in self._observed.row],
                "column": [format_fraction(p) for p in self._observed.column],
                "size": self._observed.size,
            }
        if self._check is not None:
            checked = json.loads(self._check.to_json())["methods"]
            timed = ("seconds", "reason")  # a reason may tell how long the method took
            document["cross_check"] = [
                {key: value for key, value in method.items() if key not in timed}
                for method in checked
            ]
        if self._groups:
            document["learning"] = {label: group.data() for label, group in self._groups.items()}
        return document

    def _time(self, method: MethodView) -> dict[str, Any]:
        rows = [(f"cross-check: {step}", seconds, note) for step, seconds, note in method.timings]
        rows += [
            (f"learning: {label}", f"{group.runs.seconds:.3f}", "")
            for label, group in self._groups.items()
        ]
        return {"date": datetime.now(UTC).strftime("%-d %B %Y, %H:%M UTC"), "rows": rows}

    def __repr__(self) -> str:
        return f"Report({self._title!r}, {len(self._facts.equilibria)} equilibria)"


def check_path(path: Path) -> None:
    """Refuse a path that no report can be written to, before the work is done.

    Raises
    ------
    FormatError
        If the ending is unknown.
    FileAccessError
        If it is a folder, or its folder does not exist.
    """
    if path.is_dir():
        raise FileAccessError("expected a file to write to, got a folder; add a name", str(path))
    if path.suffix.lower() not in SUFFIXES:
        raise FormatError(
            f"expected a file name that ends in {' or '.join(SUFFIXES)}, got {path.suffix!r}",
            str(path),
        )
    if not path.parent.is_dir():
        raise FileAccessError("its folder does not exist; make it first", str(path))


def _floats(game: BimatrixGame, observed: Observed) -> tuple[float, float]:
    first, second = game[observed.row, observed.column]
    return float(first), float(second)


def _contents(observed: ObservedView | None, learners: LearnersView | None) -> list[Any]:
    parts = [("answer", "In short"), ("game", "Game"), ("equilibria", "Equilibria")]
    parts += [("observed", "Observed play")] if observed else []
    parts += [("learning", "Learners")] if learners else []
    return [
        *parts,
        ("structure", "Structure"),
        ("method", "Method"),
        ("sources", "Sources"),
        ("reproduce", "Reproduce"),
    ]


def _sources(
    given: tuple[str, ...], observed: Observed | None, learners: LearnersView | None
) -> tuple[Markup | str, ...]:
    own = [
        say("Nash, J. (1951). Non-cooperative games. <cite>Annals of Mathematics</cite> 54, "
            "286–295."),
        say("Avis, D., Rosenberg, G., Savani, R. & von Stengel, B. (2010). Enumeration of Nash "
            "equilibria for two-player games. <cite>Economic Theory</cite> 42, 9–37."),
    ]  # fmt: skip
    own += learners.sources if learners else ()
    theirs = [*given, observed.source if observed else ""]
    # The same paper may be named twice, once with more to say about it.
    longer = [
        source
        for source in dict.fromkeys(theirs)
        if source and not any(o != source and o.startswith(source.rstrip(".")) for o in theirs)
    ]
    return (*longer, *own)
