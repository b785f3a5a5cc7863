"""Verification: rules, values and figures recomputed from the scenario and the plan alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import indent

from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import ExtensionError, StaffmatchError, require_type
from staffmatch.messages.language import Names
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.accessors import shifts_named
from staffmatch.result import verifier_sentences as says
from staffmatch.result.contents import PreexistingViolation
from staffmatch.result.reason_check import reasons
from staffmatch.result.replan_check import wrong_replan
from staffmatch.result.shortage import Shortage, ShortageReason, seats_proven
from staffmatch.result.solution import Solution
from staffmatch.result.tier_check import differs, wrong_tiers


@dataclass(frozen=True, repr=False)
class Verification:
    """The violations found, ``ok`` if there are none, and how many reasons of shortages were recounted.

    ``charged`` lists by what the plan breaks rules that bend, which is allowed, and counted by terms.

    >>> found = sm.verify(scenario, solution)
    >>> found.ok, found.unproven
    (True, ())
    """

    violations: tuple[Violation, ...]
    recounted: int = 0
    charged: tuple[Violation, ...] = ()
    _claims: tuple[Scenario, Solution] | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing is violated. What is ``unproven`` does not count."""
        return not self.violations

    @cached_property
    def unproven(self) -> tuple[Violation, ...]:
        """Every bound and every infeasibility that no certificate confirms: the plan may be right and its optimality
        only a solver's word. The certificate is checked on first access."""
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
        """The HTML shown in notebooks."""
        from staffmatch.reports.notebook import verification_html

        return verification_html(self)

    def raise_if_violated(self) -> None:
        """Raise a StaffmatchError that lists the violations, if there are any."""
        if self.violations:
            raise StaffmatchError(f"{len(self.violations)} violations:\n{indent(self.text, '  ')}")


def verify(
    scenario: Scenario, solution: Solution | Plan, *, reason_check_limit: int | None = 1_000_000
) -> Verification:
    """Check a plan against every rule, and a solution also figure by figure.

    A failure raises nothing: see `Verification`, whose ``unproven`` lists the bounds that no certificate confirms.
    Raises TypeError if ``scenario`` is not a Scenario, or what is checked is neither a Solution nor a Plan.

    The reason of a shortage counts people rule by rule, so checking one means looking at everybody.
    ``reason_check_limit`` limits the number of people looked at in all, shortage by shortage, including the rows of the
    pair table, which is read once; None means no limit.

    >>> sm.verify(scenario, solution).ok
    True
    >>> sm.verify(scenario, sm.Plan.of([("cem", "mon")])).violations[0].text
    "Worker 'cem' has shift 'mon' but their consent is 'offered'."
    """
    require_type(scenario, Scenario)
    require_type(solution, Solution, Plan)
    if isinstance(solution, Plan):
        unknown = tuple(_unknown(scenario, list(solution)))
        if unknown:
            return Verification(unknown)
        return Verification(tuple(_broken_rules(scenario, solution)), charged=tuple(_charged(scenario, solution)))
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
    charged = tuple(_charged(scenario, plan))
    if not solution.explained:
        return Verification((*found, *_unexplained(solution)), charged=charged, _claims=(scenario, solution))
    proven = seats_proven(scenario, solution.tiers[0].gap if solution.tiers else None)
    reasons_ = _wrong_reasons(scenario, solution.shortages[:count], plan, proven)
    return Verification((*found, *reasons_), count, charged, (scenario, solution))


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
    yield from differs(says.DIGEST, solution.scenario_digest, scenario.digest())
    if solution.assignments or solution.tiers or solution.shortages or solution.partnerships or solution.certificate:
        yield Violation("figures", says.STATES_A_PLAN(status=solution.status), 1, "figures")
    yield from _wrong_preexisting(scenario, solution)
    if solution.status == "unknown" and not any(pin.assigned for pin in scenario.pins):
        yield Violation("figures", says.UNKNOWN(), 1, "figures")
    yield from differs(says.PROVEN, solution.termination.reason == "proven", False)
    clashing = solution.status == "infeasible"
    yield from differs(says.CLASH, bool(solution.conflicts), clashing)
    yield from differs(says.INFEASIBLE, solution.termination.reason == "infeasible", clashing)
    pins = {(pin.worker, pin.shift) for pin in scenario.pins if pin.assigned}
    listed = {(conflict.worker, conflict.shift) for conflict in solution.conflicts}
    for worker, shift in sorted(listed - pins):
        yield Violation("pins", says.NOT_PINNED(worker=worker, shift=shift), 1, "pins", (worker, shift))
    # Neither all pins nor the conflicting ones alone may form a valid plan.
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
            yield found.citing(rule)


def _charged(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    for rule in scenario.rules:
        for found in rule.charged(scenario, plan):
            yield found.citing(rule)


def _wrong_figures(scenario: Scenario, plan: Plan, solution: Solution) -> Iterator[Violation]:
    yield from differs(says.DIGEST, solution.scenario_digest, scenario.digest())
    yield from wrong_tiers(scenario, plan, solution)
    yield from _wrong_details(scenario, plan, solution)
    yield from _wrong_shortages(scenario, plan, solution)
    yield from _wrong_partnerships(scenario, plan, solution)
    yield from _wrong_preexisting(scenario, solution)
    yield from wrong_replan(scenario, plan, solution)


def _wrong_preexisting(scenario: Scenario, solution: Solution) -> Iterator[Violation]:
    found = PreexistingViolation.of(scenario) if solution.explained else ()
    yield from differs(says.PREEXISTING, solution.preexisting_violations, found)


def _unexplained(solution: Solution) -> Iterator[Violation]:
    """Only the empty plan of a search that ended before it had pairs needs no reasons, and then nothing else is
    known."""
    yield from differs(says.UNEXPLAINED, len(solution.assignments), 0)
    stopped = solution.termination.reason in ("stopped", "interrupted", "time_limit", "work_limit")
    yield from differs(says.STOPPED, not solution.explained, stopped)
    claims = [one for tier in solution.tiers for one in (tier.bound, tier.certified) if one is not None]
    yield from differs(says.CLAIMS, len(claims) + len(solution.certificate), 0)
    unknown = ShortageReason.not_looked_for()
    for shortage in solution.shortages:
        yield from differs(says.REASON, shortage.reason, unknown, shortage.shift, shift=shortage.shift)


def _wrong_details(scenario: Scenario, plan: Plan, solution: Solution) -> Iterator[Violation]:
    details = {(d.worker.id, d.shift.id): d for d in plan.duties(scenario)}
    for a in solution.assignments:
        duty = details[a.worker, a.shift]
        found = (duty.demand.id, duty.worker.company, duty.demand.company, duty.minutes, duty.commute)
        said = (a.demand, a.lender, a.borrower, a.minutes, a.commute_minutes)
        yield from differs(says.DETAIL, said, found, a.worker, a.shift, worker=a.worker, shift=a.shift)


def _wrong_shortages(scenario: Scenario, plan: Plan, solution: Solution) -> Iterator[Violation]:
    crews = plan.crews(scenario)
    found = {
        shift.id: (demand.id, missing, demand.headcount)
        for demand in scenario.demands
        for shift in demand.shifts
        if (missing := demand.needed - len(crews.get(shift.id, ()))) > 0
    }
    said = {s.shift: (s.demand, s.missing, s.headcount) for s in solution.shortages}
    yield from differs(says.SHORTAGES, len(solution.shortages), len(found))
    for shift in sorted(found.keys() | said.keys()):
        yield from differs(says.SHORTAGE, said.get(shift), found.get(shift), shift, shift=shift)


def _wrong_reasons(scenario: Scenario, shortages: Sequence[Shortage], plan: Plan, proven: bool) -> Iterator[Violation]:
    known = set(scenario.ids("shifts"))
    stated = [shortage for shortage in shortages if shortage.shift in known]
    shifts = shifts_named(scenario, (shortage.shift for shortage in stated))
    recounted = reasons(scenario, [shifts[shortage.shift] for shortage in stated], plan, proven)
    for shortage, found in zip(stated, recounted, strict=True):
        yield from differs(says.REASON, shortage.reason, found, shortage.shift, shift=shortage.shift)


def _job(demand: Demand, shift: Shift) -> list[str]:
    """The shifts that a person takes together with this one."""
    return [other.id for other in demand.held_with(shift)]


def _wrong_partnerships(scenario: Scenario, plan: Plan, solution: Solution) -> Iterator[Violation]:
    found = _partnerships(scenario, plan)
    said = {(p.lender, p.borrower): (p.new, p.assignments, p.workers, p.minutes) for p in solution.partnerships}
    yield from differs(says.PARTNERSHIPS, len(solution.partnerships), len(found))
    for pair in sorted(found.keys() | said.keys()):
        lender, borrower = pair
        stated = said.get(pair)
        yield from differs(says.PARTNERSHIP, stated, found.get(pair), *pair, lender=lender, borrower=borrower)


def _partnerships(scenario: Scenario, plan: Plan) -> dict[tuple[str, str], tuple[bool, int, int, int]]:
    agreed = {frozenset((company.id, other)) for company in scenario.companies for other in company.agreements}
    groups: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for duty in plan.duties(scenario):
        groups.setdefault((duty.worker.company, duty.demand.company), []).append((duty.worker.id, duty.minutes))
    return {
        pair: (frozenset(pair) not in agreed, len(group), len({w for w, _ in group}), sum(m for _, m in group))
        for pair, group in groups.items()
    }
