"""The matrix of lenders and borrowers, and the page that has it: nothing is cut off, everything is escaped."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

import staffmatch as sm
from staffmatch.messages import names_of
from staffmatch.reports.partner_matrix import MOST_COLUMNS, MOST_ROWS, matrix
from staffmatch.reports.partners import partners_page, plan_matrix
from tests.explain.test_partners import hand, town


def drawn(minutes: dict[tuple[str, str], int]) -> object:
    return matrix(minutes, str, lambda pair: str(minutes[pair] // 60), str)


def test_the_largest_come_first_and_all_stands_within_the_picture() -> None:
    found = matrix({("a", "x"): 60, ("b", "x"): 600, ("b", "y"): 30}, str, lambda pair: "h", str)
    assert found is not None
    assert [name for _, name, _ in found.rows] == ["b", "a"]
    assert [name for _, name, _ in found.columns] == ["x", "y"]
    assert max(cell.strength for cell in found.cells) == 1
    assert all(found.left <= cell.x <= found.width - found.cell for cell in found.cells)
    assert all(found.top <= cell.y <= found.height - found.row for cell in found.cells)
    assert found.hidden == (0, 0)


def test_many_companies_are_cut_and_it_is_told() -> None:
    found = matrix({(f"a{n}", f"b{n}"): n + 1 for n in range(30)}, str, lambda pair: "h", str)
    assert found is not None
    assert (len(found.rows), len(found.columns)) == (MOST_ROWS, MOST_COLUMNS)
    assert found.hidden == (30 - MOST_ROWS, 30 - MOST_COLUMNS)
    assert drawn({}) is None


def test_a_plan_stands_beside_what_could_be() -> None:
    stated = hand().replace(workers=[one.replace(consent="accepted") for one in hand().workers])
    solution = sm.solve(stated, threads=1)
    found = plan_matrix(solution, "en")
    assert found is not None
    planned = sum(int(cell.text.split(" / ")[0]) for cell in found.cells)
    assert planned == sum(one.minutes for one in solution.partnerships) // 60
    page = sm.report(solution)
    assert "Who could help whom" in page
    assert 'id="matrix-h"' in page


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_page_has_names_and_no_markup_of_others(tmp_path: Path, lang: str) -> None:
    hostile = hand().replace(companies=[c.replace(name=f"<script>{c.id}</script>") for c in hand().companies])
    page = tmp_path / "partners.html"
    partners_page(sm.partners(hostile), page, names_of(hostile), lang)
    text = page.read_text(encoding="utf-8")
    read = _Texts()
    read.feed(text)
    assert "script" not in read.tags
    assert "&lt;script&gt;clinic" in text
    assert not any(name in text for name in ("ana", "Silva", "cem"))
    assert f'<html lang="{lang}">' in text


def test_a_page_of_a_cluster_without_partners(tmp_path: Path) -> None:
    page = tmp_path / "partners.html"
    partners_page(sm.partners(town(1), cluster="health"), page)
    assert "No two companies could help each other." in page.read_text()
    assert "<table" not in page.read_text()
