"""The search over a market in shards: the table of contents.

cut the people into shards, and ask each for its survey
for each tier: raise the prices of what shards share, prove the bound in integers,
               search a plan among the pairs that shards offer at these prices, fill what it leaves empty
prove the bounds once more for the plan's values
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from staffmatch.arrays import Int, Real
from staffmatch.domain.plan import Plan
from staffmatch.engine.backends.lp import BackendName
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.search_params import in_force
from staffmatch.engine.state.control import Control, Reason
from staffmatch.engine.state.incumbent import relative_gap
from staffmatch.errors import ShardError, UnsupportedRule, bad_option
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.integer_program import Scale, formulate
from staffmatch.formulation.pairs import Pairs
from staffmatch.records.accessors import tiers_in_full
from staffmatch.result.certificate import certified
from staffmatch.result.decoding import missing_seats
from staffmatch.result.proving import Proven
from staffmatch.result.shortage import ShortageReason
from staffmatch.runtime.halting import Halted
from staffmatch.shards import refusals
from staffmatch.shards.bounds import Bounds
from staffmatch.shards.crew import Crew, Executor, LostShard, OutOfTime
from staffmatch.shards.layout import layout_of
from staffmatch.shards.plans import Plans
from staffmatch.shards.prices import Ascent, Shared
from staffmatch.shards.questions import Offer, Price
from staffmatch.shards.reasons import reasons
from staffmatch.shards.shard import Survey
from staffmatch.shards.sources import Cut, Folder

_NONE: Real = np.zeros(0)
_METHOD = "prices over shards, plan among candidates"


@dataclass(frozen=True)
class Found:
    """The end of a search: the pairs of its plan, all of which are chosen, and how many there are for each job.

    ``eligible`` is None if shards were not made.
    """

    pairs: Pairs
    eligible: Int | None
    outcome: Outcome
    proofs: Proven

    @property
    def count(self) -> int | None:
        """How many pairs the market has."""
        return None if self.eligible is None else int(self.eligible.sum())

    @property
    def nothing(self) -> bool:
        """Whether the search ended before it had pairs to choose from."""
        return self.eligible is None and not len(self.pairs)

    def kept(self, plan: Plan, proven: bool) -> dict[str, ShortageReason]:
        """The reasons of empty seats, see `explain.stated.KeptReasons`."""
        columns = self.pairs.columns
        missing = missing_seats(self.pairs, np.arange(len(self.pairs)))
        most = in_force().shards.explained
        each = np.full(columns.jobs, len(columns.workers.ids)) if self.eligible is None else self.eligible
        return reasons(columns, missing, plan, proven, each, most)


def require_executor(executor: object, on_solution: object) -> None:
    """InputError for anything that has no `submit`, and for a listener: with each plan go reasons of empty seats, which
    look at all pairs."""
    if not callable(getattr(executor, "submit", None)):
        told = refusals.NO_EXECUTOR(kind=type(executor).__name__)
        raise bad_option("executor", told, refusals.NO_EXECUTOR_ADVICE())
    if on_solution is not None:
        raise bad_option("on_solution", refusals.NO_LISTENER(), refusals.NO_LISTENER_ADVICE())


def search(
    columns: Columns,
    control: Control,
    former: Plan | None,
    backend: BackendName | None,
    executor: Executor,
) -> Found:
    """Search a market whose pairs are on the workers of an executor.

    A shard that is lost for good ends the search with the plan and bounds so far. UnsupportedRule for rules and terms
    that shards cannot serve.
    """
    with TemporaryDirectory(prefix="staffmatch-", ignore_cleanup_errors=True) as path:
        found = _Search(columns, control, Plans(columns, control, backend), executor, Folder(Path(path)))
        return found.run(former)


@dataclass
class _Search:
    columns: Columns
    control: Control
    plans: Plans
    executor: Executor
    folder: Folder
    surveys: list[Survey] = field(default_factory=list)
    bounds: Bounds | None = None
    offered: bool = False
    proving: float = 0.0

    def run(self, former: Plan | None) -> Found:
        cut = Cut(self.columns.scenario, self.control.params.shards)
        self.plans.members = cut.members
        crew = Crew(self.executor, self.folder, self.control, len(cut.members))
        try:
            self.folder.write(cut)
            self.plans.begin(former)
            self._survey(crew)
            if self.plans.values is None:
                self._pinned(crew)
            if self.plans.values is not None:
                self._tiers(crew)
        except (OutOfTime, Halted):
            # What is known by now is the result.
            self.control.over()
        except LostShard as lost:
            self._lost(lost, len(cut.members))
        return self._found()

    def _survey(self, crew: Crew) -> None:
        """Make all shards; the first one says by which rows rosters are bounded best."""
        self.control.tell("pair")
        began = self.control.time.now
        first = crew.some([0], None)
        crew.capacity, crew.choose = first[0].capacity, False
        self.surveys = [*first, *crew.some(range(1, crew.shards), None)]
        if linking := sorted({kind for survey in self.surveys for kind in survey.linking}):
            raise UnsupportedRule(refusals.LINKING(kinds=tuple(linking)))
        rules, tiers = self.columns.scenario.rules, tiers_in_full(self.columns.scenario)
        layout = layout_of(self.columns, rules, self.surveys, crew.capacity)
        steps = tuple(int(np.gcd.reduce(own)) or 1 for own in zip(*(one.steps for one in self.surveys), strict=True))
        self.proving = self.control.params.shards.certified * (self.control.time.now - began)
        self.bounds = Bounds(crew, layout, steps, self.surveys, [Scale.of(tier).term for tier in tiers])

    def _pinned(self, crew: Crew) -> None:
        """Where pins alone are no plan, other pairs may be needed beside them: any of each job."""
        everywhere = np.arange(self.columns.jobs)
        free = Price(0, self._bounds.steps, np.zeros(self.columns.jobs), np.empty(0))
        self.plans.offered(crew.all(Offer(free, 0, everywhere, self.control.params.shards.fill_each)))
        self.plans.search(self.control.params.shards.plan_seconds)

    def _tiers(self, crew: Crew) -> None:
        bounds, time = self._bounds, self.control.time
        count, last = len(bounds.terms), _NONE
        for tier in range(count):
            shared = Shared.of(tier, bounds.steps, bounds.layout, self.values[:tier], self.surveys)
            starts = self._starts(shared, last)
            end = time.part(1 / (count - tier), time.until - self.proving * (count + 1))
            ascent = self._ascent(crew, shared, starts)
            ascent.run(time.part(self.control.params.shards.price_share, end))
            self._cycle(crew, ascent, end)
            last = ascent.best
        if count > 1:
            bounds.renew(self.values)

    @property
    def _bounds(self) -> Bounds:
        if self.bounds is None:
            raise OutOfTime
        return self.bounds

    @property
    def values(self) -> tuple[int, ...]:
        """The plan's tiers in steps above their constants."""
        found = zip(self.plans.values or (), self.plans.constants, self._bounds.steps, strict=False)
        return tuple((value - constant) // step for value, constant, step in found)

    def _ascent(self, crew: Crew, shared: Shared, starts: list[Real]) -> Ascent:
        aim = float(self.values[shared.tier]) if self.plans.values else np.inf
        return Ascent(crew, shared, [survey.pairs for survey in self.surveys], self.columns.jobs, starts, aim)

    def _starts(self, shared: Shared, last: Real) -> list[Real]:
        """First multipliers: of the first tier shares of what a pair of each job gains, of later ones the prices before
        at several worths of a step of the tier before."""
        jobs, steps = shared.layout.jobs, shared.steps
        if shared.tier == 0:
            gains = np.max([-survey.mean for survey in self.surveys], axis=0)[jobs] / steps[0]
            return [share * np.maximum(0, gains) for share in self.control.params.shards.starts]
        rms = [np.sqrt(sum(one)) for one in zip(*(survey.squares for survey in self.surveys), strict=True)]
        own, before = (rms[number] / steps[number] for number in (shared.tier, shared.tier - 1))
        ratio = own / before if before else 0.0
        seats, earlier = last[: len(jobs)], last[len(jobs) :]
        return [np.r_[(times - 1) * ratio * seats, times * ratio * earlier, times * ratio] for times in (1.5, 3.0)]

    def _cycle(self, crew: Crew, ascent: Ascent, end: float) -> None:
        """Plans at the prices found, and more rounds of prices, in turn."""
        shared, params = ascent.shared, self.control.params.shards
        for turn in range(params.cycles):
            self._prove(ascent)
            self._plan(crew, shared, ascent.best, 1 / (params.cycles - turn), end)
            if self._closed(shared.tier) or self.control.time.now >= end:
                return
            ascent.aim = float(self.values[shared.tier])
            ascent.more(end)
        self._prove(ascent)

    def _closed(self, tier: int) -> bool:
        """Whether a tier is within the gap that is asked for."""
        value, steps = self.values[tier], self._bounds.proofs[tier].steps
        unit = self._bounds.steps[tier]
        whole = self.plans.constants[tier]
        return relative_gap(whole + unit * value, whole + unit * steps) <= self.control.gap

    def _plan(self, crew: Crew, shared: Shared, multipliers: Real, share: float, end: float) -> None:
        price = shared.price(multipliers, self.columns.jobs)
        self.plans.take(crew, price, [survey.pairs for survey in self.surveys])
        self.offered = True
        time, params = self.control.time, self.control.params.shards
        amount = share * (end - time.now) if np.isfinite(end) else max(params.plan_seconds, time.now)
        if shared.tier:
            self.plans.search(max(0.0, amount), tier=shared.tier)
        else:
            self.plans.search(max(0.0, (1 - params.fill_share) * amount))
            self.plans.fill(crew, price, max(0.0, params.fill_share * amount) / params.fills)

    def _prove(self, ascent: Ascent) -> None:
        tier, began = ascent.shared.tier, self.control.time.now
        self._bounds.prove(tier, ascent.best, self.values)
        self.proving = self.control.time.now - began
        bound = self.plans.constants[tier] + self._bounds.steps[tier] * self._bounds.proofs[tier].steps
        self.control.tell("prices", self.plans.values[tier] if self.plans.values else None, bound, tier)

    def _lost(self, lost: LostShard, shards: int) -> None:
        """A note on the solution; an error if there is nothing else to show."""
        if self.offered:
            self.control.fault(f"Shard {lost.shard + 1} of {shards} was lost, and the search ended: {lost.what}")
            return
        error = ShardError(refusals.LOST(shard=lost.shard + 1, shards=shards, what=lost.what))
        error.shard, error.__cause__ = lost.shard, lost.__cause__
        self.control.raised, self.control.ended = self.control.raised or error, self.control.ended or Reason.STOPPED

    def _found(self) -> Found:
        scenario, plans = self.columns.scenario, self.plans
        eligible = np.sum([survey.eligible for survey in self.surveys], axis=0) if self.surveys else None
        tiers = tiers_in_full(scenario)
        none = Proven((None,) * len(tiers), (None,) * len(tiers))
        if plans.values is None:
            return Found(plans.pairs(), eligible, Outcome(None, (), (), self._reason(), _METHOD), Proven((), ()))
        pairs = plans.pairs()
        proofs, bounds = (none, none.bounds) if self.bounds is None else self._proven(self.bounds)
        gaps = [relative_gap(value, bound) for value, bound in zip(plans.values, bounds, strict=True)]
        reason = Reason.PROVEN if not any(gaps) else self._reason()
        if reason is Reason.UNPROVEN and all(gap <= self.control.gap for gap in gaps):
            reason = Reason.GAP
        return Found(pairs, eligible, Outcome(np.ones(len(pairs), bool), plans.values, bounds, reason, _METHOD), proofs)

    def _reason(self) -> Reason:
        return self.control.ended or Reason.UNPROVEN

    def _proven(self, bounds: Bounds) -> tuple[Proven, tuple[int | None, ...]]:
        """The certificate with what it proves, and the bounds. A market that one process can hold is checked as a
        whole."""
        values, steps = self.plans.values or (), self.values
        tiers = range(len(values))
        stated = tuple(bounds.stated(tier, steps) for tier in tiers)
        found = tuple(
            self.plans.constants[tier] + bounds.steps[tier] * bounds.proofs[tier].steps
            if bounds.holds(tier, steps)
            else None
            for tier in tiers
        )
        if sum(survey.pairs for survey in self.surveys) <= self.control.params.shards.checked_pairs:
            scenario = self.columns.scenario
            problem = formulate(eligible_pairs(self.columns, scenario.rules), tiers_in_full(scenario))
            known = certified(problem, values, stated)
        else:
            known = tuple(bound if proof else None for bound, proof in zip(found, stated, strict=True))
        kept = tuple(proof if bound is not None else None for proof, bound in zip(stated, known, strict=True))
        return Proven(kept, known), found
