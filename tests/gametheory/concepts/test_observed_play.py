"""Observed play: every way to give it, every way to get it wrong."""

from __future__ import annotations

import json
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pages import HOSTILE

from gametheory.catalog import get, load
from gametheory.concepts import ObservedPlay, read_play
from gametheory.concepts.play_log import play_from_text
from gametheory.errors import FormatError, ParameterError, StrategyError
from gametheory.game import BimatrixGame

KICKS = load("penalty-kicks")  # Kicker and Goalkeeper; Left, Right
LOG = "round,Goalkeeper,Kicker\n1,Left,Right\n2,Right,Right\n3,Right,Left\n"


def test_counts_give_frequencies() -> None:
    play = ObservedPlay.from_counts(KICKS, [3, 1], np.array([2, 8]))
    assert play.profile == ((Fraction(3, 4), Fraction(1, 4)), (Fraction(1, 5), Fraction(4, 5)))
    assert play.plays == (4, 10)
    assert play.joint is None
    assert play.weights().tolist() == [3, 1, 2, 8]


def test_joint_counts_give_both() -> None:
    play = ObservedPlay.from_joint_counts(KICKS, [[1, 2], [3, 4]])
    assert play.counts == ((3, 7), (4, 6))
    assert play.joint == (
        (Fraction(1, 10), Fraction(1, 5)), (Fraction(3, 10), Fraction(2, 5))
    )  # fmt: skip


def test_rounds_by_name_index_and_array_are_the_same() -> None:
    names = ObservedPlay.from_rounds(KICKS, ["Right", "Right", "Left"], ["Left", "Right", "Right"])
    indices = ObservedPlay.from_rounds(KICKS, [1, 1, 0], (k for k in (0, 1, 1)))
    arrays = ObservedPlay.from_rounds(
        KICKS, np.array(["Right", "Right", "Left"]), np.array([0, 1, 1], dtype=np.int8)
    )
    text = play_from_text(KICKS, LOG)
    for play in (names, indices, arrays, text):
        assert play.joint_counts == ((0, 1), (1, 1))


def test_a_million_rounds_take_no_loop_over_names() -> None:
    started = time.process_time()
    play = ObservedPlay.from_rounds(KICKS, np.zeros(10**6, int), np.ones(10**6, np.uint8))
    assert play.joint_counts == ((0, 10**6), (0, 0))
    assert time.process_time() - started < 1


def test_the_catalogues_observations_feed_it() -> None:
    published = get("penalty-kicks").observed
    assert published is not None
    play = ObservedPlay.from_catalog(KICKS, published)
    assert play.row[0] == Fraction("0.3998")
    assert play.plays == (1417, 1417)
    assert play.counts is None
    assert "1,417 plays" in play.summary()
    assert any("No whole counts" in note for note in play.notes)


def test_frequencies_without_plays() -> None:
    play = ObservedPlay.from_frequencies(KICKS, ["1/3", "2/3"], [0.5, 0.5])
    assert play.plays is None
    assert "not known" in play.summary()
    document = json.loads(play.to_json())
    assert document["row"] == ["1/3", "2/3"]
    assert document["plays"] is None


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([1], "expected 2 counts, got 1"),
        ([1, -1], "count 1: expected a whole number of at least 0, got -1"),
        ([1, 1.5], "got 1.5"),
        ([1, float("nan")], "got nan"),
        ([1, True], "got True"),
        ([0, 0], "sum of counts between 1"),
        ([2**53, 1], "sum of counts between 1"),
        ([1, 10**400], "whole number of at least 0"),
        ("12", "got str"),
        ({1: 2, 3: 4}, "got dict"),
        (np.ma.masked_array([1, 2], [True, False]), "got MaskedArray"),
        ([1, "2"], "got '2'"),
    ],
)
def test_wrong_counts_are_refused_by_name(row: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message) as caught:
        ObservedPlay.from_counts(KICKS, row, [1, 1])
    assert "Kicker" in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([[1, 2]], "expected 2 rows, got 1"),
        ([[1, 2], [3]], "row 1: expected 2 counts, got 1"),
        ([[0, 0], [0, 0]], "sum between 1"),
    ],
)
def test_wrong_joint_counts_are_refused(rows: Any, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        ObservedPlay.from_joint_counts(KICKS, rows)


@pytest.mark.parametrize(
    ("row", "error", "message"),
    [
        (["Left"], ParameterError, "got 1 of Kicker and 2 of Goalkeeper"),
        (["Left", "left"], StrategyError, "round 1: Kicker has no action 'left'"),
        ([0, 2], StrategyError, "round 1: Kicker has no action 2"),
        (np.array([0, 2]), StrategyError, "round 1"),
        ([0, -1], StrategyError, "no action -1"),
        ([0, None], StrategyError, "no action None"),
        ([0, float("nan")], StrategyError, "no action nan"),
        ([0, 1.0], StrategyError, "no action 1.0"),
        ([1, True], StrategyError, "no action True"),
        ([[0], [1]], StrategyError, "round 0"),
        ("Left", ParameterError, "got str"),
    ],
)
def test_wrong_rounds_are_refused(row: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        ObservedPlay.from_rounds(KICKS, row, [0, 1])


def test_no_rounds_are_refused() -> None:
    with pytest.raises(ParameterError, match="got 0 of Kicker"):
        ObservedPlay.from_rounds(KICKS, [], [])


@pytest.mark.parametrize("plays", [0, -3, 1.5, True, "7"])
def test_wrong_numbers_of_plays_are_refused(plays: Any) -> None:
    with pytest.raises(ParameterError, match="plays: expected a whole number of at least 1"):
        ObservedPlay.from_frequencies(KICKS, [1, 0], [0, 1], plays=plays)


# ------------------------------------------------------------------- logs in files


def test_a_log_with_byte_order_mark_and_carriage_returns(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(b"\xef\xbb\xbf" + LOG.replace("\n", "\r\n").encode())
    play = read_play(KICKS, file)
    assert play.joint_counts == ((0, 1), (1, 1))
    assert play.source == str(file)


def test_indices_and_generic_headers() -> None:
    play = play_from_text(KICKS, "row,column\n0,1\n1,1\n")
    assert play.joint_counts == ((0, 1), (0, 1))


def test_actions_whose_names_are_digits_are_names() -> None:
    game = BimatrixGame([[1, 2], [3, 4]], [[1, 2], [3, 4]], row_actions=["1", "0"])
    play = play_from_text(game, "row,column\n1,c1\n1,c2\n0,c2\n")
    assert play.counts == ((2, 1), (1, 2))


def test_hostile_names_are_read_back() -> None:
    names = [name.strip() for name in HOSTILE[:4]]
    game = BimatrixGame(
        np.eye(4).tolist(), np.eye(4).tolist(), row_actions=names,
        players=(HOSTILE[4], HOSTILE[10]),
    )  # fmt: skip
    quoted = ['"' + name.replace('"', '""') + '"' for name in (*game.players, *names)]
    text = f"{quoted[0]},{quoted[1]}\n" + "".join(f"{name},c2\n" for name in quoted[2:])
    play = play_from_text(game, text)
    assert play.counts == ((1, 1, 1, 1), (0, 4, 0, 0))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "got none"),
        ("row,column\n", 1, "at least one round, got none"),
        ("row,row\n0,1\n", 1, "one column called 'Kicker' or 'row', got 2"),
        ("row,other\n0,1\n", 1, "'Goalkeeper' or 'column', got 0"),
        ("row,column,Kicker\n0,1,0\n", 1, "got 2 among"),
        ("row,column\n0,1\n0\n", 3, "expected 2 cells, as in the header, got 1"),
        ("row,column\n0,1\n0,2\n", 3, "Goalkeeper has no action '2'"),
        ("row,column\nLeft,0\n1,0\n", 3, "Kicker has no action '1'; expected one of Left, Right"),
        ("row,column\n,0\n", 2, "no action ''"),
        ("row,column\n0,-1\n", 2, "no action '-1'"),
        ("row,column\n0,1e999999999\n", 2, "no action '1e999999999'"),
        ("row,column\n0," + "9" * 10_000 + "\n", 2, "no action"),
        ('row,column\n0,"1\n', 2, "not comma-separated values"),
    ],
)
def test_wrong_logs_are_refused_with_the_line(text: str, line: int, message: str) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        play_from_text(KICKS, text, "log.csv")
    assert caught.value.line == line
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"row,column\n0,1\n\x00", "NUL"),
        (b"row,column\n0,\xff\n", "UTF-8"),
        ("row,column\n0,1\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_files_that_are_no_text_are_refused(tmp_path: Path, data: bytes, message: str) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(data)
    with pytest.raises(FormatError, match=message):
        read_play(KICKS, file)
