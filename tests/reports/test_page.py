"""The page in a browser: what a reader sees, hears, types and prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import staffmatch as sm
from docs.browser import Tab
from staffmatch.result.solution import Solution
from tests.builders import demand, scenario, shift, worker
from tests.reports.made import conflicting, made, plan_of, shortage, ward_and_depot

HOSTILE = (
    "<script>document.documentElement.dataset.broken = 1</script>",
    "<img src=x onerror=\"document.documentElement.dataset.broken = 1\">",
    "\"><svg onload=document.documentElement.dataset.broken=1>",
    "' onfocus='document.documentElement.dataset.broken=1' autofocus='",
    "</title><script>document.documentElement.dataset.broken = 1</script>",
    "</style><b>bold</b>",
    "--><h1>comment</h1>",
    "{{ 7 * 7 }} {% raw %}",
    "#1 of #2 $& $1",
    "javascript:document.documentElement.dataset.broken=1",
)  # fmt: skip
VARIANTS = 5


def hostile() -> Solution:
    """Fifty people, companies and demands with names that a page could take for its own language."""
    names = [f"{text} {place}" for place in range(VARIANTS) for text in HOSTILE]
    companies = [
        sm.Company(id=f"c{k}", name=name, sector="I", location=sm.Location(lat=53.5 + k / 500, lon=10))
        for k, name in enumerate(names)
    ]
    people = [worker(f"w{k}").replace(name=name, company=f"c{(k + 1) % 50}") for k, name in enumerate(names)]
    wanted = [
        demand(f"d{k}", shift(f"s{k}", 6 + k % 5, "08:00-10:00"), company=f"c{k}", headcount=2).replace(name=name)
        for k, name in enumerate(names)
    ]
    known = scenario(people, wanted, companies=companies, rules=[])
    missing = [shortage(f"d{k}", f"s{k}", 1, 2, name) for k, name in enumerate(names)]
    return made(known, *((f"w{k}", f"s{k}") for k in range(50)), shortages=missing)


@cache
def city() -> Solution:
    return sm.solve(sm.hamburg.scenario("small", seed=1), work_limit=20)


@cache
def compared() -> str:
    changed = city().scenario.without(workers=[city().assignments[0].worker])
    return sm.report(city().replan(changed, threads=1), former=city(), lang="de")


def opened(tab: Tab, page: str, folder: Path) -> Tab:
    path = folder / "plan.html"
    path.write_text(page, encoding="utf-8", newline="\n")
    tab.open(path.as_uri())
    return tab


def chosen(tab: Tab, kind: str, value: str) -> None:
    """Choose or type something, and wait until it has been applied."""
    tab.run(
        f"""(() => {{
          const field = document.querySelector('[data-kind={kind}]');
          field.value = field.tagName === "SELECT" && {value!r}
            ? [...field.options].find((one) => one.textContent === {value!r}).value : {value!r};
          field.dispatchEvent(new Event("input", {{ bubbles: true }}));
          return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        }})()"""
    )


def rows(tab: Tab, table: str) -> list[list[str]]:
    """The texts of the rows that are shown."""
    found: list[list[str]] = tab.run(
        f"[...document.querySelectorAll('#{table} tbody tr')].filter((row) => !row.hidden)"
        ".map((row) => [...row.cells].map((cell) => cell.textContent.replaceAll('\\u00a0', ' ')))"
    )
    return found


def told(tab: Tab, selector: str) -> str:
    found: str = tab.run(f"document.querySelector('{selector}').textContent.replaceAll('\\u00a0', ' ')")
    return found


PAGES: dict[str, Callable[[], str]] = {
    "city": lambda: sm.report(city()),
    "compared": compared,
    "hostile": lambda: sm.report(hostile()),
    "by hand": lambda: sm.report(plan_of(ward_and_depot())),
    "conflicts": lambda: sm.report(conflicting(ward_and_depot())),
    "nothing": lambda: sm.report(made(scenario([], []))),
}


# Axe takes seconds on a long page.
LONG = ("city", "compared", "hostile")


@pytest.mark.parametrize("name", [pytest.param(one, marks=pytest.mark.full) if one in LONG else one for one in PAGES])
def test_nobody_is_kept_out(tab: Tab, tmp_path: Path, name: str) -> None:
    """Axe finds nothing, in light and in dark, at the width of a laptop and of a phone; nothing is wider than that; the
    browser has no complaint, and asks for nothing but the file."""
    page = PAGES[name]()
    for width, scheme in ((1280, "light"), (390, "dark")):
        tab.size(width)
        tab.like("dark" if scheme == "dark" else "light")
        opened(tab, page, tmp_path)
        assert tab.run("document.documentElement.scrollWidth") == width
        assert tab.complaints == []
        assert [one.rsplit("/", 1)[1] for one in tab.requests] == ["plan.html"]
        tab.run((files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8") + "\n;0")
        found: list[Any] = tab.run("axe.run().then((all) => all.violations.map((one) => [one.id, one.nodes[0].html]))")
        assert found == []


def test_fifty_hostile_names_stay_text(tab: Tab, tmp_path: Path) -> None:
    opened(tab, sm.report(hostile()), tmp_path)
    tab.run("document.querySelectorAll('button[data-of]').forEach((button) => button.click())")
    assert tab.run("document.documentElement.dataset.broken") is None
    assert tab.run("document.querySelectorAll('script').length") == 1
    assert tab.run("document.querySelectorAll('img, h1 ~ h1, [onload], [onfocus], [onerror]').length") == 0
    people = [row[0] for row in rows(tab, "assignments")]
    assert sorted(people) == sorted(f"{text} {place}" for place in range(VARIANTS) for text in HOSTILE)
    chosen(tab, "p", HOSTILE[-2])
    assert len(rows(tab, "assignments")) == VARIANTS
    assert tab.complaints == []


def test_filters_narrow_tables_and_pictures_alike(tab: Tab, tmp_path: Path) -> None:
    opened(tab, sm.report(city()), tmp_path)
    plan = city()
    day = [one for one in plan.assignments if one.shift.endswith("0409")]
    chosen(tab, "d", "Thu\u00a09\u00a0Apr")
    assert {row[1] for row in rows(tab, "assignments")} == {"Thu 9 Apr"}
    hours = sum(one.minutes for one in day) / 60
    people = len({one.worker for one in day})
    assert told(tab, "form output") == f"{len(day)} of 61 assignments, {hours:g} h, {people} people"
    assert told(tab, "output[data-of=assignments]") == f"{len(day)} of 61 rows"
    bars = "document.querySelectorAll('svg.broad[aria-labelledby^=roster] [data-f]:not(.dim)').length"
    assert tab.run(bars) == len(day)
    pairs = {(one.lender, one.borrower) for one in day}
    assert len(rows(tab, "partnerships")) == len(pairs)
    chosen(tab, "s", "Health and social work")
    names = sm.messages.names_of(plan.scenario)
    borrowers = {row[5] for row in rows(tab, "assignments")}
    sections = {one.id: one.sector for one in plan.scenario.companies}
    wanted = {one.borrower for one in day if "Q" in (sections[one.lender], sections[one.borrower])}
    assert borrowers == {names["company", one] for one in wanted}
    tab.run("document.querySelector('form.filters').reset()")
    tab.run("new Promise((done) => setTimeout(done, 5))")
    assert told(tab, "form output") == ""
    assert tab.run("document.querySelectorAll('.dim').length") == 0


def test_people_and_companies_are_found_by_name(tab: Tab, tmp_path: Path) -> None:
    opened(tab, sm.report(plan_of(ward_and_depot())), tmp_path)
    chosen(tab, "p", "ANA")
    assert [row[0] for row in rows(tab, "assignments")] == ["ana Petersen", "ana Petersen"]
    assert rows(tab, "shortages") == []
    chosen(tab, "p", "")
    chosen(tab, "c", "depot")
    assert [row[0] for row in rows(tab, "assignments")] == ["cem Petersen"]
    assert [row[2] for row in rows(tab, "shortages")] == ["depot"]


def test_a_search_goes_through_all_tables_and_finds_all_words(tab: Tab, tmp_path: Path) -> None:
    opened(tab, sm.report(plan_of(ward_and_depot())), tmp_path)
    chosen(tab, "find", "nord  mon")
    assert [row[:2] for row in rows(tab, "assignments")] == [["ana Petersen", "Mon 6 Apr"]]
    assert [row[2] for row in rows(tab, "shortages")] == ["Klinik Nord"]
    assert rows(tab, "partnerships") == []


def test_titles_sort_and_a_button_shows_the_rest(tab: Tab, tmp_path: Path) -> None:
    opened(tab, sm.report(city()), tmp_path)
    button = "button[data-of=assignments]"
    assert len(rows(tab, "assignments")) == 12
    assert told(tab, button) == "Show all 61 rows"
    tab.run("document.querySelector('#assignments th.num button').click()")
    hours = [float(row[3].split()[0]) for row in rows(tab, "assignments")]
    shortest = sorted(one.minutes / 60 for one in city().assignments)[:12]
    assert hours == shortest
    tab.run(f"document.querySelector('{button}').click()")
    assert len(rows(tab, "assignments")) == 61
    assert tab.run(f"document.querySelector('{button}').ariaExpanded") == "true"


def test_without_scripts_every_figure_is_there(tab: Tab, tmp_path: Path) -> None:
    """Scripts are off on the page; the test's own questions are still answered."""
    page = sm.report(city())
    tab.scripts(on=False)
    opened(tab, page, tmp_path)
    tab.scripts(on=True)
    assert tab.run("document.documentElement.dataset.ready") is None
    assert len(rows(tab, "assignments")) == 61
    assert tab.run("document.querySelector('form.filters').hidden")
    assert "76.2 %" in told(tab, ".tiles")


def test_the_keyboard_goes_from_the_plan_through_the_filters_to_the_tables(tab: Tab, tmp_path: Path) -> None:
    opened(tab, sm.report(city()), tmp_path)
    seen = []
    for _ in range(9):
        tab.press("Tab")
        seen.append(tab.run("document.activeElement.dataset.kind || document.activeElement.className"))
    assert seen[:6] == ["skip", "s", "d", "c", "p", "find"]
    tab.run("document.querySelector('button[data-of=assignments]').focus()")
    tab.press("Enter")
    assert len(rows(tab, "assignments")) == 61
    ring = "getComputedStyle(document.activeElement).outlineStyle"
    assert tab.run(ring) == "solid"


def test_a_phone_has_pictures_of_its_own_and_rows_as_cards(tab: Tab, tmp_path: Path) -> None:
    tab.size(390)
    opened(tab, sm.report(city()), tmp_path)
    shown = "[...document.querySelectorAll('svg.chart')].filter((one) => one.getBoundingClientRect().width)"
    pictures = tab.run(f"{shown}.map((one) => [one.classList.contains('narrow'), one.getBoundingClientRect().right])")
    assert len(pictures) == 6
    assert all(narrow and right <= 390 for narrow, right in pictures)
    small = f"{shown}.flatMap((one) => [...one.querySelectorAll('text')].map((text) => text.getBoundingClientRect()"
    assert tab.run(f"Math.min(...{small}.height)))") > 9
    assert tab.run("document.querySelector('#assignments td').dataset.h") == "Worker"
    assert tab.run("document.querySelector('#assignments tr').role") == "row"


def test_the_policy_stops_a_script_that_is_not_ours(tab: Tab, tmp_path: Path) -> None:
    strange = "<script>document.documentElement.dataset.strange = 'yes'</script></body>"
    opened(tab, sm.report(plan_of(ward_and_depot())).replace("</body>", strange), tmp_path)
    assert tab.run("document.documentElement.dataset.strange") is None
    assert tab.run("Number(document.documentElement.dataset.ready)") > 0
    assert len(tab.complaints) == 1


def test_paper_says_what_it_leaves_out(tab: Tab, tmp_path: Path) -> None:
    people = range(130)
    known = scenario(
        [worker(f"w{k}") for k in people],
        [demand(f"d{k}", shift(f"s{k}", 6, "08:00-10:00")) for k in people],
        rules=[],
    )
    opened(tab, sm.report(made(known, *((f"w{k}", f"s{k}") for k in people))), tmp_path)
    tab.run("window.dispatchEvent(new Event('beforeprint'))")
    assert len(rows(tab, "assignments")) == 100
    assert told(tab, "button[data-of=assignments]") == "The first 100 of 130 rows are printed."
    assert tab.printed().startswith(b"%PDF")
    tab.run("window.dispatchEvent(new Event('afterprint'))")
    assert len(rows(tab, "assignments")) == 12


def test_the_map_shows_what_lies_below_it() -> None:
    """Hamburg has land and water; another region the lines of its own network, or nothing."""
    here = sm.report(city())
    assert "Alster</text>" in here
    assert re.search(r'<g class="water"><path', here)
    known = ward_and_depot()
    far = [one.replace(location=one.location and sm.Location(lat=one.location.lat - 5, lon=one.location.lon)) for one in
           known.companies]  # fmt: skip
    there = sm.report(plan_of(known.replace(companies=far)))
    assert '<g class="water"></g>' in there
    assert '<g class="rail"></g>' in there
    places = [sm.Location(lat=48.5 + k / 50, lon=10.02) for k in range(3)]
    stations = [sm.travel.Station(id=f"t{k}", at=at) for k, at in enumerate(places)]
    line = sm.travel.Line(id="l", stops=("t0", "t1", "t2"), minutes=(3, 4))
    travel = sm.travel.Transit(stations=stations, lines=[line])
    lined = sm.report(plan_of(known.replace(companies=far, travel=travel)))
    assert re.search(r'<g class="rail"><path d="M', lined)
