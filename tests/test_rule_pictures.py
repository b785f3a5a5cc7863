"""The pictures of the rule book: what is green keeps the rule, what is red breaks it, by the rule itself."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import cache

import pytest

import staffmatch as sm
from docs import rule_drawing
from docs.paths import CHARGE, INDICATORS, rule_path
from docs.rule_cases import CASES, Case

pytestmark = pytest.mark.pages

pictures = cache(rule_drawing.pictures)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule.kind)
def test_one_plan_keeps_the_rule_and_the_other_breaks_it(case: Case) -> None:
    assert case.violations(case.keeps) == []
    assert sm.verify(case.scenario, case.plan(case.keeps)).ok
    (broken, *_) = case.violations(case.breaks)
    assert broken.rule == case.rule.kind
    assert not sm.verify(case.scenario, case.plan(case.breaks)).ok


def test_every_rule_that_forbids_something_has_a_picture() -> None:
    drawn = [type(case.rule) for case in CASES]
    assert len(drawn) == len(set(drawn))
    charging = {rule for rule in sm.constraints.RULES if set(rule_path(rule)) <= {CHARGE, INDICATORS}}
    assert set(sm.constraints.RULES) - set(drawn) == charging


@pytest.mark.parametrize("kind", [case.rule.kind for case in CASES])
def test_pictures_are_current_and_well_formed(kind: str) -> None:
    path = rule_drawing.FOLDER / f"{kind}.svg"
    assert path.read_text(encoding="utf-8") == pictures()[kind], "Run `make books`."
    drawn = ET.fromstring(pictures()[kind])  # noqa: S314 (made here)
    colours = [box.get("fill") for box in drawn.iter("{http://www.w3.org/2000/svg}rect")]
    assert "#009e73" in colours
    assert "#d55e00" in colours


def test_there_is_no_picture_of_a_rule_that_is_gone() -> None:
    assert {path.stem for path in rule_drawing.FOLDER.glob("*.svg")} == set(pictures())
