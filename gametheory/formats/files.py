"""Text files: read with a limit, written whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from gametheory.errors import FormatError

__all__ = ["MAX_BYTES", "FileAccessError", "decode", "line_of", "read_text", "write_text"]

#: Largest file that is read. A 1,000 x 1,000 game of full-precision floats
#: takes 40 MB as text.
MAX_BYTES: Final = 64 * 2**20


class FileAccessError(FormatError, OSError):
    """A file that cannot be opened, read or written."""


def read_text(path: str | os.PathLike[str]) -> str:
    """Read a UTF-8 text file of at most `MAX_BYTES`.

    A byte order mark is dropped; line ends stay as they are.

    Raises
    ------
    FileAccessError
        If there is no such file or it cannot be read.
    FormatError
        If it is too large, not UTF-8 or contains a NUL character.
    """
    name = os.fspath(path)
    try:
        with open(path, "rb") as file:
            # A pipe or a device has no size to ask for: read and count instead.
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _access_error("read", name, error) from error
    except ValueError as error:  # a NUL in the path itself
        raise FileAccessError(f"cannot be read: {error}", repr(name)) from error
    if len(data) > MAX_BYTES:
        raise FormatError(
            f"expected a file of at most {MAX_BYTES // 2**20} MiB, got a longer one", name
        )
    return decode(data, name)


def decode(data: bytes, path: str = "") -> str:
    """Read UTF-8 bytes, as :func:`read_text` does.

    Raises
    ------
    FormatError
        If they are not UTF-8 or contain NUL; with the line.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FormatError("expected UTF-8 text, got UTF-16; save the file as UTF-8", path, 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"expected UTF-8 text, got the byte 0x{data[error.start]:02x}; save the file as UTF-8",
            path,
            data.count(b"\n", 0, error.start) + 1,
        ) from error
    if "\0" in text:
        raise FormatError("expected text, got a NUL character", path, line_of(text, "\0"))
    return text


def line_of(text: str, position: int | str) -> int:
    """Line, from 1, of a position in a text or of the first occurrence of a part of it."""
    if isinstance(position, str):
        position = text.find(position)
    mark = "\n" if "\n" in text else "\r"
    return text.count(mark, 0, position) + 1


def write_text(path: str | os.PathLike[str], text: str, *, overwrite: bool = True) -> None:
    """Write a UTF-8 text file so that it is whole or, if that fails, as it was.

    The text goes to a new file in the same folder, which then takes the place
    of the old one in one step and keeps its permissions. A symbolic link is
    followed.

    Parameters
    ----------
    path : path-like
    text : str
    overwrite : bool
        False refuses to replace a file that exists.

    Raises
    ------
    FileAccessError
        If the file exists and `overwrite` is False, is not a regular file, or
        cannot be written.
    FormatError
        If the text has no UTF-8 form.
    """
    name = os.fspath(path)
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FormatError(f"cannot be written as UTF-8: {error}", name) from error
    try:
        _write(Path(os.path.realpath(path)), data, overwrite)
    except FileAccessError:
        raise
    except FileExistsError as error:
        raise FileAccessError("the file exists; choose another name", name) from error
    except OSError as error:
        raise _access_error("written", name, error) from error
    except ValueError as error:
        raise FileAccessError(f"cannot be written: {error}", repr(name)) from error


def _write(target: Path, data: bytes, overwrite: bool) -> None:
    try:
        old = target.stat()
    except FileNotFoundError:
        old = None
    if old is not None and not overwrite:
        raise FileExistsError(target)
    if old is not None and not stat.S_ISREG(old.st_mode):
        raise FileAccessError("cannot be written: it is not a regular file", str(target))
    # O_EXCL: never follow or reuse something that somebody put there. The mode
    # is subject to the umask, as for any new file.
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if old is not None:
            os.chmod(temporary, stat.S_IMODE(old.st_mode))
        if overwrite:
            os.replace(temporary, target)
        else:
            # Unlike replace, link fails if the file has appeared meanwhile.
            os.link(temporary, target)
            os.unlink(temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _access_error(done: str, name: str, error: OSError) -> FileAccessError:
    reason = error.strerror or str(error)
    return FileAccessError(f"cannot be {done}: {reason[:1].lower()}{reason[1:]}", name)
