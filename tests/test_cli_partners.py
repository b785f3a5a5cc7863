"""`staffmatch partners`, and `--open`, which shows what is written."""

from __future__ import annotations

import json
import webbrowser
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from staffmatch.cli import app
from tests.explain.test_partners import hand


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def city(tmp_path: Path) -> Path:
    hand().save(tmp_path / "city.json")
    return tmp_path / "city.json"


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was asked for."""
    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: bool(asked.append(address) is None))
    return asked


def test_partners_of_all_and_of_one(city: Path) -> None:
    found = run("partners", city)
    assert found.exit_code == 0, found.output
    assert "Klinik Nord\n1. Hotel Elbe: lends up to 4 h" in found.stdout
    one = run("partners", city, "--company", "hotel", "-k", 1, "--ids")
    assert "hotel\n1. clinic: lends up to 16 h" in one.stdout
    assert "airport" not in one.stdout
    assert run("partners", city, "--company", "nobody").exit_code == 2


def test_json_of_a_cluster(city: Path) -> None:
    found = json.loads(run("partners", city, "--cluster", "city", "--json").stdout)
    assert {one["company"] for one in found["partners"]} == {"clinic", "hotel"}
    assert "airport" not in json.dumps(found)
    assert found["fewest"] == 3


def test_open_shows_the_pages_that_are_written(city: Path, tmp_path: Path, shown: list[str]) -> None:
    page, plan = tmp_path / "page.html", tmp_path / "plan.json"
    assert run("partners", city, "--report", page, "--open").exit_code == 0
    assert run("solve", city, "--out", plan, "--report", page, "--open", "--threads", 1).exit_code == 0
    assert run("handout", city, plan, "--out", tmp_path / "out", "--open").exit_code == 0
    assert shown == [page.as_uri(), page.as_uri(), (tmp_path / "out" / "overview.html").as_uri()]


def test_open_wants_a_page(city: Path, tmp_path: Path, shown: list[str]) -> None:
    for words in (("partners", city), ("solve", city, "--out", tmp_path / "plan.json")):
        refused = run(*words, "--open")
        assert refused.exit_code == 2
        assert "--report" in refused.stderr
    assert not shown
    assert not (tmp_path / "plan.json").exists()


def test_without_a_browser_the_page_is_named(city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    done = run("partners", city, "--report", tmp_path / "page.html", "--open")
    assert done.exit_code == 0
    assert "No browser could be opened" in done.stderr
