"""The call list: whom to tell of changes, whom to ask in which order, which seats are open and who comes closest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from staffmatch.answers.whom_to_ask.offers import Offer, offers
from staffmatch.domain.holding import Holding
from staffmatch.explain.diff import Diff, PersonDiff, ShiftAt
from staffmatch.explain.funnel import NEAREST_WITH, FunnelStep, funnel, held_people
from staffmatch.messages.message import Message
from staffmatch.models import Worker
from staffmatch.printouts.contents import Ask, CallList, Reach, Slot, Told
from staffmatch.printouts.gather import Gathered, reach
from staffmatch.printouts.words import WORDS
from staffmatch.result.shortage import Shortage

# Shifts that are listed, people to name for each, and people to ask at most.
MAX_SHIFTS, MAX_NEAR, MAX_ASKED = 200, 3, 50
# Each rule's `check` looks at each person for a shift: seconds for so many people in all.
MAX_LOOKED_AT = 20_000
# Whom to ask for it is a list of its own.
_CONSENT = "consent"


def call_list(gathered: Gathered, told: tuple[Told, ...] = ()) -> CallList:
    """Whom the coordinator has to call; shifts beyond `MAX_SHIFTS` are counted only, and who comes closest is looked
    up for as many as `MAX_LOOKED_AT` allows."""
    shortages = list(gathered.open())
    listed = _offers(gathered, shortages)
    holding, asked = Holding(gathered.scenario, gathered.solution.plan), {name for one in listed for name in one.shifts}
    looked = MAX_LOOKED_AT // max(1, len(gathered.scenario.workers))
    seats = []
    for place, one in enumerate(shortages[:MAX_SHIFTS]):
        near: list[str] | None = None
        if place < looked:
            near = list(_near(gathered, holding, one)) or [gathered.said(WORDS["near_asked"]())] * (one.shift in asked)
        seats.append(gathered.seat(one, gathered.said(one.reason.message), near))
    return CallList(told, tuple(_asks(gathered, listed)), tuple(seats), max(0, len(shortages) - MAX_SHIFTS))


def _offers(gathered: Gathered, shortages: list[Shortage]) -> tuple[Offer, ...]:
    # Two for each empty seat: who says no has somebody after them.
    contacts = min(MAX_ASKED, 2 * sum(shortage.missing for shortage in shortages))
    return offers(gathered.solution, contacts=contacts).offers if contacts else ()


def _asks(gathered: Gathered, listed: tuple[Offer, ...]) -> Iterator[Ask]:
    workers = gathered.people(offer.worker for offer in listed)
    for offer in listed:
        yield _ask(gathered, offer, workers[offer.worker])


def _ask(gathered: Gathered, offer: Offer, worker: Worker) -> Ask:
    return Ask(
        worker=gathered.worker(worker.id),
        employer=gathered.company(worker.company),
        contact=_person(gathered, worker),
        slots=tuple(gathered.slot(*gathered.shift(name)) for name in offer.shifts),
        now=offer.wave == 1,
    )


def _near(gathered: Gathered, holding: Holding, shortage: Shortage) -> Iterator[str]:
    """Who could come but for other work, then whom the last rules keep, and how far off those are."""
    demand, shift = gathered.shift(shortage.shift)
    steps, eligible = funnel(gathered.scenario, demand, shift)
    said = [one.message() for one in held_people(holding, demand, shift, eligible)]
    said += [found for step in reversed(steps) if (found := _nearest(gathered, step)) is not None]
    yield from map(gathered.said, islice(said, MAX_NEAR))


def _nearest(gathered: Gathered, step: FunnelStep) -> Message | None:
    """Who comes closest to a rule; None where that is a question of consent, or holds for everybody alike."""
    alike = step.nearest == step.out and len(step.out) > MAX_NEAR
    if step.near is None or not step.nearest or step.rule == _CONSENT or alike:
        return None
    said = dict(step.near.values)
    if isinstance(why := said.get("why"), Message):
        # A sentence on one person says already who that is, and of work without this shift that it is so.
        return WORDS["near_with"](why=why) if step.near.code == NEAREST_WITH.code else why
    people = tuple(map(gathered.worker, step.nearest[:MAX_NEAR]))
    if said.keys() == {"need", "more"}:
        return WORDS["near_way"](people=people, **said)
    return WORDS["near_one"](people=people, why=step.near)


def tell(diff: Diff, now: Gathered, before: Gathered) -> dict[str, Told]:
    """By worker id whom to tell what; people who are gone are as the former scenario has them."""
    workers = now.people(one.worker for one in diff.people if not one.gone)
    workers |= before.people(one.worker for one in diff.people if one.gone)
    return {person.worker: _told(person, workers[person.worker], now, before) for person in diff.people}


def _told(person: PersonDiff, worker: Worker, now: Gathered, before: Gathered) -> Told:
    at = before if person.gone else now
    return Told(
        worker=at.worker(worker.id),
        employer=at.company(worker.company),
        contact=_person(at, worker),
        gained=_slots(now, person.gained),
        # As the person knows them.
        lost=_slots(before, person.lost),
        retimed=_slots(now, person.retimed),
        gone=person.gone,
    )


def _slots(gathered: Gathered, shifts: tuple[ShiftAt, ...]) -> tuple[Slot, ...]:
    return tuple(gathered.slot(*gathered.shift(one.shift)) for one in shifts)


def _person(gathered: Gathered, worker: Worker) -> Reach:
    """How somebody is called: themselves if that is known, else at the employer's."""
    own = reach(worker.contact)
    return own if own.phone or own.email else reach(gathered.companies[worker.company].contact)
