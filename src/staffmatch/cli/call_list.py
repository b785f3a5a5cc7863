"""A call list as a CSV file: whom to ask for which shift, and what they said."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from staffmatch.answers.whom_to_ask.offers import Offers
from staffmatch.cli import refusals
from staffmatch.errors import bad_option
from staffmatch.io.files import read_text, write_text
from staffmatch.io.sheets.cells import guarded, unguarded

_PAIR, _ANSWER, _PROBABILITY = ("worker", "shift"), "answer", "probability"
_COLUMNS = ("rank", "wave", *_PAIR, _PROBABILITY, _ANSWER)

Pair = tuple[str, str]


def write_calls(path: Path, offers: Offers) -> None:
    """The offers in order, a row for each shift, with an empty column for the answers."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for rank, offer in enumerate(offers, 1):
        for shift in offer.shifts:
            writer.writerow([rank, offer.wave, guarded(offer.worker), guarded(shift), f"{offer.probability:.4f}", ""])
    # With a byte order mark spreadsheet programs display umlauts correctly.
    write_text(path, "\ufeff" + text.getvalue())


def answers_of(option: str, path: Path) -> dict[Pair, str]:
    """What people said, by worker and shift, where they said anything; InputError where the file is no such table."""
    return {pair: answer for pair, answer in _by_pair(option, path, _ANSWER).items() if answer}


def probabilities_in(option: str, path: Path) -> dict[Pair, float]:
    """The probability of acceptance by worker and shift; InputError where the file is no such table."""
    found = {}
    for pair, text in _by_pair(option, path, _PROBABILITY).items():
        try:
            found[pair] = float(text)
        except ValueError:
            said = refusals.PROBABILITIES_IN(text=text, worker=pair[0], shift=pair[1])
            raise bad_option(f"{option} {path}", said, refusals.PROBABILITIES_IN_ADVICE()) from None
    return found


def _by_pair(option: str, path: Path, column: str) -> dict[Pair, str]:
    rows = _rows(f"{option} {path}", path, (*_PAIR, column))
    counts = Counter((worker, shift) for worker, shift, _ in rows)
    if twice := [pair for pair, count in counts.items() if count > 1]:
        text = refusals.BY_PAIR(worker=twice[0][0], shift=twice[0][1])
        raise bad_option(f"{option} {path}", text, refusals.BY_PAIR_ADVICE())
    return {(worker, shift): said for worker, shift, said in rows}


def _rows(where: str, path: Path, columns: Sequence[str]) -> list[list[str]]:
    """The cells of these columns, row by row."""
    lines = read_text(path).splitlines()
    rows = csv.DictReader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
    try:
        named = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
        if missing := [name for name in columns if name not in named]:
            raise bad_option(where, refusals.ROWS(missing=missing[0]), refusals.ROWS_ADVICE(columns=tuple(columns)))
        return [[unguarded((row[named[name]] or "").strip()) for name in columns] for row in rows]
    except csv.Error as error:
        raise bad_option(where, refusals.ROWS_TABLE(error=str(error)), refusals.ROWS_SAVE_CSV_ADVICE()) from None
