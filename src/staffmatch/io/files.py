"""Files and folders: precise read errors, atomic writes; pipes and devices are written into."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from staffmatch.errors import InputError, InputIssue, Told
from staffmatch.io import refusals
from staffmatch.io.limits import TABLES, TEXT_BYTES, require_bytes


def read_text(path: str | Path) -> str:
    """The UTF-8 text of a file; InputError says why it cannot be read."""
    try:
        return _bytes_of(Path(path)).decode("utf-8-sig")
    except InputError:
        raise
    except FileNotFoundError:
        raise _failure("file_not_found", path, refusals.FILE_NOT_FOUND(), refusals.FILE_NOT_FOUND_ADVICE()) from None
    except IsADirectoryError:
        raise _failure("is_a_directory", path, refusals.IS_A_DIRECTORY(), refusals.IS_A_DIRECTORY_ADVICE()) from None
    except UnicodeDecodeError as error:
        text = refusals.NOT_UTF8(start=error.start)
        raise _failure("not_utf8", path, text, refusals.NOT_UTF8_ADVICE()) from None
    except OSError as error:
        raise _failure(
            "unreadable_file",
            path,
            refusals.UNREADABLE_FILE(strerror=error.strerror),
            refusals.UNREADABLE_FILE_ADVICE(),
        ) from None
    except ValueError:
        raise _no_path(path) from None


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        require_bytes(path, size, TEXT_BYTES, TABLES)
        # The length of a pipe or a device is unknown.
        held = file.read() if size else file.read(TEXT_BYTES + 1)
    require_bytes(path, len(held), TEXT_BYTES, TABLES)
    return held


def make_folder(path: str | Path) -> Path:
    """The folder, created if necessary; InputError if that fails."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _failure(
            "unwritable_folder",
            path,
            refusals.UNWRITABLE_FOLDER(strerror=error.strerror),
            refusals.UNWRITABLE_FOLDER_ADVICE(),
        ) from None
    return folder


@contextmanager
def whole_folder(path: str | Path) -> Iterator[Path]:
    """A temporary folder to write into; its files are moved to the named one once all are written, else none are.

    Other files in that folder are kept.
    """
    target = _target(path)
    known = target.exists()
    place = make_folder(target if known else target.parent)
    # Beside a new folder, or inside an existing one, it is on the same disk.
    with _draft_folder(path, place, target.name) as draft:
        yield draft
        if known:
            _move_files(draft, target)
        else:
            draft.chmod(0o777 & ~_umask())
            draft.rename(target)


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """The path of a temporary file that replaces the named one once everything is written, and is removed otherwise."""
    target = _target(path)
    with _draft_folder(path, target.parent, target.name) as draft:
        yield draft / target.name
        (draft / target.name).replace(target)


@contextmanager
def writing(path: str | Path) -> Iterator[None]:
    """Turn system errors into an InputError about the path."""
    try:
        yield
    except OSError as error:
        raise _unwritable(path, error) from None


@contextmanager
def _draft_folder(path: str | Path, place: Path, name: str) -> Iterator[Path]:
    with writing(path):
        draft = Path(tempfile.mkdtemp(dir=place, prefix=f".{name}."))
        try:
            yield draft
        except InputError as error:
            # Nobody else knows the temporary folder.
            told = [replace(one, path=one.path.replace(str(draft), str(path))) for one in error.problems]
            raise InputError(told) from None
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _move_files(draft: Path, target: Path) -> None:
    for file in sorted(one for one in draft.rglob("*") if one.is_file()):
        place = target / file.relative_to(draft)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)


def require_writable(path: str | Path) -> None:
    """InputError if the file could not be written; to be called before long work."""
    target = _target(path)
    if not _is_stream(target):
        handle, draft = _draft(target)
        os.close(handle)
        draft.unlink()
    elif not os.access(target, os.W_OK):
        raise _failure("unwritable_file", path, refusals.UNWRITABLE_FILE(), refusals.UNWRITABLE_FILE_ADVICE())


def require_distinct(*paths: str | Path) -> None:
    """InputError if two of the paths lead to the same file, so that one would overwrite the other."""
    seen: dict[Path, str | Path] = {}
    for path in paths:
        target = _target(path)
        twin = next((known for known in seen if known == target or _one_file(known, target)), None)
        if twin is not None and not _is_stream(target):
            text = refusals.SAME_FILE(path=str(seen[twin]))
            raise _failure("same_file", path, text, refusals.SAME_FILE_ADVICE())
        seen[target] = path


def write_text(path: str | Path, text: str) -> None:
    """Write UTF-8 text as `write_bytes` writes bytes, without translating line ends."""
    write_bytes(path, text.encode())


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write a file atomically: readers see the old content or the new one.

    The target of a link is replaced, not the link. Pipes and devices are written into.
    """
    target = _target(path)
    with writing(path):
        if _is_stream(target):
            with target.open("wb") as file:
                file.write(content)
        else:
            _replace(target, content)


def _replace(target: Path, content: bytes) -> None:
    handle, draft = _draft(target)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        draft.chmod(_mode(target) or 0o666 & ~_umask())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _target(path: str | Path) -> Path:
    """The target of a path after all links."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        raise _no_path(path) from None


def _mode(target: Path) -> int:
    """The file's mode, 0 if it does not exist or cannot be inspected."""
    try:
        return target.stat().st_mode
    except OSError:
        return 0


def is_stream(path: str | Path) -> bool:
    """Whether a path leads to something that is neither a file nor a folder, such as a pipe or a device."""
    return _is_stream(_target(path))


def is_folder(path: str | Path) -> bool:
    """Whether a path leads to a folder."""
    return stat.S_ISDIR(_mode(_target(path)))


def _is_stream(target: Path) -> bool:
    mode = _mode(target)
    return bool(mode) and not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _one_file(one: Path, other: Path) -> bool:
    return bool(_mode(one) and _mode(other)) and one.samefile(other)


def _draft(target: Path) -> tuple[int, Path]:
    """A new open file beside the target."""
    if stat.S_ISDIR(_mode(target)):
        raise _failure("is_a_directory", target, refusals.IS_A_DIRECTORY(), refusals.IS_A_DIRECTORY_ADVICE())
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _unwritable(target, error) from None
    return handle, Path(name)


def _no_path(path: str | Path) -> InputError:
    return _failure("not_a_path", repr(str(path)), refusals.NOT_A_PATH(), refusals.FILE_NOT_FOUND_ADVICE())


def _unwritable(path: str | Path, error: OSError) -> InputError:
    # Libraries in other languages raise errors with a text only.
    what = error.strerror or str(error).partition("\n")[0]
    return _failure("unwritable_file", path, refusals.UNWRITABLE_BECAUSE(what=what), refusals.UNWRITABLE_FILE_ADVICE())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _failure(code: str, path: str | Path, text: Told, advice: Told) -> InputError:
    return InputError([InputIssue(code, str(path), text, advice)])
