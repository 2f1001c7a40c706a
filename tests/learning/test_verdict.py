"""The verdict: objects kept apart, thresholds, labels, totals, words."""

from __future__ import annotations

import json
import math
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest

from gametheory import BimatrixGame, solve
from gametheory.errors import ParameterError
from gametheory.strategy import nash_conv
from learning import (
    Boltzmann,
    EpsilonGreedy,
    FixedStrategy,
    QLearner,
    Record,
    Runs,
    Verdict,
    compare,
    play,
)
from learning.intervals import clopper_pearson_interval, wilson_interval
from learning.judgement import judge
from learning.outcomes import Outcome, Thresholds
from learning.stability import is_changing

PD = BimatrixGame(
    [[3, 0], [5, 1]],
    [[3, 5], [0, 1]],
    name="Prisoner's dilemma",
    row_actions=["Cooperate", "Defect"],
    column_actions=["Cooperate", "Defect"],
)
PENALTY = [["0.5830", "0.9497"], ["0.9291", "0.6992"]]
KICKS = BimatrixGame(PENALTY, [["0.4170", "0.0503"], ["0.0709", "0.3008"]], name="Penalty kicks",
                     row_actions=["L", "R"], column_actions=["L", "R"],
                     players=("Kicker", "Goalkeeper"))  # fmt: skip
MEETING = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]], name="Meeting")
LEARNER = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.05))


@pytest.fixture(scope="module")
def dilemma() -> Verdict:
    return compare(play(PD, (LEARNER, LEARNER), rounds=4_000, runs=100, rng=7), solve(PD))


def test_the_first_lines_that_a_user_writes(dilemma: Verdict) -> None:
    assert dilemma.complete
    assert dilemma.final_policy.labels == ("component 1",) * 100
    assert dilemma.time_average.labels == ("component 1",) * 100
    (share, *others) = dilemma.final_policy.shares
    assert (share.count, share.of, share.component) == (100, 100, 0)
    assert share.wilson == wilson_interval(100, 100)
    assert share.clopper_pearson == clopper_pearson_interval(100, 100)
    assert not any(other.count for other in others)
    # final policies are pure defection; averages hold the exploration, .05 / 2 each
    assert (dilemma.final_policy.distance == 0).all()
    for player, profile in enumerate((dilemma.time_average.row, dilemma.time_average.column)):
        error = math.sqrt(0.025 * 0.975 / (100 * 2_000))
        assert abs(profile[:, 0].mean() - 0.025) < 4.5 * error + 1e-3, player  # rare flips
    assert "component 1, 100.0% of runs" in dilemma.summary()
    assert "Row player and Column player never stop exploring, " in repr(dilemma)


def test_gaps_are_the_exact_ones(dilemma: Verdict) -> None:
    average = dilemma.time_average
    for r in range(0, 100, 20):
        exact = nash_conv(PD, average.row[r], average.column[r])
        assert average.nash_conv[r] == pytest.approx(float(exact), abs=1e-12)
        # Defect is dominant: all regret is what cooperation loses, 2 or 1 a round
        c = dilemma.joint[r]
        lost = c[0, 0] * 2 + c[0, 1] * 1, c[0, 0] * 2 + c[1, 0] * 1
        assert dilemma.cce_gap[r] == pytest.approx(max(lost), abs=1e-12)
        assert dilemma.ce_gap[r] == pytest.approx(max(lost), abs=1e-12)
    assert (dilemma.first_round, dilemma.rounds) == (2_001, 4_000)


def test_epsilon_greedy_in_penalty_kicks_does_not_settle() -> None:
    runs = play(KICKS, (LEARNER, LEARNER), rounds=4_000, runs=50, rng=7)
    verdict = compare(runs, solve(KICKS))
    assert set(verdict.final_policy.labels) == {"not settled"}
    assert not any(s.count for s in verdict.final_policy.shares if s.component is not None)
    text = verdict.summary()
    assert "Final policy: not settled, 100.0% of runs" in text
    assert "Time average (rounds 2,001 to 4,000)" in text
    mean, half = verdict.time_average.mean(0)
    # by the definition: s / sqrt(50) times Student's 97.5 % quantile, 2.0096 for 49
    spread = verdict.time_average.row.std(axis=0, ddof=1) / math.sqrt(50)
    assert half == pytest.approx(2.0096 * spread, rel=1e-4)
    assert f"Kicker L {mean[0]:.4f} ± {half[0]:.4f} (equilibrium 0.3854)" in text
    assert mean == pytest.approx(runs.time_average(0, slice(100, None)).mean(axis=0))


def test_cold_boltzmann_learners_are_locked_in_and_at_no_equilibrium() -> None:
    seat = QLearner(learning_rate=0.1, exploration=Boltzmann(0.02))
    verdict = compare(play(KICKS, (seat, seat), rounds=3_000, runs=60, rng=1), solve(KICKS))
    labels = verdict.final_policy.labels
    assert labels.count("locked in") > 50
    assert not any(label.startswith("component") for label in labels)
    assert "locked in" in repr(verdict)


def test_two_basins_and_their_shares() -> None:
    seats = (QLearner(learning_rate=0.2, exploration=EpsilonGreedy(0.02)),) * 2
    runs = play(MEETING, seats, rounds=2_000, runs=200, rng=2)
    equilibria = solve(MEETING)
    verdict = compare(runs, equilibria)
    counts = {s.label: s.count for s in verdict.final_policy.shares}
    assert sum(counts.values()) == 200
    for k, component in enumerate(equilibria.components):
        point = component.extreme[0]
        if point.is_pure:
            place = [s.index(1) for s in point.profile]
            ends = [p.argmax(axis=1) for p in runs.final_policies]
            expected = int(((ends[0] == place[0]) & (ends[1] == place[1])).sum())
            assert abs(counts[f"component {k + 1}"] - expected) <= 2  # a late flip
            # the two meeting places are alike: half each
            assert abs(expected / 200 - 0.5) < 4.5 * math.sqrt(0.25 / 200)
        else:
            assert counts[f"component {k + 1}"] == 0


def test_a_fixed_profile_off_equilibrium_is_neither_reached_nor_locked_in() -> None:
    seats = FixedStrategy([1, 0]), FixedStrategy([1, 0])
    verdict = compare(play(PD, seats, rounds=500, runs=3, rng=1), solve(PD))
    for judgement in (verdict.final_policy, verdict.time_average):
        assert set(judgement.outcomes) == {Outcome.OFF}
        assert judgement.distance.tolist() == [1.0] * 3
        assert judgement.epsilons == pytest.approx(np.full((3, 2), 0.4))
        assert judgement.payoffs.tolist() == [[3.0, 3.0]] * 3
    assert verdict.cce_gap == pytest.approx([2.0] * 3)
    assert not verdict.notes


def test_a_continuum_is_one_component() -> None:
    # all profiles with the first row are equilibria: distance is to the set
    game = BimatrixGame([[1, 1], [0, 0]], [[2, 2], [0, 1]])
    seats = FixedStrategy([1, 0]), FixedStrategy([0.35, 0.65])
    verdict = compare(play(game, seats, rounds=500, runs=4, rng=1), solve(game))
    assert len(verdict.equilibria.components) == 1
    assert len(verdict.equilibria) == 2
    assert verdict.final_policy.distance == pytest.approx(np.zeros(4), abs=1e-12)
    assert set(verdict.final_policy.labels) == {"component 1"}


def test_near_in_probabilities_is_not_enough_where_payoffs_are_steep() -> None:
    # Whoever plays the first row with .96 only loses .04 of the 1 that it is better by: .04
    # of the payoff range of the first game, .04 / 99 of that of the second.
    steep = BimatrixGame([[1, 1], [0, 0]], [[1, 0], [1, 0]])
    flat = BimatrixGame([[1, 1, 99], [0, 0, 99]], [[1, 0, 0], [1, 0, 0]])
    both = np.array([[0.96, 0.04], [0.94, 0.06]])
    for game, epsilon, reached in (
        (steep, 0.05, [True, False]),  # .06 is too far
        (steep, 0.03, [False, False]),  # .04 is near enough, but the regret is too large
        (flat, 0.03, [True, False]),  # hardly any regret: .06 is too far all the same
    ):
        column = np.zeros((2, game.shape[1]))
        column[:, 0] = 1
        judgement = judge("final policy", solve(game), (both, column), np.array([True, True]),
                          np.array([False, False]), [None, None],
                          Thresholds(epsilon=epsilon))  # fmt: skip
        assert judgement.distance == pytest.approx([0.04, 0.06])
        spread = float(game.payoff_range(0))
        assert judgement.epsilons[:, 0] == pytest.approx(both[:, 1] / spread)
        assert [outcome is Outcome.REACHED for outcome in judgement.outcomes] == reached
        assert set(judgement.outcomes) <= {Outcome.REACHED, Outcome.OFF}


def test_thresholds_are_parameters_and_printed() -> None:
    runs = play(PD, (LEARNER, LEARNER), rounds=2_000, runs=20, rng=7)
    equilibria = solve(PD)
    strict = compare(runs, equilibria, distance=0.001, burn_in=0.25, confidence=0.99)
    assert set(strict.time_average.outcomes) == {Outcome.OFF}
    assert set(strict.final_policy.outcomes) == {Outcome.REACHED}
    assert strict.first_round == 501
    assert "distance <= 0.001" in repr(strict)
    assert "Wilson 99%" in repr(strict)
    for arguments, message in (
        ({"distance": -1}, r"distance: expected a number in \[0, 1\]"),
        ({"epsilon": 2}, r"epsilon: expected a number in \[0, 1\]"),
        ({"burn_in": 1}, r"burn_in: expected a number in \[0, 1\)"),
        ({"confidence": 1}, r"confidence: expected a number in \(0, 1\)"),
    ):
        with pytest.raises(ParameterError, match=message):
            compare(runs, equilibria, **arguments)  # type: ignore[arg-type]


def test_an_incomplete_list_is_called_so() -> None:
    runs = play(MEETING, (LEARNER, LEARNER), rounds=1_000, runs=10, rng=1)
    verdict = compare(runs, solve(MEETING, method="pure"))
    assert not verdict.complete
    assert "2 components of equilibria known, which may not be all" in verdict.summary()
    assert any("nearest of those known" in note for note in verdict.notes)


def test_an_equilibrium_that_is_not_listed_is_not_off_equilibrium() -> None:
    # The second of two pure equilibria is played; only the first is in the list.
    game = BimatrixGame([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    full = solve(game)
    seats = FixedStrategy([0, 1]), FixedStrategy([0, 1])
    runs = play(game, seats, rounds=500, runs=3, rng=1)
    assert all(label.startswith("component") for label in compare(runs, full).final_policy.labels)
    known = solve(game, method="lemke-howson")
    assert not known.complete
    played_is_known = any(e.is_pure and e.support == ((1,), (1,)) for e in known)
    if played_is_known:
        seats = FixedStrategy([1, 0]), FixedStrategy([1, 0])
        runs = play(game, seats, rounds=500, runs=3, rng=1)
    unlisted = compare(runs, known)
    for judgement in (unlisted.final_policy, unlisted.time_average):
        assert set(judgement.outcomes) == {Outcome.UNLISTED}
        assert judgement.nash_conv == pytest.approx(np.zeros(3))
    assert "off equilibrium" not in repr(unlisted)
    # The two meet nowhere: a large regret, but nobody knows all equilibria.
    apart = play(game, (FixedStrategy([1, 0]), FixedStrategy([0, 1])), rounds=500, runs=3, rng=1)
    assert set(compare(apart, known).final_policy.outcomes) == {Outcome.AWAY}
    assert set(compare(apart, full).final_policy.outcomes) == {Outcome.OFF}


def test_exploration_alone_is_not_off_equilibrium() -> None:
    # Defect is played but for the .15 / 2 of exploration, beyond the threshold of .05.
    seat = QLearner(learning_rate=0.1, exploration=EpsilonGreedy(0.15))
    verdict = compare(play(PD, (seat, seat), rounds=4_000, runs=40, rng=3), solve(PD))
    assert set(verdict.final_policy.outcomes) == {Outcome.REACHED}
    assert verdict.time_average.row[:, 0].mean() == pytest.approx(0.075, abs=0.01)
    assert set(verdict.time_average.outcomes) == {Outcome.PERTURBED}
    # A mixture that nobody explores into is off equilibrium, by the same numbers.
    fixed = FixedStrategy([0.075, 0.925])
    verdict = compare(play(PD, (fixed, fixed), rounds=4_000, runs=4, rng=3), solve(PD))
    assert set(verdict.time_average.outcomes) == {Outcome.OFF}


class Drifter:
    """Leaves the second row for the first at a round of its own."""

    def __init__(self, last: int) -> None:
        self.left, self.rounds = last, 0

    def select_action(self, observation: int) -> int:
        return int(self.rounds < self.left)

    def update(self, *experience: Any) -> None:
        self.rounds += 1

    def policy(self, observation: int) -> list[float]:
        return [0.0, 1.0] if self.rounds < self.left else [1.0, 0.0]


@pytest.mark.parametrize(("late", "changing"), [(2, False), (20, True)])
def test_a_slow_drift_is_told(late: int, changing: bool) -> None:
    game = BimatrixGame([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    moments = iter([650] * late + [0] * (40 - late))
    seats = (lambda rng: Drifter(next(moments))), FixedStrategy([1, 0])
    verdict = compare(play(game, seats, rounds=1_000, runs=40, rng=1), solve(game))
    assert set(verdict.final_policy.outcomes) == {Outcome.REACHED}
    # Of 40 runs `late` came near since half-way: beyond 3 sqrt(late) from ten on.
    assert verdict.final_policy.still_changing == changing
    assert ("these shares were still changing at round 1,000" in verdict.summary()) == changing
    assert json.loads(verdict.to_json())["final_policy"]["still_changing"] == changing


def test_coming_and_going_is_no_trend() -> None:
    before = np.array([0] * 30 + [1] * 30 + [-1] * 40)
    now = np.array([1] * 30 + [0] * 30 + [-1] * 40)
    assert not is_changing(before, now)
    assert not is_changing(before, before)
    assert is_changing(before, np.zeros(100, dtype=np.int64))


def test_the_stability_window_printed_is_the_one_used() -> None:
    # Ten windows are the fewest looked at: half of twenty, not a fifth.
    for windows, share in ((20, 0.5), (200, 0.2)):
        runs = play(PD, (LEARNER, LEARNER), rounds=2_000, runs=3, rng=1,
                    record=Record(windows=windows))  # fmt: skip
        verdict = compare(runs, solve(PD))
        assert verdict.thresholds.stability_window == share
        assert f"of the last {share:.0%} of the rounds" in repr(verdict)


def test_no_known_equilibrium() -> None:
    runs = play(KICKS, (LEARNER, LEARNER), rounds=1_000, runs=10, rng=1)
    verdict = compare(runs, solve(KICKS, method="pure"))
    assert not any(label.startswith("component") for label in verdict.time_average.labels)
    assert (verdict.final_policy.nearest == -1).all()
    assert np.isnan(verdict.final_policy.distance).all()
    assert "0 components of equilibria known" in verdict.summary()
    json.loads(verdict.to_json())


def _diverging() -> Runs:
    game = BimatrixGame([[-1.7e308, 1.7e308]], [[0, 0]], name="Cliff")
    seats = (QLearner(learning_rate=0.9, exploration=EpsilonGreedy(0)), FixedStrategy([0.9, 0.1]))
    return play(game, seats, 20, 60, 2)


def test_diverged_runs_are_excluded_and_counted() -> None:
    runs = _diverging()
    assert runs.game is not None
    verdict = compare(runs, solve(runs.game))
    gone = int((runs.diverged > 0).sum())
    assert 0 < gone < 60
    assert (verdict.runs_diverged, verdict.runs_judged) == (gone, 60 - gone)
    assert verdict.time_average.labels.count("diverged") == gone
    assert verdict.time_average.judged.sum() == 60 - gone
    assert {share.of for share in verdict.time_average.shares} == {60 - gone}
    assert np.isnan(verdict.cce_gap).sum() == gone
    assert f"({gone} diverged of 60, left out)" in verdict.summary()
    assert json.loads(verdict.to_json())["runs"]["diverged"] == gone


def test_interrupted_runs_are_no_evidence() -> None:
    from dataclasses import replace

    runs = play(PD, (LEARNER, LEARNER), rounds=1_000, runs=10, rng=1)
    played = runs.played.copy()
    played[3:] = 500
    verdict = compare(replace(runs, played=played, status="interrupted", runs_asked=20), solve(PD))
    assert (verdict.runs_judged, verdict.runs_interrupted) == (3, 17)
    assert verdict.final_policy.labels == ("component 1",) * 3 + ("interrupted",) * 7
    assert "(17 not finished of 20, left out)" in verdict.summary()


def test_nothing_to_judge() -> None:
    from dataclasses import replace

    runs = play(PD, (LEARNER, LEARNER), rounds=1_000, runs=2, rng=1)
    verdict = compare(replace(runs, played=runs.played * 0 + 1), solve(PD))
    assert verdict.runs_judged == 0
    assert "There is nothing to judge." in repr(verdict)
    assert verdict.final_policy.shares == ()
    json.loads(verdict.to_json())


def test_agents_that_tell_no_policy_are_judged_by_their_play() -> None:
    class Defector:
        def __init__(self, rng: np.random.Generator) -> None:
            pass

        def select_action(self, observation: int) -> int:
            return 1

        def update(self, *experience: Any) -> None:
            pass

    runs = play(PD, (Defector, LEARNER), rounds=4_000, runs=3, rng=1)
    verdict = compare(runs, solve(PD))
    assert set(verdict.final_policy.labels) == {"tells no policy"}
    assert verdict.final_policy.shares == ()
    assert set(verdict.time_average.labels) == {"component 1"}
    assert "Final policy: not told by both players." in verdict.summary()


def test_too_few_windows_settle_nothing() -> None:
    runs = play(PD, (LEARNER, LEARNER), rounds=2_000, runs=3, rng=1, record=Record(windows=9))
    verdict = compare(runs, solve(PD))
    assert set(verdict.final_policy.labels) == {"not settled"}
    assert any("too few windows were recorded" in note and ": 9;" in note for note in verdict.notes)


def test_a_policy_that_changed_its_mind_lately_is_not_settled() -> None:
    class Turncoat:
        """Defects but for the last tenth of the rounds."""

        def __init__(self, rng: np.random.Generator) -> None:
            self.rounds = 0

        def select_action(self, observation: int) -> int:
            return int(self.rounds < 900)

        def update(self, *experience: Any) -> None:
            self.rounds += 1

        def policy(self, observation: int) -> list[float]:
            return [0.0, 1.0] if self.rounds < 900 else [1.0, 0.0]

    defector = FixedStrategy([0, 1])
    verdict = compare(play(PD, (Turncoat, defector), rounds=1_000, runs=2, rng=1), solve(PD))
    assert set(verdict.final_policy.labels) == {"not settled"}
    assert set(verdict.time_average.labels) == {"not settled"}


def test_another_game_is_refused() -> None:
    runs = play(PD, (LEARNER, LEARNER), rounds=100, runs=2, rng=1)
    with pytest.raises(ParameterError, match=r"the runs played Prisoner's dilemma.*of Meeting"):
        compare(runs, solve(MEETING))
    with pytest.raises(ParameterError, match="expected compare"):
        compare(runs, PD)  # type: ignore[arg-type]


def test_names_are_harmless_in_html_and_json() -> None:
    game = BimatrixGame([[3, 0], [5, 1]], [[3, 5], [0, 1]], name="<script>alert(1)</script>",
                        row_actions=["<i>", "$\\frac{"], column_actions=["a&b", '"q"'])  # fmt: skip
    verdict = compare(play(game, (LEARNER, LEARNER), 200, 3, 1), solve(game))
    page = verdict._repr_html_()
    assert "<script" not in page
    assert "<i>" not in page
    assert json.loads(verdict.to_json())["game"] == "<script>alert(1)</script>"


def test_json_holds_the_totals(dilemma: Verdict) -> None:
    document = json.loads(dilemma.to_json())
    assert document["schema"] == "gametheory/verdict/1"
    assert document["runs"] == {"asked": 100, "judged": 100, "diverged": 0, "not_finished": 0}
    assert document["final_policy"]["shares"][0]["count"] == 100
    assert document["thresholds"]["distance"] == 0.05
    assert document["joint"]["cce_gap"] == pytest.approx(float(np.median(dilemma.cce_gap)))


def test_a_verdict_is_frozen(dilemma: Verdict) -> None:
    with pytest.raises(FrozenInstanceError):
        dilemma.complete = False  # type: ignore[misc]


def test_pages_of_any_size_print() -> None:
    rng = np.random.default_rng(3)
    game = BimatrixGame(rng.integers(0, 5, (6, 5)), rng.integers(0, 5, (6, 5)))
    verdict = compare(play(game, (LEARNER, LEARNER), 500, 5, 1), solve(game))
    assert "..." in verdict.summary()
    assert verdict.time_average.mean(0)[0].sum() == pytest.approx(1)
    assert "component 1:" in repr(verdict)
