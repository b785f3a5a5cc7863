"""Names and contacts are shown to those who ask for a plan, and to nobody else."""

from __future__ import annotations

import json
import logging
import pickle
from pathlib import Path
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.io.sheets import read_sheets
from tests.builders import company, demand, scenario, shift, window, worker

MARK = "Xq7Marker"
REACHED = sm.Contact(name=MARK, phone=MARK, email=MARK, meeting_point=MARK, remark=MARK)


def marked() -> sm.Scenario:
    people = [
        worker(f"w{n}", availability=[window(6, "05:00-23:00")], skills={"care": n}).replace(name=MARK, contact=REACHED)
        for n in (1, 2)
    ]
    needs = [demand("d", shift("s", 6, "06:00-14:00"), skills={"care": 2}, headcount=2)]
    companies = [company(name).replace(name=MARK, contact=REACHED) for name in ("lender", "borrower")]
    return scenario(people, [needs[0].replace(name=MARK, contact=REACHED)], companies=companies)


@pytest.mark.parametrize("columns", [False, True])
def test_no_repr_log_event_or_error_has_them(columns: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    known = marked()
    if columns:
        known.save(tmp_path / "s", format="parquet")
        known = sm.Scenario.load(tmp_path / "s")
    caplog.set_level(logging.DEBUG)
    events: list[Any] = []
    solution = sm.solve(known, threads=1, on_event=events.append)
    why = solution.explain(shift="s")
    held = [repr(known), repr(known.workers[0]), repr(known.companies[0]), repr(known.demands[0]), repr(REACHED)]
    held += [str(REACHED), repr(solution), *map(repr, events), caplog.text, solution.model_dump_json(), repr(why)]
    held += [json.dumps(why.to_dict()), known.digest(), repr(sm.inspect(known)), repr(sm.verify(known, solution))]
    assert not [text for text in held if MARK in text]
    assert solution.status == "optimal"


def test_no_map_has_contacts_or_names_of_people() -> None:
    known = marked()
    known = known.replace(companies=[one.replace(name="Firm") for one in known.companies])
    known = known.replace(demands=[one.replace(name="Ward") for one in known.demands])
    text = json.dumps(sm.solve(known, threads=1).to_geojson(homes="quarter"))
    assert MARK not in text
    assert '"demand_name": "Ward"' in text


def test_pseudonyms_have_none() -> None:
    bare = marked().pseudonymise("a secret that is long enough")
    assert not [one for one in (*bare.companies, *bare.workers, *bare.demands) if one.contact]
    every = marked().pseudonymise("a secret that is long enough", of=("workers", "companies"))
    assert MARK not in every.model_dump_json()


BAD = MARK * 300
BROKEN: list[dict[str, Any]] = [
    {"name": 1, "contact": {"phone": BAD}},
    {"contact": {"phone": MARK, "fax": MARK}},
    {"contact": MARK},
    {"contact": {"phone": [MARK]}},
    {"name": [MARK]},
]


@pytest.mark.parametrize("fields", BROKEN)
@pytest.mark.parametrize("kind", [sm.Company, sm.Worker, sm.Demand])
def test_no_refusal_quotes_them(kind: Any, fields: dict[str, Any]) -> None:
    times = {"start": "2020-04-06T06:00Z", "end": "2020-04-06T14:00Z"}
    rest = {sm.Company: {}, sm.Worker: {"company": "a"}, sm.Demand: {"company": "a", "shifts": [{"id": "s", **times}]}}
    with pytest.raises(sm.InputError) as error:
        kind(id="a", **rest[kind], **fields)
    assert MARK not in str(error.value) + json.dumps(error.value.to_dict()) + repr(error.value.problems)


@pytest.mark.parametrize("sheet", ["companies", "workers", "demands"])
@pytest.mark.parametrize("column", ["name", "contact_name", "Telefon", "E-Mail", "Treffpunkt", "Hinweis"])
def test_no_cell_of_theirs_is_quoted(sheet: str, column: str, tmp_path: Path) -> None:
    tables = {
        "companies": "id;{};sector\na;{};QQ\n",
        "workers": "id;company;{};max_hours\nw;a;{};many\n",
        "demands": "id;company;{};date;from;to\nd;a;{};2020-04-06;06:00;26:00\n",
    }
    for name, text in tables.items():
        title, cell = (column, BAD) if name == sheet else ("#", "")
        (tmp_path / f"{name}.csv").write_text(text.format(title, cell), encoding="utf-8")
    with pytest.raises(sm.InputError) as error:
        read_sheets(tmp_path)
    assert MARK not in str(error.value) + json.dumps(error.value.to_dict())


def test_a_frame_with_a_number_for_a_telephone_is_refused_unquoted() -> None:
    frames = {name: marked().to_frame(name, backend="polars") for name in ("companies", "workers", "demands", "shifts")}
    frames["workers"] = frames["workers"].with_columns(contact_phone=4917200000)
    with pytest.raises(sm.InputError) as error:
        sm.Scenario.from_frames(**frames)
    assert "contact.phone" in str(error.value)
    assert MARK not in str(error.value)
    assert "4917200000" not in str(error.value)


@pytest.mark.parametrize("form", ["json", "xlsx", "csv", "parquet", "duckdb"])
def test_every_format_carries_them_and_back(form: str, tmp_path: Path) -> None:
    known = marked()
    path = tmp_path / (f"s.{form}" if form in ("json", "xlsx", "duckdb") else "s")
    known.save(path, format=form)
    assert sm.Scenario.load(path).model_dump_json() == known.model_dump_json()


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_frames_carry_them_and_back(backend: Any) -> None:
    known = marked().adding(workers=[worker("w3").replace(contact=sm.Contact(phone="040 1"))])
    names: Any = ("companies", "workers", "demands", "shifts")
    frames = {name: known.to_frame(name, backend=backend) for name in names}
    again = sm.Scenario.from_frames(**frames)
    assert [one.contact for one in again.workers] == [one.contact for one in known.workers]
    assert again.companies[0].contact == again.demands[0].contact == REACHED


def test_a_notebook_names_people_and_a_file_does_not() -> None:
    known = marked()
    solution = sm.solve(known, threads=1)
    after = solution.replan(known.without(workers=["w2"]))
    for answer in (solution.explain(shift="s"), after.diff(solution)):
        assert MARK in answer._repr_html_()
        assert MARK not in repr(answer) + json.dumps(answer.to_dict()) + answer.model_dump_json()
        assert pickle.loads(pickle.dumps(answer)) == answer  # noqa: S301 - our own
    assert MARK.encode() not in pickle.dumps(after.diff(solution))
    out_of_reach = known.replace(demands=[known.demands[0].replace(skills={"care": 5})])
    assert MARK in sm.inspect(out_of_reach)._repr_html_()
