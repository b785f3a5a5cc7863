"""A plan as a file holds it, whoever made it: assignments, and what else the file says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError, InputIssue, near_or
from staffmatch.explain.plan_changes import Replaced
from staffmatch.io.sheets.planned import refusals
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.json_text import parse_json
from staffmatch.result.solution import Solution

_UNREAD = Sentence(
    "plan_sheet.unread",
    "Of the file only the assignments are read; what it says beside them is no solution: {why}",
)
# Fields by which a file claims to be more than assignments.
_FIGURES = {"status", "termination", "certificate", "scenario_digest"}
_SHAPE = refusals.SHAPE_ADVICE(shape='{"assignments": [{"worker": "w1", "shift": "s1"}]}', pairs='[["w1", "s1"]]')


@dataclass(frozen=True)
class PlanFile:
    """The ``plan``, with all figures and proofs if the file is a ``solution``, which is not attached to a scenario.

    A workbook that was changed by hand has the plan ``before``, as it was written, and in which seats who was
    ``replaced`` by whom. ``flaw`` is why a file that states more than assignments is no solution, and ``notes`` say
    what was made of it.
    """

    plan: Plan
    solution: Solution | None = None
    before: Plan | None = None
    replaced: tuple[Replaced, ...] = ()
    flaw: InputError | None = None
    notes: tuple[Message, ...] = ()


def of_json(text: str, path: str, scenario: Scenario) -> PlanFile:
    """Of a solution, or of pairs that somebody wrote; InputError for ids that the scenario does not have, for a pair
    that is listed twice, and for what is neither."""
    content = parse_json(text)
    try:
        found = Solution.model_validate(content)
    except InputError as error:
        states = isinstance(content, dict) and not _FIGURES.isdisjoint(content)
        if states and "assignments" not in content:
            raise
        pairs = _pairs(content, path)
        require_ids(scenario, pairs)
        notes = (_UNREAD(why=error.problems[0].message),) if states else ()
        return PlanFile(Plan.of(pairs), flaw=error if states else None, notes=notes)
    return PlanFile(found.plan, found)


def _pairs(content: Any, path: str) -> list[tuple[str, str]]:
    listed = content.get("assignments") if isinstance(content, dict) else content
    if not isinstance(listed, list):
        raise InputError([InputIssue("no_plan_in_file", path, refusals.NO_ASSIGNMENTS(), _SHAPE)])
    found = []
    for number, one in enumerate(listed):
        pair = (one.get("worker"), one.get("shift")) if isinstance(one, dict) else one
        if not isinstance(pair, Sequence) or len(pair) != 2 or not all(isinstance(name, str) for name in pair):
            path = f"assignments[{number}]"
            raise InputError([InputIssue("bad_assignment", path, refusals.NO_PAIR(), _SHAPE)])
        found.append((pair[0], pair[1]))
    return found


def require_ids(scenario: Scenario, pairs: Iterable[tuple[str, str]]) -> None:
    """InputError for ids that the scenario does not have, and for a pair that is listed twice."""
    listed, problems = list(pairs), []
    for place, kind in enumerate(("worker", "shift")):
        known = set(scenario.ids("workers" if kind == "worker" else "shifts"))
        for name in dict.fromkeys(pair[place] for pair in listed):
            if name not in known:
                advice = near_or(name, known, refusals.THIS_SCENARIO_ADVICE())
                text = refusals.NO_ID(name=name) if kind == "worker" else refusals.NO_SHIFT(shift=name)
                problems.append(InputIssue(f"unknown_{kind}", "assignments", text, advice, (name,)))
    for (worker, shift), count in Counter(listed).items():
        if count > 1:
            text = refusals.LISTED_TWICE(worker=worker, shift=shift, n=count)
            advice = refusals.LISTED_TWICE_ADVICE()
            problems.append(InputIssue("double_assignment", "assignments", text, advice, (worker, shift)))
    if problems:
        raise InputError(problems)
