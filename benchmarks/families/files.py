"""Families of instances in files: where they are, their content, and errors in them."""

from __future__ import annotations

import csv
import gzip
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.families.base import Instance, is_generated, wrong_call
from staffmatch import InputError, InputIssue
from staffmatch.arrays import Int, Mask
from staffmatch.io.files import read_text
from staffmatch.result.contents import TierResult

DATA = "STAFFMATCH_DATA"
LARGEST = 10**12


class Files:
    """A family of files: the given ones, or all in its ``folder`` with its ``ending``, compressed or not.

    A plain name that is no file here is looked for in the folder.

    ``best`` is the column of `best_known.csv` with the best-known values.
    """

    folder: str
    ending: str
    best: str
    value_tier = 1

    def instances(self, paths: Sequence[str], preset: str | None, seed: int) -> list[Instance]:
        if preset is not None:
            raise wrong_call(f"the family {self.folder!r} has no presets.", f"Name files *{self.ending} instead.")
        return [Instance.of(self._located(source)) for source in paths] if paths else [*map(Instance.of, self._all())]

    def _located(self, source: str) -> str:
        """The source itself, or the only file of that name in the family's folder of the data."""
        plain = Path(source).name == source and not is_generated(source)
        if not plain or Path(source).exists() or not (data := os.environ.get(DATA)):
            return source
        found = sorted(path for path in (Path(data) / self.folder).rglob("*") if path.name == source)
        if len(found) > 1:
            named = ", ".join(map(str, found))
            raise wrong_call(f"there are several {source!r}: {named}.", "Name one with its folder.")
        return str(found[0]) if found else source

    def _all(self) -> list[str]:
        if not (data := os.environ.get(DATA)):
            advice = (
                f"Name files, or let the environment variable {DATA} point at the folder that holds {self.folder}/."
            )
            raise wrong_call(f"there is no instance of {self.folder!r} to run.", advice)
        root = Path(data) / self.folder
        found = sorted(map(str, [*root.rglob(f"*{self.ending}"), *root.rglob(f"*{self.ending}.gz")]))
        if not found:
            raise wrong_call(f"{root} holds no *{self.ending} or *{self.ending}.gz.", f"Correct {DATA}.")
        return found

    def complete(self, tiers: Sequence[TierResult]) -> bool:
        """A plan without empty seats, which the first tier counts."""
        return bool(tiers) and tiers[0].value == 0

    def best_known(self, instance: Instance) -> int | None:
        """From `best_known.csv` beside the file or one folder up; a column ``set`` there names the file's folder."""
        if is_generated(instance.source):
            return None
        file = Path(instance.source).absolute()
        wanted = (file.name.removesuffix(".gz").removesuffix(self.ending), file.parent.name)
        for table in (file.parent / "best_known.csv", file.parent.parent / "best_known.csv"):
            rows = list(csv.DictReader(read_text(table).splitlines())) if table.exists() else []
            for line, row in enumerate(rows, 2):
                if (row.get("instance"), row.get("set", wanted[1])) == wanted and row.get(self.best):
                    return int(Rows.of(str(table), [row[self.best]], 1, "line", [line]).values[0, 0])
        return None


def text_of(path: str) -> str:
    """The text of a file, compressed if it ends in ``.gz``."""
    if not path.endswith(".gz"):
        return read_text(path)
    try:
        return gzip.decompress(Path(path).read_bytes()).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise malformed(path, "", f"cannot be read as compressed text: {error}.") from None


def malformed(path: str, where: str, text: str) -> InputError:
    return InputError([InputIssue("malformed_instance", f"{path}, {where}" if where else path, text)])


@dataclass(frozen=True)
class Rows:
    """Rows of integers in a file, with their places, such as "line 17"."""

    path: str
    values: Int
    label: str
    places: Sequence[int]

    @classmethod
    def of(cls, path: str, words: Sequence[str], width: int, label: str, places: Sequence[int]) -> Rows:
        try:
            values = np.array(words, np.int64)
        except (ValueError, OverflowError):
            wrong = next(place for place, word in enumerate(words) if not _is_whole(word))
            where = f"{label} {places[wrong // width]}"
            raise malformed(path, where, f"{words[wrong][:60]!r} is not a whole number.") from None
        rows = cls(path, values.reshape(-1, width), label, places)
        rows.require((abs(rows.values) <= LARGEST).min(axis=1), f"a number is beyond {LARGEST:,}.")
        return rows

    def require(self, fine: Mask, text: str) -> None:
        """Raise an error for the first row that is not fine."""
        if not fine.all():
            raise malformed(self.path, f"{self.label} {self.places[int(np.argmin(fine))]}", text)

    def require_distinct(self, first: Int, second: Int) -> None:
        """Raise an error for the first row whose pair of indices occurred before."""
        fine = np.zeros(len(first), bool)
        fine[np.unique(first * (int(second.max(initial=0)) + 1) + second, return_index=True)[1]] = True
        self.require(fine, "the pair has been listed before.")


def _is_whole(word: str) -> bool:
    try:
        np.int64(word)
    except (ValueError, OverflowError):
        return False
    return True
