"""The HTML report: what it holds, what it must not hold, and that a browser runs it."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import staffmatch as sm
from staffmatch.reports import html
from staffmatch.result.solution import Solution
from tests.builders import company, demand, scenario, shift, worker
from tests.reports.chromium import printed
from tests.reports.made import HOME, HOSTILE, NO_NURSE, conflicting, made, plan_of, shortage, ward_and_depot

VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """Checks that tags are nested well, counts rows of tables by id, and collects attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None]] = []
        self.rows: dict[str | None, int] = {}
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "tr" and self.open[-1][0] == "tbody":
            table = next(name for kind, name in reversed(self.open) if kind == "table")
            self.rows[table] = self.rows.get(table, 0) + 1
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("id")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag


def written(solution: Solution, folder: Path) -> str:
    path = folder / "plan.html"
    sm.report(solution, path)
    text = path.read_text(encoding="utf-8")
    Page(text)
    return text


def many(seats: int) -> Solution:
    """That many people, companies and days apart, each with one seat filled and one empty."""
    numbers = range(seats)
    companies = [company(f"b{k}", location=sm.Location(lat=53 + k / 999, lon=10)) for k in numbers]
    days = [shift(f"s{k}", 1 + k % 30, "08:00-10:00") for k in numbers]
    demands = [demand(f"d{k}", days[k], company=f"b{k}", headcount=2) for k in numbers]
    known = scenario([worker(f"w{k}", home=HOME) for k in numbers], demands, companies=companies, rules=[])
    missing = [shortage(f"d{k}", f"s{k}", 1, 2, "Nobody.") for k in numbers]
    return made(known, *((f"w{k}", f"s{k}") for k in numbers), shortages=missing)


def test_it_shows_the_figures(tmp_path: Path) -> None:
    text = written(plan_of(ward_and_depot()), tmp_path).replace("\u00a0", " ")
    for part in (
        "<h1>3 of 6 seats filled</h1>",
        "and no plan has less than 54 h",
        "Mon 6 Apr – Tue 7 Apr 2020 · times in Europe/Berlin",
        "22:00–06:00 +1",
        NO_NURSE,
        "Hotels and restaurants → Health and social work: 16 h",
        "Hotel Elbe → Klinik Nord: 16 h",
    ):
        assert part in text
    assert Page(text).rows["assignments"] == 3


def test_duties_beside_work_are_told(tmp_path: Path) -> None:
    nights = [shift(f"n{day}", day, "22:00-06:00").replace(duty=duty) for day, duty in ((6, "standby"), (8, "on_call"))]
    known = scenario([worker()], [demand("d", *nights, shift("w", 10, "08:00-16:00"))], rules=[])
    text = written(made(known, ("w", "n6"), ("w", "n8"), ("w", "w")), tmp_path)
    assert text.count("<small>standby</small>") == text.count("<small>on call</small>") == 1


def test_what_users_wrote_is_escaped(tmp_path: Path) -> None:
    known = ward_and_depot(name=HOSTILE)
    workers = [person.replace(id=HOSTILE) if person.id == "ana" else person for person in known.workers]
    known = known.replace(workers=workers)
    text = written(made(known, (HOSTILE, "mon"), shortages=[shortage("care", "tue", 1, 2, HOSTILE)]), tmp_path)
    assert HOSTILE not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert text.count("<script") == 1


def test_names_of_people_are_in_the_file_and_homes_are_not(tmp_path: Path) -> None:
    text = written(plan_of(ward_and_depot()), tmp_path)
    assert "<td>ana Petersen</td>" in text
    for private in ("53.6123", "9.8765", "53.612", "9.876"):
        assert private not in text


def test_homes_do_not_move_the_map(tmp_path: Path) -> None:
    """A map that made room for homes would tell where they are."""
    known = ward_and_depot()
    far = [person.replace(home=sm.Location(lat=52.5, lon=13.4)) for person in known.workers]
    pages = [written(plan_of(scenario), tmp_path) for scenario in (known, known.replace(workers=far))]
    drawn = [re.findall(r'<svg class="chart map.*?</svg>', page, re.DOTALL) for page in pages]
    assert len(drawn[0]) == 2
    assert drawn[0] == drawn[1]


def test_no_address_leads_out_of_the_file(tmp_path: Path) -> None:
    page = Page(written(plan_of(ward_and_depot()), tmp_path))
    led = [value for _, name, value in page.attributes if name in {"src", "href", "action", "xlink:href"}]
    assert led == ["data:,", "#plan"]
    policy = next(value for tag, name, value in page.attributes if tag == "meta" and "default-src" in value)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_pictures_have_titles_and_headers_a_scope(tmp_path: Path) -> None:
    text = written(plan_of(ward_and_depot()), tmp_path)
    for picture in re.findall(r"<svg[^>]*>.{0,300}", text, re.DOTALL):
        assert 'aria-hidden="true"' in picture or ('role="img"' in picture and "<title" in picture)
    assert all("scope=" in head for head in re.findall(r"<th\b[^>]*>", text))


def test_long_tables_are_cut_and_say_so(tmp_path: Path) -> None:
    text = written(many(620), tmp_path)
    rows = Page(text).rows
    assert (rows["assignments"], rows["partnerships"], rows["shortages"]) == (620, 500, 500)
    assert "The first 500 of 620 partnerships are listed; 120 are not shown." in text
    assert "580 more workers" in text.replace("\u00a0", " ")
    assert len(text) < 2_000_000


@pytest.mark.parametrize(
    ("solution", "words"),
    [
        (
            conflicting(ward_and_depot()),
            ["No plan keeps all pins", "No plan keeps both &#39;mon&#39; and &#39;tue&#39;."],
        ),
        (made(ward_and_depot(), status="unknown"), ["No plan was found in time", "Allow it more time"]),
        (made(scenario([], [])), ["Nothing to cover"]),
        (made(ward_and_depot()), ["0 of 6 seats filled", "0 new, 0 with an agreement"]),
        (made(scenario([worker()], [demand("d", shift("s", 6, "08:00-10:00"))]), ("w", "s")), ["every seat is filled"]),
    ],
    ids=["infeasible", "unknown", "no seats", "no assignment", "no place, no shortage"],
)
def test_every_outcome_has_a_page(solution: Solution, words: list[str], tmp_path: Path) -> None:
    text = written(solution, tmp_path).replace("\u00a0", " ")
    assert all(part in text for part in words)


def test_the_same_solution_gives_the_same_page(tmp_path: Path) -> None:
    assert written(plan_of(ward_and_depot()), tmp_path) == written(plan_of(ward_and_depot()), tmp_path)


def test_without_jinja2_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(sm.StaffmatchError, match=r"In a checkout: pip install '\.\[report\]'"):
        html.report(plan_of(ward_and_depot()), tmp_path / "plan.html")
    assert not (tmp_path / "plan.html").exists()


def test_importing_the_reports_loads_neither_rich_nor_jinja2() -> None:
    code = "import sys, staffmatch.reports; print(sorted({'rich', 'jinja2', 'ortools', 'highspy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_browser_prints_it_on_a4_with_the_titles_of_a_table_on_each_page(tmp_path: Path) -> None:
    written(many(60), tmp_path)
    sheet = tmp_path / "page.pdf"
    assert printed(tmp_path / "plan.html", tmp_path / "profile", sheet) == []
    # A4, in points.
    assert re.search(rb"/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]", sheet.read_bytes())
    # A browser paints a button in the head of a table on its first page only.
    printing = (tmp_path / "plan.html").read_text(encoding="utf-8").split("@media print", 1)[1]
    assert "th button { display: contents; }" in printing
