"""Levels by name, regulated skills and codes: taken in, refused, and carried through every format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import SkillMix, Skills
from tests.builders import allowed, company, demand, refused, scenario, shift, worker

SHIFT = shift("s", 6, "08:00-16:00")
NURSE = sm.Skill(
    id="nurse",
    regulated=True,
    codes={
        "kldb": "81302",
        "isco08": "2221",
        "esco": "http://data.europa.eu/esco/occupation/45a9e4ae-0b1c-4b3f-9b62-6ecd5a7ae2b4",
    },
)
COURSE = sm.Demand.training(
    "c", "school", {"German": "B2"}, [sm.TimeWindow(start=SHIFT.start, end=SHIFT.end)], seats=3, cents_per_person=990
)


def town(*skills: sm.Skill, **fields: Any) -> sm.Scenario:
    held = worker(skills={"German": "C2", "nurse": 6}, home=sm.Location(lat=53.5, lon=10.0))
    places = [company(name, location=sm.Location(lat=53.5, lon=10.0)) for name in ("lender", "borrower", "school")]
    wards = [demand("d", SHIFT, skills={"nurse": 6}), COURSE]
    return scenario([held], wards, [Skills()], places, skills=skills, **fields)


def test_levels_of_languages_have_names() -> None:
    levels = [worker(skills={"German": name}).skills["German"] for name in ("A1", "A2", "B1", "B2", "C1", "C2")]
    assert levels == [1, 2, 3, 4, 5, 6]
    assert town().workers[0].skills["German"] == 6
    assert COURSE.grants == {"German": 4}


@pytest.mark.parametrize("level", [0, 7, "b2", "D1", "3", True, 2.5])
def test_other_levels_are_refused(level: Any) -> None:
    with pytest.raises(sm.InputError):
        worker(skills={"German": level})


def test_level_6_is_above_level_5() -> None:
    whole = scenario([worker(skills={"x": 6})], [demand("d", SHIFT, skills={"x": 6})], [Skills()])
    allowed(whole, ("w", "s"))
    lower = scenario([worker(skills={"x": 5})], [demand("d", SHIFT, skills={"x": 6})], [Skills()])
    assert refused(lower, ("w", "s")) == "Worker 'w' has 'x' at level 5 but shift 's' asks for level 6."
    chef = sm.Skill(id="chef", implies={"cook": 5})
    allowed(
        scenario([worker(skills={"chef": 6})], [demand("d", SHIFT, skills={"cook": 1})], [Skills()], skills=[chef]),
        ("w", "s"),
    )


def test_a_crew_counts_level_6() -> None:
    mix = SkillMix(roles=[{"skill": "x", "level": 1}])
    nobody = scenario(
        [worker(skills={"y": 6})],
        [demand("d", SHIFT), demand("e", shift("t", 7, "08:00-09:00"), skills={"x": 1})],
        [mix],
    )
    assert "fills 0 of 1 place" in refused(nobody, ("w", "s"))


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ({"kldb": "813020"}, "malformed_code"),
        ({"isco08": "22-1"}, "malformed_code"),
        ({"esco": "nurse"}, "malformed_code"),
        ({"kldb": "８"}, "malformed_code"),
        ({"soc": "29-1141"}, "literal_error"),
        ({"kldb": 81302}, "string_type"),
    ],
)
def test_codes_that_are_none_are_refused(codes: Any, code: str) -> None:
    with pytest.raises(sm.InputError) as found:
        sm.Skill(id="nurse", codes=codes)
    (problem,) = found.value.problems
    assert problem.code == code
    assert problem.advice


def test_nothing_stands_in_for_a_regulated_skill() -> None:
    with pytest.raises(sm.InputError) as found:
        town(NURSE, sm.Skill(id="aide", implies={"nurse": 1}))
    (problem,) = found.value.problems
    assert (problem.code, problem.path, problem.ids) == (
        "regulated_skill_implied",
        "skills[1].implies.nurse",
        ("aide", "nurse"),
    )
    assert "Take 'nurse' out of what 'aide' implies" in str(problem.advice)


def test_a_regulated_skill_may_stand_in_for_others() -> None:
    town(sm.Skill(id="nurse", regulated=True, implies={"aide": 0}))


@pytest.mark.parametrize("suffix", [".json", ".xlsx", ".duckdb", ".parquet", ""])
def test_files_give_back_what_was_said(tmp_path: Path, suffix: str) -> None:
    said = town(NURSE)
    path = tmp_path / f"town{suffix}"
    if not suffix:
        path.mkdir()
    said.save(path)
    found = sm.Scenario.load(path)
    assert found.skills == said.skills
    assert found.demand("c") == said.demand("c")
    assert found.digest() == said.digest()


def test_frames_show_them() -> None:
    said = town(NURSE)
    (row,) = said.to_frame("skills", backend="pandas").to_dict("records")
    assert row == {"id": "nurse", "implies": None, "regulated": True, "codes": NURSE.codes}
    frames = {name: said.to_frame(name, backend="pandas") for name in ("companies", "workers", "demands", "shifts")}  # type: ignore[call-overload]
    assert sm.Scenario.from_frames(**frames, skills=said.skills, rules=said.rules).digest() == said.digest()


def test_sheets_read_levels_and_trainings(tmp_path: Path) -> None:
    (tmp_path / "Personal.csv").write_text(
        'Mitarbeiter;Firma;Fähigkeiten\nAnn;Hotel;"Deutsch B2; Pflege:3"\nBob;Hotel;"Führerschein C1; English (c2)"\n',
        encoding="utf-8",
    )
    (tmp_path / "Bedarf.csv").write_text(
        "Firma;Bezeichnung;Datum;von;bis;Personen;Fähigkeiten;Schulung in;Kosten pro Person\n"
        "Klinik;Station;08.04.2020;08:00;16:00;2;Pflege:1;;\n"
        "Schule;Kurs;06.04.2020;09:00;15:00;8;;Pflege:2;120\n",
        encoding="utf-8",
    )
    read = sm.Scenario.load(tmp_path)
    assert read.worker("Ann").skills == {"Deutsch": 4, "Pflege": 3}
    assert read.worker("Bob").skills == {"English": 6, "Führerschein C1": 1}
    (course,) = (one for one in read.demands if one.grants)
    assert (course.grants, course.cents_per_person, course.headcount) == ({"Pflege": 2}, 12_000, 8)
