"""What a report says, beside what the library says."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from pages import Element, page_data, read_page

from gametheory import catalog, formats
from gametheory.equilibria import EquilibriumSet
from gametheory.errors import FormatError, ParameterError, StrategyError
from gametheory.game import BimatrixGame
from gametheory.solvers import solve
from gametheory.solvers.cross_check import cross_check
from gametheory.strategy import regrets
from learning import Runs, compare
from reports import Report

NBSP = "\u00a0"


def _text(report: Report) -> str:
    return read_page(report.html()).one("main").text().replace(NBSP, " ")


def _answer(report: Report) -> str:
    return read_page(report.html()).one(id="answer").text().replace(NBSP, " ")


@pytest.fixture(scope="module")
def penalty_report(penalty_kicks: BimatrixGame, penalty_runs: Mapping[str, Runs]) -> Report:
    entry = catalog.get("penalty-kicks")
    return Report(
        penalty_kicks, runs=penalty_runs, story=entry.story, sources=(entry.source,),
        observed=entry.observed, cross_check=cross_check(penalty_kicks, methods=["pure"]),
    )  # fmt: skip


@pytest.fixture(scope="module")
def penalty_page(penalty_report: Report) -> Element:
    return read_page(penalty_report.html())


def test_the_main_job(penalty_page: Element) -> None:
    text = penalty_page.one("main").text().replace(NBSP, " ")
    # Palacios-Huerta (2003), table 4: predicted 38.54 and 41.99, observed 39.98 and 42.31.
    for number in ("38.54 %", "41.99 %", "39.98 %", "42.31 %", "121/314", "2505/5966"):
        assert number in text
    assert "No whole counts out of 1,417 plays give them" in text
    assert "no p-value" in text
    assert "Palacios-Huerta" in penalty_page.one(id="sources").text()
    for heading in ("Epsilon-greedy Q-learners", "Boltzmann Q-learners"):
        assert text.count(heading) > 2
    assert text.count("Final policy") == text.count("Time average") == 2


def test_observed_regret_is_exact(penalty_kicks: BimatrixGame, penalty_page: Element) -> None:
    observed = catalog.get("penalty-kicks").observed
    assert observed is not None
    # By hand: best reply minus earned, in percent.
    a = [[Fraction(5830), Fraction(9497)], [Fraction(9291), Fraction(6992)]]
    y, x = observed.column, observed.row
    values = [sum(p * v for p, v in zip(y, row, strict=True)) / 100 for row in a]
    by_hand = max(values) - sum(p * v for p, v in zip(x, values, strict=True))
    assert regrets(penalty_kicks, x, y)[0] == by_hand
    section = penalty_page.one(id="observed").text()
    assert str(by_hand) in section


def test_numbers_on_the_page_are_those_of_solve(penalty_page: Element) -> None:
    game = catalog.load("penalty-kicks")
    page, data = penalty_page, page_data(penalty_page)
    assert data["schema"] == "gametheory/report/1"
    assert data["equilibria"] == json.loads(solve(game).to_json())
    listed = {e.text() for e in page.one(id="equilibria").all("td")}
    for equilibrium in solve(game):
        for probability in (*equilibrium.row, *equilibrium.column):
            assert str(probability) in listed


def test_the_same_input_gives_the_same_bytes_but_for_one_element(
    penalty_kicks: BimatrixGame, penalty_runs: Mapping[str, Runs]
) -> None:
    _, runs = next(iter(penalty_runs.items()))

    def html(timestamp: bool) -> str:
        check = cross_check(penalty_kicks, methods=["pure"])
        return Report(penalty_kicks, runs=runs, cross_check=check, timestamp=timestamp).html()

    assert html(False) == html(False)
    bare = re.sub(r'<div id="time">.*?</div>\n(?=</footer>)', "", html(True), flags=re.DOTALL)
    assert bare == html(False)
    assert 'id="time"' in html(True)


def test_verdicts_given_and_made_agree(
    penalty_kicks: BimatrixGame, penalty_runs: Mapping[str, Runs]
) -> None:
    found = solve(penalty_kicks)
    verdict = {label: compare(runs, found) for label, runs in penalty_runs.items()}
    given = Report(penalty_kicks, found, runs=penalty_runs, verdict=verdict, timestamp=False)
    made = Report(penalty_kicks, found, runs=penalty_runs, timestamp=False)
    assert given.html() == made.html()


def test_a_lone_group_is_named_by_its_exploration(penalty_runs: Mapping[str, Runs]) -> None:
    label, runs = next(iter(penalty_runs.items()))
    assert runs.game is not None
    assert label in _text(Report(runs.game, runs=runs))


def test_shares_of_runs_are_those_of_the_verdict(
    penalty_kicks: BimatrixGame, penalty_runs: Mapping[str, Runs]
) -> None:
    found = solve(penalty_kicks)
    report = Report(penalty_kicks, found, runs=penalty_runs)
    rows = [
        [cell.text() for cell in row.all("td")]
        for row in read_page(report.html()).one(id="learning").all("tr")
    ]
    counts = [int(row[0].replace(",", "")) for row in rows if len(row) == 3]
    expected = [
        share.count
        for runs in penalty_runs.values()
        for verdict in [compare(runs, found)]
        for judgement in (verdict.final_policy, verdict.time_average)
        for share in judgement.shares
        if share.count or share.component is not None
    ]
    assert counts == expected


def test_diverged_runs_are_counted_and_left_out() -> None:
    from learning import EpsilonGreedy, QLearner, play

    # Values grow by up to the payoff each round: half a dozen rounds overflow.
    game = BimatrixGame([[1.7e308, 0], [0, 1.7e308]], [[1, 0], [0, 1]])
    learner = QLearner(learning_rate=1.0, exploration=EpsilonGreedy(0.5), discount=0.9)
    runs = play(game, (learner, learner), rounds=300, runs=5, rng=1)
    diverged = int((runs.diverged > 0).sum())
    assert diverged > 0
    text = _text(Report(game, runs=runs))
    assert f"{diverged} diverged" in text
    if diverged == 5:
        assert "there is nothing to judge" in text


@pytest.mark.parametrize(
    ("game", "phrases"),
    [
        ("matching-pennies", ["strictly opposed", "zero-sum", "exactly one Nash equilibrium, in "
                              "mixed strategies", "50.00 %"]),
        ("prisoners-dilemma", ["in pure strategies: (Defect, Defect)", "strictly dominated",
                               "It is not efficient: at (Cooperate, Cooperate) both would"]),
        ("stag-hunt", ["exactly three Nash equilibria: two pure and one in mixed strategies",
                       "The pure ones are (Stag, Stag) and (Hare, Hare)",
                       "only (Stag, Stag) is efficient"]),
        ("entry", ["infinitely many Nash equilibria. There are three extreme equilibria in two "
                   "connected sets; one of the sets is a continuum. The game is degenerate."]),
        ("identity", ["want the same", "exactly 15 Nash equilibria"]),
    ],
)  # fmt: skip
def test_the_answer_changes_with_the_facts(game: str, phrases: list[str]) -> None:
    answer = _answer(Report(catalog.load(game)))
    for phrase in phrases:
        assert phrase in answer, answer


@pytest.mark.slow
@pytest.mark.parametrize("game", catalog.names())
def test_every_game_of_the_catalogue_makes_a_page(game: str) -> None:
    entry = catalog.get(game)
    report = Report(
        entry.game(), story=entry.story, sources=(entry.source,), observed=entry.observed
    )
    page = read_page(report.html())
    assert page.one("h1").text() == " ".join(entry.title.split())
    assert entry.source.split(".")[0] in page.one(id="sources").text()
    assert page_data(page)["equilibria"] == json.loads(solve(entry.game()).to_json())


def test_a_decision_and_a_trivial_game() -> None:
    assert "Only one player has a choice" in _answer(Report(BimatrixGame([[1, 2]], [[3, 4]])))
    assert "exactly one Nash equilibrium" in _answer(Report(BimatrixGame([[1]], [[1]])))


def test_what_is_not_proved_complete_is_said(identity: BimatrixGame) -> None:
    report = Report(identity, solve(identity, "pure"))
    answer = _answer(report)
    assert "five pure Nash equilibria" in answer
    assert "There may be more" in answer
    assert "exactly" not in answer
    assert "not proved complete" in _text(report)


def test_nothing_found_is_no_answer() -> None:
    pennies = catalog.load("matching-pennies")
    answer = _answer(Report(pennies, solve(pennies, "pure")))
    assert "No pure equilibrium was found" in answer


def test_every_equilibrium_is_on_the_page_and_the_later_ones_are_folded(
    identity: BimatrixGame,
) -> None:
    section = read_page(Report(identity).html()).one(id="equilibria")
    folded = section.one("details")
    assert folded.one("summary").text() == "11 more equilibria"  # 2^5 - 1 in all, 20 in sight
    rows = [e.text() for e in section.all("th", scope="row")]
    assert rows == [str(k) for k in range(1, 32)]
    # Each set of k actions is the support of one equilibrium, in which all have probability 1/k.
    first = [row.all("td")[0].text() for row in section.all("tr") if row.all("td")]
    assert sorted(cell.count(":") or 1 for cell in first) == sorted(
        size for size in range(1, 6) for _ in range(math.comb(5, size))
    )


def test_lists_beyond_some_hundreds_are_cut_with_a_count_and_kept_as_data() -> None:
    # Equilibria of the identity game of size 9 are its 2^9 - 1 sets of actions.
    game = BimatrixGame(np.eye(9, dtype=int), np.eye(9, dtype=int))
    page = read_page(Report(game).html())
    section = page.one(id="equilibria")
    assert "500 of 511 equilibria are shown; the data hold all" in section.text()
    assert len(section.all("th", scope="row")) == 500
    assert len(page_data(page)["equilibria"]["equilibria"]) == 511


def test_long_fractions_are_left_to_the_data() -> None:
    game = BimatrixGame([[10**20 + 7, 0], [0, 10**20 + 9]], [[0, 10**20 + 1], [1, 0]])
    page = read_page(Report(game).html())
    (equilibrium,) = page_data(page)["equilibria"]["equilibria"]
    assert Fraction(equilibrium["column"][0]) == Fraction(10**20 + 9, 2 * 10**20 + 16)
    assert equilibrium["column"][0] not in page.one("main").text()


@pytest.mark.parametrize(
    "payoffs",
    [
        [[1e300, -1e300], [1e-300, 0]],
        [[0, 0], [0, 0]],
        [[5e-324, 0], [0, 5e-324]],
        [["1/3", "2/7"], [10**18, -(10**18)]],
    ],
)
def test_strange_payoffs_make_a_page(payoffs: list[list[object]]) -> None:
    game = BimatrixGame(payoffs, [[0, 1], [1, 0]])
    data = page_data(read_page(Report(game).html()))
    assert formats.loads(json.dumps(data["equilibria"]["game"]), ".json") == game


def test_long_payoffs_are_rounded_in_the_table_and_exact_in_the_data() -> None:
    game = BimatrixGame([[1e300, 0], [0, 1]], [[1, 0], [0, 1]])
    page = read_page(Report(game).html())
    assert page.one(id="game").one("tbody").all(class_="first")[0].text() == "1e+300"
    assert "Long numbers are rounded" in page.one(id="game").text()
    (exact, _), _ = page_data(page)["equilibria"]["game"]["row_payoffs"]
    assert Fraction(exact) == 10**300


def test_large_games_are_cut() -> None:
    rng = np.random.default_rng(1)
    game = BimatrixGame(rng.integers(0, 100, (40, 30)), rng.integers(0, 100, (40, 30)))
    page = read_page(Report(game, solve(game, "pure")).html())
    assert "14 of 40 rows and 14 of 30 columns are shown" in page.one(id="game").text()
    assert len(page_data(page)["equilibria"]["game"]["row_payoffs"]) == 40


def test_backends_that_disagree_are_shown() -> None:
    # Nashpy's support enumeration finds nothing here, though there is an equilibrium.
    game = BimatrixGame([[2, 3, 4], [0, 6, 1]], [[1, 4, 1], [3, 2, 7]])
    check = cross_check(game, methods=["nashpy-support"])
    section = read_page(Report(game, check.reference, cross_check=check).html()).one(id="method")
    (row,) = [r for r in section.all("tr") if r.text().startswith("nashpy-support")]
    cells = [cell.text() for cell in row.all("td")]
    assert cells[2:5] == ["0", "1", "0"]
    assert cells[0] == "disagrees"
    assert "did not give the right answer" in section.text()


def test_a_second_search_that_finished_is_told_from_the_first() -> None:
    game = catalog.load("stag-hunt")
    check = cross_check(game, methods=["pure"], timeout=1e-9)
    assert not check.reference.complete
    section = read_page(Report(game, solve(game), cross_check=check).html()).one(id="method").text()
    assert "did not finish within the time of this comparison, though a later search did" in section
    assert "what the others missed was not judged" in section


class TestWriting:
    def test_writes_and_replaces(self, tmp_path: Path, penalty_kicks: BimatrixGame) -> None:
        file = tmp_path / "game.html"
        file.write_text("old")
        Report(penalty_kicks).write(file)
        assert read_page(file.read_text(encoding="utf-8")).one("h1").text() == "Penalty kicks"
        assert list(tmp_path.iterdir()) == [file]

    @pytest.mark.parametrize("name", ["game.pdf", "game", "game.html.exe", ".html"])
    def test_unknown_endings(self, tmp_path: Path, penalty_kicks: BimatrixGame, name: str) -> None:
        with pytest.raises(FormatError, match=r"ends in \.html"):
            Report(penalty_kicks).write(tmp_path / name)
        assert not list(tmp_path.iterdir())

    def test_a_folder(self, tmp_path: Path, penalty_kicks: BimatrixGame) -> None:
        folder = tmp_path / "page.html"
        folder.mkdir()
        with pytest.raises(FormatError, match="folder"):
            Report(penalty_kicks).write(folder)
        with pytest.raises(FormatError, match="folder does not exist"):
            Report(penalty_kicks).write(tmp_path / "none" / "page.html")

    def test_a_failed_write_leaves_the_old_file(
        self, tmp_path: Path, penalty_kicks: BimatrixGame, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "page.html"
        file.write_text("old")
        report = Report(penalty_kicks)

        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.fsync", fail)
        with pytest.raises(OSError, match="no space left"):
            report.write(file)
        assert file.read_text() == "old"
        assert list(tmp_path.iterdir()) == [file]


class TestMisuse:
    def test_parts_of_another_game(self, penalty_kicks: BimatrixGame) -> None:
        other = solve(BimatrixGame([[1]], [[1]]))
        with pytest.raises(ParameterError, match="of this game"):
            Report(penalty_kicks, other)

    def test_runs_of_another_game(
        self, hostile: BimatrixGame, penalty_runs: Mapping[str, Runs]
    ) -> None:
        with pytest.raises(ParameterError, match=r"this game|game that was played"):
            Report(hostile, runs=penalty_runs)

    def test_verdict_without_runs(
        self, penalty_kicks: BimatrixGame, penalty_runs: Mapping[str, Runs]
    ) -> None:
        found: EquilibriumSet = solve(penalty_kicks)
        verdict = compare(next(iter(penalty_runs.values())), found)
        with pytest.raises(ParameterError, match="without the runs"):
            Report(penalty_kicks, found, verdict=verdict)
        with pytest.raises(ParameterError, match="the same groups"):
            Report(penalty_kicks, found, runs=penalty_runs, verdict=verdict)

    def test_observed_play_that_is_none(self, penalty_kicks: BimatrixGame) -> None:
        with pytest.raises(StrategyError, match="sum to 1"):
            Report(penalty_kicks, observed=([0.5, 0.6], [1, 0]))

    def test_no_game(self) -> None:
        with pytest.raises(TypeError, match="expected a BimatrixGame, got list"):
            Report([[1]])  # type: ignore[arg-type]  # the mistake under test
