"""Wishes that name nothing in the scenario, contradict each other, or would be ignored."""

from __future__ import annotations

from collections.abc import Iterator

from staffmatch.domain import refusals
from staffmatch.errors import InputIssue, near_or
from staffmatch.models import Scenario, Wish, Worker
from staffmatch.records.accessors import kinds_of_work, workers_with

_UNKNOWN = {
    "shift": ("unknown_shift", refusals.UNKNOWN["shift"], refusals.UNKNOWN_ADVICE["shift"]),
    "demand": ("unknown_demand", refusals.UNKNOWN["demand"], refusals.UNKNOWN_ADVICE["demand"]),
    "kind": ("unknown_shift_kind", refusals.UNKNOWN_SHIFT_KIND, refusals.UNKNOWN_SHIFT_KIND_ADVICE),
}


def wish_problems(scenario: Scenario) -> Iterator[InputIssue]:
    people = list(workers_with(scenario, "wishes"))
    if not people:
        return
    known = {
        "shift": set(scenario.ids("shifts")),
        "demand": set(scenario.ids("demands")),
        "kind": kinds_of_work(scenario),
    }
    for place, worker in people:
        yield from _unknown(worker, f"workers[{place}]", known)
        yield from _contradictory(worker, f"workers[{place}]")
    musts = sum(wish.must for _, worker in people for wish in worker.wishes)
    if musts and not any(rule.kind == "availability" for rule in scenario.rules):
        text, advice = refusals.MUSTS_IGNORED(n=musts), refusals.MUSTS_IGNORED_ADVICE()
        yield InputIssue("missing_rule", "workers", text, advice, ("availability",))


def _unknown(worker: Worker, path: str, known: dict[str, set[str]]) -> Iterator[InputIssue]:
    for number, wish in enumerate(worker.wishes):
        for field, (code, text, advice) in _UNKNOWN.items():
            name = getattr(wish, field)
            if name is not None and name not in known[field]:
                near = near_or(name, known[field], advice())
                yield InputIssue(code, f"{path}.wishes[{number}].{field}", text(name=name), near, (worker.id, name))


def _contradictory(worker: Worker, path: str) -> Iterator[InputIssue]:
    said: dict[Wish, bool] = {}
    for number, wish in enumerate(worker.wishes):
        subject = wish.model_copy(update={"against": False, "weight": 1, "must": False})
        if said.setdefault(subject, wish.against) != wish.against:
            text, advice = refusals.CONTRADICTORY_WISHES(), refusals.CONTRADICTORY_WISHES_ADVICE()
            yield InputIssue("contradictory_wishes", f"{path}.wishes[{number}]", text, advice, (worker.id,))
