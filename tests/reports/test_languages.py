"""Pages, screens, tables and calendars in German: nothing in them is left in English."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

import staffmatch as sm
from docs.browser import Tab
from staffmatch.hamburg.facts import quarters
from staffmatch.io.sheets.words import plain, sheet_meant
from staffmatch.io.sheets.written.titles import COLUMNS, SHEETS, column_title, sheet_title
from staffmatch.io.tables import TABLES
from staffmatch.messages.language import LANGUAGES
from staffmatch.reports.audit import plan_digest
from staffmatch.reports.console import summary
from staffmatch.reports.overview import overview
from staffmatch.reports.words import Words
from staffmatch.result.solution import Solution
from tests.builders import demand, scenario, shift, worker
from tests.reports.made import HOSTILE, made, plan_of, termination, tier, ward_and_depot

REACHED = sm.Contact(name="Frau Öz", phone="040 1", email="oez@x.invalid", meeting_point="Pforte", remark="Klingeln")


_READ = ("title", "aria-label", "placeholder", "data-said", "data-all", "data-fewer", "data-printed")


class Texts(HTMLParser):
    """What a page says: its texts, and the attributes that people read or hear."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: set[str] = set()
        self._hidden = False
        self.lang = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in {"style", "script"}
        held = dict(attrs)
        self.lang = held.get("lang") or self.lang
        self.said |= {value for name in _READ if (value := held.get(name))}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.said.add(data.strip())


def reached() -> sm.Scenario:
    known = ward_and_depot()
    return known.replace(companies=[one.replace(contact=REACHED) for one in known.companies])


@cache
def solutions() -> list[Solution]:
    """With plans that are proven and bounded, without a plan, and without anything to do."""
    known = reached()
    ruled = known.replace(rules=sm.DEFAULT_RULES)
    bounded = tier("uncovered_hours + 2 partnerships", "h", 55.5, 54.0, 50.0)
    told = [[sm.objectives.UncoveredHours()], [sm.objectives.Partnerships()], [sm.objectives.Cost()]]
    return [
        sm.solve(known),
        plan_of(known.replace(tiers=told), tiers=(bounded, bounded, tier("cost", "EUR", 1234.5, None)), shortages=()),
        sm.solve(ruled.replace(pins=[sm.Pin(worker="ana", shift="mon")])),
        made(known, status="unknown", termination=termination("work_limit")),
        made(scenario([worker("ana")], [])),
        sm.solve(ruled),
    ]


def english(texts: set[str], german: set[str], known: sm.Scenario) -> list[str]:
    """The texts with words of more than a letter that are alike in both languages and not the scenario's own.

    What others say, of rules and of what is odd, is left to the catalogue's own test.
    """
    held = known.model_dump_json()
    own = {words for one in (*sm.messages.names_of(known).values(), "Frau Öz", "Pforte") for words in one.split()}
    found, names = sm.inspect(known), sm.messages.names_of(known)
    others = {one.message.text_in("en", names) for one in (*found.rules, *found.absent, *found.oddities)}
    others |= {f"{Words.of('en').rule_name(one.kind)} {one.message.text}" for one in found.rules}
    rest = [one for one in texts & german if " ".join(one.split()) not in others and re.search(r"[^\W\d_]{3}", one)]
    words = [(one, re.findall(r"[^\W\d_]{3,}", one)) for one in rest]
    return [one for one, said in words if not all(word in own or word in held for word in said)]


@pytest.mark.parametrize("place", range(6))
def test_no_text_of_a_german_page_is_english(place: int) -> None:
    solution = solutions()[place]
    page = {lang: Texts(sm.report(solution, lang=lang)) for lang in LANGUAGES}
    left = english(page["en"].said, page["de"].said, solution.scenario)
    # These are the same in both languages: names of places and of methods, versions, digests, law.
    alike = {"staffmatch", "Median", "Person", *(name for one in quarters() for name in (one.district, one.name))}
    alike |= {"Elbe", "Alster", solution.termination.method, solution.scenario_digest, plan_digest(solution)}
    left = [one for one in left if one not in alike and not one.startswith(("staffmatch ", "§"))]
    assert left == []
    assert (page["en"].lang, page["de"].lang) == ("en", "de")


def shown(content: object) -> str:
    screen = Console(file=StringIO(), width=400, color_system=None)
    with screen.capture() as caught:
        screen.print(content)
    return caught.get().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("place", range(6))
def test_no_line_of_a_german_screen_is_english(place: int) -> None:
    solution = solutions()[place]
    texts = [{line.strip() for line in shown(summary(solution, lang)).splitlines()} for lang in LANGUAGES]
    assert english(*texts, solution.scenario) == []


def test_an_overview_of_a_scenario_is_german() -> None:
    known = reached()
    found, names = sm.inspect(known), sm.messages.names_of(known)
    texts = [{line.strip() for line in shown(overview(found, names, lang)).splitlines()} for lang in LANGUAGES]
    assert english(*texts, known) == []
    assert "3 Firmen, 3 Personen, 3 Schichten" in texts[1]


def test_numbers_days_and_terms_are_written_as_in_german() -> None:
    page = sm.report(plan_of(reached()), lang="de").replace("\N{NO-BREAK SPACE}", " ")
    for text in (
        "3 von 6 Plätzen besetzt",
        "Mo. 06.04. – Di. 07.04.2020",
        "Kosten: 1.234,50 €, und kein Plan, der in den Zielstufen davor ebenso gut ist, hat weniger, laut Solver.",
        "Ungedeckte Stunden (mal Priorität): 55,5 h, und kein Plan hat weniger als 54 h (Lücke 2,7 %), laut Solver.",
        "nurse ≥ 2, Priorität 3",
        "Mo. 06.04., 06:00–14:30",
        "Gesundheit und Soziales",
    ):
        assert text in page, text


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en", ["1,234.5", "€1,234.50", "-€0.50", "1 seat", "99.9 %", "Mon 6 Apr", "6 Apr", "Mo 6", "Sun 1 Mar 2020"]),
        (
            "de",
            ["1.234,5", "1.234,50 €", "-0,50 €", "1 Platz", "99,9 %", "Mo. 06.04.", "06.04.", "Mo 6", "So. 01.03.2020"],
        ),
    ],
)
def test_each_language_writes_in_its_own_way(lang: str, written: list[str]) -> None:
    words, monday = Words.of(lang), date(2020, 4, 6)
    said = [
        *(words.number(1234.5), words.money(1234.5), words.money(-0.5), words.quantity(1, "seats")),
        *(words.percent(9999, 10000), words.day(monday), words.day_of_month(monday), words.narrow_day(monday)),
        words.dated(date(2020, 3, 1)),
    ]
    assert [one.replace("\N{NO-BREAK SPACE}", " ") for one in said] == written


def test_a_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(sm.InputError, match="'fr'"):
        sm.report(plan_of(ward_and_depot()), lang="fr")
    with pytest.raises(sm.InputError, match="'fr'"):
        plan_of(ward_and_depot()).calendars(lang="fr")


def test_hostile_names_stay_text_in_every_language(tmp_path: Path) -> None:
    formula = "=HYPERLINK(1)"
    known = ward_and_depot(HOSTILE)
    known = known.replace(workers=[one.replace(name=formula) for one in known.workers])
    solution = plan_of(known)
    page = sm.report(solution, lang="de")
    assert page.count("<script") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    solution.export(tmp_path / "plan.xlsx", lang="de")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Plan Einsätze"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n", "d"}


def test_a_german_page_runs_in_a_browser(tab: Tab, tmp_path: Path) -> None:
    rows = [(f"w{place}", f"s{place}") for place in range(13)]
    known = scenario(
        [worker(one) for one, _ in rows], [demand(f"d{one}", shift(one, 6, "06:00-14:00")) for _, one in rows]
    )
    page = tmp_path / "plan.html"
    sm.report(sm.solve(known), page, lang="de")
    tab.open(page.as_uri())
    assert tab.run("document.querySelector('button[data-of=assignments]').textContent") == "Alle 13 Zeilen zeigen"
    assert tab.complaints == []


def column_meant(title: str) -> str | None:
    """Which column has this title in any of the languages."""
    meant = {plain(column_title(name, lang)): name for name in COLUMNS for lang in LANGUAGES}
    return meant.get(plain(title))


def test_a_workbook_of_a_plan_has_german_titles_and_words(tmp_path: Path) -> None:
    solution = plan_of(reached())
    solution.export(tmp_path / "plan.xlsx", lang="de")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert "Plan_von_Hand" in book.sheetnames
    rows = {
        title: list(book[title].iter_rows(values_only=True)) for title in (sheet_title(one, "de") for one in TABLES)
    }
    titles = [str(title) for held in rows.values() for title in held[0]]
    assert [title for title in titles if title in COLUMNS] == []
    assert all(column_meant(title) for title in titles)
    new = rows["Plan Partnerschaften"][0].index("neu")
    assert {row[new] for row in rows["Plan Partnerschaften"][1:]} == {"ja", "nein"}
    assert [row[0] for row in rows["Plan Zielstufen"][1:]] == ["Unterdeckung", "Kosten"]
    assert [row[4] for row in rows["Plan offene Plätze"][1:]] == ["Weg zu weit", *["Niemand mit der Qualifikation"] * 2]
    solution.export(tmp_path / "tables", lang="de", format="csv")
    assert (tmp_path / "tables" / "Plan Zielstufen.csv").exists()


def test_titles_of_plans_mean_one_column_each_and_no_sheet_of_a_scenario() -> None:
    for lang in LANGUAGES:
        titles = [column_title(name, lang) for name in COLUMNS]
        assert [column_meant(title) for title in titles] == list(COLUMNS)
        assert [sheet_meant(sheet_title(table, lang)) for table in SHEETS] == [None] * len(SHEETS)


def test_calendars_are_german() -> None:
    solution = plan_of(reached())
    (plan,) = solution.calendars("plan", lang="de").values()
    unfolded = plan.replace("\r\n ", "")
    assert "SUMMARY:Klinik Nord: care\\, 1 von 2" in unfolded
    assert "Kontakt: Frau Öz" in unfolded
    assert "Treffpunkt: Pforte" in unfolded
    ana = solution.calendars("worker", lang="de")["ana"].replace("\r\n ", "")
    assert "8 h\\, verliehen von Hotel Elbe. Unbezahlte Pause: 30 Min." in ana
    english = solution.calendars("worker")["ana"].replace("\r\n ", "")
    assert re.findall("UID:(.*)", ana) == re.findall("UID:(.*)", english)


def test_a_language_means_nothing_to_a_format_without_sentences(tmp_path: Path) -> None:
    with pytest.raises(sm.InputError, match="lang"):
        plan_of(ward_and_depot()).export(tmp_path / "plan.json", lang="de")
