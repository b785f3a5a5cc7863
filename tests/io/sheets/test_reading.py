"""What a newcomer's sheets may leave out, how problems are told, and what is never quoted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import staffmatch as sm
from staffmatch.cli import app
from staffmatch.hamburg.facts import postal_codes, quarters
from staffmatch.io.sheets import read_sheets, write_template
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.words import SETTINGS, SHEETS, plain
from tests import builders
from tests.io.sheets.made import notes_of


def folder(path: Path, **sheets: str) -> Path:
    for name, text in sheets.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def failure(path: Path) -> sm.InputError:
    with pytest.raises(sm.InputError) as error:
        read_sheets(path)
    return error.value


PEOPLE = "worker,company,skills\nana,hotel,care:2\nben,hotel,\n"
NEEDS = "company,skills,date,from,to\nclinic,care,2020-04-06,22:00,06:00\nclinic,,2020-04-07,06:00,14:00\n"


def test_two_sheets_have_a_plan_and_what_was_assumed_is_told(tmp_path: Path) -> None:
    reading = read_sheets(folder(tmp_path, people=PEOPLE, needs=NEEDS))
    assert [company.id for company in reading.scenario.companies] == ["hotel", "clinic"]
    assert builders.solved(reading.scenario) == {
        ("ana", "clinic 1 2020-04-06 22:00"),
        ("ben", "clinic 2 2020-04-07 06:00"),
    }
    assert [note.split(":")[0] for note in notes_of(reading)] == [
        "No sheet lists companies",
        "No sheet and no column says when people are free",
        "No column says who agreed to be lent",
    ]


def test_an_empty_cell_of_availability_or_consent_says_neither_free_nor_willing(tmp_path: Path) -> None:
    people = "worker,company,available from,available to,consent\nana,hotel,,,\n"
    (ana,) = read_sheets(folder(tmp_path, workers=people, demands=NEEDS)).scenario.workers
    assert (ana.availability, ana.consent) == ((), "offered")


def test_a_day_alone_is_a_whole_day_and_an_end_day_counts(tmp_path: Path) -> None:
    people = "worker,company,available from,available to\nana,hotel,2020-04-06,2020-04-10\n"
    free = "worker,date,from,to\nana,2020-04-20,,\nana,2020-04-21,22:00,06:00\n"
    (ana,) = read_sheets(folder(tmp_path, workers=people, demands=NEEDS, availability=free)).scenario.workers
    assert [(window.start, window.end) for window in ana.availability] == [
        (builders.at(6, "00:00"), builders.at(11, "00:00")),
        (builders.at(20, "00:00"), builders.at(21, "00:00")),
        (builders.at(21, "22:00"), builders.at(22, "06:00")),
    ]


def test_every_sheet_is_read(tmp_path: Path) -> None:
    read = read_sheets(
        folder(
            tmp_path,
            companies="id,sector,postal code,agreements\nhotel,i,20099,clinic\nclinic,Q,20249,\n",
            workers=PEOPLE,
            demands="demand,company,same person,priority\nward,clinic,yes,3\n",
            shifts="demand,shift,hours,date,break\nward,s1,06:00-14:00,6.4.2020,30\nward,s2,06:00-14:00,7.4.2020,30\n",
            availability="worker,hours\nana,2020-04-01 - 2020-04-30\n",
            home_shifts="worker,date,from,to,break\nana,2020-04-10,06:00,14:00,45\n",
            ledger='worker,date,hours\nana,2020-04-01,"7,5"\n',
            skills='skill,implies\ncare,help; "first aid":1\n',
            pairs="worker,demand,cost\nana,ward,7\n",
            pins="worker,shift,assigned\nana,s1,yes\n",
            settings='setting,value\ntime zone,Europe/Berlin\ntiers,"[[{""kind"": ""uncovered_hours""}]]"\n',
        )
    ).scenario
    ana, need = read.workers[0], read.demands[0]
    assert read.companies[0].location == sm.Location(lat=postal_codes()["20099"][0], lon=postal_codes()["20099"][1])
    assert (read.companies[0].agreements, read.companies[0].sector) == (("clinic",), "I")
    assert (need.same_worker, need.priority, [shift.id for shift in need.shifts]) == (True, 3, ["s1", "s2"])
    assert (list(ana.ledger.values()), ana.home_shifts[0].minutes) == ([7.5], 435)
    assert read.skills[0].implies == {"first aid": 1, "help": 0}
    assert read.pair_table == sm.PairTable(workers=("ana",), demands=("ward",), costs=(7,))
    assert (read.pins, len(read.tiers)) == ((sm.Pin(worker="ana", shift="s1"),), 1)


def test_no_word_means_two_things() -> None:
    for words in (SHEETS, SETTINGS, *(layout.words for layout in LAYOUTS.values())):
        said = [(plain(word), key) for key, listed in words.items() for word in (key, *listed.split(",")) if word]
        assert len({word for word, _ in said}) == len(set(said))


def test_all_quarters_and_codes_are_places(tmp_path: Path) -> None:
    assert (len(quarters()), len(postal_codes())) == (104, 10_738)
    rows = "".join(f"{n},h,{one.name.upper()},\n" for n, one in enumerate(quarters()))
    rows += "".join(f"c{code},h,,{code}\n" for code in postal_codes())
    homes = read_sheets(folder(tmp_path, workers=f"id,company,Stadtteil,PLZ\n{rows}", demands=NEEDS)).scenario.workers
    assert all(47 < one.home.lat < 55.1 and 5.8 < one.home.lon < 15.1 for one in homes if one.home)
    assert all(one.home for one in homes)


def test_homes_and_names_are_never_quoted_nor_what_is_near_to_them(tmp_path: Path) -> None:
    people = "worker,company,name,quarter,lat,lon\nana,hotel,=Anna,Eimsbütel,,\nben,hotel,Ben,,53x,10\n"
    people += "eve,hotel,Eve,,95.25,10.125\n"
    error = failure(folder(tmp_path, workers=people, demands=NEEDS))
    told = str(error) + json.dumps(error.to_dict()) + str(error.to_frame("polars").rows())
    assert error.count == 4
    assert not [word for word in ("Anna", "Eimsb", "53x", "95.25", "10.125") if word in told]
    assert {(p.cell.row, p.cell.column) for p in error.problems if p.cell} == {
        (2, "name"),
        (2, "quarter"),
        (3, "lat"),
        (4, "lat"),
    }


def test_problems_are_told_together_capped_and_as_a_table(tmp_path: Path) -> None:
    rows = "".join(f"w{n},hotel,care:9,soon\n" for n in range(80))
    error = failure(folder(tmp_path, workers="worker,company,skills,pay\n" + rows, demands=NEEDS))
    assert (error.count, len(error.problems)) == (80, 80)
    rows = "".join(f"w{n},hotel,care:9,soon\n" for n in range(300))
    error = failure(folder(tmp_path, workers="worker,company,skills,pay\n" + rows, demands=NEEDS))
    assert (error.count, len(error.problems)) == (300, 100)
    first = error.to_frame("pandas").iloc[0]
    assert (first["file"], first["row"], first["column"], first["value"]) == ("workers.csv", 2, "pay", "soon")
    assert error.to_dict()["problems"][0]["cell"]["row"] == 2


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_problems_without_a_cell_are_a_table_too(backend: str) -> None:
    with pytest.raises(sm.InputError) as error:
        sm.Scenario.model_validate({"workers": 3})
    assert len(error.value.to_frame(backend)) == 1


@pytest.mark.parametrize(
    ("sheets", "column", "row"),
    [
        ({"companies": "id\nclinic\n"}, "company", 2),
        ({"pins": "worker,shift\nana,none\n"}, "shift", 2),
        ({"pairs": "worker,shift\nana,none\n"}, "shift", 2),
        ({"skills": "id,implies\na,a\n"}, "implies", 2),
        ({"settings": "setting,value\ntimezone,Europe/Berln\n"}, "value", 2),
        ({"settings": 'setting,value\nrules,"[{""kind"": ""no""}]"\n'}, "value", 2),
        ({"home_shifts": "worker,date,from,to,break\nana,2020-04-06,06:00,07:00,90\n"}, None, 2),
        ({"ledger": "worker,date,hours\nana,2020-04-06,-1\n"}, "hours", 2),
    ],
)
def test_what_records_must_agree_on_is_told_at_the_cell(
    sheets: dict[str, str], column: str | None, row: int, tmp_path: Path
) -> None:
    error = failure(folder(tmp_path, workers=PEOPLE, demands=NEEDS, **sheets))
    found = [(p.cell.column, p.cell.row) for p in error.problems if p.cell]
    assert found[0] == (column, row)
    assert {name for name, _ in found} == {column}


def test_companies_that_differ_in_their_legal_form_alone_are_noted(tmp_path: Path) -> None:
    people = "worker,company\nana,Hotel Elbe\nben,hotel elbe GmbH & Co. KG\neve,Hotel Alster\nkim,Hotel Alster 2 AG\n"
    notes = notes_of(read_sheets(folder(tmp_path, workers=people, demands=NEEDS)))
    assert [note for note in notes if "is one meant?" in note] == [
        "'Hotel Elbe' and 'hotel elbe GmbH & Co. KG' are taken for 2 companies; is one meant?"
    ]


@pytest.mark.parametrize("german", [False, True])
@pytest.mark.parametrize("excel", [False, True])
def test_the_template_solves_as_it_is_and_shows_a_shortage(german: bool, excel: bool, tmp_path: Path) -> None:
    files = write_template(tmp_path, german=german, excel=excel)
    solution = sm.solve(sm.Scenario.load(files[0] if excel else tmp_path))
    assert (solution.status, len(solution.assignments)) == ("optimal", 11)
    assert {shortage.reason.rule for shortage in solution.shortages} >= {"skills"}
    with pytest.raises(sm.InputError, match="is not overwritten"):
        write_template(tmp_path, german=german, excel=excel)


def test_template_solve_and_verify_go_hand_in_hand(tmp_path: Path) -> None:
    def run(*words: object) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(word) for word in words])
        return result.exit_code, result.output

    book, plan = tmp_path / "new" / "staff.xlsx", tmp_path / "plan.json"
    assert run("template", book.parent, "--excel")[0] == 0
    code, output = run("solve", book, "--out", plan, "--sheets", tmp_path / "plan.xlsx", "--threads", 1)
    assert code == 0, output
    assert "Note: No sheet lists companies" in output
    assert (tmp_path / "plan.xlsx").exists()
    assert run("verify", book, plan)[0] == 0
    assert run("solve", book, "--out", tmp_path / "p.xlsx") == run("solve", book, "--out", tmp_path / "p.xlsx")
    code, output = run("solve", book, "--out", tmp_path / "p.xlsx")
    assert (code, "--sheets" in output) == (2, True)
