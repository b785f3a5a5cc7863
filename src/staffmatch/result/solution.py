"""The solution: a plan with its proof."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, Unpack, overload

from pydantic import PrivateAttr

from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError, InputIssue
from staffmatch.models import Scenario
from staffmatch.records.field_types import (
    Counted,
    Version,
)
from staffmatch.result import refusals
from staffmatch.result.contents import (
    Assignment,
    Conflict,
    Partnership,
    PreexistingViolation,
    Replanned,
    TierResult,
)
from staffmatch.result.key_figures import KeyFigures
from staffmatch.result.known_ids import unknown_ids
from staffmatch.result.shortage import Shortage
from staffmatch.result.termination import Moment, Termination
from staffmatch.result.tier_proof import TierProof

if TYPE_CHECKING:
    from staffmatch.answers.what_if.sensitivity import Sensitivity
    from staffmatch.answers.what_if.variations import By
    from staffmatch.answers.what_now.replan import ReplanOptions
    from staffmatch.answers.who_else.candidates import Recommendation
    from staffmatch.answers.why.changes import ChangeKind
    from staffmatch.answers.why.explained import PairExplanation, ShiftExplanation, WorkerExplanation
    from staffmatch.explain.diff import Diff
    from staffmatch.io.ical import By as CalendarBy
    from staffmatch.privacy import Grain

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
Table = Literal["assignments", "shortages", "partnerships", "workers", "tiers"]


class Takeable(Protocol):
    """What can be taken, as a candidate or a fix: it makes the next solution of one."""

    def applied(self, solution: Solution) -> Solution: ...


class Solution(Counted):
    """A plan, its value and bound in each tier, its shortages with their reasons, and how the search ended.

    ``optimal``: each tier is proven: its bound is its value, perhaps on a solver's word (``tier.proof``); integers
    prove it as far as ``tier.certified``. ``feasible``: there is a plan, but not each tier is proven. ``infeasible``:
    no plan keeps all pins, see ``conflicts``. ``unknown``: the search stopped before a plan that keeps all pins.

    ``explained`` is false if the search was stopped before it had a plan: the plan is then the empty one, and neither
    bounds, reasons nor preexisting violations were computed. ``trace`` holds the reported progress, which is not
    verified; if it was too long, every second event was dropped. ``replanned`` says how it was made from a former plan
    by `replan`; its tiers' bounds then hold for any plan, however much that changes.

    >>> solution.status, [tier.value for tier in solution.tiers]
    ('optimal', [16.0, 352.0])
    """

    counted = ("assignments", "shortages", "partnerships", "preexisting_violations", "certificate", "trace")

    schema_version: Version = 1
    scenario_digest: str
    status: Status
    termination: Termination
    tiers: tuple[TierResult, ...]
    assignments: tuple[Assignment, ...]
    shortages: tuple[Shortage, ...]
    partnerships: tuple[Partnership, ...]
    conflicts: tuple[Conflict, ...] = ()
    preexisting_violations: tuple[PreexistingViolation, ...] = ()
    certificate: tuple[TierProof | None, ...] = ()
    infeasibility: TierProof | None = None
    explained: bool = True
    replanned: Replanned | None = None
    trace: tuple[Moment, ...] = ()
    _scenario: Scenario | None = PrivateAttr(default=None)

    @property
    def plan(self) -> Plan:
        """The assignments alone, as a `Plan`."""
        return Plan.of((a.worker, a.shift) for a in self.assignments)

    @property
    def found_here(self) -> bool:
        """Whether `solve` produced it in this process; a file may claim anything."""
        found = vars(self).get("_found", ())
        return len(found) > 0 and all(one is other for one, other in zip(found, self._claims, strict=True))

    @property
    def _claims(self) -> tuple[object, ...]:
        return self.status, self.tiers, self.assignments, self.certificate, self.infeasibility

    def as_found(self) -> Self:
        """The same solution, marked as produced by `solve`."""
        # Not an attribute of the model: equal solutions are equal wherever they come from.
        vars(self)["_found"] = self._claims
        return self

    def require_plan(self) -> None:
        """InputError if there is no plan to show."""
        if self.status in ("infeasible", "unknown"):
            text = refusals.NO_PLAN(status=self.status)
            raise InputError([InputIssue("no_plan", "status", text, refusals.NO_PLAN_ADVICE())])

    @property
    def scenario(self) -> Scenario:
        """The scenario that this solution solves."""
        if self._scenario is None:
            advice = refusals.NO_SCENARIO_ADVICE()
            raise InputError([InputIssue("no_scenario", "", refusals.NO_SCENARIO(), advice)])
        return self._scenario

    def of(self, scenario: Scenario) -> Self:
        """The solution attached to its scenario; InputError if it belongs to another one, or has unknown ids."""
        if scenario.digest() != self.scenario_digest:
            text = refusals.OTHER_SCENARIO()
            raise InputError([InputIssue("other_scenario", "scenario_digest", text, refusals.OTHER_SCENARIO_ADVICE())])
        if found := list(unknown_ids(scenario, self)):
            raise InputError(found)
        self._scenario = scenario
        return self

    def __str__(self) -> str:
        """The summary that the console prints; only counts if the solution was read without its scenario."""
        from staffmatch.reports.plain import summary_text

        return repr(self) if self._scenario is None else summary_text(self)

    def _repr_html_(self) -> str | None:
        """The HTML shown in notebooks; None, for plain text, if the solution was read without its scenario."""
        from staffmatch.reports.notebook import solution_html

        return None if self._scenario is None else solution_html(self)

    def canonical_json(self) -> str:
        """The decisions and proofs as JSON that is the same whenever these are.

        It holds the status, the reason of the end, tiers, assignments, shortages, partnerships and conflicts, all
        sorted except tiers. It leaves out what depends on the machine, the day or the order of the input: times, work,
        options, the trace, the certificate's duals and the scenario's digest. With a `work_limit`, the same scenario,
        seed and versions give the same text.
        """
        listed = ("assignments", "shortages", "partnerships", "conflicts")
        content = self.model_dump(mode="json", include={"status", "tiers", *listed})
        for name in listed:
            content[name].sort(key=lambda record: json.dumps(record, sort_keys=True))
        return json.dumps(content | {"reason": self.termination.reason}, sort_keys=True, ensure_ascii=False)

    def save(self, path: str | Path, format: str | None = None) -> None:  # noqa: A002 - what users would call it
        """Write what `load` reads back, in the format of the suffix .json, .duckdb or .parquet (a folder); `export`
        writes other formats.

        ``format`` overrides the suffix. An existing file is replaced atomically.
        """
        from staffmatch.io import formats

        formats.save(self, path, format)

    @classmethod
    def load(cls, path: str | Path, scenario: Scenario) -> Solution:
        """Read what `save` wrote; InputError if it cannot be read or belongs to another scenario.

        It is not checked; `staffmatch.verify` recomputes it. Of a plan without figures, in a workbook that was changed
        by hand or in JSON that lists its pairs, `staffmatch.evaluate` makes one; InputError if that breaks a rule.
        """
        from staffmatch.io.formats import solution_of

        return solution_of(path, scenario)

    def to_frame(self, table: Table = "assignments", backend: str | None = None, lang: str = "en") -> Any:
        """One table as a data frame of pandas, polars or pyarrow; None takes the first that is installed.

        Times are in the scenario's zone, hours those worked, commutes in minutes one way; sentences are in ``lang``.
        """
        from staffmatch.io.tables import solution_frame

        return solution_frame(self, table, backend, lang)

    def replan(self, changed: Scenario | None = None, **options: Unpack[ReplanOptions]) -> Solution:
        """The next plan for a changed scenario, with as few changes as can be; see `answers.what_now.replan`."""
        from staffmatch.answers.what_now.replan import replan

        return replan(self, changed, **options)

    def diff(self, before: Solution) -> Diff:
        """Who gained, lost or moved since another plan, and every tier of both; see `staffmatch.explain.diff`."""
        from staffmatch.explain.diff import Diff

        return Diff.between(before, self).named(before.scenario, self.scenario)

    @overload
    def explain(
        self, *, shift: str, allow: Collection[ChangeKind] | None = ..., time_limit: float | None = ...
    ) -> ShiftExplanation: ...
    @overload
    def explain(self, *, worker: str, time_limit: float | None = ...) -> WorkerExplanation: ...
    @overload
    def explain(self, *, shift: str, worker: str, time_limit: float | None = ...) -> PairExplanation: ...
    def explain(
        self,
        *,
        shift: str | None = None,
        worker: str | None = None,
        allow: Collection[ChangeKind] | None = None,
        time_limit: float | None = 30.0,
    ) -> ShiftExplanation | WorkerExplanation | PairExplanation:
        """Why a seat is empty or who fills it (``shift``), where a person is (``worker``), or why not there (both).

        ``allow`` says which changes may fill an empty seat: "person" (what one person accepts, knows or is free for),
        "pin", "relax" (a rule's limit), "people" (one more person), "drop" (a rule); all by default. Each is solved
        before it is told; ``time_limit`` is in seconds for all of this, and what it leaves is bounds, labelled.
        InputError for unknown ids, nothing asked, or a solution without a plan that keeps the rules.
        """
        from staffmatch.answers.why.explanation import explain

        return explain(self, shift=shift, worker=worker, allow=allow, time_limit=time_limit).named(self.scenario)

    def figures(self) -> KeyFigures:
        """Seats, hours, pay, commute, charges, and the parts of each tier; InputError if there is no plan."""
        from staffmatch.reports.gather import key_figures

        return key_figures(self)

    def export(self, path: str | Path, **options: Any) -> None:
        """Write a file or folder in the format of its suffix, see `staffmatch.io.formats.export`."""
        from staffmatch.io import formats

        formats.export(self, path, **options)

    def sensitivity(self, by: By, **options: Any) -> Sensitivity:
        """What one more skill, person of a district or sector, hour, or less of a rule is worth, solved again.

        ``by`` is "skill", "district", "sector", "hour" or "rule"; see `staffmatch.answers.what_if.sensitivity`.
        """
        from staffmatch.answers.what_if.sensitivity import sensitivity

        return sensitivity(self, by, **options).named(self.scenario)

    def to_geojson(self, homes: Grain | None = None) -> dict[str, Any]:
        """Companies, sites and assignments on a map; homes only as quarters or squares, see `staffmatch.io.geojson`."""
        from staffmatch.io.geojson import solution_geojson

        return solution_geojson(self, homes)

    def calendars(self, by: CalendarBy = "worker", **options: Any) -> dict[str, str]:
        """iCalendar texts, one for each ``worker`` or ``site``, or one of the whole ``plan``; see
        `staffmatch.io.ical`."""
        from staffmatch.io.ical import calendars

        return calendars(self, by, **options)

    @overload
    def recommend(self, *, shift: str, k: int = ..., time_limit: float | None = ...) -> Recommendation: ...
    @overload
    def recommend(self, *, worker: str, k: int = ..., time_limit: float | None = ...) -> Recommendation: ...
    @overload
    def recommend(
        self, *, shifts: Iterable[str], k: int = ..., time_limit: float | None = ...
    ) -> dict[str, Recommendation]: ...
    def recommend(
        self,
        *,
        shift: str | None = None,
        worker: str | None = None,
        shifts: Iterable[str] | None = None,
        k: int = 5,
        time_limit: float | None = 2.0,
    ) -> Recommendation | dict[str, Recommendation]:
        """Who else could have a ``shift``, or which others a ``worker`` could have: the ``k`` best, ranked by the best
        plan in which they have it, tier by tier; see `staffmatch.answers.who_else.candidates.Recommendation`.

        With ``shifts`` a dictionary with a recommendation for each. ``time_limit`` is in seconds, for each question:
        None solves until everything is proven, 0 gives the bounds of the certificate alone. InputError for an unknown
        id, a ``k`` below 1, not exactly one of ``shift``, ``worker`` and ``shifts``, and where there is no plan.
        """
        from staffmatch.answers.who_else.recommend import recommendation, recommendations

        if shifts is None:
            return recommendation(self, shift, worker, k, time_limit).named(self.scenario)
        found = recommendations(self, shifts, shift or worker, k, time_limit)
        return {one: answer.named(self.scenario) for one, answer in found.items()}

    def take(self, choice: Takeable) -> Solution:
        """The verified next solution, with a candidate or another answer; InputError for what cannot be taken."""
        if not callable(getattr(choice, "applied", None)):
            text, advice = f"is a {type(choice).__name__}, which cannot be taken.", "Give a candidate or a fix."
            raise InputError([InputIssue("bad_option", "choice", text, advice)])
        return choice.applied(self)
