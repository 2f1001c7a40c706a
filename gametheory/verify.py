"""Check a certificate of Nash equilibria of a two-player game: ``python verify.py FILE``.

A lone file: standard library only, exact numbers only, nothing of the program that made the
certificate. Exit codes: 0 verified; 1 refused, with the first fault; 2 unreadable (no file, too
large, not strict JSON, another schema).

*Terms.* A strategy x of the row player (actions i = 0..m-1) has *label* i if x_i = 0, and label
m + j if column j (0..n-1) is a best response to x; a strategy y of the column player has label
m + j if y_j = 0, and label i if row i is a best response to y. (x, y) is a Nash equilibrium, both
regrets being 0, exactly if every action is unplayed or a best response: if x and y together have
all m + n labels. Best responses stay the same if each player's payoffs are written as (low of the
opponent's action) + unit * (entry - 1), unit > 0, and replaced by the entries, positive integers.
Strategies are then the nonzero points, divided by their sums, of the polytopes

    P = {x >= 0 : M x <= 1}, M: row_polytope.matrix;   Q = {y >= 0 : M y <= 1}, column_polytope;

labels are tight inequalities. An equilibrium is *extreme* if x and y are vertices: if the block of
M of the support and the best responses has independent columns. Vertices differ in their labels
(von Stengel 2002, Computing equilibria for two-person games, sections 2.3 and 2.5).

*Level "sound"*, any size: the listed profiles are extreme equilibria with these payoffs; the
components are the classes of listed profiles that share strategies; their subsets are all maximal
sets X x Y of listed profiles, each a set of interchangeable equilibria (null if more than 10,000).
An index that is not null is right; here only *regular* equilibria, which have no label twice and
are isolated, can have one. Equilibria may be missing, and components may belong together.

*Level "complete"*: besides, these are all extreme equilibria of the game, hence all components,
maximal Nash subsets and indices. Let the bounds of P be 1 + e, 1 + e^2, ... for an infinitely small
e > 0: P becomes simple, its vertices are the *feasible bases* (listed by the labels of their
nonbasic variables), and two are neighbours if one pivot by the lexicographic ratio test leads from
one to the other. The walk starts at x = 0, looks at all neighbours of each basis that it meets, and
refuses the file if one is not listed, or if a listed one was not met. The graph of a polytope is
connected (Balinski 1961), so the list holds all feasible bases. Each vertex of P has one: the
optimum of a linear function that is largest at this vertex only. So the labels of all vertices of
P and Q are known, and the pairs with all labels, except (0, 0), must be as many as the listed
equilibria, which are among them. The index of a component is the sum of (-1)^(k+1) sign(det A_IJ
det B_IJ) over the pairs of feasible bases that share no label, except (0, 0), and whose vertices
lie in it; I and J are the basic x_i and y_j, k of each.

The field ``provenance`` is outside the claim; ``digest`` finds accidents, not lies.
"""

import hashlib
import json
import re
import sys
from fractions import Fraction
from typing import Any, NamedTuple

SCHEMA = "gametheory/certificate/1"
MAX_BYTES = 256 * 2**20
MAX_SUBSETS = 10_000
NUMBER = re.compile(r"(-?)(\d{1,4000}|0x[0-9a-f]{1,50000})(?:/(\d{1,4000}|0x[0-9a-f]{1,50000}))?")
PRIME = 2**61 - 1
CLAIM = "level row_payoffs column_payoffs row_polytope column_polytope row_strategies " \
        "column_strategies equilibria components"  # fmt: skip


class Refused(Exception):  # noqa: N818  (a verdict)
    """The claim is malformed or false."""


class Polytope(NamedTuple):
    """P or Q; one-bit labels of the player's own actions, then of the opponent's (M's rows)."""

    matrix: list[list[int]]
    lows: list[Fraction]
    unit: Fraction
    labels: list[int]


def require(condition: bool, fault: str) -> None:
    """Refuse the claim unless the condition holds."""
    if not condition:
        raise Refused(fault)


def load(data: bytes) -> dict[str, Any]:
    """Read strict JSON: no key twice, no floats or NaN, no long integers, no deep nesting."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a key stands twice in one object")
        return dict(pairs)

    def never(text: str) -> Any:
        raise ValueError(f"{text[:20]}: only short integers, and exact numbers as text")

    def integer(text: str) -> int:
        return int(text if len(text) <= 12 else never(text))

    if len(data) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES} bytes")
    document = json.loads(
        data.decode("utf-8"), object_pairs_hook=unique, parse_int=integer, parse_float=never,
        parse_constant=never,
    )  # fmt: skip
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise ValueError(f"the schema is not {SCHEMA}")
    return document


def digest(claim: object) -> str:
    """SHA-256 of the claim as ASCII JSON with sorted keys and no spaces."""
    text = json.dumps(claim, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def fields(value: object, what: str, names: str) -> list[Any]:
    """Return the values of an object that has exactly these keys."""
    if not isinstance(value, dict) or set(value) != set(names.split()):
        raise Refused(f"{what}: expected an object with the keys {names}")
    return [value[name] for name in names.split()]


def items(value: object, what: str, length: int | None = None) -> list[Any]:
    """Return a list, of this length if one is given."""
    if not isinstance(value, list) or length not in (None, len(value)):
        raise Refused(f"{what}: expected a list{'' if length is None else f' of {length}'}")
    return value


def numbers(value: object, what: str, length: int | None = None) -> list[Fraction]:
    """Return a list of exact numbers: text, p or p/q, decimal or hexadecimal."""
    found = []
    for text in items(value, what, length):
        match = NUMBER.fullmatch(text) if isinstance(text, str) and text.isascii() else None
        if match is None:
            raise Refused(f"{what}: expected exact numbers as text")
        p, q = (int(part, 16 if "x" in part else 10) for part in match.groups("1")[1:])
        require(q > 0, f"{what}: a denominator is 0")
        found.append(Fraction(-p if match[1] else p, q))
    return found


def places(value: object, what: str, count: int, length: int) -> list[int]:
    """Return `length` places in a list of `count` things, ascending, each once."""
    found = items(value, what, length)
    require(all(type(k) is int and 0 <= k < count for k in found), f"{what}: no such place")
    require(found == sorted(set(found)), f"{what}: not ascending")
    return found


def read_polytope(value: object, what: str, payoffs: Any, labels: list[int]) -> Polytope:
    """Read a positive integer matrix and compare it with the payoffs, entry by entry."""
    scale, low, rows = fields(value, what, "unit lows matrix")
    (unit,), lows = numbers([scale], what), numbers(low, what, len(payoffs[0]))
    matrix = [numbers(row, what, len(lows)) for row in items(rows, what, len(payoffs))]
    for entries, row in zip(matrix, payoffs, strict=True):
        for entry, low, payoff in zip(entries, lows, row, strict=True):
            require(entry.denominator == 1 <= entry, f"{what}: not a positive integer")
            require(payoff == low + unit * (entry - 1), f"{what}: not the payoffs of the game")
    require(unit > 0 and (unit == 1 or max(map(max, matrix)) > 1), f"{what}: unit")
    return Polytope([[int(entry) for entry in row] for row in matrix], lows, unit, labels)


def read_vertices(value: object, what: str, polytope: Polytope) -> list[tuple[int, Fraction]]:
    """Return the labels of each strategy, and what the best response to it earns."""
    found = []
    for vector in items(value, what):
        x = numbers(vector, what, len(polytope.lows))
        require(min(x) >= 0 and sum(x) == 1, f"{what}: not a probability vector")
        support = [i for i, p in enumerate(x) if p]
        values = [sum(row[i] * x[i] for i in support) for row in polytope.matrix]
        best = max(values)
        tight = [j for j, v in enumerate(values) if v == best]
        block = [[polytope.matrix[j][i] for i in support] for j in tight]
        # Independent modulo a prime means independent; otherwise the exact rank decides.
        ranks = (rank_and_sign(block, prime)[0] for prime in (PRIME, 0))
        require(any(rank == len(support) for rank in ranks), f"{what}: not a vertex")
        own = [i for i, p in enumerate(x) if not p]
        labels = sum(polytope.labels[v] for v in own + [len(x) + j for j in tight])
        low = sum(p * low for p, low in zip(x, polytope.lows, strict=True))
        found.append((labels, low + polytope.unit * (best - 1)))
    require(len(dict(found)) == len(found), f"{what}: one stands twice")
    return found


def rank_and_sign(rows: list[list[int]], prime: int = 0) -> tuple[int, int]:
    """Rank, and the sign of the determinant if it is not 0 (Bareiss 1968, exact divisions)."""
    left, rank, last, sign = list(rows), 0, 1, 1
    for c in range(len(rows[0])):
        place = next((r for r in range(rank, len(left)) if left[r][c]), None)
        if place is None:
            continue
        if place != rank:
            left[rank], left[place], sign = left[place], left[rank], -sign
        top = left[rank]
        for r in range(rank + 1, len(left)):
            both = [top[c] * a - left[r][c] * b for a, b in zip(left[r], top, strict=True)]
            left[r] = [e % prime for e in both] if prime else [e // last for e in both]
        rank, last = rank + 1, top[c]
    return rank, sign if last > 0 else -sign


def walk(polytope: Polytope, value: object, what: str) -> dict[int, int]:
    """Check the list of feasible bases; return each with all labels of its vertex.

    The tableau is det * (M, 1, I) times the inverse of the basis, in integers, det > 0: own
    variables, bound, slacks. As the bound of row r is 1 + e^(r+1), a row from its bound on holds
    the coefficients of 1, e, e^2, ...
    """
    k, d = len(polytope.matrix), len(polytope.lows)
    lists = [places(basis, what, k + d, d) for basis in items(value, what)]
    wanted = {sum(1 << v for v in basis) for basis in lists}
    label = [*polytope.labels[:d], 0, *polytope.labels[d:]]
    rows = [[*row, 1, *(int(r == s) for s in range(k))] for r, row in enumerate(polytope.matrix)]
    det, basic = 1, list(range(d + 1, d + 1 + k))
    found: dict[int, int] = {}
    path: list[tuple[int, list[int], tuple[int, int] | None]] = []

    def arrive(back: tuple[int, int] | None) -> None:
        nonbasic = [c for c in range(k + d + 1) if c != d and c not in basic]
        basis = sum(label[c] for c in nonbasic)
        zero = [c for c, row in zip(basic, rows, strict=True) if not row[d]]
        found[basis] = basis + sum(label[c] for c in zero)
        path.append((basis, nonbasic, back))

    def leaving(c: int) -> int:
        """Row of the smallest bound / entry, powers of e included; P is bounded, so one is."""
        best, top = -1, [0]
        for r, row in enumerate(rows):
            if row[c] > 0:
                order = row[d] * top[c] - top[d] * row[c] if best >= 0 else -1
                if not order:
                    tie = [a * top[c] - b * row[c] for a, b in zip(row[d:], top[d:], strict=True)]
                    order = next(filter(None, tie))
                if order < 0:
                    best, top = r, row
        return best

    def pivot(r: int, c: int) -> None:
        nonlocal det
        top = rows[r]
        for s, row in enumerate(rows):
            if s != r:
                rows[s] = [(top[c] * a - row[c] * b) // det for a, b in zip(row, top, strict=True)]
        det, basic[r] = top[c], c

    arrive(None)
    while path:
        basis, columns, back = path[-1]
        if columns:
            c = columns.pop()
            r = leaving(c)
            neighbour = basis - label[c] + label[basic[r]]
            require(neighbour in wanted, f"{what}: a neighbour of a listed basis is missing")
            if neighbour not in found:
                back = r, basic[r]
                pivot(r, c)
                arrive(back)
        else:
            path.pop()
            if back:
                pivot(*back)
    require(wanted == set(found), f"{what}: a listed basis is not feasible")
    require(len(lists) == len(wanted), f"{what}: a basis stands twice")
    return found


def count_complements(first: set[int], second: set[int], n_labels: int) -> int:
    """Count the pairs of label sets, one of each, that together have all labels."""
    bits, total = [1 << v for v in range(n_labels)], 0
    # Which members of `second` have a label, as one long bit mask.
    having = {bit: sum(1 << k for k, y in enumerate(second) if y & bit) for bit in bits}
    for x in first:
        candidates = (1 << len(second)) - 1
        for bit in bits:
            candidates &= -1 if x & bit else having[bit]
        total += candidates.bit_count()
    return total


def index_sign(p: Polytope, q: Polytope, basis: int) -> int:
    """(-1)^(k+1) sign(det A_IJ det B_IJ) for a basis of P whose complement is one of Q."""
    rows = [i for i in range(len(p.lows)) if not basis & p.labels[i]]
    columns = [j for j in range(len(q.lows)) if basis & q.labels[j]]
    a = rank_and_sign([[q.matrix[i][j] for j in columns] for i in rows])[1]
    b = rank_and_sign([[p.matrix[j][i] for j in columns] for i in rows])[1]
    return a * b if len(rows) % 2 else -a * b


def classes(pairs: list[tuple[int, int]]) -> list[list[int]]:
    """Places of pairs that share a member, directly or by others; by union and find."""
    root: dict[tuple[int, int], tuple[int, int]] = {}

    def find(node: tuple[int, int]) -> tuple[int, int]:
        while root.setdefault(node, node) != node:
            root[node] = node = root[root[node]]
        return node

    for x, y in pairs:
        root[find((0, x))] = find((1, y))
    groups: dict[tuple[int, int], list[int]] = {}
    for k, (x, _) in enumerate(pairs):
        groups.setdefault(find((0, x)), []).append(k)
    return list(groups.values())


def maximal_subsets(pairs: list[tuple[int, int]]) -> list[dict[str, list[int]]] | None:
    """All maximal X x Y within some pairs: each Y is a meet of partners of x's. None: too many."""
    partners: dict[int, frozenset[int]] = {}
    for x, y in pairs:
        partners[x] = partners.get(x, frozenset()) | {y}
    closed = set(partners.values())
    waiting = list(closed)
    while waiting and len(closed) <= MAX_SUBSETS:
        meet = waiting.pop()
        new = {meet & mates for mates in partners.values()} - closed - {frozenset()}
        closed |= new
        waiting += new
    if len(closed) > MAX_SUBSETS:
        return None
    found = sorted((sorted(x for x in partners if y <= partners[x]), sorted(y)) for y in closed)
    return [{"rows": rows, "columns": columns} for rows, columns in found]


def check(document: dict[str, Any]) -> str:
    """Check the claim; say what was verified, or raise `Refused`."""
    _, claim, given, _ = fields(document, "the file", "schema claim digest provenance")
    require(given == digest(claim), "the digest is not that of the claim")
    complete = isinstance(claim, dict) and claim.get("level") == "complete"
    level, A, B, P, Q, xs, ys, listed, components, *bases = fields(
        claim, "the claim", CLAIM + " row_bases column_bases" * complete
    )
    require(complete or level == "sound", "level: expected sound or complete")
    A = [numbers(row, "row_payoffs") for row in items(A, "row_payoffs")]
    B = [numbers(row, "column_payoffs") for row in items(B, "column_payoffs", len(A))]
    m, n = len(A), len(A[0]) if A else 0
    require(n > 0 and all(len(row) == n for row in A + B), "payoffs: two m x n matrices expected")
    rows, columns = [1 << v for v in range(m)], [1 << v for v in range(m, m + n)]
    p = read_polytope(P, "row_polytope", list(zip(*B, strict=True)), rows + columns)
    q = read_polytope(Q, "column_polytope", A, columns + rows)
    xs, ys = read_vertices(xs, "row_strategies", p), read_vertices(ys, "column_strategies", q)
    everything = sum(rows) + sum(columns)

    pairs, labels = [], []
    for entry in items(listed, "equilibria"):
        x, y, payoffs = fields(entry, "an equilibrium", "row column payoffs")
        (x,), (y,) = places([x], "row", len(xs), 1), places([y], "column", len(ys), 1)
        labels.append((xs[x][0], ys[y][0]))
        require(xs[x][0] | ys[y][0] == everything, f"profile ({x}, {y}) is no equilibrium")
        earned = [ys[y][1], xs[x][1]]
        require(numbers(payoffs, "payoffs", 2) == earned, f"profile ({x}, {y}): other payoffs")
        pairs.append((x, y))
    require(len(set(pairs)) == len(pairs), "a profile stands twice")
    used = {x for x, _ in pairs}, {y for _, y in pairs}
    require(len(used[0]) == len(xs) and len(used[1]) == len(ys), "a strategy is in no profile")

    groups = classes(pairs)
    component_of = {labels[e]: k for k, group in enumerate(groups) for e in group}
    indices = [0] * len(groups)
    if complete:
        p_bases, q_bases = walk(p, bases[0], "row_bases"), walk(q, bases[1], "column_bases")
        count = count_complements({*p_bases.values()}, {*q_bases.values()}, m + n) - 1
        require(count == len(pairs), f"the game has {count} extreme equilibria")
        for basis, tight in p_bases.items():
            if everything - basis in q_bases and basis != sum(rows):
                k = component_of[tight, q_bases[everything - basis]]
                indices[k] += index_sign(p, q, basis)
    stated = 0
    for k, part in enumerate(items(components, "components", len(groups))):
        what, (x, y) = f"component {k}", labels[groups[k][0]]
        members, subsets, index = fields(part, what, "equilibria subsets index")
        require(members and digest(members) == digest(groups[k]), f"{what}: other equilibria")
        right = digest(maximal_subsets([pairs[e] for e in members]))
        require(digest(subsets) == right, f"{what}: not the maximal subsets")
        if not complete and index is not None:
            require(x & y == 0, f"{what}: the index can't be checked without all bases")
            indices[k] = index_sign(p, q, x)
        known = complete or index is not None
        require(not known or (type(index) is int and index == indices[k]), f"{what}: index")
        stated += known
    return (
        f"level {level}: {len(pairs)} extreme equilibria of a {m} x {n} game in {len(groups)} "
        f"components, {stated} with an index; "
        + ("there are no others" if complete else "there may be others")
        + f"\n{given}"
    )


def main(arguments: list[str]) -> int:
    """Check one file and print the verdict."""
    try:
        (path,) = arguments
        with open(path, "rb") as file:
            document = load(file.read(MAX_BYTES + 1))
        said = check(document)
    except Refused as fault:
        print(f"refused: {fault}", file=sys.stderr)
        return 1
    except (OSError, ValueError, RecursionError) as error:
        print(f"unreadable: {error}\nexpected: verify FILE, a certificate", file=sys.stderr)
        return 2
    print(f"verified, {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
