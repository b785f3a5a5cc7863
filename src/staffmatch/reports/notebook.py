"""HTML for notebooks: a title, a few facts, and a small picture, without styles or scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int
from staffmatch.errors import counted
from staffmatch.explain.protections import absent
from staffmatch.messages.language import Names
from staffmatch.messages.message import Message
from staffmatch.messages.names import name_of
from staffmatch.models import Demand, Scenario
from staffmatch.records.sequence import Records
from staffmatch.reports.figures import Figures
from staffmatch.reports.gather import figures
from staffmatch.reports.small_pictures import Part, columns, strips
from staffmatch.reports.words import Words
from staffmatch.result.solution import Solution

if TYPE_CHECKING:
    from staffmatch.answers.why.explained import ShiftExplanation, WorkerExplanation
    from staffmatch.explain.diff import Diff
    from staffmatch.explain.inspection import Inspection
    from staffmatch.result.verifier import Verification

# Notebooks are in English, whatever language is asked for elsewhere.
_WORDS = Words.of("en")
_MOST_LISTED = 10
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def scenario_html(scenario: Scenario) -> str:
    """The counts of each kind of record, the period, and the objectives; no worker is read."""
    needs, zone = Records.of(Demand, scenario.demands), ZoneInfo(scenario.timezone)
    starts, shifts = needs.inner("shifts").number("start"), needs.several("shifts").lengths
    ends = [int(starts.min()), int(starts.max())] if len(starts) else []
    days = [(_EPOCH + timedelta(minutes=end)).astimezone(zone).date() for end in ends]
    weighted = bool((needs.read("priority", int) > 1).any())
    tiers = [" + ".join(f"{term.weight} {term.kind}".removeprefix("1 ") for term in tier) for tier in scenario.tiers]
    listed = (
        _WORDS.count(len(scenario.companies), "companies"),
        _WORDS.count(len(scenario.workers), "workers"),
        counted(len(needs), "demand"),
    )
    room = needs.read("headcount", int) * shifts
    trains = needs.number("grants") > 0
    facts = {
        "Period": f"{_WORDS.days(*days)}, {scenario.timezone}" if days else "none",
        "Seats": f"{int(room[~trains].sum()):,} in {_WORDS.count(int(shifts[~trains].sum()), 'shifts')}",
        "Rules": f"{len(scenario.rules):,}: {', '.join(dict.fromkeys(rule.kind for rule in scenario.rules))}",
    }
    if trains.any():
        courses = counted(int(trains.sum()), "training")
        facts["Trainings"] = f"{courses} with room for {int(needs.read('headcount', int)[trains].sum()):,}"
    if off := [one.message.text for one in absent(scenario) if one.off]:
        facts["Off"] = " ".join(off)
    if scenario.pins:
        facts["Pins"] = f"{len(scenario.pins):,}"
    minimised = [_WORDS.term(name, weighted=weighted) for name in tiers]
    wanted = _seats_by_day(starts, np.repeat(np.where(trains, 0, needs.read("headcount", int)), shifts), zone)
    picture = columns("Seats by day", wanted)
    return _fragment(", ".join(listed), "To be minimised, in this order:", minimised, facts, picture)


def _seats_by_day(starts: Int, seats: Int, zone: ZoneInfo) -> list[Part]:
    """The seats of the shifts that start on each local day with any."""
    found: Counter[date] = Counter()
    moments, which = np.unique(starts, return_inverse=True)
    for moment, many in zip(moments.tolist(), np.bincount(which, seats, len(moments)).tolist(), strict=True):
        found[(_EPOCH + timedelta(minutes=moment)).astimezone(zone).date()] += int(many)
    return [Part(_WORDS.day(day), many, 0, _WORDS.count(many, "seats")) for day, many in sorted(found.items())]


def solution_html(solution: Solution) -> str:
    """The report at a glance, with hours by day; the solution must be attached to its scenario."""
    found = figures(solution)
    hours = _WORDS.hours
    days = [
        Part(_WORDS.day(one.day), one.demanded, one.covered, f"{hours(one.covered)} of {hours(one.demanded)}")
        for one in found.days
    ]
    return _fragment(*glance(found), columns("Hours by day: covered, and not covered", days))


def glance(found: Figures) -> tuple[str, str, list[str], dict[str, str]]:
    """A title, a sentence, the proofs or obstacles, and a few facts."""
    told = [proof.text for proof in found.proofs] or list(dict.fromkeys(one.text for one in found.conflicts))
    facts = dict(found.facts)
    if off := [one.message.text for one in found.absent if one.off]:
        facts["Off"] = " ".join(off)
    if found.reasons:
        facts["Empty seats"] = "; ".join(f"{reason}: {missing:,}" for reason, missing in found.reasons)
    return found.title, f"{found.verdict} {found.ending}", told, facts


def inspection_html(found: Inspection, names: Names) -> str:
    """The content of a scenario, and the shifts that nobody can take."""
    listed = (
        _WORDS.count(found.companies, "companies"),
        _WORDS.count(found.workers, "workers"),
        counted(found.demands, "demand"),
    )
    facts = {
        "Seats": f"{found.seats:,} in {_WORDS.count(found.shifts, 'shifts')}",
        "Willing": f"{found.willing:,} of {_WORDS.count(found.workers, 'workers')}",
        "Pairs": f"{found.pairs:,}; {found.idle_people:,} people are in none",
        "Markets": f"{len(found.markets):,}",
    }
    if off := [one.message.text for one in found.absent if one.off]:
        facts["Off"] = " ".join(off)
    told = [
        f"{name_of(names, 'demand', one.demand)}, {one.shift}: {one.reason.text_in('en', names)}"
        for one in found.nobody
    ]
    text = "Nobody is eligible for these shifts:" if told else "Somebody is eligible for every shift."
    return _fragment(", ".join(listed), text, told, facts)


def verification_html(found: Verification) -> str:
    """Whether a plan is valid, its violations, and how many each rule has."""
    count = counted(len(found.violations), "violation")
    text = "Every rule holds, and every stated figure was recomputed." if found.ok else "The plan cannot be:"
    listed = [f"{v.rule}: {v.text}" for v in found.violations]
    broken = Counter(_WORDS.rule_name(one.rule) for one in found.violations)
    facts = {name: counted(many, "violation") for name, many in broken.most_common()}
    parts = [Part(name, many, 0, str(many)) for name, many in broken.most_common()]
    return _fragment("Verified" if found.ok else count, text, listed, facts, strips("Violations by rule", parts))


def shift_html(found: ShiftExplanation) -> str:
    """Why a seat is empty or who fills it, with a line for each fix; rule by rule who is left, as a table and a
    picture."""
    fixes = [tuple(fix.messages()) for fix in found.fixes]
    said = [message for message in found.messages() if not any(message in fix for fix in fixes)]
    before = found.funnel[0].before if found.funnel else len(found.eligible)
    steps = [("Everybody", before, before)]
    steps += [(_WORDS.rule_name(one.rule), one.before, one.left) for one in found.funnel]
    return _funnel(_told(said, found.names), steps, [_told(fix, found.names) for fix in fixes])


def worker_html(found: WorkerExplanation) -> str:
    """Where a person is, or why nowhere; rule by rule which shifts are left."""
    left = sum(many for _, many in found.excluded) + len(found.eligible)
    steps = [("All shifts", left, left)]
    for rule, many in found.excluded:
        steps.append((_WORDS.rule_name(rule), left, left - many))
        left -= many
    return _funnel(found.shown, steps)


def _told(messages: Iterable[Message], names: Names) -> str:
    return " ".join(message.text_in("en", names) for message in messages)


def _funnel(text: str, steps: Sequence[tuple[str, int, int]], listed: Sequence[str] = ()) -> str:
    facts = {name: f"{left:,} of {before:,}" for name, before, left in steps}
    parts = [Part(name, before, left, f"{left:,}") for name, before, left in steps]
    return _fragment("", text, listed, facts, strips("Who is left after each rule", parts))


def diff_html(found: Diff) -> str:
    """What changes, tier by tier, and for each person how many shifts they gain and lose."""
    names = found.names
    facts = {
        _WORDS.term(one.term, weighted=False): " → ".join(
            "–" if value is None else _WORDS.quantity(value, one.unit) for value in (one.before, one.after)
        )
        for one in found.tiers
    }
    summary, *rest = (message.text_in("en", names) for message in found.messages())
    people = [
        Part(
            name_of(names, "worker", one.worker),
            len(one.gained) + len(one.lost),
            len(one.gained),
            f"+{len(one.gained)} −{len(one.lost)}",
        )
        for one in found.people
    ]
    picture = strips("Shifts gained and lost by each person", people)
    return _fragment("", summary, rest[len(found.tiers) :], facts, picture)


def _fragment(title: str, text: str, listed: Sequence[str], facts: Mapping[str, str], picture: str = "") -> str:
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(fact)}</td></tr>" for name, fact in facts.items())
    items = "".join(f"<li>{escape(one)}</li>" for one in listed[:_MOST_LISTED])
    if (hidden := len(listed) - _MOST_LISTED) > 0:
        items += f"<li>and {hidden:,} more</li>"
    table, lines = (f"<table>{rows}</table>" if rows else ""), (f"<ol>{items}</ol>" if items else "")
    head = f"<strong>{escape(title)}</strong><br>" if title else ""
    return f"<div><p>{head}{escape(text)}</p>{lines}{table}{picture}</div>"
