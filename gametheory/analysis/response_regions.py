"""Where each action is a best response: correspondences and regions of the simplex.

The *best-response region* of an action is the set of the opponent's mixed strategies
against which it is a best response: a polytope, and the regions of all actions cover the
opponent's simplex (von Stengel 2002, "Computing equilibria for two-person games",
section 2.4, draws them for three actions). In a 2 x 2 game a mixed profile is a point
of a square, and each player's *best-response correspondence* a union of rectangles in
it, most of them as thin as a line; the two meet exactly in the Nash equilibria.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from gametheory.analysis.best_responses import check_player
from gametheory.errors import ParameterError
from gametheory.exact.planar import HalfPlane, Point, clip
from gametheory.game import BimatrixGame
from gametheory.numbers import format_fraction
from gametheory.results import Result, Table

__all__ = [
    "BestResponseCurves",
    "BestResponseRegion",
    "BestResponseRegions",
    "Box",
    "best_response_curves",
    "best_response_regions",
]

Strategy = tuple[Fraction, ...]

#: Names and versions of the JSON forms.
REGIONS_SCHEMA: Final = "gametheory/best-response-regions/1"
CURVES_SCHEMA: Final = "gametheory/best-response-curves/1"


@dataclass(frozen=True, slots=True)
class BestResponseRegion:
    """Where one action is a best response.

    Attributes
    ----------
    action : int
        The opponent's action, from 0.
    corners : tuple of strategies
        The region is their convex hull, in order around it; one corner, or two, where
        it has no area.
    """

    action: int
    corners: tuple[Strategy, ...]


@dataclass(frozen=True, slots=True, repr=False)
class BestResponseRegions(Result):
    """A player's mixed strategies, divided by the opponent's best responses.

    Attributes
    ----------
    game : BimatrixGame
    player : int
        Whose strategies they are: 0, the row player, or 1.
    regions : tuple of BestResponseRegion
        One for each action of the opponent that is ever a best response.
    """

    game: BimatrixGame
    player: int
    regions: tuple[BestResponseRegion, ...]

    def summary(self) -> str:
        """How many of the opponent's actions are ever best."""
        players, sizes = self.game.players, self.game.shape
        return (
            f"against {players[self.player]}'s strategies {len(self.regions)} of "
            f"{sizes[1 - self.player]} actions of {players[1 - self.player]} are best somewhere"
        )

    def tables(self) -> tuple[Table, ...]:
        """The corners of each region."""
        actions = (self.game.row_actions, self.game.column_actions)[1 - self.player]
        rows = [
            (
                actions[region.action],
                "; ".join(", ".join(map(format_fraction, corner)) for corner in region.corners),
            )
            for region in self.regions
        ]
        return (Table("", ("best response", "corners of its region"), rows, (0, 1)),)

    def to_document(self) -> dict[str, Any]:
        """Corners of the regions, schema ``gametheory/best-response-regions/1``."""
        return {
            "schema": REGIONS_SCHEMA,
            "player": self.player,
            "regions": [
                {
                    "action": region.action,
                    "corners": [[format_fraction(p) for p in c] for c in region.corners],
                }
                for region in self.regions
            ],
        }


def best_response_regions(game: BimatrixGame, player: int) -> BestResponseRegions:
    """Divide a player's simplex by the opponent's best responses, exactly.

    Parameters
    ----------
    game : BimatrixGame
    player : int
        0 or 1; a player with one to three actions, whose simplex can be drawn.

    Raises
    ------
    ParameterError
        If the player has more than three actions, or `player` is neither 0 nor 1.

    Examples
    --------
    >>> game = BimatrixGame([[0, 0], [0, 0]], [[2, 0], [0, 1]])
    >>> best_response_regions(game, 0)
    against Row player's strategies 2 of 2 actions of Column player are best somewhere
    best response  corners of its region
    c1             1/3, 2/3; 1, 0
    c2             0, 1; 1/3, 2/3
    """
    size, others = game.shape[check_player(player)], game.shape[1 - player]
    if size > 3:
        raise ParameterError(
            f"best-response regions are drawn for at most 3 actions; "
            f"{game.players[player]} has {size}"
        )
    integers, _ = game.integer_payoffs(1 - player)
    payoffs = (integers.T if player == 0 else integers).tolist()  # own actions first: opponent's
    # Strategies by their first coordinates; the last action has what is left.
    simplex: tuple[Point, ...] = (((0, 0),), ((0, 0), (1, 0)), ((0, 0), (1, 0), (0, 1)))[size - 1]
    regions = []
    for action in range(others):
        corners: tuple[Point, ...] = simplex
        for other in range(others):
            # Where this action earns no less: sum_i x_i (other[i] - action[i]) <= 0.
            losses = [int(payoffs[other][i]) - int(payoffs[action][i]) for i in range(size)]
            if corners:
                corners = _where_not_positive(corners, losses)
        if corners:
            strategies = tuple(_strategy(corner, size) for corner in corners)
            regions.append(BestResponseRegion(action, strategies))
    return BestResponseRegions(game, player, tuple(regions))


def _where_not_positive(polygon: tuple[Point, ...], losses: list[int]) -> tuple[Point, ...]:
    last = losses[-1]
    normal = [loss - last for loss in losses[:-1]] + [0, 0]
    if not any(normal):
        return polygon if last <= 0 else ()
    return clip(polygon, HalfPlane((normal[0], normal[1]), -last, ((0, 0), (0, 0))))


def _strategy(point: Point, size: int) -> Strategy:
    first = [Fraction(value) for value in point[: size - 1]]
    return (*first, 1 - sum(first, Fraction(0)))


@dataclass(frozen=True, slots=True)
class Box:
    """Profiles of a 2 x 2 game: a rectangle, perhaps as thin as a line or a point.

    Attributes
    ----------
    row, column : pair of Fraction
        Lowest and highest probability of each player's first action.
    """

    row: tuple[Fraction, Fraction]
    column: tuple[Fraction, Fraction]

    def meet(self, other: Box) -> Box | None:
        """Return what two boxes share, None if nothing."""
        row = max(self.row[0], other.row[0]), min(self.row[1], other.row[1])
        column = max(self.column[0], other.column[0]), min(self.column[1], other.column[1])
        return Box(row, column) if row[0] <= row[1] and column[0] <= column[1] else None


@dataclass(frozen=True, slots=True, repr=False)
class BestResponseCurves(Result):
    """Both best-response correspondences of a 2 x 2 game.

    Attributes
    ----------
    game : BimatrixGame
    row, column : tuple of Box
        Profiles at which that player plays a best response; their union.
    """

    game: BimatrixGame
    row: tuple[Box, ...]
    column: tuple[Box, ...]

    @property
    def crossings(self) -> tuple[Box, ...]:
        """Where the two meet: boxes whose union is the set of Nash equilibria.

        None lies within another; a box of one point is a single equilibrium.
        """
        met = {box for own in self.row for other in self.column if (box := own.meet(other))}
        whole = [box for box in met if not any(box != o and box.meet(o) == box for o in met)]
        return tuple(sorted(whole, key=lambda box: (box.row, box.column)))

    def summary(self) -> str:
        """In how many points or pieces the correspondences meet."""
        boxes = self.crossings
        name = f" of {self.game.name}" if self.game.name else ""
        return f"the best-response correspondences{name} meet in {len(boxes)} place" + (
            "s" * (len(boxes) > 1)
        )

    def tables(self) -> tuple[Table, ...]:
        """Both correspondences and where they meet, as ranges of probabilities."""
        first, second = self.game.players
        header = f"{first}: {self.game.row_actions[0]}", f"{second}: {self.game.column_actions[0]}"
        return tuple(
            Table(caption, header, [(_range(b.row), _range(b.column)) for b in boxes], (0, 1))
            for caption, boxes in (
                (f"{first}'s best responses", self.row),
                (f"{second}'s best responses", self.column),
                ("both", self.crossings),
            )
        )

    def to_document(self) -> dict[str, Any]:
        """Boxes as ranges, schema ``gametheory/best-response-curves/1``."""
        return {
            "schema": CURVES_SCHEMA,
            **{
                name: [
                    {
                        "row": [format_fraction(p) for p in box.row],
                        "column": [format_fraction(p) for p in box.column],
                    }
                    for box in boxes
                ]
                for name, boxes in (
                    ("row", self.row), ("column", self.column), ("crossings", self.crossings),
                )
            },
        }  # fmt: skip


def _range(interval: tuple[Fraction, Fraction]) -> str:
    low, high = map(format_fraction, interval)
    return low if low == high else f"{low} to {high}"


def best_response_curves(game: BimatrixGame) -> BestResponseCurves:
    """Both best-response correspondences of a 2 x 2 game, exactly.

    Raises
    ------
    ParameterError
        If the game is not 2 x 2.

    Examples
    --------
    >>> pennies = BimatrixGame.zero_sum([[1, -1], [-1, 1]])
    >>> best_response_curves(pennies).crossings[0].row
    (Fraction(1, 2), Fraction(1, 2))
    """
    if game.shape != (2, 2):
        m, n = game.shape
        raise ParameterError(f"expected a 2 x 2 game, got {m} x {n}")
    found = []
    for player in (0, 1):  # who answers; the regions divide the opponent's strategies
        places = {
            region.action: (
                min(corner[0] for corner in region.corners),
                max(corner[0] for corner in region.corners),
            )
            for region in best_response_regions(game, 1 - player).regions
        }
        boxes = [((Fraction(1 - action),) * 2, place) for action, place in places.items()]
        if len(places) == 2:  # where both are best, every mixture is
            tie = max(low for low, _ in places.values()), min(high for _, high in places.values())
            boxes.append(((Fraction(0), Fraction(1)), tie))
        found.append([Box(own, other) if player == 0 else Box(other, own) for own, other in boxes])
    return BestResponseCurves(game, tuple(found[0]), tuple(found[1]))
