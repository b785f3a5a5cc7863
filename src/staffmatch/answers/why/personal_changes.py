"""What to change about one person so that a rule accepts them for a job."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from staffmatch.domain.plan import Duty, Violation
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import HeldCertificate, TimeWindow, Worker
from staffmatch.records.consents import accepting

_CONSENT = Sentence("fix.consent", "Ask {worker:worker} to accept being lent.")
_MINUTES = Sentence("fix.minutes", "Let {worker:worker} travel {need:count} min, {more:count} more than accepted.")
_KM = Sentence("fix.km", "Let {worker:worker} travel {need:number} km, {more:number} more than accepted.")
_AVAILABLE = Sentence("fix.available", "Make {worker:worker} available for all of {shift:shift}.")
_SKILL = Sentence("fix.skill", "Train {worker:worker} to {skills:and}.")
_HOURS = Sentence("fix.hours", "Let {worker:worker} work {more:number} h more ({field:id}: {limit:number}).")
_ACCEPTED = Sentence("fix.accepted", "Ask {worker:worker} to accept {company:company}.")
_SHOWN = Sentence("fix.certificates", "Let {worker:worker} get or renew {names:and-id}.")
LEVEL = Sentence("fix.level", "{skill:skill} at level {level:count}")

# Limits of a person that rules about hours keep.
HOURS_FIELDS = {
    "daily_hours": "max_hours_per_day",
    "weekly_hours": "max_hours_per_week",
    "horizon_hours": "max_hours",
}

Update = tuple[Message, Callable[[Worker], dict[str, object]]]
Personal = Callable[[Sequence[Duty], Sequence[Violation]], Update | None]


def _consenting(job: Sequence[Duty], violations: Sequence[Violation]) -> Update:
    company = job[0].demand.company
    return _CONSENT(), lambda worker: accepting(worker, company)


def _travelling(job: Sequence[Duty], violations: Sequence[Violation]) -> Update | None:
    units, more = {one.unit for one in violations}, max(one.amount for one in violations)
    way, limit = job[0].commute, round((job[0].worker.max_commute_km or 0) + more + 0.1, 1)
    if units == {"min"}:
        return _MINUTES(need=way, more=round(more)), lambda _: {"max_commute_minutes": way}
    return (_KM(need=limit, more=more), lambda _: {"max_commute_km": limit}) if units == {"km"} else None


def _free(job: Sequence[Duty], violations: Sequence[Violation]) -> Update | None:
    if any(one.unit == "pairs" for one in violations):
        return None  # a wish that must be kept, which is nobody else's to change
    windows = tuple(TimeWindow(start=duty.shift.start, end=duty.shift.end) for duty in job)
    said = _AVAILABLE(shift=job[0].shift.id)
    return said, lambda worker: {"availability": (*worker.availability, *windows)}


def _trained(job: Sequence[Duty], violations: Sequence[Violation]) -> Update:
    wanted = dict(job[0].demand.skills)

    def update(worker: Worker) -> dict[str, object]:
        raised = {name: max(level, worker.skills.get(name, 0)) for name, level in wanted.items()}
        return {"skills": {**worker.skills, **raised}}

    levels = tuple(LEVEL(skill=name, level=level) for name, level in wanted.items())
    return _SKILL(skills=levels), update


def _shown(job: Sequence[Duty], violations: Sequence[Violation]) -> Update:
    lacking = {dict(Message.of(one.message).values)["name"] for one in violations}
    names = tuple(name for name in dict.fromkeys(job[0].demand.certificates) if name in lacking)
    more = tuple(HeldCertificate(id=name) for name in names)
    return _SHOWN(names=names), lambda worker: {"certificates": (*worker.certificates, *more)}


def _willing(job: Sequence[Duty], violations: Sequence[Violation]) -> Update | None:
    company = job[0].demand.company
    return (_ACCEPTED(), lambda worker: _accepting(worker, company)) if _minds(job[0].worker, company) else None


def _working_more(field: str) -> Personal:
    def made(job: Sequence[Duty], violations: Sequence[Violation]) -> Update | None:
        old, more = getattr(job[0].worker, field), max(one.amount for one in violations) / 60
        if old is None:
            return None
        limit = round(old + more, 4)
        return _HOURS(more=more, field=field, limit=limit), lambda _: {field: limit}

    return made


# What to change about a person so that a rule accepts them for the job: in words, and as fields.
PERSONAL: dict[str, Personal] = {
    "consent": _consenting,
    "commute": _travelling,
    "availability": _free,
    "skills": _trained,
    "certificates": _shown,
    "partners": _willing,
    **{rule: _working_more(field) for rule, field in HOURS_FIELDS.items()},
}


def _minds(worker: Worker, company: str) -> bool:
    unlisted = worker.accepted_companies is not None and company not in worker.accepted_companies
    return worker.company != company and (unlisted or company in worker.declined_companies)


def _accepting(worker: Worker, company: str) -> dict[str, object]:
    listed = worker.accepted_companies
    return {
        "accepted_companies": None if listed is None else (*(one for one in listed if one != company), company),
        "declined_companies": tuple(one for one in worker.declined_companies if one != company),
    }
