"""The site: what stands beside its pages, and, once it is built, that it needs no network."""

from __future__ import annotations

import json
import os
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

import staffmatch as sm
from docs import releases, summary
from tests.reports.chromium import visit

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = {page.relative_to(DOCS).with_suffix("").as_posix() for page in DOCS.rglob("*.md")}

# Whatever a browser loads by itself; links that a reader may follow are `href` of `a`.
_LOADED = re.compile(r'<(?:script|img|iframe|source)\b[^>]*\bsrc="(\w+:)?//|<link\b[^>]*\bhref="(\w+:)?//')


def test_every_page_is_in_one_part_of_the_site() -> None:
    listed = [name for part in summary.PARTS for name in summary.pages_below(part)]
    assert sorted(listed) == sorted(PAGES - {"index", *summary.PARTS})


def test_the_summary_has_a_line_with_a_sentence_for_each_page() -> None:
    lines = re.findall(r"^- \[(.+)\]\(([\w/-]+)\.html\): (.+)$", summary.summary(), re.MULTILINE)
    assert {name for _, name, _ in lines} == PAGES - {"index", *summary.PARTS}
    for title, name, sentence in lines:
        assert title == summary.title(DOCS / f"{name}.md")
        assert 15 < len(sentence) < 500, name
        assert "```" not in sentence, name
        assert "](" not in sentence, name


def test_this_version_comes_first_and_is_in_development_until_the_changelog_has_it() -> None:
    first, *others = json.loads(releases.versions())
    assert first["version"] == sm.__version__
    released = [one["version"] for one in others]
    assert (first["state"] == "released") == (f"## {sm.__version__}" in releases.CHANGELOG.read_text(encoding="utf-8"))
    assert sm.__version__ not in released


@pytest.fixture(scope="module")
def site() -> Path:
    """The pages that `make docs` has made; building them takes half a minute, which `.ci/run` spends once."""
    if not (named := os.environ.get("STAFFMATCH_SITE")):
        pytest.skip("STAFFMATCH_SITE names no folder of built pages; `make docs` makes out/docs")
    return (ROOT / named).resolve()


@pytest.mark.full
def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > len(PAGES)
    assert [page.name for page in pages if _LOADED.search(page.read_text(encoding="utf-8"))] == []


@pytest.mark.full
@pytest.mark.parametrize(("word", "page"), [("certificate", "api/certificate.html"), ("DailyRest", "rules.html")])
def test_search_finds_pages_without_a_network(site: Path, tmp_path: Path, word: str, page: str) -> None:
    seen = visit(site / "search.html", tmp_path / "profile", query=f"?q={word}")
    found = re.findall(r'<li class="kind-\w+"><a href="([^"#]+)', seen.dom)
    assert page in found
    assert [line for line in seen.console if "rror" in line or "blocked" in line] == []


@pytest.mark.full
def test_links_of_the_summary_are_pages(site: Path) -> None:
    text = (site / "llms.txt").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert len(links) > len(PAGES) - 10
    assert [link for link in links if not (site / link).exists()] == []
    assert json.loads((site / "versions.json").read_text(encoding="utf-8"))[0]["version"] == sm.__version__


@pytest.mark.full
def test_formulas_are_drawn_by_the_browser(site: Path) -> None:
    text = (site / "model.html").read_text(encoding="utf-8")
    assert text.count('<div class="math"') > 6
    assert "merror" not in text


@pytest.mark.full
def test_every_link_between_pages_leads_to_a_place(site: Path) -> None:
    texts = {page.resolve(): page.read_text(encoding="utf-8") for page in site.rglob("*.html")}
    places = {page: set(re.findall(r'\bid="([^"]+)"', text)) for page, text in texts.items()}
    dead = []
    for page, text in texts.items():
        for link in set(re.findall(r'<a\b[^>]*\bhref="([^":]+)"', text)):
            target, _, place = unquote(unescape(link)).partition("#")
            found = (page.parent / target).resolve() if target else page
            if not found.exists() or (place and found in places and place not in places[found]):
                dead.append(f"{page.name}: {link}")
    assert dead == []
