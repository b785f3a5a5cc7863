"""Calendars: read back by another reader, right over both changes of the clock, replaced by what comes later."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.domain.contacts import contact_at
from staffmatch.io.ical import save_calendars
from tests.builders import BERLIN, company, demand, scenario, shift, worker
from tests.reports.made import HOME, conflicting, made, plan_of, ward_and_depot
from tests.strategies import examples, scenarios

STAMP = datetime(2020, 4, 1, 12, 0, tzinfo=UTC)


def events(text: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def spans(text: str) -> set[tuple[datetime, datetime]]:
    return {(event["dtstart"].dt, event["dtend"].dt) for event in events(text)}


@examples(30)
@given(scenarios(default=True, pins=False))
def test_every_assignment_is_in_the_calendar_of_its_worker_and_every_crew_in_one_of_its_site(
    known: sm.Scenario,
) -> None:
    solution = sm.solve(known)
    moments = {one.id: (one.start, one.end) for need in known.demands for one in need.shifts}
    wanted: dict[str, set[tuple[datetime, datetime]]] = {}
    for one in solution.assignments:
        wanted.setdefault(one.worker, set()).add(moments[one.shift])
    assert {name: spans(text) for name, text in solution.calendars().items()} == wanted
    crews = [event for text in solution.calendars("site").values() for event in events(text)]
    (plan,) = solution.calendars("plan").values()
    taken = {one.shift for one in solution.assignments}
    assert len(crews) == len(events(plan)) == len(taken)
    assert spans(plan) == {moments[name] for name in taken}


def test_nights_of_both_clock_changes_are_as_long_as_they_are() -> None:
    nights = [shift("spring", 28, "22:00-06:00", month=3), shift("autumn", 24, "22:00-06:00", month=10)]
    known = scenario([worker()], [demand("d", *nights)], rules=[])
    text = made(known, ("w", "spring"), ("w", "autumn")).calendars()["w"]
    spring, autumn = events(text)
    assert spring["dtend"].dt - spring["dtstart"].dt == timedelta(hours=7)
    assert autumn["dtend"].dt - autumn["dtstart"].dt == timedelta(hours=9)
    for event in (spring, autumn):
        assert [event[name].dt.astimezone(BERLIN).hour for name in ("dtstart", "dtend")] == [22, 6]
    assert "DTSTART:20200328T210000Z\r\n" in text
    assert "DTSTART:20201024T200000Z\r\n" in text


def test_an_update_replaces_by_uid_and_what_is_gone_is_cancelled() -> None:
    known = ward_and_depot()
    earlier, later = made(known, ("ana", "mon"), ("ana", "tue")), made(known, ("ana", "mon"), ("ben", "tue"))
    before = {event["uid"]: event for event in events(earlier.calendars(stamp=STAMP)["ana"])}
    texts = later.calendars(former=earlier, stamp=STAMP + timedelta(hours=1))
    after = {event["uid"]: event for event in events(texts["ana"])}
    assert before.keys() == after.keys()
    assert [str(event["status"]) for event in after.values()] == ["CONFIRMED", "CANCELLED"]
    for uid, event in after.items():
        assert event["sequence"] > before[uid]["sequence"]
        assert event["dtstamp"].dt > before[uid]["dtstamp"].dt
    (ben,) = events(texts["ben"])
    assert ben["uid"] not in after


def test_somebody_who_has_nothing_left_still_gets_the_cancellations() -> None:
    known = ward_and_depot()
    texts = made(known).calendars(former=made(known, ("ana", "mon")))
    assert [str(event["status"]) for event in events(texts["ana"])] == ["CANCELLED"]


def test_a_shift_that_moves_keeps_its_uid() -> None:
    def uid(hours: str) -> str:
        known = scenario([worker()], [demand("d", shift("s", 6, hours))])
        (event,) = events(sm.solve(known).calendars()["w"])
        return str(event["uid"])

    assert uid("06:00-14:00") == uid("08:00-16:00")


def test_uids_differ_between_people_calendars_and_namespaces() -> None:
    solution = made(ward_and_depot(), ("ana", "mon"), ("ben", "mon"))
    texts = [*solution.calendars().values(), *solution.calendars("site").values()]
    texts += [*solution.calendars("plan").values(), *solution.calendars(namespace="May").values()]
    uids = [str(event["uid"]) for text in texts for event in events(text)]
    assert len(uids) == len(set(uids)) == 6


def test_with_a_stamp_the_text_is_the_same_on_every_run() -> None:
    solution = plan_of(ward_and_depot())
    assert solution.calendars(stamp=STAMP) == solution.calendars(stamp=STAMP)
    (first, *_) = events(solution.calendars(stamp=STAMP)["ana"])
    assert (first["dtstamp"].dt, first["sequence"]) == (STAMP, int(STAMP.timestamp()) // 60)
    with pytest.raises(sm.InputError, match="without an offset"):
        solution.calendars(stamp=datetime(2020, 4, 1))  # noqa: DTZ001


def test_a_site_reads_its_crew_and_nobody_reads_homes() -> None:
    solution = plan_of(ward_and_depot())
    sites = solution.calendars("site")
    assert sorted(sites) == ["depot", "ward"]
    (first, _) = events(sites["ward"])
    assert str(first["summary"]) == "Klinik Nord: care, 1 of 2"
    assert str(first["description"]) == "ana Petersen (Hotel Elbe)"
    assert first["geo"].to_ical() == "53.6;10.02"
    everything = "".join((*sites.values(), *solution.calendars().values(), *solution.calendars("plan").values()))
    assert str(HOME.lat) not in everything


def test_a_second_place_of_a_borrower_is_a_site_of_its_own() -> None:
    inside, outside = sm.Location(lat=53.5, lon=10, place="wing"), sm.Location(lat=53.51, lon=10)
    needs = [
        demand(name, shift(f"{name}1", 6, "06:00-14:00"), location=at)
        for name, at in zip("ab", (inside, outside), strict=True)
    ]
    known = scenario([worker("ana"), worker("ben")], needs, companies=[company("borrower", location=outside)])
    texts = made(known, ("ana", "a1"), ("ben", "b1")).calendars("site")
    assert sorted(texts) == ["borrower", "borrower, wing"]
    assert str(events(texts["borrower, wing"])[0]["location"]) == "wing"


@examples(100)
@given(
    name=st.text(max_size=60),
    identity=st.text(min_size=1, max_size=60).filter(lambda t: not any(ord(c) < 32 or ord(c) == 127 for c in t)),
)
def test_whatever_is_written_in_a_name_is_read_as_one_text(name: str, identity: str) -> None:
    needs = [demand(identity, shift("s", 6, "06:00-14:00"))]
    companies = [sm.Company(id="borrower", name=name)]
    known = scenario([worker(identity)], needs, companies=companies)
    text = made(known, (identity, "s")).calendars()[identity]
    (event,) = events(text)
    said = sm.messages.names_of(known).get(("company", "borrower"), "borrower")
    shown = "".join(sign if sign.isprintable() else " " for sign in f"{said}: {identity}")
    assert str(event["summary"]) == shown
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_files_have_names_that_every_system_takes(tmp_path: Path) -> None:
    names = ["ana", "ANA", "../ana", "con", "Jörg Öz", "?", "x" * 200]
    known = scenario([worker(name) for name in names], [demand("d", shift("s", 6, "06:00-14:00"), headcount=9)])
    paths = save_calendars(made(known, *((name, "s") for name in names)), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in paths)
    assert len({path.name.lower() for path in paths}) == len(names)
    assert {"ana.ics", "ANA_2.ics", "_con.ics", "Joerg_Oez.ics", "_.ics"} & {path.name for path in paths} >= {
        "_con.ics",
        "Joerg_Oez.ics",
        "_.ics",
    }
    assert all(path.parent == tmp_path for path in paths)
    assert b"\r\nEND:VEVENT\r\n" in paths[0].read_bytes()
    with pytest.raises(sm.InputError, match="cannot be written"):
        save_calendars(made(known, ("ana", "s")), tmp_path / "nowhere")


def test_what_can_not_be_told_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(sm.InputError, match="it has no plan"):
        conflicting(ward_and_depot()).calendars()
    with pytest.raises(sm.InputError, match="'worker', 'site', 'plan'"):
        plan_of(ward_and_depot()).calendars("team")  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(sm.StaffmatchError, match="staffmatch\\[ical\\]"):
        plan_of(ward_and_depot()).calendars()


def test_a_plan_without_assignments_is_an_empty_calendar() -> None:
    (text,) = made(ward_and_depot()).calendars("plan").values()
    assert events(text) == []
    assert made(ward_and_depot()).calendars() == {}


def test_whom_to_call_is_the_same_on_pages_and_in_calendars() -> None:
    # The demand says where to meet, its company whom to call.
    need = demand("d", shift("s", 6, "08:00-16:00")).replace(contact=sm.Contact(meeting_point="Gate 3"))
    scene = scenario([worker("ana")], [need])
    firms = [
        one.replace(contact=sm.Contact(name="Jo Reiher", phone="040 1", meeting_point="Porter"))
        if one.id == need.company
        else one
        for one in scene.companies
    ]
    solution = sm.solve(scene.replace(companies=firms))
    (event,) = events(solution.calendars()["ana"])
    assert "Jo Reiher, 040 1" in str(event["description"])
    assert str(event["location"]) == "Gate 3"
    assert contact_at(need, firms[[one.id for one in firms].index(need.company)]) == sm.Contact(
        name="Jo Reiher", phone="040 1", meeting_point="Gate 3"
    )
    assert contact_at(need.replace(contact=None), firms[0].replace(contact=None)) is None


def test_on_call_and_standby_are_told() -> None:
    need = demand("d", shift("work", 6, "08:00-16:00"), company="clinic").replace(name="Ward")
    shifts = (*need.shifts, shift("call", 7, "22:00-06:00").replace(duty="on_call"))
    shifts = (*shifts, shift("stand", 9, "22:00-06:00").replace(duty="standby"))
    known = scenario([worker()], [need.replace(shifts=shifts)], rules=[])
    plan = made(known, ("w", "work"), ("w", "call"), ("w", "stand"))
    for lang, *words in (("en", "on call", "standby"), ("de", "Bereitschaft", "Rufbereitschaft")):
        told = [str(event["summary"]) for event in events(plan.calendars(lang=lang)["w"])]
        assert told == ["clinic: Ward", *(f"clinic: Ward ({word})" for word in words)]
