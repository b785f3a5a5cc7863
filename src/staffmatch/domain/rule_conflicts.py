"""Contradictions between rules, found by their kinds, since rules do not know each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from staffmatch.domain import refusals
from staffmatch.errors import InputIssue
from staffmatch.messages.message import Message
from staffmatch.models import Scenario, Worker
from staffmatch.records.accessors import workers_named

# Rules of one kind with their paths; people who must go together, with the path that says so.
Found = Sequence[tuple[str, Any]]
Parties = Sequence[tuple[str, Sequence[Worker]]]


def conflicting_rules(scenario: Scenario) -> Iterator[InputIssue]:
    """Rules that together prevent some people from being lent at all."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for place, rule in enumerate(scenario.rules):
        if not rule.bent:
            found.setdefault(rule.kind, []).append((f"rules[{place}]", rule))
    yield from _least_above_most(scenario, found.get("min_secondment", ()), found.get("max_secondment", ()))
    yield from _runs_above_most(scenario, found.get("consecutive_days", ()), found.get("weekends", ()))
    for least in found.get("min_hours", ()):
        above = {"week": "weekly_hours", "horizon": "horizon_hours"}
        yield from _hours_above(scenario, least, found.get(above.get(least[1].per, ""), ()))
    for least in found.get("days_worked", ()):
        yield from _days_above(scenario, least, found.get("max_shifts", ()))
    if together := found.get("together"):
        yield from _together_and_apart(together, found.get("apart", ()))
        parties = [(rule.per, party) for _, rule in together for party in rule.parties]
        people = workers_named(scenario, {name for _, party in parties for name in party})
        known = [(per, [people[name] for name in party]) for per, party in parties if people.keys() >= set(party)]
        limits = [
            *found.get("contact_limit", ()),
            *(one for one in found.get("partnership_limit", ()) if not one[1].whose),
        ]
        yield from _of_too_many_lenders(known, limits)
        yield from _beyond_a_cap(scenario, known, found.get("lending_cap", ()))


def _least_above_most(scenario: Scenario, shortest: Found, longest: Found) -> Iterator[InputIssue]:
    for path, most in longest:
        for _, least in shortest:
            if most.days < least.days and most.members(scenario).keys() & least.members(scenario):
                text = refusals.MINIMUM_ABOVE_MAXIMUM(most=most.days, least=least.days)
                yield InputIssue("minimum_above_maximum", f"{path}.days", text, refusals.MINIMUM_ABOVE_MAXIMUM_ADVICE())


def _runs_above_most(scenario: Scenario, runs: Found, weekends: Found) -> Iterator[InputIssue]:
    """Least runs of work, and whole weekends, that a limit of days in a row leaves no room for."""
    least = [(f"{path}.least", rule, rule.least) for path, rule in runs if rule.least is not None]
    least += [(f"{path}.whole", rule, 2) for path, rule in weekends if rule.whole]
    for path, rule, days in least:
        for _, most in runs:
            hard = not (rule.bent or most.bent or rule.placed or most.placed)
            if hard and most.days < days and most.members(scenario).keys() & rule.members(scenario):
                text = refusals.RUN_ABOVE_MAXIMUM(most=most.days, least=days)
                yield InputIssue("minimum_above_maximum", path, text, refusals.MINIMUM_ABOVE_MAXIMUM_ADVICE())


def _hours_above(scenario: Scenario, least: tuple[str, Any], longest: Found) -> Iterator[InputIssue]:
    """Hours that somebody has to reach and may not work, in windows that both rules are about."""
    path, rule = least
    for _, most in longest:
        bent = any(one.price_cents is not None or one.soft for one in (rule, most))
        if bent or rule.placed or most.placed or most.hours is None or most.hours >= rule.hours:
            continue
        if most.members(scenario).keys() & rule.members(scenario):
            text = refusals.HOURS_ABOVE_MAXIMUM(least=rule.hours, most=most.hours)
            advice = refusals.MINIMUM_ABOVE_MAXIMUM_ADVICE()
            yield InputIssue("minimum_above_maximum", f"{path}.hours", text, advice)


def _days_above(scenario: Scenario, least: tuple[str, Any], most_shifts: Found) -> Iterator[InputIssue]:
    """Days that somebody has to work on, and has too few shifts for: each takes one, but for hours in a ledger."""
    path, rule = least
    for _, most in most_shifts:
        of_some = most.kinds is not None or most.demands is not None
        if rule.least is None or most.shifts >= rule.least or most.per != rule.per or of_some:
            continue
        if rule.narrowed(scenario) or most.narrowed(scenario):
            continue
        held = {name for name, worker in rule.members(scenario).items() if not worker.ledger}
        if held & most.members(scenario).keys():
            text = refusals.DAYS_ABOVE_SHIFTS(least=rule.least, most=most.shifts)
            advice = refusals.MINIMUM_ABOVE_MAXIMUM_ADVICE()
            yield InputIssue("minimum_above_maximum", f"{path}.least", text, advice)


def _together_and_apart(together: Found, apart: Found) -> Iterator[InputIssue]:
    for path, rule in apart:
        for _, other in together:
            # People who only share days may still work on different shifts.
            parties = other.parties if rule.per in ("site_day", other.per) else ()
            for place, group in enumerate(rule.groups):
                met = ([name for name in group if name in party] for party in parties)
                if both := next((tuple(names[:2]) for names in met if len(names) > 1), ()):
                    text = refusals.TOGETHER_AND_APART(one=both[0], other=both[1])
                    yield InputIssue(
                        "together_and_apart",
                        f"{path}.groups[{place}]",
                        text,
                        refusals.TOGETHER_AND_APART_ADVICE(),
                        both,
                    )


def _of_too_many_lenders(parties: Parties, limits: Found) -> Iterator[InputIssue]:
    for path, limit in limits:
        if limit.lenders is None or limit.borrower is not None:
            continue
        for _, party in parties:
            if (lenders := len({worker.company for worker in party})) > limit.lenders:
                told = refusals.TOGETHER_ABOVE_LIMIT(count=lenders, limit=limit.lenders)
                yield _above_limit(f"{path}.lenders", party, told)


def _beyond_a_cap(scenario: Scenario, parties: Parties, caps: Found) -> Iterator[InputIssue]:
    for path, cap in caps:
        # A cap of 0 means that a lender keeps its people anyway.
        for per, party in parties if cap.people else ():
            lent = Counter(worker.company for worker in cap.members(scenario, party).values())
            at_once = per == "shift" or cap.per == "day"
            for lender, people in lent.items() if at_once else ():
                if people > cap.people:
                    told = refusals.TOGETHER_ABOVE_CAP(count=people, lender=lender, limit=cap.people)
                    yield _above_limit(f"{path}.people", party, told)


def _above_limit(path: str, party: Sequence[Worker], told: Message) -> InputIssue:
    names = tuple(worker.id for worker in party)
    return InputIssue(
        "together_above_limit", path, told.given(people=names), refusals.TOGETHER_ABOVE_LIMIT_ADVICE(), names
    )
