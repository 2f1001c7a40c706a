"""All equilibria of a game with parameters, exactly, with the conditions for each.

The signs of finitely many polynomials decide which extreme equilibria there are
(:mod:`gametheory.symbolic.vertices`). Every combination of signs that the assumptions and
arithmetic allow is followed (:mod:`gametheory.symbolic.branching`), ties among them, so the
answer holds on boundaries as well. For 2 x 2 games these are the signs of the four payoff
differences A11 - A21, A12 - A22, B11 - B12, B21 - B22.

What can't be decided is only whether some combination of signs occurs at all: such a
region is marked, and the answer given for it is right if it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gametheory.errors import Interrupted, ParameterError
from gametheory.limits import LimitReached, Limits, Status
from gametheory.symbolic.branching import Excluded, Exploration, Leaf, Oracle, explore, explore_line
from gametheory.symbolic.conditions import simplest_cover
from gametheory.symbolic.game import ParametricGame
from gametheory.symbolic.result import ParametricEquilibria, ParametricEquilibrium, Region
from gametheory.symbolic.vertices import Candidate, Functions, candidates, extreme_pairs

__all__ = ["MAX_SIZE", "solve_parametric"]

#: Most actions of a player: 5 x 5 has 251 square subsystems for each player.
MAX_SIZE: Final = 5

Pair = tuple[Functions, Functions]
Found = tuple[Pair, ...]


def solve_parametric(game: ParametricGame, *, timeout: float | None = None) -> ParametricEquilibria:
    """Find all Nash equilibria as functions of the parameters.

    Parameters
    ----------
    game : ParametricGame
        Up to 5 x 5; 2 x 2 takes well under a second, and so does 3 x 3 with one parameter.
        More actions together with several parameters can take exponentially long.
    timeout : float, optional
        Seconds; what is found by then is returned with status ``timeout``.

    Returns
    -------
    ParametricEquilibria

    Raises
    ------
    ParameterError
        If the game is too large, or no parameters satisfy the assumptions.
    Interrupted
        On Ctrl-C, with what was found in ``.partial``.

    Examples
    --------
    >>> from gametheory.symbolic import ParametricGame
    >>> game = ParametricGame.symmetric(
    ...     [["v/2 - c/2", "v"], ["0", "v/2"]], parameters="v c", assuming="v > 0, c > 0",
    ...     name="Hawk-dove", row_actions=["Hawk", "Dove"])
    >>> result = solve_parametric(game)
    >>> for equilibrium in result.equilibria:
    ...     print(equilibrium.describe(0), "|", equilibrium.describe(1), "|",
    ...           equilibrium.condition)
    Hawk | Hawk | v >= c
    Hawk | Dove | v <= c
    Dove | Hawk | v <= c
    Hawk v/c, Dove (c - v)/c | Hawk v/c, Dove (c - v)/c | v < c
    >>> result.profiles_at(v=2, c=3)[2]
    ((Fraction(2, 3), Fraction(1, 3)), (Fraction(2, 3), Fraction(1, 3)))
    """
    if not isinstance(game, ParametricGame):
        raise ParameterError(
            f"expected a ParametricGame, got {type(game).__name__}; solve() is for numbers"
        )
    if max(game.shape) > MAX_SIZE:
        m, n = game.shape
        raise ParameterError(
            f"expected at most {MAX_SIZE} x {MAX_SIZE} actions with parameters, got {m} x {n}; "
            "substitute numbers and use solve()"
        )
    limits = Limits(timeout)
    try:
        exploration = _explore(game, limits)
    finally:
        limits.close()
    if exploration.status is Status.FINISHED and not exploration.leaves:
        raise ParameterError(
            f"no values of {', '.join(game.parameters)} satisfy the assumptions "
            f"{game.assuming}; expected assumptions that can hold together"
        )
    result = _result(game, exploration)
    if exploration.status is Status.INTERRUPTED:
        raise Interrupted(result)
    return result


def _explore(game: ParametricGame, limits: Limits) -> Exploration[Found]:
    A, B = game.entries(0), game.entries(1)
    try:
        rows = candidates(B, limits)
        columns = candidates(tuple(zip(*A, strict=True)), limits)
    except LimitReached as reached:
        return Exploration((), ({},), reached.status)
    except KeyboardInterrupt:
        return Exploration((), ({},), Status.INTERRUPTED)
    if len(game.parameters) == 1:
        polynomials = [p for c in (*rows, *columns) for p in (*c.minors, *(s for _, s in c.slacks))]
        polynomials += game.denominators
        polynomials += (a.difference.sign_polynomial for a in game.assumptions)
        return explore_line(lambda oracle: _found(game, oracle, rows, columns), polynomials, limits)
    return explore(lambda oracle: _found(game, oracle, rows, columns), limits)


def _found(
    game: ParametricGame,
    oracle: Oracle,
    rows: Sequence[Candidate],
    columns: Sequence[Candidate],
) -> Found:
    for denominator in game.denominators:
        if oracle.sign(denominator) == 0:
            raise Excluded
    for assumption in game.assumptions:
        if oracle.sign(assumption.difference.sign_polynomial) not in assumption.signs:
            raise Excluded
    return extreme_pairs(oracle, rows, columns)


def _result(game: ParametricGame, exploration: Exploration[Found]) -> ParametricEquilibria:
    leaves, unexplored = exploration.leaves, exploration.unexplored
    names = game.parameters
    pairs = sorted(dict.fromkeys(pair for leaf in leaves for pair in leaf.value), key=_order)
    numbers = {pair: k for k, pair in enumerate(pairs)}
    answers: dict[tuple[int, ...], list[Leaf[Found]]] = {}
    for leaf in leaves:
        answers.setdefault(tuple(sorted(numbers[pair] for pair in leaf.value)), []).append(leaf)
    # Equilibria and regions are told apart by whole answers, which are far fewer than leaves.
    regions = []
    for answer, members in answers.items():
        others = [leaf.signs for leaf in leaves if leaf.value not in {m.value for m in members}]
        condition = simplest_cover(names, [leaf.signs for leaf in members], [*others, *unexplored])
        points = sorted(
            (leaf for leaf in members if leaf.point is not None),
            key=lambda leaf: sum(sign == 0 for sign in leaf.signs.values()),
        )
        chosen = [pairs[k] for k in answer]
        regions.append(
            Region(
                condition,
                answer,
                *_structure(answer, chosen),
                nonempty=True if any(leaf.proved for leaf in members) else None,
                point=points[0].point if points else None,
                is_open=any(all(leaf.signs.values()) for leaf in members),
            )
        )
    regions.sort(key=lambda r: (not r.is_open, r.nonempty is None, r.equilibria))
    equilibria = []
    for pair in pairs:
        there = [leaf.signs for leaf in leaves if pair in leaf.value]
        elsewhere = [leaf.signs for leaf in leaves if pair not in leaf.value]
        condition = simplest_cover(names, there, [*elsewhere, *unexplored])
        equilibria.append(ParametricEquilibrium(game, *pair, condition))
    complete = exploration.status is Status.FINISHED
    followed = "the one combination" if len(leaves) == 1 else f"all {len(leaves)} combinations"
    reason = (
        f"{followed} of signs that can occur {'was' if len(leaves) == 1 else 'were'} followed"
        if complete
        else f"{len(unexplored)} combinations of signs were not followed to their end"
    )
    return ParametricEquilibria(
        game, tuple(equilibria), tuple(regions), exploration.status, complete, reason
    )


def _order(pair: Pair) -> tuple[object, ...]:
    supports = [[k for k, f in enumerate(strategy) if not f.is_zero] for strategy in pair]
    # Among equal supports the simpler functions first; text makes the order definite.
    return sum(map(len, supports)), supports, max(
        max(f.top.degree, f.bottom.degree) for strategy in pair for f in strategy
    ), repr(pair)  # fmt: skip


def _structure(
    answer: tuple[int, ...], pairs: Sequence[Pair]
) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]]:
    """Components and maximal Nash subsets of a bipartite graph of strategies."""
    neighbours: dict[Functions, set[Functions]] = {}
    for x, y in pairs:
        neighbours.setdefault(x, set()).add(y)
    # Maximal subsets: the intersections of neighbourhoods, with all x that reach them.
    closed: dict[frozenset[Functions], None] = {}
    for reach in neighbours.values():
        for other in [None, *closed]:
            meet = frozenset(reach if other is None else reach & other)
            if meet:
                closed[meet] = None
    subsets = []
    for shared in closed:
        inside = [(k, pair) for k, pair in zip(answer, pairs, strict=True)
                  if neighbours[pair[0]] >= shared and pair[1] in shared]  # fmt: skip
        firsts = {pair[0]: k for k, pair in reversed(inside)}
        seconds = {pair[1]: k for k, pair in reversed(inside)}
        subsets.append((tuple(sorted(firsts.values())), tuple(sorted(seconds.values()))))
    components: list[tuple[set[int], set[Functions], set[Functions]]] = []
    for k, (x, y) in zip(answer, pairs, strict=True):
        members, xs, ys = {k}, {x}, {y}
        for component in [c for c in components if x in c[1] or y in c[2]]:
            components.remove(component)
            members |= component[0]
            xs |= component[1]
            ys |= component[2]
        components.append((members, xs, ys))
    return tuple(sorted(tuple(sorted(c[0])) for c in components)), tuple(sorted(subsets))
