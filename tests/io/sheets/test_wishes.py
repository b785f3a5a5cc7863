"""The sheet of wishes, as people write it in German, and what is wrong in it."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.io.sheets import read_sheets
from tests.io.sheets.made import xlsx

TITLES = (
    "Mitarbeiter",
    "für oder gegen",
    "Datum",
    "letzter Tag",
    "Wochentage",
    "von",
    "bis",
    "Dienst",
    "Punkte",
    "muss",
)
WEEK: Any = ("monday", "tuesday", "wednesday", "thursday", "friday")
MONDAY, TUESDAY, FRIDAY = date(2020, 4, 6), date(2020, 4, 7), date(2020, 4, 10)
PEOPLE = [
    ("Kennung", "Firma", "Qualifikation", "Zustimmung"),
    *((who, "Hotel", "Pflege", "ja") for who in ("anna", "bea")),
]
NEEDS = [
    ("Auftrag", "Firma", "Qualifikation", "Anzahl", "Datum", "von", "bis", "Art"),
    ("früh", "Klinik", "Pflege", 1, MONDAY, time(6), time(14), "F"),
    ("spät", "Klinik", "Pflege", 1, TUESDAY, time(14), time(22), "S"),
]


def wishes_of(path: Path, *rows: tuple[Any, ...]) -> dict[str, list[sm.Wish]]:
    scene = sm.Scenario.load(xlsx(path / "plan.xlsx", Mitarbeiter=PEOPLE, Bedarf=NEEDS, Wünsche=[TITLES, *rows]))
    return {worker.id: list(worker.wishes) for worker in scene.workers if worker.wishes}


def test_wishes_are_read_as_they_are_written(tmp_path: Path) -> None:
    found = wishes_of(
        tmp_path,
        ("anna", "für", "06.04.2020", None, None, None, None, None, 5, None),
        ("anna", "gegen", TUESDAY, FRIDAY, "Mo-Fr", None, None, None, None, "ja"),
        ("bea", "nicht", None, None, "Sa, So", time(22), "24:00", None, 2, "nein"),
        ("bea", "ja", None, None, None, None, None, "S", 3, None),
    )
    assert found == {
        "anna": [
            sm.Wish(days=[MONDAY], against=False, weight=5),
            sm.Wish(days=[TUESDAY], until=FRIDAY, weekdays=WEEK, against=True, must=True),
        ],
        "bea": [
            sm.Wish(weekdays=["saturday", "sunday"], start="22:00", end="00:00", against=True, weight=2),
            sm.Wish(kind="S", against=False, weight=3),
        ],
    }


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("anna", "vielleicht", MONDAY), "unknown_direction"),
        (("anna", "gegen", "Montag"), "not_a_date"),
        (("anna", "gegen", None, None, None, "06.04.2020 6:00"), "not_a_time"),
        (("cem", "gegen", MONDAY), "unknown_worker"),
        (("anna", "gegen", None, None, None, None, None, "N"), "unknown_shift_kind"),
    ],
)
def test_mistakes_are_told_in_their_row(tmp_path: Path, row: tuple[Any, ...], code: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        wishes_of(tmp_path, row + (None,) * (len(TITLES) - len(row)))
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.cell is not None
    assert (problem.cell.sheet, problem.cell.row) == ("Wünsche", 2)


WISH, MUST = ("anna", "für", MONDAY, *[None] * 5, 5, None), ("bea", "gegen", MONDAY, *[None] * 6, "ja")


@pytest.mark.parametrize(
    ("wishes", "rule", "tiers"),
    [
        ([], "max Tage pro Woche: 3", ["uncovered_hours", "cost"]),
        ([MUST], "max Tage pro Woche: 3, jeder Tag darüber 9 Euro", ["uncovered_hours", "cost"]),
        ([WISH], "max Tage pro Woche: 3", ["uncovered_hours", "wishes", "cost"]),
        ([MUST], "max Tage pro Woche: 3, weich", ["uncovered_hours", "violations", "cost"]),
        ([WISH, MUST], "max Tage pro Woche: 3, weich", ["uncovered_hours", "violations", "wishes", "cost"]),
    ],
)
def test_wishes_and_soft_rules_count_where_no_setting_ranks_them(
    wishes: list[tuple[Any, ...]], rule: str, tiers: list[str], tmp_path: Path
) -> None:
    sheets: dict[str, Any] = {"Wünsche": [TITLES, *wishes], "Regeln": [("Regel",), (rule,)]}
    reading = read_sheets(xlsx(tmp_path / "a.xlsx", Mitarbeiter=PEOPLE, Bedarf=NEEDS, **sheets))
    assert [term.kind for (term,) in reading.scenario.tiers] == tiers
    assert sum("Keine Einstellung sagt" in note.text_in("de") for note in reading.notes) == len(tiers) - 2
    reading.scenario.save(tmp_path / "again.xlsx")
    assert sm.Scenario.load(tmp_path / "again.xlsx").tiers == reading.scenario.tiers
    ranked = [("Einstellung", "Wert"), ("Ziele", '[[{"kind": "violations"}], [{"kind": "cost"}]]')]
    given = read_sheets(xlsx(tmp_path / "b.xlsx", Mitarbeiter=PEOPLE, Bedarf=NEEDS, Einstellungen=ranked, **sheets))
    assert [term.kind for (term,) in given.scenario.tiers] == ["violations", "cost"]
