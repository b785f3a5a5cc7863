"""Text files: read with precise errors, written in one step or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from staffmatch.errors import InputError, Problem


def read_text(path: str | Path) -> str:
    """The UTF-8 text of a file; InputError says what stands in the way."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _failure("file_not_found", path, "there is no such file.", "Check the path.") from None
    except IsADirectoryError:
        raise _failure("is_a_directory", path, "is a directory.", "Name a file in it.") from None
    except UnicodeDecodeError as error:
        text = f"is not UTF-8 text (byte {error.start})."
        raise _failure("not_utf8", path, text, "Save it as UTF-8.") from None
    except OSError as error:
        raise _failure("unreadable_file", path, f"cannot be read: {error.strerror}.", "") from None


def require_writable(path: str | Path) -> None:
    """InputError if the file could not be written; to be asked before long work, not after it."""
    handle, draft = _draft(Path(path))
    os.close(handle)
    draft.unlink()


def write_text(path: str | Path, text: str) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part of it."""
    target = Path(path)
    handle, draft = _draft(target)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        draft.chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
        draft.replace(target)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        draft.unlink(missing_ok=True)


def _draft(target: Path) -> tuple[int, Path]:
    """An open new file beside the target."""
    if target.is_dir():
        raise _failure("is_a_directory", target, "is a directory.", "Name a file in it.")
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _unwritable(target, error) from None
    return handle, Path(name)


def _unwritable(path: str | Path, error: OSError) -> InputError:
    return _failure("unwritable_file", path, f"cannot be written: {error.strerror}.", "Choose another place.")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _failure(code: str, path: str | Path, text: str, advice: str) -> InputError:
    return InputError([Problem(code, str(path), text, advice)])
