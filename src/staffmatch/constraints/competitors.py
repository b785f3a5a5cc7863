"""Competitors: nobody has to lend their people to a rival."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal, Self, Unpack

import numpy as np
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Mask
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue, near_or
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.field_types import CompanyId, Flag

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures


def _two(rivals: tuple[str, str]) -> tuple[str, str]:
    if rivals[0] == rivals[1]:
        raise PydanticCustomError("own_competitor", "names one company twice; name two companies")
    return rivals


Rivals = Annotated[tuple[CompanyId, CompanyId], AfterValidator(_two)]


_LENT = Sentence(
    "competitors",
    "Worker {worker:worker} of {lender:company} is lent to its competitor {borrower:company} for shift {shift:shift}.",
)
_FROM_OTHERS = Sentence(
    "competitors.wants",
    "comes from no competitor of {borrower:company}",
    "come from no competitor of {borrower:company}",
)


class Competitors(ScopedRule):
    """Only pairs with ``{a(w), b(j)} ∉ pairs`` and, with ``same_sector``, ``sector_a(w) ≠ sector_b(j)``.

    ``pairs`` lists rivals, neither of whom lends to the other. Companies whose sector is not given share none.

    Example: "Worker 'w' of 'hotel' is lent to its competitor 'hostel' for shift 's'."
    """

    kind: Literal["competitors"] = "competitors"
    selects = ("pairs",)
    looks_at = "demand"
    pairs: Annotated[tuple[Rivals, ...], Field(description="ids of two companies each")] = ()
    same_sector: Annotated[Flag, Field(description="whether all of one WZ 2008 section are rivals")] = False

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[rule_signatures.CompetitorsOptions]) -> None: ...

    @model_validator(mode="after")
    def _rivals(self) -> Self:
        if not (self.pairs or self.same_sector):
            raise PydanticCustomError("no_rivals", "names no competitors; give pairs or set same_sector")
        return self

    def keep(self, pairs: Pairs) -> Mask:
        columns, sector = (
            pairs.columns,
            np.array([one.sector or "" for one in pairs.columns.scenario.companies], np.str_),
        )
        number = {name: place for place, name in enumerate(columns.company_ids)}
        one, other = np.array([(number[a], number[b]) for a, b in self.pairs], np.int64).reshape(len(self.pairs), 2).T
        rivals = pairs.relation.agrees(lender=np.r_[one, other], borrower=np.r_[other, one])
        if self.same_sector:
            rivals |= (sector[pairs.lender] == sector[pairs.borrower]) & (sector[pairs.lender] != "")
        return pairs.without(self.in_scope(pairs, pairs.where(rivals)))

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        rivals = {frozenset(pair) for pair in self.pairs}
        sectors = {company.id: company.sector for company in scenario.companies if company.sector is not None}
        for worker, demand, shift, *_ in self.selected(scenario, plan).duties(scenario):
            lender, borrower = worker.company, demand.company
            alike = lender in sectors and sectors[lender] == sectors.get(borrower)
            if {lender, borrower} in rivals or (self.same_sector and alike):
                said = _LENT(worker=worker.id, lender=lender, borrower=borrower, shift=shift.id)
                yield Violation(self.kind, said, 1, "pairs", (worker.id, shift.id))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        known = [company.id for company in scenario.companies]
        for place, pair in enumerate(self.pairs):
            for name in pair:
                if name not in known:
                    advice = near_or(name, known, refusals.UNKNOWN_COMPANY_ADVICE())
                    where = f"{path}.pairs[{place}]"
                    yield InputIssue("unknown_company", where, refusals.UNKNOWN_COMPANY(name=name), advice, (name,))
        if self.persons_message():
            lenders = {worker.company for worker in self.members(scenario).values()}
            for place, pair in enumerate(self.pairs):
                if lenders and lenders.isdisjoint(pair):
                    text = refusals.PAIR_OUT_OF_SCOPE(whom=self.persons_message())
                    advice = refusals.PAIR_OUT_OF_SCOPE_ADVICE()
                    yield InputIssue("pair_out_of_scope", f"{path}.pairs[{place}]", text, advice, pair)
        if self.same_sector and known and all(company.sector is None for company in scenario.companies):
            advice = refusals.NO_SECTORS_ADVICE()
            yield InputIssue("no_sectors", f"{path}.same_sector", refusals.NO_SECTORS(), advice)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _FROM_OTHERS(borrower=demand.company)
