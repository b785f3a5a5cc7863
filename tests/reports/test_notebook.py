"""What a notebook shows: the figures of the report in short, escaped, with a picture and no script."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given

import staffmatch as sm
from staffmatch.reports.gather import figures
from staffmatch.reports.small_pictures import Part, columns, strips
from tests.builders import demand, scenario, shift, window, worker
from tests.reports.made import conflicting, made, plan_of, ward_and_depot
from tests.strategies import examples, scenarios

_DRAWN = {"svg", "rect", "text", "title"}
_TAGS = {"div", "p", "strong", "br", "ol", "li", "table", "tr", "th", "td"}


class _Checked(HTMLParser):
    """A fragment of known tags, each of which is closed, without attributes but for those of a drawing."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(fragment)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS | _DRAWN
        assert tag in _DRAWN or not attrs
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("style", "href", "xlink:href")]
        self.open += [] if tag == "br" else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def shown(thing: sm.Scenario | sm.Solution | sm.Verification | sm.Answer) -> str:
    fragment = thing._repr_html_()
    assert fragment is not None
    _Checked(fragment)
    return unescape(fragment).replace("\N{NO-BREAK SPACE}", " ")


@given(scenarios(most_pairs=8))
@examples(20)
def test_whatever_there_is_is_shown(known: sm.Scenario) -> None:
    assert f"{len(known.companies)} companies" in shown(known)
    solution = sm.solve(known, work_limit=1)
    found, text = figures(solution), shown(solution)
    for said in (found.title, found.verdict, *found.facts.values(), *(proof.text for proof in found.proofs)):
        assert said.replace("\N{NO-BREAK SPACE}", " ") in text


def test_a_scenario_is_shown_by_its_numbers_its_days_and_what_a_good_plan_means() -> None:
    needs = [demand("d", shift("s", 6, "22:00-06:00"), shift("t", 8, "08:00-16:00"), headcount=3)]
    text = shown(scenario([worker("ana"), worker("ben")], needs, pins=[sm.Pin(worker="ana", shift="s")]))
    assert "2 companies, 2 workers, 1 demand" in text
    assert "<td>Mon 6 Apr – Wed 8 Apr 2020, Europe/Berlin</td>" in text
    assert "<td>6 in 2 shifts</td>" in text
    assert "<th>Pins</th><td>1</td>" in text
    assert "<li>Uncovered hours</li><li>Cost</li>" in text
    assert "ana" not in text
    assert "<td>none</td>" in shown(sm.Scenario())


def test_columns_and_models_are_shown_alike(tmp_path: Path) -> None:
    known = ward_and_depot()
    known.save(tmp_path)
    assert shown(sm.Scenario.load(tmp_path)) == shown(known)


def test_what_users_name_is_escaped() -> None:
    bad = "<script>alert(1)</script>"
    people = [worker(f"w{bad}", availability=[window(6, "08:00-16:00")])]
    pins = [sm.Pin(worker=people[0].id, shift=bad)]
    known = scenario(people, [demand(bad, shift(bad, 8, "08:00-16:00"))], pins=pins)
    solution = sm.solve(known)
    for thing in (known, solution):
        assert "<script" not in (thing._repr_html_() or "<script")
    assert bad in shown(solution)


def test_where_there_is_no_plan_the_pins_that_clash_are_told() -> None:
    solution = conflicting(ward_and_depot())
    assert "No plan" in shown(solution)
    assert solution.conflicts[0].text in shown(solution)


def test_a_solution_that_was_read_alone_has_its_plain_text() -> None:
    alone = sm.Solution.model_validate_json(plan_of(ward_and_depot()).model_dump_json())
    assert alone._repr_html_() is None


def test_days_are_drawn_as_high_as_their_seats_and_hours() -> None:
    needs = [
        demand("d", shift("s", 6, "22:00-06:00"), shift("t", 8, "08:00-16:00"), headcount=3),
        demand("e", shift("u", 8, "06:00-14:00")),
    ]
    text = shown(scenario([worker("ana")], needs))
    assert "<title>Seats by day</title>" in text
    assert "Mon 6 Apr: 3 seats" in text
    assert "Wed 8 Apr: 4 seats" in text
    assert "Mon 6 Apr: 15.5 h of 31 h" in shown(plan_of(ward_and_depot()))
    assert "<svg" not in shown(sm.Scenario())


def test_explanations_show_who_is_left_rule_by_rule() -> None:
    plan = plan_of(ward_and_depot())
    why = plan.explain(shift="tue", time_limit=0)
    text = shown(why)
    assert why.shown in text
    for step in why.funnel:
        assert f"<td>{step.left} of {step.before}</td>" in text
    where = plan.explain(worker="ben", time_limit=0)
    assert where.shown in shown(where)
    assert "<th>All shifts</th><td>3 of 3</td>" in shown(where)


def test_each_fix_of_an_empty_seat_is_a_line_of_its_own() -> None:
    free = [window(6, "06:00-20:00")]
    people = [worker("ana", availability=free), worker("ben", availability=free, skills={"kitchen": 1})]
    known = scenario(people, [demand("d", shift("s", 6, "08:00-16:00"), skills={"kitchen": 1}, headcount=2)])
    why = sm.solve(known).explain(shift="s")
    assert len(why.fixes) > 1
    text = shown(why)
    assert [text.count(f"<li>{fix.text}</li>") for fix in why.fixes] == [1] * len(why.fixes)
    assert [text.count(fix.text) for fix in why.fixes] == [1] * len(why.fixes)


def test_a_diff_shows_tiers_and_who_gains_and_loses() -> None:
    known = ward_and_depot()
    text = shown(plan_of(known).diff(made(known, ("ben", "mon"), ("cem", "night"), ("ana", "tue"))))
    assert "2 people have other shifts" in text
    assert "<th>Cost</th><td>– → €1,234.50</td>" in text
    assert "ana Petersen: +1 −0" in text
    assert "<svg" not in shown(plan_of(known).diff(plan_of(known)))


def test_a_verification_counts_violations_by_rule() -> None:
    known = ward_and_depot()
    people = [(person.id, "mon") for person in known.workers]
    found = sm.verify(known, sm.Plan.of(people))
    text = shown(found)
    assert f"<td>{len(found.violations)} violation" in text
    assert "Violations by rule" in text
    assert "<svg" not in shown(sm.verify(known, sm.Plan()))


def test_names_in_pictures_are_escaped_and_many_columns_are_added_up() -> None:
    bad = "<script>alert(1)</script>"
    for draw in (columns, strips):
        drawn = draw(bad, [Part(bad, 2, 1, bad), Part("b", 1, 1, "b")])
        _Checked(drawn)
        assert "<script" not in drawn
        assert draw("none", []) == draw("none", [Part("a", 0, 0)]) == ""
    many = columns("days", [Part(str(day), 1, 0) for day in range(200)])
    assert many.count("<rect") == 50
    assert "0 – 3" in many
