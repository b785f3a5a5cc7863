"""What a notebook shows: the figures of the report in short, escaped, with no script."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given

import staffmatch as sm
from staffmatch.reports.gather import figures
from tests.builders import demand, scenario, shift, window, worker
from tests.reports.made import conflicting, plan_of, ward_and_depot
from tests.strategies import examples, scenarios

_TAGS = {"div", "p", "strong", "br", "ol", "li", "table", "tr", "th", "td"}


class _Checked(HTMLParser):
    """A fragment of known tags without attributes, each of which is closed."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(fragment)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS
        assert not attrs
        self.open += [] if tag == "br" else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def shown(thing: sm.Scenario | sm.Solution) -> str:
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
