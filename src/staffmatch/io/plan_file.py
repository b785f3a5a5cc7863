"""A plan as a file holds it, whoever made it: assignments, and what else the file says of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError, InputIssue
from staffmatch.explain.plan_changes import Replaced
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.accessors import near_ids
from staffmatch.result.solution import Solution

_UNREAD = Sentence(
    "plan_sheet.unread",
    "Of the file only the assignments are read; what it says beside them is no solution: {why}",
)
# Fields by which a file claims to be more than assignments.
_FIGURES = {"status", "termination", "certificate", "scenario_digest"}
_SHAPE = (
    'Write it as {"assignments": [{"worker": "w1", "shift": "s1"}]}, or as a list of such pairs: [["w1", "s1"]]; '
    "or give a solution file, or a workbook that --sheets wrote."
)


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
    try:
        found = Solution.model_validate_json(text)
    except InputError as error:
        content = _content(text)
        states = isinstance(content, dict) and not _FIGURES.isdisjoint(content)
        if content is None or (states and "assignments" not in content):
            raise
        pairs = _pairs(content, path)
        require_ids(scenario, pairs)
        notes = (_UNREAD(why=str(error.problems[0])),) if states else ()
        return PlanFile(Plan.of(pairs), flaw=error if states else None, notes=notes)
    return PlanFile(found.plan, found)


def _content(text: str) -> Any:
    """What the JSON holds; None if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _pairs(content: Any, path: str) -> list[tuple[str, str]]:
    listed = content.get("assignments") if isinstance(content, dict) else content
    if not isinstance(listed, list):
        raise InputError([InputIssue("no_plan_in_file", path, "holds no assignments.", _SHAPE)])
    found = []
    for number, one in enumerate(listed):
        pair = (one.get("worker"), one.get("shift")) if isinstance(one, dict) else one
        if not isinstance(pair, Sequence) or len(pair) != 2 or not all(isinstance(name, str) for name in pair):
            text = "is no assignment: it does not say one worker and one shift by their ids."
            raise InputError([InputIssue("bad_assignment", f"assignments[{number}]", text, _SHAPE)])
        found.append((pair[0], pair[1]))
    return found


def require_ids(scenario: Scenario, pairs: Iterable[tuple[str, str]]) -> None:
    """InputError for ids that the scenario does not have, and for a pair that is listed twice."""
    listed, problems = list(pairs), []
    for place, kind in enumerate(("worker", "shift")):
        known = set(scenario.ids("workers" if kind == "worker" else "shifts"))
        for name in dict.fromkeys(pair[place] for pair in listed):
            if name not in known:
                near = near_ids(name, known)
                advice = f"Did you mean {near[0]!r}?" if near else "Give a plan of this scenario."
                text = f"there is no {kind} {name!r} in the scenario."
                problems.append(InputIssue(f"unknown_{kind}", "assignments", text, advice, (name,)))
    for (worker, shift), count in Counter(listed).items():
        if count > 1:
            text = f"{worker!r} has the shift {shift!r} {count} times."
            advice = "List each assignment once."
            problems.append(InputIssue("double_assignment", "assignments", text, advice, (worker, shift)))
    if problems:
        raise InputError(problems)
