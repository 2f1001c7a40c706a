"""``check_dynamic``: a trial that any dynamic can be put through, also a stranger's.

A dynamic must keep shares shares: its velocities sum to 0 and are never negative where a
share is 0. Its derivatives, if it gives any, must be derivatives. What it claims of its
rest points must hold at the equilibria of the games that it is tried on.
"""

from __future__ import annotations

import numpy as np

from gametheory.dynamics import Dynamic
from gametheory.errors import ParameterError
from gametheory.game import BimatrixGame
from gametheory.solvers import solve
from gametheory.testing.games import sample_games

__all__ = ["check_dynamic"]

#: Rounding of sums of products of a few numbers, as a share of the payoffs' size.
_ROUNDING = 1e-9


def check_dynamic(
    dynamic: Dynamic,
    *,
    examples: int = 20,
    rng: int | np.random.SeedSequence | np.random.Generator | None = 0,
) -> None:
    """Put a dynamic through the trial; silent if all is well.

    Parameters
    ----------
    dynamic : Dynamic
    examples : int
        Games to try it on, of every kind of payoffs that floats hold well.
    rng : int, SeedSequence, Generator or None
        Source of the games and states; the default draws the same ones every time.

    Raises
    ------
    AssertionError
        Says what is wrong and where. Checked are: velocities have the shape of the shares,
        are finite, sum to 0, and are not negative where a share is 0; states stacked along
        other axes give the same; ``growth`` and ``slopes``, where they are given, agree with
        ``law``; and the claims of ``rests``: at each Nash equilibrium a dynamic that rests at
        ``"nash"`` or ``"equal values"`` rests, and one that rests at ``"nash"`` moves
        everywhere else.
    ParameterError
        If it is no Dynamic.

    Examples
    --------
    >>> from gametheory.dynamics import Replicator
    >>> check_dynamic(Replicator())
    """
    if not isinstance(dynamic, Dynamic):
        raise ParameterError(f"expected a Dynamic such as Replicator(), got {dynamic!r:.60}")
    generator = np.random.default_rng(rng)
    kinds = ("zero-one", "zero-one-two", "digits", "signed", "fractions")
    for game in sample_games(examples, generator, kinds=kinds):
        scale = max(1.0, *(float(game.payoff_range(player)) for player in (0, 1)))
        for zeros in (False, True):
            state = tuple(_shares(generator, size, zeros) for size in game.shape)
            _check_velocity(dynamic, game, state, scale)
            moving = max(float(np.abs(v).max()) for v in dynamic.flow(game, state))
            if dynamic.rests == "nash" and _gap(game, state) > 1e-6 * scale:
                assert moving > _ROUNDING, (
                    f"{dynamic.title} claims to rest at Nash equilibria only, and rests at "
                    f"{_shown(state)} of\n{game}"
                )
        _check_slopes(dynamic, generator, game.shape[0])
        if dynamic.rests in ("nash", "equal values"):
            _check_equilibria(dynamic, game, scale)


def _shares(generator: np.random.Generator, size: int, zeros: bool) -> np.ndarray:
    weights = generator.random(size) + 0.1
    if zeros and size > 1:
        weights[generator.permutation(size)[: generator.integers(1, size)]] = 0.0
    shares: np.ndarray = weights / weights.sum()
    return shares


def _check_velocity(
    dynamic: Dynamic, game: BimatrixGame, state: tuple[np.ndarray, ...], scale: float
) -> None:
    where = f"at {_shown(state)} of\n{game}"
    values = (game.row_payoffs @ state[1], state[0] @ game.column_payoffs)
    for x, p in zip(state, values, strict=True):
        v = np.asarray(dynamic.law(x, p))
        assert v.shape == x.shape, f"velocity of shape {v.shape} for {x.shape} shares"
        assert np.isfinite(v).all(), f"velocity {v} is not finite {where}"
        assert abs(v.sum()) <= _ROUNDING * scale, (
            f"velocities sum to {v.sum():.3g}, not to 0: shares leave the simplex {where}"
        )
        assert (v[x == 0] >= -_ROUNDING * scale).all(), (
            f"an unused action has velocity {v[x == 0].min():.3g}: its share turns negative {where}"
        )
        stacked = np.asarray(dynamic.law(np.stack([x, x]), np.stack([p, p])))
        assert stacked.shape == (2, len(x)), "states stacked along another axis change the shape"
        assert np.allclose(stacked, v, rtol=0, atol=_ROUNDING * scale), (
            f"states stacked along another axis give other velocities {where}"
        )
        if (x > 0).all():
            growth = dynamic.growth(np.log(x), x, p)
            if growth is not None:
                assert np.allclose(x * growth, v, rtol=0, atol=_ROUNDING * scale), (
                    f"growth times shares is {x * growth}, but the law says {v} {where}"
                )


def _check_slopes(dynamic: Dynamic, generator: np.random.Generator, size: int) -> None:
    x, p = _shares(generator, size, False), generator.normal(size=size)
    slopes = dynamic.slopes(x, p)
    if slopes is None:
        return
    h = 1e-6
    unit = np.eye(size)
    for j in range(size):
        by_value = (dynamic.law(x, p + h * unit[j]) - dynamic.law(x, p - h * unit[j])) / (2 * h)
        assert np.allclose(slopes[1][:, j], by_value, rtol=1e-4, atol=1e-5), (
            f"slopes by the value of action {j} are {slopes[1][:, j]}, differences say {by_value}"
        )
        along = h * (unit[j] - unit[-1])
        by_share = (dynamic.law(x + along, p) - dynamic.law(x - along, p)) / (2 * h)
        given = slopes[0][:, j] - slopes[0][:, -1]
        assert np.allclose(given, by_share, rtol=1e-4, atol=1e-5), (
            f"slopes from share {size - 1} to share {j} are {given}, differences say {by_share}"
        )


def _check_equilibria(dynamic: Dynamic, game: BimatrixGame, scale: float) -> None:
    # A law that jumps, such as best responses, may rest exactly there and move beside it,
    # where floats are.
    if not dynamic.continuous:
        return
    for equilibrium in solve(game):
        velocities = dynamic.velocity(game, equilibrium.profile)
        fastest = max(float(np.abs(v).max()) for v in velocities)
        assert fastest <= 1e-7 * scale, (
            f"{dynamic.title} claims to rest at Nash equilibria, and moves by {fastest:.3g} at "
            f"{equilibrium.profile} of\n{game}"
        )


def _gap(game: BimatrixGame, state: tuple[np.ndarray, ...]) -> float:
    values = game.row_payoffs @ state[1], state[0] @ game.column_payoffs
    return sum(float(p.max() - x @ p) for x, p in zip(state, values, strict=True))


def _shown(state: tuple[np.ndarray, ...]) -> str:
    return "; ".join(", ".join(f"{v:.6g}" for v in part) for part in state)
