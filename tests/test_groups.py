"""Groups of people are for rules and for whoever plans: no text for others, no repr and no log has them."""

from __future__ import annotations

import json
import logging
import zipfile
from pathlib import Path
from typing import Any

import pytest

import staffmatch as sm
from staffmatch import constraints as c
from staffmatch.explain.rules_in_force import rules_in_force
from staffmatch.io.sheets import read_sheets
from staffmatch.privacy import pseudonym
from staffmatch.reports.partners import partners_page
from tests.builders import demand, home_shift, scenario, shift, worker

GROUP, KEY = "Zq9Schutz", "a secret that is long enough"


def protected(*rules: Any) -> sm.Scenario:
    """One of two is in a group, for which a rule leaves too few hours for the shift, and has too many at home."""
    people = [worker("w1", groups=[GROUP, "other"], home_shifts=[home_shift(7, "06:00-14:00")]), worker("w2")]
    needs = [demand("d", shift("s", 6, "06:00-14:00"), headcount=2)]
    short = c.DailyHours(hours=6, group=GROUP, because=sm.LegalBasis(paragraph="§ 8 JArbSchG"))
    return scenario(people, needs, sm.DEFAULT_RULES).with_rules(*(rules or (short,)))


def test_the_rule_is_about_its_group_and_says_the_limit_alone_without_the_paragraph_that_names_it() -> None:
    known = protected()
    solution = sm.solve(known, threads=1)
    assert set(solution.plan) == {("w2", "s")}
    (broken,) = sm.verify(known, sm.Plan.of([("w1", "s"), ("w2", "s")])).violations
    assert broken.text == "Worker 'w1' is lent for 8 h on 2020-04-06 where 6 h are left of 6 h."
    assert "1 of 2 people has 8 h left on the day" in solution.shortages[0].reason.text
    said = [solution.shortages[0].reason.text, solution.explain(worker="w1", shift="s").text]
    assert not [text for text in said if "JArbSchG" in text]


def test_no_page_handout_calendar_map_or_table_of_a_plan_has_it(tmp_path: Path) -> None:
    known = protected()
    solution = sm.solve(known, threads=1)
    sm.handouts(solution, tmp_path / "handouts")
    partners_page(sm.partners(known), tmp_path / "partners.html")
    for name in ("plan.xlsx", "plan.html", "plan.geojson", "plan.ics"):
        solution.export(tmp_path / name)
    solution.export(tmp_path / "plan", format="csv")
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as book:
        held = [book.read(name) for name in book.namelist()]
    held += [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    held += [text.encode() for text in (sm.report(solution), sm.partners(known)._repr_html_())]
    held += [json.dumps(solution.to_geojson(homes="grid")).encode(), str(solution.calendars()).encode()]
    held += [solution.to_frame(table).to_csv().encode() for table in ("assignments", "shortages", "workers", "tiers")]
    assert len(held) > 12
    assert not [text for text in held if GROUP.encode() in text]


def test_no_sentence_repr_or_log_has_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    known = protected()
    solution = sm.solve(known, threads=1)
    told = [solution.explain(shift="s"), solution.explain(worker="w1"), solution.explain(worker="w1", shift="s")]
    told += [solution.sensitivity(by="rule")]
    held = [json.dumps(one.to_dict()) for one in told]
    held += [repr(one) for one in (known, sm.inspect(known), known.workers[0], *known.rules, solution, *told)]
    held += [one.text for one in known.preexisting_violations()]
    said = [one.message.text for one in rules_in_force(known)]
    assert "at most 6 h on a day, never more on a day than a person's own limit, for some people" in said
    held += said
    held += [known.to_mps(), known.to_lp(), solution.canonical_json(), caplog.text, str(sm.oddities(known))]
    assert known.preexisting_violations()
    assert not [text for text in held if GROUP in text]


def test_pseudonyms_keep_the_groups_that_rules_name_under_other_names() -> None:
    known = protected()
    masked = known.pseudonymise(KEY, homes="keep")
    text = masked.model_dump_json()
    assert GROUP not in text
    assert '"other"' not in text
    assert "JArbSchG" not in text
    (group,) = next(one.groups for one in masked.workers if one.groups)
    assert group.startswith("g-")
    assert [rule.group for rule in masked.rules if isinstance(rule, c.DailyHours)] == [None, group]
    solution = sm.solve(masked, threads=1)
    back = known.restore(solution, KEY)
    assert set(back.plan) == {("w2", "s")}
    assert sm.verify(known, back).ok
    assert pseudonym(KEY, "workers", "w2") in {worker for worker, _ in solution.plan}


def test_without_a_rule_about_them_no_group_is_left() -> None:
    masked = protected(c.DailyHours(hours=6)).pseudonymise(KEY)
    assert not [one for one in masked.workers if one.groups]


@pytest.mark.parametrize("form", ["json", "xlsx", "csv", "parquet", "duckdb"])
def test_every_format_carries_groups_and_certificates_and_back(form: str, tmp_path: Path) -> None:
    held = [{"id": "fork; lift"}, {"id": "valid until then", "until": "2020-12-31"}, {"id": "Masern (bis 2021)"}]
    known = protected()
    people = [known.workers[0].replace(certificates=held), known.workers[1]]
    needs = [known.demands[0].replace(certificates=["valid until then", "measles, mumps"])]
    known = known.replace(workers=people, demands=needs)
    path = tmp_path / (f"s.{form}" if form in ("json", "xlsx", "duckdb") else "s")
    known.save(path, format=form)
    again = sm.Scenario.load(path)
    assert again.model_dump_json() == known.model_dump_json()
    assert again.digest() == known.digest()


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_frames_carry_them_and_back(backend: Any) -> None:
    held = [{"id": "forklift", "until": "2020-12-31"}, {"id": "measles"}]
    known = protected()
    known = known.replace(workers=[known.workers[0].replace(certificates=held), known.workers[1]],
                          demands=[known.demands[0].replace(certificates=["measles"])])  # fmt: skip
    frames: Any = {
        name: known.to_frame(name, backend=backend) for name in ("companies", "workers", "demands", "shifts")
    }
    again = sm.Scenario.from_frames(**frames, rules=known.rules)
    assert [one.certificates for one in again.workers] == [one.certificates for one in known.workers]
    assert [one.groups for one in again.workers] == [(GROUP, "other"), ()]
    assert again.demands[0].certificates == ("measles",)


def test_sheets_in_german_say_certificates_and_groups(tmp_path: Path) -> None:
    people = (
        "Nr;Firma;Nachweise;Gruppen\n"
        "w;a;Staplerschein bis 31.12.2020, Masern;Jugend\n"
        'v;a;"Stapler (gültig bis 1.5.2020)";\n'
        "u;a;-;\n"
    )
    (tmp_path / "Mitarbeiter.csv").write_text(people, encoding="utf-8")
    (tmp_path / "Bedarf.csv").write_text(
        "Auftrag;Firma;Nachweise;Datum;von;bis\nd;b;Masern, Staplerschein;06.04.2020;06:00;14:00\n", encoding="utf-8"
    )
    found = read_sheets(tmp_path)
    known, notes = found.scenario, [note.text for note in found.notes]
    assert [[(one.id, str(one.until)) for one in person.certificates] for person in known.workers] == [
        [("Staplerschein", "2020-12-31"), ("Masern", "None")],
        [("Stapler", "2020-05-01")],
        [],
    ]
    assert [one.groups for one in known.workers] == [("Jugend",), (), ()]
    assert known.demands[0].certificates == ("Masern", "Staplerschein")
    assert [note for note in notes if "nothing that is handed on has it" in note]
    assert not [note for note in notes if "Jugend" in note]


def test_a_day_that_is_none_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "workers.csv").write_text("id,company,certificates\nw,a,forklift until soon\n", encoding="utf-8")
    (tmp_path / "demands.csv").write_text("id,company,date,from,to\nd,b,2020-04-06,06:00,14:00\n", encoding="utf-8")
    with pytest.raises(sm.InputError, match="'soon' is no date"):
        read_sheets(tmp_path)
