"""Kinds of shifts that rules and terms name, such as early or night."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from staffmatch.domain import refusals
from staffmatch.errors import InputIssue, near_or


def kind_problems(named: Iterable[tuple[str, str]], known: Collection[str], path: str) -> Iterator[InputIssue]:
    """Of kinds, each with the field that names it, those that no shift has."""
    for field, kind in named:
        if kind not in known:
            text = refusals.UNKNOWN_SHIFT_KIND(name=kind)
            advice = near_or(kind, sorted(known), refusals.UNKNOWN_SHIFT_KIND_ADVICE())
            yield InputIssue("unknown_kind", f"{path}.{field}", text, advice, (kind,))
