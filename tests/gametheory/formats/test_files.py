"""Reading hostile bytes."""

import pytest

from gametheory import formats
from gametheory.errors import FormatError, GameTheoryError
from gametheory.formats import files

CSV = b'"1,2","3,4"\n"5,6","7,8"\n'


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf" + CSV, id="byte order mark"),
        pytest.param(CSV.replace(b"\n", b"\r\n"), id="Windows line ends"),
        pytest.param(CSV.replace(b"\n", b"\r"), id="old Mac line ends"),
        pytest.param(CSV.rstrip(), id="no last line end"),
    ],
)
def test_right_game_whatever_the_line_ends(tmp_path, data):
    path = tmp_path / "game.csv"
    path.write_bytes(data)
    game = formats.read(path)
    assert game.row_payoffs.tolist() == [[1, 3], [5, 7]]
    assert game.column_payoffs.tolist() == [[2, 4], [6, 8]]


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"1\n2\n\xff3\n", 3, "expected UTF-8 text, got the byte 0xff"),
        ("é".encode("latin-1"), 1, "save the file as UTF-8"),
        (b"1\n\x002\n", 2, "got a NUL character"),
        ("1".encode("utf-16"), 1, "got UTF-16"),
        (b"\xed\xa0\x80", 1, "expected UTF-8 text"),
    ],
)
def test_bytes_that_are_not_text(tmp_path, suffix, data, line, message):
    path = tmp_path / f"game{suffix}"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=message) as raised:
        formats.read(path)
    assert raised.value.line == line


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
@pytest.mark.parametrize("text", ["", "\n\n", "   ", "{", "[", '"', "}", ",", "\\"])
def test_next_to_nothing(suffix, text):
    with pytest.raises(FormatError) as raised:
        formats.loads(text, suffix)
    assert raised.value.line is not None


def test_no_such_file(tmp_path):
    path = tmp_path / "none.nfg"
    with pytest.raises(files.FileAccessError, match="cannot be read: no such file") as raised:
        formats.read(path)
    assert isinstance(raised.value, OSError)
    assert isinstance(raised.value, GameTheoryError)
    assert str(path) in str(raised.value)


@pytest.mark.parametrize("name", ["a\0.nfg", "x" * 300 + ".nfg"])
def test_impossible_path(name):
    with pytest.raises(files.FileAccessError):
        formats.read(name)


def test_folder_is_not_a_file(tmp_path):
    folder = tmp_path / "folder.nfg"
    folder.mkdir()
    with pytest.raises(files.FileAccessError, match="is a directory"):
        formats.read(folder)


def test_size_is_capped(tmp_path, monkeypatch):
    path = tmp_path / "game.csv"
    path.write_bytes(CSV)
    monkeypatch.setattr(files, "MAX_BYTES", len(CSV))
    assert formats.read(path).shape == (2, 2)
    monkeypatch.setattr(files, "MAX_BYTES", len(CSV) - 1)
    with pytest.raises(FormatError, match="expected a file of at most"):
        formats.read(path)


@pytest.mark.parametrize(
    ("text", "position", "line"),
    [("a\nb\nc", 4, 3), ("a\r\nb\r\nc", 6, 3), ("a\rb\rc", 4, 3), ("a\nb", "b", 2), ("", 0, 1)],
)
def test_line_of(text, position, line):
    assert files.line_of(text, position) == line
