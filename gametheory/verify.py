"""Check a certificate of Nash equilibria of a two-player game: ``python verify.py FILE``.

A lone file: standard library only, exact numbers only, nothing of the program that made the
certificate. Exit codes: 0 verified; 1 refused, with the first fault; 2 unreadable (no file, too
large, not strict JSON, another schema).

*Terms.* A strategy x of the row player (actions i = 0..m-1) has *label* i if x_i = 0, and label
m + j if column j (0..n-1) is a best response to x; a strategy y of the column player has label
m + j if y_j = 0, and label i if row i is a best response to y. (x, y) is a Nash equilibrium, both
regrets being 0, exactly if every action is unplayed or a best response: if x and y together have
all m + n labels. Best responses stay the same if each player's payoffs are replaced by the
positive integers (payoff - least payoff against that action of the opponent) / unit + 1.
Strategies are then the nonzero points, divided by their sums, of two polytopes {z >= 0 : M z <= 1},
M a row for each action of the opponent: P for x, Q for y; labels are tight inequalities. The
equilibrium is *extreme* if x and y are vertices; vertices differ in their labels (von Stengel 2002,
Computing equilibria for two-person games, sections 2.3 and 2.5). Let the bounds of P be 1 + e,
1 + e^2, ... for an infinitely small e > 0: P becomes simple. Its vertices are the *feasible bases*,
told apart by the labels of the nonbasic variables, each at a vertex of the unperturbed P. Pivots by
the lexicographic ratio test lead from one to its neighbours.

*Level "sound"*, any size. The listed profiles are extreme equilibria with these payoffs. The
components are the classes of listed profiles that share strategies, their subsets all maximal sets
X x Y of listed profiles (null if more than MAX_SUBSETS). Each class lies within one component of
the set of equilibria: if (x, y) and (x, y') are equilibria, so is x with all between y and y'. A
class *with an index* is a whole component: it has all its extreme equilibria, so the subsets are
all its maximal Nash subsets (Avis et al. 2010, Economic Theory 42, section 3), and the index is its
index. It is null exactly if the class is not whole, or if the pivots of the checks below, in the
file's order, come to MAX_WORK tableau entries. Other equilibria may be missing.

*Why a class is whole.* The set of equilibria is a union of products F x G of faces of P and Q that
together have all labels. The vertices of one are joined by edges (edge of F) x (vertex of G) or the
reverse; products that meet share a vertex. So it suffices that with every (x, y) the class has each
(x', y) with all labels where an edge of P joins x and x', and likewise for Q. `walk` finds the x'
by pivots among the feasible bases at x alone, from the one at which the simplex method ends:
- It meets all bases at x. The linear functions that are largest on P at x only form an open convex
  cone, those that are largest at one of these bases a part of it. On a straight way between inner
  points of two parts (moved a little, so as to cross one wall at a time) bases change by pivots.
- It meets all x'. Take a function that is largest on the edge x x' only and tilt it from x to x':
  the largest basis changes by pivots from one at x to one at x', among those at x and x' alone.

The *index* of a component is the sum of (-1)^(k+1) sign(det A_IJ det B_IJ) (positive payoffs) over
the pairs of feasible bases of P and Q that share no label, except (0, 0), and whose vertices lie in
it; I and J are the basic x_i and y_j, k of each (Shapley 1974, for the perturbed game). If a single
equilibrium has no label twice it is a component, and its labels are the only bases there.

*Level "complete"* (MAX_WORK allows any 13 x 13): besides, these are all extreme equilibria, hence
all components. The same walk through all feasible bases, from z = 0, meets them all (their numbers
are stated), for the graph of a polytope is connected (Balinski 1961), and each vertex of P has one.
So the labels of all vertices are known, and the pairs with all labels, except (0, 0), must be as
many as the listed equilibria, which are among them.

The field ``provenance`` is outside the claim; ``digest`` finds accidents, not lies.
"""

import hashlib
import json
import re
import sys
from collections import defaultdict, deque
from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import Any, NamedTuple

SCHEMA = "gametheory/certificate/2"
MAX_BYTES = 256 * 2**20
MAX_SUBSETS = 10_000
MAX_WORK = 50_000_000
NUMBER = re.compile(r"(-?)(\d{1,4000}|0x[0-9a-f]{1,50000})(?:/(\d{1,4000}|0x[0-9a-f]{1,50000}))?")
PRIME = 2**61 - 1
Pair = tuple[int, int]
CLAIM = "level row_payoffs column_payoffs row_polytope column_polytope row_strategies " \
        "column_strategies equilibria components"  # fmt: skip


class Refused(Exception):  # noqa: N818  (a verdict)
    """The claim is malformed or false."""


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

    def short(text: str) -> int:
        if len(text) > 12 or not text.lstrip("-").isdigit():
            raise ValueError(f"{text[:20]}: only short integers, and exact numbers as text")
        return int(text)

    if len(data) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES} bytes")
    document = json.loads(
        data.decode("utf-8"), object_pairs_hook=unique, parse_int=short, parse_float=short,
        parse_constant=short,
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


class Polytope(NamedTuple):
    """P or Q; one-bit labels of the player's own actions, then of the opponent's (M's rows)."""

    matrix: list[list[int]]
    lows: list[Fraction]
    unit: Fraction
    labels: list[int]


def make_polytope(payoffs: Iterable[Iterable[Fraction]], labels: list[int]) -> Polytope:
    """Make P or Q of the opponent's payoffs, a row for each of the opponent's actions."""
    payoffs = [list(row) for row in payoffs]
    lows = [min(column) for column in zip(*payoffs, strict=True)]
    scale = lcm(*(value.denominator for row in payoffs for value in row))
    rows = [[int((v - low) * scale) for v, low in zip(row, lows, strict=True)] for row in payoffs]
    divisor = gcd(*(value for row in rows for value in row)) or 1
    matrix = [[value // divisor + 1 for value in row] for row in rows]
    return Polytope(matrix, lows, Fraction(divisor, scale), labels)


def read_polytope(value: object, what: str, right: Polytope) -> Polytope:
    """Compare the polytope that is stated with the right one."""
    unit, lows, rows = fields(value, what, "unit lows matrix")
    stated = [numbers(row, what) for row in ([unit], lows, *items(rows, what))]
    require(stated == [[right.unit], right.lows, *right.matrix], f"{what}: not that of the payoffs")
    return right


def read_vertices(value: object, what: str, p: Polytope) -> list[tuple[int, Fraction]]:
    """Return the labels of each strategy, and what the best response to it earns."""
    found = []
    for vector in items(value, what):
        x = numbers(vector, what, len(p.lows))
        require(min(x) >= 0 and sum(x) == 1, f"{what}: not a probability vector")
        whole = lcm(*(probability.denominator for probability in x))
        parts = [(i, int(probability * whole)) for i, probability in enumerate(x) if probability]
        values = [sum(row[i] * part for i, part in parts) for row in p.matrix]
        best = max(values)
        tight = [j for j, value in enumerate(values) if value == best]
        # At a vertex these equations have one solution. (Independent modulo a prime suffices.)
        block = [[p.matrix[j][i] for i, _ in parts] for j in tight]
        ranks = (rank_and_sign(block, prime)[0] for prime in (PRIME, 0))
        require(any(rank == len(parts) for rank in ranks), f"{what}: not a vertex")
        own = [i for i, probability in enumerate(x) if not probability]
        low = sum(probability * low for probability, low in zip(x, p.lows, strict=True))
        earned = low + p.unit * Fraction(best - whole, whole)
        found.append((sum(p.labels[v] for v in own + [len(x) + j for j in tight]), earned))
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


class Tableau:
    """A feasible basis: det * (M, 1, I) times its inverse, in integers, det > 0.

    Columns: own variables, bound, slacks. As the bound of row r is 1 + e^(r+1), a row from its
    bound on holds the coefficients of 1, e, e^2, ...
    """

    def __init__(self, label: list[int], rows: Any, basic: list[int], det: int = 1) -> None:
        self.label, self.rows, self.basic, self.det = label, rows, basic, det
        self.bound = len(label) - len(rows) - 1
        self.nonbasic = sorted({*range(len(label))} - {self.bound, *basic})
        self.labels = sum(label[c] for c in self.nonbasic)
        zero = (label[c] for c, row in zip(basic, rows, strict=True) if not row[self.bound])
        self.vertex = self.labels + sum(zero)

    def leaving(self, c: int) -> int:
        """Row of the smallest bound / entry, powers of e included; P is bounded, so one is."""
        d, best, top = self.bound, -1, [0]
        for r, row in enumerate(self.rows):
            if row[c] > 0:
                order = row[d] * top[c] - top[d] * row[c] if best >= 0 else -1
                if not order:
                    tie = [a * top[c] - b * row[c] for a, b in zip(row[d:], top[d:], strict=True)]
                    order = next(filter(None, tie))
                if order < 0:
                    best, top = r, row
        return best

    def pivot(self, r: int, c: int, work: list[int]) -> "Tableau":
        """Let column c enter the basis in row r; count the entries."""
        work[0] += len(self.rows) * len(self.label)
        require(work[0] <= MAX_WORK, "too much work for level complete")
        top, rows = self.rows[r], []
        for row in self.rows:
            both = zip(row, top, strict=True)
            rows.append([(top[c] * a - row[c] * b) // self.det for a, b in both])
        rows[r] = top
        basic = [c if s == r else b for s, b in enumerate(self.basic)]
        return Tableau(self.label, rows, basic, top[c])


def walk(p: Polytope, vertex: int, work: list[int]) -> tuple[dict[int, int], set[int]]:
    """Visit all feasible bases; or, if `vertex` is not 0, those at the vertex with these labels.

    Return the labels of each basis with those of its vertex, and the neighbours of the vertex.
    """
    k, d = len(p.matrix), len(p.lows)
    label = [*p.labels[:d], 0, *p.labels[d:]]
    rows = [[*row, 1, *(int(r == s) for s in range(k))] for r, row in enumerate(p.matrix)]
    t = Tableau(label, rows, list(range(d + 1, d + 1 + k)))
    while vertex and t.vertex != vertex:
        # Simplex method: lessen the sum of the variables that are all 0 at this vertex only.
        falling = [row for b, row in zip(t.basic, t.rows, strict=True) if label[b] & vertex]
        cost = {c: t.det if label[c] & vertex else 0 for c in t.nonbasic}
        c = next(c for c in cost if sum(row[c] for row in falling) > cost[c])
        t = t.pivot(t.leaving(c), c, work)
    bases, neighbours, waiting = {t.labels: t.vertex}, set(), deque([t])
    while waiting:
        t = waiting.popleft()
        for c in t.nonbasic:
            r = t.leaving(c)
            top, others = t.rows[r], t.labels - label[c]
            if vertex and top[d]:
                zero = (row[d] * top[c] == top[d] * row[c] for row in t.rows)
                ties = (label[b] for b, tie in zip(t.basic, zero, strict=True) if tie)
                neighbours.add(others + sum(ties))
            elif others + label[t.basic[r]] not in bases:
                new = t.pivot(r, c, work)
                bases[new.labels] = new.vertex
                waiting.append(new)
    return bases, neighbours


def index_of_pairs(p: Polytope, q: Polytope, bases: list[dict[int, int]]) -> dict[Pair, int]:
    """Sum (-1)^(k+1) sign(det A_IJ det B_IJ) over the pairs of bases at each pair of vertices."""
    total: dict[Pair, int] = defaultdict(int)
    for basis, x in bases[0].items():
        y = bases[1].get(sum(p.labels) - basis)
        rows = [i for i in range(len(p.lows)) if not basis & p.labels[i]]
        if y is not None and rows:
            columns = [j for j in range(len(q.lows)) if basis & q.labels[j]]
            a = rank_and_sign([[q.matrix[i][j] for j in columns] for i in rows])[1]
            b = rank_and_sign([[p.matrix[j][i] for j in columns] for i in rows])[1]
            total[x, y] += a * b if len(rows) % 2 else -a * b
    return total


def index_of_component(p: Polytope, q: Polytope, pairs: list[Pair], work: list[int]) -> int | None:
    """Index of a class of equilibria, given by their labels; None if it is not seen to be whole."""
    if len(pairs) == 1 and pairs[0][0] & pairs[0][1] == 0:  # regular
        return sum(index_of_pairs(p, q, [{labels: labels} for labels in pairs[0]]).values())
    everything, bases = sum(p.labels), list[dict[int, int]]()
    for polytope, side in ((p, pairs), (q, [(y, x) for x, y in pairs])):
        bases.append({})
        for vertex in dict.fromkeys(x for x, _ in side):
            try:
                found, neighbours = walk(polytope, vertex, work)
            except Refused:
                return None
            partners = [y for x, y in side if x == vertex]
            near = {(x, y) for x in neighbours for y in partners if x | y == everything}
            if not near <= {*side}:
                return None
            bases[-1] |= found
    return sum(index_of_pairs(p, q, bases).values())


def count_complements(first: set[int], second: set[int], bits: list[int]) -> int:
    """Count the pairs of label sets, one of each, that together have all labels."""
    total = 0
    # Which members of `second` have a label, as one long bit mask.
    having = {bit: sum(1 << k for k, y in enumerate(second) if y & bit) for bit in bits}
    for x in first:
        candidates = (1 << len(second)) - 1
        for bit in bits:
            candidates &= -1 if x & bit else having[bit]
        total += candidates.bit_count()
    return total


def classes(pairs: list[Pair]) -> list[list[int]]:
    """Places of pairs that share a member, directly or by others, in order of the first."""
    group_of: dict[Pair, list[int]] = {}
    for k, (x, y) in enumerate(pairs):
        small, large = sorted((group_of.get((0, x), []), group_of.get((1, y), [])), key=len)
        joined = [k] if small is large else [k, *small]
        large += joined
        for e in joined:
            group_of[0, pairs[e][0]] = group_of[1, pairs[e][1]] = large
    return sorted(map(sorted, {id(group): group for group in group_of.values()}.values()))


def maximal_subsets(pairs: list[Pair]) -> list[dict[str, list[int]]] | None:
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
    level, A, B, P, Q, xs, ys, listed, components, *stated = fields(
        claim, "the claim", CLAIM + " bases" * complete
    )
    require(complete or level == "sound", "level: expected sound or complete")
    A = [numbers(row, "row_payoffs") for row in items(A, "row_payoffs")]
    B = [numbers(row, "column_payoffs") for row in items(B, "column_payoffs", len(A))]
    m, n = len(A), len(A[0]) if A else 0
    require(n > 0 and all(len(row) == n for row in A + B), "payoffs: two m x n matrices expected")
    bits = [1 << v for v in range(m + n)]
    p = read_polytope(P, "row_polytope", make_polytope(zip(*B, strict=True), bits))
    q = read_polytope(Q, "column_polytope", make_polytope(A, bits[m:] + bits[:m]))
    xs, ys = read_vertices(xs, "row_strategies", p), read_vertices(ys, "column_strategies", q)

    pairs, labels = [], []
    for entry in items(listed, "equilibria"):
        x, y, payoffs = fields(entry, "an equilibrium", "row column payoffs")
        for place, strategies in ((x, xs), (y, ys)):
            require(type(place) is int and 0 <= place < len(strategies), "no such strategy")
        require(xs[x][0] | ys[y][0] == sum(bits), f"profile ({x}, {y}) is no equilibrium")
        earned = [ys[y][1], xs[x][1]]
        require(numbers(payoffs, "payoffs", 2) == earned, f"profile ({x}, {y}): other payoffs")
        pairs.append((x, y))
        labels.append((xs[x][0], ys[y][0]))
    require(len(set(pairs)) == len(pairs), "a profile stands twice")
    used = {x for x, _ in pairs}, {y for _, y in pairs}
    require(len(used[0]) == len(xs) and len(used[1]) == len(ys), "a strategy is in no profile")

    groups, indices, work = classes(pairs), list[int | None](), [0]
    if complete:
        bases = [walk(polytope, 0, work)[0] for polytope in (p, q)]
        counts = [len(found) for found in bases]
        require(digest(stated) == digest([counts]), f"bases: there are {counts[0]} and {counts[1]}")
        count = count_complements({*bases[0].values()}, {*bases[1].values()}, bits) - 1
        require(count == len(pairs), f"the game has {count} extreme equilibria")
        total = index_of_pairs(p, q, bases)
        indices = [sum(total[labels[e]] for e in group) for group in groups]
    else:
        indices = [index_of_component(p, q, [labels[e] for e in group], work) for group in groups]
    for k, part in enumerate(items(components, "components", len(groups))):
        subsets = maximal_subsets([pairs[e] for e in groups[k]])
        truth = {"equilibria": groups[k], "subsets": subsets, "index": indices[k]}
        fields(part, f"component {k}", " ".join(truth))
        for name, value in truth.items():
            require(digest(part[name]) == digest(value), f"component {k}: other {name}")
    whole = len(groups) - indices.count(None)
    return (
        f"level {level}: {len(pairs)} extreme equilibria of a {m} x {n} game in {len(groups)} "
        f"components, {whole} of them whole, with index; "
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
