"""Who could help whom: partners both ways, the best first, people counted and not named, few kept from being told."""

from __future__ import annotations

import json

import pytest

import staffmatch as sm
from tests.builders import company, demand, scenario, shift, worker


def hand() -> sm.Scenario:
    """Hotel and clinic could help each other; the airport helps both; the farm is of no use to anybody."""
    companies = [
        sm.Company(id="hotel", name="Hotel Elbe", sector="I", clusters=["city"]),
        sm.Company(id="clinic", name="Klinik Nord", sector="Q", clusters=["city"]),
        company("airport", sector="H"),
        company("farm", sector="A"),
    ]
    people = [
        worker("ana", company="hotel", skills={"care": 1}, consent="offered").replace(name="Ana Silva"),
        worker("ben", company="clinic", skills={"cook": 1}),
        worker("cem", company="airport", skills={"care": 1, "cook": 1}),
        worker("dee", company="airport", skills={"care": 1}),
    ]
    needs = [
        demand(
            "ward", shift("m", 6, "06:00-14:00"), shift("t", 7, "06:00-14:00"), company="clinic", skills={"care": 1}
        ),
        demand("kitchen", shift("k", 6, "10:00-14:00"), company="hotel", skills={"cook": 1}),
    ]
    return scenario(people, needs, companies=companies)


def test_partners_both_ways_the_best_first() -> None:
    found = sm.partners(hand())
    rows = [
        (one.company, one.partner, one.lent and one.lent.minutes, one.borrowed and one.borrowed.minutes)
        for one in found
    ]
    assert rows == [
        ("airport", "clinic", 960, None),
        ("airport", "hotel", 240, None),
        ("clinic", "hotel", 240, 960),
        ("clinic", "airport", None, 960),
        ("hotel", "clinic", 960, 240),
        ("hotel", "airport", None, 240),
    ]
    assert found.rests_on == "recounted"
    best = found[2]
    assert (best.minutes, best.borrowed.people, best.borrowed.share) == (1200, 1, 1.0)
    assert best.message.text == (
        "clinic and hotel: lends up to 4 h, with 1 person to choose from (100 % of what is needed there) and borrows "
        "up to 16 h, with 1 person to choose from (100 % of what it needs)."
    )


def test_one_company_and_the_best_of_each() -> None:
    assert [one.partner for one in sm.partners(hand(), "clinic")] == ["hotel", "airport"]
    assert [one.partner for one in sm.partners(hand(), "clinic", 1)] == ["hotel"]
    assert len(sm.partners(hand(), "farm")) == 0
    assert "No two companies could help each other." in sm.partners(hand(), "farm").text


def test_a_frame_and_json_count_people_and_name_none() -> None:
    found = sm.partners(hand())
    frame = found.to_frame("pandas")
    assert list(frame["hours"]) == [16.0, 4.0, 20.0, 16.0, 20.0, 4.0]
    assert list(frame["rank"]) == [1, 2, 1, 2, 1, 2]
    for told in (json.dumps(found.to_dict()), found.text, frame.to_csv(), found._repr_html_(), repr(found)):
        assert not any(name in told for name in ("ana", "Ana", "Silva", "cem", "dee"))
    assert sm.Partners.model_validate(json.loads(json.dumps(found.model_dump(mode="json")))) == found
    assert "Klinik Nord" in found._repr_html_()


def town(hotels: int) -> sm.Scenario:
    """A clinic of a cluster, and hotels outside of it with a nurse and a kitchen each; a farm has a nurse as well."""
    outside = [f"hotel {n}" for n in range(hotels)]
    companies = [company("clinic", clusters=["health"], sector="Q"), company("farm", sector="A")]
    companies += [company(name, sector="I") for name in outside]
    people = [worker(f"of {name}", company=name, skills={"care": 1}) for name in (*outside, "farm")]
    people.append(worker("cook", company="clinic", skills={"cook": 1}))
    needs = [demand("ward", shift("m", 6, "06:00-14:00"), company="clinic", skills={"care": 1}, headcount=9)]
    needs += [
        demand(f"k {n}", shift(f"k{n}", 6 + n, "10:00-14:00"), company=n_, skills={"cook": 1})
        for n, n_ in enumerate(outside)
    ]
    return scenario(people, needs, companies=companies)


def test_companies_outside_of_a_cluster_are_counted_together() -> None:
    (row,) = sm.partners(town(3), cluster="health")
    assert (row.company, row.partner, row.section, row.companies) == ("clinic", None, "I", 3)
    assert (row.borrowed.minutes, row.borrowed.people) == (3 * 480, 3)
    assert row.lent.minutes == 3 * 240
    told = sm.partners(town(3), cluster="health")
    assert "hotel" not in json.dumps(told.to_dict())
    assert "3 other companies of section I" in told.text


def test_what_few_have_a_part_in_is_not_told() -> None:
    # Two hotels and the farm are counted together as others, and only the hotels want the cook.
    (row,) = sm.partners(town(2), cluster="health")
    assert (row.section, row.companies, row.lent) == (None, 3, None)
    assert row.borrowed.people == 3
    assert not sm.partners(town(1), cluster="health")
    assert len(sm.partners(town(1), cluster="health", fewest=1)) == 2
    # One of three hotels has somebody: it is not found out.
    everybody = town(3)
    alone = everybody.without(workers=["of hotel 1", "of hotel 2"])
    (row,) = sm.partners(alone, cluster="health")
    assert row.borrowed is None


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"company": "hotal"}, "unknown_company"),
        ({"company": "farm", "cluster": "city"}, "not_in_cluster"),
        ({"cluster": "town"}, "bad_option"),
        ({"k": 0}, "bad_option"),
        ({"fewest": True}, "bad_option"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, object], code: str) -> None:
    with pytest.raises(sm.InputError) as refused:
        sm.partners(hand(), **options)  # type: ignore[arg-type]
    assert [one.code for one in refused.value.problems] == [code]
