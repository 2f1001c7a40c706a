"""Certificates: an answer together with what an independent program needs to check it.

:mod:`gametheory.verify` checks one. It says what the claim means, and proves that its checks
suffice; it needs nothing of this package. A certificate is one JSON object::

    {
      "schema": "gametheory/certificate/1",
      "claim": {
        "level": "complete",                        or "sound"
        "row_payoffs": [["3", "0"], ["5", "1"]],    exact numbers as text
        "column_payoffs": [["3", "5"], ["0", "1"]],
        "row_polytope": {"matrix": ..., "lows": ..., "unit": ...},
        "column_polytope": {...},
        "row_strategies": [["0", "1"]],             the vertices that take part
        "column_strategies": [["0", "1"]],
        "equilibria": [{"row": 0, "column": 0, "payoffs": ["1", "1"]}],
        "components": [
          {"equilibria": [0], "subsets": [{"rows": [0], "columns": [0]}], "index": 1}
        ],
        "row_bases": [[0, 1], ...],                 only at level "complete"
        "column_bases": [...]
      },
      "digest": "sha256:...",
      "provenance": {...}
    }

Numbers in the lists of equilibria, components and bases are places in the lists above them, or
labels. Level *complete* needs a complete set and at most `MAX_BASES` feasible bases in both
polytopes together. No game up to 12 x 12 has more (:func:`~gametheory.exact.vertices.max_bases`),
a random one of 13 x 13 seldom. Else the level is *sound*, and the provenance says why; then only
regular equilibria carry an index. Equilibria that are not extreme, which some methods list,
stay outside the claim; the provenance counts them. The same answer gives the same certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, Final

from gametheory.equilibria.components import Component, find_components
from gametheory.equilibria.equilibrium import Equilibrium, best_response_labels
from gametheory.equilibria.index import component_indices
from gametheory.exact.vertices import Vertices, enumerate_vertices, positive_matrix
from gametheory.limits import Limits, Status
from gametheory.strategy import MixedStrategy
from gametheory.verify import MAX_SUBSETS, SCHEMA, digest

if TYPE_CHECKING:
    from gametheory.equilibria.equilibrium_set import EquilibriumSet
    from gametheory.game import BimatrixGame

__all__ = ["MAX_BASES", "make_certificate"]

#: Feasible bases of both polytopes together; more are not included. The verifier looks at
#: two to five thousand a second.
MAX_BASES: Final = 50_000

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
    """
    game = equilibria.game
    extreme = _extreme_ones(equilibria)
    payoffs = [_payoffs(game, player) for player in (0, 1)]
    # P has a row for each action of the column player, Q for each of the row player.
    matrices = [_transposed(payoffs[1]), payoffs[0]]
    vertices, why = _vertices(equilibria, matrices)
    claim = {
        "level": "sound" if vertices is None else "complete",
        "row_payoffs": _texts(payoffs[0]),
        "column_payoffs": _texts(payoffs[1]),
        "row_polytope": _polytope(matrices[0]),
        "column_polytope": _polytope(matrices[1]),
        **_structure(equilibria, extreme, vertices),
    }
    if vertices is not None:
        m, n = game.shape
        claim["row_bases"] = _labels(vertices[0], 0, m + n)
        claim["column_bases"] = _labels(vertices[1], m, m + n)
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

    values = game.integer_payoffs(1 - player)[0]
    rows = positive_matrix((values.T if player == 0 else values).tolist())
    _, best = best_response_labels(game, strategy, player)
    block = [[rows[j][i] for i in strategy.support] for j in sorted(best)]
    return int(fmpz_mat(block).rank()) == len(strategy.support)


def _vertices(
    equilibria: EquilibriumSet, matrices: Sequence[Sequence[Sequence[Fraction]]]
) -> tuple[tuple[Vertices, Vertices] | None, str]:
    """All vertices and bases of both polytopes; or None, and why.

    Enumerated anew if the solver has left out what it did not need.
    """
    if not equilibria.complete:
        return None, "sound: the set is not complete"
    wanted = [_positive(matrix) for matrix in matrices]
    pair = equilibria.vertices
    if pair is None or not all(
        vertices.whole and [list(row) for row in vertices.matrix] == matrix
        for vertices, matrix in zip(pair, wanted, strict=True)
    ):
        limits = Limits(budget=MAX_BASES)
        pair = enumerate_vertices(wanted[0], limits), enumerate_vertices(wanted[1], limits)
        limits.close()
    stopped = [vertices.stopped for vertices in pair if vertices.stopped is not None]
    if stopped and stopped[0].status is Status.INTERRUPTED:
        raise KeyboardInterrupt
    first, second = (len(vertices.bases) for vertices in pair)
    if stopped or first + second > MAX_BASES:
        return None, f"sound: more than {MAX_BASES} feasible bases are not included"
    return pair, f"complete: {first} and {second} feasible bases are included"


def _labels(vertices: Vertices, first_label: int, n_labels: int) -> list[list[int]]:
    """Nonbasic variables of each basis as labels: those of Q start in the middle."""
    return sorted(
        sorted(
            (64 * word + bit + first_label) % n_labels
            for word, mask in enumerate(words)
            for bit in range(mask.bit_length())
            if mask >> bit & 1
        )
        for words in vertices.bases.tolist()
    )


def _structure(
    equilibria: EquilibriumSet,
    extreme: Sequence[Equilibrium],
    vertices: tuple[Vertices, Vertices] | None,
) -> dict[str, Any]:
    """Return strategies, equilibria and components, as places in each other's lists."""
    rows = {s: k for k, s in enumerate(dict.fromkeys(e.row_strategy for e in extreme))}
    columns = {s: k for k, s in enumerate(dict.fromkeys(e.column_strategy for e in extreme))}
    place = {id(e): k for k, e in enumerate(extreme)}
    everything_listed = len(extreme) == len(equilibria)
    game = equilibria.game
    components = equilibria.components if everything_listed else find_components(game, extreme)
    listed = []
    for component, index in zip(components, _indices(components, vertices), strict=True):
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


def _indices(
    components: Sequence[Component], vertices: tuple[Vertices, Vertices] | None
) -> list[int | None]:
    """Return the indices that the verifier can check."""
    if vertices is None:
        return [
            c.index if len(c.extreme) == 1 and _is_regular(c.extreme[0]) else None
            for c in components
        ]
    known = [c.index for c in components]
    if None not in known:
        return known
    owner = {
        (e.row_strategy, e.column_strategy): k for k, c in enumerate(components) for e in c.extreme
    }
    return list(component_indices(vertices, owner, len(components)))


def _is_regular(equilibrium: Equilibrium) -> bool:
    """Whether an extreme equilibrium has each label once."""
    strategies = equilibrium.row_strategy, equilibrium.column_strategy
    n_labels = sum(
        len(labels)
        for player, strategy in enumerate(strategies)
        for labels in best_response_labels(equilibrium.game, strategy, player)
    )
    return n_labels == sum(equilibrium.game.shape)


def _payoffs(game: BimatrixGame, player: int) -> list[list[Fraction]]:
    integers, denominator = game.integer_payoffs(player)
    return [[Fraction(value, denominator) for value in row] for row in integers.tolist()]


def _transposed(rows: Sequence[Sequence[Fraction]]) -> list[list[Fraction]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _positive(rows: Sequence[Sequence[Fraction]]) -> list[list[int]]:
    scale = lcm(*(value.denominator for row in rows for value in row))
    return positive_matrix([[int(value * scale) for value in row] for row in rows])


def _polytope(rows: Sequence[Sequence[Fraction]]) -> dict[str, Any]:
    """Write payoffs as low + unit (entry - 1), a low for each column."""
    matrix = _positive(rows)
    lows = [min(column) for column in zip(*rows, strict=True)]
    unit = next(
        (
            (value - low) / (entry - 1)
            for row, entries in zip(rows, matrix, strict=True)
            for value, low, entry in zip(row, lows, entries, strict=True)
            if entry > 1
        ),
        Fraction(1),
    )
    return {"matrix": _texts(matrix), "lows": _texts([lows])[0], "unit": _text(unit)}


def _texts(rows: Iterable[Iterable[Fraction | int]]) -> list[list[str]]:
    return [[_text(value) for value in row] for row in rows]


def _text(number: Fraction | int) -> str:
    """Exact text that the verifier reads: p or p/q."""
    p, q = _integer_text(number.numerator), _integer_text(number.denominator)
    return p if number.denominator == 1 else f"{p}/{q}"


def _integer_text(number: int) -> str:
    return str(number) if number.bit_length() <= _DECIMAL_BITS else f"{number:#x}"
