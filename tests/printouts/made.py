"""A plan to hand on: two companies lend to a hospital, which wants more people than there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import staffmatch as sm
from tests import builders

HOME = sm.Location(lat=53.612345, lon=9.876543)
PAY = 1777


def town(**changes: Any) -> sm.Scenario:
    """Ana (hotel) and Cem (bar) may work; Ben (hotel) has not answered; nobody drives."""
    people = [
        _person("ana", "hotel", "Ana Silva", phone="0151 1"),
        _person("ben", "hotel", "Ben Ott", phone="0151 2", consent="offered"),
        _person("cem", "bar", "Cem Aydın", phone="0151 3"),
    ]
    desk = sm.Contact(name="Frau Kern", phone="040 11", email="kern@hotel.example", remark="Mondays only")
    ward = sm.Contact(name="Schwester Ilse", phone="040 22", meeting_point="Gate 2", remark="Bring white shoes")
    firms = [
        sm.Company(id="hotel", name="Hotel Elbe", contact=desk, agreements=("clinic",)),
        sm.Company(id="bar", name="Bar Süd"),
        sm.Company(id="clinic", name="Klinik Nord", contact=sm.Contact(name="Herr Abel", meeting_point="Main door")),
    ]
    night, wed, thu = (
        builders.shift("w4-mon", 6, "22:00-06:00", pause=30),
        builders.shift("lab-wed", 8, "08:00-16:00"),
        builders.shift("lab-thu", 9, "08:00-16:00"),
    )
    nurses: dict[str, Any] = {"skills": {"care": 2}, "headcount": 2, "priority": 2}
    drivers: dict[str, Any] = {"skills": {"driver": 1}}
    needs = [
        builders.demand("w4", night, company="clinic", contact=ward, **nurses).replace(name="Ward 4"),
        builders.demand("lab", wed, thu, company="clinic", headcount=3).replace(name="Lab"),
        builders.demand("tour", builders.shift("tour-fri", 10, "08:00-12:00"), company="clinic", **drivers),
    ]
    return builders.scenario(people, needs, companies=firms).replace(**changes)


def _person(name: str, company: str, called: str, phone: str, **fields: Any) -> sm.Worker:
    about: dict[str, Any] = {"skills": {"care": 2}, "home": HOME, "pay_cents_per_hour": PAY} | fields
    return builders.worker(name, company=company, contact=sm.Contact(phone=phone), **about).replace(name=called)


def hostile(texts: Sequence[str]) -> sm.Scenario:
    """Somebody by each name, all on one shift; the last is the companies' and the demand's, and all contacts'."""
    said = sm.Contact(**dict.fromkeys(("name", "phone", "email", "meeting_point", "remark"), texts[-1]))
    people = [builders.worker(f"w{place}").replace(name=text, contact=said) for place, text in enumerate(texts)]
    need = builders.demand("need", builders.shift("mon", 6, "08:00-12:00"), headcount=len(texts) + 1)
    firms = [sm.Company(id=name, name=texts[-1], contact=said) for name in ("lender", "borrower")]
    return builders.scenario(people, [need.replace(name=texts[-1], contact=said)], companies=firms)
