"""Workbooks as people have them: each is read as meant, with a note, or asked about; never silently otherwise."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import staffmatch as sm
from staffmatch.hamburg.facts import postal_codes
from staffmatch.io.sheets import Reading, read_sheets
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.meaning.priorities import one_is_first
from staffmatch.io.sheets.times.durations import hours, kilometres, minutes
from staffmatch.io.sheets.values import euros, euros_an_hour, levels, postal_code
from staffmatch.io.sheets.words import nearest
from tests import builders
from tests.io.sheets.made import notes_of
from tests.strategies import examples

Rows = Sequence[Sequence[Any]]
MONDAY = date(2020, 4, 6)
NEED = ("Auftrag", "Firma", "Qualifikation", "Anzahl", "Datum", "von", "bis")


def need(name: str, skills: str = "", people: int = 1, day: int = 6, company: str = "Klinik") -> tuple[Any, ...]:
    return name, company, skills, people, date(2020, 4, day), time(6), time(14)


@pytest.fixture
def book(tmp_path: Path) -> Any:
    def made(**sheets: Rows) -> Path:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append([*row])
        path = tmp_path / "plan.xlsx"
        workbook.save(path)
        return path

    return made


def refused(path: Path) -> sm.InputError:
    with pytest.raises(sm.InputError) as error:
        read_sheets(path)
    return error.value


def said(reading: Reading, part: str) -> list[str]:
    return [note for note in notes_of(reading) if part in note]


def people(*skills: str | None) -> Rows:
    return [("Nr", "Firma", "Qualifikation"), *((n, "Hotel", one) for n, one in enumerate(skills, 1))]


def held(reading: Reading) -> list[dict[str, int]]:
    return [dict(worker.skills) for worker in reading.scenario.workers]


def test_words_for_no_skill_are_no_skill_on_either_side(book: Any) -> None:
    needs = [NEED, need("a", "keine"), need("b", "-"), need("c", "egal"), need("d", "k.A.")]
    reading = read_sheets(book(Mitarbeiter=people("Pflege", None, "keine", "–", "Ohne", "K. A."), Bedarf=needs))
    assert held(reading) == [{"Pflege": 1}, {}, {}, {}, {}, {}]
    assert not any(demand.skills for demand in reading.scenario.demands)
    assert [note.partition(": ")[2].rpartition(" read as ")[2] for note in said(reading, "no skill")] == [
        "no skill, in 4 rows.",
        "no skill, in 4 rows.",
    ]
    assert (levels("keine; Pflege"), levels('"keine"')) == ({"keine": 1, "Pflege": 1}, {"keine": 1})


def test_spellings_of_one_skill_are_one_and_near_ones_are_asked_about(book: Any) -> None:
    needs = [NEED, need("Station", "Pflege", 3)]
    reading = read_sheets(book(Mitarbeiter=people("Pflege", "pflege", "Pflegekraft", "PFLEGE:2"), Bedarf=needs))
    assert held(reading) == [{"Pflege": 1}, {"Pflege": 1}, {"Pflegekraft": 1}, {"Pflege": 2}]
    assert len(said(reading, "The skill 'Pflege' is also spelt 'PFLEGE', 'pflege', in 2 rows")) == 1
    assert [(one.code, one.ids) for one in reading.oddities if "skill" in one.code] == [
        ("skill_unasked", ("Pflegekraft",))
    ]
    skills = [("Fähigkeit", "umfasst"), ("Pflegekraft", "PFLEGE")]
    answered = read_sheets(
        book(Mitarbeiter=people("Pflege", "Pflegekraft"), Bedarf=[NEED, need("x", "pflege")], Fähigkeiten=skills)
    )
    assert not [one for one in answered.oddities if "skill" in one.code]
    assert dict(answered.scenario.skills[0].implies) == {"Pflege": 0}
    assert len(builders.solved(answered.scenario)) == 1


def test_quotes_keep_two_spellings_apart_and_they_come_back_from_a_workbook(book: Any, tmp_path: Path) -> None:
    reading = read_sheets(book(Mitarbeiter=people('"C"', '"c"', "C"), Bedarf=[NEED, need("x", '"c"')]))
    assert held(reading) == [{"C": 1}, {"c": 1}, {"C": 1}]
    workers = [builders.worker("a", skills={"Care": 1, "keine": 2}, home=builders.HARBOUR), builders.worker("b")]
    made = builders.scenario(workers, [builders.demand("d", builders.shift("s", 6, "06:00-14:00"), skills={"care": 1})])
    made.save(tmp_path / "same.xlsx")
    back = read_sheets(tmp_path / "same.xlsx")
    assert (back.scenario, notes_of(back)) == (made, [])


PLACES = ("Nr", "Firma", "PLZ", "max Fahrzeit")


def test_a_person_without_a_place_does_not_come_before_the_neighbour(book: Any) -> None:
    workers = [PLACES, (1, "Hotel", None, 20), (2, "Hotel", 20249, 20), (3, "Hotel", "unbekannt", 20)]
    needs = [(*NEED, "PLZ"), (*need("x"), 20249)]
    reading = read_sheets(book(Mitarbeiter=workers, Bedarf=needs))
    lost, near, unknown = reading.scenario.workers
    assert unknown.home is None
    assert lost.home
    assert near.home
    assert lost.home.lat > near.home.lat
    assert len(said(reading, "1 person has no place although others have one ('1')")) == 1
    assert [(one.code, one.ids) for one in reading.oddities if "unknown" in one.code] == [("home_unknown", ("3",))]
    (chosen,) = sm.solve(reading.scenario.replace(workers=(lost, near))).assignments
    assert chosen.worker == "2"


def test_ways_to_sites_without_a_place_are_not_0_in_silence(book: Any) -> None:
    workers = [PLACES, (1, "Hotel", 21502, 20), (2, "Hotel", 20249, 20)]
    reading = read_sheets(book(Mitarbeiter=workers, Bedarf=[NEED, need("x")]))
    (odd,) = reading.oddities
    assert (odd.code, "2 limits of a commute" in odd.text) == ("no_sites", True)
    needs = [(*NEED, "PLZ"), (*need("x"), 20249), (*need("y", day=7, company="Tafel"), None)]
    (odd,) = read_sheets(book(Mitarbeiter=workers, Bedarf=needs)).oddities
    assert (odd.code, odd.ids) == ("site_unknown", ("y",))


@pytest.mark.parametrize("cell", ["20099", 20099, 20099.0, "20099 Hamburg", "D-20099", "d 20099", "DE-20099 Hamburg"])
def test_postal_codes_as_people_write_them(cell: Any) -> None:
    assert postal_code(cell) == "20099"


def test_codes_of_single_organisations_and_of_the_whole_country_are_known(book: Any) -> None:
    workers = [PLACES, (1, "Hotel", 20246, 20), (2, "Hotel", 1067, 20), (3, "Hotel", "80331 München", 20)]
    reading = read_sheets(book(Mitarbeiter=workers, Bedarf=[(*NEED, "PLZ"), (*need("x"), "20251")]))
    hospital, dresden, munich = (worker.home for worker in reading.scenario.workers)
    assert hospital
    assert (round(hospital.lat, 2), round(hospital.lon, 2)) == (53.59, 9.98)
    assert dresden
    assert munich
    assert dresden.lat > munich.lat
    error = refused(book(Mitarbeiter=[PLACES, (1, "Hotel", 20001, 20)], Bedarf=[(*NEED, "PLZ"), (*need("x"), "00001")]))
    assert [problem.code for problem in error.problems] == ["unknown_postal_code"] * 2
    assert "20001" not in str(error)
    assert "'00001' is no German postal code" in str(error)
    assert all(len(code) == 5 and 47 < lat < 56 and 5 < lon < 16 for code, (lat, lon) in postal_codes().items())


PRIORITIES = [(*NEED, "Priorität"), (*need("Intensiv"), 1), (*need("Blumen"), 3), (*need("Wäsche"), None)]


def test_which_end_of_the_priorities_is_urgent_is_stated_or_set(book: Any) -> None:
    reading = read_sheets(book(Mitarbeiter=people("Pflege"), Bedarf=PRIORITIES))
    assert len(said(reading, "the more urgent: 3 comes before 1. If 1 is most urgent")) == 1
    assert {(pair[1]) for pair in builders.solved(reading.scenario)} == {"Blumen 2020-04-06 06:00"}
    for answer in ("1 ist am dringendsten", "1 is most urgent"):
        setting = [("Einstellung", "Wert"), ("Priorität", answer)]
        turned = read_sheets(book(Mitarbeiter=people("Pflege"), Bedarf=PRIORITIES, Einstellungen=setting))
        assert [demand.priority for demand in turned.scenario.demands] == [3, 1, 1]
        assert len(said(turned, "priority 1 is most urgent, as the settings say")) == 1
        assert {(pair[1]) for pair in builders.solved(turned.scenario)} == {"Intensiv 2020-04-06 06:00"}
    setting = [("Einstellung", "Wert"), ("priority", "higher is more urgent")]
    assert not said(read_sheets(book(Mitarbeiter=people("x"), Bedarf=PRIORITIES, Einstellungen=setting)), "urgent")
    weights = [(*NEED, "Gewicht"), *PRIORITIES[1:]]
    assert not said(read_sheets(book(Mitarbeiter=people("x"), Bedarf=weights)), "urgent")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("1 = höchste Priorität", True),
        ("1 = hoch, 3 = niedrig", True),
        ("1 = niedrig, 3 = hoch", False),
        ("1 ist unwichtig", False),
        ("1 is least urgent", False),
        ("höher ist dringender", False),
        ("Höhere Zahlen zuerst", False),
        ("desto dringender, je größer", None),
        ("wie immer", None),
        ("1", None),
    ],
)
def test_phrases_that_say_which_end_is_urgent(text: str, first: bool | None) -> None:
    if first is None:
        with pytest.raises(Wrong) as error:
            one_is_first(text)
        assert error.value.code == "unclear_priority"
    else:
        assert one_is_first(text) is first


def test_an_unclear_setting_of_priorities_is_asked_about_at_its_cell(book: Any) -> None:
    setting = [("Einstellung", "Wert"), ("Priorität", "wie besprochen")]
    (problem,) = refused(book(Mitarbeiter=people("x"), Bedarf=PRIORITIES, Einstellungen=setting)).problems
    assert problem.cell
    assert (problem.code, problem.cell.row, problem.cell.column) == ("unclear_priority", 2, "Wert")


def test_pay_for_a_month_is_not_taken_for_pay_for_an_hour(book: Any) -> None:
    workers = [("Nr", "Firma", "Lohn"), (1, "Hotel", 2600), (2, "Hotel", 15.5)]
    (odd,) = (
        one for one in read_sheets(book(Mitarbeiter=workers, Bedarf=[NEED, need("x")])).oddities if one.code == "pay"
    )
    assert odd.ids == ("1",)
    assert "up to 2,600.00" in odd.text
    workers = [("Nr", "Firma", "Lohn"), (1, "Hotel", "2.600 €/Monat")]
    (problem,) = refused(book(Mitarbeiter=workers, Bedarf=[NEED, need("x")])).problems
    assert (problem.code, "times 3, divided by 13" in problem.advice) == ("monthly_pay", True)
    workers = [("Nr", "Firma", "Monatslohn"), (1, "Hotel", 2600)]
    (problem,) = refused(book(Mitarbeiter=workers, Bedarf=[NEED, need("x")])).problems
    assert (problem.code, "times 3, divided by 13" in problem.advice) == ("unknown_column", True)


@pytest.mark.parametrize("cell", [15.5, "15,50", "15.50 €", "EUR 15,50", "15,50 €/h", "15,50 Euro pro Stunde"])
def test_euros_an_hour_as_people_write_them(cell: Any) -> None:
    assert euros_an_hour(cell) == 1550


@pytest.mark.parametrize("cell", [300, "300", "300,00 €", "EUR 300", "300 Euro"])
def test_the_price_of_a_course_is_an_amount_and_no_pay(cell: Any) -> None:
    assert euros(cell) == 30_000
    with pytest.raises(Wrong):
        euros(f"{cell}/h")


def test_units_are_read_as_what_they_say() -> None:
    assert [minutes(one) for one in ("1 h", "45 min", "0:45", time(0, 30), "0,5 Std.", 30, "1 h 30", "2 Stunden")] == [
        *(60, 45, 45, 30, 30, 30, 90, 120)
    ]
    assert [hours(one) for one in ("7,5 Std.", "7:30", "450 min", 7.5, "8 h", time(8))] == [7.5, 7.5, 7.5, 7.5, 8, 8]
    assert [kilometres(one) for one in ("12,5 km", 12.5, "12.5")] == [12.5] * 3
    for read, cell in ((minutes, "0.01 h"), (minutes, "a while"), (hours, "8 km"), (kilometres, "500 m")):
        with pytest.raises(Wrong):
            read(cell)


def test_rows_that_stand_there_twice_are_read_once_or_asked_about(book: Any) -> None:
    workers = [*people("Pflege", "Küche"), (1, "Hotel", "Pflege")]
    needs = [NEED[1:], need("", "Pflege")[1:], need("", "Küche")[1:], need("", "Pflege")[1:]]
    reading = read_sheets(book(Mitarbeiter=workers, Bedarf=needs))
    assert [worker.id for worker in reading.scenario.workers] == ["1", "2"]
    assert len(said(reading, "row 4 says in every column that is read what an earlier row says: it is read once")) == 1
    assert len(reading.scenario.demands) == 3
    assert len(said(reading, "row 4 is the same as an earlier row: both are read, and add up")) == 1
    differs = [*people("Pflege", "Küche"), (1, "Hotel", "Küche")]
    assert [problem.code for problem in refused(book(Mitarbeiter=differs, Bedarf=needs)).problems] == ["duplicate_id"]


def test_a_shift_code_that_stands_twice_is_no_duplicate(book: Any) -> None:
    head = ("Firma", "Schicht", "Datum", "von", "bis")
    early, late = (time(6), time(14)), (time(14), time(22))
    needs = [head, ("Klinik", "F", MONDAY, *early), ("Klinik", "S", MONDAY, *late), ("Tafel", "F", MONDAY, *early)]
    reading = read_sheets(book(Mitarbeiter=people("x"), Bedarf=needs))
    assert [shift.id for demand in reading.scenario.demands for shift in demand.shifts] == [
        "Klinik 1 F 2020-04-06 06:00",
        "S",
        "Tafel 1 F 2020-04-06 06:00",
    ]
    assert len(said(reading, "'F' stand with several shifts")) == 1
    ids = [("Auftrag", "Firma", "Shift ID", *head[2:]), *(("a", "Klinik", "s1", MONDAY, *one) for one in (early, late))]
    assert [problem.code for problem in refused(book(Mitarbeiter=people("x"), Bedarf=ids)).problems] == ["duplicate_id"]
    same = [("Auftrag", *head), *(("a", "Klinik", "F", MONDAY, *early) for _ in range(2))]
    assert {p.code for p in refused(book(Mitarbeiter=people("x"), Bedarf=same)).problems} == {"duplicate_id"}


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("Vornahme", "Vorname"),
        ("Ortsteil", None),
        ("Fimra", "Firma"),
        ("Qualifikaton", "Qualifikation"),
        ("Monatslohn", None),
    ],
)
def test_only_a_slip_of_the_pen_is_a_near_miss(word: str, near: str | None) -> None:
    assert nearest(word, LAYOUTS["workers"].words) == near


def test_43_rows_with_one_cause_are_one_line_and_all_stay_in_the_dictionary(book: Any) -> None:
    workers = [("Nr", "Firma", "Lohn"), *((n, "Hotel", "viel" if n != 20 else 15) for n in range(1, 45))]
    error = refused(book(Mitarbeiter=workers, Bedarf=[NEED, need("x")]))
    head, line = str(error).splitlines()
    assert head == "43 problems in the input:"
    assert "rows 2-20, 22-45, column 'Lohn': 'viel' is not a number. [1, 2, 3, 4, 5, 6, 7, 8 and 35 more]" in line
    assert len(error.to_dict()["problems"]) == 43
    with pytest.raises(sm.InputError) as told:
        sm.Scenario.model_validate({"companies": [{"id": "c"}] + [{"id": f"c{n}", "sector": "?"} for n in range(9)]})
    (line,) = str(told.value).splitlines()[1:]
    assert "companies[1].sector and 8 more like it: " in line


def test_sheets_that_are_not_known_are_told_with_the_first_problems(book: Any) -> None:
    sheets = {"Kolleginnen": [("wer", "was"), ("anna", "Pflege")], "Bedarf": [NEED, need("x")], "#intern": [("a", "b")]}
    error = refused(book(**sheets))
    assert sorted(problem.code for problem in error.problems) == ["missing_sheet", "unread_sheet"]
    reading = read_sheets(book(**sheets, Mitarbeiter=people("Pflege")))
    assert len(said(reading, "'Kolleginnen': is not read")) == 1


def test_people_without_a_row_of_availability_are_told(book: Any) -> None:
    free = [("Mitarbeiter", "Datum"), (1, MONDAY)]
    reading = read_sheets(book(Mitarbeiter=people("x", "x", "x"), Bedarf=[NEED, need("x")], Verfügbarkeit=free))
    assert [(one.code, one.ids) for one in reading.oddities if "free" in one.code] == [("never_free", ("2", "3"))]


SKILLS = ("Pflege", "pflege", "keine", "PFLEGE:2", "Küche", "Pflegekraft", '"pflege"', "")
CODES = ("20099", "22765", "", "unbekannt", "D-21073")


@given(st.data())
@examples(25)
def test_the_order_of_rows_changes_nothing(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 5))
    workers = [
        f"w{n};Hotel;{data.draw(st.sampled_from(SKILLS))};{data.draw(st.sampled_from(CODES))};{n % 3 * 80 + 15}"
        for n in range(size)
    ]
    needs = [f"d{n};Klinik;{data.draw(st.sampled_from(SKILLS))};{n % 3 + 1};2020-04-0{n + 1}" for n in range(size)]
    workers += workers[: data.draw(st.integers(0, 2))]

    def read(lines: Sequence[str], others: Sequence[str]) -> tuple[object, ...]:
        with tempfile.TemporaryDirectory() as folder:
            head = "Nr;Firma;Qualifikation;PLZ;Lohn\n"
            Path(folder, "workers.csv").write_text(head + "\n".join(lines).replace('"', '"""'), encoding="utf-8")
            rows = "\n".join(f"{line};06:00;14:00;20249" for line in others).replace('"', '"""')
            head = "Auftrag;Firma;Qualifikation;Priorität;Datum;von;bis;PLZ\n"
            Path(folder, "demands.csv").write_text(head + rows, encoding="utf-8")
            found = read_sheets(folder)
        notes = sorted(
            re.sub(r"rows? [-\d]+(, [-\d]+)*( and [-\d]+)?", "rows", note)
            for note in notes_of(found)
            if "companies" not in note
        )
        return found.scenario.digest(), notes, found.oddities

    assert read(workers, needs) == read(data.draw(st.permutations(workers)), data.draw(st.permutations(needs)))
