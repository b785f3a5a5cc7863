"""HTML for notebooks: a title and a few facts, without styles or scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from staffmatch.errors import counted
from staffmatch.explain.protections import absent
from staffmatch.messages.language import Names
from staffmatch.messages.names import name_of
from staffmatch.models import Demand, Scenario
from staffmatch.records.sequence import Records
from staffmatch.reports.figures import Figures
from staffmatch.reports.gather import figures
from staffmatch.reports.words import Words
from staffmatch.result.solution import Solution

if TYPE_CHECKING:
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
    return _fragment(", ".join(listed), "To be minimised, in this order:", minimised, facts)


def solution_html(solution: Solution) -> str:
    """The report at a glance; the solution must be attached to its scenario."""
    return _fragment(*glance(figures(solution)))


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
    """Whether a plan is valid, and its violations."""
    count = counted(len(found.violations), "violation")
    text = "Every rule holds, and every stated figure was recomputed." if found.ok else "The plan cannot be:"
    return _fragment("Verified" if found.ok else count, text, [f"{v.rule}: {v.text}" for v in found.violations], {})


def _fragment(title: str, text: str, listed: Sequence[str], facts: Mapping[str, str]) -> str:
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(fact)}</td></tr>" for name, fact in facts.items())
    items = "".join(f"<li>{escape(one)}</li>" for one in listed[:_MOST_LISTED])
    if (hidden := len(listed) - _MOST_LISTED) > 0:
        items += f"<li>and {hidden:,} more</li>"
    table, lines = (f"<table>{rows}</table>" if rows else ""), (f"<ol>{items}</ol>" if items else "")
    return f"<div><p><strong>{escape(title)}</strong><br>{escape(text)}</p>{lines}{table}</div>"
