"""Keys of filters: what is on a page is found by what it is about."""

from __future__ import annotations

from datetime import date

from staffmatch.reports.filters import Filters
from staffmatch.reports.gather import figures
from tests.reports.made import plan_of, ward_and_depot


def filters(listed: int = 500) -> Filters:
    return Filters(figures(plan_of(ward_and_depot())), listed)


def test_options_are_those_of_the_plan_by_name() -> None:
    found = filters()
    assert [name for _, name in found.sectors] == [
        "Health and social work",
        "Hotels and restaurants",
        "Sector not given",
    ]
    assert [day for day, _ in found.days] == [date(2020, 4, 6), date(2020, 4, 7)]
    assert [name for name, _ in found.companies] == ["depot", "Hotel Elbe", "Klinik Nord"]
    assert [name for name, _ in found.people] == ["ana Petersen", "cem Petersen"]


def test_a_pair_has_the_days_and_people_of_what_it_shares() -> None:
    found = filters()
    assert found.pair("Hotel Elbe", "Klinik Nord").split() == ["s1", "s0", "d0", "d1", "c1", "c2", "p0"]
    assert found.pair("Klinik Nord", "Hotel Elbe").split() == ["s0", "s1", "c2", "c1"]


def test_a_company_has_all_that_it_takes_part_in() -> None:
    found = filters()
    assert set(found.company("depot").split()) == {"s1", "s2", "d0", "c0", "c1", "p1"}
    assert found.day(date(2020, 4, 8)) == ""


def test_people_in_no_table_are_no_option() -> None:
    found = filters(listed=2)
    assert [name for name, _ in found.people] == ["ana Petersen"]
    assert found.person("cem Petersen") == ""


def test_an_assignment_has_what_it_is_about_itself_and_nothing_of_others() -> None:
    figured = figures(plan_of(ward_and_depot()))
    found = Filters(figured, 500)
    for stint in figured.stints:
        keys = found.stint(stint).split()
        assert [key[0] for key in keys if key[0] != "s"] == ["d", "c", "c", "p"]
        assert found.day(stint.start.date()) in keys
        assert found.person(stint.worker) in keys
