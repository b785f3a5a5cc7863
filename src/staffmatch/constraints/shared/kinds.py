"""Kinds of shifts that rules name, such as early or night."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from staffmatch.constraints import refusals
from staffmatch.errors import InputIssue, near_or
from staffmatch.models import Scenario
from staffmatch.records.accessors import kinds_of_work


def kind_problems(named: Iterable[tuple[str, str]], scenario: Scenario, path: str) -> Iterator[InputIssue]:
    """Of kinds, each with the field that names it, those that no shift has."""
    known = sorted(kinds_of_work(scenario))
    for field, kind in named:
        if kind not in known:
            text, advice = refusals.UNKNOWN_KIND(kind=kind), near_or(kind, known, refusals.UNKNOWN_KIND_ADVICE())
            yield InputIssue("unknown_kind", f"{path}.{field}", text, advice, (kind,))
