"""secondments(): who is lent where by which channel, and how much of a plan waits for people's answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from staffmatch.constraints import Channels, ConsentRule
from staffmatch.constraints.channels import CHANNELS, Channel, ChannelName
from staffmatch.domain.plan import Duty
from staffmatch.errors import require_type
from staffmatch.explain.answer import Answer, Basis
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.consents import Consent, consent_to
from staffmatch.records.field_types import CompanyId, Count, Figure, Instant, Record, WorkerId
from staffmatch.result.solution import Solution

_How = tuple[Channels | None, Channel | None]

COLUMNS = ("worker", "lender", "borrower", "channel", "assignments", "hours", "cents", "consent", "answer_by")

_NEVER = datetime.max.replace(tzinfo=UTC)

_NOBODY = Sentence("secondments.nobody", "Nobody is lent.")
_ALL = Sentence("secondments", "{n:count} secondment: {ways:list}.", "{n:count} secondments: {ways:list}.")
_WAY = Sentence("secondments.way", "{n:count} {channel}")
_COST = Sentence("secondments.cost", "The channels cost {cents:euros} EUR.")
_OPEN = Sentence(
    "secondments.open",
    "{n:count} assignment ({hours:amount} h) waits for an answer of {people}.",
    "{n:count} assignments ({hours:amount} h) wait for an answer of {people}.",
)
_PEOPLE = Sentence("secondments.people", "{n:count} person", "{n:count} people")
_BY = Sentence("secondments.by", "The earliest is due by {by:moment}: {worker:worker} to {borrower:company}.")
_LOST = Sentence(
    "secondments.unanswered",
    "{worker:worker} has not answered: {n:count} assignment at {borrower:company} ({hours:amount} h) rests on it.",
    "{worker:worker} has not answered: {n:count} assignments at {borrower:company} ({hours:amount} h) rest on it.",
)


class PlannedSecondment(Record):
    """What a worker does at a borrower in a plan by one channel (None if no rule asks for one), and what that costs.

    ``consent`` is what the person says of the borrower; who was offered may answer until ``answer_by``.

    >>> [(one.worker, one.borrower, one.assignments) for one in sm.secondments(solution).secondments]
    [('ana', 'clinic', 1), ('ben', 'clinic', 2)]
    """

    worker: WorkerId
    lender: CompanyId
    borrower: CompanyId
    channel: ChannelName | None
    assignments: Count
    minutes: Count
    cents: Figure
    consent: Consent
    answer_by: Instant | None = None

    @property
    def hours(self) -> float:
        """Its worked hours."""
        return self.minutes / 60

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self.consent is Consent.OFFERED

    @property
    def message(self) -> Message:
        """What rests on an answer that is still open."""
        return _LOST(worker=self.worker, n=self.assignments, hours=self.hours, borrower=self.borrower)


class Secondments(Answer):
    """The secondments of a plan, by worker, borrower and channel: looped over and indexed like a tuple.

    >>> [one.worker for one in sm.secondments(solution).secondments]
    ['ana', 'ben']
    """

    rests_on: Basis = "recounted"
    timezone: str
    secondments: tuple[PlannedSecondment, ...]

    def __len__(self) -> int:
        return len(self.secondments)

    def __getitem__(self, place: int) -> PlannedSecondment:
        return self.secondments[place]

    def __iter__(self) -> Iterator[PlannedSecondment]:  # type: ignore[override]
        return iter(self.secondments)

    @property
    def unanswered(self) -> tuple[PlannedSecondment, ...]:
        """Those that wait for an answer, the earliest due first."""
        waiting = [one for one in self.secondments if one.open]
        return tuple(sorted(waiting, key=lambda one: one.answer_by or _NEVER))

    def messages(self) -> Iterator[Message]:
        if not self.secondments:
            yield _NOBODY()
        used = Counter(one.channel for one in self.secondments if one.channel is not None)
        if used:
            ways = tuple(_WAY(n=used[name], channel=CHANNELS[name]()) for name in CHANNELS if used[name])
            yield _ALL(n=sum(used.values()), ways=ways)
        if cents := sum(one.cents for one in self.secondments):
            yield _COST(cents=cents)
        if waiting := self.unanswered:
            people = _PEOPLE(n=len({one.worker for one in waiting}))
            hours = sum(one.minutes for one in waiting) / 60
            yield _OPEN(n=sum(one.assignments for one in waiting), hours=hours, people=people)
            if (first := waiting[0]).answer_by is not None:
                by = first.answer_by.astimezone(ZoneInfo(self.timezone)).isoformat()
                yield _BY(by=by, worker=first.worker, borrower=first.borrower)

    def to_frame(self, backend: str | None = None) -> Any:
        """A row for each, as a data frame of pandas, polars or pyarrow."""
        from staffmatch.io.tables import frame_of

        return frame_of(COLUMNS, list(self._rows()), backend)

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        zone = ZoneInfo(self.timezone)
        for one in self.secondments:
            whom = (one.worker, one.lender, one.borrower, one.channel, one.assignments, one.hours, one.cents)
            yield (*whom, one.consent.value, None if one.answer_by is None else one.answer_by.astimezone(zone))


def secondments(solution: Solution) -> Secondments:
    """Who is lent where by which channel, at what cost, and which assignments wait for an answer.

    Raises TypeError if ``solution`` is not a Solution, and InputError if it has no plan.

    >>> [(one.worker, one.channel) for one in sm.secondments(solution).secondments]
    [('ana', None), ('ben', None)]
    """
    require_type(solution, Solution)
    solution.require_plan()
    scenario = solution.scenario
    moments = [rule.as_of for rule in scenario.rules if isinstance(rule, ConsentRule) and rule.as_of is not None]
    rules = [rule for rule in scenario.rules if isinstance(rule, Channels)]
    about = [set(rule.selected(scenario, solution.plan).assignments) for rule in rules]
    held: dict[tuple[str, str, tuple[str | None, ...]], tuple[list[Duty], list[_How]]] = {}
    for duty in solution.plan.duties(scenario):
        pair = duty.worker.id, duty.shift.id
        how = [rule if pair in mine else None for rule, mine in zip(rules, about, strict=True)]
        job = scenario, duty.worker, duty.demand, duty.shift
        used = [(rule, None if rule is None else rule.of(*job)) for rule in how]
        key = duty.worker.id, duty.demand.company, tuple(None if one is None else one.name for _, one in used)
        held.setdefault(key, ([], used))[0].append(duty)
    as_of = max(moments, default=None)
    found = (_planned(duties, how, as_of) for duties, how in held.values())
    return Secondments(
        timezone=scenario.timezone,
        secondments=tuple(sorted(found, key=lambda one: (one.worker, one.borrower, one.channel or ""))),
    )


def _planned(duties: Sequence[Duty], how: Sequence[_How], as_of: datetime | None) -> PlannedSecondment:
    worker, borrower = duties[0].worker, duties[0].demand.company
    minutes = sum(duty.minutes for duty in duties)
    used = [(rule, one) for rule, one in how if rule is not None and one is not None]
    said = next((one for one in worker.consents if one.company == borrower), None)
    return PlannedSecondment(
        worker=worker.id,
        lender=worker.company,
        borrower=borrower,
        channel=next((one.name for _, one in used), None),
        assignments=len(duties),
        minutes=minutes,
        cents=sum(one.cents * (minutes if rule.per == "hour" else 60) for rule, one in used) / 60,
        consent=consent_to(worker, borrower, as_of),
        answer_by=None if said is None else said.answer_by,
    )
