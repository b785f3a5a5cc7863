"""Fixes: the changes of a scenario that fill a seat, each applied and solved before it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import combinations, groupby
from typing import NamedTuple

from pydantic import PrivateAttr

from staffmatch.answers import refusals
from staffmatch.answers.resolving import Resolver, TierAfter, effects, steps, told_effects
from staffmatch.answers.what_if.intervals import TierChange, changes, decisive
from staffmatch.answers.why.changes import KINDS, Change, ChangeKind, of_any
from staffmatch.answers.why.nearby_fix import nearby_plan
from staffmatch.errors import InputError, InputIssue, LimitError, bad_option, choose
from staffmatch.explain.answer import Answer, basis
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario, Shift
from staffmatch.records.field_types import Count, ShiftId
from staffmatch.result.solution import Solution
from staffmatch.runtime.halting import Halted, hearing
from staffmatch.solver import evaluate

# Changes that are tried at most, and those of which pairs are tried.
MOST, MOST_OF_PAIRS = 40, 10

_FILLS = Sentence(
    "fix.fills",
    "Then {filled:count} more seat of {shift:shift} is filled: {effects:and}.",
    "Then {filled:count} more seats of {shift:shift} are filled: {effects:and}.",
    by="filled",
)
_ONLY_FILLS = Sentence(
    "fix.only_fills",
    "Then {filled:count} more seat of {shift:shift} is filled, and no tier is proven to change.",
    "Then {filled:count} more seats of {shift:shift} are filled, and no tier is proven to change.",
    by="filled",
)
_FOUND = Sentence("fix.found", "The plan that was found has {effects:and} than the present one.")
_UNSURE = Sentence(
    "fix.unsure", "The present plan is not proven to be the best: without the change there may be one as good."
)


class Fix(Answer):
    """A change, or two together, by which a seat is filled in the best plan, which is better than the former one.

    ``tiers`` has each tier before and after. ``worth`` is what the change does to the best plan there is, as far as the
    bounds prove it: what the present plan falls short of the best of its own scenario is not told as its effect.
    `scenario` is the changed one, `solution` its verified solution.

    >>> fix = solution.explain(shift="mon").fixes[0]
    >>> print(fix.text)
    Ask 'cem' to accept being lent. Then 1 more seat of 'mon' is filled: 16 h less of uncovered hours and 208.00 EUR
    more of cost.
    """

    kinds: tuple[ChangeKind, ...]
    changes: tuple[Message, ...]
    shift: ShiftId
    filled: Count
    tiers: tuple[TierAfter, ...]
    worth: tuple[TierChange, ...]
    _solution: Solution = PrivateAttr()
    _of: str = PrivateAttr()

    @property
    def scenario(self) -> Scenario:
        """The scenario with the change."""
        return self._solution.scenario

    @property
    def solution(self) -> Solution:
        """The best plan that was found for it."""
        return self._solution

    def messages(self) -> Iterator[Message]:
        yield from self.changes
        sure = tuple(one.message for one in self.worth if one.verdict in ("less", "more"))
        if sure:
            yield _FILLS(shift=self.shift, filled=self.filled, effects=sure)
        else:
            yield _ONLY_FILLS(shift=self.shift, filled=self.filled)
        if any(one.least is None or one.least != one.most for one in self.worth):
            if found := tuple(told_effects(self.tiers)):
                yield _FOUND(effects=found)
            if not self.sure:
                yield _UNSURE()

    @property
    def sure(self) -> bool:
        """Whether the best plan with the change is proven to be better than the best without it."""
        decides = decisive(self.worth)
        return decides is not None and decides.verdict == "less"

    def applied(self, solution: Solution) -> Solution:
        """The solution with the fix; InputError if it was found for another scenario."""
        if solution.scenario_digest != self._of:
            text, advice = refusals.OTHER_FIX(), refusals.OTHER_FIX_ADVICE()
            raise InputError([InputIssue("other_scenario", "solution", text, advice)])
        return self._solution


def allowed_kinds(allow: Collection[str] | None) -> tuple[ChangeKind, ...]:
    """The kinds of changes that the caller allows, in the order in which they are told; InputError for unknown ones."""
    asked = KINDS if allow is None else ((allow,) if isinstance(allow, str) else tuple(allow))
    if unknown := sorted(set(map(str, asked)) - set(KINDS)):
        raise bad_option("allow", refusals.KIND_OF_CHANGE(kind=str(unknown[0])), choose(KINDS), tuple(unknown))
    return tuple(kind for kind in KINDS if kind in asked)


class _Tried(NamedTuple):
    """Changes, and what was found near the seat with them."""

    together: tuple[Change, ...]
    fix: Fix | None


class Fixing:
    """Tries changes one by one, then two together where no single one fills the seat."""

    def __init__(self, resolver: Resolver, shift: Shift, made: Sequence[Change]) -> None:
        self._resolver, self._shift, self._made = resolver, shift, made
        self._missing = _missing(resolver.base, shift)
        # False if time ended it before all changes were tried.
        self.complete = True
        self._better = steps(self._unchanged())
        self._single = self._near([(change,) for change in _in_turn([one for one in made if one.alone])[:MOST]])

    def found(self) -> tuple[Fix, ...]:
        """The fixes in the order of their kinds, then by what they reach."""
        fixes = self._solved_again(self._single)
        if not fixes:
            fixes = self._solved_again(self._near(list(combinations(self._made[:MOST_OF_PAIRS], 2))))
        return tuple(_one_line_each(sorted(fixes, key=_in_order)))

    def _unchanged(self) -> Solution:
        """The best plan that is known without a change: what lies near the seat may be better than the present one."""
        base = self._resolver.base
        found = None if base.status == "optimal" else self._nearby(base.scenario)
        return base if found is None or steps(found) > steps(base) else found

    def _near(self, made: Sequence[tuple[Change, ...]]) -> list[_Tried]:
        """Each tried near the seat, which is quick."""
        tried = []
        for together in made:
            if self._resolver.over:
                self.complete = False
                break
            tried.append(_Tried(together, self._fix(together, self._nearby)))
        return tried

    def _solved_again(self, tried: Sequence[_Tried]) -> list[Fix]:
        """With what is left of the time. If the present plan is not proven, that would say no more of what was found
        nearby."""
        proven = self._resolver.base.status == "optimal"
        fixes = [one.fix for one in tried if one.fix is not None and not proven]
        left = [one for one in tried if one.fix is None or proven]
        for place, one in enumerate(left):
            again = None
            if self._resolver.over:
                self.complete = False
            else:
                parts = len(left) - place
                again = self._fix(one.together, partial(self._solved, known=one.fix, parts=parts))
            if (fix := again or one.fix) is not None:
                fixes.append(fix)
        return fixes

    def _nearby(self, scenario: Scenario) -> Solution | None:
        try:
            with hearing(lambda: self._resolver.over):
                plan = nearby_plan(self._resolver.base, scenario, self._shift, self._resolver.left)
                return None if plan is None else evaluate(scenario, plan)
        except Halted:
            self.complete = False
            return None

    def _solved(self, scenario: Scenario, known: Fix | None, parts: int) -> Solution | None:
        """In one of so many parts of the time; None where that finds a worse plan than the one that is known."""
        solution = self._resolver.solved(scenario, parts, None if known is None else known.solution)
        return None if known is not None and steps(solution) > steps(known.solution) else solution

    def _fix(self, together: tuple[Change, ...], solve: Callable[[Scenario], Solution | None]) -> Fix | None:
        """None where the scenario would contradict itself, the seat stays empty, or nothing is gained."""
        base, scenario = self._resolver.base, self._resolver.scenario
        try:
            for change in together:
                scenario = change.apply(scenario)
            solution = solve(scenario)
        except (InputError, LimitError):
            return None
        if solution is None or not solution.tiers or steps(solution) >= self._better:
            return None
        if (filled := self._missing - _missing(solution, self._shift)) <= 0:
            return None
        fix = Fix(
            rests_on=basis(base.status == solution.status == "optimal"),
            kinds=tuple(change.kind for change in together),
            changes=tuple(change.message for change in together),
            shift=self._shift.id,
            filled=filled,
            tiers=effects(base, solution),
            worth=changes(base, solution),
        )
        fix._solution, fix._of = solution, base.scenario_digest
        return fix


def _in_turn(made: Sequence[Change]) -> list[Change]:
    """The first of each kind, then the second, so that little time still reaches each kind."""
    rank = Counter[ChangeKind]()
    ranked = []
    for change in made:
        ranked.append((rank[change.kind], change))
        rank[change.kind] += 1
    return [change for _, change in sorted(ranked, key=lambda one: one[0])]


def _in_order(fix: Fix) -> tuple[list[int], bool, tuple[int, ...]]:
    """By kind, those that are proven to be better first, then by what they reach."""
    return [KINDS.index(kind) for kind in fix.kinds], not fix.sure, steps(fix.solution)


def _one_line_each(fixes: Sequence[Fix]) -> Iterator[Fix]:
    """Fixes by one more person of this lender or that are one, where they do the same; the first one is taken."""
    for same, group in groupby(fixes, lambda fix: (fix.kinds, fix.filled, fix.tiers, fix.worth, fix.rests_on)):
        alike = list(group)
        if same[0] != ("people",):
            yield from alike
            continue
        first = alike[0]
        merged = first.model_copy(update={"changes": (of_any([fix.changes[0] for fix in alike]),)})
        merged._solution, merged._of = first._solution, first._of
        yield merged


def _missing(solution: Solution, shift: Shift) -> int:
    return next((one.missing for one in solution.shortages if one.shift == shift.id), 0)
