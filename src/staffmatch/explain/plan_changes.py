"""What a plan that somebody changed by hand costs and breaks, change by change, beside the plan as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputError, InputIssue, require_type
from staffmatch.explain.answer import Answer, Basis
from staffmatch.explain.diff import TierDiff, shifts_at
from staffmatch.explain.seat_changes import BrokenRule, SeatChange, TierStep, broken_rules
from staffmatch.formulation.integer_program import Scale
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.accessors import lenders, positions, shifts_named, tiers_in_full
from staffmatch.records.field_types import Count
from staffmatch.result.tier_check import tier_value
from staffmatch.result.verifier import verify

# A plan's value is counted again after each change, over so many assignments in all at most.
_COUNTED = 2_000_000

_OTHER = Sentence("plan_sheet.other.advice", "Give a plan of this scenario.")
_NOTHING = Sentence(
    "plan_sheet.unchanged",
    "No seat was changed; {same:count} assignment stays.",
    "No seat was changed; {same:count} assignments stay.",
    by="same",
)
_ALL = Sentence(
    "plan_sheet.all", "{n:count} change in all: {effects:list}.", "{n:count} changes in all: {effects:list}."
)
_AS_GOOD = Sentence("plan_sheet.as_good", "as good as before in every tier")
_TOGETHER = Sentence("plan_sheet.together", "All changes together break: {why}")
_STILL = Sentence("plan_sheet.still", "Broken before as well: {why}")
_MENDED = Sentence("plan_sheet.mended", "No longer broken: {why}")
_UNCOUNTED = Sentence(
    "plan_sheet.uncounted", "What each change costs by itself was not counted: the plan is too large for that."
)

Pair = tuple[str, str]
# A shift, who had a seat of it, and who has it now.
Replaced = tuple[str, str | None, str | None]


class PlanChanges(Answer):
    """A changed plan beside the one that it was made from, of one scenario: every change, tiers, and broken rules.

    ``broken`` is what the changed plan breaks, in all. ``together`` is the part of it that is new and belongs to no
    single change, ``still`` the part that the former plan broke as well; ``mended`` is what it breaks no longer.
    ``counted`` is false where the plan is too large to say what each change costs by itself.

    >>> after = sm.Plan.of([("ana", "late"), ("ben", "mon")])
    >>> sm.plan_changes(scenario, solution.plan, after).same
    2
    """

    rests_on: Basis = "recounted"
    changes: tuple[SeatChange, ...]
    tiers: tuple[TierDiff, ...]
    same: Count
    broken: tuple[BrokenRule, ...]
    together: tuple[BrokenRule, ...]
    still: tuple[BrokenRule, ...]
    mended: tuple[BrokenRule, ...]
    counted: bool

    @property
    def ok(self) -> bool:
        """Whether the changed plan keeps every rule."""
        return not self.broken

    def messages(self) -> Iterator[Message]:
        """A line for each change, and what they come to."""
        yield from (change.message() for change in self.changes)
        if not self.counted:
            yield _UNCOUNTED()
        if self.changes:
            steps = [(one, (one.after or 0) - (one.before or 0)) for one in self.tiers]
            effects = tuple(TierStep(term=one.term, unit=one.unit, amount=by).message() for one, by in steps if by)
            yield _ALL(n=len(self.changes), effects=effects or (_AS_GOOD(),))
        else:
            yield _NOTHING(same=self.same)
        for said, found in ((_TOGETHER, self.together), (_STILL, self.still), (_MENDED, self.mended)):
            yield from (said(why=one.message) for one in found)


def plan_changes(scenario: Scenario, before: Plan, after: Plan, replaced: Iterable[Replaced] = ()) -> PlanChanges:
    """What a plan that was changed by hand costs and breaks, beside the plan ``before``.

    Nothing is solved: values and rules are counted again, and neither plan has to keep the rules. ``replaced`` are
    seats of which it is known who has them in place of whom; of the others of a shift, those who are gone and those who
    are new are paired in the order of ids. InputError for ids that the scenario does not have.

    >>> after = sm.Plan.of([("ana", "late"), ("ben", "mon")])
    >>> [(one.at.shift, one.former) for one in sm.plan_changes(scenario, solution.plan, after).changes]
    [('tue', 'ben')]
    """
    require_type(scenario, Scenario)
    former, now = _judged(scenario, before), _judged(scenario, after)
    changed = _changed(set(before), set(after), list(replaced))
    new, still, mended = _apart(former, now)
    at = shifts_at((scenario,), {shift for shift, _, _ in changed})
    changed.sort(key=lambda one: (at[one[0]].start, one[0]))
    counted = (len(changed) + 1) * max(len(before), len(after)) <= _COUNTED
    tiers = (_values(scenario, before), _values(scenario, after))
    costs: Sequence[tuple[TierStep, ...] | None] = (
        _costs(scenario, before, changed, tiers) if counted else [None] * len(changed)
    )
    blamed, left = _blamed(scenario, new, changed)
    return PlanChanges(
        changes=tuple(
            SeatChange(at=at[shift], worker=worker, former=was, costs=cost, broken=broken_rules(why))
            for (shift, was, worker), cost, why in zip(changed, costs, blamed, strict=True)
        ),
        tiers=tuple(
            TierDiff(term=scale.term, unit=scale.unit, before=one / scale.per_unit, after=other / scale.per_unit)
            for scale, one, other in zip(map(Scale.of, tiers_in_full(scenario)), *tiers, strict=True)
        ),
        same=len(set(before) & set(after)),
        broken=broken_rules(now),
        together=broken_rules(left),
        still=broken_rules(still),
        mended=broken_rules(mended),
        counted=counted,
    )


def _judged(scenario: Scenario, plan: Plan) -> list[Violation]:
    """The rules that a plan breaks; InputError for ids that the scenario does not have."""
    found = verify(scenario, plan).violations
    if unknown := [one for one in found if one.rule == "plan"]:
        raise InputError([InputIssue("unknown_id", "plan", one.message, _OTHER(), one.ids) for one in unknown])
    return list(found)


def _changed(before: set[Pair], after: set[Pair], replaced: Sequence[Replaced]) -> list[Replaced]:
    """Who is gone from each shift beside who is new there: first as told, then in order."""
    lost: dict[str, list[str]] = {}
    gained: dict[str, list[str]] = {}
    for people, pairs in ((lost, before - after), (gained, after - before)):
        for worker, shift in sorted(pairs):
            people.setdefault(shift, []).append(worker)
    found: list[Replaced] = []
    for shift, was, now in replaced:
        if was in lost.get(shift, ()) and now in gained.get(shift, ()):
            lost[shift].remove(str(was))
            gained[shift].remove(str(now))
            found.append((shift, was, now))
    for shift in sorted({*lost, *gained}):
        gone, new = lost.get(shift, []), gained.get(shift, [])
        paired = min(len(gone), len(new))
        found += [(shift, was, now) for was, now in zip(gone, new, strict=False)]
        found += [(shift, was, None) for was in gone[paired:]]
        found += [(shift, None, now) for now in new[paired:]]
    return found


def _apart(former: list[Violation], now: list[Violation]) -> tuple[list[Violation], list[Violation], list[Violation]]:
    """What is new, what was so before, and what is so no longer."""
    had, has = Counter(former), Counter(now)
    return list((has - had).elements()), list((has & had).elements()), list((had - has).elements())


def _values(scenario: Scenario, plan: Plan) -> tuple[int, ...]:
    return tuple(tier_value(scenario, plan, tier)[0] for tier in tiers_in_full(scenario))


def _costs(
    scenario: Scenario, before: Plan, changed: Sequence[Replaced], tiers: tuple[tuple[int, ...], tuple[int, ...]]
) -> list[tuple[TierStep, ...]]:
    """What each change adds to the tiers, after those before it; the last plan is the changed one."""
    held, last, found = set(before), tiers[0], list[tuple[TierStep, ...]]()
    scales = [Scale.of(tier) for tier in tiers_in_full(scenario)]
    for number, (shift, was, now) in enumerate(changed, 1):
        held = (held - {(was, shift)}) | ({(now, shift)} if now is not None else set())
        values = tiers[1] if number == len(changed) else _values(scenario, Plan.of(held))
        found.append(
            tuple(
                TierStep(term=scale.term, unit=scale.unit, amount=(new - old) / scale.per_unit)
                for scale, old, new in zip(scales, last, values, strict=True)
                if new != old
            )
        )
        last = values
    return found


def _blamed(
    scenario: Scenario, found: Sequence[Violation], changed: Sequence[Replaced]
) -> tuple[list[list[Violation]], list[Violation]]:
    """For each change what it breaks, and what belongs to none.

    A violation belongs to the changes whose new person and shift it names; else to those whose new person, else to
    those whose shift, demand or companies.
    """
    shifts = shifts_named(scenario, (shift for shift, _, _ in changed))
    companies, place = lenders(scenario), positions(scenario, "workers")
    blamed: list[list[Violation]] = [[] for _ in changed]
    left = []
    for violation in found:
        ids, levels = set(violation.ids), list[int]()
        for shift, was, now in changed:
            demand = shifts[shift][0]
            also = {shift, demand.id, demand.company, *(companies[place[one]] for one in (was, now) if one)}
            levels.append((3 if shift in ids else 2) if now in ids else 1 if ids & also else 0)
        most = max(levels, default=0)
        if not most:
            left.append(violation)
        for level, of in zip(levels, blamed, strict=True):
            if level and level == most:
                of.append(violation)
    return blamed, left
