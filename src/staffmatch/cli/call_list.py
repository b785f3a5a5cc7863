"""A call list as a CSV file: whom to ask for which shift, and what they said."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from babel.numbers import get_decimal_symbol

from staffmatch.answers.whom_to_ask.offers import Offers
from staffmatch.cli import refusals
from staffmatch.errors import bad_option
from staffmatch.io.files import read_text, write_text
from staffmatch.io.sheets.cells import guarded, unguarded
from staffmatch.messages.language import LANGUAGES
from staffmatch.messages.message import Sentence
from staffmatch.messages.names import one_line
from staffmatch.models import Scenario
from staffmatch.records.accessors import workers_named

_PAIR, _ANSWER, _PROBABILITY = ("worker", "shift"), "answer", "probability"
_COLUMNS = {
    "rank": Sentence("cli.calls.rank", "rank"),
    "wave": Sentence("cli.calls.wave", "wave"),
    "worker": Sentence("cli.calls.worker", "worker"),
    "name": Sentence("cli.calls.name", "name"),
    "phone": Sentence("cli.calls.phone", "phone"),
    "shift": Sentence("cli.calls.shift", "shift"),
    _PROBABILITY: Sentence("cli.calls.probability", "probability"),
    _ANSWER: Sentence("cli.calls.answer", "answer"),
}

# As people write them; what is none of these, `replan` refuses with the words that it takes.
_ANSWERS = {
    **dict.fromkeys(("yes", "ja", "zugesagt"), "accepted"),
    **dict.fromkeys(("no", "nein", "abgesagt", "abgelehnt"), "declined"),
    **dict.fromkeys(("keine antwort", "offen"), "no answer"),
}

Pair = tuple[str, str]


def write_calls(path: Path, offers: Offers, scenario: Scenario, lang: str) -> None:
    """The offers in order, a row for each shift, with whom to call and an empty column for the answers.

    Semicolons separate the cells where decimals have a comma, as spreadsheet programs of that language expect.
    """
    decimal = get_decimal_symbol(lang)
    people = workers_named(scenario, {offer.worker for offer in offers})
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n", delimiter=";" if decimal == "," else ",")
    writer.writerow([title().text_in(lang) for title in _COLUMNS.values()])
    for rank, offer in enumerate(offers, 1):
        contact = people[offer.worker].contact
        who = (offer.worker, one_line(people[offer.worker].name), one_line(contact.phone) if contact else "")
        for shift in offer.shifts:
            likely = f"{offer.probability:.4f}".replace(".", decimal)
            writer.writerow([rank, offer.wave, *map(guarded, (*who, shift)), likely, ""])
    # With a byte order mark spreadsheet programs display umlauts correctly.
    write_text(path, "\ufeff" + text.getvalue())


def answers_of(option: str, path: Path) -> dict[Pair, str]:
    """What people said, by worker and shift, where they said anything; InputError where the file is no such table."""
    said = _by_pair(option, path, _ANSWER).items()
    return {pair: _ANSWERS.get(answer.casefold(), answer) for pair, answer in said if answer}


def probabilities_in(option: str, path: Path) -> dict[Pair, float]:
    """The probability of acceptance by worker and shift; InputError where the file is no such table."""
    found = {}
    for pair, text in _by_pair(option, path, _PROBABILITY).items():
        try:
            found[pair] = float(text.replace(",", "."))
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
    text = read_text(path)
    # A cell may hold ends of lines, which are its own.
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    try:
        known = {_COLUMNS[name]().text_in(lang).lower(): name for name in columns for lang in LANGUAGES}
        titles = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
        named = {known.get(title, title): name for title, name in titles.items()}
        if missing := [name for name in columns if name not in named]:
            raise bad_option(where, refusals.ROWS(missing=missing[0]), refusals.ROWS_ADVICE(columns=tuple(columns)))
        return [[unguarded((row[named[name]] or "").strip()) for name in columns] for row in rows]
    except csv.Error as error:
        raise bad_option(where, refusals.ROWS_TABLE(error=str(error)), refusals.ROWS_SAVE_CSV_ADVICE()) from None
