"""What people write in words where a figure belongs is asked about, with an advice of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

import staffmatch as sm
from staffmatch.io.sheets import read_sheets
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.column_titles import TITLES
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.times.readers import windows
from staffmatch.io.sheets.values import seats
from staffmatch.io.sheets.words import meant


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Mo-Fr vormittags", "part_of_day"),
        ("nur nachmittags", "part_of_day"),
        ("06.04.2020 abends", "part_of_day"),
        ("weekday mornings", "part_of_day"),
        ("nach Absprache", "by_arrangement"),
        ("flexibel, nach Vereinbarung", "by_arrangement"),
        ("on request", "by_arrangement"),
        ("irgendwas", "not_a_time"),
    ],
)
def test_free_text_of_availability_is_asked_about(cell: str, code: str) -> None:
    with pytest.raises(Wrong) as caught:
        windows(cell)
    assert caught.value.code == code
    assert (code == "not_a_time") != ("Mo-Fr 08:00-12:00" in caught.value.advice_in("de"))


def test_what_is_certain_is_read_as_before() -> None:
    assert len(windows("Mo-Fr 8-12 Uhr; 11.04.2020 08:00-12:00")) == 2


@pytest.mark.parametrize("cell", ["2-3", "2 – 3", "2 bis 3", "3/2", "2 oder 3", "2 to 3"])
def test_a_range_of_people_is_asked_about(cell: str) -> None:
    with pytest.raises(Wrong) as caught:
        seats(cell)
    assert caught.value.code == "range_of_people"
    assert caught.value.advice_in("de").startswith("3 schreiben, und 2 in eine Spalte „Mindestbesetzung“")
    assert (seats("3"), seats(3.0)) == (3, 3)


@pytest.mark.parametrize("table", LAYOUTS)
def test_columns_are_named_in_advice_as_they_are_read(table: str) -> None:
    known = LAYOUTS[table].known
    for name in LAYOUTS[table].columns:
        for lang in ("en", "de"):
            assert meant(TITLES[name]().text_in(lang), known) == name


def test_advice_in_german_names_the_columns_in_german(tmp_path: Path) -> None:
    (tmp_path / "Mitarbeiter.csv").write_text("Mitarbeiter;Firma\nAna;Hotel\n")
    (tmp_path / "Bedarf.csv").write_text("Firma;Anzahl;Xyzzy\nKlinik;2;3\n")
    with pytest.raises(sm.InputError) as caught:
        read_sheets(tmp_path)
    told = caught.value.text_in("de")
    assert "Mindestbesetzung" in told
    assert "Priorität" in told
    assert "min_crew" not in told
