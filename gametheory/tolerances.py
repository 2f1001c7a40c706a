"""Every tolerance of the project, with its name and its reason.

Nothing that decides an equilibrium stands here: that is exact arithmetic.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

__all__ = [
    "APPROXIMATE_REGRET",
    "AT_REST",
    "AUTO_BASES",
    "BURN_IN",
    "INTEGRATION_ABSOLUTE",
    "INTEGRATION_RELATIVE",
    "KINK_FACTOR",
    "LOCKED_IN_SHARE",
    "LOGIT_END",
    "LOGIT_FAR",
    "LOGIT_LIMIT",
    "LOGIT_MARGIN",
    "NEAR_TIE",
    "REACHED_DISTANCE",
    "REACHED_EPSILON",
    "REST_POINT",
    "RETURN_DISTANCE",
    "SELF_GENERATION_STEP",
    "SETTLED_DRIFT",
    "SIMPLEX_DRIFT",
    "STABILITY_MOMENTS",
    "STABILITY_SHARE",
    "STABILITY_WINDOW",
    "STRATEGY_SUM",
    "SUPPORT",
    "TREND_DEVIATIONS",
    "TURNS_ALIKE",
    "WIDTH_KEPT",
    "ZERO_EIGENVALUE",
]

#: A mixed strategy given in floats sums to 1 only up to rounding: n additions
#: of numbers below 1 err by at most n * 2**-53; 1e-9 leaves room for printed
#: probabilities with ten digits and refuses every real mistake.
STRATEGY_SUM: Final = 1e-9

#: Two payoffs of one column (row) that differ by less than this share of the
#: payoff range, but differ, are probably meant to be equal; the answer treats
#: them as different and a note says so.
NEAR_TIE: Final = 1e-12

#: A probability below this, proposed by a solver in floats, is taken as rounding of
#: 0 when its support is read; the exact equilibrium on that support is verified.
SUPPORT: Final = 1e-9

#: A proposed float profile without an exact equilibrium on its supports is listed as
#: approximate if no regret exceeds this share of the payoff range, else dropped.
APPROXIMATE_REGRET: Final = Fraction(1, 1_000_000)

#: Not an epsilon but a size: ``auto`` enumerates completely where the upper bound
#: theorem allows no more bases than this, a few seconds of work: up to 13 x 13.
AUTO_BASES: Final = 120_000

#: A learner's profile has *reached* a component if it lies within this total variation
#: distance of it. 0.05 is what an exploration rate of 0.1 over two actions takes away
#: from a pure strategy: less would call every exploring learner astray.
REACHED_DISTANCE: Final = 0.05

#: ... and if each player's regret is at most this share of the payoff range: near an
#: equilibrium in probabilities is not enough where payoffs are steep.
REACHED_EPSILON: Final = 0.05

#: A policy is *settled* if it has stayed near its final state during this last share of
#: the rounds: long enough to see a learner of rate 0.1 forget (10 rounds) many times.
STABILITY_WINDOW: Final = 0.2

#: ... at this share of the moments looked at; a constant learning rate keeps values
#: noisy for ever, and rare short flips of the greedy action are no change of mind.
STABILITY_SHARE: Final = 0.95

#: ... within this total variation distance, the same as for reaching a component. Also
#: how far the two halves of a settled time average may lie apart.
SETTLED_DRIFT: Final = 0.05

#: Fewest moments by which a policy can be called settled: with ten, one outside
#: already refuses it.
STABILITY_MOMENTS: Final = 10

#: A learner off equilibrium is *locked in* if one joint action filled this share of the
#: second half of the rounds: what is tried in less than one round of a thousand is not learned.
#: In fictitious play's cycle in Shapley's game the last action fills at most a third.
LOCKED_IN_SHARE: Final = 0.999

#: Share of the rounds left out of time averages by default, as the learning phase.
BURN_IN: Final = 0.5

#: Shares of runs were *still changing* if the runs that came near a component and those
#: that left it differ by more than this many standard deviations: at rest that happens
#: by chance in three of a thousand comparisons.
TREND_DEVIATIONS: Final = 3.0

#: Not an epsilon but a size: a branch of logit equilibria is followed up to this precision
#: times the largest payoff difference. Its regret is then at most log(actions) / 10**6 of
#: that difference, and a mixed limit is missed by some 10**-6.
LOGIT_END: Final = 1e6

#: Not an epsilon either: nothing is said of the limit of a branch that was followed less
#: far, in the same units; its regret may still be log(actions) / 1000 of the difference.
LOGIT_FAR: Final = 1e3

#: A branch of logit equilibria *approaches* a component if it ends within this total
#: variation distance of it; slow limits, where an action's disadvantage itself vanishes,
#: close like log(precision) / precision, which is 1.4e-5 at `LOGIT_END`.
LOGIT_LIMIT: Final = 1e-3

#: ... and if every other component is this many times as far away.
LOGIT_MARGIN: Final = 10.0

#: A state found in floats rests if no share changes faster than this a unit of time (for
#: laws in payoff units: times the payoff range): Newton's method ends near 1e-15, so only
#: what failed is refused.
REST_POINT: Final = 1e-9

#: Real parts of eigenvalues in floats within this share of the Jacobian's norm count as 0:
#: a double root errs by the root of 2**-53, about 1e-8.
ZERO_EIGENVALUE: Final = 1e-7

#: Relative and absolute error of a step of integration: near the end of what float64 gives,
#: so that closed orbits stay closed for hundreds of turns.
INTEGRATION_RELATIVE: Final = 1e-11
INTEGRATION_ABSOLUTE: Final = 1e-13

#: Laws with kinks are integrated with errors larger by this factor: each kink costs a step
#: rejected again and again down to the error asked for.
KINK_FACTOR: Final = 1e3

#: An integrated state may leave the simplex by this much before the law is to blame: a
#: million steps with the errors above.
SIMPLEX_DRIFT: Final = 1e-6

#: A trajectory has *settled* if it stayed within this distance of its last state: what
#: moves less would not be seen in any figure or table of six digits.
AT_REST: Final = 1e-6

#: A trajectory *comes back* if it passes its last state within this share of its width: a
#: hundredth is what a reader of a phase portrait takes for the same curve.
RETURN_DISTANCE: Final = 0.01

#: ... and it cycles if turns keep at least this share of their width over the second half of
#: the time; a spiral that loses less than a hundredth there can't be told from a cycle.
WIDTH_KEPT: Final = 0.99

#: ... and the shortest turn lasts at least this share of the longest: turns that last longer
#: and longer, as near a heteroclinic cycle or in fictitious play, have no period. States are
#: kept at intervals, so lengths are known to an interval or two only.
TURNS_ALIKE: Final = 0.9

#: The enclosure of subgame-perfect payoffs has settled if no corner moves by more than this share
#: of the payoff ranges, times one minus the discount factor: with steps that shrink by the
#: discount factor, what is left to go is then below this share. The enclosure itself is exact.
SELF_GENERATION_STEP: Final = Fraction(1, 10**9)
