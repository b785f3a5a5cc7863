"""The pages: what they link to and name is there, and docstrings become what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import staffmatch as sm
from docs import reference
from docs.house import modules, room

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")])

_FENCED = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")
_PATH = re.compile(r"`((?:src|tests|docs|benchmarks|examples)/[\w./-]+\.\w+)[`:]")
_DOTTED = re.compile(r"`([a-z_]+(?:\.\w+)+)`")


def anchors(page: Path) -> set[str]:
    """Of the headings, as GitHub and MyST make them."""
    headings = re.findall(r"^#+ (.+)$", _FENCED.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for target, anchor in _LINK.findall(_FENCED.sub("", page.read_text(encoding="utf-8"))):
        found = page.parent / target if target else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), f"{target}#{anchor}"


@pytest.mark.parametrize("name", ["model", "algorithm", "extending"])
def test_files_and_modules_that_a_page_names_are_there(name: str) -> None:
    text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert [path for path in _PATH.findall(text) if not (ROOT / path).exists()] == []
    known = modules()
    rooms = {room(module) for module in known}
    named = {dotted for dotted in _DOTTED.findall(text) if dotted.split(".")[0] in rooms and not dotted.endswith(".py")}
    assert named - set(known) == set()


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return reference.pages()


def test_every_public_name_has_a_place_in_the_reference(pages: dict[str, str]) -> None:
    text = "\n".join(pages.values())
    for name in set(sm.__all__) - {"DEFAULT_RULES", "DEFAULT_TIERS"}:
        assert re.search(rf":: staffmatch\.{name}$", text, re.MULTILINE), name


def test_pages_are_written_once_and_old_ones_go(
    tmp_path: Path, pages: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone.rst").write_text("old", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(reference, "pages", lambda: pages)
        reference.write_pages(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(pages)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    reference.write_pages(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_in_docstrings_backticks_are_code_and_other_signs_are_themselves() -> None:
    told = reference.markup(["One `name` and ``a * b``s: |x| or 2 * y_.", "", "    Σ |x| <= 1", "", "Then *this*."])
    assert told == [
        r"One \ ``name``\  and \ ``a * b``\ s: \|x\| or 2 \* y\_.",
        "",
        "::",
        "",
        "    Σ |x| <= 1",
        "",
        r"Then \*this\*.",
        "",
    ]


def test_fields_of_a_model_are_listed_as_its_source_has_them() -> None:
    listed = reference.fields(sm.Location)
    assert ":param place: ``Id | None``" in listed
    assert reference.signature(sm.Location) == ("(*, lat, lon, place=None)", None)
    assert reference.fields(sm.solve) == []
    assert reference.signature(sm.solve) is None
