"""Rules whose law does not fit the days of the plan: not yet or no longer in force, or not checked for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from staffmatch.messages.cited_law import cited_law
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario
from staffmatch.records.sequence import Records

CHECKED_FOR = timedelta(days=366)

_EARLY = Sentence(
    "plausibility.law_not_yet",
    "{paragraph} is in force from {first:day} on, and the plan has days before it (rule {rule:id}).",
)
_OVER = Sentence(
    "plausibility.law_over",
    "{paragraph} is in force until {last:day}, and the plan has days after it (rule {rule:id}).",
)
_UNCHECKED = Sentence(
    "plausibility.law_unchecked",
    "{n:count} rule rests on law that was last checked on {checked:day}, more than a year before the plan ends: look "
    "whether it has changed.",
    "{n:count} rules rest on law that was last checked on {checked:day}, more than a year before the plan ends: look "
    "whether it has changed.",
)


def laws_of_another_time(scenario: Scenario, demands: Records[Demand]) -> Iterator[Message]:
    """A message for each rule that is not in force on all days of the plan, and one for those not checked for long."""
    shifts = demands.inner("shifts")
    if not len(shifts):
        return
    zone = ZoneInfo(scenario.timezone)
    opens = _day(int(shifts.number("start").min()), zone)
    closes = _day(int(shifts.number("end").max()) - 1, zone)
    stale: list[date] = []
    for rule in scenario.rules:
        basis = rule.because
        if basis is None:
            continue
        if basis.valid_from is not None and opens < basis.valid_from:
            yield _EARLY(paragraph=cited_law(basis.paragraph), first=basis.valid_from.isoformat(), rule=rule.kind)
        if basis.valid_until is not None and closes > basis.valid_until:
            yield _OVER(paragraph=cited_law(basis.paragraph), last=basis.valid_until.isoformat(), rule=rule.kind)
        if basis.checked is not None and closes - basis.checked > CHECKED_FOR:
            stale.append(basis.checked)
    if stale:
        yield _UNCHECKED(n=len(stale), checked=min(stale).isoformat())


def _day(minutes: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(minutes * 60, zone).date()
