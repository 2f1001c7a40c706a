"""Certificates: an answer together with what an independent program needs to check it.

:mod:`gametheory.verify` checks one. It says what the claim means, and proves that its checks
suffice; it needs nothing of this package. A certificate is one JSON object::

    {
      "schema": "gametheory/certificate/2",
      "claim": {
        "level": "complete",                        or "sound"
        "row_payoffs": [["3", "0"], ["5", "1"]],    exact numbers as text
        "column_payoffs": [["3", "5"], ["0", "1"]],
        "row_polytope": {"unit": ..., "lows": ..., "matrix": ...},
        "column_polytope": {...},
        "row_strategies": [["0", "1"]],             the vertices that take part
        "column_strategies": [["0", "1"]],
        "equilibria": [{"row": 0, "column": 0, "payoffs": ["1", "1"]}],
        "components": [
          {"equilibria": [0], "subsets": [{"rows": [0], "columns": [0]}], "index": 1}
        ],
        "bases": [3, 3]                             only at level "complete"
      },
      "digest": "sha256:...",
      "provenance": {...}
    }

Whole numbers in the lists of equilibria and components are places in the lists above them. The
verifier walks through the bases of both best-response polytopes itself: they are only counted.
Level *complete* needs a complete set and a walk that its limit of work allows: any game up to
13 x 13, a random one of 14 x 14. Else the level is *sound*, and the provenance says why. At both
levels all that is listed is proved; at *sound* a component without an index may be part of a larger
one. Equilibria that are not extreme, which some methods list, stay outside the claim; the
provenance counts them. The same answer gives the same certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from gametheory.equilibria.components import Component, find_components
from gametheory.equilibria.equilibrium import Equilibrium, best_response_labels
from gametheory.errors import InternalError
from gametheory.exact.vertices import Vertices, enumerate_vertices, positive_matrix
from gametheory.limits import Limits, Status
from gametheory.strategy import MixedStrategy
from gametheory.verify import (
    MAX_SUBSETS,
    MAX_WORK,
    SCHEMA,
    Polytope,
    digest,
    index_of_component,
    make_polytope,
    read_vertices,
)

if TYPE_CHECKING:
    from gametheory.equilibria.equilibrium_set import EquilibriumSet
    from gametheory.game import BimatrixGame

__all__ = ["make_certificate"]

#: Longer integers are written hexadecimal: Python refuses to read 4,300 decimal digits.
_DECIMAL_BITS: Final = 13_000


def make_certificate(equilibria: EquilibriumSet) -> dict[str, Any]:
    """Return the certificate of a set of equilibria, ready for ``json.dump``.

    Parameters
    ----------
    equilibria : EquilibriumSet
        Complete or not; its approximate equilibria stay out.

    Returns
    -------
    dict
        As the module describes it: lists, dicts, text, integers, None.

    Raises
    ------
    InternalError
        If the verifier finds another index than the set states.
    """
    game = equilibria.game
    extreme = _extreme_ones(equilibria)
    bases, why = _bases(equilibria)
    p, q = _polytopes(game)
    claim = {
        "level": "sound" if bases is None else "complete",
        "row_payoffs": _texts(_payoffs(game, 0)),
        "column_payoffs": _texts(_payoffs(game, 1)),
        "row_polytope": _polytope(p),
        "column_polytope": _polytope(q),
        **_structure(equilibria, extreme, complete=bases is not None),
    }
    if bases is not None:
        claim["bases"] = bases
    return {
        "schema": SCHEMA,
        "claim": claim,
        "digest": digest(claim),
        "provenance": {
            "title": game.name,
            "players": list(game.players),
            "row_actions": list(game.row_actions),
            "column_actions": list(game.column_actions),
            "method": equilibria.method,
            "scope": equilibria.scope.value,
            "status": equilibria.status.value,
            "reason": equilibria.reason,
            "level": why,
            "left_out": len(equilibria) - len(extreme),
            "versions": dict(equilibria.versions),
        },
    }


def _extreme_ones(equilibria: EquilibriumSet) -> tuple[Equilibrium, ...]:
    if equilibria.complete:
        return equilibria.equilibria
    return tuple(
        e
        for e in equilibria
        if _is_vertex(e.game, e.row_strategy, 0) and _is_vertex(e.game, e.column_strategy, 1)
    )


def _is_vertex(game: BimatrixGame, strategy: MixedStrategy, player: int) -> bool:
    """Whether support and best responses determine a strategy (von Stengel 2002, section 2.5)."""
    from flint import fmpz_mat

    rows = _polytope_matrix(game, player)
    _, best = best_response_labels(game, strategy, player)
    block = [[rows[j][i] for i in strategy.support] for j in sorted(best)]
    return int(fmpz_mat(block).rank()) == len(strategy.support)


def _polytope_matrix(game: BimatrixGame, player: int) -> list[list[int]]:
    """M of a player's polytope, a row for each action of the opponent."""
    values = game.integer_payoffs(1 - player)[0]
    return positive_matrix((values.T if player == 0 else values).tolist())


def _bases(equilibria: EquilibriumSet) -> tuple[list[int] | None, str]:
    """Return the numbers of feasible bases of P and Q, or None, and why.

    None if the verifier can't walk through them: the claim is only sound then.
    """
    if not equilibria.complete:
        return None, "sound: the set is not complete"
    m, n = equilibria.game.shape
    found = _vertices(equilibria)
    if found is not None:
        first, second = (len(vertices.bases) for vertices in found)
        if (m + n + 1) * ((first - 1) * n + (second - 1) * m) <= MAX_WORK:
            return [first, second], f"complete: all {first} and {second} bases will be visited"
    return None, "sound: a walk through all bases is more work than the verifier does"


def _vertices(equilibria: EquilibriumSet) -> tuple[Vertices, Vertices] | None:
    """All vertices and bases of both polytopes; None if that is too much work.

    Enumerated anew if the solver has left out what it did not need.
    """
    game = equilibria.game
    wanted = [_polytope_matrix(game, player) for player in (0, 1)]
    pair = equilibria.vertices
    if pair is None or not all(
        vertices.whole and [list(row) for row in vertices.matrix] == matrix
        for vertices, matrix in zip(pair, wanted, strict=True)
    ):
        limits = Limits(budget=MAX_WORK // (sum(game.shape) + 1) // min(game.shape) + 2)
        pair = enumerate_vertices(wanted[0], limits), enumerate_vertices(wanted[1], limits)
        limits.close()
    stopped = [vertices.stopped for vertices in pair if vertices.stopped is not None]
    if stopped and stopped[0].status is Status.INTERRUPTED:
        raise KeyboardInterrupt
    return None if stopped else pair


def _structure(
    equilibria: EquilibriumSet, extreme: Sequence[Equilibrium], *, complete: bool
) -> dict[str, Any]:
    """Return strategies, equilibria and components, as places in each other's lists."""
    rows = {s: k for k, s in enumerate(dict.fromkeys(e.row_strategy for e in extreme))}
    columns = {s: k for k, s in enumerate(dict.fromkeys(e.column_strategy for e in extreme))}
    place = {id(e): k for k, e in enumerate(extreme)}
    everything_listed = len(extreme) == len(equilibria)
    game = equilibria.game
    components = equilibria.components if everything_listed else find_components(game, extreme)
    indices = [component.index for component in components]
    if not complete:
        indices = _proved_indices(game, components, rows, columns)
    listed = []
    for component, index in zip(components, indices, strict=True):
        subsets = sorted(
            (sorted(rows[s] for s in part.row_strategies),
             sorted(columns[s] for s in part.column_strategies))
            for part in component.subsets
        )  # fmt: skip
        cut = not component.subsets_complete or len(subsets) > MAX_SUBSETS
        listed.append(
            {
                "equilibria": [place[id(e)] for e in component.extreme],
                "subsets": None if cut else [{"rows": x, "columns": y} for x, y in subsets],
                "index": index,
            }
        )
    return {
        "row_strategies": _texts(s.fractions for s in rows),
        "column_strategies": _texts(s.fractions for s in columns),
        "equilibria": [
            {
                "row": rows[e.row_strategy],
                "column": columns[e.column_strategy],
                "payoffs": [_text(value) for value in e.payoffs],
            }
            for e in extreme
        ],
        "components": listed,
    }


def _proved_indices(
    game: BimatrixGame,
    components: Sequence[Component],
    rows: dict[MixedStrategy, int],
    columns: dict[MixedStrategy, int],
) -> list[int | None]:
    """Return the indices that the verifier finds from the neighbourhood of each component.

    None where a component is not whole, or is too much work.
    """
    p, q = _polytopes(game)
    xs = read_vertices(_texts(s.fractions for s in rows), "row_strategies", p)
    ys = read_vertices(_texts(s.fractions for s in columns), "column_strategies", q)
    work = [0]
    found = []
    for component in components:
        pairs = [
            (xs[rows[e.row_strategy]][0], ys[columns[e.column_strategy]][0])
            for e in component.extreme
        ]
        index = index_of_component(p, q, pairs, work)
        if None not in (index, component.index) and index != component.index:
            raise InternalError(
                f"a component's index: expected {component.index}, the verifier found {index}"
            )
        found.append(index)
    return found


def _polytopes(game: BimatrixGame) -> tuple[Polytope, Polytope]:
    m, n = game.shape
    labels = [1 << v for v in range(m + n)]
    return (
        make_polytope(zip(*_payoffs(game, 1), strict=True), labels),
        make_polytope(_payoffs(game, 0), labels[m:] + labels[:m]),
    )


def _polytope(polytope: Polytope) -> dict[str, Any]:
    return {
        "unit": _text(polytope.unit),
        "lows": [_text(low) for low in polytope.lows],
        "matrix": _texts(polytope.matrix),
    }


def _payoffs(game: BimatrixGame, player: int) -> list[list[Fraction]]:
    integers, denominator = game.integer_payoffs(player)
    return [[Fraction(value, denominator) for value in row] for row in integers.tolist()]


def _texts(rows: Iterable[Iterable[Fraction | int]]) -> list[list[str]]:
    return [[_text(value) for value in row] for row in rows]


def _text(number: Fraction | int) -> str:
    """Exact text that the verifier reads: p or p/q."""
    p, q = _integer_text(number.numerator), _integer_text(number.denominator)
    return p if number.denominator == 1 else f"{p}/{q}"


def _integer_text(number: int) -> str:
    return str(number) if number.bit_length() <= _DECIMAL_BITS else f"{number:#x}"
