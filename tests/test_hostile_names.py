"""Whatever stands in a name or a contact stays text: in pages, workbooks, tables of CSV and calendars."""

from __future__ import annotations

import csv
import io
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import icalendar
import pytest
from openpyxl import load_workbook

import staffmatch as sm
from staffmatch.answers.whom_to_ask.offers import offers
from staffmatch.cli.call_list import answers_of, write_calls
from staffmatch.messages import names_of
from staffmatch.messages.names import LONGEST, one_line
from tests.builders import demand, scenario, shift, worker
from tests.hostile import HOSTILE
from tests.reports.made import made


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def planned(*names: str) -> sm.Solution:
    """A person at a ward for each of the texts, which is all of their names and contacts."""
    people, needs, pairs = [], [], []
    companies = [sm.Company(id="lender", name="Lender")]
    for number, name in enumerate(names, 1):
        contact = sm.Contact(name=name, phone=name, email=name, meeting_point=name, remark=name)
        people.append(worker(f"w{number}").replace(name=name, contact=contact))
        needs.append(
            demand(f"d{number}", shift(f"s{number}", 6, "06:00-14:00"), company=f"b{number}").replace(
                name=name, contact=contact
            )
        )
        companies.append(sm.Company(id=f"b{number}", name=name, contact=contact))
        pairs.append((f"w{number}", f"s{number}"))
    return made(scenario(people, needs, companies=companies), *pairs)


@cache
def plain(count: int) -> tuple[list[Any], list[str]]:
    """The markup of a page and the properties of an event where the names are harmless."""
    solution = planned(*(f"Ana {number}" for number in range(count)))
    (event,) = icalendar.Calendar.from_ical(solution.calendars()["w1"]).walk("VEVENT")
    return Page(sm.report(solution)).tags, sorted(event)


# Names that differ alone in what is not shown stand apart.
GROUPS = [HOSTILE[place::7] for place in range(7)]


@pytest.mark.parametrize("names", GROUPS, ids=range(len(GROUPS)))
def test_a_name_stays_text(names: tuple[str, ...], tmp_path: Path) -> None:
    solution, (tags, fields) = planned(*names), plain(len(names))
    page = Page(sm.report(solution))
    assert page.tags == tags
    for number, name in enumerate(names, 1):
        shown = names_of(solution.scenario)["worker", f"w{number}"]
        assert shown.isprintable() or {c for c in shown if not c.isprintable()} <= set("\u200d\u200f\u200b\ufe0f")
        assert len(shown) <= LONGEST
        assert shown in page.texts
        assert one_line(name) in page.texts
    for text in solution.calendars().values():
        (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
        assert sorted(event) == fields
        assert sum(line.startswith("BEGIN:") for line in text.split("\r\n")) == 2
    solution.export(tmp_path / "plan.xlsx")
    for sheet in load_workbook(tmp_path / "plan.xlsx"):
        assert all(cell.data_type in "sndb" for row in sheet for cell in row)
    solution.export(tmp_path, format="csv")
    for file in tmp_path.glob("*.csv"):
        for row in csv.reader(file.read_text(encoding="utf-8-sig").splitlines()):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_call_list_is_text_whatever_people_and_shifts_are_called(lang: str, tmp_path: Path) -> None:
    """Their ids lead back, as people, shifts and telephones have hostile names."""
    names = [*HOSTILE]
    # An id has no control characters.
    ids = [f"w{n}" if any(sign < " " for sign in name) else name[:200] for n, name in enumerate(names)]
    people = [
        worker(one, consent="offered", skills={f"k{n}": 1}).replace(name=name, contact=sm.Contact(phone=name))
        for n, (one, name) in enumerate(zip(ids, names, strict=True))
    ]
    needs = [demand(f"d{n}", shift(one, 6, "06:00-14:00"), skills={f"k{n}": 1}) for n, one in enumerate(ids)]
    known = scenario(people, needs)
    found = offers(made(known), contacts=len(names))
    assert len(found.offers) == len(names)
    write_calls(tmp_path / "calls.csv", found, known, lang)
    text = (tmp_path / "calls.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if lang == "de" else ","))
    assert len(rows) == len(names) + 1
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    told = [(offer.worker, one) for offer in found.offers for one in offer.shifts]
    (tmp_path / "calls.csv").write_text(text.rstrip("\n") + "ja\n", encoding="utf-8")
    assert answers_of("--answers", tmp_path / "calls.csv") == {told[-1]: "accepted"}


@pytest.mark.parametrize("names", GROUPS, ids=range(len(GROUPS)))
def test_a_name_is_read_back_as_it_was_or_refused_unquoted(names: tuple[str, ...], tmp_path: Path) -> None:
    for path, kind in ((tmp_path / "s.xlsx", "xlsx"), (tmp_path / "s", "csv")):
        kept = []
        for name in names:
            if (refused := refusal(planned(name).scenario, path, kind)) is None:
                kept.append(name)
            else:
                assert refused.problems[0].code == "no_cell_holds_it"
                assert name not in str(refused)
        known = planned(*kept).scenario
        known.save(path, format=kind)
        assert sm.Scenario.load(path) == known
    known = planned(*names).scenario
    known.save(tmp_path / "s.json")
    assert sm.Scenario.load(tmp_path / "s.json") == known


def refusal(known: sm.Scenario, path: Path, kind: Any) -> sm.InputError | None:
    try:
        known.save(path, format=kind)
    except sm.InputError as error:
        return error
    return None
