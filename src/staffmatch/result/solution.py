"""Solution: a plan with its proof."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr

from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError, InputIssue
from staffmatch.messages.message import Message
from staffmatch.models import Scenario
from staffmatch.records.field_types import (
    CompanyId,
    Count,
    Counted,
    DemandId,
    Figure,
    Id,
    Long,
    Record,
    ShiftId,
    Version,
    WorkerId,
)
from staffmatch.result.key_figures import KeyFigures
from staffmatch.result.known_ids import unknown_ids
from staffmatch.result.shortage import Shortage
from staffmatch.result.termination import Moment, Termination
from staffmatch.result.tier_proof import TierProof
from staffmatch.result.told import Told

if TYPE_CHECKING:
    from staffmatch.answers.changes import ChangeKind
    from staffmatch.answers.explained import PairExplanation, ShiftExplanation, WorkerExplanation
    from staffmatch.io.ical import By
    from staffmatch.privacy import Grain

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
Table = Literal["assignments", "shortages", "partnerships", "workers", "tiers"]


class Assignment(Record):
    """One worker on one shift; ``minutes`` are worked, ``commute_minutes`` are one way."""

    worker: WorkerId
    demand: DemandId
    shift: ShiftId
    lender: CompanyId
    borrower: CompanyId
    minutes: Count
    commute_minutes: Count


class TierResult(Record):
    """What a tier reached: no plan that is as good in the earlier tiers has a value below ``bound``.

    ``gap`` is |value - bound| / max(|value|, one unit). A bound that is not known is None, and so is its gap. What of
    the bound the solution's certificate proves in integers, without trust in any solver, is ``certified``. ``proof``
    says what the whole bound rests on: the certificate, or the word of a solver.
    """

    term: str
    unit: str
    per_unit: Annotated[Long, Field(ge=1)]
    value: Figure
    bound: Figure | None
    gap: Figure | None
    certified: Figure | None = None
    proof: Literal["certificate", "solver"] | None = None


class Partnership(Record):
    """A lender and a borrower with at least one assignment; ``new`` if they had no agreement."""

    lender: CompanyId
    borrower: CompanyId
    new: bool
    assignments: Count
    workers: Count
    minutes: Count


class Conflict(Told):
    """A pin that can not be kept together with the others listed, and why."""

    worker: WorkerId
    shift: ShiftId
    message: Message


class PreexistingViolation(Told):
    """A rule that the scenario breaks before anybody is lent: the plan does not make it worse."""

    rule: str
    message: Message
    amount: Figure
    unit: str
    ids: tuple[Id, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> tuple[PreexistingViolation, ...]:
        """All of a scenario, rule by rule."""
        found = scenario.preexisting_violations()
        return tuple(
            cls(rule=v.rule, message=Message.of(v.message), amount=v.amount, unit=v.unit, ids=v.ids) for v in found
        )


class Solution(Counted):
    """A plan, its value and bound in each tier, what is missing and why, and how the search ended.

    ``optimal``: every tier is proven. ``feasible``: there is a plan, and a tier that is not.
    ``infeasible``: no plan keeps all pins, see ``conflicts``.
    ``unknown``: the search was stopped before it found a plan that keeps all pins.

    ``explained`` is false where it was stopped before it had a plan: then this is the plan that lends nobody, and
    neither bounds, reasons nor preexisting violations were looked for. ``trace`` is what was told of the search, which
    nobody verifies; where there was too much every second moment was left out.
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
    trace: tuple[Moment, ...] = ()
    _scenario: Scenario | None = PrivateAttr(default=None)

    @property
    def plan(self) -> Plan:
        return Plan.of((a.worker, a.shift) for a in self.assignments)

    @property
    def found_here(self) -> bool:
        """Whether `solve` found it as it is, in this program; what was read from a file may say anything of itself."""
        found = vars(self).get("_found", ())
        return len(found) > 0 and all(one is other for one, other in zip(found, self._claims, strict=True))

    @property
    def _claims(self) -> tuple[object, ...]:
        return self.status, self.tiers, self.assignments, self.certificate, self.infeasibility

    def as_found(self) -> Self:
        """The same solution, which need not be doubted."""
        # No attribute of the model: two solutions that say the same are equal, wherever they come from.
        vars(self)["_found"] = self._claims
        return self

    def require_plan(self) -> None:
        """InputError where there is no plan that could be shown."""
        if self.status in ("infeasible", "unknown"):
            text = f"the solution is {self.status}: it has no plan."
            raise InputError(
                [InputIssue("no_plan", "status", text, "Release some pins, or allow the search more time.")]
            )

    @property
    def scenario(self) -> Scenario:
        """The scenario that this solves."""
        if self._scenario is None:
            advice = "Read it by Solution.load(path, scenario), or attach it: solution.of(scenario)."
            raise InputError([InputIssue("no_scenario", "", "the solution was read alone.", advice)])
        return self._scenario

    def of(self, scenario: Scenario) -> Self:
        """The same solution, attached to its scenario; InputError if it is of another, or names what it has not."""
        if scenario.digest() != self.scenario_digest:
            text = "the solution belongs to another scenario, or the scenario has changed since."
            raise InputError(
                [InputIssue("other_scenario", "scenario_digest", text, "Load the scenario it was made for.")]
            )
        if found := list(unknown_ids(scenario, self)):
            raise InputError(found)
        self._scenario = scenario
        return self

    def __str__(self) -> str:
        """The summary that the console prints; the numbers of what it holds where the solution was read alone."""
        from staffmatch.reports.plain import summary_text

        return repr(self) if self._scenario is None else summary_text(self)

    def _repr_html_(self) -> str | None:
        """What a notebook shows; None, for the plain text, where the solution was read alone."""
        from staffmatch.reports.notebook import solution_html

        return None if self._scenario is None else solution_html(self)

    def canonical_json(self) -> str:
        """What was decided and proven, as JSON that is the same whenever these are.

        It holds status, reason of the end, tiers, assignments, shortages, partnerships and conflicts; all but the tiers
        are sorted. It leaves out what depends on the machine, on the day or on the order of the input: times, work,
        options, the trace, the certificate's prices and the scenario's digest. With a `work_limit`, the same scenario,
        seed and versions give the same text.
        """
        listed = ("assignments", "shortages", "partnerships", "conflicts")
        content = self.model_dump(mode="json", include={"status", "tiers", *listed})
        for name in listed:
            content[name].sort(key=lambda record: json.dumps(record, sort_keys=True))
        return json.dumps(content | {"reason": self.termination.reason}, sort_keys=True, ensure_ascii=False)

    def save(self, path: str | Path, format: str | None = None) -> None:  # noqa: A002 - what users would call it
        """Write what `load` reads back: by the suffix .json, .duckdb or .parquet (a folder); `export` writes the rest.

        ``format`` names it where the path does not. An existing file is replaced in one step.
        """
        from staffmatch.io import formats

        formats.save(self, path, format)

    @classmethod
    def load(cls, path: str | Path, scenario: Scenario) -> Solution:
        """Read what `save` wrote; InputError where it can not be read or is of another scenario.

        It is read as it is told: `staffmatch.verify` recomputes it.
        """
        from staffmatch.io.formats import read_solution

        return read_solution(path).of(scenario)

    def to_frame(self, table: Table = "assignments", backend: str | None = None, lang: str = "en") -> Any:
        """One table as a data frame of pandas, polars or pyarrow; None takes the first that is installed.

        Times are in the scenario's zone, hours those worked, commutes in minutes one way; sentences are in ``lang``.
        """
        from staffmatch.io.tables import solution_frame

        return solution_frame(self, table, backend, lang)

    def explain(
        self,
        *,
        shift: str | None = None,
        worker: str | None = None,
        allow: Collection[ChangeKind] | None = None,
        time_limit: float | None = 30.0,
    ) -> ShiftExplanation | WorkerExplanation | PairExplanation:
        """Why a seat is empty or who fills it (``shift``), where a person is (``worker``), or why not she (both).

        ``allow`` says which changes may fill an empty seat: "person" (what one person accepts, knows or is free for),
        "pin", "relax" (a rule's limit), "people" (one more person), "drop" (a rule); all by default. Each is solved
        before it is told; ``time_limit`` is in seconds for all of this, and what it leaves is bounds, labelled.
        InputError for unknown ids, nothing asked, or a solution without a plan that keeps the rules.
        """
        from staffmatch.answers.explanation import explain

        return explain(self, shift=shift, worker=worker, allow=allow, time_limit=time_limit)

    def figures(self) -> KeyFigures:
        """Seats, hours, pay, commute, charges, and what each term of a tier adds; InputError where there is no plan."""
        from staffmatch.reports.gather import key_figures

        return key_figures(self)

    def export(self, path: str | Path, **options: Any) -> None:
        """Write a file or folder in the format that its suffix says, see `staffmatch.io.formats.export`."""
        from staffmatch.io import formats

        formats.export(self, path, **options)

    def to_geojson(self, homes: Grain | None = None) -> dict[str, Any]:
        """Companies, sites and assignments on a map; homes only as quarters or squares, see `staffmatch.io.geojson`."""
        from staffmatch.io.geojson import solution_geojson

        return solution_geojson(self, homes)

    def calendars(self, by: By = "worker", **options: Any) -> dict[str, str]:
        """An iCalendar text for each ``worker`` or ``site``, or one of the whole ``plan``; see `staffmatch.io.ical`."""
        from staffmatch.io.ical import calendars

        return calendars(self, by, **options)
