"""The printed pages: what each reader finds on theirs, and what they must not find."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import staffmatch as sm
from docs.browser import Browser
from staffmatch.cli import app
from staffmatch.printouts import calls
from staffmatch.printouts.gather import Gathered
from staffmatch.printouts.pages import tells_of_others
from staffmatch.printouts.word import column_widths
from staffmatch.result.solution import Solution
from tests.hostile import HOSTILE
from tests.printouts.made import HOME, PAY, hostile, town
from tests.reports.chromium import printed, require_browser
from tests.strategies import sample

docx = pytest.importorskip("docx", reason="python-docx is not installed")

PAGES = ("overview", "call_list", "companies/Klinik_Nord", "people/Ana_Silva", "agreements/Hotel_Elbe_Klinik_Nord")


class _Shown(HTMLParser):
    """The text of a page by the id of its section, without style and title; "" is what stands in none."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text: dict[str, str] = {"": ""}
        self.tags: list[str] = []
        self._section, self._hidden = "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._hidden = tag in ("style", "title")
        if tag == "section":
            self._section = dict(attrs).get("id") or ""
        self.text[self._section] = self.text.get(self._section, "") + " "

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False
        self._section = "" if tag == "section" else self._section

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text[self._section] += data

    def __getitem__(self, section: str) -> str:
        return " ".join(self.text[section].split())

    @property
    def whole(self) -> str:
        return " ".join(map(self.__getitem__, self.text))


@pytest.fixture(scope="module")
def plan() -> Solution:
    solution = sm.solve(town(), threads=1)
    assert solution.status == "optimal"
    return solution


@pytest.fixture(scope="module")
def folder(plan: Solution, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All pages in English."""
    place = tmp_path_factory.mktemp("handouts") / "en"
    paths = sm.handouts(plan, place, dated=date(2020, 4, 3))
    assert sorted(paths) == sorted(path for path in place.rglob("[!.]*") if path.is_file())
    return place


def shown(path: Path) -> _Shown:
    return _Shown(path.read_text(encoding="utf-8"))


def words_of(path: Path) -> list[str]:
    """The paragraphs and cells of a Word file."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [one.text for one in document.paragraphs] + cells


def code_of(solution: Solution, place: Path, **options: Any) -> tuple[str, str]:
    with pytest.raises(sm.InputError) as caught:
        sm.handouts(solution, place, **options)
    (problem,) = caught.value.problems
    return problem.code, f"{problem.path} {problem.text} {problem.advice}"


# What each page says


def test_a_lender_reads_whom_it_lends_when_to_whom_and_whom_to_call_there(folder: Path) -> None:
    page = shown(folder / "companies/Hotel_Elbe.html")
    assert "Staff plan for Hotel Elbe" in page[""]
    lent = page["lent"]
    assert "1 person, 23.5 h" in lent
    assert "Ana Silva 23.5 h Mon 06 Apr 22:00–06:00 (next day) 30 min break Ward 4, Klinik Nord" in lent
    assert "Wed 08 Apr 08:00–16:00 Lab, Klinik Nord" in lent
    assert "Klinik Nord: Ward 4 Schwester Ilse Tel. 040 22 Meeting point: Gate 2 Note: Bring white shoes" in lent
    assert "Klinik Nord: Lab Herr Abel Meeting point: Main door" in lent
    assert page["received"] == "Who comes to you Nobody comes to you in this plan."
    assert page["open"] == "What is still open Nothing is open: every seat is filled."


def test_a_borrower_reads_who_comes_with_which_skill_and_what_is_open(folder: Path) -> None:
    page = shown(folder / "companies/Klinik_Nord.html")
    assert "2 people, 47 h" in page["received"]
    monday = "Mon 06 Apr 22:00–06:00 (next day) 30 min break Ward 4 care, level 2 or more Ana Silva, Hotel Elbe"
    assert monday in page["received"]
    assert "Where they report Ward 4 Gate 2 Lab Main door" in page["received"]
    assert "Hotel Elbe Frau Kern Tel. 040 11 kern@hotel.example" in page["received"]
    assert "Bar Süd not stated" in page["received"]
    assert "Fri 10 Apr 08:00–12:00 tour driver 1 of 1 0 of 2 people have driver at level 1" in page["open"]


def test_a_company_reads_nothing_of_pay_homes_private_telephones_or_other_companies(folder: Path) -> None:
    every = {
        name: (folder / f"companies/{name}.html").read_text() for name in ("Hotel_Elbe", "Bar_Sued", "Klinik_Nord")
    }
    for page in every.values():
        assert not re.search(rf"{PAY}|17[.,]77|{HOME.lat}|{HOME.lon}|0151|Ben Ott", page)
    assert "Cem" not in every["Hotel_Elbe"]
    assert "Bar Süd" not in every["Hotel_Elbe"]
    assert "Ana" not in every["Bar_Sued"]
    # What is for those who come is not for those who are lent from.
    assert "Mondays only" not in every["Klinik_Nord"]


def test_a_report_has_the_contacts_of_companies_and_demands_and_nobody_s_own_telephone(
    plan: Solution, tmp_path: Path
) -> None:
    sm.report(plan, tmp_path / "plan.html")
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "Schwester Ilse" in page
    assert "kern@hotel.example" in page
    assert "0151" not in page


def test_reasons_that_name_people_or_other_companies_are_kept_from_a_company() -> None:
    plain = sm.messages.Message("text", (("text", "W17 is ill"),))
    assert tells_of_others(plain, "clinic")
    near = sm.messages.Message("shortage.breaks", (("why", plain), ("worker", "ana")))
    assert tells_of_others(sm.messages.Message("shortage.held", (("n", 1), ("needed", ""), ("why", near))), "clinic")
    needed = sm.messages.Message("shortage.needed", (("n", 2),))
    assert not tells_of_others(sm.messages.Message("shortage.people", (("n", 1), ("needed", needed))), "clinic")
    site = sm.messages.Message("diff.shift", (("company", "hotel"), ("shift", "mon")))
    assert tells_of_others(site, "clinic")
    assert not tells_of_others(site, "hotel")


def test_a_person_reads_where_to_be_whom_to_call_and_has_a_calendar(folder: Path) -> None:
    page = shown(folder / "people/Ana_Silva.html")
    assert "Work plan for Ana Silva Employed by Hotel Elbe" in page[""]
    assert "3 shifts, 23.5 h" in page["shifts"]
    assert "Mon 06 Apr 22:00–06:00 (next day) 30 min break Ward 4, Klinik Nord" in page["shifts"]
    ward = "Schwester Ilse Tel. 040 22 Meeting point: Gate 2 Note: Bring white shoes"
    assert page["shifts"].count(f"Klinik Nord: Ward 4 {ward}") == 1
    # The demand has no contact of its own.
    assert page["shifts"].count("Klinik Nord: Lab Herr Abel Meeting point: Main door") == 1
    assert page["employer"].endswith("Hotel Elbe Frau Kern Tel. 040 11 kern@hotel.example")
    calendar = (folder / "people/Ana_Silva.ics").read_text()
    assert calendar.count("BEGIN:VEVENT") == 3
    assert not (folder / "people/Ben_Ott.html").exists()


def test_a_person_and_both_companies_read_who_is_on_standby(plan: Solution, tmp_path: Path) -> None:
    scene = plan.scenario
    ward, *others = scene.demands
    nights = [one.replace(duty="standby") for one in ward.shifts]
    standby = scene.replace(demands=[ward.replace(shifts=nights), *others])
    for lang, word in (("en", "standby"), ("de", "Rufbereitschaft")):
        paths = sm.handouts(sm.solve(standby, threads=1), tmp_path / lang, lang=lang)
        pages = [path for path in paths if path.suffix == ".html" and f", {word}" in shown(path).whole]
        assert {path.stem for path in pages} >= {"Ana_Silva", "Hotel_Elbe", "Klinik_Nord"}


def test_the_call_list_says_whom_to_ask_for_what_and_who_comes_closest(folder: Path) -> None:
    page = shown(folder / "call_list.html")
    assert "1 Ben Ott Hotel Elbe Tel. 0151 2 Wed 08 Apr, 08:00–16:00: Lab, Klinik Nord now yes no" in page["asks"]
    assert "2 Ben Ott Hotel Elbe Tel. 0151 2 Thu 09 Apr, 08:00–16:00: Lab, Klinik Nord" in page["asks"]
    assert "Fri 10 Apr 08:00–12:00 tour, Klinik Nord driver Herr Abel 1 of 1 0 of 2 people have driver" in page["open"]
    assert "Worker Ana Silva has driver at level 0" in page["open"].replace("'", "")
    assert page["open"].count("Those above, who have not answered yet.") == 2
    assert "tell" not in page.text


def test_of_many_people_it_says_where_nobody_looked(plan: Solution, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "MAX_LOOKED_AT", 2 * len(plan.scenario.workers))
    monkeypatch.setattr(calls, "MAX_SHIFTS", 2)
    found = calls.call_list(Gathered(plan, "en"))
    assert [one.near is None for one in found.open] == [False, False]
    assert found.unlisted == 1
    monkeypatch.setattr(calls, "MAX_LOOKED_AT", 0)
    (first, _) = calls.call_list(Gathered(plan, "en")).open
    assert first.near is None
    assert "2 of 3 people have accepted" in first.reason


def test_an_agreement_has_the_facts_and_leaves_the_legal_blanks(folder: Path) -> None:
    stem = folder / "agreements/Hotel_Elbe_Klinik_Nord"
    page, word = shown(stem.with_suffix(".html")).whole, words_of(stem.with_suffix(".docx"))
    whole = " ".join(" ".join(word).split())
    for text in (page, whole):
        assert "Draft of an agreement on lending staff" in text
        assert "It is no legal advice" in text
        assert "The two companies had an agreement before this plan" in text
        assert "1 person for 23.5 h, from 2020-04-06 to 2020-04-09." in text
        assert "Ana Silva" in text
        assert "Cem" not in text
    assert re.search("Insurance and liability _{20,} Health and safety", page)
    assert "Insurance and liability Health and safety" in whole
    assert "Company" in word
    assert "Hotel Elbe" in word
    assert "22:00–06:00 (next day)\n30 min break" in word
    assert docx.Document(str(stem.with_suffix(".docx"))).core_properties.author == ""
    assert "The two companies had" not in shown(folder / "agreements/Bar_Sued_Klinik_Nord.html").whole


def test_a_word_file_has_columns_as_wide_as_their_words_and_room_to_write(folder: Path) -> None:
    document = docx.Document(str(folder / "agreements/Hotel_Elbe_Klinik_Nord.docx"))
    people, blanks = document.tables[2], document.tables[3]
    widths = [cell.width.mm for cell in people.rows[0].cells]
    assert sum(widths) == pytest.approx(170, abs=1)
    # At ten points a letter is two millimetres wide and more, and some are left beside a word.
    assert all(width >= 2.2 * len(cell.text) + 3 for width, cell in zip(widths, people.rows[0].cells, strict=True))
    assert max(widths) > 1.3 * min(widths)
    assert all(row.height is not None and row.height.mm >= 8 for row in blanks.rows)
    assert people.rows[1].height is None


@pytest.mark.parametrize(
    ("rows", "widths"),
    [
        ([[["a"], ["b"]]], [85, 85]),
        ([[["name"], [""]]], [13.6, 156.4]),
        ([[["x" * 100], ["y"]]], [165.7, 4.3]),
    ],
)
def test_columns_share_the_width_of_a_page(rows: list[list[list[str]]], widths: list[float]) -> None:
    found = column_widths(rows)
    assert sum(found) == pytest.approx(170)
    assert found == pytest.approx(widths, abs=2)


def test_every_page_has_the_digest_of_the_plan_and_its_days_but_not_today(folder: Path, plan: Solution) -> None:
    heads = {shown(path)[""].split(" ", 9)[:9][0] for path in folder.rglob("*.html")}
    assert heads == {"2020-04-06"}
    (digest,) = {
        re.search(r"Plan ([0-9a-f]{12}), as of 2020-04-03", shown(path)[""])[1] for path in folder.rglob("*.html")
    }  # type: ignore[index]
    other = plan.replan(plan.scenario.without(workers=["cem"]))
    sm.handouts(other, folder.parent / "other")
    page = (folder.parent / "other/overview.html").read_text()
    assert digest not in page
    assert "as of" not in page
    assert str(date.today()) not in page  # noqa: DTZ011


def test_a_change_is_told_to_each_person_and_listed_for_the_coordinator(plan: Solution, tmp_path: Path) -> None:
    changed = plan.scenario.without(workers=["ana"]).replace(
        workers=[one.replace(consent="accepted") for one in plan.scenario.workers if one.id != "ana"]
    )
    after = sm.solve(changed, threads=1)
    sm.handouts(after, tmp_path / "new", before=plan)
    ben = (tmp_path / "new/messages/Ben_Ott.txt").read_text()
    assert ben.startswith("Hello Ben Ott,\n\nyour shifts have changed.\n\nNew for you:\n- Mon 06 Apr, 22:00–06:00")
    assert "\n  Meeting point: Gate 2\n  Contact: Schwester Ilse, 040 22\n" in ben
    assert "No longer" not in ben
    ana = (tmp_path / "new/messages/Ana_Silva.txt").read_text()
    assert "you are no longer part of the plan.\n\nNo longer:\n- Mon 06 Apr" in ana
    assert not (tmp_path / "new/messages/Cem_Aydin.txt").exists()
    tell = shown(tmp_path / "new/call_list.html")["tell"]
    assert "Ben Ott Hotel Elbe Tel. 0151 2 new Mon 06 Apr" in tell
    assert "Ana Silva Hotel Elbe Tel. 0151 1 gone Mon 06 Apr" in tell
    assert (tmp_path / "new/people/Ana_Silva.ics").read_text().count("STATUS:CANCELLED") == 3
    assert not (tmp_path / "new/people/Ana_Silva.html").exists()


def test_german_pages_speak_german(plan: Solution, tmp_path: Path) -> None:
    sm.handouts(plan, tmp_path / "de", lang="de")
    page = tmp_path / "de/firmen/Hotel_Elbe.html"
    assert '<html lang="de">' in page.read_text()
    assert "Mo. 06.04. 22:00–06:00 (Folgetag) 30 Min. Pause" in shown(page)["lent"]
    assert "1 Person, 23,5 Std." in shown(page)["lent"]
    english = [
        one
        for path in tmp_path.rglob("*.html")
        for one in (" the ", "Whom", "Who ", "open")
        if one in shown(path).whole
    ]
    assert english == []
    word = " ".join(words_of(tmp_path / "de/vereinbarungen/Hotel_Elbe_Klinik_Nord.docx"))
    assert "keine Rechtsberatung" in word


def test_a_plan_of_nothing_has_a_call_list_and_no_days(tmp_path: Path) -> None:
    empty = sm.solve(sm.Scenario(companies=(), workers=(), demands=()))
    assert {path.name for path in sm.handouts(empty, tmp_path / "out")} == {"overview.html", "call_list.html"}
    assert shown(tmp_path / "out/call_list.html")[""].startswith("times in ")


def test_without_a_plan_there_is_nothing_to_hand_on(plan: Solution, tmp_path: Path) -> None:
    assert code_of(plan.model_copy(update={"status": "unknown"}), tmp_path / "out")[0] == "no_plan"


# Templates


def template(place: Path, name: str, text: str) -> Path:
    place.mkdir(exist_ok=True)
    (place / name).write_text(text, encoding="utf-8")
    return place


def test_a_cluster_replaces_one_template_and_keeps_the_others(plan: Solution, folder: Path, tmp_path: Path) -> None:
    text = (
        '{% extends "staffmatch/person.html.jinja" %}{% block heading %}<h1>Cluster {{ page.name }}</h1>'
        "<p>{% set one = page.stints[0] %}{{ one.start | weekday }} {{ one | span }} {{ page.minutes | hours }}</p>"
        "{% endblock %}"
    )
    mine = template(tmp_path / "mine", "person.html.jinja", text)
    sm.handouts(plan, tmp_path / "out", templates=mine, dated=date(2020, 4, 3))
    page = shown(tmp_path / "out/people/Ana_Silva.html")
    assert "Cluster Ana Silva Mon 06 Apr 22:00–06:00 (next day) 23.5 h" in page[""]
    assert "Schwester Ilse" in page["shifts"]
    same = "companies/Klinik_Nord.html"
    assert (tmp_path / "out" / same).read_text() == (folder / same).read_text()


def test_a_template_of_an_agreement_makes_both_files(plan: Solution, tmp_path: Path) -> None:
    table = "<table><tr><td>a<td>b</table>"
    text = f"<h1>Our own</h1><p>{{{{ page.lender.name }}}}\n  <b>lends</b></p><ul><li>one<li>two</ul>{table}"
    mine = template(tmp_path / "mine", "agreement.html.jinja", text)
    sm.handouts(plan, tmp_path / "out", templates=mine)
    document = docx.Document(str(tmp_path / "out/agreements/Hotel_Elbe_Klinik_Nord.docx"))
    styles = [(one.style.name, one.text) for one in document.paragraphs if one.text]
    assert styles == [
        ("Title", "Our own"), ("Normal", "Hotel Elbe lends"), ("List Bullet", "one"), ("List Bullet", "two"),
    ]  # fmt: skip
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["a", "b"]


def test_templates_are_given_nothing_that_the_page_may_not_show(plan: Solution, tmp_path: Path) -> None:
    mine = template(tmp_path / "mine", "company.html.jinja", "{{ page }} {{ sheet }}")
    template(mine, "agreement.html.jinja", "{{ page }}")
    sm.handouts(plan, tmp_path / "out", templates=mine)
    for path in [*(tmp_path / "out/companies").iterdir(), *(tmp_path / "out/agreements").glob("*.html")]:
        page = path.read_text()
        assert "commute=None" in page
        assert not re.search(rf"commute=\d|{PAY}|{HOME.lat}|0151|Ben Ott", page)
        # It is for those who come to the hotel.
        assert ("Mondays only" in page) == (path.name == "Hotel_Elbe.html")
        assert path.name == "Klinik_Nord.html" or ("Cem" in page) == path.name.startswith("Bar")


@pytest.mark.parametrize(
    "text",
    [
        "{{ page.__class__.__mro__ }}",
        "{{ say.__globals__ }}",
        "{{ say.__self__._environment }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(page) }}",
        "{{ sheet.__init__.__globals__['__builtins__'] }}",
        "{{ cycler.__init__.__globals__.os.environ }}",
    ],
)
def test_templates_reach_nothing_but_what_they_are_given(plan: Solution, tmp_path: Path, text: str) -> None:
    mine = template(tmp_path / "mine", "person.html.jinja", text)
    code, said = code_of(plan, tmp_path / "out", templates=mine)
    assert code == "unsafe_template"
    assert said.startswith("templates/person.html.jinja ")
    assert not (tmp_path / "out").exists()


def test_templates_read_no_files_beyond_their_folder(plan: Solution, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    mine = template(tmp_path / "mine", "person.html.jinja", '{% include "../secret.txt" %}')
    assert code_of(plan, tmp_path / "out", templates=mine)[0] == "bad_template"
    template(mine, "person.html.jinja", '{% include "link.txt" %}')
    (mine / "link.txt").symlink_to(tmp_path / "secret.txt")
    code, said = code_of(plan, tmp_path / "out", templates=mine)
    assert code == "bad_template"
    assert "'link.txt', which there is not" in said


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("\n{% if %}", "bad_template", "line 2: "),
        ("\n\n{{ page.nmae }}", "bad_template", "line 3: UndefinedError"),
        ("{{ 1 / 0 }}", "bad_template", "line 1: ZeroDivisionError"),
        ("{{ say('helo') }}", "unknown_word", "there is no word 'helo'."),
    ],
)
def test_what_is_wrong_in_a_template_is_told_with_its_place(
    plan: Solution, tmp_path: Path, text: str, code: str, said: str
) -> None:
    mine = template(tmp_path / "mine", "person.html.jinja", text)
    found = code_of(plan, tmp_path / "out", templates=mine)
    assert found[0] == code
    assert said in found[1]


def test_folders_without_templates_and_days_that_are_none_are_refused(plan: Solution, tmp_path: Path) -> None:
    assert code_of(plan, tmp_path / "out", templates=tmp_path / "none")[0] == "bad_option"
    misspelt = template(tmp_path / "mine", "persn.html.jinja", "")
    assert "person.html.jinja" in code_of(plan, tmp_path / "out", templates=misspelt)[1]
    assert code_of(plan, tmp_path / "out", dated="2020-04-03")[0] == "bad_option"
    assert code_of(plan, tmp_path / "out", lang="xx")[0] == "bad_option"


# Whatever people are called


NAMES = (
    *HOSTILE,
    "\"><img src=x onerror=alert(1)> & 'q'",
    "</title></style><svg/onload=alert(1)>",
    "<!--", "]]>", "&lt;b&gt;", "javascript:alert(1)",
    "{{ 7 * 7 }} {% raw %}", "{0.__class__}", "{worker:worker}", "%(name)s %s",
    "../../etc/passwd", "C:\\nul", "con", ".", "-rf", "a/b/c", "x" * 300,
    "line\r\nBEGIN:VEVENT\r\nSUMMARY:x", "nul\x00bell\x07", "\u202egnp.exe", "\ufeff", "Zoë 👩\u200d⚕️ Ünal", "\ud7ff",
    "=cmd|'/c calc'!A1", "</w:t></w:r><w:p>",
)  # fmt: skip


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    texts = [*NAMES, "<script>alert(2)</script>\r\nEND:VCALENDAR </w:t> {{ 1 }} \" ' & \x00"]
    solution = sm.solve(hostile(texts), threads=1)
    former = solution.replan(solution.scenario.without(workers=["w3"]))
    paths = sm.handouts(solution, tmp_path / "out", before=former)
    assert all(path.resolve().is_relative_to(tmp_path / "out") for path in paths)
    assert len({str(path).lower() for path in paths}) == len(paths)
    require_text(paths, texts)


def test_who_has_a_name_of_other_letters_or_none_has_a_readable_file(tmp_path: Path) -> None:
    written = sm.handouts(sm.solve(hostile(["王伟", "-2", "= 7", "Ana", "--help", "李 – 2"]), threads=1), tmp_path)
    names = sorted(path.name for path in written if path.parent.name == "people" and path.suffix == ".html")
    assert names == ["Ana.html", "help.html", "person.html", "person_2.html", "person_2_2.html", "person_7.html"]


def require_text(paths: Iterable[Path], texts: Sequence[str]) -> None:
    """Nothing but text has come of the texts, and all of it is there."""
    # Names may be cut.
    wanted = {squeezed(text)[:60] for text in texts}
    for path in paths:
        if path.suffix == ".html":
            page = shown(path)
            assert not {"script", "img", "svg", "w:t", "w:p"} & set(page.tags)
            said = squeezed(page.whole)
            assert path.parent.name != "companies" or all(text in said for text in wanted)
        elif path.suffix == ".docx":
            said = squeezed(" ".join(words_of(path)))
            assert all(text in said for text in wanted)
        elif path.suffix == ".ics":
            assert len(re.findall(r"^(?:BEGIN|END):VEVENT\r?$", path.read_text(), re.MULTILINE)) == 2
        else:
            assert len(path.read_text().splitlines()) < 20


def squeezed(text: str) -> str:
    """Without white space and signs that are not printed."""
    return "".join(sign for sign in text if sign.isprintable() and sign != " ")


def test_pages_ask_for_nothing_from_elsewhere(folder: Path) -> None:
    for path in folder.rglob("*.html"):
        page = path.read_text()
        assert not re.search(r"https?:|<script|<iframe|@import|url\(", page)
        assert "default-src 'none'" in page


@pytest.mark.parametrize("name", sample(PAGES, 2))
def test_a_browser_prints_a_page(folder: Path, tmp_path: Path, name: str) -> None:
    sheet = tmp_path / "page.pdf"
    assert printed(folder / f"{name}.html", tmp_path / "profile", sheet) == []
    found = sheet.read_bytes()
    assert found.startswith(b"%PDF")
    # A4, in points.
    assert re.search(rb"/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]", found)


def test_no_page_is_wider_than_a_phone(folder: Path, tmp_path: Path) -> None:
    require_browser()
    cells = "[...document.querySelectorAll('td')]"
    with Browser(tmp_path / "profile") as browser:
        tab = browser.tab()
        tab.size(390)
        for name in PAGES:
            tab.open((folder / f"{name}.html").as_uri())
            assert tab.run("document.documentElement.scrollWidth") <= 390, name
            assert tab.run(f"Math.max(0, ...{cells}.map(one => one.getBoundingClientRect().right))") <= 390, name
        tab.open((folder / "call_list.html").as_uri())
        assert tab.run(f"Math.min(...{cells}.map(one => one.clientWidth).filter(wide => wide > 0))") > 300


# The command


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.output


def test_the_command_writes_the_same_and_names_what_is_missing(plan: Solution, folder: Path, tmp_path: Path) -> None:
    plan.scenario.save(tmp_path / "my.json")
    plan.save(tmp_path / "plan.json")
    fewer = plan.scenario.without(workers=["cem"])
    fewer.save(tmp_path / "new.json")
    plan.replan(fewer).save(tmp_path / "next.json")
    asked = ("handout", tmp_path / "my.json", tmp_path / "plan.json", "--out", tmp_path / "out")
    code, said = run(*asked, "--date", "2020-04-03")
    assert code == 0, said
    assert "overview.html, and 12 other files." in said.replace("\n", "")
    assert (tmp_path / "out/call_list.html").read_text() == (folder / "call_list.html").read_text()
    asked = ("handout", tmp_path / "new.json", tmp_path / "next.json", "--out", tmp_path / "out")
    code, said = run(*asked, "--before", tmp_path / "plan.json")
    assert (code, "--former" in said) == (2, True)
    code, said = run(*asked, "--before", tmp_path / "plan.json", "--former", tmp_path / "my.json", "--lang", "de")
    assert code == 0, said
    assert (tmp_path / "out/nachrichten/Cem_Aydin.txt").read_text().startswith("Guten Tag Cem Aydın,")
    assert run(*asked, "--former", tmp_path / "my.json")[0] == 2
    assert run(*asked, "--date", "3.4.")[0] == 2


def test_pages_of_an_earlier_plan_go_unless_somebody_changed_them(plan: Solution, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = sm.handouts(plan, out)
    (out / "note.txt").write_text("mine")
    gone = next(one.worker for one in plan.assignments)
    name = {worker.id: worker.name for worker in plan.scenario.workers}[gone]
    page = next(path for path in first if path.stem == (name or gone).replace(" ", "_") and path.suffix == ".html")
    filled = next(path for path in first if path.suffix == ".docx")
    filled.write_bytes(b"filled in")
    nobody = sm.evaluate(plan.scenario, sm.Plan())
    second = sm.handouts(nobody, out)
    assert not page.exists()
    assert filled.read_bytes() == b"filled in"
    left = {path for path in out.rglob("*") if path.is_file()} - {out / ".handouts.json"}
    assert left == {*second, out / "note.txt", filled}


def test_a_list_that_somebody_forged_removes_nothing_elsewhere(plan: Solution, tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other.html"
    sm.handouts(plan, out)
    other.write_text("kept")
    (out / "link.html").symlink_to(other)
    digest = hashlib.sha256(b"kept").hexdigest()
    paths = ["../other.html", str(other), "link.html", "people/../../other.html", "missing.html", ".", ""]
    forged = {"files": dict.fromkeys(paths, digest)}
    for content in (json.dumps(forged), "[", "[1]", '{"files": 3}'):
        (out / ".handouts.json").write_text(content)
        sm.handouts(plan, out)
        assert other.read_text() == "kept"
        assert (out / "link.html").is_symlink()
