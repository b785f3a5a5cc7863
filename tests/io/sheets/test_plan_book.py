"""The plan as a workbook that people change: what is written, and what is read of their changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import staffmatch as sm
from staffmatch.io.formats import read_plan
from staffmatch.io.sheets.planned import seats, words
from staffmatch.io.sheets.planned.seats import hand_sheets
from staffmatch.io.sheets.written.writing import write_tables
from tests import builders
from tests.builders import BERLIN, HARBOUR

EARLY, LATE = "06:00-14:00", "14:00-22:00"
PERSON, CHECK, SHIFT = "G", "I", "J"


def person(one: str, name: str, **fields: Any) -> sm.Worker:
    return builders.worker(one, **fields).replace(name=name)


def ward() -> sm.Scenario:
    """Two people are called Anna Meyer; only nurses may have the ward; Ben Ott lives nearest; Carl has no name."""
    near, far = sm.Location(lat=53.55, lon=9.98), sm.Location(lat=53.65, lon=9.98)
    people = [
        person("w1", "Anna Meyer", home=far, skills={"care": 1}),
        person("w2", "Anna Meyer", home=far, skills={"care": 1}),
        person("w3", "Ben Ott", home=near, skills={"care": 1}, pay_cents_per_hour=2000),
        builders.worker("carl", home=near, pay_cents_per_hour=1500),
    ]
    times = [(f"{name}{day}", day, hours) for day in (6, 7) for name, hours in (("e", EARLY), ("l", LATE))]
    shifts = [builders.shift(*one) for one in times]
    needs = [
        builders.demand("ward", *shifts, skills={"care": 1}, location=HARBOUR).replace(name="Station 4"),
        builders.demand("door", builders.shift("d6", 6, EARLY), headcount=2, location=HARBOUR),
    ]
    return builders.scenario(people, needs)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[sm.Scenario, sm.Solution, Path]:
    scenario, path = ward(), tmp_path_factory.mktemp("plan") / "plan.xlsx"
    solution = sm.solve(scenario, threads=1)
    solution.export(path)
    return scenario, solution, path


@pytest.fixture
def changed(
    written: tuple[sm.Scenario, sm.Solution, Path], tmp_path: Path
) -> Callable[[Callable[[Any], None]], tuple[sm.Scenario, Path]]:
    """The workbook after somebody has changed its sheet."""

    def by(change: Callable[[Any], None]) -> tuple[sm.Scenario, Path]:
        book = openpyxl.load_workbook(written[2])
        change(book["plan_by_hand"])
        book.save(tmp_path / "changed.xlsx")
        return written[0], tmp_path / "changed.xlsx"

    return by


Changed = Callable[[Callable[[Any], None]], tuple[sm.Scenario, Path]]


def row_of(sheet: Any, shift: str) -> int:
    return next(cell.row for cell in sheet[SHIFT] if cell.value == shift)


def put(shift: str, text: str | None, column: str = PERSON) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet[f"{column}{row_of(sheet, shift)}"] = text

    return change


def problems(scenario: sm.Scenario, path: Path) -> list[sm.InputIssue]:
    with pytest.raises(sm.InputError) as error:
        read_plan(path, scenario)
    return list(error.value.problems)


def test_the_workbook_reads_back_as_the_plan(written: tuple[sm.Scenario, sm.Solution, Path]) -> None:
    scenario, solution, path = written
    assert sm.Plan.load(path, scenario) == solution.plan
    assert sm.Solution.load(path, scenario).tiers[0].value == solution.tiers[0].value
    held = read_plan(path, scenario)
    assert (held.before, held.replaced, held.notes) == (solution.plan, (), ())


def test_each_seat_has_a_row_and_a_list_of_those_who_may_have_it_nearest_first(
    written: tuple[sm.Scenario, sm.Solution, Path],
) -> None:
    book = openpyxl.load_workbook(written[2])
    sheet, people = book["plan_by_hand"], [cell.value for cell in book["plan_people"]["A"]]
    assert [one.sheet_state for one in book][:3] == ["visible", "hidden", "hidden"]
    assert [cell.value for cell in sheet[1]][:9] == [
        *("date", "weekday", "from", "to", "company", "demand", "person", "as planned", "check")
    ]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[9] for row in rows] == ["d6", "d6", "e6", "l6", "e7", "l7"]
    assert all(sheet.column_dimensions[name].hidden for name in "JKL")
    (choice,) = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("G2:G7", "OFFSET(plan_people!$A$1,$K2,0,$L2,1)")
    assert not choice.showErrorMessage
    listed = {row[9]: people[row[10] : row[10] + row[11]] for row in rows}
    nurses = ["Ben Ott", "Anna Meyer (w1)", "Anna Meyer (w2)"]
    assert listed["e6"] == listed["l7"] == nurses
    assert listed["d6"] == ["Ben Ott", "carl", *nurses[1:]]
    assert "sorted" in sheet["G1"].comment.text
    assert "--sheets" in sheet["I1"].comment.text


def test_german_sheets_are_read_too(written: tuple[sm.Scenario, sm.Solution, Path], tmp_path: Path) -> None:
    scenario, solution, _ = written
    made = hand_sheets(scenario, solution.plan, "de")
    head = made["Plan_von_Hand"][0][0]
    assert head[:9] == ("Datum", "Wochentag", "von", "bis", "Firma", "Auftrag", "Person", "laut Plan", "Prüfung")
    write_tables({name: rows for name, (rows, _) in made.items()}, tmp_path / "plan.xlsx", BERLIN)
    assert sm.Plan.load(tmp_path / "plan.xlsx", scenario) == solution.plan


def test_a_german_sheet_is_told_of_by_its_own_titles(
    written: tuple[sm.Scenario, sm.Solution, Path], tmp_path: Path
) -> None:
    scenario, solution, _ = written
    solution.export(tmp_path / "plan.xlsx", lang="de")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    put("e6", "Wilma Fremd")(book["Plan_von_Hand"])
    book.save(tmp_path / "plan.xlsx")
    (found,) = problems(scenario, tmp_path / "plan.xlsx")
    assert found.cell is not None
    assert found.cell.column == "Person"
    assert "„Person“" in found.cell.text_in("de")


def test_long_lists_are_cut_and_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "LONGEST_LIST", 1)
    made = hand_sheets(ward(), sm.Plan())
    assert [row[0] for row in made["plan_people"][0]] == ["person", "Ben Ott"]
    assert "at most 1 names" in made["plan_by_hand"][1].notes[6]
    monkeypatch.setattr(seats, "SEATS", 5)
    assert made["plan_by_hand"][0][1][-2:] == (1, 1)
    assert "6 seats are too many" in hand_sheets(ward(), sm.Plan())["plan_by_hand"][0][1][0]


def test_a_seat_that_nobody_may_have_has_a_list_that_says_so() -> None:
    need = builders.demand("d", builders.shift("s", 6, EARLY), skills={"law": 1})
    scenario = builders.scenario([builders.worker()], [need])
    made = hand_sheets(scenario, sm.Plan())
    assert [row[0] for row in made["plan_people"][0]] == ["person", "–"]


@pytest.mark.parametrize("text", ["carl", "CARL", " Carl "])
def test_another_name_a_copied_id_and_other_spellings_are_understood(text: str, changed: Changed) -> None:
    scenario, path = changed(put("e6", text))
    assert ("carl", "e6") in sm.Plan.load(path, scenario)


@pytest.mark.parametrize("text", ["w3", "ben ott", "Ben  Ott"])
def test_people_are_meant_by_id_or_name(text: str, changed: Changed) -> None:
    scenario, path = changed(put("l7", text))
    assert ("w3", "l7") in sm.Plan.load(path, scenario)


@pytest.mark.parametrize("text", [None, "-", "–", "offen", "Niemand", "nobody"])
def test_a_cleared_seat_is_empty(text: str | None, changed: Changed) -> None:
    scenario, path = changed(put("e6", text))
    held = read_plan(path, scenario)
    assert held.before is not None
    assert set(held.before) - set(held.plan) == {pair for pair in held.before if pair[1] == "e6"}
    assert held.notes == ()


def test_somebody_whose_name_says_nobody_is_somebody(tmp_path: Path) -> None:
    need = builders.demand("d", builders.shift("s", 6, EARLY))
    scenario = builders.scenario([person("w", "Frei")], [need])
    sm.solve(scenario, threads=1).export(tmp_path / "plan.xlsx")
    assert sm.Plan.load(tmp_path / "plan.xlsx", scenario) == sm.Plan.of([("w", "s")])


@pytest.mark.parametrize(
    ("text", "code", "advice"),
    [
        ("Ben Otto", "unknown_worker", "Did you mean 'Ben Ott'?"),
        ("Ott", "unknown_worker", "Did you mean 'Ben Ott'?"),
        ("Zora", "unknown_worker", "Choose a name from the cell's list."),
        ("Anna Meyer", "ambiguous_worker", "Write 'Anna Meyer (w1)' or 'Anna Meyer (w2)'."),
        ("Ben Ott, Zora", "unknown_worker", ""),
        ("#REF!", "error_value", ""),
    ],
)
def test_a_cell_that_names_nobody_or_two_is_told_with_its_place(
    text: str, code: str, advice: str, changed: Changed
) -> None:
    scenario, path = changed(put("e6", text))
    (found,) = problems(scenario, path)
    assert (found.code, advice in found.advice) == (code, True), found
    assert found.cell is not None
    assert (found.cell.file, found.cell.sheet, found.cell.row) == ("changed.xlsx", "plan_by_hand", 4)


def test_several_people_in_a_cell_are_several(changed: Changed) -> None:
    scenario, path = changed(put("e7", "Ben Ott; Anna Meyer (w1) und carl"))
    assert {worker for worker, shift in sm.Plan.load(path, scenario) if shift == "e7"} == {"w3", "w1", "carl"}


def test_a_copied_row_is_a_second_person_and_a_typed_one_finds_its_shift(changed: Changed) -> None:
    def add(sheet: Any) -> None:
        row = [cell.value for cell in sheet[row_of(sheet, "e6")]]
        sheet.append([*row[:6], "carl", *row[7:]])
        sheet.append(["07.04.2020", None, "14:00", None, None, "station 4", "carl"])
        sheet.append(["called all of them on Friday"])

    scenario, path = changed(add)
    assert {("carl", "e6"), ("carl", "l7")} <= set(sm.Plan.load(path, scenario))


def test_a_typed_row_of_no_shift_or_of_several_is_told(changed: Changed) -> None:
    def add(sheet: Any) -> None:
        sheet.append(["07.04.2020", None, "15:00", None, None, None, "carl"])
        sheet.append(["06.04.2020", None, "06:00", None, None, None, "carl"])
        sheet.append(["soon", None, "06:00", None, None, None, "carl"])

    assert [one.code for one in problems(*changed(add))] == ["unknown_shift", "ambiguous_shift", "not_a_time"]


def test_the_same_person_twice_on_a_shift_is_told(changed: Changed) -> None:
    def add(sheet: Any) -> None:
        sheet.append([cell.value for cell in sheet[row_of(sheet, "e6")]])

    (found,) = problems(*changed(add))
    assert (found.code, "in rows 4 and 8" in found.text) == ("double_assignment", True)


def test_rows_may_be_sorted_hidden_and_deleted(changed: Changed) -> None:
    def sort(sheet: Any) -> None:
        rows = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
        for number, row in enumerate(reversed(rows), 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value
        sheet.row_dimensions[3].hidden = True

    scenario, path = changed(sort)
    held = read_plan(path, scenario)
    assert (held.plan, held.notes) == (held.before, ())
    scenario, path = changed(lambda sheet: sheet.delete_rows(row_of(sheet, "e6")))
    held = read_plan(path, scenario)
    assert [pair[1] for pair in set(held.before or ()) - set(held.plan)] == ["e6"]
    assert [note.text for note in held.notes] == [
        "1 row of the sheet is gone or struck out: that seat counts as empty."
    ]


@pytest.mark.parametrize(("column", "value"), [("A", "07.04.2020"), ("C", "07:00"), ("F", "Station 5"), ("E", "Else")])
def test_what_a_row_says_of_its_shift_cannot_be_changed(column: str, value: str, changed: Changed) -> None:
    (found,) = problems(*changed(put("e6", value, column)))
    assert (found.code, found.ids) == ("changed_seat", ("e6",))


def test_a_shift_that_the_scenario_does_not_have_is_told(changed: Changed) -> None:
    (found,) = problems(*changed(put("e6", "e9", SHIFT)))
    assert (found.code, found.ids) == ("unknown_shift", ("e9",))


def test_the_plan_of_another_scenario_is_refused(written: tuple[sm.Scenario, sm.Solution, Path]) -> None:
    scenario, _, path = written
    (found,) = problems(scenario.without(workers=["carl"]), path)
    assert found.code == "other_scenario"
    corrected = scenario.replace(workers=[one.replace(contact=sm.Contact(phone="040 1")) for one in scenario.workers])
    assert read_plan(path, corrected).before is not None


def test_a_workbook_without_its_hidden_sheet_is_a_plan_alone(
    written: tuple[sm.Scenario, sm.Solution, Path], tmp_path: Path
) -> None:
    scenario, solution, path = written
    book = openpyxl.load_workbook(path)
    del book["plan_as_written"]
    book["plan_by_hand"].title = "Our plan"
    book.save(tmp_path / "alone.xlsx")
    held = read_plan(tmp_path / "alone.xlsx", scenario)
    assert (held.plan, held.before, held.notes[0].code) == (solution.plan, None, "plan_sheet.no_origin")
    book = openpyxl.load_workbook(path)
    book["plan_as_written"]["A5"] = None
    book.save(tmp_path / "torn.xlsx")
    assert [one.code for one in problems(scenario, tmp_path / "torn.xlsx")] == ["changed_origin"]
    scenario.save(tmp_path / "scenario.xlsx")
    assert [one.code for one in problems(scenario, tmp_path / "scenario.xlsx")] == ["no_plan_in_file"]


def test_texts_in_the_cells_themselves_are_read_alike(changed: Changed, tmp_path: Path) -> None:
    """Other programs write texts inside the cells and not in a table of them."""
    scenario, path = changed(lambda sheet: None)
    book, plain = openpyxl.load_workbook(path), openpyxl.Workbook(write_only=True)
    for sheet in book:
        other = plain.create_sheet(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            other.append(row)
    plain.save(tmp_path / "plain.xlsx")
    assert read_plan(tmp_path / "plain.xlsx", scenario).plan == read_plan(path, scenario).plan


def test_names_that_a_cell_would_change_lead_back(tmp_path: Path) -> None:
    names = ["=1+1", "#REF!", "'", " A  B ", "a b", "e\u0301", "\u00e9", "-", "w2", "x" * 300]
    people = [person(f"w{number}", name) for number, name in enumerate(names)]
    need = builders.demand("d", builders.shift("s", 6, EARLY), headcount=len(people))
    scenario = builders.scenario(people, [need])
    sm.evaluate(scenario, sm.Plan.of([(one.id, "s") for one in people])).export(tmp_path / "plan.xlsx")
    assert len(sm.Plan.load(tmp_path / "plan.xlsx", scenario)) == len(people)
    shown = words.labels(scenario, "worker", scenario.ids("workers"))
    assert len(set(shown.values())) == len(people)


@pytest.mark.parametrize(
    "text",
    ['[["w1", "e6"]]', '{"assignments": [{"worker": "w1", "shift": "e6"}]}', '{"assignments": [["w1", "e6"]]}'],
)
def test_pairs_in_json_are_a_plan(text: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text)
    assert sm.Plan.load(path, ward()) == sm.Plan.of([("w1", "e6")])
    assert sm.Solution.load(path, ward()).assignments[0].shift == "e6"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[["w1", "e9"]]', "unknown_shift"),
        ('[["w9", "e6"]]', "unknown_worker"),
        ('[["w1", "e6"], ["w1", "e6"]]', "double_assignment"),
        ('[["w1"]]', "bad_assignment"),
        ('{"plan": []}', "no_plan_in_file"),
        ("3", "no_plan_in_file"),
    ],
)
def test_json_that_is_no_plan_of_the_scenario_is_told(text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text)
    assert problems(ward(), path)[0].code == code


def test_a_solution_with_a_flaw_is_a_plan_but_no_solution(
    written: tuple[sm.Scenario, sm.Solution, Path], tmp_path: Path
) -> None:
    scenario, solution, _ = written
    path = tmp_path / "plan.json"
    path.write_text(solution.model_copy(update={"tiers": 3}).model_dump_json(warnings=False))
    held = read_plan(path, scenario)
    assert (held.plan, held.solution, held.notes[0].code) == (solution.plan, None, "plan_sheet.unread")
    with pytest.raises(sm.InputError, match="tiers"):
        sm.Solution.load(path, scenario)
