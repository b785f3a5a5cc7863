"""Trust nothing that was solved: rules, values and figures recomputed from the scenario and the plan alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from numbers import Integral
from textwrap import indent

from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import ExtensionError, StaffmatchError, require_type
from staffmatch.messages.language import Names
from staffmatch.messages.message import Sentence, Value
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.accessors import shifts_named
from staffmatch.records.bases import Term
from staffmatch.result import verifier_sentences as says
from staffmatch.result.reason_check import reasons
from staffmatch.result.shortage import Shortage, ShortageReason, seats_proven
from staffmatch.result.solution import PreexistingViolation, Solution, TierResult


@dataclass(frozen=True, repr=False)
class Verification:
    """Every violation found, ``ok`` if there is none, and how many reasons of shortages were counted again."""

    violations: tuple[Violation, ...]
    recounted: int = 0
    _claims: tuple[Scenario, Solution] | None = None

    @property
    def ok(self) -> bool:
        return not self.violations

    @cached_property
    def unproven(self) -> tuple[Violation, ...]:
        """Every bound, and every infeasibility, that no certificate confirms: a plan may be right and its optimality a
        solver's word. The certificate is gone through when this is asked for the first time."""
        from staffmatch.result.certificate import unproven

        return () if self._claims is None else unproven(*self._claims)

    @property
    def text(self) -> str:
        """Every violation in a line of its own, in English; nothing where there is none."""
        return self.text_in()

    def text_in(self, lang: str = "en", names: Names | None = None) -> str:
        """The same in a language of the catalogue, with names in place of ids where they are given."""
        return "\n".join(f"{violation.rule}: {violation.text_in(lang, names)}" for violation in self.violations)

    def __repr__(self) -> str:
        return f"Verification(ok={self.ok}, violations={len(self.violations)}, recounted={self.recounted})"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from staffmatch.reports.notebook import verification_html

        return verification_html(self)

    def raise_if_violated(self) -> None:
        """Raise StaffmatchError that lists the violations."""
        if self.violations:
            raise StaffmatchError(f"{len(self.violations)} violations:\n{indent(self.text, '  ')}")


def verify(
    scenario: Scenario, solution: Solution | Plan, *, reason_check_limit: int | None = 1_000_000
) -> Verification:
    """Check a plan against every rule, and of a solution also each figure that it states.

    Nothing is raised where it fails: see `Verification`. Which bounds no certificate confirms is in its ``unproven``.

    The reason of a shortage counts people rule by rule, so each is counted again by looking at everybody.
    ``reason_check_limit`` is the most people looked at in all, shortage after shortage, with the rows of the pair
    table, which is read once; None looks at all.
    """
    require_type(scenario, Scenario)
    require_type(solution, Solution, Plan)
    if isinstance(solution, Plan):
        unknown = tuple(_unknown(scenario, list(solution)))
        return Verification(unknown or tuple(_broken_rules(scenario, solution)))
    if solution.status in ("infeasible", "unknown"):
        return Verification(tuple(_no_plan(scenario, solution)), _claims=(scenario, solution))
    listed = [(a.worker, a.shift) for a in solution.assignments]
    if found := [*_unknown(scenario, listed), *_repeated(listed)]:
        return Verification(tuple(found))
    plan, count = solution.plan, len(solution.shortages)
    if reason_check_limit is not None:
        rows = 0 if scenario.pair_table is None else len(scenario.pair_table.workers)
        count = min(count, max(0, reason_check_limit - rows) // max(1, len(scenario.workers)))
    found = [*_broken_rules(scenario, plan), *_wrong_figures(scenario, plan, solution)]
    if not solution.explained:
        return Verification((*found, *_unexplained(solution)), _claims=(scenario, solution))
    proven = seats_proven(scenario, solution.tiers[0].gap if solution.tiers else None)
    reasons_ = _wrong_reasons(scenario, solution.shortages[:count], plan, proven)
    return Verification((*found, *reasons_), count, (scenario, solution))


def tier_value(scenario: Scenario, plan: Plan, tier: tuple[Term, ...]) -> tuple[int, int]:
    """(whole steps, steps to a unit) of a tier, term by term in Python integers."""
    per_unit = math.lcm(*(term.per_unit for term in tier))
    return sum(term.weight * per_unit // term.per_unit * _value(term, scenario, plan) for term in tier), per_unit


def _value(term: Term, scenario: Scenario, plan: Plan) -> int:
    value: object = term.value(scenario, plan)
    if isinstance(value, Integral) and not isinstance(value, bool):
        return int(value)
    text = f"has to give a whole number of steps, {term.per_unit:,} to a unit; it gives {value!r}."
    raise ExtensionError(f"{type(term).__name__}.value ({term.kind!r}) {text}")


def _unknown(scenario: Scenario, listed: list[tuple[str, str]]) -> Iterator[Violation]:
    workers, shifts = set(scenario.ids("workers")), set(scenario.ids("shifts"))
    for worker, shift in listed:
        if worker not in workers:
            yield Violation("plan", says.NO_WORKER(worker=worker), 1, "ids", (worker,))
        if shift not in shifts:
            yield Violation("plan", says.NO_SHIFT(shift=shift), 1, "ids", (shift,))


def _repeated(listed: list[tuple[str, str]]) -> Iterator[Violation]:
    for (worker, shift), count in Counter(listed).items():
        if count > 1:
            said = says.REPEATED(worker=worker, shift=shift, n=count)
            yield Violation("plan", said, count - 1, "assignments", (worker, shift))


def _no_plan(scenario: Scenario, solution: Solution) -> Iterator[Violation]:
    yield from _differs(says.DIGEST, solution.scenario_digest, scenario.digest())
    if solution.assignments or solution.tiers or solution.shortages or solution.partnerships or solution.certificate:
        yield Violation("figures", says.STATES_A_PLAN(status=solution.status), 1, "figures")
    yield from _wrong_preexisting(scenario, solution)
    if solution.status == "unknown" and not any(pin.assigned for pin in scenario.pins):
        yield Violation("figures", says.UNKNOWN(), 1, "figures")
    yield from _differs(says.PROVEN, solution.termination.reason == "proven", False)
    clashing = solution.status == "infeasible"
    yield from _differs(says.CLASH, bool(solution.conflicts), clashing)
    yield from _differs(says.INFEASIBLE, solution.termination.reason == "infeasible", clashing)
    pins = {(pin.worker, pin.shift) for pin in scenario.pins if pin.assigned}
    listed = {(conflict.worker, conflict.shift) for conflict in solution.conflicts}
    for worker, shift in sorted(listed - pins):
        yield Violation("pins", says.NOT_PINNED(worker=worker, shift=shift), 1, "pins", (worker, shift))
    # Neither all pins nor those that are said to clash may stand together as a plan.
    out = {(pin.worker, pin.shift) for pin in scenario.pins if not pin.assigned}
    jobs = {shift.id: _job(demand, shift) for demand in scenario.demands for shift in demand.shifts}
    for claimed in (pins, listed & pins) if clashing else ():
        whole = {(worker, taken) for worker, shift in claimed for taken in jobs[shift]}
        if whole.isdisjoint(out) and all(found.rule == "pins" for found in _broken_rules(scenario, Plan.of(whole))):
            yield Violation("pins", says.NO_CLASH(), 1, "pins", tuple(sorted({worker for worker, _ in claimed})))


def _broken_rules(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    for rule in scenario.rules:
        for found in rule.check(scenario, plan):
            if not isinstance(found, Violation):
                text = f"has to yield one Violation for each time the rule is broken; it yields {found!r:.80}."
                raise ExtensionError(f"{type(rule).__name__}.check ({rule.kind!r}) {text}")
            yield found


def _differs(what: Sentence, stated: object, found: object, *ids: str, **values: Value) -> Iterator[Violation]:
    if stated != found:
        said = says.DIFFERS(what=what(**values), stated=str(stated), found=str(found))
        yield Violation("figures", said, 1, "figures", ids)


def _shown(number: int) -> str:
    """Python writes no integer of thousands of digits."""
    return f"{number:,}" if number.bit_length() <= 256 else f"a number of {number.bit_length():,} bits"


def _wrong_figures(scenario: Scenario, plan: Plan, solution: Solution) -> Iterator[Violation]:
    yield from _differs(says.DIGEST, solution.scenario_digest, scenario.digest())
    yield from _wrong_tiers(scenario, plan, solution)
    yield from _wrong_details(scenario, plan, solution)
    yield from _wrong_shortages(scenario, plan, solution)
    yield from _wrong_partnerships(scenario, plan, solution)
    yield from _wrong_preexisting(scenario, solution)


def _wrong_preexisting(scenario: Scenario, solution: Solution) -> Iterator[Violation]:
    found = PreexistingViolation.of(scenario) if solution.explained else ()
    yield from _differs(says.PREEXISTING, solution.preexisting_violations, found)


def _unexplained(solution: Solution) -> Iterator[Violation]:
    """Only the plan that lends nobody needs no reasons, once the search was stopped; and then nothing else is known."""
    yield from _differs(says.UNEXPLAINED, len(solution.assignments), 0)
    stopped = solution.termination.reason in ("stopped", "interrupted")
    yield from _differs(says.STOPPED, not solution.explained, stopped)
    claims = [one for tier in solution.tiers for one in (tier.bound, tier.certified) if one is not None]
    yield from _differs(says.CLAIMS, len(claims) + len(solution.certificate), 0)
    unknown = ShortageReason.not_looked_for()
    for shortage in solution.shortages:
        yield from _differs(says.REASON, shortage.reason, unknown, shortage.shift, shift=shortage.shift)


def _wrong_tiers(scenario: Scenario, plan: Plan, solution: Solution) -> Iterator[Violation]:
    yield from _differs(says.TIERS, len(solution.tiers), len(scenario.tiers))
    if solution.certificate:
        yield from _differs(says.CERTIFICATES, len(solution.certificate), len(scenario.tiers))
    for stated, tier in zip(solution.tiers, scenario.tiers, strict=False):
        steps, per_unit = tier_value(scenario, plan, tier)
        terms = " + ".join(f"{term.weight} {term.kind}" if term.weight > 1 else term.kind for term in tier)
        units = " + ".join(dict.fromkeys(term.unit for term in tier))
        yield from _differs(says.SCALE, _shown(stated.per_unit), _shown(per_unit), term=stated.term)
        yield from _differs(says.NAME, (stated.term, stated.unit), (terms, units), term=stated.term)
        yield from _differs(says.VALUE, stated.value, steps / per_unit, term=stated.term)
        yield from _wrong_bound(stated, steps, per_unit)
    proven = all(tier.gap == 0 for tier in solution.tiers)
    yield from _differs(says.STATUS, solution.status, "optimal" if proven else "feasible")
    yield from _differs(says.PROVEN, solution.termination.reason == "proven", proven)
    yield from _differs(says.CONFLICTS, solution.conflicts, ())


def _wrong_details(scenario: Scenario, plan: Plan, solution: Solution) -> Iterator[Violation]:
    details = {(d.worker.id, d.shift.id): d for d in plan.duties(scenario)}
    for a in solution.assignments:
        duty = details[a.worker, a.shift]
        found = (duty.demand.id, duty.worker.company, duty.demand.company, duty.minutes, duty.commute)
        said = (a.demand, a.lender, a.borrower, a.minutes, a.commute_minutes)
        yield from _differs(says.DETAIL, said, found, a.worker, a.shift, worker=a.worker, shift=a.shift)


def _wrong_shortages(scenario: Scenario, plan: Plan, solution: Solution) -> Iterator[Violation]:
    crews = plan.crews(scenario)
    found = {
        shift.id: (demand.id, missing, demand.headcount)
        for demand in scenario.demands
        for shift in demand.shifts
        if (missing := demand.headcount - len(crews.get(shift.id, ()))) > 0
    }
    said = {s.shift: (s.demand, s.missing, s.headcount) for s in solution.shortages}
    yield from _differs(says.SHORTAGES, len(solution.shortages), len(found))
    for shift in sorted(found.keys() | said.keys()):
        yield from _differs(says.SHORTAGE, said.get(shift), found.get(shift), shift, shift=shift)


def _wrong_reasons(scenario: Scenario, shortages: Sequence[Shortage], plan: Plan, proven: bool) -> Iterator[Violation]:
    known = set(scenario.ids("shifts"))
    stated = [shortage for shortage in shortages if shortage.shift in known]
    shifts = shifts_named(scenario, (shortage.shift for shortage in stated))
    recounted = reasons(scenario, [shifts[shortage.shift] for shortage in stated], plan, proven)
    for shortage, found in zip(stated, recounted, strict=True):
        yield from _differs(says.REASON, shortage.reason, found, shortage.shift, shift=shortage.shift)


def _job(demand: Demand, shift: Shift) -> list[str]:
    """The shifts that a person takes together with one."""
    return [other.id for other in demand.held_with(shift)]


def _wrong_partnerships(scenario: Scenario, plan: Plan, solution: Solution) -> Iterator[Violation]:
    found = _partnerships(scenario, plan)
    said = {(p.lender, p.borrower): (p.new, p.assignments, p.workers, p.minutes) for p in solution.partnerships}
    yield from _differs(says.PARTNERSHIPS, len(solution.partnerships), len(found))
    for pair in sorted(found.keys() | said.keys()):
        lender, borrower = pair
        stated = said.get(pair)
        yield from _differs(says.PARTNERSHIP, stated, found.get(pair), *pair, lender=lender, borrower=borrower)


def _wrong_bound(stated: TierResult, steps: int, per_unit: int) -> Iterator[Violation]:
    """Bounds that are no whole steps or too high, and a gap that is not theirs, however large the numbers are."""
    value, bound, gap, certified = steps / per_unit, stated.bound, stated.gap, stated.certified
    kinds = (
        (bound, says.NO_MULTIPLE, says.EXCEEDS),
        (certified, says.NO_MULTIPLE_CERTIFIED, says.EXCEEDS_CERTIFIED),
    )
    for number, no_multiple, exceeds in kinds:
        if number is not None and _in_steps(number, per_unit) is None:
            yield Violation("figures", no_multiple(term=stated.term, number=number), 1, "figures")
        elif number is not None and number > value:
            yield Violation("figures", exceeds(term=stated.term, number=number, value=value), 1, "figures")
    if certified is not None and (bound is None or certified > bound):
        said = says.MORE_CERTIFIED(term=stated.term, bound=bound, certified=certified)
        yield Violation("figures", said, 1, "figures")
    rests = None if bound is None else "certificate" if certified == bound else "solver"
    yield from _differs(says.RESTS_ON, stated.proof, rests, term=stated.term)
    reached = None if bound is None else _in_steps(bound, per_unit)
    expected = None if reached is None else abs(steps - reached) / max(abs(steps), per_unit)
    close = gap is not None and expected is not None and abs(gap - expected) <= 1e-9 * max(1, expected)
    if not (gap is expected is None or close) or (gap == 0 and bound != value):
        said = says.DIFFERS(what=says.GAP(term=stated.term), stated=str(gap), found=str(expected))
        yield Violation("figures", said, 1, "figures")


def _in_steps(number: float, per_unit: int) -> int | None:
    """The whole steps that come to the number as floats are rounded; None where it lies between two."""
    if not math.isfinite(number):
        return None
    exact = Fraction(number) * per_unit
    return next((n for n in (math.floor(exact), math.ceil(exact)) if n / per_unit == number), None)


def _partnerships(scenario: Scenario, plan: Plan) -> dict[tuple[str, str], tuple[bool, int, int, int]]:
    agreed = {frozenset((company.id, other)) for company in scenario.companies for other in company.agreements}
    groups: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for duty in plan.duties(scenario):
        groups.setdefault((duty.worker.company, duty.demand.company), []).append((duty.worker.id, duty.minutes))
    return {
        pair: (frozenset(pair) not in agreed, len(group), len({w for w, _ in group}), sum(m for _, m in group))
        for pair, group in groups.items()
    }
