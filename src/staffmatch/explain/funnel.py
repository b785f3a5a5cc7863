"""The funnel of a seat: rule by rule, whom it takes out and how far off the nearest of them are; and what holds the
others, given the plan. All of it is recounted from the scenario and the plan, by each rule's `check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from staffmatch.domain.holding import Holding
from staffmatch.domain.plan import Duty, Violation, listed_on
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.accessors import workers_named
from staffmatch.records.bases import Rule
from staffmatch.records.citations import cited, cited_clause
from staffmatch.records.consents import Consent, consent_to
from staffmatch.records.field_types import Count, Counted, Figure, Record, ShiftId, WorkerId
from staffmatch.records.roster_rules import RosterRule
from staffmatch.result.reason_check import Crowd, pair_rules

# Units of what is there or not.
_UNGRADED = ("pairs", "ways", "people", "certificates")

# People who are looked up at a time.
_PEOPLE = 50_000

_STEP = Sentence(
    "funnel.step",
    "{left:count} of {before:count} person {wants}.",
    "{left:count} of {before:count} people {wants}.",
    by="before",
)
_NEEDS = Sentence("funnel.commute", "The nearest would need {need:count} min, {more:count} more than accepted.")
_NEAREST = Sentence("funnel.nearest", "The nearest is {worker:worker}, by {amount:number} {unit:unit}: {why}")
NEAREST_WITH = Sentence(
    "funnel.nearest_with",
    "The nearest is {worker:worker}, by {amount:number} {unit:unit}. With this shift as well: {why}",
)
_CONSENTS = Sentence("funnel.consents", "{states:and}.")
_STATES = {
    Consent.ACCEPTED: Sentence("funnel.accepted", "{n:count} accepted"),
    Consent.OFFERED: Sentence("funnel.offered", "{n:count} has not answered", "{n:count} have not answered"),
    Consent.DECLINED: Sentence("funnel.declined", "{n:count} declined"),
    Consent.WITHDRAWN: Sentence("funnel.withdrawn", "{n:count} withdrew"),
}
_ELSEWHERE = Sentence("held.elsewhere", "{worker:worker} has {shift:shift}, which is too close to it.")
_BREAKS = Sentence("held.breaks", "With {worker:worker} as well: {why}")
_FREE = Sentence("held.free", "Nothing keeps {worker:worker} from it.")


class FunnelStep(Counted):
    """A rule, how many people it leaves of those before it, whom it takes out, and how far off the nearest are.

    ``amount`` is the least by which anybody misses it, in ``unit``, and ``nearest`` who they are; None and nobody where
    the rule knows no more or less.

    >>> [(step.rule, step.before, step.left) for step in solution.explain(shift="mon").funnel]
    [('consent', 3, 2)]
    """

    counted = ("out", "nearest")

    rule: str
    before: Count
    left: Count
    out: tuple[WorkerId, ...]
    amount: Figure | None = None
    unit: str = ""
    nearest: tuple[WorkerId, ...] = ()
    message: Message
    near: Message | None = None

    def messages(self) -> Iterator[Message]:
        """What it says, and how far off the nearest are."""
        yield self.message
        if self.near is not None:
            yield self.near


class HeldPerson(Record):
    """Somebody eligible who is not on the shift, and what holds them there: each rule that it would break.

    ``shift`` is the other work that is too near; ``rules`` is empty where nothing holds them.

    >>> [(one.worker, one.rules) for one in solution.explain(shift="mon").held]
    [('ana', ('daily_hours',))]
    """

    worker: WorkerId
    rules: tuple[str, ...] = ()
    shift: ShiftId | None = None
    reasons: tuple[Message, ...] = ()

    def message(self) -> Message:
        """The first of the reasons."""
        if self.shift is not None:
            return _ELSEWHERE(worker=self.worker, shift=self.shift)
        return _BREAKS(worker=self.worker, why=self.reasons[0]) if self.reasons else _FREE(worker=self.worker)


def funnel(scenario: Scenario, demand: Demand, shift: Shift) -> tuple[tuple[FunnelStep, ...], tuple[str, ...]]:
    """Each rule that takes somebody out, in the order of reasons; and who is left, sorted."""
    asked, names = pair_rules(scenario), sorted(scenario.ids("workers"))
    entries = listed_on(scenario, (one.id for one in demand.held_with(shift)))
    refused: list[dict[str, list[Violation]]] = [{} for _ in asked]
    for first in range(0, len(names), _PEOPLE):
        crowd = Crowd(scenario, names[first : first + _PEOPLE], entries)
        for out, more in zip(refused, crowd.refused(demand, shift, asked), strict=True):
            out.update(more)
    left, steps = set(names), []
    for (rule, _), out in zip(asked, refused, strict=True):
        before = len(left)
        left -= out.keys()
        if out:
            steps.append(_step(scenario, demand, shift, rule, before, out, left))
    return tuple(steps), tuple(sorted(left))


def _step(
    scenario: Scenario,
    demand: Demand,
    shift: Shift,
    rule: Rule,
    before: int,
    out: Mapping[str, Sequence[Violation]],
    left: set[str],
) -> FunnelStep:
    wants = cited_clause(
        rule, Message.of(rule.wants(scenario, demand, shift)).given(n=1 if 1 in (len(left), before) else 2)
    )
    # Who breaks it once is nearer than who breaks it twice, and who misses it by a little than who has nothing.
    far = {
        name: (len(broken), sum(one.unit in _UNGRADED for one in broken), max(one.amount for one in broken))
        for name, broken in out.items()
    }
    least = min(far.values())
    nearest = tuple(sorted(name for name, distance in far.items() if distance == least))
    worst = max(out[nearest[0]], key=lambda one: one.amount)
    graded = worst.unit not in _UNGRADED or len(set(far.values())) > 1
    workers = workers_named(scenario, {*out, *left} if rule.kind == "consent" else {nearest[0]})
    return FunnelStep(
        rule=rule.kind,
        before=before,
        left=len(left),
        out=tuple(sorted(out)),
        amount=worst.amount if graded else None,
        unit=worst.unit if graded else "",
        nearest=nearest if graded else (),
        message=_STEP(left=len(left), before=before, wants=wants),
        near=_near(rule, demand.company, workers, nearest[0], worst, graded),
    )


def _near(
    rule: Rule, company: str, workers: Mapping[str, Worker], name: str, worst: Violation, graded: bool
) -> Message | None:
    if rule.kind == "consent":
        count = Counter(consent_to(worker, company, getattr(rule, "as_of", None)) for worker in workers.values())
        return _CONSENTS(states=tuple(said(n=count[state]) for state, said in _STATES.items() if count[state]))
    if not graded:
        return None
    accepted = workers[name].max_commute_minutes
    if rule.kind == "commute" and worst.unit == "min" and accepted is not None:
        return _NEEDS(need=accepted + round(worst.amount), more=round(worst.amount))
    # Such a rule tells of a person's whole work, of which this shift is no part yet.
    nearest = NEAREST_WITH if isinstance(rule, RosterRule) else _NEAREST
    return nearest(worker=name, amount=worst.amount, unit=worst.unit, why=cited(rule, worst.message))


def held_people(holding: Holding, demand: Demand, shift: Shift, eligible: Sequence[str]) -> tuple[HeldPerson, ...]:
    """What holds each of those who are eligible and not on the shift: other work, or the rules that they would break
    beside the plan."""
    others = [name for name in eligible if name not in holding.on(shift)]
    return tuple(
        _held(holding, job[0].worker.id, job) for job in (holding.jobs(others, demand, shift) if others else ())
    )


def _held(holding: Holding, name: str, job: Sequence[Duty]) -> HeldPerson:
    near = holding.near(job)
    found = [one for rule in holding.rules for one in holding.broken(rule, job)]
    if near is None and not found:
        found = list(holding.lacking(job))
    return HeldPerson(
        worker=name,
        rules=tuple(dict.fromkeys(one.rule for one in found)),
        shift=None if near is None else near.shift.id,
        reasons=tuple(Message.of(one.message) for one in found),
    )
