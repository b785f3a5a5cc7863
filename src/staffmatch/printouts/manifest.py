"""What was written into a folder, so that no page of an earlier plan stays beside those of a new one.

The list stands in the folder. A file is removed only if it is on the list, lies in the folder, is no link, and holds
what was written: a page that somebody has filled in since stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from staffmatch.errors import InputError
from staffmatch.io.files import read_text, write_text

NAME = ".handouts.json"


def written_before(folder: Path) -> dict[str, str]:
    """The digest of each file that was written into a folder, by its path in it; none where no list can be read."""
    try:
        held = json.loads(read_text(folder / NAME))
    except (InputError, ValueError, RecursionError):
        return {}
    files = held.get("files") if isinstance(held, dict) else None
    return {path: str(digest) for path, digest in files.items()} if isinstance(files, dict) else {}


def list_written(folder: Path, paths: Iterable[str]) -> None:
    """Write the list of these files of a folder."""
    files = {path: _digest(folder / path) for path in sorted(paths)}
    write_text(folder / NAME, json.dumps({"files": files}, indent=1, ensure_ascii=False) + "\n")


def remove_stale(folder: Path, before: Mapping[str, str], paths: Iterable[str]) -> None:
    """Remove what was written before and is not written now, and folders that are empty then."""
    root = folder.resolve()
    for path in before.keys() - set(paths):
        file = root / path
        # Whoever can write the list could name anything in it.
        within = root in (file.parent, file.parent.parent)
        if not within or ".." in file.parts or file.is_symlink() or file.parent.is_symlink() or not file.is_file():
            continue
        with suppress(OSError):
            if _digest(file) == before[path]:
                file.unlink()
                if file.parent != root:
                    file.parent.rmdir()


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
