"""What a user says: strict where silence would cost, and every problem named."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch.constraints import Pins
from staffmatch.errors import MAX_PROBLEMS
from staffmatch.records.bases import Rule
from tests import builders, strategies
from tests.strategies import examples

BERLIN = ZoneInfo("Europe/Berlin")


def codes(error: pytest.ExceptionInfo[sm.InputError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def refused(make: Any, **fields: Any) -> list[str]:
    with pytest.raises(sm.InputError) as error:
        make(**fields)
    return codes(error)


def window(start: Any, end: Any = "2020-04-06T14:00+02:00") -> dict[str, Any]:
    return {"start": start, "end": end}


@given(strategies.scenarios())
@examples(100)
def test_json_round_trips_exactly_and_both_ways_of_validation_agree(scenario: sm.Scenario) -> None:
    text = scenario.model_dump_json()
    read = sm.Scenario.model_validate_json(text)
    assert read == scenario
    assert read.model_dump_json() == text
    assert sm.Scenario.model_validate(json.loads(text)) == scenario
    assert read.digest() == scenario.digest()


def test_json_schema_names_every_rule_term_and_travel_model() -> None:
    text = json.dumps(sm.Scenario.model_json_schema())
    for kind in ("min_secondment", "uncovered_hours", "transit", "availability"):
        assert kind in text


def keys(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from keys(inner)


@pytest.mark.parametrize("model", [sm.Scenario, sm.Solution])
def test_json_schema_speaks_its_own_language(model: Any) -> None:
    schema = model.model_json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"ge", "gt", "le", "lt"}.isdisjoint(keys(schema))
    assert {"minimum", "maximum"} <= set(keys(schema))
    assert not [name for name in schema["$defs"] if "__" in name]


def test_json_schema_limits_hold_wherever_a_type_is_used() -> None:
    definitions = sm.Scenario.model_json_schema()["$defs"]
    assert definitions["Location"]["properties"]["lat"] | {"title": ""} == {
        "type": "number",
        "minimum": -90,
        "maximum": 90,
        "title": "",
    }
    assert definitions["Transit"]["properties"]["walk_kmh"]["exclusiveMinimum"] == 0
    assert {"Consent", "ConsentRule"} <= definitions.keys()


BAD = [
    {"schema_version": 2},
    {"rules": [{}]},
    {"rules": [{"kind": "nope"}]},
    {"rules": [{"kind": "daily_rest", "hours": 99}]},
    {"workers": [{"id": "w"}]},
    {"workers": [{"id": "w", "company": "c", "max_hours": -1}]},
    {"companies": [{"id": "c", "location": {"lat": 91, "lon": 0}}]},
    {"unheard": 1},
]


def test_json_schema_takes_the_demo_and_refuses_bad_records() -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    schema = sm.Scenario.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(json.loads(sm.hamburg.scenario("small", seed=1).model_dump_json()))
    for fields in BAD:
        assert not validator.is_valid(fields)
        assert refused(sm.Scenario, **fields) != []


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_numbers_must_be_finite(number: float) -> None:
    assert refused(sm.Location, lat=number, lon=10.0) == ["finite_number"]


@pytest.mark.parametrize("value", ["3", True, 2.0, None])
def test_counts_refuse_strings_booleans_and_fractions(value: Any) -> None:
    assert refused(builders.demand, name="d", headcount=value) != []


def test_numpy_numbers_are_welcome() -> None:
    assert (
        builders.worker("w", pay_cents_per_hour=np.int64(1500), max_commute_km=np.float32(8)).pay_cents_per_hour == 1500
    )


@pytest.mark.parametrize("number", [10**400, 10**5000], ids=["400", "5000"])
def test_endless_integers_are_refused(number: int) -> None:
    assert refused(sm.Location, lat=number, lon=10.0) == ["finite_number"]
    assert "less_than_equal" in refused(builders.demand, name="d", headcount=number)


@pytest.mark.parametrize("value", [True, np.True_, "8", [8]])
def test_hours_are_numbers(value: Any) -> None:
    assert refused(builders.worker, max_hours=value) == ["float_type"]


@pytest.mark.parametrize("hours", [1e-9, 0.001, 7.99])
def test_hours_are_whole_minutes(hours: float) -> None:
    assert refused(builders.worker, max_hours=hours) == ["not_whole_minutes"]


@pytest.mark.parametrize("value", ["no", 0.0, 1, None])
def test_yes_and_no_are_booleans(value: Any) -> None:
    assert refused(builders.demand, name="d", same_worker=value)[-1] == "bool_type"
    assert refused(sm.Pin, worker="w", shift="s", assigned=value) == ["bool_type"]
    assert sm.Pin(worker="w", shift="s", assigned=np.False_).assigned is False


@pytest.mark.parametrize("version", [True, 1.0, "1", 2])
def test_the_version_of_the_format_is_the_integer_1(version: Any) -> None:
    assert refused(sm.Scenario, schema_version=version) != []


def test_numpy_integers_count_stations() -> None:
    from staffmatch.domain.travel import Transit

    stop = {"id": "a", "at": {"lat": 53.5, "lon": 10.0}}
    assert Transit(stations=[stop], lines=[], nearest=np.int64(3)).nearest == 3


def test_negative_headcount_is_refused() -> None:
    day = builders.shift("s", 6, "06:00-14:00")
    assert refused(sm.Demand, id="d", company="c", headcount=-1, shifts=[day]) == ["greater_than_equal"]


def test_naive_times_are_refused_with_advice() -> None:
    with pytest.raises(sm.InputError, match="offset from UTC"):
        sm.TimeWindow(**window("2020-04-06T06:00"))


def test_a_local_time_that_the_clock_skips_is_refused() -> None:
    skipped = datetime(2020, 3, 29, 2, 30, tzinfo=BERLIN)
    assert refused(sm.TimeWindow, **window(skipped)) == ["nonexistent_time"]


def test_an_ambiguous_time_is_told_apart_by_its_fold() -> None:
    first, second = (datetime(2020, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold) for fold in (0, 1))
    span = sm.TimeWindow(start=first, end=second)
    assert (span.end - span.start).total_seconds() == 3600
    assert span.start == datetime(2020, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("clock", ["2020-04-06", "tomorrow", 0, 1586152800, "2020-04-06T06:00:30+02:00"])
def test_what_is_no_minute_of_a_day_is_refused(clock: Any) -> None:
    assert refused(sm.TimeWindow, **window(clock)) != []


@pytest.mark.parametrize("year", ["0001", "1899", "2201", "9999"])
def test_years_that_no_roster_has_are_refused(year: str) -> None:
    assert (
        refused(sm.TimeWindow, **window(f"{year}-12-31T23:00-05:00", f"{year}-12-31T23:30-05:00"))
        == ["year_out_of_range"] * 2
    )
    assert refused(builders.worker, ledger={f"{year}-01-01": 8.0}) == ["year_out_of_range"]


@pytest.mark.parametrize("day", ["1577836800", "yesterday", "2020-04-31"])
def test_days_of_a_ledger_are_dates(day: str) -> None:
    assert refused(builders.worker, ledger={day: 8.0}) != []


def test_windows_run_forward() -> None:
    assert refused(sm.TimeWindow, **window("2020-04-06T15:00+02:00")) == ["empty_window"]


def test_night_shifts_over_the_changes_of_the_clock_have_7_and_9_hours() -> None:
    spring = sm.Shift(id="s", start="2020-03-28T22:00+01:00", end="2020-03-29T06:00+02:00")
    autumn = sm.Shift(id="a", start="2020-10-24T22:00+02:00", end="2020-10-25T06:00+01:00")
    assert (spring.minutes, autumn.minutes) == (420, 540)


def test_unknown_fields_are_refused_by_name() -> None:
    with pytest.raises(sm.InputError, match="skils"):
        sm.Worker(id="w", company="c", skils={"care": 1})


def test_homes_and_names_are_in_no_repr_and_no_error() -> None:
    person = sm.Worker(id="w", company="c", name="Ada Byron", home=sm.Location(lat=53.1234, lon=9.9876))
    assert "Ada" not in repr(person)
    assert "53.1234" not in repr(person)
    with pytest.raises(sm.InputError) as error:
        sm.Worker(id="w", company="c", home={"lat": 153.1234, "lon": 9.9})
    assert "153.1234" not in str(error.value)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (sm.Location, {"lat": 153.1234, "lon": 253.1234}),
        (sm.Worker, {"id": "w", "company": "c", "street": "Elbchaussee 153.1234"}),
        (sm.Worker, {"id": "w", "company": "c", "name": 153.1234}),
    ],
)
def test_no_error_quotes_a_place_a_name_or_an_unknown_field(model: Any, fields: Any) -> None:
    with pytest.raises(sm.InputError) as error:
        model(**fields)
    assert "53.1234" not in str(error.value) + str(error.value.to_dict())


def test_everything_is_frozen() -> None:
    with pytest.raises(Exception, match="frozen"):
        builders.worker("w").id = "v"  # type: ignore[misc]


def test_replace_validates() -> None:
    assert refused(builders.worker("w").replace, pay_cents_per_hour=-1) == ["greater_than_equal"]


def test_all_problems_are_reported_together() -> None:
    day = builders.shift("s", 6, "06:00-14:00")
    with pytest.raises(sm.InputError) as error:
        sm.Scenario(
            companies=[builders.company("a"), builders.company("a")],
            workers=[builders.worker("w", company="nobody"), builders.worker("w", company="a")],
            demands=[builders.demand("d", day, company="a"), builders.demand("e", day, company="a")],
            skills=[sm.Skill(id="x", implies={"y": 0}), sm.Skill(id="y", implies={"x": 1})],
            pins=[sm.Pin(worker="w", shift="s"), sm.Pin(worker="w", shift="s", assigned=False)],
            timezone="Mars/Base",
        )
    assert sorted(set(codes(error))) == [
        "contradictory_pins",
        "duplicate_id",
        "skill_cycle",
        "unknown_company",
        "unknown_timezone",
    ]
    assert codes(error).count("duplicate_id") == 3
    for problem in error.value.problems:
        assert problem.advice
        assert problem.path
        assert problem.to_dict()["code"] == problem.code


def test_pins_that_no_rule_keeps_are_not_ignored_without_a_word() -> None:
    class Fixed(sm.Rule):
        """A rule of a user's own that looks at pins."""

        kind: Literal["fixed"] = "fixed"
        keeps_pins: ClassVar[bool] = True

    need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"))
    pins = [sm.Pin(worker="w", shift="s")]
    with pytest.raises(sm.InputError) as error:
        builders.scenario([builders.worker("w")], [need], rules=[], pins=pins)
    (problem,) = error.value.problems
    assert (problem.code, problem.path, problem.ids) == ("missing_rule", "pins", ("pins",))
    assert "1 pin would be ignored" in problem.text
    assert "drop the pins" in problem.advice
    for rule in (Pins(), Fixed()):
        assert builders.scenario([builders.worker("w")], [need], rules=[rule], pins=pins).pins


def test_a_near_miss_is_suggested() -> None:
    with pytest.raises(sm.InputError, match="Did you mean 'hotel'"):
        sm.Scenario(companies=[builders.company("hotel")], workers=[builders.worker("w", company="hotle")])


def test_at_most_a_hundred_problems_and_a_count() -> None:
    with pytest.raises(sm.InputError) as error:
        sm.Scenario(companies=[builders.company("a")] * 251)
    assert len(error.value.problems) == MAX_PROBLEMS
    assert error.value.count == 250
    assert "150 more" in str(error.value)


@pytest.mark.parametrize("again", [copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])  # noqa: S301
def test_errors_survive_a_process_boundary(again: Any) -> None:
    with pytest.raises(sm.InputError) as error:
        sm.Scenario(companies=[builders.company("a")] * 251)
    back = again(error.value)
    assert (str(back), back.problems, back.count) == (str(error.value), error.value.problems, 250)
    for kind in (sm.StaffmatchError, sm.LimitError, sm.UnsupportedRule, sm.InternalError):
        assert str(again(kind("why"))) == "why"


def test_what_is_wrong_within_a_list_does_not_make_the_list_too_short() -> None:
    assert refused(sm.Scenario, tiers=[[{"kind": "nope"}]]) == ["unknown_kind"]
    assert refused(sm.Scenario, tiers=[[]]) == ["too_short"]
    assert refused(sm.Scenario, tiers=[]) == ["too_short"]
    shift = {"id": "s", "start": "2020-04-06T06:00Z", "end": "soon"}
    assert refused(sm.Demand, id="d", company="c", shifts=[shift]) == ["not_a_time"]


def test_the_order_of_keys_does_not_change_the_digest() -> None:
    def made(order: int) -> sm.Scenario:
        skills, ledger = [("cook", 2), ("care", 1)][::order], [("2020-04-02", 8.0), ("2020-04-01", 7.5)][::order]
        need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"), skills=dict(skills))
        known = [sm.Skill(id="chef", implies=dict(skills))]
        return builders.scenario([builders.worker(skills=dict(skills), ledger=dict(ledger))], [need], skills=known)

    assert made(1).digest() == made(-1).digest()
    assert made(1).model_dump_json() == made(-1).model_dump_json()


def test_a_missing_zone_database_is_told_from_a_wrong_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(sm.InputError, match="Did you mean 'Europe/Berlin'"):
        sm.Scenario(timezone="Europe/Berlyn")
    monkeypatch.setattr("staffmatch.domain.validation.available_timezones", set)
    with pytest.raises(sm.InputError, match="pip install tzdata"):
        sm.Scenario(timezone="Europe/Nowhere")


@pytest.mark.parametrize("name", ["posixrules", "Factory", "localtime", "right/Europe/Berlin", "posix/Europe/Berlin"])
def test_a_file_of_the_zone_database_that_is_no_zone_is_refused(name: str) -> None:
    assert refused(sm.Scenario, timezone=name) == ["unknown_timezone"]


def test_a_skill_that_implies_itself_is_a_cycle() -> None:
    assert refused(sm.Scenario, skills=[sm.Skill(id="x", implies={"x": 1})]) == ["skill_cycle"]


def test_pair_tables_have_columns_of_one_length_and_one_target() -> None:
    assert refused(sm.PairTable, workers=["a"], shifts=["s", "t"]) == ["ragged_pair_table"]
    assert refused(sm.PairTable, workers=["a"]) == ["pair_table_target"]


def test_a_pair_is_listed_once() -> None:
    listed = sm.PairTable(workers=["w", "w"], shifts=["s", "s"])
    people, needs = [builders.worker("w")], [builders.demand("d", builders.shift("s", 6, "06:00-14:00"))]
    assert refused(builders.scenario, workers=people, demands=needs, pair_table=listed) == ["duplicate_pair"]


@pytest.mark.parametrize("target", ["shifts", "demands"])
def test_each_row_that_repeats_a_pair_is_told_with_the_first_of_them(target: str) -> None:
    people, needs = ("w", "x", "w", "x", "w", "w"), ("d", "d", "d", "d", "e", "d")
    records = [builders.demand(name, builders.shift(name, 6, "06:00-14:00")) for name in "de"]
    with pytest.raises(sm.InputError) as caught:
        builders.scenario(
            [builders.worker("w"), builders.worker("x")],
            records,
            pair_table=sm.PairTable.model_validate({"workers": people, target: needs}),
        )
    assert [(found.path, found.text, found.ids) for found in caught.value.problems] == [
        (f"pair_table[{row}]", f"rows {first} and {row} (counting from 0) are about the same pair.", (who, "d"))
        for row, first, who in ((2, 0, "w"), (3, 1, "x"), (5, 0, "w"))
    ]


def test_a_matrix_has_to_know_every_place() -> None:
    from staffmatch.domain.travel import Matrix

    there = sm.Location(lat=53.5, lon=10.0, place="there")
    people, needs = [builders.worker("w", home=there)], [builders.demand("d", builders.shift("s", 6, "06:00-14:00"))]
    travel = Matrix(names=["here"], table=[[0]])
    assert refused(builders.scenario, workers=people, demands=needs, travel=travel) == ["unknown_place"]


def test_a_term_names_the_rule_it_needs() -> None:
    tiers = [[sm.objectives.UncoveredHours()]]
    assert refused(sm.Scenario, rules=[], tiers=tiers) == ["missing_rule"]


def test_an_unknown_kind_lists_those_that_are_known() -> None:
    with pytest.raises(sm.InputError, match="daily_rest"):
        sm.Scenario.model_validate({"rules": [{"kind": "no_such_rule"}]})


def test_problems_within_a_rule_say_which_rule() -> None:
    with pytest.raises(sm.InputError) as error:
        sm.Scenario.model_validate({"rules": [{"kind": "coverage"}, {"kind": "daily_rest", "hours": -3.0}]})
    assert error.value.problems[0].path == "rules[1].hours"


def test_an_own_rule_need_not_say_what_it_wants() -> None:
    class Nobody(Rule):
        kind: str = "nobody"

        def keep(self, pairs: Any) -> Any:
            return np.zeros(len(pairs.worker), bool)

        def check(self, scenario: sm.Scenario, plan: sm.Plan) -> Iterator[sm.Violation]:
            yield from (sm.Violation(self.kind, "Nobody may.", 1, "people", (worker,)) for worker, _ in plan)

    need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"))
    scenario = builders.scenario([builders.worker()], [need], rules=[Nobody()])
    assert "passes the rule 'nobody'" in sm.solve(scenario).shortages[0].reason.text


def test_what_a_rule_or_a_term_is_by_default_does_not_count_in_the_digest_but_all_else_does() -> None:
    plain = builders.scenario([], [], sm.DEFAULT_RULES)
    same = plain.replace(
        rules=[sm.constraints.DailyRest(hours=11) if rule.kind == "daily_rest" else rule for rule in plain.rules]
    )
    assert same.digest() == plain.digest()
    moved = plain.replace(tiers=[[sm.objectives.UncoveredHours(), sm.objectives.Cost()]])
    assert len({plain.digest(), moved.digest(), plain.replace(rules=plain.rules[::-1]).digest()}) == 3


def test_a_copy_has_a_digest_of_its_own() -> None:
    scenario, other = (builders.scenario([builders.worker()], []) for _ in range(2))
    before = scenario.digest()
    assert scenario.model_copy().digest() == before
    assert scenario.model_copy(update={"timezone": "UTC"}).digest() != before
    assert scenario == other
    assert scenario.model_dump_json() == other.model_dump_json()


def test_names_and_contacts_are_for_people_alone() -> None:
    contact = sm.Contact(name="Frau Brandt", phone="040 123")
    named = {"name": "Anna", "contact": contact}
    company = sm.Company(id="a")
    worker = sm.Worker(id="w", company="a")
    shift = sm.Shift(id="s", start="2020-04-06T06:00Z", end="2020-04-06T14:00Z")
    demand = sm.Demand(id="d", company="a", shifts=[shift])
    bare = sm.Scenario(companies=[company], workers=[worker], demands=[demand])
    told = sm.Scenario(
        companies=[company.replace(**named)], workers=[worker.replace(**named)], demands=[demand.replace(**named)]
    )
    assert bare.digest() == told.digest()
    assert "Brandt" not in f"{told.workers[0]} {told.companies[0]} {told.demands[0]} {contact}"
    hidden = told.pseudonymise("a key of 16 bytes or more")
    assert {one.contact for one in (*hidden.workers, *hidden.companies, *hidden.demands)} == {None}


def test_the_schema_has_descriptions_without_examples_in_python() -> None:
    schema = sm.Scenario.model_json_schema()
    assert schema["$defs"]["Shift"]["description"] == "One time window of a demand; its id is unique in the scenario."
    assert ">>>" not in json.dumps(schema)
