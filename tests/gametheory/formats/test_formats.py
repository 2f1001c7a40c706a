"""What holds for every format: exact round trips, suffixes, files replaced whole."""

import os
import stat
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory import BimatrixGame, formats
from gametheory.errors import FormatError
from gametheory.formats.files import FileAccessError

NUMBERS = st.one_of(
    st.integers(-100, 100),
    st.integers(-(10**40), 10**40),
    st.fractions(min_value=-1000, max_value=1000, max_denominator=10**9),
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-1000, max_value=1000),
    st.floats(allow_nan=False, allow_infinity=False),
)

# Signs that mean something in one of the formats, and some that should not.
NAMES = st.text(
    st.one_of(
        st.sampled_from("\"'{},=+-@;|/#\\ 0123456789.en<&"),
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\u202a\u202b"
                      "\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    ),
    min_size=1,
    max_size=12,
).filter(lambda name: name.strip() and not name.endswith("\\"))  # fmt: skip


@st.composite
def named_games(draw):
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    first, second = ([[draw(NUMBERS) for _ in range(n)] for _ in range(m)] for _ in range(2))
    return BimatrixGame(
        first,
        second,
        name=draw(st.one_of(st.none(), NAMES)),
        players=draw(st.lists(NAMES, min_size=2, max_size=2, unique=True)),
        row_actions=draw(st.lists(NAMES, min_size=m, max_size=m, unique=True)),
        column_actions=draw(st.lists(NAMES, min_size=n, max_size=n, unique=True)),
    )


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
@given(game=named_games())
@settings(max_examples=150, deadline=None)
def test_property_round_trip_is_exact(suffix, game):
    again = formats.loads(formats.dumps(game, suffix), suffix)
    assert again == game
    m, n = game.shape
    assert all(again.payoff(i, j) == game.payoff(i, j) for i in range(m) for j in range(n))
    assert (again.row_actions, again.column_actions) == (game.row_actions, game.column_actions)
    assert again.name == game.name
    if suffix != ".csv":  # documented: CSV has no place for the players
        assert again.players == game.players


@given(game=named_games())
@settings(max_examples=50, deadline=None)
def test_property_round_trip_of_the_outcome_form(game):
    again = formats.loads(formats.dumps(game, ".nfg", nfg_body="outcomes"), ".nfg")
    assert again == game
    assert (again.name, again.players) == (game.name, game.players)


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
def test_extreme_numbers_survive(suffix):
    numbers = [[2**200 + 1, Fraction(1, 3)], [5e-324, 1e300], ["1e-3", -(2**63)]]
    game = BimatrixGame(numbers, [[0, 0.1], ["7/11", 1], [2, 3]])
    again = formats.loads(formats.dumps(game, suffix), suffix)
    assert again.payoff(0, 0)[0] == 2**200 + 1
    assert again.payoff(0, 1) == (Fraction(1, 3), Fraction(1, 10))
    assert again.payoff(1, 0) == (Fraction(5, 10**324), Fraction(7, 11))
    assert again.payoff(2, 0)[0] == Fraction(1, 1000)
    assert again == game


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
def test_payoff_too_long_to_be_read_back_is_not_written(suffix):
    game = BimatrixGame([[Fraction(1, 3**9000)]], [[0]])
    with pytest.raises(FormatError, match="digits; at most 2000 characters"):
        formats.dumps(game, suffix)


@pytest.mark.parametrize("suffix", [".nfg", ".JSON", ".csv"])
def test_files_by_suffix(tmp_path, suffix):
    game = BimatrixGame([["1/3", 2]], [[0, -1]], row_actions=["only"], column_actions=["l", "r"])
    path = tmp_path / f"game{suffix}"
    formats.write(game, path)
    assert formats.read(path) == game
    assert formats.read(str(path)) == game
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["game", "game.txt", "game.nfg.bak", ".nfg"])
def test_unknown_suffix_lists_the_known_ones(tmp_path, name):
    path = tmp_path / name
    path.write_text("3")
    with pytest.raises(FormatError, match=r"ends in \.nfg, \.json or \.csv, got"):
        formats.read(path)
    with pytest.raises(FormatError, match=r"ends in \.nfg, \.json or \.csv, got"):
        formats.write(BimatrixGame([[1]], [[1]]), path)
    assert path.read_text() == "3"


def test_error_names_file_and_line(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text('"1,1"\n"1,x"\n')
    with pytest.raises(FormatError) as raised:
        formats.read(path)
    assert raised.value.line == 2
    assert str(raised.value).startswith(f"{path}, line 2: ")


def test_failed_write_leaves_the_old_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "game.json"
    path.write_text("old")

    def fail(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileAccessError, match="cannot be written: no space left on device"):
        formats.write(BimatrixGame([[1]], [[1]]), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_unwritable_name_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "game.nfg"
    path.write_text("old")
    game = BimatrixGame([[1]], [[1]], row_actions=["back\\"])
    with pytest.raises(FormatError, match="ends in a backslash; rename it or write a"):
        formats.write(game, path)
    assert path.read_text() == "old"


def test_overwrite_false_refuses(tmp_path):
    path = tmp_path / "game.json"
    game = BimatrixGame([[1]], [[1]])
    formats.write(game, path, overwrite=False)
    assert formats.read(path) == game
    before = path.read_text()
    with pytest.raises(FileAccessError, match="the file exists; choose another name"):
        formats.write(BimatrixGame([[2]], [[2]]), path, overwrite=False)
    assert path.read_text() == before
    assert list(tmp_path.iterdir()) == [path]


def test_write_keeps_permissions_and_follows_links(tmp_path):
    target = tmp_path / "real.json"
    target.write_text("old")
    target.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(target)
    game = BimatrixGame([[1]], [[1]])
    formats.write(game, link)
    assert link.is_symlink()
    assert formats.read(target) == game
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_write_refuses_what_is_not_a_file(tmp_path):
    folder = tmp_path / "folder.json"
    folder.mkdir()
    with pytest.raises(FileAccessError, match="not a regular file"):
        formats.write(BimatrixGame([[1]], [[1]]), folder)
    with pytest.raises(FileAccessError, match="no such file or directory"):
        formats.write(BimatrixGame([[1]], [[1]]), tmp_path / "nowhere" / "game.json")


def test_nfg_body_is_checked():
    with pytest.raises(ValueError, match="expected 'payoffs' or 'outcomes', got 'tree'"):
        formats.dumps(BimatrixGame([[1]], [[1]]), ".nfg", nfg_body="tree")
