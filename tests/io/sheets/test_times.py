"""Days and times as people write them: spellings, weekdays, ranges of days, shift codes, exports."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import staffmatch as sm
from staffmatch.io.sheets import Reading, read_sheets, write_scenario
from staffmatch.io.sheets.times import spreading
from tests.io.sheets.made import notes_of, require_told
from tests.strategies import examples

# A workbook knows no zones.
LOCAL = datetime
BERLIN = ZoneInfo("Europe/Berlin")
PEOPLE = [["Mitarbeiter", "Firma"], ["anna", "Hotel"]]
KINDS = [
    ["Code", "Name", "von", "bis", "Pause"],
    ["F", "Frühschicht", "06:00", "14:00", 30],
    ["N", "Nachtdienst", time(22), time(6), None],
    ["U", "Urlaub", None, None, None],
]
WEEK = [["Einstellung", "Wert"], ["Zeitraum", "06.04.2020 - 12.04.2020"]]
Rows = list[list[Any]]


def read(**sheets: Rows) -> Reading:
    with TemporaryDirectory() as folder:
        return read_sheets(saved(Path(folder) / "book.xlsx", {"Mitarbeiter": PEOPLE} | sheets))


def saved(path: Path, sheets: dict[str, Rows]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def refused(**sheets: Rows) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(sm.InputError) as error:
        read(**sheets)
    require_told(error.value.problems)
    return [(one.code, one.cell.row, one.cell.column) for one in error.value.problems if one.cell]


def needs(head: str, *rows: list[Any]) -> Rows:
    return [["Firma", *head.split()], *(["Klinik", *row] for row in rows)]


ONE = needs("Datum Zeit", ["6.4.2020", "6-14 Uhr"])


def local(window: Any) -> tuple[str, str]:
    return tuple(f"{one.astimezone(BERLIN):%m-%d %H:%M}" for one in (window.start, window.end))  # type: ignore[return-value]


def shifts(reading: Reading, demand: int = 0) -> list[tuple[str, str]]:
    return [local(shift) for shift in reading.scenario.demands[demand].shifts]


def free(reading: Reading) -> list[tuple[str, str]]:
    return [local(window) for window in reading.scenario.workers[0].availability]


EARLY = ("04-06 06:00", "04-06 14:00")


@pytest.mark.parametrize(
    "hours",
    ["06:00-14:00", "6-14 Uhr", "6-14", "06.00-14.00", "06:00 bis 14:00", "6 bis 14 Uhr", "von 6 bis 14 Uhr", "6h-14h",
     "0600-1400", "6:00 Uhr - 14 Uhr", "6 am - 2 pm", "06.00 – 14.00 Uhr"],
)  # fmt: skip
def test_a_span_is_read_in_every_spelling(hours: str) -> None:
    reading = read(Bedarf=needs("Datum Zeit", ["6.4.2020", hours]))
    assert shifts(reading) == [EARLY]
    assert any("full hours" in note for note in notes_of(reading)) == (hours == "6-14")


@pytest.mark.parametrize(
    "day",
    ["6.4.2020", "06.04.20", "Mo 6.4.2020", "Montag, 06.04.2020", "6. April 2020", "April 6, 2020", "2020-04-06",
     "2020-04-06 00:00:00", LOCAL(2020, 4, 6), "6.4.", "Mo 6.4.", "6. April"],
)  # fmt: skip
def test_a_day_is_read_in_every_spelling(day: Any) -> None:
    reading = read(Bedarf=needs("Datum von bis", [day, "6 Uhr", "14.00"], [date(2020, 4, 8), "06:00", "14:00"]))
    assert shifts(reading) == [EARLY]
    yearless = isinstance(day, str) and "2" not in day
    assert [note.split(": ")[0] for note in notes_of(reading) if "without a year" in note] == (
        ["book.xlsx, sheet 'Bedarf', row 2"] if yearless else []
    )


@pytest.mark.parametrize(
    ("day", "hours", "code"),
    [
        ("Di 6.4.2020", "6-14 Uhr", "weekday_differs"),
        ("Di 6.4.", "6-14 Uhr", "weekday_differs"),
        ("6.11.", "6-14 Uhr", "missing_year"),
        ("werktags", "6-14 Uhr", "unclear_days"),
        ("KW 15", "6-14 Uhr", "unclear_days"),
        ("31.2.", "6-14 Uhr", "not_a_time"),
        ("6.4.2020", "06.10-14.10", "unclear_time"),
        ("6.4.2020", "8-8", "empty_or_a_day"),
        ("6.4.2020", "24h", "not_a_span"),
        ("6.4.2020", "ganztägig", "no_time"),
        ("6.4.2020", "06:00-36:00", "long_shift"),
    ],
)
def test_what_may_be_meant_in_two_ways_is_one_precise_error(day: str, hours: str, code: str) -> None:
    found = refused(Bedarf=needs("Datum Zeit", [day, hours], ["8.4.2020", "06:00-14:00"]))
    assert [(one, row) for one, row, _ in found] == [(code, 2)]


def test_a_year_is_that_of_the_period_over_new_year_and_unknown_without_days() -> None:
    rows = needs("Datum Zeit", ["30.12.", "6-14 Uhr"], ["2.1.", "6-14 Uhr"], ["2.1.", "6-14 Uhr"])
    period = [["Einstellung", "Wert"], ["von", date(2020, 12, 28)], ["bis", date(2021, 1, 3)]]
    demands = read(Bedarf=rows, Einstellungen=period).scenario.demands
    assert [demand.shifts[0].start.year for demand in demands] == [2020, 2021, 2021]
    assert refused(Bedarf=rows) == [("missing_year", 2, "Datum")]


WEEKDAYS = {
    "Montag": {0}, "Mo-Fr": {0, 1, 2, 3, 4}, "Mo, Mi, Fr": {0, 2, 4}, "jeden Dienstag": {1}, "täglich": set(range(7)),
    "every Tuesday": {1}, "Mondays": {0}, "Sa und So": {5, 6}, "am Wochenende": {5, 6}, "Fr-Mo": {4, 5, 6, 0},
    "Mo/Do": {0, 3}, "weekdays": {0, 1, 2, 3, 4}, "montags": {0}, "Tue - Thu": {1, 2, 3}, "Sonnabend": {5},
}  # fmt: skip


@examples(25)
@given(
    st.sampled_from(sorted(WEEKDAYS)), st.dates(date(2020, 3, 1), date(2020, 11, 30)), st.integers(7, 40),
    st.sampled_from([("06:00", "14:00"), ("22:00", "06:00"), ("18:00", "24:00")]), st.booleans(),
)  # fmt: skip
def test_weekdays_are_those_of_a_naive_calendar(
    word: str, first: date, length: int, hours: tuple[str, str], column: bool
) -> None:
    last = first + timedelta(days=length - 1)
    settings = [["Einstellung", "Wert"], ["von", first], ["bis", last]]
    reading = read(
        Einstellungen=settings, Bedarf=needs(f"{'Wochentag' if column else 'Datum'} von bis", [word, *hours])
    )
    expected = []
    for day in (first + timedelta(days=n) for n in range(length)):
        if day.weekday() in WEEKDAYS[word]:
            end = day + timedelta(days=int(hours[1] < hours[0] or hours[1] == "24:00"))
            opens, closes = (
                datetime.combine(d, time(int(h[:2]) % 24), BERLIN) for d, h in zip((day, end), hours, strict=True)
            )
            expected.append((opens, closes))
    assert [(one.start, one.end) for one in reading.scenario.demands[0].shifts] == expected
    assert f"The period of the plan is {first} to {last}, by the settings" in " ".join(notes_of(reading))


def test_weekdays_without_a_setting_are_within_the_days_of_the_sheets() -> None:
    sheets = {
        "Mitarbeiter": PEOPLE,
        "Verfügbarkeit": [["Mitarbeiter", "Tag", "von", "bis"], ["anna", "Mo-Mi", "8:00", "16:00"]],
        "Bedarf": needs("Datum von bis", ["6.4.2020", "6:00", "14:00"], ["7.4.2020", "6:00", "14:00"]),
    }
    reading = read(**sheets)
    assert free(reading) == [("04-06 08:00", "04-06 16:00"), ("04-07 08:00", "04-07 16:00")]
    assert [note for note in notes_of(reading) if "The period of the plan is 2020-04-06 to 2020-04-07" in note]
    rows = needs("Datum von bis", ["Mo", "6:00", "14:00"], ["Di", "6:00", "14:00"])
    assert refused(Bedarf=rows) == [("no_period", None, None)]
    assert refused(
        Bedarf=[*rows, ["Klinik", "6.4.2020", "6:00", "14:00"], ["Klinik", "6.4.2021", "6:00", "14:00"]]
    ) == [("no_period", None, None)]


@pytest.mark.parametrize("apart", [True, False])
def test_who_is_free_every_day_is_free_on_the_morning_after_the_last_night_shift(apart: bool) -> None:
    """In a sheet of its own or in a column of people; who is free on other weekdays is not."""
    daily, few = "täglich", "Mo-Di"
    people = [["Mitarbeiter", "Firma"], ["anna", "Hotel"], ["ben", "Hotel"]]
    free_at: Any = {"Verfügbarkeit": [["Mitarbeiter", "Tag"], ["anna", daily], ["ben", few]], "Mitarbeiter": people}
    if not apart:
        head, anna, ben = people
        free_at = {"Mitarbeiter": [[*head, "Verfügbarkeit"], [*anna, daily], [*ben, few]]}
    night = needs("Datum von bis", ["6.4.2020", "6:00", "14:00"], ["7.4.2020", "22:00", "6:00"])
    reading = read(**free_at, Bedarf=night)
    ends = [max(window.end for window in worker.availability).astimezone(BERLIN) for worker in reading.scenario.workers]
    assert [f"{end:%d %H}" for end in ends] == ["09 00", "08 00"]
    assert [note for note in notes_of(reading) if "is read as free on that day too" in note]
    reading = read(
        **free_at, Bedarf=needs("Datum von bis", ["6.4.2020", "6:00", "14:00"], ["7.4.2020", "16:00", "24:00"])
    )
    assert {max(window.end for window in one.availability) for one in reading.scenario.workers} == {
        datetime(2020, 4, 8, tzinfo=BERLIN)
    }
    assert not [note for note in notes_of(reading) if "is read as free on that day too" in note]


def test_weekdays_keep_to_the_clock_and_tell_a_time_that_it_skips() -> None:
    settings = [["Einstellung", "Wert"], ["Zeitraum", "27.03.2020 - 30.03.2020"]]
    reading = read(Einstellungen=settings, Bedarf=needs("Datum von bis", ["täglich", "22:00", "6:00"]))
    assert [(s.end - s.start) // timedelta(hours=1) for s in reading.scenario.demands[0].shifts] == [8, 7, 8, 8]
    found = refused(Einstellungen=settings, Bedarf=needs("Datum von bis", ["täglich", "2:30", "10:00"]))
    assert found == [("nonexistent_time", 2, "von")]


def test_a_weekday_beside_a_date_agrees_or_is_an_error() -> None:
    assert shifts(read(Bedarf=needs("Wochentag Datum Zeit", ["Mo", "6.4.2020", "6-14 Uhr"]))) == [EARLY]
    assert refused(Bedarf=needs("Wochentag Datum Zeit", ["Di", "6.4.2020", "6-14 Uhr"])) == [
        ("weekday_differs", 2, "Wochentag")
    ]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Datum Zeit", ["06.04.-08.04.2020", "22-6 Uhr"]),
        ("Datum von bis", ["6.-8.4.2020", "22:00", "6:00"]),
        ("Zeit von bis", ["06.04.2020 - 08.04.2020", "22:00", "6:00"]),
        ("von bis Zeit", [date(2020, 4, 6), date(2020, 4, 8), "22:00-6:00"]),
        ("von bis Zeit", [LOCAL(2020, 4, 6), "2020-04-08 00:00:00", "22:00-6:00"]),
        ("Startdatum Enddatum von bis", [date(2020, 4, 6), "8.4.2020", "22:00", "6:00"]),
        ("Zeit", ["06.04.2020 - 08.04.2020 22:00-6:00"]),
    ],
)
def test_days_with_times_are_one_demand_with_a_shift_on_each(head: str, row: list[Any]) -> None:
    reading = read(Bedarf=needs(f"{head} Anzahl", [*row, 2]))
    (demand,) = reading.scenario.demands
    assert (demand.id, demand.headcount) == ("Klinik 1", 2)
    assert shifts(reading) == [(f"04-0{n} 22:00", f"04-0{n + 1} 06:00") for n in (6, 7, 8)]
    assert "book.xlsx, sheet 'Bedarf', row 2: days from the first to the last are read as a shift on each" in " ".join(
        notes_of(reading)
    )


def test_days_without_times_are_asked_about_and_no_shift_is_longer_than_a_day() -> None:
    assert refused(Bedarf=needs("von bis", [date(2020, 4, 6), date(2020, 4, 10)])) == [("no_time", 2, "von")]
    reading = read(Bedarf=needs("von bis", [LOCAL(2020, 4, 6, 8), LOCAL(2020, 4, 8, 16)]))
    assert shifts(reading) == [(f"04-0{n} 08:00", f"04-0{n} 16:00") for n in (6, 7, 8)]
    assert any("not as one long one" in note for note in notes_of(reading))
    for end in (LOCAL(2020, 4, 8, 6), LOCAL(2020, 4, 8, 8)):
        assert refused(Bedarf=needs("von bis", [LOCAL(2020, 4, 6, 8), end])) == [("long_shift", 2, "von")]
    meant = [["Einstellung", "Wert"], ["längste Schicht", 60]]
    reading = read(Bedarf=needs("von bis", [LOCAL(2020, 4, 6, 8), LOCAL(2020, 4, 8, 16)]), Einstellungen=meant)
    assert shifts(reading) == [("04-06 08:00", "04-08 16:00")]


def test_long_shifts_and_midnights_read_back_as_they_were(tmp_path: Path) -> None:
    at = [datetime(2020, 4, day, tzinfo=BERLIN) for day in range(5, 12)]
    scenario = read(Bedarf=needs("Datum von bis", ["6.4.2020", "6:00", "14:00"])).scenario
    demand = scenario.demands[0].replace(shifts=[sm.Shift(id="s", start=at[0], end=at[2])])
    worker = scenario.workers[0].replace(
        availability=[sm.TimeWindow(start=at[0], end=at[5])], home_shifts=[sm.WorkTime(start=at[5], end=at[6])]
    )
    made = scenario.replace(demands=[demand], workers=[worker])
    for name in ("book.xlsx", "folder"):
        write_scenario(made, tmp_path / name)
        assert sm.Scenario.load(tmp_path / name) == made


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("06.04.2020 - 07.04.2020", ["06 00-08 00"]),
        ("06.04.2020; 08.04.2020", ["06 00-07 00", "08 00-09 00"]),
        ("2020-04-06, 2020-04-08", ["06 00-07 00", "08 00-09 00"]),
        ("06.04.2020 08:00 - 08.04.2020 16:00", ["06 08-08 16"]),
        ("06.04.2020 08:00-16:00\n07.04.2020 08:00-16:00", ["06 08-06 16", "07 08-07 16"]),
        ("06.04.2020 8-16 Uhr, 07.04.2020 8-16 Uhr", ["06 08-06 16", "07 08-07 16"]),
        ("06.04.2020 - 07.04.2020 08:00-16:00", ["06 08-06 16", "07 08-07 16"]),
        ("06.04.2020 20:00-4:00", ["06 20-07 04"]),
        ("06.04.2020–07.04.2020", ["06 00-08 00"]),
        ("06.04.2020 8:00-12:00, 13:00-17:00", ["06 08-06 12", "06 13-06 17"]),
        ("Mo, Mi 8-12 Uhr; Sa", ["06 08-06 12", "08 08-08 12", "11 00-12 00"]),
        ("06.04. und 08.04.", ["06 00-07 00", "08 00-09 00"]),
    ],
)
def test_availability_is_lists_and_ranges_in_one_cell(cell: str, expected: list[str]) -> None:
    people = [["Mitarbeiter", "Firma", "Verfügbarkeit"], ["anna", "Hotel", cell]]
    needed = needs("Datum von bis", ["6.4.2020", "6:00", "14:00"])
    reading = read(Mitarbeiter=people, Bedarf=needed, Einstellungen=WEEK)
    found = free(reading)
    assert not any("full hours" in note for note in notes_of(reading))
    assert any("at night too" in note for note in notes_of(reading)) == (found == [("04-06 08:00", "04-08 16:00")])
    assert [f"{a[3:8]}-{b[3:8]}" for a, b in found] == expected


def test_times_of_a_list_of_days_may_be_those_of_the_last_alone() -> None:
    people = [["Mitarbeiter", "Firma", "Verfügbarkeit"], ["anna", "Hotel", "6.4.2020, 8.4.2020 8:00-16:00"]]
    needed = needs("Datum von bis", ["6.4.2020", "6:00", "14:00"])
    assert refused(Mitarbeiter=people, Bedarf=needed) == [("unclear_days", 2, "Verfügbarkeit")]


def test_daily_times_are_within_the_days_beside_them() -> None:
    head = ["Mitarbeiter", "Firma", "verfügbar ab", "verfügbar bis", "Verfügbarkeit"]
    people = [head, ["anna", "Hotel", date(2020, 4, 7), date(2020, 4, 9), "8-16 Uhr"]]
    needed = needs("Datum von bis", ["6.4.2020", "6:00", "14:00"])
    assert free(read(Mitarbeiter=people, Bedarf=needed)) == [(f"04-0{n} 08:00", f"04-0{n} 16:00") for n in (7, 8, 9)]
    people[1][-1] = "Mi-Fr"
    assert free(read(Mitarbeiter=people, Bedarf=needed)) == [
        ("04-08 00:00", "04-09 00:00"), ("04-09 00:00", "04-10 00:00")
    ]  # fmt: skip


@pytest.mark.parametrize("last", [LOCAL(2020, 4, 10), "2020-04-10 00:00:00", "10.04.2020 00:00"])
def test_the_last_day_of_an_export_counts(last: Any) -> None:
    people = [["Mitarbeiter", "Firma", "verfügbar ab", "verfügbar bis"], ["anna", "Hotel", "2020-04-06 00:00:00", last]]
    reading = read(Mitarbeiter=people, Bedarf=needs("Datum von bis", [LOCAL(2020, 4, 10), "06:00", "14:00"]))
    assert free(reading) == [("04-06 00:00", "04-11 00:00")]
    assert sum("row 2: 'verfügbar ab' and 'verfügbar bis' have 00:00" in note for note in notes_of(reading)) == 1
    people.append(["ben", "Hotel", "2020-04-06 08:00:00", "2020-04-10 16:00:00"])
    assert free(read(Mitarbeiter=people, Bedarf=needs("Datum Zeit", ["6.4.2020", "6-14 Uhr"]))) == [
        ("04-06 00:00", "04-10 00:00")
    ]


def test_one_end_alone_reaches_to_the_end_of_the_period() -> None:
    head = ["Mitarbeiter", "Firma", "verfügbar ab", "verfügbar bis"]
    people = [head, ["anna", "Hotel", date(2020, 4, 8), None], ["ben", "Hotel", None, date(2020, 4, 7)]]
    people += [["eve", "Hotel", None, None]]
    reading = read(Mitarbeiter=people, Einstellungen=WEEK, Bedarf=needs("Datum Zeit", ["6.4.2020", "6-14 Uhr"]))
    assert [[local(window) for window in worker.availability] for worker in reading.scenario.workers] == [
        [("04-08 00:00", "04-13 00:00")], [("04-06 00:00", "04-08 00:00")], [],
    ]  # fmt: skip
    told = [note for note in notes_of(reading) if "of the period of the plan." in note]
    assert [note.split(", ")[2].split(" is")[0] for note in told] == ["row 2: 'verfügbar bis'", "row 3: 'verfügbar ab'"]


@pytest.mark.parametrize("word", ["F", "f", "Früh", "Frühschicht", "FRÜHDIENST"])
def test_a_shift_code_or_its_name_stands_for_times_and_break(word: str) -> None:
    for head in ("Schicht", "Schichtart", "Zeit"):
        reading = read(Schichtarten=KINDS, Bedarf=needs(f"Datum {head}", ["6.4.2020", word], ["7.4.2020", word]))
        assert shifts(reading) == [EARLY]
        assert [one.shifts[0].unpaid_break_minutes for one in reading.scenario.demands] == [30, 30]


def test_home_shifts_and_availability_name_codes_on_weekdays() -> None:
    row = ["anna", "jeden Montag", "N"]
    sheets = {
        "Eigene_Schichten": [["Mitarbeiter", "Tag", "Schicht"], row],
        "Schichtarten": KINDS,
        "Einstellungen": WEEK,
    }
    sheets["Verfügbarkeit"] = [["Mitarbeiter", "Tag", "Dienst"], ["anna", "Di, Do", "Früh"]]
    reading = read(Bedarf=needs("Datum Zeit", ["6.4.2020", "6-14 Uhr"]), **sheets)
    assert free(reading) == [("04-07 06:00", "04-07 14:00"), ("04-09 06:00", "04-09 14:00")]
    assert [local(one) for one in reading.scenario.workers[0].home_shifts] == [("04-06 22:00", "04-07 06:00")]


def test_codes_that_no_table_explains_are_one_question_for_the_whole_file() -> None:
    rows = [["6.4.2020", "Früh"], ["7.4.2020", "Spät"], ["8.4.2020", "Früh"]]
    home = [["Mitarbeiter", "Datum", "Schicht"], ["anna", "6.4.2020", "Nacht"]]
    with pytest.raises(sm.InputError) as error:
        read(Bedarf=needs("Datum Schicht", *rows), Heimschichten=home)
    (problem,) = error.value.problems
    assert (problem.code, problem.ids) == ("unknown_shift_code", ("Früh", "Spät", "Nacht"))
    for told in (
        "'Früh' (Bedarf: rows 2 and 4)",
        "'Nacht' (Heimschichten: row 2)",
        "Schichtarten",
        "Früh | 06:00 | 14:00",
    ):
        assert told in str(problem)


def test_a_code_beside_times_agrees_or_is_reported() -> None:
    rows = [["6.4.2020", "F", "6:00", "14:00"], ["7.4.2020", "F", "7:00", "15:00"], ["8.4.2020", "F", "6:00", "14:00"]]
    sheet = needs("Datum Schicht von bis", *rows)
    assert refused(Bedarf=sheet, Schichtarten=KINDS) == [("shift_code_differs", 3, "Schicht")]
    notes = notes_of(read(Bedarf=sheet))
    assert [note for note in notes if "row 3: 'F' stands beside other times" in note]
    assert any("read as kinds of shift" in note for note in notes)
    reading = read(Bedarf=needs("Datum Schicht von bis", rows[0], ["7.4.2020", "N", "22:00", "6:00"]))
    assert [one.shifts[0].id for one in reading.scenario.demands] == ["F", "N"]


@pytest.mark.parametrize(
    ("row", "code"),
    [(["F", "x", "6:00", "14:00", 0], "duplicate_id"), (["S", "x", "6:00", None, 0], "half_a_span"),
     (["S", "x", "6.4.2020 6:00", "14:00", 0], "not_a_time"), ([None, "x", "6:00", "14:00", 0], "missing")],
)  # fmt: skip
def test_a_table_of_codes_is_checked(row: list[Any], code: str) -> None:
    found = refused(Schichtarten=[*KINDS, row], Bedarf=needs("Datum Schicht", ["6.4.2020", "F"]))
    assert [(one, number) for one, number, _ in found] == [(code, 5)]
    no_times = refused(Schichtarten=KINDS, Bedarf=needs("Datum Schicht", ["6.4.2020", "U"]))
    assert no_times == [("no_time", 2, "Schicht")]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["Zeitraum", "bald"]], "not_a_span"),
        ([["von", "6.4.2020"]], "half_a_span"),
        ([["von", "6.4.2020"], ["bis", "5.4.2020"]], "empty_window"),
        ([["von", "6.4.2020"], ["bis", "6.4.2320"]], "long_range"),
        ([["längste Schicht", "lang"]], "not_a_number"),
        ([["längste Schicht", -1]], "out_of_range"),
    ],
)
def test_settings_of_times_are_checked(rows: Rows, code: str) -> None:
    settings = [["Einstellung", "Wert"], *rows]
    found = refused(Einstellungen=settings, Bedarf=needs("Datum Zeit", ["6.4.2020", "6-14 Uhr"]))
    assert [one for one, _, _ in found] == [code]


@pytest.mark.parametrize("part", ["1.1.,", "Mo,", "1.1.2020,", "1.-", "6-14,", "(", "Jan 1 "])
def test_a_long_cell_is_read_or_refused_in_one_line(part: str) -> None:
    people = [["Mitarbeiter", "Firma", "Verfügbarkeit"], ["anna", "Hotel", part * 3000]]
    found: list[Any] = []
    with suppress(sm.InputError):
        found += read(Mitarbeiter=people, Bedarf=ONE).scenario.workers[0].availability
    assert len(found) in (0, 1, 3000)


def test_more_days_than_rows_are_read_at_most_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "WORKBOOK_ROWS", 50)
    settings = [["Einstellung", "Wert"], ["Zeitraum", "1.4.2020 - 30.4.2020"]]
    demands = needs("Datum Zeit", ["täglich", "6-14 Uhr"], ["täglich", "14-22 Uhr"])
    assert refused(Einstellungen=settings, Bedarf=demands) == [("too_many_rows", None, None)]


def test_work_of_a_shift_code_is_of_that_kind() -> None:
    demand = needs("Datum Schicht", ["6.4.2020", "F"], ["7.4.2020", "nachtdienst"])
    home = [["Mitarbeiter", "Tag", "Schicht", "Art"], ["anna", "8.4.2020", "N", None], ["anna", "9.4.2020", "N", "x"]]
    scenario = read(Schichtarten=KINDS, Bedarf=demand, Eigene_Schichten=home).scenario
    assert sorted((shift.kind or "") for one in scenario.demands for shift in one.shifts) == ["F", "N"]
    assert [shift.kind for shift in scenario.workers[0].home_shifts] == ["N", "x"]


def test_a_shift_code_beside_times_is_a_kind_though_no_sheet_explains_it() -> None:
    rows = [["6.4.2020", "06:00", "14:00", "Früh"], ["7.4.2020", "22:00", "06:00", None]]
    scenario = read(Bedarf=needs("Datum von bis Dienst", *rows)).scenario
    assert {shift.kind for one in scenario.demands for shift in one.shifts} == {"Früh", None}
    scenario = read(Schichtarten=KINDS, Bedarf=needs("Datum von bis Dienst", *rows)).scenario
    assert {shift.kind for one in scenario.demands for shift in one.shifts} == {"F", None}


def test_codes_beside_the_same_times_are_told_apart() -> None:
    rows = [["6.4.2020", "06:00", "14:00", code] for code in ("F", "Frühschicht", None)]
    kinds = [*KINDS, ["S", "Sonder", "06:00", "14:00", None]]
    head = "Datum von bis Schichtart"
    scenario = read(Schichtarten=kinds, Bedarf=needs(head, *rows, ["6.4.2020", "06:00", "14:00", "S"])).scenario
    found = sorted((shift.kind or "") for one in scenario.demands for shift in one.shifts)
    assert found == ["", "F", "F", "S"]
